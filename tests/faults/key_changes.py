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

from journal_app.domain.custody import CustodyEvent
from journal_app.domain.incident import IncidentEntry
from journal_app.errors import BadInput, JournalError, WrongSecret
from journal_app.services import audit, evidence, incidents, keys
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.store import evidence as evidence_store
from journal_app.store import revisions
from journal_app.vault.keyslots import FLOOR_COST
from tests.faults import key_changer
from tests.faults.disk import CALLS, STANDARD_OUTPUT, Call, Image, read_record
from tests.faults.key_changer import (
    ANOTHER_KEY_FILE,
    ERASING,
    GONE,
    KEY_FILE,
    NEW,
    NEW_RECOVERY,
    OLD,
    RECOVERED,
    RECOVERY,
    SHEET,
    SHEETS,
    WITH_KEY_FILE,
)
from tests.faults.sheets import key_at

# What may write: the calls of a record, and those that only make names or modes. Reading is not meant here.
WRITING = ("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "mkdir", "unlink", "unlinkat", "fchmod",
           "openat")  # fmt: skip
# Not those that remove what is not needed any more, and not what the child speaks with.
KEEPS_FAILING = frozenset({"pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "mkdir", "fchmod"})
FILES = {"noise.bin": bytes(range(256)) * 40, "words.txt": b"A few words.", GONE: bytes(range(255, -1, -1)) * 3}
SHEETS_OF = {"recovery key": SHEET, "new key": SHEET, "three sheets": SHEETS}
MADE = {KEY_FILE, ANOTHER_KEY_FILE, SHEET, SHEETS}
_LONGEST = 1 << 21
_PR_SET_PTRACER = 0x59616D61  # lets a process that is no parent look on, where the system asks for that
_HAS_TO_OPEN = {"done": (False, True), "refused": (True, False), "unfinished": (False, True)}  # old, new


@dataclass(frozen=True, slots=True)
class Made:
    """A room with a journal in it before a change, one whose journal needs a key file, and the recovery key of both."""

    room: Path
    with_key_file: Path
    recovery: str

    def before(self, change: str) -> Path:
        """Return the room in which a change begins."""
        return self.with_key_file if change in WITH_KEY_FILE else self.room


def make(room: Path) -> Made:
    room.mkdir()
    journal, key = Journal.create(room / "journal", OLD, cost=FLOOR_COST)
    with journal:
        incidents.record(journal, IncidentEntry(id="first", account="What was written."))
        for name, data in FILES.items():
            evidence.attach(journal, "first", [NewFile(name=name, source=data)])
    (room / RECOVERY).write_text(key.text)
    (room / "journal" / "reserve").write_bytes(b"")  # a record holds every byte that was written
    other = Path(shutil.copytree(room, room.with_name(f"{room.name} with a key file")))
    with Journal.open(other / "journal", OLD) as journal:
        keys.add_key_file(journal, OLD, other / KEY_FILE)
    return Made(room, other, key.text)


def image(room: Path) -> Image:
    paths = sorted(room.rglob("*"))
    return {str(path.relative_to(room)): None if path.is_dir() else path.read_bytes() for path in paths}


def recorded(made: Made, room: Path, change: str, weakness: str = "") -> tuple[Call, ...]:
    """Let a change be made in a copy and return the calls it made there, with what it said between."""
    shutil.copytree(made.before(change), room)
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
    shutil.copytree(made.before(change), room)
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
        self._there = {path.name for path in made.before(change).iterdir()}

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
        if new and self._change in SHEETS_OF and _key(room / SHEETS_OF[self._change]) != NEW_RECOVERY.text:
            return "the new recovery key stands on no sheet"
        if said == "refused" and any((room / name).exists() for name in MADE - self._there):
            return "a sheet or key file is left that opens nothing"
        return ""

    def _opens(self, room: Path) -> tuple[bool, bool]:
        """Say whether the old and the new secrets open it; whichever does finds everything.

        Of a file that is erased: whether it is there, and whether it is gone and its history says so.
        """
        folder = room / "journal"
        if self._change == ERASING:
            there = _files(folder)
            return GONE in there, there.get(GONE) is None
        if self._change in {"recovery key", "three sheets"}:
            assert _whole(folder, OLD, None), "the passphrase does not open it any more"
            return _recovers(folder, self._made.recovery), _recovers(folder, NEW_RECOVERY.text)
        if "key file" in self._change:
            return _with_key_files(room, self._change)
        old = _whole(folder, OLD, room / KEY_FILE if self._change == RECOVERED else None)
        new = _whole(folder, NEW, None)
        if self._change == "new key":
            pair = _recovers(folder, self._made.recovery), _recovers(folder, NEW_RECOVERY.text)
            assert pair == (old, new), f"passphrases {(old, new)}, recovery keys {pair}"
        else:
            assert _recovers(folder, self._made.recovery)
        return old, new


def _with_key_files(room: Path, change: str) -> tuple[bool, bool]:
    folder, before, after = room / "journal", room / KEY_FILE, room / ANOTHER_KEY_FILE
    alone = _whole(folder, OLD, None)
    first = not alone and _whole(folder, OLD, before)
    if change == "key file":
        return alone, first
    if change == "no key file":
        return first, alone
    assert not alone, "no key file is needed any more"
    return first, _whole(folder, OLD, after)


def _key(place: Path) -> str:
    """Return the recovery key that stands at a place; empty where none can be read there."""
    try:
        return key_at(place)
    except (OSError, ValueError, JournalError):
        return ""


def _recovers(folder: Path, key: str) -> bool:
    try:
        Journal.check_recovery_key(folder, key)
    except WrongSecret:
        return False
    return True


def _whole(folder: Path, passphrase: str, key_file: Path | None) -> bool:
    """Say whether a journal opens so; raises AssertionError where it does and something is missing."""
    try:
        journal = Journal.open(folder, passphrase, key_file=key_file)
    except (WrongSecret, BadInput):
        return False
    with journal:
        assert _kept(journal) == FILES
    return True


def _files(folder: Path) -> dict[str, bytes]:
    """Return the files of a journal in which one may be erased."""
    with Journal.open(folder, OLD) as journal:
        kept = _kept(journal)
        ids = {row.file_id for row in evidence_store.blobs(journal.database)}
        erased = [each.revision.record_id for each in revisions.all_standing(journal.database, "evidence", removed=True)
                  if each.removed]  # fmt: skip
        notes = [evidence_store.custody(journal.database, each)[-1][1].event for each in erased]
        assert notes == [CustodyEvent.ERASED] * (len(FILES) - len(kept)), notes
        left = {name.rpartition("/")[2] for name in audit.check_open(journal).left}
        assert journal.vault.blobs.ids() - left == ids
    assert {name: FILES[name] for name in kept} == kept
    assert set(FILES) - set(kept) <= {GONE}
    return kept


def _kept(journal: Journal) -> dict[str, bytes]:
    """Return the files of a journal that is whole otherwise."""
    assert incidents.get(journal, "first").entry.account == "What was written."
    listed = [each.evidence for each in evidence.everything(journal)]
    problems = [each for each in audit.check_open(journal).problems if "header" not in each.where]
    assert problems == [], problems
    assert not [path.name for path in journal.folder.rglob("*") if ".new" in path.name]
    return {each.file_name: evidence.read_original(journal, each) for each in listed}


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
    shutil.copytree(made.before(change), room)
    try:
        said = run(room, change, ["-o", "/dev/null", "-e", f"trace={each.call}", "-e", each.option], weakness)
        return Judge(made, change).broken(room, said)
    finally:
        shutil.rmtree(room)
