"""The start of the window, and the way from one page to the next until a journal is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from journal_app import settings as choices
from journal_app.i18n import pgettext, system_language, use_dates
from journal_app.platform_guard import Protection
from journal_app.services import elsewhere
from journal_app.settings import Settings
from journal_app.ui import ahead, dress, first_start, leaving, reading_order, safety, unlocking
from journal_app.ui.cycles import CycleCollector
from journal_app.ui.defects import Defects
from journal_app.ui.heard import Heard
from journal_app.ui.jobs import Lane
from journal_app.ui.page_stack import PageStack
from journal_app.ui.private_folder import PrivateFolder, keep_no_traces
from journal_app.ui.second_start import is_shown_elsewhere
from journal_app.ui.shortcuts import Shortcuts
from journal_app.ui.speech import speak
from journal_app.ui.start_pages import CardPage
from journal_app.ui.theme import Theme
from journal_app.ui.theme import application as make_application
from journal_app.ui.tokens import TEXT_SIZES, Look
from journal_app.ui.tries import TriesByFolder
from journal_app.ui.watches import Watches

if TYPE_CHECKING:  # nothing that is not needed to ask for the passphrase is loaded before that can be seen
    from PySide6.QtGui import QCloseEvent, QPaintEvent

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
    """The one window. Its title says nothing; closing it hides it at once, saves and locks.

    ``made`` hands on a journal that was made: its folder, the journal, and its recovery key.
    """

    made = Signal(object, object, object)

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
        self.tries = TriesByFolder(self)
        self.desk: Desk | None = None
        self.main: MainPage | None = None
        heard = Heard(self)
        self.watches = Watches(self, heard)
        self.watches.away.connect(self.lock)
        self._copied: Copied | None = None
        self.glances: Glances | None = None
        self.pages = PageStack()
        self.setCentralWidget(self.pages)
        self.setWindowTitle(pgettext("window", "Journal"))
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST_SIZE)
        self.made.connect(self._made)
        self.shortcuts = Shortcuts(self)
        everywhere = Qt.ShortcutContext.ApplicationShortcut
        for act, step in (("larger", 1), ("smaller", -1), ("usual-size", 0)):
            self.shortcuts.bind(self, act, partial(self._larger, step), everywhere)
        self.shortcuts.bind(self, "help", self._help)
        self._after_seen: Callable[[], None] | None = None
        self._keys = leaving.LeavingKeys(self, heard, self.quick_exit, self.lock)
        self.shortcuts.changed.connect(lambda: self._keys.follow(self.shortcuts))
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
            self._ask_for_motion()
            self._keys.start()
            self.glances = Glances(self, self.theme)
            ahead.load(self.lane, self)
        after, self._after_seen = self._after_seen, None
        if after is not None:
            after()
        return self._copied

    def _ask_for_motion(self) -> None:
        from journal_app.ui.motion import MotionWish

        wish = MotionWish(self)
        wish.less.connect(self.theme.ask_for_less)
        wish.ask()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - the shape Qt gives it
        """Let Tab go in reading order, also through what was added to a page after it was made."""
        page = self.page
        return page is not None and reading_order.step(self, page, forward=forward)

    def start(self, folder: Path | None) -> None:
        """Show the first page: unlocking where a journal is named or remembered, else the way to one.

        One that is not there now is told of; no other is made in its place.
        """
        known = folder or (Path(self.settings.folder) if self.settings.folder else None)
        if known is None:
            self.show_welcome()
        elif elsewhere.is_there(known):
            self.show_unlock(known)
        else:
            self._folder = known
            first_start.show_missing(self, known)

    def show_page(self, page: QWidget) -> None:
        """Show a page in place of the one before."""
        if isinstance(page, CardPage):
            page.help_wanted.connect(self._help)
        self.pages.show_page(page)

    def _help(self) -> None:
        """Show help: in the open journal as its section, elsewhere beside the page that is shown."""
        from journal_app.ui.help_page import HelpBefore

        if self.main is not None and self.page is self.main:
            self.main.show_help()
        elif not isinstance(self.page, HelpBefore):
            help_ = HelpBefore(self.theme, self._seen(), self.shortcuts)
            help_.back.connect(self.pages.go_back)
            self.pages.show_beside(help_)

    @property
    def page(self) -> QWidget | None:
        """The page that is shown."""
        return self.pages.currentWidget()

    def show_welcome(self) -> None:
        """Show the page that opens or makes a journal."""
        self._folder = None
        first_start.show_welcome(self)

    def _made(self, folder: Path, journal: Journal, key: NewRecoveryKey) -> None:
        """Show the recovery sheet of a journal that was made, then the journal."""
        self._has(folder, journal)
        self._show_sheet(key, lambda: self.opened(folder, journal))

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
            self.theme, self.lane, journal, self, copied=self._seen(), protection=self.protection, pen=self.pen,
            shortcuts=self.shortcuts, settings=self.settings,
        )  # fmt: skip
        self.desk.remembered = self.settings.folder == str(folder)
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
        self.main.choice_made.connect(self._choose)
        self.main.sheet_made.connect(partial(self.show_sheet, replaces=False))
        self.main.sheet_drawn.connect(partial(self.show_sheet, replaces=True))
        self.show_page(self.main)
        self.main.show_section(section)

    def restyle(self, look: str, text_percent: int) -> None:
        """Put another look on the window at once, and keep it for the next start."""
        dress.put_on(self, self.theme, Look(look), text_percent)
        self.keep(look=look, text_percent=text_percent)

    def _speak(self, language: str) -> None:
        """Say everything in another language at once, and keep that for the next start; empty for the computer's."""
        speak(self.theme.application, language or system_language())
        self._make_anew(language=language)

    def _choose(self, name: str, value: str) -> None:
        """Take a neutral setting at once, and keep it for the next start."""
        if name == "dates":
            use_dates(value)
            self._make_anew(dates=value)
        elif name == "motion":
            self.theme.move(value)
            self.keep(motion=value)
        elif name == "folder":
            self.keep(folder=str(self._folder) if value else "")

    def _make_anew(self, **changed: str) -> None:
        """Keep neutral settings, and make the pages again for them."""
        self.keep(**changed)
        if self.main is not None:
            self.main.leave()
            self._show_main("settings")

    def keep(self, **changed: Any) -> None:
        """Keep neutral settings for the next start, named as in ``Settings``."""
        self.settings = replace(self.settings, **changed)
        if self.desk is not None:
            self.desk.settings = self.settings
        try:
            choices.save(self.settings)
        except OSError:
            told = pgettext("settings", "This works now. It could not be kept for the next start.")
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
            lambda: self.desk.additions.leave() if self.desk is not None else None,
            self.lane.cancel,
            lambda: main.leave() if main is not None else None,
            lambda: self._copied.forget(quickly=True) if self._copied is not None else None,
            lambda: self.desk.put_pen_down() if self.desk is not None else None,
            lambda: self.lane.wait(partial(_close, journal, self.desk), _SAVE_SECONDS) if journal is not None else None,
            lambda: self._copied.forget() if self._copied is not None else None,
            lambda: self.runtime.remove() if self.runtime is not None else None,
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave when the window is closed; nothing asks about saving."""
        event.accept()
        self.quick_exit()


def _close(journal: Journal, desk: Desk | None) -> None:
    """Close the journal on its lane, after what was being added is kept or noted."""
    leaving.each(lambda: desk.additions.end(journal) if desk is not None else None, journal.close)


def _tell_of(window: Window, error: Exception) -> None:
    from journal_app.ui.error_dialog import show_error

    show_error(window.theme, error, window)


def run(folder: Path | None, protection: Protection | None = None) -> int:
    """Open the window and return the exit code when it ends; ``protection`` is what the process gave up before."""
    folder = folder.absolute() if folder else None
    safety.leave_folder()
    QApplication.setApplicationName("journal")
    application = make_application()
    application.setQuitOnLastWindowClosed(False)
    runtime = PrivateFolder()
    keep_no_traces(runtime.path)
    try:
        settings = choices.load()
        speak(application, settings.language or system_language())
        known = folder or (Path(settings.folder) if settings.folder else None)
        if known is not None and is_shown_elsewhere(known):
            return 0
        theme = Theme(application, Look(settings.look), settings.text_percent)
        theme.apply()
        theme.move(settings.motion)
        use_dates(settings.dates)
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
