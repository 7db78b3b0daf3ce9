"""The vault: one folder in which everything is encrypted, and the key that opens it."""

from __future__ import annotations

import secrets
import shutil
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from journal_app.errors import BadInput, Damaged, StorageTrouble, WrongSecret
from journal_app.i18n import pgettext
from journal_app.vault import keyslots, places
from journal_app.vault.blobs import BlobStore
from journal_app.vault.connection import RAW_KEY_BYTES, Connection
from journal_app.vault.files import make_private_folder, reading_only, trouble, write_whole
from journal_app.vault.header import Header
from journal_app.vault.header_files import HEADER, HEADER_COPY, Copies, read_headers
from journal_app.vault.keyslots import FLOOR_COST, STANDARD_COST, KeyCost, SlotKind
from journal_app.vault.lock import LOCK, VaultLock
from journal_app.vault.network import refuse_network_folder
from journal_app.vault.new_folder import new_folder
from journal_app.vault.recovery import RecoveryKey
from journal_app.vault.seals import KEY_BYTES, Seals
from journal_app.vault.signing import ChainSigner, DocumentSigner
from journal_app.vault.unfinished import Unfinished

DATABASE, FILES, RESERVE = places.DATABASE, places.FILES, places.RESERVE
RESERVE_BYTES = 8 << 20


