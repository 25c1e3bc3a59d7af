"""The two forms in which the journal keeps what happened to rows: a line for each, or one line for many.

Rows that one operation treated alike and that belong to one owner (the sheet of a meeting) share a line: column by
column, deflated, as a text whose first sign no JSON object has. Its `row_key` is the part of the key that they share.
Everybody who reads the journal reads it through here. The digest of an operation covers the lines as they are kept.
"""

import base64
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from models import schema
from models.changes import RowKey

Row = dict[str, Any]
States = dict[RowKey, Row]
"""The rows of one column of a line, by key."""

SHARED = "substr(coalesce(c.after, c.before), 1, 1) = '*'"
"""In SQL: whether line `c` tells of many rows."""

COUNT = f"CASE WHEN {SHARED} THEN CAST(substr(coalesce(c.after, c.before), 2) AS INTEGER) ELSE 1 END"
"""In SQL: of how many rows line `c` tells."""

_SIGN, _LEVEL = "*", 9
_OWNED = 3
"""Keys with so many parts name an owner; of the others no part says where a row would be found."""
_FEWEST = 3
_MOST_BYTES = 64 << 20

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
"""Made once: json.dumps with settings of its own makes one for every row of the journal."""


def canonical(value: Any) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, Chinese as it is."""
    return _ENCODER.encode(value)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an operation did to one row; None where it did not exist."""

    table: str
    key: RowKey
    before: Row | None
    after: Row | None

    @property
    def _likeness(self) -> tuple[object, ...]:
        columns = (None if row is None else tuple(row) for row in (self.before, self.after))
        return (self.table, self.key[:-1], *columns)

    def shares_with(self, other: "Recorded") -> bool:
        """Tell whether both may stand in one line."""
        return len(self.key) >= _OWNED and self._likeness == other._likeness


# --- writing --------------------------------------------------------------------------


def lines(recorded: list[Recorded]) -> list[Row]:
    """Return the lines of an operation (columns of `journal_change` without `seq`), in the order of what was done."""
    found = (line for run in _runs(recorded) for line in ([_shared(run)] if len(run) >= _FEWEST else map(_own, run)))
    return [{"n": n, **line} for n, line in enumerate(found, 1)]


def _runs(recorded: list[Recorded]) -> Iterator[list[Recorded]]:
    """Yield the changes in groups that may share a line; no row is twice in one."""
    run: list[Recorded] = []
    keys: set[RowKey] = set()
    for one in recorded:
        if run and (one.key in keys or not one.shares_with(run[0])):
            yield run
            run, keys = [], set()
        run.append(one)
        keys.add(one.key)
    if run:
        yield run


def _own(one: Recorded) -> Row:
    before, after = (None if row is None else canonical(row) for row in (one.before, one.after))
    return {"tbl": one.table, "row_key": canonical(list(one.key)), "before": before, "after": after}


def _shared(run: list[Recorded]) -> Row:
    table, owner = run[0].table, run[0].key[:-1]
    texts = (_packed(table, rows) for rows in ([one.before for one in run], [one.after for one in run]))
    return {"tbl": table, "row_key": canonical(list(owner)), **dict(zip(("before", "after"), texts, strict=True))}


def _packed(table: str, rows: list[Row | None]) -> str | None:
    owner = schema.TABLES[table].key[:-1]
    there = [row for row in rows if row is not None]
    if not there:
        return None
    columns = {name: [row[name] for row in there] for name in there[0] if name not in owner}
    deflated = zlib.compress(canonical(columns).encode("utf-8"), _LEVEL)
    return f"{_SIGN}{len(there)}:{base64.b85encode(deflated).decode('ascii')}"


# --- reading --------------------------------------------------------------------------


def value_of(text: str) -> Any:
    """Return the value of a JSON text. Raises ValueError for what is none, or is nested beyond reading."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def addresses(key: RowKey) -> tuple[str, str]:
    """Return under which `row_key` the lines of a row stand: its own, and the one that it may share."""
    return canonical(list(key)), canonical(list(key[:-1]))


def key_of(text: str) -> RowKey:
    """Return a key, or the part of it that rows share. Raises ValueError for what is none."""
    parts = value_of(text)
    if not isinstance(parts, list) or not parts or not all(isinstance(part, int | str) for part in parts):
        raise ValueError("no key")
    return tuple(parts)


def read(line: Row) -> list[Recorded]:
    """Return what a line tells of each of its rows. Raises ValueError where it cannot be read."""
    table, key = line["tbl"], key_of(line["row_key"])
    before, after = (states(table, key, line[name]) for name in ("before", "after"))
    if before is not None and after is not None and before.keys() != after.keys():
        raise ValueError("other rows before than after")
    keys = [*(after or before or {key: {}})]
    return [Recorded(table, one, (before or {}).get(one), (after or {}).get(one)) for one in keys]


def states(table: str, key: RowKey, text: str | None) -> States | None:
    """Return the rows that one side of a line tells of, by key; None for none. Raises ValueError for a damaged one."""
    if text is None:
        return None
    if not text.startswith(_SIGN):
        row = value_of(text)
        if not isinstance(row, dict):
            raise ValueError("no row")
        return {key: row}
    columns = unpacked(text)
    whole = schema.TABLES[table].key if table in schema.TABLES else ()
    last = columns.get(whole[-1], ()) if len(whole) == len(key) + 1 else ()
    if not last or not all(isinstance(part, int | str) for part in last):
        raise ValueError("not of this table")
    owner = dict(zip(whole, key, strict=False))
    rows = [owner | dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return {(*key, row[whole[-1]]): row for row in rows}


def unpacked(text: str) -> dict[str, list[Any]]:
    """Return the columns of a line of many rows. Raises ValueError for anything that we would not write so."""
    told, _, packed = text[len(_SIGN) :].partition(":")
    try:
        stream = zlib.decompressobj()
        deflated = base64.b85decode(packed)
        content = stream.decompress(deflated, _MOST_BYTES).decode("utf-8")
    except zlib.error as error:
        raise ValueError("not deflated") from error
    columns = value_of(content)
    if not stream.eof or stream.unused_data or base64.b85encode(deflated).decode("ascii") != packed:
        raise ValueError("not as it was written")
    if not isinstance(columns, dict) or not columns or canonical(columns) != content:
        raise ValueError("no columns")
    if not all(isinstance(values, list) and str(len(values)) == told for values in columns.values()):
        raise ValueError("columns of another length")
    return columns


def is_whole(text: str) -> bool:
    """Tell whether a column of a line holds what the journal keeps, of one row or of many."""
    try:
        if text.startswith(_SIGN):
            unpacked(text)
        else:
            value_of(text)
    except ValueError:
        return False
    return True
