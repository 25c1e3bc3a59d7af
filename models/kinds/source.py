"""The declarations of record kinds as they stand in their files, and the words they bring; nothing is judged here.

What comes before everything else (the operations there are, the words of the program) reads these; whoever handles
records asks the `catalog`.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

import resources

ACTS = {"add": "登记", "edit": "修改", "remove": "删去"}
"""What is done to a record of any kind, and how an operation's word begins where the declaration has none."""


SHELF, SHELF_SINCE = "record", 5
"""The table that all kinds share that came with this schema or later."""

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
"""What a kind, or a field of one, may be called: it stands in SQL."""


@cache
def documents() -> tuple[Mapping[str, Any], ...]:
    """Return every declaration, in the order of the files' names."""
    return tuple(
        tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(resources.KINDS.glob("*.toml"))
    )


def prefix(document: Mapping[str, Any]) -> str:
    """Return what the names of a kind's operations begin with."""
    return str(document.get("acts_as", document["kind"]))


def operations() -> dict[str, str]:
    """Return the name of each operation of a kind -> its word."""
    found: dict[str, str] = {}
    for one in documents():
        if "part_of" in one:
            continue
        called = one.get("call", one["word"])
        acts = {act: f"{word}{called}" for act, word in ACTS.items()} | dict(one.get("acts", {}))
        found |= {f"{prefix(one)}.{act}": word for act, word in acts.items()}
    return found


def with_evidence() -> tuple[str, ...]:
    """Return the tables of the kinds with which files may be kept."""
    found = (SHELF if one["since"] >= SHELF_SINCE else one["kind"] for one in documents() if one.get("evidence", False))
    return tuple(dict.fromkeys((*found, SHELF)))


def earning() -> dict[str, str]:
    """Return what credit schemes call the records that earn by themselves -> its word."""
    found: dict[str, str] = {}
    for one in documents():
        told = one.get("earns", {})
        fields = {field["name"]: field for field in one["field"]}
        if "by" in told:
            found |= fields[told["by"]]["of"]
        elif told:
            found[told["key"]] = told.get("word", one["word"])
    return found


def words() -> dict[str, dict[str, str]]:
    """Return group of labels -> key -> word, of everything that the kinds name."""
    groups: dict[str, dict[str, str]] = {"table": {}, "finding_place": {}, "field": {}, "operation": operations()}
    groups["study_line"] = earning()
    for one in documents():
        kind = one["kind"]
        groups["table"][kind] = groups["finding_place"][kind] = one["word"]
        own = {"entered_on": "登记日期"} if one.get("entered", True) else {}
        if one["about"] == "member":
            own["member_id"] = "姓名"
        named = own | {field["name"]: field["word"] for field in one["field"]}
        groups["field"] |= {f"{kind}.{name}": word for name, word in named.items()}
        for field in one["field"]:
            if "of" in field:
                groups[f"{kind}.{field['name']}"] = dict(field["of"])
    return groups
