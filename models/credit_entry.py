"""Credits entered by hand: for what no event of the ledger stands for (M50). Computed credits are never stored."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import amounts, evidence, texts
from models.dates import display_date
from models.errors import RefusedError
from models.gate import Operation
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class CreditEntry:
    """One entry. item: key of an item of the credit scheme, or nothing; hundredths: credits, negative to deduct."""

    org: int
    id: str
    member_id: str
    day: str
    item: str
    hundredths: int
    reason: str
    proof: str
    entered_on: str
    name: str


def list_entries(ledger: "Ledger", *, org: int | None = SELF, year: int | None = None) -> list[CreditEntry]:
    """Return entries by day."""
    first, last = ("", "9999") if year is None else (f"{year:04d}-01-01", f"{year:04d}-12-31")
    rows = ledger.query(
        "SELECT c.*, m.name FROM credit_entry c JOIN member m ON m.org = c.org AND m.id = c.member_id"
        " WHERE (? IS NULL OR c.org = ?) AND c.day BETWEEN ? AND ? ORDER BY c.day, c.id",
        (org, org, first, last),
    )
    return [CreditEntry(**row) for row in rows]


def add_entry(
    op: Operation,
    *,
    entry_id: str,
    member_id: str,
    day: str,
    hundredths: int,
    reason: str,
    item: str = "",
    proof: str = "",
    org: int = SELF,
) -> str:
    """Enter credits by hand with a reason. Raises RefusedError: "credits-wrong", "study-in-future", a bad value."""
    person = op.row("member", (org, member_id))
    if person is None:
        raise RefusedError("member-unknown", id=member_id)
    name = person["name"]
    when = texts.full_date("credit_entry.day", day, where=name)
    if when > op.today.isoformat():
        today = display_date(op.today.isoformat(), "chinese")
        raise RefusedError("study-in-future", day=display_date(when, "chinese"), today=today)
    row = {"org": org, "id": entry_id, "member_id": member_id, "day": when}
    row |= {
        "item": texts.line("credit_entry.item", item, 40, where=name),
        "hundredths": amounts.checked_hundredths(hundredths, where=name),
        "reason": texts.line("credit_entry.reason", reason, 200, required=True, where=name),
        "proof": texts.line("credit_entry.proof", proof, 100, where=name),
        "entered_on": op.today.isoformat(),
    }
    op.insert("credit_entry", row)
    return entry_id


def remove_entry(op: Operation, entry_id: str, *, org: int = SELF) -> None:
    """Take back an entry made by mistake."""
    if op.row("credit_entry", (org, entry_id)) is None:
        raise RefusedError("record-gone")
    evidence.detach_all(op, "credit_entry", entry_id, org=org)
    op.delete("credit_entry", (org, entry_id))
