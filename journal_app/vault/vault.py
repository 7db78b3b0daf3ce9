"""The vault: one folder in which everything is encrypted, and the key that opens it."""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from journal_app.errors import BadInput, JournalError, StorageTrouble, WrongSecret
from journal_app.i18n import pgettext
from journal_app.vault import header as headers
from journal_app.vault import keyslots
from journal_app.vault.blobs import BlobStore
from journal_app.vault.connection import RAW_KEY_BYTES, Connection
from journal_app.vault.files import make_private_folder, sync_folder, trouble, write_whole
from journal_app.vault.header import Header
from journal_app.vault.keyslots import FLOOR_COST, STANDARD_COST, KeyCost, SlotKind
from journal_app.vault.lock import VaultLock
from journal_app.vault.network import refuse_network_folder
from journal_app.vault.recovery import RecoveryKey
from journal_app.vault.signing import ChainSigner, DocumentSigner

HEADER, HEADER_COPY = "header.json", "header.bak"
DATABASE, FILES, RESERVE, LOCK = "journal.db", "files", "reserve", "lock"
RESERVE_BYTES = 8 << 20


class Vault:
    """An open vault. It holds the vault key until :meth:`close`, and the lock on its folder."""

    def __init__(self, folder: Path, header: Header, key: bytearray, lock: VaultLock) -> None:
        self.folder = folder
        self._header = header
        self._key = key
        self._lock = lock
        self.header_problems: tuple[str, ...] = ()
        self.blobs = BlobStore(folder / FILES, self._derived("evidence keys", 32), on_full=self.release_reserve)
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
        is there already, StorageTrouble where it cannot be made.
        """
        _refuse_existing(folder)
        refuse_network_folder(folder)
        part = folder.with_name(f"{folder.name}.part-{secrets.token_hex(4)}")
        try:
            make_private_folder(part)
            try:
                recovery = cls._fill(part, passphrase, now=now, cost=cost)
                if folder.is_dir():
                    folder.rmdir()
                part.rename(folder)
                sync_folder(folder.parent)
            except BaseException:
                shutil.rmtree(part, ignore_errors=True)
                raise
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
    def open(cls, folder: Path, passphrase: str) -> Vault:
        """Open the vault in ``folder`` with its passphrase.

        Raises WrongSecret, JournalInUse, NewerFormat, and StorageTrouble where there is no sound vault.
        """
        return cls._open(folder, passphrase)

    @classmethod
    def open_with_recovery_key(cls, folder: Path, key: RecoveryKey) -> Vault:
        """Open the vault in ``folder`` with its recovery key; raises what :meth:`open` raises."""
        return cls._open(folder, key)

    @classmethod
    def _open(cls, folder: Path, secret: str | RecoveryKey) -> Vault:
        copies = read_headers(folder)
        lock = VaultLock(folder / LOCK)
        try:
            for header in copies.usable:
                key = _unlock(header, secret)
                if key is not None:
                    vault = cls(folder, header, key, lock)
                    vault._mend(copies)
                    return vault
        except BaseException:
            lock.release()
            raise
        lock.release()
        raise _wrong(secret)

    def _mend(self, copies: _Copies) -> None:
        """Note what was wrong with the two copies of the header, and write both anew where they differ."""
        self.header_problems = copies.problems
        data = self._header.encode()
        if any(stored != data for stored in copies.stored):
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

    def connect(self, path: Path | None = None, *, create: bool = False) -> Connection:
        """Open the vault's database, or a copy of it at ``path``; raises StorageTrouble and Damaged."""
        raw = bytearray(self._derived("database", RAW_KEY_BYTES))
        try:
            return Connection(path or self.folder / DATABASE, raw, create=create, on_full=self.release_reserve)
        finally:
            _wipe(raw)

    def blobs_in(self, folder: Path) -> BlobStore:
        """Return the evidence files of a copy of this vault at ``folder``."""
        return BlobStore(folder / FILES, self._derived("evidence keys", 32))

    def change_passphrase(self, passphrase: str, *, cost: KeyCost | None = None) -> None:
        """Wrap the vault key for a new passphrase; the old one no longer opens this vault.

        Copies made earlier still open with the old passphrase. Raises StorageTrouble; then the old one stays.
        """
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
        others = tuple(kept for kept in self._header.slots if kept.kind is not slot.kind)
        slots = tuple(sorted((slot, *others), key=lambda each: each.kind.value))
        changed = replace(self._header, generation=self._header.generation + 1, slots=slots)
        self._write_header(changed.sealed(self._derived("header", 32)))

    def _write_header(self, header: Header) -> None:
        try:
            for name in (HEADER, HEADER_COPY):
                write_whole(self.folder / name, header.encode())
        except OSError as error:
            raise trouble(error) from None
        self._header = header

    def check_header(self) -> tuple[str, ...]:
        """Return what is wrong with the two copies of the header now; empty when both are sound and the same."""
        problems = list(self.header_problems)
        copies = read_headers(self.folder)
        problems += [problem for problem in copies.problems if problem not in problems]
        key = self._derived("header", 32)
        problems += [f"{HEADER}: MAC" for header in copies.usable if not header.is_sealed_by(key)]
        return tuple(problems)

    def release_reserve(self) -> None:
        """Give back the reserved space, so that what is open can still be saved, and deleting and locking work."""
        with suppress(OSError):
            (self.folder / RESERVE).unlink(missing_ok=True)

    def _restore_reserve(self) -> None:
        """Take the reserved space again after a full disk, where there is plenty; its absence is no failure."""
        with suppress(OSError):
            if not (self.folder / RESERVE).exists() and shutil.disk_usage(self.folder).free > 8 * RESERVE_BYTES:
                write_whole(self.folder / RESERVE, secrets.token_bytes(RESERVE_BYTES))

    def close(self) -> None:
        """Wipe the vault key and give the lock back; doing so twice does nothing."""
        _wipe(self._key)
        self._lock.release()

    def _derived(self, info: str, length: int) -> bytes:
        return _derive(self._key, self._header, info, length)


