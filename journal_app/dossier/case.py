"""The case: the frozen snapshot a dossier is made from. It has no place for anything private."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from journal_app.catalogue import Board
from journal_app.domain.complaints import Complaint, ComplaintLog, ComplaintPoints, Point
from journal_app.domain.evidence import Evidence
from journal_app.domain.incident import Impact, Incident, PrivateNote
from journal_app.domain.matches import Match
from journal_app.domain.people import Person, PersonNote, Relationship, Role
from journal_app.domain.readings import Reading, Source
from journal_app.domain.studies import Study
from journal_app.integrity.chain import SignedHead


class Audience(StrEnum):
    """For whom a dossier is made."""

    BOARD = "board"
    LAWYER = "lawyer"
    SELF = "self"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseIncident:
    """One incident, when the program recorded it first and when its last version, and how many versions there are.

    Versions are those of what it says: one that was only taken off the timeline and put back has a single one.
    """

    incident: Incident
    first_recorded: datetime
    last_recorded: datetime
    revisions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitPage:
    """One page of an exhibit as it can be shown: pixels already made safe, read when they are drawn."""

    media_type: str
    width: int
    height: int
    notes: tuple[str, ...]
    text: str
    load: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyLine:
    """One thing that was done with an exhibit, when the program noted it."""

    time: datetime
    event: str
    detail: str
    program: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One file of evidence with its pages and what was read of it, or the sentence that says why it has none.

    A ``locked`` one opens only with a password.
    """

    evidence: Evidence
    pages: tuple[ExhibitPage, ...]
    problem: str
    custody: tuple[CustodyLine, ...]
    reading: Reading | None = None
    locked: bool = False

    @property
    def has_words(self) -> bool:
        """Whether the words of the file stand for its pages; facts of a recording do not."""
        return self.reading is not None and self.reading.source is not Source.RECORDING

    @property
    def repaired_blank(self) -> tuple[int, ...]:
        """The pages (from 1) that came out blank after the file was repaired: something may be lost there."""
        wanted = {"blank", "repaired"}
        return tuple(number for number, page in enumerate(self.pages, 1) if wanted <= set(page.notes))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorLine:
    """A time stamp that was received for the chain: ``time`` in ISO 8601 UTC, by whom, for how many records."""

    time: str
    authority: str
    size: int


class Where(NamedTuple):
    """A record a text stands in: a fixed word for its kind, and its id."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """A word that may tell a hidden name and was left as it stands: what stands for the name, and where it is.

    ``word`` is as names are compared, empty where it is part of no name; ``written`` is how it stands there first.
    """

    word: str
    written: str
    shown: str
    places: tuple[Where, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPages:
    """Pages (from 1) of an exhibit whose picture shows, or may show, what is hidden in the text beside it.

    ``shown`` is what stands for it in the text.
    """

    evidence: str
    pages: tuple[int, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """Words that an import has replaced by ``shown``, and in how many places of the case they stood."""

    words: str
    shown: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything a dossier for a body or a lawyer may say.

    ``pseudonyms`` are forms of what is hidden with what stands for them, ``remaining`` what was left and may tell it,
    ``shown_pages`` are those whose picture shows it, ``described`` those that nothing was read from, in files whose
    description tells it; ``left_out`` are the fields that were emptied, by the id of a person; ``telling_zones`` are
    time zones the chain was signed in whose names tell what is hidden; ``imported`` is what an import has replaced;
    ``words_language`` is the tag of the language the person writes in, empty where nobody said;
    ``not_sought`` are kinds of contact details that are looked for in no text, by the id of who is hidden.
    """

    audience: Audience
    board: Board | None
    complaint: Complaint | None
    people: tuple[Person, ...]
    relationships: tuple[Relationship, ...]
    incidents: tuple[CaseIncident, ...]
    exhibits: tuple[Exhibit, ...]
    matches: tuple[Match, ...]
    pseudonyms: tuple[tuple[str, str], ...]
    head: SignedHead | None
    anchors: tuple[AnchorLine, ...]
    made_at: datetime
    program: str
    hidden_pages: tuple[str, ...] = ()
    language: str = "en"
    words_language: str = ""
    paper: str = "a4"
    draft: bool = False
    names: dict[str, str] = field(default_factory=dict)
    points: tuple[Point, ...] = ()
    studies: tuple[Study, ...] = ()
    remaining: tuple[Remaining, ...] = ()
    shown_pages: tuple[ShownPages, ...] = ()
    described: tuple[ShownPages, ...] = ()
    left_out: dict[str, frozenset[str]] = field(default_factory=dict)
    telling_zones: tuple[str, ...] = ()
    not_sought: dict[str, tuple[str, ...]] = field(default_factory=dict)
    imported: tuple[Replaced, ...] = ()

    @property
    def body_name(self) -> str:
        """The name of the body in the person's own words, where the program knows nothing of it; else empty."""
        return self.complaint.board_name if self.board is None and self.complaint is not None else ""

    def person(self, identifier: str) -> Person | None:
        """Return one of the people of the case, or None."""
        return next((person for person in self.people if person.id == identifier), None)

    @property
    def complainants(self) -> tuple[Person, ...]:
        """Those who complain."""
        return tuple(person for person in self.people if Role.COMPLAINANT in person.roles)

    @property
    def clients(self) -> tuple[Person, ...]:
        """Those whose therapy it is about: another client of the professional, who is only named, is none of them."""
        treated = {each.client for each in self.relationships}
        found = {person.id for person in self.people if Role.CLIENT in person.roles or person.id in treated}
        if self.audience is not Audience.SELF:
            found = found & {each.id for each in self.complainants} or found & treated or found
        return tuple(person for person in self.people if person.id in found)

    @property
    def parties(self) -> tuple[Person, ...]:
        """Those who complain, and those whose therapy it is about."""
        return tuple(person for person in self.people if person in {*self.complainants, *self.clients})

    def named(self, identifier: str) -> str:
        """Return the name a person has in this dossier; the id where the person is not part of the case."""
        return self.names.get(identifier, identifier)

    def hides(self, identifier: str, *fields: str) -> bool:
        """Say whether one of these fields of a person is left out because a name is hidden."""
        return not self.left_out.get(identifier, frozenset()).isdisjoint(fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class LawyerParts:
    """What goes to a lawyer and to no body: what happened after filing, what was sent and what came back."""

    log: ComplaintLog | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfParts:
    """What stands only in the copy for oneself."""

    impacts: tuple[Impact, ...] = ()
    notes: tuple[PrivateNote, ...] = ()
    person_notes: tuple[PersonNote, ...] = ()
    logs: tuple[ComplaintLog, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    points: tuple[ComplaintPoints, ...] = ()
