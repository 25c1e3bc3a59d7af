"""Reading the journal: what was done, when, by whom, why, and how a record came to be what it is."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models import gate, journal_rows, operations, schema
from models.changes import RowKey

if TYPE_CHECKING:
    from models.ledger import Ledger


# With total() no number in a damaged line is too great to be added.
_CHANGE_COUNT = f"(SELECT total({journal_rows.COUNT}) FROM journal_change c WHERE c.seq = o.seq) AS change_count"

_OWN = "c.seq NOT IN (SELECT seq FROM journal_operation WHERE undoes IS NOT NULL)"


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One operation of the journal; `undone` tells whether it is undone at present."""

    seq: int
    at: str
    actor: str
    kind: str
    why: str
    note: dict[str, Any]
    undoes: int | None
    undone: bool
    change_count: int

    @property
    def undoable(self) -> bool:
        """Whether undo may be asked for at all."""
        return operations.KINDS[self.kind].undoable and not self.undone


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after one operation; None where it did not exist."""

    seq: int
    table: str
    key: RowKey
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def undone_operations(ledger: "Ledger") -> dict[int, int]:
    """Return the operations undone at present: their number -> number of the undo that did it."""
    undone: dict[int, int] = {}
    undo_of: dict[int, int] = {}
    for row in ledger.query("SELECT seq, kind, undoes FROM journal_operation WHERE undoes IS NOT NULL ORDER BY seq"):
        if row["kind"] == "undo":
            undone[row["undoes"]] = row["seq"]
            undo_of[row["seq"]] = row["undoes"]
        else:
            undone.pop(undo_of[row["undoes"]], None)
    return undone


def entries(
    ledger: "Ledger", *, newest_first: bool = True, limit: int = -1, before: int | None = None
) -> list[JournalEntry]:
    """Return operations of the journal; `before` gives those with a smaller number (for paging)."""
    undone = undone_operations(ledger)
    rows = ledger.query(
        f"SELECT o.*, {_CHANGE_COUNT} FROM journal_operation o"
        f" WHERE o.seq < ? ORDER BY o.seq {'DESC' if newest_first else 'ASC'} LIMIT ?",
        (before if before is not None else 1 << 62, limit),
    )
    return [_entry(row, undone) for row in rows]


def travelling_since(ledger: "Ledger", seq: int) -> list[JournalEntry]:
    """Return, newest first, the operations after `seq` that stand and have changed what our next package carries.

    An operation that is undone counts no more; undoing one that the last package carried is a change of its own.
    """
    tables = ", ".join(f"'{name}'" for name in (*schema.TRAVELLING, "organization"))
    rows = ledger.query(
        f"SELECT o.*, {_CHANGE_COUNT} FROM journal_operation o WHERE o.seq > ?"
        " AND o.kind NOT IN ('ledger.create', 'redo') AND EXISTS ("
        f" SELECT 1 FROM journal_change c WHERE c.seq = o.seq AND c.tbl IN ({tables})"
        " AND json_extract(c.row_key, '$[0]') = ?) ORDER BY o.seq DESC",
        (seq, schema.SELF),
    )
    undone = undone_operations(ledger)
    found = (_entry(row, undone) for row in rows)
    return [one for one in found if not one.undone and (one.undoes is None or _undoes_sent(one, seq, undone))]


def _undoes_sent(one: JournalEntry, seq: int, undone: dict[int, int]) -> bool:
    return one.undoes is not None and one.undoes <= seq and undone.get(one.undoes) == one.seq


def entry(ledger: "Ledger", seq: int) -> JournalEntry | None:
    """Return one operation by its number, or None."""
    found = entries(ledger, limit=1, before=seq + 1)
    return found[0] if found and found[0].seq == seq else None


def last_seq(ledger: "Ledger") -> int:
    """Return the number of the newest operation, 0 when there is none."""
    return int(ledger.query("SELECT coalesce(max(seq), 0) AS seq FROM journal_operation")[0]["seq"])


def generation(ledger: "Ledger") -> int:
    """Return how often the ledger began anew, out of a backup or as a copy of its own: its numbers branch off there."""
    rows = ledger.query("SELECT count(*) AS n FROM journal_change WHERE tbl = ?", (gate.IDENTITY,))
    return int(rows[0]["n"])


def head(ledger: "Ledger") -> tuple[int, str]:
    """Return number and digest of the newest operation: the digest stands for the whole journal up to it."""
    rows = ledger.query("SELECT seq, digest FROM journal_operation ORDER BY seq DESC LIMIT 1")
    return (int(rows[0]["seq"]), str(rows[0]["digest"])) if rows else (0, "")


def has(ledger: "Ledger", seq: int, digest: str) -> bool:
    """Tell whether the journal has this very line."""
    found = ledger.query("SELECT digest FROM journal_operation WHERE seq = ?", (seq,))
    return bool(found) and found[0]["digest"] == digest


def changes_of(ledger: "Ledger", seq: int) -> list[RowChange]:
    """Return the row changes of one operation in the order in which they were made."""
    return _changes(ledger, "c.seq = ?", (seq,))


def replaced(ledger: "Ledger", table: str, after: int) -> list[RowChange]:
    """Return what operations after a number did to rows of a table that were there before; no undo, no redo."""
    return _changes(ledger, f"c.tbl = ? AND c.seq > ? AND c.before IS NOT NULL AND {_OWN}", (table, after))


def changes_on(ledger: "Ledger", table: str, key: RowKey, *, after: int = 0, own: bool = False) -> list[RowChange]:
    """Return what operations after a number did to one row, oldest first. own: no undo, no redo."""
    where = "c.tbl = ? AND c.row_key IN (?, ?) AND c.seq > ?" + (f" AND {_OWN}" if own else "")
    found = _changes(ledger, where, (table, *journal_rows.addresses(key), after))
    return [change for change in found if change.key == key]


def history(ledger: "Ledger", table: str, key: RowKey) -> list[tuple[JournalEntry, RowChange]]:
    """Return how one record came to be: its changes, oldest first, each with its operation."""
    undone = undone_operations(ledger)
    told = []
    for change in changes_on(ledger, table, key):
        head = ledger.query("SELECT *, 0 AS change_count FROM journal_operation WHERE seq = ?", (change.seq,))[0]
        told.append((_entry(head, undone), change))
    return told


def broken_links(ledger: "Ledger") -> Iterator[int]:
    """Yield the numbers of operations whose digest does not fit their content or the line before them."""
    previous = ""
    for row in ledger.query("SELECT * FROM journal_operation ORDER BY seq"):
        head = {name: row[name] for name in ("seq", "at", "actor", "kind", "why", "note", "undoes")}
        changes = ledger.query(
            "SELECT n, tbl, row_key, before, after FROM journal_change WHERE seq = ? ORDER BY n", (row["seq"],)
        )
        if row["previous"] != previous or gate.chain_digest(previous, head, changes) != row["digest"]:
            yield int(row["seq"])
        previous = row["digest"]


def _entry(row: dict[str, Any], undone: dict[int, int]) -> JournalEntry:
    return JournalEntry(
        seq=row["seq"],
        at=row["at"],
        actor=row["actor"],
        kind=row["kind"],
        why=row["why"],
        note=json.loads(row["note"]),
        undoes=row["undoes"],
        undone=row["seq"] in undone,
        change_count=int(row["change_count"]),
    )


def _changes(ledger: "Ledger", where: str, parameters: tuple[Any, ...]) -> list[RowChange]:
    lines = ledger.query(f"SELECT c.* FROM journal_change c WHERE {where} ORDER BY c.seq, c.n", parameters)
    return [
        RowChange(line["seq"], one.table, one.key, one.before, one.after)
        for line in lines
        for one in journal_rows.read(line)
    ]
