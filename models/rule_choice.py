"""Which rule sets a branch goes by, from when to when; at most one credit scheme on any day.

Several sets of duties may hold at once (a national and a local one). Options are what a rule leaves open, such as
the two alternatives of Q10.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models import gate, texts
from models.errors import RefusedError
from models.gate import Operation, Row
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

USES = ("duties", "credits")


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """One set in use: key of a file of `resources/rules`, its span (empty: always, still), what was chosen in it."""

    org: int
    id: str
    use: str
    rule_set: str
    from_date: str
    to_date: str
    options: Mapping[str, Any]


def list_choices(ledger: "Ledger", org: int = SELF) -> list[RuleChoice]:
    """Return the sets an organisation goes or went by, in the order in which they were chosen."""
    rows = ledger.query("SELECT * FROM rule_choice WHERE org = ? ORDER BY id", (org,))
    return [RuleChoice(**(row | {"options": json.loads(row["options"])})) for row in rows]


def choose(
    op: Operation,
    *,
    choice_id: str,
    use: str,
    rule_set: str,
    from_date: str = "",
    to_date: str = "",
    options: Mapping[str, Any] | None = None,
    org: int = SELF,
) -> str:
    """Put a rule set into use. Raises RefusedError("rules-twice" | "credit-schemes-clash" | "dates-reversed")."""
    row = {"org": org, "id": choice_id, "use": use, "rule_set": rule_set}
    row |= _checked(from_date, to_date, options or {})
    texts.choice("rule_choice.use", use, USES)
    _refuse_clash(op, row)
    op.insert("rule_choice", row)
    return choice_id


def change(op: Operation, choice_id: str, *, org: int = SELF, **values: Any) -> bool:
    """Change span or options of a set in use; tell whether anything became different."""
    row = op.row("rule_choice", (org, choice_id))
    if row is None:
        raise RefusedError("record-gone")
    kept = {"from_date": row["from_date"], "to_date": row["to_date"], "options": json.loads(row["options"])} | values
    checked = _checked(**kept)
    _refuse_clash(op, row | checked)
    return op.update("rule_choice", (org, choice_id), checked)


def drop(op: Operation, choice_id: str, *, org: int = SELF) -> None:
    """Take a set out of use as if it had never been chosen; to end it on a day, give it a `to_date`."""
    if op.row("rule_choice", (org, choice_id)) is None:
        raise RefusedError("record-gone")
    op.delete("rule_choice", (org, choice_id))


def _checked(from_date: str, to_date: str, options: Mapping[str, Any]) -> Row:
    first = from_date and texts.full_date("rule_choice.from_date", from_date)
    last = to_date and texts.full_date("rule_choice.to_date", to_date)
    if first and last and last < first:
        raise RefusedError("dates-reversed", first=first, last=last)
    return {"from_date": first, "to_date": last, "options": gate.canonical(dict(options))}


def _refuse_clash(op: Operation, row: Row) -> None:
    for other in op.rows(
        "SELECT rule_set, from_date, to_date FROM rule_choice WHERE org = ? AND use = ? AND id <> ?",
        (row["org"], row["use"], row["id"]),
    ):
        apart = (other["to_date"] and other["to_date"] < row["from_date"]) or (
            row["to_date"] and row["to_date"] < other["from_date"]
        )
        if apart:
            continue
        if other["rule_set"] == row["rule_set"]:
            raise RefusedError("rules-twice")
        if row["use"] == "credits":
            raise RefusedError("credit-schemes-clash")
