"""What a rule, a set of rules and a credit scheme are. They come from files; nothing here is a threshold."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.kinds import source

SUBJECTS = ("branch", "committee", "group", "member", "leader", "village_secretary", "other_member")
"""支部、支委会、每个党小组、每名党员、领导班子成员、村支部书记、其他党员."""

METRICS = ("meetings", "unit_minutes", "member_minutes", "complete", "make_up", "note")
"""How many meetings; study minutes of the unit, each session once; study minutes of a person; meetings whose four items
are recorded (四落实); absences made up; a rule without a number, shown and never computed.
"""

WORKS = tuple(source.earning())
"""Records that an item of a scheme may name: those of the kinds that earn credits."""

PERIODS = ("week", "month", "quarter", "half_year", "year", "each")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as its source states it.

    key: `Q07`. meeting_kinds, study_kinds: what counts. period: of `PERIODS`; `choices` are the periods the source
    leaves to choose from, `period` the default. value: times, minutes or percent by `unit` (次, 学时, %; minutes for
    学时). soft: 一般, 适时: never more than a warning. quote: the source's exact words; clause: where they stand.
    unverified: not read anywhere. organization_kinds: for which units (empty: all). valid_from, valid_to: ISO days.
    """

    key: str
    title: str
    subject: str
    metric: str
    period: str
    comparator: str
    value: int
    unit: str
    quote: str
    clause: str
    meeting_kinds: tuple[str, ...] = ()
    study_kinds: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    soft: bool = False
    unverified: bool = False
    note: str = ""
    organization_kinds: tuple[str, ...] = ()
    valid_from: str = ""
    valid_to: str = ""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules of one document. key: name of its file; local: a local setting, not from a document."""

    key: str
    title: str
    issuer: str
    document: str
    issued_on: str
    status: str
    local: bool
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class CreditItem:
    """What earns credits. per: `event`, `hour`, `entry`; works: of `WORKS`, each counts once; hundredths each;
    cap_hundredths None: no cap; cap_period: of `PERIODS`. late_hundredths, make_up_hundredths: for lateness and
    make-up; away is 0 unless the item says otherwise.
    """

    key: str
    title: str
    group: str
    per: str
    hundredths: int
    meeting_kinds: tuple[str, ...] = ()
    study_kinds: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    cap_hundredths: int | None = None
    cap_period: str = "year"
    late_hundredths: int | None = None
    make_up_hundredths: int | None = None
    marks: Mapping[str, int] = field(default_factory=dict)
    quote: str = ""


@dataclass(frozen=True, slots=True)
class CreditScheme:
    """How credits are counted. combine: `best` (one event counts once, where it earns most) or `each`; base, target,
    floor, ceiling in hundredths, None where there is none.
    """

    key: str
    title: str
    issuer: str
    document: str
    status: str
    local: bool
    combine: str
    items: tuple[CreditItem, ...]
    base: int = 0
    target: int | None = None
    floor: int | None = None
    ceiling: int | None = None
    unverified: bool = False
