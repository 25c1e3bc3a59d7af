"""A figure big enough to read across a desk; a press lists what it was made of."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from gui import style
from gui.widgets.texts import label


class FigureCard(QPushButton):
    """Name, figure with its unit, and a quiet line below."""

    def __init__(self, name: str, unit: str) -> None:
        super().__init__()
        self.setProperty("kind", "figure")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name, self._unit = name, unit
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(2)
        column.addWidget(label(name, tone="secondary"))
        row = QHBoxLayout()
        row.setSpacing(6)
        self._figure = label("", points=style.FIGURE_PT, strong=True)
        row.addWidget(self._figure, 0, Qt.AlignmentFlag.AlignBaseline)
        row.addWidget(label(unit, tone="secondary"), 0, Qt.AlignmentFlag.AlignBaseline)
        row.addStretch(1)
        column.addLayout(row)
        self._below = label("", tone="secondary", points=style.SECONDARY_PT)
        column.addWidget(self._below)

    def show_figure(self, figure: int | str, below: str = "") -> None:
        """Show a figure and what stands below it."""
        self._figure.setText(str(figure))
        self._below.setText(below)
        self.setAccessibleName(f"{self._name} {figure} {self._unit} {below}".strip())
        self.setToolTip(f"查看{self._name}名单")

    def showEvent(self, event: QShowEvent) -> None:
        """The look gives every button the least height of one line; this one has three."""
        super().showEvent(event)
        self.setMinimumHeight(self._column.sizeHint().height())

    def sizeHint(self) -> QSize:
        """Return what the layout needs."""
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return what the layout needs."""
        return self._column.minimumSize()
