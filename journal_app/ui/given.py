"""What is pasted or dropped on a field: words go into it, files and pictures to the page around it, never a path."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext

if TYPE_CHECKING:  # a class of Qt takes its time when it is first named
    from PySide6.QtCore import QUrl

_OF_WORDS = frozenset({"http", "https", "mailto"})  # addresses that a person may want to keep as words
# How the libraries of a desktop name what is no file: they would make a picture of it by decoding it here.
PIXELS = "application/x-qt-image"
WINDOWS_PNG = 'application/x-qt-windows-mime;value="PNG"'


@runtime_checkable
class TakesFiles(Protocol):
    """A page that takes the files and pictures given to one of its fields."""

    def take_given(self, data: QMimeData) -> None:
        """Take what was pasted or dropped."""


def files_in(data: QMimeData) -> list[Path]:
    """Return the files that are given; some programs name them as words alone."""
    urls = data.urls() or _named(data.text())
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


def is_for_the_page(data: QMimeData) -> bool:
    """Say whether what is given is no text: files, also those on another computer, or a picture without words."""
    if files_in(data) or any(url.scheme() not in _OF_WORDS for url in data.urls()):
        return True
    return has_picture(data) and not data.hasText()


def has_picture(data: QMimeData) -> bool:
    """Say whether a picture is offered, in whatever way; nothing of it is read."""
    return any(name in {PIXELS, WINDOWS_PNG} or name.startswith("image/") for name in data.formats())


def hand_on(field: QWidget, data: QMimeData) -> None:
    """Give to the nearest page around a field what does not belong into it; where none takes it, nothing is done."""
    taker = taker_of(field)
    if taker is not None:
        taker.take_given(data)


def taker_of(field: QWidget) -> TakesFiles | None:
    """Return the nearest page around a field that takes files, or what is given itself where it is one."""
    around: QWidget | None = field
    while around is not None and not isinstance(around, TakesFiles):
        around = around.parentWidget()
    return around


def out_of_reach() -> str:
    """Return the sentence for files that are given by an address this program does not open."""
    return pgettext(
        "given", "This file is not on this computer, so nothing was added. Copy it to this computer, then add it."
    )


def _named(text: str) -> list[QUrl]:
    """Return the files a text names where it does nothing else: each of its lines is the address of one."""
    from PySide6.QtCore import QUrl

    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [QUrl(line) for line in lines] if all(line.startswith("file:") for line in lines) else []
