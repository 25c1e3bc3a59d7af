"""What is known of other organisations' ledgers: their public keys and the lineages a person has accepted."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import gate
from models.gate import Operation

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class OrganizationKey:
    """One organisation's public keys (hex); `revoked_at` is None while they are trusted."""

    org: int
    key_id: str
    sign_public: str
    seal_public: str
    registered_at: str
    revoked_at: str | None


def of(ledger: "Ledger", org: int) -> list[OrganizationKey]:
    """Return every key ever registered for an organisation, the newest first."""
    rows = ledger.query("SELECT * FROM organization_key WHERE org = ? ORDER BY rowid DESC", (org,))
    return [OrganizationKey(**row) for row in rows]


def in_use(ledger: "Ledger", org: int) -> OrganizationKey | None:
    """Return the newest key of an organisation that is not revoked, or None."""
    return next((key for key in of(ledger, org) if key.revoked_at is None), None)


def register(op: Operation, org: int, *, key_id: str, sign_public: str, seal_public: str) -> None:
    """Trust a key from now on and revoke the ones before it (a new computer has new keys)."""
    for row in op.rows("SELECT key_id FROM organization_key WHERE org = ? AND revoked_at IS NULL", (org,)):
        if row["key_id"] != key_id:
            revoke(op, org, row["key_id"])
    values = {
        "sign_public": sign_public,
        "seal_public": seal_public,
        "registered_at": op.at,
        "revoked_at": None,
    }
    if op.row("organization_key", (org, key_id)) is None:
        op.insert("organization_key", {"org": org, "key_id": key_id} | values)
    else:
        op.update("organization_key", (org, key_id), values)


def revoke(op: Operation, org: int, key_id: str) -> None:
    """Trust a key no longer; what was received under it stays."""
    op.update("organization_key", (org, key_id), {"revoked_at": op.at})


def shut_out(ledger: "Ledger", key: OrganizationKey) -> str | None:
    """Return the reason a person gave for shutting a key out, None when it only made way for a newer one."""
    found = ledger.query(
        "SELECT o.why FROM journal_operation o JOIN journal_change c ON c.seq = o.seq"
        " WHERE o.kind = 'branch.revoke' AND o.at = ? AND c.tbl = 'organization_key' AND c.row_key = ?",
        (key.revoked_at, gate.canonical([key.org, key.key_id])),
    )
    return str(found[0]["why"]) if found else None


def lineage_rank(ledger: "Ledger", org: int, lineage: str) -> int:
    """Return the place of an accepted lineage (a later one is higher), 0 for one nobody accepted."""
    rows = ledger.query("SELECT rank FROM organization_lineage WHERE org = ? AND lineage = ?", (org, lineage))
    return int(rows[0]["rank"]) if rows else 0


def accept_lineage(op: Operation, org: int, lineage: str) -> None:
    """Put a lineage above all others of its organisation."""
    ranks = op.rows("SELECT lineage, rank FROM organization_lineage WHERE org = ? ORDER BY rank DESC", (org,))
    if ranks and ranks[0]["lineage"] == lineage:
        return
    rank = int(ranks[0]["rank"]) + 1 if ranks else 1
    values = {"rank": rank, "accepted_at": op.at}
    if op.row("organization_lineage", (org, lineage)) is None:
        op.insert("organization_lineage", {"org": org, "lineage": lineage} | values)
    else:
        op.update("organization_lineage", (org, lineage), values)
