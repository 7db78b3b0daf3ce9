"""What may have to be signed: what is known of the body, and nothing else."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import msgspec
import pypdfium2
import pytest
import sample_case as sample
from reading import drawn, made, text_of

from journal_app.catalogue import Board, Catalogue, Confidence, Filing
from journal_app.domain.people import Role
from journal_app.dossier.case import Audience, Case

BOARDS = Catalogue.load().boards()
IN_PASSING = {"complainant", "client", "relationship_to_client"}


def asks_for(board: Board, tag: str) -> bool:
    """Say whether the body's own headings, where they were read, ask for something and not only of a person."""
    memory = board.sections_confidence is Confidence.FROM_MEMORY
    return not memory and any(tag in each.tags and not IN_PASSING & set(each.tags) for each in board.sections)


def to_sign(case: Case) -> list[str]:
    """Return the checklist of a case, in the copy for a lawyer."""
    said = text_of(made(replace(case, audience=Audience.LAWYER), **sample.parts_for(Audience.LAWYER)))
    return [line for line in said.splitlines() if line.startswith("☐ ")]


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.id)
def test_what_is_signed_is_said_of_a_form_only_where_the_body_is_known_to_ask_for_it(board: Board) -> None:
    """All bodies had one list: releases and consents “on the body’s own form” where it asks for none, or none knows."""
    form = board.filing is Filing.FORM
    there = ": on the body’s own form." if form else ": in the way the body asks for."
    release, copied = board.records_release, board.respondent_gets_copy
    wanted = []
    if asks_for(board, "consent_to_share"):
        wanted.append(there)
    elif not (copied.answer is False and copied.confirmed):
        wanted.append(", where the body asks for it.")
    wanted = [f"☐ Consent to share this complaint with the professional{each}" for each in wanted]
    if asks_for(board, "release") or release.answer is True:
        wanted += [f"☐ Release of records for {name}{there}" for name in ("Dr. Marcus Hale", "Rosa Lind")]
    elif release.answer is None:
        wanted += [
            f"☐ Release of records for {name}, where the body asks for it." for name in ("Dr. Marcus Hale", "Rosa Lind")
        ]
    assert to_sign(sample.sample(board=board.id)) == wanted


@pytest.mark.parametrize(
    ("board", "consent", "release"),
    [
        ("us-ny-opd", ", where the body asks for it.", ""),  # the instructions were read and ask for none
        ("us-ca-medical", "", ": on the body’s own form."),  # the professional gets no copy
        ("au-nsw-hpca", ": on the body’s own form.", ": on the body’s own form."),
        ("au-nsw-hccc", ": in the way the body asks for.", ": in the way the body asks for."),
        ("ca-on-crpo", ", where the body asks for it.", ", where the body asks for it."),  # all of it from memory
        ("uk-bacp", ", where the body asks for it.", ", where the body asks for it."),  # consent of another alone
        ("", ", where the body asks for it.", ", where the body asks for it."),
    ],
)
def test_known_bodies_have_their_own_list(board: str, consent: str, release: str) -> None:
    said = to_sign(sample.sample(board=board))
    consents = [f"☐ Consent to share this complaint with the professional{consent}"] if consent else []
    assert said[: len(consents)] == consents
    assert said[len(consents) :] == [
        f"☐ Release of records for {name}{release}" for name in ("Dr. Marcus Hale", "Rosa Lind") if release
    ]


def test_the_professional_complained_about_is_first_among_those_whose_records_are_released() -> None:
    """Their records were not in the list as soon as a later provider was noted."""
    case = sample.sample()
    alone = tuple(each for each in case.people if each.id not in {"lind", "hale"})
    both = tuple(
        msgspec.structs.replace(each, roles=(*each.roles, Role.LATER_PROVIDER)) if each.id == "hale" else each
        for each in case.people
        if each.id != "lind"
    )
    released = [line for line in to_sign(replace(case, people=both)) if "Release" in line]
    assert released == ["☐ Release of records for Dr. Marcus Hale: on the body’s own form."]
    assert to_sign(replace(case, people=alone))[1:] == ["☐ Release of records: on the body’s own form."]


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


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.id)
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
    assert "The time that PDF readers show for it" in " ".join(text.split())
    assert "PDF readers" not in text_of(made(declaring("signed")))  # what a body gets has no signature
