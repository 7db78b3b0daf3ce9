"""What a program and its children asked the system for, as strace wrote it down."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

OPENING = frozenset({"open", "openat", "openat2"})
OTHERS = frozenset({"umask", "socket", "socketpair"})
MAKING = frozenset(
    {"creat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "mkdir", "mkdirat", "mknod",
     "mknodat", "truncate"}
)  # fmt: skip
TRACED = "trace=" + ",".join(sorted(OPENING | MAKING | OTHERS))
LOCAL = frozenset({"AF_UNIX", "AF_LOCAL"})

_CALL = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)(?:<(.*)>)?")
_BROKEN_OFF = re.compile(r"(\d+) +(.*?) ?<unfinished \.\.\.>$")
_TAKEN_UP = re.compile(r"(\d+) +<\.\.\. \w+ resumed>(.*)$")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|(.))")
_FOLDER = re.compile(r"(?:AT_FDCWD|\d+)<([^>]*)>, ")
_WRITING = re.compile(r"O_(?:WRONLY|RDWR|CREAT|TRUNC|TMPFILE)")


@dataclass(frozen=True)
class Call:
    """One call that succeeded: who asked, its name, all it was given, the places that stand in it, and the answer."""

    process: int
    name: str
    given: str
    places: tuple[str, ...]
    answer: int


@functools.cache
def why_not() -> str:
    """Return why the names of files cannot be watched here, or nothing.

    The window lets nobody read its memory, and the name of a file stands in it: only an administrator sees it.
    """
    if shutil.which("strace") is None:
        return "strace is not installed"
    if os.geteuid() != 0:
        return "only an administrator can see which files a program opens that lets nobody read its memory"
    tried = subprocess.run(
        ["strace", "-f", "-y", "-qq", "-e", "trace=openat", "/bin/true"],
        capture_output=True,
        text=True,
        check=False,
    )
    return f"strace cannot trace here: {tried.stderr.strip()}" if tried.returncode else ""


def watched(log: Path, command: list[str]) -> list[str]:
    """Return the command that runs ``command`` and all it starts under strace, and writes to ``log``.

    Without the quicker ``--seccomp-bpf``: with it strace does not see what the program's own filter refuses.
    """
    return ["strace", "-f", "-y", "-qq", "-s", "4096", "-e", TRACED, "-o", str(log), *command]


def read(log: Path) -> list[Call]:
    """Return the calls that succeeded, in their order."""
    found = []
    for line in _whole_lines(log.read_text(encoding="utf-8", errors="surrogateescape").splitlines()):
        call = _CALL.match(line)
        if call is None:
            continue
        process, name, given, answer, place = call.groups()
        if int(answer) >= 0 or name == "socket":
            found.append(Call(int(process), name, given, tuple(_places(given, place)), int(answer)))
    return found


def _whole_lines(lines: Iterable[str]) -> Iterator[str]:
    """Put together what another process broke into."""
    begun: dict[str, str] = {}
    for line in lines:
        if broken := _BROKEN_OFF.match(line):
            begun[broken[1]] = broken[2]
        elif (taken := _TAKEN_UP.match(line)) and taken[1] in begun:
            yield f"{taken[1]} {begun.pop(taken[1])}{taken[2]}"
        else:
            yield line


def _places(given: str, opened: str | None) -> Iterator[str]:
    """Yield the whole paths: what was opened, as the system names it, or what was given."""
    if opened is not None:
        yield _plain(opened)
        return
    folders = [_plain(each) for each in _FOLDER.findall(given)] or [""]
    for number, text in enumerate(_TEXT.findall(given)):
        yield os.path.normpath(os.path.join(folders[min(number, len(folders) - 1)], _plain(text)))  # noqa: PTH118


def _plain(text: str) -> str:
    def letter(found: re.Match[str]) -> str:
        return chr(int(found[1], 8)) if found[1] else {"n": "\n", "t": "\t", "r": "\r"}.get(found[2], found[2])

    return os.fsdecode(_ESCAPE.sub(letter, text).encode("latin-1", "replace"))


def is_writing(call: Call) -> bool:
    """Say whether a call makes something on a disk or opens it to be changed."""
    if call.name in OPENING:
        return _WRITING.search(_TEXT.sub("", call.given)) is not None
    return call.name in MAKING


def written(calls: Iterable[Call]) -> set[str]:
    """Return the places that were made, changed, or opened for that."""
    return {place for call in calls if is_writing(call) for place in call.places}


def opened(calls: Iterable[Call]) -> set[str]:
    """Return all that was opened, for reading too."""
    return {place for call in calls if call.name in OPENING for place in call.places}


def families(calls: Iterable[Call]) -> set[str]:
    """Return the families of the sockets that were asked for, also where the system refused them."""
    return {call.given.partition(",")[0] for call in calls if call.name in {"socket", "socketpair"}}


def before_the_umask(calls: Iterable[Call], within: Path) -> list[str]:
    """Return what was made below ``within`` before the program said that its files are for their owner alone."""
    early = []
    for call in calls:
        if call.name == "umask" and call.given.strip() in {"077", "0077"}:
            return early
        if is_writing(call):
            early += [place for place in call.places if place.startswith(f"{within}/")]
    return early
