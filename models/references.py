"""Which rows point at which: so that a row is not taken away while something still to be undone leads back to it."""

from typing import TYPE_CHECKING

from models import journal, schema
from models.changes import RowKey

if TYPE_CHECKING:
    from models.ledger import Ledger

Link = tuple[str, tuple[str, ...]]
"""A table and its columns that hold the key of a row elsewhere, in the order of that key."""


def links_to(ledger: "Ledger", table: str) -> list[Link]:
    """Return the foreign keys of the ledger's tables that point at a table."""
    key = schema.TABLES[table].key
    columns: dict[tuple[str, int], dict[str, str]] = {}
    for row in ledger.query(
        'SELECT t.name, f.id, f."from", f."to" FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f'
        """ WHERE t.type = 'table' AND f."table" = ?""",
        (table,),
    ):
        columns.setdefault((row["name"], row["id"]), {})[row["to"]] = row["from"]
    return [(child, tuple(named[column] for column in key)) for (child, _), named in columns.items()]


def needed_by(
    ledger: "Ledger", table: str, keys: set[RowKey], after: int, undone: dict[int, int]
) -> dict[RowKey, int]:
    """Return those of a table's rows that undoing would lead back to -> the newest operation that does.

    These are standing operations after number `after` that changed a row which pointed there: put back, it would
    point at nothing.
    """
    found: dict[RowKey, int] = {}
    for child, columns in links_to(ledger, table):
        for change in journal.replaced(ledger, child, after):
            pointed_at = tuple((change.before or {}).get(column) for column in columns)
            if change.seq not in undone and pointed_at in keys:
                found[pointed_at] = change.seq
    return found
