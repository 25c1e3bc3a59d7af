"""Evidence files that cannot be right: contents lost or altered, records that are gone.

Contents are looked for in the ledger's own organisation only: those of other organisations stay with them.
"""

import hashlib
from collections.abc import Iterator

from models.evidence import OWNER_TABLES
from models.finding import Finding
from models.ledger import Ledger
from models.raw_text import is_sound
from models.schema import SELF


def findings(ledger: Ledger) -> Iterator[Finding]:
    """Yield what is wrong with evidence files; one content is read at a time."""
    lost = ledger.query(
        "SELECT org, id, file_name FROM evidence WHERE org = ? AND digest NOT IN (SELECT digest FROM evidence_content)"
        " ORDER BY id",
        (SELF,),
    )
    for row in lost:
        facts = {"name": row["file_name"]}
        yield Finding("evidence-content-lost", "error", "evidence", (row["org"], row["id"]), facts)
    for row in ledger.query("SELECT digest FROM evidence_content ORDER BY digest"):
        if not is_sound(row["digest"]):
            # Told as a text that cannot be read; nothing can be looked up by it.
            continue
        kept = ledger.query("SELECT content FROM evidence_content WHERE digest = ?", (row["digest"],))[0]["content"]
        reckoned = hashlib.sha256(kept).hexdigest()
        if reckoned != row["digest"]:
            yield from _altered(ledger, row["digest"], reckoned)
    for table in OWNER_TABLES:
        orphans = ledger.query(
            'SELECT e.org, e.id, e.file_name FROM evidence e WHERE e.owner_table = ? AND NOT EXISTS'
            f' (SELECT 1 FROM "{table}" t WHERE t.org = e.org AND t.id = e.owner_id) ORDER BY e.org, e.id',
            (table,),
        )
        for row in orphans:
            facts = {"name": row["file_name"]}
            yield Finding("evidence-owner-gone", "warning", "evidence", (row["org"], row["id"]), facts)


def _altered(ledger: Ledger, digest: str, reckoned: str) -> Iterator[Finding]:
    """A content that no record names any more (it was taken back) is told too: undo would need it.

    A content whose own digest a record asks for is whole: it is the digest beside it that was changed.
    """
    sql = "SELECT file_name FROM evidence WHERE org = ? AND digest = ? ORDER BY id"
    named, meant = (ledger.query(sql, (SELF, one)) for one in (digest, reckoned))
    name = next((row["file_name"] for row in (*named, *meant)), digest[:12])
    columns = ("digest",) if meant else ("content",)
    yield Finding("evidence-content-altered", "error", "evidence_content", (digest,), {"name": name}, columns)
