"""A row that goes on below where the window is too narrow for it, so that nothing is cut off at large text."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from journal_app.ui.dress import spaced


class FlowLayout(QLayout):
    """Places widgets one beside the other in reading order, in as many rows as they need."""

    def __init__(self, spacing: int) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        spaced(self, (0, 0, 0, 0), spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return one of them, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Return one of them and let go of it, or None."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Say that it takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Say that its height follows from its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows at this width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place everything."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the size of one row with everything in it."""
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:
        """Return the size of the largest of them."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Return the height used; ``move`` really puts the widgets there."""
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent is not None else Qt.LayoutDirection.LeftToRight
        y = rect.top()
        for line in self._rows(rect.width()):
            x, high = rect.left(), max(size.height() for _, size in line)
            for item, size in line:
                if move:
                    place = QRect(QPoint(x, y + (high - size.height()) // 2), size)
                    item.setGeometry(place if direction == Qt.LayoutDirection.LeftToRight else _mirrored(rect, place))
                x += size.width() + self.spacing()
            y += high + self.spacing()
        return max(0, y - self.spacing() - rect.top())

    def _rows(self, room: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """Return the items of each row with the size each gets, in a width of ``room``."""
        rows: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item in self._shown():
            hint = item.sizeHint()
            width = min(hint.width(), max(room, item.minimumSize().width()))
            if not rows or used + width > room:
                rows.append([])
                used = 0
            rows[-1].append((item, QSize(width, hint.height())))
            used += width + self.spacing()
        return rows


def _mirrored(room: QRect, place: QRect) -> QRect:
    from PySide6.QtWidgets import QStyle  # takes its time when it is first named, and most languages need it not

    return QStyle.visualRect(Qt.LayoutDirection.RightToLeft, room, place)


def flow(*parts: QWidget, spacing: int = 8) -> QWidget:
    """Return a widget that holds others in a row that can go on below."""
    holder = QWidget()
    layout = FlowLayout(spacing)
    for part in parts:
        layout.addWidget(part)
    holder.setLayout(layout)
    policy = holder.sizePolicy()
    policy.setHeightForWidth(True)
    policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
    holder.setSizePolicy(policy)
    return holder
