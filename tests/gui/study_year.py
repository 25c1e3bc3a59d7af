"""A year of study small enough to be reckoned by hand, and a committee with branches that have reported."""

from models import (
    make_up,
    meeting,
    member,
    organization,
    post,
    received_package,
    rule_choice,
)
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from models.received_package import ReceivedPackageRow
from tests.templates import made_once

CHIEF, DONE, FREED, AWAY = 0, 1, 2, 3
"""Places in the list of members: the secretary, one who has enough, one who is exempt, one who missed and made up."""


@made_once
def study_year(ledger: Ledger, members: list[str]) -> dict[str, str]:
    """Two sessions of 2.5 hours (one member away, who makes up 2), a course of 32, 30 hours at home; return ids."""
    new = ledger.ids.new
    made = {name: new() for name in ("february", "november", "make_up")}
    with ledger.operation("post.add") as op:
        post.add_post(op, post_id=new(), member_id=members[CHIEF], post="secretary", from_date="2024-01-01")
    with ledger.operation("meeting.record") as op:
        meeting.record_meeting(
            op,
            meeting_id=made["february"],
            kinds=["study"],
            day="2026-02-12",
            topic="集中学习党章",
            study_minutes=150,
            marks={members[AWAY]: "sick"},
            chair="王建国",
        )
    with ledger.operation("meeting.record") as op:
        meeting.record_meeting(
            op,
            meeting_id=made["november"],
            kinds=["assembly", "lecture"],
            day="2026-11-18",
            topic="党员大会暨党课",
            study_minutes=150,
        )
    with ledger.operation("make_up.add") as op:
        make_up.add_make_up(
            op,
            make_up_id=made["make_up"],
            meeting_id=made["february"],
            member_id=members[AWAY],
            day="2026-02-20",
            study_minutes=120,
        )
    with ledger.operation("study.add") as op:
        made["course"] = records.add(
            op, ledger.ids, kind_of("study_record"), [members[CHIEF]], kind="training",
            title="县委党校党支部书记培训班", from_day="2026-05-11", to_day="2026-05-15", study_minutes=1920,
            proof="结业证书",
        )[0]
        made["online"] = records.add(
            op, ledger.ids, kind_of("study_record"), [members[DONE]], kind="online", title="网上党校",
            from_day="2026-06-01", study_minutes=1800,
        )[0]
    with ledger.operation("exemption.add") as op:
        (made["exemption"],) = records.add(
            op, ledger.ids, kind_of("study_exemption"), [members[FREED]], from_date="2025-03",
            reason="年满八十二岁，行动不便",
        )
    return made


def choose_points(ledger: Ledger, members: list[str]) -> str:
    """Put the scheme of a hundred points into use and enter a deduction by hand; return its id."""
    with ledger.operation("rules.choose") as op:
        rule_choice.choose(op, choice_id=ledger.ids.new(), use="credits", rule_set="points_100")
    with ledger.operation("credit.add") as op:
        (entry,) = records.add(
            op, ledger.ids, kind_of("credit_entry"), [members[CHIEF]], day="2026-08-01", hundredths=-150,
            reason="无故不参加志愿服务",
        )
    return entry


def branch(ledger: Ledger, name: str, *, people: int, months: int, digest: str) -> int:
    """Add a branch with a study session in each of the first months; an empty digest: it has not reported."""
    new, own = ledger.ids.new, organization.own(ledger)
    with ledger.operation("roster.import") as op:
        number = organization.add(op, organization_id=new(), name=name, parent_id=own.id)
        if digest:
            received_package.put_current(op, _package(number, digest))
        there = [
            member.add_member(op, member_id=new(), org=number, name=f"王{word}", category="full", joined_date="2000-07")
            for word in "一二三四五六七八九十"[:people]
        ]
        for month in range(1, months + 1):
            meeting.record_meeting(
                op,
                meeting_id=new(),
                kinds=["study"],
                day=f"2026-{month:02d}-12",
                topic="集中学习",
                study_minutes=240,
                roster=there,
                marks={there[0]: "sick"},
                org=number,
            )
    return number


def _package(number: int, digest: str) -> ReceivedPackageRow:
    moment = "2026-11-20T08:00:00.000Z"
    return ReceivedPackageRow(
        org=number,
        digest=digest,
        lineage="a" * 32,
        number=1,
        created_at=moment,
        received_at=moment,
        file_name="上报包.dyb",
        counts="{}",
        content_digest="",
        receipt_code="",
    )
