from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # has no type information

from journal_app.errors import Damaged, ReadingOnly, StorageTrouble
from journal_app.vault import connection as connections
from journal_app.vault.connection import APPLICATION_ID, Connection, MemoryCopy

KEY = bytes(range(48))


class Disk:
    """Counts how often the reserve was asked for."""

    def __init__(self) -> None:
        self.freed = 0

    def free(self) -> None:
        self.freed += 1


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def database(path: Path, disk: Disk) -> Iterator[Connection]:
    opened = Connection(path, bytearray(KEY), create=True, on_full=disk.free)
    opened.execute("CREATE TABLE lines (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")
    yield opened
    opened.close()


def again(path: Path, key: bytes = KEY) -> Connection:
    return Connection(path, bytearray(key), on_full=lambda: None)


def fill(database: Connection, count: int = 400) -> None:
    with database.transaction():
        for number in range(count):
            database.execute("INSERT INTO lines VALUES (?, ?)", (number, f"line {number} " * 20))


@pytest.mark.parametrize("ending", ["", "-journal"])
def test_a_pipe_at_its_place_is_refused(database: Connection, path: Path, ending: str) -> None:
    """SQLite waits for what may never come."""
    database.close()
    place = path.with_name(path.name + ending)
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    with pytest.raises(StorageTrouble):
        again(path)


def test_what_is_saved_is_there_again(database: Connection, path: Path) -> None:
    fill(database)
    database.close()
    database.close()
    other = again(path)
    assert other.execute("SELECT count(*) FROM lines") == [(400,)]
    assert other.problems() == []
    other.close()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("busy_timeout", 30_000), ("cipher_log_level", "NONE"), ("journal_mode", "truncate"), ("synchronous", 3),
        ("temp_store", 2),
        ("secure_delete", 1), ("foreign_keys", 1), ("recursive_triggers", 1), ("trusted_schema", 0),
        ("cell_size_check", 1), ("fullfsync", 1), ("mmap_size", 0), ("cipher_status", "1"),
        ("cipher_page_size", "4096"), ("cipher_hmac_algorithm", "HMAC_SHA512"), ("cipher_use_hmac", "1"),
        ("cipher_plaintext_header_size", "0"), ("cipher_memory_security", "0"), ("application_id", APPLICATION_ID),
    ],
)  # fmt: skip
def test_every_setting_stands(database: Connection, path: Path, pragma: str, value: object) -> None:
    assert database.execute(f"PRAGMA {pragma}") == [(value,)]
    other = again(path)
    assert other.execute(f"PRAGMA {pragma}") == [(value,)]
    other.close()


