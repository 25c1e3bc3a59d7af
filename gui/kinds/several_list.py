"""One list of a year's records of several kinds that belong together: whose, what, how much it counts."""

from functools import partial
from typing import Any

from gui.kinds.list_view import KindList
from gui.pages.study.sorted_table import Orders
from gui.tablemodels import Column
from models.kinds.field import Choice, Hours, Points
from models.kinds.kind import Kind
from models.kinds.records import Record

_OF_ALL = ("member", "entered_on")


class SeveralList(KindList):
    """The parts of the list are the kinds; a new record is one of the first of them."""

    def columns(self) -> list[Column]:
        """Return what records of different kinds have in common, and the listed fields that all of them have."""
        common = [name for name in self.kind.listed if all(name in one.listed for one in self.kinds)]
        shared = [self.kind.by_name[name] for name in common if name not in _OF_ALL]
        return [
            Column("day", "日期", lambda one: one.days, 19, sort="listed"),
            Column("member", "姓名", lambda one: one.name, 10, strong=True, sort="member"),
            Column("kind", "类别", _what, 10, sort="kind"),
            Column("title", "内容", lambda one: one.title, 20, stretches=True),
            Column("amount", "计入", _amount, 12, right=True, sort="amount"),
            *(Column(one.name, one.word, partial(_told, one.name), 12, drop=2) for one in shared),
            Column("entered_on", "登记日期", lambda one: one.entered_on, 10, sort="entered_on", drop=1),
        ]

    def order_of(self) -> Orders:
        """Return what the columns are sorted by."""
        return {
            "member": lambda one: one.pinyin,
            "kind": _what,
            "amount": lambda one: next((one.values[name] or 0 for name in _amounts(one.kind)), 0),
            "entered_on": lambda one: one.entered_on,
        }

    def part_words(self) -> list[tuple[str, str]]:
        """Return the kinds."""
        return [(one.name, one.enters) for one in self.kinds]

    def in_part(self, record: Any, part: str) -> bool:
        """Tell whether a record is of the kind that a part shows."""
        return part in ("all", record.kind.name)


def _what(one: Record) -> str:
    """Return what sort of record it is: the word of its first choice, else of its kind."""
    choice = next((field.name for field in one.kind.fields if isinstance(field, Choice)), "")
    return one.said(choice) if choice else one.kind.word


def _told(name: str, one: Record) -> str:
    return one.told(name)


def _amounts(kind: Kind) -> list[str]:
    return [field.name for field in kind.fields if isinstance(field, Hours | Points)]


def _amount(one: Record) -> str:
    return next((one.told(name) for name in _amounts(one.kind)), "")
