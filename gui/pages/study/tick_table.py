"""A sorted table whose rows can be ticked."""

from collections.abc import Callable, Hashable
from typing import Any

from gui.pages.study.sorted_table import Orders, SortedTable
from gui.tablemodels import Column
from gui.widgets.ticks import Ticks


class TickTable(Ticks, SortedTable):
    """Records in memory, each with its box."""

    def __init__(self, columns: list[Column], name: str, *, key: Callable[[Any], Hashable], orders: Orders) -> None:
        super().__init__([self.tick_column(key), *columns], name, key=key, orders=orders)
        self.make_ticks()
