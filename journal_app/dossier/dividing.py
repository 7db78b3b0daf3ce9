"""Build a dossier in parts, each small enough to be mailed: weigh it, cut it, lay all parts out, and write each."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from journal_app.domain.date_words import size_in_words
from journal_app.dossier.assemble import assemble
from journal_app.dossier.build import fixed_words, left_alone, look_through
from journal_app.dossier.case import Case, SelfParts
from journal_app.dossier.content import LAST_PAGE, Document, Heading
from journal_app.dossier.division import Divided, Unit, first_page, last_page, part, units
from journal_app.dossier.inspection import Reader
from journal_app.dossier.labels import Labels
from journal_app.dossier.layout import measure, page_report, write
from journal_app.dossier.opening import Book
from journal_app.dossier.output import replacing
from journal_app.dossier.plan import Plan
from journal_app.dossier.text import Memory
from journal_app.errors import BadInput
from journal_app.i18n import pgettext, words_for
from journal_app.progress import SILENT, Progress

# Bytes: below it the fonts alone are much of a part; above it no part could be mailed.
SMALLEST, LARGEST = 1_000_000, 1_000_000_000
_FRAME = 150_000  # bytes that a part takes beside its pages, about: fonts, its first page, what describes the file
_MOST_PASSES = 6
_STEP = 1_000_000  # bytes: sizes that are told are rounded up to whole megabytes


class Part(NamedTuple):
    """A part that was written: where, its size in bytes, its SHA-256, and the numbers of its first and last page."""

    path: Path
    size: int
    sha256: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Weights:
    """What a whole dossier weighs: each of its units and all of it, in bytes, and on which pages its places are."""

    units: tuple[int, ...]
    whole: int
    marks: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Work:
    """What all parts of a dossier are made with."""

    case: Case
    document: Document
    book: Book
    memory: Memory
    another: Reader | None
    progress: Progress

    @property
    def made_at(self) -> datetime:
        """The date of every part."""
        return self.case.made_at.astimezone(UTC)


class _Scale(io.BytesIO):
    """Counts what is written and keeps nothing of it."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = 0

    def write(self, data: Any, /) -> int:
        """Count bytes."""
        length = memoryview(data).nbytes
        self.weight += length
        return length


def build_parts(
    case: Case,
    plan: Plan,
    folder: Path,
    size: int,
    *,
    private: SelfParts | None = None,
    another: Reader | None = None,
    progress: Progress = SILENT,
) -> tuple[tuple[Part, ...], str]:
    """Write a dossier in parts of at most ``size`` bytes into ``folder``; return them and what their pages begin with.

    There are none where the whole is no larger. The same case and size give the same bytes. Raises BadInput for a size
    out of reason, and where what is never cut, as an exhibit, is larger alone; else as ``build``.
    """
    _refuse_size(size, case.language)
    with left_alone():
        document = assemble(case, plan, private=private, divided=size)
        book = Book(case=case, plan=plan, labels=Labels(words_for(case.language)))
        work = _Work(case, document, book, Memory(), another, progress)
        found = units(document)
        weights = _weigh(work, found)
        if (
            weights.whole <= size - size // 100
        ):  # undivided, its pages have other numbers, which pack a little otherwise
            return (), document.prefix
        room = size - _FRAME
        while True:  # each time with less room, until every part is small enough or is a unit alone
            chosen = _cut(weights.units, room)
            for at, last in zip(chosen, (*chosen[1:], len(found)), strict=True):
                if last == at + 1 and weights.units[at] > size:
                    raise _too_large(work, found[at], weights.units[at] + _FRAME)
            divided = Divided(book, document, tuple(found[at].start for at in chosen))
            parts = _written(work, divided, weights.marks, folder)
            over = [number for number, each in enumerate(parts) if each.size > size]
            if not over:
                return parts, document.prefix
            for number in over:
                if (*chosen[1:], len(found))[number] == chosen[number] + 1:
                    raise _too_large(work, found[chosen[number]], parts[number].size)
            room -= max(parts[number].size for number in over) - size + size // 20


