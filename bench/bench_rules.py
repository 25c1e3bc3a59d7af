"""What a year costs: duties, hours, credits and statistics of a branch of sixty, after one, three and nine years.

The reference is one bare scan of the rows that the answer is made of, through the same driver, in turn with ours. What
a year costs must hardly grow with the years before it. Run: python -m bench rules
"""

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bench.case import Case, in_turn, spent
from models import attendance, group, make_up, meeting, member, post, rule_choice
from models.clock import FixedClock
from models.gate import Operation
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from models.rules import credits, duties, hours, statistics

PEOPLE = 60
GROUPS = ("第一党小组", "第二党小组", "第三党小组", "第四党小组")
YEARS = (1, 3, 9)
LAST = 2026
ROUNDS = 15

SHEETS = (
    "SELECT e.kinds, e.day, e.study_minutes, a.member_id, a.mark FROM meeting e"
    " JOIN attendance a ON a.org = e.org AND a.meeting_id = e.id"
    " WHERE e.org = 1 AND e.status = 'kept' AND e.day BETWEEN ? AND ?"
)
MEETINGS = "SELECT e.* FROM meeting e WHERE e.org = 1 AND e.status = 'kept' AND e.day BETWEEN ? AND ?"
COUNTS = (
    "SELECT e.kinds, substr(e.day, 6, 2), count(*), sum(a.mark <> 'observer'), sum(a.mark IN ('present', 'late'))"
    " FROM meeting e JOIN attendance a ON a.org = e.org AND a.meeting_id = e.id"
    " WHERE e.org = 1 AND e.status = 'kept' AND e.day BETWEEN ? AND ? GROUP BY 1, 2"
)
SPAN = (f"{LAST}-01-01", f"{LAST}-12-31")


def cases() -> list[Case]:
    """Measure everything."""
    found = []
    with tempfile.TemporaryDirectory(prefix="bench-rules-") as folder:
        for years in YEARS:
            found += _measured(Path(folder) / f"{years}.zbtz", years)
    return found


def _measured(path: Path, years: int) -> list[Case]:
    clock = FixedClock(datetime(LAST, 12, 31, 5, 0, tzinfo=UTC))
    with Ledger.create(path, organization="中共测试支部委员会", actor="某人", clock=clock) as ledger:
        fill(ledger, years)

        def case(what: str, work: Callable[[], object], scan: str, reference_is: str) -> Case:
            work()
            ours, reference = in_turn(lambda: spent(work), lambda: spent(lambda: ledger.query(scan, SPAN)), ROUNDS)
            return Case(what, f"{years} 年的记录", ours, reference, reference_is)

        return [
            case("一年的任务", lambda: duties.list_duties(ledger, year=LAST), MEETINGS, "只扫一遍会议"),
            case("一年的学时", lambda: hours.list_hours(ledger, year=LAST), SHEETS, "只扫一遍考勤"),
            case("一年的学分", lambda: credits.list_credits(ledger, year=LAST), SHEETS, "只扫一遍考勤"),
            case("一年的统计", lambda: statistics.year_statistics(ledger, year=LAST), COUNTS, "一条 SQL 汇总同样的行"),
        ]


def fill(ledger: Ledger, years: int) -> None:
    """Record so many years of a branch of sixty, up to the last."""
    with ledger.operation("roster.import") as op:
        groups = [group.add_group(op, group_id=ledger.ids.new(), name=name, formed_date="2000") for name in GROUPS]
        people = [
            member.add_member(
                op,
                member_id=ledger.ids.new(),
                name="沈镕",
                joined_date="1999-07-01",
                group=GROUPS[number % len(GROUPS)],
            )
            for number in range(PEOPLE)
        ]
        for one, held in zip(people, ("secretary", "organization", "publicity"), strict=False):
            post.add_post(op, post_id=ledger.ids.new(), member_id=one, post=held)
    with ledger.operation("rules.choose") as op:
        for key in ("licheng_2010", "national"):
            rule_choice.choose(op, choice_id=ledger.ids.new(), use="duties", rule_set=key)
        rule_choice.choose(op, choice_id=ledger.ids.new(), use="credits", rule_set="points_100")
    random = Random(7)
    for year in range(LAST - years + 1, LAST + 1):
        with ledger.operation("meetings.import") as op:
            for kinds, day, whose in _year(year, groups):
                _meeting(op, ledger, kinds, day, whose, random)
            for one in people:
                _alone(op, ledger, one, year)


def _year(year: int, groups: list[str]) -> Iterator[tuple[list[str], date, str | None]]:
    """Weekly study, monthly committee, groups and theme day, quarterly assembly with a class."""
    for week in range(50):
        yield ["study"], date(year, 1, 5) + timedelta(days=7 * week), None
    for month in range(1, 13):
        yield ["theme_day"], date(year, month, 20), None
        yield ["committee"], date(year, month, 8), None
        for one in groups:
            yield ["group"], date(year, month, 12), one
        if month % 3 == 0:
            yield ["assembly", "lecture"], date(year, month, 25), None


def _meeting(
    op: Operation, ledger: Ledger, kinds: list[str], day: date, whose: str | None, random: Random
) -> None:
    expected = attendance.expected(op.rows, kinds=kinds, day=day, group_id=whose)
    away = [one.member_id for one in expected if random.random() < 0.05]
    made = meeting.record_meeting(
        op,
        meeting_id=ledger.ids.new(),
        kinds=kinds,
        day=day.isoformat(),
        topic="学习文件",
        group_id=whose,
        roster=[one.member_id for one in expected],
        marks=dict.fromkeys(away, "personal"),
        start_time="14:00",
        end_time="16:00",
        minutes="会议议定事项如下。" * 100,
        effect="讨论",
        study_minutes=120,
    )
    for one in away[::2]:
        make_up.add_make_up(op, make_up_id=ledger.ids.new(), meeting_id=made, member_id=one, day=day.isoformat())


def _alone(op: Operation, ledger: Ledger, member_id: str, year: int) -> None:
    for month in (2, 5, 8, 11):
        day = date(year, month, 3).isoformat()
        values: dict[str, Any] = {"kind": "training", "title": "培训班", "from_day": day, "study_minutes": 480}
        records.add(op, ledger.ids, kind_of("study_record"), [member_id], **values)
        records.add(
            op, ledger.ids, kind_of("credit_entry"), [member_id], day=day, hundredths=100, reason="心得", item="notes"
        )
