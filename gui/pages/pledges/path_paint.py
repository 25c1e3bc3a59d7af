"""The path of a pledge, drawn: points joined by a line, those behind it filled, the one it stands at ringed."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import style
from gui.pages.pledges.standing import PATH, PledgeLine

_RADIUS = 4.5
_TICK = 2.2


def paint_path(painter: QPainter, left: float, right: float, y: float, reached: int) -> list[float]:
    """Draw the points between two places; return where each stands. reached: see `PledgeLine.reached`."""
    count = len(PATH)
    step = (right - left - 2 * _RADIUS) / (count - 1)
    places = [left + _RADIUS + at * step for at in range(count)]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for at in range(count - 1):
        painter.setPen(QPen(QColor(style.STATES["done"][0] if at < reached else style.LINE), 2))
        painter.drawLine(QPointF(places[at] + _RADIUS, y), QPointF(places[at + 1] - _RADIUS, y))
    for at, x in enumerate(places):
        _paint_point(painter, QPointF(x, y), at, reached)
    painter.restore()
    return places


def _paint_point(painter: QPainter, centre: QPointF, at: int, reached: int) -> None:
    if at < reached:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(style.STATES["done"][0]))
        painter.drawEllipse(centre, _RADIUS, _RADIUS)
        # A tick: behind is told by more than the colour.
        painter.setPen(QPen(QColor(style.CARD), 1.3))
        corner = centre + QPointF(-0.6, _TICK * 0.8)
        painter.drawLine(centre + QPointF(-_TICK, 0.2), corner)
        painter.drawLine(corner, centre + QPointF(_TICK, -_TICK * 0.8))
    elif at == reached:
        painter.setPen(QPen(QColor(style.STATES["progress"][0]), 2))
        painter.setBrush(QColor(style.CARD))
        painter.drawEllipse(centre, _RADIUS, _RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(style.STATES["progress"][0]))
        painter.drawEllipse(centre, 2, 2)
    else:
        painter.setPen(QPen(QColor(style.CONTROL_LINE), 1.5))
        painter.setBrush(QColor(style.CARD))
        painter.drawEllipse(centre, _RADIUS - 0.5, _RADIUS - 0.5)


class PathBar(QWidget):
    """The path with its words, and below each the day on which it was reached."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._reached = -1
        self._days: list[str] = []

    def show_line(self, line: PledgeLine) -> None:
        """Show where a pledge stands."""
        self._reached = line.reached
        self._days = [line.day_of(at) for at in range(len(PATH))]
        told = [f"{word} {day}" if day else f"{word}未到" for word, day in zip(PATH, self._days, strict=True)]
        self.setAccessibleName(f"进度：{'，'.join(told)}")
        self.setToolTip("　".join(told))
        self.update()

    def sizeHint(self) -> QSize:
        """Points, words, days."""
        return QSize(220, 24 + 2 * (self.fontMetrics().height() + 2))

    def minimumSizeHint(self) -> QSize:
        """As high as the hint, as narrow as five words."""
        return QSize(self.fontMetrics().horizontalAdvance("中中") * 6, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw."""
        painter = QPainter(self)
        room = self.width() / len(PATH)
        places = paint_path(painter, room / 2 - _RADIUS, self.width() - room / 2 + _RADIUS, 12, self._reached)
        height = self.fontMetrics().height()
        for at, (x, word) in enumerate(zip(places, PATH, strict=True)):
            here = at == self._reached
            painter.setFont(style.font(style.SECONDARY_PT, strong=here))
            painter.setPen(QColor(style.TEXT if at <= self._reached else style.HINT))
            painter.drawText(QRectF(x - room / 2, 22, room, height), Qt.AlignmentFlag.AlignCenter, word)
            painter.setFont(style.font(9.0))
            painter.setPen(QColor(style.HINT))
            day = self._days[at][5:] if self._days else ""
            painter.drawText(QRectF(x - room / 2, 23 + height, room, height), Qt.AlignmentFlag.AlignCenter, day)
