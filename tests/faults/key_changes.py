"""Which secrets open what a fault left of a change, and whether everything that was kept is there."""

from __future__ import annotations

import ctypes
import functools
import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from journal_app.domain.incident import IncidentEntry
from journal_app.errors import BadInput, WrongSecret
from journal_app.services import audit, evidence, incidents
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.vault.keyslots import FLOOR_COST
from tests.faults import key_changer
from tests.faults.disk import CALLS, STANDARD_OUTPUT, Call, Image, read_record
from tests.faults.key_changer import KEY_FILE, NEW, NEW_RECOVERY, OLD, SHEET

# What may write: the calls of a record, and those that only make names or modes. Reading is not meant here.
WRITING = ("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "mkdir", "unlink", "unlinkat", "fchmod",
           "openat")  # fmt: skip
# Not those that remove what is not needed any more, and not what the child speaks with.
KEEPS_FAILING = frozenset({"pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "mkdir", "fchmod"})
FILE = bytes(range(256)) * 40
_LONGEST = 1 << 21
_PR_SET_PTRACER = 0x59616D61  # lets a process that is no parent look on, where the system asks for that
_HAS_TO_OPEN = {"done": (False, True), "refused": (True, False), "unfinished": (False, True)}  # old, new


@dataclass(frozen=True, slots=True)
class Made:
    """The room with a journal in it before a change, and its recovery key."""

    room: Path
    recovery: str


def make(room: Path) -> Made:
    room.mkdir()
    journal, key = Journal.create(room / "journal", OLD, cost=FLOOR_COST)
    with journal:
        incidents.record(journal, IncidentEntry(id="first", account="What was written."))
        evidence.attach(journal, "first", [NewFile(name="noise.bin", source=FILE)])
        evidence.attach(journal, "first", [NewFile(name="words.txt", source=b"A few words.")])
    (room / "journal" / "reserve").write_bytes(b"")  # a record holds every byte that was written
    return Made(room, key.text)


def image(room: Path) -> Image:
    paths = sorted(room.rglob("*"))
    return {str(path.relative_to(room)): None if path.is_dir() else path.read_bytes() for path in paths}


def recorded(made: Made, room: Path, change: str, weakness: str = "") -> tuple[Call, ...]:
    """Let a change be made in a copy and return the calls it made there, with what it said between."""
    shutil.copytree(made.room, room)
    options = ["-y", "-xx", "-s", str(_LONGEST), "-o", f"{room}.record", "-e", f"trace={CALLS}"]
    run(room, change, options, weakness)
    calls = tuple(read_record(Path(f"{room}.record"), room))
    Path(f"{room}.record").unlink()
    shutil.rmtree(room)
    return calls


def run(room: Path, change: str, options: list[str], weakness: str = "") -> str:
    """Make a change in a child of this process, watched by strace with ``options``; return the last thing it said.

    A child that is forked has everything loaded and every known key derived, so that hundreds of faults take minutes.
    """
    (heard, speaks), (waits, goes) = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        _be_the_child(speaks, waits, room, change, weakness)
    os.close(speaks)
    os.close(waits)
    command = ["strace", "-f", "-p", str(child), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as watcher:
        assert watcher.stderr is not None
        first = watcher.stderr.readline()
        os.write(goes, b"go")
        os.close(goes)
        with os.fdopen(heard, "rb") as said:
            spoken = said.read().decode().split()
        _, status = os.waitpid(child, 0)
        watcher.stderr.read()
    assert "attached" in first, first
    assert status in {0, signal.SIGKILL}, f"the program made a mistake: {status}"
    return spoken[-1] if spoken else ""


def _be_the_child(speaks: int, waits: int, room: Path, change: str, weakness: str) -> NoReturn:
    ended = 1
    try:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_ulong(-1), 0, 0, 0)
        os.dup2(speaks, STANDARD_OUTPUT)
        os.read(waits, 2)
        key_changer.main(str(room), change, weakness)
        ended = 0
    finally:
        os._exit(ended)


@dataclass(frozen=True, slots=True)
class Fault:
    """One call that goes wrong: its name, and the how-manieth of that name in the whole process.

    A fault that ``lasts`` is one of this call and of every later one of its name.
    """

    call: str
    number: int
    how: str  # an error of the system, or KILL
    lasts: bool = False

    @property
    def option(self) -> str:
        what = f"signal={self.how}" if self.how == "KILL" else f"error={self.how}"
        return f"inject={self.call}:{what}:when={self.number}{'+' if self.lasts else ''}"


@functools.cache
def faults(made: Made, room: Path, change: str) -> tuple[Fault, ...]:
    """Return every call of a change that writes into the room, each once with an error and once with a kill."""
    shutil.copytree(made.room, room)
    record = Path(f"{room}.record")
    assert run(room, change, ["-y", "-s", "300", "-o", str(record), "-e", f"trace={','.join(WRITING)}"]) == "done"
    found, counts, begun = list[Fault](), dict[str, int](), False
    for line in record.read_text().splitlines():
        call = re.match(r"\d+ +(\w+)\(", line)
        if call is None:
            continue
        counts[call[1]] = counts.get(call[1], 0) + 1
        if call[1] == "write" and line.split("(", 1)[1].startswith("1<"):
            begun = True  # the first thing that is said is that the change begins
        elif begun and str(room) in line and (call[1] != "openat" or "O_CREAT" in line):
            found += [Fault(call[1], counts[call[1]], how) for how in ("EIO", "ENOSPC", "KILL")]
    record.unlink()
    shutil.rmtree(room)
    return tuple(found)


def lasting(found: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Return the errors among faults of calls that write to the disk, as those of one that goes on failing."""
    return tuple(replace(each, lasts=True) for each in found if each.how != "KILL" and each.call in KEEPS_FAILING)


class Judge:
    """Opens what is left as a person would, with everything they may have in hand."""

    def __init__(self, made: Made, change: str) -> None:
        self._made, self._change = made, change

    def broken(self, room: Path, said: str) -> str:
        """Return what is wrong after a change that ``said`` how it ended; empty where all is well."""
        try:
            old, new = self._opens(room)
        except Exception as error:  # whatever it is, the person does not get to the journal
            return f"{type(error).__name__}: {error}"
        if not (old or new):
            return "nothing opens it"
        if said in _HAS_TO_OPEN and (old, new) != _HAS_TO_OPEN[said]:
            return f"it said {said}; the old secrets open it: {old}, the new ones: {new}"
        if new and self._change in {"recovery key", "new key"} and not (room / SHEET).is_file():
            return "the new recovery key stands on no sheet"
        if said == "refused" and any((room / name).exists() for name in (SHEET, KEY_FILE)):
            return "a sheet or key file is left that opens nothing"
        return ""

    def _opens(self, room: Path) -> tuple[bool, bool]:
        """Say whether the old and the new secrets open it; whichever does finds everything."""
        folder, file = room / "journal", room / KEY_FILE
        if self._change == "recovery key":
            return self._keeps(folder) and _recovers(folder, self._made.recovery), _recovers(folder, NEW_RECOVERY.text)
        if self._change == "key file":
            alone = _whole(folder, OLD, None)
            return alone, not alone and file.is_file() and _whole(folder, OLD, file)
        old, new = (_whole(folder, each, None) for each in (OLD, NEW))
        if self._change == "new key":
            pair = _recovers(folder, self._made.recovery), _recovers(folder, NEW_RECOVERY.text)
            assert pair == (old, new), f"passphrases {(old, new)}, recovery keys {pair}"
        else:
            assert _recovers(folder, self._made.recovery)
        return old, new

    def _keeps(self, folder: Path) -> bool:
        assert _whole(folder, OLD, None), "the passphrase does not open it any more"
        return True


def _recovers(folder: Path, key: str) -> bool:
    try:
        Journal.check_recovery_key(folder, key)
    except WrongSecret:
        return False
    return True


def _whole(folder: Path, passphrase: str, key_file: Path | None) -> bool:
    try:
        journal = Journal.open(folder, passphrase, key_file=key_file)
    except (WrongSecret, BadInput):
        return False
    with journal:
        assert incidents.get(journal, "first").entry.account == "What was written."
        files = [evidence.read_original(journal, each.evidence) for each in evidence.everything(journal)]
        assert sorted(files) == sorted([FILE, b"A few words."])
        problems = [each for each in audit.check_open(journal).problems if "header" not in each.where]
        assert problems == [], problems
        assert not [path.name for path in folder.rglob("*") if ".new" in path.name]
    return True


def put(room: Path, left: Image) -> None:
    """Lay a state of the disk out as files."""
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(parents=True)
    for path, data in sorted(left.items()):
        if data is None:
            (room / path).mkdir()
        else:
            (room / path).write_bytes(data)


def judged(made: Made, room: Path, change: str, each: Fault, weakness: str = "") -> str:
    """Make a change in which one call goes wrong; return what is wrong with what is left."""
    shutil.copytree(made.room, room)
    try:
        said = run(room, change, ["-o", "/dev/null", "-e", f"trace={each.call}", "-e", each.option], weakness)
        return Judge(made, change).broken(room, said)
    finally:
        shutil.rmtree(room)
