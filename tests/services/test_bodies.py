"""The known bodies as plain data: every fact says whether it is confirmed, and what is not known is null."""

from __future__ import annotations

import json

from journal_app.catalogue import Catalogue
from journal_app.services import bodies


def test_every_known_body_is_listed_as_plain_json() -> None:
    listed = bodies.everything()
    assert [each["id"] for each in listed] == [board.id for board in Catalogue.load().boards()]
    assert json.loads(json.dumps(listed)) == listed


def test_a_fact_is_told_with_its_confidence_or_not_at_all() -> None:
    for each in bodies.everything():
        board = Catalogue.load().board(each["id"])
        for name, told in each["facts"].items():
            fact = getattr(board, name)
            assert told == ({"text": fact.text, "confirmed": fact.confirmed} if fact.text else None)


def test_ways_to_file_and_answers_say_all_that_is_known_of_them() -> None:
    """What was noted of releases was dropped, and the ways to file looked certain."""
    for each in bodies.everything():
        board = Catalogue.load().board(each["id"])
        assert each["how_to_file_confirmed"] == (board.how_to_file_confidence == "sourced")
        assert each["answers"]["records_release"]["note"] == board.records_release.note
        assert each["time_limit"]["found"] == board.time_limit.found
        assert each["confidence_note"] == board.confidence_note


def test_no_telephone_number_is_told_from_memory() -> None:
    assert all(each["facts"]["phone"]["confirmed"] for each in bodies.everything() if each["facts"]["phone"])


def test_the_headings_of_a_form_come_in_their_order() -> None:
    board = Catalogue.load().board("us-wa-doh")
    told = bodies.plain(board)
    assert told["sections"] == [{"heading": each.heading, "fields": list(each.fields)} for each in board.sections]
    assert told["sections_confirmed"] is True
