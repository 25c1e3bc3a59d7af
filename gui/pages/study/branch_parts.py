"""The parts of a branch's year: each a table, and below it what the chosen row is about."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from gui.pages.study import facts, totals_view
from gui.pages.study.branch_figures import percent
from gui.pages.study.sorted_table import SortedTable
from gui.pages.study.why_panel import SourceCard
from gui.tablemodels import Column
from gui.widgets import Card, EmptyState, Segments, label
from gui.widgets.list_table import ListTable
from gui.widgets.paged_table import PagedTable
from gui.workspace import Workspace
from models import amounts, attendance, meeting, study_archive, words
from models.meeting import Meeting
from models.study_archive import StudyArchive

if TYPE_CHECKING:
    from models.rules.duties import Duty
    from models.rules.rule import CreditScheme
    from models.rules.statistics import KindRow, MonthCell

STATE_LOOKS = {"open": "none", "filled": "progress", "reviewed": "soon", "filed": "done"}
"""State of a study archive -> key of `style.STATES`."""

_DUTY_STATES = {"done": "done", "open": "progress", "missed": "overdue", "explained": "soon", "waived": "none"}

_NAMES_SHOWN = 8
_DUTY_PARTS = [("all", "全部"), ("missed", "未落实"), ("explained", "已说明"), ("done", "已落实")]


class Part(QWidget):
    """A table or, where there is nothing, a sentence; `told` says more of the chosen row."""

    table: PagedTable

    def __init__(self, workspace: Workspace, org: int) -> None:
        super().__init__()
        self.setObjectName("PageBody")
        self.workspace, self.org = workspace, org
        self.remark = ""
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.table = self.make_table()
        self.empty = EmptyState("inbox", "")
        self.lists = QStackedWidget()
        self.lists.addWidget(self.table)
        self.lists.addWidget(self.empty)
        # It takes what is left: its own wish would make the dialog scroll where there is room enough.
        self.lists.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.lists.setMinimumHeight(148)
        self.holder = Card(padding=(1, 1, 1, 1))
        self.holder.body.addWidget(self.lists)
        self.column.addWidget(self.holder, 1)
        self.told = label(wrap=True, selectable=True)
        self.column.addWidget(self.told)

    def make_table(self) -> PagedTable:
        """Return the part's table."""
        raise NotImplementedError

    def show_year(self, year: int) -> None:
        """Read a year."""
        raise NotImplementedError

    def say_empty(self, listed: Sequence[Any], what: str) -> None:
        """Show the table, or the sentence where there is nothing."""
        self.lists.setCurrentWidget(self.table if listed else self.empty)
        self.told.setVisible(bool(listed))
        self.empty.say(what)


class MeetingsPart(Part):
    """The meetings of the year with who should have come and who came."""

    def make_table(self) -> ListTable:
        """The list."""
        made = ListTable(
            [
                Column("day", "日期", lambda one: one.day, 10),
                Column("kind", "类别", lambda one: one.kind_words, 18),
                Column("topic", "主题", lambda one: one.topic, 22, strong=True, stretches=True),
                Column("expected", "应到", lambda one: str(one.expected), 6, right=True),
                Column("present", "实到", lambda one: str(one.present), 6, right=True),
                Column("rate", "到会率", lambda one: percent(one.present, one.expected), 8, right=True, drop=1),
                Column("hours", "学时", lambda one: _hours(one.study_minutes), 6, right=True, drop=2),
                Column("mark", "备注", _late, 13, state=lambda _one: "soon"),
            ],
            "会议",
        )
        made.chosen.connect(self._tell)
        return made

    def show_year(self, year: int) -> None:
        """Read the meetings."""
        listed = meeting.list_meetings(self.workspace.ledger, meeting.of_year(year), org=self.org)
        late = sum(one.late for one in listed)
        self.remark = f"{len(listed)} 次会议" + (f"，其中补录 {late} 次" if late else "")
        assert isinstance(self.table, ListTable)
        self.table.show_records(listed, current=0)
        self.say_empty(listed, f"{year} 年还没有报来会议")

    def _tell(self, one: Meeting | None) -> None:
        if one is None:
            return
        people = [("主持", one.chair), ("记录", one.recorder), ("主讲", one.lecturer), ("地点", one.place)]
        told = [f"{word}：{said}" for word, said in people if said]
        if one.late:
            told.append(f"{one.entered_on} 登记，晚了 {one.late_days} 天，记为补录")
        self.told.setText("　".join([self._who_was_away(one), *told]))

    def _who_was_away(self, one: Meeting) -> str:
        lines = attendance.sheet(self.workspace.ledger, one.id, self.org)
        away = [line for line in lines if line.mark in attendance.AWAY_MARKS]
        named = [
            f"{line.name}（{words.label('mark', line.mark)}{'，已补课' if line.made_up else ''}）"
            for line in away[:_NAMES_SHOWN]
        ]
        more = f"等 {len(away)} 人" if len(away) > _NAMES_SHOWN else ""
        return f"没到会：{'、'.join(named)}{more}" if away else "都到会了"


