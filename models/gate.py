"""The write gate: the only way rows are inserted, changed or deleted.

An `Operation` lives inside one transaction. It keeps each row's state before and after, and at its end writes
one journal line whose digest covers the line before it.
"""

from datetime import date
from hashlib import sha256
from typing import Any

from sqlite_utils import Database

from models import journal_rows, operations, schema
from models.changes import Changes, RowKey
from models.errors import BugError
from models.journal_rows import Recorded, canonical

__all__ = ["IDENTITY", "SNAPSHOT", "Operation", "Row", "canonical", "chain_digest"]

Row = dict[str, Any]

SNAPSHOT = "@snapshot"
"""In the journal, in place of a table's name: all rows of one organisation were replaced at once."""

IDENTITY = "@identity"
"""In the journal, in place of a table's name: the ledger got a new device and lineage."""


def chain_digest(previous: str, head: Row, changes: list[Row]) -> str:
    """Return the digest of one journal line: over the line before it, the head and every row change."""
    lines = [previous, canonical(head), *(canonical(change) for change in changes)]
    return sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


class Operation:
    """One user action being written; made by `Ledger.operation`, used inside its `with` block only."""

    def __init__(
        self, db: Database, kind: str, *, actor: str, at: str, today: date, why: str, undoes: int | None = None
    ) -> None:
        if kind not in operations.KINDS:
            raise BugError(f"unregistered kind of operation: {kind}")
        self._db = db
        self.kind = kind
        self.actor = actor
        self.at = at
        self.today = today
        self.why = why
        self.undoes = undoes
        self.note: Row = {}
        self._recorded: list[Recorded] = []
        self._touched: dict[str, dict[RowKey, None]] = {}
        self._open = True

    # --- reading inside the operation -------------------------------------------------

    def row(self, table: str, key: RowKey) -> Row | None:
        """Return one row as it stands within this operation, or None."""
        where = " AND ".join(f'"{column}" = ?' for column in self._table(table).key)
        cursor = self._db.execute(f'SELECT * FROM "{table}" WHERE {where}', list(key))
        found = cursor.fetchone()
        return None if found is None else dict(zip([c[0] for c in cursor.description], found, strict=True))

    def rows(self, sql: str, parameters: tuple[Any, ...] = ()) -> list[Row]:
        """Return the rows of a SELECT as they stand within this operation."""
        cursor = self._db.execute(sql, list(parameters))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, found, strict=True)) for found in cursor.fetchall()]

    # --- writing ----------------------------------------------------------------------

    def insert(self, table: str, row: Row) -> RowKey:
        """Insert a row and return its key."""
        key: RowKey = tuple(row[column] for column in self._table(table).key)
        self._db.table(table).insert(row)
        self._record(table, key, None, self.row(table, key))
        return key

    def insert_rows(self, table: str, rows: list[Row]) -> None:
        """Insert complete rows (every column given) of one shape with one prepared statement, each journalled."""
        if not rows:
            return
        columns = list(rows[0])
        if any(list(row) != columns for row in rows) or {*columns} != {*self._db.table(table).columns_dict}:
            raise BugError(f"rows of {table} that are not complete")
        names = ", ".join(f'"{column}"' for column in columns)
        places = ", ".join("?" * len(columns))
        key_columns = self._table(table).key
        self._db.conn.executemany(
            f'INSERT INTO "{table}" ({names}) VALUES ({places})', ([*row.values()] for row in rows)
        )
        for row in rows:
            self._record(table, tuple(row[column] for column in key_columns), None, {**row})

    def update(self, table: str, key: RowKey, values: Row) -> bool:
        """Change columns of a row; tell whether anything became different. Unknown rows are a bug."""
        before = self.row(table, key)
        if before is None:
            raise BugError(f"{table} has no row {key}")
        different = {name: value for name, value in values.items() if before[name] != value}
        if not different:
            return False
        self._db.table(table).update(key if len(key) > 1 else key[0], different)
        self._record(table, key, before, self.row(table, key))
        return True

    def delete(self, table: str, key: RowKey) -> None:
        """Delete a row. People are marked as left instead; this is for undo and for helpers."""
        before = self.row(table, key)
        if before is None:
            raise BugError(f"{table} has no row {key}")
        self._db.table(table).delete(key if len(key) > 1 else key[0])
        self._record(table, key, before, None)

    def replace_rows(self, table: str, org: int, rows: list[Row]) -> None:
        """Put these rows (without `org`) in place of all rows of an organisation, outside the row journal.

        Only for snapshots: the caller records one `SNAPSHOT` line with `record_snapshot`.
        """
        self._table(table)
        self._db.execute(f'DELETE FROM "{table}" WHERE org = ?', [org])
        if rows:
            if any(row.keys() != rows[0].keys() for row in rows):
                raise BugError(f"rows of {table} with different columns")
            columns = ["org", *rows[0]]
            names = ", ".join(f'"{column}"' for column in columns)
            places = ", ".join("?" * len(columns))
            # One prepared statement inside the transaction that is already open.
            self._db.conn.executemany(
                f'INSERT INTO "{table}" ({names}) VALUES ({places})',
                ([org, *(row[column] for column in columns[1:])] for row in rows),
            )
        self._touched.setdefault(table, {})[(org,)] = None

    def clear_rows(self, table: str, org: int) -> None:
        """Delete all rows of an organisation in a travelling table, outside the row journal."""
        self._table(table)
        self._db.execute(f'DELETE FROM "{table}" WHERE org = ?', [org])

    def record_snapshot(self, org: int, before: str | None, after: str | None) -> None:
        """Journal that the rows of an organisation went from one stored snapshot to another (digests)."""
        self._require_open()
        told = [None if digest is None else {"digest": digest} for digest in (before, after)]
        self._record(SNAPSHOT, (org,), told[0], told[1])

    def renew_identity(self, *, device: str, lineage: str) -> None:
        """Give the ledger a new device and lineage: it came from a backup."""
        self._require_open()
        before = self.rows("SELECT device, lineage FROM ledger_info")[0]
        self._db.execute("UPDATE ledger_info SET device = ?, lineage = ?", [device, lineage])
        self._record(IDENTITY, (1,), before, {"device": device, "lineage": lineage})

    def store_content(self, digest: str, content: bytes) -> None:
        """Keep a snapshot's bytes under their digest; the same content is kept once."""
        self._require_open()
        self._db.execute("INSERT OR IGNORE INTO snapshot_content (digest, content) VALUES (?, ?)", [digest, content])

    def store_evidence(self, digest: str, content: bytes) -> None:
        """Keep an evidence file's bytes under their digest; the same content is kept once, and stays for undo."""
        self._require_open()
        self._db.execute("INSERT OR IGNORE INTO evidence_content (digest, content) VALUES (?, ?)", [digest, content])

    def drop_print_run(self) -> None:
        """Let the print run and its parts go: what was printed is written in this operation."""
        self._require_open()
        self._db.execute("DELETE FROM print_part")
        self._db.execute("DELETE FROM print_run")

    # --- the end ----------------------------------------------------------------------

    def finish(self, initiator: object | None) -> Changes:
        """Write the journal line; called by the ledger just before the commit."""
        self._open = False
        if not self._recorded:
            return Changes(0, self.kind, {}, initiator)
        last = self._db.execute("SELECT seq, digest FROM journal_operation ORDER BY seq DESC LIMIT 1").fetchone()
        seq, previous = (last[0] + 1, last[1]) if last else (1, "")
        head = {
            "seq": seq,
            "at": self.at,
            "actor": self.actor,
            "kind": self.kind,
            "why": self.why,
            "note": canonical(self.note),
            "undoes": self.undoes,
        }
        changes = journal_rows.lines(self._recorded)
        digest = chain_digest(previous, head, changes)
        self._db.table("journal_operation").insert({**head, "previous": previous, "digest": digest})
        self._db.conn.executemany(
            "INSERT INTO journal_change (seq, n, tbl, row_key, before, after) VALUES (?, ?, ?, ?, ?, ?)",
            [(seq, *(change[name] for name in ("n", "tbl", "row_key", "before", "after"))) for change in changes],
        )
        rows = {table: tuple(keys) for table, keys in self._touched.items()}
        return Changes(seq, self.kind, rows, initiator)

    def _require_open(self) -> None:
        if not self._open:
            raise BugError("operation used after its end")

    def _table(self, name: str) -> schema.Table:
        self._require_open()
        if name not in schema.TABLES:
            raise BugError(f"not a table of the ledger: {name}")
        return schema.TABLES[name]

    def _record(self, table: str, key: RowKey, before: Row | None, after: Row | None) -> None:
        self._touched.setdefault(table, {})[key] = None
        self._recorded.append(Recorded(table, key, before, after))
