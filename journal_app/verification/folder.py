"""The folder of a package, read without trusting it: no links followed, nothing but plain files opened."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from journal_app.errors import BadInput, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.integrity.manifest import ManifestFile
from journal_app.verification.report import shown

BLOCK = 1 << 20
DEEPEST = 8
MAX_ENTRIES = 200_000
"""More than any package has; a folder beyond it is refused before it takes the memory of the reader."""

LEFT_BY_BROWSERS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""File browsers write these into a folder that somebody looks at; they are named, not counted as added."""
_DOUBLE, _DOUBLE_MARK, _MOST_DOUBLE = "._", b"\x00\x05\x16\x07", 1 << 20
"""What a Mac writes beside a file on a disk that cannot keep its notes of it (RFC 1740, appendix A: AppleDouble)."""


@dataclass(frozen=True)
class Survey:
    """What is in a folder: plain files by name (POSIX, relative), what is no plain file, and browsers' leftovers."""

    root: Path
    files: Mapping[str, ManifestFile]
    folders: frozenset[str]
    strange: tuple[str, ...]
    leftovers: tuple[str, ...]
    elsewhere: frozenset[str] = frozenset()
    """Files that a manifest may name and that are not to be looked for here."""

    def read(self, name: str, limit: int) -> bytes | None:
        """Return the bytes of file ``name``, or None where it is absent or larger than ``limit`` bytes."""
        found = self.files.get(name)
        if found is None or found.size > limit:
            return None
        with opened(self.root / name) as source:
            return source.read(limit)


def survey(root: Path) -> Survey:
    """Return what is below ``root``, with the SHA-256 of each plain file.

    Raises BadInput where ``root`` is no folder or holds too much, StorageTrouble where something cannot be read.
    """
    files: dict[str, ManifestFile] = {}
    folders, strange, leftovers = [], [], []
    for name, entry in _entries(root):
        if entry.is_dir(follow_symlinks=False):
            folders.append(name)
        elif not entry.is_file(follow_symlinks=False):
            strange.append(name)
        elif entry.name in LEFT_BY_BROWSERS or _is_double(root, name):
            leftovers.append(name)
        else:
            files[name] = fingerprint(root / name, name)
    return Survey(root, files, frozenset(folders), tuple(sorted(strange)), tuple(sorted(leftovers)))


def _is_double(root: Path, name: str) -> bool:
    """Say whether a file is the notes of a Mac on the file or folder beside it."""
    path = root / name
    of = path.name.removeprefix(_DOUBLE)
    if of == path.name or not os.path.lexists(path.with_name(of)):
        return False
    with opened(path) as source:
        return source.read(len(_DOUBLE_MARK)) == _DOUBLE_MARK and os.fstat(source.fileno()).st_size <= _MOST_DOUBLE


def fingerprint(path: Path, name: str) -> ManifestFile:
    """Return name, SHA-256 and size of the plain file at ``path``, read in blocks."""
    digest, size = hashlib.sha256(), 0
    with opened(path) as source:
        while block := source.read(BLOCK):
            digest.update(block)
            size += len(block)
    return ManifestFile(name, digest.hexdigest(), size)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a plain file; raises StorageTrouble where it is something else or cannot be read."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(path, flags), "rb") as source:  # noqa: PTH123 - a descriptor, not a path
            if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
                raise _unreadable(path.name)
            yield source
    except OSError:
        raise _unreadable(path.name) from None


def _entries(root: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Walk below ``root`` in a fixed order, folders before what is in them, never through a link."""
    waiting, count = [""], 0
    while waiting:
        prefix = waiting.pop()
        try:
            with os.scandir(root / prefix) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except NotADirectoryError:
            raise not_a_package(root) from None
        except OSError:
            raise _unreadable(prefix or root.name) from None
        count += len(entries)
        if count > MAX_ENTRIES or prefix.count("/") > DEEPEST:
            raise _too_much(root)
        for entry in entries:
            name = prefix + entry.name
            yield name, entry
            if entry.is_dir(follow_symlinks=False):
                waiting.append(name + "/")


def _unreadable(name: str) -> StorageTrouble:
    message = pgettext("error", "{name} cannot be read; nothing was changed.")
    advice = pgettext("error", "Copy the package to this computer and check the copy.")
    return StorageTrouble(message.format(name=shown(name)), advice)


def not_a_package(root: Path) -> BadInput:
    """Return the error about a file or a device that is nothing to check."""
    message = pgettext("error", "{name} is neither a package folder nor a PDF; nothing was changed.")
    advice = pgettext("error", "Name the folder that holds SHA256SUMS and manifest.json.")
    return BadInput(message.format(name=shown(root.name)), advice, source=root.name)


def _too_much(root: Path) -> BadInput:
    message = pgettext("error", "{name} holds more than a package can hold; nothing was changed.")
    advice = pgettext("error", "Name the folder that holds SHA256SUMS and manifest.json, and only that one.")
    return BadInput(message.format(name=shown(root.name)), advice, source=root.name)
