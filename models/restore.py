"""Restoring a backup: proved first, put in place last, never onto a file, under a new device and lineage."""

import json
import tempfile
from dataclasses import dataclass
from functools import partial
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
    user_slot,
    whereabouts,
)
from models.backup_file import Header
from models.clock import Clock
from models.errors import RefusedError, UsageError, WorldError
from models.fingerprint import Fingerprint
from models.keyring import KeyEntry
from models.ledger import Ledger
from models.ledger_keys import Unlocked


@dataclass(frozen=True, slots=True)
class Restored:
    """The restored ledger file, closed; `created`, `digest` and `counts` are the backup's, `sheet` its key's number."""

    path: Path
    organization: str
    created: str
    digest: str
    counts: dict[str, int]
    protected: bool
    sheet: str


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

    Where this user's slot opens it nothing is asked, unless a password is. actor: who restores;
    empty means the name kept in the ledger. Raises UsageError("ledger-exists"), RefusedError ("backup-needs-secret",
    "password-wrong", "recovery-code-…", place), WorldError ("backup-damaged", disk …); then nothing was left behind.
    """
    file, target, clock = Path(file), Path(target), clock or Clock()
    location.refuse_unfit(target, facts)
    if target.exists():
        raise UsageError("ledger-exists", path=str(target))
    header, held = unlocked(file, password=password, recovery_code=recovery_code)
    key = held.key
    sealed, part = target.with_name(target.name + ".sealed.part"), target.with_name(target.name + ".part")
    with files.folder_for(target.parent), faults.named(target):
        try:
            _unpack(file, header, key, sealed, part)
            live_key = keyring.file_key(header.entry.id, key) if header.protected else None
            _found_anew(part, file, header, live_key, actor, clock, ids_)
            ledger_keys.set_strays_aside(target, clock)
            with keyring.new_ring(target, [_entry(header, held, clock)]):
                if target.exists():
                    raise UsageError("ledger-exists", path=str(target))
                files.put_in_place(part, target)
        finally:
            for leftover in (sealed, part):
                ledger.remove_leftovers(leftover)
    if key_store.find(header.entry.id) is None:
        key_store.remember(_entry(header, held, clock))
    return Restored(
        target,
        header.text("organization"),
        header.text("created"),
        header.text("digest"),
        header.counts,
        header.protected,
        header.entry.number,
    )


def verify_backup(
    file: Path | str, *, password: str = "", recovery_code: str = ""
) -> backup_proof.BackupInfo:
    """Prove a backup once more, wholly, without restoring it. Raises as `restore_backup` does."""
    file = Path(file)
    header, held = unlocked(file, password=password, recovery_code=recovery_code)
    with tempfile.TemporaryDirectory() as folder:
        _extracted(file, header, held.key, Path(folder) / "database")
    return backup_proof.info_of(file, header)


def opens_here(file: Path) -> bool:
    """Tell whether a backup opens on this computer without anything being typed. Raises WorldError."""
    try:
        _held(file, backup_file.read_header(file), "", "")
    except RefusedError:
        return False
    return True


def unlocked(file: Path, *, password: str, recovery_code: str) -> tuple[Header, Unlocked]:
    """Return a backup's proved header and its key: here without a word if possible, else by secret."""
    header = backup_file.read_header(file)
    held = _held(file, header, password, recovery_code)
    if header.proved(held.key):
        return header, held
    if held.proved:
        raise WorldError("backup-damaged", path=str(file), detail="header")
    raise RefusedError("recovery-code-wrong", path=str(file), number=header.entry.number)


def _held(file: Path, header: Header, password: str, code: str) -> Unlocked:
    # The slots in the file are those of its day; the store's may be newer. Both are asked.
    entries = [entry for entry in (key_store.find(header.entry.id), header.entry) if entry is not None and entry.slots]
    by_password = partial(_by_password, password) if password else None
    try:
        held = ledger_keys.opened(entries, header.entry.id, code=code, by_password=by_password)
    except RefusedError as error:
        error.facts.setdefault("path", str(file))
        raise
    if held is not None:
        return held
    raise RefusedError(
        "backup-needs-secret",
        path=str(file),
        organization=header.text("organization"),
        number=header.entry.number,
    )


def _by_password(password: str, entry: KeyEntry) -> bytes:
    return keyring.unlock(entry, password=password)


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
        op.note |= {"file": file.name, "created": header.text("created"), whereabouts.NOTE: whereabouts.here()}
    files.sync_file(part)


def restored_from(ledger: Ledger) -> str:
    """Return when the backup was made from which this ledger was restored last, nothing for one that never was."""
    rows = ledger.query("SELECT note FROM journal_operation WHERE kind = 'ledger.restore' ORDER BY seq DESC LIMIT 1")
    return str(json.loads(rows[0]["note"]).get("created", "")) if rows else ""


def _entry(header: Header, held: Unlocked, clock: Clock) -> KeyEntry:
    """Return the ring for the restored ledger: as it travelled, for this user, open if the ledger was plain."""
    if not header.protected:
        return header.entry.with_slot(keyring.open_slot(held.secret))
    if header.entry.slot("password") is not None:
        return header.entry
    return user_slot.added(header.entry, held.secret, clock.today().isoformat())
