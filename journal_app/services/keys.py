"""What opens the journal, changed by whoever shows that they may: each change asks for a secret that opens it now."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from journal_app.errors import BadInput, StorageTrouble, WrongSecret
from journal_app.i18n import pgettext
from journal_app.progress import SILENT, Progress
from journal_app.services import evidence as evidence_service
from journal_app.services import files, key_files, latest, paper, planted, preferences
from journal_app.services.journal import Journal, NewRecoveryKey, shown
from journal_app.services.journal import draw_recovery_key as draw
from journal_app.store import evidence as evidence_store
from journal_app.vault.blobs import StoredBlob, is_file_id
from journal_app.vault.connection import Connection
from journal_app.vault.recovery import RecoveryKey
from journal_app.vault.refusals import MayBeInPlace
from journal_app.vault.rekey import Choices, NewKey, NotFinished

__all__ = [
    "MayBeInPlace",
    "NotFinished",
    "add_key_file",
    "change_passphrase",
    "confirm",
    "draw_recovery_key",
    "has_key_file",
    "is_key_locked",
    "new_vault_key",
    "remove_key_file",
    "write_new_sheets",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeAnew:
    """A journal under a new vault key: its new recovery key, and how many damaged files stayed as they were."""

    recovery: NewRecoveryKey
    left: int


def confirm(journal: Journal, secret: str) -> None:
    """Raise WrongSecret unless ``secret`` is the passphrase or the recovery key of now.

    Whoever finds an open window could otherwise lock its owner out, or make a key that lasts.
    """
    try:
        recovery = RecoveryKey.parse(secret)
    except BadInput:
        recovery = None
    if recovery is not None and journal.vault.is_opened_by(recovery):
        return
    if not journal.vault.is_opened_by(secret):
        message = pgettext("error", "That does not open this journal; nothing was changed.")
        raise WrongSecret(message, pgettext("error", "Check Caps Lock and the keyboard language, then try again."))


def change_passphrase(journal: Journal, current: str, new: str) -> None:
    """Set a new passphrase; raises WrongSecret where ``current`` does not open the journal now."""
    confirm(journal, current)
    journal.change_passphrase(new)


def has_key_file(journal: Journal) -> bool:
    """Say whether the passphrase opens this journal only together with a key file."""
    return journal.vault.header.needs_key_file


def is_key_locked(journal: Journal) -> bool:
    """Say whether the system keeps the key of this journal itself out of its swap space."""
    return journal.vault.key_is_locked


def add_key_file(journal: Journal, passphrase: str, out: Path) -> None:
    """Make a new key file at ``out``, needed beside the passphrase from now on; one that was needed before is not.

    Raises WrongSecret unless ``passphrase`` is the one of now, BadInput and StorageTrouble; then there is no new
    file, and what opened the journal before opens it. Raises MayBeInPlace, and keeps the file, where it may be needed.
    """
    _confirm_passphrase(journal, passphrase)
    files.refuse_place(out, journal.folder)
    key_files.write_new(out)
    try:
        journal.vault.change_passphrase(passphrase, key_file=key_files.digest(out))
    except MayBeInPlace:
        raise
    except BaseException:
        files.remove(out)
        raise


def remove_key_file(journal: Journal, passphrase: str) -> None:
    """Let the passphrase alone open the journal again; raises WrongSecret unless it is the one of now."""
    _confirm_passphrase(journal, passphrase)
    journal.vault.change_passphrase(passphrase, key_file=b"")


def _confirm_passphrase(journal: Journal, passphrase: str) -> None:
    """Raise WrongSecret unless it is the passphrase itself: the recovery key cannot stand for what is wrapped anew."""
    if not journal.vault.is_opened_by(passphrase):
        message = pgettext("error", "That is not the passphrase of this journal; nothing was changed.")
        raise WrongSecret(message, pgettext("error", "Check Caps Lock and the keyboard language, then try again."))


def draw_recovery_key(journal: Journal, current: str) -> NewRecoveryKey:
    """Draw a recovery key that opens nothing before :meth:`Journal.new_recovery_key` makes it the journal's.

    Raises WrongSecret where ``current`` does not open the journal now.
    """
    confirm(journal, current)
    return draw()


def write_new_sheets(
    journal: Journal, current: str, *, sheet: Path | None = None, divided: Path | None = None
) -> NewRecoveryKey:
    """Make a new recovery key and write it first: as a sheet, in a folder as three sheets for people one trusts, both.

    Raises WrongSecret where ``current`` does not open the journal now, BadInput and StorageTrouble; then nothing new
    is left, and the earlier sheet opens the journal. Raises MayBeInPlace, and keeps the sheets, where they may open it.
    """
    confirm(journal, current)
    wanted = [(sheet, paper.write_sheet), (divided, paper.write_shares)]
    places = [(place, write) for place, write in wanted if place is not None]
    for place, _ in places:
        files.refuse_place(place, journal.folder)
    key = RecoveryKey.new()
    made = shown(key)
    written: list[Path] = []
    try:
        for place, write in places:
            write(made, place)
            written.append(place)
        journal.vault.change_recovery_key(key)
    except MayBeInPlace:
        raise
    except BaseException:
        for place in written:
            files.remove(place)
        raise
    return made


def new_vault_key(
    journal: Journal,
    current: str,
    new: str,
    *,
    sheet: Path | None = None,
    encrypt_files: bool = True,
    progress: Progress = SILENT,
) -> MadeAnew:
    """Give the journal a new vault key, passphrase and recovery key, for when somebody learned the old ones.

    With ``sheet`` the new recovery sheet is written there before anything is decided. Copies made earlier still open
    with the old passphrase. Raises WrongSecret where ``current`` does not open the journal now, BadInput where the
    sheet cannot be written, StorageTrouble, Cancelled; then the old secrets open it. Raises NotFinished where the new
    ones do and the journal has to be opened again.
    """
    confirm(journal, current)
    if sheet is not None:
        files.refuse_place(sheet, journal.folder)
    change = NewKey(journal.vault, journal.connection, Choices(passphrase=new, encrypt_files=encrypt_files))
    rows = evidence_store.blobs(journal.database)
    blobs = [evidence_service.as_blob(row) for row in rows if is_file_id(row.file_id)]
    state = latest.current(journal.database, change.generation)
    change.make_ready(blobs, _put, progress, state=state, settle=planted.bound_and_clear(change.generation))
    recovery = shown(change.recovery)
    try:
        if sheet is not None:
            paper.write_sheet(recovery, sheet)
    except BaseException:
        change.discard()
        raise
    _decide(change, sheet)
    if sheet is None:
        with suppress(StorageTrouble):  # it was decided, and only what is returned here tells the recovery key
            preferences.postpone_sheet(journal, postponed=True)
    return MadeAnew(recovery=recovery, left=len(change.left))


def _decide(change: NewKey, sheet: Path | None) -> None:
    """Decide on a change; its sheet stays only where it opens the journal."""
    try:
        change.commit()
    except NotFinished:
        raise
    except BaseException:
        if sheet is not None:
            files.remove(sheet)
        raise


def _put(connection: Connection, blob: StoredBlob) -> None:
    evidence_store.set_blob_key(connection, blob.file_id, blob.wrapped_key)
