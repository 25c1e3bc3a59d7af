"""Records that belong together as one sheet: put together, counted, and written as a whole."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.errors import BugError, RefusedError
from models.gate import Operation
from models.kinds import records
from models.kinds.grid import Grid, Told
from models.kinds.kind import Kind
from models.kinds.records import Record
from models.schema import SELF

if TYPE_CHECKING:
    from models.ids import Ids
    from models.ledger import Ledger

Lines = Mapping[str, Mapping[str, Any]]
"""Member -> the values of her line, as they are kept."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: all records that share what its kind says, one or more."""

    kind: Kind
    records: tuple[Record, ...]

    @property
    def id(self) -> str:
        """The key of the sheet: its first record's."""
        return self.records[0].id

    @property
    def title(self) -> str:
        """What it is about."""
        return self.records[0].title

    @property
    def name(self) -> str:
        """The same: a sheet is called by what it is about."""
        return f"“{self.title}”"

    @property
    def day(self) -> str:
        """When."""
        return self.records[0].day

    def said(self, name: str) -> str:
        """Return what all its records share, or what is told of them, in words."""
        told = self._told(name)
        if told is None:
            return self.records[0].said(name)
        if told.how == "count":
            return f"{len(self.records)} 人"
        if told.how == "less":
            return self._short(told)
        return self._are(told) if told.how == "are" else self._reckoned(told)

    def amount(self, name: str) -> int:
        """Return what a column that is told is sorted by. Raises BugError for another column."""
        told = self._told(name)
        if told is None:
            raise BugError(f"{self.kind.name} tells no {name!r} of its sheets")
        if told.how == "count":
            return len(self.records)
        if told.how == "are":
            return self.count(told)
        if told.how == "less":
            return sum(self._missing(told))
        amounts = self._amounts(told)
        return sum(amounts) if told.how == "sum" else round(sum(amounts) / max(len(amounts), 1))

    def count(self, told: Told) -> int:
        """Return how many lines are what is told."""
        return sum(one.values[told.of] == told.value for one in self.records)

    def _told(self, name: str) -> Told | None:
        return next((one for one in grid_of(self.kind).told if one.name == name), None)

    def _are(self, told: Told) -> str:
        field = self.kind.by_name[told.of]
        if count := self.count(told):
            return f"{count} 人{field.said(told.value)}"
        all_are = told.every and all(one.values[told.of] == told.every for one in self.records)
        return f"✓ 都{field.said(told.every)}" if all_are else ""

    def _missing(self, told: Told) -> list[int]:
        pairs = [(one.number(told.of) or 0, one.number(told.than) or 0) for one in self.records]
        return [owed - had for had, owed in pairs if had < owed]

    def _short(self, told: Told) -> str:
        missing = self._missing(told)
        field = self.kind.by_name[told.of]
        return f"{len(missing)} 人 {field.said(sum(missing))} {field.behind}".strip() if missing else "✓ 没有"

    def _amounts(self, told: Told) -> list[int]:
        return [value for one in self.records if (value := one.number(told.of)) is not None]

    def _reckoned(self, told: Told) -> str:
        amounts, field = self._amounts(told), self.kind.by_name[told.of]
        if not amounts:
            return ""
        if told.how == "sum":
            return field.said(sum(amounts))
        return f"{sum(amounts) / len(amounts) / field.parts:.1f}"


def grid_of(kind: Kind) -> Grid:
    """Return the grid of a kind. Raises BugError for a kind without one."""
    if kind.grid is None:
        raise BugError(f"{kind.name} has no grid")
    return kind.grid


def together(found: Iterable[Record]) -> list[Sheet]:
    """Put records of one kind together, the newest sheet first; nobody stands twice on a sheet."""
    sheets: dict[tuple[str, ...], list[Record]] = {}
    times: Counter[tuple[str, ...]] = Counter()
    for one in found:
        shared = (str(one.values[name]) for name in grid_of(one.kind).shared)
        key = (one.day, one.title, *shared)
        times[one.member_id, *key] += 1
        sheets.setdefault((*key, f"{times[one.member_id, *key]:06d}"), []).append(one)
    return [Sheet(sheets[key][0].kind, tuple(sheets[key])) for key in sorted(sheets, reverse=True)]


def of_record(ledger: "Ledger", found: Record) -> Sheet:
    """Return the sheet on which a record stands."""
    sheets = together(records.listed(ledger, found.kind, org=found.org, year=int(found.day[:4])))
    return next(one for one in sheets if found in one.records)


def last_lines(ledger: "Ledger", kind: Kind, before: str) -> dict[str, Record]:
    """Return everybody's last record before a date, of its year or the year before."""
    year = int(before[:4])
    found = [one for year in (year - 1, year) for one in records.listed(ledger, kind, year=year)]
    return {one.member_id: one for one in found if one.day < before}


# --- writing ----------------------------------------------------------------------------


def enter(op: Operation, ids: "Ids", kind: Kind, lines: Lines, /, *, org: int = SELF, **shared: Any) -> list[str]:
    """Enter a sheet and return the ids of its records in the order of the people.

    shared: by field, for all of them. Raises RefusedError: the kind's `nobody`, and as `records.add`, each with the
    fact `member`.
    """
    if not lines:
        raise RefusedError(kind.nobody)
    made: list[str] = []
    for member_id, line in lines.items():
        with about(member_id):
            made += records.add(op, ids, kind, [member_id], org=org, **shared, **line)
    return made


def change(
    op: Operation, ids: "Ids", kept: Sequence[Record], lines: Lines, /, *, org: int = SELF, **shared: Any
) -> list[str]:
    """Put these lines in the place of those that are kept; return the ids of those kept on, then of the new ones.

    What a line does not name stays as it is. Raises as `enter`; all lines may go.
    """
    kind, stays = kept[0].kind, [one for one in kept if one.member_id in lines]
    for one in kept:
        if one not in stays:
            records.remove(op, kind, one.id, org=org)
            continue
        with about(one.member_id):
            records.edit(op, kind, one.id, org=org, **shared, **lines[one.member_id])
    there = {one.member_id for one in kept}
    fresh = {key: line for key, line in lines.items() if key not in there}
    return [*(one.id for one in stays), *(enter(op, ids, kind, fresh, org=org, **shared) if fresh else [])]


def deed(kept: Sequence[Record], lines: Lines, shared: Mapping[str, Any]) -> tuple[str, str]:
    """Return what writing these lines comes to, for the journal: `add`, `edit` or `remove`, and what it is made of."""
    there = {one.member_id: one for one in kept}
    came, went = len(lines.keys() - there.keys()), len(there.keys() - lines.keys())
    both = [(one, {**shared, **lines[key]}) for key, one in there.items() if key in lines]
    changed = sum(any(one.values[name] != value for name, value in whole.items()) for one, whole in both)
    parts = [f"{word} {count} 人" for word, count in (("新增", came), ("修改", changed), ("去掉", went)) if count]
    if len(parts) > 1:
        return "edit", "、".join(parts)
    return ("add" if came or not kept else "remove" if went else "edit"), ""


@contextmanager
def about(member_id: str) -> Iterator[None]:
    """Let a refusal say whose line it is about, so that a window can go there."""
    try:
        yield
    except RefusedError as error:
        error.facts.setdefault("member", member_id)
        raise

