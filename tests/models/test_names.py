"""Names of people as kept, names of organisations as compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import RefusedError
from models.names import organization_key, person_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("张三", "张三"),
        ("张　三", "张三"),
        (" 张 三\t", "张三"),
        ("欧 阳\n修", "欧阳修"),
        ("买买提·艾山", "买买提·艾山"),
        ("买买提.艾山", "买买提·艾山"),
        ("买买提 . 艾山", "买买提·艾山"),
        ("买买提•艾山", "买买提·艾山"),
        ("买买提・艾山", "买买提·艾山"),
        ("买买提 ‧ 艾山", "买买提·艾山"),
        ("J. Smith", "J. Smith"),
        ("Anna  Maria", "Anna Maria"),
        ("赵䶮", "赵䶮"),
        ("梁𠅤", "梁𠅤"),
        ("=SUM(A1:A9)", "=SUM(A1:A9)"),
        ("<b>张三</b>", "<b>张三</b>"),
        ("'; DROP TABLE member; --", "'; DROP TABLE member; --"),
    ],
)
def test_a_name_is_kept_as_its_bearer_writes_it(typed: str, kept: str) -> None:
    assert person_name(typed) == kept
    assert person_name(kept) == kept


@pytest.mark.parametrize("bad", [*"\u200b\u202e\x00\x07\ufeff\u2066", "\ud800"])
def test_invisible_characters_are_refused_by_their_number(bad: str) -> None:
    with pytest.raises(RefusedError) as refused:
        person_name(f"张{bad}三")
    assert refused.value.code == "value-bad-characters"
    assert "U+" in refused.value.what()


def test_empty_and_endless_names_are_refused() -> None:
    with pytest.raises(RefusedError, match="姓名"):
        person_name(" \u3000")
    with pytest.raises(RefusedError) as refused:
        person_name("长" * 10_000)
    assert refused.value.facts["length"] == 10_000
    assert len(refused.value.where()) < 30


@given(st.text(max_size=70))
def test_keeping_a_kept_name_changes_nothing(text: str) -> None:
    try:
        kept = person_name(text)
    except RefusedError:
        return
    assert person_name(kept) == kept


@pytest.mark.parametrize(
    "other",
    [
        "桐花巷第一支部 ",
        "桐花巷第1党支部",
        "桐花巷第Ⅰ支部",
        "中国共产党桐花巷第一支部委员会",
        "中共桐花巷　第１党支部",
    ],
)
def test_spellings_of_one_organization_compare_equal(other: str) -> None:
    assert organization_key(other) == organization_key("中共桐花巷第一支部委员会")


def test_different_organizations_stay_different() -> None:
    names = ["桐花巷第一支部", "桐花巷第二支部", "桐花巷总支", "枕水弄第一支部"]
    assert len({organization_key(name) for name in names}) == 4
