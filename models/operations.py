"""The registered kinds of operation: what may be written, and whether it can be undone.

Their Chinese names stand in `resources/words/labels/operations.toml`; a test requires one for each kind, and the
property test of undo requires an example of each.
"""

from dataclasses import dataclass

from models.kinds import source


@dataclass(frozen=True, slots=True)
class OperationKind:
    """One kind of operation.

    undoable: False for what cannot be taken back. sent: it has left the house (a package sent stays sent): what lies
    before it is not taken back by the way. from_log: taken back only where it is picked out of the journal, because
    others beside this ledger rely on it (the joining with a committee, a package received).
    """

    name: str
    undoable: bool = True
    sent: bool = False
    from_log: bool = False


_ALL = (
    OperationKind("ledger.create", undoable=False),
    OperationKind("ledger.restore", undoable=False),
    OperationKind("ledger.move", undoable=False),
    OperationKind("undo", undoable=False),
    OperationKind("redo", undoable=False),
    OperationKind("ledger.take_over"),
    OperationKind("setting.change"),
    OperationKind("organization.edit"),
    OperationKind("group.add"),
    OperationKind("group.edit"),
    OperationKind("member.add"),
    OperationKind("member.edit"),
    OperationKind("member.remove"),
    OperationKind("roster.import"),
    OperationKind("post.add"),
    OperationKind("post.edit"),
    OperationKind("post.remove"),
    OperationKind("meeting.record"),
    OperationKind("meeting.edit"),
    OperationKind("meeting.withdraw"),
    OperationKind("attendance.mark"),
    OperationKind("meetings.import"),
    OperationKind("make_up.add"),
    OperationKind("make_up.remove"),
    OperationKind("evidence.attach"),
    OperationKind("evidence.detach"),
    OperationKind("rules.choose"),
    OperationKind("duty.explain"),
    OperationKind("archive.write"),
    OperationKind("archive.fill"),
    OperationKind("archive.review"),
    OperationKind("archive.send_back"),
    OperationKind("archive.file"),
    OperationKind("archive.reopen"),
    OperationKind("archive.print", undoable=False),
    OperationKind("pledge.draft"),
    OperationKind("pledge.edit"),
    OperationKind("pledge.remove"),
    OperationKind("pledge.submit"),
    OperationKind("pledge.return"),
    OperationKind("pledge.approve"),
    OperationKind("pledge.post"),
    OperationKind("pledge.begin"),
    OperationKind("pledge.appraise"),
    OperationKind("pledge.conclude"),
    OperationKind("pledge.end"),
    OperationKind("pledge.deed"),
    OperationKind("pledge.deed_remove"),
    OperationKind("pledge.vote"),
    OperationKind("pledge.outcome"),
    OperationKind("pledge.opinion"),
    OperationKind("branch.invite", from_log=True),
    OperationKind("branch.register", from_log=True),
    OperationKind("branch.revoke", from_log=True),
    OperationKind("branch.accept_lineage", from_log=True),
    OperationKind("committee.register", from_log=True),
    OperationKind("package.send", undoable=False, sent=True),
    OperationKind("package.receive", from_log=True),
    OperationKind("receipt.accept", undoable=False, sent=True),
    OperationKind("deposit.give", undoable=False, sent=True),
    OperationKind("deposit.withdraw", undoable=False, sent=True),
    OperationKind("deposit.keep", undoable=False, sent=True),
    OperationKind("deposit.hand_back", undoable=False, sent=True),
)

KINDS: dict[str, OperationKind] = {kind.name: kind for kind in _ALL} | {
    name: OperationKind(name) for name in source.operations()
}
"""What may be written: the operations above, and those of the declared kinds of records."""
