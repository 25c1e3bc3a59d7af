"""The clear header of every exchanged file: who, to whom, which number, which suites; nothing personal."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Self

from exchange import strict_json
from models import gate
from models.errors import RefusedError
from models.ids import UUID7
from models.kinds.column import whole_number

FORMAT = 2
"""The package format this program writes and the newest it reads."""

CHAINED = 2
"""The first format whose packages list those before them (`exchange/chain.py`)."""

LETTER_FORMAT = 1
"""The format of what goes down to branches, and of registrations: unchanged, so that an older program reads it."""

READABLE_SINCE = 1
"""The oldest schema whose programs read what this one writes without misunderstanding it (`min_schema`)."""

OLDEST_SCHEMA = 1
"""The oldest schema whose packages are still read."""

SNAPSHOT, RECEIPT, INVITATION, REGISTRATION = "branch-snapshot", "receipt", "invitation", "registration"
DEPOSIT = "deposit"
KINDS = (SNAPSHOT, RECEIPT, INVITATION, REGISTRATION, DEPOSIT)

UNREADABLE_VERSION = 1 << 31
"""Stands for a version that is no number: newer than anything."""

MOMENT = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]\.[0-9]{3}Z", re.ASCII)
_WORD = re.compile(r"[a-z0-9][a-z0-9-]{0,59}", re.ASCII)
_TABLE_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
_MOST_ROWS = 10_000_000


def hex_text(length: int) -> re.Pattern[str]:
    """Return the pattern of a hex text of so many digits."""
    return re.compile(f"[0-9a-f]{{{length}}}", re.ASCII)


def _fits(pattern: re.Pattern[str], *, empty: bool = False) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and ((empty and not value) or bool(pattern.fullmatch(value)))


def _counts(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and len(value) <= 100
        and all(_TABLE_NAME.fullmatch(name) and whole_number(n, 0, _MOST_ROWS) for name, n in value.items())
    )


def _journal(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"seq", "digest"}
        and whole_number(value["seq"], 0, 1 << 53)
        and _fits(hex_text(64), empty=True)(value["digest"])
    )


def _version(value: Any) -> bool:
    return True  # Judged later, by its own sentence.


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "format": lambda value: whole_number(value, 1, 1 << 31),
    "schema": _version,
    "min_schema": _version,
    "kind": _fits(_WORD),
    "org": _fits(UUID7),
    "to": _fits(UUID7),
    "device": _fits(UUID7),
    "lineage": _fits(UUID7),
    "number": lambda value: whole_number(value, 0, 1 << 31),
    "prev_sha256": _fits(hex_text(64), empty=True),
    "alg": _fits(_WORD),
    "key_id": _fits(hex_text(32)),
    "sign_public": _fits(hex_text(64)),
    "enc": _fits(_WORD),
    "to_key": _fits(hex_text(32), empty=True),
    "created": _fits(MOMENT),
    "journal": _journal,
    "counts": _counts,
}


@dataclass(frozen=True, slots=True)
class Header:
    """The header's fields; `org` and `to` are travelling ids, keys and digests hex texts, `created` a UTC
    moment.
    """

    format: int
    schema: int
    min_schema: int
    kind: str
    org: str
    to: str
    device: str
    lineage: str
    number: int
    prev_sha256: str
    alg: str
    key_id: str
    sign_public: str
    enc: str
    to_key: str
    created: str
    journal: dict[str, Any]
    counts: dict[str, int]

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Read a header. Raises RefusedError: `json`, `head`, or `format-new` for a shape that only later
        versions know.
        """
        try:
            found = strict_json.loads(content, "包头")
        except RefusedError as error:
            raise RefusedError("json", place="包头") from error
        if not isinstance(found, dict) or not _right(found):
            newer = isinstance(found, dict) and whole_number(found.get("format"), FORMAT + 1, 1 << 31)
            raise RefusedError("format-new" if newer else "head", place="包头")
        for name in ("schema", "min_schema"):
            if not whole_number(found[name], 0, UNREADABLE_VERSION):
                found[name] = UNREADABLE_VERSION
        return cls(**found)

    def to_bytes(self) -> bytes:
        """Return the one byte form of a header."""
        return gate.canonical({field.name: getattr(self, field.name) for field in fields(self)}).encode(
            "utf-8"
        )

    def counts_text(self) -> str:
        """Return the counts as they are kept in the ledger (JSON)."""
        return json.dumps(self.counts, sort_keys=True)


def _right(found: dict[str, Any]) -> bool:
    return found.keys() == _CHECKS.keys() and all(check(found[name]) for name, check in _CHECKS.items())
