"""Study hours of each member in a year against the target of her role, with every line they were made of."""

from dataclasses import dataclass
from typing import Literal

from models.rules.rule import Rule, RuleSet

HourState = Literal["met", "short", "exempt", "no_target"]


@dataclass(frozen=True, slots=True)
class HourLine:
    """One line. kind: `meeting`, `make_up`, `study`; source_id: the meeting's, make-up's or record's id; why: in words."""

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
