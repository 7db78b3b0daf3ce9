"""Details and versions of a thing: what was written when, and what changed, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

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
from journal_app.ui.widgets import Label, Panel, Section, column

_WORDS = re.compile(r"\s+|[^\s]+")
_Found = tuple[tuple[tuple[VersionView, tuple[Difference, ...]], ...], dict[str, Named]]


def history_section(desk: Desk, identifier: str, kind: str, record_id: str) -> Section:
    """Return the part of a page that tells the versions of one record; ``identifier`` is the page's own prefix."""
    title = pgettext("entry", "Details and versions")
    return Section(desk.theme, f"{identifier}.versions", title, "", lambda: History(desk, kind, record_id))


class History(QWidget):
    """Every version of one thing (``kind`` of its record, and its id), newest first."""

    def __init__(self, desk: Desk, kind: str, identifier: str) -> None:
        super().__init__()
        self._desk = desk
        self._listed = column(spacing=desk.theme.space(2))
        self.setLayout(self._listed)

        def read(journal: Journal) -> _Found:
            found = versions.changes(versions.history(journal, kind, identifier))
            values = [side for _, changed in found for each in changed for side in (each.gone, each.came)]
            return found, versions.named(journal, values)

        desk.read(self, read, lambda found: self._show(*found))

    def _show(self, found: Sequence[tuple[VersionView, Sequence[Difference]]], named: Mapping[str, Named]) -> None:
        theme, known = self._desk.theme, _known(self._desk.catalogue, named)
        for version, changed in reversed(found):
            lines = [Label(theme, _title(version), "heading"), *(Label(theme, line) for line in said(changed, known))]
            self._listed.addWidget(Panel("card", column(*lines, margins=theme.space(3), spacing=theme.space(1))))


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
    """Return two texts as one, with what went in [− ] and what came in [+ ]."""
    first, second = _WORDS.findall(old), _WORDS.findall(new)
    parts = []
    for kind, start, end, begin, stop in difflib.SequenceMatcher(a=first, b=second, autojunk=False).get_opcodes():
        gone, came = "".join(first[start:end]), "".join(second[begin:stop])
        if kind == "equal":
            parts.append(gone)
            continue
        parts.append(" " if (came or gone)[:1].isspace() else "")
        parts += [f"[\u2212{gone.strip()}]" if gone.strip() else "", f"[+{came.strip()}]" if came.strip() else ""]
        parts.append(" " if (came or gone)[-1:].isspace() else "")
    return "".join(parts)


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
