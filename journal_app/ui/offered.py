"""Pictures that another program offers, by paste or by drop: its bytes as they are, never decoded here."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

from journal_app.i18n import pgettext
from journal_app.services.evidence import NewFile

# What is taken, the first that is offered: without loss before with loss, for many programs offer several made of one.
_ENDINGS = {
    "image/png": "png", "image/tiff": "tiff", "image/bmp": "bmp", "image/webp": "webp", "image/heic": "heic",
    "image/jpeg": "jpg", "image/gif": "gif",
}  # fmt: skip
# How the libraries of a desktop name what is no file: they would make a picture of it by decoding it here.
_PIXELS = "application/x-qt-image"
_WINDOWS_PNG = 'application/x-qt-windows-mime;value="PNG"'


def has_picture(data: QMimeData) -> bool:
    """Say whether a picture is offered, in whatever way; nothing of it is read."""
    return any(name in {_PIXELS, _WINDOWS_PNG} or name.startswith("image/") for name in data.formats())


def picture(data: QMimeData) -> NewFile | None:
    """Return the bytes of a picture exactly as they are offered; None where no format that is taken is offered."""
    formats = set(data.formats())
    if _WINDOWS_PNG in formats:
        found = bytes(data.data(_WINDOWS_PNG).data())
        return _file(found, "png") if found else None
    for name, ending in _ENDINGS.items():
        found = bytes(data.data(name).data()) if name in formats else b""
        if found:
            return _file(found, ending)
    return None


def _file(source: bytes, ending: str) -> NewFile:
    return NewFile(name=pgettext("entry", "pasted picture.{ending}").format(ending=ending), source=source)
