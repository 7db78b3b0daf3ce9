"""The start of the window, and the way from one page to the next until a journal is open."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from journal_app import settings as choices
from journal_app.i18n import pgettext, system_language
from journal_app.platform_guard import Protection
from journal_app.settings import Settings
from journal_app.ui import ahead, dress, file_dialog, leaving, reading_order, safety, unlocking
from journal_app.ui.cycles import CycleCollector
from journal_app.ui.defects import Defects
from journal_app.ui.jobs import Lane
from journal_app.ui.private_folder import PrivateFolder
from journal_app.ui.second_start import is_shown_elsewhere
from journal_app.ui.speech import speak
from journal_app.ui.start_pages import BeforePage, WelcomePage, WherePage, told
from journal_app.ui.theme import Theme
from journal_app.ui.tokens import TEXT_SIZES, Look
from journal_app.ui.watches import Watches
from journal_app.ui.widgets import title_of

if TYPE_CHECKING:  # nothing that is not needed to ask for the passphrase is loaded before that can be seen
    from journal_app.services.journal import Journal, NewRecoveryKey
    from journal_app.ui.copied import Copied
    from journal_app.ui.desk import Desk
    from journal_app.ui.glances import Glances
    from journal_app.ui.main_window import MainPage

SMALLEST = (640, 480)
FIRST_SIZE = (1180, 760)
_SAVE_SECONDS = 20.0
_SEEN_AFTER = 1000  # milliseconds


class Window(QMainWindow):
    """The one window. Its title says nothing; closing it hides it at once, saves and locks."""

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        *,
        replace_process: Callable[[list[str]], None] = safety.replace_process,
        leave: Callable[[], None] = safety.leave,
        runtime: PrivateFolder | None = None,
        protection: Protection | None = None,
    ) -> None:
        """``replace_process`` and ``leave`` end this process; tests put their own in place.

        ``runtime`` is a private folder that goes when the journal is locked; ``protection`` is what the process
        gave up when it started.
        """
        super().__init__()
        self.runtime, self.protection = runtime, protection
        self.theme, self.settings = theme, settings
        self.lane, self.pen = Lane("journal"), Lane("drafts")
        self.cycles = CycleCollector(self)
        self._replace_process, self._leave = replace_process, leave
        self._folder: Path | None = None
        self._journal: Journal | None = None
        self.desk: Desk | None = None
        self.main: MainPage | None = None
        self.watches = Watches(self)
        self.watches.away.connect(self.lock)
        self._copied: Copied | None = None
        self.glances: Glances | None = None
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self.setWindowTitle(pgettext("window", "Journal"))
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST_SIZE)
        keyed: list[tuple[str, Callable[[], object]]] = [
            ("Ctrl++", lambda: self._larger(1)), ("Ctrl+=", lambda: self._larger(1)),
            ("Ctrl+-", lambda: self._larger(-1)), ("Ctrl+0", lambda: self._larger(0)),
        ]  # fmt: skip
        for keys, action in keyed:
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.ApplicationShortcut)
            shortcut.activated.connect(action)
        self._after_seen: Callable[[], None] | None = None
        self._keys = leaving.LeavingKeys(self, self.quick_exit, self.lock)
        # Soon also where pages cover the window, so that nothing of itself is ever painted.
        QTimer.singleShot(_SEEN_AFTER, self, self._seen)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Begin with what is not needed to be seen when the window is seen."""
        super().paintEvent(event)
        if self._copied is None:
            QTimer.singleShot(0, self, self._seen)

    def _seen(self) -> Copied:
        from journal_app.ui.copied import Copied
        from journal_app.ui.glances import Glances

        if self._copied is None:
            self._copied = Copied(self)
            self._keys.start()
            self.glances = Glances(self, self.theme)
            ahead.load(self.lane, self)
        after, self._after_seen = self._after_seen, None
        if after is not None:
            after()
        return self._copied

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - the shape Qt gives it
        """Let Tab go in reading order, also through what was added to a page after it was made."""
        page = self.page
        return page is not None and reading_order.step(self, page, forward=forward)

    def start(self, folder: Path | None) -> None:
        """Show the first page: unlocking where a journal is named, else the way to one."""
        known = folder or (Path(self.settings.folder) if self.settings.folder else None)
        if known is not None and (known / "header.json").exists():
            self.show_unlock(known)
        else:
            self.show_welcome()

    def show_page(self, page: QWidget) -> None:
        """Show a page in place of the one before."""
        old = self._stack.currentWidget()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        focus, title = QApplication.focusWidget(), title_of(page)
        if title is not None and (focus is None or not page.isAncestorOf(focus)):
            title.setFocus()  # a screen reader says where the person is now

    @property
    def page(self) -> QWidget | None:
        """The page that is shown."""
        return self._stack.currentWidget()

    def show_welcome(self) -> None:
        """Show the page that opens or makes a journal."""
        self._folder = None
        page = WelcomePage(self.theme)
        page.make.connect(self._show_before)
        page.open.connect(self.show_unlock)
        self.show_page(page)

    def _show_before(self) -> None:
        """Show what is protected and what is not."""
        page = BeforePage(self.theme)
        page.go_on.connect(self._show_where)
        page.try_leaving.connect(self.quick_exit)
        page.not_now.connect(self.show_welcome)
        self.show_page(page)

    def _show_where(self) -> None:
        """Ask where the new journal is kept."""
        page = WherePage(self.theme)
        page.chosen.connect(self.show_passphrase)
        page.back.connect(self.show_welcome)
        self.show_page(page)

    def show_passphrase(self, folder: Path) -> None:
        """Ask for the passphrase of the new journal, then make it."""
        from journal_app.services.journal import Journal
        from journal_app.ui.passphrase_page import PassphrasePage

        self.watches.begin()  # what it proposes is shown in plain words
        page = PassphrasePage(self.theme)
        page.back.connect(self._show_where)

        def make(passphrase: str) -> None:
            page.setEnabled(False)
            self.lane.start(self, lambda _: Journal.create(folder, passphrase), made, failed)

        def made(result: tuple[Journal, NewRecoveryKey]) -> None:
            journal, key = result
            self._has(folder, journal)
            self._show_sheet(key, lambda: self.opened(folder, journal))

        def failed(error: Exception) -> None:
            page.setEnabled(True)
            page.say(told(error))

        page.chosen.connect(make)
        self.show_page(page)

    def _show_sheet(self, key: NewRecoveryKey, after: Callable[[], None]) -> None:
        """Show the recovery sheet of a new journal."""
        from journal_app.ui import sheets

        if self._journal is not None:
            sheets.show(self, self._journal, key, after)

    def _tell(self, error: Exception, after: Callable[[], None] = lambda: None) -> None:
        _tell_of(self, error)
        after()

    def show_sheet(self, key: NewRecoveryKey, *, replaces: bool) -> None:
        """Show the sheet of a recovery key for the open journal, then the journal again.

        One that ``replaces`` the sheet before opens the journal once it is confirmed, and no earlier.
        """
        from journal_app.ui import sheets

        journal, folder = self._journal, self._folder
        if journal is None or folder is None or self.main is None:
            return
        self.main.leave()
        self.main = None
        show = sheets.show_another if replaces else sheets.show
        show(self, journal, key, partial(self.opened, folder, journal))

    def show_unlock(self, folder: Path) -> None:
        """Ask for the passphrase of a journal that exists."""
        self._folder = folder
        page = unlocking.page_for(self, folder)
        page.use_sheet.connect(lambda: self._show_recovery(folder))
        page.other.connect(self.show_welcome)
        self.show_page(page)
        look = partial(unlocking.look_for_key_file, self, page, folder)
        if self._copied is None:
            self._after_seen = look
        else:
            look()

    def _show_recovery(self, folder: Path) -> None:
        """Ask for the recovery key, then for a new passphrase."""
        from journal_app.ui import forgotten

        forgotten.ask_for_key(self, folder)

    def opened(self, folder: Path, journal: Journal) -> None:
        """Show the open journal."""
        from journal_app.ui.desk import Desk

        self._has(folder, journal)
        if self.desk is not None:
            self.desk.put_pen_down()
        self.desk = Desk(
            self.theme, self.lane, journal, self, copied=self._seen(), protection=self.protection, pen=self.pen
        )
        self.desk.language = self.settings.language
        self._show_main("timeline")

    def _has(self, folder: Path, journal: Journal) -> None:
        """Hold an open journal, so that whatever page is shown, it is locked and closed with the window."""
        self._folder, self._journal = folder, journal
        self._seen()
        self.watches.begin()
        self.watches.answer(folder)

    def _show_main(self, section: str) -> None:
        """Show the sections of the open journal, made for the look of now."""
        from journal_app.ui.main_window import MainPage

        if self.desk is None or self.watches.idle is None or self.glances is None:
            return
        self.desk.left_out = self.glances.left_out
        self.main = MainPage(self.desk, self.watches.idle, self)
        self.main.lock_asked.connect(self.lock)
        self.main.settings_changed.connect(self.restyle)
        self.main.language_changed.connect(self._speak)
        self.main.glances_changed.connect(self.glances.use)
        self.main.sheet_made.connect(partial(self.show_sheet, replaces=False))
        self.main.sheet_drawn.connect(partial(self.show_sheet, replaces=True))
        self.show_page(self.main)
        self.main.show_section(section)

    def restyle(self, look: str, text_percent: int) -> None:
        """Put another look on the window at once, and keep it for the next start."""
        self.settings = replace(self.settings, look=look, text_percent=text_percent)
        dress.put_on(self, self.theme, Look(look), text_percent)
        self._save_settings()

    def _speak(self, language: str) -> None:
        """Say everything in another language at once, and keep that for the next start; empty for the computer's."""
        self.settings = replace(self.settings, language=language)
        speak(self.theme.application, language or system_language())
        self._make_anew()

    def _make_anew(self) -> None:
        """Make the pages again for the settings of now, and keep these."""
        if self.desk is not None:
            self.desk.language = self.settings.language
        if self.main is not None:
            self.main.leave()
            self._show_main("settings")
        self._save_settings()

    def _save_settings(self) -> None:
        try:
            choices.save(self.settings)
        except OSError:
            told = pgettext("settings", "The look is changed. It could not be kept for the next start.")
            if self.desk is not None:
                self.desk.say(told)

    def _larger(self, step: int) -> None:
        """Make the text one size larger or smaller; 0 goes back to the usual size."""
        sizes = TEXT_SIZES
        now = min(range(len(sizes)), key=lambda place: abs(sizes[place] - self.settings.text_percent))
        place = sizes.index(100) if step == 0 else max(0, min(len(sizes) - 1, now + step))
        if sizes[place] != self.settings.text_percent:
            self.restyle(self.settings.look, sizes[place])

    def follow_desktop(self) -> None:
        """Take on the desktop's colours where the person left the choice to it."""
        if self.theme.look is Look.SYSTEM:
            self.restyle(self.settings.look, self.settings.text_percent)

    def lock(self) -> None:
        """Hide, save, close the journal, and become a fresh process that asks for the passphrase."""
        try:
            self._close_journal()
        finally:  # whatever went wrong before: a hidden window with an open journal is worse
            self._replace_process([str(self._folder)] if self._folder else [])

    def quick_exit(self) -> None:
        """Hide at once, save, close the journal, and end."""
        try:
            self._close_journal()
        finally:
            self._leave()

    def _close_journal(self) -> None:
        main, self.main = self.main, None  # whoever leaves twice waits once
        journal, self._journal = self._journal, None
        leaving.each(
            leaving.hide_everything,
            self._keys.stop,
            self.watches.end,
            self.lane.cancel,
            lambda: main.leave() if main is not None else None,
            lambda: self._copied.forget() if self._copied is not None else None,
            lambda: self.desk.put_pen_down() if self.desk is not None else None,
            lambda: self.lane.wait(journal.close, _SAVE_SECONDS) if journal is not None else None,
            lambda: self.runtime.remove() if self.runtime is not None else None,
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave when the window is closed; nothing asks about saving."""
        event.accept()
        self.quick_exit()


def _tell_of(window: Window, error: Exception) -> None:
    from journal_app.ui.error_dialog import show_error

    show_error(window.theme, error, window)


def run(folder: Path | None, protection: Protection | None = None) -> int:
    """Open the window and return the exit code when it ends; ``protection`` is what the process gave up before."""
    folder = folder.absolute() if folder else None
    safety.leave_folder()
    QApplication.setApplicationName("journal")
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    runtime = PrivateFolder()
    file_dialog.keep_no_traces(runtime.path)
    try:
        settings = choices.load()
        speak(application, settings.language or system_language())
        known = folder or (Path(settings.folder) if settings.folder else None)
        if known is not None and is_shown_elsewhere(known):
            return 0
        theme = Theme(application, Look(settings.look), settings.text_percent)
        theme.apply()
        window = Window(theme, settings, runtime=runtime, protection=protection)
        theme.follow(window.follow_desktop)
        defects = Defects(partial(_tell_of, window))
        defects.watch()
        leaving.LeavingSignals(window, window.quick_exit).start()
        window.start(folder)
        window.show()
        return int(application.exec())
    finally:
        runtime.remove()
