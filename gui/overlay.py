"""What lies over the pages for a while: the toast at the foot, and the progress of a long piece of work."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from gui import opening
from gui.widgets.buttons import button
from gui.widgets.progress import ProgressPanel
from gui.widgets.texts import ElidedLabel

TOAST_MS = 7000
_FILE_TOAST_MS = 20_000
_PANEL_AFTER_MS = 250


class Toast(QFrame):
    """One sentence for seven seconds, perhaps with a button; never takes the focus. With a file it stays longer, and
    has buttons that open it.
    """

    acted = Signal(str)
    open_asked = Signal(str, object)
    """The word of the button, and the file."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("Toast")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 10, 2)
        row.setSpacing(10)
        self._text = ElidedLabel()
        self._action = button("")
        self._action.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._action.clicked.connect(self._act)
        row.addWidget(self._text)
        row.addWidget(self._action)
        self._path = Path()
        self._ways = [self._way(word) for word in opening.ways()]
        for made in self._ways:
            row.addWidget(made)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._host = host
        host.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown last."""
        return self._text.text()

    def show_text(self, sentence: str, action: str = "") -> None:
        """Show a sentence."""
        self._show(sentence, action, TOAST_MS, file=False)

    def show_file(self, sentence: str, path: Path) -> None:
        """Show where a file was written."""
        self._path = path
        self._show(sentence, "", _FILE_TOAST_MS, file=True)

    def _show(self, sentence: str, action: str, stays: int, *, file: bool) -> None:
        self._text.setText(sentence)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        for made in self._ways:
            made.setVisible(file)
        self.setAccessibleName(sentence)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(stays)

    def _way(self, word: str) -> QPushButton:
        made = button(word)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(lambda: self.open_asked.emit(word, self._path))
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over the foot when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        """Cover the keys told at the foot and nothing of the page: what was just done is being read there."""
        self.adjustSize()
        self.resize(min(self.sizeHint().width(), self._host.width() - 40), self.sizeHint().height())
        self.move((self._host.width() - self.width()) // 2, self._host.height() - self.height() - 1)

    def _act(self) -> None:
        self.hide()
        self.acted.emit(self._action.text())


class WorkOverlay(QWidget):
    """Covers the pages while the worker thread is busy; short work passes without a flicker."""

    cancel_asked = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.panel = ProgressPanel()
        self.panel.cancel.clicked.connect(self._stop)
        column = QVBoxLayout(self)
        column.addWidget(self.panel, 0, Qt.AlignmentFlag.AlignCenter)
        self._host = host
        self._before: QWidget | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PANEL_AFTER_MS)
        self._timer.timeout.connect(self._show_panel)
        host.installEventFilter(self)
        self.hide()

    def begin(self, title: str) -> None:
        """Cover the pages."""
        self._before = self.window().focusWidget()
        self.panel.begin(title)
        self.panel.hide()
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self.setFocus()
        self._timer.start()

    def end(self) -> None:
        """Give the pages back, and the focus to where it was."""
        self._timer.stop()
        self.hide()
        # What had the focus may be gone: the work may have opened another ledger.
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus()
        self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the whole host whatever its size."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Veil what lies below once the panel is shown."""
        if self.panel.isVisible():
            QPainter(self).fillRect(self.rect(), QColor(244, 245, 247, 190))

    def _show_panel(self) -> None:
        self.panel.show()
        self.panel.cancel.setFocus()
        self.update()

    def _stop(self) -> None:
        self.panel.stopping()
        self.cancel_asked.emit()
