"""Which incidents a file of evidence is cited for: one rule for the order of exhibits and for what is said of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from journal_app.domain.complaints import Point
from journal_app.domain.incident import IncidentFacts
from journal_app.domain.matches import Match
from journal_app.domain.studies import Study

Citing = dict[str, tuple[str, ...]]


def belonging(linked: Mapping[str, Sequence[str]], incidents: Iterable[IncidentFacts]) -> Citing:
    """Return the ids of the incidents each file belongs to or that name it, as a quote does, by the id of the file.

    ``linked`` are those it was put to, by the ids of the files there are.
    """
    found = {item: list(named) for item, named in linked.items()}
    for each in incidents:
        for item in each.evidence_ids & found.keys():
            found[item].append(each.id)
    return {item: tuple(dict.fromkeys(named)) for item, named in found.items()}


def citing(
    belongs: Citing,
    there: Collection[str],
    matches: Sequence[Match],
    points: Sequence[Point],
    studies: Sequence[Study] = (),
) -> Citing:
    """Return the ids of the incidents of a dossier, ``there``, that each file stands for.

    A file no incident of the dossier names by itself stands for those of the matches, of the points and of the studies
    that cite it: both sides of a match, what the answer rests on, the entries of a study.
    """
    found = {item: tuple(each for each in named if each in there) for item, named in belongs.items()}
    through: dict[str, list[str]] = {item: [] for item, named in found.items() if not named}
    for match in matches:
        for item in through.keys() & {*match.evidence}:
            through[item] += [match.private.incident, match.public.incident]
    for point in points:
        for item in through.keys() & {*point.files}:
            through[item] += point.incidents
    for study in studies:
        for item in through.keys() & {*study.evidence}:
            through[item] += study.incidents
    return found | {item: tuple(dict.fromkeys(e for e in named if e in there)) for item, named in through.items()}
