"""A member's study archive of one year (党员学习档案, M49): filled in, reviewed by the secretary, filed.

What the archive contains is never stored here: it is gathered from meetings, study and texts. Kept are the
member's summary and the way the archive has gone: open → filled → reviewed → filed, back only with a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from models import days, own_approval, spans, texts, words
from models.errors import RefusedError
from models.gate import Operation, Row
from models.schema import SELF

if TYPE_CHECKING:
    from models.ids import Ids
    from models.ledger import Ledger

ARCHIVE_STATES = ("open", "filled", "reviewed", "filed")
TEXT_LIMITS = {
    "summary": 20_000,
    "group_opinion": 1_000,
    "reviewer": 60,
    "review": 1_000,
    "returned": 300,
    "filed_by": 60,
    "file_number": 40,
}
LONG_TEXTS = ("summary", "group_opinion", "review")
_WRITABLE = ("open", "filled")
_BLANK: Row = dict.fromkeys((*TEXT_LIMITS, "filled_on", "reviewed_on", "filed_on", "filed_digest"), "")


@dataclass(frozen=True, slots=True)
class StudyArchive:
    """One archive. returned: why it was sent back or opened again; filed_digest: of what it held when filed."""

    org: int
    id: str
    member_id: str
    year: int
    state: str
    summary: str
    group_opinion: str
    filled_on: str
    reviewer: str
    reviewed_on: str
    review: str
    returned: str
    filed_by: str
    filed_on: str
    file_number: str
    filed_digest: str
    name: str


@dataclass(frozen=True, slots=True)
class ArchiveSummary:
    """How far the archives of one organisation and year are. by_state: each of `ARCHIVE_STATES` -> how many."""

    expected: int
    by_state: Mapping[str, int]


# --- reading --------------------------------------------------------------------------


def list_archives(ledger: "Ledger", *, org: int = SELF, year: int) -> list[StudyArchive]:
    """Return the archive of everybody who was a member in the year, by pinyin, open where nothing is kept yet (its id
    is empty then); besides them those that are kept. A year that has not begun has only these.
    """
    kept = {
        row["member_id"]: row
        for row in ledger.query("SELECT * FROM study_archive WHERE org = ? AND year = ?", (org, year))
    }
    begun = year <= ledger.clock.today().year
    people = ledger.query("SELECT * FROM member WHERE org = ? ORDER BY name_pinyin, name, id", (org,))
    found = []
    for person in people:
        row = kept.get(person["id"])
        if row is None and begun and belongs(person, year):
            row = {"org": org, "id": "", "member_id": person["id"], "year": year, "state": "open"} | _BLANK
        if row is not None:
            found.append(StudyArchive(**row, name=person["name"]))
    return found


def get(ledger: "Ledger", member_id: str, year: int, org: int = SELF) -> StudyArchive:
    """Return one member's archive. Raises RefusedError("archive-not-hers") for who was no member that year."""
    found = [one for one in list_archives(ledger, org=org, year=year) if one.member_id == member_id]
    if not found:
        raise RefusedError("archive-not-hers", name=_name(ledger, member_id, org), year=year)
    return found[0]


def years(ledger: "Ledger", org: int | None = SELF) -> set[int]:
    """Return the years of which an archive was begun."""
    rows = ledger.query("SELECT DISTINCT year FROM study_archive WHERE ? IS NULL OR org = ?", (org, org))
    return {row["year"] for row in rows}


def summary(ledger: "Ledger", org: int = SELF, year: int | None = None) -> ArchiveSummary:
    """Return how far the archives of a year (None: this one) are."""
    listed = list_archives(ledger, org=org, year=year or ledger.clock.today().year)
    return ArchiveSummary(len(listed), {key: sum(one.state == key for one in listed) for key in ARCHIVE_STATES})


