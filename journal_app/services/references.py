"""What a document names and does not hold: put right, so that whatever was given out can be taken in again."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from journal_app.domain.complaints import ComplaintEntry
from journal_app.domain.incident import IncidentEntry
from journal_app.domain.interchange import Interchange
from journal_app.domain.matches import Match
from journal_app.domain.people import PersonEntry
from journal_app.domain.records import changed
from journal_app.i18n import pgettext


def unreadable_name() -> str:
    """Return what stands in place of the name of a person who could not be read."""
    return pgettext("salvage", "Not readable")


def unreadable_account() -> str:
    """Return what stands in place of the account of an entry that could not be read."""
    return pgettext("salvage", "This entry could not be read.")


def settled(document: Interchange) -> Interchange:
    """Return ``document`` without references to entries, files and matches that are not part of it.

    A person who is named and not part of it is put there without a name, so that nothing said with them is lost.
    """
    incidents = {each.id for each in document.incidents}
    evidence = {each.id for each in document.evidence}
    matches = {each.id for each in document.matches}
    kept = changed(
        document,
        incidents=tuple(_incident(each, evidence) for each in document.incidents),
        evidence=tuple(changed(each, incidents=_among(each.incidents, incidents)) for each in document.evidence),
        matches=tuple(_match(each, incidents, evidence) for each in document.matches),
        studies=tuple(
            changed(each, incidents=_among(each.incidents, incidents), evidence=_among(each.evidence, evidence))
            for each in document.studies
        ),
        complaints=tuple(_complaint(each, incidents, evidence, matches) for each in document.complaints),
        redactions=tuple(each for each in document.redactions if not each.evidence or each.evidence in evidence),
    )
    known = {each.id for each in document.people}
    unknown = sorted({identifier for identifier in _people_named(kept) if identifier and identifier not in known})
    return changed(kept, people=(*document.people, *(PersonEntry(id=each, name=unreadable_name()) for each in unknown)))


def _among(identifiers: Collection[str], known: set[str]) -> tuple[str, ...]:
    return tuple(each for each in identifiers if each in known)


def _incident(entry: IncidentEntry, evidence: set[str]) -> IncidentEntry:
    return changed(
        entry,
        exact_words=tuple(changed(each, evidence=_among(each.evidence, evidence)) for each in entry.exact_words),
        professional_response=tuple(
            changed(each, evidence=_among(each.evidence, evidence)) for each in entry.professional_response
        ),
    )


def _match(match: Match, incidents: set[str], evidence: set[str]) -> Match:
    private, public = match.private, match.public
    return changed(
        match,
        private=private if private.incident in incidents else changed(private, incident=""),
        public=public if public.incident in incidents else changed(public, incident=""),
        evidence=_among(match.evidence, evidence),
    )


def _complaint(complaint: ComplaintEntry, incidents: set[str], evidence: set[str], matches: set[str]) -> ComplaintEntry:
    return changed(
        complaint,
        incidents=_among(complaint.incidents, incidents),
        matches_left_out=_among(complaint.matches_left_out, matches),
        standards=tuple(changed(each, incidents=_among(each.incidents, incidents)) for each in complaint.standards),
        replies=tuple(
            each if each.evidence in evidence else changed(each, evidence="") for each in complaint.replies
        ),
        points=tuple(
            changed(
                each, letter=each.letter if each.letter in evidence else "",
                incidents=_among(each.incidents, incidents), evidence=_among(each.evidence, evidence),
            )
            for each in complaint.points
        ),
    )  # fmt: skip


def _people_named(document: Interchange) -> Iterator[str]:
    for entry in document.incidents:
        yield from entry.people_ids
    for relationship in document.relationships:
        yield from (relationship.client, relationship.professional)
    for match in document.matches:
        yield match.private.told_to
    for complaint in document.complaints:
        yield complaint.professional
    for redaction in document.redactions:
        yield redaction.person
