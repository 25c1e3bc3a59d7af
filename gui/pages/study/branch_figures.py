"""One branch's year in a few figures, for whoever looks at many branches."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from models import meeting, member, received_package, study_archive
from models.errors import RefusedError
from models.organization import Organization
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Figures:
    """members, meetings: how many; expected, present: persons over all meetings; bound, met: members with a target of
    hours and those who reached it; missed, explained: duties over and not fulfilled, without and with an explanation;
    archives, filed: study archives there should be, and those filed;
    fault: why nothing can be said of hours and duties.
    """

    members: int
    meetings: int
    expected: int
    present: int
    bound: int
    met: int
    missed: int
    explained: int
    archives: int = 0
    filed: int = 0
    fault: str = ""


@dataclass(frozen=True, slots=True)
class BranchLine:
    """A branch as the list shows it. reported: whether there is anything of it; figures: None until computed."""

    organization: Organization
    reported: bool
    figures: Figures | None = None

    @property
    def number(self) -> int:
        """Its key."""
        return self.organization.number

    def text(self, name: str) -> str:
        """Return a figure in words: `…` until it is known, nothing where nothing was reported."""
        if not self.reported:
            return "—"
        return "…" if self.figures is None else _TEXTS[name](self.figures)

    def order(self, name: str) -> float:
        """Return what a column sorts by; what is not known comes first."""
        return -1.0 if self.figures is None else _ORDERS[name](self.figures)

    @property
    def state(self) -> str:
        """The colour of its duties."""
        if not self.reported or self.figures is None:
            return "none"
        if self.figures.fault:
            return "soon"
        return "overdue" if self.figures.missed else "soon" if self.figures.explained else "done"


def read_figures(ledger: "Ledger", org: int, year: int) -> Figures:
    """Compute the figures of a branch; without a rule set that it goes by, those that need no rule."""
    archives = study_archive.summary(ledger, org, year)
    expected_archives, filed = archives.expected, archives.by_state["filed"]
    try:
        return replace(_by_rules(ledger, org, year), archives=expected_archives, filed=filed)
    except RefusedError as error:
        held = meeting.list_meetings(ledger, meeting.of_year(year), org=org)
        expected, present = sum(one.expected for one in held), sum(one.present for one in held)
        members = member.counts(ledger, org)["all"]
        known = (members, len(held), expected, present, 0, 0, 0, 0, expected_archives, filed)
        return Figures(*known, fault=error.what())


def _by_rules(ledger: "Ledger", org: int, year: int) -> Figures:
    from models.rules import duties, hours, statistics

    held = statistics.year_statistics(ledger, org=org, year=year)
    totals = hours.list_hours(ledger, org=org, year=year)
    states = [one.state for one in duties.list_duties(ledger, org=org, year=year)]
    return Figures(
        members=member.counts(ledger, org)["all"],
        meetings=held.meetings,
        expected=held.expected,
        present=held.present,
        bound=sum(one.state in ("met", "short") for one in totals),
        met=sum(one.state == "met" for one in totals),
        missed=states.count("missed"),
        explained=states.count("explained"),
    )


def stamp(ledger: "Ledger", org: int) -> str:
    """Return what a branch's figures hang on: the digest of its package that stands; nothing where there is none."""
    found = received_package.current(ledger, org)
    return found.digest if found is not None else ""


def lines(ledger: "Ledger", organizations: list[Organization]) -> list[BranchLine]:
    """Return the branches without figures; the ledger's own organisation always counts as reported."""
    return [BranchLine(one, one.number == SELF or bool(stamp(ledger, one.number))) for one in organizations]


def percent(part: int, whole: int) -> str:
    """Return a share as people read it: `96.4%`; nothing of nothing is a dash."""
    return f"{part * 100 / whole:.1f}".removesuffix(".0") + "%" if whole else "—"


def _duties(one: Figures) -> str:
    if one.fault:
        return "制度不认识"
    told = f"{one.missed} 项" if one.missed else "✓ 没有"
    return f"{told}，说明 {one.explained} 项" if one.explained else told


_TEXTS: dict[str, Callable[[Figures], str]] = {
    "members": lambda one: str(one.members),
    "meetings": lambda one: str(one.meetings),
    "rate": lambda one: percent(one.present, one.expected),
    "hours": lambda one: percent(one.met, one.bound),
    "archives": lambda one: f"{one.filed} / {one.archives}" if one.archives else "—",
    "duties": _duties,
}
_ORDERS: dict[str, Callable[[Figures], float]] = {
    "members": lambda one: one.members,
    "meetings": lambda one: one.meetings,
    "rate": lambda one: one.present / one.expected if one.expected else 0,
    "hours": lambda one: one.met / one.bound if one.bound else 0,
    "archives": lambda one: one.filed / one.archives if one.archives else 0,
    "duties": lambda one: one.missed + one.explained / 1000,
}
