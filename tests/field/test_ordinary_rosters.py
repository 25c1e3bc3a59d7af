"""Ordinary rosters come in as before, field by field: whatever is learnt about strange sheets must not touch them.

What an import yields stands beside each file of `tests/data/field/ordinary`; `--update-golden` writes it anew.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.field.roster_score import Outcome, import_file

DATA = Path(__file__).resolve().parent.parent / "data"
KEPT = DATA / "field" / "ordinary"
SAMPLE = DATA.parent.parent / "resources" / "sample"
FILES = [
    *sorted(path for path in KEPT.iterdir() if path.suffix != ".json"),
    *(DATA / "rosters" / f"village.{ending}" for ending in ("xlsx", "xls", "ods", "csv", "html")),
    *(SAMPLE / name for name in ("花名册（规范）.xlsx", "花名册（杂乱）.xlsx")),
]
NOT_KEPT = ("org", "id", "name_pinyin", "name_initials")


def yielded(outcome: Outcome) -> dict[str, Any]:
    """What an import yields: the figures, a line for each remark, and the members with their fields."""
    told = outcome.told
    figures = {name: told[name] for name in ("read", "new", "changed", "same")}
    remarks = {
        level: [f"{row['sheet']} {row['row']} {row['name']} {row['field']} {row['code']}" for row in told[level]]
        for level in ("undecided", "refused", "remarks")
    }
    members = [{name: one[name] for name in one if name not in NOT_KEPT and one[name]} for one in outcome.members]
    return {**figures, **remarks, "members": members}


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_an_ordinary_roster_comes_in_as_before(file: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    now = json.dumps(yielded(import_file(file, tmp_path)), ensure_ascii=False, indent=1) + "\n"
    golden = KEPT / f"{file.name}.json"
    if request.config.getoption("update_golden"):
        golden.write_text(now, encoding="utf-8")
    assert now == golden.read_text(encoding="utf-8")


def test_nothing_is_kept_of_a_file_that_is_gone() -> None:
    assert {path.name for path in KEPT.glob("*.json")} == {f"{file.name}.json" for file in FILES}
