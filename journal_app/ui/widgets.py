"""The widgets of the window: plain text only, each with a name for those who do not see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QProgressDialog,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from journal_app.ui import tokens as design
from journal_app.ui.button import Button
from journal_app.ui.dress import spaced
from journal_app.ui.fields import LineField, SecretField, name_widget
from journal_app.ui.heard import resting
from journal_app.ui.showing import announce, reveal
from journal_app.ui.theme import Theme

if TYPE_CHECKING:  # loaded when they are first asked for: the first page has none, and a class of Qt takes its time
    from journal_app.ui.choices import Choice, NumberField
    from journal_app.ui.sign import Sign
    from journal_app.ui.text_field import TextField

# Of others, and found here with the rest.
__all__ = ["Button", "Choice", "LineField", "NumberField", "SecretField", "TextField", "name_widget"]
_LATER = {"Choice": "choices", "NumberField": "choices", "TextField": "text_field"}

_FACTORS = {
    "title": design.TITLE,
    "lead": design.LEAD,
    "small": design.SMALL,
    "muted": design.SMALL,
    "chip": design.SMALL,
}
_ONLY_WITH_WORDS = frozenset({"danger", "ok", "warn"})  # a line of state takes room only while it says something
_STRONG = frozenset({"title", "heading"})
_SUMMARY, _NUMBER = 28, 12  # steps of room for what a closed part says of itself: for words, and for a number alone


def __getattr__(name: str) -> object:
    """Load a kind of widget that the first page has none of."""
    if name not in _LATER:
        raise AttributeError(name)
    from importlib import import_module

    found: object = getattr(import_module(f"journal_app.ui.{_LATER[name]}"), name)
    globals()[name] = found
    return found


def tip(widget: QWidget, text: str) -> None:
    """Give a widget a tooltip that shows its words letter for letter, also where Qt would take them for markup."""
    if "<" in text or "&" in text:
        from html import escape  # no words of the pages before unlocking need it

        text = f"<p style='white-space: pre-wrap'>{escape(text)}</p>"
    widget.setToolTip(text)


class ProgressBox(QProgressDialog):
    """The box that shows how far long work is, and stops it; ``still`` leaves out what moves by itself.

    It takes the keyboard when it appears, so keys that were meant for a field do nothing: Stop is a Tab away.
    """

    def __init__(self, title: str, stop: str, owner: QWidget, *, still: bool = False) -> None:
        self.least = int(still)
        super().__init__("", stop, 0, self.least, owner)
        plain, middle = Qt.TextFormat.PlainText, Qt.AlignmentFlag.AlignCenter
        self.setLabel(QLabel(self, textFormat=plain, alignment=middle))  # the box's own would guess at markup
        self.setLabelText(title)
        button = QPushButton(stop, self)
        button.setAutoDefault(False)  # else Enter presses it wherever the focus is
        self.setCancelButton(button)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def showEvent(self, event: QShowEvent) -> None:
        """Have the focus on the box itself."""
        super().showEvent(event)
        self.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a frame inside while the box itself has the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            highlight = self.palette().color(QPalette.ColorRole.Highlight)
            painter, width = QPainter(self), design.ring(highlight.name())
            painter.setPen(QPen(highlight, width))
            painter.drawRect(QRectF(self.rect()).adjusted(width, width, -width, -width))
            painter.end()


def column(*parts: QWidget | QLayout | int, margins: int = 0, spacing: int = 8) -> QVBoxLayout:
    """Return a column of widgets and layouts; a number is a stretch."""
    return _filled(QVBoxLayout(), parts, margins, spacing)


def row(*parts: QWidget | QLayout | int, margins: int = 0, spacing: int = 8) -> QHBoxLayout:
    """Return a row of widgets and layouts; a number is a stretch."""
    return _filled(QHBoxLayout(), parts, margins, spacing)


_L = TypeVar("_L", bound=QBoxLayout)


def _filled(layout: _L, parts: tuple[QWidget | QLayout | int, ...], margins: int, spacing: int) -> _L:
    spaced(layout, (margins, margins, margins, margins), spacing)
    for part in parts:
        if isinstance(part, int):
            layout.addStretch(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)
    return layout


class Label(QLabel):
    """Words that cannot hold markup: what stands in them is shown letter for letter."""

    def __init__(self, theme: Theme, text: str = "", role: str = "body", *, buddy: QWidget | None = None) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(role != "chip")
        self.setProperty("role", role)
        self._theme = theme
        self._sign: Sign | None = None
        self.dress()
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        if buddy is not None:
            self.setBuddy(buddy)
        self.say(text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the focus is: on a title where a page begins that was turned to."""
        from journal_app.ui.focus_frame import FocusFrame  # few labels ever have it

        super().focusInEvent(event)
        FocusFrame(self._theme, self, self._room_of_words)

    def _room_of_words(self) -> QRect:
        """Return where the words stand: at the side from which they are read."""
        from journal_app.ui.sign import is_read_back  # no first page has words that can be copied

        back = Qt.TextFlag.TextForceRightToLeft if is_read_back(self.text()) else Qt.TextFlag(0)
        flags = int(self.alignment() | Qt.TextFlag.TextWordWrap | back)
        return self.fontMetrics().boundingRect(self.contentsRect(), flags, self.text())

    def dress(self) -> None:
        """Write in the size that belongs to the role."""
        role = self.property("role")
        self.setFont(self._theme.font(_FACTORS.get(role, design.BODY), strong=role in _STRONG))
        if self._sign is not None:
            self.setIndent(self._sign.fit())

    def say(self, text: str) -> None:
        """Show other words; with a field beside them, Qt would take the letter after "&" for a key."""
        shown = text if self.buddy() is None else text.replace("&", "&&")
        is_new = shown != self.text()
        self.setText(shown)
        if text and self._sign is None and self.property("role") in design.SIGNS:
            from journal_app.ui.sign import Sign  # nothing has gone wrong on the first page

            self._sign = Sign(self._theme, self, self.property("role"))
            self.dress()
        if self._sign is not None:
            self._sign.lead(text)
        if self.property("role") in _ONLY_WITH_WORDS:
            reveal(self, bool(text))
            if is_new:
                announce(self, text)


