"""What lies over the pages for a while: the toast at the foot, and the progress of a long piece of work."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from gui.widgets.buttons import button
from gui.widgets.progress import ProgressPanel
from gui.widgets.texts import ElidedLabel

TOAST_MS = 7000
_PANEL_AFTER_MS = 250


class Toast(QFrame):
    """One sentence for seven seconds, perhaps with a button; never takes the focus."""

    acted = Signal(str)

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
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_MS)
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
        self._text.setText(sentence)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(sentence)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

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
