"""One question for equal values, not one a row: which rows of a plan wait for the same answer.

Two rows ask the same when field, code, choices and facts of what they wait for are equal; where the row stands says
nothing. What holds only for its own row (a day that is missing) is for the caller to leave out.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from exchange.roster_findings import UNDECIDED, Finding


class AskingRow(Protocol):
    """What every row of a plan knows: what was found in it."""

    @property
    def findings(self) -> Sequence[Finding]: ...


Row = TypeVar("Row", bound=AskingRow)


def key(finding: Finding) -> Hashable:
    """Return what equal questions have in common."""
    facts = tuple(sorted((name, str(value)) for name, value in finding.facts.items()))
    return finding.field, finding.code, finding.choices, facts


def asking(rows: Iterable[Row], finding: Finding) -> list[Row]:
    """Return the rows that wait for the answer to this question, in their order."""
    wanted = key(finding)
    return [
        row
        for row in rows
        if any(one.code == finding.code and one.level == UNDECIDED and key(one) == wanted for one in row.findings)
    ]


def grouped(told: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Return rows as a summary tells them, those with equal code and reason together, by their first."""
    found: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for row in told:
        found.setdefault((row["field"], row["code"], row["reason"]), []).append(row)
    return list(found.values())
