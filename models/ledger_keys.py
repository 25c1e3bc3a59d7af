"""The keys of one ledger: what opens it, where its slots are, who may open it. See docs/存储.md 3."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from models import attempts, backup_file, driver, faults, files, key_store, keyring, password_strength, user_slot
from models import recovery_code as codes
from models.clock import Clock
from models.errors import RefusedError, WorldError
from models.keyring import KeyEntry
from models.ledger import Ledger
from models.user_slot import User


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A key that was got at, and its slots. proved: a slot held it; a typed code must still open something."""

    entry: KeyEntry
    secret: bytes
    proved: bool = True

    @property
    def key(self) -> bytes:
        """The data key."""
        return keyring.data_key(self.entry.id, self.secret)

    @property
    def code(self) -> bytes | None:
        """The recovery code that the key is made of; None for a key of before."""
        return self.secret if len(self.secret) == keyring.CODE_BYTES else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the sheet of paper: the code, the key's short number, the day on which the key was made.

    unit: whose it is, where it is another organisation's.
    """

    code: str
    number: str
    made: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that is about to be used: a random id and a random code."""

    id: str
    code: bytes
    made: str

    @property
    def key(self) -> bytes:
        """The data key."""
        return keyring.data_key(self.id, self.code)

    @property
    def sheet(self) -> Sheet:
        """The sheet of paper that opens everything under this key."""
        return Sheet(codes.format_code(self.code), keyring.number_of(self.id), self.made)

    def entry(self, password: str = "") -> KeyEntry:
        """Return its slots: the password if there is one, else this user on this computer."""
        return _closed(KeyEntry(self.id, (), self.made), self.code, password, self.made)

    def open_entry(self) -> KeyEntry:
        """Return its slots for a plain ledger."""
        return KeyEntry(self.id, (keyring.open_slot(self.code),), self.made)


def new_key(clock: Clock) -> NewKey:
    """Return a new random key of today."""
    return NewKey(keyring.new_id(), secrets.token_bytes(keyring.CODE_BYTES), clock.today().isoformat())


def encrypted_with(path: Path) -> str | None:
    """Return the id of the key that a ledger file is encrypted with, None for a plain one."""
    with faults.named(path), path.open("rb") as file:
        start = file.read(driver.SALT_BYTES)
    return None if start == driver.PLAIN_MAGIC else start.hex()


# --- opening --------------------------------------------------------------------------


def unlock(path: Path, key_id: str, *, password: str = "", code: str = "", clock: Clock) -> Unlocked:
    """Return the key of an encrypted ledger: from this user's slot, by password or by code.

    Raises RefusedError: "password-needed", "password-wrong", "password-wait", "no-key-here", "recovery-code-…".
    """
    entries = known(path, key_id)

    def by_password(entry: KeyEntry) -> bytes:
        return attempts.unlock(path, entry, password=password, code="", clock=clock)

    found = opened(entries, key_id, code=code, by_password=by_password if password else None)
    if found is None and asks_password(entries):
        raise RefusedError("password-needed", path=str(path))
    if found is None:
        raise RefusedError("no-key-here", path=str(path), number=keyring.number_of(key_id))
    return found


def opened(
    entries: list[KeyEntry], key_id: str, *, code: str, by_password: Callable[[KeyEntry], bytes] | None
) -> Unlocked | None:
    """Open one of the copies of a key's slots, those that count most first; None when nothing here opens it.

    A code opens without any slot. A password counts where there is one, otherwise this user's slot or an open one.
    """
    if code:
        return _by_code(entries or [KeyEntry(key_id, ())], code)
    if asks_password(entries):
        return None if by_password is None else _by_password(entries, by_password)
    for entry in entries:
        secret = entry.open_secret() or user_slot.opened(entry)
        if secret is not None:
            return Unlocked(entry, secret)
    return None