def test_a_setting_that_is_not_taken_stops_the_opening(
    database: Connection, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_SETTINGS", (("synchronous", "OFF", 3),))
    with pytest.raises(StorageTrouble, match="setting"):
        again(path)
    monkeypatch.setattr(connections, "_SETTINGS", (("no_such_pragma", "1", 1),))
    with pytest.raises(StorageTrouble, match="setting"):
        again(path)


def test_nothing_readable_is_on_the_disk(database: Connection, path: Path) -> None:
    fill(database)
    database.execute("BEGIN IMMEDIATE")
    database.execute("UPDATE lines SET text = 'line changed'")
    for file in path.parent.iterdir():
        data = file.read_bytes()
        assert b"line" not in data
        assert b"CREATE" not in data
        assert not data.startswith(b"SQLite")
    database.execute("ROLLBACK")
    assert bytes(KEY[32:]) == path.read_bytes()[:16]


def test_files_are_private(path: Path, open_umask: None) -> None:
    database = Connection(path, bytearray(KEY), create=True, on_full=lambda: None)
    database.execute("CREATE TABLE one (text TEXT)")
    database.execute("BEGIN IMMEDIATE")
    database.execute("INSERT INTO one VALUES ('a')")
    modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    assert modes == {"journal.db": 0o600, "journal.db-journal": 0o600}
    database.execute("COMMIT")
    database.close()


def test_a_key_of_another_length_is_a_mistake(path: Path) -> None:
    with pytest.raises(ValueError, match="32"):
        Connection(path, bytearray(32), create=True, on_full=lambda: None)
    assert not path.exists()


@pytest.mark.parametrize("key", [bytes(48), bytes(1) + KEY[1:], KEY[:31] + b"x" + KEY[32:]])
def test_another_key_opens_nothing(database: Connection, path: Path, key: bytes) -> None:
    if key == KEY:
        key = KEY[:-17] + bytes(1) + KEY[-16:]
    with pytest.raises(Damaged):
        again(path, key)


def test_what_is_there_is_not_made_again(database: Connection, path: Path) -> None:
    with pytest.raises(StorageTrouble):
        Connection(path, bytearray(KEY), create=True, on_full=lambda: None)
    assert database.execute("SELECT count(*) FROM lines") == [(0,)]


def test_what_is_missing_is_not_made(path: Path) -> None:
    with pytest.raises(StorageTrouble):
        again(path)
    assert not path.exists()
    os.mkfifo(path)
    with pytest.raises(StorageTrouble):
        again(path)


def test_a_plain_database_is_refused(path: Path) -> None:
    plain = dbapi2.connect(str(path))
    plain.execute("CREATE TABLE one (text)")
    plain.close()
    assert path.read_bytes().startswith(b"SQLite")
    with pytest.raises(Damaged, match="not encrypted"):
        again(path)


def test_an_emptied_database_is_not_shown_as_an_empty_journal(database: Connection, path: Path) -> None:
    database.close()
    path.write_bytes(b"")
    with pytest.raises(Damaged, match="empty"):
        again(path)
    assert path.stat().st_size == 0


def test_a_new_database_is_never_an_empty_file(path: Path) -> None:
    Connection(path, bytearray(KEY), create=True, on_full=lambda: None).close()
    again(path).close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "journal.db"
    database = Connection(path, bytearray(KEY), create=True, on_full=lambda: None)
    database.execute("CREATE TABLE lines (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")
    fill(database)
    database.close()
    return path


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32 - 1))
def test_any_flipped_bit_is_found_and_never_read(filled: Path, path: Path, drawn: int) -> None:
    changed = bytearray(filled.read_bytes())
    bit = drawn % (len(changed) * 8)
    changed[bit // 8] ^= 1 << bit % 8
    path.write_bytes(changed)
    try:
        database = again(path)
    except Damaged:
        return
    try:
        assert database.problems()
        if bit >= 16 * 8:  # before that stands the salt, which is not read when the key is given whole
            with pytest.raises(Damaged):
                database.execute("SELECT sum(length(text)), count(*) FROM lines")
    finally:
        database.close()


def test_a_damaged_salt_is_found_and_costs_nothing(filled: Path, path: Path) -> None:
    data = filled.read_bytes()
    path.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    database = again(path)
    assert database.problems() == ["salt"]
    assert database.execute("SELECT count(*) FROM lines") == [(400,)]
    path.unlink()
    with pytest.raises(StorageTrouble):
        database.problems()
    database.close()


@pytest.mark.parametrize("pages", [1, 2, 3, 10])
@pytest.mark.parametrize("odd", [0, 7])
def test_a_shortened_database_is_found(filled: Path, path: Path, pages: int, odd: int) -> None:
    path.write_bytes(filled.read_bytes()[: pages * 4096 - odd])
    try:
        database = again(path)
    except Damaged:
        return
    assert database.problems()
    database.close()


def test_a_database_cut_at_a_page_is_found(filled: Path, path: Path) -> None:
    path.write_bytes(filled.read_bytes()[:-4096])
    with pytest.raises(Damaged):
        again(path)


def test_transactions_are_whole(database: Connection) -> None:
    with pytest.raises(KeyboardInterrupt), database.transaction():  # noqa: PT012 - both statements count
        database.execute("INSERT INTO lines VALUES (1, 'one')")
        raise KeyboardInterrupt
    assert database.execute("SELECT * FROM lines") == []
    with database.transaction():
        database.execute("INSERT INTO lines VALUES (2, 'two')")
    assert database.execute("SELECT * FROM lines") == [(2, "two")]


def test_a_commit_that_does_not_hold_is_undone(database: Connection) -> None:
    database.execute("CREATE TABLE kept (line INTEGER REFERENCES lines DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(dbapi2.IntegrityError), database.transaction():
        database.execute("INSERT INTO kept VALUES (99)")
    assert database.execute("SELECT * FROM kept") == []
    with database.transaction():
        database.execute("INSERT INTO lines VALUES (3, 'three')")


def test_a_transaction_the_block_ended_itself(database: Connection) -> None:
    with pytest.raises(KeyboardInterrupt), database.transaction():  # noqa: PT012 - both statements count
        database.execute("ROLLBACK")
        raise KeyboardInterrupt


def test_a_full_disk_frees_the_reserve_and_keeps_what_was_saved(database: Connection, disk: Disk) -> None:
    fill(database, 10)
    pages = database.execute("PRAGMA page_count")[0][0]
    database.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StorageTrouble, match="no space left"), database.transaction():  # noqa: PT012 - many are needed
        for number in range(1000, 1400):
            database.execute("INSERT INTO lines VALUES (?, ?)", (number, "more " * 50))
    assert disk.freed == 1
    assert database.execute("SELECT count(*) FROM lines") == [(10,)]
    database.execute("PRAGMA max_page_count=1000000")
    database.execute("INSERT INTO lines VALUES (1000, 'more')")


def test_another_writer_is_told_to_wait(database: Connection, path: Path) -> None:
    other = again(path)
    other.execute("PRAGMA busy_timeout=0")
    with database.transaction(), pytest.raises(StorageTrouble, match="could not be read or written"):
        other.execute("BEGIN IMMEDIATE")
    other.close()


TOO_LITTLE = """
import sys
from pathlib import Path
from journal_app.errors import StorageTrouble
from journal_app.vault.connection import Connection
database = Connection(Path(sys.argv[1]), bytearray(range(48)), on_full=lambda: None)
database.execute("PRAGMA hard_heap_limit=4000000")
try:
    database.execute("SELECT length(randomblob(50000000))")
except StorageTrouble as error:
    print(error)
print(database.execute("SELECT count(*) FROM lines"))
"""


def test_too_little_memory_is_said_so_and_work_goes_on(database: Connection, path: Path) -> None:
    database.close()
    done = subprocess.run([sys.executable, "-c", TOO_LITTLE, path], capture_output=True, text=True, check=True)
    assert "enough free memory" in done.stdout
    assert "(0,)" in done.stdout


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH ':memory:' AS other",
        "ATTACH '/tmp/plain' AS other KEY ''",
        "DETACH main",
        "VACUUM INTO '/tmp/never-made'",
        "SELECT load_extension('x')",
        "SELECT sqlcipher_export('main')",
        "SELECT fts3_tokenizer('simple')",
    ],
)
def test_ways_out_are_closed(database: Connection, statement: str) -> None:
    # The words are SQLite's own for what the program forbids: without it some would still go wrong, for other reasons.
    with pytest.raises(
        dbapi2.Error, match=r"^(not authorized( to use function: \w+)?|authorization denied)$"
    ) as refused:
        database.execute(statement)
    function = statement.startswith("SELECT")
    assert ("to use function" in str(refused.value)) is function
    assert len(database.execute("PRAGMA database_list")) == 1
    assert not any(Path(each).exists() for each in ("/tmp/never-made", "/tmp/plain"))  # noqa: S108 - not made


