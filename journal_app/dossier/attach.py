"""Originals inside the lawyer's document: attached byte for byte, under the names they have in the package."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from journal_app.domain.controls import undirected
from journal_app.dossier.writing import Writing, entries_of, name, text_string
from journal_app.errors import DamageFound
from journal_app.i18n import pgettext

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One original: its name in the package without a folder, its media type, what it is, and its bytes.

    ``open`` gives a new stream of them; there have to be ``size``, with the SHA-256 ``sha256``. ``relationship`` is
    ``Source`` for what the pages show, ``Data`` for what tells of it (ISO 32000-2, table 43).
    """

    name: str
    media_type: str
    description: str
    size: int
    sha256: str
    open: Callable[[], BinaryIO]
    relationship: str = "Source"


def embed(writing: Writing, attachments: Sequence[Attachment], made_at: datetime) -> dict[str, str]:
    """Write attached files; return their entries of the catalogue, none where there are no files.

    Each is marked with what it is to the pages (ISO 19005-3, 6.8). They are never held in memory whole, and
    not compressed: what is attached can be found in the file as it is. Raises DamageFound where bytes are not those
    that were recorded.
    """
    if not attachments:
        return {}
    date = f"(D:{made_at.astimezone(UTC):%Y%m%d%H%M%S}Z)"
    specs = {each.name: _embedded(writing, each, date) for each in attachments}
    # All in UTF-16: readers differ in how they order (ISO 32000-1, 7.9.6) strings of two encodings.
    names = " ".join(f"<feff{each.encode('utf-16-be').hex()}> {specs[each]} 0 R" for each in sorted(specs))
    return {
        "Names": f"<< /EmbeddedFiles << /Names [{names}] >> >>",
        "AF": f"[{' '.join(f'{number} 0 R' for number in specs.values())}]",
    }


def _embedded(writing: Writing, attachment: Attachment, date: str) -> int:
    known = {
        "Type": "/EmbeddedFile", "Subtype": name(attachment.media_type),
        "Params": f"<< /Size {attachment.size} /CreationDate {date} /ModDate {date} >>",
    }  # fmt: skip
    try:
        stream = writing.passed(_checked(attachment), attachment.size, entries_of(known))
    except ValueError:
        raise _not_as_recorded(attachment) from None
    said = text_string(attachment.name)
    entries = {
        "Type": "/Filespec", "F": said, "UF": said, "AFRelationship": name(attachment.relationship),
        "EF": f"<< /F {stream} 0 R /UF {stream} 0 R >>",
    }  # fmt: skip
    if attachment.description:
        entries["Desc"] = text_string(undirected(attachment.description))
    return writing.small(f"<< {entries_of(entries)} >>")


def _checked(attachment: Attachment) -> Iterator[bytes]:
    digest = hashlib.sha256()
    with attachment.open() as source:
        while part := source.read(_BLOCK):
            digest.update(part)
            yield part
    if digest.hexdigest() != attachment.sha256:
        raise _not_as_recorded(attachment)


def _not_as_recorded(attachment: Attachment) -> DamageFound:
    message = pgettext("error", "{name} is not the file that was recorded; no dossier was written.")
    advice = pgettext("error", "Check the journal; a backup may hold the file as it was.")
    return DamageFound(message.format(name=attachment.name), advice)
