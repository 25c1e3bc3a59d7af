"""The tables of a package in which declared kinds of records lie: they follow from the declarations.

Kinds of the shelf share one table. Of a kind that this program knows each value is judged as at the door; what a newer
program declared, a kind, a field or an option, is kept as it came, with the declaration that names it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from exchange import strict_json
from exchange.between import Link
from exchange.fields import Fault, WireTable
from exchange.wire_fields import day, day_or_nothing, texts
from models import pledge
from models.errors import RefusedError
from models.gate import canonical
from models.kinds import shelf, source
from models.kinds.catalog import kind_of, kinds
from models.kinds.column import Date, Id, Integer, Pattern, Ref, Text, Wrong
from models.kinds.field import Choice, Field
from models.kinds.kind import Kind
from models.snapshot import Tables

_SINCE = shelf.FIRST_SCHEMA
_MOST_BODY, _MOST_TEXT = 400_000, 64 * 1024
_MOST = 10**12
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_STATE = re.compile(r"(?:[a-z][a-z0-9_]{0,39})?", re.ASCII)
_PERIOD = re.compile(r"(?:[0-9]{4}(?:-[0-9]{2}){0,2})?", re.ASCII)


def table_of(name: str) -> WireTable:
    """Return the table of a kind that has one of its own."""
    kind = kind_of(name)
    # A line of a package is named by whose it is.
    title = "member_id" if kind.about == "member" else kind.title
    return WireTable(name=kind.table, title=title, since=kind.since, unique=kind.unique, fields=kind.columns())


# --- the shelf --------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Body(Text):
    """A JSON object in the one form in which it is kept: sorted keys, composed, whole numbers, nothing empty."""

    def wrong(self, value: Any) -> Wrong | None:
        if not isinstance(value, str):
            return Wrong("type", {"wanted": "文字"})
        if len(value.encode("utf-8", "replace")) > self.limit:
            return Wrong("length", {"length": len(value), "low": 2, "limit": self.limit})
        try:
            held = strict_json.loads(value.encode("utf-8"), self.name)
        except (RefusedError, UnicodeEncodeError):
            return Wrong("pattern")
        return None if isinstance(held, dict) and canonical(held) == value else Wrong("pattern")


_MEMBER_OR_NOT = Ref(name="member_id", table="member", nullable=True, default=None)
_RECORD = Ref(name="record_id", table=shelf.TABLE)
_POSITION = Integer(name="position", low=1, high=10_000)


def _named(name: str) -> Pattern:
    return Pattern(name=name, pattern=source.NAME)


def _amount(name: str = "amount") -> Integer:
    return Integer(name=name, low=-_MOST, high=_MOST, nullable=True, default=None)


def _definition_fault(row: Mapping[str, Any]) -> Fault | None:
    held = shelf.body_of({"body": row["text"]})
    sound = (shelf.digest_of(row["text"]), held.get("kind")) == (row["digest"], row["key"])
    return None if sound else Fault("text", "内容", Wrong("pattern"))


def _record_fault(row: Mapping[str, Any]) -> Fault | None:
    """Judge a record of a kind that is known here value by value, a newer program's as far as it is known."""
    kind = kinds().get(row["kind"])
    if row["year"] != int(row["day"][:4] or 0):
        return Fault("year", "年份", Wrong("range", {"low": 0, "high": 0}))
    if any(type(value) not in (str, int) for value in shelf.body_of(row).values()):
        return Fault("body", "内容", Wrong("pattern"))
    if kind is None or not kind.shelved:
        return None
    newer, held = row["kind_version"] > kind.version, shelf.declared(kind, row)
    unknown = shelf.body_of(row).keys() - kind.by_name.keys()
    if unknown and not newer:
        return Fault("body", "内容", Wrong("pattern"))
    if kind.about == "member" and row["member_id"] is None and not kind.inside:
        return Fault("member_id", "姓名", Wrong("id"))
    for field in kind.fields:
        wrong = _wrong(kind, field, held.get(field.name), newer)
        if wrong is not None:
            return Fault(shelf.place_of(kind, field) or "body", field.word, wrong)
    return None


