"""Renditions: what can be shown of a file, made once in the locked worker and kept encrypted beside the original."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from journal_app.domain.custody import CustodyEvent, CustodyNote
from journal_app.domain.evidence import Evidence
from journal_app.domain.readings import Reading
from journal_app.errors import BadInput, Damaged, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.progress import SILENT, Progress
from journal_app.services import evidence as evidence_service
from journal_app.services.intake import discard
from journal_app.services.journal import Journal
from journal_app.services.media import (
    LARGEST_FILE,
    PDF,
    PICTURES,
    TEXTS,
    Box,
    Decoder,
    Facts,
    NoRendition,
    Pixels,
    Rendition,
    is_recording,
    why_no_pages,
)
from journal_app.store import evidence as evidence_store
from journal_app.store.evidence import BlobRow, RenditionRow
from journal_app.vault.blobs import BlobStore

# Reasons that lie in this computer and not in the file: another try may go well.
_PASSING = frozenset({"no-sandbox", "stopped", "too-slow"})
_THEN, _SHOWN = ":", "shown"  # how the history writes that another try ended otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What there is to show of a file: its renditions' rows by page, or the reason why there are none."""

    pages: tuple[RenditionRow, ...]
    reason: str
    sentence: str


def ensure(journal: Journal, evidence: Evidence) -> Shown:
    """Return what can be shown of a file, making its renditions where that was not done yet."""
    rows = evidence_store.renditions(journal.database, evidence.id)
    if rows:
        return Shown(pages=tuple(rows), reason="", sentence="")
    reason = _why_pageless(evidence) or evidence_store.unreadable(journal.database, evidence.id)
    if not reason:
        row = evidence_store.blob(journal.database, evidence.blob)
        drawn = draw(journal.vault.blobs, journal.decoder, evidence, row)
        keep(journal, drawn)
        reason = drawn.reason
    pages = tuple(evidence_store.renditions(journal.database, evidence.id))
    return Shown(pages=pages, reason=reason, sentence=NoRendition(reason).message if reason else "")


