"""A clock in 1980 or in 2070 on either side: joining, packages, receipts, backups, moving; then put right."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from exchange import receipt, registration
from models import (
    backup,
    backup_watch,
    check,
    journal,
    key_store,
    local_state,
    open_items,
    rescue,
    vault,
    whereabouts,
)
from models.clock import FixedClock
from models.errors import RefusedError
from models.ledger import Ledger
from tests.exchange.package_kit import BRANCH, Pair, assert_good_sentence

NOW = datetime(2026, 12, 1, 3, tzinfo=UTC)
YEARS = pytest.mark.parametrize("year", [1980, 2070])
SIDES = pytest.mark.parametrize("side", ["branch", "committee"])


@pytest.fixture(autouse=True)
def own_key_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(key_store.HOME_VARIABLE, str(tmp_path / "这台电脑"))


@pytest.fixture
def known(pair: Pair) -> Iterator[Pair]:
    """The pair, both clocks right."""
    pair.branch.clock = pair.committee.clock = FixedClock(NOW)
    yield pair


def wrong(year: int) -> FixedClock:
    return FixedClock(datetime(year, 1, 1, 3, tzinfo=UTC))


def sent_and_received(pair: Pair) -> None:
    made = pair.pack()
    (verdict,) = pair.receive(made.path)
    assert (verdict.accepted, verdict.code) == (True, "")
    given = receipt.make_receipt(pair.committee, made.digest, pair.folder)
    assert receipt.accept_receipt(pair.branch, given.path).number == made.number


@YEARS
@SIDES
def test_packages_and_receipts_go_on_through_a_wrong_clock(known: Pair, side: str, year: int) -> None:
    sent_and_received(known)
    getattr(known, side).clock = wrong(year)
    known.add("甲")
    sent_and_received(known)
    getattr(known, side).clock = FixedClock(NOW)
    known.add("乙")
    sent_and_received(known)
    assert known.received_digest() == known.branch_digest()
    assert [one.code for one in check.check_ledger(known.committee) if one.level == "error"] == []


@pytest.mark.parametrize(("side", "year"), [("branch", 2070), ("committee", 1980)])
def test_an_invitation_called_expired_tells_this_computers_day(known: Pair, side: str, year: int) -> None:
    getattr(known, side).clock = wrong(year)
    issued = registration.invite(known.committee, known.folder, org=known.org)
    with pytest.raises(RefusedError) as caught:
        registration.join(known.branch, issued.path, issued.code, known.folder)
    assert_good_sentence(caught.value)
    assert caught.value.code == "invitation-expired"
    assert known.branch.clock.today().isoformat() in caught.value.what()
    getattr(known, side).clock = FixedClock(NOW)
    issued = registration.invite(known.committee, known.folder, org=known.org)
    joined = registration.join(known.branch, issued.path, issued.code, known.folder)
    assert registration.accept(known.committee, joined.path).name == BRANCH


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger of its own with a few operations, its clock right."""
    path = tmp_path / "台账" / "支部.zbtz"
    with vault.create_ledger(path, organization=BRANCH, actor="甲", clock=FixedClock(NOW)).ledger as ledger:
        yield ledger


@YEARS
def test_what_was_done_at_a_wrong_clock_is_asked_for_again(alone: Ledger, tmp_path: Path, year: int) -> None:
    alone.clock = wrong(year)
    made = backup.make_backup(alone, tmp_path / "U盘")
    assert backup.verify_backup(made.path).problem == ""
    assert backup.daily_backup(alone) is None
    backup.make_backup(alone, backup.default_folder(alone.path), reason="daily")
    local_state.change(alone.path, proved_again={"a.dybak": {"at": f"{year}-01-01T03:00:00.000Z", "code": ""}})
    rescue._note(alone)
    assert not rescue.due(alone)
    alone.clock = FixedClock(NOW)
    with alone.operation("organization.edit") as op:
        op.update("organization", (1,), {"phone": "0539-5550101"})
    assert rescue.due(alone)
    assert len(backup_watch.due(alone)) == 1
    codes = [item.code for item in open_items.list_open(alone)]
    assert ("backup-ahead" if year > 2026 else "backup-old") in codes
    assert backup.daily_backup(alone) is not None


@YEARS
def test_restoring_and_moving_need_no_clock(alone: Ledger, tmp_path: Path, year: int) -> None:
    made = backup.make_backup(alone, tmp_path / "U盘")
    restored = backup.restore_backup(made.path, tmp_path / "恢复.zbtz", clock=wrong(year)).path
    with vault.open_ledger(restored, clock=wrong(year)) as book:
        assert not whereabouts.elsewhere(book)
        whereabouts.settle(book, whereabouts.COPIED)
        assert not whereabouts.elsewhere(book)
        assert journal.generation(book) == 2
