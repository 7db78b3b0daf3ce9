"""Help and support: short pages inside the program, and people who listen; with a journal or before there is one."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from journal_app import resources
from journal_app.catalogue import Catalogue, SupportResource
from journal_app.i18n import language_in_use, pgettext
from journal_app.ui import names
from journal_app.ui.bullets import MARK, paragraphs
from journal_app.ui.copied import Copied, was_copied
from journal_app.ui.desk import Desk
from journal_app.ui.page import Page
from journal_app.ui.printing import PrintRow, words
from journal_app.ui.reading_width import for_reading
from journal_app.ui.shortcuts import Shortcuts
from journal_app.ui.showing import announce, reveal
from journal_app.ui.start_pages import checking, checking_title
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, Label, LineField, Panel, Scroll, Section, column, held, row

PAGES = ("what-is-protected", "writing", "evidence", "dossier", "words")
_PAUSE = 200  # milliseconds after the last key


@dataclass(frozen=True)
class _Part:
    """A part of the page that opens, and everything it says."""

    section: Section
    text: str


class HelpView(QWidget):
    """The help texts and the support list, each in a part that opens; a search leaves the parts that hold its words.

    It needs no journal.
    """

    def __init__(self, theme: Theme, catalogue: Catalogue, copy: Callable[[str], object], shortcuts: Shortcuts) -> None:
        """``copy`` puts a text on the clipboard for a while."""
        super().__init__()
        self.theme, self._catalogue, self._copy, self._shortcuts = theme, catalogue, copy, shortcuts
        self._pages = [*(self._page(name) for name in PAGES), self._checking(), self._key_list()]
        self._countries = [self._country(country, listed) for country, listed in self._by_country().items()]
        about = pgettext("help", "Look for words in help and support")
        self.search = LineField("help.search", about, placeholder=about)
        self.search.pause_after(_PAUSE, self.look)
        self._none = Label(self.theme, "", "muted")
        begin = pgettext("help", "You can stop at any time. Here are people who listen, and what each is for.")
        warning = pgettext("help", "Calls and visits may show in a phone bill or a history.")
        support = (Label(self.theme, begin, "lead"), Label(self.theme, warning, "muted"))
        pages, countries = ([each.section for each in parts] for parts in (self._pages, self._countries))
        parts: list[QWidget] = [self.search, self._none, *pages, *support, *countries]
        self.setLayout(column(*parts, spacing=self.theme.space(2)))
        self.look()

    def look(self) -> None:
        """Leave the parts that hold every word of the search, and open those where there are few."""
        wanted = _folded(self.search.text()).split()
        found = [part for part in (*self._pages, *self._countries) if all(word in part.text for word in wanted)]
        for part in (*self._pages, *self._countries):
            reveal(part.section, part in found)
        for part in found if wanted and len(found) <= len(PAGES) else ():
            part.section.open()
        nothing = pgettext("help", "Nothing found for “{words}” in help and support.")
        self._none.say("" if found else nothing.format(words=self.search.text().strip()))
        reveal(self._none, not found)

    def _page(self, name: str) -> _Part:
        title, body = _title(name), _body(name)

        def made() -> QWidget:
            copy = self._copy_button(f"help.{name}.copy", title, f"{title}\n\n{body}")
            name_of = pgettext("help", "Print: {name}").format(name=title)
            paper = PrintRow(self.theme, f"help.{name}.print", name_of, lambda done, _: done(words(title, body)))
            return self._card(*paragraphs(self.theme, body), row(copy, 1), paper)

        return self._part(name, title, body, made)

    def _checking(self) -> _Part:
        """Return the part about a computer that may be watched; it stands before the first journal as well."""
        title, body = checking_title(), checking()
        return self._part("checking", title, body, lambda: self._card(*paragraphs(self.theme, body)))

    def _key_list(self) -> _Part:
        """Return the part that lists the keys, as they are now."""
        title, body = pgettext("keyboard", "Keys"), self._shortcuts.as_text()

        return self._part("keys", title, body, lambda: self._card(_KeyList(self.theme, self._shortcuts)))

    def _card(self, *parts: QWidget | QLayout) -> Panel:
        return Panel("card", column(*parts, margins=self.theme.space(4)))

    def _part(self, name: str, title: str, body: str, made: Callable[[], QWidget]) -> _Part:
        return _Part(Section(self.theme, f"help.{name}", title, "", made), _folded(f"{title} {body}"))

    def _country(self, country: str, listed: list[SupportResource]) -> _Part:
        said = " ".join(f"{each.name} {' '.join(_lines(each))}" for each in listed)
        made, named = self._country_maker(listed), names.country(country)
        return _Part(Section(self.theme, f"help.{country}", named, "", made), _folded(f"{named} {said}"))

    def _country_maker(self, listed: list[SupportResource]) -> Callable[[], QWidget]:
        return lambda: held(column(*(self._support(each) for each in listed), spacing=self.theme.space(2)))

    def _by_country(self) -> dict[str, list[SupportResource]]:
        found: dict[str, list[SupportResource]] = {}
        for each in self._catalogue.support():
            if each.is_gone:  # a search that ends at a door that is shut is worse than none
                continue
            found.setdefault(each.country, []).append(each)
        return {country: found[country] for country, _ in names.countries(found)}

    def _support(self, each: SupportResource) -> Panel:
        unsure = pgettext("help", "Not confirmed. Check before you rely on this.")
        parts: list[QWidget] = [Label(self.theme, each.name, "heading")]
        broken = {each.url: each.url.replace(".", ".\u200b")}  # a long address may go on in the next line
        parts += [Label(self.theme, broken.get(line, line)) for line in _lines(each)]
        if not each.url_confirmed or each.confidence != "sourced":
            parts.append(Label(self.theme, unsure, "muted"))
        elif not each.is_there:
            there = pgettext("help", "Whether they are still there is not confirmed.")
            parts.append(Label(self.theme, there, "muted"))
        if each.contact and not each.is_always_there:
            parts.append(Label(self.theme, pgettext("help", "When they can be reached is not known."), "muted"))
        checked = pgettext("help", "Checked {date}").format(date=names.date_text(each.checked_on.isoformat()))
        parts.append(Label(self.theme, checked, "small"))
        reach = "\n".join(line for line in (each.url, _said(each.contact)) if line)
        copy = [row(self._copy_button(f"help.{each.id}.copy", each.name, reach), 1)] if reach else []
        return Panel("card", column(*parts, *copy, margins=self.theme.space(3), spacing=self.theme.space(1)))

    def _copy_button(self, identifier: str, about: str, text: str) -> Button:
        name = pgettext("help", "Copy: {name}").format(name=about)
        button = Button(self.theme, identifier, pgettext("button", "Copy"), icon="copy", role="quiet", name=name)
        button.clicked.connect(lambda: self._copy(text))
        return button


class _KeyList(Label):
    """The keys of the window with what they do, as they are now."""

    def __init__(self, theme: Theme, shortcuts: Shortcuts) -> None:
        super().__init__(theme, shortcuts.as_text())
        self._shortcuts = shortcuts
        shortcuts.changed.connect(self._show)

    def _show(self) -> None:
        self.say(self._shortcuts.as_text())


class HelpPage(Page):
    """Help as a section of the open journal."""

    @staticmethod
    def named() -> tuple[str, str]:
        """Return the name of the section and that of its icon."""
        return pgettext("section", "Help"), "life-buoy"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.view = HelpView(self.theme, desk.catalogue, desk.copy, desk.shortcuts)
        self.search = self.view.search
        page = held(column(self.view, 1, margins=self.theme.space(4)))
        self.setLayout(column(Scroll(for_reading(self.theme, page))))


class HelpBefore(QWidget):
    """Help where no journal is open: beside a page that is left as it is, and gone back to."""

    back = Signal()

    def __init__(self, theme: Theme, copied: Copied, shortcuts: Shortcuts) -> None:
        super().__init__()
        self._said = Label(theme, "", "muted")
        copied.taken.connect(self._say_copied)
        back = Button(theme, "help.back", pgettext("button", "Back"), icon="arrow-left")
        back.clicked.connect(self.back)
        shortcuts.bind(self, "back", self.back.emit)
        title = Label(theme, pgettext("help", "Help and support"), "title")
        self.view = HelpView(theme, Catalogue.load(), copied.put, shortcuts)
        space = theme.space
        inside = held(column(title, self.view, 1, margins=space(4), spacing=space(3)))
        line = row(back, self._said, margins=space(2), spacing=space(2))
        line.setStretch(1, 1)
        bar = Panel("bar", line)
        self.setLayout(column(bar, Scroll(for_reading(theme, inside)), spacing=0))

    def _say_copied(self) -> None:
        self._said.say(was_copied())
        announce(self, self._said.text())


def _lines(each: SupportResource) -> list[str]:
    told = (
        _said(each.what), _said(each.staleness_note), _said(each.for_whom), each.url, _said(each.contact),
        _said(each.cost),
    )  # fmt: skip
    return [line for line in told if line]


def _said(words: str) -> str:
    """Return what the program says of those who listen, in the language of the window."""
    return pgettext("support", words) if words else ""


def _folded(text: str) -> str:
    """Return a text as it is looked through: small letters without their marks."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _title(name: str) -> str:
    return _read(name).splitlines()[0].lstrip("# ")


def _read(name: str) -> str:
    """Return a help text in the language of the window; in English where there is none."""
    spoken = f"{language_in_use()}/{name}.md"
    known = (resources.folder("help") / spoken).exists()
    return resources.read_text(f"help/{spoken}" if known else f"help/{name}.md")


def _body(name: str) -> str:
    """Return a help text as paragraphs: one line each, without the marks of the file."""
    text = _read(name).partition("\n")[2].strip()
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    return "\n\n".join(paragraphs).replace("* ", MARK)
