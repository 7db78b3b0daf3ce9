"""A new vault key, for when somebody learned the old one: all is made ready first, then one name decides.

How an interrupted change ends stands in ``settling.py``.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from journal_app.durable import sync_folder
from journal_app.errors import Damaged, JournalError, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.progress import SILENT, Progress
from journal_app.vault import keyslots, known_state, settling, unfinished
from journal_app.vault.blobs import HEADER_BYTES, TAG, BlobStore, StoredBlob
from journal_app.vault.connection import RAW_KEY_BYTES, Connection
from journal_app.vault.files import reading_only, trouble, write_whole
from journal_app.vault.header import Header
from journal_app.vault.key_page import KeyPage
from journal_app.vault.keyslots import FLOOR_COST, STANDARD_COST, KeyCost, SlotKind, WithKeyFile
from journal_app.vault.known_state import KnownState
from journal_app.vault.places import DATABASE, FILES, NEW, NEW_DATABASE, NEW_HEADER, NEW_STATE, NEW_UNFINISHED
from journal_app.vault.recovery import RecoveryKey
from journal_app.vault.refusals import MayBeInPlace, may_be_in_place, refuse_empty
from journal_app.vault.seals import KEY_BYTES, Seals
from journal_app.vault.vault import Vault

_SPARE = 16 << 20  # bytes that stay free beside what is written
Put = Callable[[Connection, StoredBlob], None]


class NotFinished(StorageTrouble):
    """The change was decided, and putting it in place was interrupted: the next opening finishes it."""


class InDoubt(NotFinished, MayBeInPlace):
    """Whether the change was decided cannot be said: the next opening finishes it or takes it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a new vault key is made with; a key file that is needed stays needed.

    ``encrypt_files`` makes each evidence file anew under another key of its own. Without it only the wrapping of
    its key is new, and whoever kept an earlier copy of the database can still read the file itself.
    """

    passphrase: str
    encrypt_files: bool = True
    cost: KeyCost | None = None


class NewKey:
    """A new vault key, made ready beside the old one. It is the old one that counts until :meth:`commit`.

    Raises BadInput for an empty passphrase, ReadingOnly where nothing may be written. ``recovery`` is the new recovery
    key; ``left`` are the ids of files that are damaged and stayed as they are; ``generation`` is the new header's.
    """

    def __init__(self, vault: Vault, connection: Connection, choices: Choices) -> None:
        refuse_empty(choices.passphrase)
        if vault.read_only:
            raise reading_only()
        self._vault, self._connection = vault, connection
        self._folder = vault.folder
        self._key = KeyPage(bytearray(secrets.token_bytes(keyslots.VAULT_KEY_BYTES))).key
        self.generation = vault.header.next_generation(vault.least_generation)
        self._bare = replace(vault.header, generation=self.generation, slots=(), seeds=None, mac=b"")
        self.recovery = RecoveryKey.new()
        self.left: list[str] = []
        self._header = self._new_header(choices)
        self._store = BlobStore(
            self._folder / FILES, self._bare.derived(self._key, "evidence keys", 32), on_full=vault.release_reserve
        )
        self._encrypt_files = choices.encrypt_files

    def _new_header(self, choices: Choices) -> Header:
        old = next((slot for slot in self._vault.header.slots if slot.kind is SlotKind.PASSPHRASE), None)
        cost = choices.cost or (old.cost if old else STANDARD_COST)
        bound, digest = self._bare.associated, self._vault.key_file
        secret = WithKeyFile(choices.passphrase, digest) if digest else choices.passphrase
        slots = (
            keyslots.wrap(self._key, secret, cost=cost, associated=bound),
            keyslots.wrap(self._key, self.recovery, cost=FLOOR_COST, associated=bound),
        )
        seeds = self._vault.sealed_seeds(self._bare, self._key)
        return replace(self._bare, slots=slots, seeds=seeds).sealed(self._bare.derived(self._key, "header", 32))

    def make_ready(
        self,
        blobs: Iterable[StoredBlob],
        put: Put,
        progress: Progress = SILENT,
        *,
        state: KnownState | None = None,
        settle: Callable[[Connection], None] = lambda _: None,
    ) -> None:
        """Write the new database and the new files beside the old ones; ``put`` keeps a key in the new database.

        ``state`` is kept as the note of how far the journal had come, where there is one; ``settle`` may change the
        new database, which has to know the new header as its own.

        Raises StorageTrouble, Damaged and Cancelled; then nothing is left of it.
        """
        listed = list(blobs)
        try:
            settling.take_back(self._folder)
            self._refuse_without_room(listed)
            self._make_ready(listed, put, progress, settle)
            self._make_notes_ready(state)
            sync_folder(self._folder)
        except OSError as error:
            self.discard()
            raise trouble(error) from None
        except BaseException:
            self.discard()
            raise

    def _make_ready(
        self, blobs: list[StoredBlob], put: Put, progress: Progress, settle: Callable[[Connection], None]
    ) -> None:
        raw = bytearray(self._bare.derived(self._key, "database", RAW_KEY_BYTES))
        copy = Connection(self._folder / NEW_DATABASE, raw, create=True, on_full=self._vault.release_reserve)
        try:
            self._connection.copy_to(copy)
            settle(copy)
            with copy.transaction():
                for index, blob in enumerate(blobs):
                    progress.report(pgettext("progress", "Making the files ready"), index, len(blobs))
                    put(copy, self._renewed(blob))
            progress.report(pgettext("progress", "Checking the records"), 0, 0)
            if copy.problems():
                message = pgettext("error", "The journal’s database is not as it was saved; nothing was changed.")
                raise Damaged(message, pgettext("error", "Run a check of the journal, and open a backup."))
        finally:
            copy.close()
        progress.report(pgettext("progress", "Checking the records"), 1, 1)
        _sync_file(self._folder / NEW_DATABASE)
        sync_folder(self._folder / FILES)

    def _make_notes_ready(self, state: KnownState | None) -> None:
        """Seal under the new key what stands beside the database: only its holder can have written that."""
        seals = Seals(self._bare.derived(self._key, "seals", KEY_BYTES), self._bare.vault_id)
        if state is not None:
            known_state.write(self._folder, state, seals, name=NEW_STATE)
        left = self._vault.unfinished.still_there(self._vault.left_unfinished)
        if left:
            unfinished.note(self._folder / NEW_UNFINISHED, left, seals)

    def _renewed(self, blob: StoredBlob) -> StoredBlob:
        """Return a file under the new keys; one that is damaged stays as it is, with its key wrapped anew."""
        try:
            if not self._encrypt_files:
                return self._vault.blobs.rewrapped(blob, self._store)
            with self._vault.blobs.open(blob) as stream:
                made = self._store.add_beside(stream, blob.file_id, NEW)
            if made.sha256 == blob.sha256:
                return made
            self._store.place(blob.file_id, NEW).unlink()
        except Damaged:
            pass
        self.left.append(blob.file_id)
        with suppress(Damaged):
            return self._vault.blobs.rewrapped(blob, self._store)
        return blob

    def _refuse_without_room(self, blobs: list[StoredBlob]) -> None:
        needed = (self._folder / DATABASE).stat().st_size + _SPARE
        if self._encrypt_files:
            needed += sum(_stored_size(self._store, blob) for blob in blobs)
        free = shutil.disk_usage(self._folder).free
        if free < needed:
            message = pgettext("error", "There is not enough free space to make everything anew; nothing was changed.")
            advice = pgettext("error", "Free {size} MB on the disk or USB stick of the journal, then try again.")
            raise StorageTrouble(message, advice.format(size=-(-(needed - free) // (1 << 20))))

    def commit(self) -> None:
        """Put the new state in place of the old one, and go on under the new key.

        Raises StorageTrouble where it could not be decided: then the old state stands. Raises NotFinished where it
        was decided, or InDoubt where it may have been: then vault and database are closed, and the next opening
        settles it.
        """
        self._connection.close()
        try:
            write_whole(self._folder / NEW_HEADER, self._header.encode())
        except BaseException as error:
            self._give_up(error)
        try:
            settling.settle(self._folder)
            self._vault.go_on(self._connection, self._header, self._key)
        except JournalError:
            self._vault.close()
            raise _not_finished() from None

    def _give_up(self, error: BaseException) -> None:
        """Go back to the old state; the decision goes first, for what it decided on must not be missing."""
        was_there = self._may_be_decided()
        try:
            settling.undecide(self._folder)
        except OSError:
            if was_there or self._may_be_decided():
                self._vault.close()
                raise _in_doubt() from None
        self.discard()
        self._vault.go_on(self._connection)
        if isinstance(error, OSError):
            raise trouble(error) from None
        raise error

    def _may_be_decided(self) -> bool:
        try:
            return (self._folder / NEW_HEADER).exists()
        except OSError:  # nobody can say
            return True

    def discard(self) -> None:
        """Remove what was made ready; where that cannot be done now, the next opening does it."""
        with suppress(OSError):
            settling.take_back(self._folder)


def _sync_file(path: Path) -> None:
    """Put the content of a file on the disk; raises OSError."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _stored_size(store: BlobStore, blob: StoredBlob) -> int:
    try:
        return store.place(blob.file_id).stat().st_size
    except (OSError, Damaged):
        return HEADER_BYTES + TAG


def _not_finished() -> NotFinished:
    message = pgettext("error", "The change is decided and not in place yet; nothing is lost.")
    return NotFinished(
        message, pgettext("error", "Check the disk or USB stick, then open the journal with the new passphrase.")
    )


def _in_doubt() -> InDoubt:
    told = may_be_in_place()
    return InDoubt(told.message, told.advice)
