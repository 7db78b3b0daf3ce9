"""The interchange folder's document: everything of a journal in one checked, plain object."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, Literal

from journal_app.domain.complaints import ComplaintEntry
from journal_app.domain.dates import is_timezone, parse_event_date
from journal_app.domain.evidence import EvidenceEntry, Redaction
from journal_app.domain.incident import IncidentEntry
from journal_app.domain.matches import Match
from journal_app.domain.people import PersonEntry, Relationship
from journal_app.domain.records import Record, bad_field, from_plain, json_schema, parse_document
from journal_app.domain.spoken import is_language_tag
from journal_app.domain.studies import Study
from journal_app.errors import BadInput, NewerFormat
from journal_app.i18n import pgettext

FORMAT: Literal["journal-interchange"] = "journal-interchange"
VERSION: Literal[1] = 1
SOURCE = "journal.json"
MOST_PAGES = 1_000_000


class Interchange(Record, frozen=True, kw_only=True):
    """The whole of ``journal.json``; every list may be missing."""

    format: Literal["journal-interchange"]
    version: Literal[1]
    people: tuple[PersonEntry, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    incidents: tuple[IncidentEntry, ...] = ()
    evidence: tuple[EvidenceEntry, ...] = ()
    matches: tuple[Match, ...] = ()
    studies: tuple[Study, ...] = ()
    complaints: tuple[ComplaintEntry, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    words_language: str = ""


def read_interchange(data: bytes, *, source: str = SOURCE) -> Interchange:
    """Return the checked document in ``data``.

    Raises BadInput naming the field where a key is unknown, a value is of the wrong kind, a date is not EDTF, an
    id is repeated, or something named does not exist in the same file; NewerFormat for a later version.
    """
    plain = parse_document(data, source=source)
    if isinstance(plain, dict) and plain.get("format") == FORMAT:
        version = plain.get("version")
        if isinstance(version, int) and version > VERSION:
            message = pgettext("error", "{source} was written by a newer version of the program; nothing was taken in.")
            advice = pgettext("error", "Update the program, then import the folder again.")
            raise NewerFormat(message.format(source=source), advice)
    document = from_plain(Interchange, plain, source=source)
    if document.words_language and not is_language_tag(document.words_language):
        reason = pgettext("error", "This is not the short name of a language, such as es, pt-BR or de.")
        raise bad_field(source, "words_language", reason)
    _check_ids(document, source)
    _check_references(document, source)
    check_dates(document, source)
    return document


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the document; every field that is not required may also be null."""
    made = json_schema(Interchange)
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = "Journal interchange document, version 1"
    definitions = made["$defs"]
    for name, definition in definitions.items():
        required = set(definition.get("required", ()))
        if name == "IncidentEntry":
            required.add("id")
            definition["required"] = sorted(required)
        for field, shape in definition.get("properties", {}).items():
            if field not in required and {"type": "null"} not in shape.get("anyOf", ()):
                shape.pop("default", None)
                definition["properties"][field] = {"anyOf": [shape, {"type": "null"}]}
    return made


def check_entry(entry: IncidentEntry, people: Callable[[str], bool], *, source: str, place: str = "") -> None:
    """Check the dates, the time zone and the people of one entry; raises BadInput naming the field."""
    prefix = f"{place}." if place else ""
    if not entry.account.strip():
        raise bad_field(source, f"{prefix}account", pgettext("error", "It is empty; one sentence is enough."))
    for field, person in _people_named(entry):
        if not people(person):
            raise _nobody(source, f"{prefix}{field}")
    _check_plain_dates(entry, source, prefix.rstrip("."))
    if entry.timezone and not is_timezone(entry.timezone):
        raise bad_field(source, f"{prefix}timezone", pgettext("error", "It is not the name of a time zone."))


def check_dates(record: Record, source: str, place: str = "") -> None:
    """Check every EDTF field below ``record``; raises BadInput naming the first that is not a date."""
    for name in record.__struct_fields__:
        value = getattr(record, name)
        here = f"{place}.{name}" if place else name
        if isinstance(value, Record):
            check_dates(value, source, here)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Record):
                    check_dates(item, source, f"{here}[{index}]")
    _check_plain_dates(record, source, place)


_DATE_FIELDS = frozenset(
    {
        "occurred",
        "when",
        "first_seen",
        "captured_at",
        "date",
        "first_session",
        "last_session",
        "due",
        "published",
        "treated_from",
        "treated_until",
        "found",
    }
)


def _check_plain_dates(record: Record, source: str, place: str) -> None:
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if name in _DATE_FIELDS and isinstance(value, str):
            try:
                parse_event_date(value)
            except BadInput as error:
                field = f"{place}.{name}" if place else name
                raise BadInput(
                    bad_field(source, field, pgettext("error", "This is not a date the journal knows (EDTF).")).message,
                    error.advice, source=source, field=field,
                ) from None  # fmt: skip


