"""Who has read what: people down the side, the year's books across; one key marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QTableView, QWidget

from gui import icons, style
from gui.widgets.goes_on import GoesOn
from gui.widgets.name_header import NameHeader
from models.kinds.records import Record

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROW = 32
_COLUMN = 132
_NAME_WIDTHS = (90, 170)


@dataclass(frozen=True, slots=True)
class Reader:
    """One person of the grid."""

    member_id: str
    name: str


class ReadingModel(QAbstractTableModel):
    """Cells: the day on which somebody had read an item, or nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.items: Sequence[Record] = ()
        self.people: Sequence[Reader] = ()
        self._done: dict[tuple[str, str], Record] = {}

    def show(self, items: Sequence[Record], people: Sequence[Reader], done: Sequence[Record]) -> None:
        """Show these."""
        self.beginResetModel()
        self.items, self.people = items, people
        self._done = {(one.text("reading_id"), one.member_id): one for one in done}
        self.endResetModel()

    def done(self, index: Index) -> Record | None:
        """Return what stands in a cell."""
        if not index.isValid():
            return None
        return self._done.get((self.items[index.column()].id, self.people[index.row()].member_id))

    def readers(self, column: int) -> int:
        """Return how many of those shown have read an item."""
        key = self.items[column].id
        return sum((key, one.member_id) in self._done for one in self.people)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many people."""
        return 0 if parent.isValid() else len(self.people)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many items."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Tell in words what a cell shows."""
        found = self.done(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return found.day if found is not None else ""
        if role == Qt.ItemDataRole.AccessibleTextRole and index.isValid():
            read = f"{found.day} 读完" if found is not None else "还没有读完"
            return f"{self.people[index.row()].name}，《{self.items[index.column()].title}》，{read}"
        if role == Qt.ItemDataRole.ToolTipRole and found is not None:
            return f"{found.day} 读完"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names at the side, titles at the head."""
        told = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        if not told:
            return None
        return self.people[section].name if orientation == Qt.Orientation.Vertical else self.items[section].title


class _Cells(QStyledItemDelegate):
    """A green tick and the day; the chosen cell framed."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        """Draw a cell."""
        model, view = index.model(), self.parent()
        assert isinstance(model, ReadingModel) and isinstance(view, QTableView)
        area, found = QRectF(option.rect), model.done(index)
        painter.setPen(QColor(style.INNER_LINE))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if found is not None:
            tick = icons.pixmap("check", 16, style.STATES["done"][0])
            painter.drawPixmap(round(area.left()) + 18, round(area.center().y()) - 8, tick)
            painter.setPen(QColor(style.SECONDARY))
            painter.setFont(style.font(style.SECONDARY_PT))
            inside = area.adjusted(42, 0, -4, 0)
            painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, found.day[5:])
        if view.currentIndex() == index:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(style.BRAND if view.hasFocus() else style.CONTROL_LINE), 2))
            painter.drawRoundedRect(area.adjusted(1.5, 1.5, -1.5, -1.5), 3, 3)
            painter.restore()


class _Titles(QHeaderView):
    """A title in two lines, and below it how many have read it."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 14)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw a head."""
        view = self.parent()
        assert isinstance(view, QTableView)
        model = view.model()
        assert isinstance(model, ReadingModel)
        painter.save()
        item, chosen = model.items[logicalIndex], view.currentIndex().column() == logicalIndex
        painter.fillRect(rect, QColor(style.BRAND_SOFT if chosen else style.HOVER))
        area = QRectF(rect).adjusted(8, 4, -6, -4)
        line = self.fontMetrics().lineSpacing()
        painter.setFont(style.font(strong=chosen))
        painter.setPen(QColor(style.TEXT))
        for at, text in enumerate(two_lines(item.title, int(area.width()), painter.fontMetrics())):
            painter.drawText(area.adjusted(0, at * line, 0, 0), Qt.AlignmentFlag.AlignLeft, text)
        painter.setFont(style.font(style.SECONDARY_PT))
        painter.setPen(QColor(style.SECONDARY))
        told = f"{item.said('need')} {model.readers(logicalIndex)} / {len(model.people)}"
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, told)
        painter.restore()


