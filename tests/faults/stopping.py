"""A change of keys that ends after so many changes of names while it is finished."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from journal_app.vault import settling


def stopped_after(
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    calls: int,
    raised: type[BaseException],
    seen: type[BaseException] | None = None,
) -> bool:
    """Finish a change, and let ``raised`` end it after so many changes of names; says whether it did.

    ``seen`` is what comes out of it then, where that is something else.
    """
    left, expected = iter(range(calls)), seen or raised

    def counted(work: Callable[..., object]) -> Callable[..., object]:
        def do(*arguments: object, **named: object) -> object:
            if next(left, None) is None:
                raise raised
            return work(*arguments, **named)

        return do

    with monkeypatch.context() as patched:
        for name in ("replace", "unlink"):
            patched.setattr(Path, name, counted(getattr(Path, name)))
        patched.setattr(os, "fsync", counted(os.fsync))
        try:
            settling.settle(folder)
        except expected:
            return True
    return False
