"""Examples of the operations on study archives and pledges, for the property test of undo."""

from collections.abc import Callable
from random import Random
from typing import Any, Protocol

from models import member, pledge, pledge_deeds, pledge_steps, study_archive
from models.gate import Operation
from models.ledger import Ledger

DAY = "2026-05-06"
POSTING = {"place": "社区党务公开栏", "until_day": "2026-05-13"}
ONWARD = ("submit", "approve", "post", "begin", "appraise", "conclude")
STATE_BEFORE = {**{step: pledge_steps.MOVES[step].before[0] for step in ONWARD}, "return": "review"}


class World(Protocol):
    """What an example may draw on."""

    book: Ledger
    random: Random

    def id(self) -> str: ...


def somebody(world: World, op: Operation) -> str:
    """Return a member who has neither archive nor pledge yet."""
    return member.add_member(op, member_id=world.id(), name="瞿喆", joined_date="2001-07-01")


# --- pledges ----------------------------------------------------------------------------


def draft(world: World, op: Operation) -> str:
    return pledge.draft_pledge(
        op,
        world.book.ids,
        pledge_id=world.id(),
        owner=world.random.choice(["member", "leader"]),
        member_id=somebody(world, op),
        year=2026,
        items=[{"kind": "service", "text": f"看望独居老人 {world.random.randrange(1, 9)} 户", "due_date": "2026-12"}],
    )


def step(world: World, op: Operation, pledge_id: str, name: str, **values: str) -> str:
    """Take one step, with all that it needs."""
    if name == "post":
        values = POSTING | values
    if name == "conclude":
        appraise(op, pledge_id)
    remark = "材料不全" if name in ("return", "end") else ""
    said: dict[str, Any] = {"day": DAY, "remark": remark, **values}
    return pledge_steps.take(op, world.book.ids, pledge_id, name, **said)


def appraise(op: Operation, pledge_id: str) -> None:
    """Let all sides speak, and every item come out well."""
    for source in ("self", "branch"):
        pledge_deeds.appraise(op, pledge_id, source, day=DAY, grade="kept")
    pledge_deeds.appraise(op, pledge_id, "members", day=DAY, satisfied=1)
    items = op.rows("SELECT id FROM pledge_item WHERE pledge_id = ?", (pledge_id,))
    pledge_deeds.set_outcomes(op, pledge_id, {item["id"]: ("kept", "") for item in items})


def in_state(world: World, op: Operation, state: str) -> str:
    """Return a pledge in a state, of somebody who is there; a new one when there is none."""
    there = op.rows(
        "SELECT p.id FROM pledge p JOIN member m ON m.org = p.org AND m.id = p.member_id"
        " WHERE p.org = 1 AND p.state = ? AND m.status = 'active' ORDER BY p.id",
        (state,),
    )
    if there and world.random.random() < 0.8:
        return str(world.random.choice(there)["id"])
    return brought_to(world, op, draft(world, op), state)


def brought_to(world: World, op: Operation, pledge_id: str, state: str) -> str:
    """Take a draft to a state, step by step."""
    for name in ONWARD:
        if (op.row("pledge", (1, pledge_id)) or {})["state"] == state:
            break
        step(world, op, pledge_id, name)
    return pledge_id


def _onward(name: str) -> Callable[[World, Operation], object]:
    return lambda world, op: step(world, op, in_state(world, op, STATE_BEFORE[name]), name)


def _edit(world: World, op: Operation) -> None:
    pledge_id = in_state(world, op, "draft")
    items = [{"text": f"第 {n} 项，{world.random.randrange(10**6)}"} for n in range(world.random.randrange(3))]
    foreword = f"公开承诺如下（{world.random.randrange(10**6)}）"
    pledge.edit_pledge(op, pledge_id, ids=world.book.ids, items=[*items, {"text": "带头学习"}], foreword=foreword)


def _remove(world: World, op: Operation) -> None:
    fresh = op.rows(
        "SELECT id FROM pledge WHERE org = 1 AND state = 'draft'"
        " AND id NOT IN (SELECT pledge_id FROM pledge_step WHERE org = 1) ORDER BY id"
    )
    if fresh:
        pledge.remove_pledge(op, world.random.choice(fresh)["id"])


def _end(world: World, op: Operation) -> None:
    step(world, op, in_state(world, op, world.random.choice(["draft", "posted", "appraising"])), "end")


def _deed(world: World, op: Operation) -> None:
    values: dict[str, Any] = {"day": DAY, "text": f"上门 {world.random.randrange(10**6)} 次", "proof": "照片"}
    pledge_deeds.add_deed(op, deed_id=world.id(), pledge_id=in_state(world, op, "keeping"), **values)


