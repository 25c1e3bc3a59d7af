"""A state as word on coloured ground: as a widget and as something a table draws."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import style


def paint_pill(painter: QPainter, area: QRectF, word: str, state: str, *, centred: bool = False) -> None:
    """Draw a state badge at the left end (or the middle) of an area."""
    font = style.font(style.SECONDARY_PT)
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(word) + 18, metrics.height() + 5
    left = area.center().x() - width / 2 if centred else area.left()
    shape = QRectF(left, area.center().y() - height / 2, width, height)
    text, ground = style.STATES[state]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(shape, height / 2, height / 2)
    painter.setPen(QColor(text))
    painter.setFont(font)
    painter.drawText(shape, Qt.AlignmentFlag.AlignCenter, word)
    painter.restore()


def pill_width(word: str) -> float:
    """Return how wide the badge of a word is."""
    return QFontMetricsF(style.font(style.SECONDARY_PT)).horizontalAdvance(word) + 18


class Pill(QWidget):
    """A state badge; state is a key of `style.STATES`."""

    def __init__(self, word: str = "", state: str = "none") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(word, state)

    def show_state(self, word: str, state: str) -> None:
        """Show another word and colour; an empty word hides the badge."""
        self._word, self._state = word, state
        self.setAccessibleName(word)
        # Shown without a parent it would be a window of its own for a moment.
        if not word or self.parentWidget() is not None:
            self.setVisible(bool(word))
        self.updateGeometry()
        self.update()

    @property
    def word(self) -> str:
        """The word shown."""
        return self._word

    def sizeHint(self) -> QSize:
        """Room for the word."""
        metrics = QFontMetricsF(style.font(style.SECONDARY_PT))
        return QSize(round(metrics.horizontalAdvance(self._word) + 20), round(metrics.height() + 7))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        paint_pill(painter, QRectF(self.rect()), self._word, self._state, centred=True)
