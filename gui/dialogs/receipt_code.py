"""Typing the paper receipt code that the committee read out or printed."""

from PySide6.QtWidgets import QLineEdit, QWidget

from gui.dialogs.base import FormDialog
from gui.widgets import FieldGrid, label
from gui.workspace import Workspace
from models.errors import KnownError


class ReceiptCodeDialog(FormDialog):
    """Ten letters and digits; upper and lower case are the same."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent, "输入回执码")
        self.setMinimumWidth(420)
        self.workspace = workspace
        self.body.addWidget(
            label(
                "上级不能把文件拷回来时，会给 10 位回执码（字母和数字，不分大小写）。",
                tone="secondary",
                wrap=True,
            )
        )
        self.code = QLineEdit()
        self.code.setPlaceholderText("如：AB3D5-7K9MN")
        self.code.setMaxLength(30)
        grid = FieldGrid()
        grid.add_field("回执码", self.code)
        self.body.addWidget(grid)
        self.set_buttons("登记", "取消")
        self.code.setFocus()

    def submit(self) -> None:
        """Note it."""
        from exchange import receipt

        self.problem.clear()
        try:
            accepted = receipt.accept_paper_code(self.workspace.ledger, self.code.text())
        except KnownError as error:
            self.problem.show_error(error)
            self.code.setFocus()
            return
        self.accept()
        self.workspace.say(f"已登记回执：第 {accepted.number} 号包上级已收到")
