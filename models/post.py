"""Posts (任职): who is secretary, on the branch committee, leads a group, from when to when.

A branch has a committee (支委会) on a day when somebody holds a post of `COMMITTEE_POSTS` beside the secretaries then.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import resources
from models import spans, texts
from models.errors import RefusedError
from models.gate import Operation, Row
from models.schema import SELF

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
    """Add a term and return its id; a group's leader leads her own group unless another is named.

    Raises RefusedError: "member-unknown", "post-twice", "dates-reversed", a value that cannot stand.
    """
    person = op.row("member", (org, member_id))
    if person is None:
        raise RefusedError("member-unknown", id=member_id)
    row = {"org": org, "id": post_id, "member_id": member_id}
    led = group_id or person["group_id"]
    row |= _checked({"post": post, "group_id": led, "from_date": from_date, "to_date": to_date})
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


def end_all(op: Operation, member_id: str, day: str, *, org: int = SELF) -> None:
    """End the terms of a member who leaves, on the day of leaving; a term that begins later stays as it is."""
    for row in op.rows("SELECT * FROM post_term WHERE org = ? AND member_id = ?", (org, member_id)):
        begun_by_then = row["from_date"][: len(day)] <= day
        if begun_by_then and not (row["to_date"] and row["to_date"] <= day):
            op.update("post_term", (org, row["id"]), {"to_date": day})


# --- what the register says -------------------------------------------------------------


def suggest(query: Query, org: int = SELF) -> list[tuple[str, str]]:
    """Return (member id, post) for what the register's 党内职务 says and no term has been entered for yet.

    Only posts of the branch itself, written as `resources/names/posts.toml` knows them; members by pinyin.
    """
    entered = {(row["member_id"], row["post"]) for row in query("SELECT * FROM post_term WHERE org = ?", (org,))}
    rows = query(
        "SELECT id, party_post FROM member WHERE org = ? AND status = 'active' AND party_post <> ''"
        " ORDER BY name_pinyin, name, id",
        (org,),
    )
    found = [(row["id"], held) for row in rows for held in _posts_in(row["party_post"])]
    return [one for one in found if one not in entered]


def _posts_in(text: str) -> list[str]:
    """Return the branch's posts that a text names, each once: 支部书记兼组织委员."""
    parts = re.split(r"[、，,;；/\s]+|兼任?|和|及", unicodedata.normalize("NFC", text))
    known = written()
    # A group's own name before its leader's post says which group, and she leads the one she is in.
    named = (re.sub(r"^.{1,12}?(?=党?小组组?长$)", "", part) for part in parts)
    return list(dict.fromkeys(known[part] for part in named if part in known))


@cache
def written() -> dict[str, str]:
    """Return how registers write the posts of a branch -> the post."""
    path = resources.ROOT / "names" / "posts.toml"
    table: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {word: post for post, spellings in table.items() for word in spellings}


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
