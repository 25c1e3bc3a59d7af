"""A run over the archives of a year that can be stopped and goes on, and what was printed last of whom.

The parts of a run (pages set, by member) lie beside the journal, in the same encrypted file as the rest: they are no
content, and nobody undoes them. There is one run at a time. That archives were printed is an operation.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from models import beside, gate
from models.clock import moment
from models.errors import RefusedError
from models.gate import Operation
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class PrintRun:
    """A run that is not finished. target: where it goes; options: as given at the start (JSON); wanted: members in
    the order of printing; done: positions (from 1) whose part is kept.
    """

    id: str
    started_at: str
    year: int
    target: str
    options: Mapping[str, Any]
    wanted: tuple[str, ...]
    done: frozenset[int]

    @property
    def missing(self) -> tuple[tuple[int, str], ...]:
        """Position and member of what is still to be set."""
        return tuple((n, one) for n, one in enumerate(self.wanted, 1) if n not in self.done)


@dataclass(frozen=True, slots=True)
class PrintPart:
    """One member's part: the digest of what it was made from, and its pages."""

    position: int
    member_id: str
    digest: str
    pages: int


@dataclass(frozen=True, slots=True)
class ArchivePrint:
    """The last print of one member's archive. printed_at: UTC."""

    member_id: str
    digest: str
    pages: int
    printed_at: str


# --- the run --------------------------------------------------------------------------


def start(
    ledger: "Ledger", year: int, member_ids: Sequence[str], target: str, options: Mapping[str, Any]
) -> PrintRun:
    """Begin a run. Raises RefusedError("print-run-open") while another is open, "print-run-nobody"."""
    before = open_run(ledger)
    if before is not None:
        raise RefusedError("print-run-open", done=len(before.done), wanted=len(before.wanted))
    if not member_ids:
        raise RefusedError("print-run-nobody")
    wanted = gate.canonical({"year": year, "members": list(dict.fromkeys(member_ids))})
    row = [1, ledger.ids.new(), moment(ledger.clock), target, gate.canonical(dict(options)), wanted]
    with beside.the_journal(ledger):
        ledger.db.execute(
            "INSERT INTO print_run (one, id, started_at, target, options, wanted) VALUES (?, ?, ?, ?, ?, ?)", row
        )
    return _open(ledger)


def open_run(ledger: "Ledger") -> PrintRun | None:
    """Return the run that was not finished, or None."""
    rows = ledger.query("SELECT * FROM print_run")
    if not rows:
        return None
    row, wanted = rows[0], json.loads(rows[0]["wanted"])
    done = ledger.query("SELECT position FROM print_part WHERE run = ?", (row["id"],))
    return PrintRun(
        id=row["id"],
        started_at=row["started_at"],
        year=wanted["year"],
        target=row["target"],
        options=json.loads(row["options"]),
        wanted=tuple(wanted["members"]),
        done=frozenset(one["position"] for one in done),
    )


def add_part(ledger: "Ledger", run: PrintRun, position: int, *, digest: str, pages: int, content: bytes) -> None:
    """Keep what was set for the member at a position, in place of what was kept there; on disk when this returns.

    content: compressed by the caller. Raises RefusedError("print-run-none") when the run is no longer open.
    """
    if _open(ledger).id != run.id:
        raise RefusedError("print-run-none")
    row = [run.id, position, run.wanted[position - 1], digest, pages, content]
    with beside.the_journal(ledger):
        ledger.db.execute(
            "INSERT OR REPLACE INTO print_part (run, position, member_id, digest, pages, content)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            row,
        )


def parts(ledger: "Ledger", run: PrintRun) -> list[PrintPart]:
    """Return what is kept of a run, in the order of printing, without the contents."""
    rows = ledger.query(
        "SELECT position, member_id, digest, pages FROM print_part WHERE run = ? ORDER BY position", (run.id,)
    )
    return [PrintPart(**row) for row in rows]


def part_content(ledger: "Ledger", run: PrintRun, position: int) -> bytes:
    """Return the content of one part. Raises RefusedError("print-run-none") when it is not kept."""
    rows = ledger.query("SELECT content FROM print_part WHERE run = ? AND position = ?", (run.id, position))
    if not rows:
        raise RefusedError("print-run-none")
    return bytes(rows[0]["content"])


def finish(op: Operation, run: PrintRun, *, org: int = SELF) -> None:
    """Keep what was printed of whom (`archive.print`) and let the run and its parts go, in one transaction."""
    rows = op.rows("SELECT member_id, digest, pages FROM print_part WHERE run = ? ORDER BY position", (run.id,))
    record_prints(op, run.year, {row["member_id"]: (row["digest"], row["pages"]) for row in rows}, org=org)
    op.drop_print_run()


def forget(ledger: "Ledger") -> None:
    """Give up the open run and its parts, if there is one."""
    with beside.the_journal(ledger):
        ledger.db.execute("DELETE FROM print_part")
        ledger.db.execute("DELETE FROM print_run")


def _open(ledger: "Ledger") -> PrintRun:
    run = open_run(ledger)
    if run is None:
        raise RefusedError("print-run-none")
    return run


# --- what was printed -----------------------------------------------------------------


def record_prints(op: Operation, year: int, prints: Mapping[str, tuple[str, int]], *, org: int = SELF) -> None:
    """Keep what was printed: member -> digest of what it was made from, pages."""
    for member_id, (digest, pages) in prints.items():
        key = (org, member_id, year)
        values = {"digest": digest, "pages": pages, "printed_at": op.at}
        if op.row("archive_print", key) is None:
            op.insert("archive_print", {"org": org, "member_id": member_id, "year": year} | values)
        else:
            op.update("archive_print", key, values)


def prints(ledger: "Ledger", year: int, org: int = SELF) -> dict[str, ArchivePrint]:
    """Return the last print of each member's archive of a year."""
    rows = ledger.query(
        "SELECT member_id, digest, pages, printed_at FROM archive_print WHERE org = ? AND year = ?", (org, year)
    )
    return {row["member_id"]: ArchivePrint(**row) for row in rows}


def changed(
    ledger: "Ledger", year: int, digests: Mapping[str, str], *, org: int = SELF
) -> dict[str, Literal["never", "differs"]]:
    """Return whose archive was never printed or reads differently now, in the order of the digests.

    digests: member -> digest of what her archive would be made from today.
    """
    last = prints(ledger, year, org)
    return {
        member_id: "differs" if member_id in last else "never"
        for member_id, digest in digests.items()
        if member_id not in last or last[member_id].digest != digest
    }
