"""What only this user on this computer can open again: kept by Windows (DPAPI), elsewhere a key file of the user's own.

Everything about the two systems stands here. Nothing depends on it: where it fails, the recovery code opens.
"""

import os
import secrets
import sys
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from models import files
from models.errors import WorldError
from models.user_folder import folder

_KEY_BYTES, _NONCE_BYTES, _OWNER_BYTES = 32, 12, 8


class Keeper(Protocol):
    """One way to keep a secret for a user. `by` names it in the slots that it made."""

    by: str

    def owner(self) -> str:
        """Return who this is, as 16 hexadecimal digits; empty where nothing can be kept."""

    def seal(self, secret: bytes, bound: bytes) -> bytes | None:
        """Return the secret sealed, bound to what it is for; None where that fails."""

    def unseal(self, sealed: bytes, bound: bytes) -> bytes | None:
        """Return what was sealed here, None for anything else."""


def keeper() -> Keeper:
    """Return how this system keeps secrets for a user."""
    return Windows() if sys.platform == "win32" else KeyFile()


class KeyFile:
    """A random key in the user's folder that only this user may read (0600)."""

    by = "file"

    def owner(self) -> str:
        """Make the key where there is none yet."""
        key = self._key() or self._made()
        return "" if key is None else sha256(key).hexdigest()[: 2 * _OWNER_BYTES]

    def seal(self, secret: bytes, bound: bytes) -> bytes | None:
        """AES-256-GCM under the key."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key = self._key() or self._made()
        if key is None:
            return None
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + AESGCM(key).encrypt(nonce, secret, bound)

    def unseal(self, sealed: bytes, bound: bytes) -> bytes | None:
        """Whatever does not fit is None."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key = self._key()
        if key is None or len(sealed) <= _NONCE_BYTES:
            return None
        try:
            return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound)
        except InvalidTag:
            return None

    def _key(self) -> bytes | None:
        try:
            key = _key_path().read_bytes()
        except OSError:
            return None
        return key if len(key) == _KEY_BYTES else None

    def _made(self) -> bytes | None:
        key = secrets.token_bytes(_KEY_BYTES)
        try:
            _key_path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            files.set_aside(_key_path(), "damaged")
            files.write_file(_key_path(), key, private=True)
        except (OSError, WorldError):
            return None
        return key


def _key_path() -> Path:
    return folder() / "user.key"


class Windows:
    """Windows itself: what CryptProtectData sealed opens only under the same user's log-in."""

    by = "dpapi"

    def owner(self) -> str:
        """The log-in and the computer; the same after a new installation, whose old slots are then replaced."""
        name = "\0".join(os.environ.get(part, "") for part in ("USERDOMAIN", "USERNAME", "COMPUTERNAME"))
        return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[: 2 * _OWNER_BYTES]

    def seal(self, secret: bytes, bound: bytes) -> bytes | None:
        """The bound bytes go in as entropy: without the same ones Windows does not open it."""
        return data_protection("CryptProtectData", secret, bound)

    def unseal(self, sealed: bytes, bound: bytes) -> bytes | None:
        """None where Windows refuses: another user, a password reset by an administrator, a new installation."""
        return data_protection("CryptUnprotectData", sealed, bound)


def data_protection(function: str, content: bytes, entropy: bytes) -> bytes | None:
    """Call one of the two functions of Windows; None where it refuses. Never asks the user anything."""
    opened: bytes | None = None
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        pointer = ctypes.POINTER(ctypes.c_char)

        class Blob(ctypes.Structure):
            _fields_ = (("size", wintypes.DWORD), ("data", pointer))

        def blob(value: bytes) -> Blob:
            return Blob(len(value), ctypes.cast(ctypes.create_string_buffer(value, len(value)), pointer))

        no_window, result = 0x1, Blob()
        call = getattr(ctypes.windll.crypt32, function)
        given, extra = blob(content), blob(entropy)
        if call(ctypes.byref(given), None, ctypes.byref(extra), None, None, no_window, ctypes.byref(result)):
            opened = ctypes.string_at(result.data, result.size)
            ctypes.windll.kernel32.LocalFree(result.data)
    return opened
