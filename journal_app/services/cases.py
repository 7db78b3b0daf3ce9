"""The snapshot a dossier is made from: which entries, people and files are in it, and which stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from journal_app import __version__
from journal_app.catalogue import Board, Catalogue
from journal_app.domain.complaints import OTHER_BODY, Complaint, ComplaintLog, Point
from journal_app.domain.dates import in_zone
from journal_app.domain.incident import Impact, Purpose
from journal_app.domain.matches import Match
from journal_app.domain.people import Person
from journal_app.domain.studies import Study
from journal_app.dossier.case import (
    AnchorLine,
    Audience,
    Case,
    CaseIncident,
    LawyerParts,
    SelfParts,
)
from journal_app.dossier.redaction import redact
from journal_app.errors import BadInput
from journal_app.i18n import is_known, languages, pgettext
from journal_app.integrity.chain import Head, SignedHead
from journal_app.progress import SILENT, Progress
from journal_app.services import anchors, hidden_names, imported, preferences, studies, whom
from journal_app.services.exhibits import Cites, exhibits_of
from journal_app.services.journal import Journal
from journal_app.services.ledger import signed_head
from journal_app.store import complaints as complaint_store
from journal_app.store import incidents as incident_store
from journal_app.store import matches as match_store
from journal_app.store import people as people_store
from journal_app.store import revisions
from journal_app.store.incidents import StoredIncident

PROGRAM = f"Daybook {__version__}"
_MEANT = {
    Audience.BOARD: frozenset({Purpose.FOR_A_COMPLAINT}),
    Audience.LAWYER: frozenset({Purpose.FOR_MY_LAWYER, Purpose.FOR_A_COMPLAINT}),
    Audience.SELF: frozenset(Purpose),
}
_UNITED_STATES = "United States"
_LETTER_COUNTRIES = frozenset({_UNITED_STATES, "Canada"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierRequest:
    """What is asked for: ``incidents`` limits it, ``every`` takes all for the reader, ``no_complaint`` uses none.

    ``with_reply`` adds the professional's answer point by point; a copy for oneself has it always. ``order`` and
    ``exhibit_order`` are ids of entries and files that stand first, in that order; the others follow by date.
    ``matches_left_out`` are ids of matches that stay, beside those the complaint leaves out.
    ``pictures_as_they_are`` says that pages may leave whose picture shows what is hidden: it was asked once more;
    ``words_language`` is the language of the person's words (BCP 47), where it is not the one the journal keeps;
    ``blank_pages_as_they_are`` that those may which came out blank after a repair.
    """

    audience: str
    complaint: str = ""
    board: str = ""
    every: bool = False
    no_complaint: bool = False
    incidents: tuple[str, ...] | None = None
    with_impact: bool = False
    with_reply: bool = False
    matches_left_out: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    exhibit_order: tuple[str, ...] = ()
    pictures_as_they_are: bool = False
    blank_pages_as_they_are: bool = False
    language: str = "en"
    words_language: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A case, what only a lawyer or the person may see of it, and how many entries stay in the journal.

    ``absent`` are people who would be of use in it and whom nothing in it names; ``left_out`` matches (ids) that stay
    though all their entries are in it; ``studies_apart`` stay because not all of their entries are in it.
    """

    case: Case
    lawyer: LawyerParts | None
    private: SelfParts | None
    included: tuple[StoredIncident, ...]
    impacts: tuple[Impact, ...]
    staying: int
    absent: tuple[Person, ...]
    left_out: tuple[str, ...]
    studies_apart: tuple[Study, ...]
    last_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlongMatch:
    """A match all of whose entries are in a dossier, and whether it was left out all the same."""

    match: Match
    left_out: bool


