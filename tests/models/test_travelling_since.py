"""What the next package carries beyond the last one: every kind of operation that changes what travels, no other."""

from random import Random

import pytest

from models import journal, member, organization, snapshot, undo
from models.ledger import Ledger
from tests.models.test_undo_property import EVERYTHING, EXAMPLES, UNDOABLE, World


def sent(book: Ledger) -> str:
    """What a package made now would hold of us."""
    own = organization.own(book)
    return snapshot.digest_of(snapshot.collect(book)) + str((own.name, own.short_name, own.parent_id, own.founded_date))


@pytest.mark.parametrize("kind", UNDOABLE)
def test_an_operation_counts_when_it_changes_what_a_package_holds(kind: str, book: Ledger) -> None:
    world = World(book, Random(7))
    for first in EVERYTHING:
        with book.operation(first) as op:
            EXAMPLES[first](world, op)
    since, before = journal.last_seq(book), sent(book)
    with book.operation(kind) as op:
        EXAMPLES[kind](world, op)
    assert len(journal.travelling_since(book, since)) == (sent(book) != before)


def test_what_is_undone_counts_no_more_and_undoing_what_was_sent_counts(book: Ledger) -> None:
    with book.operation("member.add") as op:
        member.add_member(op, member_id="a", name="仇小满")
    base = journal.last_seq(book)
    with book.operation("member.edit") as op:
        member.edit_member(op, "a", phone="13900000000")
    assert [one.kind for one in journal.travelling_since(book, base)] == ["member.edit"]
    undo.undo(book)
    assert journal.travelling_since(book, base) == []
    undo.undo(book)
    assert [one.kind for one in journal.travelling_since(book, base)] == ["undo"]
    undo.redo(book)
    assert journal.travelling_since(book, base) == []
    undo.redo(book)
    assert [one.kind for one in journal.travelling_since(book, base)] == ["member.edit"]


def test_hundreds_of_operations_are_all_counted(book: Ledger) -> None:
    for at in range(520):
        with book.operation("member.add") as op:
            member.add_member(op, member_id=f"m{at}", name="仇小满")
    assert len(journal.travelling_since(book, 0)) == 520
