"""The way out of a fork: what another copy of this ledger has more is taken over, row by row, in one operation.

Both journals have one beginning. What a row was at its end is the base: what only the other copy changed since is
taken over, what both changed to different values stands side by side and a person chooses, what the other copy took
back stays unless a person lets it go.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from models import journal, schema, sent_package
from models.changes import RowKey
from models.errors import RefusedError
from models.gate import IDENTITY, SNAPSHOT, Operation
from models.sent_package import SentPackageRow

if TYPE_CHECKING:
    from models.ids import Ids
    from models.ledger import Ledger

Row = dict[str, Any]
Head = tuple[int, str]

OWN, OTHER = "own", "other"
"""What a person chooses where both sides changed something."""

_COMPARED = ("organization", *schema.TRAVELLING)
_COURSE = {
    "pledge": "id", "pledge_item": "pledge_id", "pledge_step": "pledge_id", "pledge_deed": "pledge_id",
    "pledge_appraisal": "pledge_id",
}
"""Rows that only make sense together, by the column that says whose: both sides' steps mixed are nobody's course."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that the copies hold differently. own, other: as it stands now, None where it is not; key: ours."""

    table: str
    key: RowKey
    own: Row | None
    other: Row | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both sides changed: one row, or the rows of one pledge. A person chooses for all of them together."""

    id: str
    rows: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking over would do. base: the last operation both have; comes: rows to be taken over; gone: rows that the
    other copy took back; joined: ids of the other copy -> ours, for one person or thing entered on both sides; sent:
    packages that the other copy sent; other_head: its last operation and the digest of that; contents: of evidence
    files, by digest; as_of: the last operation here when it was made, 0 where that does not matter; own_line: both
    copies speak to the committee as one.
    """

    base: int
    comes: tuple[Difference, ...]
    conflicts: tuple[Conflict, ...]
    gone: tuple[Difference, ...]
    joined: Mapping[str, str]
    sent: tuple[SentPackageRow, ...]
    other_head: Head
    as_of: int = 0
    own_line: bool = True
    contents: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def nothing(self) -> bool:
        """Whether the other copy has nothing that is not here."""
        return not (self.comes or self.conflicts or self.gone or self.sent)


def plan_of(own: "Ledger", other: "Ledger") -> Plan:
    """Compare this ledger with another copy of it. Raises RefusedError("take-over-no-beginning")."""
    base = _common(own, other)
    here, there = _since(own, base), _since(other, max(base, _settled_up_to(own, other)))
    joined = _joined(own, other, here, there)
    comes: list[Difference] = []
    both: list[Difference] = []
    gone: list[Difference] = []
    for (table, key), first in there.items():
        now = _row(other, table, key)
        if _same(now, first):
            continue
        mine = _mapped_key(key, joined)
        row = None if now is None else _mapped(now, joined)
        stands = _row(own, table, mine)
        found = Difference(table, mine, stands, row)
        touched = (table, mine) in here or mine != key
        before = here.get((table, mine), first)
        if _same(stands, row):
            continue
        if touched and not _same(stands, before):
            both.append(found)
        elif row is None:
            gone.append(found)
        else:
            comes.append(found)
    conflicts, comes = _grouped(both, comes, here)
    conflicts += _orphans(own, other, comes, conflicts)
    contents = _contents(other, [*comes, *(row for each in conflicts for row in each.rows)])
    return Plan(
        base, tuple(comes), tuple(conflicts), tuple(gone), joined, _sent(own, other), _head(other),
        journal.last_seq(own), own.info()["lineage"] == other.info()["lineage"], contents,
    )  # fmt: skip


def apply(op: Operation, ids: "Ids", plan: Plan, choices: Mapping[str, str], *, let_go: bool = False) -> int:
    """Write what a plan brings and return how many rows became different.

    choices: conflict -> `OWN` or `OTHER`, one for each. let_go: take back here too what the other copy took back.
    Raises RefusedError: "take-over-undecided", "take-over-stale".
    """
    last = op.rows("SELECT max(seq) AS seq FROM journal_operation")[0]["seq"]
    if plan.as_of and last != plan.as_of:
        raise RefusedError("take-over-stale")
    open_ = [one.id for one in plan.conflicts if choices.get(one.id) not in (OWN, OTHER)]
    if open_:
        raise RefusedError("take-over-undecided", count=len(open_))
    chosen = [row for one in plan.conflicts if choices[one.id] == OTHER for row in one.rows]
    rows = sorted([*plan.comes, *chosen], key=lambda one: _COMPARED.index(one.table))
    # Parents come before their children; what is taken back goes the other way round.
    done = sum(_write(op, plan, one) for one in rows if one.other is not None)
    leaving = [one for one in (*chosen, *(plan.gone if let_go else ())) if one.other is None]
    for one in sorted(leaving, key=lambda one: -_COMPARED.index(one.table)):
        if op.row(one.table, one.key) is not None:
            op.delete(one.table, one.key)
            done += 1
    for sent in plan.sent:
        _note_sent(op, sent)
    if not plan.own_line:
        # The committee knows one of two lineages as the newer; what goes on from both is a new one.
        op.renew_identity(device=ids.new(), lineage=ids.new())
    seq, digest = plan.other_head
    op.note |= {"base": plan.base, "rows": done, "packages": len(plan.sent), "other": {"seq": seq, "digest": digest}}
    return done


