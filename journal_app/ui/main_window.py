"""The open journal: sections at the left, the search and the one obvious action above, the section below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QButtonGroup, QLayout, QStackedWidget, QWidget

from journal_app.i18n import pgettext
from journal_app.ui.desk import Desk
from journal_app.ui.help_page import HelpPage
from journal_app.ui.page import Page
from journal_app.ui.sections import SECTIONS
from journal_app.ui.settings_page import SettingsPage
from journal_app.ui.timeline_page import TimelinePage
from journal_app.ui.widgets import Button, Label, LineField, Panel, column, row, tip

IDLE_MINUTES = 5
NARROW = 760
_SEARCH_AFTER = 250


class MainPage(QWidget):
    """All sections of one open journal."""

    lock_asked = Signal()
    settings_changed = Signal(str, int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.theme = desk, desk.theme
        self._stack = QStackedWidget()
        self._buttons: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        self.pages: dict[str, Page] = {}
        self._add_pages()
        self.search = LineField("main.search", pgettext("main", "Search"), placeholder=pgettext("main", "Search"))
        self._searching = QTimer(self)
        self._searching.setSingleShot(True)
        self._searching.setInterval(_SEARCH_AFTER)
        self._said = Label(self.theme, "", "muted")
        self.setLayout(self._parts())
        self._connect()
        self._watch_idle()
        self.show_section("timeline")

    def _add_pages(self) -> None:
        made: list[tuple[str, Page]] = [(key, kind(self.desk)) for key, kind in SECTIONS]
        settings = SettingsPage(self.desk)
        settings.look_changed.connect(self.settings_changed)
        made += [("settings", settings), ("help", HelpPage(self.desk))]
        for key, page in made:
            self.pages[key] = page
            self._stack.addWidget(page)
            button = Button(self.theme, f"nav.{key}", page.title, icon=page.icon, role="nav")
            button.setCheckable(True)
            tip(button, page.title)
            button.clicked.connect(lambda _=False, key=key: self.show_section(key))
            self._group.addButton(button)
            self._buttons[key] = button

    def _parts(self) -> QLayout:
        space = self.theme.space
        sections = [self._buttons[key] for key, _ in SECTIONS]
        below = [self._buttons["settings"], self._buttons["help"]]
        self._nav = Panel("nav", column(*sections, 1, *below, margins=space(2), spacing=space(1)))
        self.new = Button(self.theme, "main.new", pgettext("main", "New entry"), icon="pen-line", role="primary")
        self.lock = Button(self.theme, "main.lock", pgettext("main", "Lock"), icon="lock")
        tip(self.lock, pgettext("main", "Lock now (Ctrl+L). F9 leaves at once."))
        bar = Panel("bar", row(self.search, self.new, self.lock, margins=space(2), spacing=space(2)))
        foot = row(self._said, margins=space(1))
        right = column(bar, self._stack, foot, spacing=0)
        right.setStretch(1, 1)
        whole = row(self._nav, right, spacing=0)
        whole.setStretch(1, 1)
        return whole

    def _connect(self) -> None:
        self.new.clicked.connect(self._new)
        self.lock.clicked.connect(self.lock_asked)
        self.search.textChanged.connect(lambda _: self._searching.start())
        self._searching.timeout.connect(self._search)
        self.desk.changed.connect(self.refresh)
        self.desk.said.connect(self._say)
        self.desk.go.connect(self.show_record)
        keys = [("Ctrl+N", self._new), ("Ctrl+F", self.search.setFocus), ("F1", lambda: self.show_section("help"))]
        keys += [(f"Ctrl+{n}", self._shower(key)) for n, (key, _) in enumerate(SECTIONS, 1)]
        for sequence, action in keys:
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.activated.connect(action)

    def _shower(self, key: str) -> Callable[[], None]:
        return lambda: self.show_section(key)

    def _watch_idle(self) -> None:
        """Lock after some minutes without a key or a movement."""
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MINUTES * 60 * 1000)
        self._idle.timeout.connect(self.lock_asked)
        self._idle.start()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that the person is there."""
        if event.type() in {QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress}:
            self._idle.start()
        return super().eventFilter(watched, event)

    def show_section(self, key: str) -> None:
        """Show one section and read it again."""
        page = self.pages[key]
        before = self._stack.currentWidget()
        if isinstance(before, Page) and before is not page:
            before.leave()
        self._stack.setCurrentWidget(page)
        self._buttons[key].setChecked(True)
        page.refresh()

    def show_record(self, section: str, identifier: str) -> None:
        """Show one record in its section."""
        self.show_section(section)
        self.pages[section].show_record(identifier)

    def refresh(self) -> None:
        """Let the page that is shown read again."""
        page = self._stack.currentWidget()
        if isinstance(page, Page):
            page.refresh()

    def leave(self) -> None:
        """Let every page save what is being written."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        for page in self.pages.values():
            page.leave()

    def _new(self) -> None:
        self.show_record("timeline", "")

    def _search(self) -> None:
        self.show_section("timeline")
        timeline = self.pages["timeline"]
        if isinstance(timeline, TimelinePage):
            timeline.look_for(self.search.text())

    def _say(self, text: str) -> None:
        self._said.say(text)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the sections a row of icons where the window is narrow."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW * self.theme.scale
        for key, button in self._buttons.items():
            button.setText("" if narrow else self.pages[key].title)
        self._nav.setFixedWidth(self.theme.space(13) if narrow else self.theme.space(45))
        self.new.setText("" if narrow else pgettext("main", "New entry"))
        self.lock.setText("" if narrow else pgettext("main", "Lock"))
