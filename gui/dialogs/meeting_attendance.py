"""Attendance by exception: initials find a person, a digit sets the mark, everybody else is present."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import style
from gui.dialogs.meeting_marks import DIGITS, Marks, rate_text
from gui.widgets import ElidedLabel, InlineMessage, button, label
from gui.widgets.goes_on import GoesOn
from gui.widgets.person_field import PersonField
from gui.widgets.texts import set_tone
from gui.widgets.wrap_row import WrapRow
from models import words
from models.errors import KnownError

_LEGEND = "2 迟到　3 事假　4 病假　5 公假　6 缺席　7 列席　1 改回到会"

_LONGEST_ON_CHIP = 12


class MarkField(GoesOn, PersonField):
    """`marked` carries person and mark; `undecided` that a digit, or the end, came while it is open what is meant."""

    marked = Signal(object, str)
    undecided = Signal()
    taken_back = Signal()
    went_on = Signal()

    def __init__(self) -> None:
        super().__init__("输入姓名拼音首字母，如 wxm")
        self.setAccessibleName("姓名拼音首字母")
        # Letters reach the field at once, whatever input method is on; a name can still be pasted.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit marks; Backspace in the empty field takes back the last mark."""
        if self.is_spare(event):
            return
        if event.text() in DIGITS and event.text() and self.text().strip():
            if self.current is None:
                self.undecided.emit()
            else:
                self.marked.emit(self.current, DIGITS[event.text()])
                if not self.text():
                    self.gone_on()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.taken_back.emit()
        else:
            super().keyPressEvent(event)

    def entered(self) -> None:
        """Enter in the empty field goes on."""
        if self.text().strip():
            self.undecided.emit()
        else:
            self.went_on.emit()

    def left(self) -> None:
        """What was begun is not forgotten in silence."""
        if self.text().strip():
            self.undecided.emit()

    def empty(self) -> None:
        """Be ready for the next."""
        self.clear()
        self.look()


class AttendanceEntry(QWidget):
    """Holds `marks`; `changed` after each; `paste_asked` for the tray."""

    changed = Signal()
    paste_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.marks = Marks()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._head())
        self.why = label(tone="secondary", wrap=True)
        column.addWidget(self.why)
        self.refused = InlineMessage()
        column.addWidget(self.refused)
        self.field = MarkField()
        self.field.marked.connect(self._mark)
        self.field.undecided.connect(self._say_undecided)
        self.field.taken_back.connect(self._take_back_last)
        self.field.picked.connect(lambda one: self._say(f"{one.name}：按数字键标出情况"))
        self.told = label(_LEGEND, tone="hint", points=style.SECONDARY_PT, wrap=True)
        # Above the field: below it the list of those who fit floats and would hide what is said of them.
        column.addWidget(self.told)
        column.addWidget(self.field)
        holder = QWidget()
        self._chips = WrapRow([], spacing=6)
        holder.setLayout(self._chips)
        self._holder = holder
        column.addWidget(holder)
        column.addStretch(1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(label("出勤", points=style.CARD_TITLE_PT, strong=True))
        self.figures = ElidedLabel(strong=True)
        row.addWidget(self.figures)
        row.addStretch(1)
        self.paste = button("粘贴名单…", icon="clipboard-paste", tip="把签到名单或接龙粘贴进来核对")
        self.paste.clicked.connect(self.paste_asked)
        row.addWidget(self.paste)
        return row

    # --- who should come --------------------------------------------------------------------

    def show_roster(self, sentence: str) -> None:
        """Say who should come and why; `marks` has the roster already."""
        self.refused.clear()
        self.why.setText(sentence)
        self.why.setVisible(bool(sentence))
        self.show_marks()

    def show_refused(self, error: KnownError) -> None:
        """Say why nobody can be told to come."""
        self.marks.stand([], [])
        self.why.hide()
        self.refused.show_error(error)
        self.show_marks()

    def show_marks(self) -> None:
        """Show figures and exceptions as they are now."""
        marks = self.marks
        self.field.people = sorted(marks.people.values(), key=lambda one: (one.pinyin, one.name, one.key))
        rate = rate_text(marks.present, marks.expected)
        self.figures.setText(f"应到 {marks.expected} · 实到 {marks.present}" + (f" · {rate}" if rate else ""))
        self.paste.setEnabled(bool(marks.roster))
        while self._chips.count():
            widget = self._chips.takeAt(0).widget()
            assert widget is not None
            widget.hide()
            widget.deleteLater()
        for key, mark in marks.valid.items():
            self._chips.addWidget(self._chip(key, mark))
        self._holder.setVisible(bool(marks.valid))
        self._holder.updateGeometry()

    def _chip(self, key: str, mark: str) -> QPushButton:
        name, word = self.marks.people[key].name, words.label("mark", mark)
        shown = name if len(name) <= _LONGEST_ON_CHIP else f"{name[: _LONGEST_ON_CHIP - 1]}…"
        made = button(f"{shown} {word}", icon="x", kind="chip", tip=f"{name}：{word}，点一下改回到会")
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        made.setAccessibleName(f"取消{name}的“{word}”")
        made.clicked.connect(lambda: self._set(key, "present"))
        return made

    def waiting(self) -> bool:
        """Go back to a name that was begun and has no mark; tell whether there is one."""
        begun = bool(self.field.text().strip())
        if begun:
            self._say_undecided()
            self.field.setFocus()
            self.field.selectAll()
        return begun

    # --- marking ------------------------------------------------------------------------------

    def _mark(self, person: object, mark: str) -> None:
        key, name = getattr(person, "key", ""), getattr(person, "name", "")
        if not self.marks.set(key, mark):
            self._say(f"{name}不在应到名单里，只能标 7 列席", "overdue")
            self.field.selectAll()
            return
        self.field.empty()
        self._say(f"{name}：{words.label('mark', mark)}", "done")
        self.show_marks()
        self.changed.emit()

    def _set(self, key: str, mark: str) -> None:
        self.marks.set(key, mark)
        self.field.setFocus()
        self.show_marks()
        self.changed.emit()

    def _take_back_last(self) -> None:
        if self.marks.valid:
            key = list(self.marks.valid)[-1]
            self._say(f"{self.marks.people[key].name}改回到会")
            self._set(key, "present")

    def _say_undecided(self) -> None:
        found = self.field.found
        if not found:
            self._say("没有这个人：可能当天不在册，请核对拼音首字母", "overdue")
        elif self.field.current is not None:
            self._say(f"{self.field.current.name}：请按数字键，2 迟到 3 事假 4 病假 5 公假 6 缺席 7 列席", "soon")
        else:
            self._say(f"有 {len(found)} 人符合，按 ↓ 选定一人，或多输一个字母", "soon")

    def _say(self, text: str, tone: str = "secondary") -> None:
        # A shorter sentence must not move the field while one types.
        self.told.setMinimumHeight(self.told.height())
        self.told.setText(f"{text}　（{_LEGEND}）" if tone == "done" else text)
        set_tone(self.told, tone)
