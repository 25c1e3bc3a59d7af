"""People down the side, a line of declared fields beside each: type, Enter, the next; or many lines at once."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from gui import style
from gui.kinds.lines import Line, Lines, by_letter, next_word
from gui.widgets.goes_on import GoesOn
from gui.widgets.paged_table import row_height
from models.kinds.field import Choice, Field
from models.kinds.kind import Kind

FIRST = 1
"""The first column that is typed in; before it stands the name with its box."""
_NAME_WIDTH, _WIDE, _NARROW = 27, 10, 8
_PLAIN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class LineGrid(GoesOn, QTableWidget):
    """`changed` after each entry; `filled_many` with how many lines one entry filled; `letter` where a letter was typed
    that is no value; `paste_asked` on Ctrl+V. What was typed is kept by the person, also when the list changes.
    """

    changed = Signal()
    filled_many = Signal(int)
    letter = Signal(str)
    paste_asked = Signal()

    def __init__(self, kind: Kind) -> None:
        self.lines = Lines(kind)
        super().__init__(0, len(self.lines.fields) + FIRST)
        self.setAccessibleName(f"{self.lines.grid.word}表")
        self.setHorizontalHeaderLabels(["姓名", *(one.word for one in self.lines.fields)])
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.verticalHeader().hide()
        self._set_sizes()
        self._filling = False
        self._last_ticked = 0
        self.cellChanged.connect(self._entered)
        self.horizontalHeader().sectionClicked.connect(lambda column: None if column else self.tick_all())

    def _set_sizes(self) -> None:
        height = row_height(self.fontMetrics().height())
        self.verticalHeader().setDefaultSectionSize(height)
        head = self.horizontalHeader()
        head.setFixedHeight(height)
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(self.columnCount() - 1, QHeaderView.ResizeMode.Stretch)
        unit = self.fontMetrics().horizontalAdvance("中") // 2
        self.setColumnWidth(0, unit * _NAME_WIDTH + 20)
        for column, field in enumerate(self.lines.fields, FIRST):
            self.setColumnWidth(column, unit * (_NARROW if field.parts else _WIDE) + 20)

    # --- what the dialog uses -------------------------------------------------------------------

    def stand(self, people: Sequence[tuple[str, str]]) -> None:
        """Show these people: id and name."""
        self._filling = True
        self._last_ticked = 0
        self.setRowCount(0)
        self.setRowCount(len(people))
        for row, (key, name) in enumerate(people):
            item = QTableWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setFlags(_PLAIN | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setToolTip(name)
            self.setItem(row, 0, item)
            for column in range(FIRST, self.columnCount()):
                self.setItem(row, column, QTableWidgetItem())
            self._show(row)
        self._filling = False
        if people:
            self.setCurrentCell(0, FIRST)

    def put(self, lines: Mapping[str, Line]) -> None:
        """Put lines in, as if they had been typed."""
        self.lines.put(lines)
        self._show_all(range(self.rowCount()))

    def drop(self, member_ids: Iterable[str]) -> None:
        """Empty lines."""
        self.lines.drop(member_ids)
        self._show_all(range(self.rowCount()))

    def go_to(self, member_id: str, name: str = "") -> None:
        """Go to a cell of a person: of a field, or in the column in which one stands."""
        for row in range(self.rowCount()):
            if self.key(row) == member_id:
                column = max(self.currentColumn(), FIRST) if not name else self.column_of(name)
                self.setCurrentCell(row, column)
                self.scrollToItem(self.cell(row, column))

    def column_of(self, name: str) -> int:
        """Return the column of a field; the first for a field that has none."""
        return next((at for at, one in enumerate(self.lines.fields, FIRST) if one.name == name), FIRST)

    def cell(self, row: int, column: int) -> QTableWidgetItem:
        """Return a cell; every cell of the grid is there."""
        found = self.item(row, column)
        assert found is not None
        return found

    def key(self, row: int) -> str:
        """Return whose row it is."""
        return str(self.cell(row, 0).data(Qt.ItemDataRole.UserRole))

    # --- several lines at once --------------------------------------------------------------------

    @property
    def ticked(self) -> list[int]:
        """The rows that are ticked: what is entered in one of them is entered in all."""
        return [row for row in range(self.rowCount()) if self.cell(row, 0).checkState() == Qt.CheckState.Checked]

    def tick(self, rows: Iterable[int], on: bool = True) -> None:
        """Tick rows, or untick them."""
        self._filling = True
        for row in rows:
            self.cell(row, 0).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self._last_ticked = row
        self._filling = False
        self.changed.emit()

    def tick_all(self) -> None:
        """Tick everybody, or nobody when everybody is ticked already."""
        self.tick(range(self.rowCount()), on=len(self.ticked) < self.rowCount())

    def say(self, row: int, column: int, text: str) -> None:
        """Enter a text in a cell; in a ticked row it goes into all that are ticked, and their ticks are done with."""
        ticked = self.ticked
        rows = ticked if row in ticked and len(ticked) > 1 else [row]
        for one in rows:
            self.lines.say(self.key(one), self._field(column).name, text)
        self._show_all(rows)
        if len(rows) > 1:
            self.tick(rows, on=False)
            self.filled_many.emit(len(rows))

    # --- keys and mouse ---------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes down, Del empties, Space and Ctrl+A tick, Shift takes the next along; a choice has its keys."""
        row, column = self.currentRow(), self.currentColumn()
        if self.state() == QAbstractItemView.State.EditingState:
            # The line being typed in passes its Enter on: the cell is still to be closed, then one goes down.
            event.accept()
        elif self.is_spare(event):
            event.accept()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_asked.emit()
        elif row < 0:
            # Nobody is there: Esc goes on to the dialog, Enter must not save it.
            event.setAccepted(event.key() != Qt.Key.Key_Escape)
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.tick_all()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_down()
        elif not self._ticks(event, row, column) and not self._says(event, row, column):
            super().keyPressEvent(event)

    def _ticks(self, event: QKeyEvent, row: int, column: int) -> bool:
        """Take a key that ticks: Space beside names and amounts, Shift and an arrow."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            to = min(max(row + step, 0), self.rowCount() - 1)
            self.tick([row, to])
            self.setCurrentCell(to, column)
        elif event.key() == Qt.Key.Key_Space and (column < FIRST or self._field(column).parts):
            self.tick([row], on=row not in self.ticked)
            self.setCurrentCell(min(row + 1, self.rowCount() - 1), column)
            self.gone_on()
        else:
            return False
        return True

    def _says(self, event: QKeyEvent, row: int, column: int) -> bool:
        """Take a key that is an entry by itself; a letter where no letter can stand looks for a person."""
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        letter = not held and event.text().isascii() and event.text().isalpha()
        if letter and (column < FIRST or self._field(column).parts):
            self.letter.emit(event.text())
            return True
        if column < FIRST:
            return False
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.say(row, column, "")
            return True
        field = self._field(column)
        return isinstance(field, Choice) and not held and self._chosen(event, field)

    def _chosen(self, event: QKeyEvent, field: Choice) -> bool:
        """Take a key of a choice: its number, 0 for nothing, the sound of its word, Space for the next."""
        row, column, typed = self.currentRow(), self.currentColumn(), event.text()
        now, words = self.cell(row, column).text(), list(field.of.values())
        if event.key() == Qt.Key.Key_Space:
            self.say(row, column, next_word([*_nothing(field), *words], now))
        elif typed.isascii() and typed.isdigit() and int(typed) <= len(words) and (typed != "0" or field.empty):
            self._settled(row, column, ["", *words][int(typed)])
        elif typed.isascii() and typed.isalpha() and (found := by_letter(field, typed)):
            if len(found) == 1:
                self._settled(row, column, found[0])
            else:
                self.say(row, column, next_word(found, now))
        else:
            return False
        return True

    def _settled(self, row: int, column: int, word: str) -> None:
        self.say(row, column, word)
        self._go_down()
        self.gone_on()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Shift takes along everybody from the last one ticked."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            first, last = sorted((self._last_ticked, index.row()))
            self.tick(range(first, last + 1))
            self.setCurrentCell(index.row(), max(index.column(), FIRST))
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On a choice the next word; elsewhere one begins to write."""
        index = self.indexAt(event.position().toPoint())
        field = self._field(index.column()) if index.column() >= FIRST else None
        if isinstance(field, Choice):
            row, column = index.row(), index.column()
            words = [*_nothing(field), *field.of.values()]
            self.say(row, column, next_word(words, self.cell(row, column).text()))
        else:
            super().mouseDoubleClickEvent(event)

    def commitData(self, editor: QWidget) -> None:
        """What was typed goes into all ticked lines, also where the text of this cell did not become different.

        The cell is the one that was written in: by now another one may be chosen.
        """
        written = self.indexAt(editor.geometry().center())
        super().commitData(editor)
        if written.row() in self.ticked:
            self.say(written.row(), written.column(), self.cell(written.row(), written.column()).text())

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter in a cell that is typed in goes on to the one below, Tab to the one beside: what is typed next must
        not stand in the place of what was typed.
        """
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._go_down()
        elif hint == QAbstractItemDelegate.EndEditHint.EditNextItem:
            self.setCurrentCell(self.currentRow(), min(self.currentColumn() + 1, self.columnCount() - 1))

    def _go_down(self) -> None:
        row = min(self.currentRow() + 1, self.rowCount() - 1)
        self.setCurrentCell(row, max(self.currentColumn(), FIRST))

    # --- showing ------------------------------------------------------------------------------------

    def _field(self, column: int) -> Field:
        return self.lines.fields[column - FIRST]

    def _entered(self, row: int, column: int) -> None:
        if self._filling:
            return
        if column < FIRST:
            self._last_ticked = row
            self.changed.emit()
        elif row not in self.ticked:
            self.say(row, column, self.cell(row, column).text())

    def _show_all(self, rows: Iterable[int]) -> None:
        self._filling = True
        for row in rows:
            self._show(row)
        self._filling = False
        self.changed.emit()

    def _show(self, row: int) -> None:
        line = self.lines.of(self.key(row))
        mark = self.lines.grid.mark
        missed = self.lines.kind.by_name[mark.sets].said(mark.missed) if mark is not None else ""
        for column, field in enumerate(self.lines.fields, FIRST):
            text, cell = line.get(field.name, ""), self.cell(row, column)
            wrong = self.lines.is_wrong(self.key(row), field.name)
            bad = wrong or (mark is not None and field.name == mark.sets and text == missed)
            cell.setText(text)
            cell.setForeground(QColor(style.STATES["overdue"][0] if bad else style.TEXT))
            cell.setToolTip(f"“{text}”读不出来：请改正" if wrong else "")


def _nothing(field: Choice) -> list[str]:
    return [""] if field.empty else []
