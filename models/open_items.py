"""What is open in a ledger: facts that are missing, backups and packages that are due. Nothing is promised
that is not there.

Sentences for the codes stand in `resources/words/labels/open_items.toml`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from models import (
    backup,
    backup_watch,
    draft,
    journal,
    journal_head,
    ledger_keys,
    member,
    member_list,
    organization,
    post,
    received_memory,
    received_package,
    rescue,
    sent_package,
)

if TYPE_CHECKING:
    from models.ledger import Ledger

State = Literal["overdue", "soon", "progress", "none"]

BACKUP_DAYS = 7
"""After so many days with new entries another backup on a stick or a second disk is called for."""


COMMITTEE_FROM = 7
"""So many full members, and a branch sets up a committee: 支部工作条例（试行）, 正式党员 7 人以上的党支部设支委会."""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One thing to be done: `code` names the sentence and its action, `facts` fill it in, `state` how
    pressing it is.
    """

    code: str
    state: State
    facts: dict[str, str | int]


def list_open(ledger: "Ledger") -> list[OpenItem]:
    """Return what is open, the pressing things first."""
    own = organization.own(ledger)
    found = [*_cut(ledger), *_drafts(ledger), *_backup(ledger), *_members(ledger, own)]
    found += [*_protection(ledger), *_exchange(ledger, own)]
    order = ("overdue", "soon", "progress", "none")
    return sorted(found, key=lambda item: order.index(item.state))


def _cut(ledger: "Ledger") -> list[OpenItem]:
    head = journal_head.lost(ledger)
    if head is None:
        return []
    return [OpenItem("journal-cut", "overdue", {"seq": head.seq, "own": journal.last_seq(ledger)})]


def _drafts(ledger: "Ledger") -> list[OpenItem]:
    count = len(draft.listed(ledger))
    return [OpenItem("drafts", "soon", {"count": count})] if count else []


def _protection(ledger: "Ledger") -> list[OpenItem]:
    if ledger.key is None:
        return [OpenItem("not-encrypted", "soon", {})]
    sheet = ledger_keys.sheet(ledger) if rescue.due(ledger) else None
    return [OpenItem("sheet-check", "soon", {"number": sheet.number})] if sheet else []


def _members(ledger: "Ledger", own: organization.Organization) -> list[OpenItem]:
    if not own.manages_members:
        return []
    counts = member.counts(ledger)
    if not counts["all"]:
        return [OpenItem("no-members", "soon", {})]
    return [*_posts(ledger, own, counts["full"]), *_lacking(ledger)]


def _posts(ledger: "Ledger", own: organization.Organization, full: int) -> list[OpenItem]:
    if own.receives or full < COMMITTEE_FROM or post.list_posts(ledger.query, day=ledger.clock.today()):
        return []
    return [OpenItem("no-posts", "soon", {})]


def _lacking(ledger: "Ledger") -> list[OpenItem]:
    lacking = member_list.lacking(ledger)
    return [
        OpenItem("lacks", "soon", {"field": field, "count": count})
        for field, count in lacking.items()
        if count
    ]


def _backup(ledger: "Ledger") -> list[OpenItem]:
    broken = [OpenItem("backup-damaged", "overdue", {"name": name}) for name in backup_watch.damaged(ledger)]
    return broken + _backups_due(ledger)


def _backups_due(ledger: "Ledger") -> list[OpenItem]:
    written = journal.last_seq(ledger)
    last = backup.last_verified(ledger)
    if last is None:
        # The first line of the journal is the founding itself.
        return [OpenItem("no-backup", "overdue" if written > 1 else "none", {})]
    # The daily backup beside the ledger helps against mistakes; a lost disk takes it along.
    away = backup.last_elsewhere(ledger)
    if away is None:
        return [OpenItem("backup-here-only", "soon", {})]
    since = written - away.journal_seq
    made = _local_day(away.verified_at)
    days = (ledger.clock.today() - made).days
    if since > 0 and days < -1:
        # A clock that was wrong then, or is wrong now: waiting for that day would be waiting for ever.
        return [OpenItem("backup-ahead", "soon", {"day": made.isoformat(), "count": since})]
    if since > 0 and days >= BACKUP_DAYS:
        return [OpenItem("backup-old", "soon", {"days": days, "count": since})]
    return []


def _exchange(ledger: "Ledger", own: organization.Organization) -> list[OpenItem]:
    if own.receives:
        missing = [
            one for one in organization.below(ledger) if received_package.current(ledger, one.number) is None
        ]
        gone = [
            OpenItem("received-lost", "overdue", {"name": one.name, "number": one.number})
            for one in received_memory.lost(ledger)
        ]
        return [*gone, *(OpenItem("branch-silent", "progress", {"name": one.name}) for one in missing)]
    if not own.parent_id:
        return [OpenItem("no-committee", "none", {})]
    last = sent_package.last(ledger)
    if last is not None and last.withdrawn:
        return [OpenItem("package-withdrawn", "overdue", {"number": last.number})]
    if last is not None and last.acknowledged_at is None:
        return [OpenItem("not-acknowledged", "progress", {"number": last.number, "at": last.created_at})]
    return []


def _local_day(moment: str) -> date:
    return datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone().date()
