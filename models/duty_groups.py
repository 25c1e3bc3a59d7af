"""Duties put together for the eye: one line for each rule and subject, one row of months for each in a year.

The words say 未登记, never 未召开: the ledger knows what was recorded, not what took place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from models import rule_choice, spans
from models.amounts import hours_text
from models.rules import catalog
from models.rules.duties import Duty
from models.rules.periods import Period
from models.rules.rule import Rule, RuleSet

if TYPE_CHECKING:
    from models.ledger import Ledger

Standing = Literal["missed", "open", "explained", "done"]
Look = Literal["overdue", "soon", "none", "done"]
"""How pressing; keys of `gui.style.STATES`."""

LAST_YEAR_UNTIL_MONTH = 3
_ENDS_WITH = {"month": "本月", "week": "本周", "quarter": "本季度", "half_year": "本半年", "year": "今年"}
_LOOKS: dict[str, Look] = {"done": "done", "open": "none", "explained": "none", "waived": "none"}


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """The duties of one rule and subject that stand alike or belong on one line; never empty, by period.

    year_word: which year is meant, nothing for the running one.
    """

    duties: tuple[Duty, ...]
    year_word: str = ""

    @property
    def rule(self) -> Rule:
        """The rule they follow from."""
        return self.duties[0].rule

    @property
    def rule_set(self) -> RuleSet:
        """The set the rule stands in."""
        return self.duties[0].rule_set

    @property
    def name(self) -> str:
        """What is asked of whom: `党员大会`, `第一党小组 党小组会`."""
        subject = self.duties[0].subject if self.rule.subject == "group" else ""
        return f"{subject} {self.rule.title}".strip()

    @property
    def missed(self) -> tuple[Duty, ...]:
        """Those whose period is over."""
        return self.of_state("missed")

    @property
    def open(self) -> tuple[Duty, ...]:
        """Those that can still be done in time."""
        return self.of_state("open")

    def of_state(self, *states: str) -> tuple[Duty, ...]:
        """Return the duties of some states."""
        return tuple(duty for duty in self.duties if duty.state in states)

    @property
    def standing(self) -> Standing:
        """The most pressing state of all."""
        states = {duty.state for duty in self.duties}
        order: tuple[Standing, ...] = ("missed", "open", "explained")
        return next((state for state in order if state in states), "done")

    @property
    def sentence(self) -> str:
        """What is not recorded yet, with the periods."""
        missed, running = self.missed, self.open
        if self.rule.metric == "make_up":
            return f"{self.name}：{len(running)} 人次还没有登记补课"
        if self.rule.metric == "complete":
            return f"{self.name}：{self.year_word}{len(missed) + len(running)} 次会议的记录缺项"
        said = [_missing(missed)] if missed else []
        said += [_still(duty, short=bool(missed)) for duty in running]
        if not said:
            said.append(f"{_times(self.duties)}{'有说明' if self.standing == 'explained' else '已登记'}")
        return f"{self.name}：{self.year_word}{'，'.join(said)}"

    def word(self, today: date) -> str:
        """How it stands, in a word."""
        if self.standing == "open":
            if self.rule.metric == "make_up":
                return "待补"
            first = min(self.open, key=lambda duty: duty.period.last).period
            ends = first.last_day
            if kind_of(first) not in ("week", "month") and (ends.year, ends.month) == (today.year, today.month):
                return "本月截止"
            return _ENDS_WITH.get(kind_of(first), "待办")
        return {"missed": "逾期", "explained": "有说明", "done": "已完成"}[self.standing]

    def look(self, today: date) -> Look:
        """The colour that goes with the word; what is 一般 is never more than a warning."""
        if self.standing == "missed":
            return "soon" if self.rule.soft else "overdue"
        if self.standing == "open" and self.word(today) in ("本周", "本月", "本月截止"):
            return "soon"
        return _LOOKS[self.standing]


def last_year_shown(today: date) -> int | None:
    """Return the year before while its gaps can still be filled before it is handed in: in the first quarter."""
    return today.year - 1 if today.month <= LAST_YEAR_UNTIL_MONTH else None


def for_card(
    duties: Iterable[Duty], today: date, last_year: Iterable[Duty] = ()
) -> tuple[list[DutyGroup], list[DutyGroup]]:
    """Return what is still to be recorded, the pressing things first, and what is settled in the periods that run.

    last_year: duties of the year before, of which only what was missed is shown.
    """
    asked = [duty for duty in duties if duty.rule.metric != "note"]
    pressing = together(duty for duty in asked if duty.state in ("missed", "open"))
    settled = together(
        duty
        for duty in asked
        if duty.state in ("done", "explained")
        and duty.rule.metric not in ("complete", "make_up")
        and (duty.period.holds(today.isoformat()) or duty.state == "explained")
    )
    earlier = [duty for duty in last_year if duty.state == "missed" and duty.rule.metric != "note"]
    return sorted([*pressing, *together(earlier, "去年")], key=_pressure), settled


def together(duties: Iterable[Duty], year_word: str = "") -> list[DutyGroup]:
    """Put duties of one rule and subject together; people's own ones by rule only."""

    def key(duty: Duty) -> tuple[str, str]:
        return duty.key, "" if duty.rule.metric in ("make_up", "complete") else duty.subject_id

    found: dict[tuple[str, str], list[Duty]] = {}
    for duty in duties:
        found.setdefault(key(duty), []).append(duty)
    return [DutyGroup(tuple(sorted(one, key=lambda duty: duty.period.last)), year_word) for one in found.values()]


