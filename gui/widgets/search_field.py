"""A search line: waits until typing pauses, Esc empties it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from gui import icons, style

TYPING_DELAY_MS = 120


class SearchField(QLineEdit):
    """Tells `searched` with the text 120 ms after the last key, at once on Enter."""

    searched = Signal(str)
    down = Signal()

    def __init__(self, placeholder: str) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(f"搜索：{placeholder}")
        self.addAction(icons.icon("search", style.SECONDARY, 16), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        self._told = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_DELAY_MS)
        self._timer.timeout.connect(self._tell)
        self.textChanged.connect(lambda _text: self._timer.start())
        self.returnPressed.connect(self._tell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties, Down goes to the list."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._tell()
        elif event.key() == Qt.Key.Key_Down:
            self._tell()
            self.down.emit()
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        self._timer.stop()
        if self.text() != self._told:
            self._told = self.text()
            self.searched.emit(self._told)
