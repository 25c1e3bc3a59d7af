"""Day and times of a meeting out of the cells that tell them, without ever guessing a year or a day.

Beside every form that `models.date_text` reads: a day without its year (3月5日, 3.5), times beside it
(2025年3月5日 14:30-16:00, 下午2点半), a day spread over columns for year, month and day.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from exchange.roster_sheet import Entry
from exchange.sheets.grid import Cell
from models import cell_text, machine_moment
from models.date_text import DateReading, parse_date, shown_decimals

_CLOCK = re.compile(
    r"(?<![\d.])(?P<period>上午|下午|晚上|晚|中午|早上|早晨|清晨|凌晨|傍晚)?(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?(?!\d)|[时点](?:(?P<spelt>\d{1,2})分?|(?P<half>半)|(?P<quarter>[一三])刻|整)?)"
)
_AFTERNOON = ("下午", "晚上", "晚", "傍晚")
_WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_PERIODS = re.compile(r"上午|下午|晚上|晚|中午|早上|早晨|傍晚|全天|半天")
_ENDS = " \t-—–~～至到起止时间:;,，()"
_WITHOUT_YEAR = re.compile(r"(\d{1,2})(?P<sign>[月./\-])(\d{1,2})[日号]?")
_DAY_ALONE = re.compile(r"(\d{1,2})[日号]?")
_MONTH_ALONE = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,2})月份?")
_MONTH_WORDS = re.compile(r"(?<![\d一二三四五六七八九十])(\d{1,2}|十[一二]?|[一二三四五六七八九])月(?!\d)")
_SEVERAL_MONTHS = re.compile(r"[\d一二三四五六七八九十]月?\s*[-—–~至到、]\s*[\d一二三四五六七八九十]{1,2}月")
_NUMERALS = {word: at for at, word in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_YEARS = re.compile(r"(?<!\d)(20\d{2}|19\d{2})(?=年|\D|$)")
_SPELT_YEAR = re.compile(r"二[〇○零O0]([〇○零O0一二三四五六七八九]{2})年")
_FIRST_YEAR = 1949
_FIRST_SERIAL, _END_OF_SERIALS = 10_000, 73_051


@dataclass(frozen=True, slots=True)
class When:
    """What the cells say. day: ISO or empty; then code is `missing`, `not-a-day`, `no-year`, `undecided`, `impossible`,
    `unreadable` or `lunar`, `written` what stands there and `choices` the days it may mean. start, end: HH:MM.
    odd_times: times that could not be read. remark: of the day, as in `DateReading`.
    """

    day: str = ""
    start: str = ""
    end: str = ""
    code: str = ""
    written: str = ""
    choices: tuple[str, ...] = ()
    odd_times: str = ""
    remark: str = ""


@dataclass(slots=True)
class _Said:
    """What has been gathered: days (ISO), days without a year (month, day), days alone, trouble."""

    days: list[str] = field(default_factory=list)
    yearless: list[tuple[tuple[int, int], ...]] = field(default_factory=list)
    alone: list[int] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    troubles: list[When] = field(default_factory=list)
    odd: str = ""
    remark: str = ""


def read_when(entries: tuple[Entry, ...], *, year: int, month: int, today: date) -> When:
    """Read the cells under the headers for date and time.

    year, month: what title, sheet or user say where a cell does not; 0 when they say nothing.
    """
    said = _Said()
    parts = {entry.column.part: _number(entry.cell) for entry in entries if entry.column.part}
    whole = [entry for entry in entries if not entry.column.part]
    for entry in whole:
        _gather(said, entry, year, today)
    written = " ".join(text_of(entry.cell) for entry in entries)[:40]
    year, month = parts.get("year") or year, parts.get("month") or month
    if parts.get("day"):
        said.alone.append(parts["day"])
    start, end = [*said.times, "", ""][:2] if len(said.times) <= 2 else ("", "")
    odd = said.odd or ("、".join(said.times) if len(said.times) > 2 else "")
    found = _day(said, year, month, today)
    return When(found.day, start, end, found.code, written, found.choices, odd, said.remark if found.day else "")


def years_in(text: str) -> list[int]:
    """Return the different years that a title, the name of a sheet or of a file names."""
    plain = unicodedata.normalize("NFKC", text)
    spelt = [int("20" + "".join(str("〇一二三四五六七八九".find(c) if c in "一二三四五六七八九" else 0) for c in one))
             for one in _SPELT_YEAR.findall(plain)]  # fmt: skip
    return list(dict.fromkeys([*map(int, _YEARS.findall(plain)), *spelt]))


def month_in(text: str) -> int:
    """Return the only month that a text names, else 0."""
    plain = unicodedata.normalize("NFKC", text)
    if _SEVERAL_MONTHS.search(plain):
        return 0
    found = {_month_number(one) for one in _MONTH_WORDS.findall(plain)}
    return found.pop() if len(found) == 1 else 0


def clock_times(text: str) -> tuple[str, list[str]]:
    """Return a text without its times of day, and these as HH:MM; one that is none is returned as `?`."""
    times: list[str] = []
    period = ""
    for found in _CLOCK.finditer(text):
        period = found["period"] or period
        hour = int(found["hour"])
        minute = int(found["minute"] or found["spelt"] or 0)
        minute = 30 if found["half"] else {"一": 15, "三": 45}.get(found["quarter"] or "", minute)
        if hour < 12 and (period in _AFTERNOON or (period == "中午" and hour < 6)):
            hour += 12
        times.append(f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else "?")
    rest = _PERIODS.sub("", _WEEKDAY.sub("", _CLOCK.sub("", text)))
    return rest.strip(_ENDS), times


def time_of(cell: Cell) -> str | None:
    """Return the time of day in a cell for one as HH:MM, empty for none, None when it cannot be read."""
    found = _moment(cell.value)
    if found is not None:
        return found
    rest, times = clock_times(plain_text(cell))
    if not times and cell_text.says_nothing(rest):
        return ""
    return times[0] if len(times) == 1 and not rest and times[0] != "?" else None


def text_of(cell: Cell) -> str:
    """Return a cell as the text a person would have typed."""
    value = cell.value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M") if value.time() != time() else value.date().isoformat()
    return cell_text.unquoted(value, "\"'") if isinstance(value, str) else str(value)


def plain_text(cell: Cell) -> str:
    """Return a cell's text as figures are compared: half-width, without blanks at its ends."""
    return unicodedata.normalize("NFKC", text_of(cell)).strip()


