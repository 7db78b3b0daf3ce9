"""The vault: one folder in which everything is encrypted, and the key that opens it."""

from __future__ import annotations

import secrets
import shutil
import stat
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from journal_app.errors import BadInput, Damaged, StorageTrouble, WrongSecret
from journal_app.i18n import pgettext
from journal_app.vault import keyslots, seeds, settling
from journal_app.vault.blobs import BlobStore
from journal_app.vault.connection import RAW_KEY_BYTES, Connection
from journal_app.vault.files import make_private_folder, sync_folder, trouble, write_whole
from journal_app.vault.header import Header, SealedSeeds
from journal_app.vault.header_files import HEADER, HEADER_COPY, Copies, read_headers
from journal_app.vault.keyslots import FLOOR_COST, STANDARD_COST, KeyCost, Secret, SlotKind, WithKeyFile
from journal_app.vault.lock import LOCK, VaultLock
from journal_app.vault.network import refuse_network_folder
from journal_app.vault.recovery import RecoveryKey
from journal_app.vault.signing import ChainSigner, DocumentSigner

DATABASE, FILES, RESERVE = settling.DATABASE, settling.FILES, "reserve"
RESERVE_BYTES = 8 << 20


class Vault:
    """An open vault. It holds the vault key until :meth:`close`, and the lock on its folder."""

    def __init__(self, folder: Path, header: Header, key: bytearray, lock: VaultLock, *, key_file: bytes = b"") -> None:
        """``key_file`` is the SHA-256 of the key file that helped to open it; empty where none did."""
        self.folder = folder
        self.key_file = key_file
        self.vault_id = header.vault_id  # 32 hexadecimal digits, no secret
        self.created = header.created
        self._header = header
        self._key = key
        self._lock = lock
        self.header_problems: tuple[str, ...] = ()
        self.blobs = BlobStore(folder / FILES, self._derived("evidence keys", 32), on_full=self.release_reserve)
        chain, document = seeds.of(header, key)
        self.chain_signer = ChainSigner(chain)
        self.document_signer = DocumentSigner(document, vault_id=header.vault_id, created=header.created)

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
        refuse_empty(passphrase)
        part = folder.with_name(f"{folder.name}.part-{secrets.token_hex(4)}")
        try:
            _refuse_existing(folder)
            refuse_network_folder(folder)
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
        header = replace(bare, slots=slots).sealed(bare.derived(key, "header", 32))
        make_private_folder(folder / FILES)
        write_whole(folder / RESERVE, secrets.token_bytes(RESERVE_BYTES))
        write_whole(folder / LOCK, b"")
        raw = bytearray(bare.derived(key, "database", RAW_KEY_BYTES))
        Connection(folder / DATABASE, raw, create=True, on_full=lambda: None).close()
        _wipe(raw)
        _wipe(key)
        for name in (HEADER, HEADER_COPY):
            write_whole(folder / name, header.encode())
        return recovery

    @classmethod
    def open(cls, folder: Path, passphrase: str, *, key_file: bytes = b"") -> Vault:
        """Open the vault in ``folder`` with its passphrase, and the SHA-256 of its key file where it needs one.

        Raises WrongSecret, JournalInUse, NewerFormat, and StorageTrouble where there is no sound vault.
        """
        return cls._open(folder, WithKeyFile(passphrase, key_file) if key_file else passphrase)

    @classmethod
    def open_with_recovery_key(cls, folder: Path, key: RecoveryKey) -> Vault:
        """Open the vault in ``folder`` with its recovery key; raises what :meth:`open` raises."""
        return cls._open(folder, key)

    @classmethod
    def _open(cls, folder: Path, secret: Secret) -> Vault:
        refuse_network_folder(folder)
        refuse_linked_files(folder)
        copies = read_headers(folder)
        lock = VaultLock(folder / LOCK)
        try:
            if settling.settle(folder):
                copies = read_headers(folder)
            header, key = _unlock(copies.usable, secret)
            used = secret.digest if isinstance(secret, WithKeyFile) and header.needs_key_file else b""
            vault = cls(folder, header, key, lock, key_file=used)
            vault._mend(copies)
        except BaseException:
            lock.release()
            raise
        return vault

    def _mend(self, copies: Copies) -> None:
        """Note what was wrong with the two copies of the header, and write both anew where they differ.

        A later copy that is this vault's own is not overwritten: it may hold a newer passphrase, whose owner would
        be locked out by whoever opens the vault with the old one. Where nothing can be written, the sound copy
        has opened the vault, and mending waits for the next time.
        """
        self.header_problems = copies.problems
        key = self._derived("header", 32)
        later = [each for each in copies.usable if each.generation > self._header.generation and each.is_sealed_by(key)]
        data = self._header.encode()
        if not later and any(stored != data for stored in copies.stored):
            with suppress(OSError):
                self._write_header(self._header)
        self._restore_reserve()

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

    def sealed_seeds(self, header: Header, vault_key: bytearray) -> SealedSeeds:
        """Return the seeds of what signs for this vault, sealed for another vault key and the header it stands in."""
        return seeds.sealed(seeds.of(self._header, self._key), header, vault_key)

    def go_on(self, connection: Connection, header: Header | None = None, key: bytearray | None = None) -> None:
        """Open the database of ``connection`` again, under another vault key where one is given.

        ``header`` is then the one that is on the disk by now; the key before is wiped.
        """
        if header is not None and key is not None:
            _wipe(self._key)
            self._header, self._key = header, key
            self.blobs = BlobStore(
                self.folder / FILES, self._derived("evidence keys", 32), on_full=self.release_reserve
            )
        raw = bytearray(self._derived("database", RAW_KEY_BYTES))
        try:
            connection.reopen(raw)
        finally:
            _wipe(raw)

    def blobs_in(self, folder: Path) -> BlobStore:
        """Return the evidence files of a copy of this vault at ``folder``."""
        return BlobStore(folder / FILES, self._derived("evidence keys", 32))

    def is_opened_by(self, secret: Secret) -> bool:
        """Say whether ``secret`` opens this vault as it stands; the key file that opened it counts as given.

        Raises StorageTrouble where memory does not suffice.
        """
        if isinstance(secret, str) and self.key_file:
            secret = WithKeyFile(secret, self.key_file)
        bound = self._header.associated
        found = [keyslots.unwrap(slot, secret, associated=bound) or bytearray() for slot in self._header.slots]
        is_right = any(key == self._key for key in found)
        for key in found:
            _wipe(key)
        return is_right

    def change_passphrase(self, passphrase: str, *, cost: KeyCost | None = None, key_file: bytes | None = None) -> None:
        """Wrap the vault key for a new passphrase; the old one no longer opens this vault.

        ``key_file`` is the SHA-256 of the file that is needed with it from now on, empty for none; without it the one
        that opened the vault stays needed. Copies made earlier still open with the old passphrase. Raises BadInput
        for an empty passphrase and StorageTrouble where it cannot be written; then the old one stays.
        """
        refuse_empty(passphrase)
        old = next((slot for slot in self._header.slots if slot.kind is SlotKind.PASSPHRASE), None)
        chosen = cost or (old.cost if old else STANDARD_COST)
        digest = self.key_file if key_file is None else key_file
        secret = WithKeyFile(passphrase, digest) if digest else passphrase
        self._replace_slot(keyslots.wrap(self._key, secret, cost=chosen, associated=self._header.associated))
        self.key_file = digest

    def change_recovery_key(self, new: RecoveryKey | None = None) -> RecoveryKey:
        """Wrap the vault key for a new recovery key and return it; the earlier sheet no longer opens this vault.

        ``new`` is one that was drawn before, so that its sheet could be written first.
        """
        recovery = new or RecoveryKey.new()
        slot = keyslots.wrap(self._key, recovery, cost=FLOOR_COST, associated=self._header.associated)
        self._replace_slot(slot)
        return recovery

    def _replace_slot(self, slot: keyslots.Slot) -> None:
        others = tuple(kept for kept in self._header.slots if kept.kind is not slot.kind)
        slots = tuple(sorted((slot, *others), key=lambda each: each.kind.value))
        changed = replace(self._header, generation=self._header.generation + 1, slots=slots)
        sealed = changed.sealed(self._derived("header", 32))
        try:
            self._write_header(sealed)
        except OSError as error:
            with suppress(OSError):  # the first copy may have been replaced; where this fails too, both secrets open
                self._write_header(self._header)
            raise trouble(error) from None
        self._header = sealed

    def _write_header(self, header: Header) -> None:
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
        if not any(self._key):  # a wiped key would encrypt with what everyone knows
            raise ValueError("the vault is closed")
        return self._header.derived(self._key, info, length)


