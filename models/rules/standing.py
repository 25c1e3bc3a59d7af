"""Whether somebody of whom something is asked stood in a whole period: a branch, its committee, a group."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from models.dates import PartialDate
from models.group import Group
from models.post import COMMITTEE_POSTS, PostTerm
from models.rules.periods import Period

Span = tuple[date, date]
"""First and last day, both included."""


@dataclass(frozen=True, slots=True)
class Standing:
    """When a subject stood. name: for sentences; begun, over: `成立`, `撤销` as people say it of this subject."""

    name: str
    spans: tuple[Span, ...]
    begun: str
    over: str

    def touches(self, period: Period) -> bool:
        """Tell whether it stood on at least one day of a period."""
        return any(first <= period.last_day and period.first_day <= last for first, last in self.spans)

    def gap(self, period: Period) -> str:
        """Say why the period is not a whole one for this subject; nothing when it stood on all its days."""
        first, last = period.first_day, period.last_day
        if any(begin <= first and last <= end for begin, end in self.spans):
            return ""
        for begin, end in self.spans:
            if first < begin <= last:
                return f"{self.name}{_day(begin)}{self.begun}，{period.label}不满一期，不作要求。"
            if first <= end < last:
                return f"{self.name}{_day(end + timedelta(days=1))}{self.over}，{period.label}不满一期，不作要求。"
        return f"{period.label}没有{self.name}，不作要求。"


def branch(founded_date: str) -> Standing:
    """Return when a branch stood; one whose founding nobody knows stood always."""
    begin = PartialDate.from_iso(founded_date).first if founded_date else date.min
    return Standing("支部", ((begin, date.max),), "成立", "撤销")


def group(one: Group) -> Standing:
    """Return when a party group stood."""
    return Standing(one.name, (_span(one.formed_date, one.dissolved_date),), "成立", "撤销")


def committee(posts: Iterable[PostTerm]) -> Standing:
    """Return when a branch had a committee: while a post of `COMMITTEE_POSTS` was held (`post.has_committee`)."""
    terms = [_span(term.from_date, term.to_date) for term in posts if term.post in COMMITTEE_POSTS]
    return Standing("支委会", tuple(_joined(terms)), "开始有委员任职", "起没有委员任职")


def _span(from_date: str, to_date: str) -> Span:
    begin = PartialDate.from_iso(from_date).first if from_date else date.min
    end = PartialDate.from_iso(to_date).first - timedelta(days=1) if to_date else date.max
    return begin, end


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Join spans that overlap or follow each other without a day between."""
    found: list[Span] = []
    for begin, end in sorted(span for span in spans if span[0] <= span[1]):
        if found and (found[-1][1] == date.max or begin <= found[-1][1] + timedelta(days=1)):
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