def _moment(value: object) -> str | None:
    """Return the time of a cell that holds nothing but one."""
    if isinstance(value, datetime):
        return f"{value:%H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta) and timedelta() <= value < timedelta(days=1):
        return f"{value.seconds // 3600:02d}:{value.seconds // 60 % 60:02d}"
    if isinstance(value, float) and 0 < value < 1:
        minutes = round(value * 1440) % 1440
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return None


def _gather(said: _Said, entry: Entry, year: int, today: date) -> None:
    cell = entry.cell
    value = cell.value
    if not isinstance(value, datetime) and (moment := _moment(value)) is not None:
        said.times.append(moment)
    elif isinstance(value, str):
        _gather_text(said, entry, today)
    elif isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 32:
        _gather_small(said, value, cell.number_format)
    else:
        reading = _gather_date(said, cell, year, today)
        if not reading.code and not reading.remark:
            said.times += _time_beside(value)


def _time_beside(value: object) -> list[str]:
    """Return the time of day that a cell's date has with it; midnight is none."""
    if isinstance(value, datetime):
        return [f"{value:%H:%M}"] if value.time() >= time(0, 1) else []
    if isinstance(value, float) and _FIRST_SERIAL <= value < _END_OF_SERIALS:
        minutes = round(value % 1 * 1440) % 1440
        return [f"{minutes // 60:02d}:{minutes % 60:02d}"] if minutes else []
    return []


def _gather_text(said: _Said, entry: Entry, today: date) -> None:
    text = plain_text(entry.cell)
    if cell_text.says_nothing(text) or _gather_machine(said, text, entry.exact, today):
        return
    rest, times = clock_times(text)
    if "?" in times:
        said.odd = plain_text(entry.cell)[:40]
    said.times += [one for one in times if one != "?"]
    rest = re.sub(r"\s+", "", rest)
    without_year = _WITHOUT_YEAR.fullmatch(rest)
    if without_year:
        doubtful = not entry.exact and without_year["sign"] == "."
        said.yearless.append(_month_and_days(int(without_year[1]), without_year[3], doubtful))
    elif _DAY_ALONE.fullmatch(rest):
        said.alone.append(int(rest.rstrip("日号")))
    elif rest and not (_MONTH_ALONE.fullmatch(rest) and times):
        _gather_reading(said, rest, entry.exact, today)


