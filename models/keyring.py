"""The keyring beside a ledger: what each key is made of, wrapped for this user, by a password, or open.

A key is made of the recovery code and its id (`data_key`), so the ring is a convenience: the code opens without it.
Rings of before hold random keys instead; both are called the secret of a key here. Format and order of writes:
docs/存储.md 3 and 4. A ring may hold several keys while a file is being written anew; the file tells which it needs.
"""

import json
import re
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from models import faults, files, gate, recovery_code
from models.errors import RefusedError, WorldError

FORMAT = 1
KEY_BYTES = 32
CODE_BYTES = 16
ID_BYTES = 16
OWNER_BYTES = 8

_MEMORY_KIB, _ITERATIONS, _LANES = 64 * 1024, 3, 4
# A hostile file must not exhaust memory or time before it is found wrong.
_MOST = {"memory_kib": 512 * 1024, "iterations": 20, "lanes": 16}
_LONGEST_SEALED = 4096
_HEX = re.compile(r"[0-9a-f]+")
_TAG_BYTES = 16
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_INFO = b"zbtz ledger key 1"
_NUMBERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

Slot = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One key in its slots; `id` (32 hexadecimal digits) begins every file encrypted with it, `made` is its day."""

    id: str
    slots: tuple[Slot, ...]
    made: str = ""

    def slot(self, kind: str) -> Slot | None:
        """Return the slot of a type (`password`, `recovery`, `open`), or None."""
        return next((slot for slot in self.slots if slot["type"] == kind), None)

    def without(self, *kinds: str) -> "KeyEntry":
        """Return the entry without slots of these types."""
        return replace(self, slots=tuple(slot for slot in self.slots if slot["type"] not in kinds))

    def without_user(self, owner: str) -> "KeyEntry":
        """Return the entry without the slot of one user."""
        return replace(self, slots=tuple(slot for slot in self.slots if slot.get("owner") != owner))

    def with_slot(self, slot: Slot) -> "KeyEntry":
        """Return the entry with this slot in place of one of the same type and user."""
        same = (slot["type"], slot.get("owner"))
        others = tuple(one for one in self.slots if (one["type"], one.get("owner")) != same)
        return replace(self, slots=(*others, slot))

    def open_secret(self) -> bytes | None:
        """Return the secret where it lies open, else None."""
        slot = self.slot("open")
        return None if slot is None else bytes.fromhex(slot["key"])

    @property
    def number(self) -> str:
        """The key's short number, as it stands on the sheet of paper."""
        return number_of(self.id)


def new_id() -> str:
    """Return a new random key id."""
    return secrets.token_hex(ID_BYTES)


def number_of(key_id: str) -> str:
    """Return the short number of a key: five characters that are not mistaken for each other."""
    value = int(key_id[:8], 16)
    return "".join(_NUMBERS[value >> shift & 31] for shift in (27, 22, 17, 12, 7))


def data_key(key_id: str, secret: bytes) -> bytes:
    """Return the 32 bytes that encrypt: made of a recovery code and the id; a key of before stands for itself."""
    if len(secret) == KEY_BYTES:
        return secret
    return _expanded(secret, bytes.fromhex(key_id), _INFO)


def file_key(key_id: str, data_key: bytes) -> bytes:
    """Return the 48 bytes that open an encrypted file: the data key, then the id as the file's salt."""
    return data_key + bytes.fromhex(key_id)


# --- slots ----------------------------------------------------------------------------


def password_slot(key_id: str, secret: bytes, password: str) -> Slot:
    """Wrap a secret with a password (Argon2id)."""
    head: Slot = {
        "type": "password",
        "kdf": "argon2id",
        "memory_kib": _MEMORY_KIB,
        "iterations": _ITERATIONS,
        "lanes": _LANES,
        "salt": secrets.token_hex(16),
    }
    return _wrapped(key_id, head, _from_password(head, _normal(password)), secret)


def open_slot(secret: bytes) -> Slot:
    """Hold a secret in the clear; only while the ledger itself is plain."""
    return {"type": "open", "key": secret.hex()}


