"""What the short records of study have in common: how they are listed, checked and taken back."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from models import evidence, texts
from models.errors import RefusedError
from models.gate import Operation, Row
from models.kinds.catalog import kinds
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

_OF_A_YEAR = ("reading_item", "study_archive", "pledge")


def listed(ledger: "Ledger", table: str, org: int | None, member_id: str, year: int | None) -> list[Row]:
    """Return the rows of a table that has a member and a day, by day, each with the member's `name`."""
    first, last = ("", "9999") if year is None else (f"{year:04d}-01-01", f"{year:04d}-12-31")
    return ledger.query(
        f'SELECT t.*, m.name FROM "{table}" t JOIN member m ON m.org = t.org AND m.id = t.member_id'
        " WHERE (? IS NULL OR t.org = ?) AND (? = '' OR t.member_id = ?) AND t.day BETWEEN ? AND ?"
        " ORDER BY t.day, t.id",
        (org, org, member_id, member_id, first, last),
    )


def years(ledger: "Ledger", org: int | None = SELF) -> set[int]:
    """Return the years that have a record of any kind, a reading list, archives or pledges."""
    dated = [kind for kind in kinds().values() if kind.about == "member"]
    by_day = [f'SELECT CAST(substr("{one.day}", 1, 4) AS INTEGER) AS year, org FROM "{one.table}"' for one in dated]
    by_year = [f'SELECT year, org FROM "{table}"' for table in _OF_A_YEAR]
    rows = ledger.query(
        f"SELECT DISTINCT year FROM ({' UNION '.join([*by_day, *by_year])}) WHERE ? IS NULL OR org = ?", (org, org)
    )
    return {row["year"] for row in rows}


def kept(op: Operation, table: str, record_id: str, org: int = SELF) -> Row:
    """Return one row. Raises RefusedError("record-gone")."""
    row = op.row(table, (org, record_id))
    if row is None:
        raise RefusedError("record-gone")
    return row


def remove(op: Operation, table: str, record_id: str, org: int = SELF) -> None:
    """Take back one row and the files kept with it. Raises RefusedError("record-gone")."""
    kept(op, table, record_id, org)
    evidence.detach_all(op, table, record_id, org=org)
    op.delete(table, (org, record_id))


def checked_texts(table: str, values: Mapping[str, Any], limits: Mapping[str, int], *, where: str) -> Row:
    """Return those of the values that are texts of a table, as they are kept; a title is never empty."""
    return {
        name: texts.line(f"{table}.{name}", values[name], limit, required=name == "title", where=where)
        for name, limit in limits.items()
        if name in values
    }
