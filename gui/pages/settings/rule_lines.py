"""What the section 制度 lists: every set of rules and credit scheme with its standing, and what stands in each."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from models import duty_groups, rule_choice, words
from models.amounts import credits_text
from models.rule_choice import RuleChoice
from models.rules import catalog
from models.rules.rule import CreditItem, CreditScheme, Rule, RuleSet

if TYPE_CHECKING:
    from models.ledger import Ledger

LOCAL, UNVERIFIED = "本地设定", "未核实"
_PER = {"event": "每次", "hour": "每学时", "entry": "手工登记，每项"}


@dataclass(frozen=True, slots=True)
class SetLine:
    """One set or scheme. choice: how it is or was chosen, the newest one; default: in use because none was chosen."""

    content: RuleSet | CreditScheme
    choice: RuleChoice | None
    default: bool
    today: date

    @property
    def use(self) -> str:
        """`duties` or `credits`."""
        return "credits" if isinstance(self.content, CreditScheme) else "duties"

    @property
    def use_word(self) -> str:
        """What it is for."""
        return "学分" if self.use == "credits" else "任务和学时"

    @property
    def in_use(self) -> bool:
        """Whether it holds today."""
        return self.default or (self.choice is not None and not self.ended and self.begun)

    @property
    def begun(self) -> bool:
        """Whether its first day has come."""
        return self.choice is not None and self.choice.from_date <= self.today.isoformat()

    @property
    def ended(self) -> bool:
        """Whether its last day is over."""
        return self.choice is not None and bool(self.choice.to_date) and self.choice.to_date < self.today.isoformat()

    @property
    def word(self) -> str:
        """How it stands."""
        if self.default:
            return "默认使用"
        if self.choice is None:
            return "未选用"
        if self.ended:
            return "已停用"
        return "使用中" if self.begun else "将启用"

    @property
    def span(self) -> str:
        """From when to when."""
        if self.choice is None:
            return ""
        first = f"{self.choice.from_date} 起" if self.choice.from_date else "一直使用"
        return f"{self.choice.from_date or '一直'} 至 {self.choice.to_date}" if self.choice.to_date else first


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One rule or one item of a scheme as a line of the list."""

    title: str
    subject: str
    asked: str
    marks: str
    entry: Rule | CreditItem


def set_lines(ledger: "Ledger") -> list[SetLine]:
    """Return all sets, then all schemes; those in use first. Raises RefusedError("rule-file-faulty")."""
    chosen = {(one.use, one.rule_set): one for one in rule_choice.list_choices(ledger)}
    any_duties = any(use == "duties" for use, _ in chosen)
    today = ledger.clock.today()
    lines = [
        SetLine(one, chosen.get(("duties", key)), not any_duties and key == catalog.DEFAULT_DUTIES, today)
        for key, one in catalog.rule_sets().items()
    ]
    schemes = [
        SetLine(one, chosen.get(("credits", key)), False, today) for key, one in catalog.credit_schemes().items()
    ]
    return sorted(lines, key=lambda one: not one.in_use) + sorted(schemes, key=lambda one: not one.in_use)


def unknown_choices(ledger: "Ledger") -> list[RuleChoice]:
    """Return choices of sets that this program does not have."""
    known = {("duties", key) for key in catalog.rule_sets()} | {("credits", key) for key in catalog.credit_schemes()}
    return [one for one in rule_choice.list_choices(ledger) if (one.use, one.rule_set) not in known]


def entry_lines(line: SetLine) -> list[EntryLine]:
    """Return the rules of a set or the items of a scheme."""
    if isinstance(line.content, CreditScheme):
        return [EntryLine(one.title, one.group, _credit(one), "", one) for one in line.content.items]
    options = line.choice.options if line.choice is not None else {}
    return [_rule(one, str(options.get(one.key, ""))) for one in line.content.rules]


def _rule(rule: Rule, chosen: str) -> EntryLine:
    period = words.label("rule_period", chosen if chosen in rule.choices else rule.period)
    asked = duty_groups.demand(rule, period) if rule.value else "只作提示"
    marks = "、".join(word for word, shown in (("一般", rule.soft), (UNVERIFIED, rule.unverified)) if shown)
    return EntryLine(rule.title, words.label("rule_subject", rule.subject), asked, marks, rule)


def _credit(item: CreditItem) -> str:
    cap = ""
    if item.cap_hundredths is not None:
        cap = f"，{words.label('rule_period', item.cap_period)}最多 {credits_text(item.cap_hundredths)} 分"
    return f"{_PER[item.per]} {credits_text(item.hundredths)} 分{cap}"
