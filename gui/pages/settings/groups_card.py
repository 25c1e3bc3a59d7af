"""The card of party groups in the settings: list, add, rename, dissolve."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.dialogs.group_dialog import DissolveDialog, GroupDialog
from gui.tablemodels import Column
from gui.widgets import Card, button, label
from gui.widgets.list_table import ListTable
from gui.workspace import Workspace
from models import group, member
from models.group import Group

_NONE = "还没有党小组。人多的支部可以分小组，名册按小组排列，党小组会按小组分别登记。"


class GroupsCard(Card):
    """`read()` shows the groups that stand, then the dissolved ones."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("党小组")
        self._workspace = workspace
        add = button("新设党小组…", icon="plus")
        add.clicked.connect(lambda: GroupDialog(self, workspace).open())
        self.corner.addWidget(add)
        self.groups = ListTable(
            [
                Column("name", "名称", lambda one: one[0].name, 16, strong=True, stretches=True),
                Column("count", "在册党员", _count, 10, right=True),
                Column("formed", "成立日期", lambda one: one[0].formed_date, 12, drop=1),
                Column("state", "情况", _standing, 18, state=lambda _one: "none"),
            ],
            "党小组",
        )
        self.groups.setMinimumHeight(120)
        self.groups.picked.connect(lambda _one: self.rename())
        self.none = label(_NONE, tone="secondary", wrap=True)
        self.body.addWidget(self.none)
        self.body.addWidget(self.groups, 1)
        self.body.addLayout(self._buttons())
        # Takes what the table leaves while it is hidden.
        self.body.addStretch(0)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.rename_button = button("修改…", icon="pencil", name="修改党小组")
        self.rename_button.clicked.connect(self.rename)
        self.dissolve_button = button("撤销党小组…")
        self.dissolve_button.clicked.connect(self.dissolve)
        row.addWidget(self.rename_button)
        row.addWidget(self.dissolve_button)
        row.addStretch(1)
        return row

    def read(self) -> None:
        """Read the groups and how many active members each has."""
        counts: dict[str, int] = {}
        for one in member.list_members(self._workspace.ledger):
            counts[one.group] = counts.get(one.group, 0) + 1
        listed = [(one, counts.get(one.name, 0)) for one in group.list_groups(self._workspace.ledger)]
        self.groups.show_records(sorted(listed, key=lambda one: one[0].dissolved_date != ""))
        self.none.setVisible(not listed)
        hidden: list[QWidget] = [self.groups, self.rename_button, self.dissolve_button]
        for widget in hidden:
            widget.setVisible(bool(listed))

    def rename(self) -> None:
        """Change name or days of the chosen group."""
        if self.groups.current is not None:
            GroupDialog(self, self._workspace, self.groups.current[0]).open()

    def dissolve(self) -> None:
        """Dissolve the chosen group; its members must have another one first."""
        if self.groups.current is None:
            return
        chosen, count = self.groups.current
        if chosen.dissolved_date:
            self._workspace.messages.tell(self, f"“{chosen.name}”已经撤销。", f"撤销日期：{chosen.dissolved_date}")
        elif count:
            self._workspace.messages.tell(
                self,
                f"“{chosen.name}”里还有 {count} 名党员，不能撤销。",
                "请先在“党员”页把他们调到别的党小组，再回来撤销。",
            )
        else:
            DissolveDialog(self, self._workspace, chosen).open()


def _standing(one: tuple[Group, int]) -> str:
    day = one[0].dissolved_date
    return f"{day} 撤销" if day else ""


def _count(one: tuple[Group, int]) -> str:
    return "" if one[0].dissolved_date else f"{one[1]} 人"
