"""Another look put on what is shown: sizes and colours change, and nothing that is written, chosen or open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QLayout, QScrollBar, QWidget

from journal_app.ui.theme import Space, Theme
from journal_app.ui.tokens import Look

_ROUNDS = 1000  # milliseconds within which the layout is done
_MARGINS, _BETWEEN = "steps around", "steps between"


def fitted(widget: QWidget, fit: Callable[[], object]) -> None:
    """Give a widget a size that follows the text: ``fit`` sets it, now and whenever another look is put on."""
    vars(widget)["dress"] = fit
    fit()


def spaced(layout: QLayout, margins: tuple[int, int, int, int], spacing: int) -> None:
    """Give a layout its margins (left, top, right, bottom) and what lies between its parts.

    Those that are spaces of the theme follow the text whenever another look is put on.
    """
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    layout.setProperty(_MARGINS, [_steps(each) for each in margins])
    layout.setProperty(_BETWEEN, _steps(spacing))


def _steps(space: int) -> float:
    return space.steps if isinstance(space, Space) else -1.0


def put_on(root: QWidget, theme: Theme, look: Look, text_percent: int) -> None:
    """Give everything in a window another look; what is in view stays there."""
    for bar in _bars(root):
        if bar.value():
            _Place(bar)
    theme.apply(look, text_percent)
    widgets = [root, *root.findChildren(QWidget)]
    for layout in root.findChildren(QLayout):
        _space(layout, theme)
    for widget in reversed(widgets):  # what is around others is fitted after them, and has the last word
        dress = getattr(widget, "dress", None)
        if callable(dress):
            dress()
    for widget in widgets:
        widget.updateGeometry()
        widget.update()


def _space(layout: QLayout, theme: Theme) -> None:
    around, between = layout.property(_MARGINS), layout.property(_BETWEEN)
    if around is None:
        return
    now = layout.contentsMargins()
    sides = (now.left(), now.top(), now.right(), now.bottom())
    layout.setContentsMargins(
        *(theme.space(steps) if steps >= 0 else side for steps, side in zip(around, sides, strict=True))
    )
    if between >= 0:
        layout.setSpacing(theme.space(between))


def _bars(root: QWidget) -> list[QScrollBar]:
    return [each.verticalScrollBar() for each in root.findChildren(QAbstractScrollArea)]


class _Place(QObject):
    """Keeps what is in view there for as long as the layout takes, whose rounds change the range of a scroll bar."""

    def __init__(self, bar: QScrollBar) -> None:
        super().__init__(bar)
        self._bar, self._part = bar, bar.value() / bar.maximum()
        bar.rangeChanged.connect(self._restore)
        bar.sliderPressed.connect(self.deleteLater)
        QTimer.singleShot(_ROUNDS, self, self.deleteLater)

    def _restore(self) -> None:
        self._bar.setValue(round(self._part * self._bar.maximum()))
