"""The members with their hours and credits of a year; every number opens what it was made of."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QWidget

from gui import style
from gui.pages.study import facts
from gui.pages.study.facts import MemberYear, Year
from gui.pages.study.sorted_table import SortedTable
from gui.pages.study.view import StudyView
from gui.tablemodels import Column
from gui.widgets import Card, EmptyState, SearchField, Segments, button, label
from gui.widgets.figure_card import FigureCard
from models import amounts, member

if TYPE_CHECKING:
    from models.rules.rule import CreditScheme

_PARTS = [("all", "全部"), ("short", "未达标")]
_THREE_FIGURES_FROM = 560
_ORDERS = {
    "group": lambda one: one.hours.group,
    "role": lambda one: one.hours.role,
    "hours": lambda one: one.hours.total,
    "short": lambda one: one.short_minutes,
    "credits": lambda one: one.credits.total if one.credits is not None else 0,
}


def columns(*, credits: bool, target: bool) -> list[Column]:
    """Return the columns of the members' year; credits and their target only where the scheme in use has them."""
    shown = [
        Column("name", "姓名", lambda one: one.hours.name, 12, strong=True, sort="name", stretches=True),
        Column("group", "党小组", lambda one: one.hours.group, 12, sort="group", stretches=True, drop=2),
        Column("role", "身份", lambda one: one.hours.role, 14, sort="role", drop=1),
        Column("hours", "学时", lambda one: amounts.hours_text(one.hours.total), 7, right=True, sort="hours"),
        Column("target", "应修", lambda one: one.target_text, 6, right=True),
        Column("short", "还差", lambda one: one.short_text, 6, right=True, sort="short"),
        Column("state", "情况", lambda one: one.word, 17, state=lambda one: one.state),
    ]
    if credits:
        shown.insert(6, Column("credits", "学分", lambda one: one.credits_text, 7, right=True, sort="credits"))
    if target:
        shown.insert(7, Column("credit_target", "目标", lambda one: one.credit_target_text, 6, right=True, drop=3))
    return shown


def table(*, credits: bool, target: bool, name: str) -> SortedTable:
    """Return an empty table of members' years."""
    shown = columns(credits=credits, target=target)
    return SortedTable(shown, name, key=lambda one: one.hours.member_id, orders=_ORDERS)


def shape(scheme: "CreditScheme | None") -> tuple[bool, bool]:
    """Return whether there are credits, and whether they have a target."""
    return scheme is not None, scheme is not None and scheme.target is not None


def part_at(shown: SortedTable, column: int) -> str:
    """Return what a click on a column asks about: `hours` or `credits`."""
    return "credits" if shown.records.columns[column].key.startswith("credit") else "hours"


