"""Line breaks by Chinese rules, at every width, for ordinary and for hostile texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.line_break import NOT_FIRST, NOT_LAST, balanced, break_lines

TEXTS = (
    "（一）坚持“两个确立”，做到“两个维护”；（二）学习《中国共产党章程》《中国共产党纪律处分条例》〔2025〕12号；"
    "（三）按时交纳党费100.5元，比例为0.5%……谁来监督？——支部！",
    "会议由支部书记主持，应到32人，实到29人，请假3人；缺席的同志已于11月25日前补课。与会党员围绕“学思想、强党性、"
    "重实践、建新功”作了发言。",
    "参加人员：王䶮、李㛃、古力娜扎·阿布都热合曼、买买提·艾山、John Smith（外籍专家列席）等；地点：党群服务中心302室。",
    "党员教育管理系统V2.0上线，网址见通知；登录名为手机号13800000000，初始口令为Abc-123456，请尽快修改！",
    "“十四五”期间，支部共发展党员12名（其中女性5名、少数民族4名），转出8名、转入6名……情况良好。",
)


def half_or_whole(character: str) -> float:
    return 0.5 if ord(character) < 0x250 else 1.0


def texts_of(text: str, width: float, **other: float) -> list[str]:
    return [line.text for line in break_lines(text, width, half_or_whole, **other)]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("width", range(6, 25))
def test_no_forbidden_start_or_end_and_nothing_too_long(text: str, width: int) -> None:
    lines = break_lines(text, width, half_or_whole)
    assert [line.text for line in lines[1:] if line.text[0] in NOT_FIRST] == []
    assert [line.text for line in lines[:-1] if line.text[-1] in NOT_LAST] == []
    assert [line for line in lines if line.width > width + 1e-9] == []


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("学习章程，按时交纳党费。", 4, ["学习章", "程，按时", "交纳", "党费。"]),
        ("请看《党章》第一条", 3, ["请看", "《党", "章》第", "一条"]),
        ("会议通过——散会", 5, ["会议通", "过——散会"]),
        ("等等……以后", 3, ["等", "等……", "以后"]),
        ("登录名Abc-123456有效", 6, ["登录名", "Abc-123456", "有效"]),
        ("金额100.50元", 4, ["金额", "100.50元"]),
        ("一二三四五六七", 6, ["一二三四五", "六七"]),
        ("一二\n三四五", 4, ["一二", "三四五"]),
        ("", 4, [""]),
    ],
)
def test_breaks(text: str, width: int, lines: list[str]) -> None:
    assert texts_of(text, width) == lines


def test_a_single_last_character_is_drawn_back_where_the_line_can_be_narrowed() -> None:
    text = "一二三四五六七八九十一二三四五六七八九十一"
    narrowed = break_lines(text, 20, half_or_whole, em=1.0)
    assert [line.text for line in narrowed] == [text]
    assert narrowed[0].width - 20 <= 0.06 * (len(text) - 1)
    assert texts_of(text, 20) == [text[:19], text[19:]]


def test_the_first_line_of_each_paragraph_is_indented() -> None:
    assert texts_of("一二三四五六\n七八九十一二", 5, indent=2) == ["一二三", "四五六", "七八九", "十一二"]


def test_a_word_that_no_line_can_hold_is_torn() -> None:
    assert texts_of("ABCDEFGHIJ", 2) == ["ABCD", "EFGH", "IJ"]


def test_centred_lines_are_of_even_length() -> None:
    assert [line.text for line in balanced("硕士研究生班学员", 6, half_or_whole)] == ["硕士研究", "生班学员"]


@given(st.text(alphabet="一二三，。、（）《》“”—…·abc123 .-\n", max_size=80), st.integers(1, 30))
def test_every_character_comes_back_and_no_line_is_too_long(text: str, width: int) -> None:
    lines = break_lines(text, width, half_or_whole)
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert all(line.width <= width + 1e-9 or len(line.text) == 1 for line in lines)
