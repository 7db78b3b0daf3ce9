"""Build a dossier: assemble, measure, draw, and write it whole or not at all."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import BinaryIO, NamedTuple

import pikepdf

from journal_app.domain.incident import Impact
from journal_app.dossier.assemble import assemble, impact_statement
from journal_app.dossier.attach import Attachment
from journal_app.dossier.case import Audience, Case, LawyerParts, SelfParts
from journal_app.dossier.content import FOREIGN, Document, runs_of
from journal_app.dossier.glyphs import forget
from journal_app.dossier.inspection import Reader, inspect, prove
from journal_app.dossier.labels import Labels
from journal_app.dossier.layout import measure, page_report, write
from journal_app.dossier.output import replacing
from journal_app.dossier.plan import Plan
from journal_app.dossier.text import Memory
from journal_app.errors import DamageFound, StorageTrouble
from journal_app.i18n import pgettext, words_for
from journal_app.progress import SILENT, Progress

_MOST_PASSES = 4


class Built(NamedTuple):
    """A document that was written: how many pages it has, and what their numbers begin with."""

    pages: int
    prefix: str


def build(
    case: Case,
    plan: Plan,
    out: Path,
    *,
    lawyer: LawyerParts | None = None,
    private: SelfParts | None = None,
    attachments: Sequence[Attachment] = (),
    another: Reader | None = None,
    progress: Progress = SILENT,
) -> Built:
    """Write the dossier of a case to ``out``; only a lawyer's has ``attachments``.

    ``another`` reads the finished pages a second time where names are hidden. The same case gives the same bytes.
    Raises DamageFound where a name that has to be hidden is still found in the finished file, or where it holds
    anything it must not; nothing is written then.
    """
    return _finish(
        case, lambda: assemble(case, plan, lawyer=lawyer, private=private), out, attachments, another, progress
    )


def build_impact(
    case: Case,
    plan: Plan,
    impacts: tuple[Impact, ...],
    out: Path,
    *,
    dossier: str,
    another: Reader | None = None,
    progress: Progress = SILENT,
) -> Built:
    """Write the impact statement as a file of its own; ``plan`` is that of the ``dossier`` with this prefix."""
    return _finish(case, lambda: impact_statement(case, plan, impacts, dossier), out, (), another, progress)


def _finish(
    case: Case,
    assembled: Callable[[], Document],
    out: Path,
    attachments: Sequence[Attachment],
    another: Reader | None,
    progress: Progress,
) -> Built:
    """Write what is ``assembled``, which is let go of before the finished file is read again."""
    with left_alone(), replacing(out) as stream:
        built, fixed, places = _written(case, assembled(), stream, attachments, progress)
        look_through(case, stream, fixed, places, built.pages, another, attachments=bool(attachments))
    return built


def look_through(
    case: Case,
    stream: BinaryIO,
    fixed: str,
    places: dict[str, int],
    pages: int,
    another: Reader | None,
    *,
    attachments: bool = False,
) -> None:
    """Read a finished document again; raises DamageFound where it holds what it must not, StorageTrouble.

    ``fixed`` are the words in it that are not the person's, ``places`` the pages of its places as they lie in the file.
    """
    stream.flush()
    _collect()
    shown = " ".join(shown for _, shown in case.pseudonyms)
    try:
        prove(
            stream, dict(case.pseudonyms), f"{fixed} {shown}", another,
            told=[each.word for each in case.remaining if each.word], places=places,
        )  # fmt: skip
    except pikepdf.PdfError:  # it was whole when it was written, so it is what it lies on
        message = pgettext("error", "The finished dossier could not be read again to check it; it was not kept.")
        advice = pgettext("error", "Check the disk or USB stick it is on, then try again.")
        raise StorageTrouble(message, advice) from None
    found = inspect(stream, attachments=attachments, pages=pages)
    if any(each.kind == "lost" for each in found):  # as where one read of the disk went wrong: it is looked at anew
        found = inspect(stream, attachments=attachments, pages=pages)
    if found:
        message = pgettext("error", "The finished dossier holds something it must not ({what}); it was not kept.")
        advice = pgettext("error", "Report this to the makers; it holds nothing of what you wrote.")
        what = ", ".join(f"{each.kind} {each.where}" for each in found)
        raise DamageFound(message.format(what=what), advice)


@contextmanager
def left_alone() -> Iterator[None]:
    """Let Python not look again and again for what holds each other: a tenth of the time, and almost nothing does.

    Beside a window it does not do so anyway.
    """
    if not gc.isenabled() or threading.current_thread() is not threading.main_thread():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _collect() -> None:
    """Let go of pages, elements and what laid them out, which hold each other.

    Beside a window this is left to the window's own thread: parts of it may be among what is collected.
    """
    if threading.current_thread() is threading.main_thread():
        gc.collect()


def _written(
    case: Case, document: Document, out: BinaryIO, attachments: Sequence[Attachment], progress: Progress
) -> tuple[Built, str, dict[str, int]]:
    """Write a document; return what it became, the words in it that are not the person's, and its places."""
    places: dict[str, int] = {}
    pages = render(case, document, out, attachments=attachments, places=places, progress=progress)
    return Built(pages, document.prefix), fixed_words(document), places


def fixed_words(document: Document) -> str:
    """Return the words of a document that are not the person's: those in its margins too."""
    margins = (
        document.title,
        document.mark,
        document.initials,
        Labels(words_for(document.language))("page", n="", total=""),
    )
    return " ".join((*margins, *(run.text for run in runs_of(document) if run.origin not in FOREIGN)))


def render(
    case: Case,
    document: Document,
    out: BinaryIO,
    *,
    attachments: Sequence[Attachment] = (),
    places: dict[str, int] | None = None,
    progress: Progress = SILENT,
) -> int:
    """Write the finished document to ``out``, which can be read and written anywhere; return its number of pages.

    The pages of its places by their keys are put into ``places``.

    It claims PDF/UA-1 and PDF/A-2a, for a lawyer PDF/A-3a because files are attached to it. It is measured first, and
    written until the page numbers it prints are those it has: once, as a rule.
    """
    try:
        return _rendered(case, document, out, attachments, places, progress)
    finally:
        forget()  # where it was stopped, too


def _rendered(
    case: Case,
    document: Document,
    out: BinaryIO,
    attachments: Sequence[Attachment],
    places: dict[str, int] | None,
    progress: Progress,
) -> int:
    made_at = case.made_at.astimezone(UTC)
    archive = 3 if case.audience is Audience.LAWYER else 2
    memory = Memory()
    report = page_report(progress, pgettext("progress", "Laying out pages"), 0)
    marks, total = measure(case, document, marks={}, memory=memory, on_page=report)
    for _ in range(_MOST_PASSES):
        out.seek(0)
        out.truncate()
        report = page_report(progress, pgettext("progress", "Writing pages"), total)
        found, pages = write(
            case, document, out, marks=marks, total=total, memory=memory, made_at=made_at, on_page=report,
            archive=archive, attachments=attachments,
        )  # fmt: skip
        if (found, pages) == (marks, total):
            if places is not None:
                places.update(found)
            return pages
        marks, total = found, pages
    raise RuntimeError("the page numbers do not settle")
