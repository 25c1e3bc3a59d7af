"""What a package would change in the committee's ledger, row by row."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exchange.references import titles
from exchange.tables import TABLES
from models import schema, snapshot
from models.snapshot import Tables

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that a package would add, change or take away. columns: (Chinese name, before, after) where
    changed.
    """

    name: str
    columns: tuple[tuple[str, Any, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class TableChange:
    """What a package would do to one table, by the rows' names."""

    table: str
    word: str
    new: tuple[RowChange, ...]
    changed: tuple[RowChange, ...]
    gone: tuple[RowChange, ...]
    same: int


def changes_of(ledger: "Ledger", org: int, tables: Tables) -> tuple[TableChange, ...]:
    """Return what these rows in place of an organisation's would change, table by table."""
    present = snapshot.collect(ledger, org)
    told = []
    for table in TABLES:
        before = {_key(table.name, row): row for row in present[table.name]}
        after = {_key(table.name, row): row for row in tables[table.name]}
        arriving = titles(table, TABLES, tables)
        leaving = titles(table, TABLES, present)
        changed = tuple(
            RowChange(arriving(row), _columns(table, before[key], row))
            for key, row in after.items()
            if key in before and before[key] != row
        )
        new = tuple(RowChange(arriving(row)) for key, row in after.items() if key not in before)
        gone = tuple(RowChange(leaving(row)) for key, row in before.items() if key not in after)
        same = len(after) - len(new) - len(changed)
        told.append(TableChange(table.name, table.word, new, changed, gone, same))
    return tuple(told)


def _key(table: str, row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column] for column in schema.TABLES[table].key if column != "org")


def _columns(table: Any, before: dict[str, Any], after: dict[str, Any]) -> tuple[tuple[str, Any, Any], ...]:
    return tuple(
        (table.field_word(name), before[name], after[name])
        for name in table.columns
        if before[name] != after[name]
    )
