"""Kills whoever works on a journal at any moment, again and again, and looks at what is left.

    python -m tests.faults.kills FOLDER SEED KILLS [WEAKNESS]

Each worker is a fork of this process, which has loaded the program. Prints how many were killed and what was broken.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import random
import select
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from journal_app.errors import JournalError, WrongSecret
from journal_app.services import anchors, audit, interchange
from journal_app.services.journal import Journal
from journal_app.vault import keyslots, vault
from journal_app.vault.keyslots import FLOOR_COST
from tests.cli import sample
from tests.faults import working
from tests.faults.scenarios import Facts, everything_in
from tests.faults.serving import SMALL_RESERVE, derived_quickly
from tests.faults.working import ANY, OPERATIONS, Told, Work
from tests.verifier_samples import Authority

FIRST = "the first passphrase"
KILLS_OF_A_JOURNAL = 42  # twice each thing; then it begins anew, so that looking at it stays quick
LONGEST = 1.3  # of the time the thing takes as a rule: some are killed after it


class Promise:
    """What was told to be kept: for each key the words of which one has to stand there."""

    def __init__(self) -> None:
        self.words: dict[str, set[str]] = {"passphrase": {FIRST}}
        self.told: set[str] = {"passphrase"}
        self.passphrases = [FIRST]  # all that ever were; a copy opens with the one that was set when it was made
        self.begun: Told = {}

    def hear(self, line: str) -> None:
        what, _, spelled = line.partition(" ")
        told: Told = json.loads(spelled)
        self.passphrases += [told["passphrase"]] if "passphrase" in told else []
        if what == "begin":
            self.begun = told
            for key, word in told.items():
                self.words.setdefault(key, set()).add(word)
            return
        self.begun = {}
        for key, word in told.items():
            self.words[key] = {word}
            self.told.add(key)


def _is_no_loss(problem: audit.Problem, changing: bool) -> bool:
    """Two copies of a header of which one was already replaced; what a kill left in the folder is told by itself."""
    return changing and "header" in problem.where


class Judge:
    """Looks at a journal and what left it after a kill."""

    def __init__(self, folder: Path, out: Path, before: Facts) -> None:
        self.folder, self.out, self.before = folder, out, before

    def broken(self, promise: Promise) -> Iterator[str]:
        # The one that was just being set first: where it opens, both copies of the header are written anew.
        changing = len(promise.words["passphrase"]) > 1
        for word in sorted(promise.words["passphrase"], key=lambda each: each != promise.begun.get("passphrase")):
            try:
                journal = Journal.open(self.folder, word)
            except WrongSecret:
                continue
            promise.words["passphrase"] = {word}
            with journal:
                facts = everything_in(journal)
                yield from self._missing(facts, promise)
                problems = [each for each in audit.check_open(journal).problems if not _is_no_loss(each, changing)]
                yield from (f"{each.where}: {each.what}" for each in problems)
                asked = {each.request for each in anchors.anchors(journal)}
            yield from self._left(promise, asked)
            return
        yield "no passphrase opens it"

    def _missing(self, facts: Facts, promise: Promise) -> Iterator[str]:
        yield from (f"{key} is gone" for key in self.before if key not in facts)
        for key in promise.told:
            kind = key.partition(" ")[0]
            if kind in {"passphrase", "request", "backup", "export", "original", "dossier", "package"}:
                continue
            if kind == "some":
                found = any(word in value for word in promise.words[key] for value in facts.values())
            else:
                found = any(word in facts.get(key, "") for word in promise.words[key])
            if not found:
                yield f"{key} is not as it was told: {facts.get(key, 'gone'):.80}"

    def _left(self, promise: Promise, asked: set[str]) -> Iterator[str]:
        """Look at what left the journal since it was last looked at: whole, or not there."""
        for key, words in promise.words.items():
            kind, _, name = key.partition(" ")
            if ANY not in words or not (self.out / name).exists():
                if ANY in words and key in promise.told:
                    yield f"{key} is not there"
                continue
            try:
                yield from (f"{key}: {each}" for each in LOOKS[kind](self.out / name, promise.passphrases, asked))
            except (JournalError, OSError, ValueError) as error:
                yield f"{key}: {error}"
        for key in [key for key, words in promise.words.items() if ANY in words]:
            del promise.words[key]
            promise.told.discard(key)
        shutil.rmtree(self.out)
        self.out.mkdir()


def _copy(place: Path, passphrases: list[str], _: set[str]) -> Iterator[str]:
    for passphrase in reversed(passphrases):
        try:
            journal = Journal.open(place, passphrase)
        except WrongSecret:
            continue
        with journal:
            yield from (f"{each.where}: {each.what}" for each in audit.check_open(journal).problems)
        return
    yield "no passphrase that ever was opens it"


def _export(place: Path, *_: object) -> Iterator[str]:
    for each in json.loads((place / "journal.json").read_bytes())["evidence"]:
        if hashlib.sha256((place / "evidence" / each["file"]).read_bytes()).hexdigest() != each["sha256"]:
            yield each["file"]


def _request(place: Path, _: list[str], asked: set[str]) -> Iterator[str]:
    if base64.b64encode(place.read_bytes()).decode() not in asked:
        yield "the journal does not know it"


def _original(place: Path, *_: object) -> Iterator[str]:
    if place.read_bytes() != sample._files()["photo.jpg"]:
        yield "differs"


def _dossier(place: Path, *_: object) -> Iterator[str]:
    if not place.read_bytes().rstrip().endswith(b"%%EOF"):
        yield "has no end"


def _package(place: Path, *_: object) -> Iterator[str]:
    from journal_app.verifier import verify

    if verify(place).result != "agrees":
        yield "does not agree"


LOOKS: dict[str, Callable[[Path, list[str], set[str]], Iterator[str]]] = {
    "backup": _copy, "export": _export, "request": _request, "original": _original, "dossier": _dossier,
    "package": _package,
}  # fmt: skip


def make(place: Path) -> Facts:
    """Make the journal that every worker begins with, and the answer that is taken in; returns what stands in it."""
    authority = Authority(place / "authority")
    (place / "given").mkdir()
    with Journal.create(place / "journal", FIRST, cost=FLOOR_COST)[0] as journal:
        interchange.import_folder(journal, sample.write(place / "whole"))
        anchors.request(journal, place / "asked.tsq")
        (place / "given" / "answer.tsr").write_bytes(authority.answer((place / "asked.tsq").read_bytes()))
        facts = everything_in(journal)
    shutil.rmtree(place / "whole")
    return facts


def worker(place: Path, promise: Promise, operation: Callable[[Work], None], seed: str, weakness: str) -> None:
    """Do one thing, then others, until killed."""
    if weakness:
        working.WEAKNESSES[weakness]()
    chance = random.Random(seed)  # noqa: S311 - texts, no secrets
    careless = weakness == "says kept before it is"
    for word in promise.words["passphrase"]:
        try:
            journal = Journal.open(place / "run" / "journal", word)
        except WrongSecret:
            continue
        work = Work(journal, place / "given", place / "out", chance, careless=careless)
        os.write(1, b"ready\n")
        while True:
            operation(work)
            operation = chance.choice(OPERATIONS)
    raise AssertionError("no passphrase opens it")


@contextmanager
def begun(place: Path, promise: Promise, operation: Callable[[Work], None], seed: str, weakness: str) -> Iterator[int]:
    """Fork a worker that is ready; gives what it says, and kills it at the end of the block."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.dup2(writing, 1)
            worker(place, promise, operation, seed, weakness)
        except BaseException as error:  # whatever it is has to be heard of
            os.write(2, f"{operation.__name__}: {error!r}\n".encode())
        finally:
            os._exit(1)
    os.close(writing)
    try:
        assert os.read(reading, 6) == b"ready\n", operation
        yield reading
    finally:
        os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
        os.close(reading)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL, operation


