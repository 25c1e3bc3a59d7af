"""After the receipt: an undone receive is told to the branch, and a restored committee says what it once had."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from exchange import container, receipt, receive, registration
from models import journal, member, open_items, received_memory, restore, sent_package, undo, vault
from models.backup import make_backup
from models.errors import RefusedError
from models.ledger import Ledger
from tests.exchange.package_kit import BRANCH, COMMITTEE, Pair, assert_good_sentence, nothing_changes


def undone(pair: Pair) -> tuple[str, receipt.MadeReceipt, receipt.MadeReceipt]:
    """A package that was received, whose receipt was given, and whose receive was undone: digest, both papers."""
    sent = pair.pack()
    pair.receive(sent.path)
    given = receipt.make_receipt(pair.committee, sent.digest, pair.folder)
    undo.undo(pair.committee, journal.last_seq(pair.committee))
    return sent.digest, given, receipt.make_counter_receipt(pair.committee, sent.digest, pair.folder, remark="发错了")


def test_the_branch_learns_that_it_is_not_received(pair: Pair) -> None:
    digest, given, counter = undone(pair)
    receipt.accept_receipt(pair.branch, given.path)
    told = receipt.accept_receipt(pair.branch, counter.path)
    assert (told.withdrawn, told.number, told.digest, told.remark) == (True, 1, digest, "发错了")
    row = sent_package.last(pair.branch)
    assert row is not None
    assert (row.acknowledged_at, row.withdrawn) == (None, True)
    assert "package-withdrawn" in [item.code for item in open_items.list_open(pair.branch)]


@pytest.mark.parametrize("order", ["given counter given", "counter given", "counter counter", "given counter counter"])
def test_papers_in_any_order_end_with_the_truth(pair: Pair, order: str) -> None:
    """The older paper never overrules the newer one, however often it comes."""
    _, given, counter = undone(pair)
    papers = {"given": given.path, "counter": counter.path}
    for name in order.split():
        try:
            receipt.accept_receipt(pair.branch, papers[name])
        except RefusedError as error:
            assert error.code == "receipt-again"
            assert_good_sentence(error)
    row = sent_package.last(pair.branch)
    assert row is not None
    assert row.withdrawn


def test_received_again_it_is_acknowledged_again(pair: Pair) -> None:
    digest, given, counter = undone(pair)
    receipt.accept_receipt(pair.branch, counter.path)
    undo.redo(pair.committee)
    again = receipt.make_receipt(pair.committee, digest, pair.folder)
    receipt.accept_receipt(pair.branch, again.path)
    for old in (counter, given):
        with nothing_changes(pair.branch, pair.folder), pytest.raises(RefusedError):
            receipt.accept_receipt(pair.branch, old.path)
    row = sent_package.last(pair.branch)
    assert row is not None
    assert row.acknowledged_at is not None


def test_a_counter_receipt_for_an_unknown_package_is_refused(pair: Pair) -> None:
    _, _, counter = undone(pair)
    pair.branch.db.execute("DELETE FROM sent_package")
    with nothing_changes(pair.branch, pair.folder), pytest.raises(RefusedError) as caught:
        receipt.accept_receipt(pair.branch, counter.path)
    assert caught.value.code == "receipt-unknown"


def test_none_for_what_is_received_or_never_was(pair: Pair) -> None:
    sent = pair.pack()
    for code in ("receipt-no-package", "receipt-still-received"):
        with nothing_changes(pair.committee, pair.folder), pytest.raises(RefusedError) as caught:
            receipt.make_counter_receipt(pair.committee, sent.digest, pair.folder)
        assert caught.value.code == code
        assert_good_sentence(caught.value)
        pair.receive(sent.path)


def test_an_older_program_says_that_it_is_too_old(pair: Pair) -> None:
    _, given, counter = undone(pair)
    assert container.read_header(given.path).format == 1
    assert container.read_header(counter.path).format > 1


# --- a restored committee -----------------------------------------------------------------------


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Pair]:
    """Both ledgers as the program opens them, with this computer's memory."""
    branch = vault.create_ledger(tmp_path / "branch.zbtz", organization=BRANCH, actor="王秀兰").ledger
    committee = vault.create_ledger(
        tmp_path / "committee.zbtz", organization=COMMITTEE, level="committee", actor="赵国强"
    ).ledger
    issued = registration.invite(committee, tmp_path, name=BRANCH)
    registration.accept(committee, registration.join(branch, issued.path, issued.code, tmp_path).path)
    made = Pair(tmp_path, branch, committee)
    made.add("单雨彤")
    yield made
    made.close()


def lost(ledger: Ledger) -> list[tuple[str, int]]:
    return [(one.name, one.number) for one in received_memory.lost(ledger)]


def test_a_restored_committee_says_which_number_it_once_had(office: Pair) -> None:
    assert office.receive(office.pack().path)[0].accepted
    kept = make_backup(office.committee, office.folder / "备份")
    office.add("犇镕")
    second = office.pack()
    assert office.receive(second.path)[0].accepted
    assert lost(office.committee) == []
    there = restore.restore_backup(kept.path, office.folder / "恢复" / "c.zbtz")
    with vault.open_ledger(there.path) as ledger:
        assert lost(ledger) == [(BRANCH, 2)]
        items = [item for item in open_items.list_open(ledger) if item.code == "received-lost"]
        assert [(item.state, item.facts["number"]) for item in items] == [("overdue", 2)]
        # Sent again, or a later one: it has what it had.
        assert receive.receive(ledger, [second.path])[0].accepted
        assert lost(ledger) == []


def test_an_undone_receive_is_not_lost(office: Pair) -> None:
    office.receive(office.pack().path)
    office.add("犇镕")
    office.receive(office.pack().path)
    undo.undo(office.committee, journal.last_seq(office.committee))
    assert lost(office.committee) == []


def test_another_branch_received_since_hides_nothing(office: Pair, tmp_path: Path) -> None:
    """What is remembered of one branch stays when another one's package comes into the restored ledger."""
    kept = make_backup(office.committee, office.folder / "备份")
    first = office.pack()
    office.receive(first.path)
    office.add("犇镕")
    office.receive(office.pack().path)
    there = restore.restore_backup(kept.path, office.folder / "恢复" / "c.zbtz")
    with vault.open_ledger(there.path) as ledger:
        assert receive.receive(ledger, [first.path])[0].accepted, "the older one is new to it"
        assert lost(ledger) == [(BRANCH, 2)]


@pytest.mark.parametrize("written", [b"", b"[]", b'{"x": {"number": "2"}}', b"\xff"])
def test_a_memory_that_makes_no_sense_says_nothing(office: Pair, written: bytes) -> None:
    office.receive(office.pack().path)
    received_memory._path(office.committee).write_bytes(written)
    assert lost(office.committee) == []
    office.add("犇镕")
    assert office.receive(office.pack().path)[0].accepted


def test_a_memory_that_is_gone_says_nothing(office: Pair) -> None:
    office.receive(office.pack().path)
    shutil.rmtree(received_memory._path(office.committee).parent)
    assert lost(office.committee) == []
    assert member.list_members(office.committee, org=2)
