"""An error or finding inside a page or dialog: what, where, what next, with a copy button."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from gui import icons, style
from gui.widgets.buttons import button
from gui.widgets.texts import label
from models.errors import KnownError

_MARKS = {"overdue": "circle-alert", "soon": "triangle-alert", "done": "circle-check", "progress": "info"}


class InlineMessage(QFrame):
    """Hidden until it has something to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("InlineMessage")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 9, 8, 9)
        row.setSpacing(10)
        self._mark = QLabel()
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(3)
        self._what = label(strong=True, wrap=True)
        self._where = label(tone="secondary", wrap=True)
        self._next = label(wrap=True)
        for text in (self._what, self._where, self._next):
            column.addWidget(text)
        row.addLayout(column, 1)
        self._copy = button("", icon="copy", kind="quiet", name="复制这段话")
        self.text = ""
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text))
        row.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_error(self, error: KnownError) -> None:
        """Show an error of the world or a refusal."""
        self.say(error.what(), error.where(), error.next_step(), state="overdue", code=error.code)

    def say(
        self, what: str, where: str = "", next_step: str = "", *, state: str = "progress", code: str = ""
    ) -> None:
        """Show a text; state is a key of `style.STATES` but "none"."""
        text, ground = style.STATES[state]
        self.setStyleSheet(f"#InlineMessage {{ background: {ground}; border-radius: 6px; }}")
        self._mark.setPixmap(icons.pixmap(_MARKS[state], 18, text))
        for place, said in ((self._what, what), (self._where, where), (self._next, next_step)):
            place.setText(said)
            place.setVisible(bool(said))
        self.text = "\n".join(part for part in (what, where, next_step, code and f"代码：{code}") if part)
        self.setAccessibleName(self.text)
        self._copy.setVisible(bool(code))
        self.show()

    def clear(self) -> None:
        """Say nothing."""
        self.text = ""
        self.hide()
