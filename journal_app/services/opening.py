"""Opening: whether a journal may be written to as it lies there, and what has to be said of it first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from journal_app.errors import NeedsWriting, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.services import latest, planted
from journal_app.services.latest import Mismatch
from journal_app.store import database as store
from journal_app.store import drafts
from journal_app.store import evidence as evidence_store
from journal_app.vault import copy_list, lock, synced
from journal_app.vault.blobs import stored_size
from journal_app.vault.connection import Connection, MemoryCopy
from journal_app.vault.vault import Vault

_TOLD = "synced-told"
_MOST_NAMES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a journal lies in its folder: why it may only be read (whole sentences), and what else is to be told once.

    ``service`` is what seems to sync the folder, empty where nothing does; ``is_copy`` says that it is a backup.
    ``missing`` is said of files that are not there: by the window, as a command that needs one says so itself.
    """

    why_only_reading: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    service: str = ""
    is_copy: bool = False
    missing: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """Everything the person is told when the journal is opened in the window."""
        return (*self.why_only_reading, *self.notices, *self.missing)


def look_at(folder: Path) -> Standing:
    """Look at a folder before anything in it is opened; where it cannot be looked at, opening it tells why."""
    try:
        others = synced.foreign(folder)
    except StorageTrouble:
        return Standing()
    is_copy = copy_list.is_copy(folder)
    reasons = [pgettext("opening", "This is a copy of a journal, so it is open for reading only.")] if is_copy else []
    if not is_copy and not lock.can_be_written(folder):
        text = pgettext(
            "opening",
            "Nothing can be written where this journal lies, so it is open for reading only. To write in it, put it "
            "on a disk or USB stick that is not write-protected.",
        )
        reasons.append(text)
    if others:
        text = pgettext(
            "opening",
            "Other versions of this journal’s files lie in its folder, so it is open for reading only: {names}. "
            "Nothing was merged. Keep them all, find out which is the latest, and move the others to another folder.",
        )
        reasons.append(text.format(names=_some(others)))
    return Standing(why_only_reading=tuple(reasons), service=synced.service_of(folder), is_copy=is_copy)


def opened(vault: Vault, now: datetime, found: Standing) -> tuple[Connection, Standing]:
    """Open the database of a vault, for writing only where nothing speaks against it; returns what is to be told.

    Raises StorageTrouble, NewerFormat; NeedsWriting where it cannot be read without being written to.
    """
    connection = vault.connect()
    try:
        if vault.read_only:
            connection = _readable(connection, now)
        else:
            found = _put_right(connection, found)
            if found.why_only_reading:
                store.check_form(connection)
            else:
                store.prepare(connection, now)
            latest.bind(vault, connection)
        standing, is_readable = _judged(vault, connection, found)
        if vault.read_only or not (is_readable or found.why_only_reading):
            return connection, standing
        if not standing.why_only_reading:
            standing = _told_of_a_change(vault, connection, standing)
            latest.settle(vault, connection)
            return connection, _told_once(connection, standing)
    except BaseException:
        connection.close()
        raise
    connection.close()
    vault.only_read()
    return vault.connect(), standing


def _readable(connection: Connection, now: datetime) -> Connection:
    """Return what a database that may not be written is read through: itself, where this version wrote it.

    Of one of an earlier version it is a copy in memory that is brought up to date, so that an old backup is read as it
    lies there. Where that is not in the form it was given, nothing is let act: NeedsWriting is raised.
    """
    try:
        store.check_form(connection)
    except NeedsWriting:
        if store.reached(connection) is None or planted.told(connection):
            raise
    else:
        return connection
    copy = MemoryCopy(connection)
    try:
        store.prepare(copy, now)
        copy.only_read()
    except BaseException:
        copy.close()
        raise
    return copy


