"""Rows that can be ticked, in any table: one key for each, one press for all; acts go to those ticked."""

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionButton

from gui.tablemodels import Column, RecordTableModel
from gui.widgets.goes_on import GoesOn
from gui.widgets.paged_table import Index, PagedTable, RowDelegate

if TYPE_CHECKING:
    _Base = PagedTable
else:
    _Base = object

_BOX = 16


class TickDelegate(RowDelegate):
    """Draws the box of the first column; everything else as in every table."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        """Draw."""
        table = self.parent()
        if index.column() or not isinstance(table, Ticks):
            super().paint(painter, option, index)
            return
        area = QRectF(option.rect)
        self._ground(painter, option, index, area)
        box = QStyleOptionButton()
        left, top = round(area.center().x() - _BOX / 2), round(area.center().y() - _BOX / 2)
        box.rect = QRect(left, top, _BOX, _BOX)  # type: ignore[attr-defined]  # unknown to PySide6's stubs
        on = table.is_ticked(index.row())
        box.state = QStyle.StateFlag.State_Enabled | (  # type: ignore[attr-defined]
            QStyle.StateFlag.State_On if on else QStyle.StateFlag.State_Off
        )
        table.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, box, painter, table)
        self._frame(painter, index, area)


class Ticks(GoesOn, _Base):
    """Stands before a table's class, whose first column is `tick_column`. Space ticks the current row and goes on,
    Shift with Space, an arrow or a click ticks up to there, Ctrl+A ticks all or none; then `ticks_changed`.
    """

    ticks_changed = Signal()

    def tick_column(self, key: Callable[[Any], Hashable]) -> Column:
        """Return the column of the boxes; called before the table itself is made. key: of a record."""
        self._ticked = set[Hashable]()
        self._touched: Hashable = None
        """The row that was ticked or unticked last: from there Shift goes on."""
        return Column("tick", "", lambda one: "已勾选" if key(one) in self._ticked else "", 3)

    def make_ticks(self) -> None:
        """Draw the boxes; called once the table is made."""
        self.setItemDelegate(TickDelegate(self))
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().setSortIndicator(1, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().sectionClicked.connect(lambda at: self.tick_all() if at == 0 else None)

    @property
    def ticked(self) -> list[Any]:
        """The records ticked, in the order of the list."""
        listed = (self.records.record(row) for row in range(self.records.rowCount()) if self.is_ticked(row))
        return [one for one in listed if one is not None]

    @property
    def ticked_keys(self) -> list[Hashable]:
        """The keys of the records ticked, in the order of the list."""
        return [key for key in self.records.all_keys() if key in self._ticked]

    def rows_meant(self) -> list[int]:
        """Return the rows that an act is about: those ticked, or the one on which one stands."""
        ticked = [row for row in range(self.records.rowCount()) if self.is_ticked(row)]
        return ticked or super().rows_meant()

    @property
    def meant(self) -> list[Any]:
        """What an act is about: the records ticked, or the one on which one stands."""
        found = self.ticked
        current = self.records.record(self.currentIndex().row()) if self.currentIndex().isValid() else None
        return found or ([current] if current is not None else [])

    def is_ticked(self, row: int) -> bool:
        """Tell whether a row is ticked."""
        return self.records.key(row) in self._ticked

    def reload(self) -> None:
        """Read again; who is no longer listed is no longer ticked: no act reaches what cannot be seen."""
        super().reload()
        self._ticked &= set(self.records.all_keys())
        self.ticks_changed.emit()

    def tick(self, keys: Sequence[Hashable]) -> None:
        """Tick exactly these."""
        self._ticked = set(self.records.all_keys()) & set(keys)
        self._changed()

    def tick_all(self) -> None:
        """Tick everything listed, or nothing when everything is ticked already."""
        everything = set(self.records.all_keys())
        self._ticked = set() if self._ticked == everything else everything
        self._changed()

    def toggle(self, row: int, *, through: bool = False) -> None:
        """Tick or untick a row; through: give all rows from the one touched last to this one what that one has."""
        key = self.records.key(row)
        if key is None:
            return
        first = self.records.row_of(self._touched) if through else -1
        if first < 0:
            self._ticked ^= {key}
        else:
            between = {self.records.key(at) for at in range(min(first, row), max(first, row) + 1)} - {None}
            self._ticked = self._ticked | between if self._touched in self._ticked else self._ticked - between
        self._touched = key
        self._changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks and goes on, Ctrl+A ticks all; everything else is the table's."""
        if self.is_spare(event):
            return
        if _shifted(event) and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._stride(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            row = self.currentIndex().row()
            self.toggle(row, through=_shifted(event))
            self.choose_row(min(row + 1, self.records.rowCount() - 1))
            self.gone_on()
        elif event.key() == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.tick_all()
        else:
            super().keyPressEvent(event)

    def _stride(self, by: int) -> None:
        """Go a row on and tick it, as Shift with an arrow does in every office program."""
        row = self.currentIndex().row()
        if not self.is_ticked(row):
            self.toggle(row)
        self._touched = self.records.key(row)
        self.choose_row(max(0, min(row + by, self.records.rowCount() - 1)))
        if self.currentIndex().row() != row:
            self.toggle(self.currentIndex().row(), through=True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the box ticks."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton and (index.column() == 0 or _shifted(event)):
            self.toggle(index.row(), through=_shifted(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two clicks on the box are two clicks on the box, and open nothing."""
        if self.indexAt(event.position().toPoint()).column() == 0:
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def _changed(self) -> None:
        model = self.records
        assert isinstance(model, RecordTableModel)
        if model.rowCount():
            model.dataChanged.emit(model.index(0, 0), model.index(model.rowCount() - 1, 0))
        self.ticks_changed.emit()


def _shifted(event: QKeyEvent | QMouseEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
