"""How far a journal had come: its header and its database know each other, so that an older one of them shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass

from journal_app.errors import Damaged, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.store import drafts, revisions
from journal_app.store.database import Database
from journal_app.vault import known_state
from journal_app.vault.known_state import KnownState
from journal_app.vault.places import DATABASE, STATE
from journal_app.vault.vault import Vault

_BOUND = "header-generation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A part of a journal that is not of one time with the others: which, and what it means.

    ``behind`` says that the database lacks what the journal once held, so that nothing may be added to it.
    """

    where: str
    what: str
    behind: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bound:
    """The generation of the header the database knows, and the one that was about to be written; 0 where none was."""

    kept: int = 0
    coming: int = 0


def current(database: Database, generation: int) -> KnownState:
    """Return the state of an open journal; its root is empty before the first record."""
    last = revisions.heads(database, last=True)
    return KnownState(generation=generation, size=last[0].size if last else 0, root=last[0].root if last else "")


def mismatches(vault: Vault, database: Database) -> tuple[Mismatch, ...]:
    """Compare header, database and the note of how far both had come; raises StorageTrouble if no database answers."""
    bound = _bound(database)
    found = [*_of_header(vault, bound)]
    try:
        noted = known_state.read(vault.folder, vault.seals)
    except Damaged:
        found.append(Mismatch(where=STATE, what=pgettext("check", "This is not as it was saved."), behind=False))
    except StorageTrouble:
        found.append(Mismatch(where=STATE, what=pgettext("check", "This could not be read."), behind=False))
    else:
        if noted is None and bound is not None:
            missing = pgettext("check", "This part of the journal is missing. It says how far the journal had come.")
            found.append(Mismatch(where=STATE, what=missing, behind=False))
        elif noted is not None:
            found += _of_database(database, noted)
    return tuple(found)


def _of_header(vault: Vault, bound: _Bound | None) -> Iterator[Mismatch]:
    generation = vault.header.generation
    if bound is None or generation in {bound.kept, bound.coming}:
        return
    if generation < bound.kept:
        what = pgettext(
            "check", "This is older than the database. An earlier passphrase or recovery sheet may open it again."
        )
        yield Mismatch(where=pgettext("check", "header"), what=what, behind=False)
    else:
        what = pgettext("check", "This is older than the header. What was recorded later is not in it.")
        yield Mismatch(where=pgettext("check", "database"), what=what, behind=False)


def _of_database(database: Database, noted: KnownState) -> Iterator[Mismatch]:
    here = current(database, 0)
    if noted.size > here.size:
        yield Mismatch(where=DATABASE, what=older(noted.size, here.size), behind=True)
    elif noted.size and not holds(database, noted.size, noted.root):
        yield Mismatch(where=DATABASE, what=other_history(), behind=True)


def holds(database: Database, size: int, root: str) -> bool:
    """Say whether the chain once ended with ``size`` records under ``root`` (hexadecimal)."""
    head = revisions.head(database, size)
    return head is not None and head.root == root


def older(known: int, here: int) -> str:
    """Return what is said of a journal of which a later state is known."""
    text = pgettext(
        "check",
        "This is an older copy of the journal. The latest known state had {known} saved versions; this one has {here}.",
    )
    return text.format(known=known, here=here)


def other_history() -> str:
    """Return what is said of a journal that does not hold a state it should have gone through."""
    return pgettext(
        "check",
        "A state that this journal is known to have had is missing here. This may be another copy, in which "
        "something was written.",
    )


def bind(vault: Vault, database: Database) -> None:
    """Let the database know of every new header of a vault that may be written to, whatever else cannot be read now.

    A new header is refused where the database cannot be told of it.
    """
    vault.binding = _binding(vault, database)


def was_cut_off(vault: Vault, database: Database) -> bool:
    """Say whether the header is one that was about to be written, of which nothing says that it was: a cut-off change.

    :func:`settle` takes it for one that was written.
    """
    bound = _bound(database)
    return bound is not None and vault.header.generation == bound.coming != bound.kept


def settle(vault: Vault, database: Database) -> None:
    """Note how far the journal had come, and let header and database know each other where they are of one time.

    For a vault that may be written to, whose database is not behind. Raises StorageTrouble.
    """
    bound, generation = _bound(database), vault.header.generation
    if bound is None or (generation == bound.coming != bound.kept):
        _put(database, _Bound(kept=generation))
    if bound is not None:
        vault.least_generation = max(vault.least_generation, bound.kept, bound.coming)
    note(vault, database)


def note(vault: Vault, database: Database) -> None:
    """Keep how far the journal had come, where that is not what is kept; what cannot be written waits."""
    state = current(database, vault.header.generation)
    with suppress(StorageTrouble):  # what cannot be read is written anew
        if known_state.read(vault.folder, vault.seals) == state:
            return
    with suppress(OSError):
        known_state.write(vault.folder, state, vault.seals)


def bound_to(generation: int) -> Callable[[Database], None]:
    """Return what binds the database of a copy to the header that is copied with it."""

    def bind(database: Database) -> None:
        if _bound(database) != _Bound(kept=generation):
            _put(database, _Bound(kept=generation))

    return bind


def _binding(vault: Vault, database: Database) -> Callable[[int], AbstractContextManager[object]]:
    @contextmanager
    def around(generation: int) -> Iterator[None]:
        """Let the database know of a new header before it is written, and that it was: a crash between shows as one."""
        bound = _bound(database) or _Bound(kept=generation)
        here = vault.header.generation  # kept until now: settling may not have been reached
        kept = here if here in {bound.kept, bound.coming} else bound.kept
        if generation != kept:
            _put(database, _Bound(kept=kept, coming=generation))
        yield
        with suppress(StorageTrouble):  # the header is written; what is coming becomes what is kept at the next opening
            bound_to(generation)(database)

    return around


def _bound(database: Database) -> _Bound | None:
    kept = drafts.preference(database, _BOUND)
    return _Bound(kept=int(kept[0]), coming=int(kept[1])) if kept else None


def _put(database: Database, bound: _Bound) -> None:
    drafts.put_preference(database, _BOUND, [bound.kept, bound.coming])
