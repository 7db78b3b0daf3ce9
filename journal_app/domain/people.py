"""The people of a journal and how they stand to each other."""

from __future__ import annotations

from enum import StrEnum

from journal_app.domain.records import Record, compound_id


class Role(StrEnum):
    """What a person is in what happened."""

    CLIENT = "client"
    COMPLAINANT = "complainant"
    PROFESSIONAL = "professional"
    SUPERVISOR = "supervisor"
    EMPLOYER = "employer"
    WITNESS = "witness"
    LATER_PROVIDER = "later-provider"
    LAWYER = "lawyer"
    ADVOCATE = "advocate"
    TOLD = "told"
    OTHER = "other"


class RegisterCheck(Record, frozen=True, kw_only=True):
    """When a public register was looked up, and what it said. ``date`` is EDTF."""

    date: str = ""
    result: str = ""


class PersonFacts(Record, frozen=True, kw_only=True):
    """What may be said of a person in a filing; ``contact_note`` is how and when they can be reached.

    ``treated_from`` and ``treated_until`` (EDTF) are when somebody treated the client whom the complaint is not about.
    """

    id: str
    name: str
    roles: tuple[Role, ...] = ()
    pseudonym: str = ""
    profession: str = ""
    licence_number: str = ""
    licence_body: str = ""
    register_check: RegisterCheck | None = None
    address: str = ""
    email: str = ""
    phone: str = ""
    contact_note: str = ""
    agreed_to_contact: bool | None = None
    treated_from: str = ""
    treated_until: str = ""


class Person(PersonFacts, frozen=True, kw_only=True):
    """A person as a filing may know them; it has no place for private notes."""


class PersonNote(Record, frozen=True, kw_only=True):
    """A private note about a person; leaves the journal only by ``export`` and the copy for oneself."""

    person: str
    notes: str


class PersonEntry(PersonFacts, frozen=True, kw_only=True):
    """A person as given by the one who writes the journal: the facts and the private notes together."""

    notes: str = ""

    def split(self) -> tuple[Person, PersonNote | None]:
        """Return the facts and the private notes as two records that never meet again outside the journal."""
        facts = {name: getattr(self, name) for name in PersonFacts.__struct_fields__}
        return Person(**facts), PersonNote(person=self.id, notes=self.notes) if self.notes else None


class Relationship(Record, frozen=True, kw_only=True):
    """The professional relationship between a client and a professional (ids of people). Dates are EDTF."""

    client: str
    professional: str
    first_session: str = ""
    last_session: str = ""
    setting: str = ""
    frequency: str = ""
    fees: str = ""
    consents: str = ""
    how_it_ended: str = ""

    @property
    def id(self) -> str:
        """The pair names the relationship: there is one between two people."""
        return compound_id(self.client, self.professional)
