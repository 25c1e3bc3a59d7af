"""Talks given (交流发言): the same occasion for one or many people at once, or one person's talk changed."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from gui.dialogs.study_fields import RecordDialog
from gui.dialogs.study_people import PeopleChooser
from gui.widgets.evidence_list import EvidenceList
from gui.widgets.long_text import LongText
from gui.workspace import Workspace
from models import talk, words
from models.errors import KnownError
from models.talk import TALK_KINDS, TEXT_LIMITS, Talk

if TYPE_CHECKING:
    from models.gate import Operation


class TalkDialog(RecordDialog):
    """Several people who spoke on the same occasion are one operation; what each said is written later, if at all."""

    table = "talk"

    def __init__(
        self, parent: QWidget, workspace: Workspace, shown: Talk | None = None, *, member_id: str = ""
    ) -> None:
        super().__init__(parent, workspace, "登记发言" if shown is None else f"发言：{shown.name}")
        self._shown = shown
        self.add_choice("kind", [(key, words.label("talk.kind", key)) for key in TALK_KINDS])
        self.add_date("day", workspace.ledger.clock.today().isoformat(), beside=True)
        self.add("title", "如：从身边小事做起")
        self.span("title")
        self.add("occasion", "如：第三季度学习交流会")
        self.span("occasion")
        self.add("ranking", "如：二等奖")
        self.add("remark", beside=True)
        for column in (1, 3):
            self.grid.grid.setColumnMinimumWidth(column, 150)
        self.points = LongText(words.label("field", "talk.points"), TEXT_LIMITS["points"], lines=4)
        self.evidence = EvidenceList(workspace, "talk", shown.id if shown is not None else "")
        self.people = PeopleChooser(workspace)
        fields: list[QWidget] = [self.grid, self.points, self.evidence]
        self.set_out(fields, "发言的人" if shown is None else "", self.people)
        if shown is not None:
            self.people.choose([shown.member_id])
            for name in self.fields:
                self.put(name, getattr(shown, name))
            self.points.set_text(shown.points)
        elif member_id:
            self.people.choose([member_id])
        self.set_buttons("保存", "取消")
        self.fields["kind"].setFocus()

    def values(self) -> dict[str, Any]:
        """Return the fields as they are kept. Raises RefusedError."""
        return {name: self.text(name) for name in self.fields} | {"points": self.points.text()}

    def submit(self) -> None:
        """Write it as one operation."""
        self.problem.clear()
        shown, people, ids = self._shown, self.people.chosen, self.workspace.ledger.ids
        try:
            values = self.values()

            def work(op: "Operation") -> None:
                if shown is None:
                    made = talk.add_talks(op, ids, people, **values)
                else:
                    talk.edit_talk(op, shown.id, **values)
                    made = [shown.id]
                self.evidence.write(op, made)

            self.workspace.bridge.run("talk.add" if shown is None else "talk.edit", work)
        except KnownError as error:
            self.refuse(error)
            if error.code == "study-nobody":
                self.people.search.setFocus()
            return
        self.accept()
        told = f"已登记发言：{len(people)} 人" if shown is None else f"已修改：{shown.name}的发言"
        self.workspace.say(told, "撤销")
