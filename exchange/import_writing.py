"""Writing the plan of an import: all its rows as one operation, and nothing when the ledger has gone on meanwhile."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from models import journal
from models.changes import Changes
from models.errors import RefusedError
from models.gate import Operation

if TYPE_CHECKING:
    from models.ledger import Ledger

Row = TypeVar("Row")

_PROGRESS_EVERY = 50


class Plan(Protocol):
    """What every plan knows: its file, and the number of the ledger's last operation when it was planned."""

    @property
    def file(self) -> str: ...

    @property
    def digest(self) -> str: ...

    @property
    def as_of(self) -> int: ...

    def counts(self) -> dict[str, int]: ...


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who waits for an import. progress: called with the rows done and all rows; cancelled: asked now and then."""

    progress: Callable[[int, int], None] | None = None
    cancelled: Callable[[], bool] | None = None
    initiator: object | None = None

    def look(self, done: int, count: int, file: str) -> None:
        """Tell how far it is. Raises RefusedError("import-cancelled")."""
        if done % _PROGRESS_EVERY:
            return
        if self.cancelled is not None and self.cancelled():
            raise RefusedError("import-cancelled", path=file)
        if self.progress is not None:
            self.progress(done, count)


def write_rows(
    ledger: "Ledger",
    plan: Plan,
    rows: Sequence[Row],
    write: Callable[[Operation, Row], object],
    *,
    kind: str,
    why: str,
    watcher: Watcher,
) -> Changes:
    """Write rows as one operation that one undo takes back; `seq` of the notice is 0 when there were none.

    Raises RefusedError("roster-plan-stale" | "import-cancelled") with nothing written, WorldError.
    """
    if not rows:
        return Changes(0, kind, {}, watcher.initiator)
    noticed: list[Changes] = []
    with ledger.lock:
        if journal.last_seq(ledger) != plan.as_of:
            raise RefusedError("roster-plan-stale", path=plan.file)
        ledger.changed.append(noticed.append)
        try:
            with ledger.operation(kind, why=why, initiator=watcher.initiator) as op:
                op.note = {"file": plan.file, "digest": plan.digest, **plan.counts()}
                for done, row in enumerate(rows, 1):
                    write(op, row)
                    watcher.look(done, len(rows), plan.file)
        finally:
            ledger.changed.remove(noticed.append)
    return noticed[0]


class ToldRow(Protocol):
    """Where a row of a plan stands."""

    @property
    def sheet(self) -> str: ...

    @property
    def row(self) -> int: ...

    @property
    def name(self) -> str: ...


class ToldFinding(Protocol):
    """What is said about a row."""

    @property
    def field(self) -> str: ...

    @property
    def code(self) -> str: ...

    def reason(self) -> str: ...


def told(row: ToldRow, findings: Sequence[ToldFinding]) -> Mapping[str, Any]:
    """Return a row and what was found in it as the documented object; field and code are those of the first."""
    reason = "".join(dict.fromkeys(finding.reason() for finding in findings))
    place = {"sheet": row.sheet, "row": row.row, "name": row.name}
    return place | {"field": findings[0].field, "code": findings[0].code, "reason": reason}