def asks_password(entries: list[KeyEntry]) -> bool:
    """Tell whether a password is to be typed: the first copy decides."""
    return bool(entries) and entries[0].slot("password") is not None


def known(path: Path, key_id: str) -> list[KeyEntry]:
    """Return the copies of a key's slots: the ring's, then the key store's, then those of backups beside the ledger.

    Older copies do not overrule one that asks for a password or names other users but not this one.
    """
    found: list[KeyEntry] = []
    for source in (keyring.copies, _stored, _from_backups):
        for entry in source(path, key_id):
            if entry.slots and entry not in found:
                found.append(entry)
        if found and (found[0].slot("password") is not None or user_slot.only_others(found[0])):
            break
    return found


def _stored(_path: Path, key_id: str) -> list[KeyEntry]:
    entry = key_store.find(key_id)
    return [] if entry is None else [entry]


def _from_backups(path: Path, key_id: str) -> list[KeyEntry]:
    for file in sorted(backup_file.default_folder(path).glob(f"*{backup_file.SUFFIX}"), reverse=True):
        try:
            entry = backup_file.read_header(file).entry
        except WorldError:
            continue
        if entry.id == key_id:
            return [entry]
    return []


def _by_code(entries: list[KeyEntry], code: str) -> Unlocked:
    refused: RefusedError | None = None
    for entry in entries:
        try:
            secret = keyring.unlock(entry, code=code)
        except RefusedError as error:
            refused = refused or error
            continue
        return Unlocked(entry, secret, proved=len(secret) == keyring.KEY_BYTES)
    assert refused is not None
    raise refused


def _by_password(entries: list[KeyEntry], by_password: Callable[[KeyEntry], bytes]) -> Unlocked:
    refused: RefusedError | None = None
    for entry in entries:
        if entry.slot("password") is None:
            continue
        try:
            return Unlocked(entry, by_password(entry))
        except RefusedError as error:
            refused = refused or error
    assert refused is not None
    raise refused


# --- the key of an open ledger --------------------------------------------------------


def unlocked(ledger: Ledger) -> Unlocked:
    """Return an open ledger's key and slots. A plain one without a ring gets one, whose code can be printed."""
    if ledger.key is not None:
        key, key_id = ledger.key[: keyring.KEY_BYTES], ledger.key[keyring.KEY_BYTES :].hex()
        entry = next((one for one in keyring.copies(ledger.path, key_id) if one.slots), None)
        if entry is None:
            entry = next(iter(known(ledger.path, key_id)), KeyEntry(key_id, ()))
        return Unlocked(entry, ledger.code or key)
    for entry in keyring.load(ledger.path):
        secret = entry.open_secret()
        if secret is not None:
            return Unlocked(entry, secret)
    made = new_key(ledger.clock)
    with faults.named(ledger.path):
        # What lies there belongs to some other file; it may be the only key to it.
        _set_ring_aside(ledger.path, ledger.clock)
    keep_entry(ledger.path, made.open_entry())
    return Unlocked(made.open_entry(), made.code)


def sheet(ledger: Ledger) -> Sheet | None:
    """Return the sheet that opens the ledger and its backups, None where only paper knows the code (keys of before)."""
    held = unlocked(ledger)
    if held.code is None:
        return None
    return Sheet(codes.format_code(held.code), held.entry.number, held.entry.made)


def has_password(ledger: Ledger) -> bool:
    """Tell whether a password is asked for when the ledger is opened."""
    return ledger.key is not None and unlocked(ledger).entry.slot("password") is not None


def set_password(ledger: Ledger, *, new: str, old: str = "", recovery_code: str = "") -> None:
    """Ask for a password from now on; where there is one already, it or the code proves that the person may.

    The file stays as it is, only the secret is wrapped anew; nobody opens it without typing any more. Raises
    RefusedError ("not-encrypted", "password-wrong", "password-easy", …).
    """
    held = _proved(ledger, old, recovery_code)
    password_strength.refuse_easy(new, password_strength.names_of(ledger))
    keep_entry(ledger.path, _closed(held.entry, held.secret, new, _today(ledger)))