def test_a_mistake_of_the_program_is_not_hidden(database: Connection) -> None:
    with pytest.raises(dbapi2.OperationalError):
        database.execute("SELECT nothing FROM nowhere")
    database.close()
    with pytest.raises(dbapi2.ProgrammingError):
        database.execute("SELECT 1")


def test_a_script_of_several_statements(database: Connection) -> None:
    database.script(
        "CREATE TABLE one (text TEXT); -- a note; with a semicolon\n"
        "CREATE TRIGGER two AFTER INSERT ON one BEGIN\n  INSERT INTO lines VALUES (1, new.text);\nEND;\n"
        "INSERT INTO one\n VALUES ('a;b')"
    )
    assert database.execute("SELECT * FROM lines") == [(1, "a;b")]
    database.script("DELETE FROM lines;\n\n")
    assert database.execute("SELECT * FROM lines") == []


def test_a_copy_that_breaks_off_is_trouble_with_the_disk(database: Connection, tmp_path: Path, disk: Disk) -> None:
    """What the library raises then has no name, only words; it was taken for a mistake of the program."""
    fill(database)
    copy = Connection(tmp_path / "copy.db", bytearray(KEY), create=True, on_full=disk.free)
    copy.execute("PRAGMA max_page_count=2")
    with pytest.raises(StorageTrouble):
        database.copy_to(copy)
    copy.close()


