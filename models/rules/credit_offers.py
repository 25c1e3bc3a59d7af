"""What may earn credits in a year, and what each item of a scheme offers for it, before any cap."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from models import words
from models.amounts import MINUTES_AN_HOUR, credits_text
from models.attendance import PRESENT_MARKS
from models.rules import periods
from models.rules.facts import EntryFact, MeetingFact
from models.rules.rule import CreditItem, CreditScheme
from models.rules.sources import Sources, make_up_text, meeting_text, record_text


@dataclass(frozen=True, slots=True)
class Event:
    """Something that may earn credits. mark: of attendance, `present` for the rest; whole: whether it is over within
    the year, so that it counts as one time.
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
    work: str = ""
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """What an event earns as an item. earned: hundredths, 0 only for what is entered by hand as well; cap: hundredths
    of `cap_key`, None without a cap; said: for the line's sentence.
    """

    item: str
    title: str
    earned: int
    said: str
    cap: int | None = None
    cap_key: tuple[str, str] = ("", "")
    cap_period: str = ""


Claim = tuple[Event, tuple[Offer, ...]]


class Offers:
    """The events of a year with what they earn by a scheme; what is the same for everybody is worked out once."""

    def __init__(self, scheme: CreditScheme, sources: Sources) -> None:
        self.scheme = scheme
        self.sources = sources
        self._items = {item.key: item for item in scheme.items}
        self._meetings: dict[tuple[str, str], Claim] = {}

    def of(self, member_id: str, entries: list[EntryFact]) -> list[Claim]:
        """Return what somebody can claim, by day."""
        claims = [self._meeting(meeting, mark) for meeting, mark in self.sources.attended(member_id)]
        claims += [(event, self._offers(event)) for event in _alone(self.sources, member_id)]
        by_hand = {(entry.item, entry.day) for entry in entries}
        claims += [self._work(event, by_hand) for event in _works(self.sources, member_id)]
        claims += [self._by_hand(entry) for entry in entries]
        claims.sort(key=lambda claim: (claim[0].day, claim[0].source_id))
        return claims

    def _meeting(self, meeting: MeetingFact, mark: str) -> Claim:
        key = (meeting.id, mark)
        if key not in self._meetings:
            minutes, said = meeting.study_minutes if mark in PRESENT_MARKS else 0, meeting_text(meeting, mark)
            event = Event(meeting.day, "meeting", meeting.id, meeting.topic, minutes, said, mark, meeting.kinds)
            self._meetings[key] = (event, self._offers(event))
        return self._meetings[key]

    def _offers(self, event: Event) -> tuple[Offer, ...]:
        return tuple(
            _offer(item, event, earned)
            for item in self.scheme.items
            if _claims(item, event) and (earned := _earned(item, event))
        )

    def _work(self, event: Event, by_hand: set[tuple[str, str]]) -> Claim:
        """Return what a text, talk, test or book earns: nothing as an item that was entered by hand for its day."""
        offers = self._offers(event)
        if not any((offer.item, event.day) in by_hand for offer in offers):
            return event, offers
        return event, tuple(_doubled(event, offer) if (offer.item, event.day) in by_hand else offer for offer in offers)

    def _by_hand(self, entry: EntryFact) -> Claim:
        event = Event(entry.day, "entry", entry.id, entry.reason, 0, "手工登记")
        item = self._items.get(entry.item)
        if item is not None:
            return event, (_offer(item, event, entry.hundredths),)
        title = words.label("study_line", "entry")
        unknown = "（本方案没有所填的项目，照计）" if entry.item else ""
        said = f"{event.said}{unknown}，得 {credits_text(entry.hundredths)} 分"
        return event, (Offer(entry.item, title, entry.hundredths, said),)


def _alone(sources: Sources, member_id: str) -> Iterator[Event]:
    for made in sources.make_ups.get(member_id, ()):
        said, minutes = make_up_text(made), made.study_minutes
        yield Event(made.day, "make_up", made.id, made.topic, minutes, said, meeting_kinds=made.kinds)
    for record in sources.records.get(member_id, ()):
        minutes = sources.minutes_of(record)
        # A course over New Year is one event of the year in which it ended; its hours belong to both.
        ended = sources.within(record.to_day)
        if minutes or ended:
            day = min(record.to_day, sources.closing.isoformat())
            said = record_text(record, minutes)
            yield Event(day, "study", record.id, record.title, minutes, said, study_kind=record.kind, whole=ended)


def _works(sources: Sources, member_id: str) -> Iterator[Event]:
    for one in sources.works.get(member_id, ()):
        yield Event(one.day, one.kind, one.id, one.title, 0, words.label("study_line", one.kind), work=one.kind)


def _doubled(event: Event, offer: Offer) -> Offer:
    said = f"{event.said}，同一天已手工登记“{offer.title}”，不重复计分"
    return replace(offer, earned=0, said=said, cap=None)


def _claims(item: CreditItem, event: Event) -> bool:
    if event.work:
        return event.work in item.works
    if event.study_kind:
        return event.study_kind in item.study_kinds
    return not set(item.meeting_kinds).isdisjoint(event.meeting_kinds)


def _earned(item: CreditItem, event: Event) -> int:
    """Return what an event is worth as an item; nothing for who was away unless the item says so."""
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


def _offer(item: CreditItem, event: Event, earned: int) -> Offer:
    said = f"{event.said}，按“{item.title}”得 {credits_text(earned)} 分"
    if item.cap_hundredths is None:
        return Offer(item.key, item.title, earned, said)
    within = event.source_id if item.cap_period == "each" else _holding(item.cap_period, event.day)
    return Offer(item.key, item.title, earned, said, item.cap_hundredths, (item.key, within), item.cap_period)


@lru_cache(maxsize=2048)
def _holding(kind: str, day: str) -> str:
    """Return `periods.holding`, remembered: few days, many lines."""
    return periods.holding(kind, day)
