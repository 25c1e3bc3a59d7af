"""What the branch's side of the exchange page tells: how far registration is, what changed, what was sent."""

import json
from dataclasses import dataclass

from gui import labels
from models import journal, organization, organization_key, sent_package, words
from models.journal import JournalEntry
from models.kinds.catalog import kinds
from models.ledger import Ledger
from models.organization import Organization
from models.sent_package import SentPackageRow

_FIRST_OF_PAGES = [kind.name for kind in kinds().values() if kind.place == 1]
_ASKED_AFTER = ("member", "party_group", "meeting", "attendance", *_FIRST_OF_PAGES, "study_archive", "pledge")
_MOST_NAMED = 8


@dataclass(frozen=True)
class Sent:
    """One line of the list of packages sent."""

    row: SentPackageRow

    @property
    def number(self) -> str:
        """The package's number as it is said."""
        return f"第 {self.row.number} 号"

    @property
    def members(self) -> str:
        """How many member records it holds."""
        return f"{json.loads(self.row.counts).get('member', 0)} 条"

    @property
    def acknowledged(self) -> bool:
        """Whether the receiver is known to have it."""
        return self.row.acknowledged_at is not None

    @property
    def standing(self) -> str:
        """Whether it has arrived, in words."""
        if self.row.withdrawn:
            return "上级撤销了接收，请重新上报"
        if self.row.acknowledged_at is None:
            return "等回执"
        return f"已签收 {labels.when(self.row.acknowledged_at)}"

    @property
    def remark(self) -> str:
        """What the receiver wrote on the receipt."""
        return str(json.loads(self.row.receipt).get("remark", "")) if self.row.receipt else ""


def committee(ledger: Ledger) -> Organization | None:
    """Return the organisation above once its keys are known, or None."""
    own = organization.own(ledger)
    above = organization.by_id(ledger, own.parent_id) if own.parent_id else None
    if above is None or organization_key.in_use(ledger, above.number) is None:
        return None
    return above


def changes_since_acknowledged(ledger: Ledger, most: int) -> tuple[int, int, list[str]]:
    """Return the number of the last acknowledged package (0: none), how many changes the next one carries beyond it,
    and the newest of them in words, at most so many.
    """
    arrived = [row for row in sent_package.list_sent(ledger) if row.acknowledged_at is not None]
    base = max((row.journal_seq for row in arrived), default=0)
    since = journal.travelling_since(ledger, base)
    return max((row.number for row in arrived), default=0), len(since), [_told(ledger, one) for one in since[:most]]


def _told(ledger: Ledger, entry: JournalEntry) -> str:
    undone = f"{words.label('operation', entry.kind)}：" if entry.undoes is not None else ""
    return f"{labels.when(entry.at)}　{entry.actor}　{undone}{labels.operation_sentence(ledger, entry.seq)}"


def counts_words(counts: dict[str, int]) -> str:
    """Return row counts in words, what one asks after first: `党员 60 条、会议 91 条，另有 12 类 4653 条`."""
    there = {name: count for name, count in counts.items() if count}
    first = [name for name in _ASKED_AFTER if name in there]
    rest = [name for name in there if name not in first]
    # All of two dozen kinds would only be a wall of words.
    named = [*first, *rest] if len(there) <= _MOST_NAMED else first
    said = "、".join(f"{words.label('table', name)} {there[name]} 条" for name in named)
    more = [there[name] for name in there if name not in named]
    return f"{said}，另有 {len(more)} 类 {sum(more)} 条" if more else said
