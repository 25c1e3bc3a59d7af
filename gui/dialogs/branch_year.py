"""A branch's year as the committee sees it: meetings, what was done, hours and credits, duties; only to look at."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QWidget

from gui.dialogs.base import FormDialog
from gui.pages.pledges.branch_part import PledgesPart
from gui.pages.study import facts
from gui.pages.study.branch_parts import ArchivesPart, DutiesPart, HoursPart, MatrixPart, MeetingsPart, Part
from gui.widgets import Segments, label
from gui.workspace import Workspace
from models.organization import Organization
from models.schema import SELF

_PARTS: dict[str, tuple[str, Callable[[Workspace, int], Part]]] = {
    "meetings": ("会议", MeetingsPart),
    "matrix": ("落实情况", MatrixPart),
    "hours": ("学时学分", HoursPart),
    "duties": ("任务", DutiesPart),
    "archives": ("学习档案", ArchivesPart),
    "pledges": ("承诺", PledgesPart),
}


class BranchYearDialog(FormDialog):
    """One year at a time; a part is read when it is first looked at."""

    useful = 1120, 680

    def __init__(self, parent: QWidget, workspace: Workspace, branch: Organization, year: int = 0) -> None:
        super().__init__(parent, f"年度情况：{branch.name}")
        self.body.setContentsMargins(22, 16, 22, 4)
        self.years = QComboBox()
        self.years.setAccessibleName("年份")
        self.years.setMinimumWidth(100)
        for one in facts.years(workspace.ledger, branch.number):
            self.years.addItem(f"{one} 年", one)
        self.years.setCurrentIndex(max(self.years.findData(year), 0))
        self.choice = Segments([(key, word) for key, (word, _make) in _PARTS.items()], "看什么")
        self.remark = label(tone="secondary")
        row = QHBoxLayout()
        row.setSpacing(12)
        for widget in (self.years, self.choice, self.remark):
            row.addWidget(widget)
        row.addStretch(1)
        self.body.addLayout(row)
        self.stack = QStackedWidget()
        self.parts: dict[str, Part] = {}
        for key, (_word, make) in _PARTS.items():
            self.parts[key] = make(workspace, branch.number)
            self.stack.addWidget(self.parts[key])
        self.body.addWidget(self.stack, 1)
        self._shown: dict[str, int] = {}
        self.choice.chosen.connect(self.show_part)
        self.years.currentIndexChanged.connect(lambda _row: self.show_part(self.choice.current))
        source = "本组织自己的台账" if branch.number == SELF else "支部最近一次上报的内容"
        self.add_left(label(f"这是{source}，在这里只能看。", tone="secondary"))
        self.set_buttons("关闭").setDefault(False)
        self.show_part("meetings")
        self.parts["meetings"].table.setFocus()

    def show_part(self, key: str) -> None:
        """Show a part of the chosen year."""
        year = int(self.years.currentData())
        self.choice.choose(key)
        part = self.parts[key]
        if self._shown.get(key) != year:
            self._shown[key] = year
            part.show_year(year)
        self.remark.setText(part.remark)
        self.stack.setCurrentWidget(part)
