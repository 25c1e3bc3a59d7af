"""评诺: what the members themselves, the other members, the masses and the branch say, for many pledges at once."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.dialogs.base import FormDialog
from gui.dialogs.pledge_votes_table import VOTED, AppraisalTable, Appraised, appraised
from gui.pages.pledges.standing import PledgeLine
from gui.widgets import Card, Segments, label
from gui.widgets.day_edit import DayEdit
from gui.workspace import Workspace
from models import amounts, pledge_deeds, words
from models.errors import KnownError
from models.gate import Operation
from models.pledge import MOST_VOTES, SOURCES

_LONGEST = 10
"""So many digits are no number of votes."""

_TOLD = {
    True: "一行一份，依次填票数；回车到下一格。可以从表格里整块粘贴。",
    False: "按 1 已兑现、2 部分兑现、3 未兑现，自动到下一份。",
}


class PledgeVotesDialog(FormDialog):
    """One day for all; saved in one operation, only what became different."""

    useful = 720, 600

    def __init__(
        self, parent: QWidget, workspace: Workspace, lines: Sequence[PledgeLine], source: str = "members"
    ) -> None:
        super().__init__(parent, f"评诺：{lines[0].name}" if len(lines) == 1 else f"评诺：{len(lines)} 份")
        self._workspace = workspace
        self.rows = [appraised(line) for line in lines]
        self.body.setContentsMargins(22, 16, 22, 4)
        self.day = DayEdit("pledge_appraisal.day", workspace.ledger.clock.today())
        self.day.setText(workspace.ledger.clock.today().isoformat())
        self.day.setAccessibleName("评诺日期")
        self.day.setFixedWidth(140)
        self.sources = Segments([(key, words.label("pledge_source", key)) for key in SOURCES], "谁来评")
        self.sources.chosen.connect(self.show_source)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.sources)
        row.addStretch(1)
        row.addWidget(label("评诺日期", tone="secondary"))
        row.addWidget(self.day)
        self.body.addLayout(row)
        self.told = label(tone="secondary", wrap=True)
        self.body.addWidget(self.told)
        self.table = AppraisalTable(self.rows)
        self.table.changed.connect(self._count)
        holder = Card(padding=(1, 1, 1, 1))
        holder.body.addWidget(self.table)
        self.body.addWidget(holder, 1)
        self.ask_before_losing(workspace.messages)
        self.set_buttons("保存", "取消").setDefault(False)
        self.show_source(source)

    def show_source(self, source: str) -> None:
        """Show what a source says."""
        self.sources.choose(source)
        self.table.show_source(source)
        self.told.setText(_TOLD[source in VOTED])
        self._count()
        self.table.setFocus()

    def entered(self) -> tuple[object, ...]:
        """What was said by all sources, not only by the one shown."""
        return self.day.text(), *(source for row in self.rows for source in row.changed())

    def _count(self) -> None:
        """How many of these each source has spoken about."""
        counts = {source: sum(any(row.said[source].values()) for row in self.rows) for source in SOURCES}
        self.sources.set_counts(counts)

    def submit(self) -> None:
        """Write it."""
        self.problem.clear()
        changed = [(row, source) for row in self.rows for source in row.changed()]
        if not changed:
            self.problem.say("还没有填", "", "请先填票数或评定，再保存。", state="soon")
            return
        try:
            day = self.day.iso()
            self._workspace.bridge.run("pledge.vote", lambda op: self._write(op, changed, day))
        except KnownError as error:
            self.problem.show_error(error)
            return
        self.accept()
        self._workspace.say(f"已登记评诺：{len({row.line.key for row, _source in changed})} 份", "撤销")

    def _write(self, op: Operation, changed: list[tuple[Appraised, str]], day: str) -> None:
        for row, source in changed:
            said = row.said[source]
            assert row.line.pledge is not None
            votes = {name: _votes(row, name, said[name]) for name in ("satisfied", "basically", "unsatisfied")}
            pledge_deeds.appraise(
                op, row.line.pledge.id, source, day=day, grade=said["grade"], remark=said["remark"], **votes
            )


def _votes(row: Appraised, name: str, typed: str) -> int:
    """Return a number of votes. Raises RefusedError("count-wrong")."""
    return amounts.count_of(typed, most=MOST_VOTES, field=f"pledge_appraisal.{name}", where=row.line.name)
