"""How a table that is written in looks: quiet lines, room around the text, a frame around the cell one stands on."""

from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemDelegate, QLineEdit, QStyledItemDelegate, QTableView, QWidget

from gui import style
from gui.widgets.paged_table import Index, row_height

CLOSED_BY_HAND = (QAbstractItemDelegate.EndEditHint.SubmitModelCache, QAbstractItemDelegate.EndEditHint.EditNextItem)
"""Enter and Tab in a cell that is typed in: both go on, so that the next thing typed does not replace this one."""

_PADDING = 10


class CellDelegate(QStyledItemDelegate):
    """Draws a cell; what can be written in shows a fine frame, as a field does."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        """Draw."""
        view = self.parent()
        assert isinstance(view, QTableView)
        area = QRectF(option.rect)
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), QColor(style.INNER_LINE))
        here = view.currentIndex()
        if here.row() == index.row():
            painter.fillRect(area, QColor(style.SELECTED_ROW if here != index else style.CARD))
        if here == index:
            focused = view.hasFocus() or view.indexWidget(here) is not None
            painter.setPen(QPen(QColor(style.BRAND if focused else style.CONTROL_LINE), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -2))
        painter.setPen(QColor(style.TEXT))
        painter.setFont(style.font(strong=index.column() == 0))
        inside = area.adjusted(_PADDING, 0, -_PADDING, 0)
        side = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft)
        text = str(index.data() or "")
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(inside.width()))
        flags = (side & Qt.AlignmentFlag.AlignHorizontal_Mask) | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, int(flags) | int(Qt.TextFlag.TextSingleLine), shown)

    def sizeHint(self, option: Any, index: Index) -> QSize:
        """The text with room around it."""
        metrics = QFontMetrics(style.font(strong=index.column() == 0))
        width = metrics.horizontalAdvance(str(index.data() or "")) + 2 * _PADDING + 2
        return QSize(width, row_height(metrics.height()))

    def createEditor(self, parent: QWidget, option: Any, index: Index) -> QWidget:
        """A line to write in, as high as the cell."""
        made = QLineEdit(parent)
        made.setStyleSheet("QLineEdit { min-height: 0; border-radius: 0; }")
        head = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        first = index.model().index(index.row(), 0).data()
        made.setAccessibleName(f"{first} {head}")
        return made


def dress(view: QTableView) -> None:
    """Give a table that is written in its look."""
    view.setItemDelegate(CellDelegate(view))
    view.setShowGrid(False)
    view.setWordWrap(False)
    height = row_height(view.fontMetrics().height())
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(height)
    view.horizontalHeader().setFixedHeight(height)
    view.horizontalHeader().setHighlightSections(False)
    view.setTabKeyNavigation(False)