# --- comparing -----------------------------------------------------------------------------


def _common(own: "Ledger", other: "Ledger") -> int:
    """Return the number of the last operation that both journals have. Raises RefusedError."""
    sql = "SELECT seq, digest FROM journal_operation ORDER BY seq"
    mine = {row["seq"]: row["digest"] for row in own.query(sql)}
    last = 0
    for row in other.query(sql):
        if mine.get(row["seq"]) != row["digest"]:
            break
        last = int(row["seq"])
    if not last:
        raise RefusedError("take-over-no-beginning")
    return last


def _head(other: "Ledger") -> Head:
    """Return the last operation of the other copy itself; opening a backup of it founds a ledger anew."""
    sql = "SELECT seq, digest FROM journal_operation WHERE kind <> 'ledger.restore' ORDER BY seq DESC LIMIT 1"
    row = other.query(sql)[0]
    return int(row["seq"]), str(row["digest"])


def _settled_up_to(own: "Ledger", other: "Ledger") -> int:
    """Return up to which operation of the other copy everything was answered when it was taken over before.

    A taking over that changed nothing left no trace: it is asked again.
    """
    undone = journal.undone_operations(own)
    found = 0
    for row in own.query("SELECT seq, note FROM journal_operation WHERE kind = 'ledger.take_over'"):
        told = json.loads(row["note"]).get("other", {})
        if row["seq"] not in undone and told and journal.has(other, told["seq"], told["digest"]):
            found = max(found, int(told["seq"]))
    return found


def _since(ledger: "Ledger", base: int) -> dict[tuple[str, RowKey], Row | None]:
    """Return every row of our own that was touched after an operation -> what it was then."""
    found: dict[tuple[str, RowKey], Row | None] = {}
    for row in ledger.query("SELECT seq FROM journal_operation WHERE seq > ? ORDER BY seq", (base,)):
        for change in journal.changes_of(ledger, row["seq"]):
            ours = change.table in _COMPARED and change.key and change.key[0] == schema.SELF
            if ours and change.table not in (SNAPSHOT, IDENTITY):
                found.setdefault((change.table, change.key), change.before)
    return found


def _row(ledger: "Ledger", table: str, key: RowKey) -> Row | None:
    where = " AND ".join(f'"{column}" = ?' for column in schema.TABLES[table].key)
    rows = ledger.query(f'SELECT * FROM "{table}" WHERE {where}', key)
    return rows[0] if rows else None


def _same(one: Row | None, kept: Row | None) -> bool:
    """Tell whether a row stands as it was kept; columns of a later schema that nothing stands in do not count."""
    if one is None or kept is None:
        return one is None and kept is None
    return all(one.get(name) == kept.get(name) for name in one.keys() & kept.keys())


Touched = Mapping[tuple[str, RowKey], Row | None]


def _joined(own: "Ledger", other: "Ledger", here: Touched, there: Touched) -> dict[str, str]:
    """Return the ids of what was entered on both sides: a person by her number, else by what no two may share."""
    joined: dict[str, str] = {}
    for table in schema.TRAVELLING:
        if "id" not in schema.TABLES[table].key:
            continue
        rules = _unique(own, table)
        made = [key for (name, key), first in here.items() if name == table and first is None]
        new_here = [row for key in made if (row := _row(own, table, key)) is not None]
        for (name, key), first in there.items():
            row = _row(other, table, key) if name == table and first is None else None
            if row is None or _row(own, table, key) is not None:
                continue
            row = _mapped(row, joined)
            match = next((one for one in new_here for rule in rules if _alike(one, row, rule)), None)
            if match is not None:
                joined[str(key[1])] = str(match["id"])
    return joined


def _unique(ledger: "Ledger", table: str) -> list[tuple[str, ...]]:
    """Return the sets of columns that no two rows of one organisation may share."""
    rules: list[tuple[str, ...]] = [("id_number",)] if table == "member" else []
    for index in ledger.query(f'PRAGMA index_list("{table}")'):
        if index["unique"] and index["origin"] != "pk":
            columns = tuple(row["name"] for row in ledger.query(f'PRAGMA index_info("{index["name"]}")'))
            rules.append(tuple(one for one in columns if one != "org"))
    return rules


def _alike(one: Row, other: Row, rule: Sequence[str]) -> bool:
    return all(one[name] == other[name] for name in rule) and any(one[name] not in ("", None) for name in rule)


def _mapped(row: Row, joined: Mapping[str, str]) -> Row:
    """Return a row of the other copy with our ids where one thing has two."""
    return {name: joined.get(value, value) if isinstance(value, str) else value for name, value in row.items()}


