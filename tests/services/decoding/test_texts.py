"""Mail, saved pages and notes: their words, and nothing that could act."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.services.decoding import texts

MAIL = b"""From: Ida <ida@example.org>
To: Tom <tom@example.org>
Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/%s; charset=utf-8

%s
--x
Content-Type: image/png
Content-Disposition: attachment; filename="shot.png"
Content-Transfer-Encoding: base64

AAAA
--x
Content-Type: application/octet-stream
Content-Disposition: attachment

AAAA
--x--
"""


def test_a_mail_is_read_with_its_head_and_the_names_of_its_files() -> None:
    text = texts.plain(MAIL % (b"plain", b"The words."), "message/rfc822")
    assert text.splitlines()[:3] == ["From: Ida <ida@example.org>", "To: Tom <tom@example.org>", "Subject: Grüße"]
    assert "The words." in text
    assert text.endswith("[shot.png]\n[application/octet-stream]")


def test_a_mail_in_html_is_read_as_text() -> None:
    text = texts.plain(MAIL % (b"html", b"<p>The <b>words</b>.<script>evil()</script>"), "message/rfc822")
    assert "The words." in text
    assert "evil" not in text
    assert texts.plain(b"Subject: only a head\n\n", "message/rfc822").startswith("Subject: only a head")


def test_a_saved_page_is_its_words_and_nothing_that_runs() -> None:
    page = (
        b"<html><head><title>t</title></head><body><h1>One</h1><p>Two  &amp; three<br>four</p>"
        b"<script>a()</script><style>b{}</style><div></div><div></div><li>five</body></html></script>"
    )
    assert texts.plain(page, "text/html") == "One\n\nTwo & three\nfour\n\nfive"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_note_is_read_in_its_encoding(encoding: str) -> None:
    assert texts.plain("Grüße 字".encode(encoding), "text/plain") == "Grüße 字"


def test_bytes_of_an_old_encoding_are_read_as_well_as_can_be() -> None:
    assert texts.plain("Grüße".encode("latin-1"), "text/plain") == "Grüße"
    assert texts.plain(b"\xff\xfea\0b", "text/plain").startswith("a")


@given(data=st.binary(max_size=300), kind=st.sampled_from(["text/plain", "text/html", "text/csv", "message/rfc822"]))
def test_no_text_holds_a_control_character(data: bytes, kind: str) -> None:
    try:
        text = texts.plain(data, kind)
    except (LookupError, ValueError, AttributeError, TypeError, IndexError, AssertionError):
        return  # the worker says that this file cannot be read
    assert not [letter for letter in text if (letter < " " and letter not in "\n\t") or letter == "\x7f"]


def test_a_very_long_text_is_cut() -> None:
    assert len(texts.plain(b"x" * (texts.LONGEST + 9), "text/plain")) == texts.LONGEST
