"""Study beside the branch's meetings: training courses, self-study, online study, study brought home (M34, M48)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models import amounts, days, own_approval, study_rows, texts, words
from models.dates import display_date
from models.errors import RefusedError
from models.gate import Operation, Row
from models.schema import SELF

if TYPE_CHECKING:
    from models.ids import Ids
    from models.ledger import Ledger

STUDY_KINDS = ("training", "self_study", "online", "delivered", "other")
TEXT_LIMITS = {"title": 200, "organizer": 100, "place": 100, "result": 60, "proof": 100, "remark": 300}
MOST_PAGES = 2_000
CHECK_LIMITS = {"checker": 60, "check_result": 100}
"""What is noted when self-study is looked at (M43)."""


@dataclass(frozen=True, slots=True)
class StudyRecord:
    """One person's study. from_day, to_day: first and last day; study_minutes: over all its days; note_pages: pages of
    notes; checker, checked_on, check_result: who looked at it and what was found.
    """

    org: int
    id: str
    member_id: str
    kind: str
    title: str
    organizer: str
    place: str
    from_day: str
    to_day: str
    study_minutes: int
    result: str
    proof: str
    remark: str
    entered_on: str
    name: str
    note_pages: int = 0
    checker: str = ""
    checked_on: str = ""
    check_result: str = ""


def list_records(
    ledger: "Ledger", *, org: int | None = SELF, member_id: str = "", year: int | None = None
) -> list[StudyRecord]:
    """Return study records by first day; those of a year touch it with at least one day."""
    parts: list[str] = ["1"]
    parameters: list[Any] = []
    for condition, value in (("s.org = ?", org), ("s.member_id = ?", member_id or None)):
        if value is not None:
            parts.append(condition)
            parameters.append(value)
    if year is not None:
        parts.append("s.from_day <= ? AND s.to_day >= ?")
        parameters += [f"{year:04d}-12-31", f"{year:04d}-01-01"]
    rows = ledger.query(
        "SELECT s.*, m.name FROM study_record s JOIN member m ON m.org = s.org AND m.id = s.member_id"
        f" WHERE {' AND '.join(parts)} ORDER BY s.from_day, s.id",
        tuple(parameters),
    )
    return [StudyRecord(**row) for row in rows]


def add_records(
    op: Operation, ids: "Ids", member_ids: Collection[str], *, org: int = SELF, **values: str | int
) -> list[str]:
    """Record the same study of one or several people and return the ids in their order.

    values: `kind`, `title`, `from_day`, `to_day` (the same day when missing), `study_minutes` each person had, more of
    `TEXT_LIMITS`. Raises RefusedError: "study-nobody", "study-in-future", "dates-reversed", "hours-wrong", a bad value.
    """
    if not member_ids:
        raise RefusedError("study-nobody")
    row = _checked(op, {"to_day": values["from_day"], **values})
    complete: Row = dict.fromkeys((*TEXT_LIMITS, *CHECK_LIMITS, "checked_on"), "") | {"note_pages": 0} | row
    complete |= {"org": org, "entered_on": op.today.isoformat()}
    made: list[str] = []
    for member_id in dict.fromkeys(member_ids):
        if op.row("member", (org, member_id)) is None:
            raise RefusedError("member-unknown", id=member_id)
        _refuse_own(op, member_id, complete, org)
        made.append(ids.new())
        op.insert("study_record", complete | {"id": made[-1], "member_id": member_id})
    return made


def edit_record(op: Operation, record_id: str, *, org: int = SELF, **values: str | int) -> bool:
    """Change fields of one record; tell whether anything became different."""
    row = study_rows.kept(op, "study_record", record_id, org)
    names = ("kind", "from_day", "to_day", "study_minutes", "note_pages", "checked_on", *TEXT_LIMITS, *CHECK_LIMITS)
    changed = _checked(op, {name: row[name] for name in names} | values)
    if changed["checker"] != row["checker"]:
        _refuse_own(op, row["member_id"], changed, org)
    return op.update("study_record", (org, record_id), changed)


def check_records(
    op: Operation, record_ids: Iterable[str], *, checker: str, day: str, result: str, org: int = SELF
) -> None:
    """Note who looked at several people's study and what was found (M43); one who looks again says it anew.

    Raises RefusedError: "value-empty" without a name or result, "study-reviewed-early" for a day before the study's
    last, "study-in-future", "own-approval", a bad value.
    """
    checked = days.done_on(op, "study_record.checked_on", day)
    texts.line("study_record.checker", checker, CHECK_LIMITS["checker"], required=True)
    texts.line("study_record.check_result", result, CHECK_LIMITS["check_result"], required=True)
    for record_id in record_ids:
        row = op.row("study_record", (org, record_id))
        if row and checked < row["to_day"]:
            facts = {"later": days.spoken(checked), "day": days.spoken(row["to_day"]), "where": row["title"][:40]}
            raise RefusedError("study-reviewed-early", field=words.label("field", "study_record.checked_on"), **facts)
        edit_record(op, record_id, org=org, checker=checker, checked_on=checked, check_result=result)


def remove_record(op: Operation, record_id: str, *, org: int = SELF) -> None:
    """Take back a record entered by mistake. Raises RefusedError("record-gone")."""
    study_rows.remove(op, "study_record", record_id, org)


def _refuse_own(op: Operation, member_id: str, row: Row, org: int) -> None:
    own = own_approval.of_member(op, member_id, row["checked_on"] or row["to_day"], org)
    told = {"name": f"{own[0]}，{str(row['title'])[:40]}", "act": words.label("field", "study_record.checker")}
    own_approval.refuse(row["checker"], own, note=row["check_result"], **told)


def _checked(op: Operation, values: Mapping[str, Any]) -> Row:
    where = str(values["title"])[:40]
    row: Row = {"kind": texts.choice("study_record.kind", values["kind"], STUDY_KINDS, where=where)}
    for name in ("from_day", "to_day"):
        row[name] = texts.full_date(f"study_record.{name}", values[name], where=where)
    if row["to_day"] < row["from_day"]:
        raise RefusedError("dates-reversed", first=row["from_day"], last=row["to_day"])
    if row["to_day"] > op.today.isoformat():
        today = display_date(op.today.isoformat(), "chinese")
        raise RefusedError("study-in-future", day=display_date(row["to_day"], "chinese"), today=today)
    row["study_minutes"] = amounts.checked_minutes(
        values["study_minutes"],
        most=amounts.MOST_RECORD_MINUTES,
        field="study_record.study_minutes",
        where=where,
    )
    row |= study_rows.checked_texts("study_record", values, TEXT_LIMITS | CHECK_LIMITS, where=where)
    if "note_pages" in values:
        row["note_pages"] = amounts.checked_count(
            values["note_pages"], most=MOST_PAGES, field="study_record.note_pages", where=where
        )
    if values.get("checked_on"):
        row["checked_on"] = texts.full_date("study_record.checked_on", values["checked_on"], where=where)
    elif "checked_on" in values:
        row["checked_on"] = ""
    return row
