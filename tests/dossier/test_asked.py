"""What each field of each form asks for; ``asked_fields.txt`` says it of all of them, as a reader of the form would."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal_app.catalogue import Board, Catalogue
from journal_app.dossier.asked import ALL, Ask, asked

BOARDS = Catalogue.load().boards()
READ = Path(__file__).with_name("asked_fields.txt")


def in_words(asks: tuple[Ask, ...]) -> str:
    said = [ask.tag if ask.parts == ALL else f"{ask.tag}: {' '.join(sorted(ask.parts))}" for ask in asks]
    return "; ".join(said) or "nothing"


def read() -> dict[tuple[str, str], str]:
    """Return what was read in each field, by the tags of its heading and its words."""
    found = {}
    for line in READ.read_text(encoding="utf-8").splitlines():
        place, _, asks = line.rpartition(" => ")
        tags, _, field = place.partition("] ")
        found[tags.removeprefix("["), field] = asks
    return found


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.id)
def test_each_field_asks_for_what_a_reader_of_the_form_finds_in_it(board: Board) -> None:
    known = read()
    for section in board.sections:
        for field in section.fields:
            assert in_words(asked(section.tags, field)) == known[", ".join(section.tags), field], field


def test_what_was_read_is_of_fields_there_are() -> None:
    there = {(", ".join(section.tags), field) for board in BOARDS for section in board.sections
             for field in section.fields}  # fmt: skip
    assert len(BOARDS) == 55
    assert read().keys() == there


def test_only_a_heading_without_fields_asks_for_everything() -> None:
    assert asked(("complainant", "outcome_sought"), "") == (Ask("complainant"), Ask("outcome_sought"))
    assert asked(("narrative", "incident_dates", "issues"), "") == (Ask("narrative"),)
    whole = {field for board in BOARDS for section in board.sections for field in section.fields
             if "practitioner" in section.tags and Ask("practitioner") in asked(section.tags, field)}  # fmt: skip
    assert whole == {"mandatory sections"}


@pytest.mark.parametrize("tag", sorted({tag for board in BOARDS for section in board.sections for tag in section.tags}))
def test_words_that_ask_for_nothing_get_nothing(tag: str) -> None:
    for field in ("favourite colour", "age group", "other"):
        assert asked((tag,), field) == ()
