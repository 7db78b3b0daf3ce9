"""Help and support: short pages inside the program, and people who listen."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from journal_app import resources
from journal_app.catalogue import SupportResource
from journal_app.i18n import language_in_use, pgettext
from journal_app.ui.desk import Desk
from journal_app.ui.page import Page
from journal_app.ui.printing import PrintRow, words
from journal_app.ui.showing import reveal
from journal_app.ui.widgets import Button, Label, LineField, Panel, Scroll, Section, column, held, row

PAGES = ("what-is-protected", "writing", "evidence", "dossier")
_PAUSE = 200  # milliseconds after the last key


@dataclass(frozen=True)
class _Part:
    """A part of the page that opens, and everything it says."""

    section: Section
    text: str


class HelpPage(Page):
    """The help texts and the support list, each in a part that opens; a search leaves the parts that hold its words."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.title, self.icon = pgettext("section", "Help"), "life-buoy"
        super().__init__(desk, parent)
        self._pages = [self._page(name) for name in PAGES]
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
        space = self.theme.space
        self.setLayout(column(Scroll(held(column(*parts, 1, margins=space(4), spacing=space(2))))))
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
            return Panel("card", column(Label(self.theme, body), row(copy, 1), paper, margins=self.theme.space(4)))

        return _Part(Section(self.theme, f"help.{name}", title, "", made), _folded(f"{title} {body}"))

    def _country(self, country: str, listed: list[SupportResource]) -> _Part:
        said = " ".join(f"{each.name} {' '.join(_lines(each))}" for each in listed)
        made = self._country_maker(listed)
        return _Part(Section(self.theme, f"help.{country}", country, "", made), _folded(f"{country} {said}"))

    def _country_maker(self, listed: list[SupportResource]) -> Callable[[], QWidget]:
        return lambda: held(column(*(self._support(each) for each in listed), spacing=self.theme.space(2)))

    def _by_country(self) -> dict[str, list[SupportResource]]:
        found: dict[str, list[SupportResource]] = {}
        for each in self.desk.catalogue.support():
            found.setdefault(each.country, []).append(each)
        return dict(sorted(found.items()))

    def _support(self, each: SupportResource) -> Panel:
        unsure = pgettext("help", "Not confirmed. Check before you rely on this.")
        parts: list[QWidget] = [Label(self.theme, each.name, "heading")]
        parts += [Label(self.theme, line) for line in _lines(each)]
        if not each.url_confirmed or each.confidence != "sourced":
            parts.append(Label(self.theme, unsure, "muted"))
        checked = pgettext("help", "Checked {date}").format(date=each.checked_on.isoformat())
        parts.append(Label(self.theme, checked, "small"))
        reach = "\n".join(line for line in (each.url, each.contact) if line)
        copy = [row(self._copy_button(f"help.{each.id}.copy", each.name, reach), 1)] if reach else []
        return Panel("card", column(*parts, *copy, margins=self.theme.space(3), spacing=self.theme.space(1)))

    def _copy_button(self, identifier: str, about: str, text: str) -> Button:
        name = pgettext("help", "Copy: {name}").format(name=about)
        button = Button(self.theme, identifier, pgettext("button", "Copy"), icon="copy", role="quiet", name=name)
        button.clicked.connect(lambda: self.desk.copy(text))
        return button


def _lines(each: SupportResource) -> list[str]:
    return [line for line in (each.what, each.for_whom, each.url, each.contact, each.cost) if line]


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
    return "\n\n".join(paragraphs).replace("* ", "•  ")
