"""All rule sets and credit schemes that the program brings, read and checked once."""

from functools import cache
from pathlib import Path

import resources
from models.errors import RefusedError
from models.rules import rule_file
from models.rules.rule import CreditScheme, RuleSet

DEFAULT_DUTIES = "national"
"""The set a branch goes by while it has chosen none; there is no such credit scheme."""


@cache
def rule_sets() -> dict[str, RuleSet]:
    """Return key -> rule set. Raises RefusedError("rule-file-faulty")."""
    return {one.key: one for one in _all() if isinstance(one, RuleSet)}


@cache
def credit_schemes() -> dict[str, CreditScheme]:
    """Return key -> credit scheme. Raises RefusedError("rule-file-faulty")."""
    return {one.key: one for one in _all() if isinstance(one, CreditScheme)}


def load(path: Path) -> RuleSet | CreditScheme:
    """Return what a file holds. Raises RefusedError("rule-file-faulty") with every error in it."""
    found = rule_file.read(path)
    if found.content is None:
        raise RefusedError(
            "rule-file-faulty", path=str(path), findings="\n".join(one.sentence() for one in found.errors)
        )
    return found.content


@cache
def _all() -> list[RuleSet | CreditScheme]:
    return [load(path) for path in sorted(resources.RULES.glob("*.toml"))]


def rule_set(key: str) -> RuleSet:
    """Return the rule set of a key. Raises RefusedError("rule-set-unknown")."""
    if key not in rule_sets():
        raise RefusedError("rule-set-unknown", key=key)
    return rule_sets()[key]


def credit_scheme(key: str) -> CreditScheme:
    """Return the credit scheme of a key. Raises RefusedError("rule-set-unknown")."""
    if key not in credit_schemes():
        raise RefusedError("rule-set-unknown", key=key)
    return credit_schemes()[key]
