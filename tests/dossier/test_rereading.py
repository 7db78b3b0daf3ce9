"""What is read again is what was written, wherever the file stands, and the file stays there."""

from __future__ import annotations

import io
import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from journal_app.dossier.rereading import reread

MOVES = st.lists(st.tuples(st.integers(0, 300), st.sampled_from((os.SEEK_SET, os.SEEK_END)), st.integers(-1, 300)))


@given(data=st.binary(max_size=256), moves=MOVES)
def test_it_reads_as_a_file_in_memory_does(data: bytes, moves: list[tuple[int, int, int]]) -> None:
    path = Path(os.environ["TMPDIR"]) / "file"
    with path.open("w+b") as file:
        file.write(data)  # not yet on the disk
        again, wanted = reread(file), io.BytesIO(data)
        for offset, whence, size in moves:
            place = offset if whence == os.SEEK_SET else -min(offset, len(data))
            assert again.seek(place, whence) == wanted.seek(place, whence)
            assert again.tell() == wanted.tell()
            assert again.read(size) == wanted.read(size)
            assert again.tell() == wanted.tell()
    path.unlink()


def test_the_file_can_be_written_on(tmp_path: Path) -> None:
    with (tmp_path / "file").open("w+b") as file:
        file.write(b"one")
        reading = reread(file)
        file.seek(0, os.SEEK_END)
        assert reading.read() == b"one"
        file.write(b" two")
        reading.close()
        assert reread(file).read() == b"one two"


def test_what_is_in_memory_is_read_from_its_beginning() -> None:
    source = io.BytesIO(b"words")
    source.read()
    assert reread(source).read() == b"words"
