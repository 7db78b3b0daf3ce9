"""Mail: its fields, words and files, however broken it is."""

from __future__ import annotations

import base64
import hashlib
from email.message import EmailMessage

import pytest

from journal_app.domain.readings import Block, Kind, Note, Reading, Source
from journal_app.services.decoding import texts

HEAD = "From: Ida <ida@example.org>\nTo: Tom <tom@example.org>\nDate: Tue, 12 Mar 2024 23:40:00 -0700\n"
PICTURE = b"\x89PNG\r\n\x1a\n123"


def read(data: bytes | str, kind: str = "message/rfc822") -> Reading:
    return texts.reading(data.encode() if isinstance(data, str) else data, kind)


def of(reading: Reading, kind: Kind) -> list[Block]:
    return [each for each in reading.blocks if each.kind is kind]


def fields(reading: Reading) -> dict[str, str]:
    return {each.name: each.text for each in of(reading, Kind.FIELD)}


def mail(**more: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": "Ida <ida@example.org>", "Date": "Tue, 12 Mar 2024 23:40:00 -0700", **more}.items():
        message[name] = value
    return message


def test_a_mail_has_its_fields_words_and_files() -> None:
    message = mail(Subject="Grüße", Cc="a@example.org, b@example.org", **{"Message-ID": "<1@example.org>"})
    message.set_content("The words.\n\n> what was\n> said\nmine\n")
    message.add_alternative("<p>The words again.", subtype="html")
    message.add_attachment(PICTURE, maintype="image", subtype="png", filename="Bild ä.png")
    message.add_attachment(b"\0\1", maintype="application", subtype="octet-stream")
    reading = read(bytes(message))
    assert reading.source is Source.MAIL
    assert fields(reading) == {
        "from": "Ida <ida@example.org>", "cc": "a@example.org, b@example.org", "subject": "Grüße",
        "date": "Tue, 12 Mar 2024 23:40:00 -0700", "message-id": "<1@example.org>",
    }  # fmt: skip
    words = [(each.kind, each.text) for each in reading.blocks if each.kind in {Kind.PARAGRAPH, Kind.QUOTE}]
    assert words == [(Kind.PARAGRAPH, "The words."), (Kind.QUOTE, "what was\nsaid"), (Kind.PARAGRAPH, "mine")]
    first, second = of(reading, Kind.ATTACHMENT)
    assert (first.name, first.media_type, first.size) == ("Bild ä.png", "image/png", len(PICTURE))
    assert first.sha256 == hashlib.sha256(PICTURE).hexdigest()
    assert (second.name, second.media_type, second.size) == ("", "application/octet-stream", 2)
    assert reading.notes == (Note.OTHER_FORM,)


def test_a_mail_in_html_is_our_own_rendering() -> None:
    message = mail()
    message.set_content("<h2>Dear A.</h2><p>words<script>evil()</script>", subtype="html")
    reading = read(bytes(message))
    assert [(each.kind, each.text) for each in reading.blocks[2:]] == [
        (Kind.HEADING, "Dear A."), (Kind.PARAGRAPH, "words"),
    ]  # fmt: skip
    assert reading.notes == (Note.FROM_MARKUP,)


def test_an_empty_plain_form_gives_way_to_one_with_words() -> None:
    message = mail()
    message.set_content(" \n")
    message.add_alternative("<p>words", subtype="html")
    assert "words" in read(bytes(message)).text


def test_a_message_in_a_message_has_a_title_of_its_own() -> None:
    inner = mail(Subject="The first")
    inner.set_content("inner words")
    inner.add_attachment(PICTURE, maintype="image", subtype="png", filename="in.png")
    outer = mail(Subject="Fwd")
    outer.set_content("outer words")
    outer.add_attachment(inner)
    reading = read(bytes(outer))
    (title,) = of(reading, Kind.MESSAGE)
    assert (title.text, title.level) == ("The first", 1)
    assert reading.text.index("outer words") < reading.text.index("The first") < reading.text.index("inner words")
    assert [each.name for each in of(reading, Kind.ATTACHMENT)] == ["in.png"]


@pytest.mark.parametrize(
    ("data", "words", "notes"),
    [
        (HEAD + "\nwords", "words", ()),
        ("Subject: x\n\nwords", "words", (Note.NO_HEAD,)),
        ("no head at all, but words", "words", (Note.NO_HEAD,)),
        (HEAD + "\n", "", (Note.NO_WORDS,)),
        (HEAD + "Content-Type: text/plain; charset=nothing-known\n\nwörter", "wörter", ()),
        (HEAD.encode() + b"Content-Type: text/plain; charset=utf-8\n\nw\xf6rter", "wörter", (Note.OLD_ENCODING,)),
        (HEAD + "Content-Type: text/plain; charset=utf-7\n\nwords", "words", ()),
        (HEAD + "Content-Transfer-Encoding: base64\n\nd29yZHM", "words", (Note.DAMAGED_PART,)),
        (HEAD + "Content-Transfer-Encoding: base64\n\nd29y!ZHM=", "words", (Note.DAMAGED_PART,)),
        (HEAD + "Content-Type: multipart/mixed\n\nwords", "words", (Note.DAMAGED_PART,)),
        (HEAD + "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nwords", "words", ()),
        (HEAD + "Content-Type: multipart/mixed; boundary=x\n\nno part", "no part", (Note.DAMAGED_PART,)),
        (HEAD + "Content-Type: message/rfc822\n\n", "", (Note.NO_HEAD, Note.NO_WORDS)),
    ],
)
def test_a_broken_mail_is_read_as_far_as_it_goes(data: bytes | str, words: str, notes: tuple[Note, ...]) -> None:
    reading = read(data)
    assert words in reading.text
    assert reading.notes == notes


@pytest.mark.parametrize(
    ("header", "text"),
    [
        (b"Subject: Gr\xc3\xbc\xc3\x9fe", "Grüße"),
        (b"Subject: Gr\xfc\xdfe", "Grüße"),
        (b"Subject: =?utf-8?b?w4?= x", "x"),
        (b"Subject: =?nothing-known?q?a?=", "a"),
        (b"Subject: one\n two", "one two"),
        (b"Subject: a\0b\x07c", "abc"),
    ],
)
def test_a_broken_field_is_read_as_far_as_it_goes(header: bytes, text: str) -> None:
    assert text in fields(read(HEAD.encode() + header + b"\n\nwords"))["subject"]


def test_a_field_that_stands_twice_is_shown_twice() -> None:
    reading = read(HEAD + "From: Eve <eve@example.org>\n\nwords")
    assert [each.text for each in of(reading, Kind.FIELD) if each.name == "from"] == [
        "Ida <ida@example.org>", "Eve <eve@example.org>",
    ]  # fmt: skip


def test_a_mail_of_too_many_or_too_deep_parts_is_cut_and_says_so() -> None:
    part = "--x\nContent-Disposition: attachment\n\nz\n"
    many = read(HEAD + "Content-Type: multipart/mixed; boundary=x\n\n" + part * 300)
    assert len(of(many, Kind.ATTACHMENT)) == 200
    assert Note.MORE_PARTS in many.notes
    data = b"Subject: innermost\n\nwords"
    for _ in range(12):
        data = HEAD.encode() + b"Content-Type: message/rfc822\n\n" + data
    deep = read(data)
    assert len(of(deep, Kind.MESSAGE)) == 5
    assert Note.MORE_PARTS in deep.notes
    bomb = "".join(f"Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n" for at in range(3000))
    assert Note.MORE_PARTS in read(HEAD + bomb + "\nwords").notes


MESSAGE = "From {sender} Tue Mar 12 23:40:00 2024\n" + HEAD + "Subject: no. {number}\n\n>From the first word\n\n"


def test_a_mail_box_shows_its_first_messages_and_says_how_many_it_holds() -> None:
    box = "".join(MESSAGE.format(sender="ida@example.org", number=number) for number in range(60))
    reading = read(box, "application/mbox")
    assert (reading.source, reading.messages) == (Source.MAILBOX, 60)
    assert [each.text for each in of(reading, Kind.MESSAGE)] == [f"no. {number}" for number in range(50)]
    assert reading.notes == (Note.MORE_MESSAGES,)
    assert "From the first word" in reading.text
    assert read(box[: len(box) // 60 * 2], "message/rfc822").source is Source.MAILBOX


def test_a_page_saved_as_one_file_is_its_page() -> None:
    encoded = base64.encodebytes("<title>T</title><p>wörter".encode()).decode()
    saved = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/post\nDate: Tue, 12 Mar 2024 06:40:00\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="x"\n\n--x\n'
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + encoded + "--x\n"
        "Content-Type: image/png\nContent-Location: https://example.org/a.png\n\nz\n--x--\n"
    )
    reading = read(saved, "multipart/related")
    assert reading.source is Source.PAGE
    assert fields(reading) == {
        "saved-from": "https://example.org/post",
        "date": "Tue, 12 Mar 2024 06:40:00",
        "title": "T",
    }
    assert reading.text.endswith("wörter")
    assert not of(reading, Kind.ATTACHMENT)
    without = read("Snapshot-Content-Location: https://example.org/\n\n", "multipart/related")
    assert without.notes == (Note.NO_WORDS,)
