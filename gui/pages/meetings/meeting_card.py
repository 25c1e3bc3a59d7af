"""The card of a meeting: what was said, who was away and why, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gui import style
from gui.dialogs.meeting_marks import MARK_STATES, rate_text
from gui.labels import day_text
from gui.widgets import Card, FieldGrid, Pill, button, label, link
from models import amounts, words
from models.attendance import AWAY_MARKS, AttendanceLine
from models.meeting import Meeting

CARD_WIDTH = 300
_TEXTS = ("minutes", "decisions", "effect")
_FEW = 400


class MeetingCard(Card):
    """Shows one meeting; buttons tell by signals, the last three with a line of the sheet."""

    open_asked = Signal()
    print_asked = Signal()
    withdraw_asked = Signal()
    make_up_asked = Signal(object)
    made_up_asked = Signal(object)
    line_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("所选会议")
        self.topic = label(points=style.CARD_TITLE_PT, strong=True, wrap=True)
        self.state = Pill()
        self._about = label(tone="secondary", wrap=True)
        self._facts = FieldGrid(spacing=6)
        self._away = QVBoxLayout()
        self._away.setSpacing(2)
        self._texts = {name: label(wrap=True, selectable=True) for name in _TEXTS}
        self.body.addWidget(self._told_area(), 1)
        self.body.addWidget(self._buttons())

    def _told_area(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("ScrollBody")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        for widget in (self.topic, self.state, self._about, self._facts):
            column.addWidget(widget)
        column.addLayout(self._away)
        for text in self._texts.values():
            column.addWidget(text)
        column.addStretch(1)
        area.setWidget(inside)
        return area

    def _buttons(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.open = button("修改", icon="pencil", tip="回车")
        self.open.clicked.connect(self.open_asked)
        self.print = button("签到表", icon="printer")
        self.print.clicked.connect(self.print_asked)
        self.withdraw = button("作废", tip="Del")
        self.withdraw.clicked.connect(self.withdraw_asked)
        for made in (self.open, self.print, self.withdraw):
            row.addWidget(made, 1)
        return holder

    def show_meeting(self, shown: Meeting, sheet: list[AttendanceLine], *, own: bool) -> None:
        """Show a meeting; `own`: it may be changed here."""
        kept = shown.status == "kept"
        self.topic.setText(shown.topic)
        late = f"补录：会后 {shown.late_days} 天登记" if shown.late else ""
        self.state.show_state("已作废" if not kept else late, "none" if not kept else "soon")
        self._about.setText(f"{shown.kind_words} · {day_text(shown.day)}")
        self._facts.set_facts(_facts(shown))
        self._show_away(sheet, changeable=own and kept)
        for name, text in self._texts.items():
            said = getattr(shown, name)
            word = words.label("field", f"meeting.{name}")
            text.setText(f"{word}：{said[:_FEW]}{'…' if len(said) > _FEW else ''}")
            text.setVisible(bool(said))
        if not (shown.minutes or shown.decisions):
            self._texts["minutes"].setText("未记内容")
            self._texts["minutes"].show()
        self.open.setVisible(own and kept)
        self.withdraw.setVisible(own and kept)
        self.print.setVisible(own)

    def _show_away(self, sheet: list[AttendanceLine], *, changeable: bool) -> None:
        _empty(self._away)
        for line in sheet:
            if line.mark == "present":
                continue
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            row.addWidget(self._name(line, changeable=changeable), 1)
            row.addWidget(Pill(words.label("mark", line.mark), MARK_STATES[line.mark]))
            if line.made_up:
                row.addWidget(Pill("已补课", "progress"))
            if line.mark in AWAY_MARKS and changeable:
                row.addWidget(self._make_up_link(line))
            self._away.addWidget(holder)

    def _name(self, line: AttendanceLine, *, changeable: bool) -> QWidget:
        """The name, which opens the line to change it, with the reason below."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setSpacing(0)
        column.setContentsMargins(0, 0, 0, 0)
        if changeable:
            made = link(line.name, done=True, name=f"改{line.name}的出勤和事由")
            made.clicked.connect(lambda: self.line_asked.emit(line))
            column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            column.addWidget(label(line.name, wrap=True))
        if line.reason:
            reason = label(line.reason, tone="secondary", points=style.SECONDARY_PT, wrap=True)
            # Below the name, which has the padding of a button.
            reason.setContentsMargins(8 if changeable else 0, 0, 0, 0)
            column.addWidget(reason)
        return holder

    def _make_up_link(self, line: AttendanceLine) -> QWidget:
        if line.made_up:
            made = link("删补课", done=True, name=f"删去{line.name}的补课")
            made.clicked.connect(lambda: self.made_up_asked.emit(line))
        else:
            made = link("补课", name=f"登记{line.name}的补课")
            made.clicked.connect(lambda: self.make_up_asked.emit(line))
        return made


def _facts(shown: Meeting) -> list[tuple[str, str]]:
    times = "-".join(part for part in (shown.start_time, shown.end_time) if part)
    lecturer = " ".join(part for part in (shown.lecturer, shown.lecturer_post) if part)
    hours = f"{amounts.hours_text(shown.study_minutes)} 学时" if shown.study_minutes else ""
    figures = f"应到 {shown.expected} 实到 {shown.present}　{rate_text(shown.present, shown.expected)}"
    told = [
        ("时间", times),
        ("党小组", shown.group),
        ("地点", shown.place),
        ("主持人", shown.chair),
        ("记录人", shown.recorder),
        ("授课人", lecturer),
        ("学时", hours),
        ("出勤", figures),
        ("列席人员", shown.guests),
        ("备注", shown.remark),
        ("作废原因", shown.withdrawn_reason),
        ("登记日期", day_text(shown.entered_on) if shown.late else ""),
    ]
    return [(name, value) for name, value in told if value]


def _empty(column: QVBoxLayout) -> None:
    while column.count():
        widget = column.takeAt(0).widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
