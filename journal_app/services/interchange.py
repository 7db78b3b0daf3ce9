"""Interchange folders: everything in, in one transaction; everything out, so that nobody is locked in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import BinaryIO

import msgspec

from journal_app.domain.complaints import ComplaintEntry
from journal_app.domain.evidence import Evidence, EvidenceEntry
from journal_app.domain.incident import IncidentEntry
from journal_app.domain.interchange import FORMAT, SOURCE, VERSION, Interchange, read_interchange
from journal_app.domain.people import PersonEntry
from journal_app.domain.records import Record, bad_field, to_plain
from journal_app.errors import Damaged
from journal_app.i18n import pgettext
from journal_app.progress import SILENT, Progress
from journal_app.services import complaints, files, imported, people, preferences, references
from journal_app.services import evidence as evidence_service
from journal_app.services import incidents as incident_service
from journal_app.services.imported import Brought
from journal_app.services.intake import NewFile, Taken, taken_in
from journal_app.services.journal import Journal
from journal_app.services.ledger import Ledger
from journal_app.store import complaints as complaint_store
from journal_app.store import evidence as evidence_store
from journal_app.store import incidents as incident_store
from journal_app.store import matches as match_store
from journal_app.store import people as people_store
from journal_app.store import revisions
from journal_app.store import studies as study_store

EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many records of each kind went in or out; and ``brought``, what an import puts in place of words."""

    people: int
    relationships: int
    incidents: int
    evidence: int
    matches: int
    studies: int
    complaints: int
    redactions: int
    brought: tuple[Brought, ...] = field(default=(), compare=False)


def import_folder(journal: Journal, folder: Path, progress: Progress = SILENT) -> Counts:
    """Take in an interchange folder: all of it in one transaction, or nothing.

    The time of recording is the journal's clock and cannot be given. Raises BadInput naming the file and the
    field where something does not fit, an id is in the journal already, a file is missing, a SHA-256 differs, or what
    is hidden in the journal would be changed or shown again.
    """
    document = read_interchange(files.read(folder / SOURCE, limit=1 << 28))
    _check_against_catalogue(document)
    _check_new(journal, document)
    new = [
        NewFile(
            name=item.file_name or PurePosixPath(item.file).name,
            source=_place_of(folder, item, f"evidence[{index}].file"),
        )
        for index, item in enumerate(document.evidence)
    ]
    with taken_in(journal, new, progress) as taken:
        _check_digests(document.evidence, taken)
        with journal.change() as ledger:
            _write(journal, ledger, document, taken)
            imported.note(journal, document)
            if document.words_language and not preferences.words_language(journal):  # a choice made here stays
                preferences.keep_words_language_inside(journal, document.words_language)
    return replace(_counts(document), brought=imported.brought_by(document))


def _check_against_catalogue(document: Interchange) -> None:
    for index, entry in enumerate(document.incidents):
        incident_service.check_types(entry, source=SOURCE, place=f"incidents[{index}].types")
    for index, complaint in enumerate(document.complaints):
        complaints.check_body(complaint, source=SOURCE, place=f"complaints[{index}].")


def _check_new(journal: Journal, document: Interchange) -> None:
    kinds: tuple[tuple[str, str, tuple[Record, ...]], ...] = (
        ("person", "people", document.people),
        ("incident", "incidents", document.incidents),
        ("evidence", "evidence", document.evidence),
        ("match", "matches", document.matches),
        ("study", "studies", document.studies),
        ("complaint", "complaints", document.complaints),
    )
    for kind, name, records in kinds:
        for index, record in enumerate(records):
            identifier: str = record.id  # type: ignore[attr-defined]  # every record in these lists has one
            if revisions.ever(journal.database, kind, identifier):
                raise bad_field(SOURCE, f"{name}[{index}].id", pgettext("error", "This id is in the journal already."))
    imported.check(journal, document)


