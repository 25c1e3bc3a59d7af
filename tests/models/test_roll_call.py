"""A pasted roll-call: exact names only, doubts to a person, and no part of any line lost."""

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import pinyin, roll_call
from models.attendance import MARKS, Attendee
from models.errors import RefusedError
from models.roll_call import Line, RollCall

NAMES = ["单田芳", "曾国祥", "买买提·艾山", "欧阳修竹", "李娜", "李娜", "王芳", "䶮喆", "张三", "Anna Lee"]


def person(number: int, name: str) -> Attendee:
    keys = pinyin.name_keys(name)
    return Attendee(str(number), name, keys.pinyin, keys.initials, None, "", "full")


PEOPLE = [person(number, name) for number, name in enumerate(NAMES)]


def parts(found: RollCall) -> list[Line]:
    """Every part of a paste in the order of its lines."""
    every = [*(one.line for one in found.matched), *found.unmatched, *found.ambiguous, *found.ignored]
    return sorted(every, key=lambda line: line.number)


def told(text: str) -> dict[str, str]:
    """What was found of each name: its mark, or why not."""
    found = roll_call.match(text, PEOPLE)
    kept = {NAMES[int(one.member_id)]: one.mark for one in found.matched}
    kept |= {line.text: line.reason for line in (*found.unmatched, *found.ambiguous)}
    return kept


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1. 张三 到", {"张三": "present"}),
        ("#接龙\n今天下午2:30开党员大会\n1. 张三 到\n2. 王芳　请假", {"张三": "present", "王芳": "personal"}),
        ("①张三\n2）王芳 收到\n3、单田芳", {"张三": "present", "王芳": "present", "单田芳": "present"}),
        ("张三，王芳；单田芳、曾国祥", dict.fromkeys(["张三", "王芳", "单田芳", "曾国祥"], "present")),
        ("张三 王芳\t单田芳", dict.fromkeys(["张三", "王芳", "单田芳"], "present")),
        ("张　三 王 芳 到", {"张三": "present", "王芳": "present"}),
        ("买买提.艾山 到\nＡｎｎａ　Ｌｅｅ 病假", {"买买提·艾山": "present", "Anna Lee": "sick"}),
        ("买买提・艾山公差", {"买买提·艾山": "official"}),
        ("张三(手机) 09:01\n王芳（电脑端） 09:02:11 - 10:00:00", {"张三": "present", "王芳": "present"}),
        ("序号\t姓名\t性别\t出勤\n1\t张三\t男\t病假\n2\t王芳\t女\t到", {"张三": "sick", "王芳": "present"}),
        ("张三：事假\n王芳——公假\n䶮喆 迟到", {"张三": "personal", "王芳": "official", "䶮喆": "late"}),
        ("曾国祥 缺席\n单田芳 列席\n王芳未到", {"曾国祥": "absent", "单田芳": "observer", "王芳": "absent"}),
        ("张三同志因病请假", {"张三": "sick"}),
        ("请假：张三、王芳\n已到：曾国祥", {"张三": "personal", "王芳": "personal", "曾国祥": "present"}),
        ("病假（2人）：\n张三\n王芳\n\n曾国祥", {"张三": "sick", "王芳": "sick", "曾国祥": "present"}),
        ("应到9人，实到7人，请假2人：张三（事假）、王芳（公差）", {"张三": "personal", "王芳": "official"}),
        ("张三、王芳（请假）、曾国祥", {"张三": "present", "王芳": "personal", "曾国祥": "present"}),
        ("到会人员\n张三\n请假人员\n王芳\n曾国祥", {"张三": "present", "王芳": "personal", "曾国祥": "personal"}),
        ("请假\n张三\n\n王芳", {"张三": "personal", "王芳": "present"}),
        ("张三\n请假2人\n王芳", {"张三": "present", "王芳": "present"}),
        ("1.张三到2.王芳请假3.曾国祥", {"张三": "present", "王芳": "personal", "曾国祥": "present"}),
        ("张三 2026/3/5 9:01\n收到\n王芳 2026/3/5 9:02\n收到", {"张三": "present", "王芳": "present"}),
        # What is not sure is for a person to say.
        ("李娜 到", {"李娜 到": "same_name"}),
        ("张三、王芳请假", {"张三": "unclear_mark", "王芳": "personal"}),
        ("病假 张三 事假 王芳", {"病假 张三 事假": "unclear_mark", "王芳": "unclear_mark"}),
        ("张三 到不了", {"张三 到不了": "unclear_mark"}),
        ("张三 到 请假", {"张三 到 请假": "unclear_mark"}),
        ("张三 没请假", {"张三 没请假": "unclear_mark"}),
        ("王芳（张三代签）", {"王芳（": "unclear_mark", "张三代签）": "unclear_mark"}),
        ("张三 到\n张三 请假", {"张三": "present", "张三 请假": "twice"}),
        ("张三 9:01\n请假一天\n王芳 9:02\n收到", {"张三 9:01": "unclear_mark", "王芳": "present"}),
        ("张三\n请假\n王芳", {"张三": "unclear_mark", "王芳": "unclear_mark"}),
        ("头疼请假", {"头疼请假": "unclear_mark"}),
        ("赵六 到", {"赵六 到": "unknown"}),
        ("我是张三，到", {"我是张三，到": "unknown"}),
        ("张三丰 到", {"张三丰 到": "unknown"}),
        ("张", {}),
        ("", {}),
        ("收到，谢谢", {}),
    ],
)
def test_the_ways_people_paste(text: str, wanted: dict[str, str]) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("单天芳", "单田芳"),
        ("曾国详", "曾国祥"),
        ("国祥", "曾国祥"),
        ("欧阳修", "欧阳修竹"),
        ("欧阳竹修", "欧阳修竹"),
        ("赵六", ""),
        ("买买提艾山", "买买提·艾山"),
        ("严喆", "䶮喆"),
        ("章三", "张三"),
        ("张 珊", "张三"),
        ("shantianfang", "单田芳"),
        ("我是单田芳", "单田芳"),
    ],
)
def test_a_slip_is_suggested_and_never_taken(typed: str, meant: str) -> None:
    found = roll_call.match(f"1. {typed} 请假", PEOPLE)
    assert found.matched == []
    suggested = [one.name for line in found.unmatched for one in line.suggestions]
    assert (suggested[:1] == [meant]) if meant else suggested == []
    assert [line.mark for line in found.unmatched] == ["personal"]


