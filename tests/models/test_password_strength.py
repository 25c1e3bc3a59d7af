"""Passwords are judged by what somebody who knows the branch would try, not by their length."""

import pytest

from models import password_strength
from models.errors import RefusedError

NAMES = ["中共云栖市柳溪街道桐花巷社区支部委员会", "桐花巷社区党支部", "尉迟文静", "曾国祥"]


@pytest.mark.parametrize(
    "password",
    [
        "12345678",
        "password",
        "Password123",
        "87654321",
        "aaaaaaaaaaaa",
        "qwertyuiop123",
        "1qaz2wsx3edc",
        "woaini1314520",
        "admin@2026",
        "19850701",
        "1985070119850701",
        "13812345678",
        "88888888888888",
        "abcabcabcabc",
        "中国共产党2026",
        "桐花巷社区党支部",
        "tonghuaxiang2026",
        "weichiwenjing1",
        "尉迟文静123456",
        "曾国祥19850701",
        "ＰＡＳＳＷＯＲＤ１２３",
        "Liuxi-2026",
        "一二三四五六七八九十",
    ],
)
def test_what_is_soon_guessed_is_refused(password: str) -> None:
    with pytest.raises(RefusedError) as caught:
        password_strength.refuse_easy(password, NAMES)
    assert caught.value.code == "password-easy"


@pytest.mark.parametrize(
    "password",
    [
        "柳溪河边第七棵树",
        "长江黄河长城2026",
        "巷口卖糖葫芦的老赵",
        "correct horse battery",
        "kT7#qpZ2x",
        "wdlsbzhsddf88",
        "839475016283",
    ],
)
def test_what_takes_long_is_taken(password: str) -> None:
    password_strength.refuse_easy(password, NAMES)


def test_a_name_counts_only_for_who_has_it() -> None:
    assert password_strength.bits("tonghuaxiang", NAMES) < 10 < password_strength.bits("tonghuaxiang", ())
