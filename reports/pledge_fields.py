"""How the values of one pledge's forms are written: its fields and rows, as a form file names them."""

from collections.abc import Callable
from typing import Any

from models import words
from models.dates import display_date
from models.pledge import PledgeAppraisal, PledgeItem, PledgeOpinion, PledgeStep
from models.pledge_deeds import tally
from reports.fields import Field, RowSource
from reports.figures import chinese_number
from reports.pledge_record import STAGES, TITLES, PledgeRecord, Promise, Stage, group_by_kind
from reports.roster import masked_mobile, masked_phone, narrow_date
from reports.unit import HAND_DATE, printed_name

_HAND_YEAR = "　　　　年度"
_HAND_COUNT = "　　　"
_FIRST_PERSON = ("我", "本人", "本支部")


# --- the letter -----------------------------------------------------------------------


def spoken_day(iso: str) -> str:
    """Return a day as in texts, nothing for none."""
    return display_date(iso, "chinese") if iso else ""


def span(one: PledgeRecord) -> str:
    """Return what a pledge is made for: a year, or a term."""
    until = f"（届期至{spoken_day(one.pledge.until_date)}）" if one.pledge.until_date else ""
    return f"{one.pledge.year}年度{until}"


def _self(one: PledgeRecord) -> str:
    """Return how the pledger names herself."""
    if one.pledge.owner == "branch":
        return one.name
    role = "党员" if one.pledge.owner == "member" else one.role.partition("、")[0] or "班子成员"
    return f"我是{one.unit}{role}{one.pledge.name}"


def _opening(one: PledgeRecord) -> str:
    """Return the first words: the foreword names the pledger or follows her name, the promise to promise ends it."""
    foreword = one.pledge.foreword.strip()
    word = "履职承诺" if one.pledge.owner == "leader" else "公开承诺"
    promise = f"现就{span(one)}作出如下{word}："
    if not foreword:
        return f"{_self(one)}{'' if one.pledge.owner == 'branch' else '，'}{promise}"
    named = one.pledge.name in foreword or one.name in foreword or foreword.startswith(_FIRST_PERSON)
    told = foreword if named else f"{_self(one)}。{foreword}"
    if told.endswith(("：", ":")):
        return told
    return f"{told}\n{promise}" if told.endswith(("。", "！")) else f"{told.rstrip('，,')}，{promise}"


def _paragraphs(one: PledgeRecord) -> list[str]:
    """Return the items for the letter, one text each: by kind under 一、二、…, the only kind without a head."""
    groups = group_by_kind(one.items)
    if len(groups) == 1:
        return [f"{chinese_number(item.position)}、{_promised(item)}" for item in groups[0][1]]
    found = []
    for number, (kind, items) in enumerate(groups, 1):
        head = f"{chinese_number(number)}、{words.label('pledge_item_kind', kind)}\n"
        for at, item in enumerate(items):
            found.append(f"{head if at == 0 else ''}{item.position}. {_promised(item)}")
    return found


def _promised(item: PledgeItem) -> str:
    """Return an item with its measure, when it is due and who answers for it, as one sentence."""
    more = [f"措施：{item.measure.rstrip('。；')}"] if item.measure else []
    more += [f"完成时限：{spoken_day(item.due_date)}"] if item.due_date else []
    more += [f"责任人：{item.responsible}"] if item.responsible else []
    told = item.text.rstrip("。；")
    return f"{told}（{'；'.join(more)}）。" if more else f"{told}。"


def _watched(one: PledgeRecord) -> str:
    """Return how the pledge is watched over, mobile numbers masked where it is to be posted."""
    supervision, contact = one.pledge.supervision, contact_of(one)
    watched = masked_mobile(supervision) if one.masked else supervision
    return "；".join(part.rstrip("。；") for part in (watched, contact and f"联系人：{contact}") if part)


def contact_of(one: PledgeRecord) -> str:
    """Return who to turn to, the number masked where it is to be posted."""
    return masked_phone(one.pledge.contact) if one.masked else one.pledge.contact


