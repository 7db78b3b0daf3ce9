"""Network folders: refused, because their locks and their word that something is saved cannot be relied on."""

from __future__ import annotations

import os
import re
from pathlib import Path

from journal_app.errors import StorageTrouble
from journal_app.i18n import pgettext

_MOUNTS = Path("/proc/self/mountinfo")
_ESCAPE = re.compile(r"\\([0-7]{3})")  # mountinfo writes space, tab, newline and backslash as three octal digits
NETWORK_TYPES = frozenset(
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afs",
        "ceph",
        "9p",
        "coda",
        "davfs",
        "davfs2",
        "ncpfs",
        "glusterfs",
        "lustre",
        "beegfs",
        "orangefs",
        "pvfs2",
    ]
)
NETWORK_PREFIXES = (
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.davfs",
    "fuse.gvfsd",
    "fuse.kio",
    "fuse.s3fs",
    "fuse.glusterfs",
    "fuse.ceph",
    "fuse.smbnetfs",
    "fuse.curlftpfs",
    "fuse.juicefs",
    "fuse.google-drive",
    "fuse.onedriver",
    "fuse.goofys",
    "fuse.gcsfuse",
)


def refuse_network_folder(folder: Path, mounts: Path = _MOUNTS) -> None:
    """Raise StorageTrouble where ``folder``, which need not be there yet, lies on a network file system.

    ``mounts`` is Linux' list of mounts (mountinfo, proc(5)). On Windows a path that begins with two separators is
    one; elsewhere, and where there is no list, nothing is known and nothing is refused.
    """
    if str(folder).startswith("\\\\") or _is_network_type(_file_system(folder, mounts)):
        message = pgettext(
            "error", "This folder lies on a network, where saving cannot be relied on; nothing was changed."
        )
        advice = pgettext("error", "Choose a folder on this computer or on a USB stick, or copy the journal there.")
        raise StorageTrouble(message, advice)


def _is_network_type(kind: str) -> bool:
    return kind in NETWORK_TYPES or kind.startswith(NETWORK_PREFIXES)


def _file_system(folder: Path, mounts: Path) -> str:
    try:
        listed = mounts.read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return ""
    place = os.path.realpath(folder)
    best, kind = "", ""
    for line in listed.splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) < 5 or not right:
            continue
        point = _ESCAPE.sub(lambda found: chr(int(found[1], 8)), fields[4])
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):  # the later of two at one place hides the earlier
            best, kind = point, right.split(" ")[0]
    return kind
