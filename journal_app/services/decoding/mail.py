"""Mail, mail boxes and pages saved as one file (RFC 5322, 2045, 4155, 2557) to blocks, however broken they are."""

from __future__ import annotations

import email
import email.policy
import hashlib
import re
from email.errors import HeaderParseError, MessageDefect
from email.header import decode_header
from email.message import EmailMessage, Message

from journal_app.domain.readings import DEEPEST, Field, Kind, Note
from journal_app.services.decoding import letters, markup
from journal_app.services.decoding.blocks import Gathered

MOST_PARTS = 200
MOST_MESSAGES = 50
_SHOWN = (("From", Field.FROM), ("To", Field.TO), ("Cc", Field.CC), ("Date", Field.DATE), ("Subject", Field.SUBJECT),
          ("Message-ID", Field.MESSAGE_ID))  # fmt: skip
_BETWEEN = re.compile(rb"(?:\A|(?<=\n)(?:\r?\n))From \S+[^\r\n]*\d\d:\d\d[^\r\n]*\r?\n")
_QUOTED = re.compile(r"(?:> ?)+")
_SAVED_FROM = "Snapshot-Content-Location"


def prepare() -> None:
    """Load what reading mail needs, before the process is locked."""
    sample = (
        b"From: a\nSubject: =?utf-8?q?b?= =?utf-8?b?Yg==?=\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nc\n"
        b"--x\nContent-Type: text/html; charset*=utf-8''latin1\nContent-Transfer-Encoding: quoted-printable\n\n=41\n"
        b"--x\nContent-Disposition: attachment; filename*=utf-8''d\nContent-Transfer-Encoding: base64\n\nZQ=\n"
        b"--x\nContent-Type: message/rfc822\nContent-Transfer-Encoding: x-uuencode\n\nDate: Mon, 1 Jan 2024\n\nf\n--x--"
    )
    for data in (sample, b"\xff", b""):
        read_mail(data, Gathered())


def is_mailbox(data: bytes) -> bool:
    """Say whether a file begins as a mail box does (RFC 4155, appendix A)."""
    return _BETWEEN.match(data) is not None


def read_mailbox(data: bytes, into: Gathered) -> int:
    """Read the first messages of a mail box, each under a title of its own; return how many it holds."""
    starts = [(found.start(), found.end()) for found in _BETWEEN.finditer(data)]
    for number, (_, start) in enumerate(starts[:MOST_MESSAGES]):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(data)
        message = _parsed(re.sub(rb"(?m)^>(>*From )", rb"\1", data[start:end]), into)
        if message is not None:
            _Reader(into).nested(message, 1)
    if len(starts) > MOST_MESSAGES:
        into.note(Note.MORE_MESSAGES)
    return len(starts)


def read_mail(data: bytes, into: Gathered) -> bool:
    """Read one message; return whether it is a page that a browser saved as a message."""
    message = _parsed(data, into)
    if message is None:
        for part in re.split(r"\n\s*\n", letters.decoded(data, into)):
            into.add(Kind.PARAGRAPH, part)
        return False
    if message[_SAVED_FROM]:
        _saved_page(message, into)
        return True
    _Reader(into).message(message, 0)
    return False


def _parsed(data: bytes, into: Gathered) -> EmailMessage | None:
    try:
        found = email.message_from_bytes(data, policy=email.policy.default)
    except (RecursionError, ValueError, TypeError, LookupError, AttributeError, IndexError):
        into.note(Note.MORE_PARTS)
        return None
    return found if isinstance(found, EmailMessage) else None


def _saved_page(message: EmailMessage, into: Gathered) -> None:
    into.field(Field.SAVED_FROM, _header(message, _SAVED_FROM)[0])
    for text in _header(message, "Date"):
        into.field(Field.DATE, text)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    if page is not None:
        data = _bytes(page, into)
        markup.read_page(letters.decoded(data, into, _charset(page) or letters.named_in_page(data)), into)


