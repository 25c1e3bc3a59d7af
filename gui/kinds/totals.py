"""The row below a people grid: what its amounts come to, each under its column."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableWidget, QTableWidgetItem

from gui.kinds.line_grid import LineGrid


class Totals(QTableWidget):
    """Always in sight, however long the grid; nothing is shown where nothing is summed."""

    def __init__(self, cells: LineGrid, names: tuple[str, ...]) -> None:
        super().__init__(1, cells.columnCount())
        self._cells, self._names = cells, names
        self.setAccessibleName("合计")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        height = cells.verticalHeader().defaultSectionSize()
        self.verticalHeader().setDefaultSectionSize(height)
        self.setFixedHeight(height)
        self.setVisible(bool(names))
        for column in range(cells.columnCount() - 1):
            self.setColumnWidth(column, cells.columnWidth(column))

    def text(self, name: str) -> str:
        """Return the sum that is shown of a field."""
        found = self.item(0, self._cells.column_of(name))
        return found.text() if found is not None else ""

    def show_sums(self) -> None:
        """Reckon anew."""
        for name in self._names:
            self._put(self._cells.column_of(name), self._cells.lines.total(name))
        if self._names:
            self._put(0, f"合计 {len(self._cells.lines.filled)} 人")

    def _put(self, column: int, text: str) -> None:
        made = QTableWidgetItem(text)
        font = made.font()
        font.setBold(True)
        made.setFont(font)
        self.setItem(0, column, made)
