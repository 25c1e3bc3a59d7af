"""The list inside a package: every member with digest, bytes and rows, and what holds for the whole."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from exchange import chain, strict_json
from exchange.chain import Link
from exchange.header import hex_text
from models import gate
from models.errors import RefusedError
from models.kinds.column import whole_number

NAME = "manifest.json"
_PLACE = "清单"
_MOST_ROWS = 10_000_000


@dataclass(frozen=True, slots=True)
class MemberEntry:
    """What the manifest says of one member; a single object counts as one row."""

    sha256: str
    size: int
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """members: by file name. content_digest: of all tables. nonce: 32 hex digits for the paper receipt.

    chain: the sender's last own packages, the newest first; None in a package of the first format.
    """

    members: dict[str, MemberEntry]
    content_digest: str
    nonce: str
    id_numbers: bool
    chain: tuple[Link, ...] | None = None

    def to_bytes(self) -> bytes:
        """Return the manifest as it stands in the package."""
        entries = {
            name: {"sha256": entry.sha256, "bytes": entry.size, "rows": entry.rows}
            for name, entry in self.members.items()
        }
        whole: dict[str, Any] = {
            "members": entries,
            "content_digest": self.content_digest,
            "nonce": self.nonce,
            "profile": {"id_numbers": self.id_numbers},
        }
        if self.chain is not None:
            whole["chain"] = chain.as_json(self.chain)
        return gate.canonical(whole).encode("utf-8")


def entry_of(content: bytes, rows: int) -> MemberEntry:
    """Return the manifest's line for a member."""
    return MemberEntry(sha256(content).hexdigest(), len(content), rows)


def parse(content: bytes, *, chained: bool = True) -> Manifest:
    """Read a manifest. chained: of a format that lists the packages before. Raises RefusedError: `json`, `manifest`."""
    try:
        found = strict_json.loads(content, _PLACE)
    except RefusedError as error:
        raise RefusedError("json", place=_PLACE) from error
    links = chain.parsed(found.pop("chain", None)) if chained and isinstance(found, dict) else None
    if not _right(found) or (chained and links is None):
        raise RefusedError("manifest", place=_PLACE)
    members = {
        name: MemberEntry(entry["sha256"], entry["bytes"], entry["rows"])
        for name, entry in found["members"].items()
    }
    return Manifest(members, found["content_digest"], found["nonce"], found["profile"]["id_numbers"], links)


def check_members(manifest: Manifest, members: dict[str, bytes]) -> None:
    """Hold every member against the manifest. Raises RefusedError: `members`, `hash`."""
    if list(manifest.members) != sorted(name for name in members if name != NAME):
        raise RefusedError("members")
    for name, entry in manifest.members.items():
        content = members[name]
        if len(content) != entry.size or sha256(content).hexdigest() != entry.sha256:
            raise RefusedError("hash", place=name)


def _right(found: Any) -> bool:
    return (
        isinstance(found, dict)
        and found.keys() == {"members", "content_digest", "nonce", "profile"}
        and isinstance(found["members"], dict)
        and all(_right_entry(entry) for entry in found["members"].values())
        and _hex(found["content_digest"], 64)
        and _hex(found["nonce"], 32)
        and isinstance(found["profile"], dict)
        and found["profile"].keys() == {"id_numbers"}
        and isinstance(found["profile"]["id_numbers"], bool)
    )


def _right_entry(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and entry.keys() == {"sha256", "bytes", "rows"}
        and _hex(entry["sha256"], 64)
        and whole_number(entry["bytes"], 0, 1 << 53)
        and whole_number(entry["rows"], 0, _MOST_ROWS)
    )


def _hex(value: Any, length: int) -> bool:
    return isinstance(value, str) and hex_text(length).fullmatch(value) is not None
