"""Records what was done for a pledge (践诺), for one person or for several at once, with its evidence."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from gui.dialogs.pledge_step import names
from gui.dialogs.study_fields import RecordDialog
from gui.pages.pledges.standing import PledgeLine
from gui.widgets import button, label
from gui.widgets.evidence_list import EvidenceList
from gui.widgets.long_text import LongText
from gui.workspace import Workspace
from models import pledge_deeds, words
from models.errors import KnownError
from models.gate import Operation
from models.pledge import DEED_LIMITS, PledgeDeed

_WHOLE = ""
_MOST = 40


class PledgeDeedDialog(RecordDialog):
    """A new deed of one or many pledges, or one that is there: then only its evidence can be changed."""

    table = "pledge_deed"

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        lines: Sequence[PledgeLine],
        *,
        item_id: str = "",
        shown: PledgeDeed | None = None,
    ) -> None:
        whom = lines[0].name if len(lines) == 1 else f"{len(lines)} 人"
        super().__init__(parent, workspace, f"践诺情况：{whom}" if shown is not None else f"登记践诺：{whom}")
        self._lines, self._shown = list(lines), shown
        self.setMinimumWidth(540)
        if len(lines) > 1:
            self.body.addWidget(label(names(lines), strong=True, wrap=True))
        self.item = self.add_choice("item_id", _choices(lines))
        self.put("item_id", item_id or _waiting(lines))
        self.day = self.add_date("day", workspace.ledger.clock.today().isoformat())
        self.add("proof", "如：照片、签到表、感谢信")
        self.body.addWidget(self.grid)
        self.text_field = LongText(words.label("field", "pledge_deed.text"), DEED_LIMITS["text"], lines=4)
        self.body.addWidget(self.text_field, 1)
        deed_id = shown.id if shown is not None else ""
        self.evidence = EvidenceList(workspace, "pledge_deed", deed_id, heading="佐证材料")
        self.body.addWidget(self.evidence)
        if shown is not None:
            self._show(shown)
        self.set_buttons("保存", "取消")
        if shown is None:
            of = sorted(one.pledge.id for one in lines if one.pledge is not None)
            self.keep_drafts(workspace, "pledge_deed", new="+".join(of))
        (self.evidence.add_button if shown is not None else self.text_field.edit).setFocus()

    def _show(self, shown: PledgeDeed) -> None:
        """What was recorded stays as it is; a mistaken record is taken out and written again."""
        self.put("item_id", shown.item_id or _WHOLE)
        self.put("day", shown.day)
        self.put("proof", shown.proof)
        self.text_field.set_text(shown.text)
        for widget in (*self.fields.values(), self.text_field.edit):
            widget.setEnabled(False)
        remove = button("删去这条", icon="x", kind="quiet")
        remove.clicked.connect(self.remove)
        self.add_left(remove)

    def submit(self) -> None:
        """Write it as one operation."""
        self.problem.clear()
        try:
            self.workspace.bridge.run("pledge.deed", self._write)
        except KnownError as error:
            self.refuse(error)
            return
        self.accept()
        whom = self._lines[0].name if len(self._lines) == 1 else f"{len(self._lines)} 人"
        self.workspace.say(f"已登记践诺：{whom}", "撤销")

    def _write(self, op: Operation) -> None:
        if self._shown is not None:
            self.evidence.write(op, self._shown.id)
            return
        values: dict[str, Any] = {name: self.text(name) for name in ("day", "proof")} | {"text": self.text_field.text()}
        made = []
        for line in self._lines:
            assert line.pledge is not None
            deed_id = self.workspace.ledger.ids.new()
            pledge_deeds.add_deed(
                op, deed_id=deed_id, pledge_id=line.pledge.id, item_id=_item_of(line, self.text("item_id")), **values
            )
            made.append(deed_id)
        self.evidence.write(op, made)

    def remove(self) -> None:
        """Ask, then take the record out with its evidence."""
        shown = self._shown
        if shown is not None:
            detail = "附件一起删去；删错了可以撤销。"
            self.workspace.messages.ask(
                self, f"删去 {shown.day} 的践诺情况？", detail, yes="删去", then=lambda: self._take_out(shown)
            )

    def _take_out(self, shown: PledgeDeed) -> None:
        bridge = self.workspace.bridge
        if bridge.attempt(self, "pledge.deed_remove", lambda op: pledge_deeds.remove_deed(op, shown.id)):
            self.accept()
            self.workspace.say("已删去践诺情况", "撤销")


def _choices(lines: Sequence[PledgeLine]) -> list[tuple[str, str]]:
    """Return the items to choose from: of one pledge all, of several those that all of them have alike."""
    if len(lines) == 1:
        own = [(item.id, f"{item.position}．{item.text[:_MOST]}") for item in lines[0].items]
        return [*own, (_WHOLE, "整份承诺")]
    alike = [item.text for item in lines[0].items if all(_item_of(line, item.text) for line in lines)]
    return [*((text, text[:_MOST]) for text in alike), (_WHOLE, "整份承诺")]


def _waiting(lines: Sequence[PledgeLine]) -> str:
    """Return the item of a single pledge that nothing was done for yet, nothing for the whole."""
    done = {deed.item_id for deed in lines[0].deeds}
    return next((item.id for item in lines[0].items if item.id not in done), _WHOLE) if len(lines) == 1 else _WHOLE


def _item_of(line: PledgeLine, chosen: str) -> str | None:
    """Return the item meant, named by its id or by its text; None for the whole."""
    return next((item.id for item in line.items if chosen in (item.id, item.text)), None)
