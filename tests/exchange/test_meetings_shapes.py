"""Registers of other shapes: attendance grids, fields down and meetings across, forms, and sheets that are none."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from exchange.meetings_planner import Decision
from exchange.meetings_sheet import read_meetings
from exchange.meetings_signs import legend_of
from models.errors import RefusedError
from models.ledger import Ledger
from tests.exchange.meetings_kit import branch, marks, only_row, plan

NAMES = ("张三", "李四", "王五", "赵六")
REST = {"unlisted": "present"}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with branch(tmp_path / "branch.zbtz") as opened:
        yield opened


def book(
    folder: Path, rows: list[list[Any]], *, sheet: str = "Sheet1", more: dict[str, list[list[Any]]] | None = None
) -> Path:
    made = Workbook()
    made.active.title = sheet
    for name, lines in {sheet: rows, **(more or {})}.items():
        page = made[name] if name in made.sheetnames else made.create_sheet(name)
        for line in lines:
            page.append(line)
    made.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def grid(*columns: str) -> list[list[str | None]]:
    """A line for each of four people; a column of signs for each day, one sign a person."""
    return [[name, *(column[at] if column[at] != "_" else None for column in columns)] for at, name in enumerate(NAMES)]


GRIDS: list[tuple[str, list[list[Any]], dict[str, str]]] = [
    (
        "legend in the title",
        [["2025年党员大会考勤（√出勤 △请假 ×缺席）"], ["姓名", "3月5日", "4月2日"], *grid("√△×√", "√√√√")],
        {"李四": "personal", "王五": "absent"},
    ),
    (
        "legend at the foot",
        [["2025年党员大会"], ["姓名", "3.5", "4.2"], *grid("○●○○", "○○○○"), ["注：○到会；●病假"]],
        {"李四": "sick"},
    ),
    (
        "words",
        [["2025年党员大会"], ["姓名", "3月5日", "4月2日"], *grid("到病事迟", "到到到到")],
        {"李四": "sick", "王五": "personal", "赵六": "late"},
    ),
    (
        "dates as such",
        [
            ["党员大会"],
            ["序号", "姓名", datetime(2025, 3, 5), datetime(2025, 4, 2)],
            *[[1, *line] for line in grid("√公√√", "√√√√")],
        ],
        {"李四": "official"},
    ),
    (
        "kind beside the day",
        [["2025年考勤"], ["姓名", "3月5日党员大会", "4月2日党课"], *grid("√×√√", "√√√√")],
        {"李四": "absent"},
    ),
    (
        "kind above the day",
        [["2025年考勤"], [None, "党员大会", "党课"], ["姓名", "3月5日", "4月2日"], *grid("√×√√", "√√√√")],
        {"李四": "absent"},
    ),
    (
        "kind below the day",
        [["2025年考勤"], ["姓名", "3月5日", "4月2日"], [None, "党员大会", "党课"], *grid("√×√√", "√√√√")],
        {"李四": "absent"},
    ),
    ("days of a month", [["2025年3月党员大会考勤"], ["姓名", 5, 12], *grid("√×√√", "√√√√")], {"李四": "absent"}),
    (
        "blank explained",
        [["2025年党员大会（√到会，空白为缺席）"], ["姓名", "3月5日", "4月2日"], *grid("√_√√", "√√√√")],
        {"李四": "absent"},
    ),
    (
        "days down",
        [["2025年党员大会"], ["日期", *NAMES], ["3月5日", "√", "×", "√", "√"], ["4月2日", "√", "√", "√", "√"]],
        {"李四": "absent"},
    ),
    (
        "sums around",
        [
            ["2025年党员大会"],
            ["姓名", "3月5日", "4月2日", "出勤率"],
            *[[*line, 1] for line in grid("√×√√", "√√√√")],
            ["实到", 3, 4],
        ],
        {"李四": "absent"},
    ),
]


@pytest.mark.parametrize(("why", "rows", "away"), GRIDS, ids=[one[0] for one in GRIDS])
def test_a_grid_is_a_meeting_for_each_day(
    ledger: Ledger, tmp_path: Path, why: str, rows: list[list[Any]], away: dict[str, str]
) -> None:
    path = book(tmp_path, rows)
    keys = [row.key for row in plan(ledger, path).rows]
    first, second = plan(ledger, path, {key: Decision(values=REST) for key in keys}).rows
    assert (first.state, first.day, first.kinds) == ("new", "2025-03-05", ("assembly",))
    assert (second.state, marks(ledger, first), dict(second.marks)) == ("new", away, {})


def test_who_is_not_in_the_grid_and_what_is_empty_is_asked(ledger: Ledger, tmp_path: Path) -> None:
    rows: list[list[Any]] = [["2025年党员大会"], ["姓名", "3月5日", "4月2日"], *grid("√_√☆", "√√√√")]
    empty, whole = plan(ledger, book(tmp_path, rows)).rows
    assert [one.facts["sign"] for one in empty.deciding()] == ["", "☆"]
    assert [one.code for one in whole.deciding()] == ["meetings-row-unlisted"]
    values = {"sign:": "absent", "sign:☆": "late", **REST}
    settled = only_row_of(ledger, tmp_path, empty.key, values)
    assert (settled.state, marks(ledger, settled)) == ("new", {"李四": "absent", "赵六": "late"})


def only_row_of(ledger: Ledger, folder: Path, key: tuple[str, int], values: dict[str, str]) -> Any:
    rows = plan(ledger, folder / "a.xlsx", {key: Decision(values=values)}).rows
    return next(row for row in rows if row.key == key)


def test_a_grid_without_a_kind_asks_and_then_is_called_by_it(ledger: Ledger, tmp_path: Path) -> None:
    path = book(tmp_path, [["姓名", "2025-03-05", "2025-04-02"], *grid("√√√√", "√√√√")])
    asked = plan(ledger, path).rows[0]
    assert asked.deciding()[0].code == "meetings-row-kind-missing"
    settled = only_row_of(ledger, tmp_path, asked.key, {"kinds": "theme_day", **REST})
    assert (settled.state, settled.name, settled.place) == ("new", "主题党日", "B 栏")


@pytest.mark.parametrize(
    "rows",
    [
        [["2025年党费收缴"], ["姓名", "1月", "2月"], *grid("√√√√", "√√√√")],
        [["学习时数"], ["姓名", "3月5日", "4月2日"], ["张三", 2.5, 3], ["李四", 2, 4]],
    ],
)
def test_other_tables_of_people_and_dates_are_no_attendance(tmp_path: Path, rows: list[list[Any]]) -> None:
    with pytest.raises(RefusedError) as refused:
        read_meetings(book(tmp_path, rows))
    assert refused.value.code == "meetings-no-header"


@pytest.mark.parametrize(
    ("text", "legend"),
    [
        ("√出勤 △请假 ×缺席", {"√": "present", "△": "leave", "×": "absent"}),
        ("注：“√”表示到会，“○”表示事假，空白为缺席", {"√": "present", "○": "personal", "": "absent"}),
        ("到会打√，请假打△，缺席打×", {"√": "present", "△": "leave", "×": "absent"}),
        ("三会一课-签到表", {}),
        ("2025/3 签到表", {}),
        ("2025-03-05 党员大会", {}),
    ],
)
def test_legends(text: str, legend: dict[str, str]) -> None:
    assert legend_of([text]) == legend


ACROSS = [
    ["2025年台账"],
    ["会议时间", "3月5日", "4月2日"],
    ["会议类型", "党员大会", "党课"],
    ["会议主题", "计划", "学习"],
    ["缺席人员", "张三（病假）", "无"],
]
FORM = [
    ["支部会议记录"],
    ["会议名称", "三月党员大会", "会议时间", "2025年3月5日 14:00"],
    ["会议地点", "二楼", "主持人", "李四"],
    ["缺席人员及原因", "张三（病假）"],
    ["会议内容"],
    ["听取报告。"],
]
TYPED = [["党员大会会议记录"], ["时间：2025年3月5日"], ["地点：二楼"], ["议题：计划"], ["缺席人员：张三（病假）"]]


@pytest.mark.parametrize(("rows", "count"), [(ACROSS, 2), (FORM, 1), (TYPED, 1)])
def test_headers_down_the_side_and_forms_are_read(
    ledger: Ledger, tmp_path: Path, rows: list[list[Any]], count: int
) -> None:
    found = plan(ledger, book(tmp_path, rows)).rows
    assert (len(found), found[0].state) == (count, "new")
    assert (found[0].day, found[0].kinds, marks(ledger, found[0])) == ("2025-03-05", ("assembly",), {"张三": "sick"})


def test_a_form_keeps_its_texts_and_a_second_one_follows(ledger: Ledger, tmp_path: Path) -> None:
    found = only_row(ledger, book(tmp_path, FORM))
    told = [found.values[name] for name in ("start_time", "place", "chair", "minutes")]
    assert told == ["14:00", "二楼", "李四", "听取报告。"]
    second = [[cell and cell.replace("3月5日", "4月5日").replace("三月", "四月") for cell in line] for line in FORM]
    both = plan(ledger, book(tmp_path, [*FORM, [], *second])).rows
    assert [(one.day, one.name) for one in both] == [("2025-03-05", "三月党员大会"), ("2025-04-05", "四月党员大会")]


NONE: list[tuple[list[list[Any]], str, str]] = [
    (
        [["姓名", "性别", "民族", "出生年月", "入党时间"], ["张三", "男", "汉", "1970-01", "2008-06"]],
        "meetings-is-roster",
        "党员",
    ),
    (
        [["会议主题：党员大会"], ["用户昵称（入会昵称）", "首次入会时间", "累计参会时长"], ["张三", "14:00", "1:20"]],
        "meetings-attendee-list",
        "粘贴名单",
    ),
    (
        [["员工姓名", "部门", "打卡日期", "打卡时间"], ["张三", "桐花巷", "2025-03-05", "08:50"]],
        "meetings-attendee-list",
        "登记会议",
    ),
    ([["3月5日党员大会签到表"], ["序号", "姓名", "签名"], [1, "张三", None]], "meetings-attendee-list", "粘贴名单"),
    ([["Name (Original Name)", "User Email", "Join Time"], ["张三", "a", "b"]], "meetings-attendee-list", "粘贴名单"),
    ([["会议日期", "地点", "缺席人员"], ["2025-03-05", "二楼", "张三"]], "meetings-no-topic", "议题"),
]


@pytest.mark.parametrize(("rows", "code", "step"), NONE, ids=[one[1] for one in NONE])
def test_what_is_no_register_says_what_it_is_and_where_it_belongs(
    tmp_path: Path, rows: list[list[Any]], code: str, step: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        read_meetings(book(tmp_path, rows))
    assert refused.value.code == code
    assert step in refused.value.next_step()


def test_a_workbook_of_several_things_reads_its_register_and_names_the_others(ledger: Ledger, tmp_path: Path) -> None:
    more = {"花名册": NONE[0][0], "签到": NONE[3][0], "说明": [["填表说明"]]}
    rows = [["日期", "类别", "议题", "缺席"], ["2025.3.5", "党课", "学习", "无"]]
    planned = plan(ledger, book(tmp_path, rows, more=more))
    assert planned.counts()["new"] == 1
    assert [(name, code) for name, code, _ in planned.left_sheets()] == [
        ("花名册", "meetings-is-roster"),
        ("签到", "meetings-attendee-list"),
        ("说明", "meetings-sheet-unknown"),
    ]
    remarks = planned.summary()["remarks"]
    assert [one["row"] for one in remarks] == [0, 0, 0] and all(one["reason"] for one in remarks)


def test_every_column_with_values_that_were_not_taken_is_named(ledger: Ledger, tmp_path: Path) -> None:
    head = ["序号", "日期", "类别", "议题", "缺席", "宣传报道", "空栏"]
    line = [1, "2025.3.5", "党课", "学习", "无", "已发", None, "没有栏名的"]
    planned = plan(ledger, book(tmp_path, [head, line]))
    assert [header for _, header in planned.unread] == ["序号", "宣传报道", "H 栏（没有栏名）"]
    assert planned.unread_words() == "宣传报道、H 栏（没有栏名）"
