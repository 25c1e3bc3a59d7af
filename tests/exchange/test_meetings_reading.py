"""Days, times, kinds and names as people write them into registers of meetings."""

from datetime import date, datetime, time
from typing import Any

import pytest

from exchange import meetings_header, meetings_kinds
from exchange.meetings_people import read_people
from exchange.meetings_when import When, month_in, read_when, years_in
from exchange.roster_header import Column
from exchange.roster_sheet import Entry
from exchange.sheets.grid import Cell

TODAY = date(2026, 11, 21)


def when(value: Any, *, year: int = 2025, month: int = 0, exact: bool = True, number_format: str = "") -> When:
    entry = Entry(Column(1, "day", "时间"), Cell(value, number_format), exact)
    return read_when((entry,), year=year, month=month, today=TODAY)


DAYS: list[tuple[Any, str, str, str]] = [
    ("2025.3.5", "2025-03-05", "", ""),
    ("2025-03-05", "2025-03-05", "", ""),
    ("2025年3月5日", "2025-03-05", "", ""),
    ("二〇二五年三月五日", "2025-03-05", "", ""),
    ("20250305", "2025-03-05", "", ""),
    ("25.3.5", "2025-03-05", "", ""),
    ("3月5日", "2025-03-05", "", ""),
    ("3.5", "2025-03-05", "", ""),
    ("3/15", "2025-03-15", "", ""),
    ("03.05", "2025-03-05", "", ""),
    (3.5, "2025-03-05", "", ""),
    (45721, "2025-03-05", "", ""),
    (45721.604166667, "2025-03-05", "14:30", ""),
    (datetime(2025, 3, 5), "2025-03-05", "", ""),
    (datetime(2025, 3, 5, 14, 30), "2025-03-05", "14:30", ""),
    ("2025年3月5日 14:30-16:00", "2025-03-05", "14:30", "16:00"),
    ("2025年3月5日14：30—16：00", "2025-03-05", "14:30", "16:00"),
    ("2025.3.5（周三）上午9:00", "2025-03-05", "09:00", ""),
    ("3月5日下午2点半至4点", "2025-03-05", "14:30", "16:00"),
    ("3月5日 上午9时30分", "2025-03-05", "09:30", ""),
    ("3月5日晚7点", "2025-03-05", "19:00", ""),
    ("3月5日上午", "2025-03-05", "", ""),
]


@pytest.mark.parametrize(("value", "day", "start", "end"), DAYS, ids=[str(case[0]) for case in DAYS])
def test_days_and_times_are_read_as_they_are_written(value: Any, day: str, start: str, end: str) -> None:
    found = when(value)
    assert (found.day, found.start, found.end, found.code) == (day, start, end, "")


NOT_DAYS: list[tuple[Any, dict[str, Any], str, tuple[str, ...]]] = [
    ("2025.2.29", {}, "impossible", ()),
    ("2月29日", {}, "impossible", ()),
    ("29.2.2025", {}, "unreadable", ()),
    ("3月5-7日", {}, "unreadable", ()),
    ("某日", {}, "unreadable", ()),
    (float("inf"), {}, "unreadable", ()),
    (float("nan"), {}, "unreadable", ()),
    (True, {}, "unreadable", ()),
    ("2025年3月", {}, "not-a-day", ()),
    ("5日", {}, "not-a-day", ()),
    ("农历三月五日", {}, "lunar", ()),
    ("3月5日", {"year": 0}, "no-year", ("2025-03-05", "2026-03-05")),
    ("12月5日", {"year": 0}, "no-year", ("2025-12-05",)),
    ("3/4/2025", {}, "undecided", ("2025-03-04", "2025-04-03")),
    (3.1, {}, "undecided", ("2025-03-01", "2025-03-10")),
    ("3.1", {"exact": False}, "undecided", ("2025-03-01", "2025-03-10")),
    ("14:30", {}, "missing", ()),
]


@pytest.mark.parametrize(("value", "around", "code", "choices"), NOT_DAYS, ids=[str(case[0]) for case in NOT_DAYS])
def test_what_is_no_day_is_never_guessed(
    value: Any, around: dict[str, Any], code: str, choices: tuple[str, ...]
) -> None:
    found = when(value, **around)
    assert (found.day, found.code, found.choices) == ("", code, choices)


def test_a_number_shown_with_two_places_is_the_tenth() -> None:
    assert when(3.1, number_format="0.00").day == "2025-03-10"


def test_a_date_cell_shown_without_its_year_takes_the_title_s() -> None:
    typed = datetime(2026, 3, 5)
    assert when(typed, number_format='m"月"d"日"').day == "2025-03-05"
    assert when(typed, number_format='m"月"d"日"', year=0).code == "no-year"
    assert when(typed, number_format="yyyy/m/d").day == "2026-03-05"


def test_a_day_over_several_columns_and_a_day_under_its_month() -> None:
    parts = (("year", "年", "2025"), ("month", "月", "三月"), ("day", "日", 5.0))
    entries = tuple(Entry(Column(at, "day", word, part), Cell(value)) for at, (part, word, value) in enumerate(parts))
    assert read_when(entries, year=0, month=0, today=TODAY).day == "2025-03-05"
    assert when("5日", month=3).day == "2025-03-05"
    assert when(5, month=3).day == "2025-03-05"


