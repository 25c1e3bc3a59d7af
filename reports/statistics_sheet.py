"""The data of 三会一课落实情况统计表 (B6): how often and when each kind of meeting was held in each month."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import words
from models.meeting import MEETING_KINDS
from models.rules.statistics import KindRow, MonthCell, YearStatistics, year_statistics
from reports import rules_in_use, unit
from reports.fields import BoundData, Field, RowSource
from reports.options import PrintOptions
from reports.roster import EMPTY

if TYPE_CHECKING:
    from models.ledger import Ledger

NOT_HELD = "—"
_WITHOUT_MEETING = {"missed": NOT_HELD, "explained": NOT_HELD, "waived": "免"}
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class StatisticsLine:
    """One line of the sheet, as it is printed."""

    item: str
    months: tuple[str, ...] = ("",) * _MONTHS
    held: str = ""
    required: str = ""
    rate: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class StatisticsSheet:
    """A year's sheet. rules: by which sets it is reckoned."""

    lines: Sequence[StatisticsLine]
    rules: str


def pieces(ledger: "Ledger", options: PrintOptions) -> list[BoundData]:
    """Return the sheet of a year."""
    own = unit.of(ledger, options)
    org = options.organisation
    rules = rules_in_use.basis(ledger, own, options)
    if options.blank_rows:
        sheet = StatisticsSheet((), "")
    else:
        found = year_statistics(ledger, org=org, year=own.year, as_of=options.as_of)
        sheet = StatisticsSheet([*map(_line, found.rows), _total(found)], rules)
    title = f"{own.year}年度三会一课落实情况统计表"
    scopes = {"unit": own, "statistics": None if options.blank_rows else sheet}
    return [BoundData(scopes, EMPTY[options.empty], options.blank_rows, title, own.name)]


def _line(row: KindRow) -> StatisticsLine:
    return StatisticsLine(
        words.label("meeting_kind_short", row.kind) + (f"\n{row.subject}" if row.subject else ""),
        tuple(map(_cell, row.months)),
        str(row.held),
        "" if row.required is None else str(row.required),
        _rate(row.present, row.expected),
        row.note,
    )


def _cell(cell: MonthCell) -> str:
    """Return how many were held and on which days; a sign where none was and one should have been."""
    if not cell.days:
        return _WITHOUT_MEETING.get(cell.duty, "")
    return f"{len(cell.days)}\n{'、'.join(str(int(day[8:])) for day in cell.days)}日"


def _total(found: YearStatistics) -> StatisticsLine:
    """Return the last line: a meeting of several kinds counts once in it."""
    months = []
    for number in range(_MONTHS):
        held = {one for row in found.rows for one in row.months[number].meeting_ids}
        months.append(str(len(held)) if held else "")
    return StatisticsLine("合计", tuple(months), str(found.meetings), "", _rate(found.present, found.expected))


def _rate(present: int, expected: int) -> str:
    return f"{100 * present / expected:.1f}%" if expected else ""


def _by_hand() -> list[StatisticsLine]:
    named = [words.label("meeting_kind_short", kind) for kind in MEETING_KINDS]
    return [StatisticsLine(name) for name in (*named, "合计")]


def _month(number: int) -> Callable[[StatisticsLine], str]:
    return lambda line: line.months[number - 1]


FIELDS = {
    "statistics.rules": Field("依据", "国家现行规定（《支部工作条例（试行）》）", lambda sheet: sheet.rules),
    "kind_line.item": Field("项目", "党员大会", lambda line: line.item, may_be_empty=False),
    **{
        f"kind_line.month{number}": Field(f"{number}月", "2\n5、19日", _month(number), may_be_empty=False)
        for number in range(1, _MONTHS + 1)
    },
    "kind_line.held": Field("合计", "12", lambda line: line.held, may_be_empty=False),
    "kind_line.required": Field("应完成", "4", lambda line: line.required),
    "kind_line.rate": Field("到会率", "95.0%", lambda line: line.rate),
    "kind_line.note": Field("备注", "因疫情改期", lambda line: line.note),
}

SOURCES = {"statistics.lines": RowSource("会议种类", "kind_line", lambda sheet: sheet.lines, _by_hand)}
