"""The year's reading list (必读书目、推荐书目、必学篇目; M45) and who has read what."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from models import dates, study_member, study_rows, texts
from models.errors import RefusedError
from models.gate import Operation, Row
from models.schema import SELF

if TYPE_CHECKING:
    from models.ids import Ids
    from models.ledger import Ledger

NEEDS = ("required", "recommended")
TEXT_LIMITS = {"title": 200, "author": 100, "issuer": 100, "remark": 300}


@dataclass(frozen=True, slots=True)
class ReadingItem:
    """One book or text of a year's list. due_date: when it is to be read by, or nothing; done: how many have."""

    org: int
    id: str
    year: int
    title: str
    author: str
    issuer: str
    need: str
    due_date: str
    remark: str
    entered_on: str
    done: int


@dataclass(frozen=True, slots=True)
class ReadingDone:
    """That one member has read one item. `name` is the member's, `title` the item's."""

    org: int
    id: str
    reading_id: str
    member_id: str
    day: str
    remark: str
    entered_on: str
    name: str
    title: str


# --- the list ---------------------------------------------------------------------------


def list_items(ledger: "Ledger", *, org: int | None = SELF, year: int | None = None) -> list[ReadingItem]:
    """Return a year's list as it was entered, required ones first."""
    rows = ledger.query(
        "SELECT i.*, (SELECT count(*) FROM reading_done d WHERE d.org = i.org AND d.reading_id = i.id) AS done"
        " FROM reading_item i WHERE (? IS NULL OR i.org = ?) AND (? IS NULL OR i.year = ?)"
        " ORDER BY i.year, i.need = 'recommended', i.id",
        (org, org, year, year),
    )
    return [ReadingItem(**row) for row in rows]


def add_item(op: Operation, *, item_id: str, org: int = SELF, **values: str | int) -> str:
    """Put one book or text on a year's list and return its id.

    values: `year`, `title`, `need`, `due_date`, more of `TEXT_LIMITS`. Raises RefusedError: "reading-twice" for a
    title that is on the year's list, "reading-year", a bad value.
    """
    row: Row = dict.fromkeys((*TEXT_LIMITS, "due_date"), "") | values
    row |= _checked(row, row)
    _refuse_twice(op, row, item_id, org)
    op.insert("reading_item", row | {"org": org, "id": item_id, "entered_on": op.today.isoformat()})
    return item_id


def edit_item(op: Operation, item_id: str, *, org: int = SELF, **values: str | int) -> bool:
    """Change fields of one item; tell whether anything became different."""
    whole = study_rows.kept(op, "reading_item", item_id, org) | values
    row = _checked(whole, values)
    _refuse_twice(op, whole | row, item_id, org)
    return op.update("reading_item", (org, item_id), row)


def remove_item(op: Operation, item_id: str, *, org: int = SELF) -> None:
    """Take an item off the list. Raises RefusedError("reading-read") while somebody is marked as having read it."""
    row = study_rows.kept(op, "reading_item", item_id, org)
    read = op.rows("SELECT count(*) AS n FROM reading_done WHERE org = ? AND reading_id = ?", (org, item_id))
    if read[0]["n"]:
        raise RefusedError("reading-read", title=row["title"], count=read[0]["n"])
    op.delete("reading_item", (org, item_id))


def _checked(whole: Row, changed: Row) -> Row:
    where = str(whole["title"])[:40]
    row = study_rows.checked_texts("reading_item", changed, TEXT_LIMITS, where=where)
    if "year" in changed:
        if not dates.EARLIEST_YEAR <= changed["year"] <= dates.LATEST_YEAR:
            raise RefusedError("reading-year", year=changed["year"], where=where)
        row["year"] = changed["year"]
    if "need" in changed:
        row["need"] = texts.choice("reading_item.need", changed["need"], NEEDS, where=where)
    if "due_date" in changed:
        row["due_date"] = texts.iso_date("reading_item.due_date", changed["due_date"], where=where)
    return row


def _refuse_twice(op: Operation, row: Row, item_id: str, org: int) -> None:
    same = (org, row["year"], row["title"], item_id)
    if op.rows("SELECT 1 FROM reading_item WHERE org = ? AND year = ? AND title = ? AND id <> ?", same):
        raise RefusedError("reading-twice", title=row["title"], year=row["year"])


# --- who has read it --------------------------------------------------------------------


def list_done(
    ledger: "Ledger", *, org: int | None = SELF, reading_id: str = "", member_id: str = "", year: int | None = None
) -> list[ReadingDone]:
    """Return who has read what, by day. year: of the list, not of the day."""
    rows = ledger.query(
        "SELECT d.*, m.name, i.title FROM reading_done d JOIN member m ON m.org = d.org AND m.id = d.member_id"
        " JOIN reading_item i ON i.org = d.org AND i.id = d.reading_id WHERE (? IS NULL OR d.org = ?)"
        " AND (? = '' OR d.reading_id = ?) AND (? = '' OR d.member_id = ?) AND (? IS NULL OR i.year = ?)"
        " ORDER BY d.day, d.id",
        (org, org, reading_id, reading_id, member_id, member_id, year, year),
    )
    return [ReadingDone(**row) for row in rows]


def mark_read(
    op: Operation, ids: "Ids", reading_id: str, read: Mapping[str, str | date], *, org: int = SELF, remark: str = ""
) -> list[str]:
    """Mark people as having read an item: member -> day; another day for one who is marked moves it.

    Returns the ids in their order. Raises RefusedError: "study-nobody", "study-not-member", "study-in-future", a bad
    value.
    """
    item = study_rows.kept(op, "reading_item", reading_id, org)
    if not read:
        raise RefusedError("study-nobody")
    made: list[str] = []
    for member_id, day in read.items():
        when = study_member.done_by(op, member_id, "reading_done.day", day, org)
        said = texts.line("reading_done.remark", remark, TEXT_LIMITS["remark"], where=item["title"][:40])
        there = _done(op, reading_id, member_id, org)
        if there:
            made.append(there["id"])
            op.update("reading_done", (org, there["id"]), {"day": when} | ({"remark": said} if said else {}))
            continue
        made.append(ids.new())
        row: Row = {"org": org, "id": made[-1], "reading_id": reading_id, "member_id": member_id, "day": when}
        op.insert("reading_done", row | {"remark": said, "entered_on": op.today.isoformat()})
    return made


def unmark_read(op: Operation, reading_id: str, member_ids: Collection[str], *, org: int = SELF) -> None:
    """Take marks back; whoever has none is passed over."""
    for member_id in dict.fromkeys(member_ids):
        if there := _done(op, reading_id, member_id, org):
            op.delete("reading_done", (org, there["id"]))


def _done(op: Operation, reading_id: str, member_id: str, org: int) -> dict[str, Any]:
    key = (org, reading_id, member_id)
    rows = op.rows("SELECT * FROM reading_done WHERE org = ? AND reading_id = ? AND member_id = ?", key)
    return rows[0] if rows else {}
