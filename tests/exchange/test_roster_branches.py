"""Several branches in one list: only the people of the ledger's own come in unasked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from exchange.roster_branches import is_same
from exchange.roster_lists import branch_in_title
from exchange.roster_plan import Decision
from models.ledger import Ledger
from tests.exchange.roster_kit import new_ledger, number, plan

HEAD = ["所属党支部", "姓名", "性别", "身份证号", "入党时间"]
NAMES = ["戚明远", "乐知秋", "卓远航", "计晓岚", "边若水"]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with new_ledger(tmp_path / "branch.zbtz") as opened:
        yield opened


def people(*branches: str | None) -> list[list[Any]]:
    return [
        [branch, name, "男", number("19680314", 2 * order + 1), "1995-07-01"]
        for order, (branch, name) in enumerate(zip(branches, NAMES, strict=False))
    ]


def saved(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


SAME = [
    ("桐花巷社区党支部", "中共云栖市桐花巷支部"),
    ("桐花巷支部委员会", "中共云栖市柳溪街道桐花巷社区支部委员会"),
    ("第一党支部", "中共江北大学计算机学院第一支部委员会"),
    ("一支部", "中共某公司第1支部"),
    ("中共江北大学第Ⅱ支部", "江北大学第二党支部"),
    ("中国共产党云栖市桐花巷支部委员会", "桐花巷党支部"),
    ("云栖市桐花巷支部 ", "中共云栖市 桐花巷支部"),
]
OTHERS = [
    ("柳溪小学党支部", "中共云栖市桐花巷支部"),
    ("第一党支部", "第十一党支部"),
    ("机关第一党支部", "机关第二党支部"),
    ("桐花巷社区第一党支部", "桐花巷社区党支部"),
    ("退休干部党支部", "桐花巷支部"),
    ("云栖市柳溪支部", "云栖市桐花巷支部"),
]


@pytest.mark.parametrize(
    ("first", "second", "same"), [(*pair, True) for pair in SAME] + [(*pair, False) for pair in OTHERS]
)
def test_two_names_of_one_branch(first: str, second: str, same: bool) -> None:
    assert is_same(first, second) is is_same(second, first) is same


@pytest.mark.parametrize(
    ("title", "branch"),
    [
        ("桐花巷党支部党员花名册（2026年）", "桐花巷党支部"),
        ("2026年度中共云栖市柳溪支部委员会党员名册", "中共云栖市柳溪支部委员会"),
        ("团支部成员花名册", ""),
        ("党支部党员花名册", ""),
        ("各支部党员名册", ""),
        ("Sheet1", ""),
    ],
)
def test_the_branch_in_a_title(title: str, branch: str) -> None:
    assert branch_in_title(title) == branch


def test_of_a_whole_town_only_the_own_branch_comes_in(ledger: Ledger, tmp_path: Path) -> None:
    rows = people("桐花巷社区党支部", "桐花巷社区支部", "柳溪小学党支部", "退休干部党支部", "柳溪小学党支部")
    path = saved(tmp_path / "a.xlsx", {"全镇": [HEAD, *rows]})
    planned = plan(ledger, path)
    assert [row.name for row in planned.in_state("new")] == NAMES[:2]
    asked = planned.in_state("undecided")
    assert [finding.code for row in asked for finding in row.deciding()] == ["row-other-branch"] * 3
    said = asked[0].deciding()[0].reason()
    assert "表里有 3 个支部" in said and "“柳溪小学党支部” 2 人" in said
    settled = plan(ledger, path, {row.key: Decision(values={"branch": "own"}) for row in asked})
    assert settled.counts()["new"] == 5


def test_where_no_name_fits_one_question_chooses_the_branch(ledger: Ledger, tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", {"全镇": [HEAD, *people("甲支部", "甲支部", "乙支部", "丙支部", "乙支部")]})
    planned = plan(ledger, path)
    assert {finding.reason() for row in planned.rows for finding in row.deciding()} == {
        planned.rows[0].deciding()[0].reason()
    }
    assert planned.rows[0].deciding()[0].choices == ("甲支部", "乙支部", "丙支部")
    chosen = plan(ledger, path, {row.key: Decision(values={"branch": "乙支部"}) for row in planned.rows})
    assert [row.name for row in chosen.in_state("new")] == ["卓远航", "边若水"]
    assert chosen.counts()["skipped"] == 3


def test_a_row_without_a_branch_among_several_is_asked(ledger: Ledger, tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", {"全镇": [HEAD, *people("桐花巷支部", None, "柳溪支部")]})
    planned = plan(ledger, path)
    assert [row.state for row in planned.rows] == ["new", "undecided", "undecided"]
    assert planned.rows[1].deciding()[0].code == "row-branch-missing"


def test_sheets_and_titles_name_branches_too(ledger: Ledger, tmp_path: Path) -> None:
    rows = [row[1:] for row in people("", "", "", "")]
    head = HEAD[1:]
    sheets = saved(tmp_path / "a.xlsx", {"桐花巷支部": [head, rows[0]], "柳溪支部": [head, rows[1]]})
    assert [row.state for row in plan(ledger, sheets).rows] == ["new", "undecided"]
    one = [["桐花巷支部党员名册"], head, rows[0], [], ["柳溪支部党员名册"], head, rows[1]]
    assert [row.state for row in plan(ledger, saved(tmp_path / "b.xlsx", {"表": one})).rows] == ["new", "undecided"]


@pytest.mark.parametrize(
    ("branch", "state"), [("第一党支部", "new"), ("镇机关党支部", "new"), ("中共云栖市柳溪支部", "undecided")]
)
def test_a_single_branch_is_asked_only_when_its_full_name_is_another(
    ledger: Ledger, tmp_path: Path, branch: str, state: str
) -> None:
    planned = plan(ledger, saved(tmp_path / "a.xlsx", {"表": [HEAD, *people(branch, branch)]}))
    assert [row.state for row in planned.rows] == [state] * 2
    assert any(branch in notice for notice in planned.summary()["notices"])
