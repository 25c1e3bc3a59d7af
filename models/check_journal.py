"""The journal against itself: its chain of digests, its numbers, and which line of an operation was touched."""

import re
from collections.abc import Iterator
from typing import Any

from models import gate, journal, journal_head, journal_rows, operations, schema, words
from models.changes import RowKey
from models.check_rows import defaults, read_key
from models.days import spoken
from models.finding import Finding
from models.ledger import Ledger
from models.raw_text import is_sound

Row = dict[str, Any]

_MOST_EXPLAINED = 20
"""Altered operations that are looked into; of the others only the number is told: each costs a few hundred digests."""

_SHAPES = {
    "at": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z"),
    "digest": re.compile(r"[0-9a-f]{64}"),
    "note": re.compile(r"\{.*\}", re.DOTALL),
}
"""How the program writes what stands in an operation's line."""

_HEAD = ("seq", "at", "actor", "kind", "why", "note", "undoes")


def findings(ledger: Ledger) -> Iterator[Finding]:
    """Yield what is wrong with the journal, as closely as the digests and the lines around it can tell."""
    yield from _links(ledger)
    gaps = ledger.query(
        "SELECT seq FROM (SELECT seq, lag(seq, 1, 0) OVER (ORDER BY seq) AS before FROM journal_operation)"
        " WHERE seq <> before + 1"
    )
    for row in gaps:
        facts = {"seq": row["seq"]}
        yield Finding("journal-gap", "error", "journal_operation", (row["seq"],), facts, ("seq",))
    yield from _cut(ledger)
    for seq in _strays(ledger):
        yield Finding("journal-stray", "error", "journal_change", (seq,), {"seq": seq}, ("seq",))


def _strays(ledger: Ledger) -> list[int]:
    """Return the numbers of operations that only their changes tell of."""
    rows = ledger.query(
        "SELECT DISTINCT seq FROM journal_change WHERE seq NOT IN (SELECT seq FROM journal_operation) ORDER BY seq"
    )
    return [row["seq"] for row in rows]


def _cut(ledger: Ledger) -> Iterator[Finding]:
    head = journal_head.lost(ledger, with_backups=True)
    if head is not None:
        facts = {"seq": head.seq, "day": spoken(head.at[:10]), "own": journal.last_seq(ledger)}
        yield Finding("journal-cut", "error", "journal_operation", (head.seq,), facts, ("seq",))


def _links(ledger: Ledger) -> Iterator[Finding]:
    previous = ""
    operations_ = ledger.query("SELECT * FROM journal_operation ORDER BY seq")
    followers = [row["previous"] for row in operations_[1:]] + [""]
    told = 0
    for row, follower in zip(operations_, followers, strict=True):
        changes = _changes(ledger, row["seq"])
        reckoned = gate.chain_digest(previous, {name: row[name] for name in _HEAD}, changes)
        if row["previous"] != previous or reckoned != row["digest"]:
            told += 1
            yield from _altered(ledger, row, changes, previous, follower, explained=told <= _MOST_EXPLAINED)
        previous = row["digest"]


def _changes(ledger: Ledger, seq: int) -> list[Row]:
    return ledger.query(
        "SELECT n, tbl, row_key, before, after FROM journal_change WHERE seq = ? ORDER BY n", (seq,)
    )


def _altered(
    ledger: Ledger, row: Row, changes: list[Row], previous: str, follower: str, *, explained: bool
) -> Iterator[Finding]:
    """Say what of an operation was altered: its line, or one of its changes where the rows around it tell."""
    seq = row["seq"]
    facts = {"seq": seq, "kind": _kind_word(row["kind"]), "actor": row["actor"], "at": row["at"]}
    touched = _touched_lines(ledger, row, changes, previous) if explained else []
    for n, columns in touched:
        yield Finding("journal-altered", "error", "journal_change", (seq, n), facts, columns)
    if not touched:
        columns = _of_the_line(ledger, row, changes, previous, follower) if explained else ()
        yield Finding("journal-altered", "error", "journal_operation", (seq,), facts, columns)


