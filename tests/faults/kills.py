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
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from journal_app.errors import BadInput, JournalError, WrongSecret
from journal_app.services import anchors, audit, interchange
from journal_app.services.journal import Journal
from journal_app.store import evidence as evidence_store
from journal_app.vault import keyslots, vault
from journal_app.vault.keyslots import FLOOR_COST
from tests.cli import sample
from tests.faults import working
from tests.faults.scenarios import Facts, everything_in
from tests.faults.serving import SMALL_RESERVE, derived_quickly
from tests.faults.sheets import key_at
from tests.faults.working import ANY, OPERATIONS, Opening, Told, Work
from tests.verifier_samples import Authority

FIRST = "the first passphrase"
KILLS_OF_A_JOURNAL = 2 * len(OPERATIONS)  # then it begins anew, so that looking at it stays quick
LONGEST = 1.3  # of the time the thing takes as a rule: some are killed after it


class Promise:
    """What was told to be kept: for each key the words of which one has to stand there.

    Of what opens the journal the words are secrets, or, of a new recovery key, the name of the sheet it stands on.
    """

    def __init__(self, recovery: str) -> None:
        self.words: dict[str, set[str]] = {"opening": {Opening(FIRST).word}, "recovery": {recovery}}
        self.told: set[str] = set(self.words)
        self.openings = [Opening(FIRST)]  # all that ever were; a copy opens with the one that was set when it was made
        self.begun: Told = {}

    def hear(self, line: str) -> None:
        what, _, spelled = line.partition(" ")
        told: Told = json.loads(spelled)
        self.openings += [Opening.of(told["opening"])] if "opening" in told else []
        if what == "begin":
            self.begun = told
            for key, word in told.items():
                self.words.setdefault(key, set()).add(word)
            return
        self.begun = {}
        for key, word in told.items():
            self.words[key] = {word}
            self.told.add(key)

    def of(self, key: str) -> list[str]:
        """Return the words for a key, the one that was just being set first."""
        return sorted(self.words[key], key=lambda each: each != self.begun.get(key))


def _is_no_loss(problem: audit.Problem, changing: bool) -> bool:
    """Two copies of a header of which one was already replaced; what a kill left in the folder is told by itself."""
    return changing and "header" in problem.where


def opened(folder: Path, keys: Path, opening: Opening) -> Journal:
    """Open a journal with a passphrase and what has to be given beside it, no more; raises WrongSecret otherwise."""
    try:
        journal = Journal.open(
            folder, opening.passphrase, key_file=keys / opening.key_file if opening.key_file else None
        )
    except BadInput:  # the key file is not there
        raise WrongSecret("", "") from None
    if journal.vault.header.needs_key_file != bool(opening.key_file):
        journal.close()
        raise WrongSecret("", "")
    return journal


def opened_by_one(folder: Path, keys: Path, openings: Iterable[Opening]) -> tuple[Journal, Opening]:
    """Open a journal with the first that opens it; raises WrongSecret where none does."""
    for each in openings:
        with suppress(WrongSecret):
            return opened(folder, keys, each), each
    raise WrongSecret("nothing opens it", "")


class Judge:
    """Looks at a journal and what left it after a kill."""

    def __init__(self, place: Path, before: Facts) -> None:
        self.folder, self.out, self.keys = (place / name for name in ("run/journal", "out", "keys"))
        self.before = before

    def broken(self, promise: Promise) -> Iterator[str]:
        # The one that was just being set first: where it opens, both copies of the header are written anew.
        changing = any(len(promise.words[key]) > 1 for key in ("opening", "recovery"))
        journal, opening = opened_by_one(self.folder, self.keys, map(Opening.of, promise.of("opening")))
        promise.words["opening"] = {opening.word}
        with journal:
            facts = everything_in(journal)
            yield from self._missing(facts, promise)
            report = audit.check_open(journal)
            yield from (f"{each.where}: {each.what}" for each in report.problems if not _is_no_loss(each, changing))
            known = evidence_store.blob_ids(journal.database) | {name.rpartition("/")[2] for name in report.left}
            yield from (
                f"{name} is in no record, and a check says nothing" for name in journal.vault.blobs.ids() - known
            )
            asked = {each.request for each in anchors.anchors(journal)}
        yield from self._recovery(promise)
        yield from self._left(promise, asked)

    def _recovery(self, promise: Promise) -> Iterator[str]:
        """Try the recovery key as it was told, or as it stands on the sheet that was told or was being made."""
        for word in promise.of("recovery"):
            try:
                key = key_at(self.out / word) if (self.out / word).exists() else word
                Journal.check_recovery_key(self.folder, key)
            except (JournalError, OSError, ValueError):
                continue
            promise.words["recovery"] = {key}
            return
        yield "no recovery key opens it"

    def _missing(self, facts: Facts, promise: Promise) -> Iterator[str]:
        yield from (f"{key} is gone" for key in self.before if key not in facts)
        for key in promise.told:
            kind = key.partition(" ")[0]
            if kind in {"opening", "recovery", *LOOKS}:
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
                yield from (f"{key}: {each}" for each in LOOKS[kind](self, self.out / name, promise, asked))
            except (JournalError, OSError, ValueError) as error:
                yield f"{key}: {error}"
        for key in [key for key, words in promise.words.items() if ANY in words]:
            del promise.words[key]
            promise.told.discard(key)
        shutil.rmtree(self.out)
        self.out.mkdir()