def _pressure(group: DutyGroup) -> tuple[bool, bool, bool, str]:
    return (
        group.standing != "missed",
        group.rule.metric in ("make_up", "complete"),
        group.rule.soft and group.standing == "missed",
        min(duty.period.last for duty in group.duties),
    )


def _missing(missed: tuple[Duty, ...]) -> str:
    begun = [duty for duty in missed if duty.done]
    if not begun:
        return f"{_times(missed)}未登记"
    if len(missed) == 1:
        (duty,) = missed
        have, want = amount(duty.rule, duty.done), amount(duty.rule, duty.required)
        return f"{_times(missed)}登记了 {have}，要求 {want}"
    return f"{_times(missed)}登记的不够"


def _still(duty: Duty, *, short: bool) -> str:
    when = {"year": "今年", "week": "本周"}.get(kind_of(duty.period), duty.period.label)
    if not duty.done:
        return f"{when}待登记" if short else f"{when}还没有登记"
    return f"{when}已登记 {amount(duty.rule, duty.done)}，还差 {amount(duty.rule, duty.required - duty.done)}"


def amount(rule: Rule, value: int) -> str:
    """Return times or minutes in the unit of a rule: `2 次`, `12.5 学时`."""
    return f"{hours_text(value)} 学时" if rule.unit == "学时" else f"{value} {rule.unit}"


def demand(rule: Rule, period_word: str) -> str:
    """Return what a rule asks in a few words: `一般每月 1 次`, `每年不少于 32 学时`."""
    general = "一般" if rule.soft else ""
    if rule.metric == "complete":
        return f"{general}{period_word}四项齐全"
    if rule.metric == "make_up":
        return f"{general}缺一次补一次"
    at_least = "不少于 " if rule.comparator == ">=" and rule.unit == "学时" else " "
    return f"{general}{period_word}{at_least}{amount(rule, rule.value)}"


def kind_of(period: Period) -> str:
    """Return which kind of period it is: `week` … `year`, or `each` for that of a single record."""
    key = period.key
    if len(key) == len("2026"):
        return "year"
    marks = {"-W": "week", "-Q": "quarter", "-H": "half_year"}
    if key[4:6] in marks and len(key) <= len("2026-W05"):
        return marks[key[4:6]]
    return "month" if len(key) == len("2026-03") else "each"


