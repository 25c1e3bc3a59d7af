"""The members of a branch as its last package tells: to look at and search, nothing to change."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.dialogs.base import FormDialog
from gui.pages.member_table import columns
from gui.widgets import Card, SearchField, button, label
from gui.widgets.list_table import ListTable
from gui.workspace import Workspace
from models import member
from models.organization import Organization


class BranchMembersDialog(FormDialog):
    """A list with a search line; the branch changes its members itself and reports again."""

    useful = 1000, 600

    def __init__(self, parent: QWidget, workspace: Workspace, branch: Organization) -> None:
        super().__init__(parent, f"党员：{branch.name}")
        self._workspace, self._ledger, self._branch = workspace, workspace.ledger, branch
        row = QHBoxLayout()
        self.search = SearchField("姓名、拼音、首字母或身份证尾号")
        self.search.setMinimumWidth(260)
        self.search.searched.connect(lambda _text: self.reload())
        self.count = label(tone="secondary")
        row.addWidget(self.search)
        row.addWidget(self.count)
        row.addStretch(1)
        self.year_button = button("查看年度情况…", icon="book-open")
        self.year_button.clicked.connect(self.show_year)
        row.addWidget(self.year_button)
        self.body.addLayout(row)
        holder = Card(padding=(1, 1, 1, 1))
        self.table = ListTable(columns(), f"{branch.name}的党员")
        self.table.setSortingEnabled(False)
        self.table.setMinimumHeight(200)
        self.search.down.connect(self.table.setFocus)
        holder.body.addWidget(self.table)
        self.body.addWidget(holder, 1)
        self.add_left(label("这是支部最近一次上报的内容，在这里只能看；要改请支部改了重报。", tone="secondary"))
        self.set_buttons("关闭").setDefault(False)
        self.reload()
        self.search.setFocus()

    def reload(self) -> None:
        """Read the members that the search finds."""
        found = member.list_members(self._ledger, org=self._branch.number, search=self.search.text())
        self.table.show_records(found, current=0)
        self.count.setText(f"{len(found)} 人")

    def show_year(self) -> None:
        """Show meetings, duties, hours and credits of the branch."""
        from gui.dialogs.branch_year import BranchYearDialog

        BranchYearDialog(self, self._workspace, self._branch).open()
