"""The fields a kind of record may have: each reads what was typed, checks it at the door, and says what is kept."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from models import amounts, dates, days, money, points, study_member, texts
from models.errors import RefusedError
from models.gate import Operation, Row
from models.kinds import column

Value = str | int | None
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Door:
    """Where a value is checked. key: `table.field`; where: the record, for sentences; whole: the row as it would be."""

    op: Operation
    key: str
    where: str
    org: int
    whole: Row


@dataclass(frozen=True, kw_only=True)
class Field:
    """One declared field. word: what people call it. since: the schema it came with, where later than its kind's.

    hint: what an empty line of the dialog says; beside: stands in the row of the one before; wide: has the row alone.
    call: what the window calls it, where that is not its word. head: the heading over it and those that
    follow. later: only asked of a record that is kept already. shown_when: another field -> the values with which it is
    asked at all. stays: keeps its value when the next record is entered at once. nothing: what a list says where
    nothing is kept; badge: there as a badge, waiting or done.
    carry: in the people grid the person's last value stands there already; default: the field whose value it follows.
    """

    name: str
    word: str
    needed: bool = False
    since: int = 1
    hint: str = ""
    beside: bool = False
    wide: bool = False
    call: str = ""
    head: str = ""
    later: bool = False
    shown_when: Mapping[str, list[str]] = field(default_factory=dict)
    stays: bool = False
    nothing: str = ""
    badge: bool = False
    carry: bool = False
    default: str = ""

    blank: ClassVar[Value] = ""
    """What is kept where nothing was said."""

    parts: ClassVar[int] = 0
    """Into how many parts a whole one of an amount is divided as it is kept; 0 for what is no amount."""

    behind: ClassVar[str] = ""
    """What may stand behind the figures of an amount."""

    def column(self) -> column.Column:
        """Return the rule of its column."""
        raise NotImplementedError

    def kept(self, value: Any, door: Door) -> Value:
        """Return a value as it is kept. Raises RefusedError for one that cannot stand."""
        raise NotImplementedError

    def read(self, text: str, key: str, where: str = "") -> Value:
        """Return the value of a typed text. Raises RefusedError."""
        return text

    def said(self, value: Value) -> str:
        """Return a kept value in words."""
        return "" if value is None else str(value)

    def told(self, value: Value) -> str:
        """Return a kept value as a list tells it: with its unit, a long text by its length."""
        return self.said(value)


@dataclass(frozen=True, kw_only=True)
class Line(Field):
    """One line of text. most: characters. offers: of `offers.OFFERS`, what may be chosen for it.

    approves: who is named here approves: `on`, the field with the day (`else` where it is empty), `note`, the field
    beside it, `act`, what is done.
    """

    most: int
    approves: Mapping[str, str] = field(default_factory=dict)
    offers: str = ""

    multiline: ClassVar[bool] = False

    def column(self) -> column.Column:
        return column.Text(
            name=self.name, since=self.since, limit=self.most, required=self.needed, multiline=self.multiline
        )

    def kept(self, value: Any, door: Door) -> Value:
        return texts.line(
            door.key, value, self.most, required=self.needed, where=door.where, multiline=self.multiline
        )


@dataclass(frozen=True, kw_only=True)
class Prose(Line):
    """A text of several lines. lines: how many the dialog shows."""

    lines: int = 4

    multiline: ClassVar[bool] = True

    def told(self, value: Value) -> str:
        count = characters(value)
        return f"{count:,} 字" if count else ""


def characters(value: Value) -> int:
    """Return how long a text is, without blanks."""
    return len("".join(str(value or "").split()))


@dataclass(frozen=True, kw_only=True)
class Person(Field):
    """Somebody of the register, or several where `many`; kept as ids, typed as names; only on the shelf.

    other: never the one whom the record is about.
    """

    many: bool = False
    other: bool = False

    def column(self) -> column.Column:
        return column.People(name=self.name, since=self.since, required=self.needed, many=self.many)

    def kept(self, value: Any, door: Door) -> Value:
        parts = [one for one in _BETWEEN.split(str(value or "")) if one.strip()]
        found = list(dict.fromkeys(study_member.found_by(door.op, one, door.org) for one in parts))
        if self.needed and not found:
            raise RefusedError("value-empty", field=self.word, where=door.where)
        if self.other and door.whole.get("member_id") in found:
            raise RefusedError("person-herself", field=self.word, where=door.where)
        if len(found) > 1 and not self.many:
            raise RefusedError("person-one", field=self.word, where=door.where)
        return "+".join(found)


_BETWEEN = re.compile(r"[、，,；;+\n\t]")
"""What people write between two names."""


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of a few. of: key -> word; empty: nothing may be chosen."""

    of: Mapping[str, str]
    empty: bool = False
    stays: bool = True

    @property
    def keys(self) -> tuple[str, ...]:
        """What may be kept."""
        return (*([""] if self.empty else []), *self.of)

    def column(self) -> column.Column:
        return column.Choice(name=self.name, since=self.since, values=self.keys)

    def kept(self, value: Any, door: Door) -> Value:
        return texts.choice(door.key, value, self.keys, where=door.where)

    def read(self, text: str, key: str, where: str = "") -> Value:
        """Take the word as well as the key."""
        by_word = {word: one for one, word in self.of.items()}
        return by_word.get(text.strip(), text)

    def said(self, value: Value) -> str:
        return self.of.get(str(value or ""), str(value or ""))


