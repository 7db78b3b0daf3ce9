from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest
import sample_case as sample
from reading import bookmarks, drawn, made, shown, squeezed

from journal_app.catalogue import Catalogue
from journal_app.dossier.case import Audience, Case
from journal_app.dossier.content import Document, Heading, Node, Origin, paragraphs_of

REST = [each for each in Audience if each is not Audience.BOARD]
BOARDS = [board.id for board in Catalogue.load().boards()]


def bodys_headings(document: Document) -> list[str]:
    """Return the headings of level 1 that are a body's own words, each where it stands first."""
    tops = [node for node in document.nodes if isinstance(node, Heading) and node.level == 1]
    return list(dict.fromkeys(node.runs[0].text for node in tops if node.runs[0].origin is Origin.CATALOGUE))


def under(document: Document, heading: str) -> str:
    """Return everything that stands under the headings of level 1 that begin with ``heading``."""
    found: list[Node] = []
    inside = False
    for node in document.nodes:
        if isinstance(node, Heading) and node.level == 1:
            inside = node.runs[0].text == heading
        elif inside:
            found.append(node)
    return squeezed(" ".join(run.text for node in found for each in paragraphs_of(node) for run in each.runs))


def empty(case: Case) -> Case:
    return replace(
        case, complaint=None, people=(), relationships=(), incidents=(), exhibits=(), matches=(), points=(), names={}
    )


@pytest.mark.parametrize("identifier", BOARDS)
@pytest.mark.parametrize("audience", [Audience.BOARD, *(pytest.param(each, marks=pytest.mark.full) for each in REST)])
def test_every_heading_of_a_body_stands_in_its_order_whatever_is_noted(identifier: str, audience: Audience) -> None:
    case = sample.sample(audience, board=identifier)
    assert case.board is not None
    wanted = [section.heading for section in case.board.sections]
    for each in (case, empty(case)):
        document = made(each)
        assert bodys_headings(document) == wanted
        assert all(under(document, heading) for heading in wanted)
        tops = [node for node in document.nodes if isinstance(node, Heading)]
        assert len({node.key for node in tops}) == len(tops)


@pytest.mark.parametrize("identifier", ["us-ca-medical", "uk-bacp", "au-nsw-hccc", "us-wv-psychology"])
def test_the_contents_page_has_every_heading_of_a_body(identifier: str) -> None:
    case = sample.sample(board=identifier)
    assert case.board is not None
    data = drawn(case)
    pages = " ".join(shown(data))
    assert all(pages.count(squeezed(section.heading)) > 1 for section in case.board.sections)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        tops = [title for level, title, _ in bookmarks(pdf) if level == 1]
    at = [next(n for n, top in enumerate(tops) if top.startswith(each.heading)) for each in case.board.sections]
    assert at == sorted(at)


def test_what_a_heading_asks_for_stands_under_it() -> None:
    said = {
        "us-fl-mqa": ("Patient", "Ana Keller"), "us-ca-medical": ("Relationship", "Client, Complainant"),
        "us-az-psychology": ("Contact with the licensee", sample.COMPLAINT.steps_taken),
        "uk-bacp": ("Reason for delay", sample.COMPLAINT.delay_explanation),
        "au-nsw-hccc": ("What do you want to happen now?", sample.COMPLAINT.outcome_sought),
        "nz-hdc": ("Steps taken and outcome wanted", sample.COMPLAINT.outcome_sought),
        "us-wa-doh": ("Additional pages", "Pages: "), "au-pacfa": ("Therapist", "LMFT 99999"),
        "au-aca": ("Overview", "Summary"), "us-tx-bhec": ("Rule or law", "complainant’s view"),
    }  # fmt: skip
    for identifier, (heading, words) in said.items():
        assert squeezed(words) in under(made(sample.sample(board=identifier)), heading), identifier
    assert under(made(empty(sample.sample(board="us-tx-bhec"))), "Rule or law") == "Nothing recorded."
    details = under(made(sample.sample(board="us-az-psychology")), "Details")
    assert details.startswith("Stands in this dossier under Incident statements")


def test_the_reply_stage_leads_to_the_reply_where_there_is_one() -> None:
    case = sample.sample(board="us-wv-psychology")
    assert under(made(replace(case, points=())), "Reply stage") == "Nothing recorded."
    pointed = under(made(replace(case, points=sample.POINTS)), "Reply stage")
    assert pointed.startswith("Stands in this dossier under Reply to the professional’s answer")


def test_who_a_person_is_stands_under_no_heading_for_what_is_signed() -> None:
    """Consents and the declaration stood under the heading of the client of these bodies."""
    for identifier, heading in (
        ("nz-hdc", "Person who received the service"), ("au-nsw-hpca", "Patient details"), ("uk-bacp", "Complainant"),
    ):  # fmt: skip
        document = made(sample.sample(board=identifier))
        assert "☐" not in under(document, heading)
        assert "Ana Keller" in under(document, heading)


def test_the_signature_stands_after_what_is_signed() -> None:
    for identifier in ("us-ny-opd", "uk-bacp", "us-nc-lcmhc"):
        document = made(sample.sample(board=identifier))
        keys = [node.key for node in document.nodes if isinstance(node, Heading) and node.level == 1]
        assert list(pairwise(keys))[-1] == ("section-15", "section-16")
