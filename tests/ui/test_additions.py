"""A lock while files are being added: what it leaves out is told at the next unlock, and a pasted picture is kept."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from pytestqt.qtbot import QtBot

from journal_app.services import evidence, preferences
from journal_app.services.drafts import NEW
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.services.preferences import LeftOut
from journal_app.ui.additions import Additions, in_words
from journal_app.ui.app import Window
from journal_app.ui.evidence_page import EvidencePage
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.timeline_page import TimelinePage
from journal_app.ui.waiting_files import waiting_for
from tests.ui.conftest import PASSPHRASE, busy, opened, section, settled, unlock

PNG = b"\x89PNG\r\n\x1a\n and what follows"


def locked_while_busy(main: MainPage, give: Callable[[], object]) -> None:
    """Have files given while the journal is busy, and lock; the work before ends while the lock waits."""
    end = busy(main)
    give()
    window = main.window()
    assert isinstance(window, Window)
    threading.Timer(0.5, end.set).start()
    window.lock()


def files(folder: Path, count: int = 3) -> QMimeData:
    data = QMimeData()
    places = [folder / f"{number}.txt" for number in range(count)]
    for place in places:
        place.write_text(place.name)
    data.setUrls([QUrl.fromLocalFile(str(place)) for place in places])
    return data


def pasted() -> QMimeData:
    data = QMimeData()
    data.setData("image/png", PNG)
    return data


def kept(folder: Path) -> tuple[list[str], list[str]]:
    """Return the names of pasted pictures in the journal, and of those that wait for the new entry."""
    with Journal.open(folder, PASSPHRASE) as journal:
        waiting = waiting_for(journal, NEW)
        names = {each.evidence.id: each.evidence.file_name for each in evidence.everything(journal)}
    return [name for name in names.values() if name.startswith("pasted")], [names[each] for each in waiting]


@pytest.mark.parametrize("where", ["entry", "timeline", "evidence"])
def test_what_a_lock_left_out_is_told_and_a_picture_is_kept(
    qtbot: QtBot, main: MainPage, folder: Path, tmp_path: Path, make_window: Callable[..., Window], where: str
) -> None:
    page = section(qtbot, main, "evidence" if where == "evidence" else "timeline")
    assert isinstance(page, TimelinePage | EvidencePage)
    if where == "entry":
        assert isinstance(opened(qtbot, page, ""), IncidentEditor)

    def give() -> None:
        page.take_given(files(tmp_path))
        page.take_given(pasted())

    locked_while_busy(main, give)
    pictures, waiting = kept(folder)
    assert pictures == ["pasted picture.png"]
    assert waiting == ([] if where == "evidence" else pictures)
    for told in ("3 files were not added before the journal locked. They are where they were; add them again.", ""):
        window = make_window()
        unlock(qtbot, window, folder)
        assert window.main is not None
        settled(qtbot, window.main)
        assert window.main._told.text() == told
        assert window.main._told_row.isVisible() is bool(told)
        window.lock()


def test_what_was_stopped_by_hand_is_not_told_later(main: MainPage) -> None:
    additions, left = Additions(), list[LeftOut]()

    def stopped(*_: object) -> None:
        raise OSError

    run = additions.watched(stopped, [NewFile(name="a", source=Path("a"))], stopped)
    with pytest.raises(OSError):  # noqa: PT011 - the one above
        run(None, None)
    main.desk.wait(additions.end, 60)
    main.desk.wait(lambda journal: left.append(preferences.take_left_out(journal)), 60)
    assert left == [LeftOut()]


def test_a_picture_that_cannot_be_kept_either_is_told(main: MainPage) -> None:
    additions, left = Additions(), list[LeftOut]()

    def refuse(*_: object) -> None:
        raise OSError

    for _ in range(2):
        additions.give([NewFile(name="a", source=b"picture"), NewFile(name="b", source=Path("b"))], refuse)
        main.desk.wait(additions.end, 60)
    main.desk.wait(lambda journal: left.append(preferences.take_left_out(journal)), 60)
    assert left == [LeftOut(files=2, gone=2)]
    assert in_words(LeftOut(files=1, gone=1)).startswith("1 file was not added before the journal locked. It is where")
    assert "1 pasted picture could not be kept" in in_words(left[0]).replace("2 pasted pictures", "1 pasted picture")
    assert in_words(LeftOut()) == ""


def test_long_work_that_goes_on_puts_the_idle_lock_off(qtbot: QtBot, main: MainPage) -> None:
    timer, done = main.idle._timer, list[object]()
    timer.start(60_000)
    main.desk.long(main, "Working", lambda _, progress: progress.report("", 1, 2), done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert timer.remainingTime() > 4 * 60_000
