"""A day with the window on one journal, measured from inside: run as ``python daily.py JOURNAL``, prints JSON.

``pages``: seconds from asking for a page until what it shows was read and painted. ``blocks``: the longest time in
which the window's thread answered nothing, for each thing done.
``memory``: MiB of this process at the end, with what it shares counted by its part (proc(5), Pss).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from journal_app.settings import Settings
from journal_app.ui.app import Window
from journal_app.ui.chooser import OneOf
from journal_app.ui.dossier_page import DossierPage
from journal_app.ui.entry_ticks import EntryTicks
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.split_page import SplitPage
from journal_app.ui.theme import Theme
from journal_app.ui.theme import application as make_application
from journal_app.ui.timeline_page import TimelinePage
from journal_app.ui.tokens import Look
from journal_app.ui.widgets import Button, Section
from tests.benchmarks.material import PASSPHRASE

SECTIONS = ("evidence", "matches", "people", "dossier", "filing", "settings", "help", "timeline")
LONGEST_WAIT = 120.0


class Blocks:
    """Notes how long the thread of the window answered nothing: a timer of one millisecond that came later."""

    def __init__(self) -> None:
        self._last, self._longest = time.perf_counter(), 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beats)
        self._timer.start()

    def _beats(self) -> None:
        now = time.perf_counter()
        self._last, self._longest = now, max(self._longest, now - self._last)

    def longest(self) -> float:
        """Return the longest since the last call, in seconds, and begin anew."""
        self._beats()
        found, self._longest = self._longest, 0.0
        return found


class Day:
    """One window, used as a person would."""

    def __init__(self, folder: Path) -> None:
        self._application = QApplication.instance() or make_application()
        theme = Theme(QApplication.instance(), Look.LIGHT)  # type: ignore[arg-type]  # it is an application
        theme.apply()
        self.window = Window(theme, Settings(), replace_process=lambda _: None, leave=lambda: None)
        self.window.resize(1180, 760)
        self.window.start(folder)
        self.window.show()
        self.blocks = Blocks()
        self.found: dict[str, float] = {}
        page = self.window.page
        page.field.setText(PASSPHRASE)  # type: ignore[union-attr]  # the page that unlocks
        page.field.returnPressed.emit()  # type: ignore[union-attr]  # as above
        self.until(lambda: self.window.main is not None)
        assert self.window.main is not None
        self.main: MainPage = self.window.main
        self.settle()

    def wait(self, milliseconds: int) -> None:
        """Let the window work for a while."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def until(self, there: Callable[[], bool]) -> None:
        """Let the window work until something is so."""
        end = time.monotonic() + LONGEST_WAIT
        while not there():
            assert time.monotonic() < end
            self.wait(1)

    def settle(self) -> None:
        """Wait until everything that was asked of the journal is there, and painted."""
        done: list[None] = []
        self.main.desk.read(self.main, lambda _: None, done.append)
        self.until(lambda: bool(done))
        done.clear()
        self.main.desk.read(self.main, lambda _: None, done.append)
        self.until(lambda: bool(done))
        self.window.repaint()

    @contextmanager
    def blocked(self, name: str) -> Iterator[None]:
        """Note the longest block while something is done."""
        self.settle()
        self.blocks.longest()
        yield
        self.settle()
        self.found[name] = self.blocks.longest()

    def change(self, show: Callable[[], object]) -> float:
        """Return how long a change of page takes until it is painted."""
        self.settle()
        start = time.perf_counter()
        show()
        self.settle()
        return time.perf_counter() - start


def pages(day: Day) -> dict[str, float]:
    """Return the seconds of each change of page; each is shown once before, as on any day but the first minute."""
    timeline = day.main.pages["timeline"]
    assert isinstance(timeline, TimelinePage)
    found: dict[str, float] = {}
    for _ in range(2):
        for key in SECTIONS:
            found[key] = day.change(lambda key=key: day.main.show_section(key))  # type: ignore[misc]  # bound now
        for view in ("calendar", "months", "response", "list"):
            found[view] = day.change(lambda view=view: timeline.show_view(view))  # type: ignore[misc]  # as above
    found |= records(day)
    found["list"] = day.change(lambda: day.main.show_section("timeline"))
    return found


