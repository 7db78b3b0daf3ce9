"""New folders of vaults and copies: they appear whole under their name, and what a killed maker left goes."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from journal_app.durable import sync_folder
from journal_app.vault.files import make_private_folder
from journal_app.vault.places import FILES, is_own, is_own_file

if sys.platform != "win32":  # pragma: no branch - another system
    import fcntl

_TOKEN_BYTES = 4


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Give a private folder to fill, which becomes ``target`` when the block finishes; raises OSError.

    ``target`` may be an empty folder. Where the block does not finish, nothing is left. What an earlier maker of the
    same target left when it was killed is removed first.
    """
    clear_leftovers(target)
    part = target.with_name(f"{target.name}.part-{secrets.token_hex(_TOKEN_BYTES)}")
    try:
        make_private_folder(part)
        with _held(part):
            yield part
            if target.is_dir():
                target.rmdir()
            part = part.rename(target)  # what goes wrong from here on takes it away under this name
            sync_folder(target.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def clear_leftovers(target: Path) -> int:
    """Remove folders that makers of ``target`` left when they were killed, and return how many; raises nothing.

    One that somebody is still filling, and one that holds anything this program did not write, stays as it is.
    """
    name = re.compile(re.escape(target.name) + rf"\.part-[0-9a-f]{{{2 * _TOKEN_BYTES}}}")
    cleared = 0
    with suppress(OSError):
        for left in [each for each in target.parent.iterdir() if name.fullmatch(each.name)]:
            cleared += _cleared(left)
    return cleared


def _cleared(left: Path) -> bool:
    with suppress(OSError):
        if left.is_dir() and not left.is_symlink() and _is_ours(left):
            with _held(left) as alone:
                if alone:
                    shutil.rmtree(left)
                    return True
    return False


def _is_ours(folder: Path) -> bool:
    inside = folder / FILES
    return all(is_own(each.name) for each in folder.iterdir()) and (
        not inside.is_dir() or (not inside.is_symlink() and all(is_own_file(each.name) for each in inside.iterdir()))
    )


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Hold a folder while it is filled, and say whether that could be had: the system gives it back after a kill."""
    if sys.platform == "win32":  # pragma: no cover - a folder cannot be held there, so nothing is cleared
        yield False
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        alone = True
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # somebody holds it, or this file system cannot tell
            alone = False
        yield alone
    finally:
        os.close(descriptor)
