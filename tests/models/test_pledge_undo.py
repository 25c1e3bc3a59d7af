"""What a step of a pledge rests on cannot be undone from under it, not even by force: the newest step goes first."""

from collections.abc import Callable
from typing import Any

import pytest

from models import journal, member, pledge, pledge_deeds, pledge_steps, undo
from models.errors import RefusedError
from models.gate import Operation
from models.ledger import Ledger

STEPS = ("submit", "approve", "post", "begin", "appraise")
DAY = "2026-05-06"
SAID: dict[str, dict[str, Any]] = {"self": {"grade": "kept"}, "branch": {"grade": "kept"}, "members": {"satisfied": 1}}


def done(book: Ledger, kind: str, work: Callable[[Operation], object]) -> int:
    """Do it as an operation of its own and return its number."""
    with book.operation(kind) as op:
        work(op)
    return journal.entries(book)[0].seq


def concluded(book: Ledger) -> tuple[str, dict[str, int]]:
    """Take a pledge all its way; return its id and the number of each operation."""
    pledge_id = book.ids.new()
    with book.operation("member.add") as op:
        who = member.add_member(op, member_id=book.ids.new(), name="沈镕", joined_date="2001-07-01")
    edited = [{"text": "看望独居老人"}]

    def draft(op: Operation) -> None:
        values: dict[str, Any] = {"owner": "member", "member_id": who, "year": 2026, "items": [{"text": "旧的"}]}
        pledge.draft_pledge(op, book.ids, pledge_id=pledge_id, **values)

    def outcome(op: Operation) -> None:
        outcomes = {item.id: ("kept", "") for item in pledge.items(book, pledge_id)}
        pledge_deeds.set_outcomes(op, pledge_id, outcomes)

    seqs = {"draft": done(book, "pledge.draft", draft)}
    seqs["edit"] = done(book, "pledge.edit", lambda op: pledge.edit_pledge(op, pledge_id, items=edited))
    for step in STEPS:
        seqs[step] = done(book, f"pledge.{step}", _step(book, pledge_id, step))
    for source, said in SAID.items():
        seqs[source] = done(book, "pledge.vote", _said(pledge_id, source, said))
    seqs["outcome"] = done(book, "pledge.outcome", outcome)
    seqs["conclude"] = done(book, "pledge.conclude", _step(book, pledge_id, "conclude"))
    return pledge_id, seqs


def _step(book: Ledger, pledge_id: str, step: str) -> Callable[[Operation], object]:
    posting: dict[str, Any] = {"place": "公开栏", "until_day": "2026-05-13"} if step == "post" else {}
    return lambda op: pledge_steps.take(op, book.ids, pledge_id, step, day=DAY, **posting)


def _said(pledge_id: str, source: str, said: dict[str, Any]) -> Callable[[Operation], object]:
    return lambda op: pledge_deeds.appraise(op, pledge_id, source, day=DAY, **said)


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("name", ["draft", "edit", *STEPS, "self", "branch", "members", "outcome"])
def test_nothing_is_drawn_from_under_a_later_step(book: Ledger, name: str, force: bool) -> None:
    pledge_id, seqs = concluded(book)
    with pytest.raises(RefusedError) as refused:
        undo.undo(book, seqs[name], force=force)
    assert refused.value.code in ("undo-blocked", "undo-later-changes")
    assert not force or refused.value.code == "undo-blocked"
    assert [one.step for one in pledge_steps.steps(book, pledge_id)] == [*STEPS, "conclude"]
    assert [one.text for one in pledge.items(book, pledge_id)] == ["看望独居老人"]
    assert len(pledge_deeds.appraisals(book, pledge_id)) == 3


def test_from_the_newest_back_everything_is_undone_and_comes_again(book: Ledger) -> None:
    pledge_id, seqs = concluded(book)
    for seq in reversed(seqs.values()):
        undo.undo(book, seq)
    assert pledge.list_pledges(book, year=2026) == []
    for _ in seqs:
        undo.redo(book)
    assert pledge.get(book, pledge_id).state == "concluded"
