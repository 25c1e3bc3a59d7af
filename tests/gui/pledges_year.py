"""Pledges of 2026 standing at every point of the way, small enough to be read at a glance."""

from typing import Any

from models import pledge, pledge_deeds, pledge_steps, post
from models.ledger import Ledger
from tests.templates import made_once

COMMON = [
    {"kind": "common", "text": "带头学习党章党规，全年集中学习不缺席"},
    {"kind": "common", "text": "按时足额交纳党费"},
]
OWN = {"kind": "service", "text": "结对帮扶楼上独居老人，每月上门两次", "due_date": "2026-10"}
STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("submit", {"day": "2026-02-10"}),
    ("approve", {"day": "2026-02-15", "by_whom": "党支部委员会"}),
    ("post", {"day": "2026-02-20", "place": "社区党务公开栏", "until_day": "2026-02-27"}),
    ("begin", {"day": "2026-03-01"}),
    ("appraise", {"day": "2026-11-10"}),
)
STANDS = ("draft", "review", "approved", "posted", "keeping", "appraising")
"""The state after none, one, two … of `STEPS`."""

HOW_FAR = (4, 5, 4, 4, 3, 2, 1, 0, 5)
"""How many of `STEPS` the pledge of the first, second … member has taken; the rest have none."""


def draft(ledger: Ledger, owner: str, member_id: str | None, items: list[dict[str, str]], year: int = 2026) -> str:
    made = ledger.ids.new()
    with ledger.operation("pledge.draft") as op:
        pledge.draft_pledge(
            op, ledger.ids, pledge_id=made, owner=owner, member_id=member_id, year=year, items=items
        )
    return made


def walk(ledger: Ledger, pledge_id: str, far: int) -> None:
    for step, facts in STEPS[:far]:
        with ledger.operation(pledge_steps.operation_kind(step)) as op:
            pledge_steps.take(op, ledger.ids, pledge_id, step, **facts)


def do(ledger: Ledger, pledge_id: str, place: int, day: str, text: str) -> str:
    made, item = ledger.ids.new(), pledge.items(ledger, pledge_id)[place]
    with ledger.operation("pledge.deed") as op:
        pledge_deeds.add_deed(
            op, deed_id=made, pledge_id=pledge_id, item_id=item.id, day=day, text=text, proof="照片"
        )
    return made


def appraise_all(ledger: Ledger, pledge_id: str, grade: str = "kept") -> None:
    with ledger.operation("pledge.vote") as op:
        for source in ("self", "branch"):
            pledge_deeds.appraise(op, pledge_id, source, day="2026-11-15", grade=grade)
        for source, votes in (("members", (2, 1, 0)), ("masses", (12, 2, 0))):
            yes, nearly, no = votes
            pledge_deeds.appraise(
                op, pledge_id, source, day="2026-11-15", satisfied=yes, basically=nearly, unsatisfied=no
            )


def conclude(ledger: Ledger, pledge_id: str, grades: list[tuple[str, str]]) -> None:
    items = pledge.items(ledger, pledge_id)
    with ledger.operation("pledge.conclude") as op:
        pledge_deeds.set_outcomes(op, pledge_id, {one.id: said for one, said in zip(items, grades, strict=True)})
        pledge_steps.take(op, ledger.ids, pledge_id, "conclude", day="2026-11-18", by_whom="党支部委员会")


@made_once
def pledges_year(ledger: Ledger, members: list[str]) -> dict[str, str]:
    """Fill a ledger; return the ids by state, `unkept`, `leader`, `branch`."""
    with ledger.operation("post.add") as op:
        post.add_post(op, post_id=ledger.ids.new(), member_id=members[0], post="secretary", from_date="2024-01-01")
    made = {"branch": draft(ledger, "branch", None, [*COMMON, OWN])}
    walk(ledger, made["branch"], 4)
    made["leader"] = draft(ledger, "leader", members[0], [*COMMON, OWN])
    walk(ledger, made["leader"], 4)
    do(ledger, made["leader"], 0, "2026-06-28", "全年主持集中学习六次")
    ids = []
    for member_id, far in zip(members[1:], HOW_FAR, strict=False):
        ids.append(draft(ledger, "member", member_id, [*COMMON, OWN]))
        walk(ledger, ids[-1], far)
        made.setdefault(STANDS[far], ids[-1])
    for place in range(3):
        do(ledger, ids[2], place, f"2026-0{place + 4}-12", "已按承诺做到，老人和邻居都满意")
    made["unkept"] = ids[8]
    appraise_all(ledger, made["unkept"], "unkept")
    conclude(ledger, made["unkept"], [("kept", ""), ("kept", ""), ("unkept", "老人迁走，没有再安排")])
    with ledger.operation("pledge.opinion") as op:
        pledge_deeds.add_opinion(
            op,
            opinion_id=ledger.ids.new(),
            pledge_id=made["posted"],
            day="2026-02-24",
            from_whom="三号楼居民",
            text="希望把楼道灯也管起来",
        )
    return made
