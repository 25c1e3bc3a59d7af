"""Each person's own item, one line for each: typed downwards, or a column pasted from a table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.dialogs.pledge_cells import dress
from gui.dialogs.pledge_items import Item, split_items
from gui.widgets.paged_table import Index
from models import cell_text

_ROOT = QModelIndex()
_HEADS = ("姓名", "他自己的承诺（岗位承诺，可不填）")


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A person and one item of his or her own."""

    member_id: str
    name: str
    item: Item


def own_item(text: str = "") -> Item:
    """Return an item of somebody's post."""
    return {"kind": "post", "text": text, "measure": "", "due_date": "", "responsible": ""}


class OwnItemsModel(QAbstractTableModel):
    """Names and texts; the second column is written in."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[OwnLine] = []

    def show_people(self, people: Sequence[tuple[str, str]]) -> None:
        """Show these people (id, name); what was written for those who stay is kept."""
        self.beginResetModel()
        kept: dict[str, list[OwnLine]] = {}
        for line in self.lines:
            kept.setdefault(line.member_id, []).append(line)
        self.lines = [
            line
            for member_id, name in people
            for line in kept.get(member_id, [OwnLine(member_id, name, own_item())])
        ]
        self.endResetModel()

    def put(self, items: dict[str, list[Item]]) -> None:
        """Show these items of the people shown, each on a line of its own."""
        self.beginResetModel()
        people = dict.fromkeys((line.member_id, line.name) for line in self.lines)
        self.lines = [
            OwnLine(member_id, name, item)
            for member_id, name in people
            for item in items.get(member_id) or [own_item()]
        ]
        self.endResetModel()

    def items(self) -> dict[str, list[Item]]:
        """Return what was written, by the id of the person."""
        found: dict[str, list[Item]] = {}
        for line in self.lines:
            if line.item["text"].strip():
                found.setdefault(line.member_id, []).append(line.item | {"text": line.item["text"].strip()})
        return found

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Name and text."""
        return 0 if parent.isValid() else len(_HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer the view."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        line = self.lines[index.row()]
        return line.item["text"] if index.column() else line.name

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADS[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The text can be written."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and index.column() else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Keep what was written."""
        if not index.isValid() or not index.column() or role != Qt.ItemDataRole.EditRole:
            return False
        line = self.lines[index.row()]
        self.lines[index.row()] = replace(line, item=line.item | {"text": str(value)})
        self.dataChanged.emit(index, index)
        return True


class OwnItemsTable(QTableView):
    """Typing writes, Enter goes down, Ctrl+V fills downwards, Del empties."""

    def __init__(self) -> None:
        super().__init__()
        self.items = OwnItemsModel()
        self.items.setParent(self)
        self.setModel(self.items)
        self.setAccessibleName("各人自己的承诺")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        dress(self)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        head = self.horizontalHeader()
        head.setStretchLastSection(True)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.setMinimumHeight(180)
        self.items.modelReset.connect(lambda: self.go_to(0))

    def go_to(self, row: int) -> None:
        """Stand on the text of a line."""
        if 0 <= row < self.items.rowCount():
            self.setCurrentIndex(self.items.index(row, 1))

    def paste(self, text: str) -> None:
        """Fill downwards from the line on which one stands: one line for each person."""
        row = max(self.currentIndex().row(), 0)
        lines = ["\t".join(cell_text.pasted_cells(line)) for line in text.rstrip().splitlines()]
        for place, line in enumerate(lines, row):
            # An empty cell of a column keeps its place: what is below it is somebody else's.
            if place < self.items.rowCount() and (found := split_items(line)):
                self.items.setData(self.items.index(place, 1), found[0])
        self.go_to(min(row + len(lines), self.items.rowCount() - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste, empty, write, go down."""
        index = self.currentIndex()
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif event.key() == Qt.Key.Key_Delete and index.isValid():
            self.items.setData(self.items.index(index.row(), 1), "")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self.go_to(index.row() + 1)
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter the next line is written."""
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self.go_to(self.currentIndex().row() + 1)
        self.setFocus()
