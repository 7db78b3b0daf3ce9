"""What a check found: what was checked, what that shows, and what it does not show."""

from __future__ import annotations

import json
import textwrap
from dataclasses import asdict, dataclass
from enum import StrEnum

from journal_app.i18n import npgettext, pgettext
from journal_app.integrity.claims import all_claims

WIDTH = 100
SHOWN_NAME = 160
SHOWN_DETAILS = 40


class Outcome(StrEnum):
    """How one check ended. There is no third way to say "fine": unproved is not checked."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True)
class Subject:
    """One thing that can be checked: its id, and in words what it is, what it shows and does not show."""

    id: str
    what: str
    shows: str
    does_not_show: str


@dataclass(frozen=True)
class Line:
    """One line of a report; ``details`` name the files and places concerned.

    ``lacking`` says that what was not checked is too much for the rest to count as a check that agrees.
    """

    subject: Subject
    outcome: Outcome
    details: tuple[str, ...] = ()
    lacking: bool = False


class Findings:
    """Collects what one check finds."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._found: dict[Outcome, list[str]] = {outcome: [] for outcome in Outcome}
        self._lacking: set[Outcome] = set()

    def agrees(self, detail: str) -> None:
        """Note something that was checked and agrees."""
        self._found[Outcome.AGREES].append(detail)

    def differs(self, detail: str) -> None:
        """Note something that was checked and differs."""
        self._found[Outcome.DIFFERS].append(detail)

    def not_checked(self, detail: str) -> None:
        """Note something that could not be checked, and why."""
        self._found[Outcome.NOT_CHECKED].append(detail)

    def is_not_enough(self, detail: str) -> None:
        """Note what could not be checked and is too much for the rest to count as a check that agrees."""
        self.not_checked(detail)
        self._lacking.add(Outcome.NOT_CHECKED)

    @property
    def whole(self) -> bool:
        """Whether nothing differs so far."""
        return not self._found[Outcome.DIFFERS]

    def lines(self) -> tuple[Line, ...]:
        """Return one line for what differs or agrees, and one for what was not checked.

        Where something differs, what agrees beside it is not claimed.
        """
        kept = (Outcome.AGREES if self.whole else Outcome.DIFFERS, Outcome.NOT_CHECKED)
        return tuple(
            Line(self._subject, outcome, tuple(self._found[outcome]), outcome in self._lacking)
            for outcome in kept
            if self._found[outcome]
        )


@dataclass(frozen=True)
class Report:
    """All lines of one verification; ``package`` is the name of what was checked.

    ``stamped`` is False where it is known that no time stamp is in it.
    """

    package: str
    lines: tuple[Line, ...]
    stamped: bool = True

    @property
    def claims(self) -> tuple[str, ...]:
        """What any check of such a package shows at most, and what none shows."""
        return all_claims(anchored=self.stamped)

    @property
    def result(self) -> str:
        """``differs`` where anything differs, ``nothing-checked`` where nothing agrees, else ``agrees``.

        ``not-enough-checked`` where all that was checked agrees, and one exhibit was compared with nothing signed.
        """
        outcomes = {line.outcome for line in self.lines}
        if Outcome.DIFFERS in outcomes:
            return "differs"
        if Outcome.AGREES not in outcomes:
            return "nothing-checked"
        return "not-enough-checked" if any(line.lacking for line in self.lines) else "agrees"

    @property
    def exit_code(self) -> int:
        """0 agrees, 1 differs, 5 too little could be checked: an empty set of checks is no pass."""
        return {"agrees": 0, "differs": 1, "nothing-checked": 5, "not-enough-checked": 5}[self.result]


def shown(name: str) -> str:
    """Return ``name`` fit for a terminal: control and direction signs escaped, cut to a readable length."""
    safe = escaped(name)
    return safe if len(safe) <= SHOWN_NAME else safe[:SHOWN_NAME] + "…"


def escaped(text: str, *, kept: str = "") -> str:
    """Return ``text`` with every sign escaped that does not show itself, but for those in ``kept``."""
    return "".join(
        sign if sign.isprintable() or sign in kept else sign.encode("unicode_escape").decode() for sign in text
    )


def as_json(report: Report) -> str:
    """Return ``report`` as one JSON document in ASCII."""
    lines = [
        {**asdict(line.subject), "outcome": str(line.outcome), "details": list(line.details)} for line in report.lines
    ]
    document = {
        "format": "journal-verification",
        "version": 1,
        "package": report.package,
        "result": report.result,
        "exit_code": report.exit_code,
        "checks": lines,
        "claims": list(report.claims),
    }
    return json.dumps(document, indent=1)


def as_text(report: Report) -> str:
    """Return ``report`` as a table in plain words."""
    parts = [report.package, ""]
    for line in report.lines:
        parts.extend(_line_text(line))
    parts.extend(textwrap.fill(claim, WIDTH) for claim in report.claims)
    parts.extend(("", textwrap.fill(_verdict(report), WIDTH)))
    return "\n".join(parts)


def _line_text(line: Line) -> list[str]:
    mark = {
        Outcome.AGREES: pgettext("verification", "AGREES"),
        Outcome.DIFFERS: pgettext("verification", "DIFFERS"),
        Outcome.NOT_CHECKED: pgettext("verification", "NOT CHECKED"),
    }[line.outcome]
    shown_details = list(line.details[:SHOWN_DETAILS])
    more = len(line.details) - SHOWN_DETAILS
    if more > 0:
        shown_details.append(npgettext("verification", "and {count} more", "and {count} more", more).format(count=more))
    rows = [(mark, line.subject.what), *((" -", detail) for detail in shown_details)]
    if line.outcome is Outcome.AGREES:
        rows.append((pgettext("verification", "shows"), line.subject.shows))
        rows.append((pgettext("verification", "does not show"), line.subject.does_not_show))
    return [*(_row(label, text) for label, text in rows), ""]


def _row(label: str, text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=f"{label:<15}", subsequent_indent=" " * 15)


def _verdict(report: Report) -> str:
    if report.result == "differs":
        return pgettext("verification", "Something differs. Ask for another copy, and keep this one as it is.")
    if report.result == "nothing-checked":
        return pgettext("verification", "Nothing here could be checked, so nothing is shown.")
    if report.result == "not-enough-checked":
        return pgettext(
            "verification",
            "Too little could be checked: what was checked agrees, and an exhibit was compared with nothing that is"
            " signed. Check it again where the Python package “cryptography” is installed, or ask for another copy.",
        )
    left = sum(line.outcome is Outcome.NOT_CHECKED for line in report.lines)
    if left:
        return npgettext(
            "verification",
            "Everything that was checked agrees. {count} point was not checked; it is listed above.",
            "Everything that was checked agrees. {count} points were not checked; they are listed above.",
            left,
        ).format(count=left)
    return pgettext("verification", "Everything that was checked agrees.")
