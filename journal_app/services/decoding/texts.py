"""Mail, saved pages, notes, tables and recordings to readings: nothing loaded, nothing executed."""

from __future__ import annotations

import csv
import io

from journal_app.domain.readings import Kind, Reading, Source
from journal_app.services.decoding import letters, mail, markup, recordings
from journal_app.services.decoding.blocks import Gathered
from journal_app.services.decoding.kinds import is_recording

_DELIMITERS = ",;\t|"


def prepare() -> None:
    """Load what reading text needs, before the process is locked."""
    letters.prepare()
    mail.prepare()
    recordings.prepare()
    for kind in ("text/html", "text/csv", "application/json", "text/plain"):
        reading(b"<p>a,b\nc,d", kind)


def reading(data: bytes, media_type: str) -> Reading:
    """Return what can be read of a file of one of the kinds of text, or of a recording."""
    into = Gathered()
    if is_recording(media_type):
        recordings.read_recording(data, media_type, into)
        return into.reading(Source.RECORDING)
    if media_type in {"message/rfc822", "application/mbox", "multipart/related"}:
        if mail.is_mailbox(data):
            return into.reading(Source.MAILBOX, mail.read_mailbox(data, into))
        return into.reading(Source.PAGE if mail.read_mail(data, into) else Source.MAIL)
    if media_type == "text/html":
        markup.read_page(letters.decoded(data, into, letters.named_in_page(data)), into)
        return into.reading(Source.PAGE)
    text = letters.decoded(data, into).replace("\r\n", "\n").replace("\r", "\n")
    if media_type == "text/csv" and _table(text, into):
        return into.reading(Source.TABLE)
    _lines(text, into)
    return into.reading(Source.TEXT)


def _table(text: str, into: Gathered) -> bool:
    """Read a table with the delimiter that stands most often in its first lines (RFC 4180); False where it has none."""
    head = "\n".join(text.split("\n", 20)[:20])
    delimiter = max(_DELIMITERS, key=head.count)
    if delimiter not in head:
        return False
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return False
    for number, row in enumerate(rows):
        into.row(row, int(number == 0))
        if into.full:
            break
    return True


def _lines(text: str, into: Gathered) -> None:
    """Read plain words: lines stay as they are, and an empty one ends a paragraph."""
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            lines.append(line.rstrip())
        elif lines:
            into.add(Kind.PREFORMATTED, "\n".join(lines))
            lines.clear()
        if into.full:
            return
