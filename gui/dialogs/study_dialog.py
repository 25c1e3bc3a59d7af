"""Registers study beside the meetings for one or many people at once, or changes one person's record."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QWidget

from gui.dialogs.study_fields import RecordDialog
from gui.dialogs.study_people import PeopleChooser
from gui.widgets import FieldGrid
from gui.widgets.evidence_list import EvidenceList
from gui.workspace import Workspace
from models import amounts, study_record, words
from models.errors import KnownError, RefusedError
from models.study_record import STUDY_KINDS, StudyRecord

if TYPE_CHECKING:
    from models.gate import Operation

_CHECK = ("note_pages", "checker", "checked_on", "check_result")


class StudyDialog(RecordDialog):
    """The same study of several people is one operation."""

    table = "study_record"

    def __init__(
        self, parent: QWidget, workspace: Workspace, shown: StudyRecord | None = None, *, member_id: str = ""
    ) -> None:
        super().__init__(parent, workspace, "登记学习" if shown is None else f"学习记录：{shown.name}")
        self._shown = shown
        today = workspace.ledger.clock.today().isoformat()
        self.add_choice("kind", [(key, words.label("study_record.kind", key)) for key in STUDY_KINDS])
        self.add("study_minutes", "每人的学时，如 1.5", beside=True)
        self.add("title", "如：县委党校培训班", word="学习内容")
        self.span("title")
        self.add_date("from_day", today)
        self.add_date("to_day", hint="只有一天不用填", beside=True)
        self.add("organizer", "如：县委组织部")
        self.add("place", beside=True)
        self.add("result", "如：合格")
        self.add("proof", "如：结业证书", beside=True)
        self.add("remark")
        self.span("remark")
        for column in (1, 3):
            self.grid.grid.setColumnMinimumWidth(column, 160)
        self.people = PeopleChooser(workspace)
        self.evidence = EvidenceList(workspace, "study_record", shown.id if shown is not None else "")
        fields: list[QWidget] = [self.grid, self._make_check(), self.evidence]
        self.set_out(fields, "参加学习的人" if shown is None else "", self.people)
        kinds = self.fields["kind"]
        assert isinstance(kinds, QComboBox)
        kinds.currentIndexChanged.connect(lambda _row: self._show_check())
        if shown is not None:
            self.people.choose([shown.member_id])
            self._fill(shown)
        elif member_id:
            self.people.choose([member_id])
        self._show_check()
        self.set_buttons("保存", "取消")
        self.fields["kind"].setFocus()

    def _make_check(self) -> QWidget:
        """Return the lines of self-study: pages of notes, and who looked at them (M43)."""
        self.check_grid = FieldGrid()
        grid, self.grid = self.grid, self.check_grid
        self.add("note_pages", "没有笔记就空着")
        self.add("checker", "没检查就空着", beside=True)
        self.add_date("checked_on", hint="没检查就空着")
        self.add("check_result", "如：笔记完整", beside=True)
        self.grid = grid
        return self.check_grid

    def _show_check(self) -> None:
        """Only self-study leaves notes to be looked at; what is kept already stays in sight."""
        kept = any(self.text(name) for name in _CHECK)
        self.check_grid.setVisible(self.text("kind") == "self_study" or kept)

    def _fill(self, shown: StudyRecord) -> None:
        for name in self.fields:
            self.put(name, getattr(shown, name))
        self.put("note_pages", shown.note_pages or "")
        self.put("study_minutes", amounts.hours_text(shown.study_minutes))
        self.put("to_day", shown.to_day if shown.to_day != shown.from_day else "")

    def values(self) -> dict[str, Any]:
        """Return the fields as they are kept. Raises RefusedError."""
        values: dict[str, Any] = {name: self.text(name) for name in self.fields}
        title, field = str(values["title"]), "study_record.study_minutes"
        if not values["study_minutes"]:
            raise RefusedError("value-empty", field=words.label("field", field), where=title)
        values["study_minutes"] = amounts.minutes_of(
            str(values["study_minutes"]), most=amounts.MOST_RECORD_MINUTES, field=field, where=title
        )
        values["note_pages"] = self.count("note_pages", study_record.MOST_PAGES)
        return values | {"to_day": values["to_day"] or values["from_day"]}

    def submit(self) -> None:
        """Write it as one operation."""
        self.problem.clear()
        shown, people, ids = self._shown, self.people.chosen, self.workspace.ledger.ids
        try:
            values = self.values()

            def work(op: "Operation") -> None:
                if shown is None:
                    made = study_record.add_records(op, ids, people, **values)
                else:
                    study_record.edit_record(op, shown.id, **values)
                    made = [shown.id]
                self.evidence.write(op, made)

            self.workspace.bridge.run("study.add" if shown is None else "study.edit", work)
        except KnownError as error:
            self.refuse(error)
            if error.code == "study-nobody":
                self.people.search.setFocus()
            return
        self.accept()
        told = f"已登记学习：{len(people)} 人" if shown is None else f"已修改：{shown.name}的学习记录"
        self.workspace.say(told, "撤销")
