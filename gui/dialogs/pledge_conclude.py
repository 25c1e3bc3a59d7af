"""评定结果: what became of each item, and with that the verdict on the whole; one pledge or many."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from gui.dialogs.base import FormDialog
from gui.dialogs.pledge_outcomes import OutcomesTable, outcomes_of
from gui.pages.pledges.standing import PledgeLine
from gui.widgets import Card, FieldGrid, button, label
from gui.widgets.day_edit import DayEdit
from gui.workspace import Workspace
from models import pledge_deeds, pledge_steps, words
from models.errors import KnownError
from models.gate import Operation

_TOLD = "按 1 已兑现、2 部分兑现、3 未兑现；没有做到的写明原因。"


class PledgeConcludeDialog(FormDialog):
    """Outcomes and the last step are one operation."""

    useful = 860, 620

    def __init__(self, parent: QWidget, workspace: Workspace, lines: Sequence[PledgeLine]) -> None:
        super().__init__(parent, f"评定结果：{lines[0].name}" if len(lines) == 1 else f"评定结果：{len(lines)} 份")
        self._workspace, self._lines = workspace, list(lines)
        self.body.setContentsMargins(22, 16, 22, 4)
        self.body.addWidget(label(_TOLD, tone="secondary", wrap=True))
        self.rows = outcomes_of(lines)
        self.table = OutcomesTable(self.rows)
        holder = Card(padding=(1, 1, 1, 1))
        holder.body.addWidget(self.table)
        self.body.addWidget(holder, 1)
        today = workspace.ledger.clock.today()
        self.day = DayEdit("pledge_step.day", today)
        self.day.setText(today.isoformat())
        self.by_whom, self.remark = QLineEdit(), QLineEdit()
        self.by_whom.setPlaceholderText("如：党支部委员会")
        self.remark.setPlaceholderText("可不填")
        grid = FieldGrid()
        grid.add_field("评定日期", self.day, row=0)
        grid.add_field("谁评定", self.by_whom, column=1, row=0)
        grid.add_field(words.label("field", "pledge_step.remark"), self.remark)
        grid.grid.addWidget(self.remark, 1, 1, 1, 3)
        self.body.addWidget(grid)
        rest = button("没填的都算已兑现", kind="quiet")
        rest.clicked.connect(self.table.keep_the_rest)
        self.add_left(rest)
        self.ask_before_losing(workspace.messages)
        self.set_buttons("评定结果", "取消").setDefault(False)
        self.table.setFocus()

    def submit(self) -> None:
        """Write it."""
        self.problem.clear()
        try:
            values: dict[str, Any] = {"day": self.day.iso(), "remark": self.remark.text()}
            values["by_whom"] = self.by_whom.text()
            self._workspace.bridge.run("pledge.conclude", lambda op: self._write(op, values))
        except KnownError as error:
            self.problem.show_error(error)
            return
        self.accept()
        whom = self._lines[0].name if len(self._lines) == 1 else f"{len(self._lines)} 份"
        self._workspace.say(f"已评定结果：{whom}", "撤销")

    def _write(self, op: Operation, values: dict[str, Any]) -> None:
        for line in self._lines:
            assert line.pledge is not None
            outcomes = {row.item.id: (row.grade, row.reason) for row in self.rows if row.line.key == line.key}
            pledge_deeds.set_outcomes(op, line.pledge.id, outcomes)
            pledge_steps.take(op, self._workspace.ledger.ids, line.pledge.id, "conclude", **values)
