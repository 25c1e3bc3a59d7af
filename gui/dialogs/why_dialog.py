"""“为什么是这个数”: every total with the lines it is the sum of, its rule and source, and the way to each record."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from gui.dialogs import study_opening
from gui.dialogs.base import FormDialog
from gui.pages.study import facts
from gui.pages.study.facts import MemberYear, Year
from gui.pages.study.why_panel import WhyLine, WhyPanel, capped_columns, people_columns
from gui.widgets import EmptyState, Segments
from gui.workspace import Workspace
from models import amounts, words
from models.schema import SELF

_NO_SCHEME = "选用以后，会议、学习和登记的学分会自动算好，每一分都说得出来历。"


class WhyDialog(FormDialog):
    """What the explanations have in common: the size, one button, and going to where a line comes from."""

    useful = 960, 640

    def __init__(self, parent: QWidget, workspace: Workspace, title: str, org: int, *, leads: bool = True) -> None:
        super().__init__(parent, title)
        self._page, self._workspace = parent, workspace
        # What a branch has sent can only be looked at.
        self._leads = leads and org == SELF
        self.body.setContentsMargins(22, 16, 22, 4)
        self.set_buttons("关闭").setDefault(False)

    def add_panel(self, panel: WhyPanel) -> WhyPanel:
        """Listen to a panel."""
        panel.left.connect(self._leave)
        return panel

    def way(self, line: WhyLine) -> tuple[str, Callable[[], object]] | None:
        """Return where a line leads."""
        if not self._leads:
            return None
        return study_opening.way(self._page, self._workspace, line.source_kind, line.source_id)

    def _leave(self, act: Callable[[], object]) -> None:
        self.accept()
        act()


class MemberWhyDialog(WhyDialog):
    """One member's hours, and her credits beside them."""

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        year: Year,
        shown: MemberYear,
        *,
        part: str = "hours",
        leads: bool = True,
    ) -> None:
        title = f"为什么是这个数：{shown.hours.name}，{year.year} 年"
        super().__init__(parent, workspace, title, year.org, leads=leads)
        self.parts = Segments([("hours", "学时"), ("credits", "学分")], "学时还是学分")
        self.parts.chosen.connect(self.show_part)
        self.body.addWidget(self.parts, 0, Qt.AlignmentFlag.AlignLeft)
        self.hours = self.add_panel(WhyPanel("学时", "学时"))
        self.credits = self.add_panel(WhyPanel("学分", "分", capped_columns()))
        self.no_scheme = EmptyState("book-open", "还没有选用学分办法", _NO_SCHEME, "去选用", self._choose_scheme)
        self.stack = QStackedWidget()
        for widget in (self.hours, self.credits, self.no_scheme):
            self.stack.addWidget(widget)
        self.body.addWidget(self.stack, 1)
        self._has_credits = shown.credits is not None
        if not self._leads:
            self.no_scheme.say("这个支部还没有选用学分办法", "所以没有学分；学时照常计算。")
        self._show_hours(shown)
        self._show_credits(shown)
        self.show_part(part)

    def show_part(self, part: str) -> None:
        """Show hours or credits."""
        self.parts.choose(part)
        if part == "hours":
            self.stack.setCurrentWidget(self.hours)
            self.hours.table.setFocus()
        elif self._has_credits:
            self.stack.setCurrentWidget(self.credits)
            self.credits.table.setFocus()
        else:
            self.stack.setCurrentWidget(self.no_scheme)

    def _show_hours(self, shown: MemberYear) -> None:
        total = shown.hours
        against = f"应修 {shown.target_text} 学时" if total.target is not None else ""
        text = amounts.hours_text(total.total)
        self.hours.show_total(text, against, shown.word, shown.state, total.why)
        if total.rule is not None and total.rule_set is not None:
            rule, place = total.rule, facts.place_words(total.rule, total.rule_set)
            marks = facts.marks(total.rule_set.status, local=total.rule_set.local, unverified=rule.unverified)
            title = f"{total.rule_set.title}：{rule.title}"
            self.hours.source.show_source(title, place, rule.quote, marks, rule.note)
            self.hours.source.show()
        lines = [
            WhyLine(
                one.day,
                words.label("study_line", one.kind),
                one.title,
                "",
                "",
                amounts.hours_text(one.minutes),
                one.why,
                one.kind,
                one.source_id,
            )
            for one in total.lines
        ]
        self.hours.show_lines(lines, text, self.way)

    def _show_credits(self, shown: MemberYear) -> None:
        total = shown.credits
        if total is None:
            return
        text, against, word, state = amounts.credits_text(total.total), "", "", "none"
        if total.target is not None:
            against = f"目标 {shown.credit_target_text} 分"
            missing = total.target - total.total
            word = f"还差 {amounts.credits_text(missing)} 分" if missing > 0 else "✓ 达标"
            state = "done" if missing <= 0 else "overdue" if shown.over else "soon"
        self.credits.show_total(text, against, word, state, "")
        scheme = total.scheme
        marks = facts.marks(scheme.status, local=scheme.local, unverified=scheme.unverified)
        place = " · ".join(part for part in (scheme.issuer, scheme.document) if part)
        self.credits.source.show_source(f"学分办法：{scheme.title}", place, "", marks)
        self.credits.source.show()
        lines = [
            WhyLine(
                one.day,
                words.label("study_line", one.kind),
                one.title,
                one.item_title,
                amounts.credits_text(one.earned),
                amounts.credits_text(one.counted),
                one.why,
                one.kind,
                one.source_id,
            )
            for one in total.lines
        ]
        self.credits.show_lines(lines, text, self.way)

    def _choose_scheme(self) -> None:
        self.accept()
        self._workspace.go("settings", section="rules")


