"""What the dialogs of study, credits and exemptions share: named fields, and a refusal shown at its field."""

from typing import Any, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QBoxLayout, QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from gui import style
from gui.dialogs.base import FormDialog
from gui.widgets import DateEdit, FieldGrid, label
from gui.widgets.state import set_wrong
from gui.workspace import Workspace
from models import words
from models.errors import KnownError

Field = QLineEdit | QComboBox
Line = TypeVar("Line", bound=QLineEdit)

_BESIDE_FROM = 880


class RecordDialog(FormDialog):
    """Fields of one table in a grid; `refuse` shows an error and goes to the field it is about."""

    table = ""

    def __init__(self, parent: QWidget, workspace: Workspace, title: str) -> None:
        super().__init__(parent, title)
        self.workspace = workspace
        self.fields: dict[str, Field] = {}
        self.names: dict[str, QLabel] = {}
        self.grid = FieldGrid()
        self.ask_before_losing(workspace.messages)

    def add(self, name: str, hint: str = "", *, word: str = "", beside: bool = False) -> QLineEdit:
        """Add a line for a text of the table; word: instead of the column's; beside: in the row of the one before."""
        return self._placed(name, QLineEdit(), hint, word=word, beside=beside)

    def add_date(
        self, name: str, value: str = "", hint: str = "", *, word: str = "", beside: bool = False
    ) -> DateEdit:
        """Add a field for a day."""
        made = self._placed(name, DateEdit(f"{self.table}.{name}"), hint or "2026-03-05", word=word, beside=beside)
        made.setText(value)
        return made

    def set_out(self, fields: list[QWidget], heading: str, people: QWidget) -> None:
        """Put the people under their heading beside the fields, on a narrow screen below; no heading, no people."""
        narrow = self._usable().width() < _BESIDE_FROM
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        row = QBoxLayout(way)
        row.setSpacing(14 if narrow else 24)
        left = QVBoxLayout()
        left.setSpacing(style.GAP)
        for widget in fields:
            left.addWidget(widget)
        left.addStretch(1)
        row.addLayout(left, 3)
        if heading:
            side = QVBoxLayout()
            side.setSpacing(8)
            side.addWidget(label(heading, strong=True))
            side.addWidget(people, 1)
            people.setMinimumWidth(270)
            row.addLayout(side, 2)
        else:
            self.setMinimumWidth(460)
        self.body.addLayout(row, 1)

    def span(self, name: str) -> None:
        """Give the field that was added last the whole row."""
        self.grid.grid.addWidget(self.fields[name], self.grid.grid.rowCount() - 1, 1, 1, 3)

    def add_choice(self, name: str, choices: list[tuple[str, str]], *, beside: bool = False) -> QComboBox:
        """Add a field with a few possible values: key and word; beside: in the row of the one before."""
        made = QComboBox()
        for key, word in choices:
            made.addItem(word, key)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(12)
        self.fields[name] = made
        row = self.grid.grid.rowCount() - 1 if beside else -1
        word = words.label("field", f"{self.table}.{name}")
        self.names[name] = self.grid.add_field(word, made, column=1 if beside else 0, row=row)
        return made

    def _placed(self, name: str, made: Line, hint: str, *, word: str = "", beside: bool) -> Line:
        made.setPlaceholderText(hint)
        made.textEdited.connect(lambda _text: set_wrong(made, False))
        self.fields[name] = made
        word = word or words.label("field", f"{self.table}.{name}")
        row = self.grid.grid.rowCount() - 1 if beside else -1
        self.names[name] = self.grid.add_field(word, made, column=1 if beside else 0, row=row)
        return made

    def text(self, name: str) -> str:
        """Return what a field holds: its text, the key of a choice, a day in ISO. Raises RefusedError."""
        widget = self.fields[name]
        if isinstance(widget, QComboBox):
            return str(widget.currentData() or "")
        return widget.iso() if isinstance(widget, DateEdit) else widget.text().strip()

    def put(self, name: str, value: Any) -> None:
        """Put a text, or the key of a choice, into a field."""
        widget = self.fields[name]
        if isinstance(widget, QComboBox):
            widget.setCurrentIndex(max(widget.findData(value), 0))
        else:
            widget.setText(str(value))

    def refuse(self, error: KnownError) -> None:
        """Say what cannot stand, and go to its field."""
        self.problem.show_error(error)
        QTimer.singleShot(0, self, self._grow)
        for name, widget in self.fields.items():
            told = error.facts.get("field") == words.label("field", f"{self.table}.{name}")
            if told or name == error.facts.get("column"):
                set_wrong(widget, True)
                widget.setFocus()
                return

