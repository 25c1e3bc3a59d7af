"""Appraisals as a table: people down; votes in three columns, or a grade by its digit with a remark beside it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.dialogs.pledge_cells import dress
from gui.pages.pledges.standing import PledgeLine
from gui.widgets.paged_table import Index
from models import cell_text, words
from models.pledge import GRADES, SOURCES

VOTED = ("members", "masses")
"""Sources that vote; the others give a grade."""

_ROOT = QModelIndex()
_VOTES = ("satisfied", "basically", "unsatisfied")
_HEADS = {True: ("姓名", "满意", "基本满意", "不满意", "合计"), False: ("姓名", "评定", "意见（可不填）")}
_EMPTY = {"grade": "", "remark": "", **dict.fromkeys(_VOTES, "")}


@dataclass
class Appraised:
    """A pledge with what each source says: texts as typed, by source."""

    line: PledgeLine
    said: dict[str, dict[str, str]] = field(default_factory=dict)
    before: dict[str, dict[str, str]] = field(default_factory=dict)

    def changed(self) -> list[str]:
        """Return the sources whose say became different."""
        return [source for source in SOURCES if self.said[source] != self.before[source]]


def appraised(line: PledgeLine) -> Appraised:
    """Return a pledge with what is kept of its appraisals."""
    kept = {source: dict(_EMPTY) for source in SOURCES}
    for one in line.appraisals:
        votes = {name: str(getattr(one, name)) for name in _VOTES} if one.source in VOTED else {}
        kept[one.source] |= {"grade": one.grade, "remark": one.remark} | votes
    return Appraised(line, {source: dict(said) for source, said in kept.items()}, kept)


class AppraisalModel(QAbstractTableModel):
    """One source at a time."""

    def __init__(self, rows: Sequence[Appraised]) -> None:
        super().__init__()
        self.rows = rows
        self.source = "members"

    @property
    def votes(self) -> bool:
        """Whether this source votes."""
        return self.source in VOTED

    def show_source(self, source: str) -> None:
        """Show what a source says."""
        self.beginResetModel()
        self.source = source
        self.endResetModel()

    def fields(self) -> tuple[str, ...]:
        """Return the fields of the columns that are written."""
        return _VOTES if self.votes else ("grade", "remark")

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many people there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns this source has."""
        return 0 if parent.isValid() else len(_HEADS[self.votes])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer the view."""
        if not index.isValid():
            return None
        row, at = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if at and self.votes else Qt.AlignmentFlag.AlignLeft
            return Qt.AlignmentFlag(side | Qt.AlignmentFlag.AlignVCenter)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        if at == 0:
            return row.line.short_name
        said = row.said[self.source]
        if at > len(self.fields()):
            total = [said[name] for name in _VOTES if said[name]]
            return str(sum(int(one) for one in total if one.isascii() and one.isdigit())) if total else ""
        name = self.fields()[at - 1]
        return words.label("pledge_grade", said[name]) if name == "grade" else said[name]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADS[self.votes][section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section and self.votes else Qt.AlignmentFlag.AlignLeft
            return Qt.AlignmentFlag(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Votes and remarks can be written; a grade is set by its digit."""
        flags = super().flags(index)
        at = index.column()
        written = 0 < at <= len(self.fields()) and self.fields()[at - 1] != "grade"
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and written else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Keep what was written; what is wrong is said when the form is saved."""
        at = index.column()
        if not index.isValid() or role != Qt.ItemDataRole.EditRole or not 0 < at <= len(self.fields()):
            return False
        self.rows[index.row()].said[self.source][self.fields()[at - 1]] = str(value).strip()
        last = self.index(index.row(), self.columnCount() - 1)
        self.dataChanged.emit(self.index(index.row(), 0), last)
        return True


class AppraisalTable(QTableView):
    """Digits write, Enter goes on to the next field, Ctrl+V pastes rows and columns; `changed` after each."""

    changed = Signal()

    def __init__(self, rows: Sequence[Appraised]) -> None:
        super().__init__()
        self.rows = AppraisalModel(rows)
        self.rows.setParent(self)
        self.setModel(self.rows)
        self.setAccessibleName("评诺")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        dress(self)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setMinimumHeight(150)
        self.rows.dataChanged.connect(self.changed)

    def show_source(self, source: str) -> None:
        """Show what a source says and stand on the first field."""
        self.rows.show_source(source)
        head = self.horizontalHeader()
        for at in range(self.rows.columnCount()):
            last = at == self.rows.columnCount() - 1 and not self.rows.votes
            head.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch if last or at == 0 else _FIXED)
            if at and not last:
                self.setColumnWidth(at, self.fontMetrics().horizontalAdvance("基本满意") + 34)
        if not self.rows.votes:
            head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.setCurrentIndex(self.rows.index(0, 1))

    def paste(self, text: str) -> None:
        """Fill from the field on which one stands, as copied from a table."""
        start = self.currentIndex()
        grades = {words.label("pledge_grade", grade): grade for grade in GRADES} | {"": ""}
        for down, line in enumerate(text.rstrip("\r\n").splitlines()):
            for across, cell in enumerate(cell_text.pasted_cells(line)):
                row, column = start.row() + down, max(start.column(), 1) + across
                if row >= self.rows.rowCount() or column > len(self.rows.fields()):
                    continue
                if self.rows.votes:
                    cell = cell_text.whole_number(unicodedata.normalize("NFKC", cell))
                elif column == 1:
                    cell = grades.get(cell, self.rows.rows[row].said[self.rows.source]["grade"])
                self.rows.setData(self.rows.index(row, column), cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Grades by digit, paste, empty, go on."""
        index = self.currentIndex()
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        grade = index.column() == 1 and not self.rows.votes
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif grade and event.text() in ("1", "2", "3"):
            self.rows.setData(index, GRADES[int(event.text()) - 1])
            self._go_on(index, down=True)
        elif event.key() == Qt.Key.Key_Delete and index.column():
            self.rows.setData(index, "")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self._go_on(index, down=grade)
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter the next field is written."""
        index = self.currentIndex()
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._go_on(index, down=not self.rows.votes)
        self.setFocus()

    def _go_on(self, index: QModelIndex, *, down: bool) -> None:
        row, column = index.row(), index.column()
        if down or column >= len(self.rows.fields()):
            row, column = row + 1, column if down else 1
        else:
            column += 1
        if row < self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(row, column))


_FIXED = QHeaderView.ResizeMode.Fixed
