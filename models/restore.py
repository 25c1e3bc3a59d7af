"""Restoring a backup: proved first, put in place last, never onto a file, under a new device and lineage."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from models import (
    backup_file,
    backup_proof,
    driver,
    faults,
    files,
    ids,
    key_store,
    keyring,
    ledger,
    ledger_keys,
    location,
)
from models.backup_file import Header
from models.clock import Clock
from models.errors import RefusedError, UsageError, WorldError
from models.fingerprint import Fingerprint
from models.keyring import KeyEntry
from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Restored:
    """The restored ledger file, closed; `created`, `digest` and `counts` are the backup's."""

    path: Path
    organization: str
    created: str
    digest: str
    counts: dict[str, int]
    protected: bool


def restore_backup(
    file: Path | str,
    target: Path | str,
    *,
    password: str = "",
    recovery_code: str = "",
    actor: str = "",
    clock: Clock | None = None,
    ids_: ids.Ids | None = None,
    facts: location.Facts | None = None,
) -> Restored:
    """Make a ledger file from a backup.

    A backup of a ledger without a password asks for nothing on the computer where it was made. actor: who
    restores; empty means the name kept in the ledger. Raises UsageError("ledger-exists"), RefusedError
    ("backup-needs-secret", "password-wrong", "recovery-code-…", place), WorldError ("backup-damaged", disk
    …); then nothing was left behind.
    """
    file, target, clock = Path(file), Path(target), clock or Clock()
    location.refuse_unfit(target, facts)
    if target.exists():
        raise UsageError("ledger-exists", path=str(target))
    header, key = unlocked(file, password=password, recovery_code=recovery_code)
    sealed, part = target.with_name(target.name + ".sealed.part"), target.with_name(target.name + ".part")
    with faults.named(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _unpack(file, header, key, sealed, part)
            live_key = keyring.file_key(header.entry.id, key) if header.protected else None
            _found_anew(part, file, header, live_key, actor, clock, ids_)
            ledger_keys.set_strays_aside(target, clock)
            keyring.save(target, [_entry(header, key)])
            if target.exists():
                raise UsageError("ledger-exists", path=str(target))
            files.put_in_place(part, target)
        finally:
            for leftover in (sealed, part):
                ledger.remove_leftovers(leftover)
    if key_store.find(header.entry.id) is None:
        key_store.remember(_entry(header, key))
    return Restored(
        target,
        header.text("organization"),
        header.text("created"),
        header.text("digest"),
        header.counts,
        header.protected,
    )


def verify_backup(
    file: Path | str, *, password: str = "", recovery_code: str = ""
) -> backup_proof.BackupInfo:
    """Prove a backup once more, wholly, without restoring it. Raises as `restore_backup` does."""
    file = Path(file)
    header, key = unlocked(file, password=password, recovery_code=recovery_code)
    with tempfile.TemporaryDirectory() as folder:
        _extracted(file, header, key, Path(folder) / "database")
    return backup_proof.info_of(file, header)


def unlocked(file: Path, *, password: str, recovery_code: str) -> tuple[Header, bytes]:
    """Return a backup's proved header and its data key: from the user's key store if open, else by secret."""
    header = backup_file.read_header(file)
    stored = key_store.find(header.entry.id)
    key = stored.open_key() if stored is not None else None
    if key is None:
        key = _by_secret(file, header, stored, password, recovery_code)
    if not header.proved(key):
        raise WorldError("backup-damaged", path=str(file), detail="header")
    return header, key


def _by_secret(
    file: Path, header: Header, stored: KeyEntry | None, password: str, recovery_code: str
) -> bytes:
    if not password and not recovery_code:
        raise RefusedError("backup-needs-secret", path=str(file), organization=header.text("organization"))
    refused: RefusedError | None = None
    # The slots in the file are those of its day; the store's may be newer.
    for entry in (header.entry, stored):
        if entry is None:
            continue
        try:
            return keyring.unlock(entry, password=password, code=recovery_code)
        except RefusedError as error:
            refused = refused or error
    assert refused is not None
    refused.facts.setdefault("path", str(file))
    raise refused


def _extracted(file: Path, header: Header, key: bytes, sealed: Path) -> None:
    ledger.remove_leftovers(sealed)
    backup_file.extract(file, header, sealed)
    wanted = Fingerprint(header.text("digest"), header.counts)
    backup_proof.prove_database(sealed, keyring.file_key(header.entry.id, key), wanted, file)


def _unpack(file: Path, header: Header, key: bytes, sealed: Path, part: Path) -> None:
    """Leave the proved database in `part`: encrypted when the ledger was protected, else plain."""
    ledger.remove_leftovers(part)
    _extracted(file, header, key, sealed)
    if header.protected:
        sealed.replace(part)
        return
    files.make_private(part)
    copy = driver.connect(sealed, key=keyring.file_key(header.entry.id, key))
    try:
        driver.export(copy, part, key=None)
    finally:
        copy.close()


def _found_anew(
    part: Path, file: Path, header: Header, key: bytes | None, actor: str, clock: Clock, ids_: ids.Ids | None
) -> None:
    """Migrate if it is older, give it a new device and lineage, and say so in its journal."""
    book = Ledger.open(part, actor=actor, key=key, clock=clock, ids_=ids_)
    with book, book.operation("ledger.restore") as op:
        op.renew_identity(device=book.ids.new(), lineage=book.ids.new())
        op.note |= {"file": file.name, "created": header.text("created")}
    files.sync_file(part)


def restored_from(ledger: Ledger) -> str:
    """Return when the backup was made from which this ledger was restored last, nothing for one that never was."""
    rows = ledger.query("SELECT note FROM journal_operation WHERE kind = 'ledger.restore' ORDER BY seq DESC LIMIT 1")
    return str(json.loads(rows[0]["note"]).get("created", "")) if rows else ""


def _entry(header: Header, key: bytes) -> KeyEntry:
    """Return the ring for the restored ledger: the slots that travelled, the open one if it had no password."""
    return header.entry if header.protected else header.entry.with_slot(keyring.open_slot(key))
