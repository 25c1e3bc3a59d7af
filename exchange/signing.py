"""The only file that knows algorithms: signatures, sealing, keys from short codes. Suites are named in
every header.
"""

import hmac
import secrets
from hashlib import sha256

from models.own_key import KeyRow, key_id

SIGN_SUITE = "ed25519"
SEAL_SUITE = "hpke-x25519-hkdf-sha256-aes256gcm"
"""HPKE base mode, RFC 9180: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM."""

NOT_SEALED = "none"
SIGNATURE_LENGTH = 64

_SCRYPT_COST = 2**15
_SCRYPT_BLOCK = 8
_SCRYPT_MEMORY = 64 * 1024 * 1024
_PAPER_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PAPER_CODE_LENGTH = 10


def new_keys() -> KeyRow:
    """Make a pair of signing keys and a pair of sealing keys."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    signing, sealing = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
    sign_public = signing.public_key().public_bytes_raw().hex()
    seal_public = sealing.public_key().public_bytes_raw().hex()
    return KeyRow(
        key_id=key_id(sign_public, seal_public),
        sign_private=signing.private_bytes_raw().hex(),
        sign_public=sign_public,
        seal_private=sealing.private_bytes_raw().hex(),
        seal_public=seal_public,
    )


def sign(private: str, message: bytes) -> bytes:
    """Return the signature of 64 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private)).sign(message)


def signature_fits(public: str, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature was made over exactly this message with the key that belongs to `public`
    (hex).
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def seal(public: str, content: bytes, context: bytes) -> bytes:
    """Encrypt to a public key; the same `context` is needed to open it again."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    return suite.encrypt(content, X25519PublicKey.from_public_bytes(bytes.fromhex(public)), info=context)


def unseal(private: str, sealed: bytes, context: bytes) -> bytes | None:
    """Return what was sealed to this key under this context, or None when it was not."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    try:
        return suite.decrypt(
            sealed, X25519PrivateKey.from_private_bytes(bytes.fromhex(private)), info=context
        )
    except (InvalidTag, ValueError):
        return None


def code_mac(code: str, salt: str, message: bytes) -> str:
    """Return the MAC of a message under a one-time code (hex).

    16 digits are short, so the key comes from scrypt (32 MB, some 80 ms): trying all codes is out of reach.
    """
    from hashlib import scrypt

    key = scrypt(
        code.encode(),
        salt=salt.encode(),
        n=_SCRYPT_COST,
        r=_SCRYPT_BLOCK,
        p=1,
        maxmem=_SCRYPT_MEMORY,
        dklen=32,
    )
    return hmac.new(key, message, sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two secrets without telling by the time it takes where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def new_code() -> str:
    """Return a one-time code of 16 decimal digits."""
    return f"{secrets.randbelow(10**16):016d}"


def new_nonce() -> str:
    """Return 16 random bytes as hex."""
    return secrets.token_hex(16)


def paper_code(nonce: str, header: bytes) -> str:
    """Return the receipt code that only a reader of the sealed nonce can compute: 10 characters, 50 bits."""
    digest = sha256(b"DYBPKG1 paper receipt\n" + bytes.fromhex(nonce) + header).digest()
    value = int.from_bytes(digest) >> (256 - 5 * PAPER_CODE_LENGTH)
    return "".join(_PAPER_ALPHABET[value >> 5 * place & 31] for place in reversed(range(PAPER_CODE_LENGTH)))


def tidy_paper_code(typed: str) -> str:
    """Return a typed receipt code as it is kept: upper case, without blanks and dashes, O as 0, I and L as
    1.
    """
    import unicodedata

    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(c for c in plain if c.isalnum()).translate(str.maketrans("OIL", "011"))