def _examined(one: PledgeRecord) -> str:
    """Return what the branch said of the draft: each return with its reason, then the approval."""
    told = []
    for step in one.steps:
        if step.step in ("return", "approve"):
            word = "同意" if step.step == "approve" else "退回修改"
            by = f"（{step.by_whom}，{spoken_day(step.day)}）" if step.by_whom else f"（{spoken_day(step.day)}）"
            told.append(f"{word}：{step.remark.rstrip('。')}。{by}" if step.remark else f"{word}。{by}")
    return "\n".join(told)


def _signer(one: PledgeRecord) -> str:
    """Return whose name stands printed where a pledge is signed for the branch: the secretary's; on her own pledge who
    said yes to it.
    """
    if one.name not in one.secretary.split("、"):
        return printed_name(one.secretary)
    step = one.last("conclude") or one.last("approve")
    return printed_name(step.by_whom) if step else ""


# --- what was done and said -------------------------------------------------------------


def _deeds(row: Promise) -> str:
    return "\n".join(f"{narrow_date(deed.day)}　{deed.text}" for deed in row.deeds)


def _proofs(row: Promise) -> str:
    return "\n".join(dict.fromkeys(deed.proof for deed in row.deeds if deed.proof))


def _due(row: Promise) -> str:
    return narrow_date(row.of_item("due_date"))


def _item_text(row: Promise) -> str:
    return row.item.text if row.item else "（各项承诺）" if row.deeds else ""


def _outcome(row: Promise) -> str:
    return words.label("pledge_grade", row.of_item("outcome"))


def _result(row: Promise) -> str:
    """Return how an item came out, with the reason where it was not kept."""
    return "：".join(part for part in (_outcome(row), row.of_item("outcome_reason")) if part)


def _voted(said: PledgeAppraisal) -> str:
    """Return what a side said: its votes, else its grade."""
    if not tally(said).total:
        return words.label("pledge_grade", said.grade)
    return f"满意{said.satisfied}票，基本满意{said.basically}票，不满意{said.unsatisfied}票"


def _grade(source: str) -> Callable[[PledgeRecord], str]:
    def told(one: PledgeRecord) -> str:
        said = one.said(source)
        return words.label("pledge_grade", said.grade) if said else ""

    return told


def verdict(one: PledgeRecord) -> str:
    """Return the verdict of a concluded pledge, before that what the branch has said so far."""
    return words.label("pledge_grade", one.pledge.verdict) or _grade("branch")(one)


def _told(source: str, name: str) -> Callable[[PledgeRecord], str]:
    def told(one: PledgeRecord) -> str:
        said = one.said(source)
        text = str(getattr(said, name)) if said else ""
        return spoken_day(text) if name == "day" else text

    return told


def votes(one: PledgeRecord, source: str) -> PledgeAppraisal | None:
    """Return what a voting side said, none where nobody has voted."""
    said = one.said(source)
    return said if said and tally(said).total else None


def _count(source: str, name: str) -> Callable[[PledgeRecord], str]:
    def told(one: PledgeRecord) -> str:
        said = votes(one, source)
        return "" if said is None else str(getattr(said, name))

    return told


def _total(source: str) -> Callable[[PledgeRecord], str]:
    def told(one: PledgeRecord) -> str:
        said = votes(one, source)
        return "" if said is None else str(tally(said).total)

    return told


def _share(source: str) -> Callable[[PledgeRecord], str]:
    """Return the share of 满意 and 基本满意 together; where nobody has voted there is none."""

    def told(one: PledgeRecord) -> str:
        said = votes(one, source)
        if said is None:
            return ""
        return f"{100 * (said.satisfied + said.basically) / tally(said).total:.1f}%"

    return told


def _votes_remark(one: PledgeRecord) -> str:
    """Return what the voting sides wrote beside their votes."""
    told = [(words.label("pledge_source", source), one.said(source)) for source in ("members", "masses")]
    return "；".join(f"{word}：{said.remark}" for word, said in told if said and said.remark)