def unlock(entry: KeyEntry, *, password: str = "", code: str = "") -> bytes:
    """Return the secret of an entry. What a code gives is proved only when it opens something.

    Raises RefusedError: "password-needed", "password-wrong", "recovery-code-wrong", "recovery-code-group",
    "recovery-code-length", "recovery-code-none".
    """
    if code:
        return _by_code(entry, recovery_code.parse(code))
    if not password:
        raise RefusedError("password-needed")
    slot = entry.slot("password")
    found = None if slot is None else _unwrapped(entry.id, slot, _from_password(slot, _normal(password)))
    if found is None:
        raise RefusedError("password-wrong")
    return found


def _by_code(entry: KeyEntry, value: bytes) -> bytes:
    slot = entry.slot("recovery")
    if slot is not None:
        found = _unwrapped(entry.id, slot, _from_code(slot, value))
        if found is None:
            raise RefusedError("recovery-code-wrong", number=entry.number)
        return found
    if is_of_before(entry):
        raise RefusedError("recovery-code-none")
    return value


def is_of_before(entry: KeyEntry) -> bool:
    """Tell whether an entry's slots hold a random key, which no code can make."""
    return any(slot["type"] == "recovery" or _held(slot) == KEY_BYTES for slot in entry.slots)


def _held(slot: Slot) -> int:
    """Return how long the secret in a slot is, 0 where that cannot be seen."""
    if slot["type"] == "open":
        return len(slot["key"]) // 2
    return len(slot["wrapped"]) // 2 - _TAG_BYTES if "wrapped" in slot else 0


def _normal(password: str) -> str:
    # What an input method types full-width must open the same lock.
    return unicodedata.normalize("NFKC", password)


def _from_password(slot: Slot, password: str) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    derivation = Argon2id(
        salt=bytes.fromhex(slot["salt"]),
        length=KEY_BYTES,
        iterations=slot["iterations"],
        lanes=slot["lanes"],
        memory_cost=slot["memory_kib"],
    )
    return derivation.derive(password.encode("utf-8", "surrogatepass"))


def _from_code(slot: Slot, value: bytes) -> bytes:
    return derived(value, bytes.fromhex(slot["salt"]), "recovery code")


def derived(secret: bytes, salt: bytes, purpose: str) -> bytes:
    """Return 32 bytes made from a secret for one purpose (HKDF-SHA256)."""
    return _expanded(secret, salt, f"zhibu-taizhang {purpose}".encode())


def _expanded(secret: bytes, salt: bytes, info: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, salt, info).derive(secret)


def bound(key_id: str, slot: Slot) -> bytes:
    """Everything a slot says about itself: a change of any of it makes the key unreadable."""
    head = {name: value for name, value in slot.items() if name not in ("nonce", "wrapped", "sealed")}
    return gate.canonical({"format": FORMAT, "id": key_id, **head}).encode()


def _wrapped(key_id: str, head: Slot, wrapping: bytes, secret: bytes) -> Slot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(12)
    sealed = AESGCM(wrapping).encrypt(nonce, secret, bound(key_id, head))
    return {**head, "nonce": nonce.hex(), "wrapped": sealed.hex()}


