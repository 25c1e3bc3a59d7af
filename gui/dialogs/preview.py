"""The pages of a form in a window of their own."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from gui.widgets import button
from gui.widgets.page_view import PageView
from gui.widgets.zoom_bar import ZoomBar
from reports.drawing import Page


class PreviewDialog(QDialog):
    """As large as the screen allows; Esc closes."""

    print_asked = Signal()

    def __init__(self, parent: QWidget, title: str, pages: list[Page]) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"预览：{title}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.view = PageView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(14, 8, 14, 8)
        head.setSpacing(8)
        head.addWidget(ZoomBar(self.view), 1)
        close = button("关闭")
        close.clicked.connect(self.reject)
        send = button("打印", icon="printer", kind="primary")
        send.clicked.connect(self._print)
        head.addWidget(close)
        head.addWidget(send)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        room = self._usable()
        self.resize(min(1200, room.width() - 40), min(900, room.height() - 60))
        self.view.show_pages(pages)
        self.view.setFocus()

    def _usable(self) -> QSize:
        return self.screen().availableGeometry().size()

    def _print(self) -> None:
        self.accept()
        self.print_asked.emit()
