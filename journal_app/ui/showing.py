"""Showing and hiding a part of a page, whether or not it stands in the window yet, and scrolling to it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

_LAID_OUT = 1000  # milliseconds within which the layout is done
_AROUND = 8  # pixels that are shown above and below what is typed in


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
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # nothing is said before the first page

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def focus_again(field: QWidget, part: QWidget) -> None:
    """Give a field the focus for another try, unless the person is writing outside of ``part`` by now."""
    focus = QApplication.focusWidget()
    if focus is None or part.isAncestorOf(focus):
        field.setFocus()


def lead_to(field: QWidget | None) -> bool:
    """Give a field the focus and scroll to it; says whether there is one."""
    if field is None:
        return False
    field.setFocus()
    bring_into_view(field)
    return True


def bring_into_view(part: QWidget) -> None:
    """Scroll to a part of a page that was just shown, once it has its place."""

    def scroll() -> None:
        around = _scrolled(part)
        if around is not None:
            around.ensureWidgetVisible(part)

    QTimer.singleShot(0, part, scroll)


def _scrolled(part: QWidget) -> QScrollArea | None:
    """Return what scrolls a part of a page."""
    around = part.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    return around


def keep_focus_in_view() -> None:
    """Scroll to where is typed, now and in the rounds that the layout takes until everything has its size.

    What has the focus must not be hidden (WCAG 2.2, 2.4.11).
    """
    focus = QApplication.focusWidget()
    around = _scrolled(focus) if focus is not None else None
    if focus is not None and around is not None:
        _Followed(around, focus)


class _Followed(QObject):
    def __init__(self, around: QScrollArea, part: QWidget) -> None:
        super().__init__(part)
        self._around, self._part = around, part
        bar = around.verticalScrollBar()
        bar.rangeChanged.connect(self._scroll)
        bar.sliderPressed.connect(self.deleteLater)
        QTimer.singleShot(0, self, self._scroll)
        QTimer.singleShot(_LAID_OUT, self, self.deleteLater)

    def _scroll(self) -> None:
        inner = self._around.widget()
        if inner is None or not self._part.hasFocus() or not inner.isAncestorOf(self._part):
            return
        cursor = self._part.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
        cursor = cursor.toRect() if isinstance(cursor, QRectF) else cursor
        if not self._part.rect().intersects(cursor):  # in a long text that is shown from its beginning
            cursor.moveTop(0)
        place = QRect(self._part.mapTo(inner, cursor.topLeft()), cursor.size())
        self._around.ensureVisible(place.center().x(), place.center().y(), 0, place.height() // 2 + _AROUND)


def hold_in_view(beside: QWidget) -> None:
    """Keep what has the focus where it is seen while ``beside``, which may stand above it, becomes higher or lower."""
    focus, around = QApplication.focusWidget(), _scrolled(beside)
    if focus is not None and around is not None and around.isAncestorOf(focus):
        _Held(around, focus)


class _Held(QObject):
    """Scrolls along for as long as the layout takes, whose rounds change the range of the scroll bar."""

    def __init__(self, around: QScrollArea, part: QWidget) -> None:
        super().__init__(part)
        self._around, self._part, self._place = around, part, self._now(around, part)
        bar = around.verticalScrollBar()
        bar.rangeChanged.connect(self._restore)
        bar.sliderPressed.connect(self.deleteLater)
        QTimer.singleShot(_LAID_OUT, self, self.deleteLater)

    @staticmethod
    def _now(around: QScrollArea, part: QWidget) -> int:
        return part.mapTo(around.viewport(), QPoint()).y()

    def _restore(self) -> None:
        bar = self._around.verticalScrollBar()
        bar.setValue(bar.value() + self._now(self._around, self._part) - self._place)
