"""Who else could have known: people and when they were told, picked into a text that the person can go on writing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from journal_app.domain.passages import one_line, passages, with_passage, without_passage
from journal_app.i18n import pgettext
from journal_app.services import tellings
from journal_app.services.journal import Journal
from journal_app.services.tellings import Telling
from journal_app.ui import names
from journal_app.ui.cards import isolated
from journal_app.ui.chooser import Chooser, Part
from journal_app.ui.desk import Desk
from journal_app.ui.tick_list import TickCard
from journal_app.ui.widgets import Section, TextField


class Tellings(Chooser):
    """Everybody, and each time they were told; the id of a row is the line it stands for."""

    def __init__(self, desk: Desk, identifier: str, ticked: Sequence[str], match: str) -> None:
        """``match`` is the id of the match that is written, which says nothing here."""
        self._match = match
        name, look_for = pgettext("match", "People and when they were told"), pgettext("match", "Show people with")
        super().__init__(desk, identifier, name, look_for, ticked)

    def read_part(self, journal: Journal, words: str, after: Any, most: int) -> Part:
        """Return all rows of people in whose name the words stand; times that make the same line are one row."""
        wanted, rows = words.casefold(), dict[str, list[str]]()
        for each in tellings.tellings(journal, apart_from=self._match):
            if wanted in each.name.casefold():
                rows.setdefault(line_of(each), []).append(_of_what(each))
        return Part([TickCard(line, "", line, "; ".join(filter(None, about))) for line, about in rows.items()])


def who_knew(desk: Desk, identifier: str, field: TextField, match: str) -> Section:
    """Return the part of a page that picks lines for ``field``; what is taken back there goes from it again."""
    title = pgettext("match", "People and when they were told")
    return Section(desk.theme, identifier, title, "", partial(_picker, desk, identifier, field, match))


def _picker(desk: Desk, identifier: str, field: TextField, match: str) -> QWidget:
    chooser = Tellings(desk, identifier, passages(field.text()), match)

    def picked() -> None:
        before = after = field.text()
        for card in chooser.model.rows:
            after = (with_passage if card.id in chooser.model.ticked else without_passage)(after, card.id)
        if after != before:
            cursor = QTextCursor(field.document())
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(after)

    def written() -> None:
        lines = passages(field.text())
        if lines != tuple(chooser.model.ticked):
            chooser.model.show_ticked(lines)

    chooser.changed.connect(picked)
    field.textChanged.connect(written)
    return chooser


def line_of(telling: Telling) -> str:
    """Return the line for one time somebody was told, as it would be written by hand."""
    way = names.channels().get(telling.channel, "") if telling.channel else ""
    when = "" if telling.when.is_unknown else names.date(telling.when)
    if when and way:
        text = pgettext("match", "{name} – told {when} ({way})")
    elif when:
        text = pgettext("match", "{name} – told {when}")
    elif way:
        text = pgettext("match", "{name} – told: {way}")
    else:
        text = "{name}"
    return one_line(text.format(name=telling.name, when=when, way=way))


def _of_what(telling: Telling) -> str:
    if telling.occurred is None:
        return ""
    said = pgettext("match", "In the entry {words}")
    return said.format(words=isolated(names.entry(telling.occurred, telling.first_line)))