def test_a_copy_is_the_same_under_its_own_key(database: Connection, tmp_path: Path) -> None:
    fill(database)
    other_key = bytes(reversed(KEY))
    copy = Connection(tmp_path / "copy.db", bytearray(other_key), create=True, on_full=lambda: None)
    database.copy_to(copy)
    copy.close()
    with pytest.raises(Damaged):
        again(tmp_path / "copy.db")
    copy = again(tmp_path / "copy.db", other_key)
    assert copy.problems() == []
    assert copy.execute("SELECT * FROM lines") == database.execute("SELECT * FROM lines")
    copy.close()


def test_errors_repeat_nothing_that_was_written(database: Connection, path: Path) -> None:
    database.close()
    path.write_bytes(b"x" * 4096)
    with pytest.raises(Damaged) as caught:
        again(path)
    assert str(path) not in str(caught.value)
    assert KEY.hex() not in str(caught.value)


def test_a_copy_that_cannot_be_written_is_told_in_words(database: Connection, disk: Disk, tmp_path: Path) -> None:
    fill(database)
    copy = Connection(tmp_path / "copy.db", bytearray(KEY), create=True, on_full=disk.free)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, resource.RLIM_INFINITY))
    try:
        with pytest.raises(StorageTrouble, match="could not be read or written"):
            database.copy_to(copy)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        copy.close()


def test_what_cannot_be_written_asks_for_the_reserve_as_well(database: Connection, disk: Disk) -> None:
    """A quota that is used up is an error of writing to SQLite, which knows only the disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (16384, resource.RLIM_INFINITY))
    try:
        with pytest.raises(StorageTrouble, match="space left on it"):
            fill(database)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert disk.freed >= 1
    fill(database)


def test_a_copy_in_memory_changes_alone_and_then_not_any_more(database: Connection, path: Path) -> None:
    database.execute("INSERT INTO lines (text) VALUES ('kept')")
    before = path.read_bytes()
    copy = MemoryCopy(database)
    with copy.transaction():
        copy.execute("INSERT INTO lines (text) VALUES ('only in memory')")
    assert copy.execute("SELECT text FROM lines") == [("kept",), ("only in memory",)]
    assert database.execute("SELECT text FROM lines") == [("kept",)]
    copy.only_read()
    with pytest.raises(ReadingOnly), copy.transaction():
        pass
    with pytest.raises(StorageTrouble):
        copy.execute("INSERT INTO lines (text) VALUES ('late')")
    with pytest.raises(dbapi2.Error, match="not authorized"):
        copy.execute("ATTACH ':memory:' AS other")
    assert copy.problems() == []
    assert path.read_bytes() == before
    copy.close()
    copy.close()
    with pytest.raises(dbapi2.ProgrammingError):
        database.execute("SELECT 1")


def test_what_is_damaged_is_not_copied_into_memory(database: Connection, path: Path) -> None:
    database.execute("INSERT INTO lines (text) VALUES (?)", ("x" * 50_000,))
    database.close()
    data = bytearray(path.read_bytes())
    data[-3000] ^= 1
    path.write_bytes(data)
    damaged = Connection(path, bytearray(range(48)), on_full=lambda: None)
    with pytest.raises(Damaged):
        MemoryCopy(damaged)
    assert damaged.problems() != []
    damaged.close()


def test_a_copy_in_memory_that_stops_half_way_leaves_nothing_open(
    database: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Connection] = []

    def stopped(_: Connection, target: Connection) -> None:
        begun.append(target)
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(Connection, "copy_to", stopped)
        with pytest.raises(StorageTrouble, match="not enough free memory"):
            MemoryCopy(database)
    with pytest.raises(dbapi2.ProgrammingError):  # it is closed
        begun[0].execute("SELECT 1")
    assert database.execute("SELECT count(*) FROM lines") == [(0,)]
