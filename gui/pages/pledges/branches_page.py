"""承诺 as a committee sees it: how far each branch is in a year, and who did not keep theirs; only to look at."""

from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from gui.pages.base import Page
from gui.pages.study.sorted_table import SortedTable
from gui.tablemodels import Column
from gui.widgets import Card, EmptyState, PageHeader, SearchField
from models import organization, pledge, received_package
from models.organization import Organization
from models.pledge import PledgeSummary

_STATES = {
    "before": ("draft", "review", "approved"),
    "posted": ("posted",),
    "keeping": ("keeping",),
    "appraising": ("appraising",),
}
_ORDERS = {
    "name": lambda one: one.branch.name,
    "missing": lambda one: one.missing,
    "unkept": lambda one: one.of_grade("unkept"),
    "before": lambda one: one.standing("before"),
    "posted": lambda one: one.standing("posted"),
    "keeping": lambda one: one.standing("keeping"),
    "appraising": lambda one: one.standing("appraising"),
}


@dataclass(frozen=True, slots=True)
class BranchPledges:
    """One branch in a year. unkept: who did not keep theirs; reported: whether there is anything of it."""

    branch: Organization
    reported: bool
    summary: PledgeSummary
    unkept: tuple[str, ...]

    @property
    def missing(self) -> int:
        """How many members have no pledge of their own."""
        return self.summary.expected - self.summary.pledged

    def standing(self, point: str) -> int:
        """Return how many stand at a point of the way."""
        return sum(self.summary.by_state[state] for state in _STATES[point])

    def of_grade(self, grade: str) -> int:
        """Return how many have a verdict."""
        return self.summary.by_verdict[grade]

    @property
    def result(self) -> str:
        """The verdicts in words."""
        words = (("kept", "已兑现"), ("partly", "部分"), ("unkept", "未兑现"))
        return "　".join(f"{word} {self.of_grade(key)}" for key, word in words if self.of_grade(key))


