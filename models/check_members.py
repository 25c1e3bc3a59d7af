"""What cannot be right about members: impossible dates, wrong or doubled ID numbers, ends that dangle.

Sources: GB 11643 (ID number, its check digit, birth date and sex in it); the rest is plain order of a life.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from models import id_number, texts, words
from models.dates import display_date
from models.errors import RefusedError
from models.finding import Finding
from models.ledger import Ledger

_DATES = ("birth_date", "joined_date", "regular_date", "left_date")
_ORDER = (("birth_date", "joined_date"), ("joined_date", "regular_date"), ("joined_date", "left_date"))


def findings(ledger: Ledger) -> Iterator[Finding]:
    """Yield what is wrong with members, organisation by organisation."""
    today = ledger.clock.today().isoformat()
    numbers: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    for row in ledger.query(
        "SELECT org, id, name, sex, id_number, birth_date, joined_date, regular_date, left_date, status"
        " FROM member ORDER BY org, id"
    ):
        yield from _dates(row, today)
        yield from _id_number(row)
        if row["id_number"] and row["status"] == "active":
            numbers[row["org"], row["id_number"]].append(row)
    yield from _in_two_branches(ledger, numbers)
    for same in numbers.values():
        if len(same) > 1:
            yield _finding("id-number-doubled", same[0], names="、".join(row["name"] for row in same))
    yield from _organizations(ledger)


def _in_two_branches(ledger: Ledger, numbers: dict[tuple[int, str], list[dict[str, Any]]]) -> Iterator[Finding]:
    """Yield people whom two organisations count as their own: one of them forgot that they left."""
    names = {row["number"]: row["name"] for row in ledger.query("SELECT number, name FROM organization")}
    by_number: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for (_, number), rows in numbers.items():
        by_number[number].append(rows[0])
    for rows in by_number.values():
        if len(rows) > 1:
            where = "”“".join(str(names.get(row["org"], row["org"])) for row in rows)
            yield _finding("person-in-two-branches", rows[0], organizations=where)


def _dates(row: dict[str, Any], today: str) -> Iterator[Finding]:
    kept = {}
    for name in _DATES:
        try:
            kept[name] = texts.iso_date(f"member.{name}", row[name])
        except RefusedError:
            kept[name] = ""
            yield _finding("date-impossible", row, field=_word(name), value=row[name])
        if _later(kept[name], today):
            facts = {"value": row[name], "today": display_date(today, "chinese")}
            yield _finding("date-in-future", row, field=_word(name), **facts)
    for earlier, later in _ORDER:
        if _later(kept[earlier], kept[later]):
            facts = {"earlier": _word(earlier), "later": _word(later)}
            yield _finding("dates-in-wrong-order", row, first=kept[earlier], second=kept[later], **facts)


def _later(one: str, other: str) -> bool:
    """Tell whether one date is surely later than another, as far as both are known."""
    known = min(len(one), len(other))
    return known > 0 and one[:known] > other[:known]


def _id_number(row: dict[str, Any]) -> Iterator[Finding]:
    number = row["id_number"]
    if not number:
        return
    if not id_number.is_valid(number):
        yield _finding("id-number-invalid", row, value=id_number.mask(number))
        return
    birth = id_number.birth_date(number)
    known = min(len(birth), len(row["birth_date"]))
    if known and birth[:known] != row["birth_date"][:known]:
        yield _finding("id-number-birth", row, value=row["birth_date"])
    if row["sex"] and row["sex"] != id_number.sex(number):
        yield _finding("id-number-sex", row, value=words.label("sex", row["sex"]))


def _organizations(ledger: Ledger) -> Iterator[Finding]:
    for row in ledger.query(
        "SELECT number, name FROM organization"
        " WHERE parent_id <> '' AND parent_id NOT IN (SELECT id FROM organization)"
    ):
        yield Finding("parent-unknown", "warning", "organization", (row["number"],), {"name": row["name"]})
    for row in ledger.query(
        "SELECT max(number) AS number, name, count(*) AS n FROM organization GROUP BY name HAVING n > 1 ORDER BY name"
    ):
        facts = {"name": row["name"], "count": row["n"]}
        yield Finding("organization-doubled", "warning", "organization", (row["number"],), facts)


def _finding(code: str, row: dict[str, Any], **facts: Any) -> Finding:
    return Finding(code, "warning", "member", (row["org"], row["id"]), {"name": row["name"], **facts})


def _word(name: str) -> str:
    return words.label("field", f"member.{name}")
