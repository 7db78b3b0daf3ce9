"""Takes damaged files through the whole program as a person would, and finds what may never happen."""

from __future__ import annotations

import math
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from journal_app.errors import JournalError
from journal_app.services import audit, evidence, renditions
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.services.media import WALL_SECONDS, Decoder, NoRendition, is_recording
from journal_app.vault.keyslots import FLOOR_COST

AT_ONCE = 25  # files taken in together
LONGEST = 1.5 * WALL_SECONDS  # that one request may take: what the program waits for it, and some for this computer
_PASSPHRASE = "a passphrase for tests"  # noqa: S105 - opens nothing but test journals


@dataclass
class Judge:
    """What became of the files so far; ``broken`` is what may never happen.

    ``decoder`` makes the worker; a program that waits longer than ``LONGEST`` for one request of it stands still.
    """

    decoder: Callable[[], Decoder] = Decoder
    ran: int = 0
    slowest: float = 0.0
    broken: list[str] = field(default_factory=list)
    became: Counter[str] = field(default_factory=Counter)
    workers: set[int] = field(default_factory=set)
    _since: float = math.inf  # when what is waited for began; nothing is waited for between two files
    _worker: Decoder | None = None

    def judge(self, folder: Path, files: Sequence[tuple[str, bytes]]) -> None:
        """Take files into a new journal in ``folder``, look at each, and check everything; watched from outside."""
        work = threading.Thread(target=self._guarded, args=(folder, files))
        work.start()
        while work.is_alive():
            work.join(0.05)
            if time.monotonic() - self._since > LONGEST:
                self.broken.append(f"file {self.ran}: the program stands still")
                while work.is_alive():  # what it waits for is ended, so that the test can end
                    if self._worker is not None and self._worker._process is not None:
                        self._worker._process.kill()
                    work.join(0.05)
        if self.broken:
            self.broken[:] = self.broken[:20]

    def _guarded(self, folder: Path, files: Sequence[tuple[str, bytes]]) -> None:
        try:
            self._all(folder, files)
        except Exception as error:
            self.broken.append(f"file {self.ran}: the program ended with {error!r}")

    def _all(self, folder: Path, files: Sequence[tuple[str, bytes]]) -> None:
        with Journal.create(folder, _PASSPHRASE, cost=FLOOR_COST)[0] as journal:
            journal.decoder.close()
            journal.decoder = self._worker = self._watched(self.decoder())
            for start in range(0, len(files), AT_ONCE):
                some = files[start : start + AT_ONCE]
                taken = evidence.attach(journal, "", [NewFile(name=name, source=data) for name, data in some])
                for identifier, (name, data) in zip(taken, some, strict=True):
                    self._one(journal, identifier, name, data)
            report = audit.check_open(journal)
            self.broken += [f"{problem.where}: {problem.what}" for problem in report.problems]

    def _watched(self, decoder: Decoder) -> Decoder:
        """Note when each request of the worker begins and ends: one file needs several."""
        exchange = decoder._exchange

        def watched(*given: Any) -> Any:
            self._since = begun = time.monotonic()
            try:
                return exchange(*given)
            finally:
                self._since = time.monotonic()
                self.slowest = max(self.slowest, self._since - begun)

        decoder._exchange = watched  # type: ignore[method-assign]  # the same, and looked at
        return decoder

    def _one(self, journal: Journal, identifier: str, name: str, data: bytes) -> None:
        self._since = time.monotonic()
        item = evidence.get(journal, identifier).evidence
        steps: list[Callable[[], object]] = [lambda: renditions.facts(journal, identifier)]
        if renditions.is_readable(item) or is_recording(item.media_type):
            steps.append(lambda: renditions.reading(journal, identifier))
        else:
            steps.append(lambda: renditions.thumbnail(journal, identifier, 64))
        said = "shown"
        for step in steps:
            try:
                step()
            except NoRendition as error:
                said = error.reason
            except JournalError as error:
                self.broken.append(f"{name} {self.ran}: {error!r}")
        self.became[f"{name.rpartition('.')[2]}: {said}"] += 1
        if journal.decoder._process is not None:
            self.workers.add(journal.decoder._process.pid)
        if evidence.read_original(journal, item) != data:
            self.broken.append(f"{name} {self.ran}: the original is not what was taken in")
        self._since = math.inf
        self.ran += 1
