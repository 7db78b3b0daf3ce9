"""A picture of the screen: all of it or a part, by mouse or by keys, kept with what is known of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from journal_app.services import evidence
from journal_app.ui import screen_picture
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.screen_picture import STEP, Chooser, ScreenPicture
from journal_app.ui.theme import Theme
from journal_app.ui.tokens import Look
from tests.ui.conftest import WAIT, child, opened, section, settled
from tests.ui.test_sections import labels, read

PLACE = QRect(0, 0, 400, 300)


def picture(scale: int = 2) -> QImage:
    made = QImage(400 * scale, 300 * scale, QImage.Format.Format_RGB32)
    made.fill(QColor("white"))
    made.setPixelColor(150 * scale, 100 * scale, QColor("red"))
    return made


@pytest.fixture
def chooser(qtbot: QtBot, qapp: QApplication) -> Chooser:
    made = Chooser(Theme(qapp, Look.LIGHT), picture(), PLACE)
    qtbot.addWidget(made)
    made.show()
    made.resize(PLACE.size())
    return made


def test_enter_takes_the_whole_screen(qtbot: QtBot, chooser: Chooser) -> None:
    with qtbot.waitSignal(chooser.chosen, timeout=WAIT) as told:
        QTest.keyClick(chooser, Qt.Key.Key_Return)
    assert told.args == [QRect(0, 0, 800, 600)]


def test_a_part_is_drawn_with_the_mouse(qtbot: QtBot, chooser: Chooser) -> None:
    with qtbot.waitSignal(chooser.chosen, timeout=WAIT) as told:
        QTest.mousePress(chooser, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
        QTest.mouseMove(chooser, QPoint(101, 51))
        chooser.part = QRect(QPoint(100, 50), QPoint(199, 149))  # the off-screen platform gives no moves of its own
        QTest.mouseRelease(chooser, Qt.MouseButton.LeftButton, pos=QPoint(101, 51))
    assert told.args == [QRect(200, 100, 200, 200)]


def test_a_click_alone_takes_nothing(chooser: Chooser) -> None:
    told: list[QRect] = []
    chooser.chosen.connect(told.append)
    QTest.mouseClick(chooser, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert told == []


def test_a_part_is_chosen_with_the_keys(qtbot: QtBot, chooser: Chooser) -> None:
    QTest.keyClick(chooser, Qt.Key.Key_Right)  # shows a part in the middle
    first = QRect(chooser.part)
    assert (first.width(), first.height()) == (200, 150)
    QTest.keyClick(chooser, Qt.Key.Key_Right)
    QTest.keyClick(chooser, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert chooser.part == first.translated(STEP, 0).adjusted(0, 0, 0, STEP)
    with qtbot.waitSignal(chooser.chosen, timeout=WAIT) as told:
        QTest.keyClick(chooser, Qt.Key.Key_Enter)
    assert told.args[0].width() == 400


def test_the_part_stays_on_the_screen(chooser: Chooser) -> None:
    for _ in range(60):
        QTest.keyClick(chooser, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert chooser.rect().contains(chooser.part)
    assert not chooser.grab().isNull()  # and it can be drawn


def test_esc_stops(qtbot: QtBot, chooser: Chooser) -> None:
    with qtbot.waitSignal(chooser.stopped, timeout=WAIT):
        QTest.keyClick(chooser, Qt.Key.Key_Escape)


def test_the_window_steps_aside_and_comes_back(qtbot: QtBot, main: MainPage) -> None:
    window = main.window()
    seen: list[bool] = []

    def grab(_: object) -> QImage:
        seen.append(window.isVisible())
        return picture(1)

    taking = ScreenPicture(main.theme, window, grab)
    taking.start()
    qtbot.waitUntil(lambda: taking._chooser is not None, timeout=WAIT)
    assert seen == [False]
    with qtbot.waitSignal(taking.taken, timeout=WAIT) as told:
        QTest.keyClick(taking._chooser, Qt.Key.Key_Return)
    assert told.args[0].pixelColor(150, 100) == QColor("red")
    assert window.isVisible()
    assert taking._chooser is None


def test_where_nothing_is_given_the_window_comes_back(qtbot: QtBot, main: MainPage) -> None:
    taking = ScreenPicture(main.theme, main.window(), lambda _: QImage())
    with qtbot.waitSignal(taking.ended, timeout=WAIT):
        taking.start()
    assert main.window().isVisible()


def test_where_nothing_is_given_it_is_said(qtbot: QtBot, main: MainPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_picture, "grabbed", lambda _: QImage())
    editor = opened(qtbot, section(qtbot, main, "timeline"), "second")
    assert isinstance(editor, IncidentEditor)
    editor.take_screen()
    qtbot.waitUntil(lambda: "The system gave no picture of the screen" in labels(editor), timeout=WAIT)


def test_it_is_kept_with_the_entry_and_with_what_is_known_of_it(
    qtbot: QtBot, main: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_picture, "grabbed", lambda _: picture(1))
    page = section(qtbot, main, "timeline")
    editor = opened(qtbot, page, "second")
    assert isinstance(editor, IncidentEditor)
    before = len(read(qtbot, main, evidence.everything))
    editor.take_screen()
    qtbot.waitUntil(lambda: any(isinstance(each, Chooser) for each in QApplication.topLevelWidgets()), timeout=WAIT)
    (asked,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, Chooser))
    QTest.keyClick(asked, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(read(qtbot, main, evidence.everything)) == before + 1, timeout=WAIT)
    settled(qtbot, main)
    views = read(qtbot, main, evidence.everything)
    assert len(views) == before + 1
    (item,) = (view.evidence for view in views if view.evidence.file_name == "picture of the screen.png")
    assert item.media_type == "image/png"
    assert item.incidents == ("second",)
    assert item.card.application == "a picture of the screen, taken with this program"
    assert item.card.original_kept is True
    assert item.card.captured_at.startswith(str(datetime.now(UTC).year))


def test_a_desktop_that_can_be_asked_for_none_says_what_to_do(
    qtbot: QtBot, main: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "wayland")
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    page = section(qtbot, main, "timeline")
    editor = opened(qtbot, page, "second")
    button = child(editor, "entry.screen")
    assert isinstance(button, QPushButton)
    button.click()
    assert "paste it here" in labels(editor)
    assert main.window().isVisible()
