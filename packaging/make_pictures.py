"""Make the pictures of the window and of a page that the README and the help show, from the sample journal.

    xvfb-run -a .venv/bin/python packaging/make_pictures.py           the pictures that are kept
    xvfb-run -a .venv/bin/python packaging/make_pictures.py FOLDER    every page, in every look and size, to look at

Needs a display (xvfb is one) for the fonts of a desktop, and pdftoppm for the page.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea

from journal_app.services import demo, dossiers
from journal_app.services.dossiers import DossierRequest
from journal_app.services.journal import Journal
from journal_app.settings import Settings
from journal_app.ui import first_start
from journal_app.ui.app import Window
from journal_app.ui.main_window import MainPage
from journal_app.ui.split_page import SplitPage
from journal_app.ui.theme import Theme
from journal_app.ui.theme import application as make_application
from journal_app.ui.tokens import Look
from journal_app.ui.widgets import Section

KEPT = Path(__file__).resolve().parents[1] / "resources" / "help" / "pictures"
ROOMS = [
    (Look.LIGHT, 100, (1180, 760)), (Look.DARK, 100, (1180, 760)), (Look.CONTRAST, 100, (1180, 760)),
    (Look.LIGHT, 100, (900, 560)), (Look.DARK, 200, (1440, 900)), (Look.LIGHT, 200, (900, 560)),
]  # fmt: skip
PAGE = "9"  # the first page with an account
LONGEST_WAIT = 60.0


def main(arguments: list[str]) -> int:
    """Make the pictures and return an exit code."""
    application = make_application()
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch) / "demo"
        demo.make(place)
        passphrase = (place / "passphrase.txt").read_text(encoding="utf-8").splitlines()[0]
        folder = place / "journal"
        if arguments:
            font = application.font()
            for look, percent, size in ROOMS:
                out = Path(arguments[0]) / f"{look.value}-{percent}-{size[0]}"
                out.mkdir(parents=True, exist_ok=True)
                application.setFont(font)
                Camera(application, folder, passphrase, look, percent, size).everything(out)
            return 0
        camera = Camera(application, folder, passphrase, Look.LIGHT, 100, (1180, 760))
        camera.kept(KEPT)
        _page(folder, passphrase, Path(scratch) / "board.pdf")
    return 0


def _page(folder: Path, passphrase: str, out: Path) -> None:
    with Journal.open(folder, passphrase) as journal:
        dossiers.build(journal, DossierRequest(audience="board"), out)
    name = KEPT / "page-statement"
    command = ["pdftoppm", "-f", PAGE, "-l", PAGE, "-r", "80", "-png", "-singlefile", str(out), str(name)]
    subprocess.run(command, check=True)


class Camera:
    """One window on the sample journal, in one look and size."""

    def __init__(
        self, application: QApplication, folder: Path, passphrase: str, look: Look, percent: int, size: tuple[int, int]
    ) -> None:
        theme = Theme(application, look, percent)
        theme.apply()
        settings = Settings(look=look.value, text_percent=percent)
        self._window = Window(theme, settings, replace_process=lambda _: None, leave=lambda: None)
        self._window.resize(*size)
        self._folder, self._passphrase = folder, passphrase

    def kept(self, out: Path) -> None:
        """Take the pictures that the README shows."""
        main = self._open()
        timeline = self._section(main, "timeline")
        timeline.show_record(timeline.model.rows[8].id)
        self._until(lambda: timeline.opened is not None)
        self._take(out / "window-entry.png")
        main.show_section("dossier")
        page = main.pages["dossier"]
        page.show_step(4)  # type: ignore[attr-defined]  # the dossier's own page
        self._wait(3000)  # until the plan is there: pages drawn before would be taken away again
        page.check.draw()  # type: ignore[attr-defined]  # as above
        self._until(lambda: page.check.page.count() > 0)  # type: ignore[attr-defined]  # as above
        for area in page.findChildren(QScrollArea):
            area.verticalScrollBar().setValue(area.verticalScrollBar().maximum() * 9 // 10)
        self._take(out / "window-dossier.png")
        self._close()

    def everything(self, out: Path) -> None:
        """Take a picture of every page."""
        window = self._window
        window.start(None)
        window.show()
        for name, show in (("welcome", first_start.show_welcome), ("before", first_start.show_before),
                           ("where", first_start.show_where)):  # fmt: skip
            show(window)
            self._take(out / f"{name}.png")
        first_start.show_passphrase(window, self._folder / "nowhere")
        self._take(out / "passphrase.png")
        main = self._open()
        self.timeline(main, out)
        self.tiles(main, out)
        for key in ("timeline", "evidence", "matches", "people", "filing"):
            page = self._section(main, key)
            self._take(out / f"{key}.png")
            page.show_record(page.model.rows[min(8, len(page.model.rows) - 1)].id)
            self._until(lambda page=page: page.opened is not None)  # type: ignore[misc]  # bound now
            self._take(out / f"{key}-record.png")
            for part in page.findChildren(Section):
                part.open()
            self._wait(600)
            self._take(out / f"{key}-open.png")
        main.show_section("dossier")
        for step in range(6):
            main.pages["dossier"].show_step(step)  # type: ignore[attr-defined]  # the dossier's own page
            self._wait(600)
            self._take(out / f"dossier-{step + 1}.png")
        for key in ("backup", "settings", "help"):
            main.show_section(key)
            self._take(out / f"{key}.png")
        self._close()

    def timeline(self, main: MainPage, out: Path) -> None:
        """Take a picture of each view of the timeline."""
        page = self._section(main, "timeline")
        for view in ("calendar", "months", "response", "list"):
            page.show_view(view)  # type: ignore[attr-defined]  # the timeline's own page
            self._wait(600)
            self._take(out / f"timeline-{view}.png")
        page.choosing.setChecked(True)  # type: ignore[attr-defined]  # as above
        page.shown.choose("for-a-complaint")  # type: ignore[attr-defined]  # as above
        page.filters.first.show_text("2023")  # type: ignore[attr-defined]  # as above
        page.filters.first.changed.emit()  # type: ignore[attr-defined]  # as above
        self._take(out / "timeline-choose.png")
        page.filters.take_back()  # type: ignore[attr-defined]  # as above
        page.choosing.setChecked(False)  # type: ignore[attr-defined]  # as above
        self._until(lambda: bool(page.model.rows))

    def tiles(self, main: MainPage, out: Path) -> None:
        """Take a picture of the files as tiles, covered and shown."""
        page = self._section(main, "evidence")
        page.views["tiles"].click()  # type: ignore[attr-defined]  # the page of the files' own
        self._until(lambda: page.front is page.grid)  # type: ignore[attr-defined]  # as above
        self._take(out / "evidence-tiles.png")
        page.uncover.click()  # type: ignore[attr-defined]  # as above
        self._wait(4000)
        self._take(out / "evidence-tiles-shown.png")
        page.uncover.click()  # type: ignore[attr-defined]  # as above
        page.views["list"].click()  # type: ignore[attr-defined]  # as above
        self._until(lambda: page.front is page.list)

    def _open(self) -> MainPage:
        window = self._window
        window.start(self._folder)
        window.show()
        page = window.page
        page.field.setText(self._passphrase)  # type: ignore[union-attr]  # the page that unlocks
        page.field.returnPressed.emit()  # type: ignore[union-attr]  # as above
        self._until(lambda: window.main is not None)
        if window.main is None:
            raise TimeoutError("the journal did not open")
        return window.main

    def _section(self, main: MainPage, key: str) -> SplitPage:
        main.show_section(key)
        page = main.pages[key]
        if not isinstance(page, SplitPage):
            raise TypeError(key)
        self._until(lambda: bool(page.model.rows))
        return page

    def _close(self) -> None:
        self._window.lock()
        self._window.lane.stop()

    def _take(self, place: Path) -> None:
        self._wait(500)
        self._window.grab().save(str(place))
        print(place)

    def _wait(self, milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def _until(self, there: Callable[[], bool]) -> None:
        end = time.monotonic() + LONGEST_WAIT
        while not there():
            if time.monotonic() > end:
                raise TimeoutError("the window did not get there")
            self._wait(50)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
