"""Dates that know how precise they are, and how they are shown.

Kept as ISO text: `1985` is a year, `1985-07` a month, `1985-07-01` a day. `date_text` reads what people write.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Self

EARLIEST_YEAR = 1900
LATEST_YEAR = 2100

KEPT_FROM, KEPT_TO = 1850, 2200
"""Years that a kept date may have (as `texts.iso_date`): wider than what is believed when people write it."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month or a day; `month` and `day` are 0 when not known."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def from_iso(cls, text: str) -> Self:
        """Read `1985`, `1985-07` or `1985-07-01`. Raises ValueError for anything else."""
        parts = text.split("-")
        if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]) or not all(map(_all_digits, parts)):
            raise ValueError(text)
        found = cls(*map(int, parts))
        if not found.exists(KEPT_FROM, KEPT_TO):
            raise ValueError(text)
        return found

    @property
    def iso(self) -> str:
        """The kept text."""
        text = f"{self.year:04d}"
        if self.month:
            text += f"-{self.month:02d}"
        return text + f"-{self.day:02d}" if self.day else text

    def exists(self, earliest: int = EARLIEST_YEAR, latest: int = LATEST_YEAR) -> bool:
        """Tell whether the calendar has it, within the years that living people's papers can name."""
        if not earliest <= self.year <= latest or (self.day and not self.month):
            return False
        if not self.month:
            return True
        return 1 <= self.month <= 12 and 0 <= self.day <= monthrange(self.year, self.month)[1]

    @property
    def first(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def surely_before(self, other: "PartialDate") -> bool:
        """Tell whether it lies before the other whatever the unknown parts are."""
        return self.last < other.first

    def agrees_with(self, other: "PartialDate") -> bool:
        """Tell whether both can mean the same day."""
        return self.first <= other.last and other.first <= self.last


def years_later(day: date, years: int) -> date:
    """Return the anniversary; 28 February stands for 29 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def display_date(iso: str, style: str = "dotted") -> str:
    """Return a kept date as forms show it; nothing for nothing.

    style: `dotted` 1985.07.01, `chinese` 1985年7月1日, `dotted_month` and `chinese_month` without the day.
    What is not known is not shown: `1985-07` is `1985.07` in the first style too. Signs of a damaged date stay.
    """
    if not iso:
        return ""
    year, month, day = [*iso.split("-"), "", ""][:3]
    if style.endswith("_month"):
        day = ""
    if style.startswith("dotted"):
        return ".".join(part for part in (year, month, day) if part)
    if not style.startswith("chinese"):
        raise ValueError(style)
    return f"{year}年" + (f"{month.lstrip('0')}月" if month else "") + (
        f"{day.lstrip('0')}日" if day else ""
    )


def _all_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
