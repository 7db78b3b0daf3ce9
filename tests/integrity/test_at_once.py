"""Coroutines run to their end without an event loop of the system: what they give, and what they may not ask for."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest

from journal_app.integrity.at_once import Waits, at_once


async def _one(number: int) -> int:
    await asyncio.sleep(0)
    return number


async def _several() -> list[int]:
    jobs = [_one(number) for number in range(5)]
    found = [await job for job in asyncio.as_completed(jobs)]
    return [*found, *await asyncio.gather(_one(5), asyncio.create_task(_one(6)))]


async def _wrong() -> None:
    await _one(1)
    raise KeyError("wrong")


def test_what_a_coroutine_returns_or_raises_is_handed_on() -> None:
    assert sorted(at_once(_several())) == list(range(7))
    with pytest.raises(KeyError, match="wrong"):
        at_once(_wrong())


async def _never() -> None:
    await asyncio.get_running_loop().create_future()


async def _never_of_two() -> None:
    await asyncio.gather(_never(), _one(1))


async def _deaf() -> None:
    try:
        await _never()
    except asyncio.CancelledError:
        await _never()


async def _for_a_time() -> None:
    await asyncio.sleep(3600)


async def _for_a_thread() -> None:
    await asyncio.to_thread(print)


async def _for_a_connection() -> None:
    await asyncio.open_connection("127.0.0.1", 9)


@pytest.mark.parametrize("waiting", [_never, _never_of_two, _deaf, _for_a_time, _for_a_thread, _for_a_connection])
def test_what_would_wait_is_refused_and_prints_nothing(
    waiting: Callable[[], Coroutine[Any, Any, None]], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Waits):
        at_once(waiting())
    gc.collect()
    assert capfd.readouterr() == ("", "")


def test_a_loop_that_runs_already_is_as_it_was() -> None:
    async def outer(inner: Callable[[], Awaitable[int]]) -> int:
        before = asyncio.get_running_loop()
        found = at_once(_one(3))
        assert asyncio.get_running_loop() is before
        return found + await inner()

    assert at_once(outer(lambda: _one(4))) == 7
    with pytest.raises(RuntimeError):
        asyncio.get_running_loop()


def test_a_call_that_was_taken_back_is_not_made() -> None:
    made: list[int] = []

    async def taken_back() -> None:
        asyncio.get_running_loop().call_soon(made.append, 1).cancel()
        asyncio.get_running_loop().call_soon(made.append, 2)
        await asyncio.sleep(0)

    at_once(taken_back())
    assert made == [2]