class ArchivesPart(Part):
    """Everybody's study archive of the year: how far it has gone."""

    def make_table(self) -> ListTable:
        """The list."""
        made = ListTable(
            [
                Column("name", "姓名", lambda one: one.name, 14, strong=True, stretches=True),
                Column("state", "状态", _archive_state, 12, state=lambda one: STATE_LOOKS[one.state]),
                Column("filled", "填写完成", lambda one: one.filled_on, 11, drop=2),
                Column("reviewed", "审阅", lambda one: f"{one.reviewed_on} {one.reviewer}".strip(), 20, drop=1),
                Column("filed", "归档", lambda one: f"{one.filed_on} {one.filed_by}".strip(), 20),
                Column("number", "卷号", lambda one: one.file_number, 14),
            ],
            "学习档案",
        )
        made.chosen.connect(self._tell)
        return made

    def show_year(self, year: int) -> None:
        """Read the archives."""
        listed = study_archive.list_archives(self.workspace.ledger, org=self.org, year=year)
        counts = {key: sum(one.state == key for one in listed) for key in study_archive.ARCHIVE_STATES}
        told = [f"{words.label('archive_state', key)} {count}" for key, count in counts.items() if count]
        self.remark = f"{len(listed)} 份" + (f"：{'、'.join(told)}" if told else "")
        assert isinstance(self.table, ListTable)
        self.table.show_records(listed, current=0)
        self.say_empty(listed, f"{year} 年没有学习档案")

    def _tell(self, one: StudyArchive | None) -> None:
        if one is not None:
            parts = [f"审阅意见：{one.review}"] if one.review else []
            parts += [f"退回原因：{one.returned}"] if one.returned else []
            self.told.setText("　".join(parts) or "还没有审阅")


def _archive_state(one: StudyArchive) -> str:
    word = words.label("archive_state", one.state)
    return f"✓ {word}" if one.state == "filed" else word


class MatrixPart(Part):
    """How often each kind was held in each month."""

    def make_table(self) -> ListTable:
        """Kinds down, months across."""
        made = ListTable(
            [
                Column("kind", "类别", _kind, 14, strong=True, stretches=True),
                *(_month(at) for at in range(12)),
                Column("held", "开了", lambda one: str(one.held), 5, right=True),
                Column("required", "应开", _required, 5, right=True),
                Column("rate", "到会率", lambda one: percent(one.present, one.expected), 8, right=True, drop=1),
            ],
            "落实情况",
        )
        made.chosen.connect(self._tell)
        return made

    def show_year(self, year: int) -> None:
        """Compute the statistics."""
        from models.rules import statistics

        found = statistics.year_statistics(self.workspace.ledger, org=self.org, year=year)
        self.remark = f"{found.meetings} 次会议，到会率 {percent(found.present, found.expected)}"
        assert isinstance(self.table, ListTable)
        self.table.show_records(found.rows, current=0)
        self.say_empty(found.rows, f"{year} 年还没有会议，也没有要开的会")

    def _tell(self, one: "KindRow | None") -> None:
        if one is None:
            return
        days = [_short_day(day) for cell in one.months for day in cell.days]
        missed = [f"{at + 1}月" for at, cell in enumerate(one.months) if cell.duty == "missed"]
        told = [f"{_kind(one)}：{'、'.join(days) if days else '还没有开'}"]
        if missed:
            told.append(f"缺 {'、'.join(missed)}")
        told += [one.note] if one.note else []
        self.told.setText("。".join(told) + "。")


class HoursPart(Part):
    """The members with their hours and credits; Enter shows why."""

    def make_table(self) -> PagedTable:
        """The same table as on the page."""
        return self._table_for(None)

    def _table_for(self, scheme: "CreditScheme | None") -> SortedTable:
        credits, target = totals_view.shape(scheme)
        made = totals_view.table(credits=credits, target=target, name="学时学分")
        made.picked.connect(self._explain)
        made.clicked.connect(lambda index: self._explain(made.current, totals_view.part_at(made, index.column())))
        return made

    def show_year(self, year: int) -> None:
        """Compute the totals."""
        self._year = facts.read_year(self.workspace.ledger, year, self.org)
        members = self._year.members
        scheme = f"，学分办法：{self._year.scheme.title}" if self._year.scheme else "，没有选用学分办法"
        self.remark = f"达标 {self._year.met} 人，应修 {len(self._year.bound)} 人{scheme}"
        old, fresh = self.table, self._table_for(self._year.scheme)
        self.table = fresh
        self.lists.addWidget(fresh)
        self.lists.removeWidget(old)
        old.deleteLater()
        fresh.show_records(members)
        self.say_empty(members, "还没有党员")
        self.told.setText("回车或点一行，看这个数是怎么来的。")

    def _explain(self, chosen: facts.MemberYear | None, part: str = "hours") -> None:
        from gui.dialogs.why_dialog import MemberWhyDialog

        if chosen is not None:
            # Over the branch's year nothing leads away, not even for the ledger's own organisation.
            MemberWhyDialog(self, self.workspace, self._year, chosen, part=part, leads=False).open()