class _Copies:
    """The two stored copies of a header: their bytes, those that can be read, newest first, and what is wrong."""

    def __init__(self, stored: list[bytes]) -> None:
        self.stored = stored
        self.problems: tuple[str, ...] = ()
        found: list[Header] = []
        failure: JournalError | None = None
        for name, data in zip((HEADER, HEADER_COPY), stored, strict=True):
            try:
                header = headers.decode(data)
            except JournalError as error:
                failure = failure or error
                self.problems += (name,)
                continue
            if header not in found:
                found.append(header)
        if not found and failure is not None:
            raise failure
        if len(found) > 1:
            self.problems += (f"{HEADER}, {HEADER_COPY}",)
        self.usable = sorted(found, key=lambda header: -header.generation)


def read_headers(folder: Path) -> _Copies:
    """Read both copies of the header in ``folder``; raises what is wrong where neither can be used."""
    if not folder.is_dir() or not any((folder / name).exists() for name in (HEADER, HEADER_COPY)):
        message = pgettext("error", "There is no journal at this place. Nothing was changed.")
        raise BadInput(message, pgettext("error", "Check the folder, or make a journal there."), source=folder.name)
    stored = []
    for name in (HEADER, HEADER_COPY):
        try:
            with (folder / name).open("rb") as stream:
                stored.append(stream.read(headers.LARGEST + 1))
        except OSError:
            stored.append(b"")
    return _Copies(stored)


def _unlock(header: Header, secret: str | RecoveryKey) -> bytearray | None:
    wanted = SlotKind.RECOVERY if isinstance(secret, RecoveryKey) else SlotKind.PASSPHRASE
    for slot in header.slots:
        if slot.kind is wanted:
            key = keyslots.unwrap(slot, secret, associated=header.associated)
            if key is not None:
                if header.is_sealed_by(_derive(key, header, "header", 32)):
                    return key
                _wipe(key)
    return None


def _derive(key: bytearray, header: Header, info: str, length: int) -> bytes:
    return keyslots.expand(key, salt=header.salt, info=f"journal vault 1: {info}", length=length)


def _wipe(data: bytearray) -> None:
    for index in range(len(data)):
        data[index] = 0


def _refuse_existing(folder: Path) -> None:
    empty = folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())
    if (folder.exists() or folder.is_symlink()) and not empty:
        message = pgettext("error", "Something is at this place already; it was left as it is.")
        raise BadInput(message, pgettext("error", "Choose a new or empty folder."), source=folder.name)
    if not folder.parent.is_dir():
        message = pgettext("error", "The folder around the new journal is not there. Nothing was made.")
        raise BadInput(message, pgettext("error", "Make that folder first, then try again."), source=folder.name)


def _cannot_make(error: OSError) -> StorageTrouble:
    message = pgettext("error", "The journal could not be made there; nothing was left behind.")
    advice = pgettext("error", "Choose a folder you may write to and that has space ({code}).")
    return StorageTrouble(message, advice.format(code=error.errno))


def _wrong(secret: str | RecoveryKey) -> WrongSecret:
    if isinstance(secret, RecoveryKey):
        message = pgettext("error", "This recovery key does not open this journal. Nothing was changed.")
        return WrongSecret(message, pgettext("error", "Check that the sheet belongs to this journal."))
    message = pgettext("error", "That did not open the journal. Nothing was changed.")
    return WrongSecret(message, pgettext("error", "Check Caps Lock and the keyboard language, then try again."))