def collect(journal: Journal, request: DossierRequest, progress: Progress = SILENT) -> Snapshot:
    """Return the snapshot for a request; raises BadInput where it is not clear which complaint or body is meant."""
    audience = Audience(request.audience)
    words_language = _checked_languages(journal, request)
    complaint = _complaint(journal, request, audience)
    board = _board(request, complaint)
    everything = incident_store.timeline(journal.database)
    chosen = _in_order([each for each in everything if _is_in(each, request, audience, complaint)], request.order)
    facts, identifiers = tuple(each.facts for each in chosen), {each.facts.id for each in chosen}
    along = _matches(journal, request, complaint, identifiers.__contains__)
    found_matches = tuple(each.match for each in along if not each.left_out)
    found_studies, apart = studies.along(journal, None if audience is Audience.SELF else identifiers)
    (head, last_seq), points = _head(journal), _points(journal, request, complaint, identifiers)
    cites = Cites(incidents=facts, matches=found_matches, points=points, studies=found_studies)
    language, order = _spelt(request.language, board), request.exhibit_order
    exhibits, hidden = exhibits_of(journal, cites, last_seq, audience, progress, language=language, order=order)
    there = whom.of_case(journal, cites, [each.evidence.card for each in exhibits], complaint, audience)
    case = Case(
        audience=audience,
        board=board,
        complaint=_limited(complaint, identifiers),
        people=there.people,
        relationships=there.relationships,
        incidents=tuple(_case_incident(journal, each) for each in chosen),
        exhibits=exhibits,
        matches=found_matches,
        pseudonyms=(),
        head=head,
        anchors=_anchors(journal, head),
        made_at=_noted(head.head) if head else journal.clock(),
        program=PROGRAM,
        hidden_pages=hidden,
        language=language,
        words_language=words_language,
        paper=request.paper or _paper(board),
        names={person.id: person.name for person in there.people},
        points=points,
        studies=found_studies,
    )
    names = hidden_names.names(journal, audience)
    # A package holds records that were made in other zones than its head.
    zones = revisions.zones(journal.database) if names and audience is Audience.LAWYER else []
    shown = redact(case, names, zones)
    beside = [*_log(journal, case), *(_effects(chosen) if request.with_impact else [])]
    return Snapshot(
        case=replace(
            shown,
            remaining=(*shown.remaining, *hidden_names.left_in(beside, names)),
            imported=imported.replaced(journal, case, beside),
        ),
        lawyer=_lawyer_parts(journal, case, names),
        private=_self_parts(journal, chosen, complaint) if audience is Audience.SELF else None,
        included=tuple(chosen),
        impacts=tuple(hidden_names.in_record(each, names) for each in _effects(chosen)),
        staying=len(everything) - len(chosen),
        absent=there.absent,
        left_out=tuple(each.match.id for each in along if each.left_out),
        studies_apart=apart,
        last_seq=last_seq,
    )


def matches_along(journal: Journal, request: DossierRequest) -> tuple[AlongMatch, ...]:
    """Return the matches that go along with a dossier unless they are left out; none of its files is looked at."""
    audience = Audience(request.audience)
    complaint = _complaint(journal, request, audience)

    def is_in(identifier: str) -> bool:
        stored = incident_store.get(journal.database, identifier)
        return not stored.removed and _is_in(stored, request, audience, complaint)

    return _matches(journal, request, complaint, is_in)


def _checked_languages(journal: Journal, request: DossierRequest) -> str:
    """Return the language of the person's words; raises BadInput where one that is asked for is none."""
    _check_language(request.language)
    return preferences.checked_language(request.words_language) or preferences.words_language(journal)


def _check_language(language: str) -> None:
    if not is_known(language):
        message = pgettext("error", "The program has no words in the language {tag}; nothing was written.")
        advice = pgettext("error", "Choose one of these: {tags}.").format(tags=", ".join(languages()))
        raise BadInput(message.format(tag=language), advice, field="language")


def _complaint(journal: Journal, request: DossierRequest, audience: Audience) -> Complaint | None:
    """Return the complaint a request means: the one named, else the only one to its body, else the only one."""
    if request.no_complaint:
        return None
    if request.complaint:
        return complaint_store.get(journal.database, request.complaint).complaint
    listed = [stored.complaint for stored in complaint_store.all(journal.database)]
    to_board = [each for each in listed if each.board == request.board] if request.board else []
    candidates = to_board or listed
    if audience is Audience.SELF:  # a copy for oneself is ordered by the first, and holds the others too
        return next(iter(candidates), None)
    if len(candidates) == 1:
        return candidates[0]
    if request.every or request.incidents is not None:
        return None
    if not candidates:
        message = pgettext("error", "There is no complaint in this journal; nothing was written.")
        advice = pgettext("error", "Make one first, or take every entry meant for that reader with --all.")
    else:
        message = pgettext("error", "There is more than one complaint in this journal; nothing was written.")
        advice = pgettext("error", "Say which one is meant with --complaint.")
    raise BadInput(message, advice, field="complaint")


def _board(request: DossierRequest, complaint: Complaint | None) -> Board | None:
    identifier = request.board or (complaint.board if complaint else "")
    return None if identifier in {"", OTHER_BODY} else Catalogue.load().board(identifier)


def _paper(board: Board | None) -> str:
    return "letter" if board is not None and board.country in _LETTER_COUNTRIES else "a4"


def _spelt(language: str, board: Board | None) -> str:
    """Return a language as the country of a body spells it: what goes to the United States has a license number."""
    return "en-US" if language == "en" and board is not None and board.country == _UNITED_STATES else language


def _in_order(chosen: Sequence[StoredIncident], order: Sequence[str]) -> list[StoredIncident]:
    """Return entries with those of ``order`` (ids) first, in that order, and what has no date behind what has one."""
    first = {identifier: number for number, identifier in enumerate(order)}
    return sorted(chosen, key=lambda each: (first.get(each.facts.id, len(first)), not each.facts.occurred))


