"""Posts (任职): who is secretary, on the branch committee, leads a group, from when to when.

A branch has a committee (支委会) on a day when somebody holds a post of `COMMITTEE_POSTS` beside the secretaries then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from models import spans, texts
from models.errors import RefusedError
from models.gate import Operation, Row
from models.schema import SELF

if TYPE_CHECKING:
    pass

Query = Callable[[str, tuple[Any, ...]], list[Row]]
"""`ledger.query` or, inside an operation, `op.rows`."""

POSTS = (
    "secretary",
    "deputy_secretary",
    "organization",
    "publicity",
    "discipline",
    "committee_member",
    "group_leader",
)
SECRETARIES = ("secretary", "deputy_secretary")
COMMITTEE_POSTS = ("organization", "publicity", "discipline", "committee_member")
LEADING_POSTS = (*SECRETARIES, *COMMITTEE_POSTS)
"""党组织领导班子成员."""


@dataclass(frozen=True, slots=True)
class PostTerm:
    """One term of a post; empty dates are unknown or not yet. `name` is the member's."""

    org: int
    id: str
    member_id: str
    post: str
    group_id: str | None
    from_date: str
    to_date: str
    name: str

    def held_on(self, day: date) -> bool:
        """Tell whether the post was held on a day."""
        return spans.stood(self.from_date, self.to_date, day)


def list_posts(query: Query, org: int = SELF, *, day: date | None = None) -> list[PostTerm]:
    """Return the terms of an organisation, secretaries first; with `day` only those held then."""
    rows = query(
        "SELECT p.org, p.id, p.member_id, p.post, p.group_id, p.from_date, p.to_date, m.name FROM post_term p"
        " JOIN member m ON m.org = p.org AND m.id = p.member_id WHERE p.org = ? ORDER BY p.from_date, p.id",
        (org,),
    )
    terms = sorted((PostTerm(**row) for row in rows), key=lambda term: POSTS.index(term.post))
    return [term for term in terms if day is None or term.held_on(day)]


def has_committee(terms: list[PostTerm]) -> bool:
    """Tell whether these terms (of one day) make a branch committee."""
    return any(term.post in COMMITTEE_POSTS for term in terms)


def add_post(
    op: Operation,
    *,
    post_id: str,
    member_id: str,
    post: str,
    group_id: str | None = None,
    from_date: str = "",
    to_date: str = "",
    org: int = SELF,
) -> str:
    """Add a term and return its id. Raises RefusedError: "member-unknown", "post-twice", "dates-reversed"."""
    if op.row("member", (org, member_id)) is None:
        raise RefusedError("member-unknown", id=member_id)
    row = {"org": org, "id": post_id, "member_id": member_id}
    row |= _checked({"post": post, "group_id": group_id, "from_date": from_date, "to_date": to_date})
    _refuse_overlap(op, row)
    op.insert("post_term", row)
    return post_id


def edit_post(op: Operation, post_id: str, *, org: int = SELF, **values: str | None) -> bool:
    """Change `post`, `group_id`, `from_date`, `to_date` of a term; tell whether anything became different."""
    row = op.row("post_term", (org, post_id))
    if row is None:
        raise RefusedError("record-gone")
    kept = _checked({name: row[name] for name in ("post", "group_id", "from_date", "to_date")} | values)
    _refuse_overlap(op, row | kept)
    return op.update("post_term", (org, post_id), kept)


def remove_post(op: Operation, post_id: str, *, org: int = SELF) -> None:
    """Take a term back that was entered by mistake; a post that ended gets its `to_date` instead."""
    if op.row("post_term", (org, post_id)) is None:
        raise RefusedError("record-gone")
    op.delete("post_term", (org, post_id))


def _checked(values: dict[str, str | None]) -> Row:
    post = texts.choice("post_term.post", values["post"] or "", POSTS)
    first = texts.iso_date("post_term.from_date", values["from_date"] or "")
    last = texts.iso_date("post_term.to_date", values["to_date"] or "")
    if first and last and last < first[: len(last)]:
        raise RefusedError("dates-reversed", first=first, last=last)
    group_id = values["group_id"] if post == "group_leader" else None
    return {"post": post, "group_id": group_id or None, "from_date": first, "to_date": last}


def _refuse_overlap(op: Operation, row: Row) -> None:
    others = op.rows(
        "SELECT p.from_date, p.to_date, m.name FROM post_term p JOIN member m ON m.org = p.org AND m.id = p.member_id"
        " WHERE p.org = ? AND p.member_id = ? AND p.post = ? AND p.group_id IS ? AND p.id <> ?",
        (row["org"], row["member_id"], row["post"], row["group_id"], row["id"]),
    )
    for other in others:
        apart = (other["to_date"] and row["from_date"] and other["to_date"] <= row["from_date"]) or (
            row["to_date"] and other["from_date"] and row["to_date"] <= other["from_date"]
        )
        if not apart:
            raise RefusedError("post-twice", name=other["name"])
