"""Duties of a branch in a year, each with its rule, what fulfilled it and why it stands as it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from models.attendance import AWAY_MARKS
from models.rules import asked, facts, fulfilment
from models.rules.asked import Asked
from models.rules.facts import Facts
from models.rules.fulfilment import Fulfilment, Held
from models.rules.periods import Period as Period
from models.rules.rule import Rule, RuleSet
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

DutyState = Literal["done", "open", "missed", "explained", "waived"]
"""Fulfilled; its period still runs; over and not fulfilled; missed, with the branch's explanation; not asked for."""


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


def list_duties(ledger: "Ledger", *, org: int = SELF, year: int, as_of: date | None = None) -> list[Duty]:
    """Return the duties of an organisation whose periods belong to a year and have begun by `as_of` (None: today).

    Study hours of a person are no duties here; see `hours`.
    """
    when = as_of or ledger.clock.today()
    read = facts.load(ledger, org=org, first_year=year, last_year=year, marks=AWAY_MARKS, study=False)
    return duties_of(read, year, when)


def duties_of(read: Facts, year: int, as_of: date) -> list[Duty]:
    """Return the duties of a year as they stand on a day, by period and in the order of the rules.

    What several sets ask alike of the same subject in the same period is one duty, under the strictest rule.
    """
    held = Held(read, as_of)
    return [duty_of(held, alike) for alike in asked.alike_in(read, year, as_of)]


def duty_of(held: Held, alike: Sequence[Asked]) -> Duty:
    """Return the duty of rules that ask the same, the strictest first."""
    one = alike[0]
    done = held.fulfilment(one)
    note = next((said for other in alike if (said := held.note(other))), "")
    state = _state(one, done, note, held.as_of)
    return Duty(
        rule=one.rule,
        rule_set=one.rule_set,
        subject_id=one.subject_id,
        subject=one.subject,
        period=one.period,
        required=done.required,
        done=done.done,
        state=state,
        meetings=done.meetings,
        late=state == "done" and done.late,
        note=note,
        why=fulfilment.why(one, done, state, note),
        others=tuple((other.rule_set, other.rule) for other in alike[1:]),
    )


def _state(one: Asked, done: Fulfilment, note: str, as_of: date) -> DutyState:
    if one.waived:
        return "waived"
    if done.done >= done.required:
        return "done"
    # A source without a deadline (Q23) is never missed, but one may say why it will stay so.
    over = one.period.last_day < as_of
    if note and (over or one.rule.metric == "make_up"):
        return "explained"
    return "missed" if over and one.rule.metric != "make_up" else "open"
