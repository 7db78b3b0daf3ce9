"""What a power cut may leave of a journal, and whether everything that was acknowledged is in it."""

from __future__ import annotations

import functools
import hashlib
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from journal_app.domain.incident import IncidentEntry
from journal_app.errors import WrongSecret
from journal_app.services import audit, drafts, evidence, incidents
from journal_app.services.journal import Journal
from tests.faults.disk import CALLS, Call, Disk, Image, read_record

LONGEST_WRITE = 1 << 21
CALLS_OF_A_COPY = 40
Fact = dict[str, str]


@functools.cache
def recorded(folder: Path, rounds: int, weakness: str = "") -> tuple[Call, ...]:
    """Let the writer work in ``folder`` and return the calls it made there, with what it acknowledged between."""
    folder.mkdir()
    command = ["strace", "-f", "-y", "-xx", "-s", str(LONGEST_WRITE), "-o", f"{folder}.record", "-e", f"trace={CALLS}",
               sys.executable, "-m", "tests.faults.writer", str(folder), str(rounds), weakness]  # fmt: skip
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    calls = tuple(read_record(Path(f"{folder}.record"), folder))
    Path(f"{folder}.record").unlink()
    shutil.rmtree(folder)
    return calls


@dataclass(slots=True)
class Promise:
    """What was acknowledged so far, and what was just being written: that may be there already or not."""

    passphrase: str = ""
    entries: dict[str, str] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    files: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    copy: tuple[str, str, int] = ("", "", 0)  # the last copy, what opens it, and how many calls it is old
    begun: Fact = field(default_factory=dict)

    def keep(self, fact: Fact) -> None:
        match fact:
            case {"passphrase": passphrase}:
                self.passphrase = passphrase
            case {"entry": identifier, "account": account}:
                self.entries[identifier] = account
            case {"removed": identifier}:
                self.removed.add(identifier)
            case {"file": identifier, "sha256": digest}:
                self.files[identifier] = digest
            case {"draft": key, "account": account}:
                self.drafts[key] = account
            case {"copy": name}:
                self.copy = (name, self.passphrase, 0)
            case _:
                raise AssertionError(fact)


@dataclass(frozen=True, slots=True)
class State:
    """One state of the disk after a power cut."""

    image: Image
    call: int
    manner: str
    print_of: int  # the same for what is the same: the image, and how much was promised


def states(calls: tuple[Call, ...], *, each: int, chance: random.Random) -> Iterator[tuple[State, Promise]]:
    """Yield every state of least and most, and ``each`` random ones after each call; none twice in a row of the same.

    The power may fail after any call, so also in the middle of one thing the person did.
    """
    facts = [json.loads(call.path) for call in calls if call.name == "ack"]
    disk, promise, done, seen = Disk(Path("/"), {}), Promise(), 0, set[int]()
    promise.begun = facts[0]
    for number, call in enumerate(calls):
        if call.name == "ack":
            promise.keep(facts[done])
            done += 1
            promise.begun = facts[done] if done < len(facts) else {}
            seen = set()
        else:
            disk.do(call)
        promise.copy = (*promise.copy[:2], promise.copy[2] + 1)
        for manner in ("least", "most", *["some"] * each):
            image = disk.some(chance) if manner == "some" else getattr(disk, manner)()
            parts = sorted((path, data if data is None else hash(data)) for path, data in image.items())
            print_of = hash((done, *parts))  # the same after one more promise is another state
            if print_of not in seen:
                seen.add(print_of)
                yield State(image, number, manner, print_of), promise


class Judge:
    """Opens what is left as the program does, and says what is not as it was acknowledged."""

    def __init__(self, place: Path, *, strange: frozenset[str] = frozenset()) -> None:
        """``strange`` names files that a weakened build keeps beside its database, and that no check knows."""
        self.place, self.strange = place, strange
        self.judged = 0

    def broken(self, state: State, promise: Promise) -> str:
        """Return what was lost or does not open; empty where all is well."""
        self.judged += 1
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir(parents=True)
        for path, data in sorted(state.image.items()):
            if data is None:
                (self.place / path).mkdir()
            else:
                (self.place / path).write_bytes(data)
        if not promise.passphrase and not (self.place / "journal").is_dir():
            return ""
        try:
            return self._opened(self.place / "journal", promise) or self._copied(promise)
        except Exception as error:  # whatever it is, the person does not get to the journal
            return f"{type(error).__name__}: {error}"

    def _opened(self, folder: Path, promise: Promise) -> str:
        changing = promise.begun.get("passphrase", "")
        for passphrase in filter(None, (promise.passphrase, changing)):
            try:
                journal = Journal.open(folder, passphrase)
            except WrongSecret:
                continue
            with journal:
                return _missing(journal, promise) or self._problems(journal, changing=bool(changing))
        return "no passphrase opens it"

    def _copied(self, promise: Promise) -> str:
        name, passphrase, age = promise.copy
        if not name or age > CALLS_OF_A_COPY:  # nothing is written there any more
            return ""
        with Journal.open(self.place / name, passphrase) as journal:
            return self._problems(journal, changing=False)

    def _problems(self, journal: Journal, *, changing: bool) -> str:
        found = [each for each in audit.check_open(journal).problems if each.where not in self.strange]
        return "; ".join(f"{each.where}: {each.what}" for each in found if not (changing and "header" in each.where))


def _missing(journal: Journal, promise: Promise) -> str:
    for identifier, account in promise.entries.items():
        begun = promise.begun if promise.begun.get("entry") == identifier else {}
        gone = identifier in promise.removed or promise.begun.get("removed") == identifier
        if identifier in promise.removed and not any(
            each.id == identifier and each.removed for each in incidents.timeline(journal, removed=True)
        ):
            return f"the removal of {identifier}"
        if not gone and incidents.get(journal, identifier).entry.account not in {account, begun.get("account")}:
            return f"the account of {identifier}"
    for identifier, digest in promise.files.items():
        kept = evidence.get(journal, identifier).evidence
        if hashlib.sha256(evidence.read_original(journal, kept)).hexdigest() != digest:
            return f"the file {identifier}"
    for key, account in promise.drafts.items():
        draft = drafts.load(journal, key, IncidentEntry)
        if draft is None or draft.account != account:
            return f"the draft {key}"
    return ""
