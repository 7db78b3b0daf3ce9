"""Work beside other work: each piece once, in order, and every failure where it belongs."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from journal_app.vault.beside import Beside, ahead


def failing(count: int) -> Iterator[int]:
    yield from range(count)
    raise OSError(count)


def test_every_piece_comes_once_and_in_order() -> None:
    assert list(ahead(iter(range(50)))) == list(range(50))
    assert list(ahead(iter(()))) == []
    assert list(ahead(iter([b"", b"x", b""]))) == [b"", b"x", b""]


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_failure_comes_after_all_that_was_made_before_it(count: int) -> None:
    coming = ahead(failing(count))
    assert [next(coming) for _ in range(count)] == list(range(count))
    with pytest.raises(OSError, match=str(count)):
        next(coming)


def test_the_next_piece_is_made_while_one_is_worked_on() -> None:
    made = threading.Event()

    def pieces() -> Iterator[int]:
        yield 1
        made.set()
        yield 2

    coming = ahead(pieces())
    assert next(coming) == 1
    assert made.wait(60)
    assert list(coming) == [2]


def test_work_is_done_on_another_thread_and_that_ends_with_the_block() -> None:
    before = threading.active_count()
    with Beside() as beside:
        waited = [beside.begin(threading.get_ident) for _ in range(3)]
        (other,) = {each() for each in waited}
        assert other != threading.get_ident()
    assert threading.active_count() == before
    with Beside():
        assert threading.active_count() == before


def test_a_reader_who_stops_leaves_no_thread() -> None:
    before = threading.active_count()
    coming = ahead(iter(range(9)))
    assert next(coming) == 0
    coming.close()  # type: ignore[attr-defined]  # a generator
    assert threading.active_count() == before
