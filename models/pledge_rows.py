"""A pledge as the operations on it find it: its row, whose it is, whether it may be changed."""

from collections.abc import Sequence

from models import words
from models.errors import RefusedError
from models.gate import Operation, Row


def found(op: Operation, pledge_id: str, org: int) -> tuple[Row, str]:
    """Return a pledge's row and whose it is. Raises RefusedError("record-gone")."""
    row = op.row("pledge", (org, pledge_id))
    if row is None:
        raise RefusedError("record-gone")
    return row, whose(op, row["member_id"], org)


def movable(op: Operation, pledge_id: str, org: int) -> tuple[Row, str]:
    """Return a pledge whose owner is there still. Raises RefusedError("pledge-left")."""
    row, name = found(op, pledge_id, org)
    person = op.row("member", (org, row["member_id"])) if row["member_id"] else None
    if person is not None and person["status"] == "left":
        raise RefusedError("pledge-left", name=name)
    return row, name


def refuse_unless(row: Row, name: str, states: Sequence[str], kind: str) -> None:
    """Refuse what a pledge in this state cannot have. kind: of operation, for its word.

    Raises RefusedError("pledge-closed").
    """
    if row["state"] not in states:
        told = "、".join(f"“{words.label('pledge_state', one)}”" for one in states)
        raise RefusedError(
            "pledge-closed",
            name=name,
            state=words.label("pledge_state", row["state"]),
            act=words.label("operation", kind),
            states=told,
        )


def kept_items(op: Operation, pledge_id: str, org: int) -> list[Row]:
    """Return the rows of a pledge's items in their order."""
    return op.rows("SELECT * FROM pledge_item WHERE org = ? AND pledge_id = ? ORDER BY position, id", (org, pledge_id))


def whose(op: Operation, member_id: str | None, org: int) -> str:
    """Return the name of a member, or (None) of the organisation. Raises RefusedError("member-unknown")."""
    row = op.row("member", (org, member_id)) if member_id else op.row("organization", (org,))
    if row is None:
        raise RefusedError("member-unknown", id=member_id)
    return str(row["name"])
