"""The timeline: every entry as a card in the order it happened, and the chosen one beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from journal_app.domain.date_words import in_words
from journal_app.domain.incident import IncidentEntry, Purpose
from journal_app.i18n import npgettext, pgettext
from journal_app.services import incidents, people
from journal_app.services.incidents import IncidentView, TimelineRow
from journal_app.services.journal import Journal
from journal_app.ui import tokens as design
from journal_app.ui.desk import Desk
from journal_app.ui.entry_sections import channel_names
from journal_app.ui.incident_editor import NEW, IncidentEditor
from journal_app.ui.page import Page
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, Label, column, held, name_widget, row

_Index = QModelIndex | QPersistentModelIndex
WIDE = 1000


class TimelineModel(QAbstractListModel):
    """The rows of the timeline; each speaks one sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[TimelineRow] = ()

    def show_rows(self, rows: Sequence[TimelineRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of entries."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a card shows or says."""
        if not index.isValid():
            return None
        shown = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return card(shown)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return ". ".join(part for part in card(shown) if part)
        return None


def card(shown: TimelineRow) -> tuple[str, str, str]:
    """Return the three lines of a card: the date in words, the first line of the account, facts."""
    facts = [channel_names().get(shown.channel, "")] if shown.channel else []
    if shown.files:
        facts.append(npgettext("entry", "{count} file", "{count} files", shown.files).format(count=shown.files))
    where = {
        Purpose.PRIVATE: pgettext("entry", "only you"),
        Purpose.FOR_MY_LAWYER: pgettext("entry", "for your lawyer"),
        Purpose.FOR_A_COMPLAINT: pgettext("entry", "in the complaint"),
    }
    facts.append(where[shown.purpose])
    return in_words(shown.occurred, "en"), shown.first_line, " · ".join(fact for fact in facts if fact)


class CardDelegate(QStyledItemDelegate):
    """Paints one entry as a card."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the size of a card: three lines."""
        line = QFontMetrics(self._theme.font(design.BODY)).height()
        return QSize(200, round(line * 3.4) + self._theme.space(8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the card."""
        space, tokens = self._theme.space, self._theme.tokens
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = option.rect.adjusted(space(3), space(1), -space(3), -space(1))
        painter.setPen(QPen(QColor(tokens.focus if chosen else tokens.hair), 2 if chosen else 1))
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(frame, design.CARD_RADIUS, design.CARD_RADIUS)
        self._lines(painter, frame.adjusted(space(4), space(2), -space(4), -space(2)), index)
        painter.restore()

    def _lines(self, painter: QPainter, room: QRect, index: _Index) -> None:
        tokens = self._theme.tokens
        fonts = (
            (self._theme.font(design.SMALL), tokens.muted),
            (self._theme.font(design.BODY, strong=True), tokens.text),
            (self._theme.font(design.SMALL), tokens.muted),
        )
        y, step = room.top(), room.height() // 3
        lines: tuple[str, str, str] = index.data(Qt.ItemDataRole.UserRole)
        for text, (font, colour) in zip(lines, fonts, strict=True):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            place = QRect(room.left(), y, room.width(), step)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), shown)
            y += step


class TimelinePage(Page):
    """The list of entries and the one being read or written."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.title, self.icon = pgettext("section", "Timeline"), "list"
        super().__init__(desk, parent)
        self.model = TimelineModel()
        self.list = QListView()
        name_widget(self.list, "timeline.list", self.title)
        self.list.setModel(self.model)
        self.list.setItemDelegate(CardDelegate(self.theme))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.activated.connect(lambda index: self.show_record(self.model.rows[index.row()].id))
        self.list.clicked.connect(lambda index: self.show_record(self.model.rows[index.row()].id))
        empty = Label(self.theme, pgettext("timeline", "Nothing here yet. Start with one sentence."), "lead")
        first = Button(self.theme, "timeline.first", pgettext("main", "New entry"), icon="pen-line", role="primary")
        first.clicked.connect(lambda: self.show_record(""))
        self._empty = held(column(1, empty, held(row(first, 1)), 2, margins=self.theme.space(8)))
        self._none = Label(self.theme, "", "muted")
        self._left = QStackedWidget()
        for part in (self.list, self._empty, held(column(self._none, 1, margins=self.theme.space(8)))):
            self._left.addWidget(part)
        self._right = QStackedWidget()
        self._right.setVisible(False)
        whole = row(self._left, self._right, spacing=0)
        whole.setStretch(0, 3)
        whole.setStretch(1, 4)
        self.setLayout(whole)
        self._words = ""

    @property
    def editor(self) -> IncidentEditor | None:
        """The entry that is open, or None."""
        widget = self._right.currentWidget()
        return widget if isinstance(widget, IncidentEditor) else None

    def refresh(self) -> None:
        """Read the timeline again."""
        words = self._words

        def read(journal: Journal) -> tuple[TimelineRow, ...]:
            rows = incidents.timeline(journal)
            if not words.strip():
                return rows
            found = {hit.id for hit in incidents.search(journal, words) if hit.kind == "incident"}
            return tuple(row for row in rows if row.id in found)

        self.desk.read(self, read, self._show_rows)

    def _show_rows(self, rows: tuple[TimelineRow, ...]) -> None:
        self.model.show_rows(rows)
        nothing = pgettext(
            "search", "Nothing found for “{words}”. Searches look in entries, files, people and matches."
        )
        self._none.say(nothing.format(words=self._words))
        self._left.setCurrentIndex(0 if rows else 2 if self._words.strip() else 1)

    def look_for(self, words: str) -> None:
        """Show only the entries in which the words stand."""
        self._words = words
        self.refresh()

    def show_record(self, identifier: str) -> None:
        """Open one entry, or a new one where ``identifier`` is empty."""
        self._close_editor()

        def read(journal: Journal) -> tuple[IncidentView | None, IncidentEntry | None, list[tuple[str, str]]]:
            view = incidents.get(journal, identifier) if identifier else None
            draft = incidents.draft(journal, identifier or NEW)
            known = [(each.entry.id, each.entry.name) for each in people.everyone(journal)]
            return view, draft, known

        self.desk.read(self, read, lambda found: self._open(*found))

    def _open(self, view: IncidentView | None, draft: IncidentEntry | None, known: list[tuple[str, str]]) -> None:
        editor = IncidentEditor(self.desk, view, draft, known)
        editor.saved.connect(lambda _: self._close_editor(keep=False))
        editor.back.connect(self._close_editor)
        self._right.addWidget(editor)
        self._right.setCurrentWidget(editor)
        self._right.setVisible(True)
        self._left.setVisible(self.width() >= WIDE * self.theme.scale)
        editor.account.setFocus()

    def _close_editor(self, *, keep: bool = True) -> None:
        """Put the open entry away; what is being written in it is kept as a draft."""
        editor = self.editor
        if editor is not None:
            if keep:
                editor.leave()
            self._right.removeWidget(editor)
            editor.deleteLater()
        self._right.setVisible(False)
        self._left.setVisible(True)

    def leave(self) -> None:
        """Keep what is being written."""
        if self.editor is not None:
            self.editor.leave()
