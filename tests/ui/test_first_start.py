"""The way to the first journal: where it is kept, whether that is remembered, one that is not there, and help."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journal_app import settings
from journal_app.services import preferences
from journal_app.services.journal import Journal
from journal_app.settings import Settings
from journal_app.ui import file_dialog, first_start, sticks
from journal_app.ui.app import Window
from journal_app.ui.help_page import HelpBefore, HelpView
from journal_app.ui.main_window import MainPage
from journal_app.ui.passphrase_page import PassphrasePage
from journal_app.ui.recovery_pages import RecoverySheetPage, UseRecoveryPage
from journal_app.ui.start_pages import BeforePage, CardPage, MissingPage, WelcomePage
from journal_app.ui.sticks import Drive
from journal_app.ui.strength import JUDGED_AFTER
from journal_app.ui.tokens import Look
from journal_app.ui.unlock_page import UnlockPage
from journal_app.ui.where_page import WherePage
from journal_app.ui.widgets import Section, title_of
from tests.ui.conftest import PASSPHRASE, WAIT, child, unlock
from tests.ui.test_sections import labels
from tests.ui.test_start import click
from tests.ui.test_walk import ROOMS, clipped, nameless, small_targets, twice

Make = Callable[..., Window]


@pytest.fixture(autouse=True)
def kept_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep the neutral settings in a place of the test's own, and return it."""
    place = tmp_path / "settings" / "look.json"
    monkeypatch.setattr(settings, "place", lambda: place)
    return place


def where(window: Window) -> WherePage:
    first_start.show_where(window)
    assert isinstance(window.page, WherePage)
    return window.page


def told(window: Window) -> str:
    """Return everything the page that is shown says."""
    assert window.page is not None
    return labels(window.page)


# ---- where to keep it


