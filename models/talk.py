"""Talks given (交流发言, M56): exchanges, speeches, contests, reports of what was learnt."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import study_member, study_rows, texts
from models.errors import RefusedError
from models.gate import Operation, Row
from models.schema import SELF

if TYPE_CHECKING:
    from models.ids import Ids
    from models.ledger import Ledger

TALK_KINDS = ("exchange", "speech", "contest", "report", "other")
TEXT_LIMITS = {"title": 200, "occasion": 200, "points": 20_000, "ranking": 60, "remark": 300}
LONG_TEXTS = ("points",)


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk. occasion: the meeting or event; points: what was said; ranking: the place won, if any."""

    org: int
    id: str
    member_id: str
    kind: str
    day: str
    occasion: str
    title: str
    points: str
    ranking: str
    remark: str
    entered_on: str
    name: str


def list_talks(
    ledger: "Ledger", *, org: int | None = SELF, member_id: str = "", year: int | None = None
) -> list[Talk]:
    """Return the talks by day; org None: of every organisation."""
    return [Talk(**row) for row in study_rows.listed(ledger, "talk", org, member_id, year)]


def add_talks(
    op: Operation, ids: "Ids", member_ids: Collection[str], *, org: int = SELF, **values: str
) -> list[str]:
    """Record the same talk of one or several people (a contest's team) and return the ids in their order.

    values: `kind`, `title`, `day`, more of `TEXT_LIMITS`. Raises RefusedError: "study-nobody", "study-not-member",
    "study-in-future", a bad value.
    """
    if not member_ids:
        raise RefusedError("study-nobody")
    made: list[str] = []
    for member_id in dict.fromkeys(member_ids):
        row: Row = dict.fromkeys(TEXT_LIMITS, "") | values | {"member_id": member_id}
        row |= _checked(op, row, row, org)
        made.append(ids.new())
        op.insert("talk", row | {"org": org, "id": made[-1], "entered_on": op.today.isoformat()})
    return made


def edit_talk(op: Operation, talk_id: str, *, org: int = SELF, **values: str) -> bool:
    """Change fields of one talk; tell whether anything became different."""
    row = study_rows.kept(op, "talk", talk_id, org)
    return op.update("talk", (org, talk_id), _checked(op, row | values, values, org))


def remove_talk(op: Operation, talk_id: str, *, org: int = SELF) -> None:
    """Take back a talk entered by mistake, and the files kept with it."""
    study_rows.remove(op, "talk", talk_id, org)


def _checked(op: Operation, whole: Row, changed: Row, org: int) -> Row:
    where = f"{study_member.name_of(op, whole['member_id'], org)}，{str(whole['title'])[:40]}"
    row = study_rows.checked_texts("talk", changed, TEXT_LIMITS, where=where, long=LONG_TEXTS)
    if "day" in changed:
        row["day"] = study_member.done_by(op, whole["member_id"], "talk.day", changed["day"], org)
    if "kind" in changed:
        row["kind"] = texts.choice("talk.kind", changed["kind"], TALK_KINDS, where=where)
    return row
