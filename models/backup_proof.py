"""Proving a copied database, and what a backup tells about itself."""

from dataclasses import dataclass
from pathlib import Path

from models import driver, faults, fingerprint, ledger_shape, schema
from models.backup_file import Header
from models.errors import WorldError
from models.fingerprint import Fingerprint


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """One backup as its header tells; with a `problem` (an error code) the rest is empty.

    verified_at: moment at which it was proved and put in place, by the computer's clock. digest, counts: of the whole
    database. generation, journal_seq: which state of the ledger it holds. sheet, sheet_made: short number and day of
    the recovery sheet that opens it. for_users: some user's slot opens it without a word.
    """

    path: Path
    digest: str = ""
    counts: dict[str, int] | None = None
    verified_at: str = ""
    organization: str = ""
    reason: str = ""
    ledger_id: str = ""
    protected: bool = False
    key_id: str = ""
    sheet: str = ""
    sheet_made: str = ""
    for_users: bool = False
    size: int = 0
    generation: int = 0
    journal_seq: int = 0
    problem: str = ""


def prove_database(database: Path, key: bytes, wanted: Fingerprint, named: Path) -> None:
    """Open a copied database and compare it.

    Raises WorldError("backup-not-verified" | "ledger-schema-foreign" | "ledger-newer").
    """
    with faults.named(named):
        copy = driver.connect_reading(database, key=key)
        try:
            with ledger_shape.limited(copy):
                version = int(copy.execute("PRAGMA user_version").fetchone()[0])
                if not 0 < version <= schema.VERSION:
                    raise WorldError("ledger-newer", path=str(named), found=version, known=schema.VERSION)
                ledger_shape.refuse_foreign(copy, version, named)
            wrong = fingerprint.faults_in(copy)
            if not wrong and fingerprint.of(copy) != wanted:
                wrong = ["content"]
        finally:
            copy.close()
    if wrong:
        raise WorldError("backup-not-verified", path=str(named), detail=wrong[0])


def info_of(path: Path, header: Header) -> BackupInfo:
    """Return what a header says, for lists."""
    return BackupInfo(
        path=path,
        digest=header.text("digest"),
        counts=header.counts,
        verified_at=header.text("created"),
        organization=header.text("organization"),
        reason=header.text("reason"),
        ledger_id=header.text("ledger_id"),
        protected=header.protected,
        key_id=header.entry.id,
        sheet=header.entry.number,
        sheet_made=header.entry.made,
        for_users=header.entry.slot("user") is not None,
        size=header.start + header.number("size"),
        generation=header.generation,
        journal_seq=header.number("journal_seq"),
    )
