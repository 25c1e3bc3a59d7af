"""The pledges of a year on one sheet: 承诺公示表, 评诺情况汇总表 and 公示意见登记表 (B10, M66, M72)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import study_archive, words
from models.pledge import GRADES, PledgeItem, PledgeOpinion, PledgeStep
from reports import pledge_record, unit
from reports.fields import BoundData, Field, RowSource
from reports.options import PrintOptions
from reports.pledge_fields import FIELDS as OF_PLEDGE
from reports.pledge_fields import contact_of, spoken_day
from reports.pledge_record import PledgeRecord
from reports.roster import EMPTY, masked_mobile, narrow_date

if TYPE_CHECKING:
    from models.ledger import Ledger

SHOWN = ("approved", "posted", "keeping", "appraising", "concluded")
"""States of a pledge that may be seen by the public: it was approved and not ended."""


@dataclass(frozen=True, slots=True)
class PledgeLine:
    """One pledge among those of a year; record None: a member without one."""

    number: int
    name: str
    record: PledgeRecord | None

    def text(self, field: str) -> str:
        """Return what a form of the pledge alone prints in a field, nothing without a pledge."""
        return OF_PLEDGE[f"pledge.{field}"].value(self.record) if self.record else ""

    @property
    def items(self) -> Sequence[PledgeItem]:
        """What is undertaken."""
        return self.record.items if self.record else ()


@dataclass(frozen=True, slots=True)
class Heard:
    """One opinion and the pledge it was said about."""

    number: int
    record: PledgeRecord
    opinion: PledgeOpinion


@dataclass(frozen=True, slots=True)
class PledgeSheet:
    """Pledges of a year. posting: what those of a 公示表 were posted with, none before they are."""

    lines: Sequence[PledgeLine]
    posting: PledgeStep | None = None

    @property
    def records(self) -> list[PledgeRecord]:
        """The pledges themselves."""
        return [line.record for line in self.lines if line.record]

    @property
    def opinions(self) -> list[Heard]:
        """The opinions heard, by day."""
        heard = [(one, opinion) for one in self.records for opinion in one.opinions]
        heard.sort(key=lambda pair: (pair[1].day, pair[1].id))
        return [Heard(number, *pair) for number, pair in enumerate(heard, 1)]


def pieces(ledger: "Ledger", options: PrintOptions) -> list[BoundData]:
    """Return the pledges of a year as one sheet: the branch's, the leaders', each member's, then who has none."""
    own = unit.of(ledger, options)
    if options.blank_rows:
        return [_bound(None, own, options)]
    found = pledge_record.gather(ledger, options)
    members = {one.pledge.member_id for one in found if one.pledge.owner == "member"}
    rows: list[tuple[str, PledgeRecord | None]] = [(_pledger(one), one) for one in found]
    if not options.pledges:
        expected = study_archive.list_archives(ledger, org=options.organisation, year=own.year)
        wanted = [one for one in expected if not options.members or one.member_id in options.members]
        rows += [(one.name, None) for one in wanted if one.member_id not in members]
    return [_bound(PledgeSheet(_numbered(rows)), own, options)]


def notices(ledger: "Ledger", options: PrintOptions) -> list[BoundData]:
    """Return one sheet for each posting, with the pledges posted together; first those still to be posted.

    A draft, one under examination and an ended one are on none.
    """
    own = unit.of(ledger, options)
    if options.blank_rows:
        return [_bound(None, own, options)]
    shown = [one for one in pledge_record.gather(ledger, options) if one.pledge.state in SHOWN]
    postings: dict[tuple[str, str, str], list[PledgeRecord]] = {}
    for one in shown:
        step = one.last("post")
        key = (step.day, step.until_day, step.place) if step else ("", "", "")
        postings.setdefault(key, []).append(one)
    sheets = [
        PledgeSheet(_numbered([(_pledger(one), one) for one in postings[key]]), postings[key][0].last("post"))
        for key in sorted(postings)
    ]
    return [_bound(sheet, own, options) for sheet in sheets or [PledgeSheet(())]]


def _pledger(one: PledgeRecord) -> str:
    """Return a member's name; the branch needs none, it stands at the head of the sheet."""
    return "党支部" if one.pledge.owner == "branch" else one.pledge.name


def _numbered(rows: Sequence[tuple[str, PledgeRecord | None]]) -> list[PledgeLine]:
    return [PledgeLine(number, *row) for number, row in enumerate(rows, 1)]


def _bound(sheet: PledgeSheet | None, own: unit.Unit, options: PrintOptions) -> BoundData:
    name = sheet.posting.day if sheet and sheet.posting else "待公示"
    title = f"{own.year}年度公开承诺"
    scopes = {"unit": own, "pledges": sheet}
    return BoundData(scopes, EMPTY[options.empty], options.blank_rows, title, own.name, name)


# --- the notice -----------------------------------------------------------------------


def _masking(line: PledgeLine, text: str) -> str:
    return masked_mobile(text) if line.record and line.record.masked else text


def _same_due(items: Sequence[PledgeItem]) -> bool:
    return len({item.due_date for item in items}) == 1


def _undertaken(line: PledgeLine) -> str:
    """Return all items of a pledge, each with its own day where the days differ."""
    apart = not _same_due(line.items)
    told = []
    for item in line.items:
        due = f"（{narrow_date(item.due_date)}前）" if apart and item.due_date else ""
        told.append(f"{item.position}. {item.text.rstrip('。；')}{due}")
    return _masking(line, "；\n".join(told) + "。") if told else ""


