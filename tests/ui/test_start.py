"""The way to an open journal and out of it: made, unlocked, recovered, locked, left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journal_app import i18n, settings
from journal_app.platform_guard import Protection
from journal_app.services import drafts, incidents, keys, passphrases, preferences
from journal_app.services.journal import Journal, NewRecoveryKey, draw_recovery_key
from journal_app.settings import Settings
from journal_app.ui import file_dialog, first_start, reading_order
from journal_app.ui.app import Window
from journal_app.ui.backup_page import BackupPage
from journal_app.ui.dossier_page import DossierPage
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.passphrase_page import PassphrasePage
from journal_app.ui.recovery_pages import RecoverySheetPage, UseRecoveryPage
from journal_app.ui.settings_page import SettingsPage, key_line, safety_lines
from journal_app.ui.start_pages import BeforePage, WelcomePage, checking
from journal_app.ui.theme import Theme
from journal_app.ui.timeline_page import TimelinePage
from journal_app.ui.tokens import Look
from journal_app.ui.unlock_page import UnlockPage
from journal_app.ui.where_page import WherePage
from journal_app.ui.widgets import Button, Choice, SecretField, Section
from journal_app.vault import shares
from journal_app.vault.keyslots import FLOOR_COST
from journal_app.vault.recovery import RecoveryKey
from tests.ui.conftest import PASSPHRASE, WAIT, child, opened, section, settled
from tests.ui.test_sections import labels, read

Make = Callable[..., Window]


def click(window: Window, identifier: str) -> None:
    button = child(window, identifier)
    assert isinstance(button, Button)
    button.click()


def type_new(page: SettingsPage, current: str, new: str) -> None:
    """Type what opens the journal now, and a new passphrase twice."""
    page.keys.current.setText(current)
    page.keys.first.setText(new)
    page.keys.second.setText(new)


def created(window: Window, folder: Path) -> tuple[Journal, NewRecoveryKey]:
    """Make a journal on the window's lane, where it lives."""
    made: list[tuple[Journal, NewRecoveryKey]] = []
    window.lane.wait(lambda: made.append(Journal.create(folder, PASSPHRASE, cost=FLOOR_COST)), 60)
    return made[0]


def test_a_journal_is_made_written_in_locked_and_opened_again(
    qtbot: QtBot, make_window: Make, tmp_path: Path, ended: list[object]
) -> None:
    window = make_window()
    window.start(None)
    click(window, "welcome.new")
    assert isinstance(window.page, BeforePage)
    assert checking() not in labels(window.page)
    click(window, "before.check.head")
    assert checking() in labels(window.page)
    click(window, "before.go-on")
    assert isinstance(window.page, WherePage)
    window.page._place.setText(str(tmp_path / "Dropbox" / "new"))
    assert "copied to an online service" in labels(window.page)
    click(window, "where.go-on")
    assert "folder it would be in does not exist" in labels(window.page)
    window.page._place.setText(str(tmp_path / "new"))
    click(window, "where.go-on")
    page = window.page
    assert isinstance(page, PassphrasePage)
    click(window, "passphrase.suggest")
    secret = page._first.text()
    assert len(secret.split()) == 5
    qtbot.waitUntil(lambda: "Strong" in labels(page), timeout=WAIT)
    click(window, "passphrase.go-on")
    qtbot.waitUntil(lambda: isinstance(window.page, RecoverySheetPage), timeout=WAIT)
    sheet = window.page
    assert isinstance(sheet, RecoverySheetPage)
    sheet._typed.setText("0000")
    click(window, "recovery.go-on")
    assert "That is not the group" in labels(sheet)
    sheet._typed.setText(sheet._key.groups[sheet._asked].lower().replace("0", "o").replace("1", "l"))
    click(window, "recovery.go-on")
    qtbot.waitUntil(lambda: window.main is not None, timeout=WAIT)
    assert window.main is not None
    timeline = window.main.pages["timeline"]
    assert isinstance(timeline, TimelinePage)
    for text in ("The first.", "The second.", "The third."):
        click(window, "main.new")
        qtbot.waitUntil(lambda: timeline.editor is not None, timeout=WAIT)
        assert isinstance(timeline.editor, IncidentEditor)
        timeline.editor.account.setPlainText(text)
        timeline.editor.finish()
        qtbot.waitUntil(lambda text=text: any(text in row.title for row in timeline.model.rows), timeout=WAIT)
    click(window, "main.lock")
    assert ended == [[str(tmp_path / "new")]]
    assert not window.isVisible()
    again = make_window()
    again.start(tmp_path / "new")
    assert isinstance(again.page, UnlockPage)
    again.page.field.setText(secret)
    click(again, "unlock.open")
    qtbot.waitUntil(lambda: again.main is not None, timeout=WAIT)


