"""The table of figures says what was run, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import figures
from tests.figures import SAFETY, SPEED, Safety

HOW = ("`command`", "2026-03-01", "a computer")


def told(*, ran: int = 50, broken: int = 0, full: bool = True) -> list[tuple[str, object]]:
    kept: list[tuple[str, object]] = []
    one = Safety(lambda name, value: kept.append((name, value)), "R2")
    one.found("kills", full=full, ran=ran, broken=broken, wanted=100)
    one.found("kills", full=full, ran=100, broken=0, wanted=100)
    one.control("speaks too soon", caught=True)
    return kept


def test_the_parts_of_a_figure_stand_together_with_its_controls() -> None:
    assert figures.summed(told(ran=100), full=True) == [("R2", "kills", "0 of 200", "1 of 1 caught: speaks too soon")]


def test_what_was_not_reached_is_said() -> None:
    assert figures.summed(told(broken=3), full=True)[0][2] == "3 of 150 (200 wanted)"
    assert figures.summed(told(full=False), full=False)[0][2] == "0 of 150 (200 wanted), a sample"
    assert figures.summed(told(full=False), full=True) == []


def test_what_a_test_tells_as_it_gets_on_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[tuple[str, object]] = []
    monkeypatch.setattr(figures, "_RUNNING", [lambda name, value: kept.append((name, value))])
    for ran in (1, 2, 3):
        figures.tell("S1", "locks", full=False, ran=ran, broken=0, what=f"median {ran} ms", wanted=1000)
    figures.tell("S1", "views", full=False, ran=7, broken=1, what="looked at")
    assert figures.summed(figures.last_told(kept), full=False) == [
        ("S1", "locks: median 3 ms", "0 of 3 (1,000 wanted), a sample", "not run"),
        ("S1", "views: looked at", "1 of 7, a sample", "not run"),
    ]
    again = [*figures.last_told(kept), *figures.last_told(kept)]  # of two tests: both count
    assert figures.summed(again, full=False)[0][2] == "0 of 6 (2,000 wanted), a sample"


def test_a_control_of_one_part_says_nothing_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[tuple[str, object]] = []
    monkeypatch.setattr(figures, "_RUNNING", [lambda name, value: kept.append((name, value))])
    for part in ("commands", "views"):
        figures.tell("S6", part, full=True, ran=1, broken=0, what="what")
    figures.caught("S6", "words as they are", by=2, part="commands")
    figures.caught("S6", "of all", by=0)
    assert [(what, control) for _, what, _, control in figures.summed(kept, full=True)] == [
        ("commands: what", "1 of 2 caught: of all, words as they are; NOT caught: of all"),
        ("views: what", "0 of 1 caught: of all; NOT caught: of all"),
    ]


def test_figures_of_one_id_have_controls_of_their_own() -> None:
    kept: list[tuple[str, object]] = []
    one = Safety(lambda name, value: kept.append((name, value)), "R9")
    for part in ("killed", "spoilt"):
        one.found(f"copies {part}", full=True, ran=1, broken=0, wanted=1, part=part)
    one.control("the list is not looked at", caught=True, part="spoilt")
    assert [row[3] for row in figures.summed(figures.last_told(kept), full=True)] == [
        "not run",
        "1 of 1 caught: the list is not looked at",
    ]


def test_a_control_that_was_not_caught_is_named() -> None:
    missed = [*told(), ("control", {"id": "R2", "weakness": "half written", "caught": False})]
    assert "NOT caught: half written" in figures.summed(missed, full=True)[0][3]
    assert figures.summed(told()[:2], full=True)[0][3] == "not run"


def test_the_file_keeps_what_was_not_run_again(tmp_path: Path) -> None:
    path = tmp_path / "FIGURES.md"
    first, second = ("R2", "kills", "0 of 1", "none", *HOW), ("R9", "copies", "0 of 1", "none", *HOW)
    speed = ("start", "0.4 s", "≤ 0.5", "yes", *HOW)
    figures.write(path, {SAFETY: [second, first], SPEED: [speed]})
    again = ("R2", "kills", "0 of 5,000", "none", *HOW)
    figures.write(path, {SAFETY: [again], SPEED: []})
    assert figures.read(path) == {SAFETY: [again, second], SPEED: [speed]}
    assert path.read_text(encoding="utf-8").startswith("# Figures")


def test_what_was_found_out_of_a_part_does_not_make_it_another(tmp_path: Path) -> None:
    out = tmp_path / "FIGURES.md"
    rest = ("0 of 200", "not run", "`command`", "2026-11-01", "Linux")
    for said in ("until clean: median 29 ms", "until hidden: median 3 ms", "until clean: median 31 ms"):
        figures.write(out, {figures.SAFETY: [("S1", said, *rest)]})
    assert [row[1] for row in figures.read(out)[figures.SAFETY]] == [
        "until clean: median 31 ms",
        "until hidden: median 3 ms",
    ]


def test_a_share_of_a_figure_is_run_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(figures.PERCENT, raising=False)
    monkeypatch.setenv(figures.COMMAND, "python3 packaging/test.py --full")
    assert (figures.share(5000), figures.command([])) == (5000, "`python3 packaging/test.py --full`")
    monkeypatch.setenv(figures.PERCENT, "3")
    assert (figures.share(5000), figures.share(1)) == (150, 1)
    assert figures.command([]) == "`DAYBOOK_FIGURES_PERCENT=3 python3 packaging/test.py --full`"


def test_the_readme_quotes_what_was_measured() -> None:
    text = figures.README.read_text(encoding="utf-8")
    assert figures.with_quote(text, figures.quoted(figures.read(figures.FIGURES))) == text


def test_a_quote_is_short_and_says_what_was_not_caught() -> None:
    rows = [("R2", "kills", "3 of 150 (200 wanted)", "1 of 2 caught: half written; NOT caught: early", *HOW)]
    assert figures.quoted({SAFETY: rows}).splitlines()[2:] == ["| R2 | kills | 3 of 150 (200 wanted) | 1 of 2 caught |"]
