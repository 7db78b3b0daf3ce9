"""Help and support: short pages inside the program, and people who listen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from journal_app import resources
from journal_app.catalogue import SupportResource
from journal_app.i18n import language_in_use, pgettext
from journal_app.ui.desk import Desk
from journal_app.ui.page import Page
from journal_app.ui.widgets import Label, Panel, Scroll, Section, column, held

PAGES = ("what-is-protected", "writing", "evidence", "dossier")


class HelpPage(Page):
    """The help texts and the support list, each in a part that opens."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.title, self.icon = pgettext("section", "Help"), "life-buoy"
        super().__init__(desk, parent)
        space = self.theme.space
        begin = pgettext("help", "You can stop at any time. Here are people who listen, and what each is for.")
        parts: list[QWidget] = [
            Section(self.theme, f"help.{name}", _title(name), "", self._maker(name)) for name in PAGES
        ]
        parts.append(Label(self.theme, begin, "lead"))
        warning = pgettext("help", "Calls and visits may show in a phone bill or a history.")
        parts.append(Label(self.theme, warning, "muted"))
        for country, listed in self._by_country().items():
            parts.append(Section(self.theme, f"help.{country}", country, "", self._country_maker(listed)))
        self.setLayout(column(Scroll(held(column(*parts, 1, margins=space(4), spacing=space(2))))))

    def _maker(self, name: str) -> Callable[[], QWidget]:
        return lambda: Panel("card", column(Label(self.theme, _body(name)), margins=self.theme.space(4)))

    def _country_maker(self, listed: list[SupportResource]) -> Callable[[], QWidget]:
        return lambda: held(column(*(self._support(each) for each in listed), spacing=self.theme.space(2)))

    def _by_country(self) -> dict[str, list[SupportResource]]:
        found: dict[str, list[SupportResource]] = {}
        for each in self.desk.catalogue.support():
            found.setdefault(each.country, []).append(each)
        return dict(sorted(found.items()))

    def _support(self, each: SupportResource) -> Panel:
        unsure = pgettext("help", "Not confirmed. Check before you rely on this.")
        lines = [each.what, each.for_whom, each.url, each.contact, each.cost]
        parts = [Label(self.theme, each.name, "heading"), *(Label(self.theme, line) for line in lines if line)]
        if not each.url_confirmed or each.confidence != "sourced":
            parts.append(Label(self.theme, unsure, "muted"))
        checked = pgettext("help", "Checked {date}").format(date=each.checked_on.isoformat())
        parts.append(Label(self.theme, checked, "small"))
        return Panel("card", column(*parts, margins=self.theme.space(3), spacing=self.theme.space(1)))


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
