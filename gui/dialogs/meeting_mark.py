"""One person's line on a meeting's sheet: what happened, and why (请假事由)."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from gui.dialogs.base import FormDialog
from gui.widgets import FieldGrid, label
from gui.workspace import Workspace
from models import attendance, words
from models.attendance import MARKS, PRESENT_MARKS, AttendanceLine
from models.errors import KnownError
from models.meeting import Meeting


class MarkDialog(FormDialog):
    """One person, one operation."""

    def __init__(self, parent: QWidget, workspace: Workspace, shown: Meeting, line: AttendanceLine) -> None:
        super().__init__(parent, f"出勤：{line.name}")
        self._workspace, self._shown, self._line = workspace, shown, line
        self.setMinimumWidth(440)
        self.body.addWidget(label(f"{shown.day} {shown.kind_words}：{shown.topic}", tone="secondary", wrap=True))
        self.mark = QComboBox()
        for key in MARKS:
            self.mark.addItem(words.label("mark", key), key)
        self.mark.setCurrentIndex(self.mark.findData(line.mark))
        self.reason = QLineEdit(line.reason)
        self.reason.setPlaceholderText("如：住院、外出培训；到会的不用填")
        grid = FieldGrid()
        grid.add_field(words.label("field", "attendance.mark"), self.mark)
        grid.add_field(words.label("field", "attendance.reason"), self.reason)
        self.body.addWidget(grid)
        self.mark.currentIndexChanged.connect(lambda _row: self._allow_reason())
        self._allow_reason()
        self.ask_before_losing(workspace.messages)
        self.set_buttons("保存", "取消")
        (self.mark if line.mark in PRESENT_MARKS else self.reason).setFocus()

    def _allow_reason(self) -> None:
        self.reason.setEnabled(self.mark.currentData() not in PRESENT_MARKS)

    def submit(self) -> None:
        """Write it."""
        self.problem.clear()
        mark, reason = str(self.mark.currentData()), self.reason.text()
        shown, line = self._shown, self._line
        try:
            self._workspace.bridge.run(
                "attendance.mark",
                lambda op: attendance.mark(op, shown.id, line.member_id, mark, reason=reason),
            )
        except KnownError as error:
            self.problem.show_error(error)
            return
        self.accept()
        self._workspace.say(f"已改：{line.name} {words.label('mark', mark)}", "撤销")
