"""Details and versions of a thing: what was written when, and what changed, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from journal_app.catalogue import Catalogue
from journal_app.domain.complaints import OTHER_BODY
from journal_app.i18n import npgettext, pgettext
from journal_app.services import versions
from journal_app.services.journal import Journal
from journal_app.services.versions import Difference, Named, VersionView
from journal_app.ui import field_names, names
from journal_app.ui.cards import isolated
from journal_app.ui.desk import Desk
from journal_app.ui.in_parts import InParts
from journal_app.ui.widgets import Label, Panel, Section, column

_WORDS, _LINES = re.compile(r"\S+"), re.compile(r"[^\n]+")
_MOST_WORDS = 40_000  # of a text that is compared by words: 80 pages, in a second; a longer one by lines
_Told = list[tuple[VersionView, list[str]]]  # each version, and a line for each field that it changed


def history_section(desk: Desk, identifier: str, kind: str, record_id: str) -> Section:
    """Return the part of a page that tells the versions of one record; ``identifier`` is the page's own prefix."""
    title = pgettext("entry", "Details and versions")
    return Section(desk.theme, f"{identifier}.versions", title, "", lambda: History(desk, kind, record_id))


class History(QWidget):
    """Every version of one thing (``kind`` of its record, and its id), newest first."""

    def __init__(self, desk: Desk, kind: str, identifier: str) -> None:
        super().__init__()
        self._desk = desk
        self._listed = InParts(desk.theme, "versions", spacing=desk.theme.space(2))
        self.setLayout(column(self._listed))
        catalogue = desk.catalogue

        def read(journal: Journal) -> _Told:
            """Return what each version says; comparing long texts takes a while, in which the window goes on."""
            found = versions.changes(versions.history(journal, kind, identifier))
            values = [side for _, changed in found for each in changed for side in (each.gone, each.came)]
            known = _known(catalogue, versions.named(journal, values))
            return [(version, said(changed, known)) for version, changed in reversed(found)]

        desk.read(self, read, self._show)

    def _show(self, told: _Told) -> None:
        self._listed.show_parts([partial(self._card, *each) for each in told])

    def _card(self, version: VersionView, lines: Sequence[str]) -> QWidget:
        theme = self._desk.theme
        parts = [Label(theme, _title(version), "heading"), *(Label(theme, line) for line in lines)]
        return Panel("card", column(*parts, margins=theme.space(3), spacing=theme.space(1)))


def _known(catalogue: Catalogue, named: Mapping[str, Named]) -> dict[str, str]:
    """Return the words for fixed values, bodies, and the people, entries and files that versions name."""
    called = {
        identifier: names.entry(each.occurred, each.title) if each.occurred is not None else each.title
        for identifier, each in named.items()
    }
    bodies = {OTHER_BODY: names.other_body(), **{board.id: board.name for board in catalogue.boards()}}
    return {**names.values(), **names.roles(), **bodies, **called}


def _title(version: VersionView) -> str:
    actions = {
        "created": pgettext("version", "{part}: first written {time}"),
        "revised": pgettext("version", "{part}: changed {time}"),
        "removed": pgettext("version", "{part}: removed {time}"),
        "restored": pgettext("version", "{part}: brought back {time}"),
    }
    time = names.moment(version.recorded_at)
    return actions[version.action].format(part=field_names.parts()[version.part], time=isolated(time))


def said(changed: Iterable[Difference], known: Mapping[str, str]) -> list[str]:
    """Return what a version holds that the one before did not, a line a field.

    A longer text that changed is compared word by word: what is new stands in brackets with a plus, what is gone in
    brackets with a minus. ``known`` holds the words for fixed values and the names of people.
    """
    by_name = {each.name: each for each in changed}
    lines = []
    for name, words in field_names.fields().items():
        if (each := by_name.get(name)) is not None and (text := _said(each, known)):
            lines.append(f"{words}: {isolated(text)}")
    return lines


def _said(each: Difference, known: Mapping[str, str]) -> str:
    came, gone = _plain(each.came, known), _plain(each.gone, known)
    if not each.more:
        if came == gone:
            return ""
        return compared(gone, came) if gone and came else came or pgettext("version", "left empty")
    if not came and not gone:
        return pgettext("version", "the same {count}, in another order").format(count=each.more)
    rest = npgettext("version", "and one other", "and {count} others", each.more).format(count=each.more)
    return f"{came if each.gone is None else compared(gone, came)} {rest}"


def compared(old: str, new: str) -> str:
    """Return two texts as one, with what went in [− ] and what came in [+ ]; very long ones by lines.

    Only words are compared, and not the spaces between them, which are all alike: comparing those too took time with
    the square of the length.
    """
    shape = _WORDS if max(len(old), len(new)) < _MOST_WORDS * 6 else _LINES
    first, second = list(shape.finditer(old)), list(shape.finditer(new))
    matched = difflib.SequenceMatcher(None, [each[0] for each in first], [each[0] for each in second])
    text = ""
    for kind, start, end, begin, stop in matched.get_opcodes():
        before_gone, gone = _stretch(old, first, start, end)
        before_came, came = _stretch(new, second, begin, stop)
        text += before_came or before_gone
        text += came if kind == "equal" else (f"[\u2212{gone}]" if gone else "") + (f"[+{came}]" if came else "")
    return text


def _stretch(text: str, words: Sequence[re.Match[str]], start: int, end: int) -> tuple[str, str]:
    """Return the part of a text from one of its words up to another, and the space that stands before it."""
    if start == end:
        return "", ""
    begins = words[start].start()
    return text[words[start - 1].end() if start else begins : begins], text[begins : words[end - 1].end()]


def _plain(value: object, known: Mapping[str, str]) -> str:
    """Return a value as text: lists with semicolons, records with dots between their fields."""
    if isinstance(value, list | tuple):
        return "; ".join(_plain(each, known) for each in value)
    if isinstance(value, dict):
        return " · ".join(filter(None, (_plain(each, known) for each in value.values())))
    if isinstance(value, bool):
        return pgettext("people", "Yes") if value else pgettext("people", "No")
    text = "" if value is None else str(value)
    return known.get(text, text)
