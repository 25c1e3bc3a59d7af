"""A reflection or a stretch of study notes: whose, what about, the text or how many pages; later review and showing."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.dialogs import member_field
from gui.dialogs.member_field import MemberField
from gui.dialogs.study_fields import RecordDialog
from gui.widgets import FieldGrid, button, label
from gui.widgets.evidence_list import EvidenceList
from gui.widgets.long_text import LongText
from gui.widgets.state import set_wrong
from gui.workspace import Workspace
from models import reflection, words
from models.errors import KnownError
from models.reflection import REFLECTION_KINDS, TEXT_LIMITS, Reflection

if TYPE_CHECKING:
    from models.gate import Operation

_REVIEW = ("reviewer", "reviewed_on", "review", "exhibited_on", "exhibited_at")


class ReflectionDialog(RecordDialog):
    """Records one text of one member, or changes the one given. `saved` with its id."""

    table = "reflection"
    saved = Signal(str)

    def __init__(
        self, parent: QWidget, workspace: Workspace, shown: Reflection | None = None, *, member_id: str = ""
    ) -> None:
        word = "" if shown is None else words.label("reflection.kind", shown.kind)
        super().__init__(parent, workspace, "登记心得笔记" if shown is None else f"{word}：{shown.name}")
        self._shown = shown
        self.setMinimumWidth(620)
        self.member = MemberField(workspace)
        self.grid.add_field(words.label("field", "reflection.member_id"), self.member)
        self._add_fields(workspace.ledger.clock.today().isoformat())
        self.text_field = LongText(words.label("field", "reflection.body"), TEXT_LIMITS["body"], lines=6)
        self.text_field.edit.setPlaceholderText("可以从别处粘贴全文；原件在纸上的可以不录，只填页数。")
        self.evidence = EvidenceList(workspace, "reflection", shown.id if shown is not None else "")
        self.body.addWidget(self.grid)
        self.body.addWidget(self.text_field, 1)
        self._add_review()
        self.body.addWidget(self.evidence)
        self.member.go_on_to(self.fields["title"])
        if shown is not None:
            self._fill(shown)
        else:
            self.again = button("保存，再登一份", tip="留下类别、题目和日期，接着登下一名党员")
            self.again.clicked.connect(self._save_and_go_on)
            self.add_left(self.again)
            self.member.choose(member_id)
        self.set_buttons("保存", "取消")
        record = ("reflection", (shown.org, shown.id)) if shown is not None else None
        self.keep_drafts(workspace, shown.id if shown is not None else "", record=record)
        (self.member if shown is None and not member_id else self.fields["title"]).setFocus()
        self.ask_before_losing(workspace.messages, "这份心得笔记还没有保存。")

    def _add_fields(self, today: str) -> None:
        kinds = [(key, words.label("reflection.kind", key)) for key in REFLECTION_KINDS]
        self.add_choice("kind", kinds, beside=True)
        self.add("title", "如：学习党的二十届四中全会精神的体会")
        self.span("title")
        self.add_date("day", today)
        self.add("pages", "纸质的填几页", beside=True)
        for column in (1, 3):
            self.grid.grid.setColumnStretch(column, 1)

    def _add_review(self) -> None:
        """A new text has not been looked at yet; the fields come with the text that has been kept."""
        self.review_grid = FieldGrid()
        grid, self.grid = self.grid, self.review_grid
        self.add("reviewer", "审阅的人")
        self.add_date("reviewed_on", hint="还没审阅就空着", beside=True)
        self.add("review", "如：联系实际紧密，有体会有打算")
        self.span("review")
        self.add_date("exhibited_on", hint="没有展示就空着")
        self.add("exhibited_at", "如：支部学习园地", beside=True)
        self.grid = grid
        self.review_head = label("审阅和展示", strong=True)
        for widget in (self.review_head, self.review_grid):
            self.body.addWidget(widget)
            widget.setVisible(self._shown is not None)

    def _fill(self, shown: Reflection) -> None:
        self.member.choose(shown.member_id)
        self.member.setEnabled(False)
        for name in self.fields:
            self.put(name, getattr(shown, name))
        self.put("pages", shown.pages or "")
        self.text_field.set_text(shown.body)

    def values(self) -> dict[str, Any]:
        """Return the fields as they are kept. Raises RefusedError."""
        names = [name for name in self.fields if self._shown is not None or name not in _REVIEW]
        values: dict[str, Any] = {name: self.text(name) for name in names}
        values["pages"] = self.count("pages", reflection.MOST_PAGES)
        return values | {"body": self.text_field.text()}

    def submit(self) -> None:
        """Write it."""
        if self._write():
            self.accept()

    def _save_and_go_on(self) -> None:
        """Write it, then begin the next with the same kind, title and day."""
        if not self._write():
            return
        self.member.setText("")
        self.put("pages", "")
        self.text_field.set_text("")
        self.evidence.show_owner("")
        self.begin_anew()
        self.member.setFocus()

    def _write(self) -> bool:
        self.problem.clear()
        member_id = self.member.member_id
        if not member_id:
            self.problem.say(member_field.UNKNOWN, "", member_field.HOW, state="overdue")
            set_wrong(self.member, True)
            self.member.setFocus()
            return False
        shown = self._shown
        reflection_id = shown.id if shown is not None else self.workspace.ledger.ids.new()
        try:
            values = self.values()

            def work(op: "Operation") -> None:
                if shown is None:
                    reflection.add_reflection(op, reflection_id=reflection_id, member_id=member_id, **values)
                else:
                    reflection.edit_reflection(op, reflection_id, **values)
                self.evidence.write(op, reflection_id)

            self.workspace.bridge.run("reflection.add" if shown is None else "reflection.edit", work)
        except KnownError as error:
            self.refuse(error)
            return False
        word = words.label("reflection.kind", values["kind"])
        self.workspace.say(f"已{'登记' if shown is None else '修改'}：{self.member.text()}的{word}", "撤销")
        self.saved.emit(reflection_id)
        return True
