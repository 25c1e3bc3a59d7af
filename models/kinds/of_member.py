"""Everything that the records of all kinds say of one member: her own, and those in which she is named."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.kinds import foreign, records, shelf
from models.kinds.catalog import kinds
from models.kinds.records import Record
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

OWN = "本人"
"""What is said where a record is about the member herself."""

_HERS = (
    f"(r.member_id = ?2 OR r.id IN (SELECT record_id FROM {shelf.PEOPLE} WHERE org = ?1 AND member_id = ?2))"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A record, and what the member is in it: `OWN`, or the word of the field that names her."""

    record: Record
    role: str


def records_of(ledger: "Ledger", member_id: str, org: int = SELF) -> list[Named]:
    """Return the records of every kind that are about a member or name her, the newest first."""
    own = [one for one in kinds().values() if one.about == "member" and not one.part_of and not one.shelved]
    found = [
        Named(one, OWN) for kind in own for one in records.listed(ledger, kind, org=org, member_id=member_id)
    ]
    found += _on_the_shelf(ledger, member_id, org)
    return sorted(found, key=lambda one: (one.record.day, one.record.id), reverse=True)


def _on_the_shelf(ledger: "Ledger", member_id: str, org: int) -> list[Named]:
    """Read the shelf once for all kinds: a question for each of a hundred would be felt."""
    rows = ledger.query(
        f"SELECT r.*, coalesce(m.name, '') AS name, coalesce(m.name_pinyin, '') AS name_pinyin FROM {shelf.TABLE} r"
        f" LEFT JOIN member m ON m.org = r.org AND m.id = r.member_id WHERE r.org = ?1 AND {_HERS}",
        (org, member_id),
    )
    people: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in ledger.query(
        f"SELECT p.record_id, p.field, p.member_id, m.name FROM {shelf.TABLE} r JOIN {shelf.PEOPLE} p ON p.org = r.org"
        f" AND p.record_id = r.id JOIN member m ON m.org = p.org AND m.id = p.member_id WHERE r.org = ?1 AND {_HERS}"
        " ORDER BY p.record_id, p.field, p.position",
        (org, member_id),
    ):
        people[row["record_id"]].append(row)
    known = foreign.by_name(ledger, {row["kind"] for row in rows}, org)
    listed = [records.of_shelf(known[row["kind"]], row, people[row["id"]]) for row in rows]
    found = []
    for record in foreign.in_words(ledger, listed):
        fields = [one["field"] for one in people[record.id] if one["member_id"] == member_id]
        words = [record.kind.by_name[one].word for one in fields if one in record.kind.by_name]
        found += [Named(record, role) for role in [OWN] * (record.member_id == member_id) + words]
    return found
