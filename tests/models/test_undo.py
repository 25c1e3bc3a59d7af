"""Undo: clean, or with what stands in the way named; after a restart as well."""

import threading
from pathlib import Path

import pytest

from models import group, journal, member, operations, organization, undo, words
from models.changes import Changes
from models.errors import RefusedError
from models.ledger import Ledger
from tests.models.conftest import ACTOR, Foreign, add_members


def set_to(book: Ledger, value: str, name: str = "x") -> int:
    with book.operation("setting.change") as op:
        organization.change_setting(op, name, value)
    return journal.last_seq(book)


def refused(code: str, book: Ledger, seq: int | None = None, **more: bool) -> RefusedError:
    before = book.content_digest(), journal.last_seq(book)
    with pytest.raises(RefusedError) as caught:
        undo.undo(book, seq, **more)
    assert caught.value.code == code
    assert (book.content_digest(), journal.last_seq(book)) == before
    return caught.value


def test_the_newest_operation_is_undone_and_brought_back(book: Ledger) -> None:
    empty = book.content_digest()
    add_members(book)
    full = book.content_digest()
    undone = undo.undo(book)
    assert (undone.kind, undone.tables, book.content_digest()) == ("undo", {"member"}, empty)
    assert journal.entries(book)[1].undone
    undo.redo(book)
    assert book.content_digest() == full
    assert not journal.entries(book)[2].undone
    undo.undo(book)
    assert book.content_digest() == empty


def test_undo_works_after_a_restart_and_says_who(book: Ledger, path: Path) -> None:
    before = book.content_digest()
    add_members(book)
    book.close()
    with Ledger.open(path, actor="沈镕") as again:
        undo.undo(again)
        assert again.content_digest() == before
        entry = journal.entries(again)[0]
        assert (entry.kind, entry.actor, entry.undoes, entry.note) == (
            "undo",
            "沈镕",
            2,
            {"kind": "roster.import"},
        )


def test_one_notice_for_one_undo(book: Ledger) -> None:
    add_members(book)
    heard: list[Changes] = []
    book.changed.append(heard.append)
    undo.undo(book, initiator="a page")
    assert [(changes.kind, changes.initiator) for changes in heard] == [("undo", "a page")]


def test_an_older_operation_alone_can_be_undone(book: Ledger) -> None:
    first = add_members(book)
    with book.operation("member.add") as op:
        member.add_member(op, member_id=book.ids.new(), name="沈镕")
    undo.undo(book, 2)
    assert [one.name for one in member.list_members(book)] == ["沈镕"]
    assert first


def test_later_changes_are_named_and_asked_for(book: Ledger) -> None:
    seq = set_to(book, "1")
    later = set_to(book, "2")
    error = refused("undo-later-changes", book, seq)
    assert f"第 {later} 号" in error.what()
    assert ACTOR in error.what()
    undo.undo(book, seq, force=True)
    assert book.setting("x", "none") == "none"


def test_the_same_value_again_does_not_hide_what_came_between(book: Ledger) -> None:
    first, second, third = set_to(book, "1"), set_to(book, "2"), set_to(book, "1")
    assert [obstacle.later for obstacle in undo.obstacles(book, first)] == [third]
    for seq in (third, second, first):
        undo.undo(book, seq)
    assert book.setting("x", "none") == "none"


def test_what_another_program_changed_stands_in_the_way(book: Ledger, path: Path, foreign: Foreign) -> None:
    first = add_members(book)[0]
    book.close()
    foreign(path, f"UPDATE member SET phone = '1' WHERE id = '{first}'")
    with Ledger.open(path) as again:
        assert "别的程序" in refused("undo-later-changes", again, 2).what()


def test_a_group_in_use_is_not_taken_away(book: Ledger) -> None:
    with book.operation("group.add") as op:
        group.add_group(op, group_id=book.ids.new(), name="第一党小组")
    with book.operation("member.add") as op:
        member.add_member(op, member_id=book.ids.new(), name="沈镕", group="第一党小组")
    refused("undo-blocked", book, 2)


