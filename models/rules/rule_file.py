"""Reading a file of `resources/rules`: everything wrong in it is told at once, as findings; content never raises."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models import words
from models.rules import rule_fields
from models.rules.rule import CreditItem, CreditScheme, Rule, RuleSet
from models.rules.rule_fields import Reader

USES = ("duties", "credits")


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """Something in a rule file. level: `error` or `warning`; place: `制度`, `条款 Q07`, `项目 study`."""

    code: str
    level: str
    place: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self) -> str:
        """Say what and where, in Chinese."""
        return f"{self.place}：{words.label('rule_finding', self.code).format(**self.facts)}"


@dataclass(frozen=True, slots=True)
class RuleFile:
    """What a file holds, nothing when it has errors, and every finding in it."""

    content: RuleSet | CreditScheme | None
    findings: tuple[RuleFinding, ...]

    @property
    def errors(self) -> tuple[RuleFinding, ...]:
        """The findings that keep the file from being used."""
        return tuple(one for one in self.findings if one.level == "error")


def read(path: Path) -> RuleFile:
    """Return what a rule file holds and what is wrong with it; the key is the file's name. Raises OSError only."""
    return read_text(path.stem, path.read_bytes())


def read_text(key: str, data: bytes) -> RuleFile:
    """Return what the bytes of a rule file hold; see `read`."""
    findings: list[RuleFinding] = []

    def told(code: str, place: str, level: str = "error", **facts: Any) -> None:
        findings.append(RuleFinding(code, level, place, facts))

    try:
        table = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        # Of ValueError: no TOML, no UTF-8, a number of thousands of digits.
        told("not-toml", "文件", detail=str(error)[:100])
        return RuleFile(None, tuple(findings))
    if table.get("file") not in USES:
        told("kind-of-file", "文件")
        return RuleFile(None, tuple(findings))
    content = (_rule_set if table["file"] == "duties" else _scheme)(key, table, told)
    kept = RuleFile(content, tuple(findings))
    return RuleFile(None, kept.findings) if kept.errors else kept


def _rule_set(key: str, table: Mapping[str, Any], told: rule_fields.Tell) -> RuleSet:
    head = Reader(table, "制度", told)
    values = head.take(rule_fields.SET)
    rules = []
    entries = head.tables("rule")
    for number, entry in enumerate(entries, 1):
        reader = Reader(entry, f"条款 {entry.get('key', f'第{number}条')}", told)
        taken = reader.take(rule_fields.RULE)
        if rule_fields.rule_holds_together(taken, reader):
            rules.append(Rule(**rule_fields.in_minutes(taken)))
    _twice([str(entry.get("key")) for entry in entries], "条款", told)
    head.rest({*rule_fields.SET, "rule", "file"})
    return RuleSet(key=key, rules=tuple(rules), **values)


def _scheme(key: str, table: Mapping[str, Any], told: rule_fields.Tell) -> CreditScheme:
    head = Reader(table, "方案", told)
    values = head.take(rule_fields.SCHEME)
    items = []
    entries = head.tables("item")
    for number, entry in enumerate(entries, 1):
        reader = Reader(entry, f"项目 {entry.get('key', f'第{number}项')}", told)
        taken = reader.take(rule_fields.ITEM)
        if rule_fields.item_holds_together(taken, reader):
            items.append(CreditItem(**rule_fields.in_hundredths(taken)))
    _twice([str(entry.get("key")) for entry in entries], "项目", told)
    head.rest({*rule_fields.SCHEME, "item", "file"})
    rule_fields.scheme_holds_together(values, head)
    if values.get("combine") == "each":
        _claimed_twice(items, told)
    return CreditScheme(key=key, items=tuple(items), **rule_fields.in_hundredths(values))


def _twice(keys: list[str], what: str, told: rule_fields.Tell) -> None:
    for key in sorted({one for one in keys if keys.count(one) > 1}):
        told("key-twice", f"{what} {key}")


def _claimed_twice(items: list[CreditItem], told: rule_fields.Tell) -> None:
    for number, item in enumerate(items):
        for other in items[number + 1 :]:
            shared = sorted({*item.meeting_kinds} & {*other.meeting_kinds})
            studied = sorted({*item.study_kinds} & {*other.study_kinds})
            named = [words.label("meeting_kind_short", kind) for kind in shared]
            named += [words.label("study_record.kind", kind) for kind in studied]
            named += [words.label("study_line", kind) for kind in sorted({*item.works} & {*other.works})]
            if named:
                told("claimed-twice", f"项目 {item.key}", "warning", other=other.title, kinds="、".join(named))
