"""A window under a dialog, that says each time it would leave: the child of a test.

    python -m tests.ui.blocked_window [blind]

It says the handles of the window and of the dialog, then a line for each time, and ends when the dialog is closed.
With ``blind`` nothing looks at what the desktop asks of the window: a weaker build, which the test has to catch.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow

from journal_app.ui import leaving
from journal_app.ui.closing import BlockedCloses
from journal_app.ui.heard import Heard


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    application = QApplication(sys.argv[:1])
    if "blind" in arguments:
        BlockedCloses.begin = lambda _: None  # type: ignore[method-assign]  # the weaker build
    window = QMainWindow()
    keys = leaving.LeavingKeys(window, Heard(window), lambda: say("left"), lambda: None)
    keys.start()
    window.show()
    dialog = QDialog(window)
    QTimer.singleShot(0, lambda: say(f"{int(window.winId())} {int(dialog.winId())}"))
    dialog.exec()
    say("closed")
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
