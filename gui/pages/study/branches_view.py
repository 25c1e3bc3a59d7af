"""All branches of a committee at a glance; the figures are computed in the worker thread and come as they are ready."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from gui import style
from gui.pages.study import branch_figures
from gui.pages.study.branch_figures import BranchLine, Figures
from gui.pages.study.sorted_table import SortedTable
from gui.pages.study.view import StudyView
from gui.tablemodels import Column
from gui.tasks import Progress
from gui.widgets import Card, EmptyState, SearchField
from gui.widgets.figure_card import FigureCard
from models import organization

_AT_ONCE = 10
_FOUR_FIGURES_FROM = 660
_SORTED = ("members", "meetings", "rate", "hours", "archives", "duties")
_ORDERS = {name: lambda one, name=name: one.order(name) for name in _SORTED}


class BranchesView(StudyView):
    """One row for each branch; Enter opens its year."""

    came = Signal(int, object)
    """From the worker: a year, and the figures of some branches by their number."""

    def build(self) -> None:
        """Make the widgets."""
        self._known: dict[tuple[int, int], tuple[str, Figures]] = {}
        self._lines: list[BranchLine] = []
        self._wanted = False
        self.search = SearchField("支部名称")
        self.search.setMinimumWidth(190)
        self.search.searched.connect(lambda _text: self.fill())
        self.tools = [self.search]
        self.figures = {
            "reported": FigureCard("已报支部", "个"),
            "rate": FigureCard("到会率", ""),
            "hours": FigureCard("学时达标率", ""),
            "duties": FigureCard("未落实", "项"),
        }
        self._grid = QGridLayout()
        self._grid.setSpacing(style.GAP)
        for at, (name, figure) in enumerate(self.figures.items()):
            self._grid.addWidget(figure, 0, at)
            figure.clicked.connect(lambda _checked=False, name=name: self.sort_by(name))
        self.body.addLayout(self._grid)
        self.table = SortedTable(_columns(), "各支部年度情况", key=lambda one: one.number, orders=_ORDERS)
        self.table.picked.connect(self.open)
        self.search.down.connect(self.table.setFocus)
        self.search.returnPressed.connect(self.table.setFocus)
        self.empty = EmptyState("inbox", "")
        self.lists = QStackedWidget()
        self.lists.addWidget(self.table)
        self.lists.addWidget(self.empty)
        self.lists.setMinimumHeight(190)
        holder = Card(padding=(1, 1, 1, 1))
        holder.body.addWidget(self.lists)
        self.body.addWidget(holder, 1)
        self.came.connect(self._take)
        self.workspace.tasks.idle.connect(self._go_on)

    def first_focus(self) -> QWidget:
        """The branches, or where one begins."""
        return self.table if self.lists.currentWidget() is self.table else self.empty.action

    def search_line(self) -> QWidget:
        """The search."""
        return self.search

    def remark(self) -> str:
        """How many there are, and how far the reckoning is."""
        reported = [one for one in self._lines if one.reported]
        ready = sum(one.figures is not None for one in reported)
        counting = f" · 正在汇总 {ready} / {len(reported)}" if ready < len(reported) else ""
        return f"{self.year} 年 · {len(self._lines)} 个支部{counting}" if self._lines else ""

    def show_year(self, year: int) -> None:
        """Show what is known of the year, and compute the rest."""
        self.year = year
        ledger = self.workspace.ledger
        own = organization.own(ledger)
        mine = [own] if own.manages_members else []
        self._lines = branch_figures.lines(ledger, [*mine, *organization.below(ledger)])
        # What the ledger's own organisation keeps changes with every entry, the others' only with their packages.
        self._known = {key: found for key, found in self._known.items() if found[0]}
        self._put_known()
        self._compute()

    def _put_known(self) -> None:
        ledger, lines = self.workspace.ledger, []
        for line in self._lines:
            stamp, figures = self._known.get((line.number, self.year), ("", None))
            stands = figures is not None and (not stamp or stamp == branch_figures.stamp(ledger, line.number))
            lines.append(replace(line, figures=figures if stands else None))
        self._lines = lines
        self.fill()

    def _compute(self) -> None:
        missing = [one.number for one in self._lines if one.reported and one.figures is None]
        self._wanted = False
        if not missing:
            return
        ledger, year = self.workspace.ledger, self.year

        def work(progress: Progress) -> None:
            found: dict[int, tuple[str, Figures]] = {}
            for at, number in enumerate(missing):
                progress(at, len(missing))
                stamp = branch_figures.stamp(ledger, number)
                found[number] = stamp, branch_figures.read_figures(ledger, number, year)
                if len(found) == _AT_ONCE or at == len(missing) - 1:
                    self.came.emit(year, found)
                    found = {}

        self._wanted = not self.workspace.tasks.start(
            "汇总", work, done=self._note_end, failed=self._note_stop, quiet=True
        )

    def _note_end(self, _result: object) -> None:
        self.told.emit()

    def _note_stop(self, _error: BaseException) -> None:
        """Other work came between: go on when it is done."""
        self._wanted = True

    @Slot()
    def _go_on(self) -> None:
        if self._wanted and self.isVisible():
            self._compute()

    @Slot(int, object)
    def _take(self, year: int, found: dict[int, tuple[str, Figures]]) -> None:
        self._known |= {(number, year): one for number, one in found.items()}
        if year == self.year:
            self._lines = [
                replace(one, figures=found[one.number][1]) if one.number in found else one for one in self._lines
            ]
            self.fill()
            self.told.emit()

    def fill(self) -> None:
        """Show the branches that the search leaves, and the sums of all."""
        text = self.search.text().strip()
        listed = [one for one in self._lines if text in one.organization.name]
        self.table.show_records(listed)
        self.lists.setCurrentWidget(self.table if listed else self.empty)
        if not listed and self._lines:
            self.empty.say(f"没有找到“{text[:20]}”", "可以输入支部名称里的几个字。", "显示全部", self.search.clear)
        elif not listed:
            detail = "支部报来的上报包接收以后，各支部的会议、学时和落实情况就在这里。"
            self.empty.say("还没有支部的数据", detail, "去接收", lambda: self.workspace.go("exchange"))
        self._show_figures()

    def _show_figures(self) -> None:
        found = [one.figures for one in self._lines if one.figures is not None]
        reported, silent = sum(one.reported for one in self._lines), sum(not one.reported for one in self._lines)
        present, expected = sum(one.present for one in found), sum(one.expected for one in found)
        met, bound = sum(one.met for one in found), sum(one.bound for one in found)
        missed, explained = sum(one.missed for one in found), sum(one.explained for one in found)
        self.figures["reported"].show_figure(reported, f"未报 {silent} 个" if silent else "都报了")
        if reported and not found:
            for name in ("rate", "hours", "duties"):
                self.figures[name].show_figure("…", "正在汇总")
            return
        came = f"应到 {expected} 人次，实到 {present}"
        self.figures["rate"].show_figure(branch_figures.percent(present, expected), came)
        self.figures["hours"].show_figure(branch_figures.percent(met, bound), f"应修 {bound} 人，达标 {met} 人")
        self.figures["duties"].show_figure(missed, f"另有 {explained} 项已说明" if explained else "到期没有办的")
        for figure in self.figures.values():
            figure.setToolTip("按这一项排列支部")

    def sort_by(self, name: str) -> None:
        """Bring those to the top who need looking after: the lowest shares, the most left undone."""
        keys = [column.key for column in self.table.records.columns]
        at = 1 if name == "reported" else keys.index(name)
        down = name == "duties"
        self.table.sortByColumn(at, Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder)
        self.table.choose_row(0)
        self.table.setFocus()

    def open(self, line: BranchLine | None) -> None:
        """Open the year of a branch."""
        from gui.dialogs.branch_year import BranchYearDialog

        if line is not None and line.reported:
            BranchYearDialog(self, self.workspace, line.organization, self.year).open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the figures in two rows on narrow screens."""
        super().resizeEvent(event)
        across = 4 if self.width() >= _FOUR_FIGURES_FROM else 2
        for at, figure in enumerate(self.figures.values()):
            self._grid.addWidget(figure, at // across, at % across)


def _columns() -> list[Column]:
    return [
        Column("name", "支部", lambda one: one.organization.name, 24, strong=True, sort="name", stretches=True),
        Column("members", "党员", lambda one: one.text("members"), 7, right=True, sort="members", drop=2),
        Column("meetings", "会议", lambda one: one.text("meetings"), 7, right=True, sort="meetings", drop=1),
        Column("rate", "到会率", lambda one: one.text("rate"), 9, right=True, sort="rate"),
        Column("hours", "学时达标率", lambda one: one.text("hours"), 12, right=True, sort="hours"),
        Column("archives", "归档", lambda one: one.text("archives"), 10, right=True, sort="archives", drop=3),
        Column("duties", "未落实", _duties, 22, sort="duties", state=lambda one: one.state),
    ]


def _duties(one: BranchLine) -> str:
    return one.text("duties") if one.reported else "未报"
