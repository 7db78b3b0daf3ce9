"""Files: their keys, what was rendered of them, and what was done with them."""

from __future__ import annotations

import pytest

from journal_app.domain.evidence import Evidence
from journal_app.errors import Damaged
from journal_app.store import evidence
from journal_app.store.evidence import BlobRow, RenditionRow

from .writing import Writer


def _item(identifier: str, *incidents: str, sha256: str = "0" * 64) -> Evidence:
    return Evidence(
        id=identifier, file_name=f"{identifier}.png", sha256=sha256, size=3, blob=f"blob-{identifier}",
        media_type="image/png", incidents=incidents,
    )  # fmt: skip


def _blob(file_id: str) -> BlobRow:
    return BlobRow(file_id=file_id, sha256="1" * 64, size=7, wrapped_key=b"\x00key")


def test_files_by_incident_and_by_content(writer: Writer) -> None:
    with writer.change() as ledger:
        ledger.append("evidence", "e1", _item("e1", "i1", "i2"))
        ledger.append("evidence", "e2", _item("e2", "i1", "i1", sha256="a" * 64))
    database = writer.database
    assert [item.id for item in evidence.all(database)] == ["e1", "e2"]
    assert [item.id for item in evidence.of_incident(database, "i1")] == ["e1", "e2"]
    assert evidence.of_incident(database, "i3") == []
    assert evidence.counts_by_incident(database) == {"i1": 2, "i2": 1}
    assert evidence.by_sha256(database, "a" * 64) == evidence.get(database, "e2")
    assert evidence.by_sha256(database, "b" * 64) is None
    assert [item.id for item in evidence.alike(database, "a" * 64)] == ["e2"]
    with writer.change() as ledger:
        ledger.append("evidence", "e2", _item("e2", "i2", sha256="a" * 64))
        ledger.remove("evidence", "e1")
    assert evidence.counts_by_incident(database) == {"i2": 1}
    assert evidence.by_sha256(database, "0" * 64) is None


def test_keys_of_files_come_back(writer: Writer) -> None:
    with writer.database.transaction():
        evidence.put_blob(writer.database, _blob("one"))
        evidence.put_blob(writer.database, _blob("two"))
    assert evidence.blob(writer.database, "one") == _blob("one")
    assert {row.file_id for row in evidence.blobs(writer.database)} == {"one", "two"}


def test_a_missing_key_is_damage(writer: Writer) -> None:
    with pytest.raises(Damaged) as refused:
        evidence.blob(writer.database, "none")
    assert "backup" in refused.value.advice


def test_renditions_come_back_by_page(writer: Writer) -> None:
    rows = [
        RenditionRow(
            evidence_id="e1", page=page, blob=_blob(f"r{page}"), media_type="image/png", width=10, height=20,
            notes=notes, words="some words\nof it",
        )
        for page, notes in ((2, ("was turned", "made smaller")), (1, ()))
    ]  # fmt: skip
    with writer.database.transaction():
        for row in rows:
            evidence.put_rendition(writer.database, row)
    assert evidence.renditions(writer.database, "e1") == [rows[1], rows[0]]
    assert evidence.renditions(writer.database, "e2") == []


def test_why_there_is_no_rendition(writer: Writer) -> None:
    assert evidence.unreadable(writer.database, "e1") == ""
    with writer.database.transaction():
        evidence.put_unreadable(writer.database, "e1", "broken")
        evidence.put_unreadable(writer.database, "e1", "too-large")
    assert evidence.unreadable(writer.database, "e1") == "too-large"
