"""Withdraws a meeting (作废) with its reason; it stays in the list, crossed out, and counts nowhere."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from gui.dialogs.base import FormDialog
from gui.widgets import FieldGrid, label
from gui.workspace import Workspace
from models import meeting
from models.errors import KnownError
from models.gate import Operation
from models.meeting import Meeting

_MOST_NAMED, _LONGEST = 4, 60


class WithdrawDialog(FormDialog):
    """One reason, one operation, however many meetings."""

    def __init__(self, parent: QWidget, workspace: Workspace, shown: Sequence[Meeting]) -> None:
        super().__init__(parent, "会议作废" if len(shown) == 1 else f"会议作废：{len(shown)} 次")
        self._workspace, self._shown = workspace, shown
        self.setMinimumWidth(460)
        for one in shown[:_MOST_NAMED]:
            self.body.addWidget(label(f"{one.day} {one.kind_words}：{one.topic[:_LONGEST]}", strong=True, wrap=True))
        if len(shown) > _MOST_NAMED:
            self.body.addWidget(label(f"等 {len(shown)} 次会议", strong=True))
        told = "作废后不再计入次数、到会率和学时，记录仍划线留在列表里；作废错了可以撤销。"
        self.body.addWidget(label(told, tone="secondary", wrap=True))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("如：重复登记")
        grid = FieldGrid()
        grid.add_field("作废原因 *", self.reason)
        self.body.addWidget(grid)
        self.ask_before_losing(workspace.messages)
        self.set_buttons("作废", "取消")
        self.reason.setFocus()

    def submit(self) -> None:
        """Write it."""
        self.problem.clear()
        shown, reason = self._shown, self.reason.text()

        def work(op: Operation) -> None:
            for one in shown:
                meeting.withdraw_meeting(op, one.id, reason=reason)

        try:
            self._workspace.bridge.run("meeting.withdraw", work, why=reason)
        except KnownError as error:
            self.problem.show_error(error)
            self.reason.setFocus()
            return
        self.accept()
        self._workspace.say(f"已作废：{shown[0].topic[:30] if len(shown) == 1 else f'{len(shown)} 次会议'}", "撤销")
