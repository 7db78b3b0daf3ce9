"""What stays together on a page, and that no page is made for a few lines."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pypdfium2
import pytest
import sample_case as sample
from reading import drawn, made, shown

from journal_app.domain.matches import Match
from journal_app.dossier.case import Case
from journal_app.dossier.content import Heading, NewPage
from journal_app.dossier.styles import frame_size


def shifted(case: Case, lines: range) -> Iterator[list[str]]:
    """Yield the pages of a case whose summary is longer and longer, so that what follows stands lower and lower."""
    for count in lines:
        wanted = "\n".join(f"Line {number}" for number in range(count))
        complaint = msgspec.structs.replace(sample.COMPLAINT, outcome_sought=wanted)
        yield shown(drawn(replace(case, complaint=complaint)))


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_facts_of_a_person_stand_on_one_page(paper: str, language: str) -> None:
    """The name of the practitioner stood on one page, and the number and the register on the next."""
    case = sample.sample(
        board="uk-bps-signpost", exhibits=(), incidents=(), matches=(), points=(), paper=paper, language=language
    )
    on = set()
    for pages in shifted(case, range(14, 34)):
        (at,) = [number for number, page in enumerate(pages) if "current, no public record" in page]
        facts = pages[at].split("current, no public record")[0]
        assert "Marriage and family therapist" in facts
        assert "LMFT 99999" in facts
        on.add(at)
    assert len(on) == 2, "they were moved to the next page"


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_what_belongs_to_a_match_stands_below_its_table(paper: str) -> None:
    """The days between the two sides stood on the page after the table they are counted from."""
    many = tuple(msgspec.structs.replace(sample.MATCHES[0], id=f"m{at}") for at in range(9))
    for lines in range(1, 15, 2):
        matches: tuple[Match, ...] = tuple(
            msgspec.structs.replace(each, public=msgspec.structs.replace(each.public, text="Word. " * 15 * lines))
            for each in many
        )
        for page in shown(drawn(sample.sample(exhibits=(), matches=matches, points=(), paper=paper))):
            assert page.count("Told in private") == page.count("Between the two dates")


def test_contact_details_stand_alone_where_a_new_page_begins_anyway() -> None:
    """A page that held two lines of the complainant was left for them."""
    document = made(sample.sample())
    nodes = list(document.nodes)
    at = next(at for at, node in enumerate(nodes) if isinstance(node, Heading) and node.key == "contacts")
    after = next(node for node in nodes[at + 1 :] if isinstance(node, Heading) and node.level == 1)
    assert isinstance(nodes[at - 1], NewPage)
    assert after.key == "section-5"
    pages = shown(drawn(sample.sample()))
    (number,) = [number for number, page in enumerate(pages, 1) if "ana.keller@example.org" in page]
    told, witnesses = [page for page in pages if "On a page of their own that can be taken out." in page]
    for page in (told, witnesses):
        assert f"Contact details, p. {number}" in page.replace("\u00a0", " ")
    assert "Professional" in told


def test_a_section_begins_below_a_few_lines_and_not_below_many() -> None:
    """The last rows of a table stood alone on their page, since the next section begins on a new one."""
    case, drops = sample.sample(exhibits=(), matches=(), points=()), set()
    for count in range(1, 13):
        with pypdfium2.PdfDocument(io.BytesIO(drawn(replace(case, incidents=case.incidents[:count])))) as pdf:
            texts = [page.get_textpage() for page in list(pdf)[2:]]
            text = next(each for each in texts if "Incident statements" in each.get_text_range())
            place = text.get_charbox(text.get_text_range().index("Incident statements"))[3]
            drops.add(round(pdf[0].get_height() - 56 - place))
    assert min(drops) < 40
    assert any(drop > 60 for drop in drops)
    assert max(drops) < 0.25 * frame_size("a4")[1] + 60


def test_what_is_signed_begins_on_a_page_of_its_own() -> None:
    for pages in shifted(sample.sample(exhibits=(), matches=(), points=()), range(0, 40, 8)):
        (page,) = [page for page in pages if "What I state in this dossier" in page]
        head = page.split("Declaration and signature")[0]
        assert len(head) < 150, "nothing but the head of the page stands above it"
