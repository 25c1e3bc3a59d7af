"""How often each kind of meeting was held in each month, and how many came (三会一课落实情况统计表, B6)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MonthCell:
    """One kind in one month. days: ISO days of the meetings; duty: `done`, `open`, `missed`, `explained`, `waived` or
    nothing where no rule asks.
    """

    days: tuple[str, ...]
    meeting_ids: tuple[str, ...]
    duty: str


@dataclass(frozen=True, slots=True)
class KindRow:
    """One line: a kind, for `group` each group (`subject` its name). required: of the whole year, None without a rule;
    expected, present: persons over all its meetings.
    """

    kind: str
    subject_id: str
    subject: str
    months: tuple[MonthCell, ...]
    held: int
    required: int | None
    expected: int
    present: int
    note: str


@dataclass(frozen=True, slots=True)
class YearStatistics:
    """A branch's year. rate_percent: present of expected over all meetings, hundredths of a percent, None without any."""

    year: int
    rows: tuple[KindRow, ...]
    meetings: int
    expected: int
    present: int
    rate_percent: int | None
