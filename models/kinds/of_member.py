"""Everything that the records of all kinds say of one member: her own, and those in which she is named."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.kinds import foreign, records, shelf
from models.kinds.catalog import kinds
from models.kinds.kind import Kind
from models.kinds.records import Record
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

OWN = "本人"
"""What is said where a record is about the member herself."""


@dataclass(frozen=True, slots=True)
class Named:
    """A record, and what the member is in it: `OWN`, or the word of the field that names her."""

    record: Record
    role: str


def records_of(ledger: "Ledger", member_id: str, org: int = SELF) -> list[Named]:
    """Return the records of every kind that are about a member or name her, the newest first."""
    own = [one for one in kinds().values() if one.about == "member" and not one.part_of and not one.shelved]
    found = [
        Named(one, OWN)
        for kind in (*own, *_shelved(ledger, member_id, org))
        for one in records.listed(ledger, kind, org=org, member_id=member_id)
    ]
    found += _named(ledger, member_id, org)
    return sorted(found, key=lambda one: (one.record.day, one.record.id), reverse=True)


def _shelved(ledger: "Ledger", member_id: str, org: int) -> list[Kind]:
    sql = f"SELECT DISTINCT kind FROM {shelf.TABLE} WHERE org = ? AND member_id = ?"
    return [foreign.called(ledger, row["kind"], org) for row in ledger.query(sql, (org, member_id))]


def _named(ledger: "Ledger", member_id: str, org: int) -> list[Named]:
    rows = ledger.query(
        f"SELECT r.kind, p.record_id, p.field FROM {shelf.PEOPLE} p JOIN {shelf.TABLE} r ON r.org = p.org"
        " AND r.id = p.record_id WHERE p.org = ? AND p.member_id = ?",
        (org, member_id),
    )
    found = []
    for row in rows:
        kind = foreign.called(ledger, row["kind"], org)
        record, field = records.one(ledger, kind, row["record_id"], org), kind.by_name.get(row["field"])
        if record is not None:
            found.append(Named(record, field.word if field is not None else row["field"]))
    return found
