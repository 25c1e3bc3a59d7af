"""A branch's pledges of a year as the committee sees them: how many stand where, what was kept, what was not."""

from collections.abc import Sequence

from gui.pages.pledges import path_strip, pledge_table, reading
from gui.pages.pledges.standing import NONE, PledgeLine
from gui.pages.study.branch_parts import Part
from gui.pages.study.sorted_table import SortedTable
from gui.widgets import label
from models import words
from models.pledge import GRADES

_STATES = (NONE, "draft", "review", "posted", "keeping", "appraising", "concluded", "ended")


class PledgesPart(Part):
    """The list to look at; below it the items of the chosen pledge, and why one was not kept."""

    def make_table(self) -> SortedTable:
        """The list."""
        self.figures = label(wrap=True)
        self.column.addWidget(self.figures)
        made = pledge_table.reading_table(self.workspace.ledger.clock.today())
        made.chosen.connect(self._tell)
        return made

    def show_year(self, year: int) -> None:
        """Read the pledges; who has none is counted, and listed only beside others' pledges."""
        listed = reading.read_lines(self.workspace.ledger, year, self.org)
        if all(one.pledge is None for one in listed):
            listed = []
        self.remark = f"{sum(one.pledge is not None for one in listed)} 份"
        self.figures.setText(summary(listed))
        self.figures.setVisible(bool(listed))
        assert isinstance(self.table, SortedTable)
        self.table.show_records(listed)
        self.say_empty(listed, f"{year} 年还没有报来承诺")
        self._tell(self.table.current)

    def _tell(self, one: PledgeLine | None) -> None:
        if one is None or one.pledge is None:
            self.told.setText("还没有承诺" if one is not None else "")
            return
        parts = []
        for item in one.items:
            grade = words.label("pledge_grade", item.outcome)
            reason = f"（{item.outcome_reason}）" if item.outcome_reason else ""
            parts.append(f"{item.position}．{item.text}" + (f" {grade}{reason}" if grade else ""))
        self.told.setText("　".join(parts))


def summary(lines: Sequence[PledgeLine]) -> str:
    """Return how many stand where, how many were kept, and who did not keep theirs."""
    made = [one for one in lines if one.pledge is not None]
    if not made:
        return ""
    counts = [(path_strip.PARTS[state], len(path_strip.part(lines, state))) for state in _STATES]
    parts = ["、".join(f"{word} {count}" for word, count in counts if count)]
    verdicts = {grade: [one for one in made if one.pledge and one.pledge.verdict == grade] for grade in GRADES}
    parts.append("、".join(f"{words.label('pledge_grade', key)} {len(who)}" for key, who in verdicts.items() if who))
    unkept = "、".join(one.name for one in verdicts["unkept"])
    parts.append(f"未兑现：{unkept}" if unkept else "")
    return " · ".join(part for part in parts if part)
