"""Tests of a year: one line for each test, everybody's results behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gui.pages.study.list_view import RecordList
from gui.pages.study.sorted_table import Orders
from gui.tablemodels import Column
from models import exam, words
from models.exam import Exam


@dataclass(frozen=True, slots=True)
class ExamSheet:
    """One test: the results that share title, day, method and organiser."""

    results: tuple[Exam, ...]

    @property
    def id(self) -> str:
        """The key of the line."""
        return self.results[0].id

    @property
    def title(self) -> str:
        """What was tested."""
        return self.results[0].title

    @property
    def name(self) -> str:
        """The same: a test is called by what it was about."""
        return f"“{self.title}”"

    @property
    def day(self) -> str:
        """When."""
        return self.results[0].day

    @property
    def failed(self) -> list[Exam]:
        """Those who did not pass."""
        return [one for one in self.results if one.passed == "no"]

    @property
    def average(self) -> str:
        """The mean of the scores, with one decimal; nothing where only grades were given."""
        scores = [one.score for one in self.results if one.score is not None]
        return f"{sum(scores) / len(scores) / 100:.1f}" if scores else ""


class ExamsView(RecordList):
    """Enter opens a test with all its results."""

    word = "考核"
    add_word = "登记考核成绩"
    orders: Orders = {"people": lambda one: len(one.results), "failed": lambda one: len(one.failed)}  # noqa: RUF012

    def columns(self) -> list[Column]:
        """Return the columns."""
        return [
            Column("day", "日期", lambda one: one.day, 11, sort="listed"),
            Column("title", "考核内容", lambda one: one.title, 24, strong=True, stretches=True),
            Column("method", "方式", lambda one: words.label("exam.method", one.results[0].method), 10, drop=1),
            Column("people", "参加", lambda one: f"{len(one.results)} 人", 8, right=True, sort="people"),
            Column("average", "平均分", lambda one: one.average, 8, right=True),
            Column("failed", "合格情况", _passed, 17, sort="failed", state=_state),
            Column("organizer", "组织单位", lambda one: one.results[0].organizer, 14, drop=2),
        ]

    def read(self, year: int) -> Sequence[ExamSheet]:
        """Return the year's tests, the newest first."""
        sheets: dict[tuple[str, ...], list[Exam]] = {}
        for one in exam.list_exams(self.workspace.ledger, year=year):
            sheets.setdefault((one.day, one.title, one.method, one.organizer), []).append(one)
        return [ExamSheet(tuple(sheets[key])) for key in sorted(sheets, reverse=True)]

    def found(self, record: Any, member_ids: set[str], text: str) -> bool:
        """A test is found by its title, and by who took part."""
        return text in record.title or any(one.member_id in member_ids for one in record.results)

    def sentence(self, record: Any) -> str:
        """Return how a test is called before it is taken out."""
        return f"{record.day}　{record.title}　{len(record.results)} 人的成绩"

    def say_nothing_there(self) -> tuple[str, str]:
        """Return what the empty list says."""
        return f"{self.year} 年还没有考核成绩", "一次考核登记一回：写考核内容，按人填成绩，或者从工作簿里整列粘贴。"

    def add(self) -> None:
        """Record a test."""
        self.begin()

    def begin(self, member_id: str = "") -> None:
        """Record a test; somebody's line is where one begins."""
        from gui.dialogs.exam_dialog import ExamDialog

        ExamDialog(self, self.workspace, member_id=member_id).open()

    def edit(self, record: Any | None) -> None:
        """Open a test."""
        from gui.dialogs.exam_dialog import ExamDialog

        if record is not None:
            ExamDialog(self, self.workspace, record.results).open()

    def take_out(self, records: Sequence[Any]) -> bool:
        """Remove tests with all their results."""

        def work(op: Any) -> None:
            for one in (result for sheet in records for result in sheet.results):
                exam.remove_exam(op, one.id)

        return self.workspace.bridge.attempt(self, "exam.remove", work)


def _passed(one: ExamSheet) -> str:
    if one.failed:
        return f"{len(one.failed)} 人不合格"
    return "✓ 都合格" if all(each.passed == "yes" for each in one.results) else ""


def _state(one: ExamSheet) -> str:
    return "overdue" if one.failed else "done"