def _step_day(step: str) -> Callable[[PledgeRecord], str]:
    def told(one: PledgeRecord) -> str:
        found = one.last(step)
        return spoken_day(found.day) if found else ""

    return told


# --- the way ----------------------------------------------------------------------------


def _stage_days(stage: Stage) -> str:
    return "\n".join(_step_span(step) for step in stage.taken)


def _step_span(step: PledgeStep) -> str:
    until = f"至\n{narrow_date(step.until_day)}" if step.until_day else ""
    return f"{narrow_date(step.day)}{until}"


def _stage_by(stage: Stage) -> str:
    return "\n".join(dict.fromkeys(step.by_whom for step in stage.taken if step.by_whom))


def _stage_said(stage: Stage) -> str:
    told = []
    for step in stage.taken:
        parts = [words.label("pledge_step", step.step), step.place and f"地点：{step.place}", step.remark]
        told.append("，".join(part for part in parts if part))
    return "；".join(told)


def _value(name: str) -> Callable[[Any], str]:
    return lambda one: str(getattr(one, name))


def _word(group: str, name: str) -> Callable[[PledgeRecord], str]:
    return lambda one: words.label(group, getattr(one.pledge, name))


def _number(row: Promise) -> str:
    return row.of_item("position")


_PLEDGE = {
    "variant": Field("版式", "member", lambda one: one.pledge.owner),
    "title": Field("标题", "党员承诺书", lambda one: TITLES[one.pledge.owner], "承诺书"),
    "owner": Field("承诺类型", "党员承诺", _word("pledge_owner", "owner")),
    "name": Field("承诺人", "张三", lambda one: one.name, "　　　　　　"),
    "role": Field("岗位（职务）", "社区网格员", lambda one: one.role),
    "span": Field("承诺期", "2026年度", span, _HAND_YEAR),
    "state": Field("进展", "践诺中", _word("pledge_state", "state")),
    "supervision": Field("监督方式", "公示栏公开，接受党员群众监督", lambda one: one.pledge.supervision),
    "contact": Field("联系人", "王秀兰　13800000000", contact_of),
    "watched": Field("监督方式和联系人", "公示栏公开，接受党员群众监督；联系人：王秀兰", _watched),
    "examined": Field("审诺意见", "同意。（王秀兰，2026年1月12日）", _examined, may_be_empty=False),
    "approved_on": Field("审诺日期", "2026年1月12日", _step_day("approve"), HAND_DATE, may_be_empty=False),
    "approved_above_on": Field("上级审诺日期", HAND_DATE, lambda one: HAND_DATE, HAND_DATE),
    "signer": Field("签字人印名", "（王秀兰）", _signer, may_be_empty=False),
    "concluded_on": Field("评定日期", "2026年12月20日", _step_day("conclude"), HAND_DATE, may_be_empty=False),
    "published_on": Field("结果公开日期", HAND_DATE, lambda one: HAND_DATE, HAND_DATE),
    "verdict": Field("评定结果", "已兑现", verdict),
    "votes_remark": Field("评语", "", _votes_remark),
    "by_pen": Field("手填", "", lambda one: "", "手填"),
}
_WE = "我是　　　　　　　　　　　　　　　"
_HAND_OPENING = "，现就　　　　年度作出如下公开承诺："
_OPENINGS = {
    "opening_member": f"{_WE}党支部党员　　　　　{_HAND_OPENING}",
    "opening_leader": f"{_WE}（职务）　　　　　{_HAND_OPENING}",
    "opening_branch": f"本支部{_HAND_OPENING.removeprefix('，')}",
}
_PLEDGE |= {
    name: Field("承诺前言", "我是某某党支部党员张三，现就2026年度作出如下公开承诺：", _opening, blank)
    for name, blank in _OPENINGS.items()
}
_PLEDGE |= {
    f"{source}_{name}": Field(label, sample, value, blank)
    for source in ("members", "masses")
    for name, label, sample, value, blank in (
        ("satisfied", "满意", "18", _count(source, "satisfied"), ""),
        ("basically", "基本满意", "1", _count(source, "basically"), ""),
        ("unsatisfied", "不满意", "0", _count(source, "unsatisfied"), ""),
        ("total", "合计", "19", _total(source), ""),
        ("share", "满意率", "100.0%", _share(source), "　　　%"),
        ("day", "评议日期", "2026年12月16日", _told(source, "day"), ""),
        ("remark", "评语", "", _told(source, "remark"), ""),
    )
}
_PLEDGE |= {
    f"{source}_{name}": Field(label, sample, value, blank)
    for source in ("self", "branch")
    for name, label, sample, value, blank in (
        ("grade", "等次", "已兑现", _grade(source), ""),
        ("day", "日期", "2026年12月10日", _told(source, "day"), ""),
        ("remark", "说明", "三项承诺均已完成", _told(source, "remark"), ""),
    )
}

