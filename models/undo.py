"""Undo from the journal: clean, or with what stands in the way named; works after a restart as well.

Undoing is itself an operation: it puts every row back to its state before, and stays in the journal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models import gate, journal, operations, references, schema, snapshot, words
from models.changes import Changes, RowKey
from models.errors import BugError, RefusedError
from models.evidence import OWNER_TABLES
from models.gate import IDENTITY, SNAPSHOT, Operation
from models.journal import JournalEntry, RowChange

if TYPE_CHECKING:
    from models.ledger import Ledger

_ON_THE_WAY = {"pledge": "id", "pledge_item": "pledge_id", "pledge_step": "pledge_id"}
_ON_THE_WAY |= {"pledge_appraisal": "pledge_id", "pledge_deed": "pledge_id"}
"""Tables of what a step of a pledge rests on, and the column that names the pledge."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A row that is not as the operation left it; `later`: the newest operation on it, 0 for none of ours."""

    table: str
    key: RowKey
    later: int


@dataclass(frozen=True, slots=True)
class Next:
    """What an undo without a number would take back. crossed: what came after it and cannot be taken back (a print).

    stop: the code with which it is refused where something stands before any such operation, empty when it may go on.
    """

    entry: JournalEntry | None
    crossed: tuple[JournalEntry, ...] = ()
    stop: str = ""


def next_undo(ledger: "Ledger") -> Next:
    """Return the newest operation that stands, as far as an undo without a number may reach.

    It ends at what has left the house and at what is only taken back out of the journal: nobody expects one key to undo
    something older than what was just sent.
    """
    crossed: list[JournalEntry] = []
    for entry in journal.entries(ledger):
        kind = operations.KINDS[entry.kind]
        if entry.undone or entry.kind in ("undo", "redo"):
            continue
        if kind.sent:
            return Next(entry, tuple(crossed), "undo-left-house")
        if kind.from_log:
            return Next(entry, tuple(crossed), "undo-from-log")
        if kind.undoable:
            return Next(entry, tuple(crossed))
        if entry.kind in ("ledger.create", "ledger.restore"):
            break
        crossed.append(entry)
    return Next(None)


def next_redo(ledger: "Ledger") -> JournalEntry | None:
    """Return the undone operation that redo would bring back: while only undo and redo came after it."""
    redone: set[int] = set()
    for entry in journal.entries(ledger):
        if entry.kind == "redo" and entry.undoes is not None:
            redone.add(entry.undoes)
        elif entry.kind == "undo" and entry.undoes is not None:
            if entry.seq not in redone:
                return journal.entry(ledger, entry.undoes)
        else:
            return None
    return None


def obstacles(ledger: "Ledger", seq: int) -> list[Obstacle]:
    """Return the rows of an operation that later operations touched, or that are no longer as it left them.

    A row that the operation made also stands in the way while a later operation, once undone, would lead back to
    it. A later operation that is itself undone does not count. The value alone would not tell: it may be the same
    again.
    """
    found = []
    undone = journal.undone_operations(ledger)
    latest: dict[tuple[str, RowKey], RowChange] = {}
    made: dict[str, set[RowKey]] = {}
    for change in _rows_of(ledger, seq):
        latest[change.table, change.key] = change
        if change.before is None and change.table != SNAPSHOT:
            made.setdefault(change.table, set()).add(change.key)
    for table, keys in made.items():
        needing = references.needed_by(ledger, table, keys, seq, undone)
        found += [Obstacle(table, key, later) for key, later in needing.items()]
    for change in latest.values():
        later = _later_operation(ledger, change, undone)
        if later or not _stands(ledger, change):
            found.append(Obstacle(change.table, change.key, later))
    return found


