"""The widgets of the main window in their places: head, navigation, pages, foot, and what lies over them."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from gui import style
from gui.header import Header
from gui.navigation import Navigation
from gui.overlay import Toast, WorkOverlay
from gui.widgets.texts import ElidedLabel, label, set_tone


class Shell(QWidget):
    """Only places things; what they do is the main window's."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Surface")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.header = Header()
        outer.addWidget(self.header)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        outer.addLayout(middle, 1)
        self.navigation = Navigation()
        self.navigation.hide()
        middle.addWidget(self.navigation)
        right = QVBoxLayout()
        right.setSpacing(0)
        middle.addLayout(right, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(QWidget())
        right.addWidget(self.stack, 1)
        self.hint = ElidedLabel(points=style.SECONDARY_PT)
        self.saved: QLabel = label(points=style.SECONDARY_PT)
        self.foot = self._make_foot()
        right.addWidget(self.foot)
        self.toast = Toast(self)
        self.overlay = WorkOverlay(self.stack)

    def show_saved(self, text: str) -> None:
        """Show at the foot when something was saved last."""
        self.saved.setText(text)
        set_tone(self.saved, "done")

    def _make_foot(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("Foot")
        foot.setMinimumHeight(style.FOOT_HEIGHT)
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 3, 20, 3)
        row.addWidget(self.hint, 1)
        row.addWidget(self.saved)
        foot.hide()
        return foot
