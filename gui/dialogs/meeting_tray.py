"""The tray of a pasted roll-call: what was recognised, what a person must settle; nothing counts before 确认填入."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from gui import style
from gui.dialogs.base import FormDialog
from gui.dialogs.meeting_marks import Marks
from gui.dialogs.meeting_tray_row import TrayRow
from gui.widgets import Card, label
from gui.workspace import Workspace
from models import roll_call, words
from models.attendance import MARKS, Attendee
from models.errors import RefusedError
from models.roll_call import RollCall

_PAUSE_MS = 200
_MOST_ROWS = 60
_MOST_NAMES = 12


class MeetingTray(FormDialog):
    """Reads a text against the people of a meeting and, when accepted, has put the result into `marks`."""

    def __init__(self, parent: QWidget, workspace: Workspace, marks: Marks, people: Sequence[Attendee]) -> None:
        super().__init__(parent, "粘贴名单")
        self._marks, self._people = marks, people
        self._found: RollCall | None = None
        self._rows: list[TrayRow] = []
        self.setMinimumSize(880, 470)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.read)
        self.text.textChanged.connect(self._timer.start)
        self.ask_before_losing(workspace.messages)
        self.set_buttons("确认填入", "取消")
        self.read()
        self.text.setFocus()

    # --- building -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        told = "把签到名单、群接龙或请假名单粘贴到左边；与名册一字不差的才算认出，其余由您选定，确认以前什么都不改。"
        self.body.addWidget(label(told, tone="secondary", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(style.GAP)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("粘贴的名单")
        self.text.setPlaceholderText("例如：\n1. 王建国\n2. 李晓东 请假\n病假：张雪梅、刘志华")
        self.text.setTabChangesFocus(True)
        row.addWidget(self.text, 2)
        row.addWidget(self._result(), 3)
        self.body.addLayout(row, 1)

    def _result(self) -> QWidget:
        holder = Card()
        self.summary = label(strong=True, wrap=True)
        self.names = label(tone="secondary", wrap=True)
        holder.body.addWidget(self.summary)
        holder.body.addWidget(self.names)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setObjectName("ScrollBody")
        self._rows_column = QVBoxLayout(inside)
        self._rows_column.setContentsMargins(0, 0, 4, 0)
        self._rows_column.setSpacing(6)
        self._rows_column.addStretch(1)
        area.setWidget(inside)
        area.setMinimumHeight(style.CONTROL_HEIGHT * 4)
        holder.body.addWidget(area, 1)
        self.rest = label(wrap=True)
        self.rest_present = QRadioButton("其余算到会")
        self.rest_absent = QRadioButton("其余算缺席")
        choice = QHBoxLayout()
        for made in (self.rest_present, self.rest_absent):
            choice.addWidget(made)
        choice.addStretch(1)
        holder.body.addWidget(self.rest)
        holder.body.addLayout(choice)
        return holder

    # --- reading --------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the text and show what came of it."""
        self.problem.clear()
        try:
            self._found = roll_call.match(self.text.toPlainText(), self._people)
        except RefusedError as error:
            self._found = None
            self.problem.show_error(error)
        self._show()

    def _show(self) -> None:
        for row in self._rows:
            row.hide()
            row.deleteLater()
        found = self._found
        open_lines = [] if found is None else [*found.ambiguous, *found.unmatched]
        self._rows = [TrayRow(line, self._people) for line in open_lines[:_MOST_ROWS]]
        for at, row in enumerate(self._rows):
            row.changed.connect(self._show_rest)
            self._rows_column.insertWidget(at, row)
        matched = [] if found is None else found.matched
        counts = Counter(one.mark for one in matched)
        told = "、".join(f"{words.label('mark', mark)} {counts[mark]}" for mark in MARKS if counts[mark])
        self.summary.setText(
            f"认出 {len(matched)} 人{f'：{told}' if told else ''}；"
            f"要您定的 {len(open_lines)} 处{'，只列出前面的' if len(open_lines) > _MOST_ROWS else ''}"
            if self.text.toPlainText().strip()
            else "粘贴以后，这里列出认出的人和要您定的人。"
        )
        ignored = [] if found is None else [line.text for line in found.ignored]
        said = f"没有姓名或重复、不用理会的 {len(ignored)} 行：{'；'.join(ignored)[:60]}" if ignored else ""
        self.names.setText(said)
        self.names.setVisible(bool(said))
        self._show_rest()

    def _show_rest(self) -> None:
        rest = self._rest()
        started = bool(self.text.toPlainText().strip())
        people = self._marks.people
        listed = "、".join(people[key].name for key in rest[:_MOST_NAMES])
        self.rest.setText(f"应到而名单里没有的 {len(rest)} 人：{listed}{'…' if len(rest) > _MOST_NAMES else ''}")
        for widget in (self.rest, self.rest_present, self.rest_absent):
            widget.setVisible(started and bool(rest))

    def _rest(self) -> list[str]:
        """Return who should come and stands nowhere in the paste."""
        named = {key for key, _mark in self._named()}
        return [key for key in self._marks.people if key in self._marks.roster and key not in named]

    def _named(self) -> list[tuple[str, str]]:
        matched = [] if self._found is None else [(one.member_id, one.mark) for one in self._found.matched]
        return matched + [(row.person, row.mark) for row in self._rows if row.person]

    # --- taking over ------------------------------------------------------------------------------

    def submit(self) -> None:
        """Put everything into the marks, once nothing is open any more."""
        self.read_now()
        wrong = self._still_open()
        if wrong:
            self.problem.say(wrong, state="overdue")
            return
        marks = self._marks
        for key in self._rest():
            marks.set(key, "absent" if self.rest_absent.isChecked() else "present")
        for key, mark in self._named():
            # Who should not come but was there has sat in.
            marks.set(key, "observer" if key not in marks.roster else mark)
        self.accept()

    def read_now(self) -> None:
        """Do not lose what was pasted a moment ago."""
        if self._timer.isActive():
            self._timer.stop()
            self.read()

    def _still_open(self) -> str:
        if self._found is None or not self.text.toPlainText().strip():
            return "还没有可以填入的名单：请先粘贴。"
        if len(self._found.ambiguous) + len(self._found.unmatched) > _MOST_ROWS:
            return f"对不上的超过 {_MOST_ROWS} 处，多半粘贴了别的内容：请只留名单再试。"
        waiting = [row for row in self._rows if not row.settled]
        if waiting:
            waiting[0].setFocus()
            return f"还有 {len(waiting)} 处没有选定：请选是谁，或选“不是本支部的人，略过”。"
        twice = [key for key, count in Counter(key for key, _mark in self._named()).items() if count > 1]
        if twice:
            return f"{self._marks.people[twice[0]].name}被选了两次：请核对是不是同名的另一人。"
        if self._rest() and not (self.rest_absent.isChecked() or self.rest_present.isChecked()):
            return f"名单里没有的 {len(self._rest())} 人怎么算：请选“其余算到会”或“其余算缺席”。"
        return ""
