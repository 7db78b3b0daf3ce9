"""A study or publication in which a client was made a subject, as the person knows of it."""

from __future__ import annotations

from enum import StrEnum

from journal_app.domain.records import Record

RESEARCH_GROUP = "research"
"""The group of the catalogue's incident types that are about research."""


class Asked(StrEnum):
    """Whether agreement was asked for, and how it was answered."""

    NOT_ASKED = "not-asked"
    REFUSED = "refused"
    NO_ANSWER = "no-answer"
    AGREED = "agreed"
    SIGNED_WITH_COPY = "signed-with-copy"
    SIGNED_WITHOUT_COPY = "signed-without-copy"
    NOT_SURE = "not-sure"


class Study(Record, frozen=True, kw_only=True):
    """One study, thesis, talk or publication, and the entries (ids) and files (ids) that belong to it.

    ``published`` and ``found`` are EDTF: when it came out, and when the person came upon it. ``information`` is what
    the person was told of it, ``consent_words`` what was asked and answered, ``recognisable`` what of them can be made
    out in it; ``committee_number`` is the number an ethics or review committee gave it.
    """

    id: str
    title: str = ""
    description: str = ""
    published_in: str = ""
    published: str = ""
    url: str = ""
    found: str = ""
    learned: str = ""
    institution: str = ""
    committee: str = ""
    committee_number: str = ""
    information: str = ""
    consent: Asked | None = None
    consent_words: str = ""
    recognisable: str = ""
    incidents: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """What was written of it, in the order in which it is asked for."""
        return (
            self.title, self.description, self.published_in, self.url, self.learned, self.institution, self.committee,
            self.committee_number, self.information, self.consent_words, self.recognisable,
        )  # fmt: skip
