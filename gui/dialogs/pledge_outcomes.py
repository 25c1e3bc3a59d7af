"""The outcome of each item as a table: a digit for the grade, the reason beside what was not kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.dialogs.pledge_cells import CLOSED_BY_HAND, dress
from gui.pages.pledges.standing import PledgeLine
from gui.widgets.goes_on import GoesOn
from gui.widgets.paged_table import Index
from models import words
from models.pledge import GRADES, PledgeItem

GRADE, REASON = 2, 3
_HEADS = ("姓名", "承诺事项", "结果", "没有做到的原因")
_ROOT = QModelIndex()


@dataclass
class Outcome:
    """One item of a pledge and what became of it."""

    line: PledgeLine
    item: PledgeItem
    grade: str
    reason: str


def outcomes_of(lines: Sequence[PledgeLine]) -> list[Outcome]:
    """Return the items of these pledges; all are kept where the branch said that the whole was."""
    found = []
    for line in lines:
        branch = next((one.grade for one in line.appraisals if one.source == "branch"), "")
        proposed = branch if branch == "kept" else ""
        found += [Outcome(line, item, item.outcome or proposed, item.outcome_reason) for item in line.items]
    return found


class OutcomesModel(QAbstractTableModel):
    """Grades and reasons are written."""

    def __init__(self, rows: Sequence[Outcome]) -> None:
        super().__init__()
        self.rows = rows

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many items there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Name, item, grade, reason."""
        return 0 if parent.isValid() else len(_HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer the view."""
        if not index.isValid():
            return None
        row, at = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.ToolTipRole and at == 1:
            return row.item.text
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        grade = words.label("pledge_grade", row.grade) or "未填"
        return (row.line.short_name, f"{row.item.position}．{row.item.text}", grade, row.reason)[at]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADS[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The reason can be written; a grade is set by its digit."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == REASON else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Keep what was written."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole or index.column() not in (GRADE, REASON):
            return False
        row = self.rows[index.row()]
        if index.column() == GRADE:
            row.grade = str(value)
        else:
            row.reason = str(value).strip()
        self.dataChanged.emit(index, index)
        return True


class OutcomesTable(GoesOn, QTableView):
    """1, 2, 3 set the grade from wherever one stands in the line; what was not kept asks for its reason."""

    def __init__(self, rows: Sequence[Outcome]) -> None:
        super().__init__()
        self.rows = OutcomesModel(rows)
        self.rows.setParent(self)
        self.setModel(self.rows)
        self.setAccessibleName("各项结果")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        dress(self)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        head = self.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(GRADE, self.fontMetrics().horizontalAdvance("部分兑现") + 34)
        self.setColumnWidth(REASON, self.fontMetrics().horizontalAdvance("没有做到的原因没有做到的原因"))
        self.setColumnHidden(0, len({row.line.key for row in rows}) == 1)
        self.setMinimumHeight(150)
        self.setCurrentIndex(self.rows.index(0, GRADE))

    def keep_the_rest(self) -> None:
        """What has no grade yet was kept."""
        for at, row in enumerate(self.rows.rows):
            if not row.grade:
                self.rows.setData(self.rows.index(at, GRADE), "kept")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Grades by digit; Enter goes down."""
        index = self.currentIndex()
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self.is_spare(event):
            return
        if index.column() != REASON and event.text() in ("1", "2", "3"):
            self.gone_on()
            grade = GRADES[int(event.text()) - 1]
            self.rows.setData(self.rows.index(index.row(), GRADE), grade)
            if grade == "kept":
                self._go_down(index.row())
            else:
                self.setCurrentIndex(self.rows.index(index.row(), REASON))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self._go_down(index.row())
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter or Tab the next line."""
        row = self.currentIndex().row()
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if hint in CLOSED_BY_HAND:
            self._go_down(row)
        self.setFocus()

    def _go_down(self, row: int) -> None:
        if row + 1 < self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(row + 1, GRADE))