def _place_of(folder: Path, item: EvidenceEntry, field: str) -> Path:
    """Return where the file of ``item`` lies; raises BadInput for a link that leads out and for what is no file."""
    root = folder.resolve() / EVIDENCE
    if root.is_symlink():  # whoever made the folder would choose which files of this computer are taken in
        raise bad_field(SOURCE, field, pgettext("error", "The folder evidence is only a link to another place."))
    try:
        place = (root / item.file).resolve()
        there = place.is_file()
    except (OSError, RuntimeError):  # may not be looked at; or a link that leads to itself
        there = False
    if there and not place.is_relative_to(root):
        reason = pgettext("error", "{name} lies outside the folder evidence.")
    elif not there:
        reason = pgettext("error", "{name} is not there.")
    else:
        return place
    raise bad_field(SOURCE, field, reason.format(name=item.file))


def _check_digests(entries: Iterable[EvidenceEntry], taken: Iterable[Taken]) -> None:
    for index, (entry, item) in enumerate(zip(entries, taken, strict=True)):
        if entry.sha256 and entry.sha256.lower() != item.blob.sha256:
            reason = pgettext("error", "The file is not the one this SHA-256 belongs to.")
            raise bad_field(SOURCE, f"evidence[{index}].sha256", reason)


def _write(journal: Journal, ledger: Ledger, document: Interchange, taken: list[Taken]) -> None:
    for person in document.people:
        people.write(ledger, person)
    for relationship in document.relationships:
        ledger.append("relationship", relationship.id, relationship)
    for entry in document.incidents:
        incident_service.write(ledger, entry)
    for item, file in zip(document.evidence, taken, strict=True):
        evidence_service.write(journal, ledger, _as_evidence(item, file), file.blob)
    for match in document.matches:
        ledger.append("match", match.id, match)
    for study in document.studies:
        ledger.append("study", study.id, study)
    for complaint in document.complaints:
        complaints.write(ledger, complaint)
    for redaction in document.redactions:
        ledger.append("redaction", redaction.id, redaction)


def _as_evidence(item: EvidenceEntry, file: Taken) -> Evidence:
    return Evidence(
        id=item.id,
        file_name=file.name,
        sha256=file.blob.sha256,
        size=file.blob.size,
        blob=file.blob.file_id,
        media_type=file.media_type,
        incidents=item.incidents,
        description=item.description,
        card=item.card,
        recording=item.recording or (_has_sound(file) and not item.no_recording),
        sensitive=item.sensitive,
    )