class TotalsView(StudyView):
    """Figures at the head, then the members."""

    def build(self) -> None:
        """Make the widgets."""
        self._shown: Year | None = None
        self._searched: set[str] | None = None
        self.search = SearchField("姓名、拼音、首字母")
        self.search.setMinimumWidth(190)
        self.search.searched.connect(self._find)
        self.parts = Segments(_PARTS, "显示哪些人")
        self.parts.chosen.connect(lambda _part: self._fill())
        self.tools = [self.search, self.parts]
        self.body.addLayout(self._make_figures())
        self.body.addWidget(self._make_no_scheme())
        self.empty = EmptyState("users", "")
        self.lists = QStackedWidget()
        self.lists.addWidget(self.empty)
        self.lists.setMinimumHeight(190)
        holder = Card(padding=(1, 1, 1, 1))
        holder.body.addWidget(self.lists)
        self.body.addWidget(holder, 1)
        self._use_table(credits=False, target=False)
        self.search.down.connect(lambda: self.table.setFocus())
        self.search.returnPressed.connect(lambda: self.table.setFocus())

    def _make_figures(self) -> QGridLayout:
        self.figures = {
            "met": FigureCard("学时达标", "人"),
            "average": FigureCard("平均学时", "学时"),
            "study": FigureCard("支部集中学习累计", "学时"),
        }
        self.figures["met"].clicked.connect(lambda: self.show_part("short"))
        self.figures["average"].clicked.connect(self.explain_average)
        self.figures["study"].clicked.connect(self.explain_study)
        self._grid = QGridLayout()
        self._grid.setSpacing(style.GAP)
        for at, figure in enumerate(self.figures.values()):
            self._grid.addWidget(figure, 0, at)
        return self._grid

    def _make_no_scheme(self) -> Card:
        self.no_scheme = Card(padding=(16, 6, 10, 6))
        row = QHBoxLayout()
        row.addWidget(label("还没有选用学分办法", strong=True))
        row.addWidget(label("这里先只算学时。", tone="secondary"))
        row.addStretch(1)
        self.choose_scheme = button("去选用", kind="link", name="到设置里选用学分办法")
        self.choose_scheme.clicked.connect(lambda: self.workspace.go("settings", section="rules"))
        row.addWidget(self.choose_scheme)
        self.no_scheme.body.addLayout(row)
        return self.no_scheme

    def _use_table(self, *, credits: bool, target: bool) -> None:
        """Put a table with or without the columns of credits in place."""
        self._shape = credits, target
        self.table = table(credits=credits, target=target, name="学时和学分")
        self.table.picked.connect(self.explain)
        self.table.clicked.connect(lambda index: self.explain(self.table.current, part_at(self.table, index.column())))
        self.lists.addWidget(self.table)

    def first_focus(self) -> QWidget:
        """The members, or where one begins."""
        return self.table if self.lists.currentWidget() is self.table else self.empty.action

    def search_line(self) -> QWidget:
        """The search."""
        return self.search

    def remark(self) -> str:
        """How many they are and by which scheme."""
        if self._shown is None:
            return ""
        scheme = f" · 学分办法：{self._shown.scheme.title}" if self._shown.scheme is not None else ""
        return f"{self.year} 年 · {len(self._shown.members)} 人{scheme}"

    def show_year(self, year: int) -> None:
        """Compute the year."""
        self.year = year
        self._shown = facts.read_year(self.workspace.ledger, year)
        credits, target = shape(self._shown.scheme)
        self.no_scheme.setVisible(not credits)
        if (credits, target) != self._shape:
            old = self.table
            self._use_table(credits=credits, target=target)
            self.lists.setCurrentWidget(self.table)
            self.lists.removeWidget(old)
            old.deleteLater()
        self._show_figures(self._shown)
        self._find(self.search.text())

    def show_part(self, part: str) -> None:
        """Show all, or those who have not reached their target."""
        self.parts.choose(part)
        self._fill()
        self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_figures(self, shown: Year) -> None:
        missing = len(shown.bound) - shown.met
        below = f"应修 {len(shown.bound)} 人，还差 {missing} 人" if shown.bound else "没有要修学时的人"
        self.figures["met"].show_figure(shown.met, below)
        self.figures["met"].setToolTip("看未达标的人")
        self.figures["average"].show_figure(amounts.hours_text(shown.average), f"全体 {len(shown.members)} 人")
        self.figures["average"].setToolTip("看这个数怎么来的")
        once = f"{len(shown.study)} 次，每次只算一遍"
        self.figures["study"].show_figure(amounts.hours_text(shown.study_minutes), once)
        self.figures["study"].setToolTip("看这个数怎么来的")

    def _find(self, text: str) -> None:
        found = member.list_members(self.workspace.ledger, status="", search=text) if text.strip() else None
        self._searched = None if found is None else {one.id for one in found}
        self._fill()

    def _fill(self) -> None:
        if self._shown is None:
            return
        known = [one for one in self._shown.members if self._searched is None or one.hours.member_id in self._searched]
        short = [one for one in known if one.hours.state == "short"]
        self.parts.set_counts({"all": len(known), "short": len(short)})
        listed = short if self.parts.current == "short" else known
        self.table.show_records(listed)
        self.lists.setCurrentWidget(self.table if listed else self.empty)
        if not listed:
            self._say_empty()

    def _say_empty(self) -> None:
        assert self._shown is not None
        if not self._shown.members:
            detail = "先登记党员，再登记会议和学习；学时、学分会自动算出来。"
            self.empty.say("还没有党员", detail, "去登记党员", lambda: self.workspace.go("members"))
        elif self._searched is not None:
            what = f"没有找到“{self.search.text()[:20]}”"
            self.empty.say(what, "可以输入姓名、拼音或首字母。", "显示全部", self._show_all)
        else:
            self.empty.say("没有未达标的人", "应修学时的人都达标了。", "显示全部", self._show_all)

    def _show_all(self) -> None:
        self.search.clear()
        self.parts.choose("all")
        self._find("")
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the figures on narrow screens."""
        super().resizeEvent(event)
        across = 3 if self.width() >= _THREE_FIGURES_FROM else 1
        for at, figure in enumerate(self.figures.values()):
            self._grid.addWidget(figure, at // across, at % across)

    # --- why --------------------------------------------------------------------------------

    def explain(self, chosen: MemberYear | None, part: str = "hours") -> None:
        """Show why a member has so many hours and credits."""
        from gui.dialogs.why_dialog import MemberWhyDialog

        if chosen is not None and self._shown is not None:
            MemberWhyDialog(self, self.workspace, self._shown, chosen, part=part).open()

    def explain_average(self) -> None:
        """Show what the average was made of."""
        from gui.dialogs.why_dialog import AverageWhyDialog

        if self._shown is not None:
            AverageWhyDialog(self, self.workspace, self._shown).open()

    def explain_study(self) -> None:
        """Show the sessions that the branch's study is the sum of."""
        from gui.dialogs.why_dialog import StudyWhyDialog

        if self._shown is not None:
            StudyWhyDialog(self, self.workspace, self._shown).open()
