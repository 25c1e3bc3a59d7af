"""Who is freed from the study hours: the list, and one entry of it."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gui import labels
from gui.dialogs.base import FormDialog
from gui.dialogs.study_fields import RecordDialog
from gui.dialogs.study_people import PeopleChooser
from gui.tablemodels import Column
from gui.widgets import Card, EmptyState, button, label
from gui.widgets.list_table import ListTable
from gui.workspace import Workspace
from models import study_exemption
from models.errors import KnownError, RefusedError
from models.study_exemption import StudyExemption

_ABOUT = "年老体弱、患病、长期外出等确实不能参加学习的，可以免修学时；免修的人不算未达标，学了多少照样记。"


class ExemptionDialog(RecordDialog):
    """Frees one member for a while, or changes that."""

    table = "study_exemption"

    def __init__(self, parent: QWidget, workspace: Workspace, shown: StudyExemption | None = None) -> None:
        super().__init__(parent, workspace, "登记免修" if shown is None else f"免修：{shown.name}")
        self._shown = shown
        self.setMinimumWidth(460)
        self.people = PeopleChooser(workspace, single=True)
        if shown is None:
            side = QVBoxLayout()
            side.addWidget(label("免修的人", strong=True))
            side.addWidget(self.people, 1)
            self.body.addLayout(side, 1)
        else:
            self.people.choose([shown.member_id])
        self.add_date("from_date", hint="如 2026-03 或 2026-03-01")
        self.add_date("to_date", hint="还不知道到什么时候就不填")
        self.add("reason", "如：年老体弱、长期患病、长期外出")
        self.body.addWidget(self.grid)
        if shown is not None:
            for name in ("from_date", "to_date", "reason"):
                self.put(name, getattr(shown, name))
        self.set_buttons("保存", "取消")
        (self.people.search if shown is None else self.fields["from_date"]).setFocus()

    def submit(self) -> None:
        """Write it."""
        self.problem.clear()
        shown, chosen, new_id = self._shown, self.people.chosen, self.workspace.ledger.ids.new()
        try:
            if not chosen:
                raise RefusedError("exemption-nobody")
            values: dict[str, Any] = {name: self.text(name) for name in self.fields}
            if shown is None:
                self.workspace.bridge.run(
                    "exemption.add",
                    lambda op: study_exemption.add_exemption(
                        op, exemption_id=new_id, member_id=chosen[0], **values
                    ),
                )
            else:
                self.workspace.bridge.run(
                    "exemption.edit", lambda op: study_exemption.edit_exemption(op, shown.id, **values)
                )
        except KnownError as error:
            self.refuse(error)
            if error.code == "exemption-nobody":
                self.people.search.setFocus()
            return
        self.accept()
        self.workspace.say("已登记免修" if shown is None else f"已修改：{shown.name}的免修", "撤销")


class ExemptionsDialog(FormDialog):
    """All exemptions of the branch; Enter changes, Del takes out."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent, "学时免修")
        self._workspace = workspace
        self.setMinimumWidth(680)
        self.body.addWidget(label(_ABOUT, tone="secondary", wrap=True))
        today = workspace.ledger.clock.today()
        self.table = ListTable(
            [
                Column("name", "姓名", lambda one: one.name, 10, strong=True),
                Column("from", "从", lambda one: labels.day_text(one.from_date), 14),
                Column("to", "到", lambda one: labels.day_text(one.to_date) or "未定", 14),
                Column("reason", "原因", lambda one: one.reason, 14, stretches=True),
                Column(
                    "state",
                    "情况",
                    lambda one: "免修中" if one.stands_on(today) else "不在免修",
                    11,
                    state=lambda one: "progress" if one.stands_on(today) else "none",
                ),
            ],
            "学时免修",
        )
        self.table.picked.connect(self.edit)
        self.table.delete_asked.connect(lambda _key: self.remove())
        self.empty = EmptyState("users", "没有人免修")
        self.lists = QStackedWidget()
        self.lists.addWidget(self.table)
        self.lists.addWidget(self.empty)
        self.lists.setMinimumHeight(200)
        holder = Card(padding=(1, 1, 1, 1))
        holder.body.addWidget(self.lists)
        self.body.addWidget(holder, 1)
        self.body.addLayout(self._make_tools())
        self.set_buttons("关闭").setDefault(False)
        workspace.bridge.changed.connect(self._reload)
        self._reload()
        (self.table if self.table.listed else self.add_button).setFocus()

    def _make_tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.add_button = button("登记免修…", icon="plus")
        self.add_button.clicked.connect(self.add)
        self.edit_button = button("修改…", icon="pencil", tip="回车")
        self.edit_button.clicked.connect(lambda: self.edit(self.table.current))
        self.remove_button = button("删去", icon="x", tip="Del")
        self.remove_button.clicked.connect(self.remove)
        for made in (self.add_button, self.edit_button, self.remove_button):
            row.addWidget(made)
        row.addStretch(1)
        return row

    def add(self) -> None:
        """Free somebody."""
        ExemptionDialog(self, self._workspace).open()

    def edit(self, chosen: StudyExemption | None) -> None:
        """Change an entry."""
        if chosen is not None:
            ExemptionDialog(self, self._workspace, chosen).open()

    def remove(self) -> None:
        """Ask, then take the chosen entry out."""
        chosen: StudyExemption | None = self.table.current
        if chosen is None:
            return
        self._workspace.messages.ask(
            self,
            f"删去{chosen.name}的免修？",
            "登记错了才删；免修结束了请填上截止日期。",
            yes="删去",
            then=lambda: self._take_out(chosen),
        )

    def _take_out(self, chosen: StudyExemption) -> None:
        bridge = self._workspace.bridge
        if bridge.attempt(self, "exemption.remove", lambda op: study_exemption.remove_exemption(op, chosen.id)):
            self._workspace.say(f"已删去：{chosen.name}的免修", "撤销")

    def _reload(self, _changes: object = None) -> None:
        listed = study_exemption.list_exemptions(self._workspace.ledger)
        self.table.show_records(listed)
        self.lists.setCurrentWidget(self.table if listed else self.empty)
        for made in (self.edit_button, self.remove_button):
            made.setVisible(bool(listed))
