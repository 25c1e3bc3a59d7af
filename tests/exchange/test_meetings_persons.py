"""Sheets with a line for each person: meetings put together by day and topic, and hours of single people."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exchange.meetings_plan import apply_plan
from exchange.meetings_planner import Decision
from models import member, undo
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from tests.exchange.meetings_kit import branch, marks, only_row, plan, workbook

HEAD = ["姓名", "活动名称", "活动时间"]
EVENT = ["三月党员大会", "2025-03-05"]
NAMES = ("张三", "李四", "王五", "赵六")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A branch of four whose names are all different."""
    with branch(tmp_path / "branch.zbtz") as opened:
        with opened.operation("member.remove") as op:
            for one in member.list_members(opened):
                if one.name not in NAMES:
                    member.remove_member(op, one.id, kind="transfer", date="2024-01-01")
        yield opened


def lines(folder: Path, *rows: list[Any], head: list[str], title: str = "", name: str = "a.xlsx") -> Path:
    return workbook(folder / name, *rows, head=head, title=title, sheet="Sheet1")


def test_lines_of_one_day_and_topic_are_one_meeting(ledger: Ledger, tmp_path: Path) -> None:
    rows = [
        ["张三", *EVENT, "已签到"],
        ["李四", "三月党员大会", "2025.3.5", "请假：出差"],
        ["王五", "三月党员大会", "2025年3月5日", "未签到"],
        ["赵六", *EVENT, "迟到"],
        ["张三", "四月党课", "2025-04-02", "病假"],
    ]
    planned = plan(ledger, lines(tmp_path, *rows, head=[*HEAD, "签到状态"]))
    whole, part = planned.rows
    assert (whole.day, whole.kinds, whole.state) == ("2025-03-05", ("assembly",), "new")
    assert marks(ledger, whole) == {"李四": "official", "王五": "absent", "赵六": "late"}
    assert list(whole.reasons.values()) == ["出差"]
    assert (part.row, part.state, part.findings[0].code) == (6, "undecided", "meetings-row-unlisted")
    assert set(part.findings[0].facts["names"].split("、")) == {"李四", "王五", "赵六"}


@pytest.mark.parametrize(
    ("head", "cells", "title", "away"),
    [
        (["请假人", *HEAD[1:], "请假事由"], ["张三", *EVENT, "出差"], "", {"张三": "official"}),
        ([*HEAD, "备注"], ["张三", *EVENT, "缺席"], "请假、缺席统计", {"张三": "absent"}),
        ([*HEAD, "情况"], ["张三", *EVENT, "病假"], "2025年缺勤登记", {"张三": "sick"}),
    ],
)
def test_a_list_of_those_away_names_all_of_them(
    ledger: Ledger, tmp_path: Path, head: list[str], cells: list[str], title: str, away: dict[str, str]
) -> None:
    found = only_row(ledger, lines(tmp_path, cells, head=head, title=title))
    assert (found.state, marks(ledger, found)) == ("new", away)


def test_a_list_without_a_word_asks_what_it_is(ledger: Ledger, tmp_path: Path) -> None:
    path = lines(tmp_path, ["张三", *EVENT], ["李四", *EVENT], head=HEAD)
    asked = only_row(ledger, path)
    assert (asked.state, asked.findings[0].code) == ("undecided", "meetings-column-people")
    away = only_row(ledger, path, {("Sheet1", 2): Decision(values={"column:姓名": "absent", "unlisted": "present"})})
    assert (away.state, marks(ledger, away)) == ("new", {"张三": "absent", "李四": "absent"})
    came = only_row(ledger, path, {("Sheet1", 2): Decision(values={"column:姓名": "present", "unlisted": "absent"})})
    assert marks(ledger, came) == {"王五": "absent", "赵六": "absent"}


def test_names_under_an_unknown_header_are_lines_when_one_meeting_has_several(ledger: Ledger, tmp_path: Path) -> None:
    head = ["组员", "日期", "类别", "议题"]
    rows = [[name, "2025.3.5", "党课", "学习"] for name in NAMES[:3]]
    asked = only_row(ledger, lines(tmp_path, *rows, head=head))
    assert (asked.state, asked.findings[0].code) == ("undecided", "meetings-column-people")
    decided = {("Sheet1", 2): Decision(values={"column:组员": "present", "unlisted": "absent"})}
    assert marks(ledger, only_row(ledger, tmp_path / "a.xlsx", decided)) == {"赵六": "absent"}


def test_a_line_without_day_or_topic_is_refused_and_makes_the_list_doubtful(ledger: Ledger, tmp_path: Path) -> None:
    rows = [["张三", *EVENT, "缺席"], ["李四", EVENT[0], None, "缺席"], ["王五", None, EVENT[1], "缺席"]]
    planned = plan(ledger, lines(tmp_path, *rows, head=[*HEAD, "备注"], title="缺席统计"))
    codes = [(row.state, row.deciding()[0].code) for row in planned.rows]
    assert codes == [
        ("undecided", "meetings-row-unlisted"),
        ("refused", "meetings-line-no-day"),
        ("refused", "meetings-line-no-topic"),
    ]
    assert all(name in planned.rows[at].deciding()[0].reason() for at, name in ((1, "李四"), (2, "王五")))


