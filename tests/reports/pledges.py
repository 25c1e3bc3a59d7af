"""Pledges in every state, and a year's study, as the forms of both print them; added to the ledger of `year.py`."""

from collections.abc import Mapping, Sequence

from models import (
    member,
    pledge,
    pledge_deeds,
    pledge_steps,
    reading,
)
from models.kinds import records, sheets
from models.kinds.catalog import kind_of
from models.ledger import Ledger

LONG = "结合社区网格实际，带头学习宣传党的创新理论，主动联系服务群众，" * 15
LONG_ITEM = (LONG * 2)[:500]
_ENDS = {"due_date": "2026-12-31"}
_OWN = {"due_date": "2026-06-30", "responsible": "本人"}
ITEMS = (
    {"kind": "common", "text": "按时参加支部集中学习，全年自学不少于32学时"} | _ENDS,
    {"kind": "post", "text": "每天巡查网格一次，发现问题当天上报", "measure": "早晚各一次，记入巡查本"} | _ENDS,
    {"kind": "service", "text": "结对帮扶独居老人陈奶奶，每月上门两次"} | _OWN,
)
WATCHED = {"supervision": "社区公示栏公开，监督电话0571-88880000", "contact": "王秀兰　13812345678"}
TO_STATE = {"review": 1, "approved": 2, "posted": 3, "keeping": 4, "appraising": 5, "concluded": 6}
_WAY = (
    ("submit", {"day": "2026-01-05"}),
    ("approve", {"day": "2026-01-12", "by_whom": "王秀兰、李建国", "remark": "三项承诺具体可行，同意"}),
    ("post", {"day": "2026-01-15", "until_day": "2026-01-21", "place": "社区公示栏", "by_whom": "李建国"}),
    ("begin", {"day": "2026-01-23", "by_whom": "李建国"}),
    ("appraise", {"day": "2026-11-10", "by_whom": "王秀兰"}),
    ("conclude", {"day": "2026-11-20", "by_whom": "王秀兰", "remark": "经支委会研究评定"}),
)


def make(
    ledger: Ledger,
    state: str,
    items: Sequence[Mapping[str, str]] = ITEMS,
    *,
    owner: str = "member",
    member_id: str | None = None,
    votes: bool = True,
    deeds: bool = True,
    **values: str,
) -> str:
    """Draft a pledge and bring it to a state, with deeds, an opinion and votes on its way; return its id."""
    pledge_id = ledger.ids.new()
    with ledger.operation("pledge.draft") as op:
        pledge.draft_pledge(
            op,
            ledger.ids,
            pledge_id=pledge_id,
            owner=owner,
            member_id=member_id,
            year=2026,
            items=items,
            **{**WATCHED, **values},
        )
    for step, told in _WAY[: TO_STATE.get(state, 0)]:
        if step == "conclude":
            _said(ledger, pledge_id, votes=votes)
        with ledger.operation(pledge_steps.operation_kind(step)) as op:
            pledge_steps.take(op, ledger.ids, pledge_id, step, **told)
        if step == "begin" and deeds:
            _done(ledger, pledge_id)
    return pledge_id


def _done(ledger: Ledger, pledge_id: str) -> None:
    item = pledge.items(ledger, pledge_id)[-1]
    for day, text, proof in (
        ("2026-03-05", "上门为陈奶奶理发、打扫卫生", "走访记录"),
        ("2026-04-08", "陪同陈奶奶到社区卫生服务站体检，送去米面油", "照片两张"),
    ):
        with ledger.operation("pledge.deed") as op:
            pledge_deeds.add_deed(
                op, deed_id=ledger.ids.new(), pledge_id=pledge_id, day=day, text=text, item_id=item.id, proof=proof
            )
    with ledger.operation("pledge.deed") as op:
        pledge_deeds.add_deed(
            op, deed_id=ledger.ids.new(), pledge_id=pledge_id, day="2026-07-01", text="向支部大会报告践诺进展"
        )
    with ledger.operation("pledge.opinion") as op:
        pledge_deeds.add_opinion(
            op,
            opinion_id=ledger.ids.new(),
            pledge_id=pledge_id,
            day="2026-02-16",
            text="巡查可以安排在晚上，白天多数人不在家",
            from_whom="居民代表",
            handling="已采纳，每周三、周五改为晚上巡查",
        )


def _said(ledger: Ledger, pledge_id: str, *, votes: bool) -> None:
    said: dict[str, dict[str, str | int]] = {
        "self": {"grade": "kept", "remark": "前两项已完成，第三项按月上门"},
        "members": {"satisfied": 17, "basically": 2, "unsatisfied": 0 if votes else 1},
        "masses": {"satisfied": 8, "basically": 1, "unsatisfied": 1, "remark": "希望巡查再勤一些"},
        "branch": {"grade": "partly", "remark": "两项已兑现，一项部分兑现"},
    }
    for source, told in said.items():
        with ledger.operation("pledge.vote") as op:
            pledge_deeds.appraise(op, pledge_id, source, day="2026-11-16", **told)  # type: ignore[arg-type]  # by name
    outcomes = {one.id: ("kept", "") for one in pledge.items(ledger, pledge_id)}
    last = list(outcomes)[-1]
    outcomes[last] = ("partly", "五月份住院，少上门一次")
    with ledger.operation("pledge.outcome") as op:
        pledge_deeds.set_outcomes(op, pledge_id, outcomes)


