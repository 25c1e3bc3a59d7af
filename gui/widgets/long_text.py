"""A field for long plain texts with a counter; what is too long stays there to be shortened, nothing is cut off."""

from PySide6.QtCore import QMimeData, QSize
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from gui import style
from gui.widgets.texts import label, set_tone
from models import texts


class _PlainText(QPlainTextEdit):
    def sizeHint(self) -> QSize:
        """No higher than its lines; it takes what is left."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Markup of other programs is left behind, and so are characters that nobody sees."""
        self.insertPlainText(texts.pasted(source.text()))


class LongText(QWidget):
    """`limit` characters may be kept; more are counted and said."""

    def __init__(self, name: str, limit: int, *, lines: int = 5) -> None:
        super().__init__()
        self._limit = limit
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.edit = _PlainText()
        self.edit.setAccessibleName(name)
        self.edit.setTabChangesFocus(True)
        self.edit.setMinimumHeight(self.edit.fontMetrics().lineSpacing() * lines + 16)
        self._name = label(name, tone="secondary")
        self._name.setBuddy(self.edit)
        self.counter = label("", tone="hint", points=style.SECONDARY_PT, wrap=True)
        # Its line is there before it counts: nothing below moves with the first character.
        self.counter.setMinimumHeight(self.counter.fontMetrics().lineSpacing())
        for widget in (self._name, self.edit, self.counter):
            column.addWidget(widget, 1 if widget is self.edit else 0)
        self._word = name
        self.edit.textChanged.connect(self._count)
        self._count()

    def text(self) -> str:
        """Return the text."""
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Show a text."""
        self.edit.setPlainText(text)

    def _count(self) -> None:
        # As many as the document holds, without its closing mark: the text itself is not fetched at each key.
        count = self.edit.document().characterCount() - 1
        if count > self._limit:
            self.counter.setText(
                f"{self._word}有 {count:,} 字，最多 {self._limit:,} 字：请删减或分次登记后再保存，文字都还在这里。"
            )
        else:
            self.counter.setText(f"{count:,} / {self._limit:,} 字" if count else "")
        set_tone(self.counter, "overdue" if count > self._limit else "hint")