def records(day: Day) -> dict[str, float]:
    """Return the seconds until a record that names entries is open, each of its parts, and until step 3 is."""
    found: dict[str, float] = {}
    for _ in range(2):
        for key in ("evidence", "matches", "filing"):
            page = day.main.pages[key]
            assert isinstance(page, SplitPage)
            day.main.show_section(key)
            day.settle()
            identifier = page.model.rows[0].id if page.model.rows else ""
            found[f"one of {key}"] = day.change(lambda page=page, one=identifier: page.show_record(one))  # type: ignore[misc]  # bound now
            day.until(lambda page=page: page.opened is not None)  # type: ignore[misc]  # as above
            found[f"a part of one of {key}"] = max(day.change(part) for part in _parts(page.opened))
            page.close_opened()
        found["dossier step 3"] = _third_step(day)
    return found


def _third_step(day: Day) -> float:
    dossier = day.main.pages["dossier"]
    assert isinstance(dossier, DossierPage)
    day.main.show_section("dossier")
    day.settle()
    took = day.change(lambda: dossier.show_step(2))
    ticks = dossier.entries.findChild(EntryTicks)
    day.until(lambda: ticks is None or bool(ticks.model.rows))
    dossier.show_step(0)
    return took


def _parts(form: QWidget | None) -> Iterator[Callable[[], object]]:
    """Return what opens each part of a form, as a person does: one after the other, the lists in them too."""
    assert form is not None
    yield from [part.open for part in form.findChildren(Section)]
    for choice in form.findChildren(OneOf):
        yield partial(choice.findChild(Button).setChecked, True)


def use(day: Day) -> None:
    """Scroll, open, write, search; and block on purpose, to see that a block is found."""
    timeline = day.main.pages["timeline"]
    assert isinstance(timeline, TimelinePage)
    with day.blocked("scrolling the timeline"):
        for _ in range(40):
            bar = timeline.list.verticalScrollBar()
            bar.setValue(bar.value() + 600)
            day.wait(16)
    with day.blocked("opening an entry"):
        timeline.show_record(timeline.model.rows[30].id)
        day.until(lambda: timeline.opened is not None)
    with day.blocked("closing it"):
        timeline.close_opened()
    with day.blocked("opening a new entry"):
        timeline.show_record("")
        day.until(lambda: timeline.editor is not None)
    editor = timeline.editor
    assert isinstance(editor, IncidentEditor)
    with day.blocked("typing 300 letters"):
        _type(day, editor.account)
        day.wait(2500)  # the draft is saved meanwhile
    with day.blocked("saving it"):
        editor.finish()
        day.wait(500)
    with day.blocked("searching while typing"):
        _type(day, day.main.search, "another sentence")
        day.wait(1500)
    day.main.search.clear()
    for key in ("evidence", "matches", "filing"):
        page = day.main.pages[key]
        assert isinstance(page, SplitPage)
        day.main.show_section(key)
        day.settle()
        with day.blocked(f"opening one of {key} and each of its parts"):
            page.show_record(page.model.rows[0].id if page.model.rows else "")
            day.until(lambda page=page: page.opened is not None)  # type: ignore[misc]  # bound now
            for part in _parts(page.opened):
                day.change(part)
        page.close_opened()
    dossier = day.main.pages["dossier"]
    assert isinstance(dossier, DossierPage)
    day.main.show_section("dossier")
    with day.blocked("dossier step 3"):
        dossier.show_step(2)
    ticks = dossier.entries.findChild(EntryTicks)
    if ticks is not None:
        with day.blocked("ticking all entries"):
            ticks._tick_all()
        with day.blocked("looking for entries to tick"):
            _type(day, ticks.filter, "another sentence")
            day.wait(600)
    with day.blocked("a block of 80 ms made on purpose"):
        QTimer.singleShot(0, lambda: time.sleep(0.08))
        day.wait(300)


def _type(day: Day, field: QWidget, text: str = "He wrote to me late in the evening. " * 8) -> None:
    field.setFocus()
    for letter in text[:300]:
        QTest.keyClick(field, letter, Qt.KeyboardModifier.NoModifier)
        day.wait(8)


def memory() -> float:
    """Return MiB of this process."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    today = Day(Path(sys.argv[1]))
    changes = pages(today)
    use(today)
    print(json.dumps({"pages": changes, "blocks": today.found, "memory": memory()}))  # noqa: T201 - the result
    sys.stdout.flush()
    today.window.lane.stop()
