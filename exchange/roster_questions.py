"""Questions that many rows share: rows that wait for the same thing are asked once, and one answer settles them all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from exchange.roster_findings import UNDECIDED, Finding

OF_ONE_ROW = frozenset(
    {
        "row-same-name-in-file", "row-same-name-in-ledger", "row-name-differs", "row-member-left", "row-id-old",
        "row-two-numbers",
    }
)
"""Questions about one person: nobody else's answer settles them."""


class Asked(Protocol):
    """A row of a plan."""

    @property
    def key(self) -> tuple[str, int]: ...

    @property
    def findings(self) -> tuple[Finding, ...]: ...


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the rows that wait for the answer, in the order of the file."""

    finding: Finding
    rows: tuple[Asked, ...]


def question_of(row: Asked) -> Finding | None:
    """Return what a row waits for first."""
    return next((finding for finding in row.findings if finding.level == UNDECIDED), None)


def key_of(row: Asked, finding: Finding) -> tuple[object, ...]:
    """Return what rows with the same question share; the details of a leaving come from each row."""
    if finding.code in OF_ONE_ROW:
        return finding.code, row.key
    if finding.code == "row-seems-left":
        return (finding.code,)
    return finding.code, finding.field, finding.choices, finding.reason()


def questions(rows: Iterable[Asked]) -> list[Question]:
    """Return the questions of a plan's rows, the first asked first."""
    found: dict[tuple[object, ...], tuple[Finding, list[Asked]]] = {}
    for row, finding in _waiting(rows):
        found.setdefault(key_of(row, finding), (finding, []))[1].append(row)
    return [Question(finding, tuple(alike)) for finding, alike in found.values()]


def alike(row: Asked, rows: Iterable[Asked]) -> list[Asked]:
    """Return the rows, this one among them, that wait for the same answer."""
    finding = question_of(row)
    if finding is None:
        return [row]
    key = key_of(row, finding)
    return [other for other, asked in _waiting(rows) if asked.code == finding.code and key_of(other, asked) == key]


def _waiting(rows: Iterable[Asked]) -> Iterator[tuple[Asked, Finding]]:
    for row in rows:
        if (finding := question_of(row)) is not None:
            yield row, finding
