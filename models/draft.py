"""What was typed and not saved: kept beside the journal until it is saved or thrown away.

No operation, no undo, not in packages, counts or digests; in backups, and encrypted with the ledger.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import beside, gate, journal
from models.changes import RowKey
from models.clock import moment

if TYPE_CHECKING:
    from models.ledger import Ledger

Typed = Sequence[tuple[str, str | bool | list[str]]]
"""(which field, what stands in it): a text, whether it is ticked, or which lines are."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What stood in a dialog. place: the kind of dialog; subject: the record it was about, empty for a new one;
    title: its title; at: when it was kept (UTC); typed: the fields in their order.
    """

    id: str
    place: str
    subject: str
    title: str
    at: str
    typed: Typed

    @property
    def texts(self) -> list[str]:
        """What was typed, as far as it is text."""
        return [value for _field, value in self.typed if isinstance(value, str) and value.strip()]


def keep(ledger: "Ledger", draft_id: str, *, place: str, subject: str, title: str, typed: Typed) -> None:
    """Keep what stands in a dialog now, in place of what the same draft held. Raises WorldError."""
    row = [draft_id, place, subject, title, moment(ledger.clock), gate.canonical([list(one) for one in typed])]
    with beside.the_journal(ledger):
        ledger.db.execute(
            "INSERT OR REPLACE INTO draft (id, place, subject, title, at, typed) VALUES (?, ?, ?, ?, ?, ?)", row
        )


def drop(ledger: "Ledger", draft_id: str) -> None:
    """Let a draft go: it was saved, or thrown away."""
    with beside.the_journal(ledger):
        ledger.db.execute("DELETE FROM draft WHERE id = ?", [draft_id])


def listed(ledger: "Ledger", place: str = "", subject: str | None = None) -> list[Draft]:
    """Return the drafts, of a place or of all, the newest first."""
    rows = ledger.query(
        "SELECT * FROM draft WHERE (?1 = '' OR place = ?1) AND (?2 IS NULL OR subject = ?2) ORDER BY at DESC, id DESC",
        (place, subject),
    )
    return [Draft(**row | {"typed": _typed(row["typed"])}) for row in rows]


def _typed(kept: str) -> Typed:
    """Return the fields; of what another program kept in another shape its words, which no field takes back."""
    found = json.loads(kept)
    if isinstance(found, list) and all(_is_field(one) for one in found):
        return [(name, value) for name, value in found]
    return [("", kept)]


def _is_field(one: object) -> bool:
    if not isinstance(one, list) or len(one) != 2 or not isinstance(one[0], str):
        return False
    value = one[1]
    return isinstance(value, str | bool) or (isinstance(value, list) and all(isinstance(line, str) for line in value))


def changed_since(ledger: "Ledger", draft: Draft, table: str, key: RowKey) -> bool:
    """Tell whether the record that a draft is about was changed after the draft was kept."""
    told = journal.history(ledger, table, key)
    return bool(told) and told[-1][0].at > draft.at
