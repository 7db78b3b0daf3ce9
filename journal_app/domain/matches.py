"""The same content told in private and later seen in public."""

from __future__ import annotations

from journal_app.domain.records import Record


class PrivateSide(Record, frozen=True, kw_only=True):
    """What was told in private: in which incident (id), when (EDTF), by what way, to whom (id), in what words."""

    incident: str = ""
    when: str = ""
    channel: str = ""
    told_to: str = ""
    text: str = ""


class PublicSide(Record, frozen=True, kw_only=True):
    """Where it turned up: in which incident (id), published when and first seen when (EDTF), address, account."""

    incident: str = ""
    when: str = ""
    first_seen: str = ""
    url: str = ""
    account: str = ""
    text: str = ""


class Match(Record, frozen=True, kw_only=True):
    """A private and a public side put next to each other; the journal draws no conclusion from it."""

    id: str
    private: PrivateSide
    public: PublicSide
    who_could_know: str = ""
    evidence: tuple[str, ...] = ()
