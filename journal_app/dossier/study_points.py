"""The open points about studies: what is not written of one, and which are not in a dossier."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from journal_app.catalogue import Catalogue
from journal_app.domain.studies import RESEARCH_GROUP, Asked, Study
from journal_app.dossier.excerpts import first_line, shortened
from journal_app.dossier.open_point import OpenPoint, Teller, sentence

_LONGEST = 80


class StudyPoints(Teller):
    """Looks through the studies of a case, and those of the journal that stay though an entry of theirs goes."""

    def points(self) -> list[OpenPoint]:
        """Return a point for each important part that is missing, and for entries about research without a study."""
        found = []
        for number, study in enumerate(self._case.studies, 1):
            for field, code, missing, message in _WANTED:
                if missing(study):
                    text = self._text(message, n=number)
                    found.append(self._point(code, text, "study", study.id, field))
        return [*found, *self._without()]

    def _without(self) -> list[OpenPoint]:
        about = {kind.id for kind in Catalogue.load().incident_types() if kind.group == RESEARCH_GROUP}
        there = {incident for study in self._case.studies for incident in study.incidents}
        message = sentence("“{line}” is about research, and nothing of the study goes with it.")
        return [
            self._point(
                "no-study", self._text(message, line=shortened(first_line(each.account), _LONGEST)), "incident", each.id
            )
            for each in (one.incident for one in self._case.incidents)
            if not about.isdisjoint(each.types) and each.id not in there
        ]

    def apart(self, studies: Sequence[Study]) -> list[OpenPoint]:
        """Return a point for each study that stays in the journal because not all of its entries go."""
        message = sentence(
            "What is noted of the study “{line}” is not in this copy: it goes only where all its entries go."
        )
        untitled = sentence("A study is not in this copy: it goes only where all its entries go.")
        found = []
        for study in studies:
            line = shortened(next((first_line(each) for each in study.texts if each.strip()), ""), _LONGEST)
            text = self._text(message, line=line) if line else self._text(untitled)
            found.append(self._point("study-apart", text, "study", study.id, "incidents"))
        return found


_WANTED: tuple[tuple[str, str, Callable[[Study], bool], str], ...] = (
    ("title", "study-title", lambda study: not (study.title.strip() or study.description.strip()),
     sentence("Study {n}: neither its title nor what it is about is noted.")),
    ("institution", "study-institution", lambda study: not study.institution.strip(),
     sentence("Study {n}: no institution is noted.")),
    ("consent", "study-consent", lambda study: study.consent is None,
     sentence("Study {n}: it is not chosen whether agreement was asked for.")),
    ("evidence", "study-copy", lambda study: study.consent is Asked.SIGNED_WITH_COPY and not study.evidence,
     sentence("Study {n}: a copy of what was signed is kept, and no file belongs to the study.")),
)  # fmt: skip
