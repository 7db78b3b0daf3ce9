"""The open journal: sections at the left, the search and the one obvious action above, the section below."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QButtonGroup, QLayout, QStackedWidget, QWidget

from journal_app.i18n import npgettext, pgettext
from journal_app.services import backups, preferences
from journal_app.services.journal import Journal
from journal_app.ui import changes, given, leaving, names
from journal_app.ui import tokens as design
from journal_app.ui.additions import in_words
from journal_app.ui.desk import Desk
from journal_app.ui.found_page import FoundPage
from journal_app.ui.idle import IdleWatch
from journal_app.ui.page import Page
from journal_app.ui.sections import BELOW, BESIDE, SECTIONS
from journal_app.ui.settings_page import SettingsPage
from journal_app.ui.showing import announce, keep_focus_in_view, reveal
from journal_app.ui.split_page import SplitPage
from journal_app.ui.widgets import Button, Label, LineField, Panel, column, held, row, tip

NARROW = 760
LOW = 300  # pixels of the height at 100 % text below which what is open has the room of the sections
_SEARCH_AFTER = 250


class Pages(dict[str, Page]):
    """The sections by their keys, each made when it is first asked for: unlocking waits for one of them only."""

    def __init__(self, make: Callable[[str], Page]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: str) -> Page:
        """Make the section."""
        page = self[key] = self._make(key)
        return page


class MainPage(QWidget):
    """All sections of one open journal."""

    lock_asked = Signal()
    settings_changed = Signal(str, int)
    language_changed = Signal(str)
    glances_changed = Signal(object)
    choice_made = Signal(str, str)
    sheet_made = Signal(object)
    sheet_drawn = Signal(object)

    def __init__(self, desk: Desk, idle: IdleWatch, parent: QWidget | None = None) -> None:
        """``idle`` is what locks where nobody is there; here it learns how long it waits."""
        super().__init__(parent)
        self.desk, self.theme, self.idle = desk, desk.theme, idle
        self._stack = QStackedWidget()
        self._buttons: dict[str, Button] = {}
        self._titles: dict[str, str] = {}
        self._group = QButtonGroup(self)
        self.pages = Pages(self._make)
        self._add_buttons()
        self.found = FoundPage(desk)
        self._stack.addWidget(self.found)
        self.search = LineField("main.search", pgettext("main", "Search"), placeholder=pgettext("main", "Search"))
        self._narrow = False
        self._said = Label(self.theme, "", "muted")
        self.undo = Button(self.theme, "main.undo", pgettext("undo", "Undo"), icon="undo-2", role="quiet")
        self.undo.setVisible(False)
        self.setLayout(self._parts())
        self._connect()
        self.desk.changed.connect(self._read_backup)
        if self.desk.unkept.holds:
            self._tell_unkept(held=True)
        self.show_section("timeline")
        self._read_backup()
        desk.read(self, preferences.lock_minutes, self._wait_for)
        desk.read(self, preferences.take_left_out, lambda left: self._tell(in_words(left)))
        desk.read(self, preferences.glances, self.glances_changed.emit)
        desk.read(self, preferences.keys, desk.shortcuts.take)

    def _make(self, key: str) -> Page:
        page = dict((*SECTIONS, *BELOW, *BESIDE))[key](self.desk)
        if isinstance(page, SplitPage):
            page.turned.connect(self._give_room)
        if isinstance(page, SettingsPage):
            page.look_changed.connect(self.settings_changed)
            page.language_changed.connect(self.language_changed)
            page.glances_changed.connect(self.glances_changed)
            page.choice_made.connect(self.choice_made)
            page.sheet_made.connect(self.sheet_made)
            page.sheet_drawn.connect(self.sheet_drawn)
            page.lock_asked.connect(self.lock_asked)
            page.minutes_changed.connect(self._wait_for)
        self._stack.addWidget(page)
        return page

    def _add_buttons(self) -> None:
        for key, kind in (*SECTIONS, *BELOW):
            title, icon = kind.named()
            button = Button(self.theme, f"nav.{key}", title, icon=icon, role="nav")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, key=key: self.show_section(key))
            self._group.addButton(button)
            self._buttons[key] = button
            self._titles[key] = title

    def _tell(self, more: str = "") -> None:
        """Show what is to be told of this journal since it was opened."""
        self.desk.told = (*self.desk.told, *([more] if more else []))
        self._told.say("\n\n".join(self.desk.told))
        reveal(self._told_row, bool(self.desk.told))

    def _wait_for(self, minutes: int) -> None:
        self.idle.wait_for(minutes)

    def _parts(self) -> QLayout:
        space = self.theme.space
        sections = [self._buttons[key] for key, _ in SECTIONS]
        self.backup = self._buttons["backup"]
        below = [self.backup, self._buttons["settings"], self._buttons["help"]]
        self._places = column(*sections, 1, *below, margins=space(2), spacing=space(1))
        self._nav = Panel("nav", self._places)
        self.new = Button(self.theme, "main.new", pgettext("main", "New entry"), icon="pen-line", role="primary")
        self.lock = Button(self.theme, "main.lock", pgettext("main", "Lock"), icon="lock")
        bar = Panel("bar", row(self.search, self.new, self.lock, margins=space(2), spacing=space(2)))
        self._line = row(self._said, self.undo, 0, margins=space(1))
        self._line.setStretch(0, 1)
        self._foot = column(self._line, spacing=0)
        foot = held(self._foot)
        self._told = Label(self.theme, "", "warn")
        self._told_row = held(row(self._told, margins=space(3)))
        self._tell()
        self._unkept = Label(self.theme, "", "warn")
        self._unkept_row = held(row(self._unkept, margins=space(3)))
        reveal(self._unkept_row, shown=False)
        self.new.setEnabled(not self.desk.reads_only)
        right = column(bar, self._told_row, self._unkept_row, self._stack, foot, spacing=0)
        right.setStretch(3, 1)
        self._whole = row(self._nav, held(right), spacing=0)
        self._whole.setStretch(1, 1)
        return self._whole

    def _connect(self) -> None:
        self.new.clicked.connect(self._new)
        self.lock.clicked.connect(self.lock_asked)
        self.search.pause_after(_SEARCH_AFTER, self._search)
        self.desk.changed.connect(self.refresh)
        self.desk.said.connect(self._say)
        self.desk.working.connect(self._show_work)
        self.desk.went_on.connect(self.idle.goes_on)
        self.desk.unkept.turned.connect(self._tell_unkept)
        self.desk.removed.connect(self._say_removed)
        self.undo.clicked.connect(self.desk.undo)
        self.desk.go.connect(self.show_record)
        self.desk.turn.connect(self.show_section)
        self.desk.waits.over.connect(self._say_no_more)
        acts: dict[str, Callable[[], object]] = {
            "new": self._new, "search": self.search.setFocus, "back": self._back, "done": self._done,
            "next-pane": lambda: self._next_pane(1), "pane-before": lambda: self._next_pane(-1),
            "undo": self._take_back, "redo": changes.make_again, **{key: self._shower(key) for key, _ in SECTIONS},
        }  # fmt: skip
        for act, do in acts.items():
            self.desk.shortcuts.bind(self, act, do)
        QShortcut(QKeySequence("Ctrl+V"), self).activated.connect(self._paste)
        self.desk.shortcuts.changed.connect(self._tell_keys)
        self._tell_keys()

    def _take_back(self) -> None:
        """Take back the last change of the form that has the focus, or else bring back what was removed last."""
        if not changes.take_back():
            self.desk.undo()

    def _tell_keys(self) -> None:
        """Name the key beside each thing that has one."""
        shown, key = self.desk.shortcuts.shown, pgettext("main", "{act} ({key})")
        tip(self.undo, key.format(act=pgettext("undo", "Undo"), key=shown("undo")))
        tip(self.new, key.format(act=pgettext("main", "New entry"), key=shown("new")))
        tip(self.search, key.format(act=pgettext("main", "Search in everything"), key=shown("search")))
        lock = pgettext("main", "Lock now ({lock}). {leave} closes the journal at once.")
        tip(self.lock, lock.format(lock=shown("lock"), leave=shown("leave")))
        for section in [*(each for each, _ in SECTIONS), "help"]:
            tip(self._buttons[section], key.format(act=self._titles[section], key=shown(section)))
        tip(self._buttons["settings"], self._titles["settings"])

    def _paste(self) -> None:
        """Give files that were copied to what has the focus, or to the page; a field for text takes them itself."""
        data, focus = QApplication.clipboard().mimeData(), QApplication.focusWidget()
        if given.is_for_the_page(data) and self.page is not None:
            inside = focus is not None and self.page.isAncestorOf(focus)
            given.hand_on(focus if focus is not None and inside else self.page, data)

    def show_help(self) -> None:
        """Show help."""
        self._shower("help")()

    def _shower(self, key: str) -> Callable[[], None]:
        def show() -> None:
            self.show_section(key)
            self._buttons[key].setFocus()  # the name of the section

        return show

    def show_section(self, key: str) -> None:
        """Show one section and read it again; what was being written in another is saved."""
        page = self.pages[key]
        before = self._stack.currentWidget()
        if isinstance(before, Page) and before is not page:
            before.turn_away()
        self._stack.setCurrentWidget(page)
        button = key if key in self._buttons else "timeline"  # from which the others are reached
        self._buttons[button].setChecked(True)
        self._give_room()
        self._let_tab_stop_at(button)
        if QApplication.focusWidget() is None:
            self._buttons[button].setFocus()
        page.refresh()

    def _let_tab_stop_at(self, key: str) -> None:
        """Make the sections one stop of Tab, at the one that is shown; the arrow keys go between them.

        Qt does so by itself only where a section was chosen with the mouse or the keyboard.
        """
        reached = Qt.FocusPolicy.StrongFocus
        for each, button in self._buttons.items():
            stops = each in {key, "backup"}  # which tells something by itself
            button.setFocusPolicy(reached if stops else reached & ~Qt.FocusPolicy.TabFocus)

    def show_record(self, section: str, identifier: str) -> None:
        """Show one record in its section."""
        self.show_section(section)
        self.pages[section].show_record(identifier)

    @property
    def page(self) -> Page | None:
        """The section that is shown."""
        page = self._stack.currentWidget()
        return page if isinstance(page, Page) else None

    def refresh(self) -> None:
        """Let the page that is shown read again."""
        if self.page is not None:
            self.page.refresh()

    def take_given(self, data: QMimeData) -> None:
        """Say where files are taken: what was given to a field here is none of its words."""
        self._say(pgettext("given", "Nothing was added here. Files are added in an entry or under Evidence."))

    def leave(self) -> None:
        """Let every page keep what is being written; one that was not made has nothing."""
        leaving.each(*(page.leave for page in self.pages.values()))

    def _new(self) -> None:
        if self.desk.reads_only:
            return
        self.show_record("timeline", "")

    def _search(self) -> None:
        """Show what is found; an empty search goes back to where it began."""
        words = self.search.text().strip()
        if words:
            if self.page is not None and self.page is not self.found:
                self.page.turn_away()
            self._stack.setCurrentWidget(self.found)
            self.found.look_for(words)
        elif self.page is self.found:
            key = next((key for key, button in self._buttons.items() if button.isChecked()), "timeline")
            self.show_section(key)

    def _back(self) -> None:
        """Go one step back: from what is open to the list, to the step before, from a search to where it began."""
        if self.page is not None and self.page.go_back():
            return
        if self.search.text():
            self.search.clear()
        else:
            self.search.setFocus()

    def _done(self) -> None:
        page = self.page
        if isinstance(page, SplitPage) and page.editor is not None:
            page.editor.finish()

    def _next_pane(self, step: int) -> None:
        """Move the focus to the next of sections, bar, list and what is open."""
        page = self.page
        panes: list[QWidget] = [*([self._nav] if self._nav.isVisible() else []), self.search]
        if isinstance(page, SplitPage):
            panes += [each for each in (page.front, page.opened) if each is not None and each.isVisible()]
        elif page is not None:
            panes.append(page)
        focus = QApplication.focusWidget()
        held_by = [n for n, each in enumerate(panes) if focus and (each is focus or each.isAncestorOf(focus))]
        here = held_by[-1] if held_by else 0
        pane = panes[(here + step) % len(panes)]
        first = pane if pane.focusPolicy() else next(iter(_focusable(pane)), pane)
        first.setFocus()

    def _read_backup(self) -> None:
        def read(journal: Journal) -> tuple[str, datetime]:
            return backups.last(journal), journal.clock()

        self.desk.read(self, read, lambda found: self._show_backup(*found))

    def _show_backup(self, last: str, now: datetime) -> None:
        if not last:
            text = pgettext("main", "No backup yet")
        else:
            days = max(0, (now - datetime.fromisoformat(last)).days)
            text = npgettext("main", "Backup: {count} day ago", "Backup: {count} days ago", days).format(count=days)
            text = text if days else pgettext("main", "Backup: today")
        self.backup.setAccessibleName(text)
        tip(self.backup, text)
        self._name_sections()

    def _name_sections(self) -> None:
        """Write each name on its button, with room for the heavier letters of the one that is shown."""
        letters = QFontMetrics(self.theme.font(design.BODY, strong=True))
        for key, button in self._buttons.items():
            named = button.accessibleName() if button is self.backup else self._titles[key]
            text = "" if self._narrow else named
            button.setText(text)
            around = button.iconSize().width() + self.theme.space(7)
            button.setMinimumWidth(letters.horizontalAdvance(text) + around if text else 0)

    def _show_work(self, line: QWidget) -> None:
        self._foot.insertWidget(0, line)

    def _say_removed(self) -> None:
        self._say(pgettext("undo", "Removed."), undo=True)

    def _say(self, text: str, *, undo: bool = False) -> None:
        self._said.say(text)
        self.undo.setVisible(undo)
        self._give_room()
        self._line.setStretch(0, 0 if undo else 1)  # what undoes it stands right beside what is told
        self._line.setStretch(2, 1 if undo else 0)
        announce(self, text)

    def _say_no_more(self, text: str) -> None:
        """Take back what was told, where nothing else was told since."""
        if self._said.text() == text:
            self._say("")

    def _tell_unkept(self, held: bool) -> None:  # noqa: FBT001 - the shape of the signal
        """Say for as long as it is so that something was not kept, and what to do."""
        text = pgettext(
            "main",
            "What you wrote last could not be saved yet. It is held here while the journal is open, and saved as soon "
            "as that works. Free some space, or put the USB stick back in, before you lock.",
        )
        whole = self.desk.unkept.whole_until
        safe = pgettext("main", "What you wrote up to {moment} is saved.")
        safe = "" if whole is None else safe.format(moment=names.moment(whole))
        text = " ".join(filter(None, (self.desk.unkept.why, safe, text)))
        self._unkept.say(text if held else "")
        reveal(self._unkept_row, held)
        if held:
            announce(self, text)
        else:
            self.desk.say(pgettext("main", "What you wrote is saved now."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the sections a row of icons where the window is narrow."""
        super().resizeEvent(event)
        self.dress()

    def dress(self) -> None:
        """Arrange for the room there is in the size of the text of now."""
        self._narrow = self.width() < NARROW * self.theme.scale
        self._arrange()

    def _arrange(self) -> None:
        narrow = self._narrow
        self._name_sections()
        across = QBoxLayout.Direction.LeftToRight
        self._places.setDirection(across if narrow else QBoxLayout.Direction.TopToBottom)
        self._whole.setDirection(QBoxLayout.Direction.TopToBottom if narrow else across)
        self.new.setText("" if narrow else pgettext("main", "New entry"))
        self.lock.setText("" if narrow else pgettext("main", "Lock"))
        self._give_room()

    def _give_room(self) -> None:
        """Put the row of sections away while something is open in a low window, and the foot while it is empty."""
        low = self._narrow and self.height() < LOW * self.theme.scale
        opened = isinstance(self.page, SplitPage) and self.page.opened is not None
        self._nav.setVisible(not (low and opened))
        self._said.setVisible(not low or bool(self._said.text()))
        if low:
            keep_focus_in_view()


def _focusable(pane: QWidget) -> list[QWidget]:
    return [each for each in pane.findChildren(QWidget) if each.focusPolicy() and each.isVisible() and each.isEnabled()]