def test_a_stick_that_is_plugged_in_is_offered(
    qtbot: QtBot, make_window: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = make_window()
    page = where(window)
    assert page._place.text() == str(Path.home() / "Notebook")
    plugged: list[Drive] = []
    monkeypatch.setattr(sticks, "found", lambda: list(plugged))
    page._stick.click()
    qtbot.waitUntil(lambda: "No stick was found." in told(window), timeout=WAIT)
    assert page._place.text() == ""
    click(window, "where.go-on")
    assert "Choose a folder with its whole path." in told(window)
    plugged += [Drive("ONE", tmp_path / "one", ""), Drive("TWO", tmp_path / "two", "")]
    click(window, "where.again")
    qtbot.waitUntil(lambda: page._place.text() == str(tmp_path / "one" / "Notebook"), timeout=WAIT)
    assert "No stick was found." not in told(window)
    page._which.choose(str(tmp_path / "two"))
    page._which.activated.emit(1)
    assert page._place.text() == str(tmp_path / "two" / "Notebook")
    (tmp_path / "two").mkdir()
    click(window, "where.go-on")
    assert isinstance(window.page, PassphrasePage)
    page._computer.click()
    assert page._place.text() == str(Path.home() / "Notebook")


def test_sticks_come_too_late_for_another_answer(make_window: Make, tmp_path: Path) -> None:
    page = where(make_window())
    page._place.setText(str(tmp_path / "mine"))
    page.show_sticks([Drive("ONE", tmp_path / "one", "")])
    assert page._place.text() == str(tmp_path / "mine")


def test_another_folder_is_chosen(make_window: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = where(make_window())
    places = iter([None, tmp_path / "chosen"])
    monkeypatch.setattr(file_dialog, "place_to_save", lambda *_: next(places))
    assert page._of_folder.isHidden()
    page._folder.click()
    before = page._place.text()
    child(page, "where.other").click()  # type: ignore[attr-defined]  # a button
    assert page._place.text() == before
    child(page, "where.other").click()  # type: ignore[attr-defined]  # a button
    assert page._place.text() == str(tmp_path / "chosen")


@pytest.mark.parametrize(
    ("name", "service"),
    [("Dropbox", "Dropbox"), ("OneDrive - Praxis", "OneDrive"), ("Nextcloud", "Nextcloud"), ("marked", "Syncthing")],
)
def test_a_folder_that_is_copied_elsewhere_is_named(make_window: Make, tmp_path: Path, name: str, service: str) -> None:
    (tmp_path / "marked" / ".stfolder").mkdir(parents=True)
    page = where(make_window())
    page._place.setText(str(tmp_path / name / "new"))
    assert f"({service})" in labels(page)
    page._place.setText(str(tmp_path / "new"))
    assert "copied to an online service" not in labels(page)


@pytest.mark.parametrize("text", ["", "relative", "/nowhere/at/all", "/" + "x" * 300])
def test_a_place_that_cannot_be_is_told_and_nothing_is_made(make_window: Make, text: str) -> None:
    page = where(make_window())
    chosen: list[object] = []
    page.chosen.connect(chosen.append)
    page._place.setText(text)
    page._take()
    assert chosen == []
    assert page._problem.text() != ""


def test_what_was_answered_is_there_when_one_comes_back(make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    page = where(window)
    page._place.setText(str(tmp_path / "mine"))
    page.remember.setChecked(True)
    click(window, "where.go-on")
    click(window, "passphrase.back")
    again = window.page
    assert isinstance(again, WherePage)
    assert (again._place.text(), again.remember.isChecked()) == (str(tmp_path / "mine"), True)


# ---- sticks


def test_what_the_system_calls_removable_is_a_stick(tmp_path: Path) -> None:
    for disk, part, removable in (("sda", "sda1", "0"), ("sdb", "sdb1", "1")):
        folder = tmp_path / "devices" / disk / part
        folder.mkdir(parents=True)
        (folder.parent / "removable").write_text(f"{removable}\n")
        for name, place in ((disk, folder.parent), (part, folder)):
            (tmp_path / "block").mkdir(exist_ok=True)
            (tmp_path / "block" / name).symlink_to(place)
    drives = [
        Drive("home", Path("/home"), "/dev/sda1"), Drive("part", Path("/mnt/x"), "/dev/sdb1"),
        Drive("whole", Path("/mnt/y"), "/dev/sdb"), Drive("plugged in", Path("/run/media/ana/STICK"), "/dev/sda1"),
        Drive("media", Path("/media/STICK"), "odd"), Drive("unknown", Path("/mnt/z"), "/dev/none"),
        Drive("mapped", Path("/mnt/m"), "/dev/mapper/x"), Drive("net", Path("/mnt/n"), "host:/share"),
        Drive("the place itself", Path("/media"), "tmpfs"),
    ]  # fmt: skip
    found = [each.name for each in sticks.sticks(drives, tmp_path / "block")]
    assert found == ["part", "whole", "plugged in", "media"]


def test_the_system_is_asked_for_its_drives() -> None:
    assert all(each.folder.is_dir() for each in sticks.found())
    assert Path("/") not in [each.folder for each in sticks._mounted()]


# ---- remembered, and not there


@pytest.mark.parametrize("remember", [False, True])
def test_the_place_is_kept_only_where_that_was_asked_for(
    qtbot: QtBot, make_window: Make, tmp_path: Path, kept_settings: Path, remember: bool
) -> None:
    window = make_window()
    page = where(window)
    assert not page.remember.isChecked()
    page._place.setText(str(tmp_path / "new"))
    page.remember.setChecked(remember)
    click(window, "where.go-on")
    page_two = window.page
    assert isinstance(page_two, PassphrasePage)
    page_two._first.setText(PASSPHRASE)
    page_two._second.setText(PASSPHRASE)
    click(window, "passphrase.go-on")
    qtbot.waitUntil(lambda: isinstance(window.page, RecoverySheetPage), timeout=WAIT)
    on_disk = "".join(each.read_text() for each in kept_settings.parent.glob("*")) if remember else ""
    assert (str(tmp_path / "new") in on_disk) is remember
    assert kept_settings.exists() is remember
    assert settings.load().folder == (str(tmp_path / "new") if remember else "")
    window.lock()
    with Journal.open(tmp_path / "new", PASSPHRASE) as made:  # what the person writes is taken to be as the window is
        assert preferences.words_language(made) == "en"
    again = make_window()
    again.settings = settings.load()
    again.start(None)
    assert isinstance(again.page, UnlockPage if remember else WelcomePage)


def test_it_is_remembered_and_forgotten_in_settings(
    qtbot: QtBot, make_window: Make, folder: Path, kept_settings: Path
) -> None:
    window = make_window()
    unlock(qtbot, window, folder)
    assert window.main is not None
    window.main.show_section("settings")
    tick = child(window, "settings.remember")
    assert not tick.isChecked()  # type: ignore[attr-defined]  # a box
    tick.click()  # type: ignore[attr-defined]  # as above
    assert settings.load().folder == str(folder)
    tick.click()  # type: ignore[attr-defined]  # as above
    assert settings.load().folder == ""
    assert str(folder) not in kept_settings.read_text()


@pytest.mark.parametrize("way", ["remembered", "after a lock"])
def test_a_journal_that_is_not_there_is_told_and_looked_for_again(
    make_window: Make, folder: Path, tmp_path: Path, ended: list[object], way: str
) -> None:
    gone = tmp_path / "stick" / "journal"
    window = make_window()
    window.settings = Settings(folder=str(gone))
    window.start(gone if way == "after a lock" else None)
    assert isinstance(window.page, MissingPage)
    assert "no new journal was made" in told(window)
    assert str(gone) not in told(window)
    click(window, "missing.again")
    assert "It is still not there." in told(window)
    assert not gone.parent.exists()
    gone.parent.mkdir()
    folder.rename(gone)
    click(window, "missing.again")
    assert isinstance(window.page, UnlockPage)
    assert ended == []


def test_from_one_that_is_not_there_another_is_chosen_or_the_program_left(
    make_window: Make, folder: Path, tmp_path: Path, ended: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    window.settings = Settings(folder=str(tmp_path / "gone"))
    window.start(None)
    chosen = iter([None, tmp_path, folder])
    monkeypatch.setattr(file_dialog, "folder_to_open", lambda *_: next(chosen))
    for said in ("The journal is not here now", "There is no journal in this folder."):
        click(window, "missing.choose")
        assert isinstance(window.page, MissingPage)
        assert said in told(window)
    click(window, "missing.choose")
    assert isinstance(window.page, UnlockPage)
    window.start(None)
    click(window, "missing.other")
    assert isinstance(window.page, WelcomePage)
    window.start(None)
    click(window, "missing.leave")
    assert ended == ["left"]


def test_a_folder_without_a_journal_is_not_unlocked(
    make_window: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    window.start(None)
    monkeypatch.setattr(file_dialog, "folder_to_open", lambda *_: tmp_path)
    click(window, "welcome.open")
    assert isinstance(window.page, WelcomePage)
    assert "There is no journal in this folder." in told(window)


def test_the_second_copy_of_the_header_is_enough_to_be_there(make_window: Make, folder: Path) -> None:
    (folder / "header.json").unlink()
    window = make_window()
    window.start(folder)
    assert isinstance(window.page, UnlockPage)


# ---- help without a journal


def pages(window: Window, folder: Path, tmp_path: Path) -> dict[type[CardPage], Callable[[], object]]:
    """Return how each page before an open journal is shown."""
    return {
        WelcomePage: lambda: first_start.show_welcome(window),
        BeforePage: lambda: first_start.show_before(window),
        WherePage: lambda: first_start.show_where(window),
        PassphrasePage: lambda: first_start.show_passphrase(window, tmp_path / "new"),
        MissingPage: lambda: first_start.show_missing(window, tmp_path / "gone"),
        UnlockPage: lambda: window.show_unlock(folder),
        UseRecoveryPage: lambda: window._show_recovery(folder),
    }


def test_help_is_reached_from_every_page_and_goes_back_to_it(
    qtbot: QtBot, make_window: Make, folder: Path, tmp_path: Path
) -> None:
    window = make_window()
    with qtbot.waitActive(window, timeout=WAIT):
        window.activateWindow()
    for kind, show in pages(window, folder, tmp_path).items():
        show()
        page = window.page
        assert isinstance(page, kind)
        click(window, "help.open")
        assert isinstance(window.page, HelpBefore), kind
        assert window.page.isAncestorOf(window.focusWidget())
        click(window, "help.back")
        assert window.page is page
        qtbot.keyClick(page, Qt.Key.Key_F1)
        assert isinstance(window.page, HelpBefore), kind
        window._help()  # a second time is no second page
        assert window.pages.count() == 2
        qtbot.keyClick(window.page, Qt.Key.Key_Escape)
        assert window.page is page


def test_a_page_that_comes_begins_at_its_title(qtbot: QtBot, make_window: Make) -> None:
    """Where a button of the page before was pressed, the focus went to what was made first of the page: help."""
    window = make_window()
    window.start(None)
    with qtbot.waitActive(window, timeout=WAIT):
        window.activateWindow()
    for identifier in ("welcome.new", "before.go-on"):
        page = window.page
        assert page is not None
        button = child(page, identifier)
        button.setFocus()
        assert QApplication.focusWidget() is button
        click(window, identifier)
        assert window.page is not None
        assert window.page is not page
        assert QApplication.focusWidget() is title_of(window.page)


def test_what_was_typed_is_there_after_help(qtbot: QtBot, make_window: Make, folder: Path) -> None:
    window = make_window()
    window.start(folder)
    page = window.page
    assert isinstance(page, UnlockPage)
    with qtbot.waitActive(window, timeout=WAIT):
        window.activateWindow()
    page.field.setFocus()
    qtbot.keyClicks(page.field, "half a passphr")
    click(window, "help.open")
    click(window, "help.back")
    assert page.field.text() == "half a passphr"
    assert QApplication.focusWidget() is page.field


def test_a_journal_that_opens_meanwhile_takes_the_place_of_help(qtbot: QtBot, make_window: Make, folder: Path) -> None:
    window = make_window()
    window.start(folder)
    page = window.page
    assert isinstance(page, UnlockPage)
    page.field.setText(PASSPHRASE)
    page._take()
    click(window, "help.open")
    qtbot.waitUntil(lambda: isinstance(window.page, MainPage), timeout=WAIT)
    assert window.pages.count() == 1


def test_help_says_how_to_check_and_who_listens(make_window: Make) -> None:
    window = make_window()
    window.start(None)
    window._help()
    help_ = window.page
    assert isinstance(help_, HelpBefore)
    titles = [each._title for each in help_.findChildren(Section)]
    assert "How do I check this computer?" in titles
    for each in help_.findChildren(Section):
        each.open()
    assert "No list of checks can show that a computer is not watched." in labels(help_)
    assert "Leave at once: F9" in labels(help_)
    child(help_, "help.tell.copy").click()  # type: ignore[attr-defined]  # a button
    assert QApplication.clipboard().text() == "https://www.therapyabuse.org/"
    assert "Copied." in labels(help_)
    window.quick_exit()
    assert QApplication.clipboard().text() == ""


def test_f1_in_an_open_journal_shows_its_section(qtbot: QtBot, main: MainPage) -> None:
    qtbot.keyClick(main, Qt.Key.Key_F1)
    assert main.page is main.pages["help"]
    assert main.findChild(HelpView) is not None
    assert main.window().page is main  # type: ignore[attr-defined]  # the window


@pytest.mark.parametrize(("look", "percent", "size", "direction"), ROOMS)
def test_every_page_before_the_journal_has_names_and_room(
    qapp: QApplication, make_window: Make, folder: Path, tmp_path: Path,
    look: Look, percent: int, size: tuple[int, int], direction: Qt.LayoutDirection,
) -> None:  # fmt: skip
    qapp.setLayoutDirection(direction)
    try:
        window = make_window(look=look, percent=percent, size=size)
        wrong = {}
        for kind, show in pages(window, folder, tmp_path).items():
            show()
            if isinstance(window.page, WherePage):
                window.page._stick.setChecked(True)
                window.page._turn()
                window.page.show_sticks([Drive("STICK", tmp_path, "")])
            for name in (kind.__name__, "help"):
                for part in window.findChildren(Section):
                    part.open()
                for _ in range(2):
                    qapp.processEvents()
                found = [*nameless(window), *twice(window), *clipped(window), *small_targets(window)]
                if found:
                    wrong[f"{kind.__name__} {name}"] = found
                window._help()
            window.pages.go_back()
        assert wrong == {}
        assert window.width() == size[0]
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_nothing_of_a_new_journal_is_made_before_its_passphrase(make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    where(window)._place.setText(str(tmp_path / "new"))
    click(window, "where.go-on")
    assert isinstance(window.page, PassphrasePage)
    assert not (tmp_path / "new").exists()
    Journal.create(tmp_path / "new", PASSPHRASE)[0].close()
    click(window, "passphrase.back")
    assert isinstance(window.page, WherePage)
    window.page._take()
    assert "Something is there already." in told(window)


@pytest.fixture
def held_up(make_window: Make) -> Iterator[Callable[[Window], threading.Event]]:
    """Return what keeps a window's lane busy until the event that it returns is set."""
    ends: list[threading.Event] = []

    def begin(window: Window) -> threading.Event:
        end = threading.Event()
        ends.append(end)
        window.lane.start(window, lambda _: end.wait(60), lambda _: None, lambda _: None)
        return end

    yield begin
    for end in ends:
        end.set()


def test_making_a_journal_says_so_and_keeps_what_was_typed_until_it_is_made(
    qtbot: QtBot, make_window: Make, held_up: Callable[[Window], threading.Event], tmp_path: Path
) -> None:
    """For seconds nothing showed, and where it could not be made the passphrase was gone."""
    window = make_window()
    (tmp_path / "file").write_text("no folder")
    for place, made in ((tmp_path / "file", False), (tmp_path / "new", True)):
        first_start.show_passphrase(window, place)
        page = window.page
        assert isinstance(page, PassphrasePage)
        page._first.setText(PASSPHRASE)
        page._second.setText(PASSPHRASE)
        end = held_up(window)
        child(page, "passphrase.go-on").click()  # type: ignore[attr-defined]  # a button
        assert "Making the journal. This takes a moment." in told(window)
        assert page._bar.isVisible()
        assert (page._first.text(), page._second.text()) == (PASSPHRASE, PASSPHRASE)
        page.go_back()
        assert window.page is page  # it is being made
        end.set()
        if made:
            qtbot.waitUntil(lambda: isinstance(window.page, RecoverySheetPage), timeout=WAIT)
        else:
            qtbot.waitUntil(lambda shown=page: bool(shown._problem.text()), timeout=WAIT)
            assert (page._first.text(), page._second.text()) == (PASSPHRASE, PASSPHRASE)
            assert "Making the journal" not in told(window)
            assert not page._bar.isVisible()


def test_how_hard_a_passphrase_is_to_guess_is_judged_beside_the_window(
    qtbot: QtBot, make_window: Make, held_up: Callable[[Window], threading.Event], tmp_path: Path
) -> None:
    """Some texts took the window's thread a fifth of a second at every letter."""
    window = make_window()
    first_start.show_passphrase(window, tmp_path / "new")
    page = window.page
    assert isinstance(page, PassphrasePage)
    end = held_up(window)
    qtbot.keyClicks(page._first, "tuesday")
    qtbot.wait(2 * JUDGED_AFTER)
    assert "Weak." not in told(window)
    end.set()
    qtbot.waitUntil(lambda: "Weak." in told(window), timeout=WAIT)
    page._first.clear()
    assert "Weak." not in told(window)


def test_the_key_for_back_goes_back_before_a_journal_is_open(
    qtbot: QtBot, make_window: Make, folder: Path, tmp_path: Path
) -> None:
    window = make_window()
    with qtbot.waitActive(window, timeout=WAIT):
        window.activateWindow()
    leads_to = {
        BeforePage: WelcomePage, WherePage: WelcomePage, PassphrasePage: WherePage, UseRecoveryPage: UnlockPage,
    }  # fmt: skip
    for kind, before in leads_to.items():
        pages(window, folder, tmp_path)[kind]()
        if kind is UseRecoveryPage:
            window.show_unlock(folder)
            window._show_recovery(folder)
        assert isinstance(window.page, kind)
        qtbot.keyClick(window, Qt.Key.Key_Escape)
        assert isinstance(window.page, before), kind
