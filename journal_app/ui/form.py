"""Forms: labelled fields in one column, each telling when it was touched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.ui.showing import reveal
from journal_app.ui.theme import Theme
from journal_app.ui.ticks import Check
from journal_app.ui.when_field import WhenField
from journal_app.ui.widgets import Choice, Label, LineField, TextField, column, held

W = TypeVar("W", bound=QWidget)
Choices = Sequence[tuple[str, str]]
NOTHING = ("", "–")


class Form:
    """Builds the fields of one form; ``touched`` is called whenever the person writes in one of them."""

    def __init__(self, theme: Theme, identifier: str, touched: Callable[[], None]) -> None:
        self._theme, self._identifier, self._tell = theme, identifier, touched
        self._open: list[Callable[[], None]] = []
        self.parts: list[QWidget] = []
        self._dates: list[tuple[str, WhenField]] = []
        self._unsettled: list[Callable[[], str]] = []

    def touched(self) -> None:
        """Note that the person wrote something in one of the fields, or in a part that was made elsewhere."""
        self.tell_open()
        self._tell()

    def tell_open(self) -> None:
        """Say, as it is now, what is still to be given."""
        for tell in self._open:
            tell()

    def say_open(self, field: QWidget, text: str, is_open: Callable[[], bool]) -> None:
        """Say below a field what is still to be given there, for as long as ``is_open`` says so."""
        self.say_below(field, lambda: text if is_open() else "")

    def say_below(self, field: QWidget, sentence: Callable[[], str]) -> None:
        """Say below a field whatever ``sentence`` returns; nothing where that is empty."""
        label = Label(self._theme, "", "muted")
        self.parts.append(label)

        def tell() -> None:
            text = sentence()
            label.say(text)
            reveal(label, bool(text))
            field.setAccessibleDescription(text)

        self._open.append(tell)

    def line(self, key: str, label: str, value: str = "", *, placeholder: str = "") -> LineField:
        """Add one line of text."""
        field = LineField(f"{self._identifier}.{key}", label, value, placeholder=placeholder)
        field.answers(self.touched)
        return self._labelled(label, field)

    def text(self, key: str, label: str, value: str = "", *, lines: int = 3, hint: str = "") -> TextField:
        """Add several lines of text."""
        field = TextField(f"{self._identifier}.{key}", label, value, lines=lines)
        field.answers(self.touched)
        return self._labelled(label, field, hint)

    def choice(self, key: str, label: str, choices: Choices, value: str = "") -> Choice:
        """Add a choice of one; what is chosen and not offered any more stays as it is."""
        known = [*choices]
        if value and value not in {each for each, _ in known}:
            known.append((value, value))
        field = Choice(f"{self._identifier}.{key}", label, known, value)
        field.answers(self.touched)
        return self._labelled(label, field)

    def date(self, key: str, label: str, value: str = "", *, with_time: bool = True) -> WhenField:
        """Add a date that may be known more or less."""
        field = WhenField(self._theme, f"{self._identifier}.{key}", with_time=with_time)
        field.show_text(value)
        field.answers(self.touched)
        self.parts += [Label(self._theme, label, buddy=field.kind), field]
        self._dates.append((label, field))
        return field

    def ticks(self, key: str, label: str, choices: Choices, ticked: Sequence[str]) -> Ticks:
        """Add boxes to tick, any number of them."""
        boxes = {value: Check(f"{self._identifier}.{key}.{value}", words, ticked=value in ticked)
                 for value, words in choices}  # fmt: skip
        for box in boxes.values():
            box.answers(self.touched)
        self.parts += [Label(self._theme, label), held(column(*boxes.values(), spacing=0))]
        return Ticks(boxes, tuple(ticked))

    def tick(self, key: str, label: str, *, ticked: bool) -> Check:
        """Add one box to tick."""
        box = Check(self.named(key), label, ticked=ticked)
        box.answers(self.touched)
        self.parts.append(box)
        return box

    def named(self, key: str) -> str:
        """Return the identifier of a part of this form that is made elsewhere."""
        return f"{self._identifier}.{key}"

    def unfinished(self) -> str:
        """Return the sentence for what is not whole, such as a date; empty where all is whole or left open."""
        for label, field in self._dates:
            if not field.whole():
                text = pgettext("form", "The date is not complete: {label}. Choose “I am not sure” to leave it open.")
                return text.format(label=label)
        return next((text for look in self._unsettled if (text := look())), "")

    def add(self, *parts: QWidget, unsettled: Callable[[], str] | None = None) -> None:
        """Add something that is no field of its own; ``unsettled`` returns what is still needed there."""
        self.parts += parts
        self._unsettled += [unsettled] if unsettled is not None else []

    def widget(self, *, margins: int = 0) -> QWidget:
        """Return the form."""
        self.tell_open()
        return held(column(*self.parts, margins=margins, spacing=self._theme.space(1)))

    def _labelled(self, label: str, field: W, hint: str = "") -> W:
        self.parts.append(Label(self._theme, label, buddy=field))
        if hint:
            self.parts.append(Label(self._theme, hint, "muted"))
        self.parts.append(field)
        return field


class Ticks:
    """Boxes to tick; what was ticked before and is not offered any more stays ticked."""

    def __init__(self, boxes: dict[str, Check], before: Sequence[str]) -> None:
        self.boxes = boxes
        self._kept = tuple(value for value in before if value not in boxes)

    def values(self) -> tuple[str, ...]:
        """Return what is ticked, in the order shown."""
        return (*(value for value, box in self.boxes.items() if box.isChecked()), *self._kept)
