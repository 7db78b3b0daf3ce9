"""Pictures that are read ahead: each once, never more than one before it is asked for, and errors where it is."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from journal_app.dossier.ahead import Ahead
from journal_app.dossier.case import ExhibitPage
from journal_app.errors import Damaged


def page(load: Callable[[], bytes]) -> ExhibitPage:
    return ExhibitPage(media_type="image/png", width=1, height=1, notes=(), text="", load=load)


def pages(count: int, read: list[int]) -> list[ExhibitPage]:
    def load(number: int) -> bytes:
        read.append(number)
        return bytes([number])

    return [page(lambda number=number: load(number)) for number in range(count)]  # type: ignore[misc]


def test_each_is_read_once_and_at_most_one_ahead() -> None:
    read: list[int] = []
    wanted = pages(5, read)
    with Ahead(wanted) as ahead:
        for number, each in enumerate(wanted):
            assert ahead.take(each) == bytes([number])
            assert len(read) <= number + 2
    assert read == [0, 1, 2, 3, 4]


def test_what_is_asked_for_out_of_turn_is_given_all_the_same() -> None:
    read: list[int] = []
    first, second, third = pages(3, read)
    with Ahead([first, second]) as ahead:
        assert [ahead.take(each) for each in (third, second, first, second)] == [b"\2", b"\1", b"\0", b"\1"]


def test_an_error_comes_where_the_picture_is_asked_for() -> None:
    def damaged() -> bytes:
        raise Damaged("A stored file is missing.", "Look for it in a backup.")

    (sound,), broken = pages(1, []), page(damaged)
    with Ahead([sound, broken]) as ahead:
        assert ahead.take(sound) == b"\0"
        with pytest.raises(Damaged):
            ahead.take(broken)


def test_no_thread_is_left_where_it_is_stopped() -> None:
    before = threading.active_count()

    def stopped() -> None:
        wanted = pages(3, [])
        with Ahead(wanted) as ahead:
            ahead.take(wanted[0])
            raise KeyError

    with pytest.raises(KeyError):
        stopped()
    assert threading.active_count() == before
