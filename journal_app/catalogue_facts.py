"""The shapes of what the catalogue knows; every fact says how far it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LANGUAGE = "en"  # BCP 47: in which the facts of the catalogue are told, in this project's own words


class Confidence(StrEnum):
    """How far a fact is known: from a named source, in parts, from memory, taken as likely, or not found."""

    SOURCED = "sourced"
    MIXED = "mixed"
    FROM_MEMORY = "from-memory"
    ASSUMED = "assumed"
    NONE_FOUND = "none-found"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact stands: the address, when and how it was read, and what it says."""

    url: str
    read: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact in the words of the body's country: empty where it is not known.

    Only a confirmed fact may be shown without the words "not confirmed".
    """

    text: str
    confidence: Confidence
    checked_on: date

    @property
    def confirmed(self) -> bool:
        """Whether the fact was read in a named source."""
        return self.confidence is Confidence.SOURCED


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A fact that is yes, no, or not known."""

    answer: bool | None
    note: str
    confidence: Confidence
    checked_on: date

    @property
    def confirmed(self) -> bool:
        """Whether the answer was read in a named source."""
        return self.confidence is Confidence.SOURCED


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardSection:
    """One heading of a body's own form or guidance, its fields, and the tags of what belongs under it."""

    heading: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]

    def means(self, tag: str) -> bool:
        """Say whether the heading asks for what ``tag`` names by itself, and not in passing.

        One for a person, say, also asks whether that person agreed.
        """
        return tag in self.tags and _IN_PASSING.get(tag, frozenset()).isdisjoint(self.tags)