def _deed_remove(world: World, op: Operation) -> None:
    open_ones = op.rows(
        "SELECT d.id FROM pledge_deed d JOIN pledge p ON p.org = d.org AND p.id = d.pledge_id"
        " WHERE p.state IN ('keeping', 'appraising') ORDER BY d.id"
    )
    if open_ones:
        pledge_deeds.remove_deed(op, world.random.choice(open_ones)["id"])


def _vote(world: World, op: Operation) -> None:
    pledge_id, votes = in_state(world, op, "appraising"), world.random.randrange(1, 10**5)
    pledge_deeds.appraise(op, pledge_id, "masses", day=DAY, satisfied=votes, remark="热心")


def _outcome(world: World, op: Operation) -> None:
    pledge_id = in_state(world, op, "appraising")
    rows = op.rows("SELECT id FROM pledge_item WHERE pledge_id = ?", (pledge_id,))
    said = ("partly", f"只完成 {world.random.randrange(10**6)} 次")
    pledge_deeds.set_outcomes(op, pledge_id, {row["id"]: said for row in rows})


def _opinion(world: World, op: Operation) -> None:
    said = f"希望再写细些 {world.random.randrange(10**6)}"
    values: dict[str, Any] = {"day": "2026-05-08", "from_whom": "居民", "text": said}
    opinion_id = pledge_deeds.add_opinion(
        op, opinion_id=world.id(), pledge_id=in_state(world, op, "posted"), **values
    )
    pledge_deeds.handle_opinion(op, opinion_id, handling="已补充措施")


# --- archives ---------------------------------------------------------------------------


def archive_in(world: World, op: Operation, state: str) -> str:
    """Return a member whose archive of 2026 is in a state; a new one when there is none."""
    there = op.rows(
        "SELECT member_id FROM study_archive WHERE org = 1 AND state = ? AND year = 2026 ORDER BY id", (state,)
    )
    if there and world.random.random() < 0.8:
        return str(world.random.choice(there)["member_id"])
    found = somebody(world, op)
    for name in {"open": [], "filled": ["fill"], "reviewed": ["fill", "review"]}.get(state, ["fill", "review", "file"]):
        _ARCHIVE[f"archive.{name}"](world, op, found)
    return found


def _write(world: World, op: Operation, who: str = "") -> None:
    member_id, said = who or archive_in(world, op, "open"), f"全年自学 {world.random.randrange(10**6)} 页。\n\n有收获。"
    study_archive.write_summary(op, world.book.ids, member_id, 2026, summary=said, group_opinion="同意")


def _fill(world: World, op: Operation, who: str = "") -> None:
    study_archive.fill(op, world.book.ids, who or archive_in(world, op, "open"), 2026, DAY)


def _review(world: World, op: Operation, who: str = "") -> None:
    values: dict[str, Any] = {"reviewer": "尉迟文静", "day": DAY, "review": "内容真实，同意归档。"}
    study_archive.review(op, who or archive_in(world, op, "filled"), 2026, **values)


def _send_back(world: World, op: Operation) -> None:
    wanted = world.random.choice(["filled", "reviewed"])
    study_archive.send_back(op, archive_in(world, op, wanted), 2026, reason="缺三季度心得")


def _file(world: World, op: Operation, who: str = "") -> None:
    values: dict[str, Any] = {"by": "邓喆", "day": DAY, "number": "2026-学-01", "digest": "ab" * 32}
    study_archive.file(op, who or archive_in(world, op, "reviewed"), 2026, **values)


def _reopen(world: World, op: Operation) -> None:
    study_archive.reopen(op, archive_in(world, op, "filed"), 2026, reason="补装考核成绩")


_ARCHIVE: dict[str, Callable[..., object]] = {
    "archive.write": _write,
    "archive.fill": _fill,
    "archive.review": _review,
    "archive.send_back": _send_back,
    "archive.file": _file,
    "archive.reopen": _reopen,
}

EXAMPLES: dict[str, Callable[..., object]] = {
    **_ARCHIVE,
    "pledge.draft": draft,
    "pledge.edit": _edit,
    "pledge.remove": _remove,
    **{f"pledge.{name}": _onward(name) for name in STATE_BEFORE},
    "pledge.end": _end,
    "pledge.deed": _deed,
    "pledge.deed_remove": _deed_remove,
    "pledge.vote": _vote,
    "pledge.outcome": _outcome,
    "pledge.opinion": _opinion,
}
