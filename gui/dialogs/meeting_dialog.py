"""A meeting, new or changed: fields, attendance by exception, minutes; made for the keyboard."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from gui import style
from gui.dialogs import meeting_writing
from gui.dialogs.base import FormDialog
from gui.dialogs.meeting_attendance import AttendanceEntry
from gui.dialogs.meeting_fields import MeetingFields
from gui.dialogs.meeting_marks import person_of
from gui.labels import day_text
from gui.widgets import Card, FieldGrid
from gui.widgets.evidence_list import EvidenceList
from gui.widgets.long_text import LongText
from gui.widgets.state import set_wrong
from gui.workspace import Workspace
from models import attendance, meeting, post, words
from models.attendance import Attendee
from models.errors import KnownError, RefusedError
from models.meeting import TEXT_LIMITS, Meeting

if TYPE_CHECKING:
    from models.ledger import Ledger

_WHERE_WRONG = {
    "meeting-kind-missing": "kinds",
    "meeting-in-future": "day",
    "meeting-before-founding": "day",
    "meeting-across-midnight": "end_time",
    "meeting-group-missing": "group",
    "group-not-standing": "day",
    "hours-wrong": "hours",
}
_LONG = ("minutes", "decisions")
_SHORT = ("guests", "remark")


class MeetingDialog(FormDialog):
    """Records a meeting, or changes the one given; `saved` tells its id."""

    saved = Signal(str)

    not_kept = "考勤、附件"

    def __init__(self, parent: QWidget, workspace: Workspace, shown: Meeting | None = None) -> None:
        super().__init__(parent, "登记会议" if shown is None else f"修改会议：{shown.topic[:30]}")
        self._workspace, self._shown = workspace, shown
        self._sheet = [] if shown is None else attendance.sheet(workspace.ledger, shown.id)
        self._register: list[Attendee] = []
        self.fields = MeetingFields(workspace)
        self.entry = AttendanceEntry()
        self.entry.paste_asked.connect(self._open_tray)
        self._lay_out()
        self._connect()
        if shown is None:
            self._begin_new()
        else:
            self._fill(shown)
        self.set_buttons("保存", "取消")
        self.keep_drafts(workspace, "meeting", shown)
        self.fields.kinds.setFocus()
        self.ask_before_losing(workspace.messages, "这次会议还没有保存。")
        self.begin_anew()

    # --- building -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(style.GAP)
        left, right = Card(), Card()
        left.body.addWidget(self.fields)
        left.body.addStretch(1)
        right.body.addWidget(self.entry)
        left.setMinimumWidth(430)
        right.setMinimumWidth(340)
        top.addWidget(left, 6)
        top.addWidget(right, 5)
        self.body.addLayout(top)
        self.body.addWidget(self._texts(), 1)

    def _texts(self) -> QWidget:
        holder = Card()
        row = QHBoxLayout()
        row.setSpacing(style.GAP)
        self.texts = {
            name: LongText(words.label("field", f"meeting.{name}"), TEXT_LIMITS[name], lines=3) for name in _LONG
        }
        for name, widget in self.texts.items():
            row.addWidget(widget, 3 if name == "minutes" else 2)
        holder.body.addLayout(row)
        self.lines = {name: QLineEdit() for name in _SHORT}
        self.lines["guests"].setPlaceholderText("外单位的人、入党积极分子等")
        grid = FieldGrid()
        for column, (name, edit) in enumerate(self.lines.items()):
            grid.add_field(words.label("field", f"meeting.{name}"), edit, column=column, row=1)
        holder.body.addWidget(grid)
        shown = self._shown
        self.evidence = EvidenceList(self._workspace, "meeting", shown.id if shown is not None else "")
        holder.body.addWidget(self.evidence)
        return holder

    def _connect(self) -> None:
        self.fields.changed.connect(self._show_roster)
        self.fields.changed.connect(self._remember_last)
        self.fields.went_on.connect(self.entry.field.setFocus)
        self.entry.field.went_on.connect(self.texts["minutes"].edit.setFocus)

    # --- beginning ------------------------------------------------------------------------------

    def _begin_new(self) -> None:
        everybody = attendance.register_on(self._ledger.query, self._ledger.clock.today())
        self.fields.offer_people([person_of(one) for one in everybody])
        self._remember_last()
        self._show_roster()

    def begin_with(self, kind: str, group_id: str = "") -> None:
        """Start with kind and group already chosen: those that a duty asked for."""
        self.fields.kinds.choose([kind])
        self.fields.kinds.changed.emit()
        if group_id:
            self.fields.group.setCurrentIndex(max(self.fields.group.findData(group_id), 0))
        self.begin_anew()

    def _remember_last(self) -> None:
        """Times, place, chair and recorder are mostly those of the last meeting of these kinds."""
        if self._shown is not None:
            return
        kinds = tuple(self.fields.kinds.chosen)
        kept = meeting.list_meetings(self._ledger)
        same = [one for one in kept if kinds and one.kind_list[0] == kinds[0]]
        terms = post.list_posts(self._ledger.query, day=self._ledger.clock.today())
        secretary = next((term.name for term in terms if term.post == "secretary"), "")
        self.fields.remember(next(iter(same or kept), None), secretary)

    def _fill(self, shown: Meeting) -> None:
        self.fields.fill(shown)
        for name, text in self.texts.items():
            text.set_text(getattr(shown, name))
        for name, edit in self.lines.items():
            edit.setText(getattr(shown, name))
        self._register = attendance.register_on(self._ledger.query, date.fromisoformat(shown.day))
        self.fields.offer_people([person_of(one) for one in self._register])
        marks = self.entry.marks
        marks.stand(
            [person_of(line) for line in self._sheet if line.mark != "observer"],
            [*map(person_of, self._register), *map(person_of, self._sheet)],
        )
        for line in self._sheet:
            marks.set(line.member_id, line.mark)
        self.entry.show_roster(f"应到名单按{day_text(shown.day)}登记时的为准，这里改出勤情况。")

    # --- who should come --------------------------------------------------------------------------

    def _show_roster(self) -> None:
        """Show who should come to what is entered so far; a refusal is said where the names would stand."""
        if self._shown is not None:
            return
        kinds, group_id = self.fields.kinds.chosen, self.fields.group_id()
        if not kinds:
            self.entry.marks.stand([], [])
            self.entry.show_roster("先选会议类别，应到名单就出来了。")
            return
        try:
            day = self.fields.day.day()
            query = self._ledger.query
            wanted = attendance.expected(query, kinds=kinds, day=day, group_id=group_id)
        except RefusedError as error:
            self.entry.show_refused(error)
            return
        self._register = attendance.register_on(query, day)
        self.fields.offer_people([person_of(one) for one in self._register])
        self.entry.marks.stand([person_of(one) for one in wanted], [person_of(one) for one in self._register])
        self.entry.show_roster(self._sentence(wanted, day))

    def _sentence(self, wanted: list[Attendee], day: date) -> str:
        kinds, shown = self.fields.kinds.chosen, day_text(day.isoformat())
        if not wanted:
            return f"{shown}没有应到的人：请核对日期，或先登记党员。"
        if kinds == ["committee"]:
            who = "支委会应到书记、副书记和支部委员"
        elif self.fields.group_id():
            who = f"应到{self.fields.group.currentText()}党员"
        else:
            who = "应到支部全体党员"
        return f"{who}，{shown}共 {len(wanted)} 人；没标出的都算到会。"

    def _open_tray(self) -> None:
        from gui.dialogs.meeting_tray import MeetingTray

        tray = MeetingTray(self, self._workspace, self.entry.marks, self._register)
        tray.accepted.connect(self.entry.show_marks)
        tray.accepted.connect(self.entry.field.setFocus)
        tray.open()

    # --- saving -----------------------------------------------------------------------------------

    def submit(self) -> None:
        """Write everything as one operation; a refusal is said above the buttons and marked at its field."""
        self.problem.clear()
        if self.entry.waiting():
            begun = self.entry.field.text().strip()[:20]
            next_step = "在“出勤”里按数字标出情况，或者把它删掉，再保存。"
            self.problem.say(f"出勤里的“{begun}”还没有标完，没有保存。", "", next_step, state="overdue")
            return
        try:
            values = self._values()
            meeting_id = self._write(values)
        except KnownError as error:
            self._show_error(error)
            return
        self.accept()
        figures = f"应到 {self.entry.marks.expected}、实到 {self.entry.marks.present}"
        verb = "已登记" if self._shown is None else "已修改"
        self._workspace.say(f"{verb}：{values['topic'].strip()[:30]}（{figures}）", "撤销")
        self.saved.emit(meeting_id)

    def _values(self) -> dict[str, Any]:
        texts = {name: widget.text() for name, widget in self.texts.items()}
        return self.fields.values() | texts | {name: edit.text() for name, edit in self.lines.items()}

    def _write(self, values: Mapping[str, Any]) -> str:
        bridge, marks = self._workspace.bridge, self.entry.marks
        if self._shown is None:
            # The words of the roster's refusal are those of the record's, but come before anything is written.
            day, kinds = self.fields.day.day(), values["kinds"]
            if kinds:
                attendance.expected(self._ledger.query, kinds=kinds, day=day, group_id=values["group_id"])
            return meeting_writing.record(bridge, values, marks, self.evidence.write)
        meeting_writing.edit(bridge, self._shown.id, values, marks, self._sheet, self.evidence.write)
        return self._shown.id

    def _show_error(self, error: KnownError) -> None:
        self.problem.show_error(error)
        name = _WHERE_WRONG.get(error.code, "")
        for field in (*TEXT_LIMITS, "day", "start_time", "end_time"):
            if error.facts.get("field") == words.label("field", f"meeting.{field}"):
                name = field
        widget: QWidget | None = self.lines.get(name) or getattr(self.fields, name, None) if name else None
        if name in self.texts:
            widget = self.texts[name].edit
        if widget is not None:
            set_wrong(widget, True)
            widget.setFocus()
            self._area.ensureWidgetVisible(widget)

    def entered(self) -> tuple[object, ...]:
        """Return what was written, the marks of those who are not shown too."""
        texts = tuple(widget.text() for widget in self.texts.values())
        lines = tuple(line.text() for line in self.lines.values())
        return self.fields.written(), texts, lines, dict(self.entry.marks.given), self.evidence.touched

    @property
    def _ledger(self) -> "Ledger":
        return self._workspace.ledger
