"""Registers that a member has left: how, when, and why in words. The record stays and can be undone."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from gui.dialogs.base import FormDialog
from gui.widgets import DateEdit, FieldGrid, label
from gui.workspace import Workspace
from models import member, words
from models.errors import KnownError
from models.member import Member


class LeaveDialog(FormDialog):
    """One member, one operation."""

    def __init__(self, parent: QWidget, workspace: Workspace, leaving: Member) -> None:
        super().__init__(parent, f"登记离开：{leaving.name}")
        self._workspace, self._leaving = workspace, leaving
        self.setMinimumWidth(460)
        self.body.addWidget(
            label(
                "登记后不再列入名册和统计，资料仍保留在“已离开”里；登记错了可以撤销。",
                tone="secondary",
                wrap=True,
            )
        )
        fields = FieldGrid()
        self.kind = QComboBox()
        for key in member.LEFT_KINDS:
            self.kind.addItem(words.label("left_kind", key), key)
        self.date = DateEdit("member.left_date")
        self.date.setText(workspace.ledger.clock.today().isoformat())
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("如：转往某某支部；选“其他”时必须填写")
        fields.add_field(words.label("field", "member.left_kind"), self.kind)
        fields.add_field(words.label("field", "member.left_date"), self.date)
        fields.add_field(words.label("field", "member.left_reason"), self.reason)
        self.body.addWidget(fields)
        self.ask_before_losing(workspace.messages)
        self.set_buttons("登记离开", "取消")
        self.kind.setFocus()

    def submit(self) -> None:
        """Write it."""
        self.problem.clear()
        kind, reason, leaving = str(self.kind.currentData()), self.reason.text(), self._leaving
        try:
            day = self.date.iso()
            self._workspace.bridge.run(
                "member.remove",
                lambda op: member.remove_member(
                    op, leaving.id, kind=kind, date=day, reason=reason, org=leaving.org
                ),
                why=reason,
            )
        except KnownError as error:
            self.problem.show_error(error)
            return
        self.accept()
        self._workspace.say(f"已登记离开：{leaving.name}", "撤销")
