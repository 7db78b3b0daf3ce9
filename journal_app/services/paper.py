"""What is printed: the recovery sheet, and the sheets that divide it among people one trusts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from journal_app.i18n import language_in_use
from journal_app.services import files
from journal_app.services.journal import Journal, NewRecoveryKey
from journal_app.vault import shares
from journal_app.vault.recovery import RecoveryKey


@dataclass(frozen=True, slots=True)
class Divided:
    """A recovery key divided once: three lines of words, any two of which stand for it. It is kept nowhere."""

    shares: tuple[str, ...]


def divide(key: NewRecoveryKey) -> Divided:
    """Divide a recovery key; sheets of two divisions do not belong together, so it is done once for all three."""
    return Divided(shares.split(RecoveryKey.parse(key.text)))


def sheet_page(key: NewRecoveryKey) -> bytes:
    """Return the recovery sheet as a PDF."""
    from journal_app.dossier import recovery_sheet  # what draws pages is large, and they are drawn on few days

    return recovery_sheet.recovery_sheet(key.groups, language_in_use())


def share_page(divided: Divided, number: int) -> bytes:
    """Return one of the three sheets, counted from 1, as a PDF."""
    from journal_app.dossier import recovery_sheet  # as above

    return recovery_sheet.share_sheet(
        divided.shares[number - 1].split(), number, len(divided.shares), language_in_use()
    )


def write_share(divided: Divided, number: int, out: Path) -> None:
    """Write one of the three sheets, counted from 1, as a new PDF.

    Raises BadInput where ``out`` exists or lies in the folder of a journal, which it would open.
    """
    files.refuse_inside_a_journal(out)
    with files.new_file(out) as stream:
        stream.write(share_page(divided, number))


def write_sheet(key: NewRecoveryKey, out: Path) -> None:
    """Write the recovery sheet as a new PDF; raises BadInput as :func:`write_share` does."""
    files.refuse_inside_a_journal(out)
    with files.new_file(out) as stream:
        stream.write(sheet_page(key))


def write_shares(key: NewRecoveryKey, out: Path, divided: Divided | None = None) -> None:
    """Write three sheets into a new folder, any two of which stand for the recovery sheet.

    Raises BadInput as :func:`write_share` does, StorageTrouble where it cannot be written; leaves nothing otherwise.
    """
    files.refuse_inside_a_journal(out)
    whole = divided or divide(key)
    with files.new_folder(out) as folder:
        for number in range(1, len(whole.shares) + 1):
            write_share(whole, number, folder / f"sheet-{number}.pdf")


def create_with_sheet(folder: Path, passphrase: str, out: Path) -> tuple[Journal, NewRecoveryKey]:
    """Make a journal and write its recovery sheet; where the sheet cannot be written, there is no journal either."""
    files.refuse_place(out, folder)
    files.refuse_inside_a_journal(out)
    made: list[Journal] = []
    try:
        with files.new_file(out) as stream:
            journal, key = Journal.create(folder, passphrase)
            made.append(journal)
            stream.write(sheet_page(key))
    except BaseException:  # also where the sheet does not get its name at the end
        for journal in made:
            journal.discard_new()
        raise
    return journal, key
