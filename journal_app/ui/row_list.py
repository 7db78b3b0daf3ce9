"""A list of small forms in a section, with a button that adds one more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from journal_app.ui.flow import flow
from journal_app.ui.form import Form
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, Panel, column, held

T = TypeVar("T")
Reader = Callable[[], T | None]


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
        self._forms: list[Form] = []
        self._readers: list[Reader[T]] = []
        self._column = column(spacing=theme.space(3))
        add = Button(theme, f"{identifier}.add", add_text, icon="plus", role="quiet")
        add.clicked.connect(lambda: self._one(None))
        self.widget: QWidget = held(column(held(self._column), flow(add)))
        for value in values or (None,):
            self._one(value)

    def _one(self, value: T | None) -> None:
        form = Form(self._theme, f"{self._identifier}.{len(self._forms)}", self._tell)
        self._readers.append(self._make(form, value))
        self._forms.append(form)
        self._column.addWidget(Panel("row", column(form.widget())))

    def _tell(self) -> None:
        """Note that the person wrote in one of the forms; what is said in another may depend on it."""
        for form in self._forms:
            form.tell_open()
        self._touched()

    def values(self) -> tuple[T, ...]:
        """Return what was filled in."""
        return tuple(value for read in self._readers if (value := read()) is not None)

    def unfinished(self) -> str:
        """Return the sentence for a date that is none yet; empty where all are whole."""
        return next((text for form in self._forms if (text := form.unfinished())), "")


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

    def values(self) -> tuple[T, ...]:
        """Return what was filled in; what was there before where the forms were never shown."""
        return self._values if self._rows is None else self._rows.values()

    def unfinished(self) -> str:
        """Return the sentence for a date that is none yet; empty where all are whole."""
        return "" if self._rows is None else self._rows.unfinished()
