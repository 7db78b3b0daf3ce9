"""Settings: how the window looks, the passphrase, and what the program is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from journal_app import __version__, platform_guard
from journal_app.i18n import npgettext, pgettext
from journal_app.platform_guard import Protection
from journal_app.services import preferences
from journal_app.services.journal import Journal
from journal_app.services.preferences import Glances
from journal_app.ui import names
from journal_app.ui.desk import Desk
from journal_app.ui.dress import fitted
from journal_app.ui.key_cards import KeyCards
from journal_app.ui.key_rows import KeyRows
from journal_app.ui.page import Page
from journal_app.ui.reading_width import for_reading
from journal_app.ui.showing import keep_focus_in_view, reveal
from journal_app.ui.start_pages import remember_words, what_is_left
from journal_app.ui.ticks import Check
from journal_app.ui.tokens import TEXT_SIZES, Look
from journal_app.ui.widgets import Choice, Label, Panel, Scroll, Section, column, held


class SettingsPage(Page):
    """What can be chosen."""

    look_changed = Signal(str, int)
    minutes_changed = Signal(int)
    language_changed = Signal(str)
    glances_changed = Signal(object)
    choice_made = Signal(str, str)
    sheet_made = Signal(object)
    sheet_drawn = Signal(object)
    lock_asked = Signal()

    @staticmethod
    def named() -> tuple[str, str]:
        """Return the name of the section and that of its icon."""
        return pgettext("section", "Settings"), "settings"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        space = self.theme.space
        self.keys = KeyCards(desk)
        self.keys.sheet_made.connect(self.sheet_made)
        self.keys.sheet_drawn.connect(self.sheet_drawn)
        self.keys.unfinished.connect(self.lock_asked)
        cards = (
            self._look_card(), self._language_card(), self._safety_card(), self.keys,
            self._keyboard_card(), self._about_card(),
        )  # fmt: skip
        page = held(column(*cards, 1, margins=space(4), spacing=space(4)))
        self.setLayout(column(Scroll(for_reading(self.theme, page))))

    def _card(self, title: str, *parts: QWidget) -> Panel:
        space = self.theme.space
        return Panel("card", column(Label(self.theme, title, "heading"), *parts, margins=space(4), spacing=space(2)))

    def _look_card(self) -> Panel:
        looks = [
            (Look.SYSTEM.value, pgettext("look", "Like the desktop")),
            (Look.LIGHT.value, pgettext("look", "Light")),
            (Look.DARK.value, pgettext("look", "Dark")),
            (Look.CONTRAST.value, pgettext("look", "High contrast")),
        ]
        sizes = [(str(size), pgettext("look", "{size} %").format(size=size)) for size in TEXT_SIZES]
        self._look = Choice("settings.look", pgettext("look", "Colours"), looks, self.theme.look.value)
        self._size = Choice("settings.size", pgettext("look", "Text size"), sizes)
        fitted(self, self._show_look)
        for choice in (self._look, self._size):
            choice.activated.connect(lambda _: self.look_changed.emit(self._look.value(), int(self._size.value())))
        motions = [
            ("system", pgettext("look", "As the system asks")), ("less", pgettext("look", "Less")),
        ]  # fmt: skip
        motion = self._neutral("motion", pgettext("look", "Motion"), motions)
        return self._card(
            pgettext("settings", "Look"),
            Label(self.theme, pgettext("look", "Colours"), buddy=self._look), self._look,
            Label(self.theme, pgettext("look", "Text size"), buddy=self._size), self._size, *motion,
        )  # fmt: skip

    def _neutral(self, name: str, words: str, choices: list[tuple[str, str]]) -> tuple[Label, Choice]:
        """Return the choice of a neutral setting, named as in ``Settings``, with its label."""
        choice = Choice(f"settings.{name}", words, choices, getattr(self.desk.settings, name))
        choice.activated.connect(lambda _: self.choice_made.emit(name, choice.value()))
        return Label(self.theme, words, buddy=choice), choice

    def _language_card(self) -> Panel:
        self._language = Choice("settings.language", pgettext("look", "Language"), names.languages())
        self._language.choose(self.desk.settings.language)
        self._language.activated.connect(lambda _: self.language_changed.emit(self._language.value()))
        mine = pgettext("settings", "My words are written in")
        same = pgettext("settings", "The language of the dossier")
        self.words = Choice("settings.words-language", mine, names.written_languages(same))
        self.words.activated.connect(lambda _: self._keep_words())
        about = pgettext("settings", "A screen reader reads your words in a dossier with the voice of this language.")
        dates = self._neutral("dates", pgettext("look", "Dates in the window"), names.date_forms())
        return self._card(
            pgettext("settings", "Language and dates"),
            Label(self.theme, pgettext("look", "Language"), buddy=self._language), self._language, *dates,
            Label(self.theme, mine, buddy=self.words), self.words, Label(self.theme, about, "muted"),
        )  # fmt: skip

    def _show_words(self, kept: str) -> None:
        if self.words.findData(kept) < 0:  # named by its tag, in a folder that was imported
            self.words.addItem(kept, kept)
        self.words.choose(kept)

    def _keep_words(self) -> None:
        chosen = self.words.value()
        self.desk.change(self, lambda journal: preferences.keep_words_language(journal, chosen))

    def _show_look(self) -> None:
        """Show the look that is on, which keys and the desktop change too."""
        self._look.choose(self.theme.look.value)
        self._size.choose(str(min(TEXT_SIZES, key=lambda size: abs(size - round(self.theme.scale * 100)))))

    def _safety_card(self) -> Panel:
        minutes = [
            (str(each), npgettext("settings", "After {count} minute", "After {count} minutes", each).format(count=each))
            for each in preferences.LOCK_MINUTES
        ]
        self._minutes = Choice("settings.minutes", pgettext("settings", "Lock by itself"), minutes)
        self._minutes.activated.connect(lambda _: self._keep_minutes())
        label = Label(self.theme, pgettext("settings", "Lock by itself"), buddy=self._minutes)
        self._remember = Check("settings.remember", remember_words(), ticked=self.desk.remembered)
        self._remember.toggled.connect(self._keep_place)
        about = pgettext(
            "settings",
            "While files are being added, or other long work goes on, it waits for that: at most an hour after the "
            "last key or movement.",
        )
        waits, left = Label(self.theme, about, "muted"), Label(self.theme, what_is_left(), "muted")
        return self._card(
            pgettext("settings", "Safety"), label, self._minutes, waits, self._remember, left, *self._glance_parts()
        )

    def _glance_parts(self) -> list[QWidget]:
        """Return the two choices of what others may see; where this system has no say in one, that is told instead."""
        cover = pgettext("settings", "Cover the window while another one is in front")
        about = pgettext("settings", "A plain page stands there then. All is as it was when you return.")
        self.cover = Check("settings.cover", cover)
        self.leave_out = Check(
            "settings.captures", pgettext("settings", "Keep the window out of pictures and recordings of the screen")
        )
        for each in (self.cover, self.leave_out):
            each.clicked.connect(lambda _: self._keep_glances())
        can = self.desk.left_out
        disturbs = pgettext("settings", "This can disturb programs that magnify the screen.")
        cannot = pgettext(
            "settings", "On this system the window cannot be kept out of pictures and recordings of the screen."
        )
        reveal(self.leave_out, can)
        return [
            self.cover, Label(self.theme, about, "muted"),
            self.leave_out, Label(self.theme, disturbs if can else cannot, "muted"),
        ]  # fmt: skip

    def _keep_glances(self) -> None:
        chosen = Glances(cover=self.cover.isChecked(), leave_out=self.leave_out.isChecked())
        self.glances_changed.emit(chosen)
        self.desk.change(self, lambda journal: preferences.keep_glances(journal, chosen))

    def _show_glances(self, kept: Glances) -> None:
        self.cover.setChecked(kept.cover)
        self.leave_out.setChecked(kept.leave_out)

    def _keep_place(self, remembered: bool) -> None:  # noqa: FBT001 - the shape of the signal
        self.desk.remembered = remembered
        self.choice_made.emit("folder", "this" if remembered else "")

    def _keyboard_card(self) -> Panel:
        about = pgettext("settings", "Every key of the window can be changed.")
        section = Section(
            self.theme, "settings.keys", pgettext("settings", "Change the keys"), "", lambda: KeyRows(self.desk)
        )
        return self._card(pgettext("keyboard", "Keys"), Label(self.theme, about), section)

    def _keep_minutes(self) -> None:
        chosen = int(self._minutes.value())
        self.minutes_changed.emit(chosen)
        self.desk.change(self, lambda journal: preferences.set_lock_minutes(journal, chosen))

    def leave(self) -> None:
        """Keep what is being noted: the program is about to lock."""
        self.keys.leave()

    def refresh(self) -> None:
        """Read what is kept in the journal."""
        self.desk.read(self, preferences.lock_minutes, lambda minutes: self._minutes.choose(str(minutes)))
        self.desk.read(self, preferences.glances, self._show_glances)
        self.desk.read(self, preferences.words_language, self._show_words)
        self.desk.read(self, _is_key_locked, lambda locked: self._key_told.setText(key_line(is_locked=locked)))

    def show_record(self, identifier: str) -> None:
        """Go to one of the settings: the thing with this identifier."""
        found = self.findChild(QWidget, identifier)
        if isinstance(found, QWidget):
            found.setFocus()
            keep_focus_in_view()

    def _about_card(self) -> Panel:
        version = pgettext("settings", "Version {version}").format(version=__version__)
        promise = pgettext("settings", "This program does not use the internet.")
        licence = pgettext("settings", "Free software under the GNU General Public License, version 3 or later.")
        swap = platform_guard.here().swap_is_encrypted()
        parts = [version, promise, *safety_lines(self.desk.protection, swap)]
        self._key_told = Label(self.theme, "")
        used = Section(
            self.theme, "settings.licences", pgettext("licences", "What it is made of, and the licences"), "",
            self._licences,
        )  # fmt: skip
        told = [*(Label(self.theme, part) for part in parts), self._key_told, Label(self.theme, licence)]
        return self._card(pgettext("settings", "About"), *told, used)

    def _licences(self) -> QWidget:
        from journal_app.ui.licences_view import LicencesView

        return LicencesView(self.desk)


def _is_key_locked(journal: Journal) -> bool:
    from journal_app.services import keys  # which brings what a start does not need

    return keys.is_key_locked(journal)


def key_line(*, is_locked: bool) -> str:
    """Return what is said of the key of the open journal, and of no more than that: see ``vault/key_page.py``."""
    if is_locked:
        return pgettext(
            "settings",
            "While the journal is open, its key stays out of what this computer writes of its memory to its disks. Keys"
            " made from it, and what you read and write, may be written there, and all of it when the computer sleeps.",
        )
    return pgettext(
        "settings",
        "This computer did not let the key of the open journal stay out of what it writes of its memory to its disks.",
    )


def safety_lines(protection: Protection | None, swap_is_encrypted: bool | None) -> list[str]:  # noqa: FBT001 - answers
    """Return what this computer let the program do for safety when it started, what it did not, and what it does now.

    ``swap_is_encrypted`` says whether what it writes of memory to its disks is encrypted; None where it does not tell.
    """
    if protection is None:
        return [pgettext("settings", "What this computer does to keep the program apart was not checked.")]
    apart = pgettext("settings", "This computer keeps the program from making connections.")
    not_apart = pgettext(
        "settings", "This computer cannot keep the program from making connections. The program makes none itself."
    )
    closed = pgettext("settings", "Other programs you run cannot read this program’s memory in the usual ways.")
    open_ = pgettext(
        "settings", "Other programs you run could read this program’s memory. This computer cannot prevent that."
    )
    swap = {
        True: pgettext("settings", "This computer writes none of its memory to its disks without encryption."),
        False: pgettext(
            "settings",
            "This computer may write parts of its memory to a disk without encryption. What was open here could be"
            " found there later. Lock the journal when you do not need it; an encrypted disk prevents it.",
        ),
        None: pgettext(
            "settings", "Whether this computer writes parts of its memory to a disk without encryption was not checked."
        ),
    }
    first = [apart if protection.network else not_apart, closed if protection.memory else open_]
    return [*first, swap[swap_is_encrypted]]
