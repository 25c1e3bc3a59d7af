"""Reads dates as people write them in rosters, without ever guessing.

Accepted writings and traps: product notes, section F. A date keeps the precision it was written with;
what can mean two dates comes back undecided with both.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from models import cell_text, machine_moment
from models.dates import PartialDate

CellValue = object
"""What a cell can hold: text, number, truth value, moment, day, time of day or nothing."""


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a written date means.

    value: ISO text with its precision, empty when there is none. note: a remark beside it (`补`, `不详`).
    code: empty when sound, else `date-undecided` (`choices` holds what it may mean), `date-impossible`,
    `date-unreadable` or `date-lunar`; `value` is then empty. remark: `date-before-midnight` where the next day was
    taken.
    """

    value: str = ""
    note: str = ""
    code: str = ""
    choices: tuple[str, ...] = ()
    remark: str = ""


UNREADABLE = DateReading(code="date-unreadable")
IMPOSSIBLE = DateReading(code="date-impossible")
BEFORE_MIDNIGHT = "date-before-midnight"
"""Remark: a moment of the last minutes of a day, whose time nobody saw, was taken for the next day."""

_EXCEL_DAY_ZERO = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 5480, 73050  # 1915 to 2099
_UNKNOWN = cell_text.NOT_KNOWN | {"不清", "不清楚", "待查", "待核实", "无记录", "记不清", "?", "??"}
_ZERO_DAY = re.compile(r"(0000[-/.]0?0[-/.]0?0|0001[-/.]0?1[-/.]0?1|1900[-/.]0?1[-/.]0?0|1900年1月0日)([ T][0:.]*)?")
_EPOCH_HERE = datetime(1970, 1, 1, 8)
_TELLS_NOTHING = frozenset({"生", "出生", "入党", "转正", "加入"})
_ENGLISH_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"

_ZEROES = "〇○◯零OoОо"
_YEAR_NUMERALS = str.maketrans(dict(zip("一二三四五六七八九", "123456789", strict=True)) | dict.fromkeys(_ZEROES, "0"))
_SPELT_YEAR = re.compile(rf"([一二三四五六七八九0-9{_ZEROES}]{{4}}|[一二三四五六七八九0-9{_ZEROES}]{{2}})年")
_SPELT_NUMBER = re.compile(r"([一二三四五六七八九]?)([十廿卅])([一二三四五六七八九]?)|([一二三四五六七八九元正])")

_LONGEST = 200
_LONG_COUNT = re.compile(r"-?\d{9,13}")
_POINTED = re.compile(r"-?\d{5,}\.0+")
_DAY_NUMBER = re.compile(r"\d{5}\.\d+")
_BRACKETED = re.compile(r"[(\[【《〔]([^)\]】》〕]*)[)\]】》〕]")
_SEPARATED = re.compile(r"(\d{4}|\d{2})[./\-年、,。·_](\d{1,2})(?:[./\-月、,。·_](\d{1,2}))?(?:月份|[月日号.])?")
_YEAR_ONLY = re.compile(r"(\d{4}|\d{2})年|(\d{4})")
_TURNED = re.compile(r"(\d{1,2})[/\-](\d{1,2})[/\-](\d{4}|\d{2})")
_ENGLISH = re.compile(r"(?:(\d{1,2})[\- ]?)?([A-Za-z]{3})[a-z]*[\-., ]*(\d{4}|\d{2})")
_DIGITS = re.compile(r"\d+")
_REMARK = re.compile(r"(?P<before>[^\d]{0,10}?)(?P<date>\d[\dA-Za-z./\-年月日号、,。·_]*)(?P<after>[^\d]{0,20})")
_DECIMALS = re.compile(r"0\.(0+)")


