"""The recovery sheet on the screen and on paper: first the code, then three of its groups typed back from the paper."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from gui import file_choice
from gui.widgets.buttons import button
from gui.widgets.card import Card
from gui.widgets.field_grid import FieldGrid
from gui.widgets.inline_message import InlineMessage
from gui.widgets.state import set_wrong
from gui.widgets.texts import label
from models import recovery_code, rescue
from models.errors import KnownError, RefusedError

if TYPE_CHECKING:
    from gui.printer import Sent
    from models.ledger import Ledger
    from models.ledger_keys import Sheet

LATER = "以后再说（先不加密）"
"""What going on means stands on the button itself."""

_COLUMNS = 4


class RecoverySheet(QWidget):
    """Two faces: the groups with print and save, and the fields for three of them.

    `turned` tells whether the fields are shown, `kept` that the sheet went to the printer or into a file.
    """

    turned = Signal(bool)
    kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ledger: Ledger | None = None
        self._sheet: Sheet | None = None
        self.groups: list[str] = []
        self.asked: tuple[int, ...] = ()
        self.fields = [QLineEdit() for _ in range(rescue.ASKED)]
        self._faces = QStackedWidget()
        self._faces.addWidget(self._code_face())
        self._faces.addWidget(self._asking_face())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._faces)

    def _code_face(self) -> QWidget:
        face = QWidget()
        column = QVBoxLayout(face)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        card = Card()
        self._number = label(strong=True)
        card.body.addWidget(self._number)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(22)
        self._grid.setVerticalSpacing(4)
        card.body.addLayout(self._grid)
        column.addWidget(card)
        row = QHBoxLayout()
        self.save = button("存成 PDF…", icon="download")
        self.save.clicked.connect(self._save)
        self.print = button("打印…", icon="printer")
        self.print.clicked.connect(self._print)
        row.addWidget(self.print)
        row.addWidget(self.save)
        row.addStretch(1)
        column.addLayout(row)
        self.said = InlineMessage()
        column.addWidget(self.said)
        column.addStretch(1)
        return face

    def _asking_face(self) -> QWidget:
        face = QWidget()
        column = QVBoxLayout(face)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(label("请照着纸，输入下面三组（每组 6 位数字）：", strong=True, wrap=True))
        grid = FieldGrid()
        self._names = []
        for at, field in enumerate(self.fields):
            field.setMaxLength(12)
            field.setFixedWidth(160)
            field.textEdited.connect(partial(self._typed, at))
            self._names.append(grid.add_field("第 0 组", field))
        column.addWidget(grid, 0, Qt.AlignmentFlag.AlignLeft)
        self.back = button("回去再看一遍恢复码", kind="quiet")
        self.back.clicked.connect(self.show_code)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return face

    def show_sheet(self, ledger: "Ledger", sheet: "Sheet", asked: tuple[int, ...]) -> None:
        """Show a ledger's sheet; asked: the places, from one, of the groups that are asked back."""
        self._ledger, self._sheet, self.asked = ledger, sheet, asked
        self.groups = sheet.code.split("-")
        self._number.setText(f"恢复码单 {sheet.number} 号" + (f"（{sheet.made}）" if sheet.made else ""))
        for place, text in enumerate(self.groups):
            row, column = divmod(place, _COLUMNS)
            head = label(f"第 {place + 1} 组", tone="secondary")
            cell = label(text, points=16.0, strong=True)
            cell.setAccessibleName(f"第 {place + 1} 组 {text}")
            self._grid.addWidget(head, row * 3, column, Qt.AlignmentFlag.AlignHCenter)
            self._grid.addWidget(cell, row * 3 + 1, column, Qt.AlignmentFlag.AlignHCenter)
            self._grid.setRowMinimumHeight(row * 3 + 2, 6 if row == 0 else 0)
        for place, name, field in zip(asked, self._names, self.fields, strict=True):
            name.setText(f"第 {place} 组")
            field.setAccessibleName(f"第 {place} 组")
        self.show_code()

    @property
    def asking(self) -> bool:
        """Whether the fields are shown, and the code is not."""
        return self._faces.currentIndex() == 1

    def show_code(self) -> None:
        """Show the groups."""
        self._faces.setCurrentIndex(0)
        self.print.setFocus()
        self.turned.emit(False)

    def ask(self) -> None:
        """Hide the groups and ask for three of them."""
        self._faces.setCurrentIndex(1)
        self.fields[0].setFocus()
        self.turned.emit(True)

    @property
    def typed(self) -> list[str]:
        """What was typed into the three fields."""
        return [field.text() for field in self.fields]

    def check(self) -> None:
        """Raise RefusedError unless the three groups were typed."""
        try:
            rescue.check_groups("-".join(self.groups), self.asked, self.typed)
        except RefusedError as error:
            for place, field in zip(self.asked, self.fields, strict=True):
                set_wrong(field, f"第 {place} 组" in error.facts["groups"])
            next(field for field in self.fields if field.property("wrong") == "true").setFocus()
            raise

    def _typed(self, at: int, text: str) -> None:
        for field in self.fields:
            set_wrong(field, False)
        if len(recovery_code.digits(text)) == recovery_code.DIGITS and at + 1 < len(self.fields):
            self.fields[at + 1].setFocus()

    def _save(self) -> None:
        proposed = file_choice.documents() / "恢复码.pdf"
        file_choice.choose_save(self, "恢复码存成 PDF", "PDF 文件 (*.pdf)", proposed, self._saved_at)

    def _saved_at(self, path: Path) -> None:
        if self._write(path):
            self._say_saved(path)

    def _print(self) -> None:
        from gui import printer
        from reports import recovery

        assert self._ledger is not None and self._sheet is not None
        try:
            pages = recovery.lay_out_recovery_sheet(self._ledger, self._sheet)
        except KnownError as error:
            self.said.show_error(error)
            return
        printer.ask_and_print(self, "恢复码单", pages, self._printed)

    def _printed(self, sent: "Sent") -> None:
        if not sent.pages:
            what, following = sent.nothing
            self.said.say(what, next_step=following, state="overdue")
        elif sent.file is not None:
            self._say_saved(sent.file)
        else:
            self.said.say("已送到打印机。", next_step="请收好印出来的纸。", state="done")
            self.kept.emit()

    def _say_saved(self, path: Path) -> None:
        self.said.say(f"已保存：{path}", next_step="请打印出来收好，再把这个文件从电脑上删掉。", state="done")
        self.kept.emit()

    def _write(self, path: Path) -> bool:
        from reports import recovery

        assert self._ledger is not None and self._sheet is not None
        try:
            recovery.print_recovery_sheet(self._ledger, self._sheet, path)
        except KnownError as error:
            self.said.show_error(error)
            return False
        return True
