"""What was changed in a form, step by step: the last is taken back wherever it was made, and made again.

It lives in the memory of the window alone, as long as the form is open; a lock ends the process, and it with it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from journal_app.i18n import pgettext
from journal_app.ui.answers import changes_of, difference
from journal_app.ui.fields import Answer
from journal_app.ui.showing import announce, keep_focus_in_view

_PAUSE = 2.0  # seconds without a key after which what is typed is a step of its own
_now = time.monotonic


@dataclass(slots=True)
class _Part:
    """What changed in one field: at a place in its text or tuple ``gone`` became ``come``; whole where ``at`` is -1."""

    field: Answer
    at: int
    gone: Any
    come: Any

    def between(self, *, back: bool) -> tuple[Any, Any]:
        """Return what stands in the field now, and what is to stand in it."""
        here, there = (self.come, self.gone) if back else (self.gone, self.come)
        if self.at < 0:
            return here, there
        now = self.field.state()
        return now, now[: self.at] + there + now[self.at + len(here) :]


@dataclass(slots=True)
class _Step:
    """One step: what changed in it, when last, and whether it was typed letter by letter."""

    parts: list[_Part]
    at: float
    typed: bool


class Changes:
    """Keeps the steps of one form. Its fields are found when they are there: a part of it may be made much later."""

    def __init__(self, form: QWidget) -> None:
        self._form = form
        self._known: dict[Answer, Any] = {}
        self._seen = -1  # the count of all fields when those of this form were last looked for
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._moving = False

    def note(self, *, join: bool = False) -> None:
        """Look what changed since the last time, and keep it as a step.

        What is typed on goes into the step before, a word at a time; with ``join`` whatever changed does: it followed
        from that.
        """
        if self._moving:
            return
        self._look()
        parts = list(self._changed())
        if not parts:
            return
        self._undone.clear()
        last = self._done[-1] if self._done else None
        if join and last is not None and not {each.field for each in last.parts} & {each.field for each in parts}:
            last.parts += parts
            return
        typed = len(parts) == 1 and _is_typed(parts[0])
        if not (typed and last is not None and last.typed and self._goes_on(last, parts[0])):
            self._done.append(_Step(parts, _now(), typed))

    def can_take_back(self) -> bool:
        """Say whether there is something to take back."""
        self.note()
        return bool(self._done)

    def can_make_again(self) -> bool:
        """Say whether something was taken back that can be made again."""
        self.note()
        return bool(self._undone)

    def take_back(self) -> bool:
        """Take back the last step; says whether there was one."""
        return self.can_take_back() and self._move(self._done, self._undone, back=True)

    def make_again(self) -> bool:
        """Make again what was taken back last; says whether there was something."""
        return self.can_make_again() and self._move(self._undone, self._done, back=False)

    def let_go(self, field: Answer) -> None:
        """Keep no step of a field any more: what stood in it was used, and is nothing to bring back."""
        self.note()
        for steps in (self._done, self._undone):
            for step in steps:
                step.parts = [each for each in step.parts if each.field is not field]
            steps[:] = [step for step in steps if step.parts]
        self._known[field] = field.state()

    def _look(self) -> None:
        """Find the fields that came since the last time, with what stood in each at first."""
        if self._seen == Answer.made:
            return
        self._seen = Answer.made
        for widget in self._form.findChildren(QWidget):
            if isinstance(widget, Answer) and widget.answered and widget not in self._known:
                self._known[widget] = widget.at_first
                widget.at_first = None

    def _changed(self) -> Iterable[_Part]:
        for field, before in self._known.items():
            after = field.state()
            if after != before:
                self._known[field] = after
                yield _part(field, before, after)

    @staticmethod
    def _goes_on(last: _Step, new: _Part) -> bool:
        """Add to the last step what was typed on in the same field without a pause; says whether it goes on there."""
        part, now = last.parts[0], _now()
        if part.field is not new.field or now - last.at > _PAUSE:
            return False
        if part.at < 0:
            if _differing(part) != _differing(new):
                return False
            part.come = new.come
        elif not _typed_on(part, new):
            return False
        last.at = now
        return True

    def _move(self, here: list[_Step], there: list[_Step], *, back: bool) -> bool:
        step = here.pop()
        self._moving = True
        try:
            moved = [(part, *part.between(back=back)) for part in step.parts]
            for _ in range(2):  # what one field offers may follow from another
                for part, _, wanted in moved:
                    if part.field.state() != wanted:
                        _open_around(part.field, self._form)
                        part.field.put_back(wanted)
        finally:
            self._moving = False
        self._known = {field: field.state() for field in self._known}
        step.typed = False  # what is typed next is a step of its own
        there.append(step)
        self._show(*moved[0], back=back)
        return True

    def _show(self, part: _Part, before: Any, after: Any, *, back: bool) -> None:
        """Go to the field, and say what was done."""
        place = part.field.place(before, after)
        if place.isVisibleTo(self._form) and place.isEnabled():
            place.setFocus()
            keep_focus_in_view()
        made = part.field.called(*((after, before) if back else (before, after)))
        told = pgettext("undo", "Taken back: {what}") if back else pgettext("undo", "Made again: {what}")
        focus = QApplication.focusWidget()
        announce(self._form if focus is None else focus, told.format(what=made))


def take_back() -> bool:
    """Take back the last change of the form that has the focus; says whether there was one."""
    changes = _of_focus()
    return changes is not None and changes.take_back()


def make_again() -> None:
    """Make again what was taken back last in the form that has the focus."""
    changes = _of_focus()
    if changes is not None:
        changes.make_again()


def _of_focus() -> Changes | None:
    focus = QApplication.focusWidget()
    return changes_of(focus) if focus is not None else None


def _open_around(field: Answer, form: QWidget) -> None:
    """Open the parts of the form that a field stands in."""
    around = field.parentWidget()
    while around is not None and around is not form:
        if callable(open_ := getattr(around, "open", None)):
            open_()
        around = around.parentWidget()


def _part(field: Answer, before: Any, after: Any) -> _Part:
    """Return what changed: of a long text the place alone is kept."""
    if field.typed_parts or type(before) is not type(after) or not isinstance(before, str | tuple):
        return _Part(field, -1, before, after)
    at, end, come = difference(before, after)
    return _Part(field, at, before[at:end], come)


def _differing(part: _Part) -> list[int]:
    """Return at which places of their tuples two states differ, without the first, which follows from the others."""
    return [at for at, (one, other) in enumerate(zip(part.gone, part.come, strict=True)) if at and one != other]


def _is_typed(part: _Part) -> bool:
    """Say whether a change is that of one letter."""
    if part.at < 0:
        differing = _differing(part) if part.field.typed_parts else []
        return len(differing) == 1 and differing[0] in part.field.typed_parts
    return isinstance(part.gone, str) and (len(part.come) == 1 or (not part.come and len(part.gone) == 1))


def _typed_on(last: _Part, new: _Part) -> bool:
    """Add one more letter to what was typed or deleted before; says whether it goes on there, in the same word."""
    if last.come and not new.gone and new.at == last.at + len(last.come):
        if last.come[-1].isspace() and not new.come.isspace():
            return False
        last.come += new.come
        return True
    if last.come or new.come or last.at not in {new.at, new.at + 1}:
        return False
    forward = last.at == new.at
    if new.gone.isspace() != (last.gone[-1] if forward else last.gone[0]).isspace():
        return False
    last.at, last.gone = new.at, last.gone + new.gone if forward else new.gone + last.gone
    return True
