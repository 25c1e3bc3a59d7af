"""A pledge as the archive shows it: one page with the five steps and their dates (I-17), items, deeds, verdicts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import pledge, pledge_parts, words
from models.pledge import Pledge, PledgeAppraisal, PledgeDeed, PledgeItem, PledgeStep
from models.pledge_parts import PledgeParts
from reports.fields import Field, RowSource
from reports.roster import narrow_date

if TYPE_CHECKING:
    from models.ledger import Ledger

STAGES = (
    ("起草送审", ("submit",)),
    ("审核", ("approve",)),
    ("公示", ("post",)),
    ("践诺", ("begin",)),
    ("评诺、评定结果", ("appraise", "conclude")),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the five steps: the day it was taken last, by whom, and what was said."""

    number: int
    title: str
    taken: tuple[PledgeStep, ...]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One thing undertaken, with what was done for it."""

    item: PledgeItem
    deeds: tuple[PledgeDeed, ...]


@dataclass(frozen=True, slots=True)
class PledgeRecord:
    """A pledge with everything that stands beside it. deeds: those for the whole pledge, no single item."""

    pledge: Pledge
    stages: tuple[Stage, ...]
    items: tuple[ItemRow, ...]
    deeds: tuple[PledgeDeed, ...]
    appraisals: tuple[PledgeAppraisal, ...]


def by_member(ledger: "Ledger", org: int, year: int) -> dict[str, Sequence[PledgeRecord]]:
    """Return the pledges of members and leaders, by member."""
    parts = pledge_parts.of_year(ledger, org=org, year=year)
    found: dict[str, list[PledgeRecord]] = defaultdict(list)
    for one in pledge.list_pledges(ledger, org=org, year=year):
        if one.member_id:
            found[one.member_id].append(_record(one, parts[one.id]))
    return dict(found)


def _record(one: Pledge, parts: PledgeParts) -> PledgeRecord:
    return PledgeRecord(
        one,
        tuple(
            Stage(number, title, tuple(step for step in parts.steps if step.step in kinds))
            for number, (title, kinds) in enumerate(STAGES, 1)
        ),
        tuple(
            ItemRow(item, tuple(deed for deed in parts.deeds if deed.item_id == item.id)) for item in parts.items
        ),
        tuple(deed for deed in parts.deeds if deed.item_id is None),
        tuple(parts.appraisals),
    )


# --- how values are written -----------------------------------------------------------


def _days(stage: Stage) -> str:
    return "\n".join(
        narrow_date(step.day) + (f"至{narrow_date(step.until_day)}" if step.until_day else "") for step in stage.taken
    )


def _by_whom(stage: Stage) -> str:
    return "、".join(dict.fromkeys(step.by_whom for step in stage.taken if step.by_whom))


def _said(stage: Stage) -> str:
    return "；".join(part for step in stage.taken for part in (step.place, step.remark) if part)


def _done(row: ItemRow) -> str:
    return "；".join(f"{narrow_date(deed.day)} {deed.text}" for deed in row.deeds)


def _outcome(row: ItemRow) -> str:
    word = words.label("pledge_grade", row.item.outcome)
    return f"{word}：{row.item.outcome_reason}" if row.item.outcome_reason else word


def _votes(one: PledgeAppraisal) -> str:
    if one.satisfied or one.basically or one.unsatisfied:
        return f"满意{one.satisfied}票，基本满意{one.basically}票，不满意{one.unsatisfied}票"
    return words.label("pledge_grade", one.grade)


def _whole(one: PledgeRecord) -> str:
    return "；".join(f"{narrow_date(deed.day)} {deed.text}" for deed in one.deeds)


FIELDS = {
    "archive_pledge.owner": Field("承诺种类", "党员承诺", lambda one: words.label("pledge_owner", one.pledge.owner)),
    "archive_pledge.state": Field("进展", "践诺中", lambda one: words.label("pledge_state", one.pledge.state)),
    "archive_pledge.verdict": Field("评定结果", "", lambda one: words.label("pledge_grade", one.pledge.verdict)),
    "archive_pledge.supervision": Field("监督方式", "公示栏", lambda one: one.pledge.supervision),
    "archive_pledge.deeds": Field("其他践诺情况", "", _whole),
    "archive_stage.number": Field("序号", "1", lambda one: str(one.number), may_be_empty=False),
    "archive_stage.title": Field("步骤", "起草送审", lambda one: one.title, may_be_empty=False),
    "archive_stage.days": Field("日期", "2026.03.05", _days),
    "archive_stage.by_whom": Field("经办人", "王秀兰", _by_whom),
    "archive_stage.said": Field("意见、地点", "支部公示栏", _said),
    "archive_promise.number": Field("序号", "1", lambda row: str(row.item.position), may_be_empty=False),
    "archive_promise.text": Field("承诺内容", "每月走访两户困难群众", lambda row: row.item.text),
    "archive_promise.due": Field("完成时限", "2026.12.31", lambda row: narrow_date(row.item.due_date)),
    "archive_promise.done": Field("践诺情况", "2026.04.08 走访", _done),
    "archive_promise.outcome": Field("结果", "已兑现", _outcome),
    "archive_verdict.source": Field("评议方", "党员互评", lambda one: words.label("pledge_source", one.source)),
    "archive_verdict.day": Field("日期", "2026.11.20", lambda one: narrow_date(one.day)),
    "archive_verdict.votes": Field("评议结果", "满意18票，基本满意1票，不满意0票", _votes),
    "archive_verdict.remark": Field("说明", "", lambda one: one.remark),
}

SOURCES = {
    "archive_pledge.stages": RowSource("五步", "archive_stage", lambda one: one.stages),
    "archive_pledge.items": RowSource("承诺事项", "archive_promise", lambda one: one.items),
    "archive_pledge.appraisals": RowSource("评诺", "archive_verdict", lambda one: one.appraisals),
}
