"""The order in which Tab goes through a window: as it is read, also through what was added later."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QStackedWidget, QWidget

# By name: a class of Qt takes its time when it is first named in Python, and the first page holds none of the views.
_WHOLE = ("QAbstractItemView", "QAbstractButton")


def in_order(widget: QWidget) -> Iterator[QWidget]:
    """Yield everything in a widget that Tab reaches, as it is read: layout by layout, from its first to its last."""
    if _reached(widget):
        yield widget
    if isinstance(widget, QStackedWidget):
        current = widget.currentWidget()
        yield from in_order(current) if current is not None else ()
    elif isinstance(widget, QScrollArea):
        inner = widget.widget()
        yield from in_order(inner) if inner is not None else ()
    elif (layout := widget.layout()) is not None and not any(map(widget.inherits, _WHOLE)):
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None and not widget.isHidden():
            yield from in_order(widget)
        elif inner is not None:
            yield from _in_layout(inner)


def _reached(widget: QWidget) -> bool:
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(policy) and widget.isEnabled() and widget.isVisible()


def step(window: QWidget, root: QWidget, *, forward: bool) -> bool:
    """Move the focus to the next thing in reading order, around at the end; says whether there was one."""
    reached = list(in_order(root))
    if not reached:
        return False
    focus = window.focusWidget()
    here = next((place for place, each in enumerate(reached) if each is focus), -1 if forward else 0)
    following = reached[(here + (1 if forward else -1)) % len(reached)]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    following.setFocus(reason)
    return True
