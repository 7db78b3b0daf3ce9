"""What is hidden in everything that leaves for others: parts of pictures, and names."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import msgspec

from journal_app.domain.evidence import Evidence, Redaction
from journal_app.dossier import fonts
from journal_app.dossier.name_forms import Finder, Place
from journal_app.errors import BadInput
from journal_app.i18n import pgettext
from journal_app.services import drafts, renditions
from journal_app.services.drafts import HIDING
from journal_app.services.journal import Journal
from journal_app.services.ledger import Ledger
from journal_app.services.media import Rendition
from journal_app.store import complaints as complaint_store
from journal_app.store import evidence as evidence_store
from journal_app.store import people as people_store
from journal_app.store import revisions

Box = tuple[int, int, int, int]


def by_digest(journal: Journal) -> dict[str, dict[int, tuple[Box, ...]]]:
    """Return what is hidden by the SHA-256 of a file and by page: it may be in the journal twice, under two names."""
    digests = {item.id: item.sha256 for item in evidence_store.all(journal.database)}
    found: dict[str, dict[int, tuple[Box, ...]]] = {}
    for each in complaint_store.redactions(journal.database):
        if each.evidence and each.boxes:
            _add(found.setdefault(digests[each.evidence], {}), each)
    return found


def boxes(journal: Journal, evidence: str) -> dict[int, tuple[Box, ...]]:
    """Return the hidden rectangles (x, y, width, height in pixels) of one file by page, counted from 1.

    What was hidden in another file of the same bytes is hidden in this one too.
    """
    same = _same(journal, evidence)
    found: dict[int, tuple[Box, ...]] = {}
    for each in complaint_store.redactions(journal.database):
        if each.evidence in same and each.boxes:
            _add(found, each)
    return found


def _add(pages: dict[int, tuple[Box, ...]], found: Redaction) -> None:
    pages[found.page] = tuple(dict.fromkeys((*pages.get(found.page, ()), *found.boxes)))


def _same(journal: Journal, evidence: str) -> set[str]:
    """Return the ids of the files that have the bytes of this one, itself among them; none where it is gone."""
    if not revisions.exists(journal.database, "evidence", evidence):
        return set()
    digest = evidence_store.get(journal.database, evidence).sha256
    return {each.id for each in evidence_store.alike(journal.database, digest)}


def files(journal: Journal) -> tuple[tuple[str, str, int], ...]:
    """Return the files in which parts are hidden, in the order they were added: id, name, how many parts."""
    counts = {digest: sum(map(len, pages.values())) for digest, pages in by_digest(journal).items()}
    found = (each for each in evidence_store.all(journal.database) if each.sha256 in counts)
    return tuple((each.id, each.file_name, counts[each.sha256]) for each in found)


def hide_parts(journal: Journal, evidence: str, page: int, hidden: Sequence[Box]) -> None:
    """Hide exactly these rectangles of one page in every copy that leaves; the original is never touched.

    What was hidden before is replaced, also where it was drawn in another file of the same bytes. What lies outside
    the page is cut off, so that what is kept can be exported and imported again. Raises BadInput for an unknown file
    and for a rectangle that has no size or does not touch the page.
    """
    shown, same = renditions.page(journal, evidence, page), _same(journal, evidence)
    wanted = Redaction(evidence=evidence, page=page, boxes=tuple(_inside(box, shown) for box in hidden))
    if set(wanted.boxes) == set(boxes(journal, evidence).get(page, ())):
        return
    with journal.change() as ledger:
        for each in complaint_store.redactions(journal.database):
            if each.evidence in same and each.page == page and each != wanted:
                ledger.remove("redaction", each.id)
        if hidden:
            ledger.append("redaction", wanted.id, wanted)


def keep_hidden(journal: Journal, ledger: Ledger, leaving: Evidence) -> None:
    """Take away what is hidden in a file that leaves the journal, within its transaction.

    Where another file has the same bytes, it is kept there: they would be shown again in every copy of that one.
    """
    others = (each.id for each in evidence_store.alike(journal.database, leaving.sha256) if each.id != leaving.id)
    heir = next(others, "")
    for each in complaint_store.redactions(journal.database):
        if each.evidence == leaving.id:
            ledger.remove("redaction", each.id)
            if heir:
                kept = msgspec.structs.replace(each, evidence=heir)
                ledger.append("redaction", kept.id, kept)


def hide_begun(journal: Journal, evidence: str) -> None:
    """Hide what was drawn over a page of a file when the program ended in the middle, as leaving the file does."""
    begun = None if journal.read_only else drafts.load(journal, HIDING + evidence, Redaction)
    if begun is not None:
        with suppress(BadInput):  # as of a part that was moved off the page
            hide_parts(journal, evidence, begun.page, begun.boxes)
        drafts.forget(journal, [HIDING + evidence])


def _inside(box: Box, shown: Rendition) -> Box:
    left, top, width, height = box
    right, bottom = min(left + width, shown.width), min(top + height, shown.height)
    left, top = max(left, 0), max(top, 0)
    if width < 1 or height < 1 or right <= left or bottom <= top:
        message = pgettext("error", "A part to be hidden lies outside the picture; nothing was changed.")
        raise BadInput(message, pgettext("error", "Draw it again on the picture."), field="boxes")
    return left, top, right - left, bottom - top


def as_it_leaves(journal: Journal, evidence: str, page: int, hidden: Sequence[Box]) -> Rendition:
    """Return one page with these rectangles made solid, as a copy that leaves would show it."""
    shown = renditions.page(journal, evidence, page)
    return journal.decoder.redact(shown, hidden) if hidden else shown


def names(journal: Journal) -> dict[str, str]:
    """Return, by the id of a person, what stands for their name in everything that leaves for others."""
    return {each.person: each.replace_with for each in complaint_store.redactions(journal.database) if each.person}


def hide_name(journal: Journal, person: str, replace_with: str) -> None:
    """Put ``replace_with`` in place of a person's name in what leaves; empty shows the name again.

    Raises BadInput where nobody has this id.
    """
    people_store.get(journal.database, person)
    wanted = Redaction(person=person, replace_with=replace_with.strip())
    with journal.change() as ledger:
        if wanted.replace_with:
            ledger.append("redaction", wanted.id, wanted)
        elif person in names(journal):
            ledger.remove("redaction", wanted.id)


def places(journal: Journal) -> dict[str, str]:
    """Return, by a place as it is written, what stands for it in everything that leaves for others."""
    return {each.place: each.replace_with for each in complaint_store.redactions(journal.database) if each.place}


def holds_itself(place: str, replace_with: str) -> bool:
    """Say whether what is to stand for a place holds it, in any case and however it is parted."""
    return any(Finder([Place(place, "")]).spans(fonts.clean(replace_with)))


def hide_place(journal: Journal, place: str, replace_with: str) -> None:
    """Put ``replace_with`` in place of a place, as it is written, in what leaves; empty shows it again.

    Raises BadInput where no place is given, and where what is to stand for it holds it.
    """
    wanted = Redaction(place=place.strip(), replace_with=replace_with.strip())
    if not wanted.place:
        message = pgettext("error", "No place is given; nothing was changed.")
        raise BadInput(message, pgettext("error", "Write the place as it stands in your entries."), field="place")
    if holds_itself(wanted.place, wanted.replace_with):
        message = pgettext(
            "error",
            "What is to stand instead of a place holds the place, so it would not be hidden; nothing was changed.",
        )
        raise BadInput(message, pgettext("error", "Choose other words to stand instead of it."), field="replace_with")
    with journal.change() as ledger:
        if wanted.replace_with:
            ledger.append("redaction", wanted.id, wanted)
        elif wanted.place in places(journal):
            ledger.remove("redaction", wanted.id)
