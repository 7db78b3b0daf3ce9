"""Notes, tables and everything that is text: their words, and nothing that could act."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.domain.readings import MOST_LETTERS, Kind, Note, Reading, Source, problem_of
from journal_app.services.decoding import texts


def plain(data: bytes, kind: str = "text/plain") -> str:
    return texts.reading(data, kind).text


def rows(reading: Reading) -> list[tuple[int, tuple[str, ...]]]:
    return [(each.level, each.cells) for each in reading.blocks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_note_is_read_in_its_encoding(encoding: str) -> None:
    reading = texts.reading("Grüße 字".encode(encoding), "text/plain")
    assert (reading.text, reading.notes) == ("Grüße 字", ())


def test_bytes_of_an_old_encoding_are_read_as_well_as_can_be_and_noted() -> None:
    reading = texts.reading("Grüße “so”".encode("cp1252"), "text/plain")
    assert (reading.text, reading.notes) == ("Grüße “so”", (Note.OLD_ENCODING,))
    assert plain(b"\xe4 \x81 b") == "ä  b"
    cut = texts.reading(b"\xff\xfea\0b", "text/plain")
    assert cut.text.startswith("a")
    assert cut.notes == (Note.LOST_LETTERS,)


def test_lines_stay_and_an_empty_one_ends_a_paragraph() -> None:
    reading = texts.reading(b"12.03.24, 21:04 - Ana: Hi\r\n12.03.24, 21:05 - M: Come\r\n\r\n\r\nmore", "text/plain")
    assert reading.source is Source.TEXT
    assert [each.text for each in reading.blocks] == ["12.03.24, 21:04 - Ana: Hi\n12.03.24, 21:05 - M: Come", "more"]
    assert {each.kind for each in reading.blocks} == {Kind.PREFORMATTED}


def test_a_table_is_read_in_rows_with_its_own_delimiter() -> None:
    reading = texts.reading(b'When;What\n"1;2";"a ""b"""\n\nx', "text/csv")
    assert reading.source is Source.TABLE
    assert rows(reading) == [(1, ("When", "What")), (0, ("1;2", 'a "b"')), (0, ("x",))]


def test_what_is_no_table_is_read_as_lines() -> None:
    assert texts.reading(b"only words\nmore", "text/csv").source is Source.TEXT
    assert texts.reading(b'a,b\n"' + b"x" * 200_000, "text/csv").source is Source.TEXT


def test_a_row_of_more_cells_than_a_row_may_have_says_so() -> None:
    reading = texts.reading(b",".join([b"c"] * 99), "text/csv")
    assert len(reading.blocks[0].cells) == 30
    assert reading.notes == (Note.CUT,)


def test_nothing_but_spaces_is_no_words() -> None:
    for kind in ("text/plain", "text/html", "application/json"):
        assert texts.reading(b"  \n\n ", kind).notes == (Note.NO_WORDS,)


KINDS = ["text/plain", "text/html", "text/csv", "application/json", "message/rfc822", "application/mbox",
         "multipart/related", "audio/mpeg", "audio/mp4", "audio/wav", "audio/ogg", "audio/flac"]  # fmt: skip


@given(data=st.binary(max_size=300), kind=st.sampled_from(KINDS))
def test_any_bytes_become_a_reading_as_agreed(data: bytes, kind: str) -> None:
    assert problem_of(texts.reading(data, kind)) == ""


_PIECES = st.sampled_from(
    ["<p>", "</p>", "<table>", "</table>", "<tr>", "<td>", "</td>", "<th>", "<ul>", "<ol start=3>", "<li>", "</ul>",
     "<blockquote>", "</blockquote>", "<h2>", "</h2>", "<pre>", "</pre>", "<a href='https://x.org'>", "</a>", "<br>",
     "<div hidden>", "</div>", "<script>", "</script>", "<![CDATA[", "<!--", "-->", "<img alt='a picture'>", "words ",
     "&amp;", "\0", "<title>", "</title>"]
)  # fmt: skip


@given(pieces=st.lists(_PIECES, max_size=40))
def test_any_markup_becomes_a_reading_as_agreed(pieces: list[str]) -> None:
    assert problem_of(texts.reading("".join(pieces).encode(), "text/html")) == ""


def test_a_very_long_text_is_cut_and_says_so() -> None:
    reading = texts.reading(b"x" * (MOST_LETTERS + 9), "text/plain")
    assert len(reading.text.replace("\n", "")) == MOST_LETTERS
    assert reading.notes == (Note.CUT,)
    assert problem_of(reading) == ""
    many = texts.reading(b"<p>a" * 30_000, "text/html")
    assert (len(many.blocks), many.notes) == (20_000, (Note.CUT,))


def test_a_long_line_is_divided_at_a_word() -> None:
    reading = texts.reading(b"word " * 2000, "text/plain")
    assert all(each.text.startswith("word") and each.text.endswith("word") for each in reading.blocks)
    assert len(reading.blocks) == 3
