"""A row before and after an operation in the words of the forms; what only the program understands is left
out.
"""

from collections.abc import Mapping
from typing import Any

from models import words
from models.gate import SNAPSHOT
from models.journal import RowChange

_CODED = {
    "member.sex": "sex",
    "member.category": "category",
    "member.status": "member_status",
    "member.left_kind": "left_kind",
    "organization.level": "level",
}
_TABLE_FIELD = {"party_group": "group"}
_SETTINGS = {"user.name": "经手人"}
_SECRET = {"organization_key", "invitation"}


def record_word(change: RowChange) -> str:
    """Return which record a change is about: `党员 王某`."""
    row = change.after or change.before or {}
    table = words.label("table", change.table)
    name = row.get("name", "")
    if change.table == "setting":
        name = _SETTINGS.get(str(name), "")
    elif change.table in ("sent_package", "received_package"):
        name = f"第 {row.get('number')} 号"
    elif change.table == SNAPSHOT:
        name = ""
    return f"{table} {name}".strip()


def what_happened(change: RowChange) -> str:
    """Return whether the record came, went or changed."""
    if change.before is None:
        return "新增"
    return "去掉" if change.after is None else "修改"


def changed_fields(change: RowChange, groups: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return word, text before and text after of each field that became different.

    groups: id -> name of party groups.
    """
    if change.table == SNAPSHOT or change.table in _SECRET:
        return []
    if change.table == "setting":
        old, new = (str((row or {}).get("value", "")) for row in (change.before, change.after))
        return [("内容", old, new)]
    before, after = change.before or {}, change.after or {}
    prefix = _TABLE_FIELD.get(change.table, change.table)
    known = words.labels()["field"]
    told = []
    for name in after or before:
        if f"{prefix}.{name}" not in known:
            continue
        was, now = (_text(f"{prefix}.{name}", row.get(name), groups) for row in (before, after))
        if was != now:
            told.append((known[f"{prefix}.{name}"], was, now))
    return told


def _text(field: str, value: Any, groups: Mapping[str, str]) -> str:
    text = "" if value is None else str(value)
    if field == "member.group_id":
        return groups.get(text, "")
    return words.label(_CODED[field], text) if field in _CODED else text
