"""Which members a list shows: examples of each part, figure, group and order, checked against a plain reading of
all.
"""

import pytest

from models import group, member, member_list
from models.errors import BugError
from models.ledger import Ledger
from models.member import Member
from models.member_list import NO_GROUP, MemberFilter


@pytest.fixture
def register(book: Ledger) -> Ledger:
    with book.operation("group.add") as op:
        group.add_group(op, group_id="g1", name="第一党小组")
    people = [
        {"name": "王建国", "sex": "male", "category": "full", "birth_date": "1960-05", "joined_date": "1985"},
        {"name": "单小曼", "sex": "female", "category": "probationary", "group": "第一党小组", "ethnicity": "回族"},
        {"name": "曾国祥", "sex": "female", "category": "full", "birth_date": "1990-01-02", "ethnicity": "汉族"},
        {"name": "仇一", "category": "", "joined_date": "2001-07-01"},
        {"name": "张走", "sex": "female", "category": "full", "ethnicity": "藏族"},
    ]
    with book.operation("roster.import") as op:
        for number, facts in enumerate(people):
            member.add_member(op, member_id=f"m{number}", **facts)
        member.remove_member(op, "m4", kind="transfer")
    return book


def names(ledger: Ledger, wanted: MemberFilter, sort: str = "name", *, descending: bool = False) -> list[str]:
    found = member_list.keys(ledger, wanted, sort=sort, descending=descending)
    return [member.get(ledger, key, org).name for org, key in found]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (MemberFilter(), ["仇一", "单小曼", "王建国", "曾国祥"]),
        (MemberFilter(part="full"), ["王建国", "曾国祥"]),
        (MemberFilter(part="probationary"), ["单小曼"]),
        (MemberFilter(part="left"), ["张走"]),
        (MemberFilter(only="female"), ["单小曼", "曾国祥"]),
        (MemberFilter(only="minority"), ["单小曼"]),
        (MemberFilter(only="lacks:birth_date"), ["仇一", "单小曼"]),
        (MemberFilter(only="lacks:category"), ["仇一"]),
        (MemberFilter(group_id="g1"), ["单小曼"]),
        (MemberFilter(group_id=NO_GROUP), ["仇一", "王建国", "曾国祥"]),
        (MemberFilter(search="zeng"), ["曾国祥"]),
        (MemberFilter(search="shan 小"), ["单小曼"]),
        (MemberFilter(search="%"), []),
        (MemberFilter(part="full", only="female", search="z"), ["曾国祥"]),
    ],
    ids=repr,
)
def test_who_is_shown(register: Ledger, wanted: MemberFilter, expected: list[str]) -> None:
    assert sorted(names(register, wanted)) == sorted(expected)


def test_names_stand_in_the_order_of_their_pinyin(register: Ledger) -> None:
    assert names(register, MemberFilter()) == ["仇一", "单小曼", "王建国", "曾国祥"]
    assert names(register, MemberFilter(), descending=True) == ["曾国祥", "王建国", "单小曼", "仇一"]


@pytest.mark.parametrize("sort", member_list.SORTS)
@pytest.mark.parametrize("descending", [False, True])
def test_the_unknown_stand_last_in_every_order(register: Ledger, sort: str, descending: bool) -> None:
    found = member_list.keys(register, MemberFilter(), sort=sort, descending=descending)
    assert len(found) == 4
    field = {"name": "name_pinyin", "unit": "org"}.get(sort, sort)
    known = [bool(getattr(member.get(register, key, org), field)) for org, key in found]
    assert known == sorted(known, reverse=True)


def missing_by_reading(one: Member) -> bool:
    return any(not getattr(one, field) for field in member_list.EXPECTED)


def test_the_counts_are_those_of_the_lists(register: Ledger) -> None:
    counts = member_list.part_counts(register)
    everybody = member.list_members(register)
    assert counts == {part: len(names(register, MemberFilter(part=part))) for part in member_list.PARTS}
    assert counts["missing"] == sum(map(missing_by_reading, everybody))
    lacking = {f: len(names(register, MemberFilter(only=f"lacks:{f}"))) for f in member_list.EXPECTED}
    assert member_list.lacking(register) == lacking


def test_a_list_that_does_not_exist_is_a_mistake_of_ours(register: Ledger) -> None:
    for wanted in (MemberFilter(part="x"), MemberFilter(only="lacks:name; DROP TABLE member")):
        with pytest.raises(BugError):
            member_list.keys(register, wanted)
