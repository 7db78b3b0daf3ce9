from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.integrity.custody import CustodyRow, custody_text, read_custody
from journal_app.integrity.manifest import ManifestMismatch

ROW = CustodyRow("EX-001", "exhibits/EX-001.png", "ab" * 32, "2026-11-23T18:00:00Z", "added", "", "0.1.0")
WRITTEN = custody_text([ROW])


@given(st.lists(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 ,\"äπ🙂]{0,9}", fullmatch=True), max_size=5))
def test_rows_read_back(details: list[str]) -> None:
    rows = tuple(CustodyRow(ROW.exhibit, ROW.file, ROW.sha256, ROW.time, "added", text, "1") for text in details)
    data = custody_text(rows)
    assert read_custody(data) == rows
    assert len(list(csv.DictReader(io.StringIO(data.decode(), newline="")))) == len(rows)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b'"open',
        WRITTEN.replace(b"exhibit,", b"Exhibit,"),
        WRITTEN.replace(b"\r\n", b"\n"),
        WRITTEN + b"\r\n",
        WRITTEN + b"a,b\r\n",
        WRITTEN.replace(b",added,", b',"added",'),
        WRITTEN.replace(b"2026-", b"26-"),
        WRITTEN.replace(b"added,", b"added,a\x00b"),
    ],
)
def test_another_form_is_refused(data: bytes) -> None:
    with pytest.raises(ManifestMismatch, match=r"custody\.csv"):
        read_custody(data)


@pytest.mark.parametrize("detail", ["=1+1", "+1", "-1", "@x", "a\rb", "\t1", "a\u202eb"])
def test_what_a_spreadsheet_could_run_is_not_written(detail: str) -> None:
    with pytest.raises(ManifestMismatch, match=r"custody\.csv:2"):
        custody_text([CustodyRow(ROW.exhibit, ROW.file, ROW.sha256, ROW.time, "added", detail, "1")])
