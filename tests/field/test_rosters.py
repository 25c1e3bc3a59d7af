"""The field rosters: what offices really send, with the answers of an honest import (see `roster_score`)."""

from collections import defaultdict
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from tests.exchange.roster_kit import number
from tests.field import roster_score
from tests.field.roster_score import faults, preview

LONG = "X0-两万行一个问题"
ROWS = 4_999
"""Long enough to show that one question stands for thousands of rows; 19,999 are as many as a sheet may have."""


def judge(name: str, wrong: list[str]) -> None:
    """A case outside the list must be right; one on it must be wrong, so that a mended one is struck off."""
    if name in roster_score.not_yet():
        assert wrong, f"{name} is right now: take it off {roster_score.NOT_YET.name}"
    else:
        assert wrong == []


@pytest.mark.parametrize("folder", roster_score.cases(), ids=lambda folder: folder.name)
def test_a_field_roster(folder: Path) -> None:
    judge(folder.name, roster_score.score(folder))


def test_the_list_of_wrong_ones_names_only_cases() -> None:
    assert roster_score.not_yet() - {folder.name for folder in roster_score.cases()} - {LONG} == set()


def test_every_case_says_why_and_has_one_file() -> None:
    for folder in roster_score.cases():
        assert roster_score.expected_of(folder)["why"], folder.name
        assert len(list(folder.iterdir())) == 2, folder.name


def test_thousands_of_rows_of_which_every_second_asks_are_one_question(tmp_path: Path) -> None:
    path = tmp_path / "两万人.xlsx"
    book = Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("名册")
    sheet.write_row(0, 0, ["姓名", "身份证号", "人员类别", "入党时间"])
    for order in range(ROWS):
        born = f"19{50 + order // 1000 % 40}{1 + order // 900 % 12:02d}{1 + order % 28:02d}"
        name = "".join(chr(0x4E00 + 20 + order // 150 ** (2 - place) % 150) for place in range(3))
        kind = "1号类别" if order % 2 else "正式党员"
        sheet.write_row(order + 1, 0, [name, number(born, order % 997), kind, "2012-07-01"])
    book.close()
    outcome = preview(path, tmp_path)
    told = outcome.told
    assert (told["read"], told["new"] + len(told["undecided"]) + len(told["refused"])) == (ROWS, ROWS)
    wrong = faults({"one_question": 1}, outcome)
    lines = outcome.words.count("\n")
    judge(LONG, [*wrong, *([f"{lines} 行话"] if lines > 100 else [])])
    assert "1号类别" in told["undecided"][0]["reason"]


def first_choice(value: object) -> str:
    """A value that an answer allows."""
    one = value[0] if isinstance(value, list) else value
    return str(one["has"] if isinstance(one, dict) else one or "")


def ideal(expected: roster_score.Expected, *, ask: bool) -> roster_score.Outcome:
    """What a perfect import would yield; ask: it asks wherever it may."""
    variant = {**expected, **expected.get("any_of", [{}])[0]}
    words = "".join(wanted if isinstance(wanted, str) else wanted[0] for wanted in variant.get("says", ()))
    if variant.get("must_refuse"):
        return roster_score.Outcome({"error": {"code": "roster-no-header"}}, words)
    may = variant.get("asked_or_in", ()) if ask else ()
    inside = [one for one in variant.get("members", ()) if one["name"] not in may]
    before = {one["name"]: one for one in variant.get("already", ())}
    left_alone = [one for name, one in before.items() if name not in {m["name"] for m in inside}]
    members = [defaultdict(str, {k: first_choice(v) for k, v in one.items()}) for one in [*inside, *left_alone]]
    asked = [row(name) for name in dict.fromkeys([*variant.get("asked", ()), *may])]
    remarks = [row(name) for name in variant.get("mentioned", ())]
    told = {
        "undecided": asked,
        "refused": [],
        "remarks": remarks,
        "new": len(members),
        "read": len(members) + len(asked),
    }
    told["new"] += padding if (padding := variant.get("accounted", 0) - told["read"]) > 0 else 0
    told["read"] = told["new"] + len(asked)
    told["unread"] = [{"sheet": "", "header": header} for header in variant.get("unread", ())]
    return roster_score.Outcome(told, words, members)


def row(name: str) -> dict[str, str]:
    """A row of the JSON about somebody."""
    return {"sheet": "", "row": "", "name": name, "field": "", "code": "asked", "reason": ""}


@pytest.mark.parametrize("ask", [False, True])
def test_every_answer_can_be_given(ask: bool) -> None:
    for folder in roster_score.cases():
        expected = roster_score.expected_of(folder)
        assert faults(expected, ideal(expected, ask=ask)) == [], folder.name
