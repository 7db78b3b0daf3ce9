"""One open journal: its vault, its database and its ledger, and the passphrase that opens them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import tzlocal

from journal_app.errors import JournalError, WrongSecret
from journal_app.i18n import pgettext
from journal_app.services import files, key_files, latest
from journal_app.services.ledger import Ledger
from journal_app.services.media import Decoder
from journal_app.services.opening import Standing, look_at, opened
from journal_app.services.unkept import Unkept
from journal_app.store.database import Database
from journal_app.vault import randomness
from journal_app.vault.connection import Connection
from journal_app.vault.keyslots import STANDARD_COST, KeyCost
from journal_app.vault.recovery import RecoveryKey
from journal_app.vault.vault import Vault

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the time of this computer's clock, in UTC."""
    return datetime.now(UTC)


def local_timezone() -> str:
    """Return the IANA name of the time zone this computer is set to; ``UTC`` where it does not say."""
    return tzlocal.get_localzone_name() or "UTC"


@dataclass(frozen=True, slots=True)
class NewRecoveryKey:
    """A recovery key just made: shown or printed once, kept nowhere."""

    text: str
    groups: tuple[str, ...]


def draw_recovery_key() -> NewRecoveryKey:
    """Draw a recovery key that opens nothing yet; :meth:`Journal.new_recovery_key` makes it the journal's."""
    return shown(RecoveryKey.new())


