"""Pledges (承诺, M66 to M69): what a member, a leader or the branch undertakes for a year, item by item.

The way from draft to verdict is in `pledge_steps`; deeds, appraisals and opinions stand beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models import days, evidence, study_archive, texts, words
from models.errors import BugError, RefusedError
from models.gate import Operation, Row
from models.ids import Ids
from models.pledge_rows import found, kept_items, movable, refuse_unless, whose
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

OWNERS = ("member", "branch", "leader")
STATES = ("draft", "review", "approved", "posted", "keeping", "appraising", "concluded", "ended")
STEPS = ("submit", "return", "approve", "post", "begin", "appraise", "conclude", "end")
ITEM_KINDS = ("common", "post", "service", "other")
GRADES = ("kept", "partly", "unkept")
SOURCES = ("self", "members", "masses", "branch")
TEXT_LIMITS = {"foreword": 2_000, "supervision": 300, "contact": 100}
ITEM_LIMITS = {"text": 500, "measure": 500, "responsible": 60, "outcome_reason": 300}
STEP_LIMITS = {"by_whom": 60, "remark": 500, "place": 200}
DEED_LIMITS = {"text": 1_000, "proof": 100}
OPINION_LIMITS = {"from_whom": 60, "text": 1_000, "handling": 1_000}
LONG_TEXTS = ("foreword", "text", "measure", "handling")
FIRST_YEAR = 1949
"""Of no earlier year can a pledge be; the latest is next year's, drafted in December."""
MOST_VOTES = 100_000
MOST_ITEMS = 100


@dataclass(frozen=True, slots=True)
class Pledge:
    """One pledge. member_id: None for the branch's; until_date: the end of a term, empty for the year; verdict: one
    of `GRADES` once concluded; `name` is the member's or the branch's.
    """

    org: int
    id: str
    owner: str
    member_id: str | None
    year: int
    until_date: str
    foreword: str
    supervision: str
    contact: str
    state: str
    verdict: str
    entered_on: str
    name: str


@dataclass(frozen=True, slots=True)
class PledgeItem:
    """One thing undertaken. outcome: one of `GRADES` or nothing yet, with the reason where it was not kept."""

    org: int
    id: str
    pledge_id: str
    position: int
    kind: str
    text: str
    measure: str
    due_date: str
    responsible: str
    outcome: str
    outcome_reason: str


@dataclass(frozen=True, slots=True)
class PledgeStep:
    """One step of the way: who, when, with which remark; a posting has a place and its last day."""

    org: int
    id: str
    pledge_id: str
    position: int
    step: str
    day: str
    by_whom: str
    remark: str
    place: str
    until_day: str
    entered_on: str


@dataclass(frozen=True, slots=True)
class PledgeDeed:
    """Something done for a pledge (践诺), for one item or for the whole."""

    org: int
    id: str
    pledge_id: str
    item_id: str | None
    day: str
    text: str
    proof: str
    entered_on: str


@dataclass(frozen=True, slots=True)
class PledgeAppraisal:
    """What one side says (评诺): member and branch a grade, members and masses their votes."""

    org: int
    pledge_id: str
    source: str
    day: str
    grade: str
    satisfied: int
    basically: int
    unsatisfied: int
    remark: str
    entered_on: str


@dataclass(frozen=True, slots=True)
class PledgeOpinion:
    """An opinion heard while a pledge was posted (公示意见, M72), and what was done about it."""

    org: int
    id: str
    pledge_id: str
    day: str
    from_whom: str
    text: str
    handling: str
    entered_on: str


@dataclass(frozen=True, slots=True)
class PledgeSummary:
    """How far the pledges of one organisation and year are.

    expected: who was a member in the year; pledged: how many of them have a pledge of their own that was not ended;
    by_state, by_verdict: each of `STATES` and `GRADES` -> how many of all pledges.
    """

    expected: int
    pledged: int
    branch: bool
    by_state: Mapping[str, int]
    by_verdict: Mapping[str, int]


# --- reading --------------------------------------------------------------------------

_SELECT = (
    "SELECT p.*, coalesce(m.name, o.name) AS name FROM pledge p JOIN organization o ON o.number = p.org"
    " LEFT JOIN member m ON m.org = p.org AND m.id = p.member_id"
)