@dataclass(frozen=True, kw_only=True)
class Day(Field):
    """A day. done: `member`, it happened while she was a member; `entry`, it had happened when it was entered; `past`,
    when it was written, which may be long after the entry; `later`, it may lie ahead.

    empty: may be missing. after: a field whose day it does not precede. same: a field whose day it is when missing.
    """

    done: str = "entry"
    empty: bool = False
    after: str = ""
    same: str = ""
    stays: bool = True

    def column(self) -> column.Column:
        return column.Date(name=self.name, since=self.since, required=not self.empty, full=True)

    def read(self, text: str, key: str, where: str = "") -> Value:
        return texts.typed_date(text)

    def kept(self, value: Any, door: Door) -> Value:
        value = value or (self.same and door.whole[self.same])
        if self.empty and not value:
            return ""
        if self.done == "later":
            kept = texts.full_date(door.key, value, where=door.where)
        elif self.done == "member":
            kept = study_member.done_by(door.op, door.whole["member_id"], door.key, value, door.org)
        else:
            kept = days.done_on(door.op, door.key, value, where=door.where)
        self._after(kept, door)
        return kept

    def _after(self, kept: str, door: Door) -> None:
        first = door.whole[self.after] if self.after else ""
        if self.same and first and kept < str(first):
            raise RefusedError("dates-reversed", first=first, last=kept)
        self.not_before(first, kept, door.where)

    def not_before(self, first: str, kept: str, where: str) -> None:
        """Refuse a day before that of which it is said. Raises RefusedError("study-reviewed-early")."""
        if first and kept < first:
            facts = {"field": self.word, "later": days.spoken(kept), "day": days.spoken(first)}
            raise RefusedError("study-reviewed-early", where=where, **facts)


@dataclass(frozen=True, kw_only=True)
class Date(Field):
    """A date with its precision: a year, a month or a day. after: a field whose date it does not precede."""

    after: str = ""

    def column(self) -> column.Column:
        return column.Date(name=self.name, since=self.since, required=self.needed)

    def read(self, text: str, key: str, where: str = "") -> Value:
        return texts.typed_date(text)

    def kept(self, value: Any, door: Door) -> Value:
        kept = texts.iso_date(door.key, value, where=door.where)
        if self.needed and not kept:
            raise RefusedError("value-empty", field=self.word, where=door.where)
        first = str(door.whole[self.after]) if self.after else ""
        if kept and first and kept < first[: len(kept)]:
            raise RefusedError("dates-reversed", first=first, last=kept)
        return kept


@dataclass(frozen=True, kw_only=True)
class Month(Field):
    """A month of a year. empty: may be missing."""

    empty: bool = False
    stays: bool = True

    def column(self) -> column.Column:
        return column.Month(name=self.name, since=self.since, required=not self.empty)

    def read(self, text: str, key: str, where: str = "") -> Value:
        return texts.typed_date(text)[: len("2026-01")]

    def kept(self, value: Any, door: Door) -> Value:
        if not value and not self.empty:
            raise RefusedError("value-empty", field=self.word, where=door.where)
        if value and self.column().wrong(value) is not None:
            raise RefusedError("value-bad-month", field=self.word, value=str(value)[:40], where=door.where)
        return str(value)


@dataclass(frozen=True, kw_only=True)
class Count(Field):
    """A number of things, such as pages. most: at most so many. unit: what is counted."""

    most: int
    unit: str = ""

    parts: ClassVar[int] = 1

    blank: ClassVar[Value] = 0

    def column(self) -> column.Column:
        return column.Integer(
            name=self.name, since=self.since, low=0, high=self.most, default=0
        )

    def kept(self, value: Any, door: Door) -> Value:
        return amounts.checked_count(value, most=self.most, field=door.key, where=door.where)

    def read(self, text: str, key: str, where: str = "") -> Value:
        return amounts.count_of(text, most=self.most, field=key, where=where)

    def said(self, value: Value) -> str:
        return str(value) if value else ""

    def told(self, value: Value) -> str:
        return f"{value} {self.unit}".strip() if value else ""