def _is_in(stored: StoredIncident, request: DossierRequest, audience: Audience, complaint: Complaint | None) -> bool:
    if stored.facts.purpose not in _MEANT[audience]:
        return False
    if request.incidents is not None:
        return stored.facts.id in request.incidents
    if audience is Audience.SELF or request.every or complaint is None:
        return True
    return stored.facts.id in complaint.incidents


def _limited(complaint: Complaint | None, identifiers: set[str]) -> Complaint | None:
    """Return a complaint that names only incidents which are part of the case, and no match that stays."""
    if complaint is None:
        return None
    standards = tuple(
        msgspec.structs.replace(each, incidents=tuple(name for name in each.incidents if name in identifiers))
        for each in complaint.standards
    )
    kept = tuple(name for name in complaint.incidents if name in identifiers)
    return msgspec.structs.replace(complaint, incidents=kept, standards=standards, matches_left_out=())


def _points(
    journal: Journal, request: DossierRequest, complaint: Complaint | None, identifiers: set[str]
) -> tuple[Point, ...]:
    """Return the points of the professional's answer, where they are asked for; they name only what is in the case."""
    if complaint is None or not (request.with_reply or request.audience == Audience.SELF):
        return ()
    stored = complaint_store.get(journal.database, complaint.id).points
    return tuple(
        msgspec.structs.replace(each, incidents=tuple(one for one in each.incidents if one in identifiers))
        for each in (stored.points if stored else ())
    )


def _matches(
    journal: Journal, request: DossierRequest, complaint: Complaint | None, is_in: Callable[[str], bool]
) -> tuple[AlongMatch, ...]:
    """Return the matches whose entries are all part of the case, and which of them the person leaves out.

    One that names no entry goes only to oneself, and to oneself all of them go.
    """
    if request.audience == Audience.SELF:
        return tuple(AlongMatch(match=each, left_out=False) for each in match_store.all(journal.database))
    left_out = {*request.matches_left_out, *(complaint.matches_left_out if complaint else ())}
    found = []
    for match in match_store.all(journal.database):
        named = {match.private.incident, match.public.incident} - {""}
        if named and all(map(is_in, named)):
            found.append(AlongMatch(match=match, left_out=match.id in left_out))
    return tuple(found)


def _noted(head: Head) -> datetime:
    """Return when a head was made, by the clocks of the time zone the computer was in."""
    return in_zone(datetime.fromisoformat(head.time), head.timezone)


def _case_incident(journal: Journal, stored: StoredIncident) -> CaseIncident:
    count, last = incident_store.versions(journal.database, stored)
    return CaseIncident(
        incident=stored.facts, first_recorded=stored.first_recorded, last_recorded=last, revisions=count
    )  # fmt: skip


def _head(journal: Journal) -> tuple[SignedHead | None, int]:
    """Return the head of the snapshot: the chain as it stood before it was last only noted that a dossier was made.

    So the same content gives the same dossier, however often it was made before.
    """
    heads = revisions.heads(journal.database)
    last = revisions.last_change(journal.database)
    for stored in heads:
        if stored.size >= last:
            return signed_head(journal.vault.vault_id, stored), stored.size
    return None, 0


def _anchors(journal: Journal, head: SignedHead | None) -> tuple[AnchorLine, ...]:
    size = head.head.size if head else 0
    return tuple(
        AnchorLine(time=each.time, authority=each.authority, size=each.size)
        for each in anchors.anchors(journal)
        if each.answer and each.size <= size
    )


def _lawyer_parts(journal: Journal, case: Case, names: hidden_names.Names) -> LawyerParts | None:
    """Return what goes to a lawyer alone, with the same names hidden as everywhere else."""
    if case.audience is not Audience.LAWYER or case.complaint is None:
        return None
    return LawyerParts(log=next((hidden_names.in_record(log, names) for log in _log(journal, case)), None))


def _log(journal: Journal, case: Case) -> list[ComplaintLog]:
    """Return the log of the complaint, which goes to a lawyer alone."""
    if case.audience is not Audience.LAWYER or case.complaint is None:
        return []
    log = complaint_store.get(journal.database, case.complaint.id).log
    return [] if log is None else [log]


def _effects(chosen: Sequence[StoredIncident]) -> list[Impact]:
    return [each.impact for each in chosen if each.impact is not None]


def _self_parts(journal: Journal, chosen: Sequence[StoredIncident], complaint: Complaint | None) -> SelfParts:
    stored_complaints = complaint_store.all(journal.database)
    logs = (stored.log for stored in stored_complaints)
    notes = (stored.note for stored in people_store.all(journal.database))
    return SelfParts(
        impacts=tuple(each.impact for each in chosen if each.impact),
        notes=tuple(each.private for each in chosen if each.private),
        person_notes=tuple(note for note in notes if note),
        logs=tuple(log for log in logs if log),
        complaints=tuple(
            each.complaint for each in stored_complaints if complaint and each.complaint.id != complaint.id
        ),
        points=tuple(each.points for each in stored_complaints if each.points),
    )
