"""Details and versions of an entry: what was written when, and what changed, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.services import incidents
from journal_app.services.incidents import VersionView
from journal_app.ui import names
from journal_app.ui.cards import isolated
from journal_app.ui.desk import Desk
from journal_app.ui.widgets import Label, Panel, column

_WORDS = re.compile(r"\s+|[^\s]+")


class EntryHistory(QWidget):
    """Every version of one entry, newest first."""

    def __init__(self, desk: Desk, identifier: str, people: Sequence[tuple[str, str]]) -> None:
        """``people`` are (id, name) of everybody in the journal."""
        super().__init__()
        self._desk = desk
        self._words = {**names.values(), **dict(people)}
        self._listed = column(spacing=desk.theme.space(2))
        self.setLayout(self._listed)
        desk.read(self, lambda journal: incidents.history(journal, identifier), self._show)

    def _show(self, versions: Sequence[VersionView]) -> None:
        theme = self._desk.theme
        before: dict[str, VersionView] = {}
        panels = []
        for version in versions:
            lines = [Label(theme, _title(version), "heading")]
            lines += [Label(theme, line) for line in changes(before.get(version.part), version, self._words)]
            panels.append(Panel("card", column(*lines, margins=theme.space(3), spacing=theme.space(1))))
            before[version.part] = version
        for panel in reversed(panels):
            self._listed.addWidget(panel)


def _title(version: VersionView) -> str:
    actions = {
        "created": pgettext("version", "{part}: first written {time}"),
        "revised": pgettext("version", "{part}: changed {time}"),
        "removed": pgettext("version", "{part}: removed {time}"),
        "restored": pgettext("version", "{part}: brought back {time}"),
    }
    time = names.moment(version.recorded_at)
    return actions[version.action].format(part=names.parts()[version.part], time=isolated(time))


def changes(before: VersionView | None, after: VersionView, known: Mapping[str, str]) -> list[str]:
    """Return what a version holds that the one before did not, a line a field.

    A longer text that changed is compared word by word: what is new stands in brackets with a plus, what is gone in
    brackets with a minus. ``known`` holds the words for fixed values and the names of people.
    """
    earlier = before.text if before else {}
    lines = []
    for name, words in names.fields().items():
        new, old = _plain(after.text.get(name), known), _plain(earlier.get(name), known)
        if new == old:
            continue
        text = compared(old, new) if old and new else new or pgettext("version", "left empty")
        lines.append(f"{words}: {isolated(text)}")
    return lines


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
        return " · ".join(_plain(each, known) for each in value.values())
    text = "" if value is None else str(value)
    return known.get(text, text)