def _put_right(connection: Connection, found: Standing) -> Standing:
    """Take out of a database what may act in it and is not the program's, before anything is written, and tell it."""
    differed, left = planted.put_right(connection)
    if not differed:
        return found
    if left:
        text = pgettext(
            "opening",
            "The database of this journal is not in the form this program gives it ({names}), so it is open for "
            "reading only. Somebody who knew what opens it may have changed that. Open a backup, or save what can be "
            "read to another folder.",
        )
        return replace(found, why_only_reading=(*found.why_only_reading, text.format(names=_some(left))))
    text = pgettext(
        "opening",
        "The database of this journal was not in the form this program gives it ({names}), which could change or "
        "remove what is written. It was put right before anything was written. Somebody who knew what opens the "
        "journal may have done that: run a check, and give the journal a new key, under “Someone may know it”.",
    )
    return replace(found, notices=(*found.notices, text.format(names=_some(differed))))


def _judged(vault: Vault, connection: Connection, found: Standing) -> tuple[Standing, bool]:
    """Say what the database tells of the folder, and whether it could be asked: a check names what is damaged."""
    try:
        mismatches = latest.mismatches(vault, connection)
        short = _short_of(vault, connection) if found.service else ()
        missing, unknown = _told_of_files(vault, evidence_store.blob_ids(connection))
    except StorageTrouble:
        return found, False
    reasons, notices = list(found.why_only_reading), [*found.notices, *unknown]
    missing = () if found.service else missing  # what has not arrived yet is said below
    for each in mismatches:
        (reasons if each.behind else notices).append(_as_sentence(each))
    if short:
        text = pgettext(
            "opening",
            "Files of this journal are missing here or have arrived only in part, so it is open for reading only: "
            "{names}. Wait until the folder is complete, or open the journal on the computer where it is complete.",
        )
        reasons.append(text.format(names=_some(short)))
    return replace(found, why_only_reading=tuple(reasons), notices=tuple(notices), missing=missing), True


def _short_of(vault: Vault, connection: Connection) -> tuple[str, ...]:
    rows = evidence_store.blobs(connection)
    return synced.short_of(vault.folder, {row.file_id: stored_size(row.size) for row in rows})


def _told_of_files(vault: Vault, known: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is said of files that are not there, and of those that no record knows.

    Files without a record are the one trace of an older database that was put back with all that is beside it.
    """
    try:
        there = vault.blobs.ids()
    except StorageTrouble:  # no folder of files, or none that can be read
        there = frozenset()
    missing = pgettext(
        "opening",
        "Files that belong to this journal and are not in its folder: {count}. Run a check, which names them, and "
        "look for them in a backup.",
    )
    unknown = pgettext(
        "opening",
        "Files in the folder of this journal that none of its records knows: {count}. That is harmless where "
        "adding them was cut off. But it may be that an earlier state of the journal was put back, and what was "
        "written since is not in it: look whether your latest entries are here, and keep these files.",
    )
    counted = ((missing, len(known - there)), (unknown, len(there - known - vault.left_unfinished)))
    gone, more = ((text.format(count=count),) if count else () for text, count in counted)
    return gone, more


def _as_sentence(each: Mismatch) -> str:
    return each.what if each.behind else f"{each.where}: {each.what}"


def _told_of_a_change(vault: Vault, connection: Connection, standing: Standing) -> Standing:
    """Add what is to be said where a change of what opens the journal was cut off, and nobody may have been told."""
    if latest.was_cut_off(vault, connection):
        text = pgettext(
            "opening",
            "A change of what opens this journal was cut off, and it is in place: the new passphrase, key file or "
            "recovery sheet counts, and no longer the one before.",
        )
    elif vault.least_generation > vault.header.generation:
        text = pgettext(
            "opening",
            "A change of what opens this journal was cut off half way: what you opened it with counts, and the new "
            "passphrase, key file or recovery sheet may open it as well. Make that change again.",
        )
    else:
        return standing
    return replace(standing, notices=(*standing.notices, text))


def _told_once(connection: Connection, standing: Standing) -> Standing:
    """Add what is to be said once of a folder that is synced."""
    if not standing.service or drafts.preference(connection, _TOLD, "") == standing.service:
        return standing
    drafts.put_preference(connection, _TOLD, standing.service)
    text = pgettext(
        "opening",
        "This folder seems to be copied to an online service ({service}). Others with that account could copy the "
        "locked journal.",
    )
    return replace(standing, notices=(*standing.notices, text.format(service=standing.service)))


def _some(names: tuple[str, ...]) -> str:
    more = "…" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more
