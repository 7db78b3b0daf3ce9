"""What others may see at a glance: a plain page while another window is in front, and nothing in pictures of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QGuiApplication, QMouseEvent, QPainter, QPaintEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from journal_app import platform_guard
from journal_app.ui.theme import Theme

if TYPE_CHECKING:  # it brings the journal, which is loaded beside the window
    from journal_app.services.preferences import Glances as Choices

_COVERED = frozenset({Qt.WindowType.Window, Qt.WindowType.Dialog, Qt.WindowType.Sheet})


class PlainPage(QWidget):
    """Lies over all of a window: nothing of what is below shows through, and no click reaches it.

    The focus stays where it is. What is dragged here takes the page away, so that it can be dropped where it belongs.
    """

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAcceptDrops(True)
        self.fit()
        self.show()
        self.raise_()

    def fit(self) -> None:
        """Be as large as the window."""
        window = self.window()
        self.setGeometry(0, 0, window.width(), window.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill everything with one colour."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.tokens.window)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep a click from what cannot be seen."""
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Give way to what is below."""
        self.hide()
        event.ignore()


class Glances(QObject):
    """Covers every window of the program while none of them is in front, and leaves them out of captures, if chosen."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._theme = theme
        self._cover_is_chosen, self._out_is_chosen = False, True  # until a journal says otherwise
        self._pages: list[PlainPage] = []
        self.left_out = self._leave_out(int(window.winId()))  # whether this system can leave windows out of captures
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._told)
            application.focusWindowChanged.connect(self._focused)

    def use(self, choices: Choices) -> None:
        """Do as the person chose, from now on."""
        self._cover_is_chosen, self._out_is_chosen = choices.cover, choices.leave_out
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and window.windowType() in _COVERED:
                self._leave_out(int(window.winId()))
        if not choices.cover:
            self._uncover()

    @property
    def covers(self) -> bool:
        """Whether the windows are covered now."""
        return bool(self._pages)

    def _leave_out(self, handle: int) -> bool:
        return platform_guard.here().hide_from_capture(handle, hidden=self._out_is_chosen)

    def _focused(self, window: QWindow | None) -> None:
        """Treat a dialog like the window it belongs to."""
        if window is not None and self.left_out:
            self._leave_out(int(window.winId()))  # pragma: no cover - another system

    def _told(self, state: Qt.ApplicationState) -> None:
        """Cover the windows when none of them is in front any more, however they are seen then; and show them again."""
        if state == Qt.ApplicationState.ApplicationActive:
            self._uncover()
        elif self._cover_is_chosen and not self._pages:
            self._cover_all()

    def _cover_all(self) -> None:
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                self._cover(window)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def _cover(self, window: QWidget) -> None:
        if window.windowType() in _COVERED:
            self._pages.append(PlainPage(window, self._theme))

    def _uncover(self) -> None:
        pages, self._pages = self._pages, []
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        for page in pages:
            if isValid(page):  # else it went with a dialog that ended meanwhile
                page.hide()
                page.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover also what opens meanwhile, and follow the size of a window; only while they are covered."""
        kind = event.type()
        if kind == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._cover(watched)
        elif kind == QEvent.Type.Resize:
            for page in self._pages:
                if isValid(page) and page.parent() is watched:
                    page.fit()
        return False
