"""What the lock files name: libraries, versions and digests, and whatever in them is not pinned by a digest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNTIME, DEVELOPMENT, AUDIT = "requirements.lock", "requirements-dev.lock", "packaging/audit.lock"

_PINNED = re.compile(r"([a-z0-9-]+)==([A-Za-z0-9.!+_-]+)(?: ; (.+?))? \\")
_DIGEST = re.compile(r"    --hash=sha256:([0-9a-f]{64})( \\)?")


@dataclass(frozen=True, slots=True)
class Locked:
    """One library: name, version, on which systems (a marker, or empty), SHA-256 of each of its files."""

    name: str
    version: str
    marker: str
    digests: tuple[str, ...]


def read(text: str) -> tuple[tuple[Locked, ...], tuple[str, ...]]:
    """Return the libraries of a lock, and what is wrong with it, a sentence each.

    Two kinds of lines are allowed: a name with its exact version, and below it the digests, each but the last going on
    in the next line. So nothing comes from an address, from a folder, with another digest or with none.
    """
    found: list[Locked] = []
    wrong: list[str] = []
    goes_on = False
    for number, line in enumerate(text.splitlines(), 1):
        pinned, digest = _PINNED.fullmatch(line), _DIGEST.fullmatch(line)
        if pinned and not goes_on:
            found.append(Locked(pinned[1], pinned[2], pinned[3] or "", ()))
            goes_on = True
        elif digest and goes_on:
            last = found[-1]
            found[-1] = Locked(last.name, last.version, last.marker, (*last.digests, digest[1]))
            goes_on = bool(digest[2])
        else:
            wrong.append(f"line {number} is neither a pinned library nor its digest: {line.strip()[:80]}")
            goes_on = pinned is not None
    wrong += [f"{each.name} {each.version} has no digest" for each in found if not each.digests]
    names = [each.name for each in found]
    wrong += [f"{name} stands twice" for name in sorted({name for name in names if names.count(name) > 1})]
    if goes_on:
        wrong.append("its last line goes on, and nothing follows")
    if not found:
        wrong.append("it names nothing")
    return tuple(found), tuple(wrong)


def locked(name: str, root: Path = ROOT) -> tuple[Locked, ...]:
    """Return the libraries of a lock file of the project."""
    return read((root / name).read_text(encoding="ascii"))[0]
