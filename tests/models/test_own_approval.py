"""Nobody approves, reviews, checks or teaches herself unnoticed."""

import pytest

from models import own_approval

OWN = ["尉迟文静", "书记", "支部书记", "党支部书记"]


@pytest.mark.parametrize(
    "named",
    [
        "尉迟文静",
        " 尉迟 文静 ",
        "尉迟文静（书记）",
        "支部书记尉迟文静",
        "尉迟文静同志",
        "党支部书记 尉迟文静",
        "本人",
        "书记",
        "尉迟文静（本人）",
        "尉迟文静、本人",
        "书记：尉迟文静",
        "党支部 尉迟文静",
    ],
)
def test_her_own_name_alone_is_no_approval(named: str) -> None:
    assert own_approval.alone(named, OWN)


@pytest.mark.parametrize(
    "named",
    ["", "李建国", "尉迟文静、李建国", "副书记", "组织委员", "党支部委员会", "支委会", "尉迟文静静", "尉迟文",
     "尉迟文静，组织委员李建国", "街道党工委", "副书记 李建国"],
)  # fmt: skip
def test_somebody_else_or_a_body_is(named: str) -> None:
    assert not own_approval.alone(named, OWN)


def test_a_decision_beside_her_name_is_enough_but_not_a_bare_word() -> None:
    assert own_approval.alone("尉迟文静", OWN, "三项承诺具体可行，同意")
    assert not own_approval.alone("尉迟文静", OWN, "经2026年1月10日支委会讨论通过")
