"""Study hours of each member in a year against the target of her role, with every line they were made of."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from models import words
from models.amounts import STEP_MINUTES, hours_text
from models.attendance import PRESENT_MARKS
from models.dates import PartialDate
from models.post import LEADING_POSTS
from models.rules import asked, catalog, facts, periods
from models.rules.facts import Facts, MemberFact
from models.rules.rule import Rule, RuleSet
from models.rules.sources import Sources, make_up_text, meeting_text, record_text
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

HourState = Literal["met", "short", "exempt", "no_target"]


@dataclass(frozen=True, slots=True)
class HourLine:
    """One line. kind: `meeting`, `make_up`, `study`; source_id: the meeting's, make-up's or record's id."""

    day: str
    kind: str
    source_id: str
    title: str
    minutes: int
    why: str


@dataclass(frozen=True, slots=True)
class HourTotal:
    """One member's year. target: minutes by the highest rule that fits her role on the closing day, None without one;
    total: the sum of `lines`; why: rule, role and exemption in a sentence.
    """

    member_id: str
    name: str
    group: str
    role: str
    rule: Rule | None
    rule_set: RuleSet | None
    target: int | None
    total: int
    state: HourState
    lines: tuple[HourLine, ...]
    why: str


def list_hours(ledger: "Ledger", *, org: int = SELF, year: int, as_of: date | None = None) -> list[HourTotal]:
    """Return the hours of everybody who is a member on the closing day; nothing for a year that has not begun.

    The closing day is `as_of` (None: today), or 31 December of a year that is over by then.
    """
    when = as_of or ledger.clock.today()
    read = facts.load(ledger, org=org, first_year=year, last_year=year, marks=PRESENT_MARKS)
    return hours_of(read, year, when)


def hours_of(read: Facts, year: int, as_of: date, only: Collection[str] = ()) -> list[HourTotal]:
    """Return the hours of a year as they stand on a day. only: the members wanted, everybody without them."""
    if as_of < date(year, 1, 1):
        return []
    closing = min(as_of, date(year, 12, 31))
    targets = _targets(read, year)
    lines = _Lines(Sources(read, year, closing))
    wanted = [person for person in read.members if person.there(closing) and (not only or person.id in only)]
    return [_total(lines, person, targets) for person in wanted]


# --- targets ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Target:
    """A rule on hours of a person that holds for the year, and whether it is cut for who came within it."""

    rule_set: RuleSet
    rule: Rule
    prorate: bool


def _targets(read: Facts, year: int) -> list[_Target]:
    """Return the rules on hours that hold at the end of a year, the highest first."""
    last = f"{year:04d}-12-31"
    found = [
        _Target(used.rule_set, rule, used.options.get("prorate") is True)
        for used in asked.in_use(read)
        for rule in used.rule_set.rules
        if rule.metric == "member_minutes" and used.asks(rule, read.kind, last)
    ]
    return sorted(found, key=lambda one: (-one.rule.value, one.rule.soft))


def _fits(rule: Rule, kind: str, posts: set[str]) -> bool:
    leads = not posts.isdisjoint(LEADING_POSTS)
    return {
        "village_secretary": kind == "village" and "secretary" in posts,
        "leader": leads,
        "other_member": not leads,
        "member": True,
    }[rule.subject]


