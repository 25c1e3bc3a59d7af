"""The one table model for lists of records: ids in order, pages by primary key, everything else decided in
SQL.

Costs the same for ten rows and for a million (measured). While the worker thread holds
the ledger, rows
that are not yet in memory show "…" and come a moment later: painting never waits.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer

PAGE_ROWS = 100
_MOST_PAGES = 40
_AGAIN_MS = 150

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

StateRole = Qt.ItemDataRole.UserRole + 1
"""The state (key of `style.STATES`) of a cell that is drawn as a badge."""

KeyRole = Qt.ItemDataRole.UserRole + 2
"""The key of the row's record."""


@dataclass(frozen=True)
class Column:
    """One column: `text` makes the cell's text of a record, `state` a badge's state, `sort` names the
    order it stands for.

    width: in half-width characters. A column that `stretches` takes the room that is left; where there is
    too little, columns
    with a `drop` number are hidden, the highest first. A `spare` column gives its room away while it is empty.
    """

    key: str
    title: str
    text: Callable[[Any], str]
    width: int = 8
    state: Callable[[Any], str] | None = None
    strong: bool = False
    right: bool = False
    sort: str = ""
    stretches: bool = False
    drop: int = 0
    spare: bool = False


class Source(Protocol):
    """Where a table's records come from; both are called in the window's thread."""

    def keys(self, sort: str, descending: bool) -> list[Any]:
        """Return the keys of all rows in order."""

    def records(self, keys: list[Any]) -> dict[Any, Any] | None:
        """Return the records of some keys, or None while the ledger is busy."""


class RecordTableModel(QAbstractTableModel):
    """Shows the records of a `Source` in `Column`s; sorting asks the source again."""

    def __init__(self, columns: list[Column], source: Source, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self._source = source
        self._keys: list[Any] = []
        self._pages: OrderedDict[int, dict[Any, Any]] = OrderedDict()
        self._sort = (columns[0].sort, False)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._repaint)

    # --- what the page uses ---------------------------------------------------------------

    def reload(self) -> None:
        """Read keys and records again; the view keeps its selection by `row_of`."""
        self.beginResetModel()
        self._pages.clear()
        self._keys = self._source.keys(*self._sort)
        self.endResetModel()

    def all_keys(self) -> list[Any]:
        """Return the keys of all rows in their order."""
        return list(self._keys)

    def key(self, row: int) -> Hashable | None:
        """Return the key of a row, None outside the table."""
        return self._keys[row] if 0 <= row < len(self._keys) else None

    def row_of(self, key: Hashable) -> int:
        """Return the row of a key, -1 when it is not in the list."""
        try:
            return self._keys.index(key)
        except ValueError:
            return -1

    def record(self, row: int) -> Any | None:
        """Return the record of a row; None while the ledger is busy."""
        page = row // PAGE_ROWS
        found = self._pages.get(page)
        if found is None:
            wanted = self._keys[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]
            found = self._source.records(wanted)
            if found is None:
                self._again.start()
                return None
            self._pages[page] = found
            if len(self._pages) > _MOST_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(page)
        return found.get(self._keys[row])

    # --- Qt's questions -------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer the view; the roles asked most often come first."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole or role == Qt.ItemDataRole.AccessibleTextRole:
            record = self.record(index.row())
            return "…" if record is None else column.text(record)
        if role == StateRole and column.state is not None:
            record = self.record(index.row())
            return None if record is None else column.state(record)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return Qt.AlignmentFlag(side | Qt.AlignmentFlag.AlignVCenter)
        if role == KeyRole:
            return self._keys[index.row()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the titles."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = (
                    Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
                )
                return Qt.AlignmentFlag(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; asks the source."""
        if 0 <= column < len(self.columns) and self.columns[column].sort:
            self._sort = (self.columns[column].sort, order == Qt.SortOrder.DescendingOrder)
            self.reload()

    def _repaint(self) -> None:
        if self._keys:
            last = self.index(len(self._keys) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