@pytest.mark.parametrize(
    ("header", "value", "mark"),
    [
        ("是否到会", "是", "present"),
        ("是否到会", "否", "absent"),
        ("是否请假", "是", "personal"),
        ("缺席", "√", "absent"),
        ("签到", "√", "present"),
        ("签到", "张三", "present"),
        ("考勤结果", "旷会", "absent"),
        ("请假类型", "病假", "sick"),
        ("打卡结果", "正常", "present"),
        ("參會狀態", "請假", "personal"),
    ],
)
def test_the_cell_of_a_person_says_how_it_was(
    ledger: Ledger, tmp_path: Path, header: str, value: str, mark: str
) -> None:
    path = lines(tmp_path, ["张三", *EVENT, value], head=[*HEAD, header])
    found = only_row(ledger, path, {("Sheet1", 2): Decision(values={"unlisted": "present"})})
    assert (found.state, marks(ledger, found)) == ("new", {} if mark == "present" else {"张三": mark})


def test_what_no_word_list_knows_is_asked_and_answered_once(ledger: Ledger, tmp_path: Path) -> None:
    rows = [["张三", *EVENT, "早退"], ["李四", *EVENT, "早退"], ["王五", *EVENT, "到会"], ["赵六", *EVENT, None]]
    path = lines(tmp_path, *rows, head=[*HEAD, "状态"])
    asked = only_row(ledger, path)
    assert [one.facts["sign"] for one in asked.findings] == ["早退", ""]
    values = {"sign:早退": "present", "sign:": "absent"}
    found = only_row(ledger, path, {("Sheet1", 2): Decision(values=values)})
    assert (found.state, marks(ledger, found)) == ("new", {"赵六": "absent"})


HOURS = ["姓名", "培训班次", "培训时间", "学时", "培训类别"]


def test_hours_of_single_people_come_in_and_one_undo_takes_them_back(ledger: Ledger, tmp_path: Path) -> None:
    rows = [
        ["张三", "轮训班", "2025.5.12-5.14", 24, "集中培训"],
        ["李四", "网上专题班", "2025年5月20日至25日", "8学时", None],
        ["王五", "读原著", "2025-06-01", "90分钟", "个人自学"],
    ]
    path = lines(tmp_path, *rows, head=HOURS)
    before = ledger.content_digest()
    planned = plan(ledger, path)
    assert [row.state for row in planned.rows] == ["new"] * 3
    assert planned.summary()["hours"] == 3
    written = apply_plan(ledger, planned)
    kept = [
        (one.name, one.title, one.text("kind"), one.day, one.text("to_day"), one.number("study_minutes"))
        for one in records.listed(ledger, kind_of("study_record"))
    ]
    assert kept == [
        ("张三", "轮训班", "training", "2025-05-12", "2025-05-14", 1440),
        ("李四", "网上专题班", "online", "2025-05-20", "2025-05-25", 480),
        ("王五", "读原著", "self_study", "2025-06-01", "2025-06-01", 90),
    ]
    assert plan(ledger, path).counts()["same"] == 3
    undo.undo(ledger, written.seq)
    assert ledger.content_digest() == before


@pytest.mark.parametrize(
    ("cells", "state", "code"),
    [
        (["张叁", "轮训班", "2025-05-12", 8, "集中培训"], "undecided", "meetings-study-nobody"),
        (["张三", "廉政教育", "2025-05-12", 8, None], "undecided", "meetings-study-kind"),
        (["张三", "轮训班", None, 8, "集中培训"], "refused", "meetings-line-no-day"),
        (["张三", "轮训班", "2025-05-12", None, "集中培训"], "refused", "meetings-study-no-hours"),
        (["张三", "轮训班", "2025-05-12", 0.75, "集中培训"], "refused", "hours-wrong"),
        (["张三", "轮训班", "2027-05-12", 8, "集中培训"], "refused", "study-in-future"),
    ],
)
def test_hours_that_are_not_plain_stay_outside(
    ledger: Ledger, tmp_path: Path, cells: list[Any], state: str, code: str
) -> None:
    head = ["姓名", "课程", *HOURS[2:]]
    found = only_row(ledger, lines(tmp_path, cells, head=head))
    assert (found.state, found.deciding()[0].code) == (state, code)


def test_answers_bring_hours_in_and_the_same_twice_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    row = ["张叁", "廉政教育", "2025-05-12", 8]
    path = lines(tmp_path, row, ["张三", *row[1:]], head=["姓名", "课程", "时间", "学时"])
    (someone,) = (one.id for one in member.list_members(ledger) if one.name == "张三")
    kind = {"study_kind": "other"}
    decisions = {
        ("Sheet1", 2): Decision(values=kind, people={"person:张叁": someone}),
        ("Sheet1", 3): Decision(values=kind),
    }
    states = [(one.state, [finding.code for finding in one.findings]) for one in plan(ledger, path, decisions).rows]
    assert states == [("new", []), ("refused", ["meetings-row-twice"])]


def test_hours_beside_a_meeting_of_the_branch_are_attendance(ledger: Ledger, tmp_path: Path) -> None:
    rows = [[name, *EVENT, 2] for name in NAMES]
    path = lines(tmp_path, *rows, head=[*HEAD, "学时"], title="党员大会签到表")
    found = only_row(ledger, path)
    assert (found.state, found.hours, found.values["study_minutes"], dict(found.marks)) == ("new", False, 120, {})