class BranchPledgesPage(Page):
    """One row for each branch; Enter opens its year at the pledges."""

    depends_on: ClassVar[tuple[str, ...]] = ("pledge", "member", "organization", "received_package")
    hint = "↑↓ 选支部 · 回车看它的承诺 · Ctrl+F 搜索"

    def build(self) -> None:
        """Make the widgets."""
        self.header = PageHeader("承诺")
        self.years = QComboBox()
        self.years.setAccessibleName("年份")
        self.years.setMinimumWidth(100)
        self.years.currentIndexChanged.connect(lambda _row: self.guarded(self.reload))
        self.search = SearchField("支部名称")
        self.search.setMinimumWidth(190)
        self.search.searched.connect(lambda _text: self.fill())
        for widget in (self.years, self.search):
            self.header.add(widget)
        self.body.addWidget(self.header)
        self.table = SortedTable(_columns(), "各支部承诺", key=lambda one: one.branch.number, orders=_ORDERS)
        self.table.picked.connect(self.open)
        self.search.down.connect(self.table.setFocus)
        self.search.returnPressed.connect(self.table.setFocus)
        self.empty = EmptyState("handshake", "")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.stack.setMinimumHeight(200)
        holder = Card(padding=(1, 1, 1, 1))
        holder.body.addWidget(self.stack)
        self.body.addWidget(holder, 1)
        self.lines: list[BranchPledges] = []
        self.on_key("Ctrl+F", lambda: self.search.setFocus(Qt.FocusReason.ShortcutFocusReason))

    def first_focus(self) -> QWidget:
        """The branches, or where one begins."""
        return self.table if self.stack.currentWidget() is self.table else self.empty.action

    def refresh(self) -> None:
        """Read the years there are, then the one that is shown."""
        ledger, chosen = self.workspace.ledger, self.years.currentData()
        today = ledger.clock.today().year
        self.years.blockSignals(True)
        self.years.clear()
        for year in sorted({*pledge.years(ledger, None), today}, reverse=True):
            self.years.addItem(f"{year} 年", year)
        self.years.setCurrentIndex(max(self.years.findData(chosen or today), 0))
        self.years.blockSignals(False)
        self.reload()

    def reload(self) -> None:
        """Read how far the branches are."""
        ledger, year = self.workspace.ledger, int(self.years.currentData())
        own = organization.own(ledger)
        mine = [own] if own.manages_members else []
        self.lines = []
        for one in [*mine, *organization.below(ledger)]:
            found = pledge.list_pledges(ledger, org=one.number, year=year)
            unkept = tuple(kept.name for kept in found if kept.verdict == "unkept")
            reported = one in mine or received_package.current(ledger, one.number) is not None
            self.lines.append(BranchPledges(one, reported, pledge.summary(ledger, one.number, year), unkept))
        self.fill()

    def fill(self) -> None:
        """Show the branches that the search leaves."""
        text = self.search.text().strip()
        listed = [one for one in self.lines if text in one.branch.name]
        self.table.show_records(listed)
        self.stack.setCurrentWidget(self.table if listed else self.empty)
        if not listed and self.lines:
            self.empty.say(f"没有找到“{text[:20]}”", "可以输入支部名称里的几个字。", "显示全部", self.search.clear)
        elif not listed:
            detail = "支部报来的上报包接收以后，各支部的承诺办到哪一步就在这里。"
            self.empty.say("还没有支部的数据", detail, "去接收", lambda: self.workspace.go("exchange"))
        unkept = sum(one.of_grade("unkept") for one in self.lines)
        made = sum(sum(one.summary.by_state.values()) for one in self.lines)
        told = f" · 未兑现 {unkept} 份" if unkept else ""
        self.header.remark.setText(f"{len(self.lines)} 个支部 {made} 份{told}" if self.lines else "")

    def show_what(self, *, year: int = 0, **_: Any) -> None:
        """Show the year that another page asked for."""
        if year and self.years.findData(year) >= 0:
            self.years.setCurrentIndex(self.years.findData(year))

    def open(self, line: BranchPledges | None) -> None:
        """Open the year of a branch at its pledges."""
        from gui.dialogs.branch_year import BranchYearDialog

        if line is not None and line.reported:
            dialog = BranchYearDialog(self, self.workspace, line.branch, int(self.years.currentData()))
            dialog.show_part("pledges")
            dialog.parts["pledges"].table.setFocus()
            dialog.open()


def _columns() -> list[Column]:
    return [
        Column("name", "支部", lambda one: one.branch.name, 22, strong=True, sort="name", stretches=True),
        Column("branch", "支部承诺", _branch, 8, state=lambda one: "done" if one.summary.branch else "none", drop=3),
        Column("missing", "还没有", lambda one: _count(one, one.missing), 7, right=True, sort="missing"),
        Column("before", "起草审核", lambda one: _at(one, "before"), 8, right=True, sort="before", drop=2),
        Column("posted", "公示", lambda one: _at(one, "posted"), 5, right=True, sort="posted", drop=2),
        Column("keeping", "践诺", lambda one: _at(one, "keeping"), 5, right=True, sort="keeping"),
        Column("appraising", "评诺", lambda one: _at(one, "appraising"), 5, right=True, sort="appraising"),
        Column("result", "结果", lambda one: one.result, 24, sort="unkept", drop=1),
        Column("unkept", "未兑现的人", lambda one: "、".join(one.unkept), 16, drop=4),
    ]


def _branch(one: BranchPledges) -> str:
    if not one.reported:
        return ""
    return "✓ 有" if one.summary.branch else "还没有"


def _count(one: BranchPledges, count: int) -> str:
    return (str(count) if count else "") if one.reported else "未报"


def _at(one: BranchPledges, point: str) -> str:
    return _count(one, one.standing(point)) if one.reported else ""
