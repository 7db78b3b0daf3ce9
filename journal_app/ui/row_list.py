"""A list of small forms in a section, with a button that adds one more, and one at each that takes it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.ui.flow import flow
from journal_app.ui.form import Form
from journal_app.ui.showing import keep_focus_in_view, reveal
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, Label, LineField, Panel, column, held

T = TypeVar("T")
Reader = Callable[[], T | None]


class _Row(QWidget, Generic[T]):
    """One small form. Taken away it leaves a line that brings it back, for as long as the list is open."""

    def __init__(self, theme: Theme, form: Form, read: Reader[T], number: int, moved: Callable[[], None]) -> None:
        super().__init__()
        self.form, self._read, self._moved = form, read, moved
        self.removed = False
        self._take = Button(theme, form.named("remove"), pgettext("rows", "Remove"), icon="trash-2", role="quiet",
                            name=pgettext("rows", "Remove number {number}").format(number=number))  # fmt: skip
        again = pgettext("rows", "Bring back number {number}").format(number=number)
        self._back = Button(theme, form.named("back"), pgettext("rows", "Bring back"), icon="undo-2", role="quiet",
                            name=again)  # fmt: skip
        self._take.clicked.connect(lambda: self._move(removed=True))
        self._back.clicked.connect(lambda: self._move(removed=False))
        self._whole = Panel("row", column(form.widget(), flow(self._take)))
        told = Label(theme, pgettext("rows", "Removed."), "muted")
        self._gone = Panel("row", column(told, flow(self._back)))
        reveal(self._gone, shown=False)
        self.setLayout(column(self._whole, self._gone))
        self.tell()

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

    def _move(self, *, removed: bool) -> None:
        self.removed = removed
        reveal(self._whole, not removed)
        reveal(self._gone, shown=removed)
        (self._back if removed else self._take).setFocus()
        self._moved()


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
        add = Button(theme, f"{identifier}.add", add_text, icon="plus", role="quiet")
        add.clicked.connect(lambda: self.add(None))
        self.widget: QWidget = held(column(held(self._column), flow(add)))
        for value in values or (None,):
            self.add(value)

    def add(self, value: T | None) -> QWidget:
        """Add a form with a value, or an empty one, and return it."""
        form = Form(self._theme, f"{self._identifier}.{len(self._rows)}", self._tell)
        row = _Row(self._theme, form, self._make(form, value), len(self._rows) + 1, self._tell)
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
