"""The fields of a meeting: kinds, when, where, who, about what; which of them show follows from the kinds."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from gui.widgets import label
from gui.widgets.choice_chips import ChoiceChips
from gui.widgets.day_edit import DayEdit
from gui.widgets.person_field import NameField, Person
from gui.widgets.state import set_wrong
from gui.widgets.time_edit import TimeEdit
from gui.workspace import Workspace
from models import amounts, group, words
from models.errors import RefusedError
from models.meeting import MEETING_KINDS, Meeting

_STUDY_KINDS = {"lecture", "study", "theme_day"}
_GROUP_KINDS = {"group", "study", "theme_day", "org_life"}
_REMEMBERED = ("start_time", "end_time", "place", "chair", "recorder")
_PLAIN = (
    "start_time",
    "end_time",
    "place",
    "chair",
    "recorder",
    "topic",
    "lecturer",
    "lecturer_post",
    "effect",
)


class MeetingFields(QWidget):
    """`changed` when kinds, day or group became others (the roster hangs on them), `went_on` after the last field."""

    changed = Signal()
    went_on = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._names: dict[QWidget, QLabel] = {}
        self._touched: set[QWidget] = set()
        self._day_told: date | None = None
        self._had_group = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._make()
        self._lay_out()
        self._listen()
        self.show_for_kinds()

    # --- building -----------------------------------------------------------------------------

    def _make(self) -> None:
        ledger = self._workspace.ledger
        self.kinds = ChoiceChips([(key, words.label("meeting_kind_short", key)) for key in MEETING_KINDS], "会议类别")
        self.day = DayEdit("meeting.day", ledger.clock.today())
        self._day_told = ledger.clock.today()
        self.day.setText(self._day_told.isoformat())
        self.start_time, self.end_time = TimeEdit(), TimeEdit()
        self.place = QLineEdit()
        self.chair = NameField("姓名或拼音首字母")
        self.recorder = NameField("姓名或拼音首字母")
        self.topic = QLineEdit()
        self.topic.setPlaceholderText("几个议题用分号隔开")
        self.group = QComboBox()
        self.group.addItem("全支部", "")
        for one in group.list_groups(ledger):
            self.group.addItem(one.name, one.id)
        self.lecturer = NameField("姓名或拼音首字母")
        self.lecturer_post = QLineEdit()
        self.lecturer_post.setPlaceholderText("职务，如 支部书记")
        self.hours = QLineEdit()
        self.hours.setPlaceholderText("按时间算，可以改")
        self.effect = QLineEdit()

    def _lay_out(self) -> None:
        self._row("kinds", self.kinds)
        self._row("day", self.day, self.start_time, label("至", tone="secondary"), self.end_time)
        self._row("group_id", self.group)
        self._row("place", self.place)
        self._row("chair", self.chair, label("记录人", tone="secondary"), self.recorder)
        self._notes(self.chair, self.recorder)
        self._row("lecturer", self.lecturer, self.lecturer_post)
        self._notes(self.lecturer)
        self._row("topic", self.topic)
        self._row("study_minutes", self.hours)
        self._row("effect", self.effect)
        for widget, name in (
            (self.start_time, "start_time"),
            (self.end_time, "end_time"),
            (self.recorder, "recorder"),
            (self.lecturer_post, "lecturer_post"),
        ):
            widget.setAccessibleName(words.label("field", f"meeting.{name}"))

    def _row(self, name: str, first: QWidget, *more: QWidget) -> None:
        word = "议题" if name == "topic" else words.label("field", f"meeting.{name}")
        first.setAccessibleName(word)
        title = label(f"{word} *" if name in ("kinds", "day", "topic") else word, tone="secondary")
        title.setBuddy(first)
        holder, row = QWidget(), QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        holder.setLayout(row)
        for widget in (first, *more):
            row.addWidget(widget, 0 if isinstance(widget, QLabel) else 1)
        at = self._grid.rowCount()
        self._grid.addWidget(title, at, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(holder, at, 1)
        self._names[holder] = title

    def _notes(self, *fields: NameField) -> None:
        """Put what is said of names below their fields; the line is there before it has words, so nothing moves."""
        holder, row = QWidget(), QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(row)
        for field in fields:
            row.addWidget(field.note, 1)
        self._grid.addWidget(holder, self._grid.rowCount(), 1)

    def _listen(self) -> None:
        self.kinds.changed.connect(self._kinds_changed)
        self.kinds.done.connect(lambda: self.advance(self.kinds))
        self.day.textEdited.connect(lambda _text: self._day_typed())
        self.group.currentIndexChanged.connect(lambda _row: self.changed.emit())
        for time in (self.start_time, self.end_time):
            time.editingFinished.connect(self._reckon_hours)
        for widget in self._stops():
            if isinstance(widget, NameField):
                widget.went_on.connect(lambda widget=widget: self.advance(widget))
            elif not isinstance(widget, ChoiceChips):
                widget.installEventFilter(self)
            if isinstance(widget, QLineEdit):
                widget.textEdited.connect(lambda _text, widget=widget: self._touch(widget))

    def _stops(self) -> list[QWidget]:
        """The fields in the order in which Enter goes through them."""
        return [
            self.kinds,
            self.day,
            self.start_time,
            self.end_time,
            self.group,
            self.place,
            self.chair,
            self.recorder,
            self.lecturer,
            self.lecturer_post,
            self.topic,
            self.hours,
            self.effect,
        ]

    # --- going from field to field --------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next field that is still empty; Ctrl+Enter saves, as everywhere."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if entered and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.advance(watched)
                return True
        return False

    def advance(self, left: QWidget) -> None:
        """Go to the next field that has nothing yet, after the last one to the attendance."""
        stops = self._stops()
        for widget in stops[stops.index(left) + 1 :]:
            if widget.isVisibleTo(self) and self._is_empty(widget):
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return
        self.went_on.emit()

    def _is_empty(self, widget: QWidget) -> bool:
        if isinstance(widget, QComboBox):
            return not widget.currentData() and "group" in self.kinds.chosen
        # The study effect is written when the meeting is written up; it never holds one up.
        return isinstance(widget, QLineEdit) and not widget.text().strip() and widget is not self.effect

    # --- what follows from what -----------------------------------------------------------------

    def _kinds_changed(self) -> None:
        self.show_for_kinds()
        self._reckon_hours()
        self.changed.emit()

    def _day_typed(self) -> None:
        """Another day, another roster: at once, as soon as what stands there is a day."""
        try:
            day = self.day.day()
        except RefusedError:
            return
        if day != self._day_told:
            self._day_told = day
            self.changed.emit()

    def show_for_kinds(self) -> None:
        """Show the fields that the kinds have."""
        kinds = set(self.kinds.chosen)
        for widget, shown in (
            (self.group, self._has_group()),
            (self.lecturer, "lecture" in kinds),
            (self.hours, bool(kinds & _STUDY_KINDS)),
            (self.effect, "study" in kinds),
        ):
            holder = widget.parentWidget()
            assert holder is not None
            holder.setVisible(shown)
            self._names[holder].setVisible(shown)
        notes = self.lecturer.note.parentWidget()
        assert notes is not None
        notes.setVisible("lecture" in kinds)
        self.group.setItemText(0, "请选择党小组" if kinds == {"group"} else "全支部")

    def _reckon_hours(self) -> None:
        if self.hours in self._touched:
            return
        start, end = self.start_time.kept(), self.end_time.kept()
        minutes = _minutes_between(start, end) // amounts.STEP_MINUTES * amounts.STEP_MINUTES
        self.hours.setText(amounts.hours_text(minutes) if minutes > 0 else "")

    def _touch(self, widget: QWidget) -> None:
        self._touched.add(widget)
        set_wrong(widget, False)

    # --- values -----------------------------------------------------------------------------------

    def offer_people(self, people: Sequence[Person]) -> None:
        """Complete names from these."""
        for widget in (self.chair, self.recorder, self.lecturer):
            widget.offer(people)

    def remember(self, last: Meeting | None, secretary: str) -> None:
        """Put in what the last such meeting had, where nothing has been typed yet; the first one is chaired by the
        secretary.
        """
        for name in _REMEMBERED:
            widget, first = getattr(self, name), secretary if name == "chair" else ""
            if widget not in self._touched:
                widget.setText(getattr(last, name) if last is not None else first)
        self._reckon_hours()

    def fill(self, shown: Meeting) -> None:
        """Show a meeting as it was recorded."""
        self.kinds.choose(shown.kind_list)
        self._day_told = date.fromisoformat(shown.day)
        self.day.setText(shown.day)
        for name in _PLAIN:
            getattr(self, name).setText(getattr(shown, name))
        self.hours.setText(amounts.hours_text(shown.study_minutes) if shown.study_minutes else "")
        # What was kept stands, whatever the times say.
        self._touched.add(self.hours)
        self._had_group = bool(shown.group_id)
        self.group.setCurrentIndex(max(self.group.findData(shown.group_id or ""), 0))
        self.show_for_kinds()

    def group_id(self) -> str | None:
        """Return the group chosen, where the kinds have one."""
        return str(self.group.currentData()) or None if self._has_group() else None

    def _has_group(self) -> bool:
        """Whether these kinds are held by groups too; a group that was recorded is never lost on the way."""
        return self._had_group or bool(set(self.kinds.chosen) & _GROUP_KINDS)

    def values(self) -> dict[str, Any]:
        """Return what `record_meeting` and `edit_meeting` take. Raises RefusedError for day and hours."""
        kinds = set(self.kinds.chosen)
        texts: dict[str, Any] = {name: _text(getattr(self, name)) for name in _PLAIN}
        if "lecture" not in kinds:
            texts |= {"lecturer": "", "lecturer_post": ""}
        if "study" not in kinds:
            texts["effect"] = ""
        hours = self.hours.text() if kinds & _STUDY_KINDS else ""
        where = self.topic.text().strip()[:40]
        return texts | {
            "kinds": self.kinds.chosen,
            "day": self.day.iso(),
            "group_id": self.group_id(),
            "study_minutes": amounts.minutes_of(hours, where=where),
        }

    def written(self) -> tuple[object, ...]:
        """Return everything as it stands on the screen, to see whether something was typed."""
        texts = (widget.text() for widget in self._stops() if isinstance(widget, QLineEdit))
        return (*texts, *self.kinds.chosen, self.group.currentData())


def _text(widget: QLineEdit) -> str:
    return widget.kept() if isinstance(widget, TimeEdit) else widget.text()


def _minutes_between(start: str, end: str) -> int:
    if len(start) != 5 or len(end) != 5:
        return 0
    return (int(end[:2]) - int(start[:2])) * 60 + int(end[3:]) - int(start[3:])
