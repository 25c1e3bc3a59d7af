"""A row that breaks into further rows where the window is narrow."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class WrapRow(QLayout):
    """Lays widgets from left to right; `last`, if there is one, goes to the right end of its row."""

    def __init__(self, widgets: Sequence[QWidget], last: QWidget | None = None, spacing: int = 12) -> None:
        super().__init__()
        self._last = last
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        for widget in widgets:
            self.addWidget(widget)
        if last is not None:
            self.addWidget(last)

    def addItem(self, item: QLayoutItem) -> None:
        """Add one more."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return one of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem:
        """Take one out; Qt asks until it gets nothing."""
        return self._items.pop(index) if 0 <= index < len(self._items) else cast("QLayoutItem", None)

    def expandingDirections(self) -> Qt.Orientation:
        """Takes the width there is."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows at a width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, area: QRect) -> None:
        """Put everything in its place."""
        super().setGeometry(area)
        self._arrange(area, move=True)

    def sizeHint(self) -> QSize:
        """Return the size of one row."""
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(len(shown) - 1, 0)
        return QSize(width, max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:
        """Return the room for the widest single widget."""
        shown = self._shown()
        return QSize(
            max((item.minimumSize().width() for item in shown), default=0),
            max((item.sizeHint().height() for item in shown), default=0),
        )

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, area: QRect, *, move: bool) -> int:
        x, y, height = area.left(), area.top(), 0
        row: list[tuple[QLayoutItem, QRect]] = []
        for item in self._shown():
            size = item.sizeHint()
            if x > area.left() and x + size.width() > area.right() + 1:
                _place(row, height, move=move)
                x, y, height, row = area.left(), y + height + 8, 0, []
            size = QSize(min(size.width(), area.width()), size.height())
            at_end = self._last is not None and item.widget() is self._last
            left = area.right() + 1 - size.width() if at_end else x
            row.append((item, QRect(QPoint(max(left, x), y), size)))
            x += size.width() + self.spacing()
            height = max(height, size.height())
        _place(row, height, move=move)
        return y + height - area.top()


def _place(row: list[tuple[QLayoutItem, QRect]], height: int, *, move: bool) -> None:
    """Put the items of a row into its middle: low ones stand beside high ones, not at their top."""
    for item, area in row if move else ():
        item.setGeometry(area.translated(0, (height - area.height()) // 2))
