"""What the importer has to say about a row: refused, asked, warned of; with its Chinese sentence."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from models import words

REFUSED, UNDECIDED, WARNING = "refused", "undecided", "warning"
"""Levels: the row cannot come in; a person has to decide; it comes in, but somebody should look."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on a field of a row.

    choices: values of the field among which a person may decide (ISO dates, keys, ID numbers).
    """

    level: str
    field: str
    code: str
    facts: dict[str, Any] = dataclasses.field(default_factory=dict)
    choices: tuple[str, ...] = ()

    @property
    def field_word(self) -> str:
        """The Chinese name of a member's field; nothing for another."""
        return words.labels()["field"].get(f"member.{self.field}", "")

    def reason(self) -> str:
        """Say in Chinese what is the matter and what can be done about it."""
        facts = {"field": self.field_word, **self.facts}
        what = words.error_text(self.code, "what", facts)
        return what + words.error_text(self.code, "next", facts)


def refused(field_: str, code: str, **facts: Any) -> Finding:
    """Return a finding that keeps the row out."""
    return Finding(REFUSED, field_, code, facts)


def undecided(field_: str, code: str, choices: tuple[str, ...] = (), **facts: Any) -> Finding:
    """Return a finding that somebody has to decide."""
    return Finding(UNDECIDED, field_, code, facts, choices)


def warning(field_: str, code: str, **facts: Any) -> Finding:
    """Return a finding that does not keep the row out."""
    return Finding(WARNING, field_, code, facts)
