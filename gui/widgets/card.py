"""The white card on the grey page, and the head of a page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui import style
from gui.widgets.texts import ElidedLabel, label


class Card(QFrame):
    """A white card; widgets go into `body`. With a title it has a head line whose right end is `corner`."""

    def __init__(self, title: str = "", *, padding: tuple[int, int, int, int] = style.CARD_PADDING) -> None:
        super().__init__()
        self.setObjectName("Card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*padding)
        self.body.setSpacing(8)
        self.corner = QHBoxLayout()
        if title:
            self.setAccessibleName(title)
            head = QHBoxLayout()
            head.addWidget(label(title, points=style.CARD_TITLE_PT, strong=True))
            head.addStretch(1)
            head.addLayout(self.corner)
            self.body.addLayout(head)


class PageHeader(QWidget):
    """Title of a page, a quiet remark beside it, buttons at the right end (the last one may be the red
    one).
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.title = label(title, points=style.PAGE_TITLE_PT, strong=True)
        self.remark: QLabel = ElidedLabel(tone="secondary")
        row.addWidget(self.title)
        row.addSpacing(4)
        row.addWidget(self.remark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self._row = row
        self.setMinimumHeight(style.CONTROL_HEIGHT)

    def add(self, widget: QWidget) -> None:
        """Put a button at the right end."""
        self._row.addWidget(widget)


def line() -> QFrame:
    """Return a hairline between lines of a card."""
    made = QFrame()
    made.setObjectName("Line")
    made.setFixedHeight(1)
    return made
