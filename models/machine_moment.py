"""Moments as programs write them (Java, JavaScript, pandas, databases), taken apart into day, time and zone.

The day is left in a form that `date_text` reads; whether it is the day that was meant, is decided there.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

_ZONES = {"Z": 0, "UTC": 0, "GMT": 0, "UT": 0} | {"EST": -300, "EDT": -240, "PST": -480, "PDT": -420, "JST": 540}
_HERE = ("CST", "CDT", "HKT", "SGT", "PRC", "CTT")
_CHINA = 480
_NEARLY_MIDNIGHT = time(23, 54)
"""Programs miss midnight by up to 5 minutes 43 seconds: what Shanghai's clocks were ahead before 1901."""
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_CALLED = re.compile(r"""(?:new )?(?:[A-Za-z_]+\.)*[A-Za-z_]+[0-9]*\(\s*['"]([^'"]+)['"][^()]*\)""")
_QUOTED = re.compile(r"""\{?(?:b|d|ts|date|timestamp)\s*'([^']+)'\}?|\{"\$date":\s*"([^"]+)"\}""", re.IGNORECASE)
_PARTS = re.compile(
    r"(?:(?:datetime\.)?date(?:time)?\(|=?DATE\(|\[)(\d{4}),\s?(\d{1,2}),\s?(\d{1,2})((?:,\s?\d+)*)[\])]"
)
_SLASHED = re.compile(r"\\?/Date\((-?\d+)(?:[+-]\d{4})?\)\\?/")

_NUMERIC_ZONE = r"[+-]\d{1,2}(?::?\d{2})?"
_CLOCK = (
    r"(?P<part>上午|下午|凌晨|晚上|AM|PM)?\s*(?P<hour>\d{1,2})(?:[:时点](?P<minute>\d{1,2})分?(?::?(?P<second>\d{2})秒?)?|[时点])"
    r"(?:[.,]\d{1,9})?\s*(?P<ampm>[AaPp]\.?[Mm]\.?)?"
)
_ZONE = rf"\s*(?P<zone>[A-Z]{{1,4}})?\s*(?P<offset>{_NUMERIC_ZONE})?(?:\s*[A-Z]{{3}})?"
_AREA = re.compile(
    r"(?<=[\dA-Za-z])\s*[\[(](?:[A-Za-z]+(?:/[A-Za-z_/]+)+|[A-Za-z ]*[Tt]ime|[A-Z]{3,4}|[\u4e00-\u9fff]*时间)[\])]$"
)
_TIMED = re.compile(rf"(?P<day>.+?)(?:T|[\s,]+|(?<=[日号])){_CLOCK}{_ZONE}")
_ZONED_DAY = re.compile(r"(?P<day>\d{4}-\d{1,2}-\d{1,2})(?:(?P<zone>Z)|(?P<offset>[+-]\d{2}:\d{2}))")
_NAMED = re.compile(
    rf"(?:(?P<weekday>[A-Z][a-z]{{2}})[a-z]*,?\s+)?(?P<month>[A-Z][a-z]{{2,8}})\.?\s+(?P<day>\d{{1,2}}),?"
    rf"(?:\s+(?P<clock>\d{{1,2}}:\d{{2}}:\d{{2}})(?:\s+(?P<zone>[A-Z]{{2,4}}(?:{_NUMERIC_ZONE})?|{_NUMERIC_ZONE}))?)?"
    r"\s+(?P<year>\d{4})(?P<rest>[,\s].*)?"
)
_WEEKDAY_FIRST = re.compile(r"(?P<weekday>[A-Z][a-z]{2})[a-z]*,\s*(?P<rest>\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4}.*)")
_ORACLE = re.compile(
    r"(\d{1,2})-(?:(\d{1,2})月|([A-Za-z]{3}))\s*-\s*(\d{4}|\d{2})"
    r"(?:\s+(\d{1,2})\.(\d{2})\.(\d{2})(?:\.\d+)?\s*(上午|下午|AM|PM)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})[T ]?(\d{2})(\d{2})(\d{2})(?:\.?\d{3,6})?(Z|[+-]\d{4})?")
_DAY_WORD = re.compile(r"\s*\(?(?:星期|周)[一二三四五六日天]\)?\s*")


@dataclass(frozen=True, slots=True)
class Moment:
    """day: for `date_text`. clock: None where there is none. offset: minutes east of UTC, None for our own time."""

    day: str
    clock: time | None = None
    offset: int | None = None

    @property
    def here(self) -> bool:
        """Whether the time of day is that of China."""
        return self.offset in (None, _CHINA)


def split(text: str) -> Moment:
    """Take a written moment apart; a text that is none comes back as its own day."""
    plain = _AREA.sub("", _unwrapped(" ".join(text.split())))
    plain = _DAY_WORD.sub(" ", _rewritten(plain)).strip()
    found = _TIMED.fullmatch(plain) or _ZONED_DAY.fullmatch(plain)
    if found is None:
        return Moment(plain)
    said = found.groupdict()
    clock = _clock(said) if "hour" in said else time()
    zone, offset = said["zone"] or "", said["offset"] or ""
    # 9:00-11:00 is from nine to eleven; only behind seconds is it a zone.
    until = offset.startswith("-") and not (zone or said.get("second") or "hour" not in said)
    if clock is None or until or (zone and zone not in _ZONES and zone not in _HERE):
        return Moment(plain)
    return Moment(said["day"], clock, _offset(offset) if offset else _ZONES.get(zone))


