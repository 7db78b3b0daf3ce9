"""What the tests of the services share: a clock, a few records, and proof that nothing changed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from journal_app.domain.incident import IncidentEntry, Involvement, Purpose
from journal_app.domain.people import PersonEntry, Role
from journal_app.errors import Cancelled, JournalError
from journal_app.services.journal import Journal

PASSPHRASE = "a passphrase for tests"  # noqa: S105 - opens nothing but test journals
START = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)

CLIENT = PersonEntry(id="client", name="Ida Berg", roles=(Role.CLIENT, Role.COMPLAINANT))
PROFESSIONAL = PersonEntry(
    id="professional", name="Tom Reed", roles=(Role.PROFESSIONAL,), licence_number="L-1", notes="Keeps two phones."
)
ENTRY = IncidentEntry(
    id="first",
    account="He asked me to meet him.\nOutside.",
    occurred="2024-03-12",
    people=(Involvement(person="professional"),),
    purpose=Purpose.FOR_A_COMPLAINT,
    impact="I could not sleep.",
    private_note="Only for me.",
    tags=("red",),
)


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: int) -> None:
        self.now += timedelta(**span)


class Stops:
    """A person who presses Stop at the ``at``-th report."""

    def __init__(self, at: int = 0) -> None:
        self.at, self.stages = at, list[str]()

    def report(self, stage: str, done: int, total: int) -> None:
        assert done >= 0
        assert done <= total or not total
        self.stages.append(stage)
        if len(self.stages) > self.at:
            raise Cancelled("Stopped.", "Start again when you like.")


class Listens:
    """A progress that only remembers."""

    def __init__(self) -> None:
        self.reports: list[tuple[str, int, int]] = []

    def report(self, stage: str, done: int, total: int) -> None:
        self.reports.append((stage, done, total))


def state(journal: Journal) -> tuple[object, ...]:
    """Return everything a journal keeps that may not change when something is refused."""
    tables = ("revisions", "heads", "frontier", "blobs", "renditions", "unreadable", "drafts", "preferences")
    rows = tuple(tuple(journal.database.execute(f"SELECT * FROM {table}")) for table in tables)  # noqa: S608 - fixed names
    return (*rows, frozenset(journal.vault.blobs.ids()))


def on_disk(folder: Path) -> dict[str, str]:
    """Return the digest of every file below a folder."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


@contextmanager
def refused(kind: type[JournalError], journal: Journal | None = None) -> Iterator[pytest.ExceptionInfo[JournalError]]:
    """Expect a refusal in two calm sentences, after which the journal is exactly as before."""
    before = state(journal) if journal else None
    with pytest.raises(kind) as caught:
        yield caught
    assert caught.type is kind
    for text in (caught.value.message, caught.value.advice):
        assert text == text.strip()
        assert text.endswith(".")
        assert "!" not in text
    assert before is None or state(journal) == before  # type: ignore[arg-type]  # there is one where there is a state


@contextmanager
def unwritable(journal: Journal) -> Iterator[None]:
    """Let the database of a journal take nothing, as where its disk fails."""
    journal.database.execute("PRAGMA query_only=ON")
    try:
        yield
    finally:
        journal.database.execute("PRAGMA query_only=OFF")


def picture(colour: str = "red", size: tuple[int, int] = (40, 30), kind: str = "PNG", **options: object) -> bytes:
    """Return the bytes of a picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()


def revised(journal: Journal) -> int:
    """Return how many revisions the chain has."""
    return int(str(journal.database.execute("SELECT count(*) FROM revisions")[0][0]))
