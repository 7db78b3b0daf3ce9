"""What every test runs under: a home of its own, no display, no internet, no stray log line, nothing left."""

from __future__ import annotations

import functools
import gc
import os
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from journal_app.vault import keyslots
from tests.figures import figure, keeps_figures, pytest_addoption, pytest_terminal_summary, safety

__all__ = ["figure", "keeps_figures", "pytest_addoption", "pytest_terminal_summary", "safety"]

# How fast an example is found and run says something about the machine and its other work, not about the program.
_ABOUT_THE_MACHINE = [hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.filter_too_much]
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=_ABOUT_THE_MACHINE, print_blob=True)
hypothesis.settings.load_profile("house")

HOMES = {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
    "XDG_RUNTIME_DIR": "runtime",
    "TMPDIR": "tmp",
    "TEMP": "tmp",
    "TMP": "tmp",
}
INTERNET = {socket.AF_INET, socket.AF_INET6}
ASKING_FOR_NAMES = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


class InternetSocketError(RuntimeError):
    """A test reached for the internet."""


class _SocketWatch:
    """Refuses internet sockets and name look-ups in this process, and remembers that they were tried."""

    def __init__(self) -> None:
        self.tried: list[str] = []

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in ASKING_FOR_NAMES or (event == "socket.__new__" and arguments[1] in INTERNET):
            self.tried.append(event)
            raise InternetSocketError(f"{event}: the program and its tests use no network")


_WATCH = _SocketWatch()
sys.addaudithook(_WATCH)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Let parts of windows that hold each other be collected on this thread alone, as the window itself does it.

    Parts of a closed window are let go of only after its test; a thread of another test, or of what runs the tests in
    several processes, would destroy them where Python collects by itself, and the process would end.
    """
    with_window = "qapp" in getattr(item, "fixturenames", ())
    if with_window:
        gc.disable()
    elif not gc.isenabled():
        gc.collect()
        gc.enable()
    result = yield
    if with_window:
        _collect_due()
    return result


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Start the application of the tests as the program starts its own."""
    from journal_app.ui.theme import ARGUMENTS  # here: most tests run without Qt

    return ["journal", *ARGUMENTS]


def _collect_due() -> None:
    from journal_app.ui.cycles import collect_due  # here: most tests run without Qt

    collect_due()


_DERIVED = functools.cache(keyslots.hash_secret_raw)


@pytest.fixture
def derived_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive a key once for the same passphrase, salt and cost: what it gives is the same each time."""
    monkeypatch.setattr(keyslots, "hash_secret_raw", _DERIVED)


@pytest.fixture(autouse=True)
def internet_watch() -> Iterator[list[str]]:
    """Fail a test that made or asked for an internet socket, also where it swallowed the refusal."""
    _WATCH.tried.clear()
    yield _WATCH.tried
    tried = tuple(_WATCH.tried)
    _WATCH.tried.clear()
    assert not tried, f"the test reached for the internet: {tried}"


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the test an empty home and temporary folder, and fail it where it leaves a temporary file."""
    home = tmp_path_factory.mktemp("home")
    for variable, name in HOMES.items():
        folder = home / name
        folder.mkdir(mode=0o700, exist_ok=True)
        monkeypatch.setenv(variable, str(folder))
    temporary = home / "tmp"
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    yield home
    left = sorted(path.name for path in temporary.iterdir())
    assert not left, f"the test left temporary files: {left}"


@pytest.fixture(autouse=True)
def _no_log_lines(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test that leaves log lines; one that expects them reads them and calls ``caplog.clear()``."""
    yield
    lines = [f"{each.name}: {each.getMessage()}" for when in ("setup", "call") for each in caplog.get_records(when)]
    assert not lines, f"stray log lines: {lines}"


@pytest.fixture(autouse=True, scope="session")
def _nothing_left_running() -> Iterator[None]:
    """Fail the session where child processes or threads of the tests outlive it."""
    children, threads = _children(), set(threading.enumerate())
    yield
    left = sorted(_children() - children)
    names = [thread.name for thread in threading.enumerate() if thread not in threads and not thread.daemon]
    assert not left, f"child processes still run: {[_command(child) for child in left]}"
    assert not names, f"threads still run: {names}"


def _children() -> set[int]:
    """Return the ids of this process's living children; only Linux tells them."""
    found: set[int] = set()
    for listing in Path("/proc/self/task").glob("*/children"):
        found.update(int(each) for each in listing.read_text().split())
    return {child for child in found if _command(child)}


def _command(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""
