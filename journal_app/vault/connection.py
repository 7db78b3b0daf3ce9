"""The one way to the database: SQLCipher with every setting asked for and read back."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # has no type information

from journal_app.errors import Damaged, JournalError, NeedsWriting, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.vault.files import PRIVATE_FILE, opened_plain, reading_only, trouble

SALT_BYTES = 16
PAGE_BYTES = 4096  # SQLCipher 4's default
RAW_KEY_BYTES = 32 + SALT_BYTES  # key and salt: SQLCipher derives nothing itself
ROLLBACK_ENDING = "-journal"  # https://www.sqlite.org/tempfiles.html, section 2.1
Row = tuple[object, ...]

# Milliseconds to wait for another connection of this program, the only one that may hold the database: a draft is kept
# beside what is read, and its commit waits for the disk. The 5 s of the library were too few for a disk that something
# else was filling, and the person was told that the journal could not be read.
_WAIT = 30_000
# (pragma, value to set, value that has to stand afterwards). TRUNCATE with EXTRA because WAL and DELETE with
# FULL lost acknowledged entries when power was cut; temp_store because temporary files would be plain text.
_SETTINGS: tuple[tuple[str, str, object], ...] = (
    ("busy_timeout", str(_WAIT), _WAIT),
    ("cipher_log_level", "NONE", "NONE"),
    ("journal_mode", "TRUNCATE", "truncate"),
    ("synchronous", "EXTRA", 3),
    ("temp_store", "MEMORY", 2),
    ("secure_delete", "ON", 1),
    ("foreign_keys", "ON", 1),
    ("recursive_triggers", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("fullfsync", "ON", 1),
    ("mmap_size", "0", 0),
)
_SETTINGS_IN_MEMORY = tuple(
    (name, value)
    for name, value, _ in _SETTINGS
    if name in {"temp_store", "foreign_keys", "recursive_triggers", "trusted_schema", "cell_size_check"}
)
_PLAIN_START = b"SQLite format 3\0"
# Written when a database is made, so that it is never an empty file: SQLite takes an emptied database for a new
# one, and the person would be shown an empty journal where everything was lost.
APPLICATION_ID = int.from_bytes(b"JRNL", "big")
_MOST_PROBLEMS = 20
# What copying page by page says instead of a name (sqlite3_errstr).
_NAMES = {
    "database or disk is full": "SQLITE_FULL",
    "disk I/O error": "SQLITE_IOERR",
    "unable to open database file": "SQLITE_CANTOPEN",
    "attempt to write a readonly database": "SQLITE_READONLY",
    "database is locked": "SQLITE_BUSY",
    "database disk image is malformed": "SQLITE_CORRUPT",
    "file is not a database": "SQLITE_NOTADB",
}
_DENIED = frozenset({dbapi2.SQLITE_ATTACH, dbapi2.SQLITE_DETACH})
_DENIED_FUNCTIONS = frozenset({"load_extension", "sqlcipher_export", "fts3_tokenizer"})


class Connection:
    """A keyed connection to one database, for the one thread that made it."""

    def __init__(
        self,
        path: Path,
        raw_key: bytearray,
        *,
        create: bool = False,
        read_only: bool = False,
        on_full: Callable[[], None],
    ) -> None:
        """Open ``path`` with ``raw_key`` (48 bytes: key and salt); a missing or empty file is refused.

        With ``create`` it is made, and a file that is there is refused. With ``read_only`` no byte of it or beside
        it is written, and NeedsWriting is raised where a change that was cut off would have to be undone first.

        ``on_full`` is called when the disk is full, to free the reserve. Raises StorageTrouble and Damaged.
        """
        if len(raw_key) != RAW_KEY_BYTES:
            raise ValueError(len(raw_key))
        self.path = path
        self.in_doubt = False
        self._on_full = on_full
        self._read_only = read_only
        self._open(raw_key, create=create)

    def reopen(self, raw_key: bytearray) -> None:
        """Close the database and open what stands at its path now with another key; raises StorageTrouble, Damaged."""
        self._inner.close()
        self._open(raw_key, create=False)

    def _open(self, raw_key: bytearray, *, create: bool) -> None:
        self._salt = bytes(raw_key[-SALT_BYTES:])  # no secret: it stands at the start of the file
        _prepare_file(self.path, create=create)
        if not create:
            _refuse_cut_off(self.path, read_only=self._read_only)
        place = f"{self.path.absolute().as_uri()}?mode={'ro' if self._read_only else 'rw'}"
        with self._translated():
            self._inner = dbapi2.connect(place, isolation_level=None, uri=True)
            try:
                self._apply(raw_key)
                if create:
                    self._inner.execute(f"PRAGMA application_id={APPLICATION_ID}")
                self._inner.set_authorizer(_authorize)
            except BaseException:
                self._inner.close()
                raise

    def _apply(self, raw_key: bytearray) -> None:
        spelled = bytearray(b"x'" + raw_key.hex().encode() + b"'")
        self._inner.set_key(spelled)
        for index in range(len(spelled)):
            spelled[index] = 0
        for name, value, _ in _SETTINGS:
            self._inner.execute(f"PRAGMA {name}={value}").fetchall()
        self._inner.execute("SELECT count(*) FROM sqlite_master").fetchall()
        for name, _, expected in (*_SETTINGS, ("cipher_status", "", "1")):
            found = self._inner.execute(f"PRAGMA {name}").fetchone()
            if found is None or found[0] != expected:
                message = pgettext("error", "The database did not take a protective setting, so it was not opened.")
                raise StorageTrouble(message, pgettext("error", "Install the program again, then try again."))

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Run one statement and return all its rows."""
        with self._translated():
            rows: list[Row] = self._inner.execute(sql, tuple(parameters)).fetchall()
            return rows

    def script(self, sql: str) -> None:
        """Run several statements inside the transaction that is open; each ends with a semicolon at a line's end."""
        statement = ""
        for line in sql.splitlines(keepends=True):
            statement += line
            if dbapi2.complete_statement(statement):
                self.execute(statement)
                statement = ""
        if statement.strip():
            self.execute(statement)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction: saved on the disk when the block finishes, undone when it does not.

        Where the disk fails at its very end, :attr:`in_doubt` is true until the next: it may be kept all the same.
        Raises ReadingOnly where the database is open for reading only.
        """
        if self._read_only:
            raise reading_only()
        self.in_doubt = False
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._undo()
            raise
        try:
            self.execute("COMMIT")
        except BaseException:
            self.in_doubt = True
            self._undo()
            raise

    def _undo(self) -> None:
        if self._inner.in_transaction:
            self.execute("ROLLBACK")

    def copy_to(self, target: Connection) -> None:
        """Copy the whole database into ``target``, page by page, under the key of ``target``."""
        with self._translated():
            self._inner.backup(target._inner)

    def problems(self) -> list[str]:
        """Return what is wrong with the file; empty when it is sound.

        First the salt at its start, which nothing authenticates because the key already holds it; then each page's
        authentication, then the structure.
        """
        found = [] if _start_of(self.path) == self._salt else ["salt"]
        try:
            with self._translated():
                found += [str(row[0]) for row in self._inner.execute("PRAGMA cipher_integrity_check")]
                rows = [str(row[0]) for row in self._inner.execute(f"PRAGMA integrity_check({_MOST_PROBLEMS})")]
        except Damaged as error:
            return [*found, error.message]
        return found + [row for row in rows if row != "ok"]

    def close(self) -> None:
        """Close the database; doing so twice does nothing."""
        self._inner.close()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except dbapi2.Error as error:
            raise self._failure(error) from None
        except MemoryError:
            message = pgettext("error", "There is not enough free memory; what was saved before is whole.")
            raise StorageTrouble(message, pgettext("error", "Close other programs, then try again.")) from None

    def _failure(self, error: dbapi2.Error) -> JournalError:
        name = str(getattr(error, "sqlite_errorname", "") or _NAMES.get(str(error), ""))
        if name == "SQLITE_FULL":
            self._on_full()
            message = pgettext("error", "There is no space left; what was saved before is whole.")
            return StorageTrouble(message, pgettext("error", "Free some space, then go on."))
        if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
            return _not_as_saved()
        if name.startswith("SQLITE_IOERR"):
            self._on_full()  # a quota that is used up is told like this, and giving back the reserve makes room in it
        if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_BUSY", "SQLITE_PERM")):
            message = pgettext("error", "The journal’s database could not be read or written; saved text is whole.")
            return StorageTrouble(
                message,
                pgettext("error", "Check the disk or USB stick it is on, and the space left on it, then try again."),
            )
        raise error  # anything else is a mistake of the program


class _InMemory(Connection):
    def __init__(self) -> None:
        self.in_doubt = self._read_only = False
        self._on_full = lambda: None  # there is no reserve of memory
        self._inner = dbapi2.connect(":memory:", isolation_level=None)


class MemoryCopy(Connection):
    """What a database on the disk holds, in memory alone, where it can be changed and that one stays as it is.

    Its pages are checked where they lie. Closing it closes that one too.
    """

    def __init__(self, original: Connection) -> None:
        """Read all of ``original``; raises Damaged and StorageTrouble, and leaves it open then.

        It is checked first: SQLCipher fills a page that is not authentic with zeros and says so only with the next it
        reads, so the last of a copy would be taken for sound, and be sound from then on.
        """
        if original.problems():
            raise _not_as_saved()
        self.path, self._original = original.path, original
        self._on_full = lambda: None  # there is no reserve of memory
        self.in_doubt = self._read_only = False
        with self._translated():
            self._inner = dbapi2.connect(":memory:", isolation_level=None)
            try:
                # SQLCipher copies pages only from one database with a key to another. No key of this one is known to
                # anybody, for nothing of it is ever outside memory.
                self._inner.set_key(bytearray(b"x'" + secrets.token_hex(RAW_KEY_BYTES).encode() + b"'"))
                for name, value in _SETTINGS_IN_MEMORY:
                    self._inner.execute(f"PRAGMA {name}={value}")
                original.copy_to(self)
                self._inner.set_authorizer(_authorize)
            except BaseException:
                self._inner.close()
                raise

    def only_read(self) -> None:
        """Refuse every change from now on, as a database does that is open for reading only."""
        self._read_only = True
        self.execute("PRAGMA query_only=ON")

    def problems(self) -> list[str]:
        """Return what is wrong with the file on the disk; empty when it is sound."""
        return self._original.problems()

    def close(self) -> None:
        """Close both; doing so twice does nothing."""
        super().close()
        self._original.close()


@contextmanager
def in_memory() -> Iterator[Connection]:
    """Give a database that is on no disk and holds nothing yet, for the block inside."""
    made = _InMemory()
    try:
        yield made
    finally:
        made.close()


def _not_as_saved() -> JournalError:
    message = pgettext("error", "The journal’s database is not as it was saved; nothing was changed.")
    return Damaged(message, pgettext("error", "Run a check of the journal, and open a backup."))


def _prepare_file(path: Path, *, create: bool) -> None:
    try:
        if create:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
            path.chmod(PRIVATE_FILE)
        else:
            _check_start(path)
    except OSError as error:
        raise trouble(error) from None


def _refuse_cut_off(path: Path, *, read_only: bool) -> None:
    """Look at the rollback journal beside the database, in which half a change is where it is not empty.

    Raises NeedsWriting for that with ``read_only``, and StorageTrouble where it is no file: SQLite would wait for a
    pipe.
    """
    try:
        there = path.with_name(path.name + ROLLBACK_ENDING).stat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise trouble(error) from None
    if not stat.S_ISREG(there.st_mode):
        raise trouble(OSError(errno.EINVAL, ""))
    if read_only and there.st_size > 0:
        message = pgettext("error", "A change was cut off here and has to be undone first; nothing was changed.")
        raise NeedsWriting(message, pgettext("error", "Open the journal once for writing, or restore the copy."))


def _start_of(path: Path) -> bytes:
    try:
        with opened_plain(path, links=True) as stream:
            return stream.read(SALT_BYTES)
    except OSError as error:
        raise trouble(error) from None


def _check_start(path: Path) -> None:
    if not stat.S_ISREG(path.stat().st_mode):
        raise FileNotFoundError(errno.ENOENT, "")
    start = _start_of(path)
    if start == _PLAIN_START:
        message = pgettext("error", "The journal’s database is not encrypted, so it was not opened.")
        raise Damaged(message, pgettext("error", "Open a backup of the journal."))
    if not start:
        message = pgettext(
            "error", "The journal’s database is empty: what was in it is lost here; nothing was changed."
        )
        raise Damaged(message, pgettext("error", "Open a backup of the journal."))


def _authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    if action in _DENIED or (action == dbapi2.SQLITE_FUNCTION and (second or "").lower() in _DENIED_FUNCTIONS):
        return int(dbapi2.SQLITE_DENY)
    return int(dbapi2.SQLITE_OK)
