"""The records of any declared kind: read, entered, changed, taken back. Nothing of a kind stands in code here."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from typing import TYPE_CHECKING, Any

from models import days, evidence, own_approval, spans, study_member, words
from models.errors import BugError, RefusedError
from models.gate import Operation, Row
from models.kinds import catalog, foreign, shelf
from models.kinds.field import Day, Door, Line, Person, Ref, Value, Year
from models.kinds.kind import Kind
from models.schema import SELF

if TYPE_CHECKING:
    from models.ids import Ids
    from models.ledger import Ledger

_WHOSE = (
    "SELECT t.*, coalesce(m.name, '') AS name, coalesce(m.name_pinyin, '') AS name_pinyin"
    " FROM {rows} t LEFT JOIN member m ON m.org = t.org AND m.id = t.member_id"
)
_OWN = "SELECT t.*, '' AS member_id, '' AS name, '' AS name_pinyin FROM {rows} t"
_CALLED = 40
"""Characters of a title that a sentence quotes."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record. name, pinyin: of the member it is about, empty for the branch's own; values: by field; called: by
    field, the names of the people in it; more: what a newer program kept with it, which this one only shows; version:
    of the declaration by which it was made.
    """

    kind: Kind
    org: int
    id: str
    member_id: str
    name: str
    pinyin: str
    entered_on: str
    values: Mapping[str, Value]
    called: Mapping[str, str] = dataclass_field(default_factory=dict)
    more: Mapping[str, Any] = dataclass_field(default_factory=dict)
    version: int = 1

    def text(self, name: str) -> str:
        """Return a text, a key or a day. Raises BugError for a field that holds none."""
        value = self._value(name)
        if not isinstance(value, str):
            raise BugError(f"{self.kind.name}.{name} is no text")
        return value

    def number(self, name: str) -> int | None:
        """Return a count or an amount, None where nothing was said. Raises BugError for a field that holds none."""
        value = self._value(name)
        if isinstance(value, str):
            raise BugError(f"{self.kind.name}.{name} is no number")
        return value

    def said(self, name: str) -> str:
        """Return what a field holds, in words."""
        return self.called[name] if name in self.called else self.kind.by_name[name].said(self._value(name))

    def told(self, name: str) -> str:
        """Return what a column of a list tells: of a field, of the first of several joined ones, the day of entry."""
        if name == "entered_on":
            return self.entered_on
        joined = self.kind.joined_of(name)
        if joined is not None:
            return next(filter(None, map(self.told, joined.first)), "")
        one = self.kind.by_name[name]
        told = self.called[name] if name in self.called else one.told(self._value(name))
        return told or one.nothing

    def asked(self, name: str) -> bool:
        """Tell whether a field is asked of this record, or holds something though it is not."""
        wanted = self.kind.by_name[name].shown_when
        return bool(self._value(name)) or all(self.text(other) in allowed for other, allowed in wanted.items())

    def stands_on(self, day: date) -> bool:
        """Tell whether its span covers a day; one without an end goes on."""
        return spans.stood(self.day, self.text(self.kind.until), day)

    @property
    def days(self) -> str:
        """Its day, or the days from its first to its last."""
        last = self.text(self.kind.until) if self.kind.until else self.day
        if last in (self.day, ""):
            return self.day
        return f"{self.day} 至 {last[5:] if last[:5] == self.day[:5] else last}"

    @property
    def title(self) -> str:
        """What it is called."""
        return self.text(self.kind.title)

    @property
    def subject(self) -> str:
        """What a window calls it: by whose it is, or by its title."""
        return self.name or self.title

    @property
    def day(self) -> str:
        """The day, or the beginning, that dates it."""
        return str(self._value(self.kind.day))

    def _value(self, name: str) -> Value:
        try:
            return self.values[name]
        except KeyError:
            raise BugError(f"{self.kind.name} has no field {name!r}") from None


def listed(
    ledger: "Ledger",
    kind: Kind,
    *,
    org: int | None = SELF,
    member_id: str = "",
    year: int | None = None,
    dated: str = "",
    leading_to: Mapping[str, Collection[str]] | None = None,
) -> list[Record]:
    """Return the records by day; those of a year touch it. org None: of every organisation; dated: the field whose day
    counts instead; leading_to: a field -> what it may hold.
    """
    # A date that is known to the year is less than every day of it: so an end is compared with the year alone.
    first, last = ("", "9999") if year is None else (f"{year:04d}", f"{year:04d}-12-31")
    day, until = dated or kind.day, "" if dated else kind.until
    begins = _day(kind, day)
    ends = f"{_day(kind, until or day)} >= ?3" + (f" OR t.\"{until}\" = ''" if until else "")
    whose = " AND (?2 = '' OR t.member_id = ?2)" if kind.about == "member" else ""
    held, values = "", tuple[Any, ...]((org, member_id, first, last))
    for name, allowed in (leading_to or {}).items():
        held += f' AND t."{name}" IN ({", ".join("?" * len(allowed))})'
        values += tuple(allowed)
    rows = ledger.query(
        f"{_select(kind)} WHERE (?1 IS NULL OR t.org = ?1){whose}"
        f' AND {begins} <= ?4 AND ({ends}){held} ORDER BY t."{day}", t."{kind.day}", t.id',
        values,
    )
    return foreign.in_words(ledger, [_record(kind, row) for row in rows])


def _select(kind: Kind) -> str:
    return (_WHOSE if kind.about == "member" or kind.shelved else _OWN).format(rows=kind.rows)


def _day(kind: Kind, name: str) -> str:
    """Return what a field is compared with days by: a year is a number."""
    return f'CAST(t."{name}" AS TEXT)' if isinstance(kind.by_name[name], Year) else f't."{name}"'


def one(ledger: "Ledger", kind: Kind, record_id: str, org: int = SELF) -> Record | None:
    """Return a record by its id, None where it is not there."""
    rows = ledger.query(
        f"{_select(kind)} WHERE t.org = ? AND t.id = ?",
        (org, record_id),
    )
    return next(iter(foreign.in_words(ledger, [_record(kind, row) for row in rows])), None)


def years(ledger: "Ledger", org: int | None = SELF) -> set[int]:
    """Return the years that have a record of any kind."""
    by_kind = [
        f'SELECT CAST(substr(t."{kind.day}", 1, 4) AS INTEGER) AS year, org FROM {kind.rows} t'
        for kind in catalog.kinds().values()
    ]
    rows = ledger.query(
        f"SELECT DISTINCT year FROM ({' UNION '.join(by_kind)}) WHERE ? IS NULL OR org = ?", (org, org)
    )
    return {row["year"] for row in rows}


def add(
    op: Operation, ids: "Ids", kind: Kind, member_ids: Collection[str], /, *, org: int = SELF, **values: Any
) -> list[str]:
    """Enter the same record for one or several people and return the ids in their order.

    values: by field, in the form in which they are kept. member_ids: of a kind that is about members. Raises
    RefusedError: the kind's `nobody`, "member-unknown", "own-approval", "record-twice", a value that cannot stand.
    """
    if kind.about == "branch":
        member_ids = [""]
    if not member_ids:
        raise RefusedError(kind.nobody)
    made: list[str] = []
    for member_id in dict.fromkeys(member_ids):
        whose = {"member_id": member_id} if kind.about == "member" else {}
        row: Row = {field.name: field.blank for field in kind.fields} | values | whose
        row |= _checked(op, kind, row, row, org)
        _refuse_twice(op, kind, row, org)
        _refuse_own(op, kind, row, row, org)
        made.append(ids.new())
        entered = {"entered_on": op.today.isoformat()} if kind.entered else {}
        shelf.insert(op, kind, row | entered | {"org": org, "id": made[-1]})
    return made


def edit(op: Operation, kind: Kind, record_id: str, /, *, org: int = SELF, **values: Any) -> bool:
    """Change fields of one record; tell whether anything became different. Raises as `add`, and "record-gone".

    What stays as it is kept is not judged anew: a newer program may have known an option that this one does not.
    """
    row = kept(op, kind, record_id, org)
    values = {name: value for name, value in values.items() if value != row.get(name)}
    changed = _checked(op, kind, row | values, values, org)
    _refuse_twice(op, kind, row | changed, org, record_id)
    _refuse_own(op, kind, {name: value for name, value in changed.items() if value != row[name]}, row | changed, org)
    return shelf.update(op, kind, (org, record_id), changed)


def perform(
    op: Operation, kind: Kind, act_name: str, record_ids: Iterable[str], /, *, org: int = SELF, **values: Any
) -> None:
    """Put what an act of the kind says into several records; who does it again says it anew.

    values: of the act's fields. Raises RefusedError as `edit`, "value-empty" for what the act cannot be without,
    "study-in-future" and "study-reviewed-early" for a day that has not come, or on which a record was not there yet.
    """
    act = kind.act(act_name)
    for name in act.needed:
        if not values.get(name):
            raise RefusedError("value-empty", field=kind.by_name[name].word, where="")
    days_said = [one for name in act.fields if isinstance(one := kind.by_name[name], Day) and values.get(name)]
    for one in days_said:
        days.done_on(op, f"{kind.name}.{one.name}", values[one.name])
    for record_id in record_ids:
        row = kept(op, kind, record_id, org)
        for one in days_said:
            one.not_before(row[kind.until or kind.day], values[one.name], str(row[kind.title])[:_CALLED])
        edit(op, kind, record_id, org=org, **values)


def remove(op: Operation, kind: Kind, record_id: str, *, org: int = SELF) -> None:
    """Take back a record entered by mistake, and the files kept with it.

    Raises RefusedError: "record-gone", "record-led-to" while records of another kind lead to it.
    """
    row = kept(op, kind, record_id, org)
    for other, name in catalog.referring(kind):
        key = (org, record_id)
        (found,) = op.rows(f'SELECT count(*) AS count FROM {other.rows} WHERE org = ? AND "{name}" = ?', key)
        if found["count"]:
            count = f"{found['count']} {other.measure}"
            raise RefusedError("record-led-to", title=row[kind.title], count=count, word=other.word)
    if kind.evidence:
        evidence.detach_all(op, kind.table, record_id, org=org)
    shelf.delete(op, kind, (org, record_id))


def kept(op: Operation, kind: Kind, record_id: str, org: int = SELF) -> Row:
    """Return the row of a record. Raises RefusedError("record-gone")."""
    rows = op.rows(f"SELECT * FROM {kind.rows} WHERE org = ? AND id = ?", (org, record_id))
    if not rows:
        raise RefusedError("record-gone")
    return rows[0]


def _record(kind: Kind, row: Row) -> Record:
    values = {field.name: row[field.name] for field in kind.fields}
    whose = row["member_id"] or "", row["name"], row["name_pinyin"]
    called = {name.removesuffix(shelf.NAMES): said for name, said in row.items() if name.endswith(shelf.NAMES)}
    more = shelf.more(kind, row[shelf.BODY]) if kind.shelved else {}
    version, entered = row.get(shelf.VERSION, 1), row.get("entered_on", "")
    return Record(kind, row["org"], row["id"], *whose, entered, values, called, more, version)


def of_shelf(kind: Kind, row: Row, people: Iterable[Mapping[str, Any]]) -> Record:
    """Return a record from its row on the shelf, with `name` and `name_pinyin` of whose it is, and its rows of people
    with their names, in order.
    """
    columns: Row = dict.fromkeys((f"{one.name}{shelf.NAMES}" for one in kind.fields if isinstance(one, Person)), "")
    columns |= {one.name: one.blank for one in kind.fields} | shelf.declared(kind, row)
    for one in people:
        field, both = one["field"], (("", one["member_id"], "+"), (shelf.NAMES, one["name"], "、"))
        for column, said, mark in ((f"{field}{end}", said, mark) for end, said, mark in both):
            columns[column] = f"{columns[column]}{mark}{said}" if columns.get(column) else said
    columns |= {shelf.BODY: row["body"], shelf.VERSION: row["kind_version"]}
    return _record(kind, columns | {"name": row["name"], "name_pinyin": row["name_pinyin"]})


def _checked(op: Operation, kind: Kind, whole: Row, changed: Row, org: int) -> Row:
    """Return the changed columns as they are kept; whole: the row as it would be, for what must agree."""
    whose = f"{study_member.name_of(op, whole['member_id'], org)}，" if kind.about == "member" else ""
    where = f"{whose}{_called(op, kind, whole, org)}"
    row: Row = {}
    for field in kind.fields:
        # A day that must not precede another is judged again when the other one moves.
        leans_on = {getattr(field, "after", ""), getattr(field, "same", "")} - {""}
        if field.name in changed or not leans_on.isdisjoint(changed):
            door = Door(op, f"{kind.name}.{field.name}", where, org, whole)
            with about(field.name):
                value = field.kept(whole[field.name], door)
            if field.name in changed:
                row[field.name] = value
    return row


def _called(op: Operation, kind: Kind, row: Row, org: int) -> str:
    """Return what a sentence calls a record: its title, or that of the record it is named by."""
    leads_to = kind.by_name[kind.title]
    if isinstance(leads_to, Ref):
        other = catalog.kind_of(leads_to.to)
        return _called(op, other, kept(op, other, row[kind.title], org), org)
    return str(row[kind.title])[:_CALLED]


def _refuse_twice(op: Operation, kind: Kind, row: Row, org: int, record_id: str = "") -> None:
    """Refuse a second record of what there can be only one of. Raises RefusedError("record-twice")."""
    same = [*kind.once, *(["member_id"] if kind.about == "member" else [])]
    alike = " AND ".join(f'"{name}" = ?' for name in same)
    values = (org, record_id, *(row[name] for name in same))
    if kind.once and op.rows(f'SELECT 1 FROM {kind.rows} WHERE org = ? AND id <> ? AND {alike}', values):
        said = "、".join(kind.by_name[name].told(row[name]) for name in kind.once)
        name = study_member.name_of(op, row["member_id"], org) if kind.about == "member" else ""
        with about(kind.once[-1]):
            raise RefusedError("record-twice", name=name, said=said, word=kind.enters)


@contextmanager
def about(column: str) -> Iterator[None]:
    """Let a refusal say which column it is about, so that a window can go there."""
    try:
        yield
    except RefusedError as error:
        error.facts.setdefault("column", column)
        raise


def _refuse_own(op: Operation, kind: Kind, changed: Row, whole: Row, org: int) -> None:
    """Refuse what somebody alone says of her own. Raises RefusedError("own-approval")."""
    for field in kind.fields:
        if not isinstance(field, Line) or not field.approves or field.name not in changed:
            continue
        told = field.approves
        own = own_approval.of_member(op, whole["member_id"], whole[told["on"]] or whole[told["else"]], org)
        name = f"{own[0]}，{str(whole[kind.title])[:_CALLED]}"
        group = "operation" if told["act"] in words.labels()["operation"] else "field"
        act = words.label(group, told["act"])
        with about(field.name):
            own_approval.refuse(whole[field.name], own, name=name, act=act, note=whole[told["note"]])
