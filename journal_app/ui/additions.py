"""Files that are being added: what a lock leaves out is told at the next unlock, what is only in memory is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from journal_app.i18n import npgettext, pgettext
from journal_app.progress import Progress
from journal_app.services import preferences
from journal_app.services.intake import NewFile
from journal_app.services.journal import Journal
from journal_app.services.preferences import LeftOut

T = TypeVar("T")
Keep = Callable[[Journal, list[NewFile]], object]


@dataclass(frozen=True, slots=True)
class _Left:
    new: Sequence[NewFile]
    keep: Keep


class Additions:
    """What is being added to one open journal."""

    def __init__(self) -> None:
        self._leaving = False
        self._given: list[_Left] = []
        self._left: list[_Left] = []

    def give(self, new: list[NewFile], keep: Keep) -> None:
        """Hold what is given for a new entry, until the next that is opened takes it."""
        self._given.append(_Left(new, keep))

    def take(self) -> list[NewFile]:
        """Return what was given for a new entry, in its order; afterwards nothing is."""
        given, self._given = self._given, []
        return [new for each in given for new in each.new]

    def watched(self, work: Callable[[Journal, Progress], T], new: Sequence[NewFile], keep: Keep) -> Callable[..., T]:
        """Return ``work``, which adds ``new``, so that it is known where a lock stops it.

        ``keep`` takes in those that are nowhere else, such as a picture that was pasted; quick, and without a form.
        """

        def run(journal: Journal, progress: Progress) -> T:
            try:
                return work(journal, progress)
            except Exception:
                if self._leaving:  # otherwise it was stopped by hand, or is told
                    self._left.append(_Left(new, keep))
                raise

        return run

    def leave(self) -> None:
        """Note that everything is stopped from now on because the program locks."""
        self._leaving = True

    def end(self, journal: Journal) -> None:
        """Keep what is nowhere else, and note what is left out; on the journal's lane, before it is closed.

        What was typed and is held still is lost then; the note needs less room than it, so a full disk may take it.
        """
        files = gone = 0
        left, self._left, self._given = [*self._left, *self._given], [], []
        for each in left:
            pasted = [new for new in each.new if isinstance(new.source, bytes)]
            files += len(each.new) - len(pasted)
            if pasted:
                gone += len(pasted)
                with suppress(Exception):  # the next may be smaller, and the journal is to be closed in any case
                    each.keep(journal, pasted)
                    gone -= len(pasted)
        words = any(draft is not None for draft in journal.unkept.held().values())
        if files or gone or words:
            preferences.note_left_out(journal, LeftOut(files=files, gone=gone, words=words))


def in_words(left: LeftOut) -> str:
    """Return what is told of what the last lock left out; empty where that is nothing."""
    told = []
    if left.words:
        told.append(
            pgettext(
                "given",
                "What you typed last could not be saved before the journal locked. Look at what you wrote last, and "
                "write again what is missing.",
            )
        )
    if left.files:
        text = npgettext(
            "given",
            "{count} file was not added before the journal locked. It is where it was; add it again.",
            "{count} files were not added before the journal locked. They are where they were; add them again.",
            left.files,
        )
        told.append(text.format(count=left.files))
    if left.gone:
        text = npgettext(
            "given",
            "{count} pasted picture could not be kept before the journal locked. Add it again if you still have it.",
            "{count} pasted pictures could not be kept before the journal locked. Add them again if you still have "
            "them.",
            left.gone,
        )
        told.append(text.format(count=left.gone))
    return " ".join(told)
