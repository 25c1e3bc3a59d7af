"""Periods of the calendar: weeks, months, quarters, halves and years, each with its first and last day."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from models.dates import display_date

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
"""How many months a period of each kind has."""

_QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")
_HALVES = ("上半年", "下半年")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days. key: `2026-03`, `2026-Q1`, `2026-H1`, `2026`, `2026-W05`, or a record's id; label: `3月`."""

    key: str
    label: str
    first: str
    last: str

    @property
    def first_day(self) -> date:
        """The first day."""
        return date.fromisoformat(self.first)

    @property
    def last_day(self) -> date:
        """The last day."""
        return date.fromisoformat(self.last)

    def holds(self, day: str) -> bool:
        """Tell whether an ISO day lies in it."""
        return self.first <= day <= self.last


def of_year(kind: str, year: int) -> list[Period]:
    """Return the periods of a kind (`week` … `year`) that belong to a year, in order.

    A week runs from Monday to Sunday and belongs to the year of its Thursday.
    """
    if kind == "week":
        weeks = date(year, 12, 28).isocalendar().week
        return [_week(year, number) for number in range(1, weeks + 1)]
    return [_months(kind, year, first) for first in range(1, 13, MONTHS[kind])]


def holding(kind: str, day: str) -> str:
    """Return the key of the period of a kind that an ISO day lies in."""
    when = date.fromisoformat(day)
    if kind == "week":
        year, week, _ = when.isocalendar()
        return _week(year, week).key
    size = MONTHS[kind]
    return _months(kind, when.year, (when.month - 1) // size * size + 1).key


def of_record(key: str, day: str) -> Period:
    """Return the period of a rule that asks something of each record: its day."""
    return Period(key, display_date(day, "chinese"), day, day)


def _week(year: int, number: int) -> Period:
    monday, sunday = date.fromisocalendar(year, number, 1), date.fromisocalendar(year, number, 7)
    label = f"第{number}周（{monday.month}月{monday.day}日至{sunday.month}月{sunday.day}日）"
    return Period(f"{year:04d}-W{number:02d}", label, monday.isoformat(), sunday.isoformat())


def _months(kind: str, year: int, first: int) -> Period:
    size = MONTHS[kind]
    number = (first - 1) // size
    last = first + size - 1
    key, label = {
        "month": (f"{year:04d}-{first:02d}", f"{first}月"),
        "quarter": (f"{year:04d}-Q{number + 1}", _QUARTERS[number % 4]),
        "half_year": (f"{year:04d}-H{number + 1}", _HALVES[number % 2]),
        "year": (f"{year:04d}", f"{year}年"),
    }[kind]
    first_day, last_day = date(year, first, 1), date(year, last, monthrange(year, last)[1])
    return Period(key, label, first_day.isoformat(), last_day.isoformat())


def spread(minutes: int, from_day: str, to_day: str, first: date, last: date) -> int:
    """Return how much of a record's minutes falls on the days `first` to `last`.

    They are spread evenly over the record's calendar days, what does not divide goes to its last day, so that the
    parts of any cut add up to the whole.
    """
    begin, end = date.fromisoformat(from_day), date.fromisoformat(to_day)
    days = (end - begin).days + 1
    inside = (min(end, last) - max(begin, first)).days + 1
    if inside <= 0:
        return 0
    share, rest = divmod(minutes, days)
    return share * inside + (rest if last >= end else 0)


def days_between(first: date, last: date) -> int:
    """Return how many days lie from one to the other, both counted."""
    return (last - first).days + 1

