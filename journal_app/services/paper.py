"""What is printed: the recovery sheet, and the sheets that divide it among people one trusts."""

from __future__ import annotations

from pathlib import Path

from journal_app.dossier.recovery_sheet import recovery_sheet, share_sheet
from journal_app.i18n import language_in_use
from journal_app.services import files
from journal_app.services.journal import Journal, NewRecoveryKey
from journal_app.vault import shares
from journal_app.vault.recovery import RecoveryKey


def write_sheet(key: NewRecoveryKey, out: Path) -> None:
    """Write the recovery sheet as a new PDF; raises BadInput where ``out`` exists."""
    with files.new_file(out) as stream:
        stream.write(recovery_sheet(key.groups, language_in_use()))


def write_shares(key: NewRecoveryKey, out: Path) -> None:
    """Write three sheets into a new folder, any two of which stand for the recovery sheet.

    Raises BadInput where ``out`` exists, StorageTrouble where it cannot be written; leaves nothing otherwise.
    """
    language = language_in_use()
    divided = shares.split(RecoveryKey.parse(key.text))
    with files.new_folder(out) as folder:
        for number, share in enumerate(divided, 1):
            with files.new_file(folder / f"sheet-{number}.pdf") as stream:
                stream.write(share_sheet(share.split(), number, len(divided), language))


def create_with_sheet(folder: Path, passphrase: str, out: Path) -> tuple[Journal, NewRecoveryKey]:
    """Make a journal and write its recovery sheet; where the sheet cannot be written, there is no journal either."""
    files.refuse_place(out, folder)
    files.refuse_inside_a_journal(out)
    made: list[Journal] = []
    try:
        with files.new_file(out) as stream:
            journal, key = Journal.create(folder, passphrase)
            made.append(journal)
            stream.write(recovery_sheet(key.groups, language_in_use()))
    except BaseException:  # also where the sheet does not get its name at the end
        for journal in made:
            journal.discard_new()
        raise
    return journal, key
