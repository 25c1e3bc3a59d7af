"""Ordinary registers of meetings yield what they always did: days, kinds, marks, texts, remarks.

After a wanted change: make test ARGS="tests/field --update-golden", look at the difference, commit it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from models import meeting
from tests.field import meeting_score
from tests.field.meeting_score import Outcome

FOLDER = meeting_score.CASES.parent / "ordinary-meetings"
GOLDEN = FOLDER / "golden.json"
FILES = sorted(path.name for path in FOLDER.iterdir() if path != GOLDEN)
SHOWN = ("day", "kinds", "group", "topic", "start_time", "end_time", "study_minutes", *meeting.TEXT_LIMITS)


def described(outcome: Outcome) -> dict[str, Any]:
    """What came in, and about which rows something was said."""
    meetings = []
    for one, marks, _ in reversed(outcome.meetings):
        told = {name: getattr(one, name) for name in SHOWN if getattr(one, name)}
        away = {name: mark for name, mark in marks.items() if mark != "present"}
        meetings.append(told | {"people": len(marks), "marks": away})
    meetings.sort(key=lambda entry: (entry["day"], entry["kinds"], entry["topic"], entry.get("group", "")))
    said = {
        state: [[row["sheet"], row["row"], row["field"], row["code"]] for row in outcome.told[state]]
        for state in meeting_score.TOLD
    }
    numbers = {name: outcome.told[name] for name in ("read", "new", "changed", "same", "written")}
    return {"numbers": numbers, "meetings": meetings, **said}


@pytest.mark.parametrize("name", FILES)
def test_an_ordinary_register_comes_in_as_before(name: str, request: pytest.FixtureRequest) -> None:
    found = described(meeting_score.run(Path(FOLDER / name)))
    kept = json.loads(GOLDEN.read_text(encoding="utf-8"))
    if request.config.getoption("--update-golden"):
        kept[name] = found
        GOLDEN.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert found == kept[name]


def test_no_kept_list_is_without_its_file() -> None:
    assert sorted(json.loads(GOLDEN.read_text(encoding="utf-8"))) == FILES
