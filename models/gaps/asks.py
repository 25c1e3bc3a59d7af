"""What declared kinds ask for: a record of each member in each period, an amount paid in full, an answer by a day."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from models.days import spoken
from models.gaps.gap import Gap, Place, told
from models.gaps.material import Material, Person, Row
from models.kinds.catalog import kind_of
from models.kinds.kind import Asks, Kind

_NEAR_DAYS = 31
"""So many days before a period ends what it asks for is missing (the product's own bound): before, there is time."""


def gaps(read: Material) -> Iterator[Gap]:
    """Yield what is missing, kind by kind."""
    for name, rows in read.asked.items():
        kind = kind_of(name)
        assert kind.asks is not None
        yield from {"each-member": _each, "short": _short, "overdue": _overdue}[kind.asks.how](read, kind, rows)


# --- a record of each member ----------------------------------------------------------------


def _each(read: Material, kind: Kind, rows: tuple[Row, ...]) -> Iterator[Gap]:
    """A branch that keeps no such records at all is told once, not once for each member."""
    assert kind.asks is not None
    periods = [(first, last, word) for first, last, word in _periods(read.year, kind.asks) if _is_asked(read, last)]
    if periods and read.people and not rows:
        yield told("record_none", "note", Place(kind.name), kind.word, year=read.year)
        return
    for first, last, word in periods:
        there = {row["member_id"] for row in rows if first.isoformat() <= row["day"] <= last.isoformat()}
        for person in read.people:
            if person.id not in there and _was_here(person, first, min(last, read.closing)):
                place = Place(kind.name)
                yield told("record_missing", kind.asks.severity, place, kind.word, who=person.who, period=word)


def _periods(year: int, asks: Asks) -> list[tuple[date, date, str]]:
    if asks.every == "half-year":
        half = date(year, 6, 30)
        return [(date(year, 1, 1), half, "上半年"), (date(year, 7, 1), date(year, 12, 31), "下半年")]
    return [(date(year, 1, 1), date(year, 12, 31), f"{year} 年")]


def _is_asked(read: Material, last: date) -> bool:
    return (last - read.as_of).days < _NEAR_DAYS


def _was_here(person: Person, first: date, last: date) -> bool:
    return person.first <= first and person.last >= last


# --- an amount that falls short -----------------------------------------------------------


def _short(read: Material, kind: Kind, rows: tuple[Row, ...]) -> Iterator[Gap]:
    asks = kind.asks
    assert asks is not None
    people = {person.id: person for person in read.people}
    owed: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["member_id"] in people and _is_due(str(row["day"]), asks.months, read.as_of):
            owed[row["member_id"]].append(row)
    for member_id, listed in owed.items():
        lacking = sum((row[asks.than] or 0) - (row[asks.less] or 0) for row in listed)
        amount, first = f"{kind.by_name[asks.than].said(lacking)} 元", listed[0]
        place, who, since = Place(kind.name, first["id"]), people[member_id].who, spoken(first["day"])
        facts = {"count": len(listed), "period": since, "amount": amount}
        yield told("amount_short", asks.severity, place, kind.short, who=who, variant="", **facts)


def _is_due(period: str, months: int, today: date) -> bool:
    """Tell whether so many months have gone since the end of a month or a day."""
    year, month = int(period[:4]), int(period[5:7] or 12)
    after = year * 12 + month - 1 + months
    last = date(after // 12, after % 12 + 1, monthrange(after // 12, after % 12 + 1)[1])
    return today > last


# --- an answer that has not come ------------------------------------------------------------


def _overdue(read: Material, kind: Kind, rows: tuple[Row, ...]) -> Iterator[Gap]:
    asks = kind.asks
    assert asks is not None
    words = {"past": kind.by_name[asks.past].word, "open": kind.by_name[asks.open].word, "kind": kind.short}
    for row in rows:
        place, who = Place(kind.name, row["id"]), (row["member_id"] or "", row["name"])
        due = spoken(row[asks.past])
        yield told("record_overdue", asks.severity, place, str(row["title"]), who=who, due=due, **words)
