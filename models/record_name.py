"""What people call a record: a meeting by day and topic, a line about a person by her name and the matter."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.ledger import Ledger

_OWN_WORDS = ("name", "topic", "title", "reason")


def record_name(ledger: "Ledger", row: dict[str, Any]) -> str:
    """Return what people call a row of the ledger; nothing for rows that only the program knows."""
    person = meeting = ""
    if "member_id" in row:
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


def _found(ledger: "Ledger", sql: str, *key: Any) -> str:
    rows = ledger.query(sql, key)
    return str(next(iter(rows[0].values()))) if rows else ""
