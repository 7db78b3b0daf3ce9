"""Erasing: the bytes of one file go for good; that it was here stays in the chain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from journal_app.domain.custody import CustodyEvent
from journal_app.domain.evidence import Evidence
from journal_app.errors import BadInput, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.services import drafts, redactions
from journal_app.services import evidence as evidence_service
from journal_app.services.journal import Journal
from journal_app.store import drafts as draft_store
from journal_app.store import evidence as evidence_store
from journal_app.store import revisions


class MayBeErased(StorageTrouble):
    """The disk failed when all was written: the file may be erased, or be there as before."""


def erase(journal: Journal, identifier: str, *, draft: str = "") -> None:
    """Erase a file: its key and the keys of its pictures are forgotten, then the encrypted files removed.

    Without its key a file can be read by nobody, also where a disk keeps what was removed. Its name, what was said of
    it, its fingerprint and its history stay in the chain, with a last custody note. What is hidden on its pages is
    removed with it, unless another file has the same bytes, and what was being written of it under the key ``draft``.

    Raises BadInput where there is no such file or something names it still, StorageTrouble where it cannot be written;
    then nothing was changed. Raises MayBeErased where the disk fails at the very end: its encrypted file stays then,
    for a power cut may still bring its record back, and a check removes it where that is gone.
    """
    item = revisions.found(journal.database, "evidence", identifier).revision.record(Evidence)
    _refuse_named(journal, identifier, draft)
    drawn = evidence_store.renditions(journal.database, identifier)
    gone = (item.blob, *(each.blob.file_id for each in drawn))
    journal.vault.unfinished.note_leaving(gone)
    with _told_in_doubt(journal), journal.unkept.writing, journal.change() as ledger:
        redactions.keep_hidden(journal, ledger, item)
        evidence_service.note(ledger, identifier, CustodyEvent.ERASED, item.sha256)
        ledger.remove("evidence", identifier)
        evidence_store.forget_keys(journal.database, identifier, gone)
        draft_store.drop(journal.database, draft)
    journal.unkept.let_go(draft)
    for file_id in gone:
        with suppress(StorageTrouble):  # nobody can read it any more, and a check removes it
            journal.vault.blobs.remove(file_id)


@contextmanager
def _told_in_doubt(journal: Journal) -> Iterator[None]:
    """Say of a change whose end the disk did not take that nobody knows whether it was made."""
    try:
        yield
    except StorageTrouble:
        if not journal.connection.in_doubt:
            raise
        message = pgettext(
            "error",
            "The disk stopped taking this half way, so the file may be erased or still be there; everything else is "
            "kept.",
        )
        advice = pgettext("error", "Check the disk or USB stick, open the journal again, and look for the file.")
        raise MayBeErased(message, advice) from None


def _refuse_named(journal: Journal, identifier: str, draft: str) -> None:
    named = evidence_store.named_by(journal.database, identifier)
    named += ["draft" for key in drafts.keys_naming(journal, identifier) if key != draft]
    if not named:
        return
    places = {
        "incident": pgettext("erase", "an entry, for exact words or a step of the response"),
        "match": pgettext("erase", "a match"),
        "study": pgettext("erase", "a study"),
        "complaint": pgettext("erase", "a filing"),
        "draft": pgettext("erase", "something that is not finished"),
    }
    told = ", ".join(dict.fromkeys(places[kind.partition("-")[0]] for kind in named))
    message = pgettext("error", "This file is still named in: {places}. Nothing was erased.")
    advice = pgettext("error", "Look there and take it out first, also in what was removed and could be brought back.")
    raise BadInput(message.format(places=told), advice, field="evidence")
