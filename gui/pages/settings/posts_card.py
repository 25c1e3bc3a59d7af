"""The card of posts in the settings: who holds or held which, and taking them over from the register."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gui.dialogs.post_dialog import PostDialog
from gui.tablemodels import Column
from gui.widgets import Card, button, label
from gui.widgets.list_table import ListTable
from gui.workspace import Workspace
from models import group, member, post, words
from models.gate import Operation
from models.post import PostTerm

_NONE = "还没有登记任职。登记了支部书记和委员，支委会、学时要求才能按实际算。"
_MOST_SUGGESTED = 8


class PostsCard(Card):
    """`read()` shows those who hold a post, then those who held one."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("任职")
        self._workspace = workspace
        self._groups: dict[str, str] = {}
        self._suggested: list[tuple[str, str]] = []
        self.add_button = button("登记任职…", icon="plus")
        self.add_button.clicked.connect(lambda: PostDialog(self, workspace).open())
        self.corner.addWidget(self.add_button)
        self.body.addWidget(self._suggestion())
        self.none = label(_NONE, tone="secondary", wrap=True)
        self.body.addWidget(self.none)
        self.table = ListTable(
            [
                Column("name", "姓名", lambda one: one.name, 12, strong=True),
                Column("post", "职务", self._post_word, 18, stretches=True),
                Column("from", "任职日期", lambda one: one.from_date or "不详", 12),
                Column("to", "免职日期", lambda one: one.to_date, 12, drop=1),
                Column("state", "情况", self._standing, 10, state=lambda one: "done" if self._held(one) else "none"),
            ],
            "任职",
        )
        self.table.setMinimumHeight(150)
        self.table.picked.connect(lambda _one: self.edit())
        self.table.delete_asked.connect(lambda _key: self.remove())
        self.body.addWidget(self.table, 1)
        self.body.addLayout(self._buttons())
        # Takes what the table leaves while it is hidden.
        self.body.addStretch(0)

    def _suggestion(self) -> QWidget:
        self.suggestion = QFrame()
        row = QHBoxLayout(self.suggestion)
        row.setContentsMargins(0, 0, 0, 0)
        self._suggestion_text = label(wrap=True)
        self.take_button = button("按花名册的党内职务登记", icon="users")
        self.take_button.clicked.connect(self.take_suggested)
        row.addWidget(self._suggestion_text, 1)
        row.addWidget(self.take_button)
        return self.suggestion

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.edit_button = button("修改…", icon="pencil", name="修改任职")
        self.edit_button.clicked.connect(self.edit)
        self.end_button = button("结束任期…")
        self.end_button.clicked.connect(self.end)
        self.remove_button = button("删去", name="删去登记错的任职")
        self.remove_button.clicked.connect(self.remove)
        for made in (self.edit_button, self.end_button, self.remove_button):
            row.addWidget(made)
        row.addStretch(1)
        return row

    def read(self) -> None:
        """Read the terms."""
        ledger = self._workspace.ledger
        self._groups = {one.id: one.name for one in group.list_groups(ledger)}
        listed = sorted(post.list_posts(ledger.query), key=lambda one: not self._held(one))
        self.table.show_records(listed)
        self._suggested = post.suggest(ledger.query)
        self._suggested = post.suggest(ledger.query)
        self._show_suggestion()
        self.none.setVisible(not listed)
        for widget in (self.table, self.edit_button, self.end_button, self.remove_button):
            widget.setVisible(bool(listed))

    def _show_suggestion(self) -> None:
        self.suggestion.setVisible(bool(self._suggested))
        if not self._suggested:
            return
        names = {one.id: one.name for one in member.list_members(self._workspace.ledger)}
        said = [f"{names[member_id]}（{words.label('post', held)}）" for member_id, held in self._suggested]
        more = f"等 {len(said)} 项" if len(said) > _MOST_SUGGESTED else ""
        named = "、".join(said[:_MOST_SUGGESTED])
        self._suggestion_text.setText(f"花名册里写着、还没有登记的任职：{named}{more}")

    def edit(self) -> None:
        """Change the chosen term."""
        if self.table.current is not None:
            PostDialog(self, self._workspace, self.table.current).open()

    def end(self) -> None:
        """Enter the day on which the chosen term ended."""
        if self.table.current is not None:
            PostDialog(self, self._workspace, self.table.current, ending=True).open()

    def remove(self) -> None:
        """Ask, then take back a term that was entered by mistake."""
        chosen = self.table.current
        if chosen is None:
            return
        self._workspace.messages.ask(
            self,
            f"要删去{chosen.name}的{self._post_word(chosen)}任职吗？",
            "登记错了才删去；任期结束的，请用“结束任期”。删去以后可以撤销。",
            yes="删去",
            then=lambda: self._remove(chosen),
        )

    def _remove(self, chosen: PostTerm) -> None:
        if self._workspace.bridge.attempt(self, "post.remove", lambda op: post.remove_post(op, chosen.id)):
            self._workspace.say(f"已删去任职：{chosen.name}", "撤销")

    def take_suggested(self) -> None:
        """Enter what the register says, as one operation, without days: nobody has told them."""
        ledger, suggested = self._workspace.ledger, self._suggested
        by_name = {name: group_id for group_id, name in self._groups.items()}
        led = {one.id: by_name.get(one.group) for one in member.list_members(ledger)}

        def take(op: Operation) -> None:
            for member_id, held in suggested:
                # Whoever leads a group leads the one she is in.
                group_id = led.get(member_id) if held == "group_leader" else None
                post.add_post(op, post_id=ledger.ids.new(), member_id=member_id, post=held, group_id=group_id)

        if self._workspace.bridge.attempt(self, "post.add", take):
            self._workspace.say(f"已登记 {len(suggested)} 项任职，任职日期请补填", "撤销")

    def _post_word(self, one: PostTerm) -> str:
        word = words.label("post", one.post)
        led = self._groups.get(one.group_id or "", "")
        return f"{word}（{led}）" if led else word

    def _held(self, one: PostTerm) -> bool:
        return one.held_on(self._workspace.ledger.clock.today())

    def _standing(self, one: PostTerm) -> str:
        if self._held(one):
            return "在任"
        return "已结束" if one.to_date else "未到任"
