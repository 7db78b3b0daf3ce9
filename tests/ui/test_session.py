"""Locking as the system tells it, on a message bus of our own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from journal_app.ui import session
from journal_app.ui.main_window import MainPage
from journal_app.ui.session import SessionWatch
from tests.ui.conftest import WAIT

pytestmark = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="dbus-daemon is not installed")

SAVER, LOGIN, ONE_SESSION = (
    "/org/freedesktop/ScreenSaver",
    "/org/freedesktop/login1",
    "/org/freedesktop/login1/session/c1",
)
TELLS = {
    "a screen saver begins": (SAVER, "org.freedesktop.ScreenSaver.ActiveChanged", "boolean:true"),
    "that of another desktop begins": ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", "boolean:true"),
    "the computer goes to sleep": (LOGIN, "org.freedesktop.login1.Manager.PrepareForSleep", "boolean:true"),
    "the session is locked": (ONE_SESSION, "org.freedesktop.login1.Session.Lock"),
}
TELLS_NOTHING = {
    "a screen saver ends": (SAVER, "org.freedesktop.ScreenSaver.ActiveChanged", "boolean:false"),
    "the computer woke up": (LOGIN, "org.freedesktop.login1.Manager.PrepareForSleep", "boolean:false"),
    "the session is unlocked": (ONE_SESSION, "org.freedesktop.login1.Session.Unlock"),
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        daemon.terminate()


@pytest.fixture(scope="module")
def bus(address: str) -> Iterator[QDBusConnection]:
    """Return one connection for all tests.

    Qt takes a connection down in a thread that waits for Python while objects still listen; a second connection, made
    meanwhile, would wait for that thread without letting Python go on.
    """
    yield QDBusConnection.connectToBus(address, "tests of the session")
    QDBusConnection.disconnectFromBus("tests of the session")


def tell(address: str, message: tuple[str, ...]) -> None:
    subprocess.run(["dbus-send", f"--bus={address}", "--type=signal", *message], check=True)


@pytest.mark.parametrize("what", TELLS)
def test_it_tells_when_nobody_can_be_there(qtbot: QtBot, address: str, bus: QDBusConnection, what: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    watch = SessionWatch(window, [bus])
    with qtbot.waitSignal(watch.away, timeout=WAIT):
        tell(address, TELLS[what])


def test_it_tells_nothing_else(qtbot: QtBot, address: str, bus: QDBusConnection) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    watch = SessionWatch(window, [bus])
    told: list[str] = []
    watch.away.connect(lambda: told.append("away"))
    for message in TELLS_NOTHING.values():
        tell(address, message)
    with qtbot.waitSignal(watch.away, timeout=WAIT):  # messages arrive in their order
        tell(address, TELLS["the session is locked"])
    assert told == ["away"]


def test_it_stops(qtbot: QtBot, address: str, bus: QDBusConnection) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    stopped, other = SessionWatch(window, [bus]), SessionWatch(window, [bus])
    told: list[str] = []
    stopped.away.connect(lambda: told.append("away"))
    stopped.stop()
    with qtbot.waitSignal(other.away, timeout=WAIT):
        tell(address, TELLS["the session is locked"])
    assert told == []


def test_a_locked_screen_locks_the_journal(
    qtbot: QtBot, open_window: Callable[..., MainPage], folder: Path, ended: list[object],
    address: str, bus: QDBusConnection, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(session, "_buses", lambda: [bus])
    window = open_window().window()
    tell(address, TELLS["the session is locked"])
    qtbot.waitUntil(lambda: bool(ended), timeout=WAIT)
    assert ended == [[str(folder)]]
    assert not window.isVisible()


def test_no_bus_is_asked_for_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    asked: list[str] = []
    monkeypatch.setattr(session.QDBusConnection, "sessionBus", lambda: asked.append("session"))
    assert all(each.isConnected() for each in session._buses())
    assert asked == []
    assert "DBUS_SESSION_BUS_ADDRESS" not in os.environ
