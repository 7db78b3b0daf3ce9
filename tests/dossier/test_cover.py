"""The cover: what this dossier is, to whom it goes, and whose it is."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise

import msgspec
import pypdfium2
import pytest
import sample_case as sample
from reading import drawn, drawn_text, made, rendered, shown, text_of

from journal_app.domain.people import Person, Role
from journal_app.dossier.assemble import impact_statement
from journal_app.dossier.case import Audience, Case
from journal_app.dossier.content import Document, Facts, Heading
from journal_app.dossier.plan import make_plan
from journal_app.dossier.redaction import redact


def cover_of(document: Document) -> dict[str, str]:
    """Return what stands on the cover under each label."""
    facts = next(node for node in document.nodes if isinstance(node, Facts))
    return {name: " ".join(run.text for each in paras for run in each.runs) for name, paras in facts.rows}


FORM = "This dossier accompanies the body’s own complaint form. It does not replace that form."
EITHER = "This dossier accompanies the complaint, made on the body’s own form or in writing. It does not replace it."
WRITING = "This dossier accompanies the complaint, made in writing. It does not replace it."
UNKNOWN = "This dossier accompanies the complaint. It does not replace a form, where the body has one of its own."
SIGNPOST = (
    "This body is a signpost and no regulator: complaints go to another one. This dossier accompanies no form of it."
)


@pytest.mark.parametrize(
    ("board", "told"),
    [
        ("us-ca-bbs", FORM), ("nl-tuchtcollege", EITHER), ("nz-pbanz", WRITING), ("na-asppb-generic", UNKNOWN),
        ("uk-bps-signpost", SIGNPOST), ("", UNKNOWN),
    ],
)  # fmt: skip
def test_the_purpose_names_a_form_only_where_the_body_has_one(board: str, told: str) -> None:
    """It spoke of the body's own complaint form where there is none, and of that of a signpost."""
    document = made(sample.sample(board=board))
    assert cover_of(document)["Purpose"] == told
    assert ("body’s own form" in text_of(document)) == (told in {FORM, EITHER})


@pytest.mark.parametrize("audience", [Audience.LAWYER, Audience.SELF])
def test_for_others_the_purpose_is_theirs_whatever_the_body(audience: Audience) -> None:
    document = made(sample.sample(audience, board="uk-bps-signpost"), **sample.parts_for(audience))
    assert "signpost" not in cover_of(document)["Purpose"]


def summary_of(document: Document) -> dict[str, str]:
    """Return what stands in the summary under each label."""
    nodes = document.nodes
    at = next(at for at, node in enumerate(nodes) if isinstance(node, Heading) and node.key == "section-1")
    facts = next(node for node in nodes[at:] if isinstance(node, Facts))
    return {name: " ".join(run.text for each in paras for run in each.runs) for name, paras in facts.rows}


@pytest.mark.parametrize("audience", list(Audience))
def test_who_complains_stands_on_the_cover_in_the_summary_and_on_every_page(audience: Audience) -> None:
    """A clerk read two pages without learning whose complaint it is, and no page said it."""
    case, parts = sample.sample(audience), sample.parts_for(audience)
    document = made(case, **parts)
    assert list(cover_of(document).items())[2 if audience is not Audience.BOARD else 1 :][:3] == [
        ("Complainant", "Ana Keller"), ("Professional", "Dr. Marcus Hale"),
        ("Profession", "Marriage and family therapist"),
    ]  # fmt: skip
    assert next(iter(summary_of(document).items())) == ("Complainant", "Ana Keller")
    pages = shown(drawn(case, **parts))
    assert all(f"{document.title} – Ana Keller / Dr. Marcus Hale" in page for page in pages)


def with_people(*people: Person, case: Case | None = None) -> Case:
    kept = case or sample.sample()
    return replace(kept, people=people, names={each.id: each.name for each in people})


def test_the_names_of_several_do_not_stand_above_the_pages() -> None:
    ana, hale, *rest = sample.PEOPLE
    other = Person(id="ben", name="Ben Keller", roles=(Role.COMPLAINANT,))
    document = made(with_people(ana, hale, other, *rest))
    assert document.parties == ()
    assert cover_of(document)["Complainant"] == "Ana Keller Ben Keller"
    second = Person(id="moss", name="June Moss", roles=(Role.PROFESSIONAL,))
    whole = with_people(ana, hale, second, case=sample.sample(Audience.SELF, complaint=None))
    assert made(whole).parties == ("Ana Keller",)
    assert made(with_people(hale)).parties == ()


