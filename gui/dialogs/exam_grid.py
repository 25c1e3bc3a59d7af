"""The people of a test down the side, their results beside them: type a score, Enter, the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from gui import style
from gui.widgets.goes_on import GoesOn
from gui.widgets.paged_table import row_height
from models import words

SCORE, GRADE, PASSED, REMARK = 1, 2, 3, 4
_COLUMNS = ("姓名", "成绩", "等次", "是否合格", "备注")
_KEYS = {"1": "yes", "2": "no", "0": ""}
_WIDTHS = {SCORE: 8, GRADE: 10, PASSED: 10}


@dataclass(frozen=True, slots=True)
class Entered:
    """What stands in one person's row, as typed. passed: "yes", "no" or nothing."""

    score: str = ""
    grade: str = ""
    passed: str = ""
    remark: str = ""

    def __bool__(self) -> bool:
        """Whether there is a result at all."""
        return bool(self.score or self.grade or self.passed)


class ExamGrid(GoesOn, QTableWidget):
    """`changed` after each entry. What was typed is kept by the person, also when the list of people changes."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(0, len(_COLUMNS))
        self.setAccessibleName("成绩表")
        self.setHorizontalHeaderLabels(list(_COLUMNS))
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
        height = row_height(self.fontMetrics().height())
        self.verticalHeader().setDefaultSectionSize(height)
        head = self.horizontalHeader()
        head.setFixedHeight(height)
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(REMARK, QHeaderView.ResizeMode.Stretch)
        unit = self.fontMetrics().horizontalAdvance("中") // 2
        self.setColumnWidth(0, unit * 24 + 20)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, unit * width + 20)
        self.pass_mark: float | None = 60.0
        self._kept: dict[str, Entered] = {}
        self._filling = False
        self.cellChanged.connect(self._entered)

    # --- what the dialog uses -------------------------------------------------------------------

    @property
    def results(self) -> dict[str, Entered]:
        """The results by member, of those who have one."""
        return {key: one for key, one in self._kept.items() if one}

    def stand(self, people: Sequence[tuple[str, str]]) -> None:
        """Show these people: id and name."""
        self._filling = True
        self.setRowCount(0)
        self.setRowCount(len(people))
        for row, (key, name) in enumerate(people):
            item = QTableWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setToolTip(name)
            self.setItem(row, 0, item)
            for column in (SCORE, GRADE, PASSED, REMARK):
                made = QTableWidgetItem()
                if column == PASSED:
                    made.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self.setItem(row, column, made)
            self._show(row)
        self._filling = False
        if people:
            self.setCurrentCell(0, SCORE)

    def put(self, results: Mapping[str, Entered]) -> None:
        """Put results in, as if they had been typed."""
        self._kept |= results
        self._filling = True
        for row in range(self.rowCount()):
            self._show(row)
        self._filling = False
        self.changed.emit()

    def go_to(self, member_id: str, column: int = SCORE) -> None:
        """Go to a cell of a person."""
        for row in range(self.rowCount()):
            if self._key(row) == member_id:
                self.setCurrentCell(row, column)
                self.scrollToItem(self.cell(row, column))

    def derived(self, score: str) -> str:
        """Return what the pass mark makes of a score; nothing without a mark or a number."""
        try:
            return "" if self.pass_mark is None or not score else "yes" if float(score) >= self.pass_mark else "no"
        except ValueError:
            return ""

    def cell(self, row: int, column: int) -> QTableWidgetItem:
        """Return a cell; every cell of the grid is there."""
        found = self.item(row, column)
        assert found is not None
        return found

    # --- keys -------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes down, Del empties, 1 2 0 and Space say whether it was passed; anything else is typed."""
        row, column = self.currentRow(), self.currentColumn()
        if self.state() == QAbstractItemView.State.EditingState:
            # The line being typed in passes its Enter on: the cell is still to be closed, then one goes down.
            event.accept()
        elif self.is_spare(event):
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_down()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and column > 0:
            self.cell(row, column).setText("")
        elif column == PASSED and (event.text() in _KEYS or event.key() == Qt.Key.Key_Space):
            said = _KEYS.get(event.text(), "")
            if event.key() == Qt.Key.Key_Space:
                said = {"": "yes", "yes": "no", "no": ""}[self._kept.get(self._key(row), Entered()).passed]
            self.cell(row, column).setText(words.label("exam.passed", said) if said else "")
            if event.key() != Qt.Key.Key_Space:
                self._go_down()
                self.gone_on()
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter in a cell that is typed in goes on to the one below, Tab to the one beside: what is typed next must
        not stand in the place of what was typed.
        """
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._go_down()
        elif hint == QAbstractItemDelegate.EndEditHint.EditNextItem:
            self.setCurrentCell(self.currentRow(), min(self.currentColumn() + 1, REMARK))

    def _go_down(self) -> None:
        row = min(self.currentRow() + 1, self.rowCount() - 1)
        self.setCurrentCell(row, max(self.currentColumn(), SCORE))

    # --- keeping what was entered -----------------------------------------------------------------

    def _key(self, row: int) -> str:
        return str(self.cell(row, 0).data(Qt.ItemDataRole.UserRole))

    def _entered(self, row: int, column: int) -> None:
        if self._filling:
            return
        before = self._kept.get(self._key(row), Entered())
        score, grade, said, remark = (self.cell(row, at).text().strip() for at in (SCORE, GRADE, PASSED, REMARK))
        passed = next((key for key in ("yes", "no") if words.label("exam.passed", key) == said), "")
        if column == SCORE and (not before.passed or before.passed == self.derived(before.score)):
            passed = self.derived(score)
        self._kept[self._key(row)] = Entered(score, grade, passed, remark)
        self._filling = True
        self._show(row)
        self._filling = False
        self.changed.emit()

    def _show(self, row: int) -> None:
        one = self._kept.get(self._key(row), Entered())
        said = words.label("exam.passed", one.passed) if one.passed else ""
        for column, text in ((SCORE, one.score), (GRADE, one.grade), (PASSED, said), (REMARK, one.remark)):
            self.cell(row, column).setText(text)
        failed = style.STATES["overdue"][0] if one.passed == "no" else style.TEXT
        self.cell(row, PASSED).setForeground(QColor(failed))