class Vault:
    """An open vault. It holds the vault key until :meth:`close`, and the lock on its folder."""

    def __init__(
        self, folder: Path, header: Header, key: bytearray, lock: VaultLock, *, read_only: bool = False
    ) -> None:
        self.folder = folder
        self._header = header
        self._key = key
        self._lock = lock
        self.header_problems: tuple[str, ...] = ()
        self.read_only = read_only
        # What stands around each change of the header, given its generation; whoever keeps the database sets it.
        self.binding: Callable[[int], AbstractContextManager[object]] = lambda _: nullcontext()
        self.least_generation = 0  # the next one is above it, whatever the header says
        self.seals = Seals(self._derived("seals", KEY_BYTES), header.vault_id)
        self.unfinished = Unfinished(folder, self.seals)
        self.left_unfinished = self.unfinished.left()
        self.blobs = BlobStore(
            folder / FILES, self._derived("evidence keys", 32), on_full=self.release_reserve,
            new_id=self.unfinished.next_id, read_only=read_only,
        )  # fmt: skip
        self.chain_signer = ChainSigner(self._derived("chain signing", 32))
        self.document_signer = DocumentSigner(
            self._derived("document signing", 48), vault_id=header.vault_id, created=header.created
        )

    @classmethod
    def create(
        cls, folder: Path, passphrase: str, *, now: datetime, cost: KeyCost = STANDARD_COST
    ) -> tuple[Vault, RecoveryKey]:
        """Make an empty vault in ``folder`` and open it; returns it with its recovery key.

        The folder appears under its name only when everything in it is written. Raises BadInput where something
        is there already or the passphrase is empty, StorageTrouble where it cannot be made.
        """
        if now.tzinfo is None:
            raise ValueError("now has no time zone")
        _refuse_empty(passphrase)
        try:
            _refuse_existing(folder)
            refuse_network_folder(folder)
            with new_folder(folder) as part:
                recovery = cls._fill(part, passphrase, now=now, cost=cost)
        except OSError as error:
            raise _cannot_make(error) from None
        return cls._open(folder, recovery), recovery

    @classmethod
    def _fill(cls, folder: Path, passphrase: str, *, now: datetime, cost: KeyCost) -> RecoveryKey:
        key = bytearray(secrets.token_bytes(keyslots.VAULT_KEY_BYTES))
        recovery = RecoveryKey.new()
        bare = Header(vault_id=secrets.token_hex(16), created=now.replace(microsecond=0), generation=1, slots=())
        slots = (
            keyslots.wrap(key, passphrase, cost=cost, associated=bare.associated),
            keyslots.wrap(key, recovery, cost=FLOOR_COST, associated=bare.associated),
        )
        header = replace(bare, slots=slots).sealed(_derive(key, bare, "header", 32))
        make_private_folder(folder / FILES)
        write_whole(folder / RESERVE, secrets.token_bytes(RESERVE_BYTES))
        write_whole(folder / LOCK, b"")
        raw = bytearray(_derive(key, bare, "database", RAW_KEY_BYTES))
        Connection(folder / DATABASE, raw, create=True, on_full=lambda: None).close()
        _wipe(raw)
        _wipe(key)
        for name in (HEADER, HEADER_COPY):
            write_whole(folder / name, header.encode())
        return recovery

    @classmethod
    def open(cls, folder: Path, passphrase: str, *, read_only: bool = False) -> Vault:
        """Open the vault in ``folder`` with its passphrase; with ``read_only`` nothing in ``folder`` is written.

        Raises WrongSecret, JournalInUse, NewerFormat, and StorageTrouble where there is no sound vault.
        """
        return cls._open(folder, passphrase, read_only=read_only)

    @classmethod
    def open_with_recovery_key(cls, folder: Path, key: RecoveryKey, *, read_only: bool = False) -> Vault:
        """Open the vault in ``folder`` with its recovery key; raises what :meth:`open` raises."""
        return cls._open(folder, key, read_only=read_only)

    @classmethod
    def _open(cls, folder: Path, secret: str | RecoveryKey, *, read_only: bool = False) -> Vault:
        refuse_network_folder(folder)
        refuse_linked_files(folder)
        copies = read_headers(folder)
        lock = VaultLock(folder / LOCK, make=not read_only)
        try:
            header, key = _unlock(copies.usable, secret)
            vault = cls(folder, header, key, lock, read_only=read_only)
            vault.header_problems = copies.problems
            if not read_only:
                vault._mend(copies)
        except BaseException:
            lock.release()
            raise
        return vault

    def _mend(self, copies: Copies) -> None:
        """Write both copies of the header anew where they differ.

        A later copy that is this vault's own is not overwritten: it may hold a newer passphrase, whose owner would
        be locked out by whoever opens the vault with the old one. Where nothing can be written, the sound copy
        has opened the vault, and mending waits for the next time.
        """
        key = self._derived("header", 32)
        later = [each for each in copies.usable if each.generation > self._header.generation and each.is_sealed_by(key)]
        data = self._header.encode()
        if not later and any(stored != data for stored in copies.stored):
            with suppress(OSError):
                self._write_header(self._header)
        self._restore_reserve()

    @property
    def vault_id(self) -> str:
        """The id of this vault: 32 hexadecimal digits, no secret."""
        return self._header.vault_id

    @property
    def created(self) -> datetime:
        """When this vault was made, by the clock of that computer."""
        return self._header.created

    @property
    def header(self) -> Header:
        """The header as it stands; it holds no secret."""
        return self._header

    def new_salt(self) -> bytes:
        """Draw 16 random bytes."""
        return secrets.token_bytes(16)

    def connect(self, path: Path | None = None, *, create: bool = False, read_only: bool = False) -> Connection:
        """Open the vault's database, or a copy of it at ``path``; raises StorageTrouble and Damaged."""
        raw = bytearray(self._derived("database", RAW_KEY_BYTES))
        try:
            return Connection(
                path or self.folder / DATABASE, raw, create=create, on_full=self.release_reserve,
                read_only=read_only or (self.read_only and not create),
            )  # fmt: skip
        finally:
            _wipe(raw)

    def blobs_in(self, folder: Path) -> BlobStore:
        """Return the evidence files of a copy of this vault at ``folder``."""
        return BlobStore(folder / FILES, self._derived("evidence keys", 32))

    def only_read(self) -> None:
        """Write nothing into the folder from now on; connections made earlier are not changed by it."""
        self.read_only = self.blobs.read_only = True

    def change_passphrase(self, passphrase: str, *, cost: KeyCost | None = None) -> None:
        """Wrap the vault key for a new passphrase; the old one no longer opens this vault.

        Copies made earlier still open with the old passphrase. Raises BadInput for an empty passphrase and
        StorageTrouble where it cannot be written; then the old one stays.
        """
        _refuse_empty(passphrase)
        old = next((slot for slot in self._header.slots if slot.kind is SlotKind.PASSPHRASE), None)
        chosen = cost or (old.cost if old else STANDARD_COST)
        self._replace_slot(keyslots.wrap(self._key, passphrase, cost=chosen, associated=self._header.associated))

    def change_recovery_key(self) -> RecoveryKey:
        """Wrap the vault key for a new recovery key and return it; the earlier sheet no longer opens this vault."""
        recovery = RecoveryKey.new()
        slot = keyslots.wrap(self._key, recovery, cost=FLOOR_COST, associated=self._header.associated)
        self._replace_slot(slot)
        return recovery

    def _replace_slot(self, slot: keyslots.Slot) -> None:
        if self.read_only:
            raise reading_only()
        others = tuple(kept for kept in self._header.slots if kept.kind is not slot.kind)
        slots = tuple(sorted((slot, *others), key=lambda each: each.kind.value))
        generation = max(self._header.generation, self.least_generation) + 1
        changed = replace(self._header, generation=generation, slots=slots)
        sealed = changed.sealed(self._derived("header", 32))
        try:
            self._write_header(sealed)
        except OSError as error:
            with suppress(OSError):  # the first copy may have been replaced; where this fails too, both secrets open
                self._write_header(self._header)
            raise trouble(error) from None
        self._header = sealed

    def _write_header(self, header: Header) -> None:
        with self.binding(header.generation):
            for name in (HEADER, HEADER_COPY):
                write_whole(self.folder / name, header.encode())

    def check_header(self) -> tuple[str, ...]:
        """Return what is wrong with the two copies of the header, now or when the vault was opened; empty when nothing.

        Raises Damaged where neither can be used now.
        """
        problems = list(self.header_problems)
        copies = read_headers(self.folder)
        problems += [problem for problem in copies.problems if problem not in problems]
        key = self._derived("header", 32)
        problems += [f"{HEADER}: MAC" for header in copies.usable if not header.is_sealed_by(key)]
        return tuple(problems)

    def release_reserve(self) -> None:
        """Give back the reserved space, so that what is open can still be saved, and deleting and locking work."""
        with suppress(OSError):
            if not self.read_only:
                (self.folder / RESERVE).unlink(missing_ok=True)

    def _restore_reserve(self) -> None:
        """Take the reserved space again after a full disk, where there is plenty; its absence is no failure."""
        with suppress(OSError):
            if not (self.folder / RESERVE).exists() and shutil.disk_usage(self.folder).free > 8 * RESERVE_BYTES:
                write_whole(self.folder / RESERVE, secrets.token_bytes(RESERVE_BYTES))

    def close(self) -> None:
        """Wipe the vault key and give the lock back; doing so twice does nothing."""
        self.unfinished.finish(self.left_unfinished)
        _wipe(self._key)
        self._lock.release()

    def _derived(self, info: str, length: int) -> bytes:
        if not any(self._key):  # a wiped key would encrypt with what everyone knows
            raise ValueError("the vault is closed")
        return _derive(self._key, self._header, info, length)


