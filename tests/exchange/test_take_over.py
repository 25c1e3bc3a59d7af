"""After one copy of a ledger was taken over: the committee goes on from it, and its papers are heard here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from exchange import receipt, receive, trust
from models import sent_package
from models.sent_package import SentPackageRow
from tests.exchange.test_office_property import Office


@pytest.fixture
def office(pair_template: Path, tmp_path: Path) -> Iterator[Office]:
    made = Office.open(pair_template, tmp_path)
    yield made
    made.close()


@pytest.fixture
def collided(office: Office) -> str:
    """Both computers gave out number 2; the committee has that of the other one. Its digest."""
    for who in (0, 1):
        office.enter(who)
        office.send_apart(who)
    office.deliver(2)
    return office.sent[2].made.digest


def known(office: Office, digest: str) -> SentPackageRow:
    return next(row for row in sent_package.list_sent(office.copies[0]) if row.digest == digest)


def test_a_receipt_of_the_other_copys_package_is_heard(office: Office, collided: str) -> None:
    office.take_over(0)
    made = receipt.make_receipt(office.pair.committee, collided, office.folder)
    receipt.accept_receipt(office.copies[0], made.path)
    assert known(office, collided).acknowledged_at


def test_a_receipt_that_is_taken_back_is_heard(office: Office, collided: str) -> None:
    office.give_receipt()
    office.take_papers()
    office.take_over(0)
    assert known(office, collided).acknowledged_at
    office.undo_receive()
    office.withdraw_receipt()
    receipt.accept_receipt(office.copies[0], office.papers[-1][1])
    assert known(office, collided).acknowledged_at is None


@pytest.mark.parametrize("who", [0, 1])
def test_whichever_computer_takes_over_the_committee_asks_once_and_goes_on(office: Office, who: int) -> None:
    """The other computer has a lineage of its own, which the committee accepted: neither is the older one for good."""
    office.save(1)
    office.restore(1)
    office.enter(1)
    office.send_apart(1)
    committee, org = office.pair.committee, office.pair.org
    trust.accept_lineage(committee, org, office.copies[1].info()["lineage"])
    office.deliver(1)
    office.enter(0)
    office.take_over(who)
    office.send_apart(who)
    path = office.sent[-1].made.path
    (asked,) = receive.receive(committee, [path])
    assert (asked.code, asked.accepted) == ("lineage", False)
    trust.accept_lineage(committee, org, office.copies[who].info()["lineage"])
    (found,) = receive.receive(committee, [path])
    assert found.accepted, found.reason
    assert office.ids_there() == office.ids_of(office.copies[0]) | office.ids_of(office.copies[1])