def heard(reading: int, until: float) -> Iterator[str]:
    """Yield what is said until a moment."""
    rest = b""
    while (left := until - time.monotonic()) > 0 and select.select([reading], [], [], left)[0]:
        rest += os.read(reading, 1 << 16)
        *lines, rest = rest.split(b"\n")
        yield from (line.decode() for line in lines)


def how_long(place: Path) -> dict[str, float]:
    """Return the seconds that each thing takes as a rule, by its name."""
    takes: dict[str, float] = {}
    with begun(place, Promise(), working.all_of_them, "first", "") as reading:
        before = time.monotonic()
        for line in heard(reading, before + 120):
            if line.startswith("took"):
                now = time.monotonic()
                takes[line.split()[1]], before = now - before, now
            if len(takes) == len(OPERATIONS):
                return takes
    raise AssertionError(takes)


def killed(
    place: Path, promise: Promise, operation: Callable[[Work], None], seed: str, after: float, weakness: str
) -> None:
    """Let a worker work, kill it, and hear all that it said until then."""
    with begun(place, promise, operation, seed, weakness) as reading:
        said = list(heard(reading, time.monotonic() + after))
        keeping = os.dup(reading)
    with os.fdopen(keeping, "rb") as rest:
        spoken = "\n".join(said) + "\n" + rest.read().decode()
    whole = spoken if spoken.endswith("\n") else spoken.rpartition("\n")[0]
    for line in filter(None, whole.split("\n")):
        promise.hear(line)


def main(folder: str, seed: str, kills: str, weakness: str = "") -> None:
    keyslots.hash_secret_raw = derived_quickly
    vault.RESERVE_BYTES = SMALL_RESERVE
    place, chance, broken = Path(folder), random.Random(seed), list[str]()  # noqa: S311 - moments, no secrets
    before = make(place)
    ran, promise = 0, Promise()
    shutil.copytree(place / "journal", place / "run" / "journal")
    (place / "out").mkdir()
    takes = how_long(place)
    judge = Judge(place / "run" / "journal", place / "out", before)
    while ran < int(kills) and not (weakness and broken):
        if ran % KILLS_OF_A_JOURNAL == 0:
            promise = Promise()
            for each in (place / "run", *(place / "given").glob("folder*")):
                shutil.rmtree(each)
            shutil.copytree(place / "journal", place / "run" / "journal")
        operation = OPERATIONS[ran % len(OPERATIONS)]
        after = chance.uniform(0, LONGEST * takes[operation.__name__])
        ran += 1
        try:
            killed(place, promise, operation, f"{seed} {ran}", after, weakness)
        except AssertionError as error:  # what a weaker build left does not even let the next begin
            if not weakness:
                raise
            broken.append(repr(error))
        try:
            broken += [f"{operation.__name__}, kill {ran}: {each}" for each in judge.broken(promise)]
        except JournalError as error:
            broken.append(f"{operation.__name__}, kill {ran}: {error}")
    sys.stdout.write(json.dumps({"ran": ran, "broken": broken}))


if __name__ == "__main__":
    main(*sys.argv[1:])
