"""Members: the register, adding, changing, leaving, finding.

A member who leaves is marked, never deleted; undo takes a mistaken entry back.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models import group, id_number, pinyin, post, texts, words
from models.errors import RefusedError
from models.gate import Operation, Row
from models.names import person_name
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

LEFT_KINDS = ("transfer", "deceased", "expelled", "mistake", "other")

TEXT_LIMITS = {
    "ethnicity": 20,
    "native_place": 60,
    "education": 30,
    "degree": 30,
    "party_post": 60,
    "work": 100,
    "phone": 60,
    "address": 120,
    "remark": 300,
}
DATE_FIELDS = ("birth_date", "joined_date", "regular_date")
CHOICES = {"sex": ("", "male", "female"), "category": ("", "full", "probationary")}

EDITABLE = ("name", "id_number", "group", *CHOICES, *DATE_FIELDS, "arrived_date", *TEXT_LIMITS)
"""Fields that a person or an import may set."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member as kept; dates are ISO text with their precision, `group` is the group's name."""

    org: int
    id: str
    name: str
    name_pinyin: str
    name_initials: str
    sex: str
    ethnicity: str
    native_place: str
    id_number: str
    birth_date: str
    education: str
    degree: str
    category: str
    joined_date: str
    regular_date: str
    arrived_date: str
    group: str
    party_post: str
    work: str
    phone: str
    address: str
    remark: str
    status: str
    left_date: str
    left_kind: str
    left_reason: str


_SELECT = (
    "SELECT m.org, m.id, m.name, m.name_pinyin, m.name_initials, m.sex, m.ethnicity, m.native_place, m.id_number,"
    " m.birth_date, m.education, m.degree, m.category, m.joined_date, m.regular_date, m.arrived_date,"
    " coalesce(g.name, '') AS \"group\","
    " m.party_post, m.work, m.phone, m.address, m.remark, m.status, m.left_date, m.left_kind, m.left_reason"
    " FROM member m LEFT JOIN party_group g ON g.org = m.org AND g.id = m.group_id"
)

_ORDERS = {
    "pinyin": "m.name_pinyin, m.name, m.id",
    "joined": "m.joined_date = '', m.joined_date, m.name_pinyin, m.id",
    "group": "coalesce(g.name, '') = '', g.id, m.name_pinyin, m.id",
    "entered": "m.id",
}


# --- reading --------------------------------------------------------------------------


def get(ledger: "Ledger", member_id: str, org: int = SELF) -> Member:
    """Return one member. Raises RefusedError("member-unknown")."""
    rows = ledger.query(f"{_SELECT} WHERE m.org = ? AND m.id = ?", (org, member_id))
    if not rows:
        raise RefusedError("member-unknown", id=member_id)
    return Member(**rows[0])


def list_members(
    ledger: "Ledger", *, org: int | None = SELF, status: str = "active", order: str = "pinyin", search: str = ""
) -> list[Member]:
    """Return members in one of the orders `pinyin`, `joined`, `group`, `entered`.

    org: None for all organisations of a committee's ledger. status: "active", "left" or "" for both. search: part of a
    name, of its pinyin or initials, or the tail of an ID number.
    """
    where, parameters = search_condition(org, status, search)
    rows = ledger.query(f"{_SELECT} WHERE {where} ORDER BY {_ORDERS[order]}", parameters)
    return [Member(**row) for row in rows]


def list_keys(
    ledger: "Ledger", *, org: int | None = SELF, status: str = "active", order: str = "pinyin", search: str = ""
) -> list[tuple[int, str]]:
    """Return the keys `(org, id)` of the members that `list_members` would return, in the same order; for
    long tables.
    """
    where, parameters = search_condition(org, status, search)
    rows = ledger.query(
        "SELECT m.org, m.id FROM member m LEFT JOIN party_group g ON g.org = m.org AND g.id = m.group_id"
        f" WHERE {where} ORDER BY {_ORDERS[order]}",
        parameters,
    )
    return [(row["org"], row["id"]) for row in rows]


def by_keys(ledger: "Ledger", keys: list[tuple[int, str]]) -> dict[tuple[int, str], Member]:
    """Return the members of these keys (a page of a table), found by primary key."""
    found: dict[tuple[int, str], Member] = {}
    for start in range(0, len(keys), 400):
        part = keys[start : start + 400]
        places = ", ".join(["(?, ?)"] * len(part))
        rows = ledger.query(
            f"{_SELECT} WHERE (m.org, m.id) IN (VALUES {places})", tuple(value for key in part for value in key)
        )
        found |= {(row["org"], row["id"]): Member(**row) for row in rows}
    return found


def counts(ledger: "Ledger", org: int | None = SELF) -> dict[str, int]:
    """Return how many active members there are: `all`, `full`, `probationary`, `female`, `minority`."""
    where, parameters = search_condition(org, "active", "")
    row = ledger.query(
        "SELECT count(*) AS \"all\", coalesce(sum(category = 'full'), 0) AS \"full\","
        " coalesce(sum(category = 'probationary'), 0) AS probationary, coalesce(sum(sex = 'female'), 0) AS female,"
        f" coalesce(sum(ethnicity NOT IN ('', '汉族')), 0) AS minority FROM member m WHERE {where}",
        parameters,
    )[0]
    return {name: int(value) for name, value in row.items()}


