"""Credits of each member in a year by the scheme in use, with every line, cap and reason."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from models import words
from models.amounts import credits_text
from models.rule_choice import RuleChoice
from models.rules import catalog, facts
from models.rules.credit_offers import Event, Offer, Offers
from models.rules.facts import EntryFact, Facts, MemberFact
from models.rules.rule import CreditScheme
from models.rules.sources import Sources, by_member
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One line. kind: `base`, `meeting`, `make_up`, `study`, `entry`, `limit`, one of `rule.WORKS`; item: key of the
    scheme's item; earned: hundredths before any cap; counted: hundredths that count; why: item, figures, cap in words;
    capped: the cap in words where it takes something away.
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
    capped: str = ""


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


def credits_of(read: Facts, year: int, as_of: date, only: Collection[str] = ()) -> list[CreditTotal]:
    """Return the credits of a year as they stand on a day. only: the members wanted, everybody without them."""
    closing = min(as_of, date(year, 12, 31))
    scheme = scheme_on(read.choices, closing)
    if scheme is None or as_of < date(year, 1, 1):
        return []
    sources = Sources(read, year, closing)
    entries = by_member(one for one in read.entries if sources.within(one.day))
    offers = Offers(scheme, sources)
    return [
        _Reckoning(offers).total(person, entries.get(person.id, []))
        for person in read.members
        if person.there(closing) and (not only or person.id in only)
    ]


def scheme_on(choices: Iterable[RuleChoice], day: date) -> CreditScheme | None:
    """Return the scheme in use on a day. Raises RefusedError("rule-set-unknown")."""
    when = day.isoformat()
    for choice in choices:
        begun, goes_on = not choice.from_date or choice.from_date <= when, not choice.to_date or when <= choice.to_date
        if choice.use == "credits" and begun and goes_on:
            return catalog.credit_scheme(choice.rule_set)
    return None


class _Reckoning:
    """One person's year: goes through what she can claim by day and remembers what each cap has left."""

    def __init__(self, offers: Offers) -> None:
        self.scheme = offers.scheme
        self.offers = offers
        self.reached: dict[tuple[str, str], int] = {}

    def total(self, person: MemberFact, entries: list[EntryFact]) -> CreditTotal:
        """Return the credits of one member."""
        lines = list(self._base())
        for event, offers in self.offers.of(person.id, entries):
            lines += [self._line(event, offer) for offer in self._taken(offers)]
        lines += self._limits(sum(line.counted for line in lines))
        total = sum(line.counted for line in lines)
        return CreditTotal(person.id, person.name, person.group, self.scheme, total, self.scheme.target, tuple(lines))

    def _base(self) -> Iterator[CreditLine]:
        if self.scheme.base:
            first, base = self.offers.sources.first.isoformat(), self.scheme.base
            word = words.label("study_line", "base")
            yield CreditLine(first, "base", "", word, "", word, 0, base, base, f"每人基础分 {credits_text(base)} 分")

    def _taken(self, offers: tuple[Offer, ...]) -> tuple[Offer, ...]:
        """Return the items an event counts as: where it earns most, what a cap leaves first, then what it is worth."""
        if self.scheme.combine == "each" or len(offers) < 2:
            return offers
        return (max(offers, key=lambda offer: (self._counted(offer), offer.earned)),)

    def _counted(self, offer: Offer) -> int:
        if offer.cap is None:
            return offer.earned
        return min(offer.earned, offer.cap - self.reached.get(offer.cap_key, 0))

    def _line(self, event: Event, offer: Offer) -> CreditLine:
        counted, said, capped = self._counted(offer), offer.said, ""
        if offer.cap is not None:
            self.reached[offer.cap_key] = self.reached.get(offer.cap_key, 0) + counted
            if counted != offer.earned:
                span, cap = words.label("cap_period", offer.cap_period), credits_text(offer.cap)
                said += f"；本项{span}封顶 {cap} 分，只计 {credits_text(counted)} 分"
                capped = f"{span}封顶{cap}学分"
        return CreditLine(
            day=event.day,
            kind=event.kind,
            source_id=event.source_id,
            title=event.title,
            item=offer.item,
            item_title=offer.title,
            minutes=event.minutes,
            earned=offer.earned,
            counted=counted,
            why=said,
            capped=capped,
        )

    def _limits(self, total: int) -> Iterator[CreditLine]:
        floor, ceiling = self.scheme.floor, self.scheme.ceiling
        bound, said = total, ""
        if floor is not None and total < floor:
            bound, said = floor, f"合计 {credits_text(total)} 分，最低计 {credits_text(floor)} 分"
        if ceiling is not None and total > ceiling:
            bound, said = ceiling, f"合计 {credits_text(total)} 分，最高计 {credits_text(ceiling)} 分"
        if said:
            word, last = words.label("study_line", "limit"), self.offers.sources.closing.isoformat()
            yield CreditLine(last, "limit", "", word, "", word, 0, bound - total, bound - total, said)
