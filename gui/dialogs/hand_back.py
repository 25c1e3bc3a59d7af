"""The committee hands a deposited recovery code back: to whom and why first, then the sheet for the person who came."""

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from gui.dialogs.base import FormDialog
from gui.dialogs.recovery_sheet import RecoverySheet
from gui.widgets import FieldGrid, button, label
from gui.workspace import Workspace
from models import rescue
from models.errors import KnownError
from models.ledger_keys import Sheet
from models.organization import Organization


class HandBackDialog(FormDialog):
    """Nothing is shown before a person said that it is the branch who asks; that is written down."""

    def __init__(self, parent: QWidget, workspace: Workspace, branch: Organization) -> None:
        super().__init__(parent, "交还存放的恢复码")
        self.setMinimumWidth(560)
        self.workspace, self.branch = workspace, branch
        self.body.addWidget(
            label(
                f"“{branch.name}”的恢复码打得开它的台账。请当面核实是支部的书记，不要电话里念、不要发出去。"
                "谁、什么时候、为什么交还，记入操作记录，并写在它的下一份回执里。",
                wrap=True,
            )
        )
        grid = FieldGrid()
        self.to, self.why = QLineEdit(branch.secretary), QLineEdit()
        self.to.setMaxLength(60)
        self.why.setMaxLength(100)
        self.why.setPlaceholderText("如：电脑坏了，单子也找不到，书记持介绍信来")
        grid.add_field("交给谁", self.to)
        grid.add_field("原因", self.why)
        self.body.addWidget(grid)
        self.sure = QCheckBox("已当面核实")
        self.body.addWidget(self.sure)
        self.ask_before_losing(workspace.messages, "还没有交还。")
        primary = self.set_buttons("交还", "取消")
        primary.setEnabled(False)
        self.sure.toggled.connect(primary.setEnabled)
        (self.why if branch.secretary else self.to).setFocus()

    def submit(self) -> None:
        """Write it down and show the sheet."""
        from exchange import deposit

        self.problem.clear()
        try:
            sheet = deposit.hand_back(
                self.workspace.ledger, self.branch.number, to=self.to.text(), why=self.why.text()
            )
        except KnownError as error:
            self.problem.show_error(error)
            return
        self.accept()
        HandedSheetDialog(self.parentWidget(), self.workspace, sheet).open()


class HandedSheetDialog(FormDialog):
    """The sheet, to be printed or copied by hand."""

    def __init__(self, parent: QWidget | None, workspace: Workspace, sheet: Sheet) -> None:
        super().__init__(parent, "交还的恢复码单")
        self.setMinimumWidth(560)
        self.body.addWidget(label(f"{sheet.unit}。请印出来或抄给他，这里不再显示第二次。", wrap=True))
        self.sheet = RecoverySheet()
        self.sheet.show_sheet(workspace.ledger, sheet, tuple(range(1, rescue.ASKED + 1)))
        self.body.addWidget(self.sheet)
        close = button("关闭")
        close.clicked.connect(self.accept)
        self.add_end(close)
