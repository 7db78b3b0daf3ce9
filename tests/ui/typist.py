"""A real window that is typed in while long work goes on, until it is killed: the child of a test.

    python -m tests.ui.typist FOLDER WORK [one lane]

It says how many letters stand in the field and when (milliseconds of the system's monotonic clock), a line each.
With ``one lane`` drafts are kept by the lane that does the work: a weaker build, which the test has to catch.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCursor

from journal_app.progress import Progress
from journal_app.services import audit, backups, dossiers, evidence
from journal_app.services.dossiers import DossierRequest
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.settings import Settings
from journal_app.ui.app import Window
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.theme import Theme
from journal_app.ui.theme import application as make_application
from journal_app.ui.timeline_page import TimelinePage
from tests.ui.conftest import PASSPHRASE

EVERY = 40  # milliseconds between two keys
Work = Callable[[Journal, Progress, int], object]


def _import(journal: Journal, progress: Progress, turn: int) -> None:
    new = [NewFile(name=f"{turn}-{number}.bin", source=f"{turn} {number}".encode() * 4096) for number in range(20)]
    evidence.attach(journal, "", new, progress=progress)


WORKS: dict[str, Work] = {
    "import": _import,
    "check": lambda journal, progress, _: audit.check_open(journal, progress),
    "dossier": lambda journal, progress, _: dossiers.preview(journal, DossierRequest(audience="self"), progress),
    "backup": lambda journal, progress, turn: backups.back_up(
        journal, journal.folder.with_name(f"backup-{turn}"), progress
    ),
}


class Typist:
    """Types one letter after the other into a new entry."""

    def __init__(self, window: Window, work: Work) -> None:
        self._window, self._work = window, work
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._step)
        self._timer.start(EVERY)
        self._asked = False

    def _step(self) -> None:
        main = self._window.main
        if main is None:
            return
        page = main.pages["timeline"]
        assert isinstance(page, TimelinePage)
        if not isinstance(page.editor, IncidentEditor):
            if not self._asked:
                self._asked = True
                page.show_record("")
            return
        if self._asked:
            self._asked = False
            main.desk.long(main, "", self._forever, lambda _: None)
        page.editor.account.moveCursor(QTextCursor.MoveOperation.End)
        page.editor.account.insertPlainText("abcdefghij"[len(page.editor.account.text()) % 10])
        sys.stdout.write(f"{len(page.editor.account.text())} {time.monotonic_ns() // 1_000_000}\n")
        sys.stdout.flush()

    def _forever(self, journal: Journal, progress: Progress) -> None:
        for turn in itertools.count():
            self._work(journal, progress, turn)


def main() -> None:
    """Open the window, unlock it, and type until somebody ends it."""
    application = make_application()
    theme = Theme(application)
    theme.apply()
    window = Window(theme, Settings())
    if "one lane" in sys.argv:
        window.pen = window.lane
    window.start(Path(sys.argv[1]))
    window.show()
    window.page.field.setText(PASSPHRASE)  # type: ignore[union-attr]  # the page that asks for it
    window.page.field.returnPressed.emit()  # type: ignore[union-attr]
    typist = Typist(window, WORKS[sys.argv[2]])
    sys.exit(application.exec() if typist else 1)


if __name__ == "__main__":
    main()