def test_the_sheet_can_wait_and_says_so(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    journal, key = created(window, tmp_path / "new")
    window._journal, window._folder = journal, tmp_path / "new"
    window._show_sheet(key, lambda: window.opened(tmp_path / "new", journal))
    click(window, "recovery.later")
    qtbot.waitUntil(lambda: window.main is not None, timeout=WAIT)
    assert window.main is not None
    notice = child(window.main, "timeline.sheet")
    qtbot.waitUntil(notice.isVisible, timeout=WAIT)
    assert "was not checked yet" in notice.text()  # type: ignore[attr-defined]  # a button; it may be saved or printed
    click(window, "timeline.sheet")
    make = child(window, "settings.sheet")
    assert make.hasFocus()
    qtbot.waitUntil(lambda: not make.visibleRegion().isEmpty(), timeout=WAIT)
    current = child(window, "settings.current")
    assert isinstance(current, SecretField)
    for typed, told in (("", "First type the current passphrase"), ("a wrong one", "That does not open this journal")):
        current.setText(typed)
        click(window, "settings.sheet")
        qtbot.waitUntil(lambda told=told: told in labels(window), timeout=WAIT)
        assert isinstance(window.page, MainPage)
    current.setText(PASSPHRASE)
    click(window, "settings.sheet")
    qtbot.waitUntil(lambda: isinstance(window.page, RecoverySheetPage), timeout=WAIT)
    sheet = window.page
    assert isinstance(sheet, RecoverySheetPage)
    assert sheet._key.text != key.text
    sheet._typed.setText(sheet._key.groups[sheet._asked])
    click(window, "recovery.go-on")
    qtbot.waitUntil(lambda: isinstance(window.page, MainPage), timeout=WAIT)
    assert window.main is not None
    assert not read(qtbot, window.main, lambda journal: [preferences.sheet_postponed(journal)])[0]


def test_leaving_from_the_sheet_is_not_having_it(
    qtbot: QtBot, make_window: Make, tmp_path: Path, ended: list[object]
) -> None:
    """Nobody there, or a key that leaves: the next time the person is reminded that there is no sheet yet."""
    window = make_window()
    journal, key = created(window, tmp_path / "new")
    window._has(tmp_path / "new", journal)
    window._show_sheet(key, lambda: None)
    assert window.watches.idle is not None
    window.watches.idle._timer.timeout.emit()
    assert ended == [[str(tmp_path / "new")]]
    with Journal.open(tmp_path / "new", PASSPHRASE) as again:
        assert preferences.sheet_postponed(again)


def test_every_page_with_a_secret_on_it_is_watched(
    qtbot: QtBot, make_window: Make, folder: Path, tmp_path: Path, ended: list[object]
) -> None:
    window = make_window()
    window.start(None)
    assert window.watches.idle is None
    first_start.show_passphrase(window, tmp_path / "new")
    assert window.watches.idle is not None
    assert window.watches.session is not None
    other = make_window()
    other.start(folder)
    assert other.watches.idle is None
    click(other, "unlock.sheet")
    assert other.watches.idle is not None
    other.watches.idle._timer.timeout.emit()
    assert ended == [[str(folder)]]


def test_a_new_sheet_of_an_open_journal_is_watched(qtbot: QtBot, main: MainPage, ended: list[object]) -> None:
    window = main.window()
    assert isinstance(window, Window)
    window.show_sheet(draw_recovery_key(), replaces=True)
    qtbot.waitUntil(lambda: isinstance(window.page, RecoverySheetPage), timeout=WAIT)
    assert window.watches.idle is not None
    assert window.watches.idle._timer.isActive()
    assert window.watches.session is not None
    window.watches.session.away.emit()
    assert len(ended) == 1


def test_saving_the_sheet(qtbot: QtBot, make_window: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = make_window()
    journal, key = created(window, tmp_path / "new")
    window._journal, window._folder = journal, tmp_path / "new"
    window._show_sheet(key, lambda: None)
    places = iter([None, tmp_path / "nowhere" / "sheet.pdf", tmp_path / "sheet.pdf"])
    monkeypatch.setattr(file_dialog, "place_to_save", lambda *_: next(places))
    for told in ("", "is not there", "Print it, then delete the file and empty the bin."):
        click(window, "recovery.save")
        assert window.page is not None
        assert told in labels(window.page)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    places = iter([None, tmp_path / "sheet.pdf", tmp_path / "sheets"])
    window.page.findChild(Section).open()  # type: ignore[union-attr]  # there is one
    for told in ("Print it", "is there already", "Print each sheet for one person"):
        click(window, "recovery.divide")
        assert window.page is not None
        assert told in labels(window.page)
    assert len(list((tmp_path / "sheets").iterdir())) == 3


def test_a_wrong_passphrase_waits_a_little_longer_each_time(qtbot: QtBot, make_window: Make, folder: Path) -> None:
    window = make_window()
    window.start(folder)
    page = window.page
    assert isinstance(page, UnlockPage)
    for count in range(1, 4):
        page.field.setText("wrong")
        page._take()
        qtbot.waitUntil(lambda count=count: page.tries.wrong == count, timeout=WAIT)
    assert "That did not open the journal" in labels(page)
    assert "Nothing is erased" in labels(page)
    while page.tries.left:
        page.tries.tick()
    assert "Nothing is erased" not in labels(page)


def test_caps_lock_is_named(qtbot: QtBot, make_window: Make, folder: Path) -> None:
    window = make_window()
    window.start(folder)
    page = window.page
    assert isinstance(page, UnlockPage)
    qtbot.keyClicks(page.field, "A")
    assert "Caps Lock is on." in labels(page)
    qtbot.keyClick(page.field, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    page.field.setText("WRONG")
    page._take()
    qtbot.waitUntil(lambda: page.tries.wrong == 1, timeout=WAIT)


def test_opening_can_be_stopped(qtbot: QtBot, make_window: Make, folder: Path) -> None:
    window = make_window()
    window.start(folder)
    page = window.page
    assert isinstance(page, UnlockPage)
    page.field.setText(PASSPHRASE)
    page._take()
    page.stopped.emit()
    done: list[object] = []
    window.lane.start(window, lambda _: None, done.append, done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=WAIT)
    assert window.main is None
    page.field.setText(PASSPHRASE)
    page._take()
    qtbot.waitUntil(lambda: window.main is not None, timeout=WAIT)


def test_the_recovery_key_opens_and_sets_a_new_passphrase(
    qtbot: QtBot, make_window: Make, folder: Path, kept: tuple[Path, str]
) -> None:
    window = make_window()
    window.start(folder)
    click(window, "unlock.sheet")
    page = window.page
    assert isinstance(page, UseRecoveryPage)
    page._field.setText("nothing like it")
    click(window, "recover.go-on")
    qtbot.waitUntil(lambda: bool(page._problem.text()), timeout=WAIT)
    page._field.setText(kept[1].lower())
    click(window, "recover.go-on")
    qtbot.waitUntil(lambda: isinstance(window.page, PassphrasePage), timeout=WAIT)
    new = window.page
    assert isinstance(new, PassphrasePage)
    click(window, "passphrase.go-on")
    assert "Type a passphrase first." in labels(new)
    assert new._first.hasFocus()
    new._first.setText("another one")
    new._second.setText("another ones")
    click(window, "passphrase.go-on")
    assert "The two differ." in labels(new)
    assert new._second.hasFocus()
    new._second.setText("another one")
    click(window, "passphrase.go-on")
    qtbot.waitUntil(lambda: window.main is not None, timeout=WAIT)
    window.lock()
    Journal.open(folder, "another one").close()


def test_two_of_three_sheets_open_it_too(qtbot: QtBot, make_window: Make, folder: Path, kept: tuple[Path, str]) -> None:
    one, two, _ = shares.split(RecoveryKey.parse(kept[1]))
    window = make_window()
    window.start(folder)
    click(window, "unlock.sheet")
    page = window.page
    assert isinstance(page, UseRecoveryPage)
    assert page._second.isHidden()
    page._field.setText(one)
    click(window, "recover.go-on")
    qtbot.waitUntil(lambda: "alone opens nothing" in labels(page), timeout=WAIT)
    click(window, "recover.two")
    assert not page._second.isHidden()
    assert page._two.isHidden()
    page._second.setText(two.upper())
    page._second.returnPressed.emit()
    qtbot.waitUntil(lambda: isinstance(window.page, PassphrasePage), timeout=WAIT)


def test_sheets_that_do_not_fit_are_told_apart(
    qtbot: QtBot, make_window: Make, folder: Path, kept: tuple[Path, str]
) -> None:
    own, other = shares.split(RecoveryKey.parse(kept[1])), shares.split(RecoveryKey.new())
    window = make_window()
    window.start(folder)
    click(window, "unlock.sheet")
    page = window.page
    assert isinstance(page, UseRecoveryPage)
    click(window, "recover.two")
    slip = own[1].split()
    slip[7] = "academic" if slip[7] != "academic" else "acid"
    for first, second, told in (
        (own[0], own[0].upper(), "Both are the words of the same sheet"),
        (own[0], other[1], "do not belong together"),
        (own[0], " ".join(slip), "The words of sheet 2 are not complete, or there is a slip in them"),
        (other[0], other[2], "to another journal or to a recovery key that was replaced"),
    ):
        page._field.setText(first)
        page._second.setText(second)
        click(window, "recover.go-on")
        qtbot.waitUntil(lambda told=told: told in labels(page), timeout=WAIT)
    page._field.setText(own[2])
    page._second.setText(own[0])
    click(window, "recover.go-on")
    qtbot.waitUntil(lambda: isinstance(window.page, PassphrasePage), timeout=WAIT)


def test_leaving_keeps_what_is_written_everywhere(
    qtbot: QtBot, make_window: Make, main: MainPage, folder: Path, ended: list[object]
) -> None:
    page = section(qtbot, main, "people")
    editor = opened(qtbot, page, "hale")
    editor.licence.setText("half")  # type: ignore[attr-defined]
    editor.touched()  # type: ignore[attr-defined]
    window = main.window()
    assert isinstance(window, Window)
    window.close()
    assert ended == ["left"]
    assert not window.isVisible()
    with Journal.open(folder, PASSPHRASE) as journal:
        assert drafts.keys(journal) == ("person:hale",)


@pytest.mark.parametrize("way", ["lock", "quick_exit"])
def test_a_page_that_stumbles_keeps_nobody_from_leaving(
    qtbot: QtBot, main: MainPage, folder: Path, ended: list[object], monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """The program is hidden by then: it has to end, and what stands on the other pages has to be kept."""
    editor = opened(qtbot, section(qtbot, main, "people"), "hale")
    editor.licence.setText("half")  # type: ignore[attr-defined]
    editor.touched()  # type: ignore[attr-defined]
    for other in (main.pages["timeline"], main.pages["help"]):
        monkeypatch.setattr(other, "leave", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        getattr(main.window(), way)()
    assert len(ended) == 1
    window = main.window()
    assert isinstance(window, Window)
    assert window._journal is None
    with Journal.open(folder, PASSPHRASE) as journal:
        assert drafts.keys(journal) == ("person:hale",)


def test_nobody_there_locks(main: MainPage, ended: list[object]) -> None:
    main.idle._timer.timeout.emit()
    assert len(ended) == 1


def test_settings_work_at_once(qtbot: QtBot, main: MainPage, folder: Path, tmp_path: Path) -> None:
    window = main.window()
    assert isinstance(window, Window)
    main.show_section("settings")
    settled(qtbot, main)
    page = main.pages["settings"]
    assert isinstance(page, SettingsPage)
    page._minutes.choose("15")
    page._keep_minutes()
    assert main.idle.minutes == 15
    page.keys.first.setText("one")
    page.keys.second.setText("two")
    page.keys.change()
    assert "The two differ." in labels(page)
    for current, told in (
        ("", "First type the current passphrase"),
        ("a wrong one", "That does not open this journal"),
    ):
        type_new(page, current, "a new one")
        page.keys.change()
        qtbot.waitUntil(lambda told=told: told in labels(page), timeout=WAIT)
        assert read(qtbot, main, lambda journal: [journal.vault.is_opened_by(PASSPHRASE)]) == [True]
    type_new(page, PASSPHRASE, "a new one")
    page.keys.change()
    page.keys.current.setText("pressed again at once")
    page.keys.change()
    qtbot.waitUntil(lambda: "The passphrase is changed." in labels(page), timeout=WAIT)
    assert read(qtbot, main, lambda journal: [preferences.lock_minutes(journal)]) == [15]
    assert "could read this program’s memory" in labels(page)
    page._look.choose("dark")
    page._size.choose("150")
    page._size.activated.emit(0)
    assert (window.theme.look, window.theme.scale) == (Look.DARK, 1.5)
    assert window.main is main  # the look is put on what is shown, and nothing of it is made anew
    window._larger(1)
    assert window.settings.text_percent == 175
    window._larger(0)
    assert window.settings.text_percent == 100
    window.lock()
    Journal.open(folder, "a new one").close()


def test_a_copy_is_made(qtbot: QtBot, main: MainPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main.show_section("backup")
    page = main.pages["backup"]
    assert isinstance(page, BackupPage)
    assert main.backup.text() == "No backup yet"
    monkeypatch.setattr(file_dialog, "place_to_save", lambda *_: tmp_path / "copy")
    page.back_up()
    qtbot.waitUntil(lambda: "Copied and checked: 4 entries, 6 files" in labels(page), timeout=WAIT)
    qtbot.waitUntil(lambda: main.backup.text() == "Backup: today", timeout=WAIT)
    assert (tmp_path / "copy").is_dir()


def test_what_is_told_of_safety() -> None:
    assert "was not checked" in safety_lines(None, None)[0]
    for swap, said in (
        (True, "writes none of its memory"),
        (False, "may write parts of its memory"),
        (None, "was not checked"),
    ):
        assert said in safety_lines(Protection(network=True, memory=True), swap)[-1]


def test_what_is_told_of_the_key_of_the_open_journal(main: MainPage, qtbot: QtBot) -> None:
    main.show_section("settings")
    page = main.pages["settings"]
    assert isinstance(page, SettingsPage)
    told = {each: key_line(is_locked=each) for each in (True, False)}
    assert "Keys made from it, and what you read and write, may be written there" in told[True]
    assert "did not let" in told[False]
    kept = read(qtbot, main, keys.is_key_locked)
    qtbot.waitUntil(lambda: told[kept] in labels(page), timeout=WAIT)


def test_welcome_opens_a_folder(qtbot: QtBot, make_window: Make, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = make_window()
    window.start(None)
    assert isinstance(window.page, WelcomePage)
    monkeypatch.setattr(file_dialog, "folder_to_open", lambda *_: folder)
    click(window, "welcome.open")
    assert isinstance(window.page, UnlockPage)
    click(window, "unlock.other")
    assert isinstance(window.page, WelcomePage)
    click(window, "welcome.new")
    click(window, "before.not-now")
    assert isinstance(window.page, WelcomePage)


def test_trying_to_leave_leaves(make_window: Make, ended: list[object]) -> None:
    window = make_window()
    window.start(None)
    click(window, "welcome.new")
    click(window, "before.try-leaving")
    assert ended == ["left"]


def test_keys_move_about(qtbot: QtBot, main: MainPage) -> None:
    settled(qtbot, main)
    page = section(qtbot, main, "timeline")
    editor = opened(qtbot, page, "first")
    assert isinstance(editor, IncidentEditor)
    main._next_pane(1)
    main._next_pane(-1)
    editor.account.setPlainText("Changed by keys.")
    main._done()
    qtbot.waitUntil(lambda: page.opened is None, timeout=WAIT)
    assert read(qtbot, main, lambda journal: incidents.get(journal, "first")).entry.account == "Changed by keys."
    opened(qtbot, page, "first")
    main._back()
    assert page.opened is None
    main.search.setText("x")
    main._back()
    assert main.search.text() == ""
    assert passphrases.same_group("o1", "0L")


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key in whatever has the focus, also a dialog."""
    target = QApplication.focusWidget() or QApplication.activeModalWidget() or QApplication.topLevelWidgets()[0]
    QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, key, modifier))


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_the_keys_that_leave_work_while_a_dialog_waits(
    main: MainPage, ended: list[object], key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    window = main.window()
    dialog = file_dialog._dialog(window, "Save")

    def leave() -> None:
        press(key, modifier)
        dialog.reject()

    QTimer.singleShot(0, leave)
    dialog.exec()
    assert len(ended) == 1
    assert not window.isVisible()


def test_the_keys_that_leave_work_where_pages_cover_the_window(qtbot: QtBot, qapp: QApplication) -> None:
    """Such a window never paints anything of itself; without the look of the program it is one."""
    ended: list[object] = []
    window = Window(
        Theme(qapp, Look.LIGHT, 100), Settings(), replace_process=ended.append, leave=lambda: ended.append("left")
    )
    qtbot.addWidget(window)
    window.start(None)
    window.show()
    qtbot.waitUntil(lambda: window._copied is not None, timeout=WAIT)
    press(Qt.Key.Key_F9)
    assert ended == ["left"]
    window.lane.stop()


def test_tab_goes_as_the_page_is_read(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "people")
    editor = opened(qtbot, page, "hale")
    window = main.window()
    assert isinstance(window, Window)
    with qtbot.waitActive(window, timeout=WAIT):  # a window that is not the active one has nothing in focus
        window.activateWindow()
    reached = [each.objectName() for each in reading_order.in_order(main)]
    # The sections are one stop, with the arrow keys between them, as a group of which one is chosen should be.
    assert reached[:2] == ["nav.people", "nav.backup"]
    assert reached.index("main.search") < reached.index("people.list") < reached.index("person.name")
    assert reached[-1] == "person.done"
    editor.name.setFocus()  # type: ignore[attr-defined]
    before = window.focusWidget()
    assert before is editor.name or editor.name.isAncestorOf(before)  # type: ignore[attr-defined]  # of a person
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert window.focusWidget().objectName() == "person.roles.client"
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
    assert window.focusWidget() is before


def test_enter_presses_a_button(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    window.start(None)
    qtbot.keyClick(child(window, "welcome.new"), Qt.Key.Key_Return)
    assert isinstance(window.page, BeforePage)


def test_what_was_copied_goes_when_the_program_locks(main: MainPage, ended: list[object]) -> None:
    clipboard = QGuiApplication.clipboard()
    main.desk.copy("a fingerprint")
    assert clipboard.text() == "a fingerprint"
    main.lock_asked.emit()
    assert (clipboard.text(), len(ended)) == ("", 1)


def test_what_was_copied_elsewhere_is_left_alone(main: MainPage) -> None:
    clipboard = QGuiApplication.clipboard()
    main.desk.copy("a fingerprint")
    clipboard.setText("of another program")
    main.lock_asked.emit()
    assert clipboard.text() == "of another program"
    clipboard.clear()


def test_the_language_is_changed_at_once_and_kept(
    qtbot: QtBot, main: MainPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(i18n._Chosen, "words", i18n.words_for("en"))
    monkeypatch.setattr(settings, "place", lambda: tmp_path / "look.json")
    window = main.window()
    assert isinstance(window, Window)
    main.show_section("settings")
    choice = child(main, "settings.language")
    assert isinstance(choice, Choice)
    assert [choice.itemText(at) for at in range(choice.count())] == ["Like the desktop", "English", "Español"]
    choice.choose("es")
    choice.activated.emit(choice.currentIndex())
    assert window.main is not None
    assert window.main is not main
    assert window.main.pages["settings"].title == "Ajustes"
    assert settings.load(tmp_path / "look.json").language == "es"
    page = section(qtbot, window.main, "timeline")
    assert any("de 2024" in row.above for row in page.model.rows)
    dossier = window.main.pages["dossier"]
    assert isinstance(dossier, DossierPage)
    assert dossier.request().language == "es"
    spoken = child(dossier, "dossier.language")
    assert isinstance(spoken, Choice)
    spoken.choose("en")
    assert dossier.request().language == "en"
