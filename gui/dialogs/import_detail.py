"""The chosen row of an import's preview: why it is as it is, what would be written, and the answers it waits for.

`ImportDetail` is that of a roster; another import overrides `head`, `place`, `told` and `typed_field`.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from exchange.roster_findings import REFUSED, UNDECIDED
from gui import style
from gui.dialogs import import_rows
from gui.widgets import Card, ElidedLabel, Pill, button, label
from gui.widgets.date_edit import DateEdit
from gui.widgets.state import set_wrong
from gui.widgets.texts import folded
from models.errors import RefusedError

_BESIDE_WORDS = 84
"""Of a card's width, what margins and a button's own padding take, and a bar to scroll by."""

WIDTH, WIDTH_NARROW = 372, 330


class ImportDetail(Card):
    """`answered(choice, typed)`; `left` when Esc goes back to the table."""

    answered = Signal(object, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        head = QHBoxLayout()
        self._name = ElidedLabel("", points=style.CARD_TITLE_PT, strong=True)
        self._state = Pill()
        self._place = label(tone="secondary", points=style.SECONDARY_PT)
        head.addWidget(self._name)
        head.addWidget(self._state)
        head.addStretch(1)
        head.addWidget(self._place)
        self.body.addLayout(head)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area = area
        self.body.addWidget(area, 1)
        self.choices: list[Any] = []
        self._focusable: list[QWidget] = []
        self._tried: tuple[str, int, str, str] = ("", 0, "", "")
        self.show_nothing(False)

    def make_room(self, width: int) -> None:
        """Be narrower in a window of this width, if that is needed."""
        self.setFixedWidth(WIDTH if width >= 960 else WIDTH_NARROW)

    def show_nothing(self, read: bool) -> None:
        """Show that no row is chosen."""
        self._name.setText("这里没有行" if read else "")
        self._state.show_state("", "none")
        self._place.setText("")
        self.choices = []
        self._fill([])

    def head(self, row: Any) -> tuple[str, tuple[str, str]]:
        """Return the words for a row and for its state."""
        return row.name or "（没有姓名）", import_rows.STATES[row.state]

    def place(self, row: Any) -> str:
        """Return where a row stands."""
        return f"{row.sheet} 第 {row.row} 行"

    def told(self, row: Any) -> list[QWidget]:
        """Return what would be written."""
        told = import_rows.differences(row)
        head = [label("会写入" if row.state == "new" else "会修改", strong=True)] if told else []
        return [*head, *(self.difference(*one, new=row.state == "new") for one in told)]

    def typed_field(self, choice: Any) -> QLineEdit:
        """Return the field for an answer that is typed."""
        if choice.field != "id_number":
            return DateEdit(f"member.{choice.field}")
        field = QLineEdit()
        field.setPlaceholderText("照身份证输入 18 位，回车确定")
        field.setMaxLength(24)
        return field

    def typed_value(self, field: QLineEdit) -> str:
        """Return what was typed. Raises RefusedError when it can be no answer."""
        return field.iso() if isinstance(field, DateEdit) else field.text().strip().upper()

    def show_row(self, row: Any, choices: Sequence[Any]) -> None:
        """Show a row with its answers."""
        name, state = self.head(row)
        self._name.setText(name)
        self._state.show_state(*state)
        self._place.setText(self.place(row) + ("（隐藏行）" if row.hidden else ""))
        # The row that was answered comes back with its question where the answer could not be taken.
        if self._tried[:2] != (row.sheet, row.row):
            self._tried = (row.sheet, row.row, "", "")
        self.choices = list(choices)
        parts: list[QWidget] = [self._finding(finding.reason(), finding.level) for finding in row.findings]
        parts += [self._choice(number, choice) for number, choice in enumerate(choices, 1)]
        self._fill([*parts, *self.told(row)])

    def focus_first(self) -> None:
        """Go to the first answer."""
        if self._focusable:
            self._focusable[0].setFocus(Qt.FocusReason.TabFocusReason)

    def answer(self, number: int) -> None:
        """Give an answer by its number; one that is to be typed gets the focus."""
        if not 1 <= number <= len(self.choices):
            return
        choice = self.choices[number - 1]
        if choice.field:
            self._focusable[number - 1].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.answered.emit(choice, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the table."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # --- parts ----------------------------------------------------------------------------

    def _fill(self, parts: list[QWidget]) -> None:
        holder = QWidget()
        holder.setObjectName("ScrollBody")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 4, 8, 4)
        column.setSpacing(7)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        if not parts:
            self._focusable = []
        before = self._area.takeWidget()
        if before is not None:
            # It may hold the very field or button whose key press brought us here.
            before.deleteLater()
        self._area.setWidget(holder)

    def _finding(self, text: str, level: str) -> QLabel:
        tone = {REFUSED: "overdue", UNDECIDED: "soon"}.get(level, "secondary")
        return label(text if level in (REFUSED, UNDECIDED) else f"提醒：{text}", tone=tone, wrap=True, selectable=True)

    def _choice(self, number: int, choice: Any) -> QWidget:
        if number == 1:
            self._focusable = []
        if choice.field:
            return self._typed_choice(number, choice)
        words = f"{number}　{choice.words}"
        made = button(folded(words, self.fontMetrics(), self.width() - _BESIDE_WORDS))
        made.setAccessibleName(words)
        made.setStyleSheet("text-align: left; padding: 4px 14px;" if "\n" in made.text() else "text-align: left;")
        made.clicked.connect(lambda: self.answered.emit(choice, ""))
        made.setAutoDefault(True)
        self._focusable.append(made)
        return made

    def _typed_choice(self, number: int, choice: Any) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = label(f"{number}　{choice.words}", tone="secondary")
        field = self.typed_field(choice)
        field.setAccessibleName(choice.words)
        if self._tried[2] == choice.field:
            field.setText(self._tried[3])
            set_wrong(field, True)
        field.textEdited.connect(lambda _text: set_wrong(field, False))
        field.returnPressed.connect(lambda: self._typed(choice, field))
        head.setBuddy(field)
        column.addWidget(head)
        column.addWidget(field)
        self._focusable.append(field)
        return holder

    def _typed(self, choice: Any, field: QLineEdit) -> None:
        try:
            typed = self.typed_value(field)
        except RefusedError:
            # The field marks itself; what is wrong stands in its placeholder's pattern.
            return
        if typed:
            self._tried = (*self._tried[:2], choice.field, field.text())
            self.answered.emit(choice, typed)

    def difference(self, word: str, before: str, after: str, *, new: bool) -> QWidget:
        """Return a line of what would be written."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        name = label(word, tone="secondary", points=style.SECONDARY_PT, wrap=True)
        name.setFixedWidth(106)
        shown = after if new else f"{before or '（空）'}  →  {after}"
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(shown, wrap=True, selectable=True), 1)
        return holder
