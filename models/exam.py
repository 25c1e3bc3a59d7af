"""Tests of political theory (政治理论考核、考学, M53): one row for each person's result."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models import points, study_member, study_rows, texts, words
from models.errors import RefusedError
from models.gate import Operation, Row
from models.schema import SELF

if TYPE_CHECKING:
    from models.ids import Ids
    from models.ledger import Ledger

EXAM_METHODS = ("closed", "open", "oral", "online", "other")
PASSED = ("", "yes", "no")
TEXT_LIMITS = {"title": 200, "grade": 20, "organizer": 100, "remark": 300}
MOST_SCORE = 100_000


@dataclass(frozen=True, slots=True)
class Exam:
    """One result. score: hundredths of a point, None where only a grade was given; passed: "yes", "no" or unsaid."""

    org: int
    id: str
    member_id: str
    title: str
    day: str
    method: str
    score: int | None
    grade: str
    passed: str
    organizer: str
    remark: str
    entered_on: str
    name: str


def score_of(text: str, *, where: str = "") -> int:
    """Return a score as hundredths of a point. Raises RefusedError("score-wrong")."""
    return points.read(text, most=MOST_SCORE // 100, field=words.label("field", "exam.score"), where=where)


def list_exams(
    ledger: "Ledger", *, org: int | None = SELF, member_id: str = "", year: int | None = None
) -> list[Exam]:
    """Return the results by day; org None: of every organisation."""
    return [Exam(**row) for row in study_rows.listed(ledger, "exam", org, member_id, year)]


def add_exams(
    op: Operation,
    ids: "Ids",
    results: Mapping[str, Mapping[str, Any]],
    *,
    org: int = SELF,
    **values: str,
) -> list[str]:
    """Record the results of one test and return the ids in the order of the people.

    results: member -> `score` (hundredths or None), `grade`, `passed`, `remark`, as far as known. values: `title`,
    `day`, `method`, `organizer`. Raises RefusedError: "study-nobody", "score-wrong", "study-not-member",
    "study-in-future", a bad value.
    """
    if not results:
        raise RefusedError("study-nobody")
    made: list[str] = []
    for member_id, result in results.items():
        row: Row = dict.fromkeys((*TEXT_LIMITS, "passed"), "") | {"score": None}
        row |= {**values, **result, "member_id": member_id}
        row |= _checked(op, row, row, org)
        made.append(ids.new())
        op.insert("exam", row | {"org": org, "id": made[-1], "entered_on": op.today.isoformat()})
    return made


def edit_exam(op: Operation, exam_id: str, *, org: int = SELF, **values: str | int | None) -> bool:
    """Change fields of one result; tell whether anything became different."""
    row = study_rows.kept(op, "exam", exam_id, org)
    return op.update("exam", (org, exam_id), _checked(op, row | values, values, org))


def remove_exam(op: Operation, exam_id: str, *, org: int = SELF) -> None:
    """Take back a result entered by mistake, and the files kept with it."""
    study_rows.remove(op, "exam", exam_id, org)


def _checked(op: Operation, whole: Row, changed: Row, org: int) -> Row:
    where = f"{study_member.name_of(op, whole['member_id'], org)}，{str(whole['title'])[:40]}"
    row = study_rows.checked_texts("exam", changed, TEXT_LIMITS, where=where)
    if "day" in changed:
        row["day"] = study_member.done_by(op, whole["member_id"], "exam.day", changed["day"], org)
    for name, allowed in (("method", EXAM_METHODS), ("passed", PASSED)):
        if name in changed:
            row[name] = texts.choice(f"exam.{name}", changed[name], allowed, where=where)
    if "score" in changed:
        score = changed["score"]
        field = words.label("field", "exam.score")
        row["score"] = score and points.checked(score, most=MOST_SCORE // 100, field=field, where=where)
    return row
