"""Facts of the own organisation, and its party groups."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gui.dialogs.base import FormDialog
from gui.pages.settings.section import Section
from gui.tablemodels import Column
from gui.widgets import Card, DateEdit, FieldGrid, InlineMessage, button, label
from gui.widgets.list_table import ListTable
from gui.workspace import Workspace
from models import group, organization, words
from models.errors import KnownError
from models.group import Group
from models.schema import SELF

_FIELDS = ("name", "short_name", "code", "secretary", "phone")
_HINTS = {"short_name": "表头和文件名里用，如：河东村支部", "code": "上级编的代码，没有就空着"}


class OrganizationSection(Section):
    """Name, short name, code, secretary, telephone; below it the groups."""

    key, word, icon = "organization", "组织与党小组", "house"
    depends_on = ("organization", "party_group", "member")

    def build(self) -> None:
        """Make the widgets."""
        card = Card("组织信息")
        self.level = label(tone="secondary")
        card.corner.addWidget(self.level)
        grid = FieldGrid()
        self.fields: dict[str, QLineEdit] = {}
        for name in _FIELDS:
            field = QLineEdit()
            field.setPlaceholderText(_HINTS.get(name, ""))
            field.returnPressed.connect(self.save)
            self.fields[name] = field
            grid.add_field(words.label("field", f"organization.{name}"), field)
        card.body.addWidget(grid)
        self.problem = InlineMessage()
        card.body.addWidget(self.problem)
        row = QHBoxLayout()
        row.addStretch(1)
        self.save_button = button("保存", icon="save", kind="primary")
        self.save_button.clicked.connect(self.save)
        row.addWidget(self.save_button)
        card.body.addLayout(row)
        self.body.addWidget(card)
        self.body.addWidget(self._groups_card(), 1)

    def _groups_card(self) -> Card:
        card = Card("党小组")
        card.setMinimumHeight(250)
        add = button("新设党小组…", icon="plus")
        add.clicked.connect(lambda: GroupDialog(self, self.workspace).open())
        card.corner.addWidget(add)
        self.groups = ListTable(
            [
                Column("name", "名称", lambda one: one[0].name, 16, strong=True, stretches=True),
                Column(
                    "count",
                    "在册党员",
                    lambda one: f"{one[1]} 人" if not one[0].dissolved_date else "",
                    10,
                    right=True,
                ),
                Column("formed", "成立日期", lambda one: one[0].formed_date, 12),
                Column("state", "情况", _standing, 18, state=lambda _one: "none"),
            ],
            "党小组",
        )
        self.groups.setMinimumHeight(120)
        self.groups.picked.connect(lambda _one: self.rename())
        self.none = label("还没有党小组。人多的支部可以分小组，名册按小组排列。", tone="secondary", wrap=True)
        card.body.addWidget(self.none)
        card.body.addWidget(self.groups, 1)
        row = QHBoxLayout()
        self.rename_button = button("修改…", icon="pencil")
        self.rename_button.clicked.connect(self.rename)
        self.dissolve_button = button("撤销党小组…")
        self.dissolve_button.clicked.connect(self.dissolve)
        row.addWidget(self.rename_button)
        row.addWidget(self.dissolve_button)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def first_focus(self) -> QWidget:
        """The name."""
        return self.fields["name"]

    def refresh(self) -> None:
        """Read."""
        own = organization.own(self.workspace.ledger)
        self.level.setText(words.label("level", own.level))
        for name, field in self.fields.items():
            if not field.isModified():
                field.setText(getattr(own, name))
        counts = group_counts(self.workspace)
        listed = [(one, counts.get(one.name, 0)) for one in group.list_groups(self.workspace.ledger)]
        self.groups.show_records(sorted(listed, key=lambda one: one[0].dissolved_date != ""))
        self.groups.setVisible(bool(listed))
        self.none.setVisible(not listed)
        for made in (self.rename_button, self.dissolve_button):
            made.setVisible(bool(listed))

    def save(self) -> None:
        """Write the facts as one operation."""
        values = {name: field.text() for name, field in self.fields.items()}
        self.problem.clear()
        try:
            changed = self.workspace.bridge.run("organization.edit", lambda op: organization.edit(op, SELF, **values))
        except KnownError as error:
            self.problem.show_error(error)
            return
        for field in self.fields.values():
            field.setModified(False)
        self.workspace.say("组织信息已保存" if changed else "没有改动", "撤销" if changed else "")
        self.refresh()

    def rename(self) -> None:
        """Change name or day of the chosen group."""
        if self.groups.current is not None:
            GroupDialog(self, self.workspace, self.groups.current[0]).open()

    def dissolve(self) -> None:
        """Dissolve the chosen group; its members must have another one first."""
        if self.groups.current is None:
            return
        chosen, count = self.groups.current
        if chosen.dissolved_date:
            self.workspace.messages.tell(self, f"“{chosen.name}”已经撤销。", f"撤销日期：{chosen.dissolved_date}")
        elif count:
            self.workspace.messages.tell(
                self,
                f"“{chosen.name}”里还有 {count} 名党员，不能撤销。",
                "请先在“党员”页把他们调到别的党小组，再回来撤销。",
            )
        else:
            DissolveDialog(self, self.workspace, chosen).open()


def _standing(one: tuple[Group, int]) -> str:
    day = one[0].dissolved_date
    return f"{day} 撤销" if day else ""


def group_counts(workspace: Workspace) -> dict[str, int]:
    """Return how many active members each group has, by its name."""
    from models import member

    counts: dict[str, int] = {}
    for one in member.list_members(workspace.ledger):
        counts[one.group] = counts.get(one.group, 0) + 1
    return counts


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
