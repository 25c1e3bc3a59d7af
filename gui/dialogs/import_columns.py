"""Which column of a workbook stands for which field; where two stand for one, a person chooses."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from exchange import roster_notices
from exchange.roster_header import Column
from exchange.roster_sheet import SheetReport
from gui import style
from gui.dialogs import import_rows
from gui.dialogs.base import FormDialog
from gui.widgets import Card, label
from models import words


class ImportColumnsDialog(FormDialog):
    """`changed` gives the choice: (sheet, field) -> column number."""

    changed = Signal(object)

    def __init__(self, parent: QWidget, sheets: tuple[SheetReport, ...], choice: Mapping[tuple[str, str], int]) -> None:
        super().__init__(parent, "栏目对照")
        self.setMinimumWidth(560)
        self._choice = dict(choice)
        self.boxes: dict[tuple[str, str], QComboBox] = {}
        for sheet in sheets:
            if sheet.header_row:
                self.body.addWidget(self._sheet_card(sheet))
        first = next(iter(self.boxes.values()), None)
        if first is None:
            self.body.addWidget(label("每个项目只有一栏，不用选。", tone="secondary"))
            self.set_buttons("知道了").setFocus()
        else:
            self.set_buttons("按这样重新读", "取消")
            first.setFocus()

    def _sheet_card(self, sheet: SheetReport) -> Card:
        card = Card(f"工作表“{sheet.name}”")
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        by_field: dict[str, list[Column]] = {}
        for column in sheet.columns:
            if column.field and f"member.{column.field}" in words.labels()["field"]:
                by_field.setdefault(column.field, []).append(column)
        for row, (field, columns) in enumerate(by_field.items()):
            grid.addWidget(label(import_rows.field_word(field), tone="secondary"), row, 0)
            grid.addWidget(self._shown(sheet.name, field, columns), row, 1)
        for field, hinted in roster_notices.missing_fields(sheet).items():
            self._offer(grid, sheet, field, hinted)
        card.body.addLayout(grid)
        unused = "、".join(dict.fromkeys(sheet.unused))
        if unused:
            card.body.addWidget(
                label(f"没有用到的栏：{unused}", tone="secondary", points=style.SECONDARY_PT, wrap=True)
            )
        return card

    def _offer(self, grid: QGridLayout, sheet: SheetReport, field: str, hinted: tuple[str, ...]) -> None:
        """Offer the columns nobody took for a field that was not recognised, the likely ones first."""
        chosen = self._choice.get((sheet.name, field), 0)
        left = [column for column in sheet.columns if column.label in sheet.unused and not column.field]
        if not left:
            return
        box = QComboBox()
        box.addItem("没有这一栏", 0)
        for column in sorted(left, key=lambda one: one.label not in hinted):
            box.addItem(f"第 {column.number} 栏“{column.label}”", column.number)
        box.setCurrentIndex(max(box.findData(chosen), 0))
        box.setAccessibleName(import_rows.field_word(field))
        self.boxes[sheet.name, field] = box
        row = grid.rowCount()
        grid.addWidget(label(import_rows.field_word(field), tone="soon"), row, 0)
        grid.addWidget(box, row, 1)

    def _shown(self, sheet: str, field: str, columns: list[Column]) -> QWidget:
        if len(columns) == 1 or any(column.part for column in columns):
            return label("、".join(column.label for column in columns), wrap=len(columns) > 1)
        box = QComboBox()
        box.addItem("两栏都看，不一致的行逐行问", 0)
        for column in columns:
            box.addItem(f"只看第 {column.number} 栏“{column.label}”", column.number)
        box.setCurrentIndex(max(box.findData(self._choice.get((sheet, field), 0)), 0))
        box.setAccessibleName(import_rows.field_word(field))
        self.boxes[sheet, field] = box
        return box

    def submit(self) -> None:
        """Tell the choice."""
        self.accept()
        if self.boxes:
            self.changed.emit({key: int(box.currentData()) for key, box in self.boxes.items() if box.currentData()})