def remove_password(ledger: Ledger, *, password: str = "", recovery_code: str = "") -> None:
    """Ask for nothing on this computer from now on; the file stays encrypted.

    Raises RefusedError: "no-password", "password-wrong", …
    """
    if not has_password(ledger):
        raise RefusedError("no-password", path=str(ledger.path))
    held = _proved(ledger, password, recovery_code)
    keep_entry(ledger.path, _closed(held.entry, held.secret, "", _today(ledger)))


def confirm(ledger: Ledger, *, password: str = "", recovery_code: str = "") -> None:
    """Raise RefusedError unless who sits here may: where a password is asked for, it or the code was typed."""
    _proved(ledger, password, recovery_code)


def _proved(ledger: Ledger, password: str, code: str) -> Unlocked:
    if ledger.key is None:
        raise RefusedError("not-encrypted", path=str(ledger.path))
    held = unlocked(ledger)
    if held.entry.slot("password") is None:
        return held
    secret = attempts.unlock(ledger.path, held.entry, password=password, code=code, clock=ledger.clock)
    if keyring.data_key(held.entry.id, secret) != held.key:
        raise RefusedError("recovery-code-wrong", path=str(ledger.path), number=held.entry.number)
    return replace(held, secret=secret)


def _closed(entry: KeyEntry, secret: bytes, password: str, since: str) -> KeyEntry:
    """Return the entry for a password alone, or without one for this user."""
    if password:
        return entry.without("open", "user").with_slot(keyring.password_slot(entry.id, secret, password))
    return user_slot.added(entry.without("open", "password"), secret, since)


def guarded(held: Unlocked, password: str, since: str) -> KeyEntry:
    """Return the slots of a key that goes out of use: what opens the new one opens the backups made with it.

    An open slot stays until the file was swapped: a kill before that leaves the plain ledger with its key.
    """
    if held.entry.slot("open") is None:
        return held.entry
    return _closed(held.entry, held.secret, password, since).with_slot(keyring.open_slot(held.secret))


def users(ledger: Ledger) -> list[User]:
    """Return who opens the ledger without typing anything."""
    held = unlocked(ledger)
    return user_slot.users(held.entry, held.key)


def remove_user(ledger: Ledger, owner: str) -> None:
    """Let a user type the code from now on. What that user copied before still opens; only a new code ends that."""
    keep_entry(ledger.path, unlocked(ledger).entry.without_user(owner))


def for_this_user(ledger: Ledger, held: Unlocked) -> KeyEntry:
    """Return the slots as they should stand now: with one for this user unless a password is asked for."""
    entry = held.entry.without("open")
    if entry.slot("password") is not None or user_slot.opened(entry) is not None:
        return entry
    return user_slot.added(entry, held.secret, _today(ledger))


def _today(ledger: Ledger) -> str:
    return ledger.clock.today().isoformat()


# --- the ring -------------------------------------------------------------------------


def set_strays_aside(path: Path, clock: Clock) -> None:
    """Rename a keyring and a write-ahead log without their ledger: never deleted, never mistaken."""
    _set_ring_aside(path, clock)
    files.set_aside(Path(f"{path}-wal"), _mark(clock))


def keep_entry(path: Path, entry: KeyEntry) -> None:
    """Make this the one key of a ledger's ring, and copy it to the user's key store."""
    keyring.save(path, [entry])
    key_store.remember(entry)


def _set_ring_aside(path: Path, clock: Clock) -> None:
    for ring in (keyring.path_of(path), keyring.second_path_of(path)):
        files.set_aside(ring, _mark(clock))


def _mark(clock: Clock) -> str:
    return clock.now().astimezone().strftime("%Y%m%d-%H%M%S")