class DutiesPart(Part):
    """What the rules asked of the branch, rule by rule."""

    def __init__(self, workspace: Workspace, org: int) -> None:
        super().__init__(workspace, org)
        self._duties: list[Duty] = []
        self.states = Segments(_DUTY_PARTS, "哪些任务")
        self.states.chosen.connect(lambda _key: self.fill())
        self.column.insertWidget(0, self.states, 0, Qt.AlignmentFlag.AlignLeft)
        self.source = SourceCard()
        self.column.addWidget(self.source)

    def make_table(self) -> ListTable:
        """One row for each duty; the rule's name stands where it begins."""
        made = ListTable(
            [
                Column("rule", "任务", lambda one: one[0], 20, strong=True),
                Column("subject", "对象", lambda one: one[1].subject or "支部", 14, drop=1),
                Column("period", "时间", lambda one: one[1].period.label, 10),
                Column("done", "已办 / 应办", lambda one: _done(one[1]), 16, right=True),
                Column("state", "情况", _duty_word, 14, state=lambda one: _DUTY_STATES[one[1].state]),
                Column("note", "说明", lambda one: one[1].note, 16, stretches=True),
            ],
            "任务",
        )
        made.chosen.connect(self._tell)
        return made

    def show_year(self, year: int) -> None:
        """Compute the duties."""
        from models.rules import duties

        found = duties.list_duties(self.workspace.ledger, org=self.org, year=year)
        place = {key: at for at, key in reversed(list(enumerate(one.key for one in found)))}
        self._duties = sorted(found, key=lambda one: (place[one.key], one.subject, one.period.first))
        self._year_told = year
        missed = sum(one.state == "missed" for one in found)
        self.remark = f"{len(found)} 项任务，未落实 {missed} 项"
        self.fill()

    def fill(self) -> None:
        """Show what the segment leaves."""
        kinds = ("missed", "explained", "done")
        counts = {kind: sum(one.state == kind for one in self._duties) for kind in kinds}
        self.states.set_counts({"all": len(self._duties), **counts})
        chosen = self.states.current
        listed = [one for one in self._duties if chosen in ("all", one.state)]
        rows = []
        for _key, alike in groupby(listed, key=lambda one: one.key):
            rows += [(one.rule.title if at == 0 else "", one) for at, one in enumerate(alike)]
        assert isinstance(self.table, ListTable)
        self.table.show_records(rows, current=0)
        self.say_empty(rows, f"{self._year_told} 年没有这样的任务")
        self.source.setVisible(bool(rows))

    def _tell(self, row: "tuple[str, Duty] | None") -> None:
        if row is None:
            return
        one = row[1]
        self.told.setText(f"{one.rule.title}：{one.why}")
        marks = facts.marks(one.rule_set.status, local=one.rule_set.local, unverified=one.rule.unverified)
        title = f"{one.rule_set.title}：{one.rule.title}"
        self.source.show_source(title, facts.place_words(one.rule, one.rule_set), one.rule.quote, marks, one.rule.note)


def _hours(minutes: int) -> str:
    return amounts.hours_text(minutes) if minutes else ""


def _late(one: Meeting) -> str:
    return f"补录 {one.late_days} 天" if one.late else ""


def _kind(one: "KindRow") -> str:
    word = words.label("meeting_kind_short", one.kind)
    return f"{word}（{one.subject}）" if one.subject else word


def _required(one: "KindRow") -> str:
    return "" if one.required is None else str(one.required)


def _cell(cell: "MonthCell") -> str:
    if cell.days:
        return f"✓{len(cell.days)}" if len(cell.days) > 1 else "✓"
    return {"missed": "缺", "explained": "说明", "open": "待办"}.get(cell.duty, "")


def _cell_state(cell: "MonthCell") -> str:
    return "" if cell.days else _DUTY_STATES.get(cell.duty, "")


def _month(at: int) -> Column:
    return Column(
        f"month{at + 1}",
        f"{at + 1}月",
        lambda one: _cell(one.months[at]),
        4,
        state=lambda one: _cell_state(one.months[at]),
    )


def _short_day(iso: str) -> str:
    return f"{int(iso[5:7])}月{int(iso[8:])}日"


def _amount(minutes_or_times: int, unit: str) -> str:
    return amounts.hours_text(minutes_or_times) if unit == "学时" else str(minutes_or_times)


def _done(one: "Duty") -> str:
    unit = one.rule.unit
    return f"{_amount(one.done, unit)} / {_amount(one.required, unit)} {unit}"


def _duty_word(row: "tuple[str, Duty]") -> str:
    word = words.label("duty_state", row[1].state)
    return f"✓ {word}" if row[1].state == "done" else word
