"""Coded facts in everyday writing."""

import pytest

from models import codes

SPELLINGS = [
    ("sex", "男", "male"),
    ("sex", " 女 ", "female"),
    ("sex", "女性", "female"),
    ("ethnicity", "汉", "汉族"),
    ("ethnicity", "汉族", "汉族"),
    ("ethnicity", "汉　族", "汉族"),
    ("ethnicity", "毛难族", "毛南族"),
    ("ethnicity", "崩龙", "德昂族"),
    ("ethnicity", "维吾尔", "维吾尔族"),
    ("ethnicity", "土家", "土家族"),
    ("ethnicity", "土", "土族"),
    ("education", "本科", "大学"),
    ("education", "大学本科", "大学"),
    ("education", "专科", "大专"),
    ("education", "中专", "中专"),
    ("education", "省委党校 研究生", "省（区、市）委党校研究生"),
    ("education", "大学(本科)", "大学"),
    ("category", "正式", "full"),
    ("category", "中共党员", "full"),
    ("category", "中共预备党员", "probationary"),
    ("category", "入党积极分子", codes.NOT_MEMBER),
    ("sex", "", ""),
]


@pytest.mark.parametrize(("kind", "written", "kept"), SPELLINGS)
def test_spellings_mean_one_thing(kind: str, written: str, kept: str) -> None:
    assert codes.read(kind, written) == codes.CodeReading(kept, True)


def test_unknown_words_are_kept_where_words_can_be_kept() -> None:
    assert codes.read("education", " 夜大 ") == codes.CodeReading("夜大", False)
    assert codes.read("ethnicity", "穿青人") == codes.CodeReading("穿青人", False)
    assert codes.read("sex", "不详") == codes.CodeReading("", False)
    assert codes.read("category", "正副") == codes.CodeReading("", False)


def test_lists_have_their_official_length() -> None:
    assert len(codes.choices("ethnicity")) == 58  # GB/T 3304: 56 peoples, 97 and 98
    assert codes.choices("ethnicity")[0] == "汉族"
    assert codes.choices("ethnicity")[55] == "基诺族"
    assert len(codes.choices("education")) == 20
    assert codes.choices("category") == ("正式党员", "预备党员")
    assert codes.choices("sex") == ("男", "女")


@pytest.mark.parametrize("kind", ["ethnicity", "education"])
def test_every_word_is_a_spelling_of_itself(kind: str) -> None:
    for word in codes.choices(kind):
        assert codes.read(kind, word) == codes.CodeReading(word, True)
