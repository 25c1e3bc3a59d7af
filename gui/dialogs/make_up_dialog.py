"""Records a make-up (补课) for somebody who was away; the absence itself stays as it was."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.dialogs.base import FormDialog
from gui.dialogs.meeting_marks import person_of
from gui.widgets import FieldGrid, label
from gui.widgets.day_edit import DayEdit
from gui.widgets.person_field import NameField
from gui.workspace import Workspace
from models import amounts, attendance, make_up, words
from models.attendance import AttendanceLine
from models.errors import KnownError
from models.meeting import Meeting


class MakeUpDialog(FormDialog):
    """One person, one meeting, one operation."""

    saved = Signal()

    def __init__(self, parent: QWidget, workspace: Workspace, shown: Meeting, line: AttendanceLine) -> None:
        super().__init__(parent, f"登记补课：{line.name}")
        self._workspace, self._shown, self._line = workspace, shown, line
        self.setMinimumWidth(480)
        away = f"{line.name} {words.label('mark', line.mark)}：{shown.day} {shown.kind_words}《{shown.topic}》"
        self.body.addWidget(label(away, strong=True, wrap=True))
        told = "补课另记一笔，缺课的记录和到会率都不改。"
        self.body.addWidget(label(told, tone="secondary", wrap=True))
        today = workspace.ledger.clock.today()
        self.day = DayEdit("make_up.day", today)
        self.day.setText(today.isoformat())
        self.hours = QLineEdit(amounts.hours_text(shown.study_minutes) if shown.study_minutes else "")
        self.hours.setPlaceholderText("没有学时可不填")
        self.tutor = NameField("指定给他补课的人，姓名或拼音首字母")
        everybody = attendance.register_on(workspace.ledger.query, today)
        self.tutor.offer([person_of(one) for one in everybody])
        self.content = QLineEdit()
        self.content.setPlaceholderText("如：送学上门，学习会议材料")
        grid = FieldGrid()
        for name in ("day", "study_minutes", "tutor", "content"):
            widget = self.hours if name == "study_minutes" else getattr(self, name)
            below = self.tutor.note if name == "tutor" else None
            grid.add_field(words.label("field", f"make_up.{name}"), widget, below=below)
        self.body.addWidget(grid)
        self.ask_before_losing(workspace.messages)
        self.set_buttons("登记补课", "取消")
        self.tutor.went_on.connect(self.content.setFocus)
        self.day.setFocus()
        self.day.selectAll()

    def submit(self) -> None:
        """Write it."""
        self.problem.clear()
        shown, line = self._shown, self._line
        try:
            day = self.day.iso()
            minutes = amounts.minutes_of(self.hours.text(), field="make_up.study_minutes", where=line.name)
            self._workspace.bridge.run(
                "make_up.add",
                lambda op: make_up.add_make_up(
                    op,
                    make_up_id=self._workspace.ledger.ids.new(),
                    meeting_id=shown.id,
                    member_id=line.member_id,
                    day=day,
                    study_minutes=minutes,
                    tutor=self.tutor.text(),
                    content=self.content.text(),
                ),
            )
        except KnownError as error:
            self.problem.show_error(error)
            return
        self.accept()
        self._workspace.say(f"已登记补课：{line.name}", "撤销")
        self.saved.emit()
