"""Dates as programs write them: with zones, wrapped, counted, late in the evening; each with its answer."""

from datetime import datetime

import pytest

from models.date_text import DateReading, parse_date


def read(value: object, number_format: str = "") -> DateReading:
    return parse_date(value, this_year=2026, number_format=number_format)


MACHINES = {
    "1995-07-01 00:00:00": "1995-07-01",
    "1995-07-01 00:00:00.0": "1995-07-01",
    "1995-07-01 00:00:00.0000000": "1995-07-01",
    "1995-07-01T00:00:00.000000000": "1995-07-01",
    "1995-07-01T00:00:00": "1995-07-01",
    "1995-07-01T00:00:00Z": "1995-07-01",
    "1995-07-01T00:00:00.000+0000": "1995-07-01",
    "1995-07-01T00:00:00+08:00": "1995-07-01",
    "1995-07-01T00:00:00+08:00[Asia/Shanghai]": "1995-07-01",
    "1995-07-01+08:00": "1995-07-01",
    "1995-07-01 00:00:00 +0800 CST": "1995-07-01",
    "Timestamp('1995-07-01 00:00:00')": "1995-07-01",
    "Timestamp('1995-07-01 00:00:00+0800', tz='Asia/Shanghai')": "1995-07-01",
    "datetime.datetime(1995, 7, 1, 0, 0)": "1995-07-01",
    "datetime.date(1995, 7, 1)": "1995-07-01",
    "numpy.datetime64('1995-07-01')": "1995-07-01",
    "[1995, 7, 1]": "1995-07-01",
    "[1995,7,1,0,0]": "1995-07-01",
    "DATE '1995-07-01'": "1995-07-01",
    "b'1995-07-01'": "1995-07-01",
    "Sat Jul 01 00:00:00 CST 1995": "1995-07-01",
    "Sat Jul 01 00:00:00 GMT+08:00 1995": "1995-07-01",
    "Sun Jul 01 00:00:00 CDT 1990": "1990-07-01",
    "Sat Jul  1 00:00:00 1995": "1995-07-01",
    "Sat Jul 01 1995 00:00:00 GMT+0800 (中国标准时间)": "1995-07-01",
    "Sat Jul 01 1995 00:00:00 GMT+0800 (China Standard Time)": "1995-07-01",
    "Sat Jul 01 1995": "1995-07-01",
    "Sat, 01 Jul 1995 00:00:00 GMT": "1995-07-01",
    "Jul 1, 1995 12:00:00 AM": "1995-07-01",
    "Jul  1 1995 12:00AM": "1995-07-01",
    "July 1, 1995": "1995-07-01",
    "1995/7/1 0:00": "1995-07-01",
    "1995/7/1 上午12:00:00": "1995-07-01",
    "1995/7/1 星期六 0:00:00": "1995-07-01",
    "1995年7月1日 星期六": "1995-07-01",
    "1995年7月1日0时0分": "1995-07-01",
    "01-7月 -95": "1995-07-01",
    "01-7月 -95 12.00.00.000000 上午": "1995-07-01",
    "01-JUL-95": "1995-07-01",
    "19950701.0": "1995-07-01",
    "199507.0": "1995-07",
    "1995.0": "1995",
    "34881.0": "1995-07-01",
    "34881.00002": "1995-07-01",
    "19950701000000": "1995-07-01",
    "19950701T000000": "1995-07-01",
    '"1995-07-01"': "1995-07-01",
    "“1995-07-01”": "1995-07-01",
    '="1995-07-01"': "1995-07-01",
    "\ufeff1995-07-01": "1995-07-01",
    "1995\u200b-07-01": "1995-07-01",
    "0000-00-00": "",
    "0000-00-00 00:00:00": "",
    "0001-01-01 00:00:00": "",
    "1900/1/0": "",
    "Invalid Date": "",
    "NaT": "",
    "nan": "",
    "<NA>": "",
    "NaN-NaN-NaN": "",
    "\\N": "",
    "null": "",
}


@pytest.mark.parametrize("written", MACHINES)
def test_a_date_as_a_program_writes_it(written: str) -> None:
    assert read(written) == DateReading(MACHINES[written])


JUNE_OR_JULY = ("1995-06-30", "1995-07-01")


@pytest.mark.parametrize(
    ("written", "choices"),
    [
        ("1995-06-30T16:00:00Z", JUNE_OR_JULY),
        ("1995-06-30T16:00:00.000Z", JUNE_OR_JULY),
        ("1995-06-30T16:00:00.000+0000", JUNE_OR_JULY),
        ("1995-06-30 16:00:00 UTC", JUNE_OR_JULY),
        ("1995-06-30 16:00:00 +0000 UTC", JUNE_OR_JULY),
        ("1995-06-30 16:00:00", JUNE_OR_JULY),
        ("1995-06-30T15:59:17Z", JUNE_OR_JULY),
        ("1995-07-01T00:00:00+09:00", JUNE_OR_JULY),
        ('ISODate("1995-06-30T16:00:00Z")', JUNE_OR_JULY),
        ("Fri Jun 30 16:00:00 UTC 1995", JUNE_OR_JULY),
        ("Fri, 30 Jun 1995 16:00:00 GMT", JUNE_OR_JULY),
        ("Fri Jun 30 1995 23:59:17 GMT+0800 (中国标准时间)", JUNE_OR_JULY),
        ("1995-06-30 23:59:17", JUNE_OR_JULY),
        ("1995年6月30日 23:50", JUNE_OR_JULY),
        ("1995-06-30 24:00:00", JUNE_OR_JULY),
        ("804528000000", JUNE_OR_JULY),
        (804528000000, JUNE_OR_JULY),
        ("804528000000.0", JUNE_OR_JULY),
        ("/Date(804528000000+0800)/", JUNE_OR_JULY),
        ("804528000", JUNE_OR_JULY),
        ("-57744000000", ("1968-03-03", "1968-03-04")),
        ("199507010000", ("1976-04-28", "1995-07-01")),
        ("1970-01-01 08:00:00", ("1970-01-01",)),
        ("1/7/1995 12:00:00 AM", ("1995-01-07", "1995-07-01")),
    ],
)
def test_a_moment_that_can_be_two_days_is_asked(written: object, choices: tuple[str, ...]) -> None:
    assert read(written) == DateReading(code="date-undecided", choices=choices)


@pytest.mark.parametrize(
    "written",
    [
        "Sun Jul 01 00:00:00 CST 1995",
        "13900000001",
        "\u202e10-70-5991",
        "Sat Jul 01 00:00:00 XYZT 1995",
        "new Date(1995,6,1)",
    ],
)
def test_a_moment_that_contradicts_itself_is_no_date(written: str) -> None:
    assert read(written).code in ("date-unreadable", "date-impossible")


def test_a_moment_before_midnight_of_a_cell_that_shows_none_is_the_next_day() -> None:
    late = datetime(1995, 6, 30, 23, 59, 17)
    assert read(late, number_format="yyyy/m/d") == DateReading("1995-07-01", remark="date-before-midnight")
    assert read(late, number_format="yyyy/m/d h:mm").choices == JUNE_OR_JULY
    assert read(33419.99951) == DateReading("1991-07-01", remark="date-before-midnight")
    assert read(33420.00002) == DateReading("1991-07-01")
    assert read("33419.99951") == DateReading("1991-07-01", remark="date-before-midnight")
