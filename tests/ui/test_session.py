"""Locking as the system tells it, on a message bus of our own."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from journal_app.ui import session
from journal_app.ui.app import Window
from journal_app.ui.main_window import MainPage
from journal_app.ui.session import SessionWatch
from tests.ui import session_manager
from tests.ui.conftest import WAIT, unlock
from tests.ui.message_bus import NEEDED, address, bus
from tests.ui.session_manager import NAME

__all__ = ["address", "bus"]  # fixtures

pytestmark = NEEDED

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


def looked_at(
    bus: QDBusConnection, path: str, active: object, interface: str = "org.freedesktop.login1.Session"
) -> None:
    """Tell, as the session manager does, that a session is looked at or is not any more."""
    told = QDBusMessage.createSignal(path, "org.freedesktop.DBus.Properties", "PropertiesChanged")
    told.setArguments([interface, {"Active": active}, ["none"]])
    assert bus.send(told)


@pytest.mark.parametrize(("name", "path"), [("c1", ONE_SESSION), ("", ONE_SESSION), ("2", f"{LOGIN}/session/_32")])
def test_another_user_who_comes_locks(
    qtbot: QtBot, bus: QDBusConnection, monkeypatch: pytest.MonkeyPatch, name: str, path: str
) -> None:
    monkeypatch.setenv("XDG_SESSION_ID", name)
    window = QWidget()
    qtbot.addWidget(window)
    watch = SessionWatch(window, [bus])
    told: list[str] = []
    watch.away.connect(lambda: told.append("away"))
    looked_at(bus, path, active=True)
    looked_at(bus, path, active=False, interface=f"{NAME}.Seat")
    if name:
        looked_at(bus, f"{LOGIN}/session/c9", active=False)  # of somebody else, who leaves
    with qtbot.waitSignal(watch.away, timeout=WAIT):  # messages arrive in their order
        looked_at(bus, path, active=False)
    assert told == ["away"]
    watch.stop()


def test_the_name_of_a_session_is_escaped_as_systemd_does(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, last in {"c1": "c1", "31": "_331", "a-b": "a_2db", "é": "_e9"}.items():
        monkeypatch.setenv("XDG_SESSION_ID", name)
        assert session.own_session() == f"{LOGIN}/session/{last}"
    monkeypatch.delenv("XDG_SESSION_ID")
    assert session.own_session() == ""


Manager = subprocess.Popen[bytes]


@pytest.fixture
def manager(address: str) -> Iterator[Manager]:
    """A session manager on the bus, which says what it hands out and gets back."""
    command = [sys.executable, session_manager.__file__, address]
    with subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=0) as running:
        assert said(running) == "ready"
        yield running
        running.terminate()


def said(manager: Manager) -> str:
    """Return the next line of a process; nothing where it says none for long."""
    assert manager.stdout is not None
    ready, _, _ = select.select([manager.stdout], [], [], WAIT / 1000)
    return manager.stdout.readline().decode().strip() if ready else ""


# Puts off a sleep, says whether, and at a word becomes another process, which lives on.
REPLACED = """
import os, sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication, QWidget
from journal_app.ui.session import SessionWatch
application = QApplication([])
window = QWidget()
watch = SessionWatch(window, [QDBusConnection.connectToBus(sys.argv[1], "one")])
while not watch.puts_off_sleep:
    QCoreApplication.processEvents()
watch.stop()
sys.stdin.readline()
os.execv(sys.executable, [sys.executable, "-c", "import sys; print('replaced', flush=True); sys.stdin.readline()"])
"""


def test_a_sleep_waits_until_the_process_is_replaced(address: str, manager: Manager) -> None:
    command = [sys.executable, "-c", REPLACED, address]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as process:
        assert said(manager) == "held sleep journal lock delay"
        assert process.stdin is not None
        process.stdin.write(b"\n")
        assert said(process) == "replaced"
        assert said(manager) == "free"
        process.stdin.write(b"\n")


def test_where_there_is_no_session_manager_no_sleep_waits(qtbot: QtBot, bus: QDBusConnection) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    watch = SessionWatch(window, [bus])
    with qtbot.waitSignal(watch._asking[0].finished, timeout=WAIT):
        pass
    assert not watch.puts_off_sleep


def test_the_journal_is_closed_before_the_computer_may_sleep(
    qtbot: QtBot, make_window: Callable[..., Window], folder: Path, bus: QDBusConnection, address: str,
    manager: Manager, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """What puts off the sleep is still held where the process is replaced, and all is closed by then."""
    monkeypatch.setattr(session, "_buses", lambda: [bus])
    window = make_window()
    held: list[tuple[bool, object]] = []

    def replaced(_: list[str]) -> None:
        watch = window.watches.session
        held.append((watch is not None and watch.puts_off_sleep, window._journal))

    window._replace_process = replaced
    unlock(qtbot, window, folder)
    assert said(manager).startswith("held")
    watch = window.watches.session
    qtbot.waitUntil(lambda: watch is not None and watch.puts_off_sleep, timeout=WAIT)
    tell(address, TELLS["the computer goes to sleep"])
    qtbot.waitUntil(lambda: bool(held), timeout=WAIT)
    assert held == [(True, None)]


def test_no_bus_is_asked_for_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    asked: list[str] = []
    monkeypatch.setattr(session.QDBusConnection, "sessionBus", lambda: asked.append("session"))
    assert all(each.isConnected() for each in session._buses())
    assert asked == []
    assert "DBUS_SESSION_BUS_ADDRESS" not in os.environ
