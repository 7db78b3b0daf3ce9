"""The exhibits of a dossier: which files are in it, their pages and words, and what is hidden in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from journal_app.domain.complaints import Point
from journal_app.domain.custody import CustodyNote
from journal_app.domain.evidence import Evidence
from journal_app.domain.incident import IncidentFacts
from journal_app.domain.matches import Match
from journal_app.domain.readings import Reading
from journal_app.domain.studies import Study
from journal_app.dossier.case import Audience, CustodyLine, Exhibit, ExhibitPage
from journal_app.dossier.citing import belonging, citing
from journal_app.errors import BadInput
from journal_app.i18n import Words, pgettext, words_for
from journal_app.progress import Progress
from journal_app.services import preparing, redactions, renditions
from journal_app.services.journal import Journal
from journal_app.services.media import LOCKED, TEXTS, NoRendition, Rendition, why_not_shown
from journal_app.store import evidence as evidence_store
from journal_app.store import revisions
from journal_app.store.evidence import RenditionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Cites:
    """What can cite a file in a dossier; the incidents in the order of their numbers."""

    incidents: tuple[IncidentFacts, ...]
    matches: tuple[Match, ...] = ()
    points: tuple[Point, ...] = ()
    studies: tuple[Study, ...] = ()


def exhibits_of(
    journal: Journal,
    cites: Cites,
    last_seq: int,
    audience: Audience,
    progress: Progress,
    *,
    language: str,
    order: Sequence[str] = (),
) -> tuple[tuple[Exhibit, ...], tuple[str, ...]]:
    """Return the exhibits in the order of the first incidents they stand for, and names of those with hidden parts.

    A file is in where something of ``cites`` names it, for oneself always; which incidents it stands for is said by
    ``citing``. Those of ``order`` (ids of files) stand first, in that order. Why one has no pages is told in
    ``language``. Raises BadInput where a part is to be hidden where the file has nothing.
    """
    place = {each.id: number for number, each in enumerate(cites.incidents)}
    first = {identifier: number for number, identifier in enumerate(order)}
    everything = evidence_store.all(journal.database)
    belongs = belonging({item.id: item.incidents for item in everything}, cites.incidents)
    stands = citing(belongs, place.keys(), cites.matches, cites.points, cites.studies)
    named = {item for match in cites.matches for item in match.evidence}
    named |= {item for study in cites.studies for item in study.evidence}
    named |= {item for point in cites.points for item in point.files}
    items = []
    for number, item in enumerate(everything):
        cited = [place[incident] for incident in stands[item.id]]
        if cited or item.id in named or audience is Audience.SELF:
            where = (first.get(item.id, len(first)), min(cited, default=len(place)), number)
            items.append((where, item))
    boxes = redactions.by_digest(journal) if audience is not Audience.SELF else {}
    exhibits, hidden = [], []
    # All of them before the first picture is made: what is refused leaves the journal as it was.
    for _, item in items:
        if item.sha256 in boxes:
            _refuse_lost_boxes(item, boxes[item.sha256], renditions.sizes(journal, item))
    preparing.prepare(journal, [item.id for _, item in items], progress)
    for index, (_, item) in enumerate(sorted(items, key=lambda each: each[0])):
        progress.report(pgettext("progress", "Preparing exhibits"), index, len(items))
        mine = boxes.get(item.sha256, {})
        hidden += [item.file_name] if mine else []
        kept = tuple(incident for incident in item.incidents if incident in place)
        exhibits.append(
            _exhibit(journal, msgspec.structs.replace(item, incidents=kept), mine, last_seq, words_for(language))
        )
    return tuple(exhibits), tuple(hidden)


def _exhibit(
    journal: Journal,
    item: Evidence,
    boxes: dict[int, tuple[tuple[int, int, int, int], ...]],
    last_seq: int,
    words: Words,
) -> Exhibit:
    shown = renditions.ensure(journal, item)
    pages = tuple(_page(journal, row, boxes.get(row.page, ())) for row in shown.pages)
    found: Reading | None = None
    reason = shown.reason
    if renditions.is_readable(item):
        try:
            found = renditions.reading(journal, item.id)
        except NoRendition as error:
            reason = error.reason
    is_text = found is not None and item.media_type in TEXTS
    custody = tuple(
        CustodyLine(time=revision.recorded_at, event=note.event, detail=note.detail, program=note.program)
        for revision in revisions.history(journal.database, "custody", item.id)
        if revision.seq <= last_seq
        for note in (revision.record(CustodyNote),)
    )
    problem = why_not_shown(reason, words) if reason and not is_text else ""
    return Exhibit(evidence=item, pages=pages, problem=problem, custody=custody, reading=found, locked=reason == LOCKED)


def _refuse_lost_boxes(
    item: Evidence, boxes: dict[int, tuple[tuple[int, int, int, int], ...]], sizes: dict[int, tuple[int, int]]
) -> None:
    """Stop where something is to be hidden where the file has nothing: it would be hidden nowhere, and shown."""
    if not sizes and item.media_type not in TEXTS:
        return  # no page of it is shown at all
    for page, hidden in sorted(boxes.items()):
        if page not in sizes:
            message = pgettext(
                "error", "A part of {file} is to be hidden on page {page}, which it does not have; nothing was written."
            )
        elif any(left >= sizes[page][0] or top >= sizes[page][1] for left, top, _, _ in hidden):
            message = pgettext(
                "error", "A part of {file} to be hidden lies outside the picture on page {page}; nothing was written."
            )
        else:
            continue
        advice = pgettext("error", "Look at what is hidden in this file, and hide the part on its page.")
        raise BadInput(message.format(file=item.file_name, page=page), advice, field="redactions")


def _page(journal: Journal, row: RenditionRow, boxes: Sequence[tuple[int, int, int, int]]) -> ExhibitPage:
    if not boxes:

        def load() -> bytes:
            return renditions.load(journal, row).data

        return _exhibit_page(row.media_type, row.width, row.height, row.notes, row.words, load)
    # Decoded now and once: what is hidden is gone from the pixels before anything is laid out.
    hidden: Rendition = journal.decoder.redact(renditions.load(journal, row), boxes)
    notes = (*row.notes, "parts-hidden")
    return _exhibit_page(hidden.media_type, hidden.width, hidden.height, notes, "", lambda: hidden.data)


def _exhibit_page(
    media_type: str, width: int, height: int, notes: tuple[str, ...], text: str, load: Callable[[], bytes]
) -> ExhibitPage:
    return ExhibitPage(media_type=media_type, width=width, height=height, notes=notes, text=text, load=load)
