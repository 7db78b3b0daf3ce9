"""Files and pictures that are pasted or dropped: bytes as another program offers them, never decoded here."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

from journal_app.i18n import pgettext
from journal_app.services import evidence
from journal_app.services.intake import NewFile
from journal_app.ui import given

# What is taken, the first that is offered: without loss before with loss, for many programs offer several made of one.
_ENDINGS = {
    "image/png": "png", "image/tiff": "tiff", "image/bmp": "bmp", "image/webp": "webp", "image/heic": "heic",
    "image/jpeg": "jpg", "image/gif": "gif",
}  # fmt: skip


def files(data: QMimeData) -> list[NewFile]:
    """Return the files that are given, or else the picture; nothing where neither can be taken."""
    paths = given.files_in(data)
    if paths:
        return evidence.names_of(paths)
    found = picture(data)
    return [found] if found is not None else []


def why_not(data: QMimeData) -> str:
    """Return the sentence for files or a picture that cannot be taken; empty where words are given."""
    if not given.is_for_the_page(data):
        return ""
    if data.hasUrls():
        return given.out_of_reach()
    return pgettext(
        "entry", "This picture is offered in a way that cannot be taken as it is; nothing was added. "
        "Save it as a file, then add the file.",
    )  # fmt: skip


def picture(data: QMimeData) -> NewFile | None:
    """Return the bytes of a picture exactly as they are offered; None where no format that is taken is offered."""
    formats = set(data.formats())
    if given.WINDOWS_PNG in formats:
        found = bytes(data.data(given.WINDOWS_PNG).data())
        return _file(found, "png") if found else None
    for name, ending in _ENDINGS.items():
        found = bytes(data.data(name).data()) if name in formats else b""
        if found:
            return _file(found, ending)
    return None


def _file(source: bytes, ending: str) -> NewFile:
    return NewFile(name=pgettext("entry", "pasted picture.{ending}").format(ending=ending), source=source)
