"""A party group: new, renamed, its days, dissolved."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gui.dialogs.base import FormDialog
from gui.widgets import DateEdit, FieldGrid, label
from gui.workspace import Workspace
from models import group, words
from models.errors import KnownError
from models.group import Group


class GroupDialog(FormDialog):
    """A new group, or another name or day for one."""

    def __init__(self, parent: QWidget, workspace: Workspace, edited: Group | None = None) -> None:
        super().__init__(parent, "修改党小组" if edited else "新设党小组")
        self.setMinimumWidth(420)
        self._workspace, self._edited = workspace, edited
        self.name, self.formed = QLineEdit(), DateEdit("group.formed_date")
        if edited is not None:
            self.name.setText(edited.name)
            self.formed.setText(edited.formed_date)
        else:
            self.name.setPlaceholderText("如：第一党小组")
        grid = FieldGrid()
        grid.add_field(words.label("field", "group.name"), self.name)
        grid.add_field(words.label("field", "group.formed_date"), self.formed)
        self.body.addWidget(grid)
        self.ask_before_losing(workspace.messages)
        self.set_buttons("保存", "取消")
        self.name.setFocus()

    def submit(self) -> None:
        """Write it."""
        self.problem.clear()
        ledger, edited = self._workspace.ledger, self._edited
        try:
            name, day = self.name.text(), self.formed.iso()
            if edited is None:
                self._workspace.bridge.run(
                    "group.add",
                    lambda op: group.add_group(op, group_id=ledger.ids.new(), name=name, formed_date=day),
                )
            else:
                self._workspace.bridge.run(
                    "group.edit", lambda op: group.edit_group(op, edited.id, name=name, formed_date=day)
                )
        except KnownError as error:
            self.problem.show_error(error)
            return
        self.accept()


class DissolveDialog(FormDialog):
    """The day on which a group was dissolved."""

    def __init__(self, parent: QWidget, workspace: Workspace, dissolved: Group) -> None:
        super().__init__(parent, f"撤销党小组：{dissolved.name}")
        self.setMinimumWidth(420)
        self._workspace, self._dissolved = workspace, dissolved
        holder = QVBoxLayout()
        holder.addWidget(label("撤销后不能再编入党员，原来的记录保留。", tone="secondary", wrap=True))
        self.day = DateEdit("group.dissolved_date")
        self.day.setText(workspace.ledger.clock.today().isoformat())
        grid = FieldGrid()
        grid.add_field(words.label("field", "group.dissolved_date"), self.day)
        holder.addWidget(grid)
        self.body.addLayout(holder)
        self.ask_before_losing(workspace.messages)
        self.set_buttons("撤销党小组", "取消")
        self.day.setFocus()

    def submit(self) -> None:
        """Write it."""
        self.problem.clear()
        try:
            day = self.day.iso() or self._workspace.ledger.clock.today().isoformat()
            self._workspace.bridge.run(
                "group.edit", lambda op: group.edit_group(op, self._dissolved.id, dissolved_date=day)
            )
        except KnownError as error:
            self.problem.show_error(error)
            return
        self.accept()
