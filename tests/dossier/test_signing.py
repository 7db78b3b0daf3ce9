"""What may have to be signed: on the body's own form where it has one, and on no form it has not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import sample_case as sample
from reading import made, text_of

from journal_app.catalogue import Confidence, Filing


@pytest.mark.parametrize("filing", list(Filing))
def test_what_is_signed_elsewhere_stands_on_a_form_only_where_there_is_one(filing: Filing) -> None:
    case = sample.sample()
    assert case.board is not None
    wanted = replace(case.board.declaration, kind="under-oath", required=True, confidence=Confidence.SOURCED)
    board = replace(case.board, filing=filing, declaration=wanted)
    alone = tuple(each for each in case.people if each.id != "lind")
    for people in (case.people, alone):
        said = text_of(made(replace(case, board=board, people=people)))
        assert len(re.findall("(?:: |complainant )on the body's own form", said)) == (3 if filing is Filing.FORM else 0)
        assert said.count("in the way the body asks for") == (0 if filing is Filing.FORM else 3)