@dataclass(frozen=True, kw_only=True)
class Hours(Field):
    """Study hours, kept as minutes. most: hours."""

    most: int

    parts: ClassVar[int] = amounts.MINUTES_AN_HOUR

    blank: ClassVar[Value] = 0

    def column(self) -> column.Column:
        return column.Integer(name=self.name, since=self.since, low=0, high=self.most * 60)

    def kept(self, value: Any, door: Door) -> Value:
        return amounts.checked_minutes(value, most=self.most * 60, field=door.key, where=door.where)

    def read(self, text: str, key: str, where: str = "") -> Value:
        if self.needed and not text.strip():
            raise RefusedError("value-empty", field=self.word, where=where)
        return amounts.minutes_of(text, most=self.most * 60, field=key, where=where)

    def said(self, value: Value) -> str:
        return amounts.hours_text(int(value or 0))

    def told(self, value: Value) -> str:
        return f"{self.said(value)} 学时"


@dataclass(frozen=True, kw_only=True)
class Points(Field):
    """Points with two places, kept as hundredths. most: points; signed: fewer with a minus, never none (credits);
    otherwise nothing may have been said.
    """

    most: int
    signed: bool = False

    blank: ClassVar[Value] = None
    parts: ClassVar[int] = 100
    behind: ClassVar[str] = "分"

    def column(self) -> column.Column:
        high = self.most * 100
        low = -high if self.signed else 0
        return column.Integer(name=self.name, since=self.since, low=low, high=high, nullable=not self.signed)

    def kept(self, value: Any, door: Door) -> Value:
        if self.signed:
            return amounts.checked_hundredths(value, where=door.where)
        return None if value is None else points.checked(value, most=self.most, field=self.word, where=door.where)

    def read(self, text: str, key: str, where: str = "") -> Value:
        if self.signed:
            # People copy the sign of deduction from documents, where it is a real minus or a full-width one.
            return amounts.hundredths_of(text.replace("−", "-").replace("－", "-").replace("—", "-"), where=where)
        return points.read(text, most=self.most, field=self.word, where=where) if text.strip() else None

    def said(self, value: Value) -> str:
        return "" if value is None else amounts.credits_text(int(value))

    def told(self, value: Value) -> str:
        if not self.signed or value is None:
            return self.said(value)
        return f"{'+' if int(value) > 0 else '−'}{amounts.credits_text(abs(int(value)))} 分"


@dataclass(frozen=True, kw_only=True)
class Money(Field):
    """Money, kept as 分; where it is not needed, nothing may have been said. most: yuan."""

    most: int

    blank: ClassVar[Value] = None
    parts: ClassVar[int] = 100
    behind: ClassVar[str] = "元"

    def column(self) -> column.Column:
        return column.Integer(
            name=self.name, since=self.since, low=0, high=self.most * 100, nullable=not self.needed, default=None
        )

    def kept(self, value: Any, door: Door) -> Value:
        if value is None and not self.needed:
            return None
        if value is None:
            raise RefusedError("value-empty", field=self.word, where=door.where)
        return money.checked(value, most=self.most, field=self.word, where=door.where)

    def read(self, text: str, key: str, where: str = "") -> Value:
        return money.read(text, most=self.most, field=self.word, where=where) if text.strip() else None

    def said(self, value: Value) -> str:
        return "" if value is None else money.said(int(value))


@dataclass(frozen=True, kw_only=True)
class Year(Field):
    """A year of the calendar."""

    blank: ClassVar[Value] = 0

    def column(self) -> column.Column:
        return column.Integer(name=self.name, since=self.since, low=dates.EARLIEST_YEAR, high=dates.LATEST_YEAR)

    def kept(self, value: Any, door: Door) -> Value:
        if not column.whole_number(value, dates.EARLIEST_YEAR, dates.LATEST_YEAR):
            raise RefusedError("reading-year", year=value, where=door.where)
        return int(value)

    def read(self, text: str, key: str, where: str = "") -> Value:
        figures = unicodedata.normalize("NFKC", text).strip().removesuffix("年").strip()
        if not _YEAR.fullmatch(figures):
            raise RefusedError("reading-year", year=text, where=where)
        return int(figures)

    def said(self, value: Value) -> str:
        return str(value) if value else ""

    def told(self, value: Value) -> str:
        return f"{value} 年" if value else ""


@dataclass(frozen=True, kw_only=True)
class Ref(Field):
    """A record of another kind, by its id. to: that kind's table."""

    to: str

    def column(self) -> column.Column:
        return column.Ref(name=self.name, since=self.since, table=self.to)

    def kept(self, value: Any, door: Door) -> Value:
        if door.op.row(self.to, (door.org, value)) is None:
            raise RefusedError("record-gone")
        return str(value)


TYPES: dict[str, type[Field]] = {
    one.__name__.lower(): one
    for one in (Line, Prose, Person, Choice, Day, Date, Month, Count, Hours, Points, Money, Year, Ref)
}
"""What a declaration may name as `type`."""
