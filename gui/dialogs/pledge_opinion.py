"""An opinion heard while a pledge was posted (公示意见), and what was done about it."""

from PySide6.QtWidgets import QWidget

from gui.dialogs.study_fields import RecordDialog
from gui.pages.pledges.standing import PledgeLine
from gui.widgets.long_text import LongText
from gui.workspace import Workspace
from models import pledge_deeds, words
from models.errors import KnownError
from models.gate import Operation
from models.pledge import OPINION_LIMITS, PledgeOpinion


class PledgeOpinionDialog(RecordDialog):
    """A new opinion, or the handling of one."""

    table = "pledge_opinion"

    def __init__(
        self, parent: QWidget, workspace: Workspace, line: PledgeLine, shown: PledgeOpinion | None = None
    ) -> None:
        super().__init__(parent, workspace, f"公示意见：{line.name}")
        self._line, self._shown = line, shown
        self.setMinimumWidth(520)
        self.add_date("day", workspace.ledger.clock.today().isoformat())
        self.add("from_whom", "谁提的，不愿留名就不填")
        self.body.addWidget(self.grid)
        self.texts = {
            name: LongText(words.label("field", f"pledge_opinion.{name}"), OPINION_LIMITS[name], lines=3)
            for name in ("text", "handling")
        }
        for field in self.texts.values():
            self.body.addWidget(field, 1)
        if shown is not None:
            for name in self.fields:
                self.put(name, getattr(shown, name))
                self.fields[name].setEnabled(False)
            self.texts["text"].set_text(shown.text)
            self.texts["text"].edit.setReadOnly(True)
            self.texts["handling"].set_text(shown.handling)
        self.set_buttons("保存", "取消")
        of = line.pledge.id if line.pledge is not None else ""
        self.keep_drafts(workspace, "pledge_opinion", shown, new="" if shown is not None else of)
        self.texts["handling" if shown is not None else "text"].edit.setFocus()

    def submit(self) -> None:
        """Write it."""
        self.problem.clear()
        try:
            self.workspace.bridge.run("pledge.opinion", self._write)
        except KnownError as error:
            self.refuse(error)
            return
        self.accept()
        self.workspace.say(f"已保存公示意见：{self._line.name}", "撤销")

    def _write(self, op: Operation) -> None:
        handling = self.texts["handling"].text()
        if self._shown is not None:
            pledge_deeds.handle_opinion(op, self._shown.id, handling=handling)
            return
        assert self._line.pledge is not None
        opinion_id = self.workspace.ledger.ids.new()
        pledge_deeds.add_opinion(
            op,
            opinion_id=opinion_id,
            pledge_id=self._line.pledge.id,
            day=self.text("day"),
            from_whom=self.text("from_whom"),
            text=self.texts["text"].text(),
            handling=handling,
        )
