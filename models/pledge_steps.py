"""The way of a pledge: 起草 → 审核 → 公示 → 践诺 → 评诺 → 评定, and no other (M66 to M69).

No source states how long a pledge is posted: only that a posting has an approval before it, a place and a last day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import days, own_approval, texts, words
from models.errors import BugError, RefusedError
from models.gate import Operation, Row
from models.pledge import STEP_LIMITS, Pledge, PledgeStep
from models.pledge_rows import found, kept_items, movable
from models.schema import SELF

if TYPE_CHECKING:
    from models.ids import Ids
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Move:
    """One step: from which states, to which."""

    before: tuple[str, ...]
    after: str


_UNDER_WAY = ("draft", "review", "approved", "posted", "keeping", "appraising")

MOVES: Mapping[str, Move] = {
    "submit": Move(("draft",), "review"),
    "return": Move(("review",), "draft"),
    "approve": Move(("review",), "approved"),
    "post": Move(("approved",), "posted"),
    "begin": Move(("posted",), "keeping"),
    "appraise": Move(("keeping",), "appraising"),
    "conclude": Move(("appraising",), "concluded"),
    "end": Move(_UNDER_WAY, "ended"),
}
"""Every step of `pledge.STEPS`."""

_ONWARD = ("submit", "approve", "post", "begin", "appraise", "conclude")
_WITH_REASON = ("return", "end")
_APPROVING = ("approve", "conclude")
"""Steps by which others say yes to a pledge; the pledger or the branch's own secretary alone cannot."""


def operation_kind(step: str) -> str:
    """Return the kind of operation of a step."""
    return f"pledge.{step}"


def may(one: Pledge) -> tuple[str, ...]:
    """Return the steps that a pledge can take now; of somebody who has left only the last of them, `end`."""
    return tuple(step for step, move in MOVES.items() if one.state in move.before)


def steps(ledger: "Ledger", pledge_id: str, org: int = SELF) -> list[PledgeStep]:
    """Return the steps taken, in their order."""
    rows = ledger.query(
        "SELECT * FROM pledge_step WHERE org = ? AND pledge_id = ? ORDER BY position", (org, pledge_id)
    )
    return [PledgeStep(**row) for row in rows]


def take(
    op: Operation,
    ids: "Ids",
    pledge_id: str,
    step: str,
    *,
    day: str,
    by_whom: str = "",
    remark: str = "",
    place: str = "",
    until_day: str = "",
    org: int = SELF,
) -> str:
    """Take a step and return its id. remark: why, where it is returned or ended; place, until_day: of a posting.

    Nothing is written when it is refused. Raises RefusedError: "pledge-path" (says what has to happen first),
    "pledge-over", "pledge-left", "own-approval", "pledge-step-early", "pledge-before-joining", "pledge-posting-short",
    "pledge-empty", for a conclusion "pledge-not-said", "pledge-no-tally", "pledge-no-outcome", "pledge-no-reason",
    "pledge-verdict-clash", "pledge-said-later", a bad or missing value.
    """
    if step not in MOVES:
        raise BugError(f"no step of a pledge: {step}")
    row, name = found(op, pledge_id, org) if step == "end" else movable(op, pledge_id, org)
    _refuse_off_path(row, step, name)
    taken = _taken(op, pledge_id, org)
    written = {"day": _day(op, row, taken, day, name, org)}
    written |= _said(step, by_whom, remark, name) | _posting(step, written["day"], place, until_day, name)
    if step in _APPROVING:
        _refuse_own(op, row, step, written, name, org)
    if step == "submit" and not kept_items(op, pledge_id, org):
        raise RefusedError("pledge-empty", name=name)
    values: Row = {"state": MOVES[step].after}
    if step == "conclude":
        values["verdict"] = _verdict(op, pledge_id, written["day"], name, org)
    op.update("pledge", (org, pledge_id), values)
    step_id = ids.new()
    key: Row = {"org": org, "id": step_id, "pledge_id": pledge_id, "position": len(taken) + 1, "step": step}
    op.insert("pledge_step", key | written | {"entered_on": op.today.isoformat()})
    return step_id


# --- the path -------------------------------------------------------------------------


def _refuse_off_path(row: Row, step: str, name: str) -> None:
    state = row["state"]
    if state in MOVES[step].before:
        return
    told = {"name": name, "state": words.label("pledge_state", state), "step": words.label("pledge_step", step)}
    if state not in _UNDER_WAY:
        raise RefusedError("pledge-over", **told)
    first = _missing(state, step)
    if not first:
        raise RefusedError("pledge-path-back", **told)
    raise RefusedError("pledge-path", first="、".join(f"“{words.label('pledge_step', one)}”" for one in first), **told)