def _gather_machine(said: _Said, text: str, exact: bool, today: date) -> bool:
    """Read one moment as a program writes it; tell whether it was one."""
    moment = machine_moment.split(text)
    if moment.clock is None and moment.day == text:
        return False
    reading = parse_date(text, this_year=today.year, exact=exact, timed=True)
    if not (reading.value or reading.choices):
        return False
    settled = _keep(said, reading, text)
    if settled and moment.clock and moment.clock >= time(0, 1):
        if moment.here:
            said.times.append(f"{moment.clock:%H:%M}")
        else:
            # A program may have meant its own time or ours.
            said.odd = text[:40]
    return True


def _gather_small(said: _Said, value: float, number_format: str) -> None:
    """A number as 3.5 for the fifth of March, or the day alone."""
    if value == int(value):
        said.alone.append(int(value))
        return
    places = shown_decimals(number_format)
    month, day = (f"{value:.{places}f}" if places >= 2 else f"{value:.12g}").split(".")
    said.yearless.append(_month_and_days(int(month), day, places < 2))


def _month_and_days(month: int, day: str, doubtful: bool) -> tuple[tuple[int, int], ...]:
    """Return what a month and a day can mean: 3.1 that came out of a number may have been 3.10."""
    days = [int(day)] + ([int(day) * 10] if doubtful and day in ("1", "2", "3") else [])
    return tuple((month, one) for one in days)


def _gather_date(said: _Said, cell: Cell, year: int, today: date) -> DateReading:
    reading = parse_date(
        cell.value, this_year=today.year, number_format=cell.number_format, shift=cell.shift, timed=True
    )
    shown = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", cell.number_format).lower()
    without_year = "d" in shown and "y" not in shown
    if isinstance(cell.value, datetime | date) and without_year and len(reading.value) == 10:
        # Typed without a year, it got the year of the day it was typed on: the title knows better.
        typed = date.fromisoformat(reading.value)
        if year != typed.year:
            said.yearless.append(((typed.month, typed.day),))
            said.remark = reading.remark or said.remark
            return reading
    _keep(said, reading, text_of(cell))
    return reading


def _gather_reading(said: _Said, text: str, exact: bool, today: date) -> None:
    reading = parse_date(text, this_year=today.year, exact=exact)
    _keep(said, reading, text)


def _keep(said: _Said, reading: DateReading, written: str) -> bool:
    """Note what a date means; tell whether it is sure."""
    value, code, choices = reading.value, reading.code, reading.choices
    said.remark = reading.remark or said.remark
    if code == "date-undecided":
        # Two figures for the year are of this century where that is possible: no register is older than the state.
        late = tuple(one for one in choices if int(one[:4]) > _FIRST_YEAR)
        value, code = (late[0], "") if len(late) == 1 else ("", code)
        choices = late or choices
    if value:
        said.days.append(value)
    elif code:
        said.troubles.append(When(code=code.removeprefix("date-"), written=written, choices=choices))
    return bool(value)


def _day(said: _Said, year: int, month: int, today: date) -> When:
    if said.troubles:
        return said.troubles[0]
    if month and not said.yearless and not any(len(one) == 10 for one in said.days):
        said.yearless += [((month, day),) for day in said.alone]
    found = {day for day in said.days if len(day) == 10}
    possible = [set(_in_year(pairs, year)) for pairs in said.yearless] if year else []
    if not all(possible):
        return When(code="impossible")
    told = possible + ([found] if found else [])
    if told:
        days = sorted(set.intersection(*told))
        if len(days) == 1 and len(found) < 2:
            return When(day=days[0])
        return When(code="undecided", choices=tuple(days or sorted(set.union(*told))))
    if said.yearless:
        choices = [day for y in (today.year - 1, today.year) for pairs in said.yearless for day in _in_year(pairs, y)]
        past = tuple(dict.fromkeys(day for day in choices if day <= today.isoformat()))
        return When(code="no-year" if choices else "impossible", choices=past)
    return When(code="not-a-day" if said.days or said.alone else "missing")


def _in_year(pairs: tuple[tuple[int, int], ...], year: int) -> list[str]:
    found = []
    for month, day in pairs:
        try:
            found.append(date(year, month, day).isoformat())
        except ValueError:
            continue
    return found


def _number(cell: Cell) -> int:
    """Return the number in a cell for year, month or day, 0 when there is none."""
    text = plain_text(cell).rstrip("年月日号份度")
    if text in _NUMERALS:
        return _NUMERALS[text]
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0


def _month_number(text: str) -> int:
    return _NUMERALS[text] if text in _NUMERALS else int(text)
