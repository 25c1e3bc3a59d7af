"""Packages this ledger has sent, and what came back for them."""

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from models.errors import BugError
from models.gate import Operation

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class SentPackageRow:
    """One package sent. counts, receipt: JSON texts. journal_seq: the ledger's last operation that it
    contains.
    """

    lineage: str
    number: int
    digest: str
    recipient_id: str
    created_at: str
    file_name: str
    counts: str
    journal_seq: int
    content_digest: str
    receipt_code: str
    acknowledged_at: str | None = None
    receipt: str | None = None

    @property
    def withdrawn(self) -> bool:
        """Whether the receiver took its receipt back."""
        return self.acknowledged_at is None and self.receipt is not None


def list_sent(ledger: "Ledger") -> list[SentPackageRow]:
    """Return all packages sent, the newest first."""
    rows = ledger.query("SELECT * FROM sent_package ORDER BY number DESC, created_at DESC")
    return [SentPackageRow(**row) for row in rows]


def last(ledger: "Ledger") -> SentPackageRow | None:
    """Return the package sent last, or None."""
    return next(iter(list_sent(ledger)), None)


def by_digest(ledger: "Ledger", digest: str) -> SentPackageRow | None:
    """Return one package sent, or None; its digest is one, where two copies may have given out one number."""
    rows = ledger.query("SELECT * FROM sent_package WHERE digest = ?", (digest,))
    return SentPackageRow(**rows[0]) if rows else None


def circumstances(ledger: "Ledger", row: SentPackageRow) -> tuple[str, dict[str, Any]]:
    """Return the reason given when a package was sent, and the note of that operation."""
    told = ledger.query(
        "SELECT why, note FROM journal_operation WHERE kind = 'package.send' ORDER BY seq DESC"
    )
    for entry in told:
        found = json.loads(entry["note"])
        if (found.get("lineage"), found.get("number")) == (row.lineage, row.number):
            return str(entry["why"]), found
    if ledger.query("SELECT 1 FROM journal_operation WHERE kind = 'ledger.take_over' LIMIT 1"):
        # The other copy sent it, for a reason that only it knows.
        return "", {}
    raise BugError(f"package {row.number} was sent by no operation")


def note(op: Operation, row: SentPackageRow) -> None:
    """Note a package as sent."""
    op.insert("sent_package", asdict(row))


def withdraw(op: Operation, row: SentPackageRow, receipt: str) -> None:
    """Note that the receiver took its receipt back: it does not have the package."""
    op.update("sent_package", (row.lineage, row.number), {"acknowledged_at": None, "receipt": receipt})


def acknowledge(op: Operation, row: SentPackageRow, receipt: str) -> None:
    """Note that the receiver has it."""
    op.update("sent_package", (row.lineage, row.number), {"acknowledged_at": op.at, "receipt": receipt})
