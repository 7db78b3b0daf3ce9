"""What stands between a field and the form around it: taking a change back where a key or the menu asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from journal_app.ui.fields import Answer

if TYPE_CHECKING:
    from journal_app.ui.changes import Changes


def changes_of(part: QWidget) -> Changes | None:
    """Return what keeps the changes of the form around a part of it; None where it stands in none."""
    around: QWidget | None = part
    while around is not None:
        changes: Changes | None = getattr(around, "changes", None)
        if changes is not None:
            return changes
        around = around.parentWidget()
    return None


def note(part: QWidget, *, join: bool = False) -> None:
    """Have the form around a part look what changed; ``join`` makes it a part of the change before."""
    changes = changes_of(part)
    if changes is not None:
        changes.note(join=join)


def takes_back(field: QWidget, event: QKeyEvent) -> bool:
    """Take a change of the form back, or make it again, where a key in a field asks for it; says whether it did."""
    changes = _own(field)
    if changes is None:
        return False
    if event.matches(QKeySequence.StandardKey.Undo):
        changes.take_back()
    elif event.matches(QKeySequence.StandardKey.Redo):
        changes.make_again()
    else:
        return False
    return True


def lead_menu(field: QWidget, menu: QMenu) -> None:
    """Let Undo and Redo in the menu of a field do what the keys do."""
    changes = _own(field)
    if changes is None:
        return
    for action in menu.actions():
        if action.objectName() in {"edit-undo", "edit-redo"}:
            back = action.objectName() == "edit-undo"
            action.triggered.disconnect()
            action.triggered.connect(changes.take_back if back else changes.make_again)
            action.setEnabled(changes.can_take_back() if back else changes.can_make_again())


def _own(field: QWidget) -> Changes | None:
    """Return what keeps the changes of a field that is an answer, or a line of one that is typed in several."""
    around: QWidget | None = field
    while around is not None and not (isinstance(around, Answer) and around.answered):
        around = around.parentWidget()
    return changes_of(field) if isinstance(around, Answer) and (around is field or around.typed_parts) else None


def difference(now: Any, then: Any) -> tuple[int, int, Any]:
    """Return the places between which a text or tuple differs from another, and what stands there in the other."""
    start = _alike(now, then)
    end = _alike(now[start:][::-1], then[start:][::-1])
    return start, len(now) - end, then[start : len(then) - end]


def _alike(one: Any, other: Any) -> int:
    """Return how many places two texts or tuples have in common from their beginning."""
    least, most = 0, min(len(one), len(other))
    while least < most:  # compared in halves, which the language does at once: place by place a long text takes long
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def units(text: str) -> int:
    """Return how long the library takes a text to be: it counts units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
