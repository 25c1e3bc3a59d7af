"""All travelling rows of one organisation as one value: what a package carries and what a receive puts in
place.

A stored snapshot is kept under the digest of its content, so that undoing a receive puts the one before it
back.
"""

import json
import zlib
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from models import gate, schema
from models.gate import Operation

if TYPE_CHECKING:
    from models.ledger import Ledger

Tables = dict[str, list[dict[str, Any]]]
"""Table name -> rows without `org`, in the order of their keys; every travelling table is there."""


def collect(ledger: "Ledger", org: int = schema.SELF) -> Tables:
    """Return the travelling rows of an organisation."""
    tables: Tables = {}
    for name in schema.TRAVELLING:
        order = ", ".join(f'"{column}"' for column in schema.TABLES[name].key)
        rows = ledger.query(f'SELECT * FROM "{name}" WHERE org = ? ORDER BY {order}', (org,))
        tables[name] = [{column: value for column, value in row.items() if column != "org"} for row in rows]
    return tables


def decode(content: bytes) -> Tables:
    """Return a stored snapshot (canonical JSON, deflated)."""
    tables: Tables = json.loads(zlib.decompress(content))
    return tables


def digest_of(tables: Tables) -> str:
    """Return the SHA-256 of a snapshot's content; both sides of a package can compute and compare it.

    Tables and columns of a later schema count only where they hold something: what an older program wrote keeps its
    digest after a migration, and stored snapshots stay where their digest says.
    """
    counted = {
        name: _without_defaults(rows, schema.TABLES[name].added)
        for name, rows in tables.items()
        if rows or schema.TABLES[name].since == 1
    }
    return sha256(gate.canonical(counted).encode("utf-8")).hexdigest()


def _without_defaults(rows: list[dict[str, Any]], added: Mapping[str, str | int]) -> list[dict[str, Any]]:
    if not added:
        return rows
    return [
        {column: value for column, value in row.items() if column not in added or value != added[column]}
        for row in rows
    ]


def install(op: Operation, org: int, tables: Tables, *, before: str | None) -> str:
    """Put a snapshot in place of all rows of an organisation and return its digest.

    before: digest of the stored snapshot that is replaced, None when the organisation had none.
    """
    digest = digest_of(tables)
    op.store_content(digest, zlib.compress(gate.canonical(tables).encode("utf-8"), 6))
    _put(op, org, tables)
    op.record_snapshot(org, before, digest)
    return digest


def reinstall(op: Operation, org: int, *, before: str | None, after: str | None) -> None:
    """Put an earlier stored snapshot back (`after` None: the organisation had no rows); for undo."""
    tables: Tables = {}
    if after is not None:
        stored = op.rows("SELECT content FROM snapshot_content WHERE digest = ?", (after,))
        tables = decode(stored[0]["content"])
    _put(op, org, tables)
    op.record_snapshot(org, before, after)


def _put(op: Operation, org: int, tables: Tables) -> None:
    for name in reversed(schema.TRAVELLING):
        op.clear_rows(name, org)
    for name in schema.TRAVELLING:
        # What an older program wrote has no tables of a later schema.
        op.replace_rows(name, org, tables.get(name, []))


def row_counts(op: Operation, org: int) -> dict[str, int]:
    """Return how many rows of each travelling table an organisation has within this operation."""
    return {
        name: int(op.rows(f'SELECT count(*) AS n FROM "{name}" WHERE org = ?', (org,))[0]["n"])
        for name in schema.TRAVELLING
    }
