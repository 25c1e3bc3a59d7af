"""支部情况: when it was founded, in what kind of unit, who holds its posts, its party groups."""

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from gui.pages.settings.groups_card import GroupsCard
from gui.pages.settings.posts_card import PostsCard
from gui.pages.settings.section import Section
from gui.widgets import Card, DateEdit, ElidedLabel, FieldGrid, InlineMessage, button, label
from models import organization, post, words
from models.errors import KnownError
from models.gate import Operation
from models.schema import SELF


class BranchSection(Section):
    """What the rules need to know of a branch."""

    key, word, icon = "branch", "支部情况", "users"
    for_branches = True
    depends_on = ("organization", "setting", "post_term", "party_group", "member")

    def build(self) -> None:
        """Make the widgets."""
        card = Card("支部情况")
        self.secretary = ElidedLabel(tone="secondary")
        card.corner.addWidget(self.secretary)
        grid = FieldGrid()
        self.founded = DateEdit("organization.founded_date")
        self.founded.setPlaceholderText("不知道就空着，如 1998-06")
        self.kind = QComboBox()
        for key in ("", *organization.ORGANIZATION_KINDS):
            self.kind.addItem(words.label("organization_kind", key) if key else "未填", key)
        self.called = QLineEdit()
        self.called.setPlaceholderText("如：中共河东村支部；表册上称党支部时用")
        grid.add_field(words.label("field", "organization.branch_name"), self.called)
        grid.add_field(words.label("field", "organization.founded_date"), self.founded)
        grid.add_field(words.label("field", "organization.kind"), self.kind)
        card.body.addWidget(grid)
        card.body.addWidget(
            label("成立以前的月份不作要求；学时要求因单位类别不同。", tone="secondary", wrap=True)
        )
        self.problem = InlineMessage()
        card.body.addWidget(self.problem)
        row = QHBoxLayout()
        row.addStretch(1)
        self.save_button = button("保存", icon="save", kind="primary", name="保存支部情况")
        self.save_button.clicked.connect(self.save)
        row.addWidget(self.save_button)
        card.body.addLayout(row)
        self.founded.returnPressed.connect(self.save)
        self.called.returnPressed.connect(self.save)
        for field in (self.founded, self.called):
            field.textEdited.connect(self._touch)
        self.kind.activated.connect(self._touch)
        self._touched = False
        self.posts = PostsCard(self.workspace)
        self.groups = GroupsCard(self.workspace)
        self.body.addWidget(card)
        self.body.addWidget(self.posts, 1)
        self.body.addWidget(self.groups, 1)

    def _touch(self, _what: object) -> None:
        self._touched = True

    def first_focus(self) -> QWidget:
        """Where something is missing: the posts, else the first field."""
        return self.founded if self.posts.table.listed else self.posts.add_button

    def refresh(self) -> None:
        """Read; what is being typed stays."""
        ledger = self.workspace.ledger
        own = organization.own(ledger)
        if not self._touched:
            self.called.setText(organization.branch_name(ledger, own))
            self.founded.setText(own.founded_date)
            self.kind.setCurrentIndex(self.kind.findData(own.kind))
        terms = post.list_posts(ledger.query, day=ledger.clock.today())
        names = [one.name for one in terms if one.post == "secretary"] or ([own.secretary] if own.secretary else [])
        self.secretary.setText(f"支部书记：{'、'.join(names)}" if names else "支部书记：未登记")
        self.posts.read()
        self.groups.read()

    def save(self) -> None:
        """Write name, founding day and kind as one operation."""
        self.problem.clear()

        def edit(op: Operation) -> bool:
            kind = str(self.kind.currentData())
            named = organization.name_branch(op, self.called.text())
            return organization.edit(op, SELF, founded_date=self.founded.iso(), kind=kind) or named

        try:
            changed = self.workspace.bridge.run("organization.edit", edit)
        except KnownError as error:
            self.problem.show_error(error)
            return
        self._touched = False
        self.workspace.say("支部情况已保存" if changed else "没有改动", "撤销" if changed else "")
        self.refresh()
