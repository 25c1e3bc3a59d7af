"""What each branch of a committee has of a kind in a year: who has nothing is seen at once."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.dialogs.base import FormDialog
from gui.kinds.read_only import ReadOnlyList
from gui.pages.study.sorted_table import SortedTable
from gui.pages.study.view import StudyView
from gui.tablemodels import Column
from gui.widgets import Card, SearchField
from gui.workspace import Workspace
from models.kinds import overview
from models.kinds.kind import Kind
from models.kinds.overview import OfBranch

_WIDTH, _HEIGHT = 760, 320
_ORDERS = {"count": lambda one: one.count, "amount": lambda one: one.amount, "last": lambda one: one.last}


class BranchCounts(StudyView):
    """A line for each branch; Enter shows its records."""

    def __init__(self, workspace: Workspace, kind: Kind) -> None:
        self.kind = kind
        self._listed: list[OfBranch] = []
        super().__init__(workspace)

    def build(self) -> None:
        """Make the widgets."""
        self.search = SearchField("支部名称")
        self.search.setMinimumWidth(190)
        self.search.searched.connect(lambda _text: self.fill())
        self.tools = [self.search]
        word = f"各支部{self.kind.word}"
        self.table = SortedTable(self._columns(), word, key=lambda one: one.org, orders=_ORDERS)
        self.table.picked.connect(self.open_branch)
        self.search.down.connect(self.table.setFocus)
        self.search.returnPressed.connect(self.table.setFocus)
        card = Card(padding=(1, 1, 1, 1))
        card.body.addWidget(self.table)
        self.body.addWidget(card, 1)

    def _columns(self) -> list[Column]:
        summed = self.kind.by_name.get(self.kind.sums)
        amounts = []
        if summed is not None:
            head, said = f"{summed.word}合计", summed.said
            amounts = [Column("amount", head, lambda one: said(one.amount), 14, right=True, sort="amount")]
        return [
            Column("name", "支部", lambda one: one.name, 30, strong=True, stretches=True, sort="listed"),
            Column("count", "条数", lambda one: str(one.count), 8, right=True, sort="count"),
            *amounts,
            Column("last", "最近一条", lambda one: one.last, 12, sort="last"),
            Column("state", "情况", lambda one: "有记录" if one.count else "没有", 11, state=_state),
        ]

    def first_focus(self) -> QWidget:
        """The branches."""
        return self.table

    def search_line(self) -> QWidget:
        """The search."""
        return self.search

    def remark(self) -> str:
        """How many branches have anything."""
        there = sum(one.count > 0 for one in self._listed)
        return f"{self.year} 年 · {len(self._listed)} 个支部，{there} 个有记录"

    def show_year(self, year: int) -> None:
        """Read a year."""
        self.year = year
        self._listed = overview.by_branch(self.workspace.ledger, self.kind, year)
        self.fill()

    def fill(self) -> None:
        """Show what the search leaves."""
        text = self.search.text().strip()
        self.table.show_records([one for one in self._listed if text in one.name])

    def open_branch(self, branch: OfBranch | None) -> None:
        """Show a branch's records of the year."""
        if branch is not None:
            BranchRecords(self, self.workspace, self.kind, branch, self.year).open()


class BranchRecords(FormDialog):
    """The records of one branch, as its package brought them."""

    useful = _WIDTH, _HEIGHT

    def __init__(self, parent: QWidget, workspace: Workspace, kind: Kind, branch: OfBranch, year: int) -> None:
        super().__init__(parent, f"{branch.name}：{year} 年{kind.word}")
        self.listed = ReadOnlyList(workspace, kind, branch.org)
        row = QHBoxLayout()
        for tool in self.listed.tools:
            row.addWidget(tool)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.listed, 1)
        self.set_buttons("关闭").setDefault(False)
        self.listed.show_year(year)
        self.listed.first_focus().setFocus()


def _state(one: OfBranch) -> str:
    return "done" if one.count else "none"
