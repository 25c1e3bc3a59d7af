"""The ledger's own keys and identity: outside the journal, so each is held against what it must agree with."""

from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from models import gate
from models.check_rows import read_json
from models.finding import Finding
from models.ledger import Ledger
from models.own_key import key_id

_PAIRS = (("sign", Ed25519PrivateKey), ("seal", X25519PrivateKey))


def findings(ledger: Ledger) -> Iterator[Finding]:
    """Yield private keys that do not belong to their public ones, and an identity that the journal does not know."""
    for row in ledger.query("SELECT * FROM own_key ORDER BY rowid"):
        odd = [use for use, kind in _PAIRS if not _belongs(row, use, kind)]
        columns: list[tuple[str, ...]] = [(f"{use}_private", f"{use}_public") for use in odd]
        if not odd and key_id(row["sign_public"], row["seal_public"]) != row["key_id"]:
            columns = [("key_id",)]
        for named in columns:
            yield Finding("own-key-altered", "error", "own_key", (row["key_id"],), {}, named)
    yield from _identity(ledger)


def _belongs(row: dict[str, Any], use: str, kind: Any) -> bool:
    try:
        private = kind.from_private_bytes(bytes.fromhex(row[f"{use}_private"]))
    except ValueError:
        return False
    return bool(private.public_key().public_bytes_raw().hex() == row[f"{use}_public"])


def _identity(ledger: Ledger) -> Iterator[Finding]:
    """The first operation gives the moment of founding; the last restore, device and lineage."""
    rows = ledger.query("SELECT * FROM ledger_info")
    if not rows:
        yield Finding("identity-altered", "error", "ledger_info", (1,))
        return
    first = ledger.query("SELECT at FROM journal_operation WHERE seq = 1")
    known = {"created_at": first[0]["at"]} if first else {}
    last = ledger.query(
        "SELECT after FROM journal_change WHERE tbl = ? ORDER BY seq DESC, n DESC LIMIT 1", (gate.IDENTITY,)
    )
    known |= (read_json(last[0]["after"]) or {}) if last else {}
    different = tuple(name for name, value in known.items() if rows[0].get(name) != value)
    if different:
        yield Finding("identity-altered", "error", "ledger_info", (1,), {}, different)
