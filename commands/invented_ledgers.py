"""What the invented branch keeps on the shelf: talks with everybody, dues of the first quarter, one who moves."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from models import attendance
from models.kinds import records, sheets
from models.kinds.catalog import kind_of

if TYPE_CHECKING:
    from commands.invented_year import Year

_TALKS = ((3, 12, "新一年的打算和难处"), (9, 10, "下半年的工作和学习"))
_MONTHS = (1, 2, 3)
_WAGE, _DUE = 520_000, 5_200
"""分 of the one whose wage is given for all, and what is due of it: one in a hundred."""


def record(year: "Year") -> None:
    """Record what lies before today."""
    made: list[tuple[date, Callable[[date, list[str]], None]]] = [
        *((date(year.year, month, day), _talks(year, topic)) for month, day, topic in _TALKS),
        *((date(year.year, month, 25), _dues(year)) for month in _MONTHS),
        (date(year.year, 4, 8), _transfer(year)),
    ]
    for day, enter in sorted(made, key=lambda one: one[0]):
        found = {one.member_id for one in attendance.register_on(year.ledger.query, day)}
        there = [one.id for one in year.people if one.id in found]
        if there and day < year.today:
            with year.entered(day):
                enter(day, there)


def _talks(year: "Year", topic: str) -> Callable[[date, list[str]], None]:
    """The secretary with everybody, somebody else with the secretary."""

    def enter(day: date, there: list[str]) -> None:
        first = year.secretary or there[0]
        pairs = [([one for one in there if one != first], first)]
        pairs += [([first], pairs[0][0][0])] if first in there and pairs[0][0] else []
        said: dict[str, Any] = {"day": day.isoformat(), "form": "member", "occasion": "regular", "topic": topic}
        with year.ledger.operation("heart_talk.add") as op:
            for whom, by in pairs:
                if whom:
                    records.add(op, year.ledger.ids, kind_of("heart_talk"), whom, by=by, **said)

    return enter


def _dues(year: "Year") -> Callable[[date, list[str]], None]:
    def enter(day: date, there: list[str]) -> None:
        paid = day.replace(day=10).isoformat()
        lines = {one: {"base": _WAGE, "due": _DUE, "paid": _DUE, "paid_on": paid} for one in there}
        with year.ledger.operation("dues.add") as op:
            sheets.enter(op, year.ledger.ids, kind_of("dues"), lines, period=day.isoformat()[:7])

    return enter


def _transfer(year: "Year") -> Callable[[date, list[str]], None]:
    """A letter that went out and came back; she is still on the register, as the slip has only just come."""

    def enter(day: date, there: list[str]) -> None:
        said: dict[str, Any] = {"way": "out", "day": day.isoformat(), "place": "中共云栖市南浦县委组织部"}
        said |= {"letter": f"{day.year}-001", "valid_until": day.replace(month=5).isoformat()}
        said |= {"dues_until": day.isoformat()[:7], "returned_on": day.isoformat(), "returned_by": "组织部收"}
        with year.ledger.operation("transfer.add") as op:
            records.add(op, year.ledger.ids, kind_of("transfer"), there[-1:], **said)

    return enter
