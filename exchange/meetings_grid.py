"""Attendance grids: people down and days across, or days down and people across, with a sign in every cell.

Every day becomes a meeting with a line for each person; what the signs mean is `meetings_signs`.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from exchange import meetings_header, meetings_signs
from exchange.meetings_when import clock_times, month_in, text_of
from exchange.roster_header import Column
from exchange.roster_sheet import Entry
from exchange.sheets.grid import Cell, Sheet, column_name
from models.roll_call_words import looks_like_name

_DATE = re.compile(
    r"(\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?|\d{1,2}月\d{1,2}[日号]?|"
    r"(?<![\d.])\d{1,2}[./-]\d{1,2}[日号]?(?![\d.])|"
    r"\d{4}年\d{1,2}月份?|(?<!\d)\d{1,2}月份?)(\s*(?:\(?(?:周|星期)[一二三四五六日天]\)?)?)"
)
_MOMENT = re.compile(r"\s?T\d{1,2}:")
"""What follows a day that a machine wrote with its time (2026-03-24T16:00:00.000Z): it may be the next day."""

_NOT_PEOPLE = re.compile(
    "(合计|小计|总计|共计|应到|实到|缺席|请假|出勤|到会|人数|签字|主持|记录|日期|姓名|注|说明|备注|图例|填表|审核|制表)"
)
_OTHER_SHEETS = re.compile("党费|缴费|缴纳|交纳|金额|工资|值班|积分|学分|学时")
_AWAY = re.compile("缺席|缺勤|请假|未到|旷会")
_CAME = re.compile("出勤|考勤|签到|到会|出席|参会|出缺")
_QUESTION = re.compile("是否(参加|参会|到会|出席|签到|到场|出勤|请假|缺席|缺勤|迟到)|参加与否|到会与否")
_SEARCHED_ROWS = 15
_FEWEST_DAYS, _FEWEST_PEOPLE = 2, 3
_LONGEST_SIGN = 12


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a grid: its row or column, the cells that tell it, each person with her sign; place: the column.

    label: what a sign answers (是否到会), or that the grid is of those away.
    """

    number: int
    entries: dict[str, tuple[Entry, ...]]
    signs: tuple[tuple[str, str], ...]
    place: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid found. above: titles, the nearest first; unread: headers whose values say nothing of attendance."""

    header_row: int
    days: tuple[Day, ...]
    above: tuple[str, ...]
    legend: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


def find(sheet: Sheet) -> Grid | None:
    """Return the grid of a sheet, or None."""
    for number in sorted(sheet.rows)[:_SEARCHED_ROWS]:
        found = _days_across(sheet, number) or _people_across(sheet, number)
        if found is not None:
            return found
    return None


# --- people down, days across -----------------------------------------------------------


def _days_across(sheet: Sheet, number: int) -> Grid | None:
    cells = sheet.rows[number]
    named = next((at for at, cell in sorted(cells.items()) if _is_names(cell)), 0)
    if not named:
        return None
    heads = _heads(sheet, number, named)
    over = {at: _head(sheet, heads, at) for row in heads for at in sheet.rows[row] if at > named}
    month = _month(sheet, number)
    dated = {at: texts for at, texts in sorted(over.items()) if any(_is_date(cell, month) for cell in texts)}
    if len(dated) < _FEWEST_DAYS:
        return None
    people = {
        row: _text(cells[named]) for row, cells in sheet.lines()
        if row > heads[-1] and named in cells and not _NOT_PEOPLE.match(_text(cells[named]))
    }  # fmt: skip
    signs = {
        at: tuple((name, _sign(sheet.rows[row].get(at))) for row, name in people.items()) for at in dated
    }  # fmt: skip
    if not _are_signs([sign for column in signs.values() for _, sign in column]):
        return None
    label = _of_absence(sheet, heads[0])
    days = [
        Day(at, _entries(at, texts, sheet.exact, month), signs[at], f"{column_name(at)} 栏", label or _asks(texts))
        for at, texts in dated.items() if any(sign for _, sign in signs[at]) or label
    ]  # fmt: skip
    others = [at for at in sorted(cells) if at != named and at not in dated]
    unread = [_text(cells[at]) for at in others if any(at in sheet.rows[row] for row in people)]
    return _grid(sheet, heads, people, days, unread)


def _of_absence(sheet: Sheet, first: int) -> str:
    """Return what a grid only of absences has over it: a tick in 缺勤登记表 is no presence."""
    over = [sheet.name, *(_text(cell) for row, cells in sheet.lines() if row < first for cell in cells.values())]
    found = next((one[0] for text in over if (one := _AWAY.search(text))), "")
    return "" if any(_CAME.search(text) for text in over) else found


def _asks(texts: list[Cell]) -> str:
    return next((found[0] for cell in texts if (found := _QUESTION.search(_text(cell)))), "")


def _is_names(cell: Cell) -> bool:
    text = _text(cell)
    return meetings_header.field_of(text) == "person" or bool(re.fullmatch(r"\D{0,4}姓名\D{0,6}", text))


def _heads(sheet: Sheet, number: int, named: int) -> list[int]:
    """Return the rows of a header: the one with 姓名, one above with more than a title, one below without a name."""
    heads = [number]
    above, below = sheet.rows.get(number - 1, {}), sheet.rows.get(number + 1, {})
    right = {_text(cell) for at, cell in above.items() if at > named}
    if right - {_text(above[named]) if named in above else ""} and len(above) > 1:
        heads.insert(0, number - 1)
    beside = [cell for at, cell in below.items() if at > named and not cell.filled]
    nobody = named not in below or below[named].filled
    if nobody and beside and not all(meetings_signs.read_sign(_text(cell)) for cell in beside):
        heads.append(number + 1)
    return heads


def _head(sheet: Sheet, heads: list[int], at: int) -> list[Cell]:
    found: dict[str, Cell] = {}
    for row in heads:
        if at in sheet.rows[row]:
            found.setdefault(_text(sheet.rows[row][at]), sheet.rows[row][at])
    return list(found.values())


def _month(sheet: Sheet, number: int) -> int:
    """Return the month that sheet or titles name: numbers from 1 to 31 over a grid are then its days."""
    over = [_text(cell) for row, cells in sheet.lines() if row < number for cell in cells.values()]
    return next((found for text in (sheet.name, *over) if (found := month_in(text))), 0)


def _entries(at: int, cells: list[Cell], exact: bool, month: int) -> dict[str, tuple[Entry, ...]]:
    """Take what stands over a column apart: the day, and beside it what was held."""
    day = next(cell for cell in cells if _is_date(cell, month))
    told = [_text(cell) for cell in cells if cell is not day]
    if isinstance(day.value, str):
        found = _DATE.search(unicodedata.normalize("NFKC", day.value))
        if found is not None and not _MOMENT.match(day.value, found.end()):
            plain = unicodedata.normalize("NFKC", day.value)
            rest = (plain[: found.start()] + " " + plain[found.end() :]).strip(" \n、，:—-")
            rest = clock_times(rest)[0] if re.search(r"\d\s*[:时点]", rest) else re.sub(r"^\((.*)\)$", r"\1", rest)
            told.append(" ".join(_QUESTION.sub(" ", rest).split()))
            # A day alone, with or without a time, stays as it is written; of one with a topic only the day is taken.
            day = Cell(found[1]) if rest else day
    entries: dict[str, tuple[Entry, ...]] = {"day": (Entry(Column(at, "day", "日期"), day, exact),)}
    name = " ".join(one for one in told if one)
    if name:
        entries["name"] = (Entry(Column(at, "name", "名称"), Cell(name)),)
    return entries


# --- days down, people across -----------------------------------------------------------


def _people_across(sheet: Sheet, number: int) -> Grid | None:
    cells = sheet.rows[number]
    labels = {at: _text(cell) for at, cell in sorted(cells.items())}
    columns = tuple(Column(at, meetings_header.field_of(label), label) for at, label in labels.items())
    days = [one.number for one in columns if one.field == "day"]
    people = {one.number: one.label for one in columns if not one.field and _looks(one.label)}
    lines = [(row, line) for row, line in sheet.lines() if row > number and days and _is_day(line.get(days[0]))]
    signs = {row: tuple((name, _sign(line.get(at))) for at, name in people.items()) for row, line in lines}
    every = [sign for row in signs.values() for _, sign in row]
    if len(people) < _FEWEST_PEOPLE or not lines or not _are_signs(every):
        return None
    found = []
    for row, line in lines:
        told = [one for one in columns if one.field and one.number in line and meetings_header.rule(one.field).kept]
        entries: dict[str, tuple[Entry, ...]] = {}
        for one in told:
            entries[one.field] = (*entries.get(one.field, ()), Entry(one, line[one.number], sheet.exact))
        found.append(Day(row, entries, signs[row]))
    kept = set(people) | {one.number for one in columns if one.field and meetings_header.rule(one.field).kept}
    unread = [one.label for one in columns if one.number not in kept and any(one.number in line for _, line in lines)]
    return _grid(sheet, [number], dict(lines), found, unread)


def _looks(label: str) -> bool:
    return looks_like_name("".join(label.split()))


def _is_day(cell: Cell | None) -> bool:
    return cell is not None and (_is_date(cell) or isinstance(cell.value, int | float))


# --- both -------------------------------------------------------------------------------


def _grid(
    sheet: Sheet, heads: list[int], used: Mapping[int, object], days: list[Day], unread: list[str]
) -> Grid | None:
    if not days:
        return None
    first = heads[0]
    around = [
        cell for row, cells in sheet.lines() if row < first or (row > heads[-1] and row not in used)
        for cell in cells.values() if not cell.filled and isinstance(cell.value, str)
    ]  # fmt: skip
    over = [cell for row, cells in sheet.lines() if row < first for cell in cells.values() if not cell.filled]
    titles = [_text(cell) for cell in over]
    if any(_OTHER_SHEETS.search(text) for text in (sheet.name, *titles)):
        return None
    legend = meetings_signs.legend_of(map(_text, around))
    return Grid(heads[-1], tuple(days), (sheet.name, *reversed(titles)), legend, tuple(unread))


def _is_date(cell: Cell, month: int = 0) -> bool:
    value = cell.value
    if isinstance(value, datetime | date):
        return True
    if isinstance(value, float | int) and not isinstance(value, bool):
        if month and value == int(value) and 1 <= value <= 31:
            return True
        return 36_000 < value < 73_000 or (value != int(value) and 1 < value < 13)
    text = unicodedata.normalize("NFKC", str(value))
    return len(text) <= 40 and _DATE.search(text) is not None


def _are_signs(signs: list[str]) -> bool:
    """Tell whether what stands in a grid are marks: short, mostly no numbers, and some of them known or of one kind."""
    told = [sign for sign in signs if sign]
    numbers = [sign for sign in told if re.fullmatch(r"\d+(\.\d+)?", sign) and sign not in ("0", "1")]
    long = [sign for sign in told if len(sign) > _LONGEST_SIGN]
    return bool(told) and len(numbers) * 2 < len(told) and len(long) * 4 < len(told) and len(set(told)) <= 40


def _sign(cell: Cell | None) -> str:
    return "" if cell is None else " ".join(text_of(cell).split())


def _text(cell: Cell) -> str:
    return " ".join(text_of(cell).split())