# A heading for a person, or for releases, may ask for one of these in passing: it does not head their section then.
_PEOPLE = frozenset({"complainant", "client", "relationship_to_client"})
_IN_PASSING = {
    "consent_to_share": _PEOPLE, "release": _PEOPLE, "signature": _PEOPLE, "declaration": frozenset({"release"}),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimit:
    """What a body says of time limits, quoted; never a deadline this program computes."""

    text: str
    years: int | None
    days: int | None
    confidence: Confidence
    checked_on: date

    @property
    def confirmed(self) -> bool:
        """Whether the limit was read in a named source."""
        return self.confidence is Confidence.SOURCED

    @property
    def found(self) -> bool:
        """Whether a limit was found, or that there is none; where it was not, the text is no word of the body."""
        return self.confidence is not Confidence.NONE_FOUND


class Filing(StrEnum):
    """How a body takes a complaint: on its form, so or in a writing of one's own, in that alone, not known, nor at all.

    A signpost takes none: it tells which body does.
    """

    FORM = "form"
    FORM_OR_WRITING = "form-or-writing"
    WRITING = "writing"
    NOT_KNOWN = "not-known"
    SIGNPOST = "signpost"


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteDeclaration:
    """The kind of declaration that was found for one way of filing, as in :class:`Declaration`."""

    route: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """How a body wants a complaint signed.

    ``kind`` is signed, penalty-of-perjury, under-oath, notarised or none; ``by_route`` says it anew for each way of
    filing where these differ.
    """

    required: bool | None
    kind: str
    note: str
    by_route: tuple[RouteDeclaration, ...] = ()
    confidence: Confidence
    checked_on: date

    @property
    def found(self) -> tuple[RouteDeclaration, ...]:
        """The kind that was found for each way of filing; once, with no way, where they do not differ.

        Empty where a kind is known that the body does not ask for.
        """
        if self.by_route:
            return self.by_route
        unasked = self.required is False and self.kind != "none"
        return () if unasked else (RouteDeclaration(route="", kind=self.kind),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One body that takes complaints, and what it asks for.

    ``name_note`` is what the person has to know of the name; it is no part of it.
    """

    id: str
    name: str
    name_note: str
    country: str
    region: str
    professions: tuple[str, ...]
    body_type: str
    confidence: Confidence
    confidence_note: str
    checked_on: date
    filing: Filing
    form_title: Fact
    form_url: Fact
    how_to_file: tuple[str, ...]
    how_to_file_confidence: Confidence
    postal_address: Fact
    email: Fact
    phone: Fact
    sections: tuple[BoardSection, ...]
    sections_confidence: Confidence
    attachments_guidance: Fact
    declaration: Declaration
    anonymity: Fact
    time_limit: TimeLimit
    records_release: Question
    privacy_note: Fact
    after_filing: Fact
    respondent_gets_copy: Question
    one_complaint_per_practitioner: Question
    rule_citation: Fact
    dossier_hints: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def confirmed(self) -> bool:
        """Whether what has no confidence of its own, as the professions, was read in a named source."""
        return self.confidence is Confidence.SOURCED

    @property
    def sections_confirmed(self) -> bool:
        """Whether the headings were read on the body's own form or guidance as it is now."""
        return self.sections_confidence is Confidence.SOURCED

    def asks_for(self, tag: str) -> bool:
        """Say whether one of its headings asks for what ``tag`` names; headings from memory say nothing of that."""
        known = self.sections_confidence in {Confidence.SOURCED, Confidence.MIXED}
        return known and any(heading.means(tag) for heading in self.sections)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSection:
    """One section of a dossier; ``tags`` name what of a body's form it serves."""

    no: str
    title: str
    contents: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSection:
    """A dossier section in a body's order, under the body's own heading where it has one (else empty).

    ``section`` is None where a heading stands for itself, since the sections it asks for stand under others. ``fields``
    are the fields of the heading, ``asked`` its tags that no section under it serves (with the last of its sections).
    """

    section: DossierSection | None
    heading: str
    fields: tuple[str, ...]
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One provision of a code in plain words (a paraphrase, not its text)."""

    ref: str
    topic: str
    paraphrase: str
    incident_types: tuple[str, ...]
    confidence: Confidence

    @property
    def confirmed(self) -> bool:
        """Whether the provision was read in a named source."""
        return self.confidence is Confidence.SOURCED


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One edition of a code of ethics and when it was in force.

    ``dates_confidence`` is how far these days are known: that of the code, where nothing else is said of them.
    """

    id: str
    body: str
    title: str
    edition: str
    effective_from: date
    effective_until: date | None
    dates_confidence: Confidence
    country: str
    professions: tuple[str, ...]
    status_note: str
    provisions: tuple[Provision, ...]
    sources: tuple[Source, ...]
    confidence: Confidence
    checked_on: date

    @property
    def dates_confirmed(self) -> bool:
        """Whether the days of the edition were read in a named source."""
        return self.dates_confidence is Confidence.SOURCED

    def in_force(self, first: date | None, last: date | None) -> bool | None:
        """Say whether this edition was in force on a day known to lie from ``first`` to ``last``.

        A side that is None is open. None where nobody can say: only some of these days are of this edition.
        """
        first, last, end = first or date.min, last or date.max, self.effective_until or date.max
        if last < self.effective_from or first > end:
            return False
        return True if self.effective_from <= first and last <= end else None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentType:
    """One type of entry: a label the person may choose, never a finding."""

    id: str
    label: str
    group: str
    definition: str
    examples: tuple[str, ...]
    prompts: tuple[str, ...]
    typical_evidence: tuple[str, ...]
    code_topics: tuple[str, ...]
    safety_note: str
    search_aliases: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportResource:
    """Somebody who listens or helps. ``contact`` is empty unless it was read in a named source.

    ``staleness_note`` is what the person has to know of them before they turn to them.

    ``staleness`` is "fresh" where what was read says that they are there now, "possibly-stale" or "unverified" where
    that is open, "historic" where they are known or believed to be gone.
    """

    id: str
    name: str
    kind: str
    what: str
    for_whom: str
    country: str
    url: str
    url_confirmed: bool
    contact: str
    cost: str
    staleness: str
    staleness_note: str
    confidence: Confidence
    checked_on: date

    @property
    def is_gone(self) -> bool:
        """Whether nobody is to be sent there: it is listed so that its name is recognised."""
        return self.staleness == "historic"

    @property
    def is_always_there(self) -> bool:
        """Whether they are said to be reached day and night; of all others the hours are not known."""
        return "24/7" in self.what or "24-hour" in self.what

    @property
    def is_there(self) -> bool:
        """Whether it was read that they are there now."""
        return self.staleness == "fresh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A provision together with the code it stands in."""

    code: Code
    provision: Provision
