"""The sticks that are plugged in: drives the system calls removable, or shows where it shows what is plugged in."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo

# Where Linux systems mount what is plugged in (udisks2; the Filesystem Hierarchy Standard 3.0, 3.11), and macOS.
_PLUGGED_IN = (Path("/media"), Path("/run/media"), Path("/Volumes"))
_BLOCKS = Path("/sys/class/block")


@dataclass(frozen=True, slots=True)
class Drive:
    """A drive that is mounted: its name, the folder it is seen at, and what the system calls its device."""

    name: str
    folder: Path
    device: str


def found() -> list[Drive]:
    """Return the sticks that are plugged in and can be written to; asks the system, which may take a while."""
    return sticks(_mounted())


def sticks(drives: Iterable[Drive], blocks: Path = _BLOCKS) -> list[Drive]:
    """Return those of ``drives`` that are sticks; ``blocks`` is where the system tells of its devices."""
    return [each for each in drives if _is_removable(each.device, blocks) or _is_plugged_in(each.folder)]


def _mounted() -> list[Drive]:
    drives = [each for each in QStorageInfo.mountedVolumes() if each.isValid() and each.isReady()]
    return [
        Drive(each.displayName() or each.rootPath(), Path(each.rootPath()), bytes(each.device().data()).decode())
        for each in drives
        if not each.isReadOnly() and not each.isRoot()
    ]


def _is_plugged_in(folder: Path) -> bool:
    return any(place in folder.parents for place in _PLUGGED_IN)


def _is_removable(device: str, blocks: Path) -> bool:
    """Say what the system says of a device, or of the one it is a part of.

    Linux keeps it in ``removable`` beside each disk (Documentation/ABI/stable/sysfs-block); a part of a disk lies in
    the folder of its disk.
    """
    if sys.platform == "win32":  # pragma: no cover - another system
        return _is_removable_on_windows(device)
    name = device.removeprefix("/dev/")
    if not device.startswith("/dev/") or not name or "/" in name:
        return False
    try:
        disk = (blocks / name).resolve(strict=True)
        places = (disk / "removable", disk.parent / "removable")
        return any(place.read_text(encoding="ascii").strip() == "1" for place in places if place.is_file())
    except (OSError, ValueError):
        return False


def _is_removable_on_windows(device: str) -> bool:  # pragma: no cover - another system
    """Ask Windows (GetDriveTypeW; DRIVE_REMOVABLE is 2); not tested there."""
    import ctypes

    return bool(ctypes.windll.kernel32.GetDriveTypeW(device) == 2)  # type: ignore[attr-defined]
