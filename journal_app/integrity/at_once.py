"""Coroutines that never wait, run to their end in this thread: no socket, no descriptor, no other thread.

The library that signs and checks documents is written for networks, which nothing here uses. The event loop of the
standard library opens a pair of sockets before it does anything (asyncio.selector_events), and tells of it on standard
error where one of them cannot be closed.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import Context, copy_context
from typing import Any, TypeVar

Result = TypeVar("Result")


class Waits(RuntimeError):
    """A coroutine would have to wait: for a time, a thread or an answer. It was given up; this is our bug."""


class _Loop(asyncio.AbstractEventLoop):
    """Runs what is ready, and has nothing that could make anything ready later.

    What else a loop can do raises NotImplementedError, as the standard library has it (timers, threads, connections).
    """

    def __init__(self) -> None:
        self._ready: deque[tuple[asyncio.Handle, Callable[[], object]]] = deque()

    def run_ready(self) -> None:
        """Run until nothing is ready."""
        while self._ready:
            handle, call = self._ready.popleft()
            if not handle.cancelled():
                call()

    def call_soon(  # type: ignore[override]  # the same but for how its types are written
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        """Make a call ready."""
        within = copy_context() if context is None else context
        handle = asyncio.Handle(callback, args, self, within)
        self._ready.append((handle, lambda: within.run(callback, *args)))
        return handle

    def create_future(self) -> asyncio.Future[Any]:
        """Return a new future."""
        return asyncio.Future(loop=self)

    def create_task(self, coro: Any, **options: Any) -> asyncio.Task[Any]:
        """Return a task whose first step is ready."""
        return asyncio.Task(coro, loop=self, **options)

    def get_debug(self) -> bool:
        """Say that nothing is watched."""
        return False

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        """Print nothing: what fails is raised to whoever asked."""


def at_once(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """Return what a coroutine returns, or raise what it raises. Raises Waits where it would have to wait."""
    loop: Any = _Loop()  # type: ignore[abstract]  # what is not there cannot be done without waiting
    outer = asyncio._get_running_loop()  # noqa: SLF001 - for those who write loops, and exported for them
    asyncio._set_running_loop(loop)  # noqa: SLF001
    try:
        task: asyncio.Task[Result] = loop.create_task(coroutine)
        loop.run_ready()
        if not task.done():
            for each in asyncio.all_tasks(loop):
                each.cancel()
            loop.run_ready()
            raise Waits("an answer is waited for")
        return task.result()
    except NotImplementedError as error:
        raise Waits("a time, a thread or a connection is waited for") from error
    finally:
        asyncio._set_running_loop(outer)  # noqa: SLF001
