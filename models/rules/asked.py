"""What is asked of whom in which period: every rule in use, spread over the year, whatever was done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.attendance import AWAY_MARKS
from models.rules import catalog, periods, standing
from models.rules.facts import Facts, MeetingFact
from models.rules.periods import Period
from models.rules.rule import Rule, RuleSet
from models.rules.standing import Standing

PER_PERIOD = ("meetings", "unit_minutes")
NO_COMMITTEE = "没有登记支部委员的任职，按不设支委会处理，不作要求。"


@dataclass(frozen=True, slots=True)
class Asked:
    """One rule for one subject in one period. waived: why not; meeting: of a rule that asks something of each."""

    rule_set: RuleSet
    rule: Rule
    subject_id: str
    subject: str
    period: Period
    waived: str = ""
    meeting: MeetingFact | None = None

    @property
    def likeness(self) -> tuple[object, ...]:
        """Equal for what asks the same of the same subject in the same period; notes are alike with nothing."""
        rule = self.rule
        if rule.metric == "note":
            return self.rule_set.key, rule.key
        return rule.metric, rule.subject, self.subject_id, self.period.key, frozenset(rule.meeting_kinds)


@dataclass(frozen=True, slots=True)
class InUse:
    """A set of duties that an organisation goes by, from when to when (ISO days, empty: always, still)."""

    rule_set: RuleSet
    from_date: str
    to_date: str
    options: Mapping[str, Any]

    def asks(self, rule: Rule, kind: str, last: str) -> bool:
        """Tell whether a rule of the set holds for a kind of unit in a period that ends on a day."""
        if rule.organization_kinds and kind not in rule.organization_kinds:
            return False
        return all(
            (not first or first <= last) and (not end or last <= end)
            for first, end in ((self.from_date, self.to_date), (rule.valid_from, rule.valid_to))
        )

    def period_of(self, rule: Rule) -> str:
        """Return the kind of period the organisation chose for a rule, or the rule's own."""
        chosen = self.options.get(rule.key)
        return chosen if isinstance(chosen, str) and chosen in rule.choices else rule.period


def in_use(read: Facts) -> list[InUse]:
    """Return the sets of duties of an organisation, the default while it has chosen none; they are for branches only.

    Raises RefusedError("rule-set-unknown") for a set this program does not have.
    """
    if read.level != "branch":
        return []
    chosen = [choice for choice in read.choices if choice.use == "duties"]
    if not chosen:
        return [InUse(catalog.rule_set(catalog.DEFAULT_DUTIES), "", "", {})]
    return [InUse(catalog.rule_set(one.rule_set), one.from_date, one.to_date, one.options) for one in chosen]


def alike_in(read: Facts, year: int, as_of: date) -> list[list[Asked]]:
    """Return everything asked as `asked_in`, what is asked alike together, the strictest rule first."""
    together: dict[tuple[object, ...], list[Asked]] = {}
    for one in asked_in(read, year, as_of):
        together.setdefault(one.likeness, []).append(one)
    for alike in together.values():
        alike.sort(key=lambda one: (-one.rule.value, one.rule.soft))
    return list(together.values())


def asked_in(read: Facts, year: int, as_of: date) -> list[Asked]:
    """Return everything asked in periods of a year that have begun by a day, by the end of the period."""
    found = [
        one
        for used in in_use(read)
        for rule in used.rule_set.rules
        for one in _of_rule(read, used, rule, year, as_of)
        if one.period.first_day <= as_of
    ]
    return sorted(found, key=lambda one: (one.period.last, one.period.first))


def _of_rule(read: Facts, used: InUse, rule: Rule, year: int, as_of: date) -> Iterator[Asked]:
    if rule.metric in PER_PERIOD:
        yield from _by_period(read, used, rule, year)
    elif rule.metric == "note":
        (whole,) = periods.of_year("year", year)
        if used.asks(rule, read.kind, whole.last):
            yield Asked(used.rule_set, rule, "", "", whole, waived="只作提示，不判定是否完成。")
    elif rule.metric == "complete":
        for meeting in _counted(read, used, rule, year):
            period = periods.of_record(meeting.id, meeting.day)
            yield Asked(used.rule_set, rule, "", "", period, meeting=meeting)
    elif rule.metric == "make_up":
        yield from _absences(read, used, rule, year, as_of)


def _by_period(read: Facts, used: InUse, rule: Rule, year: int) -> Iterator[Asked]:
    if rule.subject == "committee" and not standing.committee(read.posts).spans:
        (whole,) = periods.of_year("year", year)
        if used.asks(rule, read.kind, whole.last):
            yield Asked(used.rule_set, rule, "", "", whole, waived=NO_COMMITTEE)
        return
    branch, subjects = standing.branch(read.founded_date), _subjects(read, rule.subject)
    for period in periods.of_year(used.period_of(rule), year):
        if not used.asks(rule, read.kind, period.last) or not branch.touches(period):
            continue
        for subject_id, subject, stood in subjects:
            if stood.touches(period):
                waived = branch.gap(period) or stood.gap(period)
                yield Asked(used.rule_set, rule, subject_id, subject, period, waived)


def _subjects(read: Facts, subject: str) -> list[tuple[str, str, Standing]]:
    if subject == "group":
        return [(one.id, one.name, standing.group(one)) for one in read.groups]
    if subject == "committee":
        return [("", "", standing.committee(read.posts))]
    return [("", "", standing.branch(read.founded_date))]


def _counted(read: Facts, used: InUse, rule: Rule, year: int) -> list[MeetingFact]:
    return [
        meeting
        for meeting in read.meetings
        if meeting.day[:4] == f"{year:04d}"
        and not set(meeting.kinds).isdisjoint(rule.meeting_kinds)
        and used.asks(rule, read.kind, meeting.day)
    ]


def _absences(read: Facts, used: InUse, rule: Rule, year: int, as_of: date) -> Iterator[Asked]:
    meetings = {meeting.id: meeting for meeting in _counted(read, used, rule, year)}
    made_up = {(made.meeting_id, made.member_id) for made in read.make_ups}
    for person in read.members:
        gone = "" if person.there(as_of) else "已不在本支部，不作要求。"
        for meeting_id, mark in read.sheets.get(person.id, ()):
            meeting = meetings.get(meeting_id)
            if meeting is None or mark not in AWAY_MARKS:
                continue
            waived = "" if (meeting_id, person.id) in made_up else gone or _freed(read, person.id, meeting.day)
            period = periods.of_record(meeting.id, meeting.day)
            yield Asked(used.rule_set, rule, person.id, person.name, period, waived, meeting)


def _freed(read: Facts, member_id: str, day: str) -> str:
    when = date.fromisoformat(day)
    for one in read.exemptions:
        if one.member_id == member_id and one.stands_on(when):
            return f"当时免修（{one.reason}），不作要求。"
    return ""
