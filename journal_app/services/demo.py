"""The demo: a sample journal of invented people, and all three dossiers made from it."""

from __future__ import annotations

from pathlib import Path

from journal_app import resources
from journal_app.i18n import pgettext
from journal_app.progress import SILENT, Progress
from journal_app.services import dossiers, files, interchange
from journal_app.services.dossiers import DossierRequest
from journal_app.services.journal import Journal

PASSPHRASE = "sample journal of invented people"  # noqa: S105 - it stands in the folder, too: there is nothing to keep
OUTPUTS = (("board", "dossier-for-the-board.pdf"), ("lawyer", "package-for-a-lawyer"), ("self", "copy-for-myself.pdf"))


def make(folder: Path, progress: Progress = SILENT) -> tuple[Path, ...]:
    """Make the sample journal and its dossiers in the new folder ``folder``; raises BadInput where it exists.

    Everything is made by the same services a person uses; the folder appears when all of it is there.
    """
    with files.new_folder(folder) as part:
        with Journal.create(part / "journal", PASSPHRASE)[0] as journal:
            interchange.import_folder(journal, resources.path("demo"), progress)
            for audience, name in OUTPUTS:
                dossiers.build(journal, DossierRequest(audience=audience), part / name, progress=progress)
        told = pgettext("demo", "The people in this sample are invented. The passphrase of the journal is:")
        with files.new_file(part / "passphrase.txt") as stream:
            stream.write(f"{PASSPHRASE}\n\n{told} {PASSPHRASE}\n".encode())
    return (folder / "journal", *(folder / name for _, name in OUTPUTS), folder / "passphrase.txt")
