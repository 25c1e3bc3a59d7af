"""Dates as people write them (product notes, section F) and as they are kept and shown."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.date_text import DateReading, parse_date
from models.dates import PartialDate, display_date, years_later

YEAR = 2026


def read(value: object, number_format: str = "", birth_hint: str = "", exact: bool = True) -> DateReading:
    return parse_date(value, this_year=YEAR, number_format=number_format, birth_hint=birth_hint, exact=exact)


WRITINGS = """
1985.07=1985-07 1985年7月=1985-07 1985年07月01日=1985-07-01 198507=1985-07 19850701=1985-07-01
1985/7/1=1985-07-01 1985-7=1985-07 1985-07-01=1985-07-01
85.7=1985-07 '85.07=1985-07 ’85.07=1985-07 1985.7.1=1985-07-01
一九八五年七月=1985-07 二○○八年六月=2008-06 二〇〇八年=2008 二零零八年六月=2008-06
二OO八年六月=2008-06 二Ｏ〇八年十二月三十一日=2008-12-31
一九八五年十一月廿一日=1985-11-21 八五年七月=1985-07 1985=1985 1985年=1985
１９８５．０７．０１=1985-07-01 85年7月=1985-07 1985.07.00=1985-07 1985.00.00=1985
850701=1985-07-01 8507=1985-07
31229=1985-07-01 31321=1985-10-01 39629=2008-06-30 36154=1998-12-25 46347=2026-11-21 Jul-85=1985-07
1-Jul-85=1985-07-01 12/25/1985=1985-12-25 1985年7月份=1985-07 1985.7.=1985-07 1985。7=1985-07 1985、7=1985-07
2000.2.29=2000-02-29 1985年7月1日生=1985-07-01 1985.1=1985-01 1985.10=1985-10
"""


@pytest.mark.parametrize("pair", WRITINGS.split())
def test_a_written_date_keeps_its_precision(pair: str) -> None:
    written, _, kept = pair.partition("=")
    assert read(written) == DateReading(kept)


@pytest.mark.parametrize(
    "written", ["1985-07-01 00:00:00", "1985-07-01T08:30", " 1985 . 7 . 1 ", "1985.07.01\t"]
)
def test_times_and_blanks_around_a_date_do_not_matter(written: str) -> None:
    assert read(written) == DateReading("1985-07-01")


@pytest.mark.parametrize(
    ("written", "reading"),
    [
        ("1985.7（补）", DateReading("1985-07", "补")),
        ("1985年7月(预备)", DateReading("1985-07", "预备")),
        ("约1985年", DateReading("1985", "约")),
        ("1985.7左右", DateReading("1985-07", "左右")),
        ("不详", DateReading("", "不详")),
        ("不详（档案遗失）", DateReading("", "不详，档案遗失")),
        ("", DateReading()),
        ("/", DateReading()),
        ("——", DateReading()),
    ],
)
def test_remarks_are_kept_as_notes(written: str, reading: DateReading) -> None:
    assert read(written) == reading


@pytest.mark.parametrize(
    ("value", "choices"),
    [
        (1985.1, ("1985-01", "1985-10")),
        (85.1, ("1985-01", "1985-10")),
        ("05.6", ("1905-06", "2005-06")),
        ("05年", ("1905", "2005")),
        ("7/1/1985", ("1985-01-07", "1985-07-01")),
        ("19857", ("1954-05-13", "1985-07")),
        (19857, ("1954-05-13", "1985-07")),
    ],
)
def test_what_can_mean_two_dates_is_asked(value: object, choices: tuple[str, ...]) -> None:
    assert read(value) == DateReading(code="date-undecided", choices=choices)


def test_number_format_or_birthday_decide_january_or_october() -> None:
    assert read(1985.1, number_format="0.00").value == "1985-10"
    assert read(1985.1, number_format='0.00_);[Red]"x"0.0').value == "1985-10"
    assert read(1985.1, number_format="General").code == "date-undecided"
    assert read(1985.1, birth_hint="1985-10-01").value == "1985-10"
    assert read(1985.1, birth_hint="1985-01-31").value == "1985-01"
    assert read(1985.1, birth_hint="1985-06-30").code == "date-undecided"
    assert read(1985.2, number_format="0.00").value == "1985-02"


def test_text_that_came_out_of_a_number_is_asked_too() -> None:
    assert read("1985.1", exact=False).choices == ("1985-01", "1985-10")
    assert read("1985.01", exact=False).value == "1985-01"
    assert read("1985.1.1", exact=False).value == "1985-01-01"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (31229, "1985-07-01"),
        (46347.75, "2026-11-21"),
        (198507, "1985-07"),
        (198507.0, "1985-07"),
        (19850701, "1985-07-01"),
        (1985, "1985"),
        (1985.07, "1985-07"),
        (1985.12, "1985-12"),
        (1985.2, "1985-02"),
        (85.07, "1985-07"),
    ],
)
def test_numbers_are_read_by_their_size(value: float, kept: str) -> None:
    assert read(value) == DateReading(kept)


def test_a_date_cell_that_shows_no_day_is_a_month() -> None:
    day = datetime(1985, 7, 1)
    assert read(day, number_format="yyyy/m/d").value == "1985-07-01"
    assert read(day, number_format='yyyy"年"m"月"').value == "1985-07"
    assert read(day, number_format='[$-804]yyyy"年"m"月";@').value == "1985-07"
    assert read(day, number_format="mmm-yy").value == "1985-07"
    assert read(day, number_format="yyyy").value == "1985"
    assert read(day).value == "1985-07-01"
    assert read(datetime(1985, 7, 15), number_format="mmm-yy").value == "1985-07-15"
    assert read(date(1985, 7, 1)).value == "1985-07-01"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1985.13", "date-impossible"),
        ("1985.02.30", "date-impossible"),
        ("1900.2.29", "date-impossible"),
        ("19850230", "date-impossible"),
        ("1785.7", "date-impossible"),
        (datetime(1899, 12, 30), "date-impossible"),
        ("农历1985年7月", "date-lunar"),
        ("1985年7月（农历）", "date-lunar"),
        ("abc", "date-unreadable"),
        ("1985.7-1987.6", "date-unreadable"),
        ("05", "date-unreadable"),
        ("民国三十八年", "date-unreadable"),
        (True, "date-unreadable"),
        (time(8, 0), "date-unreadable"),
        (float("nan"), "date-unreadable"),
        (-5, "date-unreadable"),
    ],
)
def test_what_is_no_date_is_refused(value: object, code: str) -> None:
    assert read(value) == DateReading(code=code)


@given(st.one_of(st.text(max_size=20), st.floats(), st.integers(), st.datetimes(), st.booleans()))
def test_anything_gets_an_answer_that_the_calendar_has(value: object) -> None:
    reading = read(value)
    for kept in (reading.value, *reading.choices):
        assert not kept or PartialDate.from_iso(kept).iso == kept
    assert not (reading.value and reading.code)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_way_of_showing_a_date_is_read_back(day: date) -> None:
    iso = day.isoformat()
    for style in ("dotted", "chinese"):
        assert read(display_date(iso, style)).value == iso
        assert read(display_date(iso[:7], style)).value == iso[:7]
        assert read(display_date(iso, style + "_month")).value == iso[:7]
    assert PartialDate.from_iso(iso).first == PartialDate.from_iso(iso).last == day
    assert PartialDate.from_iso(iso[:7]).first <= day <= PartialDate.from_iso(iso[:7]).last


def test_showing_invents_nothing() -> None:
    assert display_date("1985-07") == "1985.07"
    assert display_date("1985") == "1985"
    assert display_date("1985-07-01", "chinese") == "1985年7月1日"
    assert display_date("1985-07", "chinese") == "1985年7月"
    assert display_date("1985-07-1)", "chinese") == "1985年7月1)日"
    assert display_date("") == ""
    with pytest.raises(ValueError, match="roman"):
        display_date("1985", "roman")


def test_comparing_dates_of_unlike_precision() -> None:
    month, year = PartialDate.from_iso("1985-07"), PartialDate.from_iso("1985")
    assert not month.surely_before(year) and not year.surely_before(month)
    assert month.agrees_with(year)
    assert month.surely_before(PartialDate.from_iso("1985-08-01"))
    assert not month.agrees_with(PartialDate.from_iso("1985-08"))
    assert years_later(date(2000, 2, 29), 18) == date(2018, 2, 28)


@pytest.mark.parametrize(
    "text", ["", "85", "1985-7", "1985-02-30", "1985-00-01", "1785", "１９８５", "1985-07-01-01"]
)
def test_only_kept_texts_are_kept_dates(text: str) -> None:
    with pytest.raises(ValueError, match="^" + text):
        PartialDate.from_iso(text)
