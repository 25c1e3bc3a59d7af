"""The card 本月任务: what is still to be recorded, what is settled, by which rules; computed once for each reading.

What knows rules is imported on the first reading: the page is there before.
"""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.pages.start.duty_ways import there, way
from gui.widgets import Card, ElidedLabel, InlineMessage, label, layouts, line, link
from gui.widgets.task_line import TaskLine
from gui.workspace import Workspace
from models.errors import KnownError

if TYPE_CHECKING:
    from gui.pages.start.duty_line import DutyLine
    from models.duty_groups import DutyGroup

_MOST_LINES = 5
_NAMES_SHOWN = 3


class DutiesCard(Card):
    """`read()` computes and shows; a fault in the rules is said here and leaves the rest of the page alone."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("本月任务")
        self._workspace = workspace
        self._remaining = label(tone="secondary")
        self.corner.addWidget(self._remaining)
        self.year_link = link("全年", done=True, name="查看全年任务")
        self.year_link.clicked.connect(self.open_year)
        self.corner.addWidget(self.year_link)
        self.problem = InlineMessage()
        self.body.addWidget(self.problem)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        foot = QHBoxLayout()
        self.rules = ElidedLabel(tone="secondary")
        self.rules_link = link("制度", done=True, name="查看和选用制度")
        self.rules_link.clicked.connect(lambda: workspace.go("settings", section="rules"))
        foot.addWidget(self.rules, 1)
        foot.addWidget(self.rules_link)
        self.body.addLayout(foot)
        self.body.addStretch(1)
        self.lines: list[DutyLine] = []
        self.was_read = False

    def read(self) -> None:
        """Compute the duties of this year and show them."""
        from models import duty_groups
        from models.rules import duties

        self.was_read = True
        ledger = self._workspace.ledger
        today = ledger.clock.today()
        self.problem.clear()
        try:
            listed = duties.list_duties(ledger, year=today.year)
            before = duty_groups.last_year_shown(today)
            earlier = duties.list_duties(ledger, year=before) if before else []
            sets = duty_groups.rule_sets_in_use(ledger, today)
            short = self._short_of_hours(today.year)
        except KnownError as error:
            layouts.empty(self._lines)
            self.lines = []
            self.problem.show_error(error)
            return
        pressing, settled = duty_groups.for_card(listed, today, earlier)
        self.rules.setText("按" + "、".join(f"“{one.title}”" for one in sets) if sets else "还没有选用制度")
        self._show(pressing, settled, short, self._pledges_due(today))

    def open_year(self) -> None:
        """Show the whole year."""
        from gui.dialogs.duty_year import DutyYearDialog

        DutyYearDialog(self, self._workspace).open()

    def explain(self, group: "DutyGroup") -> None:
        """Show rule and reasons of a group, and let her say why."""
        from gui.dialogs.duty_dialog import DutyDialog

        DutyDialog(self, self._workspace, group).open()

    def ask_start(self) -> None:
        """Let her say from which day on the branch keeps its records here."""
        from gui.dialogs.start_day import StartDayDialog

        StartDayDialog(self, self._workspace).open()

    # --- showing ------------------------------------------------------------------------------

    def _show(self, pressing: "list[DutyGroup]", settled: "list[DutyGroup]", short: str, pledges: str) -> None:
        from gui.pages.start.duty_line import DutyLine

        today = self._workspace.ledger.clock.today()
        layouts.empty(self._lines)
        self._remaining.setText(f"{len(pressing)} 项" if pressing else "")
        shown = pressing if len(pressing) <= _MOST_LINES + 1 else pressing[:_MOST_LINES]
        self.lines = [DutyLine(one, today, way(self._workspace, one), partial(self.explain, one)) for one in shown]
        widgets: list[QWidget] = list(self.lines)
        if self._begins_open(pressing):
            asked = "建台账以前的月份，也要在这里补齐吗？"
            widgets.insert(0, TaskLine(asked, "none", "", "从哪天起用本程序记账…", self.ask_start))
        if len(shown) < len(pressing):
            rest = f"还有 {len(pressing) - len(shown)} 项"
            widgets.append(TaskLine(rest, "none", "", "全部", self.open_year))
        if short:
            study = (lambda: self._workspace.go("study", part="short")) if there("study") else None
            widgets.append(TaskLine(short, "none", "今年", "查看", study))
        if pledges:
            due = (lambda: self._workspace.go("pledges", part="due")) if there("pledges") else None
            widgets.append(TaskLine(pledges, "soon", "承诺", "去办", due))
        if archives := self._archives_to_file(today):
            year, told = archives
            to_archives = (lambda: self._workspace.go("archive", year=year)) if there("archive") else None
            widgets.append(TaskLine(told, "none", "学习档案", "去看看", to_archives))
        if settled or not widgets:
            widgets.append(self._settled(settled))
        for place, widget in enumerate(widgets):
            if place:
                self._lines.addWidget(line())
            self._lines.addWidget(widget)

    def _begins_open(self, pressing: "list[DutyGroup]") -> bool:
        from gui.dialogs.start_day import offered

        return offered(self._workspace, [duty.period.last for group in pressing for duty in group.missed])

    def _settled(self, settled: "list[DutyGroup]") -> QWidget:
        if not settled:
            return TaskLine("这个月没有要登记的", "done")
        done = [one.name for one in settled if one.standing == "done"]
        explained = [one.name for one in settled if one.standing == "explained"]
        parts = [f"已登记：{'、'.join(done)}"] if done else []
        parts += [f"有说明：{'、'.join(explained)}"] if explained else []
        return TaskLine("；".join(parts), "done" if done else "none")

    def _archives_to_file(self, today: date) -> tuple[int, str] | None:
        """Return the year whose archives are due and how far they are: this one in December, the last one in January.

        What each of them lacks stands on their page: reckoning it would keep this one waiting.
        """
        from gui.pages.study import facts
        from models import study_archive

        year = {12: today.year, 1: today.year - 1}.get(today.month)
        if year is None or year not in facts.years(self._workspace.ledger):
            return None
        found = study_archive.summary(self._workspace.ledger, year=year)
        left = found.expected - found.by_state["filed"]
        unread = f"，待审阅 {found.by_state['filled']} 份" if found.by_state["filled"] else ""
        return (year, f"{year} 年的学习档案还有 {left} 份没有归档{unread}") if left else None

    def _pledges_due(self, today: date) -> str:
        from gui.pages.pledges import reading

        due = [one for one in reading.read_lines(self._workspace.ledger, today.year) if one.due(today) is not None]
        names = "、".join(one.short_name for one in due[:_NAMES_SHOWN])
        more = f"等 {len(due)} 份" if len(due) > _NAMES_SHOWN else ""
        return f"承诺有要办的：{names}{more}" if due else ""

    def _short_of_hours(self, year: int) -> str:
        from models.rules import hours

        listed = hours.list_hours(self._workspace.ledger, year=year)
        count = sum(one.state == "short" for one in listed)
        return f"{count} 人今年的学时还没有达到要求" if count else ""
