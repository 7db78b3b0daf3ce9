"""A message bus of the tests' own, and one connection to it for all tests of a module."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtDBus import QDBusConnection

NEEDED = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="dbus-daemon is not installed")


@contextmanager
def running() -> Iterator[str]:
    """Run a message bus; gives its address."""
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        daemon.terminate()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Return the address of a bus that is there for one module."""
    with running() as found:
        yield found


@pytest.fixture(scope="module")
def bus(address: str, request: pytest.FixtureRequest) -> Iterator[QDBusConnection]:
    """Return one connection for all tests of a module.

    Qt takes a connection down in a thread that waits for Python while objects still listen; a second connection, made
    meanwhile, would wait for that thread without letting Python go on.
    """
    name = request.module.__name__
    yield QDBusConnection.connectToBus(address, name)
    QDBusConnection.disconnectFromBus(name)