def _due(line: PledgeLine) -> str:
    if not line.items:
        return ""
    return narrow_date(line.items[0].due_date) if _same_due(line.items) else "见各项"


def _responsible(line: PledgeLine) -> str:
    """Return who answers for it: those named by the items, else the pledger herself."""
    named = dict.fromkeys(item.responsible for item in line.items if item.responsible)
    return "、".join(named) or (line.name if line.record and line.record.pledge.owner != "branch" else "")


def _watched(line: PledgeLine) -> str:
    if line.record is None:
        return ""
    supervision = line.record.pledge.supervision
    contact = contact_of(line.record)
    return "\n".join(part for part in (_masking(line, supervision), contact) if part)


def _role(line: PledgeLine) -> str:
    return line.record.role if line.record else ""


_HAND_SPAN = "　　　　年　　月　　日至　　　　年　　月　　日"


def _span(sheet: PledgeSheet) -> str:
    one = sheet.posting
    return f"{spoken_day(one.day)}至{spoken_day(one.until_day)}" if one and one.until_day else _HAND_SPAN


# --- the summary ----------------------------------------------------------------------


def _state(line: PledgeLine) -> str:
    return line.text("state") if line.record else "未作承诺"


def _items(line: PledgeLine) -> str:
    return str(len(line.items)) if line.record else ""


def _outcomes(grade: str) -> Callable[[PledgeLine], str]:
    """Return how many items came out so; nothing while none has an outcome."""

    def told(line: PledgeLine) -> str:
        if not any(item.outcome for item in line.items):
            return ""
        return str(sum(item.outcome == grade for item in line.items))

    return told


def _counts(sheet: PledgeSheet) -> str:
    made = [one for one in sheet.records if one.pledge.state != "ended"]
    verdicts = [(word, sum(one.pledge.verdict == key for one in made)) for key, word in _GRADE_WORDS.items()]
    told = "、".join(f"{word}{count}份" for word, count in verdicts if count)
    without = sum(line.record is None for line in sheet.lines)
    missing = f"；未作承诺的党员{without}名" if without else ""
    return f"共{len(made)}份承诺" + (f"，其中{told}" if told else "") + missing


def _heard_counts(sheet: PledgeSheet) -> str:
    heard = sheet.opinions
    return f"共收到意见{len(heard)}条，已处理{sum(bool(one.opinion.handling) for one in heard)}条"


def _of_pledge(name: str) -> Callable[[PledgeLine], str]:
    return lambda line: line.text(name)


_GRADE_WORDS = {grade: words.label("pledge_grade", grade) for grade in GRADES}
_VOTES = {"satisfied": "满意", "basically": "基本满意", "unsatisfied": "不满意"}

FIELDS = {
    "pledges.span": Field("公示时间", "2026年1月15日至2026年1月21日", _span, _HAND_SPAN),
    "pledges.place": Field("公示地点", "社区公示栏", lambda sheet: sheet.posting.place if sheet.posting else ""),
    "pledges.counts": Field("份数", "共20份承诺，其中已兑现18份", _counts, "共　　　份承诺"),
    "pledges.heard": Field("条数", "共收到意见2条，已处理2条", _heard_counts, "共收到意见　　　条，已处理　　　条"),
    "pledge_line.number": Field("序号", "1", lambda line: str(line.number), may_be_empty=False),
    "pledge_line.name": Field("姓名", "张三", lambda line: line.name, may_be_empty=False),
    "pledge_line.role": Field("岗位（职务）", "社区网格员", _role),
    "pledge_line.owner": Field("承诺类型", "党员承诺", _of_pledge("owner")),
    "pledge_line.text": Field("承诺内容", "1. 每月走访困难群众；\n2. 参加志愿服务。", _undertaken),
    "pledge_line.due": Field("完成时限", "2026.12.31", _due),
    "pledge_line.responsible": Field("责任人", "张三", _responsible),
    "pledge_line.watched": Field("监督方式", "公示栏公开\n0571-00000000", _watched),
    "pledge_line.items": Field("项数", "3", _items),
    "pledge_line.state": Field("进展", "已评定", _state, may_be_empty=False),
    "pledge_line.self": Field("本人自评", "已兑现", _of_pledge("self_grade")),
    "pledge_line.verdict": Field("支部评定", "已兑现", _of_pledge("verdict")),
    "heard_line.number": Field("序号", "1", lambda one: str(one.number), may_be_empty=False),
    "heard_line.day": Field("日期", "2026.01.16", lambda one: narrow_date(one.opinion.day)),
    "heard_line.name": Field("承诺人", "张三", lambda one: _pledger(one.record)),
    "heard_line.from_whom": Field("反映人", "居民代表", lambda one: one.opinion.from_whom),
    "heard_line.text": Field("意见", "走访可以安排在晚上", lambda one: one.opinion.text),
    "heard_line.handling": Field("处理情况", "已采纳，改在周末走访", lambda one: one.opinion.handling),
}
FIELDS |= {
    f"pledge_line.{grade}": Field(word, "1", _outcomes(grade)) for grade, word in _GRADE_WORDS.items()
}
FIELDS |= {
    f"pledge_line.{source}_{name}": Field(word, "1", _of_pledge(f"{source}_{name}"))
    for source in ("members", "masses")
    for name, word in _VOTES.items()
}

SOURCES = {
    "pledges.lines": RowSource("承诺", "pledge_line", lambda sheet: sheet.lines),
    "pledges.opinions": RowSource("公示意见", "heard_line", lambda sheet: sheet.opinions),
}
