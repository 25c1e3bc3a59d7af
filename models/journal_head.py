"""How far this computer saw each ledger's journal go: outside the file, so that a cut end or an older copy is told.

A line for each ledger and lineage in the user's folder, written after every operation; backups beside the ledger tell
the same of their day. Losing it harms nothing: then only less can be told.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models import backup_file, journal, key_store, local_state
from models.errors import WorldError

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Head:
    """A journal's newest line as it was seen: its number and digest, the moment it was written."""

    seq: int
    digest: str
    at: str


def watch(ledger: "Ledger") -> None:
    """Remember the journal's end from now on, after every operation."""
    ledger.written.append(lambda: remember(ledger))
    remember(ledger)


def remember(ledger: "Ledger") -> None:
    """Write down where the journal ends; an end that the journal no longer has is kept, so that it can be told."""
    path = _path(ledger)
    lost = [head for head in _kept(path) if not journal.has(ledger, head.seq, head.digest)]
    rows = ledger.query("SELECT seq, digest, at FROM journal_operation ORDER BY seq DESC LIMIT 1")
    heads = [*lost[-1:], *(Head(**row) for row in rows)]
    local_state.keep(path, [asdict(one) for one in heads])


def lost(ledger: "Ledger", *, with_backups: bool = False) -> Head | None:
    """Return the furthest end of the journal that was once seen and is not in it any more, None when all is there.

    with_backups: ask the backups in the ledger's own folder as well, whose headers are read for it.
    """
    seen = [*_kept(_path(ledger)), *(_in_backups(ledger) if with_backups else ())]
    gone = [head for head in seen if not journal.has(ledger, head.seq, head.digest)]
    return max(gone, key=lambda head: head.seq, default=None)


def _in_backups(ledger: "Ledger") -> Iterator[Head]:
    info = ledger.info()
    for file in backup_file.default_folder(ledger.path).glob(f"*{backup_file.SUFFIX}"):
        try:
            header = backup_file.read_header(file)
        except WorldError:
            # A damaged backup tells nothing; that it is damaged is said in the list of backups.
            continue
        if all(header.text(name) == info[name] for name in ("ledger_id", "lineage")):
            yield Head(header.number("journal_seq"), header.text("journal_digest"), header.text("created"))


def _kept(path: Path) -> list[Head]:
    try:
        kept: Any = json.loads(path.read_bytes())
        return [Head(int(one["seq"]), str(one["digest"]), str(one["at"])) for one in kept]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def _path(ledger: "Ledger") -> Path:
    info = ledger.info()
    return key_store.folder() / "heads" / f"{info['ledger_id']}.{info['lineage']}.json"