def belongs(person: Row, year: int) -> bool:
    """Tell whether somebody was a member on at least one day of a year; what was entered by mistake never was.

    person: a row of `member`. As `attendance.register_on`: who left on a day nobody knows is not there.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    if not (spans.begun(person["joined_date"], last) and spans.begun(person["arrived_date"], last)):
        return False
    left = person["left_date"]
    return person["status"] == "active" or (
        person["left_kind"] != "mistake" and bool(left) and not spans.ended(left, first)
    )


def _name(ledger: "Ledger", member_id: str, org: int) -> str:
    rows = ledger.query("SELECT name FROM member WHERE org = ? AND id = ?", (org, member_id))
    return str(rows[0]["name"]) if rows else ""


# --- writing --------------------------------------------------------------------------


def write_summary(
    op: Operation,
    ids: "Ids",
    member_id: str,
    year: int,
    *,
    summary: str | None = None,
    group_opinion: str | None = None,
    org: int = SELF,
) -> bool:
    """Keep the member's summary and the group's opinion (None: as it is); tell whether anything became different.

    Raises RefusedError("archive-closed") once it is reviewed, a bad value.
    """
    row, person = _found(op, member_id, year, org)
    state = row["state"] if row else "open"
    if state not in _WRITABLE:
        step = words.label("operation", "archive.reopen" if state == "filed" else "archive.send_back")
        raise RefusedError("archive-closed", name=person["name"], state=words.label("archive_state", state), step=step)
    said = {"summary": summary, "group_opinion": group_opinion}
    values = {name: _text(name, text, person) for name, text in said.items() if text is not None}
    if row is None:
        if not any(values.values()):
            return False
        row = _opened(op, ids, member_id, year, org)
    return op.update("study_archive", (org, row["id"]), values)


def fill(op: Operation, ids: "Ids", member_id: str, year: int, day: str, *, org: int = SELF) -> str:
    """Say that the member has filled the archive in, and return its id.

    Raises RefusedError: "archive-step" where it is filled already, "archive-too-early", a bad value.
    """
    row, person = _found(op, member_id, year, org)
    _refuse_step("fill", row, person)
    when = _day(op, "filled_on", day, f"{year:04d}-01-01", person)
    row = row or _opened(op, ids, member_id, year, org)
    op.update("study_archive", (org, row["id"]), {"state": "filled", "filled_on": when, "returned": ""})
    return str(row["id"])


def review(
    op: Operation, member_id: str, year: int, *, reviewer: str, day: str, review: str, org: int = SELF
) -> None:
    """Keep the secretary's review with its remark (M49: 党支部书记审阅把关).

    Raises RefusedError: "archive-step", "archive-too-early", "own-approval", a bad or missing value.
    """
    row, person = _at_step(op, "review", member_id, year, org)
    values = {
        "state": "reviewed",
        "reviewed_on": _day(op, "reviewed_on", day, row["filled_on"], person),
        "reviewer": _text("reviewer", reviewer, person, required=True),
        "review": _text("review", review, person, required=True),
    }
    own = own_approval.of_member(op, member_id, values["reviewed_on"], org)
    told = {"name": f"{person['name']}的学习档案", "act": words.label("operation", "archive.review")}
    own_approval.refuse(values["reviewer"], own, note=values["review"], **told)
    op.update("study_archive", (org, row["id"]), values)


def send_back(op: Operation, member_id: str, year: int, *, reason: str, org: int = SELF) -> None:
    """Give a filled or reviewed archive back to be completed; the review is taken out, the summary stays."""
    row, person = _at_step(op, "send_back", member_id, year, org)
    op.update("study_archive", (org, row["id"]), _back(reason, person))


def file(
    op: Operation,
    member_id: str,
    year: int,
    *,
    by: str,
    day: str,
    number: str = "",
    digest: str = "",
    org: int = SELF,
) -> None:
    """File a reviewed archive: who, when, under which number (several may lie in one volume).

    digest: of what it held then. Raises RefusedError: "archive-step", "archive-too-early", a bad or missing value.
    """
    row, person = _at_step(op, "file", member_id, year, org)
    values = {
        "state": "filed",
        "filed_on": _day(op, "filed_on", day, row["reviewed_on"], person),
        "filed_by": _text("filed_by", by, person, required=True),
        "file_number": _text("file_number", number, person),
        "filed_digest": digest,
    }
    op.update("study_archive", (org, row["id"]), values)


def reopen(op: Operation, member_id: str, year: int, *, reason: str, org: int = SELF) -> None:
    """Open a filed archive again; it goes the whole way once more and keeps its number."""
    row, person = _at_step(op, "reopen", member_id, year, org)
    taken_out = {"filed_by": "", "filed_on": "", "filed_digest": ""}
    op.update("study_archive", (org, row["id"]), _back(reason, person) | taken_out)


# --- the way --------------------------------------------------------------------------

_FROM = {
    "fill": ("open",),
    "review": ("filled",),
    "send_back": ("filled", "reviewed"),
    "file": ("reviewed",),
    "reopen": ("filed",),
}
_FIRST = {
    ("review", "open"): "fill",
    ("file", "open"): "fill",
    ("file", "filled"): "review",
    ("fill", "filed"): "reopen",
    ("review", "filed"): "reopen",
    ("send_back", "filed"): "reopen",
    ("fill", "filled"): "send_back",
    ("fill", "reviewed"): "send_back",
    ("review", "reviewed"): "send_back",
}
"""Step and state -> what has to happen first; nothing else would help elsewhere."""


def may(archive: StudyArchive) -> tuple[str, ...]:
    """Return the steps that an archive can take now: of fill, review, send_back, file, reopen."""
    return tuple(step for step, states in _FROM.items() if archive.state in states)


def _found(op: Operation, member_id: str, year: int, org: int) -> tuple[Row | None, Row]:
    """Return the kept archive, if any, and the member. Raises RefusedError("member-unknown" | "archive-not-hers")."""
    person = op.row("member", (org, member_id))
    if person is None:
        raise RefusedError("member-unknown", id=member_id)
    rows = op.rows(
        "SELECT * FROM study_archive WHERE org = ? AND member_id = ? AND year = ?", (org, member_id, year)
    )
    if not rows and (year > op.today.year or not belongs(person, year)):
        raise RefusedError("archive-not-hers", name=person["name"], year=year)
    return rows[0] if rows else None, person


def _at_step(op: Operation, step: str, member_id: str, year: int, org: int) -> tuple[Row, Row]:
    row, person = _found(op, member_id, year, org)
    _refuse_step(step, row, person)
    return row or {}, person


def _refuse_step(step: str, row: Row | None, person: Row) -> None:
    state = row["state"] if row else "open"
    if state in _FROM[step]:
        return
    first = _FIRST.get((step, state), "")
    facts = {"name": person["name"], "state": words.label("archive_state", state)}
    facts["step"] = words.label("operation", f"archive.{step}")
    if not first:
        raise RefusedError("archive-step-needless", **facts)
    raise RefusedError("archive-step", first=words.label("operation", f"archive.{first}"), **facts)


def _opened(op: Operation, ids: "Ids", member_id: str, year: int, org: int) -> Row:
    row: Row = {"org": org, "id": ids.new(), "member_id": member_id, "year": year, "state": "open"} | _BLANK
    op.insert("study_archive", row)
    return row


def _back(reason: str, person: Row) -> Row:
    said = _text("returned", reason, person, required=True)
    return {"state": "open", "returned": said, "filled_on": "", "reviewer": "", "reviewed_on": "", "review": ""}


def _day(op: Operation, name: str, text: str, earliest: str, person: Row) -> str:
    when = days.done_on(op, f"study_archive.{name}", text, where=person["name"])
    if when < earliest:
        field = words.label("field", f"study_archive.{name}")
        told = {"day": days.spoken(when), "earliest": days.spoken(earliest)}
        raise RefusedError("archive-too-early", field=field, name=person["name"], **told)
    return when


def _text(name: str, text: str, person: Row, *, required: bool = False) -> str:
    return texts.line(
        f"study_archive.{name}",
        text,
        TEXT_LIMITS[name],
        required=required,
        where=person["name"],
        multiline=name in LONG_TEXTS,
    )
