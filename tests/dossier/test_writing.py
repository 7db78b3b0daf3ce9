from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal_app.dossier.writing import Writing, entries_of, name, text_string


def finished(writing: Writing, **entries: str) -> None:
    pages = writing.number()
    page = writing.small(f"<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 10 10] /Resources << >> >>")
    writing.small(f"<< /Type /Pages /Count 1 /Kids [{page} 0 R] >>", pages)
    root = writing.small(f"<< {entries_of({'Type': '/Catalog', 'Pages': f'{pages} 0 R', **entries})} >>")
    writing.close(root, writing.small("<< >>"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=40), st.binary(max_size=4000)), max_size=500), st.booleans())
def test_everything_written_is_read_again(things: list[str | bytes], ahead: bool) -> None:
    out = io.BytesIO()
    writing = Writing(out)
    numbers = [writing.number() if ahead else 0 for _ in things]
    for at in reversed(range(len(things))):
        thing = things[at]
        if isinstance(thing, bytes):
            numbers[at] = writing.stream(thing, number=numbers[at])
        else:
            numbers[at] = writing.small(text_string(thing), numbers[at])
    finished(writing, Things=f"[{' '.join(f'{number} 0 R' for number in numbers)}]")
    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        assert pdf.check_pdf_syntax() == []
        read = [each.read_bytes() if isinstance(each, pikepdf.Stream) else str(each) for each in pdf.Root.Things]
    assert read == things


def test_numbers_that_were_never_used_are_free() -> None:
    out = io.BytesIO()
    writing = Writing(out)
    unused = [writing.number() for _ in range(3)]
    finished(writing)
    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert [pdf.get_object(number, 0) for number in unused] == [None] * 3


def test_the_identifier_is_made_of_the_content() -> None:
    def made(text: str) -> bytes:
        out = io.BytesIO()
        finished(Writing(out), Text=text_string(text))
        return out.getvalue()

    assert made("one") == made("one")
    with pikepdf.open(io.BytesIO(made("one"))) as one, pikepdf.open(io.BytesIO(made("two"))) as two:
        assert bytes(one.trailer.ID[0]) != bytes(two.trailer.ID[0])


def test_an_object_is_written_once() -> None:
    writing = Writing(io.BytesIO())
    number = writing.stream(b"first")
    with pytest.raises(ValueError, match="twice"):
        writing.stream(b"second", number=number)


@pytest.mark.parametrize("parts", [[b"ab"], [b"ab", b"cd"]])
def test_a_stream_has_the_length_it_was_said_to_have(parts: list[bytes]) -> None:
    with pytest.raises(ValueError, match="instead of 3"):
        Writing(io.BytesIO()).passed(parts, 3, "")


@pytest.mark.parametrize(("said", "written"), [("image/png", "/image#2fpng"), ("a b", "/a#20b"), ("é", "/#c3#a9")])
def test_names_are_escaped(said: str, written: str) -> None:
    assert name(said) == written
