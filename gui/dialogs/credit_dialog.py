"""Registers credits that no event stands for: what for, how many (fewer with a minus), and for whom."""

from PySide6.QtWidgets import QComboBox, QWidget

from gui.dialogs.study_fields import RecordDialog
from gui.dialogs.study_people import PeopleChooser
from gui.pages.study import facts
from gui.widgets import label
from gui.workspace import Workspace
from models import amounts, credit_entry
from models.credit_entry import CreditEntry
from models.errors import KnownError, RefusedError
from models.gate import Operation
from models.rules.rule import CreditItem

_OTHER = "不选项目"


class CreditDialog(RecordDialog):
    """Everybody chosen gets the same credits, in one operation; a change replaces the old entry by a new one."""

    table = "credit_entry"

    def __init__(self, parent: QWidget, workspace: Workspace, shown: CreditEntry | None = None) -> None:
        super().__init__(parent, workspace, "登记学分" if shown is None else f"登记的学分：{shown.name}")
        self._shown = shown
        today = workspace.ledger.clock.today()
        scheme = facts.scheme_in_use(workspace.ledger, today.year)
        self.items: dict[str, CreditItem] = {
            one.key: one for one in (scheme.items if scheme is not None else ()) if one.per == "entry"
        }
        self.add_date("day", today.isoformat())
        choices = [("", _OTHER), *((key, one.title) for key, one in self.items.items())]
        if shown is not None and shown.item not in dict(choices):
            choices.append((shown.item, shown.item))
        self.item = self.add_choice("item", choices)
        self.add("hundredths", "如 1.5；扣分写 -1")
        self.add("reason", "如：获县级优秀共产党员")
        self.add("proof", "如：表彰决定")
        nothing = "还没有选用学分办法，登记的学分先存着，选用后再计入。"
        below = f"学分办法：{scheme.title}" if scheme is not None else nothing
        self.told = label(below, tone="secondary", wrap=True)
        self.people = PeopleChooser(workspace)
        self.grid.grid.setColumnMinimumWidth(1, 230)
        self.set_out([self.grid, self.told], "给谁登记" if shown is None else "", self.people)
        if shown is not None:
            self.people.choose([shown.member_id])
            self._fill(shown)
        self.item.currentIndexChanged.connect(self._offer)
        self.set_buttons("保存", "取消")
        self.fields["day"].setFocus()

    def _fill(self, shown: CreditEntry) -> None:
        for name in self.fields:
            self.put(name, getattr(shown, name))
        self.put("hundredths", amounts.credits_text(shown.hundredths))

    def _offer(self) -> None:
        """Put in what the scheme gives for the item, as long as nothing else was typed."""
        known = {amounts.credits_text(one.hundredths) for one in self.items.values()}
        item, place = self.items.get(str(self.item.currentData() or "")), self.fields["hundredths"]
        if item is not None and not isinstance(place, QComboBox) and place.text().strip() in (known | {""}):
            place.setText(amounts.credits_text(item.hundredths))

    def submit(self) -> None:
        """Write it as one operation."""
        self.problem.clear()
        shown, people = self._shown, self.people.chosen
        try:
            if not people:
                raise RefusedError("study-nobody")
            day, item, reason, proof = (self.text(name) for name in ("day", "item", "reason", "proof"))
            # People copy the sign of deduction from documents, where it is a real minus or a full-width one.
            written = self.text("hundredths").replace("−", "-").replace("－", "-").replace("—", "-")
            hundredths = amounts.hundredths_of(written)

            def write(op: Operation) -> None:
                if shown is not None:
                    credit_entry.remove_entry(op, shown.id)
                for member_id in people:
                    credit_entry.add_entry(
                        op,
                        entry_id=self.workspace.ledger.ids.new(),
                        member_id=member_id,
                        day=day,
                        hundredths=hundredths,
                        reason=reason,
                        item=item,
                        proof=proof,
                    )

            self.workspace.bridge.run("credit.add", write, why="改正已登记的学分" if shown is not None else "")
        except KnownError as error:
            self.refuse(error)
            if error.code == "study-nobody":
                self.people.search.setFocus()
            return
        self.accept()
        told = f"已登记学分：{len(people)} 人" if shown is None else f"已修改：{shown.name}的学分"
        self.workspace.say(told, "撤销")