def _missing(state: str, step: str) -> list[str]:
    """Return the steps onward that lead from a state to where the step can be taken; none where it lies behind."""
    first: list[str] = []
    while state not in MOVES[step].before:
        following = next((one for one in _ONWARD if state in MOVES[one].before), "")
        if not following:
            return []
        first.append(following)
        state = MOVES[following].after
    return first


def _taken(op: Operation, pledge_id: str, org: int) -> list[Row]:
    return op.rows("SELECT * FROM pledge_step WHERE org = ? AND pledge_id = ? ORDER BY position", (org, pledge_id))


# --- what a step says -----------------------------------------------------------------


def _day(op: Operation, row: Row, taken: list[Row], text: str, name: str, org: int) -> str:
    when = days.done_on(op, "pledge_step.day", text, where=name)
    if taken and when < taken[-1]["day"]:
        before = words.label("pledge_step", taken[-1]["step"])
        told = {"day": days.spoken(when), "earliest": days.spoken(taken[-1]["day"])}
        raise RefusedError("pledge-step-early", name=name, before=before, **told)
    person = op.row("member", (org, row["member_id"])) if row["member_id"] else None
    if person is not None and when < (since := max(person["joined_date"], person["arrived_date"])):
        raise RefusedError("pledge-before-joining", name=name, day=days.spoken(when), since=days.spoken(since))
    return when


def _said(step: str, by_whom: str, remark: str, name: str) -> Row:
    kept = {"by_whom": by_whom, "remark": remark}
    return {
        key: texts.line(
            f"pledge_step.{key}",
            text,
            STEP_LIMITS[key],
            required=key == "remark" and step in _WITH_REASON,
            where=f"{name}的承诺，{words.label('pledge_step', step)}",
        )
        for key, text in kept.items()
    }


def _refuse_own(op: Operation, row: Row, step: str, written: Row, name: str, org: int) -> None:
    """Refuse an approval by the pledger alone, of the branch's pledge by its own secretary alone."""
    if row["owner"] == "branch":
        own = own_approval.of_branch(op, written["day"], org)
    else:
        own = own_approval.of_member(op, row["member_id"], written["day"], org)
    act = words.label("pledge_step", step)
    own_approval.refuse(written["by_whom"], own, name=f"{name}的承诺", act=act, note=written["remark"])


def _posting(step: str, day: str, place: str, until_day: str, name: str) -> Row:
    """Return place and last day of a posting, nothing for other steps."""
    if step != "post":
        return {"place": "", "until_day": ""}
    where = f"{name}的承诺公示"
    kept = texts.line("pledge_step.place", place, STEP_LIMITS["place"], required=True, where=where)
    until = texts.full_date("pledge_step.until_day", until_day, where=where) if until_day else ""
    if until <= day:
        raise RefusedError("pledge-posting-short", name=name, day=days.spoken(day))
    return {"place": kept, "until_day": until}


# --- the result -----------------------------------------------------------------------


def _verdict(op: Operation, pledge_id: str, day: str, name: str, org: int) -> str:
    """Return the branch's grade, when everything that a result rests on is there and agrees with it."""
    said = {
        row["source"]: row
        for row in op.rows("SELECT * FROM pledge_appraisal WHERE org = ? AND pledge_id = ?", (org, pledge_id))
    }
    for source in ("self", "branch"):
        if source not in said or not said[source]["grade"]:
            raise RefusedError("pledge-not-said", name=name, source=words.label("pledge_source", source))
    votes = said.get("members")
    if votes is None or not votes["satisfied"] + votes["basically"] + votes["unsatisfied"]:
        raise RefusedError("pledge-no-tally", name=name)
    latest = max(row["day"] for row in said.values())
    if day < latest:
        raise RefusedError("pledge-said-later", name=name, day=days.spoken(day), latest=days.spoken(latest))
    outcomes = {_outcome(item, name) for item in kept_items(op, pledge_id, org)}
    verdict = str(said["branch"]["grade"])
    if (verdict == "kept" and outcomes != {"kept"}) or (verdict == "unkept" and outcomes == {"kept"}):
        raise RefusedError("pledge-verdict-clash", name=name, verdict=words.label("pledge_grade", verdict))
    return verdict


def _outcome(item: Row, name: str) -> str:
    """Return how an item came out; what was not kept needs its reason."""
    where = {"name": name, "number": item["position"], "text": item["text"][:30]}
    if not item["outcome"]:
        raise RefusedError("pledge-no-outcome", **where)
    if item["outcome"] != "kept" and not item["outcome_reason"]:
        raise RefusedError("pledge-no-reason", outcome=words.label("pledge_grade", item["outcome"]), **where)
    return str(item["outcome"])
