"""全年任务: every rule and subject by month, each row with the way to its rule and reasons."""

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from gui.dialogs.base import FormDialog
from gui.dialogs.duty_dialog import DutyDialog
from gui.tablemodels import Column
from gui.widgets import InlineMessage, button, label
from gui.widgets.list_table import ListTable
from gui.workspace import Workspace
from models import duty_groups, meeting
from models.errors import KnownError

_LEGEND = (
    "✓：已登记（补录：事后一周以上才登记）· 缺：未登记 · 待：还没有到期 · 说明：有未落实说明 · —：不作要求。"
    "按季、按年的写在最后一个月。"
)


class DutyYearDialog(FormDialog):
    """The sheet of a year; Enter on a row shows its rule and reasons."""

    useful = 1120, 600

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent, "全年任务")
        self._workspace = workspace
        this_year = workspace.ledger.clock.today().year
        self.years = QComboBox()
        self.years.setAccessibleName("年度")
        for year in sorted({this_year, this_year - 1, *meeting.years(workspace.ledger)}, reverse=True):
            if year <= this_year:
                self.years.addItem(f"{year} 年", year)
        self.years.setCurrentIndex(self.years.findData(this_year))
        self.years.currentIndexChanged.connect(lambda _row: self.read())
        head = QHBoxLayout()
        head.addWidget(self.years)
        head.addSpacing(8)
        head.addWidget(label(_LEGEND, tone="secondary", wrap=True), 1)
        self.body.addLayout(head)
        self.fault = InlineMessage()
        self.body.addWidget(self.fault)
        self.table = ListTable(_columns(), "全年任务")
        self.table.setMinimumHeight(220)
        self.table.picked.connect(lambda _row: self.show_reasons())
        self.body.addWidget(self.table, 1)
        self.reasons = button("依据和说明…", icon="info")
        self.reasons.clicked.connect(self.show_reasons)
        self.add_left(self.reasons)
        self.set_buttons("关闭").setDefault(False)
        workspace.bridge.changed.connect(self.read)
        self.read()
        self.table.setFocus()

    def read(self, _changes: object = None) -> None:
        """Compute the chosen year."""
        from models.rules import duties

        year = int(self.years.currentData())
        self.fault.clear()
        try:
            rows = duty_groups.year_sheet(duties.list_duties(self._workspace.ledger, year=year), year)
        except KnownError as error:
            rows = []
            self.fault.show_error(error)
        self.table.show_records(rows)
        self.reasons.setEnabled(bool(rows))

    def show_reasons(self) -> None:
        """Show rule and reasons of the chosen row."""
        if self.table.current is not None:
            DutyDialog(self, self._workspace, self.table.current.group).open()


def _columns() -> list[Column]:
    def month(at: int) -> Column:
        return Column(
            f"month{at + 1}",
            f"{at + 1}月",
            lambda row: row.cells[at].text,
            6,
            state=lambda row: row.cells[at].look or "",
        )

    return [
        Column("name", "任务", lambda row: row.group.name, 18, strong=True, stretches=True),
        *(month(at) for at in range(12)),
    ]