def days_of(wall: datetime, *, hidden: bool, timed: bool) -> tuple[date, ...]:
    """Return the days that a moment may have been meant for; more than one is a question.

    hidden: nobody saw the time of day. timed: a time of day makes sense beside this date.
    """
    day, clock = wall.date(), wall.time()
    after = day + timedelta(days=1)
    if clock >= _NEARLY_MIDNIGHT:
        return (after,) if hidden else (day, after)
    # Midnight here is 16:00 in UTC; it was 15:00, or 23:00 without it, in the summers with summer time.
    evening = clock == time(16) or (clock == time(15) and 1986 <= day.year <= 1991)
    if (clock >= time(23) or evening) and (hidden or not timed):
        return (day, after)
    return (day,)


def days(wall: datetime, offset: int | None, *, timed: bool) -> set[date]:
    """Return the days that a written moment may have been meant for, here and where it was written."""
    found = set(days_of(wall, hidden=False, timed=timed))
    if offset is not None:
        found |= set(days_of(wall + timedelta(minutes=_CHINA - offset), hidden=False, timed=timed))
    return found


def counted(number: int, this_year: int) -> list[date]:
    """Return the days that a count of seconds or milliseconds since 1970 can mean, in UTC and here."""
    figures = len(str(abs(number)))
    if figures in (12, 13) or (figures == 11 and number < 0):
        number //= 1000
    elif figures not in (9, 10):
        return []
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
    except OverflowError:
        return []
    found = {moment.date(), (moment + timedelta(minutes=_CHINA)).date()}
    return sorted(day for day in found if 1900 <= day.year <= this_year)


def _unwrapped(text: str) -> str:
    """Return what stands in the wrapping of a program's type: `Timestamp('…')`, `{ts '…'}`, `[1995, 7, 1]`."""
    if found := _SLASHED.fullmatch(text):
        return found[1]
    if found := _CALLED.fullmatch(text) or _QUOTED.fullmatch(text):
        return next(group for group in found.groups() if group)
    if found := _PARTS.fullmatch(text):
        clock = [int(one) for one in found[4].split(",") if one.strip()][:3]
        told = ":".join(f"{one:02d}" for one in [*clock, 0, 0][: max(len(clock), 2)])
        return f"{found[1]}-{found[2]}-{found[3]}" + (f" {told}" if clock else "")
    return text


def _rewritten(text: str) -> str:
    """Return a moment with the month's English name, or as figures alone, in the order day, time, zone."""
    if found := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second, zone = found.groups(default="")
        return f"{year}-{month}-{day} {hour}:{minute}:{second}{zone}"
    if found := _ORACLE.fullmatch(text):
        day, number, name, year, *clock, part = found.groups(default="")
        month = name or [*_MONTHS, ""][min(int(number), 13) - 1]
        return f"{day}-{month}-{year}" + (f" {part} {':'.join(clock)}" if clock[0] else "")
    if found := _WEEKDAY_FIRST.fullmatch(text):
        return found["rest"] if _falls_on(found["weekday"], *found["rest"].split()[:3]) else text
    return _day_first(text)


def _day_first(text: str) -> str:
    """Return a moment that begins with weekday or month as `1-Jul-1995 00:00:00 CST`."""
    found = _NAMED.fullmatch(text)
    if found is not None and found["month"].lower()[:3] in _MONTHS:
        said = found.groupdict(default="")
        if not said["weekday"] or _falls_on(said["weekday"], said["day"], said["month"], said["year"]):
            after = f" {said['clock']} {said['zone']}" if said["clock"] else said["rest"].replace(",", " ")
            return f"{said['day']}-{said['month'][:3]}-{said['year']}{after}".strip()
    return text


def _falls_on(weekday: str, day: str, month: str, year: str) -> bool:
    try:
        found = date(int(year), _MONTHS.index(month.lower()[:3]) + 1, int(day))
    except ValueError:
        return False
    return _WEEKDAYS[found.weekday()] == weekday.lower()


def _clock(said: dict[str, str | None]) -> time | None:
    hour, minute, second = (int(said[name] or 0) for name in ("hour", "minute", "second"))
    part = (said["part"] or (said["ampm"] or "").replace(".", "")).upper()
    if part in ("上午", "凌晨", "AM") and hour == 12:
        hour = 0
    elif part in ("下午", "晚上", "PM") and hour < 12:
        hour += 12
    if (hour, minute, second) == (24, 0, 0):
        # The end of the day, and the beginning of the next.
        return time(23, 59, 59)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _offset(written: str) -> int:
    """Return the minutes east of UTC for `+0800`, `+08:00`, `-5`."""
    figures = written[1:].replace(":", "")
    hours, minutes = (figures[:-2], figures[-2:]) if len(figures) > 2 else (figures, "0")
    return (int(hours) * 60 + int(minutes)) * (-1 if written[0] == "-" else 1)
