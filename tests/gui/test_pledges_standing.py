"""What is due about a pledge on a day: posting over, items late, the year's end, who has left."""

from datetime import date

import pytest

from gui.pages.pledges.standing import PledgeLine, passed
from models.pledge import Pledge, PledgeDeed, PledgeItem, PledgeOpinion, PledgeStep


def line(
    state: str,
    *,
    steps: tuple[tuple[str, str], ...] = (),
    due_date: str = "",
    deeds: tuple[str | None, ...] = (),
    until: str = "",
    left: str = "",
    handling: str | None = None,
    remark: str = "",
) -> PledgeLine:
    """A pledge of 2026 with one item, dated steps (a posting ends on 2026-03-10), deeds by item, one opinion."""
    heard = () if handling is None else (PledgeOpinion(1, "o", "p", "2026-03-05", "", "意见", handling, "2026-03-05"),)
    return PledgeLine(
        key="p",
        owner="member",
        member_id="m",
        name="王建国",
        pinyin="wangjianguo",
        left=left,
        year=2026,
        pledge=Pledge(1, "p", "member", "m", 2026, until, "", "", "", state, "", "2026-01-05", "王建国"),
        items=(PledgeItem(1, "i", "p", 1, "common", "带头学习", "", due_date, "", "", ""),),
        steps=tuple(
            PledgeStep(1, step, "p", at, step, day, "", remark, "", "2026-03-10" if step == "post" else "", day)
            for at, (step, day) in enumerate(steps, 1)
        ),
        deeds=tuple(PledgeDeed(1, "d", "p", item, "2026-05-01", "做了", "", "2026-05-01") for item in deeds),
        opinions=heard,
    )


POSTED = (("post", "2026-03-03"),)


@pytest.mark.parametrize(
    ("shown", "day", "told"),
    [
        (line("posted", steps=POSTED), "2026-03-10", ""),
        (line("posted", steps=POSTED), "2026-03-11", "公示已满，转入践诺"),
        (line("posted", steps=POSTED, handling=""), "2026-03-11", "1 条公示意见没有处理"),
        (line("posted", steps=POSTED, handling="已答复"), "2026-03-11", "公示已满，转入践诺"),
        (line("keeping", due_date="2026-06"), "2026-06-30", ""),
        (line("keeping", due_date="2026-06"), "2026-07-01", "第 1 项到期没有践诺记录"),
        (line("keeping", due_date="2026-06", deeds=("i",)), "2026-07-01", ""),
        (line("keeping", due_date="2026-06", deeds=(None,)), "2026-07-01", ""),
        (line("keeping"), "2026-11-30", ""),
        (line("keeping"), "2026-12-01", "年底了，该评诺了"),
        (line("keeping"), "2027-01-01", "期限已过，还没有评定"),
        (line("appraising"), "2026-12-31", ""),
        (line("appraising"), "2027-01-01", "期限已过，还没有评定"),
        (line("keeping", until="2028-06"), "2027-12-05", ""),
        (line("keeping", until="2028-06"), "2028-07-01", "期限已过，还没有评定"),
        (line("draft", steps=(("return", "2026-02-01"),), remark="写具体些"), "2026-02-02", "已退回：写具体些"),
        (line("keeping", left="2026-05-01"), "2026-07-01", "已离开，请终止"),
        (line("ended", left="2026-05-01"), "2026-07-01", ""),
        (line("concluded"), "2027-07-01", ""),
    ],
)
def test_the_most_pressing_thing(shown: PledgeLine, day: str, told: str) -> None:
    due = shown.due(date.fromisoformat(day))
    assert (due.text if due is not None else "") == told


@pytest.mark.parametrize(
    ("iso", "day", "over"),
    [
        ("2026", "2026-12-31", False),
        ("2026", "2027-01-01", True),
        ("2026-06-30", "2026-06-30", False),
        ("", "2026-06-30", False),
    ],
)
def test_a_date_is_over_when_its_last_day_is(iso: str, day: str, over: bool) -> None:
    assert passed(iso, date.fromisoformat(day)) == over


def test_the_path_is_dated_by_its_steps() -> None:
    steps = (("submit", "2026-01-04"), ("approve", "2026-02-01"), *POSTED, ("begin", "2026-03-12"))
    shown = line("keeping", steps=steps)
    assert [shown.day_of(at) for at in range(5)] == ["2026-01-04", "2026-02-01", "2026-03-03", "2026-03-12", ""]
    assert shown.reached == 3