def _nobody(source: str, field: str) -> BadInput:
    return bad_field(source, field, pgettext("error", "Nobody with this id is known."))


def _people_named(entry: IncidentEntry) -> Iterator[tuple[str, str]]:
    for index, quote in enumerate(entry.exact_words):
        if quote.speaker:
            yield f"exact_words[{index}].speaker", quote.speaker
    for index, involved in enumerate(entry.people):
        yield f"people[{index}].person", involved.person
    for index, told in enumerate(entry.told):
        if told.person:
            yield f"told[{index}].person", told.person


def files_named(entry: IncidentEntry) -> Iterator[tuple[str, str]]:
    """Yield each field of an entry that names a file of evidence, and its id."""
    for index, quote in enumerate(entry.exact_words):
        yield from _each(f"exact_words[{index}].evidence", quote.evidence)
    for index, step in enumerate(entry.professional_response):
        yield from _each(f"professional_response[{index}].evidence", step.evidence)


def _check_ids(document: Interchange, source: str) -> None:
    lists: tuple[tuple[str, tuple[Record, ...]], ...] = (
        ("people", document.people),
        ("incidents", document.incidents),
        ("evidence", document.evidence),
        ("matches", document.matches),
        ("studies", document.studies),
        ("complaints", document.complaints),
    )
    seen: dict[str, str] = {}
    for name, records in lists:
        for index, record in enumerate(records):
            identifier: str = record.id  # type: ignore[attr-defined]  # every record in these lists has one
            place = f"{name}[{index}].id"
            if not is_good_id(identifier):
                raise bad_field(source, place, pgettext("error", "An id needs 1 to 200 printable characters."))
            if identifier in seen:
                raise bad_field(source, place, pgettext("error", "This id stands twice in the file."))
            seen[identifier] = place


LONGEST_ID = 200


def is_good_id(identifier: str) -> bool:
    """Say whether ``identifier`` can name a record: 1 to 200 printable characters, no space at either end."""
    return 0 < len(identifier) <= LONGEST_ID and identifier.isprintable() and identifier == identifier.strip()


def _check_references(document: Interchange, source: str) -> None:
    people = {person.id for person in document.people}
    incidents = {incident.id for incident in document.incidents}
    evidence = {item.id for item in document.evidence}
    for index, entry in enumerate(document.incidents):
        check_entry(entry, people.__contains__, source=source, place=f"incidents[{index}]")
    for field, person in _people_elsewhere(document):
        if person and person not in people:
            raise _nobody(source, field)
    for field, incident in _incidents_elsewhere(document):
        if incident and incident not in incidents:
            raise bad_field(source, field, pgettext("error", "No incident with this id is in the file."))
    for field, item in _evidence_elsewhere(document):
        if item and item not in evidence:
            raise bad_field(source, field, pgettext("error", "No evidence with this id is in the file."))
    for index, complaint in enumerate(document.complaints):
        check_sendings(complaint, source, f"complaints[{index}].")
    _check_matches_named(document, source)
    _check_files(document.evidence, source)
    _check_relationships(document.relationships, source)
    _check_redactions(document.redactions, source)


def _people_elsewhere(document: Interchange) -> Iterator[tuple[str, str]]:
    for index, relationship in enumerate(document.relationships):
        yield f"relationships[{index}].client", relationship.client
        yield f"relationships[{index}].professional", relationship.professional
    for index, match in enumerate(document.matches):
        yield f"matches[{index}].private.told_to", match.private.told_to
    for index, complaint in enumerate(document.complaints):
        yield f"complaints[{index}].professional", complaint.professional
    for index, redaction in enumerate(document.redactions):
        yield f"redactions[{index}].person", redaction.person


def _incidents_elsewhere(document: Interchange) -> Iterator[tuple[str, str]]:
    for index, item in enumerate(document.evidence):
        yield from _each(f"evidence[{index}].incidents", item.incidents)
    for index, match in enumerate(document.matches):
        yield f"matches[{index}].private.incident", match.private.incident
        yield f"matches[{index}].public.incident", match.public.incident
    for index, study in enumerate(document.studies):
        yield from _each(f"studies[{index}].incidents", study.incidents)
    for index, complaint in enumerate(document.complaints):
        for field, incident in incidents_named(complaint):
            yield f"complaints[{index}].{field}", incident


