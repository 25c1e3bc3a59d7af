"""Reflections and study notes of a year: who wrote what, whether it was read, whether it was shown."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from gui.pages.study.list_view import RecordList
from gui.pages.study.sorted_table import Orders
from gui.tablemodels import Column
from models import reflection, words
from models.reflection import Reflection


class TextsView(RecordList):
    """Enter opens, Space ticks; review and showing go to those ticked."""

    word = "心得笔记"
    add_word = "登记心得笔记"
    parts_of: ClassVar[list[tuple[str, str]]] = [("all", "全部"), ("open", "待审阅"), ("shown", "展示过")]
    orders: Orders = {  # noqa: RUF012
        "day": lambda one: one.day,
        "name": lambda one: one.name,
        "kind": lambda one: one.kind,
        "amount": lambda one: len(one.body) or one.pages,
        "reviewed": lambda one: one.reviewed_on,
    }

    def columns(self) -> list[Column]:
        """Return the columns."""
        return [
            Column("day", "日期", lambda one: one.day, 11, sort="listed"),
            Column("name", "姓名", lambda one: one.name, 14, strong=True, sort="name"),
            Column("kind", "类别", lambda one: words.label("reflection.kind", one.kind), 9, sort="kind", drop=2),
            Column("title", "题目", lambda one: one.title, 20, stretches=True),
            Column("amount", "篇幅", amount_text, 10, right=True, sort="amount"),
            Column("review", "审阅", _review, 19, sort="reviewed", state=_review_state),
            Column("shown", "展示", lambda one: one.exhibited_on, 11, drop=1),
        ]

    def read(self, year: int) -> Sequence[Reflection]:
        """Return the year's texts, the newest first."""
        found = reflection.list_reflections(self.workspace.ledger, year=year)
        return sorted(found, key=lambda one: (one.day, one.id), reverse=True)

    def in_part(self, record: Any, part: str) -> bool:
        """Tell whether a text waits for its review, or was shown."""
        return {"all": True, "open": not record.reviewed_on, "shown": bool(record.exhibited_on)}[part]

    def say_nothing_there(self) -> tuple[str, str]:
        """Return what the empty list says."""
        detail = "心得体会录全文或只填页数，学习笔记填页数；审阅、展示都在这里记，打印学习档案时自动带上。"
        return f"{self.year} 年还没有心得笔记", detail

    def more_acts(self) -> list[tuple[str, str, Callable[[], object]]]:
        """Return review and showing."""
        return [("审阅…", "check", self.review), ("展示…", "eye", self.exhibit)]

    def add(self) -> None:
        """Record a text."""
        self.begin()

    def begin(self, member_id: str = "") -> None:
        """Record a text of somebody."""
        from gui.dialogs.reflection_dialog import ReflectionDialog

        ReflectionDialog(self, self.workspace, member_id=member_id).open()

    def edit(self, record: Any | None) -> None:
        """Open a text."""
        from gui.dialogs.reflection_dialog import ReflectionDialog

        if record is not None:
            ReflectionDialog(self, self.workspace, record).open()

    def review(self) -> None:
        """Note the review of the texts meant."""
        from gui.dialogs.review_dialog import ReviewDialog

        if self.table.meant:
            ReviewDialog(self, self.workspace, self.table.meant).open()

    def exhibit(self) -> None:
        """Note that the texts meant were shown."""
        from gui.dialogs.review_dialog import ExhibitDialog

        if self.table.meant:
            ExhibitDialog(self, self.workspace, self.table.meant).open()

    def take_out(self, records: Sequence[Any]) -> bool:
        """Remove texts."""

        def work(op: Any) -> None:
            for one in records:
                reflection.remove_reflection(op, one.id)

        return self.workspace.bridge.attempt(self, "reflection.remove", work)


def amount_text(one: Reflection) -> str:
    """Return how long a text is: `1,240 字`, `12 页`."""
    count = len("".join(one.body.split()))
    return f"{count:,} 字" if count else f"{one.pages} 页" if one.pages else ""


def _review(one: Reflection) -> str:
    return f"✓ {one.reviewed_on}" if one.reviewed_on else "待审阅"


def _review_state(one: Reflection) -> str:
    return "done" if one.reviewed_on else "soon"
