"""Synced folders: whose they are, and what the programs that sync them leave between the files of a vault."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from journal_app.vault.connection import PAGE_BYTES
from journal_app.vault.files import opened_plain, trouble
from journal_app.vault.places import DATABASE, FILES, is_own, is_own_file

# What marks a folder as synced, as (name of the service, a file or folder that lies at its top). Each program makes
# these itself; none is needed for anything else.
_MARKS = (
    ("Dropbox", ".dropbox"), ("Dropbox", ".dropbox.cache"), ("Syncthing", ".stfolder"),
    ("OneDrive", ".849C9593-D756-4E56-8D6E-42412F2A707B"), ("Nextcloud", ".nextcloudsync.log"),
    ("Nextcloud", ".owncloudsync.log"), ("Google Drive", ".tmp.drivedownload"), ("Google Drive", ".tmp.driveupload"),
    ("Resilio Sync", ".sync/ID"), ("Seafile", ".seafile-data"), ("MEGA", ".megaignore"),
)  # fmt: skip
_SYNC_DATABASE = re.compile(r"\.?_?\.?_?sync_[0-9a-f]+\.db")  # Nextcloud and ownCloud clients, at the top
# Folders these programs make under such a name of their own.
_NAMES = (
    ("Dropbox", re.compile(r"Dropbox( \(.+\))?")), ("OneDrive", re.compile(r"OneDrive( - .+)?")),
    ("iCloud", re.compile(r"Mobile Documents|com~apple~CloudDocs|iCloud ?Drive")),
    ("Google Drive", re.compile(r"Google ?Drive(-.+)?|My Drive")), ("Nextcloud", re.compile(r"Nextcloud\d*|ownCloud")),
    ("MEGA", re.compile(r"MEGA(sync)?")), ("Box", re.compile(r"Box( Sync)?")), ("pCloud", re.compile(r"pCloud ?Drive")),
)  # fmt: skip
# What a name made from one of the vault's own still has in it. A copy of the lock or the reserve carries nothing.
_FROM_OWN = (
    re.compile(r"(?<![a-z0-9])journal(?![a-z]).*\.db"), re.compile(r"(?<![a-z0-9])header(?![a-z]).*\.(json|bak)"),
    re.compile(r"(?<![a-z0-9])copy(?![a-z]).*\.json"), re.compile(r"^[._~]*state(?![a-z])"),
    re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])"),
)  # fmt: skip

_BESIDE, _APPLE_DOUBLE = "._", b"\x00\x05\x16\x07"


def service_of(folder: Path) -> str:
    """Return the name of the service that seems to sync ``folder``; empty where nothing tells of one."""
    place = folder.absolute()
    for above in (place, *place.parents):
        named = next((name for name, pattern in _NAMES if pattern.fullmatch(above.name)), "")
        if named or (named := _marked(above)):
            return named
    return ""


def _marked(folder: Path) -> str:
    try:
        for name, mark in _MARKS:
            if (folder / mark).exists():
                return name
        if any(_SYNC_DATABASE.fullmatch(each.name) for each in folder.glob(".*sync_*.db")):
            return "Nextcloud"
    except OSError:  # a folder around it that may not be looked into says nothing
        pass
    return ""


def foreign(folder: Path) -> tuple[str, ...]:
    """Return what lies in a vault's folder under a name made from one of its own: copies in conflict, half files.

    Each program that syncs has its own pattern for these, and changes it; what they have in common is that the name
    of the file stays in it. Names that have nothing of the vault's own are left out, and what macOS puts beside each
    file on a disk that is not its own. Raises StorageTrouble.
    """
    place = folder / FILES
    try:
        top = [each for each in folder.iterdir() if not is_own(each.name) and not _is_of_macos(each, is_own)]
        there = list(place.iterdir()) if place.is_dir() else []
        inside = [
            each.name for each in there if not is_own_file(each.name) and not _is_of_macos(each, is_own_file)
        ]  # fmt: skip
    except OSError as error:
        raise trouble(error) from None
    found = [each.name for each in top if _is_from_own(each.name) or (_is_from_files(each.name) and each.is_dir())]
    return tuple(sorted(found + [f"{FILES}/{name}" for name in inside if _is_from_own(name)]))


def _is_of_macos(path: Path, is_name: Callable[[str], bool]) -> bool:
    """Say whether this is an AppleDouble file (RFC 1740) of one of a vault's own: it holds nothing of a journal."""
    if not path.name.startswith(_BESIDE) or not is_name(path.name.removeprefix(_BESIDE)):
        return False
    try:
        with opened_plain(path) as stream:
            return stream.read(len(_APPLE_DOUBLE)) == _APPLE_DOUBLE
    except OSError:
        return False


def _is_from_own(name: str) -> bool:
    """Say whether a name has one in it that carries something of a journal: its database, header, state or a file."""
    bare = name.casefold()
    return any(pattern.search(bare) for pattern in _FROM_OWN)


def _is_from_files(name: str) -> bool:
    return re.match(rf"[._~]*{FILES}[^a-z0-9]", name.casefold()) is not None


def short_of(folder: Path, sizes: Mapping[str, int]) -> tuple[str, ...]:
    """Return the files that are missing in a vault's folder, or shorter than they were written.

    ``sizes`` gives the size in bytes of each file by its id. Of the database a page cut in two shows here; whole pages
    that are missing keep it from being opened. Raises StorageTrouble.
    """
    there = _sizes_in(folder / FILES)
    found = [f"{FILES}/{name}" for name, size in sizes.items() if there.get(name, -1) < size]
    cut = _sizes_in(folder).get(DATABASE, 0) % PAGE_BYTES
    return tuple(sorted([*found, *([DATABASE] if cut else [])]))


def _sizes_in(folder: Path) -> dict[str, int]:
    try:
        return {each.name: each.stat().st_size for each in folder.iterdir() if each.is_file()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise trouble(error) from None
