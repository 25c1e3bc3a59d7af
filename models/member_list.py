"""Which members a list shows and in which order: search, part of the register, group, missing facts, sorting.

Everything is decided in SQL, so that a list of ten thousand costs what one of ten costs.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.errors import BugError
from models.member import search_condition
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

EXPECTED = ("sex", "id_number", "birth_date", "category", "joined_date")
"""What the register of an active member must state; a list names who lacks which."""

PARTS = ("all", "full", "probationary", "missing", "left")

NO_GROUP = "-"
"""In place of a group's id: members of no group."""

_LACKS = {field: f"m.{field} = ''" for field in EXPECTED}
_ONLY = {
    **{f"lacks:{field}": condition for field, condition in _LACKS.items()},
    "female": "m.sex = 'female'",
    "minority": "m.ethnicity NOT IN ('', '汉族')",
}
ONLY = tuple(_ONLY)
"""What a figure counts: those who lack a field, women, minorities."""

_PART = {
    "all": "m.status = 'active'",
    "full": "m.status = 'active' AND m.category = 'full'",
    "probationary": "m.status = 'active' AND m.category = 'probationary'",
    "missing": f"m.status = 'active' AND ({' OR '.join(_LACKS.values())})",
    "left": "m.status = 'left'",
}
_SORT = {
    "name": "m.name_pinyin",
    "sex": "m.sex",
    "category": "m.category",
    "group": "g.id",
    "unit": "m.org",
    "birth_date": "m.birth_date",
    "joined_date": "m.joined_date",
    "education": "m.education",
    "party_post": "m.party_post",
    "phone": "m.phone",
    "id_number": "m.id_number",
    "left_date": "m.left_date",
}
SORTS = tuple(_SORT)


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """Which members: `part` of `PARTS`, `only` of `ONLY`, `group_id` (or `NO_GROUP`), `search` as typed."""

    part: str = "all"
    only: str = ""
    group_id: str = ""
    search: str = ""


def keys(
    ledger: "Ledger",
    wanted: MemberFilter,
    *,
    sort: str = "name",
    descending: bool = False,
    org: int | None = SELF,
) -> list[tuple[int, str]]:
    """Return the keys `(org, id)` of the members wanted, sorted by a field of `SORTS`; the unknown come
    last either way.
    """
    where, parameters = _where(wanted, org)
    by = f"coalesce({_SORT[sort]}, '')"
    direction = "DESC" if descending else "ASC"
    rows = ledger.query(
        "SELECT m.org, m.id FROM member m LEFT JOIN party_group g ON g.org = m.org AND g.id = m.group_id"
        f" WHERE {where} ORDER BY {by} = '', {by} {direction}, m.name_pinyin, m.name, m.id",
        parameters,
    )
    return [(row["org"], row["id"]) for row in rows]


def part_counts(
    ledger: "Ledger", *, only: str = "", group_id: str = "", search: str = "", org: int | None = SELF
) -> dict[str, int]:
    """Return how many members each of `PARTS` has among those whom the rest of the filter leaves."""
    where, parameters = _where(MemberFilter("", only, group_id, search), org)
    sums = ", ".join(f'coalesce(sum({condition}), 0) AS "{part}"' for part, condition in _PART.items())
    row = ledger.query(f"SELECT {sums} FROM member m WHERE {where}", parameters)[0]
    return {part: int(row[part]) for part in PARTS}


def lacking(ledger: "Ledger", org: int | None = SELF) -> dict[str, int]:
    """Return for each field of `EXPECTED` how many active members lack it."""
    where, parameters = _where(MemberFilter(), org)
    sums = ", ".join(f"coalesce(sum({condition}), 0) AS {field}" for field, condition in _LACKS.items())
    row = ledger.query(f"SELECT {sums} FROM member m WHERE {where}", parameters)[0]
    return {field: int(row[field]) for field in EXPECTED}


def _where(wanted: MemberFilter, org: int | None) -> tuple[str, tuple[Any, ...]]:
    if wanted.part not in ("", *_PART) or wanted.only not in ("", *_ONLY):
        raise BugError(f"no such list of members: {wanted}")
    where, parameters = search_condition(org, "", wanted.search)
    if wanted.part:
        where += f" AND {_PART[wanted.part]}"
    if wanted.only:
        where += f" AND {_ONLY[wanted.only]}"
    if wanted.group_id == NO_GROUP:
        where += " AND m.group_id IS NULL"
    elif wanted.group_id:
        where += " AND m.group_id = ?"
        parameters = (*parameters, wanted.group_id)
    return where, parameters
