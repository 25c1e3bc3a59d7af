"""Where the rows of a kind lie: in a table of its own, or on the shelf that all newer kinds share.

Each value of a shelved kind lies in one place, decided by its declaration for good: the day that dates it, its title
and the amount that is summed in columns of their own, people among `record_person`, all others in the body, a JSON
object without what is empty. What a newer program put into the body stays there, whatever is changed.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from models import journal_rows
from models.gate import Operation, Row, canonical
from models.kinds import source
from models.kinds.field import Field, Person

if TYPE_CHECKING:
    from models.kinds.kind import Kind

TABLE, PEOPLE, DEFINITIONS = source.SHELF, "record_person", "kind_definition"
FIRST_SCHEMA = source.SHELF_SINCE
"""The schema with which the shelf came; kinds declared since lie on it."""

NAMES = ":names"
"""Ends the name of the column in which the people of a field stand by name."""

TOGETHER = "+"
"""Between the ids of several people in one field."""

BODY, VERSION = "shelf:body", "shelf:version"
"""The columns in which the whole body stands beside its fields, and by which declaration it was made."""

_IN_BODY = ""
_BODY = "CASE WHEN json_valid(r.body) THEN r.body ELSE '{}' END"


def place_of(kind: "Kind", field: Field) -> str:
    """Return the column in which a field lies: of `record`, `PEOPLE`, or nothing for the body."""
    if isinstance(field, Person):
        return PEOPLE
    # What dates a record may be what it is called by as well.
    return {kind.sums: "amount", kind.title: "title", kind.day: "day"}.get(field.name, _IN_BODY)


def rows_of(kind: "Kind") -> str:
    """Return what to select from so that the columns are called as the fields are; a damaged body holds nothing."""
    if not kind.shelved:
        return f'"{kind.name}"'
    columns = ["r.org", "r.id", "r.member_id", "r.entered_on", f'{_BODY} AS "{BODY}"', f'r.kind_version AS "{VERSION}"']
    for field in kind.fields:
        columns += _selected(kind, field)
    return f"(SELECT {', '.join(columns)} FROM {TABLE} r WHERE r.kind = '{kind.name}')"


def _selected(kind: "Kind", field: Field) -> list[str]:
    place = place_of(kind, field)
    if place == PEOPLE:
        found = f"FROM {PEOPLE} p JOIN member m ON m.org = p.org AND m.id = p.member_id"
        found += f" WHERE p.org = r.org AND p.record_id = r.id AND p.field = '{field.name}'"
        return [
            f"coalesce((SELECT group_concat(p.member_id, '{TOGETHER}' ORDER BY p.position) {found}), '')"
            f' AS "{field.name}"',
            f"coalesce((SELECT group_concat(m.name, '、' ORDER BY p.position) {found}), '') AS \"{field.name}{NAMES}\"",
        ]
    held = f"r.{place}" if place else f"{_BODY} ->> '$.{field.name}'"
    nothing = "NULL" if field.blank is None else "''" if field.blank == "" else str(field.blank)
    return [f'coalesce({held}, {nothing}) AS "{field.name}"']


def declared(kind: "Kind", row: Mapping[str, Any]) -> Row:
    """Return a row of the shelf with its columns called as the fields are, people left out."""
    body = body_of(row)
    found = {name: row.get(name) for name in ("org", "id", "member_id", "entered_on")}
    for field in kind.fields:
        place = place_of(kind, field)
        if place != PEOPLE:
            held = row.get(place) if place else body.get(field.name)
            found[field.name] = field.blank if held is None else held
    return found


def called(row: Mapping[str, Any]) -> str:
    """Return the name of the kind that a row of any table is of, empty for what is no record of the shelf."""
    return str(row["kind"]) if "kind_version" in row else ""


def body_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row holds in its body, nothing where it is damaged: `check` tells of that."""
    try:
        body = journal_rows.value_of(row["body"])
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def more(kind: "Kind", body: str) -> dict[str, Any]:
    """Return what a body holds beside the fields of its kind, by name: a newer program wrote it."""
    return {name: value for name, value in body_of({"body": body}).items() if name not in kind.by_name}


# --- writing ----------------------------------------------------------------------------