def undo(ledger: "Ledger", seq: int | None = None, *, force: bool = False, initiator: object | None = None) -> Changes:
    """Undo an operation (the newest one when `seq` is None, see `next_undo`).

    force: also where later operations touched the same rows. Raises RefusedError: nothing to undo, something sent or
    only to be picked from the journal comes first, unknown, already undone, not undoable, later changes (named), or
    other records still need it.
    """
    entry = _requested(ledger, seq)

    def may() -> None:
        _requested(ledger, entry.seq)
        _refuse_where_later(ledger, entry, force)
        _refuse_before_later_steps(ledger, entry)

    return _reverse(ledger, entry.seq, "undo", entry, may, initiator)


def redo(ledger: "Ledger", *, initiator: object | None = None) -> Changes:
    """Bring back the operation undone last. Raises RefusedError: none, or its rows have changed since."""
    entry = next_redo(ledger)
    if entry is None:
        raise RefusedError("undo-nothing", path=str(ledger.path))
    undo_seq = journal.undone_operations(ledger)[entry.seq]
    head = journal.entry(ledger, undo_seq)
    if head is None:
        raise BugError(f"undo {undo_seq} is not in the journal")

    def may() -> None:
        if next_redo(ledger) != entry:
            raise RefusedError("undo-nothing", path=str(ledger.path))
        _refuse_where_later(ledger, head, force=False)

    return _reverse(ledger, undo_seq, "redo", entry, may, initiator)


def _requested(ledger: "Ledger", seq: int | None) -> JournalEntry:
    path = str(ledger.path)
    found = next_undo(ledger) if seq is None else Next(journal.entry(ledger, seq))
    entry = found.entry
    if entry is None:
        raise RefusedError("undo-nothing" if seq is None else "undo-unknown", path=path, seq=seq)
    kind = words.label("operation", entry.kind)
    if found.stop:
        raise RefusedError(found.stop, path=path, seq=entry.seq, kind=kind)
    if entry.undone:
        raise RefusedError("undo-already", path=path, seq=entry.seq, kind=kind)
    if not operations.KINDS[entry.kind].undoable:
        raise RefusedError("undo-not-undoable", path=path, seq=entry.seq, kind=kind)
    return entry


def _refuse_where_later(ledger: "Ledger", entry: JournalEntry, force: bool) -> None:
    blocked = [] if force else obstacles(ledger, entry.seq)
    if blocked:
        later = "；".join(_named(ledger, number) for number in sorted({obstacle.later for obstacle in blocked}))
        kind = words.label("operation", entry.kind)
        raise RefusedError("undo-later-changes", path=str(ledger.path), seq=entry.seq, kind=kind, later=later)


def _refuse_before_later_steps(ledger: "Ledger", entry: JournalEntry) -> None:
    """Refuse, even by force, what a step taken since rests on: what was approved, posted or concluded stays so.

    Else a posting would be left without its approval, a result without its tally. Raises RefusedError("undo-blocked").
    """
    pledges = set()
    for change in journal.changes_of(ledger, entry.seq):
        row = change.before or change.after
        if row is not None and change.table in _ON_THE_WAY:
            pledges.add((row["org"], row[_ON_THE_WAY[change.table]]))
    for org, pledge_id in sorted(pledges):
        for row in ledger.query("SELECT id FROM pledge_step WHERE org = ? AND pledge_id = ?", (org, pledge_id)):
            taken = journal.changes_on(ledger, "pledge_step", (org, row["id"]))
            if taken and taken[0].seq > entry.seq:
                raise _blocked(ledger, entry)


def _blocked(ledger: "Ledger", entry: JournalEntry) -> RefusedError:
    kind = words.label("operation", entry.kind)
    return RefusedError("undo-blocked", path=str(ledger.path), seq=entry.seq, kind=kind)


def _named(ledger: "Ledger", seq: int) -> str:
    if seq == 0:
        return words.label("undo", "foreign")
    entry = journal.entry(ledger, seq)
    return "" if entry is None else f"第 {seq} 号 {words.label('operation', entry.kind)}（{entry.actor}）"


