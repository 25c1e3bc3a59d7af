"""The items of a pledge as they are written: one after the other, or several lines pasted at once."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from gui import style
from gui.widgets import DateEdit, button, label
from models import words
from models.pledge import ITEM_KINDS, PledgeItem

Item = dict[str, str]
"""`kind`, `text`, `measure`, `due_date`, `responsible`."""

_NUMERAL = r"[一二三四五六七八九十百]{1,4}|\d{1,3}"
_NUMBER = re.compile(
    rf"(?:第(?:{_NUMERAL})[条项][、:：.．\s]?|[（(](?:{_NUMERAL})[）)]|(?:{_NUMERAL})[、．)）:：]|\d{{1,3}}\.(?!\d)"
    r"|(?:[一二三四五六七八九十]{1,3})\.|[①-⑳]|[-*•·●◆■]\s)\s*"
)


def split_items(text: str) -> list[str]:
    """Return the lines of a pasted text without their numbering (`一、`, `（1）`, `2.`, `①`, `第三条`).

    An amount at the beginning (`1.5 万元`) and words that begin with a numeral (`一岗双责`) stay; empty lines go.
    """
    found = []
    for line in text.replace("\r", "\n").replace("\u2028", "\n").split("\n"):
        kept = line.strip(" \u3000\t")
        numbered = _NUMBER.match(kept)
        if numbered is not None:
            kept = kept[numbered.end() :]
        if kept.strip():
            found.append(kept.strip(" \u3000\t"))
    return found


class ItemText(QPlainTextEdit):
    """Enter goes on to the next item; several lines pasted become several items (`pasted`)."""

    went_on = Signal()
    pasted = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setPlaceholderText("承诺做什么。可以一次粘贴多条，一行一条")
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 2 + 18)

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(200, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on."""
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self.went_on.emit()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take the first line; further ones become items of their own."""
        lines = split_items(source.text())
        if lines:
            self.insertPlainText(lines[0])
        if len(lines) > 1:
            self.pasted.emit(lines[1:])


class ItemRow(QFrame):
    """One item: kind and text, below them measure, due date and who is responsible."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 6)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        self.number = label(strong=True)
        self.kind = QComboBox()
        for key in ITEM_KINDS:
            self.kind.addItem(words.label("pledge_item_kind", key), key)
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))
        self.text = ItemText()
        self.remove = button("", icon="x", kind="quiet")
        self.measure, self.responsible = QLineEdit(), QLineEdit()
        self.measure.setPlaceholderText("措施（可不填）")
        self.due = DateEdit("pledge_item.due_date")
        self.due.setPlaceholderText("完成时限，不填就是年底")
        self.responsible.setPlaceholderText("责任人（可不填）")
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.number, 0, 0, top)
        grid.addWidget(self.kind, 0, 1, top)
        grid.addWidget(self.text, 0, 2, 1, 2)
        grid.addWidget(self.remove, 0, 4, top)
        grid.addWidget(self.responsible, 1, 1)
        grid.addWidget(self.measure, 1, 2)
        grid.addWidget(self.due, 1, 3, 1, 2)
        grid.setColumnMinimumWidth(0, 18)
        grid.setColumnStretch(2, 3)
        grid.setColumnStretch(3, 2)
        self.kind.setFixedWidth(130)
        self.responsible.setFixedWidth(130)

    def show_number(self, number: int) -> None:
        """Number the item, for the eye and for readers."""
        self.number.setText(str(number))
        for widget, word in (
            (self.kind, "类别"),
            (self.text, "内容"),
            (self.measure, "措施"),
            (self.due, "完成时限"),
            (self.responsible, "责任人"),
            (self.remove, "：删去"),
        ):
            widget.setAccessibleName(f"第 {number} 项{word}")
        self.remove.setToolTip(f"删去第 {number} 项")

    def put(self, item: Item) -> None:
        """Show an item."""
        self.kind.setCurrentIndex(max(self.kind.findData(item.get("kind", "")), 0))
        self.text.setPlainText(item.get("text", ""))
        self.measure.setText(item.get("measure", ""))
        self.due.setText(item.get("due_date", ""))
        self.responsible.setText(item.get("responsible", ""))

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return not self.text.toPlainText().strip()

    def item(self) -> Item:
        """Return the item. Raises RefusedError("value-bad-date")."""
        return {
            "kind": str(self.kind.currentData()),
            "text": self.text.toPlainText().replace("\n", " ").strip(),
            "measure": self.measure.text().strip(),
            "due_date": self.due.iso(),
            "responsible": self.responsible.text().strip(),
        }


