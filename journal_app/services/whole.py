"""Work that reads what is stored of many files, and needs it whole: pictures are drawn anew, originals are named."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from journal_app.errors import Damaged
from journal_app.i18n import pgettext
from journal_app.services import evidence as evidence_service
from journal_app.services import renditions
from journal_app.services.journal import Journal
from journal_app.store import evidence as evidence_store

T = TypeVar("T")
P = ParamSpec("P")
_MOST_NAMES = 5


def with_whole_files(work: Callable[Concatenate[Journal, P], T]) -> Callable[Concatenate[Journal, P], T]:
    """Let work that leaves nothing where it fails be done once more where a damaged picture stopped it.

    That picture is drawn anew in between. Where an original is damaged the error names the file.
    """

    @wraps(work)
    def done(journal: Journal, /, *given: P.args, **named: P.kwargs) -> T:
        try:
            return work(journal, *given, **named)
        except Damaged as error:
            if not renditions.mend(journal):
                raise _naming_files(journal, error) from None
        try:
            return work(journal, *given, **named)
        except Damaged as error:
            raise _naming_files(journal, error) from None

    return done


def _naming_files(journal: Journal, error: Damaged) -> Damaged:
    """Return an error that names the damaged originals; the one there was where each is whole."""
    items = evidence_store.all(journal.database)
    damaged = [item.description or item.file_name for item in items if not evidence_service.is_whole(journal, item)]
    if not damaged:
        return error
    more = "…" if len(damaged) > _MOST_NAMES else ""
    message = pgettext("error", "What is stored of {files} is damaged or missing, so nothing was made.")
    advice = pgettext(
        "error",
        "Add the same file once more, from a copy made earlier for example, which puts it right; where it is nowhere "
        "any more, erase it in this journal, then try again.",
    )
    if journal.read_only:
        advice = pgettext("error", "Run a check of the journal, and look for the file in a backup.")
    return Damaged(message.format(files=", ".join(damaged[:_MOST_NAMES]) + more), advice)