def list_pledges(
    ledger: "Ledger", *, org: int | None = SELF, year: int | None = None, member_id: str = ""
) -> list[Pledge]:
    """Return pledges by year: the branch's, the leaders', the members' by pinyin.

    Those of a year are made for it, or for a term that reaches into it.
    """
    parts, parameters = ["1"], list[Any]()
    if org is not None:
        parts.append("p.org = ?")
        parameters.append(org)
    if year is not None:
        parts.append("(p.year = ? OR (p.year < ? AND p.until_date >= ?))")
        parameters += [year, year, f"{year:04d}"]
    if member_id:
        parts.append("p.member_id = ?")
        parameters.append(member_id)
    order = "p.year, CASE p.owner WHEN 'branch' THEN 0 WHEN 'leader' THEN 1 ELSE 2 END, m.name_pinyin, m.name, p.id"
    rows = ledger.query(f"{_SELECT} WHERE {' AND '.join(parts)} ORDER BY {order}", tuple(parameters))
    return [Pledge(**row) for row in rows]


def get(ledger: "Ledger", pledge_id: str, org: int = SELF) -> Pledge:
    """Return one pledge. Raises RefusedError("record-gone")."""
    rows = ledger.query(f"{_SELECT} WHERE p.org = ? AND p.id = ?", (org, pledge_id))
    if not rows:
        raise RefusedError("record-gone")
    return Pledge(**rows[0])


def items(ledger: "Ledger", pledge_id: str, org: int = SELF) -> list[PledgeItem]:
    """Return what is undertaken, in its order."""
    rows = ledger.query(
        "SELECT * FROM pledge_item WHERE org = ? AND pledge_id = ? ORDER BY position, id", (org, pledge_id)
    )
    return [PledgeItem(**row) for row in rows]


def years(ledger: "Ledger", org: int | None = SELF) -> list[int]:
    """Return the years that have pledges, newest first."""
    rows = ledger.query(
        "SELECT DISTINCT year FROM pledge WHERE ? IS NULL OR org = ? ORDER BY year DESC", (org, org)
    )
    return [int(row["year"]) for row in rows]


def summary(ledger: "Ledger", org: int = SELF, year: int | None = None) -> PledgeSummary:
    """Return how far the pledges of a year (None: this one) are."""
    wanted = year or ledger.clock.today().year
    found = list_pledges(ledger, org=org, year=wanted)
    people = {
        row["id"]
        for row in ledger.query("SELECT * FROM member WHERE org = ?", (org,))
        if study_archive.belongs(row, wanted)
    }
    standing = [one for one in found if one.state != "ended"]
    return PledgeSummary(
        expected=len(people),
        pledged=len(people & {one.member_id for one in standing if one.owner == "member"}),
        branch=any(one.owner == "branch" for one in standing),
        by_state={key: sum(one.state == key for one in found) for key in STATES},
        by_verdict={key: sum(one.verdict == key for one in found) for key in GRADES},
    )


# --- drafting -------------------------------------------------------------------------


def draft_pledge(
    op: Operation,
    ids: Ids,
    *,
    pledge_id: str,
    owner: str,
    member_id: str | None = None,
    year: int,
    items: Sequence[Mapping[str, str]] = (),
    until_date: str = "",
    org: int = SELF,
    **values: str,
) -> str:
    """Draft a pledge and return its id. items: `text`, and `kind` (common when missing), `measure`, `due_date`,
    `responsible`; values: fields of `TEXT_LIMITS`.

    One a year for the branch and for each member, beside it a leader's for the year and one for a term (until_date);
    an ended one does not count. Raises RefusedError: "pledge-twice", "pledge-left", "archive-not-hers", a bad value.
    """
    texts.choice("pledge.owner", owner, OWNERS)
    if (member_id is None) != (owner == "branch"):
        raise BugError("a branch's pledge names nobody, any other its member")
    name = _pledger(op, member_id, year, org)
    if not FIRST_YEAR <= year <= op.today.year + 1:
        raise RefusedError("pledge-year", name=name, year=year, first=FIRST_YEAR, last=op.today.year + 1)
    _refuse_twice(op, owner, member_id, year, until_date, name, org)
    row: Row = {"org": org, "id": pledge_id, "owner": owner, "member_id": member_id, "year": year}
    row |= {"state": "draft", "verdict": "", "entered_on": op.today.isoformat()}
    row |= _texts(dict.fromkeys(TEXT_LIMITS, "") | values, name) | _until(until_date, year, name)
    made = _items(items, name)
    op.insert("pledge", row)
    _put_items(op, ids, pledge_id, made, org)
    return pledge_id


