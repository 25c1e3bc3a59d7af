"""A step of one or many study archives: reviewed, sent back, filed, opened again."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QWidget

from gui.dialogs.other_reader import ask_other_reader, listed, reader_of, secretary
from gui.dialogs.study_fields import RecordDialog
from gui.widgets import label
from gui.workspace import Workspace
from models import study_archive
from models.errors import KnownError
from models.study_archive import StudyArchive
from reports import archive_run

if TYPE_CHECKING:
    from models.gate import Operation


class StepDialog(RecordDialog):
    """What the steps share: whose archives, fields, one operation for all."""

    table = "study_archive"
    kind: ClassVar[str] = ""
    act: ClassVar[str] = ""
    told: ClassVar[str] = ""

    def __init__(self, parent: QWidget, workspace: Workspace, archives: Sequence[StudyArchive]) -> None:
        super().__init__(parent, workspace, f"{self.act}：{len(archives)} 份学习档案")
        self.archives = archives
        self.setMinimumWidth(500)
        self.body.addWidget(label(listed([one.name for one in archives]), strong=True, wrap=True))
        if self.told:
            self.body.addWidget(label(self.told, tone="secondary", wrap=True))
        self.fill()
        self.body.addWidget(self.grid)
        self.set_buttons(self.act, "取消")
        self._focus_first_empty()

    def fill(self) -> None:
        """Add the fields."""

    def write(self, op: "Operation", one: StudyArchive, values: dict[str, Any]) -> None:
        """Take the step for one archive."""

    def submit(self) -> None:
        """Take the step for all, as one operation; where one cannot take it, none does."""
        self.problem.clear()
        try:
            values = {name: self.text(name) for name in self.fields}

            def work(op: "Operation") -> None:
                for one in self.archives:
                    self.write(op, one, values)

            self.workspace.bridge.run(self.kind, work)
        except KnownError as error:
            self.refuse(error)
            return
        self.accept()
        self.workspace.say(f"已{self.act}：{len(self.archives)} 份学习档案", "撤销")

    def _focus_first_empty(self) -> None:
        empty = [name for name in self.fields if not self.text(name)]
        self.fields[empty[0] if empty else next(iter(self.fields))].setFocus()


class ReviewStep(StepDialog):
    """The secretary has read them; the remark stands on each."""

    kind, act = "archive.review", "审阅"
    told = "审阅意见写在每一份上，打印时一并印出。"

    def fill(self) -> None:
        """Who, when, what she says."""
        reader = self.add("reviewer", "党支部书记")
        reader.setText(secretary(self.workspace))
        self.other = ask_other_reader(self, reader, [one.name for one in self.archives])
        self.add_date("reviewed_on", self.workspace.ledger.clock.today().isoformat())
        self.add("review", "如：材料齐全，情况属实，同意归档")

    def write(self, op: "Operation", one: StudyArchive, values: dict[str, Any]) -> None:
        """Review one."""
        reader = reader_of(one.name, values["reviewer"], self.other)
        told = {"reviewer": reader, "day": values["reviewed_on"], "review": values["review"]}
        study_archive.review(op, one.member_id, one.year, **told)


class FileStep(StepDialog):
    """They go into the cabinet: who, when, and in which volume."""

    kind, act = "archive.file", "归档"
    told = "归档以后内容不再改动；确要改，先“重新打开”并写明原因。"

    def fill(self) -> None:
        """Who, when, number."""
        self._held: dict[str, str] = {}
        self.add("filed_by", "经手归档的人").setText(_actor(self.workspace))
        self.add_date("filed_on", self.workspace.ledger.clock.today().isoformat())
        self.add("file_number", "几份装一卷的填同一个卷号，可不填")

    def write(self, op: "Operation", one: StudyArchive, values: dict[str, Any]) -> None:
        """File one."""
        told = {"by": values["filed_by"], "day": values["filed_on"], "number": values["file_number"]}
        study_archive.file(op, one.member_id, one.year, digest=self._digests()[one.member_id], **told)

    def _digests(self) -> dict[str, str]:
        """Return what each held when it was filed, read once."""
        if not self._held:
            year, members = self.archives[0].year, tuple(one.member_id for one in self.archives)
            self._held = archive_run.held(self.workspace.ledger, year=year, members=members)
        return self._held


class BackStep(StepDialog):
    """They are given back to be completed."""

    kind, act = "archive.send_back", "退回"
    told = "退回到“填写中”：审阅意见撤下，个人总结留着。"

    def fill(self) -> None:
        """Why."""
        self.add("returned", "如：个人总结太短，请补充", word="退回原因")

    def write(self, op: "Operation", one: StudyArchive, values: dict[str, Any]) -> None:
        """Send one back."""
        study_archive.send_back(op, one.member_id, one.year, reason=values["returned"])


class ReopenStep(StepDialog):
    """Filed ones are opened again."""

    kind, act = "archive.reopen", "重新打开"
    told = "重新打开以后要再填写、审阅、归档；卷号留着，原因记入操作记录。"

    def fill(self) -> None:
        """Why."""
        self.add("returned", "如：漏登 11 月的集中学习", word="原因")

    def write(self, op: "Operation", one: StudyArchive, values: dict[str, Any]) -> None:
        """Open one again."""
        study_archive.reopen(op, one.member_id, one.year, reason=values["returned"])


DIALOGS: dict[str, type[StepDialog]] = {
    "review": ReviewStep,
    "file": FileStep,
    "send_back": BackStep,
    "reopen": ReopenStep,
}


def _actor(workspace: Workspace) -> str:
    return workspace.ledger.actor
