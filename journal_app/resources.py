"""The one door to the files that come with the program."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
_PLACES = (_HERE / "_resources", _HERE.parent / "resources")  # installed package, source checkout


def folder(name: str = "") -> Path:
    """Return the folder ``name`` below ``resources/``; it may not exist."""
    root = next((place for place in _PLACES if os.path.isdir(place)), _PLACES[-1])  # noqa: PTH112 - never raises
    return root / name if name else root


def path(name: str) -> Path:
    """Return the path of the resource ``name`` (POSIX style, relative to ``resources/``).

    Raises FileNotFoundError where the program is installed incompletely.
    """
    found = folder(name)
    if not found.exists():
        raise FileNotFoundError(f"resource {name} is missing: the program is installed incompletely")
    return found


def read_bytes(name: str) -> bytes:
    """Return the bytes of the resource ``name``."""
    return path(name).read_bytes()


def read_text(name: str) -> str:
    """Return the UTF-8 text of the resource ``name``."""
    return path(name).read_text(encoding="utf-8")


def read_json(name: str) -> Any:
    """Return the parsed JSON of the resource ``name``."""
    import json  # what asks for the passphrase reads no such file

    return json.loads(read_bytes(name))