def test_names_that_are_hidden_stay_so_above_the_pages() -> None:
    case = redact(sample.sample(), [("Ana Keller", "Client C"), ("Dr. Marcus Hale", "Therapist T")])
    documents = (made(case), impact_statement(case, make_plan(case), sample.PRIVATE.impacts, "CC-0"))
    assert {document.parties for document in documents} == {("Client C", "Therapist T")}
    assert cover_of(documents[0])["Complainant"] == "Client C"
    for document in documents:
        data = rendered(case, document)
        assert all("Client C / Therapist T" in page for page in shown(data))
        assert not [page for page in (*shown(data), *drawn_text(data)) if "Keller" in page or "Hale" in page]


@pytest.mark.parametrize("length", [10, 40, 80, 4000])
@pytest.mark.parametrize("draft", [False, True])
def test_long_names_leave_room_for_the_mark(length: int, *, draft: bool) -> None:
    ana, hale, *rest = sample.PEOPLE
    names = ("W" * length, " ".join(["Marcus"] * (length // 5)))
    named = [msgspec.structs.replace(each, name=name) for each, name in zip((ana, hale), names, strict=True)]
    case = replace(with_people(*named, *rest), draft=draft, exhibits=(), incidents=())
    with pypdfium2.PdfDocument(io.BytesIO(drawn(case))) as pdf:
        for page in pdf:
            width, height = page.get_size()
            said = page.get_textpage()
            boxes = [said.get_charbox(at) for at in range(said.count_chars())]
            head = [box for box in boxes if box[1] > height - 56 and box[2] > box[0]]
            assert max(box[2] for box in head) <= width - 55
            gaps = [after[0] - before[2] for before, after in pairwise(head)]
            assert max(gaps) >= 8, "the mark stands apart from the names"


def test_a_name_from_right_to_left_does_not_turn_the_head_of_the_page() -> None:
    ana, hale, *rest = sample.PEOPLE
    hebrew = msgspec.structs.replace(ana, name="\u05e2\u05e0\u05ea \u05e7\u05dc\u05e8")
    case = replace(with_people(hebrew, hale, *rest), exhibits=(), incidents=())
    with pypdfium2.PdfDocument(io.BytesIO(drawn(case))) as pdf:
        said = pdf[2].get_textpage()
        text = said.get_text_range()
        lefts = {letter: said.get_charbox(text.index(letter))[0] for letter in ("\u05e2", "/", "M")}
    assert lefts["\u05e2"] < lefts["/"] < lefts["M"]


def test_no_two_papers_have_the_same_page_numbers() -> None:
    """Every dossier of a journal had pages AK-000001 and on, and an impact statement belonged to any of them."""
    case = sample.sample()
    copies = [
        case,
        replace(case, draft=True),
        replace(case, paper="letter"),
        replace(case, language="es"),
        replace(case, incidents=case.incidents[1:]),
        sample.sample(Audience.LAWYER),
        sample.sample(Audience.SELF),
        sample.sample(board=""),
        sample.sample(board="us-ca-psychology"),
    ]
    prefixes = [made(each).prefix for each in copies]
    assert len(set(prefixes)) == len(copies)
    assert all(re.fullmatch("AK-[0-9A-F]{6}", each) for each in prefixes)
    assert made(sample.sample()).prefix == prefixes[0]


def test_a_document_names_itself_on_its_cover_and_on_every_page() -> None:
    case = sample.sample()
    document = made(case)
    told = f"{document.prefix}, its pages {document.prefix}-000001 and so on"
    assert cover_of(document)["Number of this copy"] == told
    for number, page in enumerate(shown(drawn(case)), 1):
        assert f"{document.prefix}-{number:06d}" in page


@pytest.mark.parametrize("audience", list(Audience))
def test_how_far_the_complaint_is_stands_in_no_copy_for_a_body(audience: Audience) -> None:
    """A body read "being prepared" beside "Final"."""
    cover = cover_of(made(sample.sample(audience), **sample.parts_for(audience)))
    assert ("Status of the complaint" in cover) == (audience is not Audience.BOARD)
