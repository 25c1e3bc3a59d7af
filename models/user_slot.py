"""Slots of users: the secret of a key, sealed for one user on one computer, so that nothing is to be typed there."""

import getpass
import platform
import secrets
from dataclasses import dataclass

from models import keyring, user_secret
from models.keyring import KeyEntry, Slot

_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class User:
    """Who opens a ledger without typing anything. since: a day; here: this user on this computer."""

    owner: str
    name: str
    since: str
    here: bool


def added(entry: KeyEntry, secret: bytes, since: str) -> KeyEntry:
    """Return the entry with a slot for this user on this computer; unchanged where the system keeps nothing."""
    keeper = user_secret.keeper()
    owner = keeper.owner()
    head: Slot = {"type": "user", "by": keeper.by, "owner": owner, "since": since, "label": _label(entry.id, secret)}
    sealed = keeper.seal(secret, keyring.bound(entry.id, head)) if owner else None
    return entry if sealed is None else entry.with_slot({**head, "sealed": sealed.hex()})


def opened(entry: KeyEntry) -> bytes | None:
    """Return the secret from this user's slot, None where there is none that opens."""
    keeper = user_secret.keeper()
    for slot in entry.slots:
        if slot["type"] == "user" and slot["by"] == keeper.by:
            secret = keeper.unseal(bytes.fromhex(slot["sealed"]), keyring.bound(entry.id, slot))
            if secret is not None and len(secret) in (keyring.CODE_BYTES, keyring.KEY_BYTES):
                return secret
    return None


def only_others(entry: KeyEntry) -> bool:
    """Tell whether an entry names users, but not this one: then this one's slot was removed or never there."""
    owners = {slot["owner"] for slot in entry.slots if slot["type"] == "user"}
    return bool(owners) and user_secret.keeper().owner() not in owners


def users(entry: KeyEntry, data_key: bytes) -> list[User]:
    """Return the users of an entry; their names can be read only by who has the key."""
    here = user_secret.keeper().owner()
    slots = [slot for slot in entry.slots if slot["type"] == "user"]
    return [User(one["owner"], _name(entry.id, one, data_key), one["since"], one["owner"] == here) for one in slots]


def _label(key_id: str, secret: bytes) -> str:
    """Return the log-in and the computer, sealed under the key: a ring on a lost stick names nobody."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        login = getpass.getuser()
    except (OSError, KeyError, ImportError):
        login = "?"
    nonce = secrets.token_bytes(_NONCE_BYTES)
    text = f"{login} @ {platform.node()}"[:80]
    sealed = AESGCM(_label_key(key_id, keyring.data_key(key_id, secret))).encrypt(nonce, text.encode(), None)
    return (nonce + sealed).hex()


def _name(key_id: str, slot: Slot, data_key: bytes) -> str:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    sealed = bytes.fromhex(slot["label"])
    try:
        text = AESGCM(_label_key(key_id, data_key)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
    except (InvalidTag, ValueError):
        return "?"
    return text.decode("utf-8", "replace")


def _label_key(key_id: str, data_key: bytes) -> bytes:
    return keyring.derived(data_key, bytes.fromhex(key_id), "user label")
