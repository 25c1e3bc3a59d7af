"""Records that earn credits one by one: texts, notes, talks, tests, what was read; their long columns left out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.ledger import Ledger

_SELECT = """
SELECT kind, id, member_id, day, title FROM reflection WHERE org = ?1 AND day BETWEEN ?2 AND ?3
UNION ALL SELECT 'talk', id, member_id, day, title FROM talk WHERE org = ?1 AND day BETWEEN ?2 AND ?3
UNION ALL SELECT 'exam', id, member_id, day, title FROM exam WHERE org = ?1 AND day BETWEEN ?2 AND ?3
 AND passed <> 'no'
UNION ALL SELECT 'reading', d.id, d.member_id, d.day, i.title FROM reading_done d
 JOIN reading_item i ON i.org = d.org AND i.id = d.reading_id WHERE d.org = ?1 AND d.day BETWEEN ?2 AND ?3
ORDER BY day, id
"""


@dataclass(frozen=True, slots=True)
class WorkFact:
    """One such record. kind: of `rule.WORKS`; a test that was failed is none."""

    kind: str
    id: str
    member_id: str
    day: str
    title: str


def load(ledger: "Ledger", org: int, first: str, last: str) -> tuple[WorkFact, ...]:
    """Read those of a span of ISO days, both included."""
    return tuple(WorkFact(**row) for row in ledger.query(_SELECT, (org, first, last)))