def _copy(judge: Judge, place: Path, promise: Promise, _: set[str]) -> Iterator[str]:
    journal, _opening = opened_by_one(place, judge.keys, reversed(promise.openings))
    with journal:
        yield from (f"{each.where}: {each.what}" for each in audit.check_open(journal).problems)


def _sheet(_: Judge, place: Path, *__: object) -> Iterator[str]:
    key_at(place)  # raises ValueError
    yield from ()


def _export(_: Judge, place: Path, *__: object) -> Iterator[str]:
    for each in json.loads((place / "journal.json").read_bytes())["evidence"]:
        if hashlib.sha256((place / "evidence" / each["file"]).read_bytes()).hexdigest() != each["sha256"]:
            yield each["file"]


def _request(_: Judge, place: Path, __: Promise, asked: set[str]) -> Iterator[str]:
    if base64.b64encode(place.read_bytes()).decode() not in asked:
        yield "the journal does not know it"


def _original(_: Judge, place: Path, *__: object) -> Iterator[str]:
    if place.read_bytes() != sample._files()["photo.jpg"]:
        yield "differs"


def _dossier(_: Judge, place: Path, *__: object) -> Iterator[str]:
    if not place.read_bytes().rstrip().endswith(b"%%EOF"):
        yield "has no end"


def _package(_: Judge, place: Path, *__: object) -> Iterator[str]:
    from journal_app.verifier import verify

    if verify(place).result != "agrees":
        yield "does not agree"


LOOKS: dict[str, Callable[[Judge, Path, Promise, set[str]], Iterator[str]]] = {
    "backup": _copy, "export": _export, "request": _request, "given": _original, "dossier": _dossier,
    "package": _package, "sheet": _sheet,
}  # fmt: skip


def make(place: Path) -> tuple[Facts, str]:
    """Make the journal that every worker begins with, and the answer that is taken in.

    Returns what stands in it, and its recovery key.
    """
    authority = Authority(place / "authority")
    (place / "given").mkdir()
    journal, recovery = Journal.create(place / "journal", FIRST, cost=FLOOR_COST)
    with journal:
        interchange.import_folder(journal, sample.write(place / "whole"))
        anchors.request(journal, place / "asked.tsq")
        (place / "given" / "answer.tsr").write_bytes(authority.answer((place / "asked.tsq").read_bytes()))
        facts = everything_in(journal)
    shutil.rmtree(place / "whole")
    return facts, recovery.text


def worker(place: Path, promise: Promise, operation: Callable[[Work], None], seed: str, weakness: str) -> None:
    """Do one thing, then others, until killed."""
    if weakness:
        working.WEAKNESSES[weakness]()
    chance = random.Random(seed)  # noqa: S311 - texts, no secrets
    careless = weakness == "says kept before it is"
    openings = map(Opening.of, promise.words["opening"])
    journal, opening = opened_by_one(place / "run" / "journal", place / "keys", openings)
    recovery = promise.of("recovery")[0]
    work = Work(journal, place, chance, opening=opening, recovery=recovery, careless=careless)
    os.write(1, b"ready\n")
    while True:
        operation(work)
        operation = chance.choice(OPERATIONS)


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


def how_long(place: Path, recovery: str, operations: tuple[Callable[[Work], None], ...]) -> dict[str, float]:
    """Return the seconds that each thing takes as a rule, by its name."""
    takes: dict[str, float] = {}
    with begun(place, Promise(recovery), working.each_of(operations), "first", "") as reading:
        before = time.monotonic()
        for line in heard(reading, before + 120):
            if line.startswith("took"):
                now = time.monotonic()
                takes[line.split()[1]], before = now - before, now
            if len(takes) == len(operations):
                return takes
    raise AssertionError(takes)


def begin_anew(place: Path) -> None:
    """Lay out the journal as it was made, without what came to it and went from it since."""
    for each in (place / "run", place / "keys", *(place / "given").glob("folder*")):
        shutil.rmtree(each, ignore_errors=True)
    shutil.copytree(place / "journal", place / "run" / "journal")
    (place / "keys").mkdir()


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
    before, recovery = make(place)
    ran, promise = 0, Promise(recovery)
    begin_anew(place)
    (place / "out").mkdir()
    judge = Judge(place, before)
    operations = working.SHOWS_IN.get(weakness, OPERATIONS)
    takes = how_long(place, recovery, operations)
    while ran < int(kills) and not (weakness and broken):
        if ran % KILLS_OF_A_JOURNAL == 0:
            promise = Promise(recovery)
            begin_anew(place)
        operation = operations[ran % len(operations)]
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