def _unwrapped(key_id: str, slot: Slot, wrapping: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(wrapping).decrypt(
            bytes.fromhex(slot["nonce"]), bytes.fromhex(slot["wrapped"]), bound(key_id, slot)
        )
    except InvalidTag:
        return None


# --- the file -------------------------------------------------------------------------


def path_of(ledger: Path) -> Path:
    """Return where a ledger's keyring lies."""
    return ledger.with_name(ledger.name + ".keys")


def second_path_of(ledger: Path) -> Path:
    """Return where the second copy of a ledger's keyring lies."""
    return ledger.with_name(ledger.name + ".keys.bak")


def load(ledger: Path) -> list[KeyEntry]:
    """Return the keys of a ledger's ring from the copies that can be read, the first one's before the second's."""
    found: dict[str, KeyEntry] = {}
    for entry in _read(ledger):
        found.setdefault(entry.id, entry)
    return list(found.values())


def copies(ledger: Path, key_id: str) -> list[KeyEntry]:
    """Return what each copy of a ledger's ring says of one key."""
    return [entry for entry in _read(ledger) if entry.id == key_id]


def _read(ledger: Path) -> list[KeyEntry]:
    found: list[KeyEntry] = []
    for path in (path_of(ledger), second_path_of(ledger)):
        with faults.named(path):
            content = path.read_bytes() if path.is_file() else b""
        try:
            found += parsed(content) or ()
        except WorldError as error:
            error.facts["path"] = str(path)
            raise
    return found


def save(ledger: Path, entries: list[KeyEntry]) -> None:
    """Write both copies of a ledger's ring, the second one first: at every moment one is whole."""
    content = encoded(entries)
    for path in (second_path_of(ledger), path_of(ledger)):
        files.write_file(path, content, private=True)


@contextmanager
def new_ring(ledger: Path, entries: list[KeyEntry]) -> Iterator[None]:
    """Write the ring of a ledger that the block puts in place; without the ledger it goes again."""
    try:
        save(ledger, entries)
        yield
    except BaseException:
        if not ledger.exists():
            for ring in (path_of(ledger), second_path_of(ledger)):
                files.remove_quietly(ring)
        raise


def stands(ledger: Path, entries: list[KeyEntry]) -> bool:
    """Tell whether both copies of a ledger's ring hold exactly these keys."""
    content = encoded(entries)
    copies = (path_of(ledger), second_path_of(ledger))
    with faults.named(ledger):
        return all(path.is_file() and path.read_bytes() == content for path in copies)


def encoded(entries: list[KeyEntry]) -> bytes:
    """Return the file form of a ring."""
    keys = [
        {"id": entry.id, **({"made": entry.made} if entry.made else {}), "slots": list(entry.slots)}
        for entry in entries
    ]
    return (json.dumps({"format": FORMAT, "keys": keys}, indent=1, ensure_ascii=False) + "\n").encode()


def parsed(content: bytes) -> list[KeyEntry] | None:
    """Return the keys in the bytes of a ring, None for no ring. Raises WorldError("keys-newer")."""
    try:
        ring = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(ring, dict) or not isinstance(ring.get("keys"), list):
        return None
    if isinstance(ring.get("format"), int) and ring["format"] > FORMAT:
        raise WorldError("keys-newer", found=ring["format"], known=FORMAT)
    entries = [entry_from(item) for item in ring["keys"]]
    return [entry for entry in entries if entry is not None]


def entry_from(item: Any) -> KeyEntry | None:
    """Return the key that a JSON value describes, None for none; unknown types of slots are left out."""
    if (
        not isinstance(item, dict)
        or not _is_hex(item.get("id"), ID_BYTES)
        or not isinstance(item.get("slots"), list)
    ):
        return None
    made = item.get("made", "")
    known = tuple(slot for slot in item["slots"] if _is_slot(slot))
    return KeyEntry(item["id"], known, made if isinstance(made, str) and _DAY.fullmatch(made) else "")


def _is_slot(slot: Any) -> bool:
    if not isinstance(slot, dict):
        return False
    if slot.get("type") == "open":
        return any(_is_hex(slot.get("key"), count) for count in (KEY_BYTES, CODE_BYTES))
    if slot.get("type") == "user":
        return _is_user_slot(slot)
    sealed = (
        _is_hex(slot.get("salt"), 16)
        and _is_hex(slot.get("nonce"), 12)
        and any(_is_hex(slot.get("wrapped"), count + _TAG_BYTES) for count in (KEY_BYTES, CODE_BYTES))
    )
    if slot.get("type") == "recovery":
        return sealed and slot.get("kdf") == "hkdf-sha256"
    if slot.get("type") != "password" or slot.get("kdf") != "argon2id" or not sealed:
        return False
    numbers = {name: slot.get(name) for name in _MOST}
    if not all(type(value) is int and 1 <= value <= _MOST[name] for name, value in numbers.items()):
        return False
    # Argon2 itself wants eight blocks a lane.
    return bool(slot["memory_kib"] >= 8 * slot["lanes"])


def _is_user_slot(slot: Slot) -> bool:
    texts = all(isinstance(slot.get(name), str) for name in ("by", "since"))
    sealed = all(
        isinstance(value, str) and 0 < len(value) <= _LONGEST_SEALED and _HEX.fullmatch(value) and len(value) % 2 == 0
        for value in (slot.get("sealed"), slot.get("label"))
    )
    return texts and sealed and _is_hex(slot.get("owner"), OWNER_BYTES)


def _is_hex(value: Any, count: int) -> bool:
    return isinstance(value, str) and len(value) == 2 * count and _HEX.fullmatch(value) is not None
