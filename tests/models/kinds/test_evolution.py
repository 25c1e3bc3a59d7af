"""A declaration may be added to, never taken back: each released one is kept, and what is shipped held against it."""

import json
from typing import Any

import pytest

from models.kinds import kind_file, shelf
from models.kinds.catalog import kind_of, kinds
from models.toml_entry import Finding
from tests.models.conftest import ROOT
from tools.keep_kinds import name_of

Declared = dict[str, Any]
FOLDER = ROOT / "tests" / "data" / "kinds"
KEPT = sorted(FOLDER.glob("*.json"))
_LIES = ("title", "about", "since", "acts_as")
"""Settings that say where values lie and what operations are called; they stand for good."""
_LIES_ON_SHELF = ("day", "sums")


def taken_back(before: Declared, now: Declared) -> list[str]:
    """Return what a declaration says no more, or otherwise, of what an earlier one said."""
    lies = (*_LIES, *(_LIES_ON_SHELF if before["since"] >= shelf.FIRST_SCHEMA else ()))
    found = [name for name in lies if before.get(name) != now.get(name)]
    fields = {one["name"]: one for one in now["field"]}
    for one in before["field"]:
        here = fields.get(one["name"])
        if here is None:
            found.append(one["name"])
        elif here.get("type", "line") != one.get("type", "line"):
            found.append(f"{one['name']}: type")
        elif lost := one.get("of", {}).keys() - here.get("of", {}).keys():
            found.append(f"{one['name']}: {sorted(lost)}")
        elif here.get("many", False) < one.get("many", False) or here.get("most", 0) < one.get("most", 0):
            found.append(f"{one['name']}: less room")
        elif here.get("needed", False) > one.get("needed", False):
            found.append(f"{one['name']}: needed now")
    return found


def shape(declared: Declared) -> list[tuple[Any, ...]]:
    """Return what a package holds of a kind: its fields and their options."""
    return [(one["name"], one.get("type", "line"), sorted(one.get("of", {}))) for one in declared["field"]]


def shipped(kind: str) -> Declared:
    found: Declared = json.loads(shelf.definition(kind))
    return found


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_nothing_that_was_released_is_taken_back(path: Any) -> None:
    before: Declared = json.loads(path.read_text(encoding="utf-8"))
    assert taken_back(before, shipped(before["kind"])) == []
    assert kind_of(before["kind"]).version >= before.get("version", 1)
    findings: list[Finding] = []
    kind_file.read_document(before, findings)
    assert findings == []


def test_what_is_shipped_is_kept_and_a_new_shape_has_a_higher_version() -> None:
    """Fails where a field or an option came without a version, or a kind without a kept copy: `tools.keep_kinds`."""
    for kind in kinds().values():
        kept = json.loads((FOLDER / name_of(kind.name, kind.version)).read_text(encoding="utf-8"))
        assert shape(kept) == shape(shipped(kind.name)), kind.name


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda one: one["field"].pop(), "remark"),
        (lambda one: one["field"][0]["of"].pop("out"), "way: ['out']"),
        (lambda one: one["field"][1].update(type="line", most=10), "day: type"),
        (lambda one: one["field"][2].update(most=50), "place: less room"),
        (lambda one: one["field"][3].update(needed=True), "letter: needed now"),
        (lambda one: one.update(title="letter"), "title"),
        (lambda one: one["field"][9].update(name="note"), "remark"),
    ],
)
def test_what_is_taken_back_is_told(change: Any, told: str) -> None:
    now = shipped("transfer")
    change(now)
    assert taken_back(shipped("transfer"), now) == [told]
    added = shipped("transfer")
    added["field"].append({"name": "more", "word": "更多"})
    added["field"][0]["of"]["lent"] = "借调"
    assert taken_back(shipped("transfer"), added) == []
    assert shape(added) != shape(shipped("transfer"))