class _Reader:
    """Reads one message with what lies in it."""

    def __init__(self, into: Gathered) -> None:
        self._into = into
        self._parts = 0

    def nested(self, message: Message, depth: int) -> None:
        """Read a message that stands in another file, under its subject."""
        self._into.add(Kind.MESSAGE, "".join(_header(message, "Subject")[:1]), level=depth)
        self.message(message, depth)

    def message(self, message: Message, depth: int) -> None:
        """Read the fields of a message, its words, and the list of what is attached."""
        found = 0
        for name, field in _SHOWN:
            for text in _header(message, name):
                self._into.field(field, text)
                found += field in {Field.FROM, Field.DATE}
        if found < 2:
            self._into.note(Note.NO_HEAD)
        if message.get_content_type() == "message/rfc822":
            self._inside(message, depth)
            return
        body = _body(message)
        if body is not None:
            self._words(body)
        elif message.get_content_maintype() == "multipart" and not _inner(message):
            self._into.note(Note.DAMAGED_PART)  # it names parts and has none: all it holds is shown as words
            read_words(str(message.get_payload()), self._into)
        self._rest(message, body, depth)

    def _inside(self, part: Message, depth: int) -> None:
        if depth + 1 < DEEPEST:
            for each in _inner(part):
                self.nested(each, depth + 1)
        else:
            self._into.note(Note.MORE_PARTS)

    def _words(self, body: Message) -> None:
        data = _bytes(body, self._into)
        if body.get_content_type() == "text/html":
            self._into.note(Note.FROM_MARKUP)
            named = _charset(body) or letters.named_in_page(data)
            markup.read_page(letters.decoded(data, self._into, named), self._into)
            return
        text = letters.decoded(data, self._into, _charset(body)).replace("\r\n", "\n").replace("\r", "\n")
        read_words(text, self._into)

    def _rest(self, part: Message, body: Message | None, depth: int) -> None:
        """List everything in a message that is not its body."""
        for each in _inner(part):
            self._parts += 1
            if self._parts > MOST_PARTS:
                self._into.note(Note.MORE_PARTS)
                return
            kind = each.get_content_type()
            if each is body:
                continue
            if kind == "message/rfc822" and _inner(each):
                self._inside(each, depth)
            elif kind.startswith("multipart/"):
                self._rest(each, body, depth)
            elif body is not None and part.get_content_type() == "multipart/alternative" and kind.startswith("text/"):
                self._into.note(Note.OTHER_FORM)
            else:
                self._attached(each, kind)

    def _attached(self, part: Message, kind: str) -> None:
        data = _bytes(part, self._into)
        try:
            name = part.get_filename() or ""
        except (ValueError, LookupError, TypeError, AttributeError, IndexError):
            name = ""
        self._into.attachment(str(name), kind, len(data), hashlib.sha256(data).hexdigest())


def read_words(text: str, into: Gathered) -> None:
    """Read plain words: lines stay as they are, an empty one ends a paragraph, and ``>`` marks what is quoted."""
    lines: list[str] = []
    before = 0

    def end() -> None:
        kind = Kind.QUOTE if before else Kind.PARAGRAPH
        into.add(kind, "\n".join(lines), level=before)
        lines.clear()

    for line in text.split("\n"):
        marks = _QUOTED.match(line)
        depth = marks[0].count(">") if marks else 0
        line = line[marks.end() :] if marks else line  # noqa: PLW2901 - the line without its marks
        if depth != before or not line.strip():
            end()
        before = depth
        if line.strip():
            lines.append(line.rstrip())
        if into.full:
            return
    end()


def _body(message: Message) -> Message | None:
    """Return the part that holds the words: plain before HTML, but never an empty one before one with words."""
    try:
        found = [message.get_body(preferencelist=(kind,)) for kind in ("plain", "html")]  # type: ignore[attr-defined]
    except (AttributeError, KeyError, ValueError, TypeError, IndexError, LookupError, RecursionError):
        walked = [each for each in message.walk() if not each.is_multipart() and not each.get_filename()]
        found = [next((each for each in walked if each.get_content_type() == f"text/{kind}"), None)
                 for kind in ("plain", "html")]  # fmt: skip
    there = [each for each in found if each is not None]
    return next((each for each in there if _bytes(each, Gathered()).strip()), there[0] if there else None)


def _inner(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _bytes(part: Message, into: Gathered) -> bytes:
    """Return the decoded bytes of a part, as far as they can be decoded."""
    try:
        data = part.get_payload(decode=True)
        if data is None:  # what holds parts where it should hold none
            data = b"".join(each.as_bytes() for each in _inner(part))
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, KeyError, AssertionError):
        into.note(Note.DAMAGED_PART)
        return b""
    if any(type(each).__name__.startswith("InvalidBase64") for each in part.defects if isinstance(each, MessageDefect)):
        into.note(Note.DAMAGED_PART)
    return data if isinstance(data, bytes) else b""


def _charset(part: Message) -> str:
    try:
        return str(part.get_content_charset() or "")
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return ""


def _header(message: Message, name: str) -> list[str]:
    """Return the values of a header as they stand there, each time it does; only coded words are decoded (RFC 2047).

    Bytes that should not be there are read as UTF-8 where they are that.
    """
    found = []
    for key, raw in message.raw_items():
        if key.lower() == name.lower():
            text = str(raw)
            if any("\ud800" <= letter <= "\udfff" for letter in text):
                text = letters.decoded(text.encode("utf-8", "surrogateescape"), Gathered())
            found.append(_uncoded(" ".join(text.split())))
    return found


def _uncoded(text: str) -> str:
    try:
        parts = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    words = []
    for part, charset in parts:
        if isinstance(part, str):
            words.append(part)
        elif charset is None:
            words.append(part.decode("raw-unicode-escape", "replace"))  # as the library hands over what was not coded
        else:
            words.append(letters.decoded(part, Gathered(), charset))
    return "".join(words)
