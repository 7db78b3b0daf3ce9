from __future__ import annotations

import errno
import hashlib
import io
import itertools
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from journal_app.errors import BadInput, Damaged, JournalError, StorageTrouble
from journal_app.vault import blobs
from journal_app.vault.blobs import CHUNK, BlobStore, StoredBlob, is_file_id, padme

KEY = bytes(range(32))
ONE_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
FEW = settings(ONE_FOLDER, max_examples=12)


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path, KEY)


def content(size: int) -> bytes:
    return (bytes(range(251)) * (size // 251 + 1))[:size]


def add(store: BlobStore, data: bytes) -> StoredBlob:
    return store.add(io.BytesIO(data))


def read(store: BlobStore, blob: StoredBlob) -> bytes:
    with store.open(blob) as stream:
        return stream.read()


@FEW
@example(0)
@example(CHUNK - 9)
@example(CHUNK - 8)
@example(CHUNK - 7)
@example(CHUNK)
@example(CHUNK + 1)
@example(2 * CHUNK - 8)
@given(st.integers(0, 3 * CHUNK + 9))
def test_any_size_comes_back(store: BlobStore, size: int) -> None:
    data = content(size)
    blob = add(store, data)
    assert (blob.size, blob.sha256) == (size, hashlib.sha256(data).hexdigest())
    assert read(store, blob) == data
    store.verify(blob)
    total = padme(size + 8)
    assert (store.folder / blob.file_id).stat().st_size == 17 + total + 16 * -(-total // CHUNK)
    store.remove(blob.file_id)


@FEW
@given(st.lists(st.integers(1, CHUNK * 2), min_size=1, max_size=6))
def test_reading_in_any_portions(store: BlobStore, portions: list[int]) -> None:
    data = content(sum(portions))
    blob = add(store, data)
    with store.open(blob) as stream:
        assert b"".join(stream.read(portion) for portion in portions) == data
        assert stream.readable()
        assert stream.read() == b""
    store.remove(blob.file_id)


@FEW
@example(0, 0)
@example(2 * CHUNK, CHUNK + 1)
@example(CHUNK, CHUNK)
@given(st.integers(0, 2 * CHUNK), st.integers(0, 2 * CHUNK))
def test_the_rest_comes_at_once_after_any_portion(store: BlobStore, size: int, portion: int) -> None:
    data = content(size)
    with store.open(add(store, data)) as stream:
        assert stream.read(portion) == data[:portion]
        assert stream.read() == data[portion:]
        assert stream.read() == b""


def test_a_source_that_gives_little_at_a_time(store: BlobStore) -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 60_001))

    data = content(CHUNK + 70_000)
    assert read(store, store.add(Slow(data))) == data


@given(st.integers(0, 2**50))
def test_padding_adds_at_most_an_eighth_and_never_takes(length: int) -> None:
    padded = padme(length)
    assert length <= padded <= length * 1.12 + 1
    assert padme(padded) == padded


@ONE_FOLDER
@given(st.binary(max_size=300), st.data())
def test_any_flipped_bit_shows(store: BlobStore, data: bytes, draw: st.DataObject) -> None:
    blob = add(store, data)
    path = store.folder / blob.file_id
    stored = bytearray(path.read_bytes())
    bit = draw.draw(st.integers(0, len(stored) * 8 - 1))
    stored[bit // 8] ^= 1 << bit % 8
    path.write_bytes(stored)
    with pytest.raises(Damaged):
        read(store, blob)
    with pytest.raises(Damaged):
        store.verify(blob)
    path.unlink()


def test_every_bit_of_one_small_file(store: BlobStore) -> None:
    blob = add(store, b"a")
    path = store.folder / blob.file_id
    stored = path.read_bytes()
    for bit in range(len(stored) * 8):
        changed = bytearray(stored)
        changed[bit // 8] ^= 1 << bit % 8
        path.write_bytes(changed)
        with pytest.raises(Damaged):
            read(store, blob)
    path.write_bytes(stored)
    assert read(store, blob) == b"a"


@FEW
@given(st.data())
def test_a_flipped_bit_in_any_chunk_shows_and_nothing_wrong_is_given(store: BlobStore, draw: st.DataObject) -> None:
    data = content(2 * CHUNK + 4321)
    blob = add(store, data)
    path = store.folder / blob.file_id
    stored = bytearray(path.read_bytes())
    bit = draw.draw(st.integers(0, len(stored) * 8 - 1))
    stored[bit // 8] ^= 1 << bit % 8
    path.write_bytes(stored)
    given_out = b""
    with pytest.raises(Damaged), store.open(blob) as stream:  # noqa: PT012 - what was given before counts
        while part := stream.read(100_000):
            given_out += part
    assert data.startswith(given_out)
    path.unlink()


def test_chunks_cannot_be_left_out_swapped_or_repeated(store: BlobStore) -> None:
    blob = add(store, content(2 * CHUNK + 4321))
    path = store.folder / blob.file_id
    stored = path.read_bytes()
    start, one, two, rest = (
        stored[:17],
        stored[17 : 33 + CHUNK],
        stored[33 + CHUNK : 49 + 2 * CHUNK],
        stored[49 + 2 * CHUNK :],
    )
    for changed in (start + one + two, start + one + rest, start + two + one + rest, start + one + one + two + rest):
        path.write_bytes(changed)
        with pytest.raises(Damaged):
            store.verify(blob)


def test_a_file_in_the_place_of_another_is_refused(store: BlobStore) -> None:
    one, two = add(store, b"one"), add(store, b"two")
    (store.folder / one.file_id).replace(store.folder / two.file_id)
    with pytest.raises(Damaged):
        read(store, two)
    with pytest.raises(Damaged):
        read(store, replace(two, wrapped_key=one.wrapped_key))


@ONE_FOLDER
@given(st.binary(max_size=80))
def test_no_other_wrapped_key_is_taken(store: BlobStore, wrapped: bytes) -> None:
    blob = add(store, b"text")
    with pytest.raises(Damaged):
        read(store, replace(blob, wrapped_key=wrapped))
    with pytest.raises(Damaged):
        BlobStore(store.folder, bytes(32)).open(blob)


def test_a_record_that_states_another_size_or_digest_is_refused(store: BlobStore) -> None:
    blob = add(store, content(900))
    for size in (0, 899, 901, 5 * CHUNK):
        with pytest.raises(Damaged):
            read(store, replace(blob, size=size))
    with pytest.raises(Damaged):
        store.verify(replace(blob, sha256="0" * 64))


def test_the_other_cipher_is_read_too(tmp_path: Path) -> None:
    data = content(CHUNK + 5)
    blob = add(BlobStore(tmp_path, KEY, algorithm=blobs.CHACHA), data)
    assert read(BlobStore(tmp_path, KEY), blob) == data


def test_a_missing_file_and_one_that_cannot_be_read(store: BlobStore) -> None:
    blob = add(store, b"text")
    path = store.folder / blob.file_id
    path.unlink()
    with pytest.raises(Damaged, match="missing"):
        store.open(blob)
    path.symlink_to(path.name)
    with pytest.raises(StorageTrouble):
        store.open(blob)
    path.unlink()
    path.mkdir()
    with pytest.raises(StorageTrouble):
        store.open(blob)
    with pytest.raises(StorageTrouble):
        store.remove(blob.file_id)


def test_a_disk_that_fails_while_reading(store: BlobStore) -> None:
    with Path("/proc/self/mem").open("rb", buffering=0) as memory, pytest.raises(StorageTrouble):  # address 0: EIO
        blobs._Reader(cast("BinaryIO", memory), add(store, b"text"), bytes(32))


def test_files_are_private_and_tell_nothing(store: BlobStore, open_umask: None) -> None:
    blob = add(store, b"a secret " * 9)
    path = store.folder / blob.file_id
    assert path.stat().st_mode & 0o777 == 0o600
    assert b"secret" not in path.read_bytes()
    assert "secret" not in blob.file_id
    assert is_file_id(path.name)


def test_no_two_files_share_a_key_or_a_nonce(store: BlobStore) -> None:
    one, two = add(store, b"same"), add(store, b"same")
    assert one.wrapped_key != two.wrapped_key
    assert (store.folder / one.file_id).read_bytes()[10:] != (store.folder / two.file_id).read_bytes()[10:]


def test_sweeping_takes_leftovers_and_orphans_and_leaves_what_is_not_ours(store: BlobStore) -> None:
    kept, orphan = add(store, b"kept"), add(store, b"orphan")
    (store.folder / ("0" * 32 + ".part")).write_bytes(b"half")
    for name in ("desktop.ini", "0" * 31, "A" * 32, f"{kept.file_id} (conflict)", "x.part"):
        (store.folder / name).write_bytes(b"")
    assert store.ids() == {kept.file_id, orphan.file_id}
    assert store.sweep([kept.file_id]) == 2
    assert store.ids() == {kept.file_id}
    assert len(list(store.folder.iterdir())) == 6
    assert store.sweep([kept.file_id]) == 0
    store.remove(orphan.file_id)


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    store = BlobStore(tmp_path / "gone", KEY)
    with pytest.raises(StorageTrouble):
        store.ids()
    with pytest.raises(StorageTrouble):
        add(store, b"")


class Failing(io.BytesIO):
    """A stick that is pulled out after the first read."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(content(3 * CHUNK))
        self.error = error

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise self.error
        return super().read(size)


@pytest.mark.parametrize(
    ("error", "expected"), [(OSError(errno.EIO, ""), BadInput), (KeyboardInterrupt(), KeyboardInterrupt)]
)
def test_a_source_that_fails_leaves_nothing(
    store: BlobStore, error: BaseException, expected: type[BaseException]
) -> None:
    with pytest.raises(expected):
        store.add(Failing(error))
    assert list(store.folder.iterdir()) == []


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_file_too_large_for_the_disk_leaves_nothing_and_keeps_the_reserve(tmp_path: Path) -> None:
    freed: list[int] = []
    store = BlobStore(tmp_path, KEY, on_full=lambda: freed.append(1))
    with largest_file(2 * CHUNK):
        kept = add(store, content(CHUNK))
        with pytest.raises(StorageTrouble, match="of this size"):
            add(store, content(4 * CHUNK))
    assert not freed
    assert store.ids() == {kept.file_id} == {path.name for path in tmp_path.iterdir()}
    store.verify(kept)


ON_A_FULL_DISK = """
import io, sys
from pathlib import Path
from journal_app.errors import StorageTrouble
from journal_app.vault.blobs import BlobStore
folder = Path(sys.argv[1])
(folder / "reserve").write_bytes(bytes(1 << 20))
(folder / "files").mkdir()
store = BlobStore(folder / "files", bytes(32), on_full=lambda: (folder / "reserve").unlink())
kept = store.add(io.BytesIO(bytes(1000)))
try:
    store.add(io.BytesIO(bytes(4 << 20)))
except StorageTrouble as error:
    print(error.message)
assert not (folder / "reserve").exists()
assert store.ids() == {kept.file_id} == {path.name for path in (folder / "files").iterdir()}
store.verify(kept)
later = store.add(io.BytesIO(bytes(1 << 20)))
store.verify(later)
"""


def test_a_full_disk_gives_the_reserve_back_and_work_goes_on(tmp_path: Path) -> None:
    mounted = 'mount -t tmpfs -o size=3m none "$0" && exec "$@"'
    if subprocess.run(["unshare", "-rm", "sh", "-c", mounted, tmp_path, "true"], check=False).returncode:
        pytest.skip("no small file system can be made here")
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", mounted, tmp_path, sys.executable, "-c", ON_A_FULL_DISK, tmp_path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "no space left" in done.stdout


WRITE_FOR_EVER = """
import io, sys
from pathlib import Path
from journal_app.vault.blobs import BlobStore

class Endless:
    def read(self, size):
        sys.stdout.write("r")
        sys.stdout.flush()
        return bytes(size)

store = BlobStore(Path(sys.argv[1]), bytes(range(32)))
store.add(io.BytesIO(b"kept"))
store.add(Endless())
"""


def test_a_killed_writer_leaves_a_leftover_and_no_file(store: BlobStore) -> None:
    for reads in (1, 2, 5):
        with subprocess.Popen(
            [sys.executable, "-c", WRITE_FOR_EVER, str(store.folder)], stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.read(reads) == b"r" * reads
            writer.kill()
            writer.wait()
            assert writer.returncode == -signal.SIGKILL
        whole = store.ids()
        assert len(whole) == 1
        assert len(list(store.folder.iterdir())) == 2
        assert store.sweep(whole) == 1
        assert store.sweep(()) == 1
        assert list(store.folder.iterdir()) == []


def test_errors_name_no_file_and_no_key(store: BlobStore) -> None:
    blob = add(store, b"text")
    (store.folder / blob.file_id).write_bytes(b"")
    with pytest.raises(JournalError) as caught:
        store.verify(blob)
    said: Any = str(caught.value)
    assert blob.file_id not in said
    assert str(store.folder) not in said


def test_a_file_whose_name_is_not_on_the_disk_is_not_left(store: BlobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "")

    before = store.ids()
    with monkeypatch.context() as patched:
        patched.setattr("journal_app.vault.files.sync_folder", fail)
        with pytest.raises(StorageTrouble):
            add(store, b"data")
    assert store.ids() == before


def test_the_file_that_is_there_stays_where_the_one_beside_it_cannot_be_kept(
    store: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> None:
        raise OSError(errno.EIO, "")

    kept = add(store, b"data")
    with monkeypatch.context() as patched:
        patched.setattr("journal_app.vault.files.sync_folder", fail)
        with pytest.raises(StorageTrouble):
            store.add_beside(io.BytesIO(b"data"), kept.file_id, ".new")
    assert read(store, kept) == b"data"
    assert [each.name for each in store.folder.iterdir()] == [kept.file_id]


class InPieces(io.BytesIO):
    """A source that gives what it has in pieces of other sizes than were asked for, as a pipe does."""

    def __init__(self, data: bytes, sizes: tuple[int, ...]) -> None:
        super().__init__(data)
        self.sizes = itertools.cycle(sizes)

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 0, next(self.sizes)))


@pytest.mark.parametrize("sizes", [(CHUNK,), (CHUNK, 1), (1, CHUNK), (CHUNK // 3,), (CHUNK - 1, 2)])
def test_in_whatever_pieces_a_file_comes_it_is_the_same(store: BlobStore, sizes: tuple[int, ...]) -> None:
    data = content(4 * CHUNK + 5)
    blob = store.add(InPieces(data, sizes))
    assert (blob.size, blob.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert read(store, blob) == data
    store.verify(blob)


def test_where_no_thread_is_to_be_had_files_are_kept_and_checked_all_the_same(
    store: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")  # as Python says it

    monkeypatch.setattr(threading.Thread, "start", none)
    data = content(5 * CHUNK)
    blob = add(store, data)
    assert (blob.size, blob.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert read(store, blob) == data
    store.verify(blob)
    with pytest.raises(Damaged):
        store.verify(replace(blob, sha256="0" * 64))


def test_damage_in_the_middle_of_a_large_file_is_found_while_the_rest_is_read_ahead(store: BlobStore) -> None:
    blob = add(store, content(6 * CHUNK))
    path = store.place(blob.file_id)
    data = bytearray(path.read_bytes())
    data[3 * CHUNK] ^= 1
    path.write_bytes(data)
    before = threading.active_count()
    with pytest.raises(Damaged):
        store.verify(blob)
    assert threading.active_count() == before


@pytest.mark.parametrize("file_id", ["../mine", "/etc/hostname", "", "a\0b", "F" * 32, "0" * 33])
def test_a_name_that_is_no_id_leads_nowhere(tmp_path: Path, file_id: str) -> None:
    (tmp_path / "mine").write_bytes(b"mine")
    (tmp_path / "files").mkdir()
    store = BlobStore(tmp_path / "files", KEY)
    blob = StoredBlob(file_id=file_id, sha256="0" * 64, size=4, wrapped_key=b"x" * 60)
    for work in (
        lambda: store.open(blob),
        lambda: store.verify(blob),
        lambda: store.remove(file_id),
        lambda: store.rewrapped(blob, store),
        lambda: store.add_beside(io.BytesIO(b"other"), file_id, ""),
    ):
        with pytest.raises(Damaged):
            work()
    assert (tmp_path / "mine").read_bytes() == b"mine"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["mine"]
