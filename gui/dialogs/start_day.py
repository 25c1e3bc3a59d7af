"""From which day on a branch keeps its records with this program: the first day of the rules it goes by."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gui.dialogs.base import FormDialog
from gui.widgets import DateEdit, FieldGrid, label
from gui.widgets.state import set_wrong
from gui.workspace import Workspace
from models import rule_choice, words
from models.errors import KnownError
from models.gate import Operation
from models.rules import catalog

_ABOUT = "这一天以前的任务不再提醒，也不算逾期；以前的会议照样可以补录、导入，登记了的都算数。"
_WHOSE = "从哪天起，由支部自己定，文件没有规定。它就是“设置 → 制度”里的启用日期，以后随时能改。"

_MANY = 4
"""So many missed periods are no slip but a year that was kept elsewhere."""


class StartDayDialog(FormDialog):
    """Gives every set of duties in use that has no first day this one; without any, the default set is chosen."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent, "从哪天起用本程序记账")
        self.setMinimumWidth(480)
        self._workspace = workspace
        self.body.addWidget(label(_ABOUT, wrap=True))
        self.first = DateEdit("rule_choice.from_date")
        month = workspace.ledger.clock.today().replace(day=1)
        self.first.setPlaceholderText(f"写到日，如 {month.isoformat()}")
        grid = FieldGrid()
        grid.add_field(words.label("field", "rule_choice.from_date"), self.first)
        self.body.addWidget(grid)
        self.body.addWidget(label(_WHOSE, tone="secondary", wrap=True))
        self.set_buttons("从这天起用", "取消")
        self.first.setFocus()

    def submit(self) -> None:
        """Write it as one operation."""
        self.problem.clear()
        if not self.first.text().strip():
            set_wrong(self.first, True)
            self.problem.say("还没有写从哪天起。", "", "请写到日，如 2026-11-01。", state="overdue")
            self.first.setFocus()
            return
        try:
            self._workspace.bridge.run("rules.choose", self._write)
        except KnownError as error:
            self.problem.show_error(error)
            self.first.setFocus()
            return
        self.accept()
        self._workspace.say(f"从 {self.first.iso()} 起用本程序记账", "撤销")

    def _write(self, op: Operation) -> None:
        ledger, first = self._workspace.ledger, self.first.iso()
        chosen = [one for one in rule_choice.list_choices(ledger) if one.use == "duties"]
        for one in chosen:
            if not one.from_date:
                rule_choice.change(op, one.id, from_date=first)
        if not chosen:
            rule_choice.choose(
                op, choice_id=ledger.ids.new(), use="duties", rule_set=catalog.DEFAULT_DUTIES, from_date=first
            )


def offered(workspace: Workspace, missed: Sequence[str]) -> bool:
    """Tell whether the question is open: so much was missed before the ledger was made that nobody kept it anywhere
    in here, and no set of duties has a first day. missed: the last days of the missed periods.
    """
    ledger = workspace.ledger
    made = ledger.info()["created_at"][:10]
    if sum(day < made for day in missed) < _MANY:
        return False
    return not any(one.from_date for one in rule_choice.list_choices(ledger) if one.use == "duties")
