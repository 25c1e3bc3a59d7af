"""Progress of a long piece of work, with cancel."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gui import style
from gui.widgets.buttons import button
from gui.widgets.card import Card
from gui.widgets.texts import ElidedLabel, label


class ProgressPanel(Card):
    """What is being done, how far it is, and a way to stop it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__()
        self.setParent(parent)
        self.setFixedWidth(420)
        self._title = label(points=style.CARD_TITLE_PT, strong=True, wrap=True)
        self._text = ElidedLabel(tone="secondary")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel: QPushButton = button("停下")
        row = QHBoxLayout()
        inner = QVBoxLayout()
        inner.addWidget(self.bar)
        inner.addWidget(self._text)
        row.addLayout(inner, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addWidget(self._title)
        self.body.addLayout(row)

    def begin(self, title: str) -> None:
        """Start with an unknown length."""
        self._title.setText(title)
        self.bar.setAccessibleName(title)
        self._text.setText("请稍候…")
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(True)

    def step(self, done: int, total: int, text: str = "") -> None:
        """Show how far it is; total 0 means unknown."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self._text.setText(text or (f"{done} / {total}" if total else "请稍候…"))

    def stopping(self) -> None:
        """Show that the wish to stop was heard."""
        self.cancel.setEnabled(False)
        self._text.setText("正在停下，没有做完的部分不留痕迹…")