def _mapped_key(key: RowKey, joined: Mapping[str, str]) -> RowKey:
    return tuple(joined.get(part, part) if isinstance(part, str) else part for part in key)


def _grouped(
    both: Sequence[Difference], comes: Sequence[Difference], here: Touched
) -> tuple[list[Conflict], list[Difference]]:
    """Return the conflicts, and what comes without one: a pledge that both sides went on with is one choice."""
    ours = {_course(table, first or {}, key) for (table, key), first in here.items()} - {""}
    conflicts: dict[str, list[Difference]] = {}
    left: list[Difference] = []
    for one in both:
        course = _course(one.table, one.other or one.own or {}, one.key)
        conflicts.setdefault(course or f"{one.table}:{':'.join(map(str, one.key))}", []).append(one)
    for one in comes:
        course = _course(one.table, one.other or {}, one.key)
        if course and (course in ours or course in conflicts):
            conflicts.setdefault(course, []).append(one)
        else:
            left.append(one)
    return [Conflict(name, tuple(rows)) for name, rows in conflicts.items()], left


def _course(table: str, row: Row, key: RowKey) -> str:
    column = _COURSE.get(table)
    if column is None:
        return ""
    of = key[1] if column == "id" else row.get(column)
    return f"pledge:{of}" if of else ""


def _orphans(
    own: "Ledger", other: "Ledger", comes: list[Difference], conflicts: Sequence[Conflict]
) -> list[Conflict]:
    """Take out of what comes the rows whose parent was taken back here; parent and rows are one choice."""
    here = {(one.table, one.key) for one in comes}
    found: dict[str, list[Difference]] = {}
    for one in list(comes):
        for table, key in _parents(own, one):
            settled = any((row.table, row.key) == (table, key) for each in conflicts for row in each.rows)
            if (table, key) in here or settled or _row(own, table, key) is not None:
                continue
            parent = _row(other, table, key)
            if parent is None:
                continue
            told = found.setdefault(f"{table}:{':'.join(map(str, key))}", [Difference(table, key, None, parent)])
            told.append(one)
            comes.remove(one)
            break
    return [Conflict(name, tuple(rows)) for name, rows in found.items()]


def _parents(ledger: "Ledger", one: Difference) -> list[tuple[str, RowKey]]:
    """Return the rows that a row cannot be without: those its foreign keys lead to, and the owner of a file."""
    row = one.other or {}
    found: dict[int, tuple[str, list[Any]]] = {}
    for line in ledger.query(f'PRAGMA foreign_key_list("{one.table}")'):
        found.setdefault(line["id"], (line["table"], []))[1].append(row.get(line["from"]))
    parents = [(table, tuple(key)) for table, key in found.values() if None not in key and len(key) > 1]
    if one.table == "evidence":
        parents.append((row["owner_table"], (row["org"], row["owner_id"])))
    return parents


def _contents(other: "Ledger", rows: Sequence[Difference]) -> dict[str, bytes]:
    digests = {one.other["digest"] for one in rows if one.table == "evidence" and one.other}
    found = {}
    for digest in digests:
        kept = other.query("SELECT content FROM evidence_content WHERE digest = ?", (digest,))
        if kept:
            found[digest] = bytes(kept[0]["content"])
    return found


def _sent(own: "Ledger", other: "Ledger") -> tuple[SentPackageRow, ...]:
    """Return the packages of the other copy that count here: unknown ones, and receipts that only it has."""
    rows = sent_package.list_sent(own)
    taken, digests = {(row.lineage, row.number) for row in rows}, {row.digest: row for row in rows}
    found = []
    for row in sent_package.list_sent(other):
        kept = digests.get(row.digest)
        if kept is not None and (kept.acknowledged_at or not row.acknowledged_at):
            continue
        if kept is not None:
            row = replace(row, lineage=kept.lineage)
        elif (row.lineage, row.number) in taken:
            # Both copies gave out this number before anybody noticed: each package is kept under its own name.
            row = replace(row, lineage=f"{row.lineage}+{row.digest[:16]}")
        found.append(row)
    return tuple(found)


# --- writing -------------------------------------------------------------------------------


def _write(op: Operation, plan: Plan, one: Difference) -> bool:
    assert one.other is not None
    if one.table == "evidence" and one.other["digest"] in plan.contents:
        op.store_evidence(one.other["digest"], plan.contents[one.other["digest"]])
    if op.row(one.table, one.key) is not None:
        return op.update(one.table, one.key, one.other)
    op.insert(one.table, one.other)
    return True


def _note_sent(op: Operation, row: SentPackageRow) -> None:
    key = (row.lineage, row.number)
    values = {name: getattr(row, name) for name in row.__dataclass_fields__}
    if op.row("sent_package", key) is None:
        op.insert("sent_package", values)
    else:
        op.update("sent_package", key, values)


def settled(plan: Plan, prefer: str) -> dict[str, str]:
    """Return the same choice for every conflict."""
    return {one.id: prefer for one in plan.conflicts}
