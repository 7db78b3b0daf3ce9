"""Where Linux may write memory to: swap space, and whether what lies below it is encrypted."""

from __future__ import annotations

import os
import re
from pathlib import Path

ENCRYPTED = tuple(f"CRYPT-{kind}" for kind in ("PLAIN", "LUKS1", "LUKS2", "LOOPAES", "TCRYPT", "BITLK", "FVAULT2"))
"""How the names begin that cryptsetup gives encrypted devices (dm/uuid in sysfs; libcryptsetup.h, the types).

Its INTEGRITY and VERITY are not encrypted.
"""
_OCTAL = re.compile(r"\\(\d{3})")


def swap_is_encrypted(swaps: Path = Path("/proc/swaps"), sys: Path = Path("/sys")) -> bool | None:
    """Say whether all that memory may be written to is encrypted; None where this computer does not tell.

    Reads proc(5), "/proc/swaps", and the kernel's sysfs-block and sysfs-block-dm. True without any swap space.
    """
    try:
        lines = swaps.read_text(encoding="utf-8", errors="surrogateescape").splitlines()[1:]
        answers = [_is_encrypted(Path(_written(line.split()[0])), sys) for line in lines if line.strip()]
    except OSError:
        return None
    if False in answers:
        return False
    return None if None in answers else True


def _written(name: str) -> str:
    """Return a path without the kernel's octal escapes of blanks."""
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), name)


def _is_encrypted(place: Path, sys: Path) -> bool | None:
    """Judge a swap space: a device, or a file on one."""
    try:
        status = place.stat()
    except OSError:
        return None
    number = status.st_rdev or status.st_dev
    return _device_is_encrypted(sys / "dev" / "block" / f"{os.major(number)}:{os.minor(number)}")


def _device_is_encrypted(device: Path) -> bool | None:
    """Judge a block device and what it lies on; None where the kernel shows none, as below some file systems."""
    if not device.is_dir():
        return None
    if _read(device / "dm" / "uuid").startswith(ENCRYPTED):
        return True
    if device.resolve().name.startswith("zram"):
        return _read(device / "backing_dev") in {"", "none"}  # memory, unless it writes what it packed to a disk
    below = sorted(device.glob("slaves/*"))
    answers = {_device_is_encrypted(each) for each in below} or {False}
    if False in answers:
        return False
    return None if None in answers else True


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
