"""Who is freed from the study hours for a while, and why: the old, the ill, the long away (教育管理条例 art. 23)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from models import spans, texts
from models.errors import RefusedError
from models.gate import Operation, Row
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class StudyExemption:
    """One exemption; an empty `to_date` goes on."""

    org: int
    id: str
    member_id: str
    from_date: str
    to_date: str
    reason: str
    name: str

    def stands_on(self, day: date) -> bool:
        """Tell whether it covers a day."""
        return spans.stood(self.from_date, self.to_date, day)


def list_exemptions(ledger: "Ledger", org: int | None = SELF) -> list[StudyExemption]:
    """Return exemptions by name and beginning."""
    rows = ledger.query(
        "SELECT x.*, m.name FROM study_exemption x JOIN member m ON m.org = x.org AND m.id = x.member_id"
        " WHERE ? IS NULL OR x.org = ? ORDER BY m.name_pinyin, x.from_date, x.id",
        (org, org),
    )
    return [StudyExemption(**row) for row in rows]


def add_exemption(
    op: Operation,
    *,
    exemption_id: str,
    member_id: str,
    from_date: str,
    reason: str,
    to_date: str = "",
    org: int = SELF,
) -> str:
    """Free a member from the hours and return the id. Raises RefusedError for a value that cannot stand."""
    if op.row("member", (org, member_id)) is None:
        raise RefusedError("member-unknown", id=member_id)
    row = {"org": org, "id": exemption_id, "member_id": member_id} | _checked(from_date, to_date, reason)
    op.insert("study_exemption", row)
    return exemption_id


def edit_exemption(op: Operation, exemption_id: str, *, org: int = SELF, **values: str) -> bool:
    """Change `from_date`, `to_date`, `reason`; tell whether anything became different."""
    row = op.row("study_exemption", (org, exemption_id))
    if row is None:
        raise RefusedError("record-gone")
    kept = {name: row[name] for name in ("from_date", "to_date", "reason")} | values
    return op.update("study_exemption", (org, exemption_id), _checked(**kept))


def remove_exemption(op: Operation, exemption_id: str, *, org: int = SELF) -> None:
    """Take back an exemption entered by mistake."""
    if op.row("study_exemption", (org, exemption_id)) is None:
        raise RefusedError("record-gone")
    op.delete("study_exemption", (org, exemption_id))


def _checked(from_date: str, to_date: str, reason: str) -> Row:
    first = texts.iso_date("study_exemption.from_date", from_date)
    last = texts.iso_date("study_exemption.to_date", to_date)
    if not first:
        raise RefusedError("value-empty", field="免修起始日期", where="")
    if last and last < first[: len(last)]:
        raise RefusedError("dates-reversed", first=first, last=last)
    said = texts.line("study_exemption.reason", reason, 200, required=True)
    return {"from_date": first, "to_date": last, "reason": said}
