"""A complaint to one body about one professional, and what came after it was filed."""

from __future__ import annotations

import re

from journal_app.domain.records import Record

OTHER_BODY = "another-body"  # the id of a body the program knows nothing of: an employer, an insurer, the police
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


class StandardCited(Record, frozen=True, kw_only=True):
    """A provision of a code the person thinks relevant, and to which incidents (ids)."""

    code: str
    ref: str
    incidents: tuple[str, ...] = ()


class LogEntry(Record, frozen=True, kw_only=True):
    """Something that happened after filing. ``when`` and ``due`` are EDTF, ``due`` a day somebody named.

    ``source`` says where the dates come from, such as a letter of the body; ``done`` that nothing is due any more.
    """

    when: str = ""
    what: str = ""
    due: str = ""
    source: str = ""
    done: bool = False


class SentFile(Record, frozen=True, kw_only=True):
    """A file as it left the journal: its name, and its SHA-256 in 64 hexadecimal digits."""

    name: str
    sha256: str

    @property
    def is_whole(self) -> bool:
        """Whether the digits are those of a SHA-256."""
        return _SHA256.fullmatch(self.sha256) is not None


class Sending(Record, frozen=True, kw_only=True):
    """What was sent: when (EDTF), to whom, by what way, which files, and a note."""

    to: str
    when: str = ""
    way: str = ""
    files: tuple[SentFile, ...] = ()
    note: str = ""


class Reply(Record, frozen=True, kw_only=True):
    """A reply received: when (EDTF), from whom, what it says, and the file of evidence (id) that it is."""

    when: str = ""
    sender: str = ""
    words: str = ""
    evidence: str = ""


class Point(Record, frozen=True, kw_only=True):
    """One point of the professional's answer, in their words (``said``), and what the person says to it.

    ``when`` (EDTF) and ``letter`` (id of a file) say where it stands; ``incidents`` and ``evidence`` (ids) are what
    the person's ``answer`` rests on.
    """

    said: str
    when: str = ""
    letter: str = ""
    answer: str = ""
    incidents: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """The files it names: where it stands, and what the answer rests on."""
        return (*([self.letter] if self.letter else []), *self.evidence)


class ComplaintFacts(Record, frozen=True, kw_only=True):
    """What a complaint says. ``board`` is the id of a body, ``professional`` and ``incidents`` are ids.

    ``board_name`` is the name of a body that has no other id than ``OTHER_BODY``, and empty for those that are known.
    ``matches_left_out`` are the matches (ids) that stay in the journal though all their entries are in a dossier.
    """

    id: str
    board: str
    board_name: str = ""
    professional: str
    incidents: tuple[str, ...] = ()
    matches_left_out: tuple[str, ...] = ()
    outcome_sought: str = ""
    steps_taken: str = ""
    delay_explanation: str = ""
    other_bodies: str = ""
    standards: tuple[StandardCited, ...] = ()
    status: str = ""
    reference_number: str = ""


class Complaint(ComplaintFacts, frozen=True, kw_only=True):
    """A complaint as a body may see it: it has no place for what is kept after filing."""


class ComplaintLog(Record, frozen=True, kw_only=True):
    """What happened after filing, what was sent and what came back; goes to a lawyer, never to a body."""

    complaint: str
    entries: tuple[LogEntry, ...] = ()
    sendings: tuple[Sending, ...] = ()
    replies: tuple[Reply, ...] = ()


class ComplaintPoints(Record, frozen=True, kw_only=True):
    """The professional's answer point by point; goes to a body or a lawyer only where the person chooses it."""

    complaint: str
    points: tuple[Point, ...] = ()


class ComplaintEntry(ComplaintFacts, frozen=True, kw_only=True):
    """A complaint as the person gives it: what it says and everything that came after, together."""

    log: tuple[LogEntry, ...] = ()
    sendings: tuple[Sending, ...] = ()
    replies: tuple[Reply, ...] = ()
    points: tuple[Point, ...] = ()

    @classmethod
    def join(cls, facts: ComplaintFacts, log: ComplaintLog | None, points: ComplaintPoints | None) -> ComplaintEntry:
        """Return the parts as one."""
        after = log or ComplaintLog(complaint=facts.id)
        return cls(
            **{name: getattr(facts, name) for name in ComplaintFacts.__struct_fields__},
            log=after.entries, sendings=after.sendings, replies=after.replies,
            points=points.points if points else (),
        )  # fmt: skip

    def split(self) -> tuple[Complaint, ComplaintLog | None, ComplaintPoints | None]:
        """Return what the body may see, what came after, and the points, as records of their own."""
        facts = {name: getattr(self, name) for name in ComplaintFacts.__struct_fields__}
        after = ComplaintLog(complaint=self.id, entries=self.log, sendings=self.sendings, replies=self.replies)
        points = ComplaintPoints(complaint=self.id, points=self.points)
        empty = ComplaintLog(complaint=self.id)
        return Complaint(**facts), after if after != empty else None, points if self.points else None
