"""A table of records that are all in memory already: a plan's rows, packages, backups, findings."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal

from gui.tablemodels import Column, RecordTableModel
from gui.widgets.paged_table import PagedTable


class ListSource:
    """Records by their place in a list."""

    def __init__(self) -> None:
        self.listed: Sequence[Any] = ()

    def keys(self, sort: str, descending: bool) -> list[Any]:
        """Return the places; the order is that of the list."""
        return list(range(len(self.listed)))

    def records(self, keys: list[Any]) -> dict[Any, Any] | None:
        """Return the records."""
        return {key: self.listed[key] for key in keys}


class ListTable(PagedTable):
    """`chosen` tells the current record or None, `picked` the record on which Enter or a double click
    fell.
    """

    chosen = Signal(object)
    picked = Signal(object)

    def __init__(self, columns: list[Column], name: str) -> None:
        self._source = ListSource()
        super().__init__(RecordTableModel(columns, self._source), name)
        self.records.setParent(self)
        self.current_changed.connect(lambda _key: self.chosen.emit(self.current))
        self.opened.connect(lambda _key: self.picked.emit(self.current))

    def show_records(self, records: Sequence[Any], *, current: int = -1) -> None:
        """Show these; the chosen place stays unless another is named."""
        self._source.listed = records
        row = current if current >= 0 else max(self.currentIndex().row(), 0)
        self.records.reload()
        self.spare_columns(records)
        self.choose_row(min(row, len(records) - 1))

    @property
    def listed(self) -> Sequence[Any]:
        """The records shown."""
        return self._source.listed

    @property
    def current(self) -> Any | None:
        """The record chosen, or None."""
        row = self.currentIndex().row()
        return self._source.listed[row] if 0 <= row < len(self._source.listed) else None
