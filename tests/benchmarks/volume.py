"""A journal of many entries and much evidence, and what is done with it; one step each time, in a process of its own.

``python -m tests.benchmarks.volume STEP ARGUMENTS`` prints what the step took as JSON: seconds, MiB, bytes. Files to be
taken in are drawn in lots, and each lot is removed before the next: the disk holds the journal and one lot of them.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import random
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.material import PASSPHRASE, forget, peak, sentences

LOT = 1 << 27  # bytes of files that lie ready at once
# Bytes of one file and its share of a lot: a recording, photographs, letters as PDF.
SIZES = ((LOT * 6 // 10, 0.6), (3 << 20, 0.3), (300 << 10, 0.1))
PIECE = 1 << 20
QUERIES = 100
WORDS = 60  # of an account
Took = dict[str, float]


def entries(place: str, count: str) -> Took:
    """Make a journal with the cost of a key as the program sets it, and take in a folder of so many entries."""
    from journal_app.services import interchange
    from journal_app.services.journal import Journal

    chance = random.Random(1)  # noqa: S311 - the same words each time
    source = Path(place).with_name("entries")
    (source / "evidence").mkdir(parents=True)
    plain = {"format": "journal-interchange", "version": 1, "people": [], "evidence": [],
             "incidents": [_entry(chance, at) for at in range(int(count))]}  # fmt: skip
    (source / "journal.json").write_text(json.dumps(plain))
    del plain
    made, _ = Journal.create(Path(place), PASSPHRASE)
    with made:
        forget()
        took = _timed(lambda: interchange.import_folder(made, source))
        mib = peak()
    shutil.rmtree(source)
    return {"seconds": took, "mib": mib}


def _entry(chance: random.Random, at: int) -> dict[str, object]:
    occurred = f"{chance.randint(2015, 2025)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    return {"id": f"i{at}", "occurred": occurred if at % 20 else "", "account": sentences(chance, WORDS)}


def evidence(place: str, total: str) -> Took:
    """Take in files of so many bytes for entries, and copy and hash the same files beside, by turns."""
    from journal_app.services import evidence as service
    from journal_app.services.intake import NewFile
    from journal_app.services.journal import Journal

    source, copies = (Path(place).with_name(name) for name in ("source", "copies"))
    seconds = {"ours": 0.0, "copied": 0.0, "copied, not waiting for the disk": 0.0}
    done = files = 0
    with Journal.open(Path(place), PASSPHRASE) as opened:
        forget()
        for turn in itertools.count():
            if done >= int(total):
                break
            lot = _lot(source, turn, min(LOT, int(total) - done))
            new = [NewFile(name=each.name, source=each) for each in lot]
            sides: dict[str, Callable[[], object]] = {
                "ours": lambda new=new, at=turn: service.attach(opened, f"i{at}", new),
                "copied": lambda lot=lot: _copied(lot, copies, waits=True),
                "copied, not waiting for the disk": lambda lot=lot: _copied(lot, copies, waits=False),
            }
            names = list(sides)
            for name in (
                names[turn % 3 :] + names[: turn % 3]
            ):  # whoever is first finds the disk otherwise than the last
                seconds[name] += _timed(sides[name])
                shutil.rmtree(copies, ignore_errors=True)
                os.sync()  # what one side left to be written is not written while the next is measured
            done += sum(each.stat().st_size for each in lot)
            files += len(lot)
            shutil.rmtree(source)
        return {**seconds, "mib": peak(), "bytes": done, "files": files}


def _lot(folder: Path, turn: int, total: int) -> list[Path]:
    """Draw files of so many bytes, no two alike; what they hold cannot be packed, as in pictures and recordings."""
    folder.mkdir()
    drawn, left = [], total
    for size, share in SIZES:
        for _ in range(max(1, int(total * share / size))):
            path = folder / f"{turn:05d}-{len(drawn):05d}.bin"
            chance = random.Random(path.name)  # noqa: S311 - the same bytes each time
            with path.open("wb") as stream:
                for start in range(0, min(size, left), PIECE):
                    stream.write(chance.randbytes(min(PIECE, size - start, left - start)))
            left -= path.stat().st_size
            drawn.append(path)
    return [each for each in drawn if each.stat().st_size]


def _copied(lot: list[Path], out: Path, *, waits: bool) -> list[str]:
    """Copy files as plainly as can be, and hash them; ``waits`` for each to be on the disk, as a journal does."""
    out.mkdir()
    found = []
    for each in lot:
        digest = hashlib.sha256()
        with each.open("rb") as reading, (out / each.name).open("wb") as writing:
            while data := reading.read(PIECE):
                digest.update(data)
                writing.write(data)
            if waits:
                writing.flush()
                os.fsync(writing.fileno())
        found.append(digest.hexdigest())
    return found


def unlock(place: str) -> Took:
    """Open the journal from nothing, and read what the window shows first; derive the key once more alone."""
    from journal_app.services import incidents
    from journal_app.services.journal import Journal
    from journal_app.store import timeline

    holder: list[Journal] = []
    worked = time.process_time()
    took = _timed(lambda: holder.append(Journal.open(Path(place), PASSPHRASE)))
    (opened,) = holder
    with opened:
        most, worked = peak(), time.process_time() - worked
        first = _timed(lambda: timeline.page(opened.database, timeline.Sought(), after=None, most=100))
        key = _timed(lambda: opened.vault.is_opened_by(PASSPHRASE))
        assert incidents.get(opened, "i0").entry.account
    return {"seconds": took, "key": key, "first page": first, "mib": most, "processor": worked}


def search(place: str) -> Took:
    """Look for words as often as they stand in accounts, for pairs of them, and for beginnings as they are typed."""
    from journal_app.services import incidents
    from journal_app.services.journal import Journal

    chance = random.Random(2)  # noqa: S311 - the same queries each time
    words = [sentences(chance, 1).strip(".").lower() for _ in range(QUERIES)]
    pairs = [f"{one} {two}" for one, two in itertools.pairwise(words)]
    queries = [*words, *pairs, *(word[:length] for word in words[:30] for length in (1, 2, 3)), "nothing"]
    with Journal.open(Path(place), PASSPHRASE) as opened:
        forget()
        found = 0
        seconds, processor = [], []
        for query in queries:
            began, worked = time.perf_counter(), time.process_time()
            found += len(incidents.search(opened, query).hits)
            seconds.append(time.perf_counter() - began)
            processor.append(time.process_time() - worked)
    return {"p95": _p95(seconds), "p95 of the processor": _p95(processor), "median": statistics.median(seconds),
            "longest": max(seconds), "queries": len(queries), "found": found, "mib": peak()}  # fmt: skip


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


class _Stages:
    """A progress that keeps when each stage was first told of, and which was told of last."""

    def __init__(self) -> None:
        self.began: dict[str, float] = {}

    def report(self, stage: str, done: int, total: int) -> None:
        """Keep when a stage begins."""
        self.began.setdefault(stage, time.perf_counter())


def verify(place: str) -> Took:
    """Check all of the journal, and read and hash the same stored files beside; both from the disk."""
    from journal_app.services import audit
    from journal_app.services.journal import Journal

    with Journal.open(Path(place), PASSPHRASE, read_only=True) as opened:
        stored = sorted((opened.folder / "files").iterdir())
        total = sum(each.stat().st_size for each in stored)
        plain = _timed(lambda: [*map(_hashed, _from_the_disk(stored))])
        list(_from_the_disk(stored))
        stages = _Stages()
        forget()
        began, worked = time.perf_counter(), time.process_time()
        report = audit.check_open(opened, stages)
        ended, worked = time.perf_counter(), time.process_time() - worked
        assert not report.problems, report.problems
    files = ended - stages.began["Checking files"]
    return {"seconds": ended - began, "files": files, "hashed": plain, "bytes": total, "processor": worked,
            "mib": peak()}  # fmt: skip


def _from_the_disk(stored: list[Path]) -> Iterator[Path]:
    """Give files of which the system holds nothing in memory any more (posix_fadvise(2))."""
    for each in stored:
        with each.open("rb") as stream:
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        yield each


def _hashed(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


STEPS: dict[str, Callable[..., Took]] = {
    "entries": entries, "evidence": evidence, "unlock": unlock, "search": search, "verify": verify,
}  # fmt: skip

if __name__ == "__main__":
    sys.stdout.write(json.dumps(STEPS[sys.argv[1]](*sys.argv[2:])) + "\n")
