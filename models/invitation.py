"""Invitations (接入文件) a committee has issued: the one-time code and until when it is good."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.gate import Operation

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One invitation; the code is emptied once it is void."""

    id: str
    org: int
    code: str
    issued_at: str
    expires_at: str
    used_at: str | None


def by_id(ledger: "Ledger", invitation_id: str) -> InvitationRow | None:
    """Return an invitation of this ledger, or None."""
    rows = ledger.query("SELECT * FROM invitation WHERE id = ?", (invitation_id,))
    return InvitationRow(**rows[0]) if rows else None


def open_ones(ledger: "Ledger") -> list[InvitationRow]:
    """Return invitations that are not used yet, the newest first; some may have expired."""
    rows = ledger.query("SELECT * FROM invitation WHERE used_at IS NULL ORDER BY issued_at DESC, id DESC")
    return [InvitationRow(**row) for row in rows]


def issue(op: Operation, *, invitation_id: str, org: int, code: str, expires_at: str) -> None:
    """Note an invitation; an earlier unused one of the same organisation is void from now on."""
    for row in op.rows("SELECT id FROM invitation WHERE org = ? AND used_at IS NULL", (org,)):
        use(op, row["id"])
    op.insert(
        "invitation",
        {
            "id": invitation_id,
            "org": org,
            "code": code,
            "issued_at": op.at,
            "expires_at": expires_at,
            "used_at": None,
        },
    )


def use(op: Operation, invitation_id: str) -> None:
    """Make an invitation's code void."""
    op.update("invitation", (invitation_id,), {"used_at": op.at, "code": ""})
