"""What the page 学习与学分 shows of a year, read from the rules; everything here is computed, nothing kept."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from models import amounts, meeting, pledge, rule_choice, study_archive, words
from models.kinds import records
from models.meeting import Meeting
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger
    from models.rules.credits import CreditTotal
    from models.rules.hours import HourTotal
    from models.rules.rule import CreditScheme, Rule, RuleSet

UNVERIFIED = "未核实"


@dataclass(frozen=True, slots=True)
class MemberYear:
    """One member's year: hours, and credits where a scheme is in use. over: whether the year has ended."""

    hours: "HourTotal"
    credits: "CreditTotal | None"
    over: bool

    @property
    def short_minutes(self) -> int:
        """What is still missing of the target; 0 for those who need nothing more."""
        return max((self.hours.target or 0) - self.hours.total, 0) if self.hours.state == "short" else 0

    @property
    def target_text(self) -> str:
        """The target in hours."""
        return "" if self.hours.target is None else amounts.hours_text(self.hours.target)

    @property
    def short_text(self) -> str:
        """What is missing in hours."""
        return amounts.hours_text(self.short_minutes) if self.short_minutes else ""

    @property
    def word(self) -> str:
        """How the member stands."""
        return hour_word(self.hours)

    @property
    def state(self) -> str:
        """The colour that goes with it: key of `style.STATES`."""
        if self.hours.state == "short":
            return "overdue" if self.over else "soon"
        return "done" if self.hours.state == "met" else "none"

    @property
    def credits_text(self) -> str:
        """The credits."""
        return amounts.credits_text(self.credits.total) if self.credits is not None else ""

    @property
    def credit_target_text(self) -> str:
        """The scheme's target."""
        if self.credits is None or self.credits.target is None:
            return ""
        return amounts.credits_text(self.credits.target)


def hour_word(total: "HourTotal") -> str:
    """Return how the hours stand against the target: `✓ 达标`, `还差 3.5 学时`, `免修`, `无要求`."""
    if total.state == "short":
        return f"还差 {amounts.hours_text(max((total.target or 0) - total.total, 0))} 学时"
    word = words.label("hour_state", total.state)
    return f"✓ {word}" if total.state == "met" else word


@dataclass(frozen=True, slots=True)
class Year:
    """One organisation's year. study: meetings that count as study time, each once; scheme: title of the one in use."""

    org: int
    year: int
    members: list[MemberYear]
    study: list[Meeting]
    scheme: "CreditScheme | None"

    @property
    def bound(self) -> list[MemberYear]:
        """Those whom a target concerns."""
        return [one for one in self.members if one.hours.state in ("met", "short")]

    @property
    def met(self) -> int:
        """How many of them have reached it."""
        return sum(one.hours.state == "met" for one in self.members)

    @property
    def average(self) -> int:
        """Minutes of study a member has on average, rounded; 0 without members."""
        return round(sum(one.hours.total for one in self.members) / len(self.members)) if self.members else 0

    @property
    def study_minutes(self) -> int:
        """What the branch has studied together."""
        return sum(one.study_minutes for one in self.study)


def read_year(ledger: "Ledger", year: int, org: int = SELF) -> Year:
    """Compute a year of an organisation."""
    from models.rules import credits, hours

    by_member = {one.member_id: one for one in credits.list_credits(ledger, org=org, year=year)}
    over = year < ledger.clock.today().year
    members = [
        MemberYear(one, by_member.get(one.member_id), over) for one in hours.list_hours(ledger, org=org, year=year)
    ]
    held = meeting.list_meetings(ledger, meeting.of_year(year), org=org)
    study = [one for one in held if one.study_minutes]
    closing = min(ledger.clock.today(), date(year, 12, 31))
    return Year(org, year, members, study, credits.scheme_on(rule_choice.list_choices(ledger, org), closing))


def years(ledger: "Ledger", org: int | None = SELF) -> list[int]:
    """Return the years that can be looked at, the newest first: this one, and all of which anything is kept."""
    found = {ledger.clock.today().year}
    for part in (meeting, records, study_archive, pledge):
        found |= {*part.years(ledger, org)}
    return sorted(found, reverse=True)


def place_words(rule: "Rule", rule_set: "RuleSet") -> str:
    """Return where a rule stands: who issued it, the document, the clause."""
    return " · ".join(part for part in (rule_set.issuer, rule_set.document, rule.clause) if part)


def marks(status: str, *, local: bool, unverified: bool) -> list[tuple[str, str]]:
    """Return what a source must not hide, each with its colour: its status, and whether nobody has read it."""
    told = [(status, "soon" if local else "none")] if status else []
    return [*told, (UNVERIFIED, "soon")] if unverified else told
