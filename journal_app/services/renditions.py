"""Renditions: what can be shown of a file, made once in the locked worker and kept encrypted beside the original."""

from __future__ import annotations

import io
from dataclasses import dataclass

from journal_app.domain.evidence import Evidence
from journal_app.domain.readings import Reading
from journal_app.errors import BadInput
from journal_app.i18n import pgettext
from journal_app.progress import SILENT, Progress
from journal_app.services import evidence as evidence_service
from journal_app.services.journal import Journal
from journal_app.services.media import (
    PDF,
    PICTURES,
    TEXTS,
    Facts,
    NoRendition,
    Rendition,
    is_recording,
    why_no_pages,
)
from journal_app.store import evidence as evidence_store
from journal_app.store.evidence import RenditionRow

# Reasons that lie in this computer and not in the file: another try may go well.
_PASSING = frozenset({"no-sandbox", "stopped", "too-slow"})


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
    reason = evidence_store.unreadable(journal.database, evidence.id)
    if not reason:
        try:
            _make(journal, evidence)
        except NoRendition as error:
            reason = error.reason
            if reason not in _PASSING:
                with journal.connection.transaction():
                    evidence_store.put_unreadable(journal.database, evidence.id, reason)
    pages = tuple(evidence_store.renditions(journal.database, evidence.id))
    return Shown(pages=pages, reason=reason, sentence=NoRendition(reason).message if reason else "")


def sizes(journal: Journal, evidence: Evidence) -> dict[int, tuple[int, int]]:
    """Return width and height of every page that can be shown, by page; nothing is kept, so nothing changes."""
    rows = evidence_store.renditions(journal.database, evidence.id)
    if rows:
        return {row.page: (row.width, row.height) for row in rows}
    try:
        _refuse_pageless(evidence)
        made = journal.decoder.renditions(evidence_service.read_original(journal, evidence), evidence.media_type)
    except NoRendition:
        return {}
    return {number: (page.width, page.height) for number, page in enumerate(made, 1)}


def ensure_all(journal: Journal, progress: Progress = SILENT) -> int:
    """Make all renditions that are still missing; returns how many files can be shown."""
    items = evidence_store.all(journal.database)
    shown = 0
    for index, item in enumerate(items):
        progress.report(pgettext("progress", "Preparing pictures"), index, len(items))
        shown += bool(ensure(journal, item).pages)
    return shown


def _make(journal: Journal, evidence: Evidence) -> None:
    _refuse_pageless(evidence)
    data = evidence_service.read_original(journal, evidence)
    made = journal.decoder.renditions(data, evidence.media_type)
    rows = []
    try:
        for number, page in enumerate(made, 1):
            blob = evidence_service.as_row(journal.vault.blobs.add(io.BytesIO(page.data)))
            rows.append(
                RenditionRow(
                    evidence_id=evidence.id, page=number, blob=blob, media_type=page.media_type, width=page.width,
                    height=page.height, notes=page.notes, words=page.text,
                )
            )  # fmt: skip
        with journal.connection.transaction():
            for row in rows:
                evidence_store.put_rendition(journal.database, row)
    except BaseException:
        for row in rows:
            journal.vault.blobs.remove(row.blob.file_id)
        raise


def _refuse_pageless(evidence: Evidence) -> None:
    if evidence.media_type not in PICTURES and evidence.media_type != PDF:
        raise NoRendition(why_no_pages(evidence.media_type) if evidence.size else "empty")


def load(journal: Journal, row: RenditionRow) -> Rendition:
    """Return one rendition with its bytes; raises Damaged where they are not what was saved."""
    with journal.vault.blobs.open(evidence_service.as_blob(row.blob)) as stream:
        data = stream.read()
    return Rendition(
        media_type=row.media_type, width=row.width, height=row.height, data=data, notes=row.notes, text=row.words
    )


def page(journal: Journal, identifier: str, number: int = 1) -> Rendition:
    """Return one page (counted from 1) of a file as it can be shown; raises NoRendition with the reason."""
    shown = ensure(journal, evidence_store.get(journal.database, identifier))
    if shown.reason:
        raise NoRendition(shown.reason)
    for row in shown.pages:
        if row.page == number:
            return load(journal, row)
    message = pgettext("error", "This file has no page with that number; nothing was changed.")
    raise BadInput(message, pgettext("error", "Choose one of its pages."), field="page")


def page_count(journal: Journal, identifier: str) -> int:
    """Return how many pages of a file can be shown; 0 where none can."""
    return len(ensure(journal, evidence_store.get(journal.database, identifier)).pages)


def thumbnail(journal: Journal, identifier: str, longest: int) -> Rendition:
    """Return a small copy of a file's first page; raises NoRendition with the reason."""
    return journal.decoder.thumbnail(page(journal, identifier), longest)


def facts(journal: Journal, identifier: str) -> Facts:
    """Return what a file says of itself, read in the worker; raises NoRendition where it cannot be read."""
    evidence = evidence_store.get(journal.database, identifier)
    return journal.decoder.facts(evidence_service.read_original(journal, evidence), evidence.media_type)


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
    return journal.decoder.reading(evidence_service.read_original(journal, evidence), evidence.media_type)


def words(journal: Journal, identifier: str) -> str:
    """Return the words of such a file as plain text; raises NoRendition like ``reading``."""
    return reading(journal, identifier).text
