"""Network folders: refused, because their locks and their word that something is saved cannot be relied on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from journal_app.errors import StorageTrouble
from journal_app.i18n import pgettext

MOUNTS = Path("/proc/self/mountinfo")
NETWORK_TYPES = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb3", "smbfs", "afs", "ceph", "9p", "davfs", "ncpfs", "glusterfs", "lustre"}
)
NETWORK_PREFIXES = ("fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.gvfsd", "fuse.s3fs", "fuse.glusterfs")


def refuse_network_folder(folder: Path, mounts: str | None = None) -> None:
    """Raise StorageTrouble where ``folder`` lies on a network file system.

    ``mounts`` is the text of Linux' mountinfo (proc(5)); by default the system's own. On Windows a path that
    begins with two separators is one; elsewhere nothing is known and nothing is refused.
    """
    if str(folder).startswith("\\\\") or _is_network_type(_file_system(folder, mounts)):
        message = pgettext(
            "error", "This folder lies on a network, where saving cannot be relied on. Nothing was made."
        )
        raise StorageTrouble(message, pgettext("error", "Choose a folder on this computer or on a stick."))


def _is_network_type(kind: str) -> bool:
    return kind in NETWORK_TYPES or kind.startswith(NETWORK_PREFIXES)


def _file_system(folder: Path, mounts: str | None) -> str:
    if mounts is None:
        if not sys.platform.startswith("linux") or not MOUNTS.exists():
            return ""
        mounts = MOUNTS.read_text(encoding="utf-8", errors="replace")
    place = os.path.realpath(folder)
    best, kind = "", ""
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) < 5 or not right:
            continue
        point = fields[4].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, right.split(" ")[0]
    return kind
