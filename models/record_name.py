"""What people call a record: a meeting by day and topic, a line about a person by her name and the matter."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from models import words
from models.changes import RowKey
from models.raw_text import is_sound, shown

if TYPE_CHECKING:
    from models.ledger import Ledger

_OWN_WORDS = ("name", "topic", "title", "reason")


def record_name(ledger: "Ledger", row: dict[str, Any]) -> str:
    """Return what people call a row of the ledger; nothing for rows that only the program knows."""
    person = meeting = ""
    if "record_id" in row:
        record = ledger.query("SELECT * FROM record WHERE org = ? AND id = ?", (row["org"], row["record_id"]))
        meeting = record_name(ledger, record[0]) if record else ""
    if row.get("member_id"):
        person = _found(ledger, "SELECT name FROM member WHERE org = ? AND id = ?", row["org"], row["member_id"])
    if "pledge_id" in row:
        sql = (
            "SELECT coalesce(m.name, '党支部') FROM pledge p LEFT JOIN member m ON m.org = p.org AND m.id = p.member_id"
            " WHERE p.org = ? AND p.id = ?"
        )
        person = _found(ledger, sql, row["org"], row["pledge_id"])
    if "meeting_id" in row:
        sql = "SELECT day || ' ' || topic FROM meeting WHERE org = ? AND id = ?"
        meeting = _found(ledger, sql, row["org"], row["meeting_id"])
    called = next((str(row[name]) for name in _OWN_WORDS if row.get(name)), "")
    return "，".join(part for part in (person, meeting or called) if part)


def called(ledger: "Ledger", table: str, key: RowKey, row: dict[str, Any]) -> str:
    """Return what people call a row of any table; its key where only the program knows it."""
    name = record_name(ledger, row) if table in words.labels()["table"] else ""
    return shown(name or "、".join(map(shown, key)))


def table_word(table: str) -> str:
    """Return the Chinese name of any table, also of one that keeps no content."""
    labels = words.labels()
    return labels["table"].get(table) or labels["finding_place"].get(table, table)


def field_group(table: str) -> str:
    """Return what the names of a table's fields begin with among the labels."""
    return "group" if table == "party_group" else table


def field_words(table: str, columns: Iterable[str]) -> str:
    """Return the Chinese names of columns, each once; “内容” for those that only the program knows."""
    known, group = words.labels()["field"], field_group(table)
    return "、".join(dict.fromkeys(known.get(f"{group}.{name}", "内容") for name in columns))


def _found(ledger: "Ledger", sql: str, *key: Any) -> str:
    # A key that is not readable any more leads nowhere.
    rows = ledger.query(sql, key) if all(map(is_sound, map(str, key))) else []
    return str(next(iter(rows[0].values()))) if rows else ""
