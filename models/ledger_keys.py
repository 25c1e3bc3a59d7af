"""The keys of one ledger: where their slots are, new codes, another password. See docs/存储.md 3."""

import secrets
from pathlib import Path

from models import attempts, backup_file, driver, faults, files, key_store, keyring
from models import recovery_code as codes
from models.clock import Clock
from models.errors import RefusedError, WorldError
from models.keyring import KeyEntry
from models.ledger import Ledger


def encrypted_with(path: Path) -> str | None:
    """Return the id of the key that a ledger file is encrypted with, None for a plain one."""
    with faults.named(path), path.open("rb") as file:
        start = file.read(driver.SALT_BYTES)
    return None if start == driver.PLAIN_MAGIC else start.hex()


def data_key(ledger: Ledger) -> tuple[KeyEntry, bytes]:
    """Return the ring's entry for an open ledger and its data key."""
    if ledger.key is not None:
        key, key_id = ledger.key[: keyring.KEY_BYTES], ledger.key[keyring.KEY_BYTES :].hex()
        return entry_of(ledger.path, key_id), key
    for entry in keyring.load(ledger.path):
        key_or_none = entry.open_key()
        if key_or_none is not None:
            return entry, key_or_none
    entry, key, _ = new_entry("", with_code=False)
    with faults.named(ledger.path):
        # What lies there belongs to some other file; it may be the only key to it.
        _set_ring_aside(ledger.path, ledger.clock)
    keep_entry(ledger.path, entry)
    return entry, key


def has_recovery_code(ledger: Ledger) -> bool:
    """Tell whether a recovery code was given out for the ledger's present key."""
    return data_key(ledger)[0].slot("recovery") is not None


def new_recovery_code(ledger: Ledger) -> str:
    """Give out a new recovery code; the one before opens only backups made until now."""
    entry, key = data_key(ledger)
    code = codes.new_code()
    keep_entry(ledger.path, entry.with_slot(keyring.recovery_slot(entry.id, key, code)))
    return code


def change_password(ledger: Ledger, *, new: str, old: str = "", recovery_code: str = "") -> None:
    """Change the password of a protected ledger: only its slot is wrapped anew.

    old or recovery_code: proof that the person may. Raises RefusedError ("password-wrong",
    "password-too-short", "not-protected", …).
    """
    if ledger.key is None:
        raise RefusedError("not-protected", path=str(ledger.path))
    entry, key = data_key(ledger)
    attempts.unlock(ledger.path, entry, password=old, code=recovery_code, clock=ledger.clock)
    keep_entry(ledger.path, entry.with_slot(keyring.password_slot(entry.id, key, new)))


def set_strays_aside(path: Path, clock: Clock) -> None:
    """Rename a keyring and a write-ahead log without their ledger: never deleted, never mistaken."""
    _set_ring_aside(path, clock)
    files.set_aside(Path(f"{path}-wal"), _mark(clock))


def keep_entry(path: Path, entry: KeyEntry) -> None:
    """Make this the one key of a ledger's ring, and copy it to the user's key store."""
    keyring.save(path, [entry])
    key_store.remember(entry)


def new_entry(password: str, *, with_code: bool = True) -> tuple[KeyEntry, bytes, str]:
    """Return a new key in its slots (password, or open; recovery code), the key itself, and the code."""
    key_id, key = keyring.new_id(), secrets.token_bytes(keyring.KEY_BYTES)
    slots = [keyring.password_slot(key_id, key, password) if password else keyring.open_slot(key)]
    code = codes.new_code() if with_code else ""
    if code:
        slots.append(keyring.recovery_slot(key_id, key, code))
    return KeyEntry(key_id, tuple(slots)), key, code


def entry_of(path: Path, key_id: str) -> KeyEntry:
    """Return a key's slots from the ring, the user's key store, or a backup in the ledger's own folder."""
    entry = next((entry for entry in keyring.load(path) if entry.id == key_id), None)
    if entry is None:
        entry = key_store.find(key_id) or _from_backups(path, key_id)
    if entry is None and keyring.load(path):
        # A ring is there and knows no such key: the first bytes of the file are damaged, or it is another
        # file.
        raise WorldError("ledger-damaged", path=str(path))
    if entry is None:
        raise WorldError("keys-missing", path=str(path), keys=keyring.path_of(path).name)
    return entry


def _from_backups(path: Path, key_id: str) -> KeyEntry | None:
    for file in sorted(backup_file.default_folder(path).glob(f"*{backup_file.SUFFIX}"), reverse=True):
        try:
            entry = backup_file.read_header(file).entry
        except WorldError:
            continue
        if entry.id == key_id:
            return entry
    return None


def _set_ring_aside(path: Path, clock: Clock) -> None:
    for ring in (keyring.path_of(path), keyring.second_path_of(path)):
        files.set_aside(ring, _mark(clock))


def _mark(clock: Clock) -> str:
    return clock.now().astimezone().strftime("%Y%m%d-%H%M%S")
