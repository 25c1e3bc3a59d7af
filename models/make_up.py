"""Make-up study (补课, M33): a record beside the absence, which itself stays as it was.

Source of the duty: Q23; the source names no deadline.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import amounts, evidence, own_approval, texts, words
from models.attendance import AWAY_MARKS
from models.dates import display_date
from models.errors import RefusedError
from models.gate import Operation
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class MakeUp:
    """One make-up. tutor: the person named to give it (指定专人); `name` and `topic` are of member and meeting."""

    org: int
    id: str
    meeting_id: str
    member_id: str
    day: str
    study_minutes: int
    tutor: str
    content: str
    entered_on: str
    name: str
    topic: str
    meeting_day: str


def list_make_ups(ledger: "Ledger", org: int | None = SELF) -> list[MakeUp]:
    """Return the make-ups of an organisation by day."""
    where, parameters = ("1", ()) if org is None else ("u.org = ?", (org,))
    rows = ledger.query(
        "SELECT u.*, m.name, e.topic, e.day AS meeting_day FROM make_up u"
        " JOIN member m ON m.org = u.org AND m.id = u.member_id"
        f" JOIN meeting e ON e.org = u.org AND e.id = u.meeting_id WHERE {where} ORDER BY u.day, u.id",
        parameters,
    )
    return [MakeUp(**row) for row in rows]


def add_make_up(
    op: Operation,
    *,
    make_up_id: str,
    meeting_id: str,
    member_id: str,
    day: str,
    study_minutes: int | None = None,
    tutor: str = "",
    content: str = "",
    org: int = SELF,
) -> str:
    """Record a make-up and return its id; study_minutes None: as many as the meeting had.

    Raises RefusedError: "make-up-not-away", "make-up-twice", "make-up-too-early", "meeting-in-future",
    "meeting-already-withdrawn", a bad value.
    """
    key = (org, meeting_id, member_id)
    line, meeting, person = (
        op.row("attendance", key),
        op.row("meeting", (org, meeting_id)),
        op.row("member", (org, member_id)),
    )
    if line is None or meeting is None or person is None:
        raise RefusedError("record-gone")
    if meeting["status"] == "withdrawn":
        raise RefusedError("meeting-already-withdrawn", topic=meeting["topic"])
    if line["mark"] not in AWAY_MARKS:
        raise RefusedError("make-up-not-away", name=person["name"])
    if op.rows("SELECT 1 FROM make_up WHERE org = ? AND meeting_id = ? AND member_id = ?", key):
        raise RefusedError("make-up-twice", name=person["name"])
    when = texts.full_date("make_up.day", day, where=person["name"])
    if when < meeting["day"]:
        raise RefusedError("make-up-too-early", day=display_date(when, "chinese"), name=person["name"])
    if when > op.today.isoformat():
        today = display_date(op.today.isoformat(), "chinese")
        raise RefusedError("meeting-in-future", day=display_date(when, "chinese"), today=today)
    minutes = meeting["study_minutes"] if study_minutes is None else study_minutes
    row = {"org": org, "id": make_up_id, "meeting_id": meeting_id, "member_id": member_id, "day": when}
    row |= {
        "study_minutes": amounts.checked_minutes(minutes, field="make_up.study_minutes", where=person["name"]),
        "tutor": texts.line("make_up.tutor", tutor, 60, where=person["name"]),
        "content": texts.line("make_up.content", content, 300, where=person["name"]),
        "entered_on": op.today.isoformat(),
    }
    own = own_approval.of_member(op, member_id, when, org)
    told = {"name": f"{person['name']}的补课", "act": words.label("field", "make_up.tutor")}
    own_approval.refuse(str(row["tutor"]), own, **told)
    op.insert("make_up", row)
    return make_up_id


def remove_make_up(op: Operation, make_up_id: str, *, org: int = SELF) -> None:
    """Take back a make-up entered by mistake."""
    if op.row("make_up", (org, make_up_id)) is None:
        raise RefusedError("record-gone")
    evidence.detach_all(op, "make_up", make_up_id, org=org)
    op.delete("make_up", (org, make_up_id))