class StudyWhyDialog(WhyDialog):
    """What the branch has studied together: its sessions, each once."""

    def __init__(self, parent: QWidget, workspace: Workspace, year: Year) -> None:
        super().__init__(parent, workspace, f"为什么是这个数：支部集中学习累计，{year.year} 年", year.org)
        panel = self.add_panel(WhyPanel("支部集中学习累计", "学时"))
        total = amounts.hours_text(year.study_minutes)
        panel.show_total(total, "", "", "none", "计学时的会议每次只算一遍，不按人数相乘；没有计学时的会不算。")
        lines = [
            WhyLine(
                one.day,
                one.kind_words,
                one.topic,
                "",
                "",
                amounts.hours_text(one.study_minutes),
                f"应到 {one.expected} 人，实到 {one.present} 人，计 {amounts.hours_text(one.study_minutes)} 学时",
                "meeting",
                one.id,
            )
            for one in reversed(year.study)
        ]
        panel.show_lines(lines, total, self.way)
        self.panel = panel
        self.body.addWidget(panel, 1)
        panel.table.setFocus()


class AverageWhyDialog(WhyDialog):
    """What the members have on average: everybody's total, and the division."""

    def __init__(self, parent: QWidget, workspace: Workspace, year: Year) -> None:
        super().__init__(parent, workspace, f"为什么是这个数：平均学时，{year.year} 年", year.org)
        panel = self.add_panel(WhyPanel("平均学时", "学时", people_columns("学时")))
        self._year = year
        total = sum(one.hours.total for one in year.members)
        average, people = amounts.hours_text(year.average), len(year.members)
        whole = amounts.hours_text(total)
        divided = f"{people} 人合计 {whole} 学时，除以 {people} 人，平均 {average} 学时。" if people else ""
        panel.show_total(average, "平均每人", "", "none", divided)
        lines = [
            WhyLine(
                "",
                one.word,
                one.hours.name,
                "",
                "",
                amounts.hours_text(one.hours.total),
                one.hours.why,
                "member",
                one.hours.member_id,
            )
            for one in year.members
        ]
        panel.show_lines(lines, whole, self.way)
        self.panel = panel
        self.body.addWidget(panel, 1)
        panel.table.setFocus()

    def way(self, line: WhyLine) -> tuple[str, Callable[[], object]] | None:
        """Return the member's own explanation."""
        shown = next(one for one in self._year.members if one.hours.member_id == line.source_id)
        return "看这个人的学时", lambda: MemberWhyDialog(self._page, self._workspace, self._year, shown).open()