def insert(op: Operation, kind: "Kind", row: Row) -> None:
    """Put a record where it belongs; row: `org`, `id`, `member_id`, `entered_on` where kept, and its fields."""
    if not kind.shelved:
        op.insert(kind.table, row)
        return
    _define(op, kind, row["org"])
    fresh = {name: row[name] for name in ("org", "id", "entered_on")} | {"member_id": row.get("member_id") or None}
    op.insert(TABLE, fresh | {"kind": kind.name, **_laid_out(kind, row, {})})
    _put_people(op, kind, (row["org"], row["id"]), row)


def update(op: Operation, kind: "Kind", key: tuple[int, str], changed: Row) -> bool:
    """Change fields of a record; tell whether anything became different."""
    if not kind.shelved:
        return op.update(kind.table, key, changed)
    there = op.row(TABLE, key)
    assert there is not None
    whole = declared(kind, there) | changed
    laid_out = _laid_out(kind, whole, body_of(there))
    laid_out["kind_version"] = max(kind.version, there["kind_version"])
    different = any(there[name] != value for name, value in laid_out.items() if name != "kind_version")
    if different:
        _define(op, kind, key[0])
        op.update(TABLE, key, laid_out)
    return _put_people(op, kind, key, changed) or different


def delete(op: Operation, kind: "Kind", key: tuple[int, str]) -> None:
    """Take a record away, and who stood on it."""
    if kind.shelved:
        for row in op.rows(f"SELECT * FROM {PEOPLE} WHERE org = ? AND record_id = ? ORDER BY field, position", key):
            op.delete(PEOPLE, _person_key(row))
    op.delete(kind.table, key)


def _laid_out(kind: "Kind", row: Row, body: dict[str, Any]) -> Row:
    """Return the columns of the shelf; body: what stood there before."""
    kept = dict(body)
    columns: Row = {"kind_version": kind.version, "year": int(str(row[kind.day])[:4] or 0)}
    for field in kind.fields:
        place, value = place_of(kind, field), row.get(field.name, field.blank)
        if place == PEOPLE:
            continue
        if place:
            columns[place] = value
        elif value == field.blank:
            kept.pop(field.name, None)
        else:
            kept[field.name] = value
    return columns | {"body": canonical(kept)}


def _put_people(op: Operation, kind: "Kind", key: tuple[int, str], row: Row) -> bool:
    different = False
    for field in kind.fields:
        if not isinstance(field, Person) or field.name not in row:
            continue
        sql = f"SELECT * FROM {PEOPLE} WHERE org = ? AND record_id = ? AND field = ? ORDER BY position"
        there = op.rows(sql, (*key, field.name))
        wanted = [one for one in str(row[field.name]).split(TOGETHER) if one]
        if [one["member_id"] for one in there] == wanted:
            continue
        different = True
        for one in there:
            op.delete(PEOPLE, _person_key(one))
        named = {"org": key[0], "record_id": key[1], "field": field.name}
        for position, member_id in enumerate(wanted, 1):
            op.insert(PEOPLE, named | {"position": position, "member_id": member_id})
    return different


def _person_key(row: Row) -> tuple[Any, ...]:
    return (row["org"], row["record_id"], row["field"], row["position"])


def _define(op: Operation, kind: "Kind", org: int) -> None:
    """Keep the declaration by which a record is made: it travels with the records, for whoever does not know it."""
    there = f"SELECT 1 FROM {DEFINITIONS} WHERE org = ? AND key = ? AND version = ?"
    if op.rows(there, (org, kind.name, kind.version)):
        return
    text = definition(kind.name)
    row = {"org": org, "id": _definition_id(kind), "key": kind.name, "version": kind.version, "text": text}
    op.insert(DEFINITIONS, row | {"digest": digest_of(text)})


def _definition_id(kind: "Kind") -> str:
    """Return the same id wherever a declaration is first needed: copies of one ledger hold one row."""
    mark = digest_of(f"{kind.name} {kind.version}")
    return f"{mark[:8]}-{mark[8:12]}-7{mark[12:15]}-8{mark[15:18]}-{mark[18:30]}"


def definition(name: str) -> str:
    """Return the declaration of a shipped kind as it travels: canonical JSON."""
    return canonical(next(one for one in source.documents() if one["kind"] == name))


def digest_of(text: str) -> str:
    """Return the SHA-256 of a declaration."""
    return sha256(text.encode("utf-8")).hexdigest()
