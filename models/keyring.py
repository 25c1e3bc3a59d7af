"""The keyring beside a ledger: data keys wrapped by password and recovery code, or open without a password.

Format and order of writes: docs/存储.md 3 and 4. A ring may hold several keys for a moment, while a password
is being set; the ledger file itself tells which one it needs.
"""

import json
import re
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models import faults, files, gate, recovery_code
from models.errors import RefusedError, WorldError

FORMAT = 1
KEY_BYTES = 32
ID_BYTES = 16
SHORTEST_PASSWORD = 8

_MEMORY_KIB, _ITERATIONS, _LANES = 64 * 1024, 3, 4
# A hostile file must not exhaust memory or time before it is found wrong.
_MOST = {"memory_kib": 512 * 1024, "iterations": 20, "lanes": 16}
_HEX = re.compile(r"[0-9a-f]+")

Slot = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One data key in its slots; `id` (32 hexadecimal digits) begins every file encrypted with it."""

    id: str
    slots: tuple[Slot, ...]

    def slot(self, kind: str) -> Slot | None:
        """Return the slot of a type (`password`, `recovery`, `open`), or None."""
        return next((slot for slot in self.slots if slot["type"] == kind), None)

    def without(self, *kinds: str) -> "KeyEntry":
        """Return the entry without slots of these types."""
        return KeyEntry(self.id, tuple(slot for slot in self.slots if slot["type"] not in kinds))

    def with_slot(self, slot: Slot) -> "KeyEntry":
        """Return the entry with this slot in place of one of the same type."""
        return KeyEntry(self.id, (*self.without(slot["type"]).slots, slot))

    def open_key(self) -> bytes | None:
        """Return the data key where it lies open, else None."""
        slot = self.slot("open")
        return None if slot is None else bytes.fromhex(slot["key"])


def new_id() -> str:
    """Return a new random key id."""
    return secrets.token_hex(ID_BYTES)


def file_key(key_id: str, data_key: bytes) -> bytes:
    """Return the 48 bytes that open an encrypted file: the data key, then the id as the file's salt."""
    return data_key + bytes.fromhex(key_id)


# --- slots ----------------------------------------------------------------------------


def password_slot(key_id: str, data_key: bytes, password: str) -> Slot:
    """Wrap a data key with a password (Argon2id). Raises RefusedError("password-too-short")."""
    secret = _normal(password)
    if len(secret) < SHORTEST_PASSWORD:
        raise RefusedError("password-too-short", least=SHORTEST_PASSWORD, length=len(secret))
    head: Slot = {
        "type": "password",
        "kdf": "argon2id",
        "memory_kib": _MEMORY_KIB,
        "iterations": _ITERATIONS,
        "lanes": _LANES,
        "salt": secrets.token_hex(16),
    }
    return _wrapped(key_id, head, _from_password(head, secret), data_key)


def recovery_slot(key_id: str, data_key: bytes, code: str) -> Slot:
    """Wrap a data key with a recovery code; the code is random enough for a fast derivation."""
    head: Slot = {"type": "recovery", "kdf": "hkdf-sha256", "salt": secrets.token_hex(16)}
    return _wrapped(key_id, head, _from_code(head, recovery_code.parse(code)), data_key)


def open_slot(data_key: bytes) -> Slot:
    """Hold a data key in the clear; only while the ledger has no password."""
    return {"type": "open", "key": data_key.hex()}


def unlock(entry: KeyEntry, *, password: str = "", code: str = "") -> bytes:
    """Return the data key of an entry.

    Raises RefusedError: "password-needed", "password-wrong", "recovery-code-wrong", "recovery-code-group",
    "recovery-code-length", "recovery-code-none".
    """
    if code:
        value = recovery_code.parse(code)
        slot = entry.slot("recovery")
        if slot is None:
            raise RefusedError("recovery-code-none")
        found = _unwrapped(entry.id, slot, _from_code(slot, value))
        if found is None:
            raise RefusedError("recovery-code-wrong")
        return found
    if not password:
        raise RefusedError("password-needed")
    slot = entry.slot("password")
    found = None if slot is None else _unwrapped(entry.id, slot, _from_password(slot, _normal(password)))
    if found is None:
        raise RefusedError("password-wrong")
    return found


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
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, salt, f"zhibu-taizhang {purpose}".encode()).derive(secret)


def _bound(key_id: str, slot: Slot) -> bytes:
    """Everything a slot says about itself: a change of any of it makes the key unreadable."""
    head = {name: value for name, value in slot.items() if name not in ("nonce", "wrapped")}
    return gate.canonical({"format": FORMAT, "id": key_id, **head}).encode()


def _wrapped(key_id: str, head: Slot, wrapping: bytes, data_key: bytes) -> Slot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(12)
    sealed = AESGCM(wrapping).encrypt(nonce, data_key, _bound(key_id, head))
    return {**head, "nonce": nonce.hex(), "wrapped": sealed.hex()}


def _unwrapped(key_id: str, slot: Slot, wrapping: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(wrapping).decrypt(
            bytes.fromhex(slot["nonce"]), bytes.fromhex(slot["wrapped"]), _bound(key_id, slot)
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
    for path in (path_of(ledger), second_path_of(ledger)):
        with faults.named(path):
            content = path.read_bytes() if path.is_file() else b""
        for entry in parsed(content) or ():
            found.setdefault(entry.id, entry)
    return list(found.values())


def save(ledger: Path, entries: list[KeyEntry]) -> None:
    """Write both copies of a ledger's ring, the second one first: at every moment one is whole."""
    content = encoded(entries)
    for path in (second_path_of(ledger), path_of(ledger)):
        files.write_file(path, content, private=True)


def stands(ledger: Path, entries: list[KeyEntry]) -> bool:
    """Tell whether both copies of a ledger's ring hold exactly these keys."""
    content = encoded(entries)
    copies = (path_of(ledger), second_path_of(ledger))
    return all(path.is_file() and path.read_bytes() == content for path in copies)


def encoded(entries: list[KeyEntry]) -> bytes:
    """Return the file form of a ring."""
    keys = [{"id": entry.id, "slots": list(entry.slots)} for entry in entries]
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
    return KeyEntry(item["id"], tuple(slot for slot in item["slots"] if _is_slot(slot)))


def _is_slot(slot: Any) -> bool:
    if not isinstance(slot, dict):
        return False
    if slot.get("type") == "open":
        return _is_hex(slot.get("key"), KEY_BYTES)
    sealed = (
        _is_hex(slot.get("salt"), 16)
        and _is_hex(slot.get("nonce"), 12)
        and _is_hex(slot.get("wrapped"), KEY_BYTES + 16)
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


def _is_hex(value: Any, count: int) -> bool:
    return isinstance(value, str) and len(value) == 2 * count and _HEX.fullmatch(value) is not None
