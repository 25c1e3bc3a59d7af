"""The table of every long list: quiet rows, the chosen one marked by ground and bar, states as badges,
Enter opens.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QTableView,
)

from gui import style
from gui.tablemodels import RecordTableModel, StateRole
from gui.widgets import table_menu
from gui.widgets.pill import paint_pill

_PADDING = 10
_NARROWEST, _WIDEST = 30, 1200

Index = QModelIndex | QPersistentModelIndex
# A style option's fields (rect, state, fontMetrics) are unknown to PySide6's type stubs, hence `Any` for it below.


class RowDelegate(QStyledItemDelegate):
    """Draws a cell: text or badge, hairline below, the chosen row's ground, the focus around the chosen
    row.
    """

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        """Draw."""
        model = index.model()
        assert isinstance(model, RecordTableModel)
        column = model.columns[index.column()]
        area = QRectF(option.rect)
        self._ground(painter, option, index, area)
        inside = area.adjusted(_PADDING, 0, -_PADDING / 2, 0)
        text = str(index.data() or "")
        state = index.data(StateRole)
        if state and text:
            paint_pill(painter, inside, text, state)
        else:
            painter.setPen(QColor(style.TEXT))
            painter.setFont(style.font(strong=column.strong))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(inside.width()))
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            painter.drawText(inside, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        self._frame(painter, index, area)

    def _ground(self, painter: QPainter, option: Any, index: Index, area: QRectF) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(style.SELECTED_ROW))
            if index.column() == 0:
                painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), QColor(style.BRAND))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(style.HOVER))
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), QColor(style.INNER_LINE))

    def _frame(self, painter: QPainter, index: Index, area: QRectF) -> None:
        """Draw the focus around the whole row, as far as it lies in this cell."""
        view = self.parent()
        assert isinstance(view, QTableView)
        if not view.hasFocus() or view.currentIndex().row() != index.row():
            return
        brand, columns = QColor(style.BRAND), range(view.horizontalHeader().count())
        last = max(column for column in columns if not view.isColumnHidden(column))
        painter.fillRect(QRectF(area.left(), area.top(), area.width(), 2), brand)
        painter.fillRect(QRectF(area.left(), area.bottom() - 2, area.width(), 2), brand)
        if index.column() == 0:
            painter.fillRect(QRectF(area.left(), area.top(), 2, area.height()), brand)
        if index.column() == last:
            painter.fillRect(QRectF(area.right() - 2, area.top(), 2, area.height()), brand)

    def sizeHint(self, option: Any, index: Index) -> QSize:
        """Return the height of a row; widths come from the columns."""
        return QSize(40, row_height(option.fontMetrics.height()))


def row_height(font_height: int) -> int:
    """Return the height of a row: it grows with the text."""
    return max(style.ROW_HEIGHT, font_height + 16)


class PagedTable(QTableView):
    """A `RecordTableModel` shown; `opened` on Enter or double click, `current_changed` with the key, or None;
    `save_asked` for a workbook of what is listed.

    deeds: buttons whose acts a right click repeats. can_be_saved: somebody hears `save_asked`. left_out: keys of the
    columns that are not wanted.
    """

    opened = Signal(object)
    current_changed = Signal(object)
    delete_asked = Signal(object)
    save_asked = Signal()

    def __init__(self, model: RecordTableModel, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.records = model
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(row_height(self.fontMetrics().height()))
        head = self.horizontalHeader()
        head.setFixedHeight(row_height(self.fontMetrics().height()))
        head.setHighlightSections(False)
        head.setMinimumSectionSize(_NARROWEST)
        head.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(any(column.sort for column in model.columns))
        head.sectionResized.connect(self._note_width)
        self.deeds: list[QAbstractButton] = []
        self.can_be_saved = False
        self.left_out: set[str] = set()
        self._widths: dict[int, int] = {}
        self._fitting = False
        self._first_sort: list[Any] = []
        self._empty: frozenset[int] = frozenset()
        self._kept: tuple[object | None, int] = (None, 0)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._choose_again)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.key(index.row())))

    def spare_columns(self, records: Sequence[Any]) -> None:
        """Give away the room of spare columns that hold nothing."""
        columns = self.records.columns
        empty = frozenset(at for at, one in enumerate(columns) if one.spare and not any(map(one.text, records)))
        if empty != self._empty:
            self._empty = empty
            self._fit()

    @property
    def current_key(self) -> object | None:
        """The key of the chosen row."""
        return self.records.key(self.currentIndex().row())

    @property
    def look(self) -> dict[str, Any]:
        """How the table was left: widths drawn by hand, columns left out, what it is sorted by; empty as it began."""
        widths = {self.records.columns[at].key: width for at, width in self._widths.items()}
        sort = self._sort if self._sort != self._first_sort else []
        told = {"widths": widths, "left_out": sorted(self.left_out), "sort": sort}
        return {name: value for name, value in told.items() if value}

    def take_look(self, look: object) -> None:
        """Stand as the table was left; what names no column does not count."""
        given = look if isinstance(look, dict) else {}
        widths, left_out, sort = (given.get(name) for name in ("widths", "left_out", "sort"))
        keys = [column.key for column in self.records.columns]
        for at, key in enumerate(keys):
            width = widths.get(key) if isinstance(widths, dict) else None
            if isinstance(width, int) and _NARROWEST <= width <= _WIDEST:
                self._widths[at] = width
        titled = [column.key for column in self.records.columns if column.title]
        self.left_out = {key for key in titled[1:] if isinstance(left_out, list) and key in left_out}
        self._first_sort = self._sort
        by, down = sort if isinstance(sort, list) and len(sort) == 2 else ("", False)
        if by in keys and self.records.columns[keys.index(by)].sort:
            way = Qt.SortOrder.DescendingOrder if down is True else Qt.SortOrder.AscendingOrder
            self.sortByColumn(keys.index(by), way)
        self._fit()

    @property
    def _sort(self) -> list[Any]:
        head = self.horizontalHeader()
        down = head.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return [self.records.columns[head.sortIndicatorSection()].key, down] if self.isSortingEnabled() else []

    def forget_look(self) -> None:
        """Stand as the table began."""
        self._widths.clear()
        self.left_out.clear()
        self._fit()

    def show_column(self, key: str, on: bool) -> None:
        """Show a column or leave it out."""
        self.left_out = self.left_out - {key} if on else self.left_out | {key}
        self._fit()

    def rows_meant(self) -> list[int]:
        """Return the rows that an act is about: the one on which one stands."""
        row = self.currentIndex().row()
        return [row] if row >= 0 else []

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu, by the mouse where it was pressed, by the key at the row."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        row = self.visualRect(self.currentIndex()).center()
        table_menu.open_at(self, row if by_key else self.viewport().mapFromGlobal(event.globalPos()))

    def reload(self) -> None:
        """Read again and keep the chosen record, or else the place."""
        self.records.reload()

    def _remember(self) -> None:
        self._kept = (self.current_key, self.currentIndex().row())

    def _choose_again(self) -> None:
        key, row = self._kept
        found = self.records.row_of(key) if key is not None else 0
        self.choose_row(found if found >= 0 else min(row, self.records.rowCount() - 1))

    def choose_row(self, row: int) -> None:
        """Choose a row and bring it into view."""
        if 0 <= row < self.records.rowCount():
            self.setCurrentIndex(self.records.index(row, 0))
            self.scrollTo(self.currentIndex())
        self._tell()

    def choose_key(self, key: object) -> None:
        """Choose the row of a record."""
        self.choose_row(self.records.row_of(key))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Del asks to take out."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_key is not None:
            self.opened.emit(self.current_key)
        elif event.key() == Qt.Key.Key_Delete and self.current_key is not None:
            self.delete_asked.emit(self.current_key)
        elif event.matches(QKeySequence.StandardKey.Copy):
            table_menu.copy(self, self.rows_meant())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room among the columns."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give each column its width, what is left to the one that stretches; hide some where there is too
        little room.
        """
        unit = self.fontMetrics().horizontalAdvance("中") / 2
        columns = self.records.columns
        widths = {
            at: self._widths.get(at, round(column.width * unit) + 2 * _PADDING)
            for at, column in enumerate(columns)
            if at not in self._empty and column.key not in self.left_out
        }
        room = self.viewport().width()
        for at in sorted((at for at in widths if columns[at].drop), key=lambda at: -columns[at].drop):
            if sum(widths.values()) <= room:
                break
            del widths[at]
        free = max(room - sum(widths.values()), 0)
        stretching = [at for at in widths if columns[at].stretches]
        self._fitting = True
        for at in range(len(columns)):
            self.setColumnHidden(at, at not in widths)
            if at in widths:
                self.setColumnWidth(at, widths[at] + (free // len(stretching) if at in stretching else 0))
        self._fitting = False

    def _note_width(self, column: int, _old: int, new: int) -> None:
        if not self._fitting:
            self._widths[column] = new

    def _tell(self, *_: object) -> None:
        self.current_changed.emit(self.current_key)