def parse_date(
    value: CellValue,
    *,
    this_year: int,
    number_format: str = "",
    birth_hint: str = "",
    exact: bool = True,
    shift: int = 0,
    timed: bool = False,
) -> DateReading:
    """Read a cell or a text.

    number_format: of a cell that holds a number or a date; it tells 1985.10 from 1985.1 and a month from its
    first day. birth_hint: the birthday in the ID number (ISO), for birth dates only: it decides between two.
    exact: False for texts that came out of numbers (CSV, HTML), where `1985.1` may have been October.
    shift: days from which the file counts later than usual (`grid.Cell`). timed: a time of day makes sense here.
    """
    reader = _Reader(this_year, exact, shift, timed)
    if value is None or (value == time() and set("yd") & set(_bare_format(number_format))):
        # Day nought, which a sheet shows as 1900/1/0.
        return DateReading()
    if isinstance(value, datetime):
        reading = reader.moment([value], number_format, hidden=_hides_time(number_format))
    elif isinstance(value, date):
        reading = _from_date_cell(value, number_format)
    elif isinstance(value, str):
        reading = reader.text(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        reading = reader.number(value, number_format)
    else:
        return UNREADABLE
    return _decided_by(reading, birth_hint)


def shown_decimals(number_format: str) -> int:
    """Return how many decimal places a number format always shows."""
    found = _DECIMALS.search(_bare_format(number_format))
    return len(found[1]) if found else 0


def _bare_format(number_format: str) -> str:
    """Return the first section of a number format without quoted words, colours and escapes."""
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.', "", number_format)
    return bare.split(";")[0].lower()


def _hides_time(number_format: str) -> bool:
    """Tell whether a cell shows a date without its time of day; of an unknown format nobody knows."""
    shown = _bare_format(number_format)
    return bool(set("yd") & set(shown)) and not set("hs:") & set(shown)


def _from_date_cell(day: date, number_format: str) -> DateReading:
    found = PartialDate(day.year, day.month, day.day)
    if not found.exists():
        return IMPOSSIBLE
    shown = _bare_format(number_format)
    # "1985年7月" typed into a sheet becomes the 1st of July shown without its day: it was a month, not a day.
    if day.day == 1 and "y" in shown and "d" not in shown:
        found = PartialDate(day.year, day.month if "m" in shown else 0)
    return DateReading(found.iso)


def _decided_by(reading: DateReading, birth_hint: str) -> DateReading:
    if reading.code != "date-undecided" or not birth_hint:
        return reading
    hint = PartialDate.from_iso(birth_hint)
    fitting = [choice for choice in reading.choices if PartialDate.from_iso(choice).agrees_with(hint)]
    return DateReading(fitting[0], reading.note) if len(fitting) == 1 else reading


@dataclass(frozen=True, slots=True)
class _Reader:
    this_year: int
    exact: bool
    shift: int = 0
    timed: bool = False

    def number(self, value: float, number_format: str) -> DateReading:
        places = shown_decimals(number_format)
        if value != value or value in (float("inf"), float("-inf")):
            return UNREADABLE
        if value == int(value) and not (places and abs(value) < 10_000):
            whole = str(int(value))
            return (
                self._digits(whole) if 0 <= value < 10**8 else self.text(whole) if abs(value) >= 10**8 else UNREADABLE
            )
        if 10_000 <= value <= _LAST_SERIAL:
            return self._day_number(value)
        if value < 0:
            return UNREADABLE
        if places >= 2 and abs(round(value, places) - value) < 1e-6:
            shown = self._written(f"{value:.{places}f}")
            if shown is not IMPOSSIBLE:
                return shown
        return replace(self, exact=False)._written(f"{value:.12g}")

    def moment(self, walls: list[datetime], number_format: str, *, hidden: bool) -> DateReading:
        """Read the moment of a cell, in each of its meanings."""
        found = [machine_moment.days_of(wall, hidden=hidden, timed=self.timed) for wall in walls]
        readings = [_from_date_cell(day, number_format) for days in found for day in days]
        if len(readings) == 1:
            moved = not readings[0].code and found[0][0] != walls[0].date()
            return replace(readings[0], remark=BEFORE_MIDNIGHT if moved else "")
        return _asked(PartialDate.from_iso(one.value) for one in readings if one.value)

    def _day_number(self, value: float) -> DateReading:
        """A day number with a part of a day behind it, which no cell shows that has no format of a date."""
        zero = datetime.combine(_EXCEL_DAY_ZERO, time())
        wall = zero + timedelta(seconds=round(value * 86_400))
        return self.moment([wall + timedelta(days=days) for days in dict.fromkeys((0, self.shift))], "", hidden=True)

    def text(self, text: str) -> DateReading:
        if len(text) > _LONGEST:
            return UNREADABLE
        plain = unicodedata.normalize("NFKC", cell_text.unquoted(cell_text.without_unseen(text)))
        plain = cell_text.without_unseen(plain).lstrip("'’‘`").strip()
        if cell_text.says_nothing(plain) or _ZERO_DAY.fullmatch(plain):
            return DateReading()
        if cell_text.TURNING in plain:
            return UNREADABLE
        written = machine_moment.split(plain)
        plain = cell_text.whole_number(written.day) if _POINTED.fullmatch(written.day) else written.day
        if _LONG_COUNT.fullmatch(plain):
            return self._counted(int(plain))
        if _DAY_NUMBER.fullmatch(plain):
            return self.number(float(plain), "")
        notes = [note.strip() for note in _BRACKETED.findall(plain) if note.strip()]
        plain = _BRACKETED.sub("", plain).strip()
        if plain in _UNKNOWN or not plain:
            return DateReading(note="，".join([plain, *notes] if plain else notes))
        if re.search("农历|阴历|旧历", plain + "".join(notes)):
            return DateReading(code="date-lunar")
        if notes:
            written = machine_moment.split(plain)
        return self._at(self._with_notes(_arabic(written.day if written.clock else plain), notes), written)

    def _at(self, reading: DateReading, written: machine_moment.Moment) -> DateReading:
        """Return what a date may mean that has a time of day, and perhaps another zone, beside it."""
        told = [one for one in (reading.value, *reading.choices) if len(one) == len("1985-07-01")]
        if written.clock is None or not told:
            return reading
        walls = [datetime.combine(date.fromisoformat(one), written.clock) for one in told]
        found = {day for wall in walls for day in machine_moment.days(wall, written.offset, timed=self.timed)}
        if len(found) == 1 and reading.value and walls[0] != _EPOCH_HERE:
            return replace(reading, value=next(iter(found)).isoformat())
        return replace(_asked(PartialDate(day.year, day.month, day.day) for day in found), note=reading.note)

    def _counted(self, number: int) -> DateReading:
        """Seconds or milliseconds since 1970, or year to minute in twelve figures: never sure, always asked."""
        found = [PartialDate(day.year, day.month, day.day) for day in machine_moment.counted(number, self.this_year)]
        text = str(number)
        if len(text) == 12 and text[8:10] < "24" and text[10:] < "60":
            straight = PartialDate(int(text[:4]), int(text[4:6]), int(text[6:8]))
            found += [straight] if straight.exists() and straight.month and straight.day else []
        return _asked(found) if found else UNREADABLE

    def _with_notes(self, plain: str, notes: list[str]) -> DateReading:
        reading = self._written(re.sub(r"\s+", "", plain))
        if reading is UNREADABLE:
            split = _REMARK.fullmatch(re.sub(r"\s+", "", plain))
            if split is None or not (split["before"] or split["after"]):
                return reading
            words = (split["before"], split["after"])
            notes = [word for word in words if word and word not in _TELLS_NOTHING] + notes
            reading = self._written(split["date"])
        return replace(reading, note="，".join(notes))

    def _written(self, text: str) -> DateReading:
        """Read a date that stands alone, in Arabic figures."""
        if _DIGITS.fullmatch(text):
            return self._digits(text)
        if found := _SEPARATED.fullmatch(text):
            return self._separated(text, *found.groups())
        if found := _YEAR_ONLY.fullmatch(text):
            return _one_of([PartialDate(year) for year in self._years(found[1] or found[2])])
        if found := _TURNED.fullmatch(text):
            return self._turned(*map(str, found.groups()))
        if found := _ENGLISH.fullmatch(text):
            place = _ENGLISH_MONTHS.find(found[2].lower())
            if place < 0 or place % 3:
                return UNREADABLE
            month = place // 3 + 1
            return _one_of([PartialDate(year, month, int(found[1] or 0)) for year in self._years(found[3])])
        return UNREADABLE

    def _separated(self, text: str, year: str, month: str, day: str | None) -> DateReading:
        if len(year) == 2 and day is not None and text[2] not in ".年、":
            return self._turned_or_straight(year, month, day)
        months = [int(month)]
        if not self.exact and day is None and month == "1" and text[len(year)] == ".":
            months = [1, 10]
        return _one_of([PartialDate(y, m, int(day or 0)) for y in self._years(year) for m in months])

    def _turned_or_straight(self, first: str, second: str, third: str) -> DateReading:
        straight = [PartialDate(year, int(second), int(third)) for year in self._years(first)]
        return _one_of(straight + self._turned_choices(first, second, third))

    def _turned(self, first: str, second: str, year: str) -> DateReading:
        return _one_of(self._turned_choices(first, second, year))

    def _turned_choices(self, first: str, second: str, year: str) -> list[PartialDate]:
        """Month/day/year and day/month/year, as foreign settings of an office program write."""
        pairs = ((int(first), int(second)), (int(second), int(first)))
        return [PartialDate(y, m, d) for y in self._years(year) for m, d in pairs if m and d]

    def _digits(self, text: str) -> DateReading:
        """Read figures alone: 19850701, 198507, 1985, 850701, 8507, or a day number of a spreadsheet."""
        readers: dict[int, Callable[[], list[PartialDate]]] = {
            8: lambda: [PartialDate(int(text[:4]), int(text[4:6]), int(text[6:]))],
            6: lambda: self._six_digits(text),
            5: lambda: self._five_digits(text),
            4: lambda: self._four_digits(text),
        }
        reader = readers.get(len(text))
        return UNREADABLE if reader is None else _one_of(reader())

    def _six_digits(self, text: str) -> list[PartialDate]:
        straight = PartialDate(int(text[:4]), int(text[4:]))
        if straight.exists() and straight.month:
            return [straight]
        return [PartialDate(year, int(text[2:4]), int(text[4:])) for year in self._years(text[:2])]

    def _five_digits(self, text: str) -> list[PartialDate]:
        """A spreadsheet's day number (31229: 1985-07-01), or year and month without nought (19857)."""
        month = PartialDate(int(text[:4]), int(text[4:]))
        found = [month] if month.exists() and month.month and month.year <= self.this_year else []
        if _FIRST_SERIAL <= int(text) <= _LAST_SERIAL and text[0] != "0":
            for days in dict.fromkeys((0, self.shift)):
                day = _EXCEL_DAY_ZERO + timedelta(days=int(text) + days)
                found.append(PartialDate(day.year, day.month, day.day))
        return found

    def _four_digits(self, text: str) -> list[PartialDate]:
        year = PartialDate(int(text))
        if year.exists():
            return [year]
        return [PartialDate(y, int(text[2:])) for y in self._years(text[:2]) if int(text[2:])]

    def _years(self, written: str) -> list[int]:
        """Two figures: 85 is 1985; 05 may be 1905 or 2005."""
        if len(written) == 4:
            return [int(written)]
        return [year for year in (1900 + int(written), 2000 + int(written)) if year <= self.this_year]


def _asked(found: Iterable[PartialDate]) -> DateReading:
    """Return a question, even where only one answer is in sight."""
    choices = tuple(sorted({one.iso for one in found if one.exists()}))
    return DateReading(code="date-undecided", choices=choices) if choices else IMPOSSIBLE


def _one_of(found: list[PartialDate]) -> DateReading:
    """Return the only date that exists among those possible, or both."""
    sound = dict.fromkeys(
        one.iso for one in found if one.exists() or (one.month == 0 and PartialDate(one.year).exists() and not one.day)
    )
    if not sound:
        return IMPOSSIBLE if found else UNREADABLE
    if len(sound) == 1:
        return DateReading(next(iter(sound)))
    return DateReading(code="date-undecided", choices=tuple(sorted(sound)))


def _arabic(text: str) -> str:
    """Return a text with a date in Chinese numerals (一九八五年七月十一日) in Arabic figures."""
    if not (found := _SPELT_YEAR.search(text)):
        return text
    rest = _SPELT_NUMBER.sub(_number, text[found.end() :])
    return text[: found.start()] + found[1].translate(_YEAR_NUMERALS) + "年" + rest


def _number(found: re.Match[str]) -> str:
    tens, ten, ones, single = found.groups(default="")
    digits = " 一二三四五六七八九"
    if single:
        return "1" if single in "元正" else str(digits.index(single))
    value = {"十": 10, "廿": 20, "卅": 30}[ten] * (digits.index(tens) if tens else 1)
    return str(value + (digits.index(ones) if ones else 0))
