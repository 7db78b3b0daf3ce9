"""The words of a file in the dossier: every kind of block in its own shape, told apart from the person's words."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import sample_case as sample
from foreign_words import HEBREW, JAPANESE, READINGS
from reading import drawn, made, shown, text_of
from reportlab.lib.pagesizes import A4
from test_structure import elements, kids

from journal_app.domain.readings import Block, Kind, Note, Reading, Source
from journal_app.dossier.build import build
from journal_app.dossier.case import Audience, Exhibit
from journal_app.dossier.content import (
    Facts,
    Heading,
    Items,
    Node,
    Origin,
    Para,
    Picture,
    Role,
    Table,
    paragraphs_of,
)
from journal_app.dossier.labels import LABELS
from journal_app.dossier.plan import make_plan
from journal_app.dossier.redaction import redact


def nodes_of(*exhibits: Exhibit) -> list[Node]:
    """Return the content of the last exhibit, from its title on."""
    nodes = list(made(sample.sample(exhibits=exhibits)).nodes)
    start = next(at for at, node in enumerate(nodes) if isinstance(node, Heading) and node.key == "exhibit-EX-001")
    end = next(at for at in range(start, len(nodes)) if isinstance(nodes[at], Heading) and nodes[at].level == 1)
    return nodes[start:end]


def read(name: str) -> list[Node]:
    found = [each for each in sample.foreign() if each.reading is READINGS[name]]
    return nodes_of(*found)


def said(nodes: list[Node], role: Role | None = None) -> list[str]:
    return ["".join(run.text for run in each.runs) for node in nodes for each in paragraphs_of(node)
            if role is None or each.role is role]  # fmt: skip


def test_a_mail_shows_its_fields_words_and_files() -> None:
    nodes = read("mail")
    mail = [node for node in nodes if isinstance(node, Facts)][1]
    assert [name for name, _ in mail.rows] == ["From", "To", "Date", "Subject", "Message number"]
    assert said(nodes, Role.WORDS)[0].startswith("Dear Ana,\nI would")
    assert said(nodes, Role.QUOTE) == ["I do not think that I should come."]
    (table,) = [node for node in nodes if isinstance(node, Table)]
    assert table.header == ("Name", "Kind, size", "Fingerprint (SHA-256) of the attached file")
    assert ["".join(run.text for each in cell for run in each.runs) for cell in table.rows[0]] == [
        "map of the house.png", "PNG picture48,213 bytes", "3f" * 32,
    ]  # fmt: skip
    assert table.rows[1][0][0].runs[0].text == "Without a name"
    headings = [(node.level, node.text) for node in nodes if isinstance(node, Heading)]
    assert headings[1:] == [(3, LABELS["exhibit.words"]), (3, "Message – Re: Saturday"), (3, "Message")]
    assert {LABELS["reading.other-form"], LABELS["reading.damaged-part"]} <= set(said(nodes, Role.NOTE))


def test_a_saved_page_keeps_its_structure_and_says_that_it_is_ours() -> None:
    nodes = read("page")
    assert LABELS["reading.rendering"] in said(nodes)
    assert LABELS["reading.cut"] in said(nodes)
    page = [node for node in nodes if isinstance(node, Facts)][1]
    assert [name for name, _ in page.rows] == ["Title", "Saved from"]
    (items,) = [node for node in nodes if isinstance(node, Items)]
    assert [mark for mark, _ in items.rows] == ["", "", "12."]
    first, second = (node for node in nodes if isinstance(node, Table))
    assert (first.header, first.origin) == (("When", "What", ""), Origin.EXHIBIT)
    assert (second.header, second.origin, len(second.rows)) == (("Column 1", "Column 2"), Origin.LABEL, 2)
    assert all(len(row) == len(table.header) for table in (first, second) for row in table.rows)
    assert "A picture that is not shown – A house at the water" in said(nodes)
    assert "A picture that is not shown" in said(nodes)


def test_a_wide_table_is_lines_and_a_long_one_several() -> None:
    nodes = read("table")
    assert " | ".join(f"column {number}" for number in range(9)) in said(nodes, Role.WORDS)
    tables = [node for node in nodes if isinstance(node, Table)]
    assert [len(table.rows) for table in tables] == [300, 300, 99, 2, 1]
    assert tables[3].header == ("Column 1", "Column 2")
    assert tables[4].header == ("Column 1", "Column 2")


def test_a_mail_box_says_how_many_messages_it_holds() -> None:
    words = said(read("box"))
    assert "Messages in this file: 61" in words
    assert LABELS["reading.more-messages"] in words


@pytest.mark.parametrize("audience", list(Audience))
def test_only_oneself_is_told_to_ask_a_lawyer_of_a_recording(audience: Audience) -> None:
    """The copy for a body and the dossier for a lawyer said so to their readers."""
    recording = sample.sample().exhibits[6]
    assert recording.evidence.recording
    told = [text for text in said(made(sample.sample(audience, exhibits=(recording,))).nodes) if "recording of" in text]
    asks = LABELS["exhibit.recording.ask"]
    assert told == [asks if audience is Audience.SELF else LABELS["exhibit.recording"]]


def test_a_recording_shows_what_it_says_of_itself_and_the_warning() -> None:
    nodes = read("recording")
    assert LABELS["exhibit.recording"] in said(nodes)
    assert LABELS["exhibit.no-picture"] in said(nodes)
    facts = [node for node in nodes if isinstance(node, Facts)][1]
    assert facts.rows[0] == ("Duration", facts.rows[0][1])
    assert facts.rows[0][1][0].runs[0].text == "0:01:15"
    assert LABELS["reading.no-facts"] in said(read("silent"))


def test_a_name_that_says_something_else_is_told() -> None:
    words = said(nodes_of(sample.exhibit("a", "photo.jpg", "application/x-ole-storage", (), (), problem="No.")))
    assert "By its name: JPEG picture. By its content: Office document of an older form." in words
    assert {"No picture of this file is shown.", "No."} <= set(words)
    for name, kind in (("a.docx", "application/zip"), ("a.mp4", "audio/mp4"), ("a", "image/png"), ("a.x", "image/png")):
        assert not [text for text in said(nodes_of(sample.exhibit("a", name, kind, (), ()))) if "By its name" in text]
    assert "By its name: Word document (DOCX). By its content: Text." in said(
        nodes_of(sample.exhibit("a", "a.docx", "text/plain", (), ()))
    )


def test_the_text_of_a_document_stands_after_its_pictures() -> None:
    page = sample.page(400, 500, "png", "L", text="first   line\r\n\r\nsecond\x07 line")
    nodes = nodes_of(sample.exhibit("a", "a.pdf", "application/pdf", (), (page,)))
    assert said(nodes, Role.SMALL_WORDS) == ["first line\nsecond line"]
    assert said(nodes)[-3:] == [
        "Text found in the file by machine", "Exhibit EX-001, page 1 of 1", "first line\nsecond line"
    ]  # fmt: skip
    plain = nodes_of(sample.exhibit("a", "a.pdf", "application/pdf", (), (sample.page(400, 500),)))
    assert not [text for text in said(plain) if "Text found" in text]


def test_the_text_of_many_pages_runs_on_after_the_last_of_them() -> None:
    """Each page was followed by one that held a line."""
    texts = [f"Line of page {number}" if number != 7 else "" for number in range(1, 25)]
    pages = tuple(sample.page(60, 80, "png", "L", text=text) for text in texts)
    nodes = nodes_of(sample.exhibit("a", "a.pdf", "application/pdf", (), pages))
    kinds = [type(node) for node in nodes]
    assert kinds.count(Picture) == 24
    assert Picture not in kinds[kinds.index(Heading, 2) :]
    marks = [f"Exhibit EX-001, page {number} of 24" for number in range(1, 25) if number != 7]
    assert said(nodes)[-46::2] == marks
    assert said(nodes, Role.SMALL_WORDS) == [text for text in texts if text]
    bare = tuple(replace(page, text="") for page in pages)
    counts = [
        len(shown(drawn(sample.sample(exhibits=(sample.exhibit("a", "a.pdf", "application/pdf", (), each),)))))
        for each in (pages, bare)
    ]
    assert counts[0] - counts[1] <= 2


@pytest.mark.parametrize("note", list(Note))
@pytest.mark.parametrize("source", list(Source))
def test_every_note_has_its_sentence(source: Source, note: Note) -> None:
    reading = Reading(source=source, notes=(note,), messages=1)
    words = said(nodes_of(sample.exhibit("a", "a", "text/plain", (), (), reading=reading)))
    assert LABELS["reading.rendering" if note is Note.FROM_MARKUP else f"reading.{note}"] in words


@pytest.mark.parametrize("kind", list(Kind))
def test_no_word_of_a_file_passes_for_the_persons(kind: Kind) -> None:
    name = "from" if kind is Kind.FIELD else "MARK-1"
    block = Block(kind=kind, text="MARK-2", name=name, cells=("MARK-3", "MARK-4"), level=1, media_type="MARK-5")
    reading = Reading(source=Source.PAGE, blocks=(block,))
    nodes = nodes_of(sample.exhibit("a", "a", "text/html", (), (), reading=reading))
    runs = [run for node in nodes for each in paragraphs_of(node) for run in each.runs if "MARK" in run.text]
    assert bool(runs) == (kind is not Kind.RULE)
    assert {run.origin for run in runs} <= {Origin.EXHIBIT}


@pytest.fixture(scope="module")
def pdf() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(drawn(sample.sample(exhibits=sample.foreign())))) as opened:
        yield opened


def test_a_list_is_a_list_in_the_structure(pdf: pikepdf.Pdf) -> None:
    lists = [each for each in elements(pdf) if each.S == "/L" and each.A.ListNumbering != "/None"]
    (found,) = lists
    assert [[str(part.S) for part in kids(item)] for item in kids(found)] == [["/Lbl", "/LBody"]] * 3


def test_the_language_a_script_tells_stands_in_the_structure(pdf: pikepdf.Pdf) -> None:
    told = {str(each.Lang) for each in elements(pdf) if "/Lang" in each}
    assert {"he", "ja", "ar", "zh"} <= told
    nodes = [*read("mail"), *read("page")]
    languages = {run.text: each.language for node in nodes for each in paragraphs_of(node) for run in each.runs}
    assert (languages[HEBREW], languages[JAPANESE]) == ("he", "ja")
    assert languages["I do not think that I should come."] == ""


def test_the_persons_own_words_carry_their_language_too() -> None:
    found = {each.language for node in made(sample.sample()).nodes for each in paragraphs_of(node)}
    assert found == {"", "ar", "he", "zh"}
    assert isinstance(made(sample.sample()).nodes[0], Para)


def test_a_name_from_right_to_left_does_not_turn_the_words_beside_it() -> None:
    exhibit = sample.exhibit("e1", "صفحة.html", "text/html", ("i08",), (), problem="None.", description="A page")
    with pypdfium2.PdfDocument(drawn(sample.sample(exhibits=(exhibit,)))) as pdf:
        texts = [page.get_textpage() for page in pdf]
        places = [
            text.get_charbox(at)[0]
            for text in texts
            if (at := text.get_text_range().find("Saved page (HTML), 12,3")) >= 0
        ]
    assert places
    assert max(places) < A4[0] / 2


def of_text(*texts: str) -> list[Node]:
    reading = Reading(source=Source.TEXT, blocks=tuple(Block(kind=Kind.PREFORMATTED, text=each) for each in texts))
    return nodes_of(sample.exhibit("a", "a.txt", "text/plain", (), (), reading=reading))


def test_spaces_of_a_text_file_stay_as_many_as_they_are() -> None:
    """Columns that were set with spaces ran together, and lines lost how far they were set in."""
    bill = "Date        Hours   EUR\n3 May           1    80\n    of these paid\n two"
    (words,) = said(of_text(bill), Role.WORDS)
    assert words.replace("\u00a0", " ") == bill
    assert not re.search("^ |  ", words, re.MULTILINE), "else they would be set as one"
    data = drawn(sample.sample(exhibits=(text_file(bill),)))
    with pypdfium2.PdfDocument(data) as pdf:
        page = next(text for text in (page.get_textpage() for page in pdf) if "of these paid" in text.get_text_range())
        text = page.get_text_range()
        lefts = [page.get_charbox(text.index(word))[0] for word in ("Date", "3 May", "of these", "two")]
        date, hours = (page.get_charbox(text.index(word))[0] for word in ("Date", "Hours"))
    assert lefts[0] == pytest.approx(lefts[1], abs=1)
    assert lefts[0] + 5 < lefts[2]
    assert lefts[0] + 1 < lefts[3] < lefts[2]
    assert hours - date > 40


def text_file(text: str) -> Exhibit:
    reading = Reading(source=Source.TEXT, blocks=(Block(kind=Kind.PREFORMATTED, text=text),))
    return sample.exhibit("a", "a.txt", "text/plain", ("i08",), (), reading=reading)


def test_what_stands_for_the_tabs_of_a_file_is_told() -> None:
    """A tab was printed as a bar, and nothing said that there is none in the file."""
    told = LABELS["reading.tabs"]
    assert told in said(of_text("Date\tEUR\n3 May\t80"), Role.NOTE)
    nodes = of_text("Hello,\n\tthis is set in.")
    assert told in said(nodes, Role.NOTE)
    assert said(nodes, Role.WORDS) == ["Hello,\n\u00a0\u00a0\u00a0\u00a0this is set in."]
    assert told not in said(of_text("Date    EUR"), Role.NOTE)


@pytest.mark.parametrize("gap", ["  ", "     ", "\t", "\n  "])
def test_a_name_with_a_gap_in_it_is_hidden_as_one_without(gap: str, tmp_path: Path) -> None:
    case = sample.sample(exhibits=(text_file(f"Name:   Ingrid{gap}Solberg   was here"),))
    hidden = redact(case, [("Ingrid Solberg", "Person A")])
    build(hidden, make_plan(hidden), tmp_path / "out.pdf")
    pages = " ".join(shown((tmp_path / "out.pdf").read_bytes()))
    assert "Name: Person A was here" in pages.replace("\u00a0", " ")
    assert "Ingrid" not in pages


@pytest.mark.parametrize(
    ("audience", "language", "told"),
    [
        (Audience.BOARD, "en",
         "The original file is not part of this document. The complainant keeps it in the journal."),
        (Audience.LAWYER, "en", "The original file is attached to this document, and is also in the package."),
        (Audience.SELF, "en", "The original file is not part of this document. It is kept in the journal."),
        (Audience.BOARD, "es",
         "El archivo original no forma parte de este documento. Quien presenta la queja lo conserva en el diario."),
        (Audience.LAWYER, "es", "El archivo original va adjunto a este documento y está también en el paquete."),
        (Audience.SELF, "es", "El archivo original no forma parte de este documento. Se conserva en el diario."),
    ],
)  # fmt: skip
def test_what_is_not_shown_says_where_its_original_is(audience: Audience, language: str, told: str) -> None:
    """A reader of an encrypted or broken file, a sound or a film was not told how it can be had."""
    film = sample.exhibit("v1", "film.mp4", "video/mp4", ("i08",), (), reading=READINGS["silent"], problem="No page.")
    locked = sample.exhibit("v2", "locked.pdf", "application/pdf", ("i08",), (), problem="It is encrypted.")
    seen = sample.exhibit("v3", "photo.png", "image/png", ("i08",), (sample.page(64, 64),))
    mail = sample.exhibit("v4", "saturday.eml", "message/rfc822", ("i08",), (), reading=READINGS["mail"])
    case = sample.sample(audience, language=language, exhibits=(film, locked, seen, mail))
    lines = text_of(made(case, **sample.parts_for(audience))).splitlines()
    assert lines.count(told) == 2
    assert [lines[at - 1] for at, line in enumerate(lines) if line == told] == ["No page.", "It is encrypted."]