def test_a_day_and_its_time_in_two_columns() -> None:
    cells = (Cell("3月5日"), Cell(time(14, 30)))
    entries = tuple(Entry(Column(at, "day", "时间"), cell) for at, cell in enumerate(cells))
    found = read_when(entries, year=2025, month=0, today=TODAY)
    assert (found.day, found.start) == ("2025-03-05", "14:30")


def test_two_columns_that_name_different_days_are_asked() -> None:
    cells = (Cell("2025.3.5"), Cell("3月6日"))
    entries = tuple(Entry(Column(at, "day", "时间"), cell) for at, cell in enumerate(cells))
    found = read_when(entries, year=2025, month=0, today=TODAY)
    assert (found.code, found.choices) == ("undecided", ("2025-03-05", "2025-03-06"))


def test_years_and_months_of_titles() -> None:
    assert years_in("中共桐花巷支部2025年度台账") == [2025]
    assert years_in("二〇二五年会议记录") == [2025]
    assert years_in("2024—2025年台账") == [2024, 2025]
    assert years_in("第20251号") == []
    assert [month_in(text) for text in ("3月", "十一月会议", "2025年12月", "1-3月", "全年")] == [3, 11, 12, 0, 0]


KINDS = [
    ("党员大会", "assembly"),
    ("支部党员大会", "assembly"),
    ("支委会", "committee"),
    ("支部委员会（扩大）会议", "committee"),
    ("党小组会", "group"),
    ("第一党小组会", "group"),
    ("党课", "lecture"),
    ("党员大会、党课", "assembly+lecture"),
    ("主题党日+党课", "lecture+theme_day"),
    ("组织生活会和民主评议党员", "org_life+appraisal"),
    ("集中学习", "study"),
    ("学习", "study"),
    ("3月主题党日活动", "theme_day"),
    ("支部会", ""),
    ("三会一课", ""),
]


@pytest.mark.parametrize(("text", "kinds"), KINDS)
def test_kinds_are_read_by_their_words(text: str, kinds: str) -> None:
    found = meetings_kinds.read(text)
    assert ("+".join(found.kinds), found.unknown) == (kinds, "")


def test_what_stands_beside_a_kind_is_told() -> None:
    assert meetings_kinds.read("党课暨表彰") == meetings_kinds.Kinds(("lecture",), "表彰")
    assert meetings_kinds.at_end("一季度支部党员大会（扩大）").kinds == ("assembly",)
    assert meetings_kinds.at_end("传达党员大会精神").kinds == ()


NAMES = [
    ("张三（事假）、李四病假，王五", [("张三", "personal", ""), ("李四", "sick", ""), ("王五", "", "")]),
    ("病假：张三、李四；事假：王五", [("张三", "sick", ""), ("李四", "sick", ""), ("王五", "personal", "")]),
    ("张三、李四（均事假）", [("张三", "personal", ""), ("李四", "personal", "")]),
    ("张三 病假 李四 事假", [("张三", "sick", ""), ("李四", "personal", "")]),
    ("张　三", [("张三", "", "")]),
    ("王五（生病住院）、赵六请假", [("王五", "sick", "生病住院"), ("赵六", "leave", "")]),
    ("张三(出差)", [("张三", "official", "出差")]),
    ("张三因公出差", [("张三", "official", "因公出差")]),
    ("张三（无故）", [("张三", "absent", "无故")]),
    ("张三（迟到）", [("张三", "late", "")]),
    ("买买提•艾山（外出务工）", [("买买提·艾山", "", "外出务工")]),
    ("张三，事假；李四，病假", [("张三", "personal", ""), ("李四", "sick", "")]),
    ("请假2人：张三、李四", [("张三", "leave", ""), ("李四", "leave", "")]),
    ("张三\n李四", [("张三", "", ""), ("李四", "", "")]),
    ("欧阳建国同志", [("欧阳建国", "", "")]),
]


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_names_are_taken_apart_with_their_excuses(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = read_people(text)
    assert [(one.name, one.mark, one.reason) for one in found.said] == expected
    assert not found.unsettled


@pytest.mark.parametrize("text", ["无", "—", "/", "", "无人缺席", "0", "全到", "全部到齐。", "0人"])
def test_nobody(text: str) -> None:
    found = read_people(text)
    assert (found.said, found.everybody, found.unsettled) == ((), False, False)


@pytest.mark.parametrize("text", ["3人", "张三等3人", "病假（张三）", "病假2人"])
def test_people_only_counted_are_never_passed_over(text: str) -> None:
    assert read_people(text).unsettled


def test_everybody() -> None:
    assert read_people("全体党员").everybody
    assert read_people("支部全体党员57人").everybody


def test_headers_are_known_by_their_words() -> None:
    known = {"会议时间": "day", "应到/实到": "both_counts", "缺席人员及原因": "away", "本次会议主持人": "chair"}
    known["性别"] = ""
    assert {text: meetings_header.field_of(text) for text in known} == known
