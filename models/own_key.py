"""This ledger's own private keys, beside the content and outside the journal: a secret is not written down
twice.
"""

from dataclasses import dataclass, fields
from hashlib import sha256
from typing import TYPE_CHECKING

from models import faults
from models.clock import moment

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One pair of key pairs as kept: hex texts of raw 32-byte keys."""

    key_id: str
    sign_private: str
    sign_public: str
    seal_private: str
    seal_public: str


def key_id(sign_public: str, seal_public: str) -> str:
    """Return the name of a pair of public keys (hex): 32 hex digits of their digest."""
    return sha256(bytes.fromhex(sign_public) + bytes.fromhex(seal_public)).hexdigest()[:32]


_COLUMNS = ", ".join(field.name for field in fields(KeyRow))


def current(ledger: "Ledger") -> KeyRow | None:
    """Return the keys in use, or None before the first need."""
    rows = ledger.query(
        f"SELECT {_COLUMNS} FROM own_key WHERE retired_at IS NULL ORDER BY rowid DESC LIMIT 1"
    )
    return KeyRow(**rows[0]) if rows else None


def by_id(ledger: "Ledger", key_id: str) -> KeyRow | None:
    """Return keys of this ledger by their id, retired ones as well: files sealed to them stay readable."""
    rows = ledger.query(f"SELECT {_COLUMNS} FROM own_key WHERE key_id = ?", (key_id,))
    return KeyRow(**rows[0]) if rows else None


def keep(ledger: "Ledger", keys: KeyRow) -> None:
    """Keep new keys as the ones in use and retire those before. Raises WorldError (disk full, …)."""
    at = moment(ledger.clock)
    with ledger.lock, faults.named(ledger.path), ledger.db.atomic():
        ledger.db.execute("UPDATE own_key SET retired_at = ? WHERE retired_at IS NULL", [at])
        ledger.db.table("own_key").insert(
            {**{field.name: getattr(keys, field.name) for field in fields(KeyRow)}, "created_at": at}
        )
