"""The names at the left of a grid of people."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView, QTableView

from gui import style


class NameHeader(QHeaderView):
    """Names at the left, shortened where they are long."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw a name, and the line below it where the cells have theirs."""
        view = self.parent()
        assert isinstance(view, QTableView)
        painter.save()
        area = QRectF(rect)
        chosen = view.currentIndex().row() == logicalIndex
        painter.fillRect(area, QColor(style.BRAND_SOFT if chosen else style.CARD))
        painter.setPen(QColor(style.INNER_LINE))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(QColor(style.TEXT))
        painter.setFont(style.font(strong=chosen))
        inside = area.adjusted(12, 0, -4, 0)
        name = str(view.model().headerData(logicalIndex, Qt.Orientation.Vertical) or "")
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(inside.width()))
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
