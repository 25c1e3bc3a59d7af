"""Silence is not presence: what says nothing of who came is asked, once for all that are alike, and never counts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exchange import questions
from exchange.meetings_planner import Decision
from exchange.meetings_spoken import read_spoken
from exchange.questions import Questions
from models.ledger import Ledger
from tests.exchange.meetings_kit import branch, marks, only_row, plan, workbook

HEAD = ["日期", "类别", "议题"]
ROW = ["2025.3.5", "党员大会", "讨论年度计划"]
ALL = "张三、李四、王五、赵六、王建国、王建国"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with branch(tmp_path / "branch.zbtz") as opened:
        yield opened


def file(folder: Path, header: str, *values: Any) -> Path:
    """A register with one more column; a meeting for each value."""
    rows = [[f"2025.3.{at}", *ROW[1:], value] for at, value in enumerate(values, 5)]
    return workbook(folder / "a.xlsx", *rows, head=[*HEAD, header])


SAID: list[tuple[str, Any, dict[str, str]]] = [
    ("缺勤名单", "张三", {"张三": "absent"}),
    ("未到党员姓名", "张三、李四", {"张三": "absent", "李四": "absent"}),
    ("病假名单", "张三", {"张三": "sick"}),
    ("未签到", "张三", {"张三": "absent"}),
    ("未参会人员名单", "张三（出差）", {"张三": "official"}),
    ("出勤情况", "应到6人，实到5人，请假1人（张三病假）", {"张三": "sick"}),
    ("签到状态", "张三未签到，其余已签到", {"张三": "absent"}),
    ("到会情况", "除张三病假外全部到会", {"张三": "sick"}),
    ("参加人员", "全体党员（张三事假）", {"张三": "personal"}),
    ("参加人员", "全体党员", {}),
    ("出勤情况", "全勤", {}),
    ("到会率", "100%", {}),
    ("实到人数", 6, {}),
    ("参会党员", ALL, {}),
    ("实到党员姓名", ALL, {}),
    ("实到", ALL, {}),
    ("會議缺席人員", "张三", {"张三": "absent"}),
]


@pytest.mark.parametrize(("header", "value", "away"), SAID, ids=[f"{one[0]}: {one[1]}" for one in SAID])
def test_what_says_who_came_is_read(
    ledger: Ledger, tmp_path: Path, header: str, value: Any, away: dict[str, str]
) -> None:
    found = only_row(ledger, file(tmp_path, header, value))
    assert (found.state, marks(ledger, found)) == ("new", away)


SILENT: list[tuple[str, Any, str]] = [
    ("地点", "会议室", "meetings-roll-silent"),
    ("参加对象", "全体党员", "meetings-roll-silent"),
    ("列席人数", 3, "meetings-roll-silent"),
    ("有表决权人数", 6, "meetings-roll-silent"),
    ("列席人员", "葛老师", "meetings-roll-silent"),
    ("迟到人员", "张三", "meetings-roll-silent"),
    ("签到表", "见附件", "meetings-roll-silent"),
    ("参加人员", "见签到表", "meetings-roll-unclear"),
    ("缺席人员", "详见附件", "meetings-roll-unclear"),
    ("出勤情况", "基本到齐", "meetings-roll-unclear"),
    ("到会率", 0.83, "meetings-roll-unclear"),
    ("考勤", "√", "meetings-roll-unclear"),
    ("备注", "张三病假", "meetings-roll-remark"),
    ("会议记录", "应到6人，实到5人，张三请假。讨论计划。", "meetings-roll-remark"),
    ("实到人数", 5, "meetings-roll-missing"),
    ("应到/实到", "6/5", "meetings-roll-missing"),
    ("缺席人数", 1, "meetings-roll-missing"),
    ("缺席人员", "2人", "meetings-roll-missing"),
    ("参加人员", "张三等5人", "meetings-roll-missing"),
    ("参与人员", "张三、李四", "meetings-row-unlisted"),
    ("组员", "张三、李四", "meetings-column-people"),
]


@pytest.mark.parametrize(("header", "value", "code"), SILENT, ids=[f"{one[0]}: {one[1]}" for one in SILENT])
def test_what_does_not_say_who_came_is_asked(
    ledger: Ledger, tmp_path: Path, header: str, value: Any, code: str
) -> None:
    found = only_row(ledger, file(tmp_path, header, value))
    assert (found.state, found.deciding()[0].code) == ("undecided", code)
    assert "{" not in found.deciding()[0].reason()


ANSWERS: list[tuple[str, Any, dict[str, str], dict[str, str]]] = [
    ("地点", "会议室", {"silent": "present"}, {}),
    ("备注", "张三病假", {"remark": "away"}, {"张三": "sick"}),
    ("备注", "张三病假", {"remark": "present", "silent": "present"}, {}),
    ("实到人数", 5, {"counts": "wrong"}, {}),
    ("组员", "张三、李四", {"column:组员": "absent"}, {"张三": "absent", "李四": "absent"}),
    ("组员", "张三", {"column:组员": "leave"}, {"张三": "personal"}),
    ("组员", ALL, {"column:组员": "present"}, {}),
    ("组员", "张三", {"column:组员": "other", "silent": "present"}, {}),
]


@pytest.mark.parametrize(("header", "value", "values", "away"), ANSWERS)
def test_an_answer_settles_it(
    ledger: Ledger, tmp_path: Path, header: str, value: Any, values: dict[str, str], away: dict[str, str]
) -> None:
    found = only_row(ledger, file(tmp_path, header, value), {("会议", 2): Decision(values=values)})
    assert (found.state, marks(ledger, found)) == ("new", away)


def test_people_who_are_only_counted_are_named_one_after_the_other(ledger: Ledger, tmp_path: Path) -> None:
    path = file(tmp_path, "应到/实到", "6/4")
    asked = only_row(ledger, path)
    assert asked.findings[0].facts["count"] == 2
    one, two = asked.expected[:2]
    half = only_row(ledger, path, {("会议", 2): Decision(values={"missing": one.member_id})})
    assert (half.state, half.findings[0].facts["count"]) == ("undecided", 1)
    values = {"missing": one.member_id, "missing_leave": two.member_id}
    whole = only_row(ledger, path, {("会议", 2): Decision(values=values)})
    assert (whole.state, dict(whole.marks)) == ("new", {one.member_id: "absent", two.member_id: "personal"})


def test_a_column_of_other_things_or_of_other_people_is_not_asked(ledger: Ledger, tmp_path: Path) -> None:
    head = [*HEAD, "缺席", "宣传报道", "提交人", "经办科室"]
    found = plan(ledger, workbook(tmp_path / "a.xlsx", [*ROW, "无", "已发", "张三", "办公室"], head=head))
    assert found.rows[0].state == "new"
    known = [*HEAD, "缺席", "状态", "签到", "主持人"]
    ordinary = workbook(tmp_path / "b.xlsx", [*ROW, "无", "已完成", "见签到表", "张三"], head=known)
    assert only_row(ledger, ordinary).state == "new"
    assert [header for _, header in found.unread] == ["宣传报道", "提交人", "经办科室"]


def test_an_empty_cell_says_something_only_under_those_away(ledger: Ledger, tmp_path: Path) -> None:
    head = [*HEAD, "参加人员", "缺席人员"]
    rows = [[*ROW, ALL, None], ["2025.4.5", *ROW[1:], None, None], ["2025.5.5", *ROW[1:], None, "无"]]
    listed = plan(ledger, workbook(tmp_path / "a.xlsx", *rows, head=head))
    assert [one.state for one in listed.rows] == ["new", "undecided", "new"]
    away = plan(ledger, workbook(tmp_path / "b.xlsx", [*ROW, None], head=[*HEAD, "缺席人员"]))
    assert away.rows[0].state == "new"


def test_one_question_is_asked_for_the_whole_file(ledger: Ledger, tmp_path: Path) -> None:
    planned = plan(ledger, file(tmp_path, "组员", "张三", "李四", "王五", None))
    first = planned.rows[0].findings[0]
    assert [row for _, row in Questions(planned.rows).alike(planned.rows[0], first)] == [2, 3, 4, 5]
    told = planned.summary()["undecided"]
    assert len(questions.grouped(told)) == 1
    silent = plan(ledger, file(tmp_path, "地点", "一楼", "二楼"))
    assert len(questions.grouped(silent.summary()["undecided"])) == 1


def test_meetings_of_several_branches_are_asked_by_branch(ledger: Ledger, tmp_path: Path) -> None:
    head = ["所属组织", *HEAD, "缺席"]
    rows = [
        ["桐花巷支部", *ROW, "无"],
        ["柳溪支部", "2025.3.6", *ROW[1:], "无"],
        ["柳溪支部", "2025.3.7", *ROW[1:], "无"],
    ]
    planned = plan(ledger, workbook(tmp_path / "a.xlsx", *rows, head=head))
    assert [row.state for row in planned.rows] == ["new", "undecided", "undecided"]
    assert len(Questions(planned.rows).alike(planned.rows[1])) == 2
    alone = plan(ledger, workbook(tmp_path / "b.xlsx", rows[1], head=head))
    assert alone.rows[0].state == "new"


@pytest.mark.parametrize(
    ("text", "counts", "names", "clear"),
    [
        ("应到6 实到5", {"expected": 6, "present": 5}, [], True),
        ("请假2人：张三、李四；缺席1人：王五", {"away": 3}, ["张三", "李四", "王五"], True),
        ("应到8人，实到7人，缺席：张三（病假）", {"expected": 8, "present": 7}, ["张三"], True),
        ("应到8，实到8，无缺席", {"expected": 8, "present": 8}, [], True),
        ("张三请假", {}, ["张三"], True),
        ("大多数到了", {}, [], False),
        ("87.5%", {}, [], False),
    ],
)
def test_sentences_on_attendance(text: str, counts: dict[str, int], names: list[str], clear: bool) -> None:
    spoken = read_spoken(text)
    assert (spoken.counts, [said.name for said in spoken.people.said], spoken.clear) == (counts, names, clear)
