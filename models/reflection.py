"""Reflections and study notes (心得体会、学习笔记; M44, M46): written by a member, reviewed, sometimes exhibited."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import amounts, days, own_approval, study_member, study_rows, texts, words
from models.errors import RefusedError
from models.gate import Operation, Row
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

REFLECTION_KINDS = ("reflection", "notes")
TEXT_LIMITS = {
    "title": 200,
    "body": 100_000,
    "reviewer": 60,
    "review": 1_000,
    "exhibited_at": 100,
}
LONG_TEXTS = ("body", "review")
MOST_PAGES = 2_000


@dataclass(frozen=True, slots=True)
class Reflection:
    """One text or one stretch of a notebook. body: the text, empty where it lies on paper; pages: of a notebook;
    reviewed_on, exhibited_on: a day or nothing; `name` is the member's.
    """

    org: int
    id: str
    member_id: str
    kind: str
    title: str
    day: str
    body: str
    pages: int
    reviewer: str
    reviewed_on: str
    review: str
    exhibited_on: str
    exhibited_at: str
    entered_on: str
    name: str

    @property
    def characters(self) -> int:
        """How long the text is, without blanks; 0 for one that lies on paper."""
        return len("".join(self.body.split()))


def list_reflections(
    ledger: "Ledger", *, org: int | None = SELF, member_id: str = "", year: int | None = None
) -> list[Reflection]:
    """Return the texts by day; org None: of every organisation."""
    return [Reflection(**row) for row in study_rows.listed(ledger, "reflection", org, member_id, year)]


def add_reflection(
    op: Operation, *, reflection_id: str, member_id: str, org: int = SELF, **values: str | int
) -> str:
    """Record one text and return its id.

    values: `kind`, `title`, `day`, more of `TEXT_LIMITS`, `pages`, `reviewed_on`, `exhibited_on`.
    Raises RefusedError: "study-not-member", "study-in-future", "study-reviewed-early", "count-wrong", a bad value.
    """
    row: Row = dict.fromkeys((*TEXT_LIMITS, "reviewed_on", "exhibited_on"), "") | {"pages": 0}
    row |= values | {"member_id": member_id}
    row |= _checked(op, row, row, org)
    _refuse_own(op, row, org)
    op.insert("reflection", row | {"org": org, "id": reflection_id, "entered_on": op.today.isoformat()})
    return reflection_id


def edit_reflection(op: Operation, reflection_id: str, *, org: int = SELF, **values: str | int) -> bool:
    """Change fields of one text; tell whether anything became different."""
    row = study_rows.kept(op, "reflection", reflection_id, org)
    changed = _checked(op, row | values, values, org)
    if changed.get("reviewer", row["reviewer"]) != row["reviewer"]:
        _refuse_own(op, row | changed, org)
    return op.update("reflection", (org, reflection_id), changed)


def remove_reflection(op: Operation, reflection_id: str, *, org: int = SELF) -> None:
    """Take back a text entered by mistake, and the files kept with it."""
    study_rows.remove(op, "reflection", reflection_id, org)


def review_reflections(
    op: Operation, reflection_ids: Iterable[str], *, reviewer: str, day: str, review: str, org: int = SELF
) -> None:
    """Note who read the texts, when, and what was found; one who reviews again says it anew.

    Raises RefusedError: "value-empty" without a name, "study-reviewed-early", "study-in-future", "own-approval", a bad
    value.
    """
    texts.line("reflection.reviewer", reviewer, TEXT_LIMITS["reviewer"], required=True)
    texts.full_date("reflection.reviewed_on", day)
    for one in reflection_ids:
        edit_reflection(op, one, org=org, reviewer=reviewer, reviewed_on=day, review=review)


def exhibit(op: Operation, reflection_ids: Iterable[str], *, day: str, place: str, org: int = SELF) -> None:
    """Note when and where the texts were shown (M46). Raises as `review_reflections`."""
    texts.full_date("reflection.exhibited_on", day)
    for one in reflection_ids:
        edit_reflection(op, one, org=org, exhibited_on=day, exhibited_at=place)


def _refuse_own(op: Operation, row: Row, org: int) -> None:
    own = own_approval.of_member(op, row["member_id"], row["reviewed_on"] or row["day"], org)
    told = {"name": f"{own[0]}，{str(row['title'])[:40]}", "act": words.label("operation", "reflection.review")}
    own_approval.refuse(row["reviewer"], own, note=row["review"], **told)


def _checked(op: Operation, whole: Row, changed: Row, org: int) -> Row:
    """Return the changed columns as they are kept; whole: the row as it would be, for what must agree."""
    day = study_member.done_by(op, whole["member_id"], "reflection.day", whole["day"], org)
    where = f"{study_member.name_of(op, whole['member_id'], org)}，{str(whole['title'])[:40]}"
    row = study_rows.checked_texts("reflection", changed, TEXT_LIMITS, where=where, long=LONG_TEXTS)
    if "day" in changed:
        row["day"] = day
    if "kind" in changed:
        row["kind"] = texts.choice("reflection.kind", changed["kind"], REFLECTION_KINDS, where=where)
    if "pages" in changed:
        row["pages"] = amounts.checked_count(changed["pages"], most=MOST_PAGES, field="reflection.pages", where=where)
    for name in ("reviewed_on", "exhibited_on"):
        later = whole[name] and days.done_on(op, f"reflection.{name}", whole[name], where=where)
        if later and later < day:
            field = words.label("field", f"reflection.{name}")
            facts = {"field": field, "later": days.spoken(later), "day": days.spoken(day)}
            raise RefusedError("study-reviewed-early", where=where, **facts)
        if name in changed:
            row[name] = later
    return row