def add_pledges(ledger: Ledger) -> dict[str, str]:
    """Add a pledge for each state of members, a leader's term and the branch's; return state or owner -> id."""
    people = {one.name: one.id for one in member.list_members(ledger)}
    made = {}
    states = ("draft", "review", "approved", "posted", "keeping", "appraising", "concluded")
    names = ("钱国", "孙文", "尉迟文", "司马海玉", "古力娜扎·阿布都热合曼", "郑兰", "李建国")
    for state, name in zip(states, names, strict=True):
        made[state] = make(ledger, state, member_id=people[name])
    made["leader"] = make(
        ledger, "posted", owner="leader", member_id=people["王秀兰"], until_date="2028-12-31", foreword=_FOREWORD
    )
    branch = [{"text": f"第{at}件实事：{_PROJECT}", "kind": "service"} | _BRANCH for at in range(1, 11)]
    made["branch"] = make(ledger, "concluded", branch, owner="branch")
    return made


_FOREWORD = "为认真履行党支部书记职责，团结带领党员群众建设和谐社区"
_PROJECT = "改造桐花巷3幢至7幢楼道照明，增设扶手和休息座椅"
_BRANCH = {"measure": "争取街道惠民资金，支委包干", "due_date": "2026-10-31", "responsible": "李建国"}


def add_study(ledger: Ledger) -> None:
    """Add a reading list with who has read it, tests, notes, an exhibition and talks."""
    people = [one.id for one in member.list_members(ledger)]
    for at, (title, need) in enumerate(BOOKS):
        with ledger.operation("reading.add") as op:
            (item,) = records.add(
                op, ledger.ids, reading.ITEM, (),
                year=2026,
                title=title,
                need=need,
                due_date="2026-06-30" if at < 3 else "",
                issuer="街道党工委",
            )
        readers = people[: len(people) - 3 * at] if at < 5 else people[:1]
        with ledger.operation("reading.mark") as op:
            reading.mark_read(op, ledger.ids, item, dict.fromkeys(readers, f"2026-0{at % 9 + 1}-15"))
    with ledger.operation("exam.add") as op:
        results = {one: {"score": 10000 - 350 * at, "passed": "yes"} for at, one in enumerate(people[:10])}
        results[people[10]] = {"score": 5200, "passed": "no", "grade": "不合格", "remark": "7月补考"}
        shared = {"title": "党章党规知识测试", "day": "2026-06-30", "method": "closed", "organizer": "街道党工委"}
        sheets.enter(op, ledger.ids, kind_of("exam"), results, **shared)
    _texts(ledger, people)
    with ledger.operation("talk.add") as op:
        said = {"kind": "exchange", "day": "2026-04-22", "title": "谈社区网格治理", "occasion": "支部集中学习"}
        said["points"] = "从小事做起，把群众的难处放在心上。" * 20
        records.add(op, ledger.ids, kind_of("talk"), people[:2], **said)


def _texts(ledger: Ledger, people: Sequence[str]) -> None:
    for at, kind in enumerate(("notes", "reflection", "reflection")):
        with ledger.operation("reflection.add") as op:
            made = records.add(
                op, ledger.ids, kind_of("reflection"), [people[at]], kind=kind,
                title="把群众的小事办好" if kind == "reflection" else "学习党章笔记", day="2026-05-20",
                body="学而思，思而行。" * 120 if kind == "reflection" else "", pages=0 if kind == "reflection" else 24,
            )[0]
        if kind == "reflection":
            with ledger.operation("reflection.exhibit") as op:
                records.perform(
                    op, kind_of("reflection"), "exhibit", [made], exhibited_on="2026-07-01", exhibited_at="党员活动室"
                )
        else:
            with ledger.operation("reflection.review") as op:
                records.perform(
                    op, kind_of("reflection"), "review", [made], reviewer="王秀兰", reviewed_on="2026-06-02",
                    review="记录认真，联系实际",
                )
    with ledger.operation("study.add") as op:
        records.add(
            op, ledger.ids, kind_of("study_record"), people[:3], kind="self_study", title="学习《习近平谈治国理政》",
            from_day="2026-03-02", study_minutes=120, note_pages=6,
        )


BOOKS = (
    ("中国共产党章程", "required"),
    ("中国共产党纪律处分条例", "required"),
    ("习近平谈治国理政", "required"),
    ("中国共产党简史", "required"),
    ("论群众路线——重要论述摘编", "required"),
    ("社区工作实务", "recommended"),
    ("民法典读本", "recommended"),
)