def title_of(page: QWidget) -> Label | None:
    """Return the title of a page, or None where it has none."""
    return next((each for each in page.findChildren(Label) if each.property("role") == "title"), None)


def target_height(widget: QWidget) -> int:
    """Return how high something to click on is at least: the target size, grown with the text."""
    return max(design.TARGET, round(widget.fontMetrics().height() * 1.6))


class Panel(QFrame):
    """A surface: ``role`` is card, notice, bar, nav or pane."""

    def __init__(self, role: str, layout: QLayout) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setLayout(layout)


class Scroll(QScrollArea):
    """Makes room for what is taller than the window; never scrolls sideways."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)


def clear(layout: QLayout) -> None:
    """Let go of everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.deleteLater()


def held(layout: QLayout) -> QWidget:
    """Return a widget that holds a layout."""
    widget = QWidget()
    widget.setLayout(layout)
    return widget


class Section(QWidget):
    """A part of a page that opens and closes; its audience stands beside its title, below it where room lacks."""

    opened = Signal()

    def __init__(
        self,
        theme: Theme,
        identifier: str,
        title: str,
        audience: str,
        inner: Callable[[], QWidget],
        *,
        summary: str = "",
    ) -> None:
        """``inner`` makes the content when the section is first opened; ``summary`` stands behind the title."""
        super().__init__()
        self._theme, self._title, self._make = theme, title, inner
        self._inner: QWidget | None = None
        self._head = Button(theme, f"{identifier}.head", title, icon="chevron-right", role="section", name=title)
        self._head.setCheckable(True)
        self._head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._summary = Label(theme, summary, "muted")
        self._body = QVBoxLayout()
        spaced(self._body, (theme.space(7), 0, 0, theme.space(2)), self._body.spacing())
        self._audience = Label(theme, audience, "small")
        for each in (self._summary, self._audience):
            reveal(each, bool(each.text()))
        self._told = row(self._summary, self._audience)
        self._told.setStretch(0, 1)
        self._top = row(self._head, self._told)
        self.setLayout(column(self._top, self._body, spacing=theme.space(1)))
        self._head.toggled.connect(self._toggle)
        self.dress()

    def say_audience(self, audience: str) -> None:
        """Say who will see what stands in it, where that changed."""
        self._audience.say(audience)
        reveal(self._audience, bool(audience))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what stands beside the title below it where there is too little room."""
        super().resizeEvent(event)
        self.dress()

    def minimumSizeHint(self) -> QSize:
        """Ask for no more width than with all below the title: else what stands beside it would keep its own room."""
        least = max(self._head.minimumSizeHint().width(), self._body.totalMinimumSize().width())
        return QSize(least, super().minimumSizeHint().height())

    def dress(self) -> None:
        """Arrange the head for the room there is in the size of the text of now."""
        space, told, summary = self._theme.space, self._audience, self._summary
        audience, said = (each.fontMetrics().size(0, each.text()).width() + 1 for each in (told, summary))
        least = min(said, space(_SUMMARY))
        beside = self._head.sizeHint().width() + least + audience + space(6) <= self.width()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._top.setDirection(across if beside else down)
        self._told.setDirection(across if beside or said < space(_NUMBER) else down)
        self._top.setStretch(1, int(beside and not summary.isHidden()))
        self._told.setStretch(0, int(beside))
        self._told.setStretch(1, int(not beside))
        spaced(self._top, (0, 0, 0, 0), space(2) if beside else 0)
        spaced(self._told, (0 if beside else space(7), 0, 0, 0), space(2))
        told.setMinimumWidth(audience if beside else 0)
        told.setMaximumWidth(audience if beside else self.maximumWidth())

    def _toggle(self, shown: bool) -> None:  # noqa: FBT001 - the shape of the signal
        if shown and self._inner is None:
            with resting():
                self._inner = self._make()
                self._body.addWidget(self._inner)
            self.opened.emit()
        if self._inner is not None:
            with resting():
                reveal(self._inner, shown)
        self._head.show_icon("chevron-down" if shown else "chevron-right")
        reveal(self._summary, not shown and bool(self._summary.text()))
        self.dress()

    def open(self) -> None:
        """Open the section."""
        self._head.setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave keys to those around it."""
        event.ignore()