def _touched_lines(ledger: Ledger, row: Row, changes: list[Row], previous: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return the changes of an operation that were touched, by number, with the columns."""
    head = {name: row[name] for name in _HEAD}
    if changes and gate.chain_digest(previous, head, changes[:-1]) == row["digest"]:
        # The numbers of its own are taken: one that came from another operation stands behind them.
        return [(changes[-1]["n"], ("seq",))]
    touched = [(one["n"], columns) for one in changes if (columns := _touched(ledger, row["seq"], one))]
    numbers = [one["n"] for one in changes]
    return touched + [(n, ("n",)) for at, n in enumerate(numbers, 1) if n != at]


def _touched(ledger: Ledger, seq: int, change: Row) -> tuple[str, ...]:
    """Return the columns of a change that do not fit the changes of the same row before and after it."""
    table, key = change["tbl"], change["row_key"]
    if table not in schema.TABLES and table not in (gate.SNAPSHOT, gate.IDENTITY):
        return ("tbl",)
    parts = read_key(key) if is_sound(key) else None
    if parts is None or gate.canonical(list(parts)) != key:
        return ("row_key",)
    if table not in schema.TABLES:
        return tuple(name for name in ("before", "after") if _states(table, parts, change[name]) == {})
    if change["before"] is None and change["after"] is None:
        return ("before", "after")
    at = seq * 1_000_000 + change["n"]
    whole = defaults(ledger, table)

    def before(one: RowKey) -> Row | None:
        return _neighbour(ledger, table, one, f"< {at} ORDER BY seq DESC, n DESC", "after", whole, None)

    def after(one: RowKey) -> Row | None:
        standing = _standing(ledger, table, one)
        return _neighbour(ledger, table, one, f"> {at} ORDER BY seq, n", "before", whole, standing)

    kept = {name: _states(table, parts, change[name]) for name in ("before", "after")}
    keys = next((states for states in (kept["after"], kept["before"]) if states), {parts: None})
    sides = (("before", before), ("after", after))
    return tuple(name for name, around in sides if not _fits(kept[name], {one: around(one) for one in keys}, whole))


def _fits(kept: journal_rows.States | None, around: dict[RowKey, Row | None], whole: Row) -> bool:
    """Tell whether one side of a line is what the lines around it say of the same rows."""
    if kept is None:
        return not any(around.values())
    return {key: {**whole, **row} for key, row in kept.items()} == around


def _states(table: str, key: RowKey, text: str | None) -> journal_rows.States | None:
    """Return the rows of one side of a line, no row at all where it cannot be read."""
    try:
        kept = journal_rows.states(table, key, text)
    except ValueError:
        return {}
    # A text that reads the same but is not as we write it (blanks, order) was touched as well.
    touched = kept and key in kept and gate.canonical(kept[key]) != text
    return {} if touched else kept


def _neighbour(
    ledger: Ledger, table: str, key: RowKey, place: str, side: str, whole: Row, otherwise: Row | None
) -> Row | None:
    """Return a row as the next line about it says on one side, with every column of today; an empty one if unreadable.

    place: where that line stands. otherwise: the answer where there is no such line.
    """
    line = "SELECT row_key, before, after FROM journal_change WHERE tbl = ? AND row_key IN (?, ?)"
    addresses = journal_rows.addresses(key)
    for row in ledger.query(f"{line} AND seq * 1000000 + n {place}", (table, *addresses)):
        parts = key if row["row_key"] == addresses[0] else key[:-1]
        sides = {name: _states(table, parts, row[name]) for name in ("before", "after")}
        if {} in sides.values():
            return {}
        if any(states and key in states for states in sides.values()):
            states = sides[side]
            return {**whole, **states[key]} if states else None
    return otherwise


def _standing(ledger: Ledger, table: str, key: RowKey) -> Row | None:
    """Return a row as it stands now."""
    columns = schema.TABLES[table].key
    where = " AND ".join(f'"{column}" = ?' for column in columns)
    rows = ledger.query(f'SELECT * FROM "{table}" WHERE {where}', key) if len(key) == len(columns) else []
    return rows[0] if rows else None


def _of_the_line(ledger: Ledger, row: Row, changes: list[Row], previous: str, follower: str) -> tuple[str, ...]:
    """Return the column of an operation's own line that was altered, where putting another value back mends the digest.

    A digest cannot be read backwards: of moments, reasons and notes only what is tried here can be told, and what no
    program of ours writes.
    """
    foreign = [column for column, shape in _SHAPES.items() if not shape.fullmatch(row[column])]
    if foreign:
        return tuple(foreign)
    head = {name: row[name] for name in _HEAD}
    for seq in _strays(ledger):
        # Its number was changed: its changes still have the old one.
        if gate.chain_digest(row["previous"], head | {"seq": seq}, _changes(ledger, seq)) == row["digest"]:
            return ("seq",)
    if gate.chain_digest(previous, head, changes) == row["digest"]:
        return ("previous",)
    if follower and gate.chain_digest(previous, head, changes) == follower:
        return ("digest",)
    actors = [one["actor"] for one in ledger.query("SELECT DISTINCT actor FROM journal_operation")]
    tried: dict[str, list[Any]] = {
        "kind": list(operations.KINDS),
        "actor": actors,
        "undoes": [None, *range(1, row["seq"])],
        "why": ["", *(one["why"] for one in ledger.query("SELECT DISTINCT why FROM journal_operation"))],
        "note": ["{}"],
    }
    for column, values in tried.items():
        for value in values:
            if gate.chain_digest(previous, head | {column: value}, changes) == row["digest"]:
                return (column,)
    return ()


def _kind_word(kind: str) -> str:
    return words.labels()["operation"].get(kind, kind)