class Journal:
    """One open journal; use it from the one thread that opened it, and close it.

    Every service takes it as the first argument. A service call is one transaction.
    """

    def __init__(
        self, vault: Vault, connection: Connection, *, clock: Clock, timezone: str, standing: Standing
    ) -> None:
        self._vault = vault
        self._connection = connection
        self.read_only = vault.read_only  # nothing can be written to it as it was opened
        self.standing = standing
        self.clock = clock
        self.timezone = timezone
        self.decoder = Decoder()
        self.unkept = Unkept()

    @classmethod
    def create(
        cls, folder: Path, passphrase: str, *, clock: Clock = system_clock, cost: KeyCost = STANDARD_COST
    ) -> tuple[Self, NewRecoveryKey]:
        """Make an empty journal in ``folder`` and open it; returns it with its recovery key.

        Raises BadInput where ``folder`` already holds something, StorageTrouble where it cannot be written.
        """
        folder = Path(os.path.abspath(folder))  # noqa: PTH100 - "." gets a name; a link stays what it is
        files.refuse_inside_a_journal(folder)
        vault, key = Vault.create(folder, passphrase, cost=cost, now=clock())
        try:
            return cls._opened(vault, clock), shown(key)
        except BaseException:  # nobody was told its recovery key, and nothing is in it
            shutil.rmtree(folder, ignore_errors=True)
            raise

    @classmethod
    def open(
        cls,
        folder: Path,
        passphrase: str,
        *,
        key_file: Path | None = None,
        clock: Clock = system_clock,
        read_only: bool = False,
    ) -> Self:
        """Open the journal in ``folder``; raises WrongSecret, JournalInUse, StorageTrouble, NewerFormat.

        ``key_file`` is the file that is needed beside the passphrase, where one is; raises BadInput where it cannot be
        read. With ``read_only``, and where ``standing`` says why, nothing in ``folder`` is written; NeedsWriting is
        raised where it cannot be read so.
        """
        digest, found = key_files.digest(key_file), look_at(folder)
        only_reading = read_only or bool(found.why_only_reading)
        return cls._opened(Vault.open(folder, passphrase, key_file=digest, read_only=only_reading), clock, found)

    @classmethod
    def recover(cls, folder: Path, key: str, new_passphrase: str, *, clock: Clock = system_clock) -> Self:
        """Open the journal with its recovery key and give it ``new_passphrase``; a key file is not needed any more.

        ``key`` may also be two of its shares, one a line. Raises BadInput where there is a slip in it (the check
        characters tell), WrongSecret where it is another journal's key, and what :meth:`open` raises.
        """
        found, parsed = look_at(folder), _read(key)
        with _told_of_sheets(key):
            vault = Vault.open_with_recovery_key(folder, parsed, read_only=bool(found.why_only_reading))
        journal = cls._opened(vault, clock, found)
        try:
            journal.change_passphrase(new_passphrase)
        except BaseException:
            journal.close()
            raise
        return journal

    @classmethod
    def check_recovery_key(cls, folder: Path, key: str) -> None:
        """Try a recovery key and change nothing; raises what :meth:`recover` raises."""
        parsed = _read(key)
        with _told_of_sheets(key):
            Vault.open_with_recovery_key(folder, parsed, read_only=True).close()

    @classmethod
    def _opened(cls, vault: Vault, clock: Clock, found: Standing | None = None) -> Self:
        try:
            connection, standing = opened(vault, clock(), found or Standing())
        except BaseException:
            vault.close()
            raise
        return cls(vault, connection, clock=clock, timezone=local_timezone(), standing=standing)

    @property
    def folder(self) -> Path:
        """The folder of this journal."""
        return self._vault.folder

    @property
    def database(self) -> Database:
        """The open database, for the rooms behind the services only."""
        return self._connection

    @property
    def vault(self) -> Vault:
        """The open vault, for the rooms behind the services only."""
        return self._vault

    @property
    def connection(self) -> Connection:
        """The keyed connection, for checks and copies."""
        return self._connection

    @contextmanager
    def change(self) -> Iterator[Ledger]:
        """One transaction: what is appended inside is saved as a whole, with one sealed chain head, or not at all."""
        ledger = self.ledger()
        with self._connection.transaction():
            yield ledger
            ledger.seal()

    def ledger(self) -> Ledger:
        """Return the ledger through which chained records are written and checked."""
        signer = self._vault.chain_signer
        return Ledger(
            self._connection,
            vault_id=self._vault.vault_id,
            sign=signer.sign,
            public_key=signer.public_key,
            clock=self.clock,
            timezone=self.timezone,
            salt=randomness.salt,
        )

    def new_id(self, prefix: str) -> str:
        """Return a fresh id such as ``entry-5f0c2a9be1``; the random part is drawn in the vault."""
        return f"{prefix}-{randomness.salt()[:5].hex()}"

    def change_passphrase(self, new_passphrase: str) -> None:
        """Give the journal a new passphrase; copies made earlier still open with the old one."""
        self._vault.change_passphrase(new_passphrase)

    def new_recovery_key(self, key: NewRecoveryKey | None = None) -> NewRecoveryKey:
        """Replace the recovery key by ``key``, or by a new one; the earlier sheet no longer opens this journal."""
        return shown(self._vault.change_recovery_key(RecoveryKey.parse(key.text) if key else None))

    def close(self) -> None:
        """Close the database, stop the decoding worker and give the lock back. Closing twice does nothing."""
        self.decoder.close()
        if self._vault.is_open and not self.read_only:
            with suppress(JournalError):  # it is noted at the next opening
                latest.note(self._vault, self._connection)
        self._connection.close()
        self._vault.close()

    def discard_new(self) -> None:
        """Close a journal that was just made and remove it: for a creation that could not be finished."""
        folder = self.folder
        self.close()
        shutil.rmtree(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def shown(key: RecoveryKey) -> NewRecoveryKey:
    """Return a recovery key as it is shown and printed."""
    return NewRecoveryKey(text=key.text, groups=tuple(key.groups))


@contextmanager
def _told_of_sheets(text: str) -> Iterator[None]:
    """Say of sheets with words that belong together and open nothing here what they may be."""
    from journal_app.vault import shares

    try:
        yield
    except WrongSecret:
        if not any(map(shares.is_share, text.splitlines())):
            raise
        message = pgettext(
            "error",
            "These sheets belong together, but to another journal or to a recovery key that was replaced; nothing was "
            "changed.",
        )
        advice = pgettext("error", "Look for the sheets that were made last for this journal.")
        raise WrongSecret(message, advice) from None


def _read(text: str) -> RecoveryKey:
    from journal_app.vault import shares  # which brings its own words: nothing that opening needs

    return shares.read(text)
