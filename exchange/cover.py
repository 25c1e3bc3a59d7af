"""The figures of the cover sheet that goes with a package: who, which number, how many, the digest to
compare.
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchange.tables import TABLES
from models import organization, sent_package
from models.sent_package import SentPackageRow

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover sheet shows; nothing on it lets its reader open the package or fake a receipt.

    counts: (Chinese name of the table, rows) in order. digest: SHA-256 of the file as hex. created: UTC
    moment.
    """

    sender: str
    recipient: str
    secretary: str
    phone: str
    number: int
    created: str
    file_name: str
    size: int
    digest: str
    counts: tuple[tuple[str, int], ...]
    id_numbers: bool
    why: str

    @property
    def digest_groups(self) -> tuple[str, ...]:
        """The digest in groups of four, as people compare it."""
        return tuple(self.digest[at : at + 4] for at in range(0, len(self.digest), 4))


def cover_of(ledger: "Ledger", row: SentPackageRow) -> Cover:
    """Return the cover of a package that was sent, now or long ago."""
    own = organization.own(ledger)
    recipient = organization.by_id(ledger, row.recipient_id)
    why, told = sent_package.circumstances(ledger, row)
    counts = json.loads(row.counts)
    return Cover(
        sender=own.name,
        recipient=recipient.name if recipient else "",
        secretary=own.secretary,
        phone=own.phone,
        number=row.number,
        created=row.created_at,
        file_name=row.file_name,
        size=told["size"],
        digest=row.digest,
        counts=tuple((table.word, counts[table.name]) for table in TABLES if table.name in counts),
        id_numbers=told["id_numbers"],
        why=why,
    )