def _unlock(usable: tuple[Header, ...], secret: Secret) -> tuple[Header, bytearray]:
    """Return the first header ``secret`` opens, newest first, with the vault key.

    Raises WrongSecret, and Damaged where the secret is right and no header is the one that was written.
    """
    altered = False
    for header in usable:
        for slot in header.slots:
            key = keyslots.unwrap(slot, secret, associated=header.associated)
            if key is None:
                continue
            if header.is_sealed_by(header.derived(key, "header", 32)):
                return header, key
            _wipe(key)
            altered = True
    if altered:
        message = pgettext(
            "error", "The header of this journal was altered, so it was not opened; nothing was changed."
        )
        raise Damaged(message, pgettext("error", "Open a backup of the journal."))
    raise _wrong(secret, needs_key_file=usable[0].needs_key_file)


def _wipe(data: bytearray) -> None:
    for index in range(len(data)):
        data[index] = 0


def refuse_empty(passphrase: str) -> None:
    """Raise BadInput for a passphrase that is none."""
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


def _wrong(secret: Secret, *, needs_key_file: bool) -> WrongSecret:
    if isinstance(secret, RecoveryKey):
        message = pgettext("error", "This recovery key does not open this journal; nothing was changed.")
        return WrongSecret(message, pgettext("error", "Check that the sheet belongs to this journal."))
    if needs_key_file and isinstance(secret, str):
        message = pgettext("error", "This journal opens only with its key file as well; nothing was changed.")
        return WrongSecret(message, pgettext("error", "Give the key file too, or use the recovery key without it."))
    if needs_key_file:
        message = pgettext("error", "This passphrase and key file do not open the journal; nothing was changed.")
        return WrongSecret(message, pgettext("error", "Check both, then try again; the recovery key needs neither."))
    message = pgettext("error", "That did not open the journal; nothing was changed.")
    return WrongSecret(message, pgettext("error", "Check Caps Lock and the keyboard language, then try again."))