def _cut(target: _Target, person: MemberFact, closing: date) -> int:
    """Return the target for the part of the year from when somebody came, in whole half hours, upwards."""
    first, last = date(closing.year, 1, 1), date(closing.year, 12, 31)
    begin = PartialDate.from_iso(person.since).first if person.since else date.min
    if not target.prorate or begin <= first:
        return target.rule.value
    whole, part = periods.days_between(first, last), periods.days_between(begin, last)
    return -(-target.rule.value * part // (whole * STEP_MINUTES)) * STEP_MINUTES


# --- lines ------------------------------------------------------------------------------


class _Lines:
    """The lines of everybody; those of a meeting are the same for all who were there, and made once."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._meetings: dict[tuple[str, str], HourLine] = {}

    def of(self, member_id: str, rule: Rule) -> tuple[HourLine, ...]:
        """Return somebody's lines by day, as far as a rule counts them."""
        found = [*self._attended(member_id, rule), *self._made_up(member_id, rule), *self._alone(member_id, rule)]
        return tuple(sorted(found, key=lambda line: (line.day, line.source_id)))

    def _attended(self, member_id: str, rule: Rule) -> Iterator[HourLine]:
        for meeting, mark in self.sources.attended(member_id):
            if mark in PRESENT_MARKS and meeting.study_minutes and _counts(rule, meeting.kinds):
                if (meeting.id, mark) not in self._meetings:
                    said = f"{meeting_text(meeting, mark)}，计{hours_text(meeting.study_minutes)}学时"
                    line = HourLine(meeting.day, "meeting", meeting.id, meeting.topic, meeting.study_minutes, said)
                    self._meetings[meeting.id, mark] = line
                yield self._meetings[meeting.id, mark]

    def _made_up(self, member_id: str, rule: Rule) -> Iterator[HourLine]:
        for made in self.sources.make_ups.get(member_id, ()):
            if made.study_minutes and _counts(rule, made.kinds):
                said = f"{make_up_text(made)}，计{hours_text(made.study_minutes)}学时"
                yield HourLine(made.day, "make_up", made.id, made.topic, made.study_minutes, said)

    def _alone(self, member_id: str, rule: Rule) -> Iterator[HourLine]:
        for record in self.sources.records.get(member_id, ()):
            minutes = self.sources.minutes_of(record) if record.kind in rule.study_kinds else 0
            if minutes:
                day = max(record.from_day, self.sources.first.isoformat())
                yield HourLine(day, "study", record.id, record.title, minutes, record_text(record, minutes))


def _counts(rule: Rule, kinds: tuple[str, ...]) -> bool:
    return any(kind in rule.meeting_kinds for kind in kinds)


def _total(every: _Lines, person: MemberFact, targets: list[_Target]) -> HourTotal:
    read, closing = every.sources.read, every.sources.closing
    posts = [term.post for term in read.posts if term.member_id == person.id and term.held_on(closing)]
    target = next((one for one in targets if _fits(one.rule, read.kind, set(posts))), None)
    counted = target.rule if target else _default_rule()
    lines = every.of(person.id, counted)
    total = sum(line.minutes for line in lines)
    needed = _cut(target, person, closing) if target else None
    exempt = next((one for one in read.exemptions if one.member_id == person.id and one.stands_on(closing)), None)
    role = "、".join(words.label("post", post) for post in posts if post != "group_leader") or words.label(
        "rule_subject", "member"
    )
    state: HourState = "exempt" if exempt else "no_target" if needed is None else "met" if total >= needed else "short"
    return HourTotal(
        member_id=person.id,
        name=person.name,
        group=person.group,
        role=role,
        rule=target.rule if target else None,
        rule_set=target.rule_set if target else None,
        target=needed,
        total=total,
        state=state,
        lines=lines,
        why=_why(role, target, needed, total, f"已登记免修：{exempt.reason}" if exempt else ""),
    )


def _default_rule() -> Rule:
    """Return by which rule lines are counted where none sets a target: the default set's for every member."""
    rules = catalog.rule_set(catalog.DEFAULT_DUTIES).rules
    return next(rule for rule in rules if rule.metric == "member_minutes" and rule.subject == "member")


def _why(role: str, target: _Target | None, needed: int | None, total: int, exempt: str) -> str:
    have = f"已有{hours_text(total)}学时"
    if target is None or needed is None:
        return f"{role}，选用的制度没有规定学时，{have}。"
    rule = target.rule
    general, unsure = "一般" if rule.soft else "", "（未核实）" if rule.unverified else ""
    amount = f"{hours_text(needed)}学时"
    if needed != rule.value:
        amount += f"（全年{hours_text(rule.value)}学时按到支部后的天数折算）"
    demand = f"{role}按《{target.rule_set.title}》“{rule.title}”，全年{general}不少于{amount}{unsure}，{have}"
    if exempt:
        return f"{demand}；{exempt}，不考核。"
    return f"{demand}，已达到。" if total >= needed else f"{demand}，还差{hours_text(needed - total)}学时。"