def _reverse(
    ledger: "Ledger",
    seq: int,
    kind: str,
    entry: JournalEntry,
    may: Callable[[], None],
    initiator: object | None,
) -> Changes:
    """Put every row of an operation back. may: refuses; asked with the gate held, so that nobody writes in between."""
    heard: list[Changes] = []
    ledger.changed.append(heard.append)
    try:
        with ledger.operation(kind, initiator=initiator, undoes=seq) as op:
            may()
            op.note["kind"] = entry.kind
            # Children were written after their parents; foreign keys are looked at when all rows are back.
            ledger.db.execute("PRAGMA defer_foreign_keys = ON")
            changes = _rows_of(ledger, seq)
            for change in reversed(changes):
                _put_back(op, change)
            if any(_lost_files(op, change) for change in changes):
                raise _blocked(ledger, entry)
    except BugError as error:
        if "FOREIGNKEY" not in str(error).replace(" ", "").upper():
            raise
        raise _blocked(ledger, entry) from error
    finally:
        ledger.changed.remove(heard.append)
    return heard[0] if heard else Changes(0, kind, {}, initiator)


def _rows_of(ledger: "Ledger", seq: int) -> list[RowChange]:
    """Return what an operation did to rows; a lineage that began with it stays, others may have heard of it, and so
    does what later records rest on.
    """
    return [
        change
        for change in journal.changes_of(ledger, seq)
        if change.table != IDENTITY and not (change.table in schema.TABLES and schema.TABLES[change.table].stays)
    ]


def _put_back(op: Operation, change: RowChange) -> None:
    if change.table == SNAPSHOT:
        org = int(change.key[0])
        snapshot.reinstall(op, org, before=_digest(change.after), after=_digest(change.before))
        return
    present = op.row(change.table, change.key) is not None
    if change.before is None:
        if present:
            op.delete(change.table, change.key)
    elif present:
        op.update(change.table, change.key, change.before)
    else:
        op.insert(change.table, change.before)


def _lost_files(op: Operation, change: RowChange) -> bool:
    """Tell whether evidence now belongs to a record that is not there: no foreign key leads from one to the other."""
    if change.table == "evidence":
        row = op.row("evidence", change.key)
        return row is not None and op.row(row["owner_table"], (row["org"], row["owner_id"])) is None
    if change.before is not None or change.table not in OWNER_TABLES:
        return False
    kept = "SELECT 1 FROM evidence WHERE owner_table = ? AND org = ? AND owner_id = ?"
    return bool(op.rows(kept, (change.table, *change.key)))


def _stands(ledger: "Ledger", change: RowChange) -> bool:
    """Tell whether a row is still as the change left it; columns of a later schema do not count."""
    if change.table == SNAPSHOT:
        rows = ledger.query(
            "SELECT content_digest FROM received_package WHERE org = ? AND state = 'current'",
            (change.key[0],),
        )
        current: str | None = rows[0]["content_digest"] if rows else None
        return current == _digest(change.after)
    where = " AND ".join(f'"{column}" = ?' for column in schema.TABLES[change.table].key)
    rows = ledger.query(f'SELECT * FROM "{change.table}" WHERE {where}', change.key)
    if change.after is None or not rows:
        return change.after is None and not rows
    return _same(rows[0], change.after)


def _digest(stored: dict[str, Any] | None) -> str | None:
    return None if stored is None else str(stored["digest"])


def _same(current: dict[str, Any], kept: dict[str, Any]) -> bool:
    return gate.canonical({name: current.get(name) for name in kept}) == gate.canonical(kept)


def _later_operation(ledger: "Ledger", change: RowChange, undone: dict[int, int]) -> int:
    """Return the newest operation after a change that touched the same row and stands; 0 for none.

    Undo and redo count as the operation that they take back or bring back.
    """
    later = journal.changes_on(ledger, change.table, change.key, after=change.seq, own=True)
    return next((one.seq for one in reversed(later) if one.seq not in undone), 0)