class ReadingGrid(GoesOn, QTableView):
    """Space or Enter: `marked` with item and member, then the next person; Del: `unmarked`; `moved` on each step."""

    marked = Signal(str, str)
    unmarked = Signal(str, str)
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shown = ReadingModel()
        self.shown.setParent(self)
        self.setModel(self.shown)
        self.setAccessibleName("书目完成情况")
        self.setItemDelegate(_Cells(self))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setCornerWidget(QWidget())
        self.setHorizontalHeader(_Titles())
        self.setVerticalHeader(NameHeader())
        self.verticalHeader().setDefaultSectionSize(max(_ROW, self.fontMetrics().height() + 12))
        self.horizontalHeader().setDefaultSectionSize(_COLUMN)
        self.selectionModel().currentChanged.connect(lambda *_: self._step())
        self.doubleClicked.connect(self._mark)

    @property
    def current_item(self) -> Record | None:
        """The item in whose column one stands."""
        column = self.currentIndex().column()
        return self.shown.items[column] if 0 <= column < len(self.shown.items) else None

    @property
    def current_person(self) -> Reader | None:
        """The person in whose row one stands."""
        row = self.currentIndex().row()
        return self.shown.people[row] if 0 <= row < len(self.shown.people) else None

    def show_year(self, items: Sequence[Record], people: Sequence[Reader], done: Sequence[Record]) -> None:
        """Show these; the chosen cell stays."""
        before = self.currentIndex()
        row, column = max(before.row(), 0), max(before.column(), 0)
        self.shown.show(items, people, done)
        widest = max((self.fontMetrics().horizontalAdvance(one.name) for one in people), default=0) + 24
        self.verticalHeader().setFixedWidth(min(max(widest, _NAME_WIDTHS[0]), _NAME_WIDTHS[1]))
        self.choose(min(row, len(people) - 1), min(column, len(items) - 1))

    def choose(self, row: int, column: int) -> None:
        """Choose a cell and bring it into view."""
        if 0 <= row < len(self.shown.people) and 0 <= column < len(self.shown.items):
            self.setCurrentIndex(self.shown.index(row, column))
            self.scrollTo(self.currentIndex())
        self._step()

    def go_to(self, *, member_id: str = "", reading_id: str = "") -> None:
        """Go to a person, an item, or where both meet."""
        at = self.currentIndex()
        rows = [row for row, one in enumerate(self.shown.people) if one.member_id == member_id]
        columns = [column for column, one in enumerate(self.shown.items) if one.id == reading_id]
        self.choose(rows[0] if rows else max(at.row(), 0), columns[0] if columns else max(at.column(), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark, unmark or move."""
        if self.is_spare(event):
            return
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._mark(self.currentIndex())
            if event.key() == Qt.Key.Key_Space:
                self.gone_on()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            found = self.shown.done(self.currentIndex())
            if found is not None:
                self.unmarked.emit(found.text("reading_id"), found.member_id)
        else:
            super().keyPressEvent(event)

    def _mark(self, index: Index) -> None:
        if not index.isValid():
            return
        row, column = index.row(), index.column()
        if self.shown.done(index) is None:
            self.marked.emit(self.shown.items[column].id, self.shown.people[row].member_id)
        self.choose(min(row + 1, len(self.shown.people) - 1), column)

    def _step(self) -> None:
        for head in (self.verticalHeader(), self.horizontalHeader()):
            head.viewport().update()
        self.moved.emit()


def two_lines(text: str, width: int, metrics: Any) -> list[str]:
    """Return a title broken into at most two lines of a width, the second shortened."""
    first = text
    while first and metrics.horizontalAdvance(first) > width:
        first = first[:-1]
    while len(first) > 1 and text[len(first) : len(first) + 1] in tuple("》〉”’）)，。、；："):
        # No line begins with a closing mark.
        first = first[:-1]
    rest = text[len(first) :]
    return [first, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)] if rest else [first]
