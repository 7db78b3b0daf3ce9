"""A list of small forms in a section, with a button that adds one more, and one at each that takes it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.ui.answers import note
from journal_app.ui.fields import Answer
from journal_app.ui.flow import flow
from journal_app.ui.form import Form
from journal_app.ui.showing import keep_focus_in_view, reveal
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, Label, LineField, Panel, column, held

T = TypeVar("T")
Reader = Callable[[], T | None]


_HERE, _TAKEN_AWAY, _NOT_YET = "here", "taken away", "not yet"  # what a row can be; the last where adding it is undone


class _Row(Answer, QWidget, Generic[T]):
    """One small form. Taken away it leaves a line that brings it back, for as long as the list is open."""

    def __init__(
        self, theme: Theme, form: Form, read: Reader[T], number: int, moved: Callable[[], None], add: Button
    ) -> None:
        """``add`` is the button that adds a row."""
        super().__init__()
        self.form, self._read, self._moved, self._add = form, read, moved, add
        self._is = _HERE
        self._take = Button(theme, form.named("remove"), pgettext("rows", "Remove"), icon="trash-2", role="quiet",
                            name=pgettext("rows", "Remove number {number}").format(number=number))  # fmt: skip
        again = pgettext("rows", "Bring back number {number}").format(number=number)
        self._back = Button(theme, form.named("back"), pgettext("rows", "Bring back"), icon="undo-2", role="quiet",
                            name=again)  # fmt: skip
        self._take.clicked.connect(lambda: self._move(_TAKEN_AWAY))
        self._back.clicked.connect(lambda: self._move(_HERE))
        self._whole = Panel("row", column(form.widget(), flow(self._take)))
        told = Label(theme, pgettext("rows", "Removed."), "muted")
        self._gone = Panel("row", column(told, flow(self._back)))
        reveal(self._gone, shown=False)
        self.setLayout(column(self._whole, self._gone))
        self.tell()
        self.becomes_answer()

    @property
    def removed(self) -> bool:
        """Whether what is filled in does not count."""
        return self._is != _HERE

    def value(self) -> T | None:
        """Return what is filled in; nothing where it was taken away."""
        return None if self.removed else self._read()

    def unfinished(self) -> str:
        """Return the sentence for a date that is none yet; empty where it is whole, or the row was taken away."""
        return "" if self.removed else self.form.unfinished()

    def tell(self) -> None:
        """Say what is still to be given; what is empty is nothing that could be taken away."""
        self.form.tell_open()
        reveal(self._take, self.removed or self._read() is not None)

    def state(self) -> str:
        """Return whether it is here."""
        return self._is

    def put_back(self, state: str) -> None:
        """Bring it back, take it away, or let it not have been added."""
        self._move(state)

    def place(self, before: str, after: str) -> QWidget:
        """Return the button that changes it again, or the first field of one in which nothing could be taken away."""
        if after == _HERE and self._take.isHidden():
            field = next(each for each in self.findChildren(QWidget) if isinstance(each, Answer))
            return field.place(field.state(), field.state())
        return {_HERE: self._take, _TAKEN_AWAY: self._back, _NOT_YET: self._add}[after]

    def called(self, before: str, after: str) -> str:
        """Return what was done to it, in the words of the button that does it."""
        button = self._add if before == _NOT_YET else self._take if after == _TAKEN_AWAY else self._back
        return button.accessibleName()

    def _move(self, state: str) -> None:
        self._is = state
        reveal(self, shown=state != _NOT_YET)
        reveal(self._whole, shown=state == _HERE)
        reveal(self._gone, shown=state == _TAKEN_AWAY)
        self.place(state, state).setFocus()
        self._moved()

    def new(self) -> None:
        """Have it count as added now."""
        self.at_first = _NOT_YET
        note(self)


def is_taken_away(field: QWidget) -> bool:
    """Say whether the row that a field stands in was taken away."""
    row = field.parentWidget()
    while row is not None and not isinstance(row, _Row):
        row = row.parentWidget()
    return row is not None and row.removed


class RowList(Generic[T]):
    """Asks for any number of the same thing; forms left empty are nothing."""

    def __init__(
        self,
        theme: Theme,
        identifier: str,
        add_text: str,
        touched: Callable[[], None],
        make: Callable[[Form, T | None], Reader[T]],
        values: Sequence[T],
    ) -> None:
        """``make`` fills one form with a value, or with nothing, and returns what reads it."""
        self._theme, self._identifier, self._touched, self._make = theme, identifier, touched, make
        self._rows: list[_Row[T]] = []
        self._column = column(spacing=theme.space(3))
        self._button = Button(theme, f"{identifier}.add", add_text, icon="plus", role="quiet")
        self._button.clicked.connect(lambda: self.add(None))
        self.widget: QWidget = held(column(held(self._column), flow(self._button)))
        for value in values or (None,):
            self._put(value)

    def add(self, value: T | None) -> QWidget:
        """Add a form with a value, or an empty one, and return it."""
        row = self._put(value)
        row.new()
        return row

    def _put(self, value: T | None) -> _Row[T]:
        form = Form(self._theme, f"{self._identifier}.{len(self._rows)}", self._tell)
        row = _Row(self._theme, form, self._make(form, value), len(self._rows) + 1, self._tell, self._button)
        self._rows.append(row)
        self._column.addWidget(row)
        return row

    def _tell(self) -> None:
        """Note that the person wrote in one of the forms; what is said in another may depend on it."""
        for row in self._rows:
            row.tell()
        self._touched()

    def values(self) -> tuple[T, ...]:
        """Return what was filled in."""
        return tuple(value for row in self._rows if (value := row.value()) is not None)

    def unfinished(self) -> str:
        """Return the sentence for a date that is none yet; empty where all are whole."""
        return next((text for row in self._rows if (text := row.unfinished())), "")


class RowsLater(Generic[T]):
    """A list of small forms that is made when it is first shown: a form takes the window a while."""

    def __init__(self, values: Sequence[T], make: Callable[[Sequence[T]], RowList[T]]) -> None:
        self._values, self._make = tuple(values), make
        self._rows: RowList[T] | None = None

    def widget(self) -> QWidget:
        """Return the forms."""
        if self._rows is None:
            self._rows = self._make(self._values)
        return self._rows.widget

    def add(self, value: T) -> None:
        """Add a form with a value to those that are shown, and go to its first field."""
        if self._rows is not None:
            field = self._rows.add(value).findChild(LineField)
            if isinstance(field, LineField):
                field.setFocus()
                keep_focus_in_view()

    def values(self) -> tuple[T, ...]:
        """Return what was filled in; what was there before where the forms were never shown."""
        return self._values if self._rows is None else self._rows.values()

    def unfinished(self) -> str:
        """Return the sentence for a date that is none yet; empty where all are whole."""
        return "" if self._rows is None else self._rows.unfinished()
