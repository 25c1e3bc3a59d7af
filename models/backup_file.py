"""The backup file `.dybak`: header with key slots, its check, then an encrypted database (docs/存储.md 5)."""

import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from models import faults, files, gate, keyring, schema
from models.errors import WorldError
from models.keyring import KeyEntry

MAGIC = b"DYBAK1\r\n"
FORMAT = 1
SUFFIX = ".dybak"
_MAC_BYTES = 32
_LONGEST_HEADER = 64 * 1024
_CHUNK = 1 << 20

_TEXTS = (
    "organization",
    "created",
    "reason",
    "ledger_id",
    "lineage",
    "digest",
    "journal_digest",
    "sha256",
    "key_id",
)
_NUMBERS = ("format", "schema", "journal_seq", "size")


def default_folder(ledger: Path) -> Path:
    """Return where a ledger's automatic backups lie."""
    return ledger.parent / "备份"


@dataclass(frozen=True, slots=True)
class Header:
    """What a backup says about itself without a key; proven only once `proved` has seen the key.

    protected: the ledger was encrypted. size, sha256: of the database's bytes. digest, counts: of the whole
    database.
    """

    values: dict[str, Any]
    entry: KeyEntry
    start: int
    mac: bytes
    covered: bytes

    def text(self, name: str) -> str:
        """Return one of the header's texts."""
        return str(self.values[name])

    def number(self, name: str) -> int:
        """Return one of the header's numbers."""
        return int(self.values[name])

    @property
    def protected(self) -> bool:
        """Whether the ledger itself was encrypted, as its backups always are."""
        return bool(self.values["protected"])

    @property
    def generation(self) -> int:
        """How often the ledger had begun anew; 0 in backups of before this was written down."""
        kept = self.values.get("generation", 0)
        return kept if type(kept) is int else 0

    @property
    def counts(self) -> dict[str, int]:
        """Rows of each table."""
        return dict(self.values["counts"])

    def proved(self, data_key: bytes) -> bool:
        """Tell whether the header was written by a holder of this data key and not changed since."""
        return hmac.compare_digest(self.mac, _mac(data_key, self.entry.id, self.covered))


def write(part: Path, database: Path, values: dict[str, Any], entry: KeyEntry, data_key: bytes) -> None:
    """Write header and database to a `.part` and sync it; the slots in the clear stay out."""
    slots = list(entry.without("open").slots)
    with database.open("rb") as source, part.open("wb") as file:
        size, digest = _measured(source)
        head = {
            "format": FORMAT,
            **values,
            "key_id": entry.id,
            "key_made": entry.made,
            "slots": slots,
            "size": size,
            "sha256": digest,
        }
        encoded = gate.canonical(head).encode()
        covered = MAGIC + len(encoded).to_bytes(4) + encoded
        file.write(covered + _mac(data_key, entry.id, covered))
        source.seek(0)
        while chunk := source.read(_CHUNK):
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def read_header(path: Path) -> Header:
    """Return the header of a backup file.

    Raises WorldError: "backup-not-ours", "backup-newer", "backup-damaged", and for what the medium does.
    """
    with faults.named(path):
        if path.is_dir():
            raise WorldError("is-a-folder", path=str(path))
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(len(MAGIC) + 4)
            if not start.startswith(MAGIC[:5]):
                raise WorldError("backup-not-ours", path=str(path))
            length = int.from_bytes(start[len(MAGIC) :])
            if not start.startswith(MAGIC) or len(start) < len(MAGIC) + 4 or length > _LONGEST_HEADER:
                raise WorldError("backup-damaged", path=str(path), detail="header")
            encoded = file.read(length)
            mac = file.read(_MAC_BYTES)
    values = _checked(path, encoded)
    entry = keyring.entry_from({"id": values["key_id"], "made": values.get("key_made"), "slots": values["slots"]})
    begin = len(start) + length + _MAC_BYTES
    if entry is None or len(mac) != _MAC_BYTES or size != begin + values["size"]:
        raise WorldError("backup-damaged", path=str(path), detail="length")
    return Header(values, entry, begin, mac, start + encoded)


def extract(path: Path, header: Header, target: Path) -> None:
    """Write the encrypted database of a backup to a file of its own. Raises WorldError("backup-damaged")."""
    digest = sha256()
    with faults.named(target):
        files.make_private(target)
    with faults.named(target), target.open("wb") as file:
        for chunk in _chunks(path, header.start):
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if digest.hexdigest() != header.text("sha256"):
        raise WorldError("backup-damaged", path=str(path), detail="sha256")


def _chunks(path: Path, start: int) -> Iterator[bytes]:
    """Yield a file from a place on, from the medium itself; what fails is the fault of this file."""
    with faults.named(path), path.open("rb") as source:
        files.forget_cached(source.fileno())
        source.seek(start)
        while chunk := source.read(_CHUNK):
            yield chunk


def _mac(data_key: bytes, key_id: str, covered: bytes) -> bytes:
    key = keyring.derived(data_key, bytes.fromhex(key_id), "backup header")
    return hmac.new(key, covered, sha256).digest()


def _measured(file: BinaryIO) -> tuple[int, str]:
    size, digest = 0, sha256()
    while chunk := file.read(_CHUNK):
        size += len(chunk)
        digest.update(chunk)
    return size, digest.hexdigest()


def _checked(path: Path, encoded: bytes) -> dict[str, Any]:
    """Return the header's values when every one has its type; a newer format is named as such."""
    try:
        values = json.loads(encoded)
    except (ValueError, RecursionError) as error:
        raise WorldError("backup-damaged", path=str(path), detail="header") from error
    numbers = isinstance(values, dict) and all(type(values.get(name)) is int for name in _NUMBERS)
    if numbers and (values["format"] > FORMAT or values["schema"] > schema.VERSION):
        raise WorldError(
            "backup-newer",
            path=str(path),
            found=values["schema"],
            known=schema.VERSION,
            format=values["format"],
        )
    if (
        not numbers
        or not all(isinstance(values.get(name), str) for name in _TEXTS)
        or type(values.get("protected")) is not bool
        or not isinstance(values.get("slots"), list)
        or not isinstance(values.get("counts"), dict)
        or not all(type(count) is int for count in values["counts"].values())
    ):
        raise WorldError("backup-damaged", path=str(path), detail="header")
    return dict(values)
