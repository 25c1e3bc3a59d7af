"""What is done for a pledge and said about it: deeds (践诺), appraisals (评诺), outcomes, opinions heard (公示意见)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from models import amounts, attendance, days, evidence, texts, words
from models.errors import RefusedError
from models.gate import Operation, Row
from models.pledge import (
    DEED_LIMITS,
    GRADES,
    ITEM_LIMITS,
    LONG_TEXTS,
    MOST_VOTES,
    OPINION_LIMITS,
    SOURCES,
    STEP_LIMITS,
    PledgeAppraisal,
    PledgeDeed,
    PledgeOpinion,
)
from models.pledge_rows import found, kept_items, movable, refuse_unless
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

VOTES = ("satisfied", "basically", "unsatisfied")
_GRADED = ("self", "branch")
_KEEPING = ("keeping", "appraising")
_SHOWN = ("posted", "keeping", "appraising")


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes of one side."""

    satisfied: int
    basically: int
    unsatisfied: int

    @property
    def total(self) -> int:
        """All votes."""
        return self.satisfied + self.basically + self.unsatisfied


def tally(said: PledgeAppraisal) -> Tally:
    """Return the votes of an appraisal."""
    return Tally(said.satisfied, said.basically, said.unsatisfied)


# --- reading --------------------------------------------------------------------------


def deeds(ledger: "Ledger", pledge_id: str, org: int = SELF) -> list[PledgeDeed]:
    """Return what was done, by day."""
    return [PledgeDeed(**row) for row in _rows(ledger, "pledge_deed", "day, id", pledge_id, org)]


def appraisals(ledger: "Ledger", pledge_id: str, org: int = SELF) -> list[PledgeAppraisal]:
    """Return what the sides said, in the order of `SOURCES`."""
    kept = [PledgeAppraisal(**row) for row in _rows(ledger, "pledge_appraisal", "source", pledge_id, org)]
    return sorted(kept, key=lambda one: SOURCES.index(one.source))


def opinions(ledger: "Ledger", pledge_id: str, org: int = SELF) -> list[PledgeOpinion]:
    """Return the opinions heard, by day."""
    return [PledgeOpinion(**row) for row in _rows(ledger, "pledge_opinion", "day, id", pledge_id, org)]


def _rows(ledger: "Ledger", table: str, order: str, pledge_id: str, org: int) -> list[Row]:
    return ledger.query(f"SELECT * FROM {table} WHERE org = ? AND pledge_id = ? ORDER BY {order}", (org, pledge_id))


# --- deeds ----------------------------------------------------------------------------


def add_deed(
    op: Operation,
    *,
    deed_id: str,
    pledge_id: str,
    day: str,
    text: str,
    item_id: str | None = None,
    proof: str = "",
    org: int = SELF,
) -> str:
    """Record something done, for one item or (None) for the whole, and return its id.

    Raises RefusedError: "pledge-closed" before it is being kept or after its result, "pledge-left",
    "pledge-too-early", a bad or missing value.
    """
    row, name = movable(op, pledge_id, org)
    refuse_unless(row, name, _KEEPING, "pledge.deed")
    item = item_id or None
    if item and item not in {kept["id"] for kept in kept_items(op, pledge_id, org)}:
        raise RefusedError("record-gone")
    written: Row = {"org": org, "id": deed_id, "pledge_id": pledge_id, "item_id": item}
    written["day"] = _day(op, "pledge_deed.day", day, pledge_id, "begin", name, org)
    for key, value in (("text", text), ("proof", proof)):
        written[key] = _line("pledge_deed", key, value, DEED_LIMITS, name, required=key == "text")
    op.insert("pledge_deed", written | {"entered_on": op.today.isoformat()})
    return deed_id


def remove_deed(op: Operation, deed_id: str, *, org: int = SELF) -> None:
    """Take back a deed and its evidence. Raises RefusedError("pledge-closed") after the result."""
    row = op.row("pledge_deed", (org, deed_id))
    if row is None:
        raise RefusedError("record-gone")
    kept, name = found(op, row["pledge_id"], org)
    refuse_unless(kept, name, _KEEPING, "pledge.deed_remove")
    op.delete("pledge_deed", (org, deed_id))
    evidence.detach_all(op, "pledge_deed", deed_id, org=org)


# --- appraisals -----------------------------------------------------------------------


