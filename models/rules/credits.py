"""Credits of each member in a year by the scheme in use, with every line, cap and reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from models import words
from models.amounts import MINUTES_AN_HOUR, credits_text
from models.attendance import PRESENT_MARKS
from models.credit_entry import CreditEntry
from models.rules import catalog, facts, periods
from models.rules.facts import Facts, MemberFact
from models.rules.rule import CreditItem, CreditScheme
from models.rules.sources import Sources, by_member, make_up_text, meeting_text, record_text
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One line. kind: `base`, `meeting`, `make_up`, `study`, `entry`, `limit`; item: key of the scheme's item; earned:
    hundredths before any cap; counted: hundredths that count; why: item, figures and cap in words.
    """

    day: str
    kind: str
    source_id: str
    title: str
    item: str
    item_title: str
    minutes: int
    earned: int
    counted: int
    why: str


@dataclass(frozen=True, slots=True)
class CreditTotal:
    """One member's year. total: the sum of what counts in `lines`, hundredths; target: of the scheme, or None."""

    member_id: str
    name: str
    group: str
    scheme: CreditScheme
    total: int
    target: int | None
    lines: tuple[CreditLine, ...]


def list_credits(ledger: "Ledger", *, org: int = SELF, year: int, as_of: date | None = None) -> list[CreditTotal]:
    """Return the credits of everybody who is a member on the closing day (see `hours.list_hours`).

    Nothing while no scheme is in use on the closing day, and for a year that has not begun.
    """
    when = as_of or ledger.clock.today()
    return credits_of(facts.load(ledger, org=org, first_year=year, last_year=year), year, when)


def credits_of(read: Facts, year: int, as_of: date) -> list[CreditTotal]:
    """Return the credits of a year as they stand on a day."""
    closing = min(as_of, date(year, 12, 31))
    scheme = scheme_on(read, closing)
    if scheme is None or as_of < date(year, 1, 1):
        return []
    sources = Sources(read, year, closing)
    entries = by_member(one for one in read.entries if sources.within(one.day))
    return [
        _Reckoning(scheme, sources).total(person, entries.get(person.id, []))
        for person in read.members
        if person.there(closing)
    ]


def scheme_on(read: Facts, day: date) -> CreditScheme | None:
    """Return the scheme in use on a day. Raises RefusedError("rule-set-unknown")."""
    when = day.isoformat()
    for choice in read.choices:
        begun, goes_on = not choice.from_date or choice.from_date <= when, not choice.to_date or when <= choice.to_date
        if choice.use == "credits" and begun and goes_on:
            return catalog.credit_scheme(choice.rule_set)
    return None


@dataclass(frozen=True, slots=True)
class _Event:
    """Something that may earn credits: its line but for item and amount. mark: of attendance, `present` for the rest;
    whole: whether it is over within the year, so that it counts as one time.
    """

    day: str
    kind: str
    source_id: str
    title: str
    minutes: int
    said: str
    mark: str = "present"
    meeting_kinds: tuple[str, ...] = ()
    study_kind: str = ""
    item: str = ""
    hundredths: int = 0
    whole: bool = True


