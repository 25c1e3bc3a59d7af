"""Texts of the field pasted into the boxes of the window: read as they were meant, or left to a person.

A text that is still wrong says `not_yet` in `tests/data/field/pastes.toml`; one that comes right has to lose it.
"""

import re
import tomllib
from dataclasses import dataclass
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gui.dialogs.pledge_own_items import OwnItemsTable
from gui.dialogs.pledge_votes_table import AppraisalTable, appraised
from gui.kinds.people_paste import Reader
from models import pinyin, roll_call
from models.attendance import Attendee
from models.kinds.catalog import kind_of
from tests.field import meeting_score

PASTES = tomllib.loads((meeting_score.CASES.parent / "pastes.toml").read_text(encoding="utf-8"))["paste"]
PEOPLE = [
    Attendee(one["name"], one["name"], keys.pinyin, keys.initials, None, "", "full")
    for one in meeting_score.STANDARD
    for keys in [pinyin.name_keys(one["name"])]
]
TOLD = "told"


@dataclass(frozen=True)
class Line:
    """As much of a pledge's line as a table shows."""

    short_name: str
    appraisals: tuple[object, ...] = ()


def roll(paste: dict[str, Any]) -> list[str]:
    found = roll_call.match(paste["text"], PEOPLE)
    marks = {one.member_id: one.mark for one in found.matched}
    asked = [*found.unmatched, *found.ambiguous]
    for line in asked:
        marks |= {one.name: "ask" for one in (*line.suggestions, *line.candidates)}
        marks |= {one.name: "ask" for one in PEOPLE if one.name in line.text}
    wrong = [f"{name} is {marks.get(name, 'none')}, not {allowed}"
             for name, allowed in paste["people"].items() if marks.get(name, "none") not in allowed]  # fmt: skip
    idle = paste.get("never", ())
    return wrong + [f"asks who {line.text!r} is" for line in asked if line.text.split("\t")[0] in idle]


def exam(paste: dict[str, Any]) -> list[str]:
    found = Reader(kind_of("exam")).read(paste["text"], PEOPLE)
    told_of = ("score", "grade", "remark")
    came = {one.people[0].name: [one.values.get(name, "") for name in told_of] for one in found.matched}
    wrong = []
    for name, allowed in paste["people"].items():
        told = came.get(name)
        if isinstance(allowed, str):
            right = told is None or allowed == f"ask or {told[0]}"
        else:
            right = told is not None and all(one in some for one, some in zip(told, allowed, strict=True))
        wrong += [] if right else [f"{name} is {told}, not {allowed}"]
    return wrong


def table(paste: dict[str, Any], qtbot: QtBot, source: str) -> list[str]:
    """What the cells show; in a column of votes anything but figures is refused on saving."""
    rows = [appraised(Line(one.name)) for one in PEOPLE[:4]]
    view = AppraisalTable(rows)
    qtbot.addWidget(view)
    view.show_source(source)
    view.paste(paste["text"])
    wrong = []
    for at, cells in enumerate(paste["cells"]):
        for column in range(1, view.rows.columnCount()):
            try:
                shown = str(view.rows.data(view.rows.index(at, column)))
            except (KeyError, ValueError) as fault:
                wrong.append(f"line {at}: the table cannot be drawn: {fault!r}")
                continue
            if column > len(cells):
                continue
            told = source == "members" and not re.fullmatch("[0-9]*", shown)
            if (TOLD if told else shown) not in cells[column - 1]:
                wrong.append(f"line {at}, column {column}: {shown!r}, not {cells[column - 1]}")
    return wrong


def own(paste: dict[str, Any], qtbot: QtBot) -> list[str]:
    view = OwnItemsTable()
    qtbot.addWidget(view)
    view.items.show_people([(one.name, one.name) for one in PEOPLE[:4]])
    view.paste(paste["text"])
    kept = view.items.items()
    told = [kept.get(one.name, [{"text": ""}])[0]["text"] for one in PEOPLE[:4]]
    return [] if told == paste["texts"] else [f"{told}, not {paste['texts']}"]


@pytest.mark.parametrize("paste", PASTES, ids=lambda paste: paste["name"])
def test_a_pasted_text_is_read_as_it_was_meant(paste: dict[str, Any], qtbot: QtBot) -> None:
    wrong = {
        "roll": lambda: roll(paste),
        "exam": lambda: exam(paste),
        "votes": lambda: table(paste, qtbot, "members"),
        "grades": lambda: table(paste, qtbot, "self"),
        "own": lambda: own(paste, qtbot),
    }[paste["box"]]()
    if paste.get("not_yet"):
        assert wrong, "it is right now: take not_yet away"
    else:
        assert wrong == []
