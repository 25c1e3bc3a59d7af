"""Branches made of facts for the pure functions, and a ledger to record in where the reading itself is shown."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from models import meeting, member, rule_choice
from models.clock import FixedClock
from models.group import Group
from models.ledger import Ledger
from models.post import PostTerm
from models.rule_choice import RuleChoice
from models.rules.facts import ExemptionFact, Facts, MakeUpFact, MeetingFact, MemberFact, StudyFact

BRANCH = "中共云栖市柳溪街道桐花巷社区支部委员会"
NOW = datetime(2026, 12, 31, 5, 0, tzinfo=UTC)


def chosen(key: str, use: str = "duties", *, from_date: str = "", to_date: str = "", **options: Any) -> RuleChoice:
    return RuleChoice(1, key, use, key, from_date, to_date, options)


def held(
    kinds: str, day: str, *, minutes: int = 0, group_id: str | None = None, entered: str = "", **more: Any
) -> MeetingFact:
    values = {"start_time": "14:00", "end_time": "16:00", "effect": True, "expected": 3, "present": 3} | more
    return MeetingFact(
        id=f"{kinds} {day} {group_id or ''}",
        kinds=tuple(kinds.split("+")),
        group_id=group_id,
        topic=f"{kinds}的议题",
        day=day,
        study_minutes=minutes,
        entered_on=entered or day,
        **values,
    )


def person(name: str, *, joined: str = "1999-07-01", arrived: str = "", left: str = "") -> MemberFact:
    return MemberFact(name, name, None, "", joined, arrived, "left" if left else "active", left)


def post(name: str, kind: str, from_date: str = "", to_date: str = "") -> PostTerm:
    return PostTerm(1, f"{name} {kind}", name, kind, None, from_date, to_date, name)


def group(name: str, formed: str = "", dissolved: str = "") -> Group:
    return Group(1, name, name, formed, dissolved)


def exempt(name: str, reason: str, from_date: str, to_date: str = "") -> ExemptionFact:
    return ExemptionFact(f"{name} {reason}", name, from_date, to_date, reason)


def studied(name: str, kind: str, first: str, last: str, minutes: int) -> StudyFact:
    key = f"{name} {first}"
    return StudyFact(key, name, kind, "培训班", first, last, minutes)


def made_up(one: MeetingFact, name: str, day: str, minutes: int) -> MakeUpFact:
    return MakeUpFact(f"{one.id} {name}", one.id, name, day, minutes, one.topic, one.day, one.kinds)


def sheets(meetings: list[MeetingFact], marks: dict[str, str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Everybody's mark at every one of the meetings."""
    return {name: tuple((one.id, mark) for one in meetings) for name, mark in marks.items()}


def facts(*sets: str, **more: Any) -> Facts:
    """A branch that goes by these sets of duties."""
    return Facts(name=BRANCH, choices=tuple(map(chosen, sets)), **more)


def days(first: str, count: int, step: int = 1) -> list[str]:
    begin = date.fromisoformat(first)
    return [(begin + timedelta(days=step * number)).isoformat() for number in range(count)]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def make(tmp_path: Path, clock: FixedClock) -> Callable[..., Ledger]:
    def made(*names: str, **choices: str) -> Ledger:
        book = Ledger.create(tmp_path / "支部.zbtz", organization=BRANCH, actor="尉迟文静", clock=clock)
        with book.operation("roster.import") as op:
            for name in names:
                member.add_member(
                    op, member_id=book.ids.new(), name=name, joined_date="1999-07-01", category="full"
                )
        with book.operation("rules.choose") as op:
            for rule_set, use in choices.items():
                rule_choice.choose(op, choice_id=book.ids.new(), use=use, rule_set=rule_set)
        return book

    return made


def record(book: Ledger, kinds: str, day: str, **more: Any) -> str:
    with book.operation("meeting.record") as op:
        return meeting.record_meeting(
            op, meeting_id=book.ids.new(), kinds=kinds.split("+"), day=day, topic=f"{day}的{kinds}", **more
        )
