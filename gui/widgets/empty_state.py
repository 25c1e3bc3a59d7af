"""What a place shows when there is nothing yet: what would be here, and the one next thing to do."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from gui import icons, style
from gui.widgets.buttons import button
from gui.widgets.texts import label


class EmptyState(QWidget):
    """Icon, a sentence, a quieter second sentence, and at most one button."""

    def __init__(
        self,
        icon: str,
        what: str,
        detail: str = "",
        action: str = "",
        then: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(1)
        self._sign = QLabel()
        self._sign.setPixmap(icons.pixmap(icon, 40, "#A3AAB5"))
        column.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        self._what = label(points=style.CARD_TITLE_PT, strong=True, wrap=True)
        self._detail = label(tone="secondary", wrap=True)
        for text in (self._what, self._detail):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(text)
        self.action: QPushButton = button("")
        column.addSpacing(6)
        column.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._then: Callable[[], object] | None = None
        self.action.clicked.connect(self._act)
        self.say(what, detail, action, then)

    def say(
        self, what: str, detail: str = "", action: str = "", then: Callable[[], object] | None = None
    ) -> None:
        """Say something else."""
        self._what.setText(what)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self._then = then

    def _act(self) -> None:
        if self._then is not None:
            self._then()