def search_condition(org: int | None, status: str, search: str) -> tuple[str, tuple[Any, ...]]:
    """Return the SQL condition on `member m` for the search of `list_members`, and its parameters."""
    parts = ["1"]
    parameters: list[int | str] = []
    if org is not None:
        parts.append("m.org = ?")
        parameters.append(org)
    if status:
        parts.append("m.status = ?")
        parameters.append(status)
    for word in search.lower().split():
        # instr, not LIKE: what people type may contain % and _.
        parts.append(
            "(instr(m.name, ?) OR instr(m.name_pinyin, ?) OR instr(m.name_initials, ?)"
            " OR (length(?) >= 3 AND substr(lower(m.id_number), -length(?)) = ?))"
        )
        parameters += [word] * 6
    return " AND ".join(parts), tuple(parameters)


# --- writing --------------------------------------------------------------------------


def add_member(op: Operation, *, member_id: str, org: int = SELF, group_id: str = "", **values: str) -> str:
    """Add a member and return the id.

    values: fields of `EDITABLE`; `name` is required. group_id: id to use should the named group not exist
    yet.
    Raises RefusedError for a value that cannot stand.
    """
    row = {"org": org, "id": member_id} | _checked(op, values, org, member_id, group_id)
    if "name" not in row:
        raise RefusedError("value-empty", field=words.label("field", "member.name"))
    op.insert("member", row)
    return member_id


def edit_member(op: Operation, member_id: str, *, org: int = SELF, group_id: str = "", **values: str) -> bool:
    """Change fields of a member; tell whether anything became different."""
    _existing(op, member_id, org)
    return op.update("member", (org, member_id), _checked(op, values, org, member_id, group_id))


def remove_member(
    op: Operation, member_id: str, *, kind: str, date: str = "", reason: str = "", org: int = SELF
) -> None:
    """Mark a member as having left: `kind` of `LEFT_KINDS`, the day, and a reason in words.

    Her posts end on that day; on one that nobody knows they stay, and the check names them.
    Raises RefusedError: unknown, already left, or "other" without a reason.
    """
    row = _existing(op, member_id, org)
    if row["status"] == "left":
        raise RefusedError("member-already-left", name=row["name"])
    _choice("left_kind", kind, LEFT_KINDS)
    said = texts.line("member.left_reason", reason, 300, required=kind == "other", where=row["name"])
    day = texts.iso_date("member.left_date", date, where=row["name"])
    op.update(
        "member",
        (org, member_id),
        {"status": "left", "left_kind": kind, "left_date": day, "left_reason": said},
    )
    if day:
        post.end_all(op, member_id, day, org=org)


def _existing(op: Operation, member_id: str, org: int) -> Row:
    row = op.row("member", (org, member_id))
    if row is None:
        raise RefusedError("member-unknown", id=member_id)
    return row


def _checked(op: Operation, values: dict[str, str], org: int, member_id: str, group_id: str) -> Row:
    """Return the columns for these fields as they are kept, or refuse the first that cannot stand."""
    where = values.get("name", "")
    row: Row = {}
    for field, value in values.items():
        if field == "name":
            keys = pinyin.name_keys(name := person_name(value))
            row |= {"name": name, "name_pinyin": keys.pinyin, "name_initials": keys.initials}
        elif field == "id_number":
            row["id_number"] = _free_id_number(op, value, org, member_id, where)
        elif field == "group":
            row["group_id"] = _group(op, value, org, group_id)
        elif field in CHOICES:
            row[field] = _choice(field, value, CHOICES[field])
        elif field in DATE_FIELDS or field == "arrived_date":
            row[field] = texts.iso_date(f"member.{field}", value, where=where)
        else:
            row[field] = texts.line(f"member.{field}", value, TEXT_LIMITS[field], where=where)
    return row


def _choice(field: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise RefusedError("value-not-allowed", field=words.label("field", f"member.{field}"), value=value)
    return value


def _free_id_number(op: Operation, value: str, org: int, member_id: str, where: str) -> str:
    """Return a valid ID number that no other active member of the organisation has (GB 11643)."""
    kept = id_number.normalized(value)
    if not kept:
        return ""
    if not id_number.is_valid(kept):
        raise RefusedError("id-number-wrong", value=value, where=where)
    others = op.rows(
        "SELECT name FROM member WHERE org = ? AND id_number = ? AND id <> ? AND status = 'active'",
        (org, kept, member_id),
    )
    if others:
        raise RefusedError("id-number-taken", other=others[0]["name"], where=where)
    return kept


def _group(op: Operation, name: str, org: int, group_id: str) -> str | None:
    kept = texts.line("member.group", name, 60)
    if not kept:
        return None
    if group_id:
        return group.named(op, kept, new_id=group_id, org=org)
    rows = op.rows("SELECT id FROM party_group WHERE org = ? AND name = ? ORDER BY dissolved_date LIMIT 1", (org, kept))
    if not rows:
        raise RefusedError("group-unknown", name=kept)
    return str(rows[0]["id"])
