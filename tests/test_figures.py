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
    assert figures.summed(told(full=False), full=False)[0][2] == "0 of 150, a sample"
    assert figures.summed(told(full=False), full=True) == []


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
