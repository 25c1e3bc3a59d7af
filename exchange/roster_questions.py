"""Questions that many rows share: rows that wait for the same thing are asked once, and one answer settles them all."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

from exchange.roster_findings import UNDECIDED, Finding

OF_ONE_ROW = frozenset({
    "row-same-name-in-file", "row-same-name-in-ledger", "row-name-differs", "row-member-left", "row-id-old",
    "row-two-numbers",
})  # fmt: skip
"""Questions about one person: nobody else's answer settles them."""

_OF_ALL = frozenset({"row-seems-left"})
"""Questions whose details come from each row: the day and the place of a leaving."""


class Asked(Protocol):
    """A row of a plan."""

    @property
    def key(self) -> tuple[str, int]: ...

    @property
    def state(self) -> str: ...

    @property
    def findings(self) -> tuple[Finding, ...]: ...


class Questions:
    """The questions of a plan's rows; put together once for each plan, so that 20,000 rows can be asked about."""

    def __init__(self, rows: Iterable[Asked]) -> None:
        self._alike: dict[tuple[object, ...], list[tuple[str, int]]] = defaultdict(list)
        self._same_kind: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for row in rows:
            finding = question_of(row)
            if finding is not None:
                self._alike[_what_is_shared(row, finding)].append(row.key)
                self._same_kind[finding.code].append(row.key)

    def __len__(self) -> int:
        return len(self._alike)

    def alike(self, row: Asked) -> list[tuple[str, int]]:
        """Return the keys of the rows, this one among them, that the answer to this row settles."""
        finding = question_of(row)
        return [row.key] if finding is None else self._alike[_what_is_shared(row, finding)]

    def same_kind(self, row: Asked) -> list[tuple[str, int]]:
        """Return the keys of the rows with a question of this row's kind, whatever its values."""
        finding = question_of(row)
        return [row.key] if finding is None else self._same_kind[finding.code]


def question_of(row: Asked) -> Finding | None:
    """Return what an undecided row waits for first."""
    if row.state != "undecided":
        return None
    return next((finding for finding in row.findings if finding.level == UNDECIDED), None)


def _what_is_shared(row: Asked, finding: Finding) -> tuple[object, ...]:
    if finding.code in OF_ONE_ROW:
        return finding.code, row.key
    if finding.code in _OF_ALL:
        return (finding.code,)
    return finding.code, finding.field, finding.choices, tuple(map(str, finding.facts.values()))