def _unlock(usable: tuple[Header, ...], secret: str | RecoveryKey) -> tuple[Header, bytearray]:
    """Return the first header ``secret`` opens, newest first, with the vault key.

    Raises WrongSecret, and Damaged where the secret is right and no header is the one that was written.
    """
    altered = False
    wanted = SlotKind.RECOVERY if isinstance(secret, RecoveryKey) else SlotKind.PASSPHRASE
    for header in usable:
        for slot in header.slots:
            key = keyslots.unwrap(slot, secret, associated=header.associated) if slot.kind is wanted else None
            if key is None:
                continue
            if header.is_sealed_by(_derive(key, header, "header", 32)):
                return header, key
            _wipe(key)
            altered = True
    if altered:
        message = pgettext(
            "error", "The header of this journal was altered, so it was not opened; nothing was changed."
        )
        raise Damaged(message, pgettext("error", "Open a backup of the journal."))
    raise _wrong(secret)


def _derive(key: bytearray, header: Header, info: str, length: int) -> bytes:
    return keyslots.expand(key, salt=header.salt, info=f"journal vault 1: {info}", length=length)


def _wipe(data: bytearray) -> None:
    for index in range(len(data)):
        data[index] = 0


def _refuse_empty(passphrase: str) -> None:
    if not passphrase:
        message = pgettext("error", "There is no passphrase; nothing was changed.")
        raise BadInput(message, pgettext("error", "Choose a passphrase, then try again."))


def refuse_linked_files(folder: Path) -> None:
    """Raise StorageTrouble where the folder of evidence files in ``folder`` is a link elsewhere, or cannot be seen."""
    try:
        # Where the folder around it may not be searched, asking raises in some versions of Python, not in others.
        is_link = stat.S_ISLNK((folder / FILES).lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise trouble(error) from None
    if is_link:
        message = pgettext(
            "error", "The journal's folder of files is a link to another place, so nothing was opened or changed."
        )
        raise StorageTrouble(
            message, pgettext("error", "Put the folder itself where the link is, or open a backup of the journal.")
        )


def _refuse_existing(folder: Path) -> None:
    empty = folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())
    if (folder.exists() or folder.is_symlink()) and not empty:
        message = pgettext("error", "Something is at this place already; it was left as it is.")
        raise BadInput(message, pgettext("error", "Choose a new or empty folder."), source=folder.name)
    if not folder.parent.is_dir():
        message = pgettext("error", "The folder around the new journal is not there; nothing was made.")
        raise BadInput(message, pgettext("error", "Make that folder first, then try again."), source=folder.name)


def _cannot_make(error: OSError) -> StorageTrouble:
    message = pgettext("error", "The journal could not be made there; nothing was left behind.")
    advice = pgettext("error", "Choose a folder you may write to and that has space ({code}).")
    return StorageTrouble(message, advice.format(code=error.errno))


def _wrong(secret: str | RecoveryKey) -> WrongSecret:
    if isinstance(secret, RecoveryKey):
        message = pgettext("error", "This recovery key does not open this journal; nothing was changed.")
        return WrongSecret(message, pgettext("error", "Check that the sheet belongs to this journal."))
    message = pgettext("error", "That did not open the journal; nothing was changed.")
    return WrongSecret(message, pgettext("error", "Check Caps Lock and the keyboard language, then try again."))
