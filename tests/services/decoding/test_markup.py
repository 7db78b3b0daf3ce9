"""Saved pages: their words in their structure, and nothing that is hidden, loaded or run."""

from __future__ import annotations

from typing import Any

import pytest

from journal_app.domain.readings import Block, Field, Kind, Note, Reading, Source
from journal_app.services.decoding import texts


def read(markup: str | bytes) -> Reading:
    return texts.reading(markup if isinstance(markup, bytes) else markup.encode(), "text/html")


def told(markup: str | bytes) -> list[tuple[Any, ...]]:
    """Return the blocks as (kind, text), with what else is set."""
    return [_short(each) for each in read(markup).blocks]


def _short(block: Block) -> tuple[Any, ...]:
    more = [each for each in (block.level, block.name, block.cells) if each]
    return (block.kind.value, *([block.text] if block.text else []), *more)


def test_a_page_keeps_its_structure() -> None:
    page = (
        "<html><head><title>His  page</title><style>b{}</style></head><body><h1>One</h1><h3>Two</h3>"
        "<p>Three  &amp; four<br>five<p>six<hr><blockquote><p>said</p></blockquote><pre>a\n  b</pre>"
    )
    assert told(page) == [
        ("field", "His page", "title"), ("heading", "One", 1), ("heading", "Two", 3),
        ("paragraph", "Three & four\nfive"),
        ("paragraph", "six"), ("rule",), ("quote", "said", 1), ("preformatted", "a\n  b"),
    ]  # fmt: skip
    assert read(page).source is Source.PAGE


def test_lists_keep_their_numbers_and_depth() -> None:
    page = "<ul><li>a<ol start=4><li>b<li><p>c</p></ol><li>d</ul>"
    assert told(page) == [("item", "a", 1), ("item", "b", 2, "4."), ("item", "c", 2, "5."), ("item", "d", 1)]
    assert told("<ol start=x><li>a</ol>") == [("item", "a", 1, "1.")]


def test_a_table_is_rows_with_its_head() -> None:
    page = "<table><tr><th>When<th>What</tr><tr><td>1 <b>May</b><td></tr></table><table><tr><td>a<td>b</table>"
    assert told(page) == [("row", 1, ("When", "What")), ("row", ("1 May", "")), ("row", 2, ("a", "b"))]


def test_a_table_that_only_places_things_is_read_in_its_order() -> None:
    page = "<table><tr><td>left<td><table><tr><td>inner<td>two</table><p>right</table>after"
    assert told(page) == [("paragraph", "left"), ("row", 2, ("inner", "two")), ("paragraph", "right"),
                          ("paragraph", "after")]  # fmt: skip
    assert told("<table><tr><td>alone</table>") == [("paragraph", "alone")]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>evil()</script>", "<style>p{}</style>", "<template><p>x</p></template>", "<noscript>x</noscript>",
        "<div hidden>x<p>y</p></div>", "<p style='color:red; display : none'>x</p>", "<svg><text>x</text></svg>",
        "<span style='visibility:hidden'>x</span>", "<p hidden>x", "<iframe srcdoc='<p>x'>y</iframe>",
        "<table hidden><tr><td>x</table>", "<img hidden alt='a picture'>",
    ],
)  # fmt: skip
def test_what_a_page_hides_is_not_shown(hidden: str) -> None:
    assert told(f"<div>before</div>{hidden}<div>after</div>") == [("paragraph", "before"), ("paragraph", "after")]
    noted = Note.HIDDEN_LEFT_OUT in read(hidden).notes
    assert noted == ("hidden" in hidden or "display" in hidden)


def test_a_link_is_its_words_and_its_address() -> None:
    assert told(
        "<p>See <a href='https://x.org/a'>this</a>, <a href='#top'>up</a>, <a href='javascript:a()'>do</a>"
    ) == [("paragraph", "See this [https://x.org/a], up, do")]
    assert told("<a href='https://x.org/'>x.org</a>") == [("paragraph", "x.org")]
    assert told("<a href='mailto:a@x.org'><div>Write</div><div>me</div></a>") == [
        ("paragraph", "Write [mailto:a@x.org]"), ("paragraph", "me"),
    ]  # fmt: skip


def test_a_picture_leaves_its_alternative_text_and_what_counts_readers_nothing() -> None:
    page = "<p>a <img src='http://x.org/p.png' alt='His face'> b <img alt='🙂'><img width=1 height=1 src=x><img src=y>"
    assert told(page) == [("paragraph", "a"), ("picture", "His face"), ("paragraph", "b 🙂"), ("picture",)]


def test_where_a_page_was_saved_from_is_a_fact() -> None:
    page = "<!-- saved from url=(0026)https://example.org/post/1 --><html><p>words"
    (field, _) = read(page).blocks
    assert (field.kind, field.name, field.text) == (Kind.FIELD, Field.SAVED_FROM, "https://example.org/post/1")


def test_the_encoding_a_page_names_is_used() -> None:
    assert told("<meta charset='koi8-r'><p>Привет".encode("koi8-r")) == [("paragraph", "Привет")]
    assert told("<meta charset='iso-8859-1'><p>“so”".encode("cp1252")) == [("paragraph", "“so”")]
    assert told("<meta charset=utf-7><p>Grüße".encode()) == [("paragraph", "Grüße")]
    assert Note.OLD_ENCODING in read("<p>Grüße".encode("latin-1")).notes


def test_broken_markup_is_read_as_far_as_it_goes() -> None:
    assert told("<p>one</b></div><p>two<table><td>a</td>b<tr></table></table><li>three") == [
        ("paragraph", "one"), ("paragraph", "two"), ("paragraph", "b"), ("paragraph", "a"), ("paragraph", "three"),
    ]  # fmt: skip
    broken = read("<p>one</p><![x[ two")
    assert broken.text.startswith("one")


def test_very_deep_markup_is_cut_and_says_so() -> None:
    assert Note.CUT in read("<div>" * 5000 + "x").notes
    deep = read("<table><tr><td>" * 200 + "words")
    assert "words" in deep.text
