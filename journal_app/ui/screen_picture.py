"""A picture of the screen: the window steps aside, and the person chooses all of the screen or a part of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QBuffer, QIODevice, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QScreen,
)
from PySide6.QtWidgets import QWidget

from journal_app.domain.evidence import SourceCard
from journal_app.errors import JournalError
from journal_app.i18n import pgettext
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Label, column, name_widget

ASIDE = 400  # milliseconds until the desktop has drawn what was behind the window
STEP = 20  # pixels a press of an arrow key moves or grows the part
_ARROWS = {
    Qt.Key.Key_Left: QPoint(-STEP, 0), Qt.Key.Key_Right: QPoint(STEP, 0), Qt.Key.Key_Up: QPoint(0, -STEP),
    Qt.Key.Key_Down: QPoint(0, STEP),
}  # fmt: skip
Grab = Callable[[QScreen], QImage]


def can_be_taken() -> bool:
    """Say whether this desktop lets a program see the screen: X11, Windows and macOS do, Wayland does not."""
    return not QGuiApplication.platformName().startswith("wayland")


def grabbed(screen: QScreen) -> QImage:
    """Return what is on a screen, in its own pixels; an empty picture where the desktop gives none."""
    return screen.grabWindow(0).toImage()


def as_png(image: QImage) -> bytes:
    """Return pixels of this computer's own screen as PNG, to be kept like any file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # it takes text, whatever its stubs say
    return bytes(buffer.data().data())


def card_of(taken: datetime) -> SourceCard:
    """Return the source card of a picture of the screen: how and when it was made, and nothing that is not known."""
    return SourceCard(
        captured_at=taken.astimezone().isoformat(timespec="seconds"),
        device=pgettext("card", "this computer"),
        application=pgettext("card", "a picture of the screen, taken with this program"),
        original_kept=True,
    )


class NothingGiven(JournalError):
    """The system gave no picture of the screen; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(pgettext("screen", "The system gave no picture of the screen; nothing was changed."),
                         pgettext("screen", "Take it with the desktop’s own tool, then paste it here."))  # fmt: skip


class ScreenPicture(QObject):
    """Takes one picture of the screen the window is on."""

    taken = Signal(QImage, object)
    refused = Signal(object)
    ended = Signal()

    def __init__(self, theme: Theme, window: QWidget, grab: Grab = grabbed) -> None:
        super().__init__(window)
        self._theme, self._window, self._grab = theme, window, grab
        self._chooser: Chooser | None = None

    def start(self) -> None:
        """Step aside, then show what was behind; ``taken`` tells the picture and when, ``ended`` comes always."""
        self._window.hide()
        QTimer.singleShot(ASIDE, self, self._show)

    def _show(self) -> None:
        screen = self._window.screen()
        image, now = self._grab(screen), datetime.now(UTC)
        if image.isNull():
            self._finish()
            self.refused.emit(NothingGiven())
            return
        self._chooser = Chooser(self._theme, image, screen.geometry())
        self._chooser.chosen.connect(lambda part: self._finish(image.copy(part), now))
        self._chooser.stopped.connect(self._finish)
        self._chooser.show()
        self._chooser.activateWindow()

    def _finish(self, picture: QImage | None = None, taken: datetime | None = None) -> None:
        if self._chooser is not None:
            self._chooser.hide()
            self._chooser.deleteLater()
            self._chooser = None
        self._window.show()
        self._window.activateWindow()
        if picture is not None:
            self.taken.emit(picture, taken)
        self.ended.emit()


class Chooser(QWidget):
    """Shows the picture over all of the screen, and lets a part of it be chosen with the mouse or the keys."""

    chosen = Signal(QRect)
    stopped = Signal()

    def __init__(self, theme: Theme, image: QImage, place: QRect) -> None:
        """``place`` is where the screen is; parts are chosen in its pixels and given in those of the picture."""
        above = Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(None, Qt.WindowType.Dialog | above)
        about = pgettext(
            "screen", "Drag over the part you want, or use the arrow keys, with Shift to make it larger or smaller. "
            "Enter takes it, or the whole screen. Esc stops.",
        )  # fmt: skip
        name_widget(self, "screen.chooser", about)
        self._theme, self._image, self._from = theme, image, QPoint()
        self.part = QRect()
        self.setGeometry(place)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        told = Label(theme, about, "lead")
        told.setAutoFillBackground(True)
        told.setMargin(theme.space(3))
        self.setLayout(column(told, 1, margins=theme.space(4)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move or grow the part, take it, or stop."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.stopped.emit()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take()
        elif key in _ARROWS:
            self._move(_ARROWS[key], grow=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop where it is closed, so that the window comes back."""
        super().closeEvent(event)
        self.stopped.emit()

    def _move(self, step: QPoint, *, grow: bool) -> None:
        if self.part.isEmpty():
            self.part = QRect(QPoint(), self.size() / 2)
            self.part.moveCenter(self.rect().center())
        elif grow:
            size = QSize(max(STEP, self.part.width() + step.x()), max(STEP, self.part.height() + step.y()))
            self.part.setSize(size)
        else:
            self.part.translate(step)
        self.part &= self.rect()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a part."""
        self._from = event.position().toPoint()
        self.part = QRect()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the part."""
        self.part = QRect(self._from, event.position().toPoint()).normalized() & self.rect()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the part; a click alone takes nothing yet."""
        if self.part.width() > STEP / 2 and self.part.height() > STEP / 2:
            self._take()

    def _take(self) -> None:
        part = self.rect() if self.part.isEmpty() else self.part
        across, down = self._image.width() / self.width(), self._image.height() / self.height()
        left, top = round(part.left() * across), round(part.top() * down)
        right, bottom = round((part.left() + part.width()) * across), round((part.top() + part.height()) * down)
        self.chosen.emit(QRect(left, top, right - left, bottom - top))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, darker where it is not chosen."""
        painter = QPainter(self)
        painter.drawImage(self.rect(), self._image)
        if not self.part.isEmpty():
            shade = QColor(0, 0, 0, 110)
            for each in (self.rect().adjusted(0, 0, 0, self.part.top() - self.height()),
                         QRect(0, self.part.bottom() + 1, self.width(), self.height()),
                         QRect(0, self.part.top(), self.part.left(), self.part.height()),
                         QRect(self.part.right() + 1, self.part.top(), self.width(), self.part.height())):  # fmt: skip
                painter.fillRect(each, shade)
            painter.setPen(QPen(QColor(self._theme.tokens.focus), 2))
            painter.drawRect(self.part)
        painter.end()
