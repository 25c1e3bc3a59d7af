"""What an operation changed in a row, in the words of the forms: for the journal and for the history of a record.

What only the program understands is left out; codes, amounts and ids are never shown as they are kept.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from models import amounts, words
from models.gate import SNAPSHOT
from models.journal import RowChange
from models.kinds import foreign, shelf
from models.kinds.catalog import kind_of, kinds
from models.kinds.field import Line, Ref
from models.kinds.kind import Kind
from models.kinds.offers import OFFERS
from models.record_name import field_group, record_name

if TYPE_CHECKING:
    from models.ledger import Ledger

_SETTINGS = {"user.name": "经手人"}
_SECRET = {"organization_key", "invitation"}
_UNITS: dict[str, Callable[[int], str]] = {"hours": amounts.hours_text, "bytes": lambda size: f"{size:,} 字节"}
_LED_TO = {
    "group_id": ("party_group", "name"),
    "member_id": ("member", "name"),
    "meeting_id": ("meeting", "topic"),
    "item_id": ("pledge_item", "text"),
}
"""Column with an id -> the table it leads to, and the column that names a row there."""


def record_word(ledger: "Ledger", change: RowChange) -> str:
    """Return which record a change is about, and whose: `理论考核 王某，党章测试`."""
    row = change.after or change.before or {}
    if change.table == SNAPSHOT:
        return words.label("table", SNAPSHOT)
    if change.table == "setting":
        name = "存放的恢复码" if _is_deposit(change) else _SETTINGS.get(str(row.get("name")), "")
    elif change.table in ("sent_package", "received_package"):
        name = f"第 {row.get('number')} 号"
    else:
        name = record_name(ledger, row)
    return f"{_table_word(ledger, change.table, row)} {name}".strip()


def _table_word(ledger: "Ledger", table: str, row: dict[str, Any]) -> str:
    """Return what a row is: a record of the shelf by its kind."""
    return foreign.kind_in(ledger, row).word if shelf.called(row) else words.label("table", table)


def _is_deposit(change: RowChange) -> bool:
    row = change.after or change.before or {}
    return change.table == "setting" and str(row.get("name", "")).startswith("deposit.")


def what_happened(change: RowChange) -> str:
    """Return whether the record came, went or changed."""
    if change.before is None:
        return "新增"
    return "去掉" if change.after is None else "修改"


def named(ledger: "Ledger", table: str, row: dict[str, Any]) -> str:
    """Return what people call a row of a table: `党员 王某`."""
    return f"{_table_word(ledger, table, row)} {record_name(ledger, row)}".strip()


def side_by_side(
    ledger: "Ledger", table: str, one: dict[str, Any] | None, other: dict[str, Any] | None
) -> list[tuple[str, str, str]]:
    """Return word, text of one and text of the other for each field in which two rows differ; a missing row says so."""
    if one is None or other is None:
        return [("这一条", "没有" if one is None else "有", "没有" if other is None else "有")]
    return changed_fields(ledger, RowChange(0, table, (), one, other))


def changed_fields(ledger: "Ledger", change: RowChange) -> list[tuple[str, str, str]]:
    """Return word, text before and text after of each field that became different, in the order of the forms."""
    if change.table == SNAPSHOT or change.table in _SECRET or _is_deposit(change):
        return []
    if change.table == "setting":
        old, new = (str((row or {}).get("value", "")) for row in (change.before, change.after))
        return [("内容", old, new)]
    before, after = change.before or {}, change.after or {}
    if shelf.called(after or before):
        return _of_record(ledger, before, after)
    if change.table == shelf.PEOPLE:
        was, now = (said(ledger, change.table, row, "member_id") for row in (before, after))
        return [(_field_word(ledger, after or before), was, now)]
    group = f"{field_group(change.table)}."
    told = []
    for key, word in words.labels()["field"].items():
        name = key.removeprefix(group)
        if name == key or name not in (after or before):
            continue
        was, now = (said(ledger, change.table, row, name) for row in (before, after))
        if was != now:
            told.append((word, was, now))
    return told


def _of_record(ledger: "Ledger", before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return what became different in a record of the shelf, field by field; who else was there has its own line."""
    kind = foreign.fullest(ledger, after or before)
    rows = [shelf.declared(kind, row) if row else {} for row in (before, after)]
    fields = [("member_id", "姓名"), *((one.name, one.word) for one in kind.fields)]
    told = []
    for name, word in fields:
        was, now = (said(ledger, kind.name, row, name, kind) for row in rows)
        if was != now:
            told.append((word, was, now))
    return told


def _field_word(ledger: "Ledger", person: dict[str, Any]) -> str:
    """Return what somebody is in a record; a record that went again says only that there was somebody."""
    rows = ledger.query(f"SELECT * FROM {shelf.TABLE} WHERE org = ? AND id = ?", (person["org"], person["record_id"]))
    found = foreign.kind_in(ledger, rows[0]).by_name.get(person["field"]) if rows else None
    return found.word if found is not None else words.label("table", shelf.PEOPLE)


def said(ledger: "Ledger", table: str, row: dict[str, Any], name: str, kind: Kind | None = None) -> str:
    """Return what a row holds in a column, in words; nothing where it holds nothing. kind: of the record."""
    value = row.get(name)
    if value is None or value == "":
        return ""
    kind = kind or kinds().get(table)
    field = kind.by_name.get(name) if kind is not None else None
    leads_to = (field.to, kind_of(field.to).title) if isinstance(field, Ref) else _LED_TO.get(name)
    if field is not None and leads_to is None:
        offers = field.offers if isinstance(field, Line) else ""
        return OFFERS[offers](ledger).word(str(value)) if offers else field.said(value)
    if leads_to is not None:
        other, called = leads_to
        found = ledger.query(f'SELECT "{called}" AS said FROM "{other}" WHERE id = ?', (value,))
        return str(found[0]["said"]) if found else ""
    way = words.labels()["said"].get(f"{table}.{name}", "")
    if way in _UNITS:
        return _UNITS[way](int(value))
    known = words.labels()[way] if way else {}
    return "、".join(known.get(part, part) for part in str(value).split("+")) if known else str(value)