def _times(duties: tuple[Duty, ...]) -> str:
    """Return the periods as short as they can be said: `1—3、5月`, `第三季度`, `12 周`."""
    kinds = {kind_of(duty.period) for duty in duties}
    if kinds == {"month"}:
        return _months([int(duty.period.key[5:7]) for duty in duties])
    if kinds == {"week"}:
        return f"{len(duties)} 周" if len(duties) > 1 else duties[0].period.label
    if kinds == {"year"}:
        return "今年" if len(duties) == 1 and duties[0].state in ("open", "done") else duties[0].period.label
    return "、".join(duty.period.label for duty in duties)


def _months(numbers: list[int]) -> str:
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0])
    ]
    said = "、".join(f"{run[0]}—{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs)
    return f"{said}月"


# --- the year, month by month -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What a month shows: a word or mark, no text where nothing was due; look None: the normal case, told quietly."""

    text: str
    look: Look | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One rule and subject through a year; twelve cells, a longer period stands in its last month."""

    group: DutyGroup
    cells: tuple[SheetCell, ...]


def year_sheet(duties: Iterable[Duty], year: int) -> list[SheetRow]:
    """Return the year, month by month, in the order of the rules; rules without a number are left out."""
    rows = []
    for group in sorted(together(duty for duty in duties if duty.rule.metric != "note"), key=_rank):
        months: list[list[Duty]] = [[] for _ in range(12)]
        for duty in group.duties:
            months[_month_of(duty.period, year) - 1].append(duty)
        rows.append(SheetRow(group, tuple(_cell(month) for month in months)))
    return rows


def _rank(group: DutyGroup) -> tuple[str, int, str]:
    return group.rule_set.key, group.rule_set.rules.index(group.rule), group.duties[0].subject_id


def _month_of(period: Period, year: int) -> int:
    # The first and last week of a year reach over its edge.
    day = period.last_day if period.last_day.year == year else period.first_day
    return day.month


def _cell(duties: list[Duty]) -> SheetCell:
    asked = [duty for duty in duties if duty.state != "waived"]
    if not asked:
        return SheetCell("—" if duties else "", None)
    for state, word in (("missed", "缺"), ("open", "待"), ("explained", "说明")):
        found = [duty for duty in asked if duty.state == state]
        if found:
            look: Look = "none"
            if state == "missed":
                look = "soon" if all(duty.rule.soft for duty in found) else "overdue"
            return SheetCell(f"{word} {len(found)}" if len(asked) > 1 else word, look)
    return SheetCell("✓ 补录" if any(duty.late for duty in asked) else "✓", None)


def rule_sets_in_use(ledger: "Ledger", day: date) -> list[RuleSet]:
    """Return the sets of duties that hold on a day, the default while none was ever chosen.

    Raises RefusedError("rule-set-unknown").
    """
    chosen = [choice for choice in rule_choice.list_choices(ledger) if choice.use == "duties"]
    if not chosen:
        return [catalog.rule_set(catalog.DEFAULT_DUTIES)]
    # The day on which a set is put out of use is its last one.
    return [
        catalog.rule_set(one.rule_set)
        for one in chosen
        if spans.begun(one.from_date, day) and (not one.to_date or day.isoformat() <= one.to_date)
    ]


def source(rule: Rule, rule_set: RuleSet) -> str:
    """Return where a rule stands: issuer, document and clause."""
    document = rule_set.document if "《" in rule_set.document else f"《{rule_set.document}》"
    return " · ".join(part for part in (rule_set.issuer, document if rule_set.document else "", rule.clause) if part)


def caveats(rule: Rule, rule_set: RuleSet) -> list[str]:
    """Return what must be said with a rule wherever it is shown: 一般, 未核实, 本地设定, status of its document."""
    found = ["一般要求，不作硬性判定"] if rule.soft else []
    if rule.unverified:
        found.append("未核实")
    if rule_set.local:
        found.append("本地设定，非文件规定")
    if rule_set.status and rule_set.status not in found:
        found.append(rule_set.status)
    return found
