"""Every text of a case, one after the other: to replace what stands in it, or to gather all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from journal_app.catalogue import Catalogue
from journal_app.domain.complaints import Complaint, ComplaintLog, ComplaintPoints, Point
from journal_app.domain.evidence import Evidence
from journal_app.domain.incident import Channel, Impact, Incident, PrivateNote
from journal_app.domain.matches import Match
from journal_app.domain.people import Person, PersonNote, Relationship
from journal_app.domain.readings import with_words
from journal_app.domain.records import Record, from_plain, to_plain
from journal_app.domain.studies import Study
from journal_app.dossier import fonts
from journal_app.dossier.case import Case, CaseIncident, Where

R = TypeVar("R", bound=Record)
_KINDS: dict[type[Record], str] = {
    Incident: "incident", Evidence: "evidence", Person: "person", Relationship: "relationship", Match: "match",
    Study: "study", Complaint: "complaint", ComplaintLog: "log", Point: "point", ComplaintPoints: "point",
    Impact: "impact", PrivateNote: "note", PersonNote: "person-note",
}  # fmt: skip
# Ids, dates and fixed words: they name nobody, and changing them would break what refers to them.
_KEPT = frozenset(
    {"id", "incident", "person", "speaker", "evidence", "sha256", "blob", "media_type", "occurred", "when", "types",
     "roles", "incidents", "board", "professional", "client", "told_to", "purpose", "step", "certainty",
     "timezone", "letter", "complaint", "due", "first_seen", "first_session", "last_session", "captured_at",
     "matches_left_out", "published", "found", "consent", "treated_from", "treated_until"}
)  # fmt: skip
_CITED = frozenset({"code", "ref"})


class Texts:
    """Goes through every text of records and gives each as it is; ``at`` is the kind and the id of the last record."""

    def __init__(self) -> None:
        self.at = Where("", "")

    def text(self, text: str) -> str:
        """Return a text as it is given back."""
        return text

    def page(self, number: int, text: str) -> str:
        """Return the text beside the picture of a page."""
        return self.text(text)

    def text_of(self, kind: str, identifier: str, text: str) -> str:
        """Return a text of a record that is not given itself."""
        self.at = Where(kind, identifier)
        return self.text(text)

    def record(self, record: R) -> R:
        """Return a record with each of its texts as it is given back."""
        self.at = Where(_KINDS.get(type(record), ""), str(getattr(record, "id", getattr(record, "incident", ""))))
        return from_plain(type(record), self.plain(to_plain(record)))

    def plain(self, plain: object) -> object:
        """Return the plain form of a record, or a part of one, with each of its texts as it is given back."""
        if isinstance(plain, dict):
            known = _KEPT | (_CITED if _is_provision(plain) else frozenset())
            return {
                name: value if name in known or (name == "channel" and value in set(Channel)) else self.plain(value)
                for name, value in plain.items()
            }
        if isinstance(plain, list | tuple):
            return [self.plain(value) for value in plain]
        return self.text(plain) if isinstance(plain, str) else plain


def _is_provision(plain: dict[str, Any]) -> bool:
    """Say whether this names a provision of the catalogue; one of the person's own is their words."""
    code, ref = plain.get("code"), plain.get("ref")
    return isinstance(code, str) and isinstance(ref, str) and Catalogue.load().standard(code, ref) is not None


class Said(Texts):
    """Gathers every text."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.places: list[Where] = []

    def text(self, text: str) -> str:
        """Keep a text as pages set it, with its place."""
        self.places.append(self.at)
        self.texts.append(fonts.clean(text))
        return text


def through(case: Case, swap: Texts) -> Case:
    """Return the case with each of its texts as ``swap`` gives it back."""
    incidents = tuple(
        CaseIncident(
            incident=swap.record(each.incident), first_recorded=each.first_recorded,
            last_recorded=each.last_recorded, revisions=each.revisions,
        )
        for each in case.incidents
    )  # fmt: skip
    exhibits = tuple(
        replace(
            each,
            evidence=swap.record(each.evidence),  # the words of a file are told with it
            reading=with_words(each.reading, swap.text) if each.reading else None,
            pages=tuple(replace(page, text=swap.page(n, page.text)) for n, page in enumerate(each.pages, 1)),
        )
        for each in case.exhibits
    )
    shown = replace(
        case,
        incidents=incidents,
        exhibits=exhibits,
        people=tuple(swap.record(person) for person in case.people),
        relationships=tuple(swap.record(each) for each in case.relationships),
        matches=tuple(swap.record(match) for match in case.matches),
        studies=tuple(swap.record(study) for study in case.studies),
        complaint=swap.record(case.complaint) if case.complaint else None,
        points=tuple(swap.record(point) for point in case.points),
    )
    names = {identifier: swap.text_of("person", identifier, name) for identifier, name in case.names.items()}
    hidden_pages = tuple(swap.text_of("evidence", "", name) for name in case.hidden_pages)
    return replace(shown, names=names, hidden_pages=hidden_pages)


def texts_of(case: Case, beside: Iterable[Record] = ()) -> Iterator[tuple[Where, str]]:
    """Yield each text of a case, and of records that are printed with it, with the record it stands in."""
    said = Said()
    through(case, said)
    for record in beside:
        said.record(record)
    yield from zip(said.places, said.texts, strict=True)
