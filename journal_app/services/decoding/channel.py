"""The program's end of the two pipes to the worker: every wait has an end, and no answer is larger than is agreed."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
from time import monotonic
from typing import Any

from journal_app.services.decoding.protocol import HEAD, MOST_JSON


class TooSlow(Exception):
    """The time is over."""


class NotAsAgreed(Exception):
    """The pipe ended, or what came is no frame."""


class Channel:
    """The pipes of a worker, with a time (of ``time.monotonic``) by which everything has to be done."""

    def __init__(self, process: subprocess.Popen[bytes], until: float) -> None:
        assert process.stdin is not None  # noqa: S101 - opened as pipes
        assert process.stdout is not None  # noqa: S101 - opened as pipes
        self._to, self._from = process.stdin.fileno(), process.stdout.fileno()
        self._until = until

    def send(self, data: bytes) -> None:
        """Write everything; raises TooSlow, and OSError where nobody reads any more."""
        os.set_blocking(self._to, False)
        view = memoryview(data)
        while view:
            self._wait(self._to, selectors.EVENT_WRITE)
            view = view[os.write(self._to, view[: 1 << 20]) :]

    def receive(self, most: int) -> tuple[dict[str, Any], bytes]:
        """Return head and data of the next frame; nothing is read of one with more than ``most`` bytes of data.

        Raises TooSlow, NotAsAgreed, and ValueError or RecursionError where the head is no JSON.
        """
        json_length, data_length = HEAD.unpack(self._read(HEAD.size))
        if json_length > MOST_JSON or data_length > most:
            raise NotAsAgreed
        head = json.loads(self._read(json_length))
        if not isinstance(head, dict):
            raise NotAsAgreed
        return head, self._read(data_length)

    def _read(self, count: int) -> bytes:
        parts = []
        while count:
            self._wait(self._from, selectors.EVENT_READ)
            part = os.read(self._from, min(count, 1 << 20))
            if not part:
                raise NotAsAgreed
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def _wait(self, descriptor: int, event: int) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, event)
            if not selector.select(max(0.0, self._until - monotonic())):
                raise TooSlow
