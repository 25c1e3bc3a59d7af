"""A branch in which every name is as long as it may get, with a year of everything that a page or dialog can show."""

from dataclasses import dataclass

from models import (
    group,
    meeting,
    member,
    organization,
    post,
    rule_choice,
)
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from models.schema import SELF
from tests.gui.builders import invented_number
from tests.gui.long_year import LongYear, fill_long_year
from tests.templates import made_once

NAME = "阿卜杜热合曼·买买提依明·吐尔逊江·艾合买提·库尔班尼亚孜"
GROUP = "柳溪街道桐花巷社区第一网格老年大学与物业联合党小组（临时）组"
TOPIC = ("学习贯彻党章党规党纪和党的创新理论，研究部署下一阶段为民办实事项目清单" * 6)[:200]
ORGANIZATION = (
    "中共云栖市柳溪街道桐花巷社区老旧小区改造与居民自治联合工作组暨"
    "物业企业功能型临时支部委员会（试点单位）筹备处党支部委员会"
)


@dataclass(frozen=True)
class Long:
    """The ids of what one can open."""

    people: list[str]
    meeting: str
    study: str
    credit: str
    exemption: str
    year: LongYear


@made_once
def fill_long(ledger: Ledger) -> Long:
    """Members with names of 30 characters in a group with a name of 30, a topic of 200, an organisation of 60."""
    new = ledger.ids.new
    with ledger.operation("organization.edit") as op:
        organization.edit(op, SELF, name=ORGANIZATION)
    with ledger.operation("group.add") as op:
        group.add_group(op, group_id=new(), name=GROUP[:30])
    people = [_add(ledger, at) for at in range(9)]
    with ledger.operation("post.add") as op:
        post.add_post(op, post_id=new(), member_id=people[0], post="secretary", from_date="2024-01-01")
    held = new()
    with ledger.operation("meeting.record") as op:
        meeting.record_meeting(
            op,
            meeting_id=held,
            kinds=["assembly", "lecture", "study"],
            day="2026-11-18",
            topic=TOPIC,
            study_minutes=150,
            chair=NAME[:30],
            minutes=TOPIC,
            marks={people[1]: "sick", people[2]: "absent"},
        )
    study, credit, exemption = _study(ledger, people)
    return Long(people, held, study, credit, exemption, fill_long_year(ledger, people, TOPIC))


def _add(ledger: Ledger, at: int) -> str:
    with ledger.operation("member.add") as op:
        return member.add_member(
            op,
            member_id=ledger.ids.new(),
            name=NAME[: 29 if len(NAME) > 29 else len(NAME)] + "甲乙丙丁戊己庚辛壬"[at],
            sex="male",
            id_number=invented_number(1970 + at, 3, 4, 100 + at),
            category="probationary" if at == 8 else "full",
            joined_date="2025-12-01" if at == 8 else "2001-07-01",
            group=GROUP[:30],
            phone=f"1380000000{at}",
        )


def _study(ledger: Ledger, people: list[str]) -> tuple[str, str, str]:
    with ledger.operation("study.add") as op:
        (study,) = records.add(
            op, ledger.ids, kind_of("study_record"), people[:1], kind="training", title=TOPIC[:100],
            from_day="2026-05-11", study_minutes=1920,
        )
    with ledger.operation("rules.choose") as op:
        rule_choice.choose(op, choice_id=ledger.ids.new(), use="credits", rule_set="points_100")
    with ledger.operation("credit.add") as op:
        (credit,) = records.add(
            op, ledger.ids, kind_of("credit_entry"), [people[0]], day="2026-08-01", hundredths=-150, reason=TOPIC[:60]
        )
    with ledger.operation("exemption.add") as op:
        (exemption,) = records.add(
            op, ledger.ids, kind_of("study_exemption"), [people[2]], from_date="2025-03", reason=TOPIC[:60]
        )
    return study, credit, exemption