class _Reckoning:
    """One person's year: goes through the events by day and remembers what each item's cap has left."""

    def __init__(self, scheme: CreditScheme, sources: Sources) -> None:
        self.scheme = scheme
        self.sources = sources
        self.items = {item.key: item for item in scheme.items}
        self.reached: dict[tuple[str, str], int] = {}

    def total(self, person: MemberFact, entries: list[CreditEntry]) -> CreditTotal:
        """Return the credits of one member."""
        lines = list(self._base())
        events = [*_events(self.sources, person.id), *map(_by_hand, entries)]
        for event in sorted(events, key=lambda one: (one.day, one.source_id)):
            lines += self._lines(event)
        lines += self._limits(sum(line.counted for line in lines))
        total = sum(line.counted for line in lines)
        return CreditTotal(person.id, person.name, person.group, self.scheme, total, self.scheme.target, tuple(lines))

    def _base(self) -> Iterator[CreditLine]:
        if self.scheme.base:
            first, base = self.sources.first.isoformat(), self.scheme.base
            word = words.label("study_line", "base")
            yield CreditLine(first, "base", "", word, "", word, 0, base, base, f"每人基础分{credits_text(base)}分")

    def _limits(self, total: int) -> Iterator[CreditLine]:
        floor, ceiling = self.scheme.floor, self.scheme.ceiling
        bound, said = total, ""
        if floor is not None and total < floor:
            bound, said = floor, f"合计{credits_text(total)}分，不低于{credits_text(floor)}分"
        if ceiling is not None and total > ceiling:
            bound, said = ceiling, f"合计{credits_text(total)}分，最高计{credits_text(ceiling)}分"
        if said:
            word, last = words.label("study_line", "limit"), self.sources.closing.isoformat()
            yield CreditLine(last, "limit", "", word, "", word, 0, bound - total, bound - total, said)

    def _lines(self, event: _Event) -> list[CreditLine]:
        if event.kind == "entry":
            item = self.items.get(event.item)
            return [self._kept(self._line(event, item, event.hundredths), item)]
        offers = [
            (item, self._line(event, item, earned))
            for item in self.scheme.items
            if _claims(item, event) and (earned := _earned(item, event))
        ]
        if self.scheme.combine == "best" and offers:
            # Where it earns most: what its cap leaves of it first, then what it is worth.
            offers = [max(offers, key=lambda one: (one[1].counted, one[1].earned))]
        return [self._kept(self._line(event, item, line.earned), item) for item, line in offers]

    def _line(self, event: _Event, item: CreditItem | None, earned: int) -> CreditLine:
        counted, cut = earned, ""
        if item is not None and item.cap_hundredths is not None:
            cap = item.cap_hundredths
            before = self.reached.get(_cap_key(item, event.day, event.source_id), 0)
            counted = min(earned, cap - before)
            if counted != earned:
                span = words.label("cap_period", item.cap_period)
                cut = f"；本项{span}封顶 {credits_text(cap)} 分，只计 {credits_text(counted)} 分"
        title = item.title if item else words.label("study_line", "entry")
        by = f"按“{title}”" if item else "（本方案没有所填的项目，照计）" if event.item else ""
        said = f"{event.said}，{by}得 {credits_text(earned)} 分{cut}"
        return CreditLine(
            event.day,
            event.kind,
            event.source_id,
            event.title,
            item.key if item else event.item,
            title,
            event.minutes,
            earned,
            counted,
            said,
        )

    def _kept(self, line: CreditLine, item: CreditItem | None) -> CreditLine:
        if item is not None and item.cap_hundredths is not None:
            key = _cap_key(item, line.day, line.source_id)
            self.reached[key] = self.reached.get(key, 0) + line.counted
        return line


def _cap_key(item: CreditItem, day: str, source_id: str) -> tuple[str, str]:
    return item.key, source_id if item.cap_period == "each" else periods.holding(item.cap_period, day)


def _claims(item: CreditItem, event: _Event) -> bool:
    if event.study_kind:
        return event.study_kind in item.study_kinds
    return not set(item.meeting_kinds).isdisjoint(event.meeting_kinds)


def _earned(item: CreditItem, event: _Event) -> int:
    """Return what an event is worth as an item, before any cap; nothing for who was away unless the item says so."""
    if event.mark not in PRESENT_MARKS:
        return item.marks.get(event.mark, 0)
    rate = item.hundredths
    if event.mark == "late" and item.late_hundredths is not None:
        rate = item.late_hundredths
    if event.kind == "make_up" and item.make_up_hundredths is not None:
        rate = item.make_up_hundredths
    if item.per == "hour":
        return round(rate * event.minutes / MINUTES_AN_HOUR)
    return rate if event.whole else 0


def _events(sources: Sources, member_id: str) -> Iterator[_Event]:
    for meeting, mark in sources.attended(member_id):
        said = meeting_text(meeting, mark)
        minutes = meeting.study_minutes if mark in PRESENT_MARKS else 0
        yield _Event(meeting.day, "meeting", meeting.id, meeting.topic, minutes, said, mark, meeting.kinds)
    for made in sources.make_ups.get(member_id, ()):
        said, minutes = make_up_text(made), made.study_minutes
        yield _Event(made.day, "make_up", made.id, made.topic, minutes, said, meeting_kinds=made.kinds)
    for record in sources.records.get(member_id, ()):
        minutes = sources.minutes_of(record)
        # A course over New Year is one event of the year in which it ended; its hours belong to both.
        ended = sources.within(record.to_day)
        if minutes or ended:
            day = min(record.to_day, sources.closing.isoformat())
            said = record_text(record, minutes)
            yield _Event(
                day, "study", record.id, record.title, minutes, said, study_kind=record.kind, whole=ended
            )


def _by_hand(entry: CreditEntry) -> _Event:
    return _Event(
        entry.day, "entry", entry.id, entry.reason, 0, "手工登记", item=entry.item, hundredths=entry.hundredths
    )