def _refuse_size(size: int, language: str) -> None:
    if SMALLEST <= size <= LARGEST:
        return
    message = pgettext("error", "Parts of {size} are not made; nothing was written.")
    advice = pgettext("error", "Choose a size from {least} to {most}.")
    least, most = (size_in_words(each, language) for each in (SMALLEST, LARGEST))
    raise BadInput(message.format(size=size_in_words(size, language)), advice.format(least=least, most=most))


def _too_large(work: _Work, unit: Unit, size: int) -> BadInput:
    """Return the error for what is never cut and is larger than a part may be."""
    titles = {each.key: each.outline or each.text for each in work.document.nodes if isinstance(each, Heading)}
    title = titles.get(unit.key, work.book.labels("contents"))
    message = pgettext("error", "“{title}” alone takes {size} and is not torn; nothing was written.")
    advice = pgettext("error", "Choose parts of at least {size}, or leave out what is large.")
    least = size_in_words(-(-size // _STEP) * _STEP, work.case.language)
    return BadInput(
        message.format(title=title, size=size_in_words(size, work.case.language)), advice.format(size=least)
    )


def _weigh(work: _Work, found: Sequence[Unit]) -> _Weights:
    """Write the whole to nowhere, and tell what each unit takes; what stands behind the pages is shared by them."""
    case, document = work.case, work.document
    report = page_report(work.progress, pgettext("progress", "Laying out pages"), 0)
    marks, total = measure(case, document, marks={}, memory=work.memory, on_page=report)
    scale, begins = _Scale(), [0]
    told = page_report(work.progress, pgettext("progress", "Weighing pages"), total)

    def on_page(number: int) -> None:
        begins.append(scale.weight)
        told(number)

    marks, pages = write(
        case, document, scale, marks=marks, total=total, memory=work.memory, made_at=work.made_at, on_page=on_page
    )
    behind = (scale.weight - begins[pages]) / pages
    places = [(1 if not each.key else marks[each.key]) for each in found]
    starts = [begins[page] + int(behind * (page - 1)) for page in places]
    weights = [end - start for start, end in zip(starts, (*starts[1:], scale.weight), strict=True)]
    return _Weights(tuple(weights), scale.weight, marks)


def _cut(weights: Sequence[int], room: int) -> tuple[int, ...]:
    """Return the first unit of each part: as many units as there is room for, and one where there is none."""
    chosen, taken = [0], weights[0]
    for at, weight in enumerate(weights[1:], 1):
        if taken + weight > room:
            chosen.append(at)
            taken = 0
        taken += weight
    return tuple(chosen)


def _written(work: _Work, divided: Divided, marks: dict[str, int], folder: Path) -> tuple[Part, ...]:
    """Lay out all parts until their page numbers settle, then write them."""
    marks = _settled(work, divided, marks)
    parts: list[Part] = []
    for number in range(1, divided.count + 1):
        first = parts[-1].last + 1 if parts else 1
        document = part(divided, number, first, [each.sha256 for each in parts])
        path = folder / f"part-{number}.pdf"
        total = marks[LAST_PAGE]
        report = page_report(work.progress, pgettext("progress", "Writing pages"), total)
        with replacing(path) as out:
            found, pages = write(
                work.case, document, out, marks=marks, total=total, memory=work.memory, made_at=work.made_at,
                on_page=report,
            )  # fmt: skip
            if pages != marks[last_page(number)] - first + 1:
                raise RuntimeError("a part has other pages than were measured")
            look_through(work.case, out, fixed_words(document), found, pages, work.another)
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        parts.append(Part(path, path.stat().st_size, digest, first, first + pages - 1))
    return tuple(parts)


def _settled(work: _Work, divided: Divided, marks: dict[str, int]) -> dict[str, int]:
    """Return the pages of all places of all parts, counted from the first page of the first."""
    report = page_report(work.progress, pgettext("progress", "Laying out pages"), 0)
    for _ in range(_MOST_PASSES):
        found: dict[str, int] = {}
        first = 1
        for number in range(1, divided.count + 1):
            document = part(divided, number, first)
            here, pages = measure(work.case, document, marks=marks, memory=work.memory, on_page=report)
            found |= {key: page + first - 1 for key, page in here.items()}
            found |= {first_page(number): first, last_page(number): first + pages - 1}
            first += pages
        if found == marks:
            return found
        marks = found
    raise RuntimeError("the page numbers do not settle")
