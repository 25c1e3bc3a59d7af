"""Which rows of a register are meetings: titles, sums, headings, merged cells, several sheets, real files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

import resources
from exchange.meetings_plan import apply_plan
from exchange.meetings_sheet import read_meetings
from exchange.roster_plan import apply_plan as apply_roster
from exchange.roster_plan import plan_import as plan_roster
from exchange.roster_sheet import read_roster
from models import member, post
from models.errors import RefusedError
from models.ledger import Ledger
from tests.exchange.meetings_kit import CLOCK, HEAD, branch, plan, row, workbook

REGISTERS = Path(__file__).resolve().parent.parent / "data" / "meetings"
POSTS = {
    "书记": "secretary",
    "副书记": "deputy_secretary",
    "组织委员": "organization",
    "宣传委员": "publicity",
    "纪检委员": "discipline",
}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with branch(tmp_path / "branch.zbtz") as opened:
        yield opened


@pytest.fixture
def sample_branch(tmp_path: Path) -> Iterator[Ledger]:
    """The branch of the sample roster, with the posts that stand in it."""
    path = tmp_path / "sample.zbtz"
    with Ledger.create(path, organization="中共云栖市桐花巷支部", actor="沈墨", clock=CLOCK) as opened:
        apply_roster(opened, plan_roster(opened, read_roster(resources.SAMPLE / "花名册（规范）.xlsx")))
        with opened.operation("post.add") as op:
            for one in member.list_members(opened):
                if one.party_post in POSTS:
                    post.add_post(op, post_id=opened.ids.new(), member_id=one.id, post=POSTS[one.party_post])
        yield opened


def test_titles_sums_feet_blank_rows_and_repeated_headers_are_passed_over(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ["填报单位：桐花巷支部"],
        HEAD,
        row(),
        [],
        ["3月小计", None, None, None, None, None, 2],
        HEAD,
        row(日期="2025.4.1"),
        ["合计", "2次"],
        ["填表人：单晓曼"],
        head=["2025年“三会一课”台账"],
    )
    planned = plan(ledger, path)
    assert [one.row for one in planned.rows] == [4, 8]
    assert planned.sheets[0].header_row == 3
    assert planned.sheets[0].passed == {6: "total", 7: "repeated-header", 9: "total", 10: "foot"}


def test_a_heading_tells_the_kind_of_the_rows_below(ledger: Ledger, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for line in (
        ["时间", "内容", "缺席"],
        ["一、支部党员大会"],
        ["2025.3.5", "通报", "张三"],
        ["二、党课"],
        ["2025.4.1", "讲课", "无"],
    ):
        sheet.append(line)
    for at in (2, 4):
        sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=3)
    book.save(tmp_path / "a.xlsx")
    assert [(one.kinds, one.state) for one in plan(ledger, tmp_path / "a.xlsx").rows] == [
        (("assembly",), "new"),
        (("lecture",), "new"),
    ]


def test_merged_day_and_kind_bind_rows_to_one_meeting(ledger: Ledger, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for line in (
        ["日期", "类别", "议题", "缺席"],
        ["2025.3.5", "党员大会", "第一项", "张三"],
        [None, None, "第二项", None],
        ["2025.4.1", "党课", "讲课", None],
    ):
        sheet.append(line)
    for column in (1, 2):
        sheet.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)
    book.save(tmp_path / "a.xlsx")
    planned = plan(ledger, tmp_path / "a.xlsx")
    assert [(one.name, one.state) for one in planned.rows] == [("第一项；第二项", "new"), ("讲课", "new")]
    assert planned.sheets[0].passed == {3: "continued"}


def test_ditto_repeats_what_stands_above(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", row(), row(议题="另一项", 类别="同上", 日期="〃"))
    assert [(one.day, one.kinds) for one in plan(ledger, path).rows] == [("2025-03-05", ("assembly",))] * 2
    alone = workbook(tmp_path / "b.xlsx", row(类别="同上"))
    (asked,) = plan(ledger, alone).rows
    assert asked.state == "undecided"
    assert "meetings-row-ditto" in [finding.code for finding in asked.findings]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["甲", "乙"], ["1", "2"]], "meetings-no-header"),
        ([["姓名", "性别", "民族"], ["张三", "男", "汉"]], "meetings-no-header"),
        ([HEAD], "meetings-no-rows"),
        ([HEAD, ["合计"]], "meetings-no-rows"),
    ],
)
def test_a_table_that_is_no_register_is_one_sentence(tmp_path: Path, rows: list[list[str]], code: str) -> None:
    path = workbook(tmp_path / "a.xlsx", *rows[1:], head=rows[0])
    with pytest.raises(RefusedError) as refused:
        read_meetings(path)
    assert refused.value.code == code
    assert str(path) in refused.value.where()


def test_ten_thousand_rows_are_read_and_planned(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = [f"2025.{1 + at % 12}.{1 + at % 28},党课,第 {at} 讲,张三（事假）" for at in range(10_000)]
    path.write_text("\n".join(["日期,类别,议题,缺席", *lines]), encoding="utf-8")
    assert plan(ledger, path).counts()["new"] == 10_000


def test_the_sample_register_comes_in_but_for_five_rows(sample_branch: Ledger) -> None:
    path = resources.SAMPLE / "去年会议.xlsx"
    planned = plan(sample_branch, path)
    assert planned.counts() == {"new": 17, "same": 0, "undecided": 4, "refused": 1, "skipped": 0}
    assert [(one.row, one.deciding()[0].code) for one in planned.in_state("undecided", "refused")] == [
        (10, "meetings-row-day-impossible"),
        (11, "meetings-row-nobody"),
        (14, "meetings-row-group-missing"),
        (15, "meetings-row-two-people"),
        (25, "meetings-row-kind-unknown"),
    ]
    assert [row.row for row in planned.in_state("new") if row.findings] == [24, 28]
    assert apply_plan(sample_branch, planned).seq
    assert plan(sample_branch, path).counts()["same"] == 17


def test_a_sheet_for_each_kind(sample_branch: Ledger) -> None:
    """Written by LibreOffice as .ods: the kind stands only in the name of the sheet."""
    planned = plan(sample_branch, REGISTERS / "按类别分表.ods")
    assert [(one.sheet, "+".join(one.kinds), one.day, one.state, len(one.marks)) for one in planned.rows] == [
        ("党员大会", "assembly", "2025-03-05", "new", 1),
        ("支委会", "committee", "2025-03-01", "new", 0),
        ("第二党小组会", "group", "2025-04-02", "new", 1),
        ("党课", "lecture", "2025-06-30", "new", 1),
    ]
    assert planned.rows[0].values["start_time"] == "14:30"
    assert str(planned.rows[0].values["minutes"]).count("\n") == 2


def test_a_sheet_for_each_month(sample_branch: Ledger) -> None:
    """Written by LibreOffice as .xls: only the day stands in the cells, month and year in sheet and title."""
    planned = plan(sample_branch, REGISTERS / "按月份分表.xls")
    assert [(one.day, one.state) for one in planned.rows] == [
        (day, "new")
        for day in ("2025-01-08", "2025-01-20", "2025-02-12", "2025-02-20", "2025-03-05", "2025-03-20")
    ]
    assert [one.values.get("minutes") for one in planned.rows][::2] == ["学习原文\n志愿服务"] * 3
