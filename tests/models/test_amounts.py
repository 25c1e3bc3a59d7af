"""Hours and credits as typed, and days on which something stood."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import amounts, spans
from models.dates import PartialDate
from models.errors import RefusedError


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("", 0), ("0", 0), ("0.5", 30), ("1", 60), (" 1.5 ", 90), ("1.50", 90), ("24", 1440), ("１．5", 90), ("1。5", 90)],
)
def test_hours_that_can_be(text: str, minutes: int) -> None:
    assert amounts.minutes_of(text) == minutes


@pytest.mark.parametrize(
    "text",
    ["-1", "0.1", "1e308", "1e3", "1.25", "24.5", "25", "nan", "inf", "一", "1,5", "1 5", "0x10", "+1", ".5", "９９"],
)
def test_hours_that_cannot_be(text: str) -> None:
    with pytest.raises(RefusedError) as caught:
        amounts.minutes_of(text, where="党课")
    assert caught.value.code == "hours-wrong"
    assert f"“{text}”" in caught.value.what()
    assert "0.5 为单位" in caught.value.next_step()


@pytest.mark.parametrize("text", ["0", "", "1e308", "1000.01", "-1000.01", "1.234", "nan", "--1", "满分"])
def test_credits_that_cannot_be(text: str) -> None:
    with pytest.raises(RefusedError) as caught:
        amounts.hundredths_of(text)
    assert caught.value.code == "credits-wrong"


@given(st.integers(0, 48))
def test_half_hours_come_back_as_they_went(halves: int) -> None:
    assert amounts.minutes_of(amounts.hours_text(halves * 30)) == halves * 30


@given(st.integers(-99_999, 99_999).filter(bool))
def test_credits_come_back_as_they_went(hundredths: int) -> None:
    assert amounts.hundredths_of(amounts.credits_text(hundredths)) == hundredths


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0"), (30, "0.5"), (60, "1"), (100, "1.67"), (600, "10"), (6000, "100")]
)
def test_hours_as_shown(minutes: int, text: str) -> None:
    assert amounts.hours_text(minutes) == text


@pytest.mark.parametrize(("hundredths", "text"), [(100, "1"), (1000, "10"), (-50, "-0.5"), (1, "0.01"), (0, "0")])
def test_credits_as_shown(hundredths: int, text: str) -> None:
    assert amounts.credits_text(hundredths) == text


@pytest.mark.parametrize(
    ("first", "last", "day", "stood"),
    [
        ("", "", "1921-07-01", True),
        ("2026-03-05", "", "2026-03-04", False),
        ("2026-03-05", "", "2026-03-05", True),
        ("2026-03", "", "2026-02-28", False),
        ("2026-03", "", "2026-03-01", True),
        ("2026", "", "2025-12-31", False),
        ("2026", "", "2026-01-01", True),
        ("", "2026-06-01", "2026-05-31", True),
        ("", "2026-06-01", "2026-06-01", False),
        ("", "2026-06", "2026-05-31", True),
        ("", "2026-06", "2026-06-01", False),
        ("2026-06", "2026-06", "2026-06-15", False),
    ],
)
def test_whether_it_stood(first: str, last: str, day: str, stood: bool) -> None:
    assert spans.stood(first, last, date.fromisoformat(day)) == stood


DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(DAYS, DAYS, st.sampled_from([4, 7, 10]))
def test_text_compares_as_the_first_day_that_a_date_can_mean(first: date, day: date, width: int) -> None:
    known = first.isoformat()[:width]
    assert spans.begun(known, day) == spans.ended(known, day) == (PartialDate.from_iso(known).first <= day)
