"""The program makes no internet socket, seen from outside by the system calls of it and all its children."""

from __future__ import annotations

import functools
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests import figures

ROOT = Path(__file__).resolve().parent.parent
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


# ---- the tests themselves, where there is no network, not even a local one

SOME = ("tests/test_settings.py", "tests/integrity/test_claims.py", "tests/ui/test_before_unlocking.py")
UNREACHABLE = "Network is unreachable"
REACHES = """
import socket

def test_reaches_its_neighbour():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        socket.create_connection(listening.getsockname(), timeout=10).close()
"""


@functools.cache
def alone() -> list[str]:
    """Return what runs a command in an empty network namespace; nothing where the system does not let us."""
    for command in (["unshare", "--net"], ["unshare", "--net", "--map-root-user"]):
        if (
            shutil.which(command[0])
            and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
        ):
            return command
    return []


def a_run_of_the_tests(tmp_path: Path, *arguments: str, before: list[str]) -> subprocess.CompletedProcess[str]:
    """Run the tests in a process of their own."""
    command = [
        *before,
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--basetemp",
        tmp_path / "inner",
    ]
    chosen = ["-m", "not full and not conformance", *arguments]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run([*command, *chosen], cwd=ROOT, env=clean, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("chosen", [("-n0", *SOME), pytest.param(("-n2", "tests"), marks=pytest.mark.full)])
def test_the_tests_pass_without_a_network(tmp_path: Path, chosen: tuple[str, ...]) -> None:
    if not alone():
        pytest.skip("the system gives no empty network namespace (unshare)")
    done = a_run_of_the_tests(tmp_path, *chosen, before=alone())
    told = done.stdout.strip().splitlines()[-1]
    count = re.search(r"(\d+) passed", told)
    figures.tell("S3", "the tests in an empty network namespace", full="tests" in chosen,
                 ran=int(count[1]) if count else 0, broken=done.returncode, what=told)  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert count


def test_a_test_that_needs_a_network_is_caught_without_one(tmp_path: Path) -> None:
    if not alone():
        pytest.skip("the system gives no empty network namespace (unshare)")
    reaching = tmp_path / "test_reaching.py"
    reaching.write_text(REACHES)
    arguments = ("-n0", "-c", os.devnull, f"--rootdir={tmp_path}", str(reaching))
    outside = a_run_of_the_tests(tmp_path, *arguments, before=[]).stdout
    assert "1 passed" in outside or UNREACHABLE in outside  # all the tests may themselves run where there is none
    inside = a_run_of_the_tests(tmp_path, *arguments, before=alone()).stdout
    assert "1 failed" in inside
    assert UNREACHABLE in inside
