"""Evidence: files taken in exactly as they are, looked at through renditions, given back byte for byte."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

import msgspec

from journal_app import __version__
from journal_app.domain.custody import CustodyEvent, CustodyNote
from journal_app.domain.dates import parse_event_date
from journal_app.domain.evidence import Evidence, SourceCard
from journal_app.domain.interchange import check_dates
from journal_app.domain.records import from_plain, to_plain
from journal_app.errors import BadInput, Damaged, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.progress import SILENT, Progress
from journal_app.services import drafts, files
from journal_app.services.intake import NewFile, Taken, taken_in
from journal_app.services.journal import Journal
from journal_app.services.ledger import Ledger
from journal_app.store import drafts as draft_store
from journal_app.store import evidence as evidence_store
from journal_app.store import incidents as incident_store
from journal_app.store import revisions
from journal_app.store.evidence import BlobRow
from journal_app.vault.blobs import BlobStore, StoredBlob

RECORDING_TYPES = ("audio/", "video/")
DRAFT = drafts.KEYS["evidence"]  # before the id of a file: the key of what is being written of it


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyView:
    """One custody event of a file, when the program noted it."""

    time: datetime
    note: CustodyNote


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """One file of evidence, when it was added, and everything that was done with it since."""

    evidence: Evidence
    added: datetime
    custody: tuple[CustodyView, ...]


def attach(
    journal: Journal,
    incident: str,
    new: Sequence[NewFile],
    *,
    card: SourceCard | None = None,
    description: str = "",
    progress: Progress = SILENT,
) -> tuple[str, ...]:
    """Take in files for an entry and return one evidence id a file; all of them or none.

    A file that is in the journal already (same SHA-256) is not stored again: its evidence item is linked to the
    entry and its id returned; what is said of it stays, and ``card`` and ``description`` are left aside. What is stored
    of it is read whole first; where that is missing or damaged, the new bytes take its place. ``incident`` may be empty
    for files that belong to no entry yet. Raises BadInput for an unknown entry, a file that cannot be read or a date on
    the card that is not EDTF; StorageTrouble where the vault cannot be written. The files given are left alone.
    """
    if incident:
        incident_store.get(journal.database, incident)
    if card is not None:
        check_dates(card, "card")
    with taken_in(journal, new, progress) as taken:
        given = tuple(taken)
        broken = _broken(journal, given, progress)
        gone = [each.blob for each in broken if _is_its_own(journal, each)]
        if broken:
            journal.vault.unfinished.note_leaving(gone)
        places = _places(journal, broken, taken)
        with journal.unkept.writing, journal.change() as ledger:
            for each in broken:
                _put_in_place(journal, ledger, each, places[each.id])
            needed = {blob.file_id for blob in places.values()}
            done = tuple(
                _attach_one(journal, ledger, item, incident, card or SourceCard(), description, needed)
                for item in given
            )
    for file_id in gone:
        with suppress(StorageTrouble):  # no record needs it any more, and a check removes it
            journal.vault.blobs.remove(file_id)
    return done


def _broken(journal: Journal, taken: Iterable[Taken], progress: Progress) -> list[Evidence]:
    """Return the files that are in the journal already, each as often, and cannot be read there as they were."""
    digests = dict.fromkeys(item.blob.sha256 for item in taken)
    there = [item for digest in digests for item in evidence_store.alike(journal.database, digest)]
    broken = []
    for index, item in enumerate(there):
        progress.report(pgettext("progress", "Checking files"), index, len(there))
        if not is_whole(journal, item):
            broken.append(item)
    return broken


def _places(journal: Journal, broken: Iterable[Evidence], taken: list[Taken]) -> dict[str, StoredBlob]:
    """Return what is to stand for each broken file, by its id: what was just stored of its bytes, or a copy of that.

    No two files share one, for erasing the one would take the other's. The copies are added to ``taken``, so that they
    go where this does not finish.
    """
    stored = {item.blob.sha256: item for item in reversed(taken)}
    places: dict[str, StoredBlob] = {}
    for each in broken:
        item = stored[each.sha256]
        if item.blob in places.values():
            with journal.vault.blobs.open(item.blob) as stream:
                item = replace(item, blob=journal.vault.blobs.add(stream))
            taken.append(item)
        places[each.id] = item.blob
    return places


def is_whole(journal: Journal, item: Evidence) -> bool:
    """Say whether the original of a file can be read as it was added; all of it is read for that."""
    try:
        row = evidence_store.blob(journal.database, item.blob)
        journal.vault.blobs.verify(as_blob(row))
    except StorageTrouble:
        return False
    return row.sha256 == item.sha256


def _is_its_own(journal: Journal, item: Evidence) -> bool:
    """Say whether no other record needs what is stored for this file."""
    return all(each.blob != item.blob for each in evidence_store.all(journal.database) if each.id != item.id)


def _put_in_place(journal: Journal, ledger: Ledger, item: Evidence, blob: StoredBlob) -> None:
    """Let the bytes just stored stand for a file whose own cannot be read; that it was added again is noted."""
    if _is_its_own(journal, item):
        evidence_store.forget_blob(journal.database, item.blob)
    evidence_store.put_blob(journal.database, as_row(blob))
    _revise(journal, ledger, item, partial(msgspec.structs.replace, blob=blob.file_id))
    note(ledger, item.id, CustodyEvent.ADDED, item.sha256)


def _attach_one(
    journal: Journal,
    ledger: Ledger,
    item: Taken,
    incident: str,
    card: SourceCard,
    description: str,
    needed: Collection[str],
) -> str:
    known = evidence_store.by_sha256(journal.database, item.blob.sha256)
    if known is not None:
        if item.blob.file_id not in needed:  # else it just took the place of a damaged one
            journal.vault.blobs.remove(item.blob.file_id)
        if incident:
            _revise(journal, ledger, known, partial(_linked, incidents=(incident,)))
        return known.id
    evidence = Evidence(
        id=journal.new_id("file"),
        file_name=item.name,
        sha256=item.blob.sha256,
        size=item.blob.size,
        blob=item.blob.file_id,
        media_type=item.media_type,
        incidents=(incident,) if incident else (),
        description=description,
        card=card,
        recording=item.media_type.startswith(RECORDING_TYPES),
    )
    write(journal, ledger, evidence, item.blob)
    return evidence.id


def link(journal: Journal, identifier: str, incidents: Iterable[str]) -> None:
    """Let a file belong to more entries; raises BadInput for an unknown file or entry."""
    known, wanted = evidence_store.get(journal.database, identifier), tuple(incidents)
    for each in wanted:
        incident_store.get(journal.database, each)
    with journal.unkept.writing, journal.change() as ledger:
        _revise(journal, ledger, known, partial(_linked, incidents=wanted))


def _revise(journal: Journal, ledger: Ledger, item: Evidence, change: Callable[[Evidence], Evidence]) -> None:
    """Change a file, and what is being written of it alike: saving that later would undo it.

    What is being written may be on the disk, or held because the disk did not take it; the caller holds its lock.
    """
    ledger.append("evidence", item.id, change(item))
    key = DRAFT + item.id
    held, kept = journal.unkept.held().get(key), draft_store.get(journal.database, key)
    if isinstance(held, Evidence):
        journal.unkept.hold({key: change(held)})
    if kept is not None:
        plain = to_plain(change(from_plain(Evidence, kept, source="draft")))
        draft_store.keep(journal.database, key, plain, journal.clock())


def _linked(item: Evidence, incidents: Iterable[str]) -> Evidence:
    return msgspec.structs.replace(item, incidents=tuple(dict.fromkeys((*item.incidents, *incidents))))


def write(journal: Journal, ledger: Ledger, evidence: Evidence, blob: StoredBlob) -> None:
    """Write a new evidence item, the key of its file and the first custody note, inside a transaction."""
    evidence_store.put_blob(journal.database, as_row(blob))
    ledger.append("evidence", evidence.id, evidence)
    note(ledger, evidence.id, CustodyEvent.ADDED, evidence.sha256)


def note(ledger: Ledger, identifier: str, event: CustodyEvent, detail: str = "") -> None:
    """Append a custody note for one evidence item."""
    ledger.append(
        "custody", identifier, CustodyNote(evidence=identifier, event=event, detail=detail, program=__version__)
    )


def describe(journal: Journal, evidence: Evidence) -> None:
    """Revise what is said of a file (entries, description, card, marks); its bytes and digest cannot change.

    Raises BadInput for an unknown file or entry, or where anything else differs from what is kept.
    """
    known = evidence_store.get(journal.database, evidence.id)
    fixed = ("file_name", "sha256", "size", "blob", "media_type")
    if any(getattr(known, name) != getattr(evidence, name) for name in fixed):
        message = pgettext("error", "The facts of a file that was added cannot be changed; nothing was changed.")
        raise BadInput(message, pgettext("error", "Add the other file as a new one."), field="evidence")
    check_dates(evidence.card, "card")
    for identifier in evidence.incidents:
        incident_store.get(journal.database, identifier)
    with journal.change() as ledger:
        ledger.append("evidence", evidence.id, evidence)


def get(journal: Journal, identifier: str) -> EvidenceView:
    """Return one file of evidence; raises BadInput where there is none with this id."""
    there = revisions.found(journal.database, "evidence", identifier)
    events = tuple(
        CustodyView(time=time, note=event) for time, event in evidence_store.custody(journal.database, identifier)
    )
    return EvidenceView(evidence=there.revision.record(Evidence), added=there.first_at, custody=events)


def names(journal: Journal) -> tuple[tuple[str, str], ...]:
    """Return each file as its id and what it is called in a list: what it shows, else its name."""
    return tuple((each.id, each.description or each.file_name) for each in evidence_store.all(journal.database))


def called(journal: Journal, identifiers: Iterable[str]) -> dict[str, str]:
    """Return of these files what each is called in a list, as :func:`names` does; without those that are not there."""
    found = {}
    for each in identifiers:
        with suppress(BadInput):
            item = evidence_store.get(journal.database, each)
            found[each] = item.description or item.file_name
    return found


def everything(journal: Journal) -> tuple[EvidenceView, ...]:
    """Return every file of evidence, in the order they were added."""
    return tuple(get(journal, item.id) for item in evidence_store.all(journal.database))


def stored_as(journal: Journal) -> dict[str, str]:
    """Return of every file of evidence, by its id, as which stored file its bytes are kept."""
    return {item.id: item.blob for item in evidence_store.all(journal.database)}


@contextmanager
def original(journal: Journal, evidence: Evidence) -> Iterator[BinaryIO]:
    """Open the original bytes of a file; each part is authenticated before it is given out.

    Raises DamageFound where the stored file is not what was saved.
    """
    row = evidence_store.blob(journal.database, evidence.blob)
    with journal.vault.blobs.open(as_blob(row)) as stream:
        yield stream


def as_row(blob: StoredBlob) -> BlobRow:
    """Return a stored file as the store keeps its key."""
    return BlobRow(file_id=blob.file_id, sha256=blob.sha256, size=blob.size, wrapped_key=blob.wrapped_key)


def as_blob(row: BlobRow) -> StoredBlob:
    """Return a row of the store as the vault reads its file."""
    return StoredBlob(file_id=row.file_id, sha256=row.sha256, size=row.size, wrapped_key=row.wrapped_key)


def read_original(journal: Journal, evidence: Evidence) -> bytes:
    """Return all original bytes of a file, checked against its SHA-256."""
    return read_blob(journal.vault.blobs, evidence_store.blob(journal.database, evidence.blob), evidence.sha256)


def read_blob(blobs: BlobStore, row: BlobRow, sha256: str) -> bytes:
    """Return all bytes of a stored file, checked against its SHA-256; runs on any thread, for it asks no database."""
    with blobs.open(as_blob(row)) as stream:
        data = stream.read()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise differs()
    return data


def copy_original(journal: Journal, identifier: str, out: Path) -> str:
    """Write the original bytes of a file to ``out`` and return their SHA-256.

    Raises BadInput where ``out`` exists or there is no such file; nothing is left behind on a failure.
    """
    files.refuse_place(out, journal.folder)
    evidence = evidence_store.get(journal.database, identifier)
    with original(journal, evidence) as stream, files.new_file(out) as target:
        digest = copy(stream, target)
        if digest != evidence.sha256:
            raise differs()
    if not journal.read_only:  # a copy gives its files back too; only there it cannot be noted
        with files.gone_unless_noted(out), journal.change() as ledger:
            note(ledger, identifier, CustodyEvent.GIVEN_BACK, digest)
    return digest


def own_date_fits(text: str) -> bool:
    """Say whether a date found in a picture can be offered for an entry."""
    try:
        return not parse_event_date(text).is_unknown
    except BadInput:
        return False


def copy(stream: BinaryIO, target: BinaryIO) -> str:
    """Copy all bytes of ``stream`` to ``target`` and return their SHA-256."""
    digest = hashlib.sha256()
    while chunk := stream.read(1 << 20):
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest()


def differs() -> Damaged:
    """Return the error for a stored file whose content is not the one in its record."""
    message = pgettext("error", "A stored file differs from what was added; nothing was given out.")
    advice = pgettext("error", "Run a check of the journal, and look for the file in a backup.")
    return Damaged(message, advice)


def names_of(paths: Iterable[str | os.PathLike[str]]) -> list[NewFile]:
    """Return files on disk as files to be taken in, under the last part of their path."""
    return [NewFile(name=Path(path).name, source=Path(path)) for path in paths]