def test_forty_names_with_three_slips_and_two_homonyms() -> None:
    surnames, given = "赵钱孙李周吴郑冯陈褚", ["德明", "秀英", "建国", "桂兰"]
    people = [person(number, surnames[number % 10] + given[number // 10]) for number in range(40)]
    twin = person(40, people[7].name)
    lines = [f"{number + 1}. {one.name} 到" for number, one in enumerate(people)]
    slips = {3: "李德民", 14: "周绣英", 28: "陈建囯"}
    for number, slip in slips.items():
        lines[number] = f"{number + 1}. {slip} 到"
    lines[7] += f"\n41. {twin.name} 事假"
    found = roll_call.match("\n".join(["#接龙", *lines]), [*people, twin])
    right = {one.member_id for number, one in enumerate(people) if number not in (*slips, 7)}
    assert {one.member_id: one.mark for one in found.matched} == dict.fromkeys(right, "present")
    assert [line.suggestions[0] for line in found.unmatched] == [people[number] for number in slips]
    assert [(line.mark, set(line.candidates)) for line in found.ambiguous] == [
        ("present", {people[7], twin}),
        ("personal", {people[7], twin}),
    ]
    assert [line.text for line in found.ignored] == ["#接龙"]


def test_ten_thousand_lines_take_under_a_second_or_so() -> None:
    people = [person(number, f"曾{chr(0x4E00 + number)}{chr(0x5E00 + number)}") for number in range(250)]
    lines = [f"{number}. 曾{chr(0x4E00 + number % 400)}{chr(0x5E00 + number % 3000)} 到" for number in range(10_000)]
    roll_call.match("1. 李四", people)
    started = time.process_time()
    found = roll_call.match("\n".join(lines), people)
    assert time.process_time() - started < 3
    assert len(parts(found)) == 10_000


@pytest.mark.parametrize("text", ["张三\n" * (roll_call.MOST_LINES + 1), "张" * (roll_call.MOST_CHARACTERS + 1)])
def test_a_paste_beyond_all_measure_is_refused(text: str) -> None:
    with pytest.raises(RefusedError) as caught:
        roll_call.match(text, PEOPLE)
    assert caught.value.code == "roll-call-too-long"
    assert "20000 行" in caught.value.what()


PIECES = st.sampled_from(
    [*NAMES, *"到、，,; \t\n（）():：.张李代\u200b", "请假", "病假：", "迟到", "单天芳", "赵六", "1. ", "#接龙", "9:1"]
)
SEPARATORS = " \u3000\t,，、;；|｜。"


def letters(text: str) -> Counter[str]:
    return Counter(c for c in roll_call._visible(text) if c not in SEPARATORS and not c.isspace())


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join)))
def test_no_part_of_a_paste_is_lost_or_told_twice(text: str) -> None:
    found = roll_call.match(text, PEOPLE)
    said = parts(found)
    for number, line in enumerate(text.splitlines(), 1):
        mine = [part.text for part in said if part.number == number]
        assert letters("".join(mine)) == letters(line)
    assert {part.mark for part in said} <= set(MARKS)
    assert {part.reason for part in said} <= {"", *roll_call.REASONS}
    assert len({one.member_id for one in found.matched}) == len(found.matched)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_whoever_is_matched_is_written_there_and_has_the_name_alone(text: str) -> None:
    for one in roll_call.match(text, PEOPLE).matched:
        name = NAMES[int(one.member_id)]
        assert NAMES.count(name) == 1
        written = "".join(roll_call._visible(one.line.text).split())
        assert "".join(name.split()) in written