def appraise(
    op: Operation,
    pledge_id: str,
    source: str,
    *,
    day: str,
    grade: str = "",
    satisfied: int = 0,
    basically: int = 0,
    unsatisfied: int = 0,
    remark: str = "",
    org: int = SELF,
) -> None:
    """Keep what one side says, in place of what it said before: pledger and branch a grade, members and masses votes.

    With neither, what that side said is taken out. Raises RefusedError: "pledge-closed", "pledge-left",
    "pledge-too-early", "pledge-said-nothing", "pledge-votes-many", a bad value.
    """
    row, name = movable(op, pledge_id, org)
    refuse_unless(row, name, ("appraising",), "pledge.vote")
    word = words.label("pledge_source", texts.choice("pledge_appraisal.source", source, SOURCES, where=name))
    where, key = f"{name}的{word}", (org, pledge_id, source)
    written = _votes((satisfied, basically, unsatisfied), where)
    written["grade"] = texts.choice("pledge_appraisal.grade", grade, ("", *GRADES), where=where)
    written["remark"] = _line("pledge_appraisal", "remark", remark, STEP_LIMITS, where)
    if source == "members":
        _refuse_more_votes_than_members(op, sum(written[one] for one in VOTES), day, where, org)
    kept = op.row("pledge_appraisal", key)
    if not (written["grade"] if source in _GRADED else any(written[one] for one in VOTES)):
        if kept is None or written["remark"]:
            raise RefusedError("pledge-said-nothing", where=where, needed="等次" if source in _GRADED else "票数")
        op.delete("pledge_appraisal", key)
        return
    written["day"] = _day(op, "pledge_appraisal.day", day, pledge_id, "begin", name, org)
    if kept is not None:
        op.update("pledge_appraisal", key, written)
        return
    new: Row = {"org": org, "pledge_id": pledge_id, "source": source, "entered_on": op.today.isoformat()}
    op.insert("pledge_appraisal", new | written)


def _refuse_more_votes_than_members(op: Operation, votes: int, day: str, where: str, org: int) -> None:
    when = date.fromisoformat(texts.full_date("pledge_appraisal.day", day, where=where))
    members = len(attendance.register_on(op.rows, when, org))
    if votes > members:
        raise RefusedError("pledge-votes-many", where=where, votes=votes, members=members)


def set_outcomes(
    op: Operation, pledge_id: str, outcomes: Mapping[str, tuple[str, str]], *, org: int = SELF
) -> None:
    """Keep how items came out: id -> (one of `GRADES` or nothing yet, why not).

    Raises RefusedError: "pledge-closed", "pledge-left", "record-gone" for an item of another pledge, a bad value.
    """
    row, name = movable(op, pledge_id, org)
    refuse_unless(row, name, ("appraising",), "pledge.outcome")
    kept = {item["id"]: item for item in kept_items(op, pledge_id, org)}
    if not outcomes.keys() <= kept.keys():
        raise RefusedError("record-gone")
    written = {
        item_id: {
            "outcome": texts.choice("pledge_item.outcome", grade, ("", *GRADES), where=name),
            "outcome_reason": _line("pledge_item", "outcome_reason", reason, ITEM_LIMITS, name),
        }
        for item_id, (grade, reason) in outcomes.items()
    }
    for item_id, values in written.items():
        op.update("pledge_item", (org, item_id), values)


# --- opinions -------------------------------------------------------------------------


def add_opinion(
    op: Operation,
    *,
    opinion_id: str,
    pledge_id: str,
    day: str,
    text: str,
    from_whom: str = "",
    handling: str = "",
    org: int = SELF,
) -> str:
    """Record an opinion heard since the pledge was posted, and return its id.

    Raises RefusedError: "pledge-closed", "pledge-too-early", a bad or missing value.
    """
    row, name = found(op, pledge_id, org)
    refuse_unless(row, name, _SHOWN, "pledge.opinion")
    written: Row = {"org": org, "id": opinion_id, "pledge_id": pledge_id}
    written["day"] = _day(op, "pledge_opinion.day", day, pledge_id, "post", name, org)
    for key, value in (("from_whom", from_whom), ("text", text), ("handling", handling)):
        written[key] = _line("pledge_opinion", key, value, OPINION_LIMITS, name, required=key == "text")
    op.insert("pledge_opinion", written | {"entered_on": op.today.isoformat()})
    return opinion_id


def handle_opinion(op: Operation, opinion_id: str, *, handling: str, org: int = SELF) -> None:
    """Keep what was done about an opinion."""
    row = op.row("pledge_opinion", (org, opinion_id))
    if row is None:
        raise RefusedError("record-gone")
    _kept, name = found(op, row["pledge_id"], org)
    said = _line("pledge_opinion", "handling", handling, OPINION_LIMITS, name)
    op.update("pledge_opinion", (org, opinion_id), {"handling": said})


# --- values ---------------------------------------------------------------------------


def _votes(given: tuple[int, int, int], where: str) -> Row:
    return {
        name: amounts.checked_count(count, most=MOST_VOTES, field=f"pledge_appraisal.{name}", where=where)
        for name, count in zip(VOTES, given, strict=True)
    }


def _line(
    table: str, key: str, text: str, limits: Mapping[str, int], where: str, *, required: bool = False
) -> str:
    long = key in LONG_TEXTS
    return texts.line(f"{table}.{key}", text, limits[key], required=required, where=where, multiline=long)


def _day(op: Operation, field: str, text: str, pledge_id: str, step: str, name: str, org: int) -> str:
    """Return a day that is not before the last step of a kind."""
    when = days.done_on(op, field, text, where=name)
    rows = op.rows(
        "SELECT max(day) AS day FROM pledge_step WHERE org = ? AND pledge_id = ? AND step = ?", (org, pledge_id, step)
    )
    if when < (earliest := str(rows[0]["day"] or "")):
        told = {"day": days.spoken(when), "earliest": days.spoken(earliest)}
        field_word, step_word = words.label("field", field), words.label("pledge_step", step)
        raise RefusedError("pledge-too-early", name=name, field=field_word, step=step_word, **told)
    return when