class ItemsEditor(QWidget):
    """Items one below the other, the last one empty where the next is written; `changed` when their number does."""

    changed = Signal()

    def __init__(self, kind: str = "common") -> None:
        super().__init__()
        self.kind = kind
        self._rows: list[ItemRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.GAP // 2)
        self._holder = QVBoxLayout()
        self._holder.setSpacing(8)
        column.addLayout(self._holder)
        self.more = button("再加一项", icon="plus", kind="quiet")
        self.more.clicked.connect(lambda: self._focus(self._add()))
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.put([])

    @property
    def rows(self) -> Sequence[ItemRow]:
        """The items as they stand there, empty ones too."""
        return self._rows

    def items(self) -> list[Item]:
        """Return the items that were written. Raises RefusedError("value-bad-date")."""
        return [row.item() for row in self._rows if not row.empty]

    def put(self, items: Sequence[Item]) -> None:
        """Show these items in place of what stands there."""
        for row in list(self._rows):
            self._take_out(row)
        for item in items or [{"kind": self.kind}]:
            self._add().put(item)
        self.changed.emit()

    def first(self) -> QWidget:
        """Where writing begins: the first empty item, or the last one."""
        return next((row.text for row in self._rows if row.empty), self._rows[-1].text)

    def _add(self, at: int = -1) -> ItemRow:
        kind = str(self._rows[-1].kind.currentData()) if self._rows else self.kind
        row = ItemRow(kind)
        place = at if at >= 0 else len(self._rows)
        self._rows.insert(place, row)
        self._holder.insertWidget(place, row)
        row.text.went_on.connect(lambda: self._go_on(row))
        row.text.pasted.connect(lambda lines: self._paste(row, lines))
        row.remove.clicked.connect(lambda: self._remove(row))
        self._number()
        return row

    def _go_on(self, row: ItemRow) -> None:
        at = self._rows.index(row) + 1
        if at < len(self._rows):
            self._focus(self._rows[at])
        elif not row.empty:
            self._focus(self._add())

    def _paste(self, row: ItemRow, lines: list[str]) -> None:
        at, kind = self._rows.index(row), str(row.kind.currentData())
        for place, line in enumerate(lines, at + 1):
            made = self._add(place)
            made.put({"kind": kind, "text": line})
        self._focus(self._rows[at + len(lines)])
        self.changed.emit()

    def _remove(self, row: ItemRow) -> None:
        at = self._rows.index(row)
        self._take_out(row)
        if not self._rows:
            self._add()
        self._number()
        self._focus(self._rows[min(at, len(self._rows) - 1)])
        self.changed.emit()

    def _take_out(self, row: ItemRow) -> None:
        self._rows.remove(row)
        self._holder.removeWidget(row)
        # Until it is gone it would still count among what stands in the fields.
        row.setParent(None)
        row.deleteLater()

    def _number(self) -> None:
        for number, row in enumerate(self._rows, 1):
            row.show_number(number)

    def _focus(self, row: ItemRow) -> None:
        row.text.setFocus(Qt.FocusReason.TabFocusReason)


def item_of(kept: PledgeItem, *, years: int = 0) -> Item:
    """Return a kept item as it is written; its date moved on by years for the pledge of a later one."""
    due = kept.due_date
    if due and years:
        later = f"{int(due[:4]) + years}{due[4:]}"
        due = later[:7] if later.endswith("-02-29") else later
    return {
        "kind": kept.kind,
        "text": kept.text,
        "measure": kept.measure,
        "due_date": due,
        "responsible": kept.responsible,
    }
