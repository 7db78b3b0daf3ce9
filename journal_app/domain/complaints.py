"""A complaint to one body about one professional."""

from __future__ import annotations

from journal_app.domain.records import Record


class StandardCited(Record, frozen=True, kw_only=True):
    """A provision of a code the person thinks relevant, and to which incidents (ids)."""

    code: str
    ref: str
    incidents: tuple[str, ...] = ()


class LogEntry(Record, frozen=True, kw_only=True):
    """Something that happened after filing. ``when`` and ``due`` are EDTF; ``due`` comes from the body's letter."""

    when: str = ""
    what: str = ""
    due: str = ""


class ComplaintFacts(Record, frozen=True, kw_only=True):
    """What a complaint says. ``board`` is the id of a body, ``professional`` and ``incidents`` are ids."""

    id: str
    board: str
    professional: str
    incidents: tuple[str, ...] = ()
    outcome_sought: str = ""
    steps_taken: str = ""
    delay_explanation: str = ""
    other_bodies: str = ""
    standards: tuple[StandardCited, ...] = ()
    status: str = ""
    reference_number: str = ""


class Complaint(ComplaintFacts, frozen=True, kw_only=True):
    """A complaint as a body may see it: it has no place for the log kept after filing."""


class ComplaintLog(Record, frozen=True, kw_only=True):
    """What happened after filing; goes to a lawyer, never to a body."""

    complaint: str
    entries: tuple[LogEntry, ...] = ()


class ComplaintEntry(ComplaintFacts, frozen=True, kw_only=True):
    """A complaint as the person gives it: what it says and the log together."""

    log: tuple[LogEntry, ...] = ()

    def split(self) -> tuple[Complaint, ComplaintLog | None]:
        """Return what the body may see and the log as two records."""
        facts = {name: getattr(self, name) for name in ComplaintFacts.__struct_fields__}
        return Complaint(**facts), ComplaintLog(complaint=self.id, entries=self.log) if self.log else None
