"""Duties of a branch in a year, each with its rule, what fulfilled it and why it stands as it does."""

from dataclasses import dataclass
from typing import Literal

from models.rules.rule import Rule, RuleSet

DutyState = Literal["done", "open", "missed", "explained", "waived"]
"""Fulfilled; its period still runs; over and not fulfilled; missed, with the branch's own explanation; not asked for."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days. key: `2026-03`, `2026-Q1`, `2026-H1`, `2026`, `2026-W05`, or a record's id; label: `3月`."""

    key: str
    label: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of one subject in one period.

    subject_id, subject: a group's or member's id and name, empty for the branch. required, done: times or minutes by
    `rule.unit`. meetings: ids of those that count. late: whether it was met only by a record entered late (补录). why:
    one Chinese sentence with the figures. others: further rules that ask the same and are met or missed with it.
    """

    rule: Rule
    rule_set: RuleSet
    subject_id: str
    subject: str
    period: Period
    required: int
    done: int
    state: DutyState
    meetings: tuple[str, ...]
    late: bool
    note: str
    why: str
    others: tuple[tuple[RuleSet, Rule], ...] = ()

    @property
    def key(self) -> str:
        """The rule as a note names it: `set/key`."""
        return f"{self.rule_set.key}/{self.rule.key}"