def sizes(journal: Journal, evidence: Evidence) -> dict[int, tuple[int, int]]:
    """Return width and height of every page that can be shown, by page; nothing is kept, so nothing changes."""
    rows = evidence_store.renditions(journal.database, evidence.id)
    if rows:
        return {row.page: (row.width, row.height) for row in rows}
    if _why_pageless(evidence):
        return {}
    try:
        made = journal.decoder.renditions(_data(journal, evidence), evidence.media_type)
    except NoRendition:
        return {}
    return {number: (page.width, page.height) for number, page in enumerate(made, 1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What came of drawing a file: rows whose pictures are stored already, or the reason why there are none."""

    evidence: str
    rows: tuple[RenditionRow, ...] = ()
    reason: str = ""


def is_missing(journal: Journal, evidence: Evidence) -> bool:
    """Say whether it was not tried yet to draw a file that has pages."""
    return (
        not _why_pageless(evidence)
        and not evidence_store.unreadable(journal.database, evidence.id)
        and not evidence_store.renditions(journal.database, evidence.id)
    )


def can_be_drawn(evidence: Evidence) -> bool:
    """Say whether a file is of a kind that has pages, so that another try may draw them."""
    return not _why_pageless(evidence)


def try_again(journal: Journal, identifier: str, progress: Progress = SILENT) -> Shown:
    """Draw a file once more that could not be shown, and return what there is to show of it now.

    Where another thing comes of it than before, the history of the file keeps what was found before; where the reason
    lies in this computer, nothing is changed. Raises Cancelled between pages, after which nothing is changed either.
    """
    evidence = evidence_store.get(journal.database, identifier)
    before = evidence_store.unreadable(journal.database, identifier)
    if not before:
        return ensure(journal, evidence)
    row = evidence_store.blob(journal.database, evidence.blob)
    drawn = draw(journal.vault.blobs, journal.decoder, evidence, row, progress)
    if drawn.reason != before and drawn.reason not in _PASSING:
        _replace(journal, drawn, before)
    pages = tuple(evidence_store.renditions(journal.database, identifier))
    sentence = NoRendition(drawn.reason).message if drawn.reason else ""
    return Shown(pages=pages, reason=drawn.reason, sentence=sentence)


def _replace(journal: Journal, drawn: Drawn, before: str) -> None:
    """Note what came of another try in place of the reason there was, and that reason in the history of the file."""
    try:
        with journal.change() as ledger:
            evidence_store.forget_unreadable(journal.database, drawn.evidence)
            _put(journal, drawn)
            detail = f"{before}{_THEN}{drawn.reason or _SHOWN}"
            evidence_service.note(ledger, drawn.evidence, CustodyEvent.CHECKED, detail)
    except BaseException:
        discard(journal, (row.blob.file_id for row in drawn.rows))
        raise


def tried_again(note: CustodyNote) -> tuple[str, str] | None:
    """Return the sentence for what was found before another try and for what since, or None for another note.

    The second is empty where the file can be shown since.
    """
    before, there, now = note.detail.partition(_THEN)
    if not there:
        return None
    return NoRendition(before).message, "" if now == _SHOWN else NoRendition(now).message


def draw(blobs: BlobStore, decoder: Decoder, evidence: Evidence, row: BlobRow, progress: Progress = SILENT) -> Drawn:
    """Draw a file whose bytes are in ``row`` and store the pictures; runs on any thread, for it asks no database."""
    rows: list[RenditionRow] = []
    try:
        _refuse_large(evidence)
        data = evidence_service.read_blob(blobs, row, evidence.sha256)
        for number, page in enumerate(decoder.renditions(data, evidence.media_type, progress), 1):
            blob = evidence_service.as_row(blobs.add(io.BytesIO(page.data)))
            rows.append(
                RenditionRow(
                    evidence_id=evidence.id, page=number, blob=blob, media_type=page.media_type, width=page.width,
                    height=page.height, notes=page.notes, words=page.text,
                )
            )  # fmt: skip
    except NoRendition as error:
        return Drawn(evidence=evidence.id, reason=error.reason)
    except BaseException:
        forget(blobs, rows)
        raise
    return Drawn(evidence=evidence.id, rows=tuple(rows))


def keep(journal: Journal, drawn: Drawn, instead_of: Iterable[RenditionRow] = ()) -> None:
    """Note what came of drawing a file, and forget what was kept of it; what cannot be noted leaves nothing."""
    gone = [row.blob.file_id for row in instead_of]
    try:
        if gone:
            journal.vault.unfinished.note_leaving(gone)
        with journal.connection.transaction():
            if gone:
                evidence_store.forget_keys(journal.database, drawn.evidence, gone)
            _put(journal, drawn)
    except BaseException:
        discard(journal, (row.blob.file_id for row in drawn.rows))
        raise
    for file_id in gone:
        with suppress(StorageTrouble):  # no record needs it any more, and a check removes it
            journal.vault.blobs.remove(file_id)


def mend(journal: Journal, identifiers: Iterable[str] | None = None) -> bool:
    """Draw anew what is kept of files and is damaged, of some or of all, and say whether anything was.

    It is left as it is where the original is damaged too or cannot be drawn here, where pages of another size would
    come of it, on which what is hidden would lie elsewhere, and in a journal that is open for reading only.
    """
    if journal.read_only:
        return False
    chosen = evidence_store.all(journal.database)
    if identifiers is not None:
        chosen = [evidence_store.get(journal.database, each) for each in identifiers]
    return sum(_mended(journal, each) for each in chosen) > 0  # each of them, and not only up to the first


def _mended(journal: Journal, evidence: Evidence) -> bool:
    rows = evidence_store.renditions(journal.database, evidence.id)
    try:
        for row in rows:
            journal.vault.blobs.verify(evidence_service.as_blob(row.blob))
    except Damaged:
        return _drawn_anew(journal, evidence, rows)
    return False


def _drawn_anew(journal: Journal, evidence: Evidence, rows: list[RenditionRow]) -> bool:
    try:
        row = evidence_store.blob(journal.database, evidence.blob)
        drawn = draw(journal.vault.blobs, journal.decoder, evidence, row)
    except Damaged:
        return False
    new, old = ([(each.page, each.width, each.height) for each in listed] for listed in (drawn.rows, rows))
    if new != old:
        forget(journal.vault.blobs, drawn.rows)
        return False
    keep(journal, drawn, rows)
    return True


def _put(journal: Journal, drawn: Drawn) -> None:
    for row in drawn.rows:
        evidence_store.put_rendition(journal.database, row)
    if drawn.reason and drawn.reason not in _PASSING:
        evidence_store.put_unreadable(journal.database, drawn.evidence, drawn.reason)


def forget(blobs: BlobStore, rows: Iterable[RenditionRow]) -> None:
    """Remove pictures that were stored and will not be noted."""
    for row in rows:
        blobs.remove(row.blob.file_id)


def _why_pageless(evidence: Evidence) -> str:
    """Return why a file has no pages to draw; empty where its kind has some. Nothing of this has to be kept."""
    if evidence.media_type in PICTURES or evidence.media_type == PDF:
        return ""
    return why_no_pages(evidence.media_type) if evidence.size else "empty"


def _data(journal: Journal, evidence: Evidence) -> bytes:
    _refuse_large(evidence)
    return evidence_service.read_original(journal, evidence)


def _refuse_large(evidence: Evidence) -> None:
    """Raise NoRendition for a file the worker would not take, before all of it is read into memory."""
    if evidence.size > LARGEST_FILE:
        raise NoRendition("too-large")


def load(journal: Journal, row: RenditionRow) -> Rendition:
    """Return one rendition with its bytes; raises Damaged where they are not what was saved."""
    with journal.vault.blobs.open(evidence_service.as_blob(row.blob)) as stream:
        data = stream.read()
    return Rendition(
        media_type=row.media_type, width=row.width, height=row.height, data=data, notes=row.notes, text=row.words
    )


def page(journal: Journal, identifier: str, number: int = 1) -> Rendition:
    """Return one page (counted from 1) of a file as it can be shown; raises NoRendition with the reason.

    Where what is kept of it is damaged, it is drawn anew from the original; raises Damaged where that cannot be.
    """
    try:
        return load(journal, _row(journal, identifier, number))
    except Damaged:
        if not mend(journal, [identifier]):
            raise
    return load(journal, _row(journal, identifier, number))


def _row(journal: Journal, identifier: str, number: int) -> RenditionRow:
    shown = ensure(journal, evidence_store.get(journal.database, identifier))
    if shown.reason:
        raise NoRendition(shown.reason)
    for row in shown.pages:
        if row.page == number:
            return row
    message = pgettext("error", "This file has no page with that number; nothing was changed.")
    raise BadInput(message, pgettext("error", "Choose one of its pages."), field="page")


def page_count(journal: Journal, identifier: str) -> int:
    """Return how many pages of a file can be shown; 0 where none can."""
    return len(ensure(journal, evidence_store.get(journal.database, identifier)).pages)


def pixels(journal: Journal, shown: Rendition, part: Box, size: tuple[int, int]) -> Pixels:
    """Return a part (x, y, width, height in pixels) of a rendition in ``size``, as a window shows it."""
    return journal.decoder.pixels(shown, part, size)


def thumbnail(journal: Journal, identifier: str, longest: int) -> Pixels:
    """Return a small copy of a file's first page, as a window shows it; raises NoRendition with the reason."""
    return journal.decoder.thumbnail(page(journal, identifier), longest)


def facts(journal: Journal, identifier: str) -> Facts:
    """Return what a file says of itself, read in the worker; raises NoRendition where it cannot be read."""
    evidence = evidence_store.get(journal.database, identifier)
    data = _data(journal, evidence) if can_be_drawn(evidence) else b""  # others say nothing: a film is not read for it
    return journal.decoder.facts(data, evidence.media_type)


def is_readable(evidence: Evidence) -> bool:
    """Say whether a file is of a kind that has words or facts to read beside its pages."""
    return evidence.media_type in TEXTS or is_recording(evidence.media_type)


def reading(journal: Journal, identifier: str) -> Reading:
    """Return what can be read of a mail, page, note, table or recording; raises NoRendition where it is none."""
    evidence = evidence_store.get(journal.database, identifier)
    if not evidence.size:
        raise NoRendition("empty")
    if not is_readable(evidence):
        raise NoRendition(why_no_pages(evidence.media_type))
    return journal.decoder.reading(_data(journal, evidence), evidence.media_type)


def words(journal: Journal, identifier: str) -> str:
    """Return the words of such a file as plain text; raises NoRendition like ``reading``."""
    return reading(journal, identifier).text
