"""Evidence files (佐证材料): photos and documents kept inside the ledger beside the record they prove.

The contents stay in the branch's own file, encrypted with it; packages carry only name, size and digest.
"""

import hashlib
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models import evidence_kind, faults, texts
from models.errors import RefusedError, WorldError
from models.gate import Operation
from models.kinds import source
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

OWNER_TABLES = ("meeting", "make_up", "pledge", "pledge_deed", *source.with_evidence())
"""What a file can be evidence for."""

MEDIA = ("pdf", "jpeg", "png", "text", "word", "excel", "ofd", "wps")
MOST_BYTES = 20 * 1024 * 1024
TEXT_LIMITS = {"file_name": 200, "note": 200}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One file. media: one of `MEDIA`, found from its content; size in bytes; digest: SHA-256 of its content."""

    org: int
    id: str
    owner_table: str
    owner_id: str
    file_name: str
    media: str
    size: int
    digest: str
    note: str
    entered_on: str


def list_evidence(
    ledger: "Ledger", *, org: int | None = SELF, owner_table: str = "", owner_id: str = ""
) -> list[Evidence]:
    """Return the files of a record, a table or everything, in the order in which they were attached."""
    rows = ledger.query(
        "SELECT * FROM evidence WHERE (? IS NULL OR org = ?) AND (? = '' OR owner_table = ?)"
        " AND (? = '' OR owner_id = ?) ORDER BY org, id",
        (org, org, owner_table, owner_table, owner_id, owner_id),
    )
    return [Evidence(**row) for row in rows]


def content(ledger: "Ledger", evidence: Evidence) -> bytes:
    """Return a file's bytes.

    Raises RefusedError("evidence-elsewhere") for another organisation's, which stay there; WorldError
    ("evidence-lost" | "evidence-damaged") where this ledger has it no more or other than it was.
    """
    if evidence.org != SELF:
        raise RefusedError("evidence-elsewhere", name=evidence.file_name)
    rows = ledger.query("SELECT content FROM evidence_content WHERE digest = ?", (evidence.digest,))
    if not rows:
        raise WorldError("evidence-lost", name=evidence.file_name)
    found: bytes = rows[0]["content"]
    if hashlib.sha256(found).hexdigest() != evidence.digest:
        raise WorldError("evidence-damaged", name=evidence.file_name)
    return found


def attach(
    op: Operation,
    *,
    evidence_id: str,
    owner_table: str,
    owner_id: str,
    path: Path | str,
    note: str = "",
    org: int = SELF,
) -> str:
    """Read a file into the ledger as evidence of a record and return its id; one that is there already stays once.

    Raises RefusedError: "evidence-gone", "evidence-folder", "evidence-empty", "evidence-too-big" (over 20 MB),
    "evidence-program", "evidence-unknown-kind", "record-gone", a bad name; WorldError where it cannot be read.
    """
    texts.choice("evidence.owner_table", owner_table, OWNER_TABLES)
    if op.row(owner_table, (org, owner_id)) is None:
        raise RefusedError("record-gone")
    name, media, found = checked(path)
    digest = hashlib.sha256(found).hexdigest()
    same = "SELECT id FROM evidence WHERE org = ? AND owner_table = ? AND owner_id = ? AND digest = ?"
    if there := op.rows(same, (org, owner_table, owner_id, digest)):
        return str(there[0]["id"])
    op.store_evidence(digest, found)
    row: dict[str, Any] = {"org": org, "id": evidence_id, "owner_table": owner_table, "owner_id": owner_id}
    row |= {"file_name": name, "media": media, "size": len(found), "digest": digest}
    row |= {"note": texts.line("evidence.note", note, TEXT_LIMITS["note"], where=name[:40])}
    op.insert("evidence", row | {"entered_on": op.today.isoformat()})
    return evidence_id


def checked(path: Path | str) -> tuple[str, str, bytes]:
    """Return name, kind and content of a file that may be kept as evidence, before anything is written.

    Raises RefusedError and WorldError as `attach`.
    """
    file = Path(path)
    name = texts.line("evidence.file_name", file.name, TEXT_LIMITS["file_name"], required=True, where="附件")
    found = _read(file)
    media = evidence_kind.kind_of(name, found)
    if media not in MEDIA:
        raise RefusedError("evidence-program" if media == evidence_kind.PROGRAM else "evidence-unknown-kind", name=name)
    return name, media, found


def detach(op: Operation, evidence_id: str, *, org: int = SELF) -> None:
    """Take a file away from its record; the content stays in the ledger, so that undo can bring it back."""
    if op.row("evidence", (org, evidence_id)) is None:
        raise RefusedError("record-gone")
    op.delete("evidence", (org, evidence_id))


def detach_all(op: Operation, owner_table: str, owner_id: str, *, org: int = SELF) -> None:
    """Take away all files of a record that is itself taken back."""
    key = (org, owner_table, owner_id)
    for row in op.rows("SELECT id FROM evidence WHERE org = ? AND owner_table = ? AND owner_id = ? ORDER BY id", key):
        op.delete("evidence", (org, row["id"]))


def _read(path: Path) -> bytes:
    """Return a file's bytes; what is too big, or no file at all, is never opened."""
    name = path.name[:80]
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise RefusedError("evidence-folder", name=name)
        if not stat.S_ISREG(state.st_mode):
            raise RefusedError("evidence-unknown-kind", name=name)
        size, found = state.st_size, b""
        if size <= MOST_BYTES:
            with path.open("rb") as file:
                found = file.read(MOST_BYTES + 1)
            size = len(found)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise RefusedError("evidence-gone", name=name) from error
    except OSError as error:
        raise faults.from_system(error, path) from error
    if size > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise RefusedError("evidence-too-big", name=name, size=f"{size / 1024 / 1024:.1f}", most=most)
    if not found:
        raise RefusedError("evidence-empty", name=name)
    return found
