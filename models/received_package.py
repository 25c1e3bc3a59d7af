"""Packages a committee's ledger has received: one is current for each branch, the others are replaced."""

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from models import gate
from models.gate import Operation

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class ReceivedPackageRow:
    """One package received. counts: JSON text. content_digest: the stored snapshot that it put in place."""

    org: int
    digest: str
    lineage: str
    number: int
    created_at: str
    received_at: str
    file_name: str
    counts: str
    content_digest: str
    receipt_code: str
    state: str = "current"


def current(ledger: "Ledger", org: int) -> ReceivedPackageRow | None:
    """Return the package whose content stands for an organisation now, or None."""
    rows = ledger.query("SELECT * FROM received_package WHERE org = ? AND state = 'current'", (org,))
    return ReceivedPackageRow(**rows[0]) if rows else None


def by_digest(ledger: "Ledger", digest: str, org: int | None = None) -> ReceivedPackageRow | None:
    """Return a received package by the SHA-256 of its file (of one organisation, by key), or None."""
    where, parameters = ("org = ? AND ", (org, digest)) if org is not None else ("", (digest,))
    rows = ledger.query(f"SELECT * FROM received_package WHERE {where}digest = ?", parameters)
    return ReceivedPackageRow(**rows[0]) if rows else None


def withdrawn(ledger: "Ledger", org: int | None = None) -> list[ReceivedPackageRow]:
    """Return packages whose receive was undone and that did not come again, the newest first."""
    rows = ledger.query(
        "SELECT row_key, max(seq) AS seq, after FROM journal_change WHERE tbl = 'received_package' AND before IS NULL"
        " GROUP BY row_key ORDER BY seq DESC"
    )
    told = [ReceivedPackageRow(**json.loads(row["after"])) for row in rows]
    return [one for one in told if org in (None, one.org) and by_digest(ledger, one.digest, one.org) is None]


def list_received(ledger: "Ledger", org: int | None = None) -> list[ReceivedPackageRow]:
    """Return packages received (of one organisation), the newest first."""
    where, parameters = ("org = ?", (org,)) if org is not None else ("1", ())
    rows = ledger.query(f"SELECT * FROM received_package WHERE {where} ORDER BY rowid DESC", parameters)
    return [ReceivedPackageRow(**row) for row in rows]


def seq_before(ledger: "Ledger", org: int, digest: str) -> int:
    """Return the journal's number at which the package before this one was received, 0 for the first."""
    digests = [row.digest for row in list_received(ledger, org)]
    before = digests[digests.index(digest) + 1 :] if digest in digests else digests
    if not before:
        return 0
    rows = ledger.query(
        "SELECT max(seq) AS seq FROM journal_change WHERE tbl = 'received_package' AND row_key = ?"
        " AND before IS NULL",
        (gate.canonical([org, before[0]]),),
    )
    return int(rows[0]["seq"] or 0)


def put_current(op: Operation, row: ReceivedPackageRow) -> None:
    """Note a package as received and make it the current one of its organisation."""
    for old in op.rows("SELECT digest FROM received_package WHERE org = ? AND state = 'current'", (row.org,)):
        op.update("received_package", (row.org, old["digest"]), {"state": "replaced"})
    op.insert("received_package", asdict(row))
