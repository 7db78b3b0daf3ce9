"""What happened: one dated incident, and the private parts that never stand beside it in a filing."""

from __future__ import annotations

from enum import StrEnum

from journal_app.domain.records import Record


class Channel(StrEnum):
    """By what way something was said or done."""

    IN_SESSION = "in-session"
    IN_PERSON_ELSEWHERE = "in-person-elsewhere"
    PHONE = "phone"
    VIDEO = "video"
    TEXT_MESSAGE = "text-message"
    EMAIL = "email"
    LETTER = "letter"
    SOCIAL_MEDIA = "social-media"
    PUBLIC_POST = "public-post"
    THIRD_PARTY = "third-party"
    OTHER = "other"


class Certainty(StrEnum):
    """How sure the person is of quoted words."""

    EXACT = "exact"
    IN_SUBSTANCE = "in-substance"


class Step(StrEnum):
    """One step of a professional's response."""

    ACKNOWLEDGED = "acknowledged"
    APOLOGISED = "apologised"
    SOUGHT_SUPERVISION = "sought-supervision"
    REFERRED = "referred"
    RESTORED_BOUNDARIES = "restored-boundaries"
    REVIEWED_REGULARLY = "reviewed-regularly"
    DENIED = "denied"
    BLAMED_CLIENT = "blamed-client"
    RETALIATED = "retaliated"
    NO_RESPONSE = "no-response"


class Purpose(StrEnum):
    """For whom an entry was written: nobody else, a lawyer, or a complaint."""

    PRIVATE = "private"
    FOR_MY_LAWYER = "for-my-lawyer"
    FOR_A_COMPLAINT = "for-a-complaint"


class Quote(Record, frozen=True, kw_only=True):
    """Words as they were said; ``speaker`` is the id of a person, ``evidence`` are ids of the files that hold them."""

    text: str
    speaker: str = ""
    certainty: Certainty = Certainty.IN_SUBSTANCE
    evidence: tuple[str, ...] = ()


class Involvement(Record, frozen=True, kw_only=True):
    """A person (id) and the part they had."""

    person: str
    part: str = ""


class Told(Record, frozen=True, kw_only=True):
    """Somebody who was told (id of a person, empty where it is left open), when (EDTF), and what they answered."""

    person: str
    when: str = ""
    answer: str = ""


class ResponseStep(Record, frozen=True, kw_only=True):
    """What the professional did afterwards, when (EDTF), a note about it, and ids of the files that show it.

    A step that is not chosen yet is None: what was written about it is kept all the same.
    """

    step: Step | None = None
    when: str = ""
    note: str = ""
    evidence: tuple[str, ...] = ()


class IncidentFacts(Record, frozen=True, kw_only=True):
    """The facts of an incident: everything that may stand in a filing.

    ``occurred`` is EDTF (see ``domain.dates``), ``timezone`` an IANA name, ``types`` ids of incident types.
    ``recorded_elsewhere`` is a claimed earlier time of writing and is always shown as claimed.
    """

    id: str
    account: str
    occurred: str = ""
    timezone: str = ""
    known_because: str = ""
    exact_words: tuple[Quote, ...] = ()
    channel: Channel | None = None
    place: str = ""
    people: tuple[Involvement, ...] = ()
    types: tuple[str, ...] = ()
    own_response: str = ""
    afterwards: str = ""
    unsure: str = ""
    told: tuple[Told, ...] = ()
    professional_response: tuple[ResponseStep, ...] = ()
    purpose: Purpose = Purpose.PRIVATE
    recorded_elsewhere: str = ""

    @property
    def people_ids(self) -> frozenset[str]:
        """The ids of everybody this incident names."""
        named = {quote.speaker for quote in self.exact_words if quote.speaker}
        named.update(involved.person for involved in self.people)
        named.update(told.person for told in self.told if told.person)
        return frozenset(named)

    @property
    def evidence_ids(self) -> frozenset[str]:
        """The ids of every file that one of its exact words or of the professional's steps names."""
        words, steps = self.exact_words, self.professional_response
        named = [*(each.evidence for each in words), *(each.evidence for each in steps)]
        return frozenset(item for files in named for item in files)


class Incident(IncidentFacts, frozen=True, kw_only=True):
    """An incident as an exporter may know it: it has no place for impact, private notes or tags."""


class Impact(Record, frozen=True, kw_only=True):
    """How an incident affected the person; leaves the journal only as a file of its own, on request."""

    incident: str
    text: str


class PrivateNote(Record, frozen=True, kw_only=True):
    """What is for the person alone; leaves the journal only by ``export`` and the copy for oneself."""

    incident: str
    text: str = ""
    tags: tuple[str, ...] = ()


class IncidentEntry(IncidentFacts, frozen=True, kw_only=True):
    """An incident as the person gives it, with everything in one place, before it is taken apart."""

    id: str = ""
    impact: str = ""
    private_note: str = ""
    tags: tuple[str, ...] = ()

    def split(self) -> tuple[Incident, Impact | None, PrivateNote | None]:
        """Return facts, impact and private part as records that never meet again outside the journal."""
        facts = Incident(**{name: getattr(self, name) for name in IncidentFacts.__struct_fields__})
        impact = Impact(incident=self.id, text=self.impact) if self.impact else None
        private = None
        if self.private_note or self.tags:
            private = PrivateNote(incident=self.id, text=self.private_note, tags=self.tags)
        return facts, impact, private

    @classmethod
    def join(cls, incident: Incident, impact: Impact | None, private: PrivateNote | None) -> IncidentEntry:
        """Return the parts of one incident as the person wrote them."""
        facts = {name: getattr(incident, name) for name in IncidentFacts.__struct_fields__}
        return cls(
            **facts,
            impact=impact.text if impact else "",
            private_note=private.text if private else "",
            tags=private.tags if private else (),
        )
