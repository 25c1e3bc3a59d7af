"""The list of a year's records of any declared kind."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton

from gui.kinds.act_dialog import ActDialog
from gui.kinds.dialog import KindDialog
from gui.kinds.fill_records import FillRecords
from gui.kinds.import_records import ImportRecords
from gui.pages.study.list_view import RecordList
from gui.pages.study.sorted_table import Orders
from gui.tablemodels import Column
from gui.widgets import button
from gui.workspace import Workspace
from models.kinds import records
from models.kinds.field import Choice, Date, Day, Field
from models.kinds.kind import Act, Kind, Part
from models.kinds.records import Record

_LONG = 100
"""From so many characters on a line takes what room there is, and goes first where there is none."""


class KindList(RecordList):
    """Enter opens, Space ticks, Del takes out."""

    def __init__(self, workspace: Workspace, kind: Kind, *others: Kind) -> None:
        self.kind, self.kinds = kind, (kind, *others)
        self.word, self.add_word, self.measure = kind.short, kind.adds, kind.measure
        self.orders = self.order_of()
        self.parts_of = [("all", "全部"), *self.part_words()]
        super().__init__(workspace)

    def columns(self) -> list[Column]:
        """Return the columns."""
        return [self._column(name) for name in self.listed]

    def order_of(self) -> Orders:
        """Return what the columns are sorted by."""
        return {name: _order(self.kind, name) for name in self.listed if name not in (self.kind.day, "stands")}

    @property
    def listed(self) -> tuple[str, ...]:
        """What the columns show; where a kind lists sheets, of each line who it is and what it holds."""
        if self.kind.grid is None:
            return self.kind.listed
        return (self.kind.day, "member", *(one.name for one in self.kind.fields if one.name != self.kind.day))

    def part_words(self) -> list[tuple[str, str]]:
        """Return the parts of the list: key and word."""
        return [(part.name, part.word) for part in self.kind.parts]

    def read(self, year: int) -> Sequence[Record]:
        """Return the records of a year, or of all, the newest first; where they stand for a while by whose they are."""
        ledger = self.workspace.ledger
        found = [one for kind in self.kinds for one in records.listed(ledger, kind, year=year or None)]
        if self.kind.stands:
            return sorted(found, key=lambda one: (one.pinyin, one.day, one.id))
        return sorted(found, key=lambda one: (one.day, one.id), reverse=True)

    def found(self, record: Any, member_ids: set[str], text: str) -> bool:
        """Find by whose it is and by everything that is listed."""
        listed = self.listed if record.kind is self.kind else record.kind.listed
        told = (name for name in listed if name not in ("member", "stands"))
        return record.member_id in member_ids or any(text in record.told(name) for name in told)

    def in_part(self, record: Any, part: str) -> bool:
        """Tell whether a record belongs to a part of the list."""
        return all(_belongs(record, one) for one in self.kind.parts if one.name == part)

    def say_nothing_there(self) -> tuple[str, str]:
        """Return what the empty list says."""
        year = f"{self.year} 年" if self.year else ""
        return f"{year}还没有{self.word}", self.kind.empty

    # --- doing ----------------------------------------------------------------------------------

    def add(self) -> None:
        """Enter a record."""
        self.begin()

    def begin(self, member_id: str = "") -> None:
        """Enter a record, somebody already chosen."""
        KindDialog(self, self.workspace, self.kind, member_id=member_id).open()

    def edit(self, record: Any | None) -> None:
        """Open a record."""
        if record is not None:
            KindDialog(self, self.workspace, record.kind, record).open()

    def take_out(self, meant: Sequence[Any]) -> bool:
        """Remove records."""

        def work(op: Any) -> None:
            for one in meant:
                records.remove(op, one.kind, one.id)

        return self.workspace.bridge.attempt(self, meant[0].kind.operation("remove"), work)

    def more_acts(self) -> list[tuple[str, str, Callable[[], object]]]:
        """Return what its kinds say can be done to several records at once."""
        acts = [(f"{act.word}…", act.icon, partial(self._perform, kind, act)) for kind, act in self._acts()]
        return [*acts, ("批量填写…", "pencil", self.fill_in)]

    def fill_in(self) -> None:
        """Put the same into the records that are ticked."""
        if self._can_fill():
            FillRecords(self, self.workspace, self.table.meant[0].kind, self.table.meant).open()

    def _can_fill(self) -> bool:
        """Tell whether several records of one kind are ticked; a sheet has a grid for that."""
        ticked = len(self.table.ticked) > 1
        return ticked and self.kind.grid is None and len({one.kind.name for one in self.table.meant}) == 1

    def of_all(self) -> QPushButton:
        """Return the button that takes in many lines at once; on the list Ctrl+V does."""
        self.import_button = button("粘贴、导入多行…", icon="clipboard-paste", kind="quiet", tip="Ctrl+V")
        self.import_button.clicked.connect(lambda: self.take_in())
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self.lists)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(lambda: self.take_in(QApplication.clipboard().text()))
        return self.import_button

    def take_in(self, text: str = "") -> None:
        """Show what lines that were copied, or a file, would bring."""
        if self.import_button.isEnabled():
            ImportRecords(self, self.workspace, self.kind, text).open()

    def _acts(self) -> list[tuple[Kind, Act]]:
        return [(kind, act) for kind in self.kinds for act in kind.acts]

    def _meant_by(self, kind: Kind, act: Act) -> list[Record]:
        """Return those of the records meant that an act is about: of its kind, and asked for its fields."""
        return [one for one in self.table.meant if one.kind is kind and all(map(one.asked, act.fields))]

    def _perform(self, kind: Kind, act: Act) -> None:
        if meant := self._meant_by(kind, act):
            ActDialog(self, self.workspace, kind, act, meant).open()

    def _show_acts(self) -> None:
        super()._show_acts()
        *acts, (fill, _word) = self.acts
        fill.setVisible(self._can_fill())
        for (made, word), (kind, act) in zip(acts, self._acts(), strict=True):
            meant = self._meant_by(kind, act)
            made.setVisible(bool(meant))
            made.setText(f"{act.word} {len(meant)} {self.measure}…" if self.table.ticked else word)

    # --- columns --------------------------------------------------------------------------------

    def _column(self, name: str) -> Column:
        if name == "member":
            return Column(name, "姓名", lambda one: one.name, 14, strong=True, sort=name)
        if name == "stands":
            return self._standing()
        if name == "entered_on":
            return Column(name, "登记日期", lambda one: one.entered_on, 11, sort=name, drop=1)
        joined = self.kind.joined_of(name)
        if joined is not None:
            return Column(name, joined.word, lambda one: one.told(name), 10, right=True, sort=name)
        field = self.kind.by_name[name]
        sort = "listed" if name == self.kind.day else name
        if field.badge:
            return Column(
                name, field.call or field.word, partial(_badge, name), 19, sort=sort, state=partial(_state, name)
            )
        return Column(name, field.call or field.word, lambda one: one.told(name), sort=sort, **_room(self.kind, field))

    def _standing(self) -> Column:
        today, words = self.workspace.ledger.clock.today(), self.kind.stands

        def said(one: Record) -> str:
            return words[0] if one.stands_on(today) else words[1]

        def state(one: Record) -> str:
            return "progress" if one.stands_on(today) else "none"

        return Column("stands", "情况", said, 11, state=state)


def _belongs(record: Record, part: Part) -> bool:
    return (
        not (part.empty and record.values[part.empty])
        and not (part.filled and not record.values[part.filled])
        and all(record.values[name] in allowed for name, allowed in part.values.items())
    )


def _badge(name: str, one: Record) -> str:
    return f"✓ {one.told(name)}" if one.values[name] else one.told(name)


def _state(name: str, one: Record) -> str:
    return "done" if one.values[name] else "soon"


def _order(kind: Kind, name: str) -> Callable[[Record], Any]:
    """Return what is compared: numbers, texts, or how much there is of the first of several fields."""
    if name == "member":
        return lambda one: one.pinyin
    if name == "entered_on":
        return lambda one: one.entered_on
    joined = kind.joined_of(name)
    if joined is not None:
        return lambda one: next((_size(one.values[each]) for each in joined.first if one.values[each]), 0)
    nothing: int | str = "" if isinstance(kind.by_name[name].blank, str) else 0
    return lambda one: one.values[name] or nothing


def _size(value: str | int | None) -> int:
    return len(value) if isinstance(value, str) else value or 0


def _room(kind: Kind, field: Field) -> dict[str, Any]:
    """Return how wide a column is, and whether it goes where there is no room."""
    if isinstance(field, Day | Date):
        return {"width": 11, "drop": 0 if field.name == kind.day else 2}
    if isinstance(field, Choice):
        return {"width": 10, "drop": 1}
    if field.parts:
        return {"width": 8, "right": True, "drop": 1}
    if field.name == kind.title:
        return {"width": 20, "stretches": True}
    long = getattr(field, "most", 0) >= _LONG
    return {"width": 18, "stretches": True, "drop": 2} if long else {"width": 10, "drop": 1}
