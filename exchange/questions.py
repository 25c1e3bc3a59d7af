"""One question for equal values, not one a row: which rows of a plan wait for the same answer, and how that is told.

Two rows ask the same when field, code, choices and facts of what they wait for are equal; where the row stands says
nothing. What holds only for its own row (a day that is missing) is for the caller to leave out.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from exchange.roster_findings import UNDECIDED, Finding

OF_ONE_ROW = frozenset({
    "row-same-name-in-file", "row-same-name-in-ledger", "row-name-differs", "row-member-left", "row-id-old",
    "row-two-numbers",
})  # fmt: skip
"""Questions about one person: nobody else's answer settles them."""

_OF_ALL = frozenset({"row-seems-left"})
"""Questions whose details come from each row: the day and the place of a leaving."""

_MOST_NAMED = 6
"""Rows named where many wait for the same."""

Key = tuple[str, int]


class Asked(Protocol):
    """What every row of a plan knows: where it stands, what became of it and what was found in it."""

    @property
    def key(self) -> Key: ...

    @property
    def state(self) -> str: ...

    @property
    def findings(self) -> Sequence[Finding]: ...


class Questions:
    """The questions of a plan's rows; put together once for each plan, so that 20,000 rows can be asked about."""

    def __init__(self, rows: Iterable[Asked]) -> None:
        self._alike: dict[Hashable, dict[Key, None]] = defaultdict(dict)
        self._same_kind: dict[str, dict[Key, None]] = defaultdict(dict)
        for row in rows:
            for finding in _open(row):
                self._alike[_shared(row, finding)][row.key] = None
                self._same_kind[finding.code][row.key] = None

    def alike(self, row: Asked, finding: Finding | None = None) -> list[Key]:
        """Return the keys of the rows, this one among them, that one answer settles. finding: what is answered, by
        default what the row waits for first.
        """
        asked = finding or next(iter(_open(row)), None)
        return [row.key] if asked is None else list(self._alike[_shared(row, asked)])

    def same_kind(self, row: Asked, code: str = "") -> list[Key]:
        """Return the keys of the rows with a question of this code, by default that of this row's first question,
        whatever its values.
        """
        asked = code or next((finding.code for finding in _open(row)), "")
        return list(self._same_kind[asked]) if asked else [row.key]


def grouped(told: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Return rows as a summary tells them, those with equal field, code and reason together, by their first."""
    found: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for row in told:
        found.setdefault((row["field"], row["code"], row["reason"]), []).append(row)
    return list(found.values())


def told(group: Sequence[Mapping[str, Any]], field_word: Callable[[str], str]) -> str:
    """Tell what one row waits for, or many as `12 行（人员类别）（名册 第 2 行 张三、第 3 行 李四……）：…`."""
    first = group[0]
    field = f"（{field_word(first['field'])}）" if first["field"] else ""
    if not first["row"]:
        place = f"工作表“{first['sheet']}”"
    elif len(group) == 1:
        place = f"{_place(first)}{field}"
    else:
        more = "……" if len(group) > _MOST_NAMED else ""
        place = f"{len(group)} 行{field}（{'、'.join(map(_place, group[:_MOST_NAMED]))}{more}）"
    return f"{place}：{first['reason']}"


def _place(row: Mapping[str, Any]) -> str:
    return f"{row['sheet']} 第 {row['row']} 行 {row['name']}".rstrip()


def _open(row: Asked) -> list[Finding]:
    """Return what an undecided row waits for, the first first."""
    return [one for one in row.findings if one.level == UNDECIDED] if row.state == "undecided" else []


def _shared(row: Asked, finding: Finding) -> Hashable:
    """Return what rows have in common that ask the same."""
    if finding.code in OF_ONE_ROW:
        return finding.code, row.key
    if finding.code in _OF_ALL:
        return (finding.code,)
    facts = tuple(sorted((name, str(value)) for name, value in finding.facts.items()))
    return finding.field, finding.code, finding.choices, facts
