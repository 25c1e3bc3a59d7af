"""The list of a year's sheets of any declared kind whose records belong together: a line for each sheet."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from gui.kinds.list_view import KindList
from gui.kinds.people_grid import PeopleGrid
from gui.pages.study.sorted_table import Orders
from gui.tablemodels import Column
from gui.workspace import Workspace
from models.kinds import records, sheets
from models.kinds.grid import Told
from models.kinds.kind import Kind
from models.kinds.sheets import Sheet, grid_of


class SheetList(KindList):
    """Enter opens a sheet with all its lines."""

    def __init__(self, workspace: Workspace, kind: Kind) -> None:
        super().__init__(workspace, kind)
        self.add_word = f"登记{kind.short}{grid_of(kind).word}"

    def columns(self) -> list[Column]:
        """Return the columns."""
        told = {one.name: one for one in grid_of(self.kind).told}
        return [_of_all(told[name]) if name in told else self._shared(name) for name in self.kind.listed]

    def order_of(self) -> Orders:
        """Return what the columns are sorted by."""
        return {one.name: partial(_amount, one.name) for one in grid_of(self.kind).told}

    def read(self, year: int) -> Sequence[Any]:
        """Return the year's sheets, the newest first."""
        return sheets.together(records.listed(self.workspace.ledger, self.kind, year=year))

    def found(self, record: Any, member_ids: set[str], text: str) -> bool:
        """A sheet is found by what its lines share, and by who has a line."""
        shared = any(text in record.said(name) for name in grid_of(self.kind).shared)
        return shared or any(one.member_id in member_ids for one in record.records)

    def sentence(self, record: Any) -> str:
        """Return how a sheet is called before it is taken out."""
        return f"{record.day}　{record.title}　{len(record.records)} 人的{grid_of(self.kind).word}"

    def begin(self, member_id: str = "") -> None:
        """Enter a sheet; somebody's line is where one begins."""
        PeopleGrid(self, self.workspace, self.kind, member_id=member_id).open()

    def edit(self, record: Any | None) -> None:
        """Open a sheet."""
        if record is not None:
            PeopleGrid(self, self.workspace, self.kind, record.records).open()

    def take_out(self, meant: Sequence[Any]) -> bool:
        """Remove sheets with all their lines."""
        return super().take_out([one for sheet in meant for one in sheet.records])

    def _shared(self, name: str) -> Column:
        column, dated, called = self._column(name), name == self.kind.day, name == self.kind.title
        drop = 0 if dated or called else column.drop or 1
        sort = column.sort if dated else ""
        return replace(column, text=partial(_said, name), strong=called, stretches=called, sort=sort, drop=drop)


def _of_all(told: Told) -> Column:
    right = told.how != "are"
    # On a narrow screen what is short, or not passed, stays in sight longest.
    drop = 0 if told.how in ("are", "less") else 1
    state: Callable[[Sheet], str] | None = None if right else partial(_state, told)
    return Column(
        told.name, told.word, partial(_said, told.name), told.width, right=right, sort=told.name, state=state, drop=drop
    )


def _said(name: str, sheet: Sheet) -> str:
    return sheet.said(name)


def _amount(name: str, sheet: Sheet) -> int:
    return sheet.amount(name)


def _state(told: Told, sheet: Sheet) -> str:
    return "overdue" if sheet.count(told) else "done"
