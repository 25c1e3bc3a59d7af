"""The list of a year's records of any declared kind."""

from collections.abc import Callable, Sequence
from typing import Any

from gui.kinds.dialog import KindDialog
from gui.pages.study.list_view import RecordList
from gui.tablemodels import Column
from gui.workspace import Workspace
from models.kinds import records
from models.kinds.field import Choice, Count, Date, Day, Field, Hours, Points
from models.kinds.kind import Kind
from models.kinds.records import Record

_LONG = 100
"""From so many characters on a line takes what room there is, and goes first where there is none."""


class KindList(RecordList):
    """Enter opens, Space ticks, Del takes out."""

    def __init__(self, workspace: Workspace, kind: Kind) -> None:
        self.kind = kind
        self.word, self.add_word = kind.short, f"登记{kind.short}"
        self.orders = {name: _order(name) for name in kind.listed if name != kind.day}
        super().__init__(workspace)

    def columns(self) -> list[Column]:
        """Return the columns."""
        return [_column(self.kind, name) for name in self.kind.listed]

    def read(self, year: int) -> Sequence[Record]:
        """Return the year's records, the newest first."""
        found = records.listed(self.workspace.ledger, self.kind, year=year)
        return sorted(found, key=lambda one: (one.day, one.id), reverse=True)

    def found(self, one: Any, member_ids: set[str], text: str) -> bool:
        """Find by whose it is and by everything that is listed."""
        return one.member_id in member_ids or any(
            text in one.said(name) for name in self.kind.listed if name != "member"
        )

    def say_nothing_there(self) -> tuple[str, str]:
        """Return what the empty list says."""
        return f"{self.year} 年还没有{self.kind.short}记录", self.kind.empty

    def add(self) -> None:
        """Enter a record."""
        self.begin()

    def begin(self, member_id: str = "") -> None:
        """Enter a record, somebody already chosen."""
        KindDialog(self, self.workspace, self.kind, member_id=member_id).open()

    def edit(self, one: Any | None) -> None:
        """Open a record."""
        if one is not None:
            KindDialog(self, self.workspace, self.kind, one).open()

    def take_out(self, meant: Sequence[Any]) -> bool:
        """Remove records."""

        def work(op: Any) -> None:
            for one in meant:
                records.remove(op, self.kind, one.id)

        return self.workspace.bridge.attempt(self, self.kind.operation("remove"), work)


def _order(name: str) -> Callable[[Record], Any]:
    return (lambda one: one.pinyin) if name == "member" else (lambda one: one.values[name] or "")


def _column(kind: Kind, name: str) -> Column:
    if name == "member":
        return Column(name, "姓名", lambda one: one.name, 14, strong=True, sort=name)
    field = kind.by_name[name]
    sort = "listed" if name == kind.day else name
    return Column(name, field.word, lambda one: one.said(name), sort=sort, **_room(kind, field))


def _room(kind: Kind, field: Field) -> dict[str, Any]:
    """Return how wide a column is, and whether it goes where there is no room."""
    if isinstance(field, Day | Date):
        return {"width": 11}
    if isinstance(field, Choice):
        return {"width": 10}
    if isinstance(field, Count | Hours | Points):
        return {"width": 8, "right": True}
    if field.name == kind.title:
        return {"width": 20, "stretches": True}
    long = getattr(field, "most", 0) >= _LONG
    return {"width": 18, "stretches": True, "drop": 2} if long else {"width": 10, "drop": 1}
