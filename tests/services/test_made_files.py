"""What was made for a filing is kept for a while, so that what was sent can be noted when it was."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from journal_app.domain.complaints import ComplaintEntry, Sending, SentFile
from journal_app.services import complaints, dossiers, made_files
from journal_app.services.dossiers import DossierRequest
from journal_app.services.journal import Journal
from journal_app.store import drafts

from .keeping import Clock


def file(number: int) -> SentFile:
    return SentFile(name=f"{number}.pdf", sha256=f"{number:064x}")


def names(journal: Journal, *sendings: Sending, complaint: str = "c") -> list[str]:
    return [each.files[0].name for each in made_files.not_noted(journal, complaint, sendings)]


def test_the_last_ones_of_each_filing_are_kept_the_newest_first(empty: Journal) -> None:
    for number in range(made_files.MOST + 2):
        made_files.keep(empty, "c", (file(number),))
    made_files.keep(empty, "d", (file(99),))
    assert names(empty) == [f"{number}.pdf" for number in range(made_files.MOST + 1, 1, -1)]
    assert names(empty, complaint="d") == ["99.pdf"]
    assert names(empty, complaint="e") == []
    for number in range(made_files.MOST_FILINGS - 1):
        made_files.keep(empty, f"other-{number}", (file(number),))
    assert names(empty) == []
    assert names(empty, complaint="d") == ["99.pdf"]


def test_what_is_noted_already_is_left_out(empty: Journal) -> None:
    made_files.keep(empty, "c", (file(1), file(2)))
    assert names(empty, Sending(to="x", files=(file(1),))) == ["1.pdf"]
    assert names(empty, Sending(to="x", files=(file(1),)), Sending(to="y", files=(file(2),))) == []


@pytest.mark.parametrize(
    "kept",
    [None, [], {"c": None}, {"c": [{"made": "x", "files": []}]}, {"c": [{"files": []}]}, {"c": [7]},
     {"c": [{"made": "2026-01-02T03:04:05+00:00", "files": [{"other": 1}]}]}],
)  # fmt: skip
def test_something_odd_that_is_kept_is_left_out(empty: Journal, kept: object) -> None:
    drafts.put_preference(empty.database, "made-for-filings", kept)
    assert names(empty) == []
    made_files.keep(empty, "c", (file(1),))
    assert names(empty) == ["1.pdf"]


def test_a_dossier_for_a_filing_is_kept_and_a_copy_for_oneself_is_not(
    started: Journal, clock: Clock, tmp_path: Path
) -> None:
    filing = ComplaintEntry(id="c", board="us-ca-bbs", professional="professional", incidents=("first",))
    complaints.put(started, filing)
    dossiers.build(started, DossierRequest(audience="self"), tmp_path / "self.pdf")
    assert made_files.not_noted(started, "c", ()) == ()
    made = dossiers.build(started, DossierRequest(audience="board"), tmp_path / "board.pdf")
    clock.forward(hours=1)
    (kept,) = made_files.not_noted(started, "c", ())
    assert kept.files == (SentFile(name="board.pdf", sha256=made.files[0].sha256),)
    assert kept.made == started.clock() - timedelta(hours=1)