FIELDS = {f"pledge.{name}": field for name, field in _PLEDGE.items()} | {
    "promise_text.text": Field("承诺", "一、每月走访困难群众不少于两户。", str, may_be_empty=False),
    "promise.number": Field("序号", "1", _number, may_be_empty=False),
    "promise.text": Field("承诺内容", "每月走访困难群众不少于两户", _item_text),
    "promise.measure": Field("措施", "每月第一周入户", lambda row: row.of_item("measure")),
    "promise.due": Field("完成时限", "2026.12.31", _due),
    "promise.responsible": Field("责任人", "张三", lambda row: row.of_item("responsible")),
    "promise.deeds": Field("践诺情况", "2026.04.08　走访独居老人两户", _deeds),
    "promise.proofs": Field("佐证", "走访记录", _proofs),
    "promise.outcome": Field("完成情况", "已兑现", _outcome),
    "promise.result": Field("完成情况和原因", "已兑现", _result),
    "promise.reason": Field("未兑现原因", "", lambda row: row.of_item("outcome_reason")),
    "pledge_stage.title": Field("步骤", "提诺", lambda stage: stage.title, may_be_empty=False),
    "pledge_stage.days": Field("日期", "2026.01.05", _stage_days),
    "pledge_stage.by_whom": Field("经办人", "王秀兰", _stage_by),
    "pledge_stage.said": Field("意见、地点", "公示，地点：社区公示栏", _stage_said),
    "said.source": Field("评议方", "党员互评", lambda one: words.label("pledge_source", one.source)),
    "said.day": Field("日期", "2026.11.20", lambda one: narrow_date(one.day)),
    "said.voted": Field("评议结果", "满意18票，基本满意1票，不满意0票", _voted),
    "said.remark": Field("说明", "", _value("remark")),
    "heard.day": Field("日期", "2026.01.15", lambda one: narrow_date(one.day)),
    "heard.from_whom": Field("反映人", "居民代表", _value("from_whom")),
    "heard.text": Field("意见", "走访可以安排在晚上", _value("text")),
    "heard.handling": Field("处理情况", "已采纳", _value("handling")),
}


_HAND_ITEM = Promise(None, (), masked=False)
_HAND_STAGES = [Stage(title, ()) for title, _ in STAGES]
_HAND_OPINION = PledgeOpinion(0, "", "", "", "", "", "", "")


SOURCES = {
    "pledge.paragraphs": RowSource("承诺书各项", "promise_text", _paragraphs),
    "pledge.items": RowSource("承诺事项", "promise", lambda one: one.promises, lambda: [_HAND_ITEM] * 6),
    "pledge.kept": RowSource("践诺情况", "promise", lambda one: one.kept),
    "pledge.kept_by_hand": RowSource("践诺情况（手填四行）", "promise", lambda one: one.kept, lambda: [_HAND_ITEM] * 4),
    "pledge.stages": RowSource("五步", "pledge_stage", lambda one: one.stages, lambda: _HAND_STAGES),
    "pledge.appraisals": RowSource("评诺", "said", lambda one: one.appraisals),
    "pledge.opinions": RowSource("公示意见", "heard", lambda one: one.opinions, lambda: [_HAND_OPINION] * 2),
}
