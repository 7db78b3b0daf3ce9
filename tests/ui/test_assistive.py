"""The program is used from another process, as a screen reader uses it: over AT-SPI, on a bus and a display of its own.

The names are those of AT-SPI 2 (interfaces ``org.a11y.atspi.*``); Qt takes the bus from ``AT_SPI_BUS_ADDRESS``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from journal_app.services import incidents
from journal_app.services.journal import Journal
from tests.ui.conftest import PASSPHRASE

TOOLS = ("Xvfb", "dbus-daemon", "dbus-send")
pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or any(shutil.which(each) is None for each in TOOLS),
    reason=f"needs {', '.join(TOOLS)}",
)
SECONDS = 60
ROOT = "/org/a11y/atspi/accessible/root"
CHILD = re.compile(r'object path "([^"]+)"')
TEXT = re.compile(r'string "(.*)"')
ROLE = re.compile(r"uint32 ([0-9]+)")
LABEL, LIST_ITEM = 29, 32  # ATSPI_ROLE_LABEL, and ATSPI_ROLE_LIST_ITEM: cards and choices are not looked through


class Reader:
    """Asks the program for its accessible tree and acts on it, as assistive software does."""

    def __init__(self, bus: str) -> None:
        self._bus, self._program = bus, ""

    def find(self, name: str) -> str:
        """Return the path of the first thing with a name that is no label, waiting for it; fails in the end."""
        end = time.monotonic() + SECONDS
        seen: set[str] = set()
        while time.monotonic() < end:
            for path, found, role in self._nodes():
                seen.add(found)
                if found == name and role != LABEL:
                    return path
        raise AssertionError(f"no {name!r} among {sorted(seen)}")

    def names(self) -> set[str]:
        return {name for _, name, _ in self._nodes()}

    def press(self, name: str) -> None:
        self._ask(self.find(name), "org.a11y.atspi.Action.DoAction", "int32:0")

    def write(self, name: str, text: str) -> None:
        path = self.find(name)
        self._ask(path, "org.a11y.atspi.EditableText.SetTextContents", f"string:{text}")

    def _nodes(self) -> Iterator[tuple[str, str, int]]:
        """Yield the path, the name and the role of every node, level by level."""
        waiting = [ROOT]
        while waiting:
            path = waiting.pop(0)
            role = int("".join(ROLE.findall(self._ask(path, "org.a11y.atspi.Accessible.GetRole"))) or 0)
            if role != LIST_ITEM:
                yield path, "".join(TEXT.findall(self._property(path, "Name"))), role
                waiting += CHILD.findall(self._ask(path, "org.a11y.atspi.Accessible.GetChildren"))

    def _property(self, path: str, name: str) -> str:
        return self._ask(
            path, "org.freedesktop.DBus.Properties.Get", "string:org.a11y.atspi.Accessible", f"string:{name}"
        )

    def _ask(self, path: str, call: str, *arguments: str) -> str:
        """Return what the program answers, and nothing where a node, or the process, went meanwhile."""
        found = self._send(self._program, path, call, *arguments) if self._program else ""
        if not found:
            self._program = self._look_for_the_program()
            found = self._send(self._program, path, call, *arguments) if self._program else ""
        return found

    def _look_for_the_program(self) -> str:
        """Return the program's name on the bus; a lock replaces the process, which then has another."""
        bus = "org.freedesktop.DBus"
        for name in re.findall(r'"(:1\.[0-9]+)"', self._send(bus, "/", f"{bus}.ListNames")):
            if CHILD.search(self._send(name, ROOT, "org.a11y.atspi.Accessible.GetChildren")):
                return name
        return ""

    def _send(self, to: str, path: str, call: str, *arguments: str) -> str:
        command = ["dbus-send", f"--bus={self._bus}", "--print-reply", "--reply-timeout=5000", f"--dest={to}"]
        ran = subprocess.run([*command, path, call, *arguments], capture_output=True, text=True, check=False)
        return ran.stdout


@pytest.fixture
def reader(folder: Path, tmp_path: Path) -> Iterator[Reader]:
    """Start the installed program on a copy of the sample journal; returns what reads its window."""
    with ExitStack() as running:
        display, bus = (
            told_by(running, "Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"),
            (
                told_by(
                    running,
                    "dbus-daemon",
                    "--session",
                    "--nofork",
                    "--print-address=1",
                    f"--address=unix:dir={tmp_path}",
                )
            ),
        )
        place = {**os.environ, "DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb", "AT_SPI_BUS_ADDRESS": bus,
                 "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "LANGUAGE": "en"}  # fmt: skip
        command = [sys.executable, "-P", "-m", "journal_app.ui", str(folder)]
        program = running.enter_context(subprocess.Popen(command, env=place))
        running.callback(program.kill)
        yield Reader(bus)


def told_by(running: ExitStack, *command: str) -> str:
    """Start something that runs until the test ends, and return the line that it tells."""
    process = running.enter_context(
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    )
    running.callback(process.terminate)
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_journal_is_opened_written_in_and_locked_by_assistive_software(reader: Reader, folder: Path) -> None:
    reader.write("Passphrase", PASSPHRASE)
    reader.press("Open")
    reader.press("New entry")
    reader.write("What happened", "Written with a screen reader.")
    reader.press("Done")
    reader.press("Lock")
    reader.find("Passphrase")
    assert not any("Written" in name for name in reader.names())
    with Journal.open(folder, PASSPHRASE) as journal:
        accounts = [incidents.get(journal, each.id).entry.account for each in incidents.timeline(journal)]
    assert "Written with a screen reader." in accounts
