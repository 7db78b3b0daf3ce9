"""The program makes no internet socket, seen from outside by the system calls of it and all its children."""

from __future__ import annotations

import functools
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

BIN = Path(sysconfig.get_path("scripts"))
FAMILY = re.compile(r"\bsocket(?:pair)?\((\w+)")
LOCAL = {"AF_UNIX", "AF_LOCAL"}
PASSPHRASE = "five words that nobody guesses"  # noqa: S105 - opens a test's journal only


@functools.cache
def why_not() -> str:
    """Return why system calls cannot be watched here, or nothing."""
    strace = shutil.which("strace")
    if strace is None:
        return "strace is not installed"
    tried = subprocess.run(
        [strace, "-qq", "-e", "trace=none", "/bin/true"], capture_output=True, text=True, check=False
    )
    return f"strace cannot trace here: {tried.stderr.strip()}" if tried.returncode else ""


def families(trace: str) -> set[str]:
    return set(FAMILY.findall(trace))


def traced(folder: Path, *command: str | Path) -> tuple[str, set[str]]:
    """Run a command under strace; return its output and the families of the sockets it and its children made."""
    if why_not():
        pytest.skip(why_not())
    log = folder / "trace.txt"
    done = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=socket,socketpair", "-o", log, *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout, families(log.read_text(encoding="utf-8", errors="replace"))


def test_the_command_line_makes_no_internet_socket(tmp_path: Path) -> None:
    secret = tmp_path / "passphrase.txt"
    secret.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    entry = tmp_path / "entry.json"
    entry.write_text('{"id": "first", "account": "It rained, and I wrote this down."}', encoding="utf-8")
    journal, app = tmp_path / "journal", BIN / "journal-app"
    known: list[str | Path] = ["--passphrase-file", secret]
    _, made = traced(tmp_path, app, "create", journal, "--recovery-sheet", tmp_path / "sheet.pdf", *known)
    _, written = traced(tmp_path, app, "record", journal, entry, *known)
    listed, read = traced(tmp_path, app, "list", journal, *known)
    assert "It rained" in listed
    assert (made | written | read) - LOCAL == set()


def test_the_window_starts_without_an_internet_socket(tmp_path: Path) -> None:
    """Qt and its platform plugins are loaded and shown; they may speak to the display, and to nobody else."""
    show = (
        "from PySide6.QtWidgets import QApplication, QWidget; a = QApplication([]); w = QWidget(); w.show(); w.grab()"
    )
    _, made = traced(tmp_path, sys.executable, "-c", f"import journal_app.ui.app; {show}")
    assert made - LOCAL == set()


@pytest.mark.parametrize(("family", "name"), [("AF_INET", "AF_INET"), ("AF_INET6", "AF_INET6"), ("AF_UNIX", "AF_UNIX")])
def test_the_watch_sees_a_socket_of_a_child(tmp_path: Path, family: str, name: str) -> None:
    child = f"import socket; socket.socket(socket.{family}).close()"
    parent = f"import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', {child!r}]))"
    _, made = traced(tmp_path, sys.executable, "-c", parent)
    assert name in made


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_a_test_that_makes_an_internet_socket_is_stopped(
    family: socket.AddressFamily, internet_watch: list[str]
) -> None:
    with pytest.raises(RuntimeError, match="no network"):
        socket.socket(family)
    with pytest.raises(RuntimeError, match="no network"):
        socket.getaddrinfo("localhost", 80)
    assert internet_watch == ["socket.__new__", "socket.getaddrinfo"]
    internet_watch.clear()


def test_a_local_socket_is_no_internet_socket(internet_watch: list[str]) -> None:
    for one in socket.socketpair():
        one.close()
    assert internet_watch == []
