"""Pasted results: what is taken over, what a person must settle; nothing is guessed and nothing lost."""

import time

import pytest

from gui.kinds.people_paste import MOST_LINES, Reader
from models.attendance import Attendee
from models.errors import RefusedError
from models.kinds.catalog import kind_of

READER = Reader(kind_of("exam"))
TOLD = ("score", "grade", "passed", "remark")


def person(key: str, name: str, pinyin: str = "", group: str = "") -> Attendee:
    return Attendee(key, name, pinyin, "", None, group, "full")


PEOPLE = [
    person("1", "王建国", "wangjianguo"),
    person("2", "李晓东", "lixiaodong"),
    person("3", "张雪梅", "zhangxuemei"),
    person("4", "王伟", "wangwei", "第一党小组"),
    person("5", "王伟", "wangwei", "第二党小组"),
    person("6", "古丽巴哈尔·买买提", "gulibahaer·maimaiti"),
]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("王建国\t92", ("1", "92", "", "")),
        ("王建国 92.5", ("1", "92.5", "", "")),
        ("王建国92分", ("1", "92", "", "")),
        ("1. 王建国　９２", ("1", "92", "", "")),
        ("3、李晓东：76，合格", ("2", "76", "", "合格")),
        ("李晓东 58 不合格", ("2", "58", "", "不合格")),
        ("张雪梅\t优秀", ("3", "", "优秀", "")),
        ("古丽巴哈尔•买买提\t88", ("6", "88", "", "")),
        ("7\t王建国\t第一党小组\t92", ("1", "92", "", "")),
        ("王 建 国 92", ("1", "92", "", "")),
    ],
)
def test_a_line_in_each_usual_writing_is_taken_over(text: str, told: tuple[str, ...]) -> None:
    found = READER.read(text, PEOPLE)
    assert not found.open and len(found.matched) == 1
    one = found.matched[0]
    assert (one.people[0].member_id, *(one.values.get(name, "") for name in TOLD[:3])) == told


@pytest.mark.parametrize(
    ("text", "reason", "likely"),
    [
        ("王伟 90", "same_name", ["4", "5"]),
        ("王建囯 90", "unknown", ["1"]),
        ("单田芳 90", "unknown", []),
        ("王建国 90 85", "several", ["1"]),
        ("王建国 90 -1", "several", ["1"]),
        ("王建国 90 1e308", "several", ["1"]),
        ("王建国 0.005", "empty", ["1"]),
        ("王建国 −1", "empty", ["1"]),
        ("王建国 90\n王建国 91", "twice", ["1"]),
        ("王建国", "empty", ["1"]),
        # A number before the name is its number in the list, not a score.
        ("12 王建国", "empty", ["1"]),
    ],
)
def test_what_is_not_plain_waits_for_a_person(text: str, reason: str, likely: list[str]) -> None:
    found = READER.read(text, PEOPLE)
    assert [one.reason for one in found.open] == [reason]
    one = found.open[0]
    assert [each.member_id for each in (*one.people, *one.suggestions)] == likely


def test_of_several_numbers_none_is_taken() -> None:
    (one,) = READER.read("王建国 90 85 合格", PEOPLE).open
    assert dict(one.values) == {"passed": "合格"}


@pytest.mark.parametrize("value", ["-1", "0.005", "1e308", "十几"])
def test_an_amount_under_a_head_is_handed_over_as_it_stands_and_not_made_up(value: str) -> None:
    (one,) = READER.read(f"姓名\t成绩\n王建国\t{value}", PEOPLE).matched
    assert dict(one.values) == {"score": value}


def test_a_word_that_a_choice_does_not_know_is_not_dropped() -> None:
    found = READER.read("姓名\t成绩\t合格\n王建国\t55\t缓考\n李晓东\t90\t通过\n张雪梅\t90\t—", PEOPLE)
    assert [dict(one.values) for one in found.matched] == [
        {"score": "55", "passed": "缓考"}, {"score": "90", "passed": "合格"}, {"score": "90"},
    ]


def test_a_line_without_end_takes_no_time() -> None:
    """A whole page pasted as one line: what is looked for in it grew with the square of its length."""
    begun = time.process_time()
    found = READER.read("王" * 100_000 + "\n" + "王" * 100_000 + " 92", PEOPLE)
    assert time.process_time() - begun < 5 and not found.matched


def test_a_head_tells_which_column_is_what() -> None:
    lines = ["序号 姓名 手机 得分 等次 备注", "1 王建国 13800000001 92 优秀 补考", "2 李晓东 13800000002   缺考"]
    found = READER.read("\n".join(line.replace(" ", "\t") for line in lines), PEOPLE)
    assert [(one.name, dict(one.values)) for one in found.matched] == [
        ("王建国", {"score": "92", "grade": "优秀", "remark": "补考"})
    ]
    assert [(one.name, one.reason) for one in found.open] == [("李晓东", "empty")]


def test_every_line_is_somewhere() -> None:
    lines = ["2026年政治理论考核成绩", "", "王建国 92", "合计 40 人", "————", "不认识 70"]
    found = READER.read("\n".join(lines), PEOPLE)
    assert len(found.matched) + len(found.open) + len(found.ignored) == sum(bool(line) for line in lines)


def test_far_too_much_is_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        READER.read("王建国 92\n" * (MOST_LINES + 1), PEOPLE)
    assert refused.value.code == "results-too-long"


def test_what_programs_leave_in_cells_is_no_result() -> None:
    rows = ["\ufeff姓名|成绩|等次|备注", "王建国|92.0|nan|<NA>", "李晓东|\u202d85\u202c|NaN|\\N", "张雪梅|nan|NaT|null"]
    found = READER.read("\n".join(row.replace("|", "\t") for row in rows), PEOPLE)
    assert [dict(one.values) for one in found.matched] == [{"score": "92.0"}, {"score": "85"}]
    assert [(one.name, one.reason) for one in found.open] == [("张雪梅", "empty")]
