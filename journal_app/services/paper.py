"""What is printed: the recovery sheet."""

from __future__ import annotations

from pathlib import Path

from journal_app.dossier.recovery_sheet import recovery_sheet
from journal_app.i18n import language_in_use
from journal_app.services import files
from journal_app.services.journal import Journal, NewRecoveryKey


def write_sheet(key: NewRecoveryKey, out: Path) -> None:
    """Write the recovery sheet as a new PDF; raises BadInput where ``out`` exists."""
    with files.new_file(out) as stream:
        stream.write(recovery_sheet(key.groups, language_in_use()))


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
