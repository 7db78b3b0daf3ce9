"""The vault: one folder in which everything is encrypted, and the key that opens it."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from journal_app.errors import Damaged, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.vault import keyslots, known_state, places, refusals, seeds, settling
from journal_app.vault.blobs import BlobStore
from journal_app.vault.connection import RAW_KEY_BYTES, SALT_BYTES, Connection
from journal_app.vault.files import make_private_folder, opened_plain, reading_only, trouble, write_whole
from journal_app.vault.header import Header, SealedSeeds
from journal_app.vault.header_files import HEADER, HEADER_COPY, Copies, read_headers, stored
from journal_app.vault.key_page import KeyPage, wipe
from journal_app.vault.keyslots import (
    FLOOR_COST,
    STANDARD_COST,
    KeyBytes,
    KeyCost,
    Secret,
    SlotKind,
    WithKeyFile,
)
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
        self,
        folder: Path,
        header: Header,
        key: bytearray,
        lock: VaultLock,
        *,
        key_file: bytes = b"",
        read_only: bool = False,
    ) -> None:
        """``key_file`` is the SHA-256 of the key file that helped to open it; empty where none did."""
        self.folder = folder
        self.key_file = key_file
        self.vault_id = header.vault_id  # 32 hexadecimal digits, no secret
        self.created = header.created
        self._header = header
        self._hold(key)
        self._lock = lock
        self.header_problems: tuple[str, ...] = ()
        self.read_only = read_only
        self.is_open = True  # until the vault key is wiped
        # What stands around each change of the header, given its generation; whoever keeps the database sets it.
        self.binding: Callable[[int], AbstractContextManager[object]] = lambda _: nullcontext()
        self.least_generation = 0  # the next one is above it, whatever the header says
        self._take_up_key()
        chain, document = seeds.of(header, self._key)
        self.chain_signer = ChainSigner(chain)
        self.document_signer = DocumentSigner(
            document, vault_id=header.vault_id, created=header.created, chain=self.chain_signer
        )

    def _hold(self, key: bytearray | memoryview) -> None:
        """Move the vault key into memory that goes to no swap space, where the system allows it."""
        page = KeyPage(key)
        self._key, self.key_is_locked = page.key, page.is_locked

    def _take_up_key(self) -> None:
        """Make what works under the vault key: seals, the note of unfinished files, and the files themselves."""
        self.seals = Seals(self._derived("seals", KEY_BYTES), self.vault_id)
        self.unfinished = Unfinished(self.folder, self.seals)
        self.left_unfinished = self.unfinished.left()
        self.blobs = BlobStore(
            self.folder / FILES, self._derived("evidence keys", 32), on_full=self.release_reserve,
            new_id=self.unfinished.next_id, read_only=self.read_only,
        )  # fmt: skip

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
        refusals.refuse_empty(passphrase)
        try:
            refusals.refuse_existing(folder)
            refuse_network_folder(folder)
            with new_folder(folder) as part:
                recovery = cls._fill(part, passphrase, now=now, cost=cost)
        except OSError as error:
            raise refusals.cannot_make(error) from None
        try:
            return cls._open(folder, recovery), recovery
        except BaseException:  # its recovery key was not told to anybody yet
            shutil.rmtree(folder, ignore_errors=True)
            raise

    @classmethod
    def _fill(cls, folder: Path, passphrase: str, *, now: datetime, cost: KeyCost) -> RecoveryKey:
        key = KeyPage(bytearray(secrets.token_bytes(keyslots.VAULT_KEY_BYTES))).key
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
        wipe(raw)
        wipe(key)
        for name in (HEADER, HEADER_COPY):
            write_whole(folder / name, header.encode())
        return recovery

    @classmethod
    def open(cls, folder: Path, passphrase: str, *, key_file: bytes = b"", read_only: bool = False) -> Vault:
        """Open the vault in ``folder`` with its passphrase, and the SHA-256 of its key file where it needs one.

        With ``read_only`` nothing in ``folder`` is written; NeedsWriting is raised where a change of the vault key
        was decided and is not in place yet. Raises WrongSecret, JournalInUse, NewerFormat, and StorageTrouble where
        there is no sound vault.
        """
        return cls._open(folder, WithKeyFile(passphrase, key_file) if key_file else passphrase, read_only=read_only)

    @classmethod
    def open_with_recovery_key(cls, folder: Path, key: RecoveryKey, *, read_only: bool = False) -> Vault:
        """Open the vault in ``folder`` with its recovery key; raises what :meth:`open` raises."""
        return cls._open(folder, key, read_only=read_only)

    @classmethod
    def _open(cls, folder: Path, secret: Secret, *, read_only: bool = False) -> Vault:
        refuse_network_folder(folder)
        refusals.refuse_linked_files(folder)
        copies = read_headers(folder)
        lock = VaultLock(folder / LOCK, make=not read_only)
        try:
            if read_only:
                settling.refuse_half_done(folder)
            elif settling.settle(folder):
                copies = read_headers(folder)
            header, key = _unlock(copies.usable, secret)
            used = secret.digest if isinstance(secret, WithKeyFile) and header.needs_key_file else b""
            vault = cls(folder, header, key, lock, key_file=used, read_only=read_only)
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
        be locked out by whoever opens the vault with the old one. One of a later vault key, of which this key knows
        nothing, stays where the database is not of this key: nothing else would open it any more. Where nothing can
        be written, the sound copy has opened the vault, and mending waits for the next time.
        """
        key = self._derived("header", 32)
        later = [each for each in copies.usable if each.generation > self._header.generation]
        own = [each for each in later if each.is_sealed_by(key)]
        self.least_generation = max((each.generation for each in own), default=0)
        data = self._header.encode()
        if not own and (not later or self._is_of_the_database()) and any(stored != data for stored in copies.stored):
            with suppress(OSError):
                self._write_header(self._header)
        self._restore_reserve()

    @property
    def header(self) -> Header:
        """The header as it stands; it holds no secret."""
        return self._header

    def _is_of_the_database(self) -> bool:
        """Say whether the database has the salt that follows from this vault key; where that cannot be read, no."""
        try:
            with opened_plain(self.folder / DATABASE, links=True) as stream:
                return stream.read(SALT_BYTES) == self._derived("database", RAW_KEY_BYTES)[-SALT_BYTES:]
        except OSError:
            return False

    def _is_of_the_state(self) -> bool:
        try:
            known_state.read(self.folder, self.seals)
        except StorageTrouble:
            return False
        return True

    def connect(self, path: Path | None = None, *, create: bool = False, read_only: bool = False) -> Connection:
        """Open the vault's database, or a copy of it at ``path``; raises StorageTrouble and Damaged.

        Where neither the database nor the note of how far it had come is of this vault key, it is said that the
        header is of another time: one of them was put back from before a change of the key.
        """
        raw = bytearray(self._derived("database", RAW_KEY_BYTES))
        try:
            return Connection(
                path or self.folder / DATABASE, raw, create=create, on_full=self.release_reserve,
                read_only=read_only or (self.read_only and not create),
            )  # fmt: skip
        except Damaged:
            if path is None and not self._is_of_the_database() and not self._is_of_the_state():
                raise refusals.not_of_one_time() from None
            raise
        finally:
            wipe(raw)

    def sealed_seeds(self, header: Header, vault_key: KeyBytes) -> SealedSeeds:
        """Return the seeds of what signs for this vault, sealed for another vault key and the header it stands in."""
        return seeds.sealed(seeds.of(self._header, self._key), header, vault_key)

    def go_on(self, connection: Connection, header: Header | None = None, key: memoryview | None = None) -> None:
        """Open the database of ``connection`` again, under another vault key where one is given.

        ``header`` is then the one that is on the disk by now; the key before is wiped.
        """
        if header is not None and key is not None:
            before = self._key
            self._hold(key)  # first: where there is no memory for it, the key before is still there
            wipe(before)
            self._header = header
            self._take_up_key()
            if not self.left_unfinished:  # what was noted under the key before can be read by nobody now
                self.unfinished.forget(kept=[])
        raw = bytearray(self._derived("database", RAW_KEY_BYTES))
        try:
            connection.reopen(raw)
        finally:
            wipe(raw)

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
            wipe(key)
        return is_right

    def only_read(self) -> None:
        """Write nothing into the folder from now on; connections made earlier are not changed by it."""
        self.read_only = self.blobs.read_only = True

    def change_passphrase(self, passphrase: str, *, cost: KeyCost | None = None, key_file: bytes | None = None) -> None:
        """Wrap the vault key for a new passphrase; the old one no longer opens this vault.

        ``key_file`` is the SHA-256 of the file that is needed with it from now on, empty for none; without it the one
        that opened the vault stays needed. Copies made earlier still open with the old passphrase. Raises BadInput
        for an empty passphrase and StorageTrouble where it cannot be written; then the old one stays, but where it is
        MayBeInPlace: then either may open it.
        """
        refusals.refuse_empty(passphrase)
        old = next((slot for slot in self._header.slots if slot.kind is SlotKind.PASSPHRASE), None)
        chosen = cost or (old.cost if old else STANDARD_COST)
        digest = self.key_file if key_file is None else key_file
        secret = WithKeyFile(passphrase, digest) if digest else passphrase
        self._replace_slot(keyslots.wrap(self._key, secret, cost=chosen, associated=self._header.associated))
        self.key_file = digest

    def change_recovery_key(self, recovery: RecoveryKey | None = None) -> RecoveryKey:
        """Wrap the vault key for another recovery key and return it; the earlier sheet no longer opens this vault.

        A new one is drawn where none is given. Raises what :meth:`change_passphrase` raises.
        """
        recovery = recovery or RecoveryKey.new()
        slot = keyslots.wrap(self._key, recovery, cost=FLOOR_COST, associated=self._header.associated)
        self._replace_slot(slot)
        return recovery

    def _replace_slot(self, slot: keyslots.Slot) -> None:
        if self.read_only:
            raise reading_only()
        others = tuple(kept for kept in self._header.slots if kept.kind is not slot.kind)
        slots = tuple(sorted((slot, *others), key=lambda each: each.kind.value))
        changed = replace(self._header, generation=self._header.next_generation(self.least_generation), slots=slots)
        sealed = changed.sealed(self._derived("header", 32))
        before = stored(self.folder)
        try:
            self._write_header(sealed)
        except OSError as error:
            self.least_generation = max(self.least_generation, sealed.generation)
            if self._is_as_before(before):
                raise trouble(error) from None
            raise refusals.may_be_in_place() from None
        self._header = sealed

    def _is_as_before(self, before: tuple[bytes, bytes]) -> bool:
        """Say whether the header from before a change that failed is the one that counts, and is on the disk for good.

        Where a copy of the new one may have taken its place, the old one is put back.
        """
        if any(before) and stored(self.folder) == before:
            return True
        try:
            self._write_header(self._header)
        except (OSError, StorageTrouble):  # the disk, or the database, which is asked first
            return False
        return True

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
        self.is_open = False
        self.unfinished.finish(self.left_unfinished)
        wipe(self._key)
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
            wipe(key)
            altered = True
    if altered:
        message = pgettext(
            "error",
            "The header of this journal was damaged or changed by something else, so it was not opened; "
            "nothing was changed now.",
        )
        raise Damaged(message, pgettext("error", "Open a backup of the journal."))
    raise refusals.wrong(secret, needs_key_file=usable[0].needs_key_file)