def _has_sound(item: Evidence | Taken) -> bool:
    return item.media_type.startswith(evidence_service.RECORDING_TYPES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What an interchange folder is made of: its document without the files, and the files still to be written."""

    document: Interchange
    evidence: tuple[Evidence, ...]


Opened = Callable[[Evidence], AbstractContextManager[BinaryIO]]


def export_folder(journal: Journal, folder: Path, progress: Progress = SILENT) -> Counts:
    """Write everything as an interchange folder, in plain text; raises BadInput where ``folder`` exists.

    What was removed from the timeline is left out; the history stays in the journal. A damaged file or record stops
    the export with Damaged, and nothing is written.
    """
    files.refuse_place(folder, journal.folder)
    return write_folder(folder, _contents(journal), lambda item: evidence_service.original(journal, item), progress)


def write_folder(
    folder: Path,
    contents: Contents,
    opened: Opened,
    progress: Progress = SILENT,
    *,
    lost: list[str] | None = None,
    more: Mapping[str, bytes] = MappingProxyType({}),
) -> Counts:
    """Write an interchange folder; ``opened`` gives the original bytes of a file.

    ``more`` are further files to stand in it, by their names. A damaged file stops the work, unless ``lost`` is given:
    then it is named there and the rest is written.
    """
    with files.new_folder(folder) as part:
        place = part / EVIDENCE
        place.mkdir(mode=0o700)
        entries = []
        for index, item in enumerate(contents.evidence):
            progress.report(pgettext("progress", "Writing files"), index, len(contents.evidence))
            try:
                entries.append(_export_file(item, opened, place, index))
            except Damaged:
                if lost is None:
                    raise
                files.remove(place / _folder_of(index))
                lost.append(f"evidence {item.id} ({item.file_name})")
        document = references.settled(msgspec.structs.replace(contents.document, evidence=tuple(entries)))
        text = json.dumps(to_plain(document), ensure_ascii=False, indent=2, sort_keys=False) + "\n"
        with files.new_file(part / SOURCE) as stream:
            stream.write(text.encode())
        for name, data in more.items():
            with files.new_file(part / name) as stream:
                stream.write(data)
    return _counts(document)


def _folder_of(index: int) -> str:
    # A folder of its own for each, so that a name stays what it was, also where two files have the same one.
    return f"{index + 1:04d}"


def _export_file(item: Evidence, opened: Opened, place: Path, index: int) -> EvidenceEntry:
    safe = safe_name(item.file_name)
    name = f"{_folder_of(index)}/{safe}"
    (place / name).parent.mkdir(mode=0o700)
    with opened(item) as source, files.new_file(place / name) as target:
        if evidence_service.copy(source, target) != item.sha256:
            raise evidence_service.differs()
    return EvidenceEntry(
        id=item.id, file=name, incidents=item.incidents, sha256=item.sha256, description=item.description,
        card=item.card, recording=item.recording, sensitive=item.sensitive,
        file_name=item.file_name if item.file_name != safe else "",
        no_recording=_has_sound(item) and not item.recording,
    )  # fmt: skip


_LONGEST_NAME = 200  # bytes; every file system in use takes 255
# Names of devices on Windows, with any ending: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_DEVICES = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{name}{n}" for name in ("COM", "LPT") for n in range(1, 10))})


def safe_name(name: str) -> str:
    """Return ``name`` as a file name every system takes: printable, without separators, at most 100 characters."""
    forbidden = '<>:"/\\|?*'
    kept = "".join("_" if letter in forbidden or not letter.isprintable() else letter for letter in name).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    ending = f".{ending}" if dot and stem and len(ending) <= 10 else ""
    stem = kept.removesuffix(ending)[: 100 - len(ending)]
    room = _LONGEST_NAME - len(ending.encode())
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(" ")
    device = "_" if stem.partition(".")[0].upper() in _DEVICES else ""
    return f"{device}{stem}{ending}" or "file"


def _contents(journal: Journal) -> Contents:
    database = journal.database
    document = Interchange(
        format=FORMAT,
        version=VERSION,
        people=tuple(_person(stored) for stored in people_store.all(database)),
        relationships=tuple(people_store.relationships(database)),
        incidents=tuple(
            IncidentEntry.join(stored.facts, stored.impact, stored.private)
            for stored in incident_store.timeline(database)
        ),
        matches=tuple(match_store.all(database)),
        studies=tuple(study_store.all(database)),
        complaints=tuple(
            ComplaintEntry.join(stored.complaint, stored.log, stored.points) for stored in complaint_store.all(database)
        ),
        redactions=tuple(complaint_store.redactions(database)),
        words_language=preferences.words_language(journal),
    )
    return Contents(document=document, evidence=tuple(evidence_store.all(database)))


def _person(stored: people_store.StoredPerson) -> PersonEntry:
    facts = {name: getattr(stored.person, name) for name in stored.person.__struct_fields__}
    return PersonEntry(**facts, notes=stored.note.notes if stored.note else "")


def _counts(document: Interchange) -> Counts:
    return Counts(
        people=len(document.people),
        relationships=len(document.relationships),
        incidents=len(document.incidents),
        evidence=len(document.evidence),
        matches=len(document.matches),
        studies=len(document.studies),
        complaints=len(document.complaints),
        redactions=len(document.redactions),
    )
