"""Names apart from what stands beside them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from exchange.roster_names import parts
from exchange.roster_plan import Decision, apply_plan
from models import member
from models.ledger import Ledger
from tests.exchange.roster_kit import new_ledger, person, plan, workbook


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with new_ledger(tmp_path / "branch.zbtz") as opened:
        yield opened


KNOWN = [
    ("贺云帆（预备）", ["预备"], "probationary", ""),
    ("贺云帆【预备】", ["预备"], "probationary", ""),
    ("[流动]贺云帆", ["流动"], "", ""),
    ("【书记】 贺云帆", ["书记"], "", ""),
    ("贺云帆 女", [], "", "female"),
    ("贺云帆　预备党员", ["预备党员"], "probationary", ""),
    ("贺云帆 书记", ["书记"], "", ""),
    ("支部书记：贺云帆", ["支部书记"], "", ""),
    ("贺云帆/女", [], "", "female"),
    ("贺云帆，组织委员", ["组织委员"], "", ""),
    ("贺云帆-预备", ["预备"], "probationary", ""),
    ("贺云帆♀", [], "", "female"),
    ("贺云帆（女，预备）", ["女，预备"], "", ""),
    ("贺云帆（回族）", [], "", ""),
    ("贺云帆（曾用名贺小帆）", ["曾用名贺小帆"], "", ""),
    ("1.贺云帆", [], "", ""),
    ("12、贺云帆", [], "", ""),
    ("5 贺云帆", [], "", ""),
    ("贺云帆同志", [], "", ""),
    ("贺云帆 He Yunfan", ["He Yunfan"], "", ""),
    ("贺云帆(HE YUNFAN)", ["HE YUNFAN"], "", ""),
    ("贺云帆/Yunfan", ["Yunfan"], "", ""),
    ("He Yunfan 贺云帆", ["He Yunfan"], "", ""),
]


@pytest.mark.parametrize(("written", "notes", "category", "sex"), KNOWN, ids=[case[0] for case in KNOWN])
def test_known_words_beside_a_name(written: str, notes: list[str], category: str, sex: str) -> None:
    found = parts(written)
    assert (found.name.strip(), found.signs, found.wrong) == ("贺云帆", [], "")
    assert (found.notes, found.category, found.sex) == (notes, category, sex)


@pytest.mark.parametrize(
    ("written", "sign"),
    [
        *(("*贺云帆", "*"), ("贺云帆★", "★"), ("#贺云帆", "#"), ("△贺云帆", "△"), ("▲ 贺云帆", "▲")),
        *(("贺云帆（1）", "（1）"), ("贺云帆[A]", "[A]"), ("贺云帆①", "①"), ("☆贺云帆☆", "☆☆")),
        *(("※贺云帆", "※"), ("贺云帆+", "+")),
    ],
)
def test_signs_that_nobody_explains(written: str, sign: str) -> None:
    found = parts(written)
    assert (found.name.strip(), "".join(found.signs)) == ("贺云帆", sign)


@pytest.mark.parametrize(
    "name",
    [
        *("贺云帆", "贺 云 帆", "王 芳", "买买提·艾山", "阿卜杜拉•买买提", "阿依古丽 吐尔逊", "热娜-阿不都"),
        *("=1+1", "<b>张三</b>", "{0}", "人5", "王新", "张建新", "张 建 新", "女娲", "扎西次仁", "李书记官"),
        *("欧阳 修文", "Jean Pierre"),
    ],
)
def test_names_as_they_are(name: str) -> None:
    found = parts(name)
    assert (found.name, found.notes, found.signs, found.category, found.sex, found.wrong) == (name, [], [], "", "", "")


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        *(("张*", "masked"), ("张*三", "masked"), ("李**", "masked"), ("＊云帆", "")),
        *(("贺云帆、苗青禾", "several"), ("贺云帆/苗青禾", "several"), ("贺云帆；苗青禾；柏承志", "several")),
        ("？？？", "garbled"),
    ],
)
def test_what_is_no_name_of_one_person(written: str, wrong: str) -> None:
    assert parts(written).wrong == wrong


def test_a_sign_is_asked_and_never_stored_in_the_name(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", person(姓名="★张三"))
    (asked,) = plan(ledger, path).summary()["undecided"]
    assert (asked["name"], asked["code"]) == ("张三", "row-name-sign")
    assert "★" in asked["reason"]
    kept = plan(ledger, path, {("名册", 2): Decision(values={"name_sign": "remark"})})
    dropped = plan(ledger, path, {("名册", 2): Decision(values={"name_sign": "drop"})})
    assert [one.rows[0].values.get("remark", "") for one in (kept, dropped)] == ["姓名标有“★”", ""]
    apply_plan(ledger, dropped)
    assert [one.name for one in member.list_members(ledger)] == ["张三"]


def test_what_stands_beside_the_name_fills_in_or_is_asked(ledger: Ledger, tmp_path: Path) -> None:
    bare = person(姓名="张三（预备）", 人员类别=None, 转正时间=None)
    values = plan(ledger, workbook(tmp_path / "a.xlsx", bare)).rows[0].values
    assert (values["category"], values["remark"]) == ("probationary", "预备")
    against = plan(ledger, workbook(tmp_path / "b.xlsx", person(姓名="张三（预备）")))
    assert [one.code for one in against.rows[0].deciding()] == ["row-category-beside-name"]


@pytest.mark.parametrize("written", ["入党时间填支部大会之日。", "审核：沈墨", "《党章》学习小组", "（请在下面填写）"])
def test_a_sentence_is_nobody(written: str) -> None:
    assert parts(written).wrong == "sentence"