def _wrong(kind: Kind, field: Field, value: Any, newer: bool) -> Wrong | None:
    if shelf.place_of(kind, field) == shelf.PEOPLE:
        return None
    if kind.inside and value == field.blank and field.name not in kind.travels:
        return None
    if newer and isinstance(field, Choice) and isinstance(value, str) and source.NAME.fullmatch(value):
        return None
    return field.column().wrong(value)


KIND_DEFINITION = WireTable(
    name=shelf.DEFINITIONS,
    title="key",
    since=_SINCE,
    unique=(("key", "version"),),
    whole=_definition_fault,
    fields=(
        Id(name="id"),
        _named("key"),
        Integer(name="version", low=1, high=9999),
        Pattern(name="digest", pattern=_DIGEST),
        Body(name="text", limit=_MOST_TEXT),
    ),
)

RECORD = WireTable(
    name=shelf.TABLE,
    title="title",
    since=_SINCE,
    links=(Link(("kind", "kind_version"), shelf.DEFINITIONS, to=("key", "version")),),
    whole=_record_fault,
    fields=(
        Id(name="id"),
        _named("kind"),
        Integer(name="kind_version", low=1, high=9999),
        _MEMBER_OR_NOT,
        Date(name="day"),
        Integer(name="year", low=0, high=2200),
        Text(name="title", limit=1000),
        Pattern(name="state", pattern=_STATE),
        _amount(),
        Body(name="body", limit=_MOST_BODY),
        day("entered_on"),
    ),
)

RECORD_PERSON = WireTable(
    name=shelf.PEOPLE,
    title="member_id",
    since=_SINCE,
    grouped_by="record_id",
    unique=(("record_id", "field", "position"),),
    fields=(_RECORD, _named("field"), _POSITION, Ref(name="member_id", table="member")),
)

RECORD_LINE = WireTable(
    name="record_line",
    title="record_id",
    since=_SINCE,
    unique=(("record_id", "position"),),
    fields=(
        Id(name="id"),
        _RECORD,
        _POSITION,
        _MEMBER_OR_NOT,
        Pattern(name="period", pattern=_PERIOD),
        _amount(),
        Pattern(name="mark", pattern=_STATE),
        Body(name="body", limit=_MOST_BODY),
    ),
)

RECORD_STEP = WireTable(
    name="record_step",
    title="record_id",
    since=_SINCE,
    unique=(("record_id", "position"),),
    fields=(
        Id(name="id"),
        _RECORD,
        _POSITION,
        _named("step"),
        day("day"),
        *texts(pledge.STEP_LIMITS, required=""),
        day_or_nothing("until_day"),
        day("entered_on"),
    ),
)

SHELF_TABLES = (KIND_DEFINITION, RECORD, RECORD_PERSON, RECORD_LINE, RECORD_STEP)


# --- what stays inside --------------------------------------------------------------------


def without_private(tables: Tables) -> Tables:
    """Return the rows as they leave the branch: of a kind that stays inside only what its declaration lets travel.

    Neither whose it is nor who else was there leaves, no line, and no file kept with it.
    """
    inside = {name: kind for name, kind in kinds().items() if kind.inside}
    private = {row["id"] for row in tables[shelf.TABLE] if row["kind"] in inside}
    if not private:
        return tables
    records = [_bared(inside[row["kind"]], row) if row["id"] in private else row for row in tables[shelf.TABLE]]
    return {**tables, shelf.TABLE: records, **dict(_about_others(tables, private))}


def _bared(kind: Kind, row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in shelf.body_of(row).items() if name in kind.travels}
    bare = {place: blank for field, place, blank in _placed(kind) if field not in kind.travels}
    return {**row, "member_id": None, **bare, "body": canonical(kept)}


def _placed(kind: Kind) -> Iterator[tuple[str, str, Any]]:
    for field in kind.fields:
        place = shelf.place_of(kind, field)
        if place not in ("", shelf.PEOPLE):
            yield field.name, place, field.blank


def _about_others(tables: Tables, private: set[str]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for name in (shelf.PEOPLE, "record_line", "record_step"):
        yield name, [row for row in tables[name] if row["record_id"] not in private]
    files = tables["evidence"]
    yield "evidence", [row for row in files if row["owner_table"] != shelf.TABLE or row["owner_id"] not in private]