def test_what_cannot_be_undone(book: Ledger) -> None:
    refused("undo-nothing", book)
    refused("undo-unknown", book, 99)
    refused("undo-not-undoable", book, 1)
    seq = set_to(book, "1")
    undo.undo(book)
    refused("undo-already", book, seq)
    refused("undo-not-undoable", book, seq + 1)


def test_a_write_from_another_thread_is_seen_before_anything_is_put_back(
    book: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question is asked with the gate held: what slipped in after the request stands in the way."""
    seq = set_to(book, "1")
    honest = book.operation

    def slow(kind: str, **more: object) -> object:
        monkeypatch.setattr(book, "operation", honest)
        thread = threading.Thread(target=set_to, args=(book, "2"))
        thread.start()
        thread.join()
        return honest(kind, **more)

    monkeypatch.setattr(book, "operation", slow)
    with pytest.raises(RefusedError) as caught:
        undo.undo(book, seq)
    assert caught.value.code == "undo-later-changes"
    assert book.setting("x") == "2"


def test_redo_is_over_once_something_new_was_written(book: Ledger) -> None:
    set_to(book, "1")
    undo.undo(book)
    set_to(book, "2")
    assert undo.next_redo(book) is None
    with pytest.raises(RefusedError):
        undo.redo(book)


def test_several_undone_come_back_in_turn(book: Ledger) -> None:
    for value in "123":
        set_to(book, value)
    for _ in range(3):
        undo.undo(book)
    assert book.setting("x", "none") == "none"
    seen = []
    while undo.next_redo(book):
        undo.redo(book)
        seen.append(book.setting("x"))
    assert seen == ["1", "2", "3"]


def test_a_group_stays_while_an_undo_would_lead_back_to_it(book: Ledger) -> None:
    """Moved to another group, the member no longer points at the first one; undoing the move would."""
    with book.operation("group.add") as op:
        group.add_group(op, group_id=book.ids.new(), name="第一组")
    with book.operation("member.add") as op:
        who = member.add_member(op, member_id=book.ids.new(), name="沈镕", group="第一组")
    with book.operation("member.edit") as op:
        member.edit_member(op, who, group="第二组", group_id=book.ids.new())
    with pytest.raises(RefusedError) as refused:
        undo.undo(book, 2)
    assert refused.value.code == "undo-later-changes"
    assert "第 4 号" in refused.value.what()
    undo.undo(book)
    undo.undo(book)
    undo.undo(book)


# --- how far the key reaches ----------------------------------------------------------


def written(book: Ledger, kind: str) -> int:
    """One operation of a kind, as any would be written; return its number."""
    with book.operation(kind) as op:
        organization.change_setting(op, kind, str(journal.last_seq(book)))
    return journal.last_seq(book)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("package.send", "undo-left-house"),
        ("receipt.accept", "undo-left-house"),
        *((kind, "undo-from-log") for kind in operations.KINDS if kind.startswith(("branch.", "committee."))),
        ("package.receive", "undo-from-log"),
    ],
)
def test_what_left_the_house_or_joined_it_ends_the_way_of_the_key(book: Ledger, kind: str, code: str) -> None:
    before = set_to(book, "1")
    stop = written(book, kind)
    error = refused(code, book)
    assert (error.facts["seq"], error.facts["kind"]) == (stop, words.label("operation", kind))
    set_to(book, "2", "y")
    undo.undo(book)
    refused(code, book)
    undo.undo(book, before)


def test_picked_from_the_log_a_joining_is_taken_back(book: Ledger) -> None:
    stop = written(book, "committee.register")
    undo.undo(book, stop)
    refused("undo-nothing", book)


def test_what_cannot_be_taken_back_is_crossed_with_its_name(book: Ledger) -> None:
    first = set_to(book, "1")
    written(book, "archive.print")
    found = undo.next_undo(book)
    assert found.entry is not None
    assert (found.entry.seq, [one.kind for one in found.crossed], found.stop) == (first, ["archive.print"], "")