def edit_pledge(
    op: Operation,
    pledge_id: str,
    *,
    items: Sequence[Mapping[str, str]] | None = None,
    until_date: str | None = None,
    ids: Ids | None = None,
    org: int = SELF,
    **values: str,
) -> None:
    """Change a draft; items: all of them anew (None: as they are), ids: where new ones get theirs.

    Raises RefusedError: "pledge-closed", "pledge-left", "pledge-twice", a bad value.
    """
    row, name = movable(op, pledge_id, org)
    refuse_unless(row, name, ("draft",), "pledge.edit")
    changed = _texts(values, name)
    if until_date is not None:
        changed |= _until(until_date, row["year"], name)
        if bool(until_date) != bool(row["until_date"]):
            _refuse_twice(op, row["owner"], row["member_id"], row["year"], until_date, name, org)
    made = None if items is None else _items(items, name)
    op.update("pledge", (org, pledge_id), changed)
    if made is not None:
        _put_items(op, ids or Ids(), pledge_id, made, org)


def remove_pledge(op: Operation, pledge_id: str, *, org: int = SELF) -> None:
    """Take out a draft that was never submitted. Raises RefusedError("pledge-went-on")."""
    row, name = found(op, pledge_id, org)
    if row["state"] != "draft" or op.rows(
        "SELECT 1 FROM pledge_step WHERE org = ? AND pledge_id = ?", (org, pledge_id)
    ):
        raise RefusedError("pledge-went-on", name=name)
    for item in kept_items(op, pledge_id, org):
        op.delete("pledge_item", (org, item["id"]))
    evidence.detach_all(op, "pledge", pledge_id, org=org)
    op.delete("pledge", (org, pledge_id))


# --- what is refused ------------------------------------------------------------------


def _pledger(op: Operation, member_id: str | None, year: int, org: int) -> str:
    name = whose(op, member_id, org)
    person = op.row("member", (org, member_id)) if member_id else None
    if person is not None and person["status"] == "left":
        raise RefusedError("pledge-left", name=name)
    if person is not None and not study_archive.belongs(person, year):
        raise RefusedError("pledge-no-member", name=name, year=year)
    return name


def _refuse_twice(
    op: Operation, owner: str, member_id: str | None, year: int, until: str, name: str, org: int
) -> None:
    rows = op.rows(
        "SELECT until_date FROM pledge"
        " WHERE org = ? AND owner = ? AND year = ? AND member_id IS ? AND state <> 'ended'",
        (org, owner, year, member_id),
    )
    if any(owner == "member" or bool(row["until_date"]) == bool(until) for row in rows):
        raise RefusedError("pledge-twice", name=name, year=year, owner=words.label("pledge_owner", owner))


def _texts(values: Mapping[str, str], name: str) -> Row:
    return {
        key: texts.line(f"pledge.{key}", text, TEXT_LIMITS[key], where=name, multiline=key in LONG_TEXTS)
        for key, text in values.items()
    }


def _until(text: str, year: int, name: str) -> Row:
    kept = texts.iso_date("pledge.until_date", text, where=name)
    if kept and kept < f"{year:04d}":
        raise RefusedError("pledge-term-over", name=name, until=days.spoken(kept), year=year)
    return {"until_date": kept}


def _items(items: Sequence[Mapping[str, str]], name: str) -> list[Row]:
    if len(items) > MOST_ITEMS:
        raise RefusedError("pledge-items-many", name=name, count=len(items), most=MOST_ITEMS)
    made: list[Row] = []
    for number, item in enumerate(items, 1):
        where = f"{name}的第 {number} 项承诺"
        row: Row = {"position": number, "outcome": "", "outcome_reason": ""}
        row["kind"] = texts.choice("pledge_item.kind", item.get("kind", "common"), ITEM_KINDS, where=where)
        row["due_date"] = texts.iso_date("pledge_item.due_date", item.get("due_date", ""), where=where)
        for key in ("text", "measure", "responsible"):
            row[key] = texts.line(
                f"pledge_item.{key}",
                item.get(key, ""),
                ITEM_LIMITS[key],
                required=key == "text",
                where=where,
                multiline=key in LONG_TEXTS,
            )
        made.append(row)
    return made


def _put_items(op: Operation, ids: Ids, pledge_id: str, made: list[Row], org: int) -> None:
    """Put these items in place of those that are kept: what stays in its place keeps its id."""
    before = kept_items(op, pledge_id, org)
    for old, new in zip(before, made, strict=False):
        op.update("pledge_item", (org, old["id"]), new)
    for old in before[len(made) :]:
        op.delete("pledge_item", (org, old["id"]))
    for new in made[len(before) :]:
        op.insert("pledge_item", {"org": org, "id": ids.new(), "pledge_id": pledge_id} | new)
