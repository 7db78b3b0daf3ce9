"""A section with a list at the left and the chosen thing at the right; where there is little room, one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QBoxLayout,
    QLayout,
    QListView,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from journal_app.services.drafts import Place
from journal_app.services.journal import Journal
from journal_app.ui.cards import Card, CardDelegate, CardModel
from journal_app.ui.desk import Desk
from journal_app.ui.dress import fitted
from journal_app.ui.editor import Editor
from journal_app.ui.heard import resting
from journal_app.ui.page import Page
from journal_app.ui.showing import keep_focus_in_view, reveal
from journal_app.ui.widgets import Button, Label, Panel, column, held, name_widget, row

_E = TypeVar("_E", bound=Editor)
_R = TypeVar("_R")
WIDE = 820  # pixels of the section at 100 % text from which both stand side by side


class SplitPage(Page):
    """A list of cards and the record that is open. A section of its own says what is listed and how one opens."""

    turned = Signal()  # something else is open, or nothing
    section = ""
    nothing = ""
    add_text = ""
    others: Sequence[QWidget] = ()  # other ways of listing the same, from number 2 on
    view = 0  # which of the ways of listing is shown
    _above: QBoxLayout | None = None  # what stands above the list
    more = False  # whether there are others after the cards that are shown

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        space = self.theme.space
        self._record_asked = 0  # how often a record was asked for, or that was ended
        self._record_from: QWidget | None = None  # where the focus was then
        self._end_of_wait: Callable[[], None] = lambda: None
        self.model = CardModel()
        self.list = QListView()
        self.front: QWidget = self.list  # what stands at the left to choose from
        name_widget(self.list, f"{self.section}.list", self.title)
        self.list.setModel(self.model)
        cards = CardDelegate(self.theme)
        self.list.setItemDelegate(cards)
        fitted(self.list, lambda: cards.fit(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.activated.connect(self._chosen)
        self.list.clicked.connect(self._chosen)
        self._none = Label(self.theme, self.nothing, "lead")
        self._none.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._offers = bool(self.add_text)
        self._add_first = self._add_button(f"{self.section}.first", "primary")
        empty = held(column(1, self._none, held(row(1, self._add_first, 1)), 2, margins=space(8)))
        self._listed = QStackedWidget()
        for part in (self.list, empty, *self.others):
            self._listed.addWidget(part)
        left = column(*self._tools(), self._listed, spacing=0)
        left.setStretch(left.count() - 1, 1)
        self._left = self._left_side(left)
        self._right = QStackedWidget()
        self._right.setVisible(False)
        whole = row(self._left, self._right, spacing=0)
        whole.setStretch(0, 4)
        whole.setStretch(1, 5)
        self.setLayout(whole)
        fitted(self, self._arrange)

    def _left_side(self, parts: QLayout) -> QWidget:
        """Return what holds the list and what stands above it."""
        return held(parts)

    def _add_button(self, identifier: str, role: str = "") -> Button:
        made = Button(self.theme, identifier, self.add_text, icon="plus", role=role)
        reveal(made, bool(self.add_text))
        made.clicked.connect(lambda: self.show_record(""))
        return made

    def _tools(self) -> list[QWidget]:
        """Return what stands above the list: the button that adds, and what a section puts beside it."""
        add, extra = self._add_button(f"{self.section}.add"), self.tools()
        if not self.add_text and not extra:
            return []
        space = self.theme.space
        self._above = row(*extra, 1, *([add] if self.add_text else []), margins=space(2), spacing=space(2))
        self._above.setAlignment(add, Qt.AlignmentFlag.AlignLeading)
        add.setSizePolicy(QSizePolicy.Policy.Minimum, add.sizePolicy().verticalPolicy())  # what is beside it goes below
        return [held(self._above)]

    def tools(self) -> Sequence[QWidget]:
        """Return the filters above the list."""
        return ()

    def read_cards(self, journal: Journal) -> Sequence[Card]:
        """Return the cards of the list; runs beside the window."""
        raise NotImplementedError

    def show_record(self, identifier: str) -> None:
        """Open one record, or a new one where ``identifier`` is empty."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Read the list again."""
        self.desk.read(self, self.read_cards, self.show_cards)

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Show the list; the open record stays the chosen one, and the keyboard keeps its place."""
        current = self.list.currentIndex()
        before = self.model.rows[current.row()].id if current.isValid() else ""
        self.model.show_rows(cards, more=self.more)
        self._listed.setCurrentIndex(self.view if cards else 1)
        place = self.model.row_of(self.desk.open_record if self.opened is not None else before)
        if place >= 0:
            self.list.setCurrentIndex(self.model.index(place))

    def say_nothing(self, text: str, *, offer: bool) -> None:
        """Say why the list is empty; ``offer`` shows the button that adds."""
        self._none.say(text)
        self._offers = offer and bool(self.add_text)
        self._arrange()

    def _chosen(self, index: QModelIndex) -> None:
        self.show_record(self.model.rows[index.row()].id)

    @property
    def opened(self) -> QWidget | None:
        """What is open at the right, or None."""
        return self._right.currentWidget()

    @property
    def editor(self) -> Editor | None:
        """The form that is open, or None."""
        widget = self.opened
        return widget if isinstance(widget, Editor) else None

    def read_record(
        self,
        read: Callable[[Journal], _R],
        show: Callable[[_R], None],
        failed: Callable[[Exception], None] | None = None,
        *,
        always: bool = False,
        beside: Callable[[Place], _R] | None = None,
    ) -> None:
        """Put away what is open, read another record, and show it unless something else is wanted by then.

        While the journal is busy that may take minutes, in which the person goes elsewhere and writes there. What is
        to be shown ``always`` is, but takes no focus either. What can be read ``beside`` other work, of
        drafts and names alone, does not wait unless it has to; of what waits the person is told.
        """
        self.close_opened()
        self._record_asked += 1
        wanted, self._record_from = self._record_asked, QApplication.focusWidget()

        ended = self._end_of_wait = self.desk.waits.opening()

        def is_read(found: _R) -> None:
            ended()
            if always or wanted == self._record_asked:
                show(found)

        def is_not(error: Exception) -> None:
            ended()
            (failed or self.desk.show_error)(error)

        if beside is None:
            self.desk.read(self, read, is_read, is_not)
        else:
            self.desk.read_beside(self, beside, is_read, is_not)

    def show_editor(self, make: Callable[[], _E], identifier: str, then: Callable[[_E], None]) -> None:
        """Make a form and show it in place of what was open, and do ``then`` with it when it is there.

        That is a moment later: making it and laying it out in one go would leave a key unanswered for too long.
        """
        with resting():
            editor = make()
        editor.saved.connect(lambda _: self.close_opened(settle=False))
        editor.back.connect(self.close_opened)
        editor.after_saving = self._after_saving

        def show() -> None:
            focus = QApplication.focusWidget()
            self._show_opened(editor, identifier)
            then(editor)
            if focus is not None and focus.isVisible() and not (self.isVisible() and focus is self._record_from):
                focus.setFocus()  # the person is writing elsewhere by now
            keep_focus_in_view()

        QTimer.singleShot(0, self, show)

    def _after_saving(self, identifier: str) -> None:
        """Learn what was saved in a form of this section, which may be gone by then."""

    def _show_opened(self, widget: QWidget, identifier: str) -> None:
        """Show something in place of what was open."""
        self._let_go(settle=True)
        self.desk.open_record = identifier
        with resting():
            self._right.addWidget(widget)
            self._right.setCurrentWidget(widget)
            self._arrange()
        self.turned.emit()

    def close_opened(self, *, settle: bool = True) -> None:
        """Put away what is open; what was written in it is saved, or kept as a draft where it is not whole."""
        if self.opened is None:
            return
        focus = QApplication.focusWidget()
        was_in_it = focus is None or self.opened.isAncestorOf(focus)
        self._put_away(settle=settle)
        if was_in_it:
            self._take_focus()

    def _put_away(self, *, settle: bool) -> None:
        self._let_go(settle=settle)
        self._arrange()
        self.turned.emit()

    def go_back(self) -> bool:
        """Put away what is open."""
        if self.opened is None:
            return False
        self.close_opened()
        return True

    def _take_focus(self) -> None:
        """Give the focus back to where a record was chosen."""
        self.list.setFocus()

    def _let_go(self, *, settle: bool) -> None:
        widget = self.opened
        if widget is None:
            return
        if isinstance(widget, Editor) and settle:
            widget.settle()
        self._right.removeWidget(widget)
        widget.deleteLater()

    def leave(self) -> None:
        """Keep what is being written: the program is about to lock."""
        if self.editor is not None:
            self.editor.leave()

    def turn_away(self) -> None:
        """Save what is being written: another section is shown, and takes the focus or leaves it where it is."""
        self._record_asked += 1  # what is being read is not shown any more
        self._end_of_wait()
        if self.opened is not None:
            self._put_away(settle=True)

    def _arrange(self) -> None:
        """Show both sides where there is room for both, else the one that is being used."""
        both = self.width() >= WIDE * self.theme.scale
        self._right.setVisible(self.opened is not None)
        self._left.setVisible(both or self.opened is None)
        self._add_first.setVisible(self._offers and self.opened is None)  # not beside what is being written
        if self._above is not None:
            parts = [item for place in range(self._above.count()) if (item := self._above.itemAt(place)) is not None]
            wide = sum(each.minimumSize().width() for each in parts) + self.theme.space(6)
            room = self.width() - self.list.verticalScrollBar().sizeHint().width()
            across = QBoxLayout.Direction.LeftToRight
            self._above.setDirection(across if wide <= room else QBoxLayout.Direction.TopToBottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew."""
        super().resizeEvent(event)
        self._arrange()


def pane(theme_space: int, *parts: QWidget) -> Panel:
    """Return a surface for what is open."""
    return Panel("pane", column(*parts, margins=theme_space))
