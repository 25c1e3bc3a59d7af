"""Preview and writing of a register of meetings: what is refused, what is asked, what comes in, and that nothing is
guessed.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.meetings_plan import apply_plan, plan_import
from exchange.meetings_planner import Decision
from exchange.meetings_sheet import read_meetings
from models import attendance, group, meeting, member, undo
from models.errors import RefusedError
from models.ledger import Ledger
from tests.exchange.meetings_kit import HEAD, branch, marks, only_row, plan, row, workbook

KEY = ("会议", 2)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with branch(tmp_path / "branch.zbtz") as opened:
        yield opened


def ids(ledger: Ledger, name: str) -> list[str]:
    return [one.id for one in member.list_members(ledger) if one.name == name]


def test_meetings_come_in_as_one_operation_and_again_nothing_happens(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        row(缺席人员及原因="张三（事假）、王五病假", 学时=1.5),
        row(日期="3月12日", 类别="党小组会", 议题="学条例", 党小组="二组"),
        title="2025年台账",
    )
    before = ledger.content_digest()
    planned = plan(ledger, path)
    assert planned.counts() == {"new": 2, "same": 0, "undecided": 0, "refused": 0, "skipped": 0}
    assert ledger.content_digest() == before, "planning must not write"
    changes = apply_plan(ledger, planned)
    assert changes.kind == "meetings.import" and changes.seq
    of_group, of_all = meeting.list_meetings(ledger)
    assert (of_all.day, of_all.kinds, of_all.study_minutes) == ("2025-03-05", "assembly", 90)
    assert (of_all.expected, of_all.present) == (6, 4)
    lines = {line.name: line.mark for line in attendance.sheet(ledger, of_all.id) if line.mark != "present"}
    assert lines == {"张三": "personal", "王五": "sick"}
    assert (of_group.day, of_group.group, of_group.expected) == ("2025-03-12", "第二党小组", 3)
    assert of_all.entered_on == "2026-11-21" and of_all.late
    after = ledger.content_digest()
    again = plan(ledger, path)
    assert again.counts()["same"] == 2 and apply_plan(ledger, again).seq == 0
    assert ledger.content_digest() == after
    undo.undo(ledger, changes.seq)
    assert ledger.content_digest() == before


def test_the_journal_names_the_file_its_digest_and_the_counts(ledger: Ledger, tmp_path: Path) -> None:
    planned = plan(ledger, workbook(tmp_path / "去年会议.xlsx", row()))
    apply_plan(ledger, planned)
    line = ledger.query("SELECT kind, why, note FROM journal_operation ORDER BY seq DESC LIMIT 1")[0]
    assert line["kind"] == "meetings.import" and "去年会议.xlsx" in line["why"]
    note = json.loads(line["note"])
    assert (note["digest"], note["new"], note["refused"]) == (planned.digest, 1, 0)


REFUSALS: list[tuple[str, dict[str, Any], str, str]] = [
    ("no such day", {"日期": "2025.2.29"}, "day", "meetings-row-day-impossible"),
    ("no day", {"日期": "29.2.2025"}, "day", "meetings-row-day-unreadable"),
    ("before there was a Party", {"日期": "1321.3.5"}, "day", "meetings-row-day-impossible"),
    ("future", {"日期": "2026.11.22"}, "day", "meeting-in-future"),
    ("before founding", {"日期": "2009.12.31"}, "day", "meeting-before-founding"),
    ("no topic", {"议题": None}, "topic", "meetings-row-no-topic"),
    ("topic of 10,000 characters", {"议题": "长" * 10_000}, "topic", "value-too-long"),
    ("hidden characters", {"议题": "计\u200b划"}, "topic", "value-bad-characters"),
    ("hours below nought", {"学时": -1}, "study_minutes", "hours-wrong"),
    ("hours of a tenth", {"学时": 0.1}, "study_minutes", "hours-wrong"),
    ("endless hours", {"学时": 1e308}, "study_minutes", "hours-wrong"),
    ("hours in words", {"学时": "很多"}, "study_minutes", "hours-wrong"),
    ("across midnight", {"日期": "2025.3.5 23:00-1:00"}, "end_time", "meeting-across-midnight"),
    ("away twice", {"缺席人员及原因": "张三（事假）、张三（病假）"}, "away", "meetings-row-two-marks"),
    ("in both lists", {"缺席人员及原因": "张三", "参加人员": "张三、李四"}, "attendees", "meetings-row-both-lists"),
]


@pytest.mark.parametrize(("why", "cells", "field", "code"), REFUSALS, ids=[case[0] for case in REFUSALS])
def test_what_cannot_stand_is_refused_by_name(
    ledger: Ledger, tmp_path: Path, why: str, cells: dict[str, Any], field: str, code: str
) -> None:
    path = workbook(tmp_path / "a.xlsx", row(**cells), row(日期="2025.4.1", 缺席人员及原因="无"))
    planned = plan(ledger, path)
    assert planned.counts()["refused"] == planned.counts()["new"] == 1
    (told,) = planned.summary()["refused"]
    assert (told["sheet"], told["row"], told["field"], told["code"]) == ("会议", 2, field, code)
    assert told["reason"] and "{" not in told["reason"]
    apply_plan(ledger, planned)
    assert [one.day for one in meeting.list_meetings(ledger)] == ["2025-04-01"]


QUESTIONS: list[tuple[str, dict[str, Any], str, dict[str, Any], dict[str, str]]] = [
    ("kind unknown", {"类别": "支部会"}, "meetings-row-kind-unknown", {"kinds": "assembly"}, {}),
    ("kind missing", {"类别": None}, "meetings-row-kind-missing", {"kinds": "lecture+study"}, {}),
    ("no day", {"日期": None}, "meetings-row-day-missing", {"day": "2025-03-05"}, {}),
    ("month only", {"日期": "2025年3月"}, "meetings-row-not-a-day", {"day": "2025-03-05"}, {}),
    ("no year", {"日期": "3月5日"}, "meetings-row-no-year", {"day": "2025-03-05"}, {}),
    ("two days", {"日期": "3/4/2025"}, "row-date-undecided", {"day": "2025-03-04"}, {}),
    ("only counted", {"缺席人员及原因": "张三等3人"}, "meetings-row-unnamed", {"unnamed": "left-out"}, {}),
    ("nobody of that name", {"缺席人员及原因": "张叁"}, "meetings-row-nobody", {}, {"away:张叁": ""}),
    ("in neither list", {"参加人员": "张三、李四"}, "meetings-row-unlisted", {"unlisted": "absent"}, {}),
]


@pytest.mark.parametrize(("why", "cells", "code", "values", "people"), QUESTIONS, ids=[case[0] for case in QUESTIONS])
def test_what_is_not_plain_is_asked_and_comes_in_when_settled(
    ledger: Ledger,
    tmp_path: Path,
    why: str,
    cells: dict[str, Any],
    code: str,
    values: dict[str, str],
    people: dict[str, str],
) -> None:
    path = workbook(tmp_path / "a.xlsx", row(**cells))
    planned = plan(ledger, path)
    (told,) = planned.summary()["undecided"]
    assert (told["name"], told["code"]) == ("讨论年度计划", code)
    assert apply_plan(ledger, planned).seq == 0
    settled = {KEY: Decision(values=values, people=people)}
    assert apply_plan(ledger, plan(ledger, path, settled)).seq
    assert plan(ledger, path, settled).counts()["same"] == 1
    assert plan(ledger, path, {KEY: Decision(skip=True)}).counts()["skipped"] == 1


def test_a_name_of_two_people_is_never_given_to_one_of_them(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", row(缺席人员及原因="王建国（病假）"))
    asked = only_row(ledger, path)
    assert (asked.state, asked.findings[0].code) == ("undecided", "meetings-row-two-people")
    both = ids(ledger, "王建国")
    assert sorted(asked.findings[0].choices) == sorted(both) and len(both) == 2
    decided = only_row(ledger, path, {KEY: Decision(people={"away:王建国": both[1]})})
    assert (decided.state, dict(decided.marks)) == ("new", {both[1]: "sick"})
    of_group = workbook(tmp_path / "b.xlsx", row(类别="党小组会", 党小组="第一党小组", 缺席人员及原因="王建国"))
    only_one = only_row(ledger, of_group)
    assert only_one.state == "new" and marks(ledger, only_one) == {"王建国": "absent"}


def test_who_had_not_yet_come_is_not_in_the_sheet(ledger: Ledger, tmp_path: Path) -> None:
    early = only_row(ledger, workbook(tmp_path / "a.xlsx", row(缺席人员及原因="买买提·艾山")))
    assert (early.state, early.findings[0].code, len(early.expected)) == ("undecided", "meetings-row-nobody", 6)
    late = only_row(ledger, workbook(tmp_path / "b.xlsx", row(日期="2025.10.1", 缺席人员及原因="买买提•艾山")))
    assert (late.state, marks(ledger, late)) == ("new", {"买买提·艾山": "absent"})


def test_a_name_left_out_is_kept_in_the_remark(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", row(缺席人员及原因="张叁、李四"))
    decided = only_row(ledger, path, {KEY: Decision(people={"away:张叁": ""})})
    assert decided.values["remark"] == "表中另有张叁，不在应到名单，未登记考勤"
    assert marks(ledger, decided) == {"李四": "absent"}


def test_a_reason_with_hidden_characters_or_without_end_stops_no_import(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", row(缺席人员及原因=f"张三（住\u200b院）、李四（事假{'很' * 300}）"))
    assert apply_plan(ledger, plan(ledger, path)).seq
    (kept,) = meeting.list_meetings(ledger)
    reasons = {line.name: line.reason for line in attendance.sheet(ledger, kept.id) if line.reason}
    assert (reasons["张三"], len(reasons["李四"])) == ("住院", 100)


def test_groups_are_named_in_many_ways_or_asked(ledger: Ledger, tmp_path: Path) -> None:
    first, second = group.list_groups(ledger)
    for at, written in enumerate(("第二党小组", "二组", "第2小组", "第二小组")):
        found = only_row(ledger, workbook(tmp_path / f"{at}.xlsx", row(类别="党小组会", 党小组=written)))
        assert (found.state, found.group_id) == ("new", second.id), written
    inside = only_row(ledger, workbook(tmp_path / "inside.xlsx", row(类别="第一党小组会")))
    assert (inside.state, inside.group_id) == ("new", first.id)
    sheet = only_row(ledger, workbook(tmp_path / "sheet.xlsx", row(类别="党小组会"), sheet="第一党小组"))
    assert sheet.group_id == first.id
    for at, written in enumerate((None, "第十二党小组", "三组")):
        asked = only_row(ledger, workbook(tmp_path / f"asked{at}.xlsx", row(类别="党小组会", 党小组=written)))
        assert (asked.state, asked.findings[0].field, asked.findings[0].choices) == (
            "undecided",
            "group_id",
            (first.id, second.id),
        )
    path = tmp_path / "asked0.xlsx"
    assert only_row(ledger, path, {KEY: Decision(values={"group_id": second.id})}).state == "new"


def test_a_group_that_did_not_stand_is_asked(ledger: Ledger, tmp_path: Path) -> None:
    first, second = group.list_groups(ledger)
    with ledger.operation("group.edit") as op:
        group.edit_group(op, first.id, formed_date="2025-06-01")
    asked = only_row(ledger, workbook(tmp_path / "a.xlsx", row(类别="党小组会", 党小组="一组")))
    assert (asked.findings[0].code, asked.findings[0].choices) == ("group-not-standing", (second.id,))


def test_a_committee_meeting_takes_its_people_from_the_posts(ledger: Ledger, tmp_path: Path) -> None:
    found = only_row(ledger, workbook(tmp_path / "a.xlsx", row(类别="支委会", 缺席人员及原因="李四（公假）")))
    assert (len(found.expected), marks(ledger, found)) == (2, {"李四": "official"})
    asked = only_row(ledger, workbook(tmp_path / "b.xlsx", row(类别="支委会", 缺席人员及原因="张三")))
    assert asked.findings[0].code == "meetings-row-not-expected"
    listed = only_row(ledger, workbook(tmp_path / "c.xlsx", row(类别="支委会", 参加人员="李四、王五、张三")))
    assert (listed.state, marks(ledger, listed)) == ("new", {"张三": "observer"})


def test_without_posts_a_committee_meeting_is_refused_with_the_way_out(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.operation("post.remove") as op:
        for term in ledger.query("SELECT id FROM post_term"):
            op.delete("post_term", (1, term["id"]))
    refused = only_row(ledger, workbook(tmp_path / "a.xlsx", row(类别="支委会")))
    assert (refused.state, refused.findings[0].code) == ("refused", "no-branch-committee")
    assert "设置" in refused.findings[0].reason()


def test_headers_for_leave_and_absence_give_their_own_marks(ledger: Ledger, tmp_path: Path) -> None:
    head = ["日期", "类别", "议题", "请假人员", "缺席人员", "病假", "迟到人员"]
    found = only_row(
        ledger, workbook(tmp_path / "a.xlsx", ["2025.3.5", "党课", "讲课", "张三", "李四", "王五", "赵六"], head=head)
    )
    assert marks(ledger, found) == {"张三": "personal", "李四": "absent", "王五": "sick", "赵六": "late"}
    assert [finding.code for finding in found.findings] == ["meetings-row-leave-kind"]
    one_column = ["日期", "类别", "议题", "缺席请假人员"]
    both = workbook(tmp_path / "b.xlsx", ["2025.3.5", "党课", "讲课", "张三、李四病假"], head=one_column)
    assert only_row(ledger, both).findings[0].code == "meetings-row-bare-mark"
    decided = only_row(ledger, both, {KEY: Decision(values={"bare_mark": "personal"})})
    assert marks(ledger, decided) == {"张三": "personal", "李四": "sick"}
    reason = workbook(
        tmp_path / "c.xlsx",
        ["2025.3.5", "党课", "讲课", "张三", "住院"],
        head=["日期", "类别", "议题", "缺席人员", "缺席原因"],
    )
    given_ = only_row(ledger, reason)
    assert marks(ledger, given_) == {"张三": "sick"} and list(given_.reasons.values()) == ["住院"]


def test_guests_who_are_members_observe_and_others_stay_a_text(ledger: Ledger, tmp_path: Path) -> None:
    head = ["日期", "类别", "议题", "列席人员", "缺席"]
    line = ["2025.3.5", "支委会", "研究", "张三、葛老师", "无"]
    found = only_row(ledger, workbook(tmp_path / "a.xlsx", line, head=head))
    assert (marks(ledger, found), found.values["guests"]) == ({"张三": "observer"}, "葛老师")
    apply_plan(ledger, plan(ledger, tmp_path / "a.xlsx"))
    (kept,) = meeting.list_meetings(ledger)
    assert (kept.expected, kept.present, kept.guests) == (2, 2, "葛老师")


@pytest.mark.parametrize(
    ("told", "remarked"),
    [
        ({"应到": 6, "实到": 5}, False),
        ({"应到": 6, "实到": 6}, True),
        ({"应到/实到": "7/6"}, True),
        ({"缺席人数": "1人"}, False),
    ],
)
def test_numbers_that_differ_from_the_names_are_told(
    ledger: Ledger, tmp_path: Path, told: dict[str, Any], remarked: bool
) -> None:
    head = ["日期", "类别", "议题", "缺席人员", *told]
    line = ["2025.3.5", "党课", "讲课", "张三", *told.values()]
    found = only_row(ledger, workbook(tmp_path / "a.xlsx", line, head=head))
    assert found.state == "new"
    assert [finding.code for finding in found.findings] == ["meetings-row-counts"] * remarked


def test_the_same_meeting_twice_in_a_file_and_another_one_like_it(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", row(), row(), row(议题="另一项"), row(日期="2025.3.5 9:00"))
    planned = plan(ledger, path)
    assert [one.state for one in planned.rows] == ["new", "refused", "new", "refused"]
    assert planned.rows[1].findings[0].code == "meetings-row-twice"
    apply_plan(ledger, planned)
    assert plan(ledger, path).counts() == {"new": 0, "same": 4, "undecided": 0, "refused": 0, "skipped": 0}
    other = workbook(tmp_path / "b.xlsx", row(议题="换了说法"))
    asked = only_row(ledger, other)
    assert (asked.state, asked.findings[0].code) == ("undecided", "meetings-row-like")
    assert only_row(ledger, other, {KEY: Decision(as_new=True)}).state == "new"
    assert only_row(ledger, workbook(tmp_path / "c.xlsx", row(议题="换了说法", 类别="党课"))).state == "new"


def test_other_absences_of_a_kept_meeting_are_told_and_change_nothing(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", row(缺席人员及原因="张三（病假）"))
    apply_plan(ledger, plan(ledger, path))
    assert only_row(ledger, path).findings == ()
    other = plan(ledger, workbook(tmp_path / "b.xlsx", row(缺席人员及原因="张三（病假）、赵六（事假）")))
    (remark,) = other.summary()["remarks"]
    assert remark["code"] == "meetings-row-other-marks"
    assert "赵六" in remark["reason"] and "张三" not in remark["reason"]
    assert other.counts()["same"] == 1 and apply_plan(ledger, other).seq == 0
    said_nothing = workbook(tmp_path / "c.xlsx", row())
    assert only_row(ledger, said_nothing).findings == ()


def test_a_withdrawn_meeting_is_not_there_any_more(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", row())
    apply_plan(ledger, plan(ledger, path))
    (kept,) = meeting.list_meetings(ledger)
    with ledger.operation("meeting.withdraw") as op:
        meeting.withdraw_meeting(op, kept.id, reason="重复")
    assert only_row(ledger, path).state == "new"


def test_the_year_comes_from_title_user_or_file_name(ledger: Ledger, tmp_path: Path) -> None:
    yearless = row(日期="3月5日")
    assert only_row(ledger, workbook(tmp_path / "a.xlsx", yearless, title="2024年台账")).day == "2024-03-05"
    assert only_row(ledger, tmp_path / "a.xlsx", year=2025).day == "2025-03-05"
    assert only_row(ledger, workbook(tmp_path / "2023年.xlsx", yearless)).day == "2023-03-05"
    assert only_row(ledger, workbook(tmp_path / "b.xlsx", yearless, title="2023—2024年台账")).state == "undecided"
    assert only_row(ledger, workbook(tmp_path / "c.xlsx", row(), title="2024年台账"), year=2023).day == "2025-03-05"
    for wrong in (1948, 2027):
        with pytest.raises(RefusedError) as refused:
            plan(ledger, tmp_path / "a.xlsx", year=wrong)
        assert refused.value.code == "meetings-year"


def test_texts_times_and_people_of_a_full_row_are_kept(ledger: Ledger, tmp_path: Path) -> None:
    head = [
        "时间", "会议名称", "议题", "地点", "主持人", "记录人", "授课人", "会议记录", "决议", "学时", "备注", "缺席",
    ]  # fmt: skip
    line = [
        datetime(2025, 3, 5, 14, 30), "3月党课", "讲专题党课", "会议室", "李四", "王五", "葛老师",
        "第一项。\n第二项。", "同意", "2学时", "合开", "无",
    ]  # fmt: skip
    apply_plan(ledger, plan(ledger, workbook(tmp_path / "a.xlsx", line, head=head)))
    (kept,) = meeting.list_meetings(ledger)
    assert (kept.kinds, kept.topic, kept.start_time, kept.study_minutes) == ("lecture", "讲专题党课", "14:30", 120)
    assert (kept.place, kept.chair, kept.recorder, kept.lecturer) == ("会议室", "李四", "王五", "葛老师")
    assert (kept.minutes, kept.decisions, kept.remark) == ("第一项。\n第二项。", "同意", "合开")


def test_minutes_of_200_000_characters_are_refused_with_their_length(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"日期,类别,议题,会议记录\n2025.3.5,党课,讲课,{'记' * 200_000}\n", encoding="utf-8")
    found = only_row(ledger, path)
    assert (found.state, found.findings[0].code) == ("refused", "value-too-long")
    assert "200000" in found.findings[0].reason() and len(found.findings[0].reason()) < 100


def test_a_formula_without_value_and_a_hidden_row(ledger: Ledger, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = workbook(tmp_path / "a.xlsx", row(学时="=1+1"), row(日期="2025.4.1"))
    book = load_workbook(path)
    book.active.row_dimensions[3].hidden = True
    book.save(path)
    formula, hidden = plan(ledger, path).rows
    assert (formula.state, formula.findings[0].code) == ("refused", "row-formula-without-value")
    assert (hidden.state, hidden.hidden, hidden.findings[0].code) == ("new", True, "meetings-row-hidden")


def test_a_plan_goes_stale_and_a_cancelled_import_writes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    planned = plan(ledger, workbook(tmp_path / "a.xlsx", row()))
    apply_plan(ledger, plan(ledger, workbook(tmp_path / "b.xlsx", row(日期="2025.4.1"))))
    with pytest.raises(RefusedError) as refused:
        apply_plan(ledger, planned)
    assert refused.value.code == "roster-plan-stale"
    before = ledger.content_digest()
    many = workbook(tmp_path / "c.xlsx", *[row(议题=f"第 {at} 次") for at in range(120)])
    with pytest.raises(RefusedError) as refused:
        apply_plan(ledger, plan(ledger, many, {}), cancelled=lambda: True)
    assert refused.value.code == "import-cancelled"
    assert ledger.content_digest() == before
    seen: list[tuple[int, int]] = []
    apply_plan(ledger, plan(ledger, many), progress=lambda done, of: seen.append((done, of)))
    assert seen == [(50, 120), (100, 120)]


def test_the_summary_accounts_for_every_row(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", row(), row(日期="2025.2.29"), row(日期="3月6日"))
    summary = plan(ledger, path).summary()
    numbers = {"read", "new", "changed", "same", "skipped", "hours"}
    assert set(summary) == numbers | {"undecided", "refused", "remarks", "unread"}
    assert (summary["read"], summary["new"], summary["changed"]) == (3, 1, 0)
    assert (len(summary["undecided"]), len(summary["refused"])) == (1, 1)
    assert set(summary["refused"][0]) == {"sheet", "row", "name", "field", "code", "reason"}
    assert json.loads(json.dumps(summary, ensure_ascii=False)) == summary


CELLS = st.one_of(
    st.just(""),
    st.text(max_size=10),
    st.sampled_from(["2025.3.5", "3月5日", "党课", "党员大会、党课", "党小组会", "一组", "张三（事假）", "王建国"]),
    st.sampled_from(["同上", "无", "-1", "1.5", "合计", "3人", "全体党员"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=7, max_size=7), min_size=1, max_size=6))
def test_any_sheet_imports_once_and_can_be_undone(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    lines = [HEAD, [str(cell or "") for cell in row(缺席人员及原因="无")], *rows]
    text = "\n".join("\t".join(" ".join(cell.replace('"', "").split()) for cell in line) for line in lines)
    (folder / "a.csv").write_text(text, "utf-8", "replace")
    with branch(folder / "branch.zbtz") as ledger:
        start = ledger.content_digest()
        register = read_meetings(folder / "a.csv")
        first = plan_import(ledger, register)
        assert sum(first.counts().values()) == len(first.rows) == len(register.rows)
        written = apply_plan(ledger, first)
        after = ledger.content_digest()
        again = plan_import(ledger, register)
        assert again.counts()["new"] == 0 and apply_plan(ledger, again).seq == 0
        assert ledger.content_digest() == after
        undo.undo(ledger, written.seq)
        assert ledger.content_digest() == start
