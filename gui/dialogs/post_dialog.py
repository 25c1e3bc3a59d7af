"""A term of a post (任职): who, which post, from when to when."""

from PySide6.QtWidgets import QComboBox, QWidget

from gui.dialogs.base import FormDialog
from gui.dialogs.member_field import UNKNOWN, MemberField
from gui.widgets import DateEdit, FieldGrid, label
from gui.workspace import Workspace
from models import group, post, words
from models.errors import KnownError
from models.gate import Operation
from models.post import PostTerm

_ENDING = "免职当天起不再算在任；原来的记录保留，以前的会议和学时仍按当时的职务算。"

_NOBODY = "请输入在册党员的姓名或拼音首字母；标红的已选中，↓ 换下一个。"


class PostDialog(FormDialog):
    """Adds a term or changes the one given; with `ending` the cursor stands in the day it ended."""

    def __init__(
        self, parent: QWidget, workspace: Workspace, edited: PostTerm | None = None, *, ending: bool = False
    ) -> None:
        title = "登记任职" if edited is None else f"结束任期：{edited.name}" if ending else f"修改任职：{edited.name}"
        super().__init__(parent, title)
        self.setMinimumWidth(460)
        self._workspace, self._edited = workspace, edited
        if ending:
            self.body.addWidget(label(_ENDING, tone="secondary", wrap=True))
        self.post, self.group = QComboBox(), QComboBox()
        self.member = MemberField(workspace, former=False)
        self.member.go_on_to(self.post)
        self.first, self.last = DateEdit("post_term.from_date"), DateEdit("post_term.to_date")
        self._fill_choices()
        grid = FieldGrid()
        grid.add_field(words.label("field", "post_term.member_id"), self.member)
        grid.add_field(words.label("field", "post_term.post"), self.post)
        self._group_word = grid.add_field(words.label("field", "post_term.group_id"), self.group)
        grid.add_field(words.label("field", "post_term.from_date"), self.first)
        grid.add_field(words.label("field", "post_term.to_date"), self.last)
        self.last.setPlaceholderText("还在任就空着")
        self.body.addWidget(grid)
        self.post.currentIndexChanged.connect(lambda _row: self._show_group())
        if edited is not None:
            self._show(edited)
        self._show_group()
        self.ask_before_losing(workspace.messages)
        self.set_buttons("结束任期" if ending else "保存", "取消")
        (self.last if ending else self.member if edited is None else self.post).setFocus()
        if ending and not self.last.text():
            self.last.setText(workspace.ledger.clock.today().isoformat())
            self.last.selectAll()

    def _fill_choices(self) -> None:
        for key in post.POSTS:
            self.post.addItem(words.label("post", key), key)
        for one_group in group.list_groups(self._workspace.ledger):
            if not one_group.dissolved_date or (self._edited and self._edited.group_id == one_group.id):
                self.group.addItem(one_group.name, one_group.id)

    def _show(self, edited: PostTerm) -> None:
        self.member.setText(edited.name)
        self.member.setEnabled(False)
        self.post.setCurrentIndex(self.post.findData(edited.post))
        if edited.group_id:
            self.group.setCurrentIndex(self.group.findData(edited.group_id))
        self.first.setText(edited.from_date)
        self.last.setText(edited.to_date)

    def _show_group(self) -> None:
        led = self.post.currentData() == "group_leader"
        self.group.setVisible(led)
        self._group_word.setVisible(led)

    def submit(self) -> None:
        """Write it."""
        self.problem.clear()
        member_id = self._edited.member_id if self._edited is not None else self.member.member_id
        if not member_id:
            self.problem.say(UNKNOWN, "", _NOBODY, state="overdue")
            self.member.setFocus()
            return
        led = self.post.currentData() == "group_leader"
        ids, edited = self._workspace.ledger.ids, self._edited
        group_id = str(self.group.currentData()) if led and self.group.count() else None

        held = str(self.post.currentData())

        def write(op: Operation) -> None:
            first, last = self.first.iso(), self.last.iso()
            if edited is None:
                post.add_post(
                    op,
                    post_id=ids.new(),
                    member_id=member_id,
                    post=held,
                    group_id=group_id,
                    from_date=first,
                    to_date=last,
                )
            else:
                post.edit_post(op, edited.id, post=held, group_id=group_id, from_date=first, to_date=last)

        try:
            self._workspace.bridge.run("post.add" if edited is None else "post.edit", write)
        except KnownError as error:
            self.problem.show_error(error)
            return
        self.accept()
        self._workspace.say(f"已保存任职：{self.member.text()}", "撤销")