def _evidence_elsewhere(document: Interchange) -> Iterator[tuple[str, str]]:
    for index, entry in enumerate(document.incidents):
        for field, item in files_named(entry):
            yield f"incidents[{index}].{field}", item
    for index, match in enumerate(document.matches):
        yield from _each(f"matches[{index}].evidence", match.evidence)
    for index, study in enumerate(document.studies):
        yield from _each(f"studies[{index}].evidence", study.evidence)
    for index, complaint in enumerate(document.complaints):
        for field, item in evidence_named(complaint):
            yield f"complaints[{index}].{field}", item
    for index, redaction in enumerate(document.redactions):
        yield f"redactions[{index}].evidence", redaction.evidence


def _check_matches_named(document: Interchange, source: str) -> None:
    matches = {match.id for match in document.matches}
    for index, complaint in enumerate(document.complaints):
        for field, match in _each(f"complaints[{index}].matches_left_out", complaint.matches_left_out):
            if match not in matches:
                raise bad_field(source, field, pgettext("error", "No match with this id is in the file."))


def incidents_named(complaint: ComplaintEntry) -> Iterator[tuple[str, str]]:
    """Yield each field of a complaint that names an incident, and its id."""
    yield from _each("incidents", complaint.incidents)
    for number, standard in enumerate(complaint.standards):
        yield from _each(f"standards[{number}].incidents", standard.incidents)
    for number, point in enumerate(complaint.points):
        yield from _each(f"points[{number}].incidents", point.incidents)


def evidence_named(complaint: ComplaintEntry) -> Iterator[tuple[str, str]]:
    """Yield each field of a complaint that may name a file of evidence, and its id; empty where it names none."""
    for number, reply in enumerate(complaint.replies):
        yield f"replies[{number}].evidence", reply.evidence
    for number, point in enumerate(complaint.points):
        yield f"points[{number}].letter", point.letter
        yield from _each(f"points[{number}].evidence", point.evidence)


def check_sendings(complaint: ComplaintEntry, source: str, place: str = "") -> None:
    """Check the digests of the files a complaint says were sent; raises BadInput naming the field."""
    for number, sending in enumerate(complaint.sendings):
        for at, file in enumerate(sending.files):
            if not file.is_whole:
                field = f"{place}sendings[{number}].files[{at}].sha256"
                raise bad_field(source, field, pgettext("error", "A SHA-256 has 64 hexadecimal digits."))


def _each(field: str, values: Iterable[str]) -> Iterator[tuple[str, str]]:
    for index, value in enumerate(values):
        yield f"{field}[{index}]", value


def _check_files(evidence: tuple[EvidenceEntry, ...], source: str) -> None:
    for index, item in enumerate(evidence):
        path = PurePosixPath(item.file)
        if not path.name or "\\" in item.file or "\0" in item.file or path.is_absolute() or ".." in path.parts:
            reason = pgettext("error", "It has to be a path below the folder evidence.")
            raise bad_field(source, f"evidence[{index}].file", reason)
        if item.sha256 and not re.fullmatch(r"[0-9a-fA-F]{64}", item.sha256):
            reason = pgettext("error", "A SHA-256 has 64 hexadecimal digits.")
            raise bad_field(source, f"evidence[{index}].sha256", reason)


def _check_relationships(relationships: tuple[Relationship, ...], source: str) -> None:
    seen: set[str] = set()
    for index, relationship in enumerate(relationships):
        if relationship.id in seen:
            reason = pgettext("error", "These two people stand twice in the list; put what belongs to them into one.")
            raise bad_field(source, f"relationships[{index}]", reason)
        seen.add(relationship.id)


def _check_redactions(redactions: tuple[Redaction, ...], source: str) -> None:
    replaced: set[str] = set()
    places: set[str] = set()
    for index, redaction in enumerate(redactions):
        place = f"redactions[{index}]"
        if redaction.place in places:
            raise bad_field(source, f"{place}.place", pgettext("error", "This place is replaced twice."))
        places.update([redaction.place] if redaction.place else [])
        if redaction.person in replaced:
            raise bad_field(source, f"{place}.person", pgettext("error", "The name of this person is replaced twice."))
        replaced.update([redaction.person] if redaction.person else [])
        if [bool(redaction.evidence), bool(redaction.person), bool(redaction.place)].count(True) != 1:
            reason = pgettext(
                "error", "It needs either evidence with boxes, a person or a place, and only one of them."
            )
            raise bad_field(source, place, reason)
        if not redaction.evidence and not redaction.replace_with:
            raise bad_field(source, f"{place}.replace_with", pgettext("error", "This field is required."))
        if not 1 <= redaction.page <= MOST_PAGES:
            raise bad_field(source, f"{place}.page", pgettext("error", "Pages are counted from 1, up to a million."))
        for number, (left, top, width, height) in enumerate(redaction.boxes):
            if left < 0 or top < 0 or width < 1 or height < 1:
                reason = pgettext("error", "A box needs x and y from 0 and a width and height from 1, in pixels.")
                raise bad_field(source, f"{place}.boxes[{number}]", reason)
