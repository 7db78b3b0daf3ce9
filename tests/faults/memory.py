"""What is in the memory of a process and of all it started, read from outside (proc(5), /proc/PID/mem)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_UNREADABLE = {"[vvar]", "[vsyscall]", "[vvar_vclock]"}
Needles = Mapping[str, tuple[bytes, ...]]


def as_text(words: str) -> tuple[bytes, ...]:
    """Return how words lie in memory: as Python and files keep them, and as Qt does."""
    return words.encode(), words.encode("utf-16-le")


def as_key(key: bytes) -> tuple[bytes, ...]:
    """Return how a key lies in memory: as it is, and written out."""
    return key, key.hex().encode(), key.hex().upper().encode()


def family(first: int) -> list[int]:
    """Return a process and all it started, as far as they live."""
    found, waiting = [], [first]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        for listing in Path(f"/proc/{pid}/task").glob("*/children"):
            waiting += map(int, listing.read_text(encoding="ascii").split())
    return found


def found_in(first: int, needles: Needles) -> dict[str, int]:
    """Count every needle in a process and all it started; raises OSError where their memory may not be read."""
    counts = dict.fromkeys(needles, 0)
    for pid in family(first):
        maps = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8", errors="replace").splitlines()
        with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
            for line in maps:
                where, rights, *rest = line.split(None, 5)
                if "r" not in rights or (len(rest) == 4 and rest[3] in _UNREADABLE):
                    continue
                begin, end = (int(each, 16) for each in where.split("-"))
                part = _read(memory, begin, end)
                for name, forms in needles.items():
                    counts[name] += sum(part.count(form) for form in forms)
    return counts


def _read(memory: object, begin: int, end: int) -> bytes:
    try:
        memory.seek(begin)  # type: ignore[attr-defined]
        return bytes(memory.read(end - begin))  # type: ignore[attr-defined]
    except (OSError, OverflowError, ValueError):  # mapped, and not there: a device, or past the end of a file
        return b""
