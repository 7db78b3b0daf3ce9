"""What somebody who once knew what opens a journal may have left inside its database: named, and taken out."""

from __future__ import annotations

from collections.abc import Callable

from journal_app.errors import Damaged
from journal_app.i18n import pgettext
from journal_app.services import latest
from journal_app.store import evidence as evidence_store
from journal_app.store import form
from journal_app.store.database import Database
from journal_app.vault.blobs import is_file_id
from journal_app.vault.connection import in_memory

Settle = Callable[[Database], None]


def told(database: Database) -> tuple[str, ...]:
    """Return a sentence for everything that is not in the form the program gives a database."""
    text = pgettext(
        "check",
        "This is not in the form this program gives it ({name}). Somebody who knew what opens the journal may have "
        "changed that.",
    )
    return tuple(text.format(name=name) for name in form.look(database, in_memory).names)


def put_right(database: Database) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Take out what may act in a database and is not the program's, and put back what is.

    Returns the names of what differed, and of what still does: then nothing may be written there. Tables that the
    program does not ask are in neither: nothing comes of them.
    """
    before = form.mend(database, in_memory)
    if not (before.acting or before.broken):
        return (), ()
    after = form.look(database, in_memory)
    return form.shown(before.broken + before.acting), form.shown(after.broken + after.acting)


def bound_and_right(generation: int) -> Settle:
    """Return what the database of a copy gets: it belongs to the header that is copied with it, and nothing acts."""
    bind = latest.bound_to(generation)

    def settle(database: Database) -> None:
        put_right(database)
        bind(database)

    return settle


def bound_and_clear(generation: int) -> Settle:
    """Return what the database under a new key gets: its new header, and nothing of what was planted under the old.

    It raises Damaged where a table is not as the program makes it, which nothing can put right.
    """
    bind = latest.bound_to(generation)

    def settle(database: Database) -> None:
        if form.clear(database, in_memory).names:
            message = pgettext("error", "The journal’s database is not as it was saved; nothing was changed.")
            raise Damaged(message, pgettext("error", "Run a check of the journal, and open a backup."))
        bind(database)
        with database.transaction():
            for row in evidence_store.blobs(database):
                if not is_file_id(row.file_id):
                    evidence_store.forget_named(database, row.file_id)

    return settle
