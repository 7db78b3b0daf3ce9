"""Less motion where the desktop asks for it, on a message bus of our own."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journal_app.ui.motion import MotionWish
from journal_app.ui.theme import Theme
from tests.ui import portal
from tests.ui.conftest import WAIT
from tests.ui.message_bus import NEEDED, address, bus

__all__ = ["address", "bus"]  # fixtures

pytestmark = NEEDED


@pytest.mark.parametrize(
    ("known", "is_less"),
    [
        ({"reduced-motion": 1}, True), ({"enable-animations": False}, True),
        ({"reduced-motion": 0, "enable-animations": False}, True),
        ({"reduced-motion": 0, "enable-animations": True}, False), ({"enable-animations": "false"}, False), ({}, False),
    ],
)  # fmt: skip
def test_the_desktop_is_asked_and_what_it_says_counts(
    qtbot: QtBot, qapp: QApplication, address: str, bus: QDBusConnection, known: dict[str, object], is_less: bool
) -> None:
    theme, wish, blink = Theme(qapp), MotionWish(), QApplication.cursorFlashTime()
    wish.less.connect(theme.ask_for_less)
    command = [sys.executable, portal.__file__, address, json.dumps(known)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as ran:
        assert ran.stdout is not None
        assert ran.stdout.readline() == "ready\n"
        wish.ask(bus)
        qtbot.waitUntil(lambda: all(each.isFinished() for each in wish._asking), timeout=WAIT)
        # An answer is there a moment before it is told.
        qtbot.waitUntil(lambda: theme.less_motion is is_less, timeout=WAIT)
        qapp.processEvents()
        ran.terminate()
    blinks = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(blink)
    assert theme.less_motion is is_less
    assert (blinks == 0) is is_less


def test_where_nobody_answers_things_move_as_usual(qtbot: QtBot, qapp: QApplication, bus: QDBusConnection) -> None:
    theme, wish = Theme(qapp), MotionWish()
    wish.less.connect(theme.ask_for_less)
    wish.ask(bus)
    qtbot.waitUntil(lambda: all(each.isFinished() for each in wish._asking), timeout=WAIT)
    qapp.processEvents()
    assert not theme.less_motion
