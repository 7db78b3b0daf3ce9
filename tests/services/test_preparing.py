"""Pictures of many files, made side by side right after the files were taken in."""

from __future__ import annotations

import io

import pikepdf
import pytest

from journal_app.errors import Cancelled, Damaged
from journal_app.services import evidence, preparing, renditions
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.services.media import Decoder
from journal_app.store import evidence as evidence_store

from .keeping import Listens, Stops, picture, state


@pytest.fixture(autouse=True, scope="module")
def decoder() -> None:
    with Decoder() as made:
        if not made.available():
            pytest.skip("a layer of the worker's lock is missing on this system")


def attach(journal: Journal, *files: tuple[bytes, str]) -> tuple[str, ...]:
    return evidence.attach(journal, "first", [NewFile(name=name, source=data) for data, name in files])


def pdf(pages: int) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(72, 72))
        made.save(out)
    return out.getvalue()


def pictures(count: int) -> list[tuple[bytes, str]]:
    return [(picture(f"#{at * 9 % 256:02x}3456"), f"{at}.png") for at in range(count)]


def test_everything_that_is_missing_is_made_once(started: Journal) -> None:
    attach(started, (picture(), "a.png"), (b"words", "b.txt"), (pdf(2), "c.pdf"))
    heard = Listens()
    assert preparing.prepare(started, progress=heard) == 2
    assert [(done, total) for _, done, total in heard.reports] == [(0, 2), (1, 2)]
    before = state(started)
    assert preparing.prepare(started) == 0
    assert state(started) == before


def test_each_file_gets_its_own_picture(started: Journal) -> None:
    identifiers = attach(started, *pictures(12))
    preparing.prepare(started)
    made = [renditions.page(started, identifier).data for identifier in identifiers]
    with Decoder() as alone:
        wanted = [alone.renditions(data, "image/png")[0].data for data, _ in pictures(12)]
    assert made == wanted


def test_some_files_alone_can_be_asked_for(started: Journal) -> None:
    first, second = attach(started, *pictures(2))
    assert preparing.prepare(started, [second]) == 1
    assert [bool(evidence_store.renditions(started.database, each)) for each in (first, second)] == [False, True]


def test_what_cannot_be_drawn_has_its_reason_and_stops_nothing(started: Journal) -> None:
    broken, whole = attach(started, (picture()[:60], "broken.png"), (picture(), "whole.png"))
    assert preparing.prepare(started) == 2
    assert evidence_store.unreadable(started.database, broken) == "not-readable"
    assert renditions.page_count(started, whole) == 1
    assert preparing.prepare(started) == 0


def test_what_is_stopped_leaves_nothing_half_done_and_goes_on_later(started: Journal) -> None:
    identifiers = attach(started, *pictures(8))
    with pytest.raises(Cancelled):
        preparing.prepare(started, progress=Stops(5))
    known = {row.blob.file_id for each in identifiers for row in evidence_store.renditions(started.database, each)}
    originals = {evidence_store.get(started.database, each).blob for each in identifiers}
    assert started.vault.blobs.ids() == known | originals
    assert 0 < len(known) < 8
    assert preparing.prepare(started) == 8 - len(known)


def test_a_damaged_file_stops_and_leaves_nothing(started: Journal) -> None:
    first, *_ = attach(started, *pictures(3))
    place = started.vault.blobs.folder / evidence_store.get(started.database, first).blob
    data = bytearray(place.read_bytes())
    data[60] ^= 1
    place.write_bytes(data)
    before = state(started)
    with pytest.raises(Damaged):
        preparing.prepare(started)
    assert state(started) == before
