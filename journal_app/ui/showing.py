"""Showing and hiding a part of a page, whether or not it stands in the window yet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def reveal(part: QWidget, shown: bool) -> None:  # noqa: FBT001 - the shape of Qt's own
    """Show or hide a part of a page; one that stands in no window yet will be shown with what it is put into.

    Qt would make it a window of its own at once, which flashes and takes the focus from the real one.
    """
    if shown and part.parentWidget() is None:
        part.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, on=False)
        part.setAttribute(Qt.WidgetAttribute.WA_WState_Hidden, on=False)
    else:
        part.setVisible(shown)


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say something politely, when it has said what it is saying; the focus stays."""
    if text and widget.isVisible():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
