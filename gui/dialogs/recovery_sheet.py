"""The recovery code on the screen and on paper: shown once, and one of its groups is asked back."""

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gui import file_choice
from gui.dialogs.base import FormDialog
from gui.widgets.buttons import button
from gui.widgets.card import Card
from gui.widgets.inline_message import InlineMessage
from gui.widgets.state import set_wrong
from gui.widgets.texts import label
from models.errors import KnownError, RefusedError

if TYPE_CHECKING:
    from gui.printer import Sent
    from models.ledger import Ledger

LATER = "还没抄，先进去（以后只能换新码）"
"""What is lost by going on stands on the button itself."""

_COLUMNS = 4


class RecoverySheet(QWidget):
    """The groups of a code, print and save, and the field for one group, typed back."""

    def __init__(self) -> None:
        super().__init__()
        self._ledger: Ledger | None = None
        self._code = ""
        self.groups: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        card = Card()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(22)
        self._grid.setVerticalSpacing(4)
        card.body.addLayout(self._grid)
        column.addWidget(card)
        column.addLayout(self._buttons())
        self.said = InlineMessage()
        column.addWidget(self.said)
        question = "收好了吗？请照着纸，在这里输入其中任意一组（6 位数字）："
        self.typed = QLineEdit()
        self.typed.setMaxLength(12)
        self.typed.setFixedWidth(160)
        self.typed.textEdited.connect(lambda _text: set_wrong(self.typed, False))
        self.typed.setAccessibleName(question)
        column.addWidget(label(question, strong=True, wrap=True))
        column.addWidget(self.typed)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.save = button("存成 PDF…", icon="download")
        self.save.clicked.connect(self._save)
        self.print = button("打印…", icon="printer")
        self.print.clicked.connect(self._print)
        row.addWidget(self.print)
        row.addWidget(self.save)
        row.addStretch(1)
        return row

    def show_code(self, ledger: "Ledger", code: str) -> None:
        """Show a recovery code of a ledger; its groups are separated by dashes."""
        self._ledger, self._code = ledger, code
        self.groups = code.split("-")
        for place, text in enumerate(self.groups):
            row, column = divmod(place, _COLUMNS)
            head = label(f"第 {place + 1} 组", tone="secondary")
            cell = label(text, points=16.0, strong=True)
            cell.setAccessibleName(f"第 {place + 1} 组 {text}")
            self._grid.addWidget(head, row * 3, column, Qt.AlignmentFlag.AlignHCenter)
            self._grid.addWidget(cell, row * 3 + 1, column, Qt.AlignmentFlag.AlignHCenter)
            self._grid.setRowMinimumHeight(row * 3 + 2, 6 if row == 0 else 0)

    def check(self) -> None:
        """Raise RefusedError unless one of the groups was typed."""
        typed = "".join(c for c in unicodedata.normalize("NFKC", self.typed.text()) if c.isdigit())
        if typed not in self.groups:
            set_wrong(self.typed, True)
            self.typed.setFocus()
            raise RefusedError("recovery-group-differs")

    def _save(self) -> None:
        proposed = file_choice.documents() / "恢复码.pdf"
        file_choice.choose_save(self, "恢复码存成 PDF", "PDF 文件 (*.pdf)", proposed, self._saved_at)

    def _saved_at(self, path: Path) -> None:
        if self._write(path):
            self._say_saved(path)

    def _print(self) -> None:
        from gui import printer
        from reports import recovery

        assert self._ledger is not None
        try:
            pages = recovery.lay_out_recovery_sheet(self._ledger, self._code)
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
            self.typed.setFocus()

    def _say_saved(self, path: Path) -> None:
        self.said.say(f"已保存：{path}", next_step="请打印出来收好，再把这个文件从电脑上删掉。", state="done")
        self.typed.setFocus()

    def _write(self, path: Path) -> bool:
        from reports import recovery

        assert self._ledger is not None
        try:
            recovery.print_recovery_sheet(self._ledger, self._code, path)
        except KnownError as error:
            self.said.show_error(error)
            return False
        return True


class RecoverySheetDialog(FormDialog):
    """A new recovery code for a ledger that is open; closes when one group was typed back."""

    def __init__(self, parent: QWidget | None, ledger: "Ledger", code: str) -> None:
        super().__init__(parent, "新的恢复码")
        self.setMinimumWidth(560)
        self.body.addWidget(
            label(
                "请把恢复码抄下来或印出来，和印章、档案放在一起。它只显示这一次，程序里不留。旧的恢复码对今后的备份不再有效。",
                wrap=True,
            )
        )
        self.sheet = RecoverySheet()
        self.sheet.show_code(ledger, code)
        self.body.addWidget(self.sheet)
        self.set_buttons("已收好", LATER)
        self.sheet.print.setFocus()

    def submit(self) -> None:
        """Close when the group is right."""
        try:
            self.sheet.check()
        except RefusedError as error:
            self.problem.show_error(error)
            return
        self.accept()
