"""Why a duty was not fulfilled (未落实说明): said once by the branch, shown wherever the duty is shown."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import texts
from models.gate import Operation
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class DutyNote:
    """One note. rule: `set/key`; subject_id: a group or nothing; period: the key of a period, e.g. `2026-03`."""

    org: int
    id: str
    rule: str
    subject_id: str
    period: str
    text: str
    entered_on: str


def list_notes(ledger: "Ledger", org: int = SELF) -> list[DutyNote]:
    """Return the notes of an organisation."""
    rows = ledger.query("SELECT * FROM duty_note WHERE org = ? ORDER BY period, rule, id", (org,))
    return [DutyNote(**row) for row in rows]


def explain(
    op: Operation, *, note_id: str, rule: str, subject_id: str, period: str, text: str, org: int = SELF
) -> bool:
    """Say why (again, in other words, or with nothing: take it back); tell whether anything became different."""
    said = texts.line("duty_note.text", text, 300)
    found = op.rows(
        "SELECT id FROM duty_note WHERE org = ? AND rule = ? AND subject_id = ? AND period = ?",
        (org, rule, subject_id, period),
    )
    if not found:
        if not said:
            return False
        row = {"org": org, "id": note_id, "rule": rule, "subject_id": subject_id, "period": period}
        op.insert("duty_note", row | {"text": said, "entered_on": op.today.isoformat()})
        return True
    key = (org, found[0]["id"])
    if not said:
        op.delete("duty_note", key)
        return True
    return op.update("duty_note", key, {"text": said, "entered_on": op.today.isoformat()})
