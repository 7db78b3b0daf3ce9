"""What may have to be signed: on the body's own form where it has one, and on no form it has not."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pypdfium2
import pytest
import sample_case as sample
from reading import drawn, made, text_of

from journal_app.catalogue import Board, Catalogue, Confidence, Filing
from journal_app.dossier.case import Audience, Case


@pytest.mark.parametrize("filing", list(Filing))
def test_what_is_signed_elsewhere_stands_on_a_form_only_where_there_is_one(filing: Filing) -> None:
    case = sample.sample()
    assert case.board is not None
    wanted = replace(case.board.declaration, kind="under-oath", required=True, confidence=Confidence.SOURCED)
    board = replace(case.board, filing=filing, declaration=wanted)
    alone = tuple(each for each in case.people if each.id != "lind")
    for people in (case.people, alone):
        said = text_of(made(replace(case, board=board, people=people)))
        assert len(re.findall("(?:: |complainant )on the body’s own form", said)) == (3 if filing is Filing.FORM else 0)
        assert said.count("in the way the body asks for") == (0 if filing is Filing.FORM else 3)


def declaring(kind: str, *, required: bool | None = True, audience: Audience = Audience.BOARD) -> Case:
    """Return a case for a body that wants it signed in a way that was read in a source."""
    case = sample.sample(audience)
    assert case.board is not None
    wanted = replace(case.board.declaration, kind=kind, required=required, note="", confidence=Confidence.SOURCED)
    return replace(case, board=replace(case.board, declaration=wanted))


@pytest.mark.parametrize(
    ("kind", "required", "there"),
    [("signed", True, True), ("signed", None, True), ("under-oath", True, True), ("signed", False, False),
     ("none", None, False)],
)  # fmt: skip
def test_pages_have_a_box_for_initials_only_where_something_is_signed(
    kind: str, *, required: bool | None, there: bool
) -> None:
    """Every page had one, and then a page said that no place for a signature is printed."""
    document = made(declaring(kind, required=required))
    assert bool(document.initials) == there
    assert ("No place for a signature is printed" in text_of(document)) == (not there)


@pytest.mark.parametrize("board", Catalogue.load().boards(), ids=lambda board: board.id)
@pytest.mark.parametrize("audience", [Audience.BOARD, Audience.LAWYER])
def test_no_signature_is_told_as_asked_for_and_as_not_known_to_be(board: Board, audience: Audience) -> None:
    """Above “none is known that the body asks for” stood “Signature the body asks for: A plain signature”."""
    case = sample.sample(audience, board=board.id)
    said = text_of(made(case, **sample.parts_for(audience)))
    kinds = [
        line for line in said.splitlines() if re.search("(^|: )(A plain signature|Under oath|Before a notary)$", line)
    ]
    assert not (kinds and "none is known that the body asks for" in said)
    if board.declaration.required is False and not board.declaration.by_route:
        assert not kinds


def test_a_signature_of_one_way_of_filing_is_told_of_that_way() -> None:
    said = text_of(made(sample.sample(board="ca-qc-opq")))
    assert "private complaint: Under oath" in said
    assert "none is known" not in said
    inferred = text_of(made(sample.sample(board="us-mn-psychology")))  # nothing was read of its online form
    assert "online form:" not in inferred
    for board in ("us-oh-psychology", "us-va-dhp", "au-ahpra"):  # nothing was read but of releases, and of telephoning
        assert Catalogue.load().board(board).declaration.confidence is Confidence.MIXED


def test_a_body_that_asks_for_initials_gets_them_without_a_signature() -> None:
    board = Catalogue.load().board("us-wa-doh")
    assert not board.declaration.required
    assert made(sample.sample(board=board.id)).initials
    assert not made(sample.sample(Audience.LAWYER, board=board.id)).initials
    assert made(sample.sample(board="")).initials


@pytest.mark.parametrize(("language", "told"), [("en", "A plain signature"), ("es", "Una firma simple")])
def test_a_signature_that_is_asked_for_does_not_read_as_given(language: str, told: str) -> None:
    """“Signature the body asks for: Signed” read as if it were signed already."""
    lines = text_of(made(replace(declaring("signed"), language=language))).splitlines()
    assert told in lines
    assert not {"Signed", "Firmada"} & set(lines)


def test_the_note_on_the_electronic_signature_stands_apart_from_the_lines() -> None:
    """It stood right under the word "Date", as if it were said of it."""
    case = replace(declaring("signed", audience=Audience.LAWYER), exhibits=(), incidents=())
    with pypdfium2.PdfDocument(io.BytesIO(drawn(case, **sample.parts_for(Audience.LAWYER)))) as pdf:
        pages = [page.get_textpage() for page in pdf]
        said = next(page for page in pages if "electronic signature" in page.get_text_range())
        text = said.get_text_range()
        at = text.index("The electronic signature")
        above, below = said.get_charbox(text.rindex("Date", 0, at)), said.get_charbox(at)
    assert above[1] - below[3] >= 12
