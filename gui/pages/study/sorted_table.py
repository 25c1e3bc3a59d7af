"""A table of records in memory that sorts by its columns and keeps the chosen record by its key."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal

from gui.tablemodels import Column, RecordTableModel
from gui.widgets.paged_table import PagedTable

Orders = Mapping[str, Callable[[Any], Any]]
"""Name of an order (`Column.sort`) -> what is compared; a name that is missing keeps the order of the list."""


class SortedSource:
    """Records by their key, in the order that is asked for."""

    def __init__(self, key: Callable[[Any], Hashable], orders: Orders) -> None:
        self._key, self._orders = key, orders
        self.listed: Sequence[Any] = ()
        self._by_key: dict[Any, Any] = {}

    def keys(self, sort: str, descending: bool) -> list[Any]:
        """Return the keys in order; equal ones stay as they were listed."""
        order = self._orders.get(sort)
        if order is None:
            ordered = list(reversed(self.listed)) if descending else list(self.listed)
        else:
            ordered = sorted(self.listed, key=order, reverse=descending)
        self._by_key = {self._key(one): one for one in ordered}
        return list(self._by_key)

    def records(self, keys: list[Any]) -> dict[Any, Any] | None:
        """Return the records."""
        return {key: self._by_key[key] for key in keys}

    def record(self, key: object) -> Any | None:
        """Return the record of a key, or None."""
        return self._by_key.get(key)


class SortedTable(PagedTable):
    """`chosen` tells the current record or None, `picked` the one that Enter or a click opened."""

    chosen = Signal(object)
    picked = Signal(object)

    def __init__(self, columns: list[Column], name: str, *, key: Callable[[Any], Hashable], orders: Orders) -> None:
        self.rows = SortedSource(key, orders)
        super().__init__(RecordTableModel(columns, self.rows), name)
        self.records.setParent(self)
        self.current_changed.connect(lambda key: self.chosen.emit(self.rows.record(key)))
        self.opened.connect(lambda key: self.picked.emit(self.rows.record(key)))

    def show_records(self, records: Sequence[Any]) -> None:
        """Show these; the record chosen before stays chosen."""
        self.rows.listed = records
        self.reload()
        self.spare_columns(records)

    @property
    def current(self) -> Any | None:
        """The record chosen, or None."""
        return self.rows.record(self.current_key)
