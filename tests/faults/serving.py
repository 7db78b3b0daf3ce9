"""A process that has loaded the program once and forks it for each run, with one system call made to fail where asked.

    python -m tests.faults.serving

Reads one JSON document a line, ``{"arguments": [...], "call": "", "error": "", "when": "0", "weakness": ""}``; answers
with one: how the command ended, what it said, and which call was made to fail, or how often it made each call.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.injecting import Watch, ask_about

# What touches a file. The calls that only read, and those that make, change or remove something.
READING = ("openat", "read", "pread64", "newfstatat", "fstat", "stat", "lstat", "getdents64", "lseek", "readlink",
           "access", "faccessat2", "statfs", "fstatfs", "close", "fcntl", "flock", "getcwd")  # fmt: skip
CHANGING = ("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "mkdir", "unlink", "unlinkat", "rmdir",
            "chmod", "fchmod", "fchmodat", "sendfile", "copy_file_range", "fallocate", "utimensat")  # fmt: skip
SYNCING = ("fsync", "fdatasync")
ERRORS = {**dict.fromkeys(READING, ("EIO", "EACCES")), **dict.fromkeys(CHANGING, ("ENOSPC", "EIO", "EACCES"))}
SMALL_RESERVE = 64 << 10


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, what it said, the call that was made to fail, and how often it made each call."""

    code: int
    out: str
    err: str
    failed: str
    calls: dict[str, int]


class Server:
    """The process that forks, for as long as the block lasts."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(
        self, *arguments: object, call: str = "", error: str = "", when: str | int = 0, weakness: str = ""
    ) -> Ended:
        """Run one command; with ``call`` its ``when``-th call of this name fails with ``error``."""
        asked = {"arguments": [str(each) for each in arguments], "call": call, "error": error, "when": str(when)}
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({**asked, "weakness": weakness}) + "\n")
        self._process.stdin.flush()
        return Ended(**json.loads(self._process.stdout.readline()))


@contextmanager
def serving() -> Iterator[Server]:
    """Start the process that forks."""
    command = [sys.executable, "-m", "tests.faults.serving"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Server(process)
        assert process.stdin
        process.stdin.close()


def derived_quickly(*given: Any) -> bytes:
    """Stand for Argon2, whose cost is its purpose: another key for everything that is another there."""
    return hashlib.sha256(repr(given).encode()).digest()


# ---- weaker builds


def _forgiving_sync() -> None:
    real = os.fsync

    def forgiving(descriptor: int) -> None:
        with suppress(OSError):
            real(descriptor)

    os.fsync = forgiving


class _Forgiving:
    """Takes whatever is written, as if it were: digest and size come back as of a file that is whole."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, data: bytes) -> int:
        with suppress(OSError):
            self._stream.write(data)
            self._stream.flush()
        return len(data)


def _forgiving_files() -> None:
    from journal_app.vault import blobs, files

    real = files.written_whole

    @contextmanager
    def forgiving(target: Path) -> Iterator[Any]:
        with suppress(OSError), real(target) as stream:
            yield _Forgiving(stream)

    blobs.written_whole = forgiving  # type: ignore[assignment]  # the same but for what it swallows


def _forgiving_database() -> None:
    from journal_app.errors import StorageTrouble
    from journal_app.vault.connection import Connection

    real = Connection.execute

    def forgiving(self: Connection, sql: str, parameters: Any = ()) -> Any:
        if sql != "COMMIT":
            return real(self, sql, parameters)
        with suppress(StorageTrouble):
            return real(self, sql, parameters)
        self._undo()
        return []

    Connection.execute = forgiving  # type: ignore[method-assign]  # as above


def _half_written() -> None:
    from journal_app.services import dossiers, files

    @contextmanager
    def at_once(out: Path) -> Iterator[Path]:
        out.mkdir()
        yield out

    files.new_folder = at_once  # type: ignore[assignment]  # without a neighbour that takes the name at the end
    dossiers.files.new_folder = at_once  # type: ignore[assignment]  # as above


WEAKNESSES: dict[str, Callable[[], None]] = {
    "syncs whose failure is nothing": _forgiving_sync,
    "files whose failure is nothing": _forgiving_files,
    "commits whose failure is nothing": _forgiving_database,
    "outputs written under their own name": _half_written,
}


def _kept_reserve() -> None:
    from journal_app.vault.vault import Vault

    Vault.release_reserve = lambda self: None  # type: ignore[method-assign]  # what is to be missed


OF_A_QUOTA: dict[str, Callable[[], None]] = {"a reserve that is never given back": _kept_reserve}


# ---- the process


def main() -> None:
    from journal_app.vault import keyslots, vault
    from tests.faults import scenarios

    keyslots.hash_secret_raw = derived_quickly
    vault.RESERVE_BYTES = SMALL_RESERVE
    with tempfile.TemporaryDirectory() as place:
        scenarios.load_everything(Path(place))
        for line in sys.stdin:
            sys.stdout.write(json.dumps(_forked(Path(place), **json.loads(line))) + "\n")
            sys.stdout.flush()


def _forked(place: Path, *, arguments: list[str], call: str, error: str, when: str, weakness: str) -> dict[str, Any]:
    ours, theirs = socket.socketpair()
    child = os.fork()
    if not child:
        _become(place, arguments, weakness, [call] if call else list(ERRORS), theirs)
    theirs.close()
    watch = Watch(child, call, error, when)
    with ours:
        watch.until_it_ends(ours)
    status = os.waitpid(child, 0)[1]
    return {
        "code": os.waitstatus_to_exitcode(status),
        "out": (place / "out").read_text(errors="replace"),
        "err": (place / "err").read_text(errors="replace"),
        "failed": watch.failed,
        "calls": watch.calls,
    }


def _become(place: Path, arguments: list[str], weakness: str, calls: list[str], asking: socket.socket) -> None:
    """Become the command in the child; it waits until it is watched."""
    from journal_app.cli import main as run

    code = 70
    try:
        for number, name in ((1, "out"), (2, "err")):
            opened = os.open(place / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(opened, number)
            os.close(opened)
        if weakness:
            {**WEAKNESSES, **OF_A_QUOTA}[weakness]()
        ask_about(calls, asking)
        code = run(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    except SystemExit as error:
        code = int(str(error.code))
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
