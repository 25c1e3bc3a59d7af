"""Labels: always plain text, in one of the few sizes and tones of the look."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui import style


def label(
    text: str = "",
    *,
    points: float = style.BODY_PT,
    strong: bool = False,
    tone: str = "",
    wrap: bool = False,
    selectable: bool = False,
) -> QLabel:
    """Return a label; tone is "", "secondary", "hint", "done", "soon" or "overdue"."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setFont(style.font(points, strong=strong))
    made.setWordWrap(wrap)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    if tone:
        made.setProperty("tone", tone)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the tone of a label that is already shown."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def folded(text: str, metrics: QFontMetrics, width: int) -> str:
    """Return a text in as many lines as it takes to keep within a width: buttons do not do that themselves."""
    lines = [""]
    for sign in text:
        if lines[-1] and metrics.horizontalAdvance(lines[-1] + sign) > width:
            lines.append("")
        lines[-1] += sign
    return "\n".join(lines)


class ElidedLabel(QLabel):
    """One line that may be too long for its place: ends in … then, and tells the whole text on hovering
    and to readers.
    """

    def __init__(
        self, text: str = "", *, points: float = style.BODY_PT, strong: bool = False, tone: str = ""
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(style.font(points, strong=strong))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if tone:
            self.setProperty("tone", tone)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show this text."""
        super().setText(text)
        self.setAccessibleName(text)
        self.setToolTip("")

    def minimumSizeHint(self) -> QSize:
        """Room for a few characters is enough."""
        metrics = self.fontMetrics()
        shortest = min(metrics.horizontalAdvance(self.text()), metrics.horizontalAdvance("中中中中…"))
        return QSize(shortest + 2, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the part that fits."""
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        if shown != self.text() and not self.toolTip():
            self.setToolTip(self.text())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment()) | int(Qt.TextFlag.TextSingleLine), shown)
