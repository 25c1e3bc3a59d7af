"""The tray of pasted lines: what was recognised, what a person must settle; nothing counts before 确认填入."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from gui import style
from gui.dialogs.base import FormDialog
from gui.kinds.people_paste import Pasted, Reader, Result
from gui.widgets import Card, ElidedLabel, label
from gui.widgets.texts import set_tone
from models.attendance import Attendee
from models.errors import RefusedError

_PAUSE_MS = 200
_MOST_ROWS = 60
_NOBODY = "-"
_TOLD = "从工作簿里把姓名和{}两列一起复制，粘贴到左边；姓名与名册一字不差的才算认出，其余由您选定。"


class _OpenRow(QWidget):
    """One line that a person must settle: whose it is."""

    changed = Signal()

    def __init__(self, result: Result, reader: Reader, people: Sequence[Attendee]) -> None:
        super().__init__()
        self.result = result
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        text = ElidedLabel(result.text)
        text.setMinimumWidth(90)
        row.addWidget(text, 1)
        row.addWidget(label(reader.reasons[result.reason], tone="soon"))
        self.who = QComboBox()
        self.who.setAccessibleName(f"“{result.text}”是谁的{reader.word}")
        self.who.addItem("请选是谁…", "")
        likely = [*result.people, *result.suggestions]
        shown = {one.member_id for one in likely}
        self.who.addItem("不填这一行", _NOBODY)
        for one in [*likely, *(one for one in people if one.member_id not in shown)]:
            self.who.addItem(f"{one.name}　{one.group}".strip(), one.member_id)
        self.who.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.who.setMinimumContentsLength(12)
        self.who.currentIndexChanged.connect(lambda _row: self.changed.emit())
        self.setFocusProxy(self.who)
        row.addWidget(self.who)

    @property
    def person(self) -> str:
        """Whoever was chosen; nothing while nobody is, or when the line is left out."""
        key = str(self.who.currentData() or "")
        return "" if key == _NOBODY else key

    @property
    def settled(self) -> bool:
        """Whether there is nothing left to say."""
        return bool(self.who.currentData())


class PeopleTray(FormDialog):
    """`filled` with what was pasted, by member and field, once everything is settled."""

    filled = Signal(object)

    def __init__(self, parent: QWidget, reader: Reader, people: Sequence[Attendee], text: str = "") -> None:
        super().__init__(parent, f"粘贴{reader.word}")
        self._people, self._reader = people, reader
        self._found = Pasted()
        self.rows: list[_OpenRow] = []
        self.setMinimumSize(820, 440)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.read)
        self.text.textChanged.connect(self._timer.start)
        self.set_buttons("确认填入", "取消")
        self.text.setPlainText(text)
        self._timer.stop()
        self.read()
        self.text.setFocus()

    def _lay_out(self) -> None:
        self.body.addWidget(label(_TOLD.format(self._reader.word), tone="secondary", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(style.GAP)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(f"粘贴的{self._reader.word}")
        self.text.setPlaceholderText(f"例如：\n{self._reader.example}")
        self.text.setTabChangesFocus(True)
        row.addWidget(self.text, 2)
        holder = Card()
        self.summary = label(strong=True, wrap=True)
        self.ignored = label(tone="secondary", wrap=True)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setObjectName("ScrollBody")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(6)
        self._column.addStretch(1)
        area.setWidget(inside)
        area.setMinimumHeight(style.CONTROL_HEIGHT * 4)
        for widget in (self.summary, self.ignored):
            holder.body.addWidget(widget)
        holder.body.addWidget(area, 1)
        row.addWidget(holder, 3)
        self.body.addLayout(row, 1)

    def read(self) -> None:
        """Read the text and show what came of it."""
        self.problem.clear()
        try:
            self._found = self._reader.read(self.text.toPlainText(), self._people)
        except RefusedError as error:
            self._found = Pasted()
            self.problem.show_error(error)
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [_OpenRow(one, self._reader, self._people) for one in self._found.open[:_MOST_ROWS]]
        for at, row in enumerate(self.rows):
            self._column.insertWidget(at, row)
        found, more = self._found, len(self._found.open) > _MOST_ROWS
        told = f"认出 {len(found.matched)} 人；要您定的 {len(found.open)} 行{'，只列出前面的' if more else ''}"
        started = bool(self.text.toPlainText().strip())
        self.summary.setText(told if started else "粘贴以后，这里列出认出的人和要您定的行。")
        set_tone(self.summary, "soon" if found.open else "")
        said = f"没有姓名、不用理会的 {len(found.ignored)} 行：{'；'.join(found.ignored)[:60]}" if found.ignored else ""
        self.ignored.setText(said)
        self.ignored.setVisible(bool(said))

    def submit(self) -> None:
        """Hand the results over, once nothing is open any more."""
        if self._timer.isActive():
            self._timer.stop()
            self.read()
        wrong = self._still_open()
        if wrong:
            self.problem.say(wrong, state="overdue")
            return
        self.accept()
        self.filled.emit({key: one.values for key, one in self._named()})

    def _named(self) -> list[tuple[str, Result]]:
        matched = [(one.people[0].member_id, one) for one in self._found.matched]
        return matched + [(row.person, row.result) for row in self.rows if row.person]

    def _still_open(self) -> str:
        if not (self._found.matched or self._found.open):
            return f"还没有可以填入的{self._reader.word}：请先粘贴。"
        if len(self._found.open) > _MOST_ROWS:
            return f"对不上的超过 {_MOST_ROWS} 行，多半粘贴了别的内容：请只留姓名和{self._reader.word}再试。"
        waiting = [row for row in self.rows if not row.settled]
        if waiting:
            waiting[0].setFocus()
            return f"还有 {len(waiting)} 行没有选定：请选是谁，或选“不填这一行”。"
        twice = [key for key, count in Counter(key for key, _one in self._named()).items() if count > 1]
        if twice:
            name = next(one.name for one in self._people if one.member_id == twice[0])
            return f"{name}被选了两次：请核对是不是同名的另一人。"
        return ""
