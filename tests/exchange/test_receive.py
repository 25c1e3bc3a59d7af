"""Receiving: order and repetition do not matter, good ones go in, bad ones are named, one backup, cancel,
lineages.
"""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange import inspection, pack, receive, registration, trust
from models import member, received_package, snapshot
from models.clock import FixedClock
from models.errors import UsageError, WorldError
from models.ledger import Ledger
from tests.exchange.package_kit import (
    BRANCH,
    Pair,
    assert_good_sentence,
    copy_pair,
    journal_length,
    nothing_changes,
)


class Row:
    """A branch's packages 1 to 4, each with one member more, and the committee that has none of them yet."""

    def __init__(self, template: Path, folder: Path) -> None:
        self.pair = copy_pair(template, folder)
        self.sent = []
        for name in ("犇镕", "王喆", "李堃", "张玥"):
            self.pair.add(name)
            self.sent.append(self.pair.pack())
        self.pair.close()
        self.committee = folder / "committee.zbtz"

    def fresh(self, folder: Path) -> Ledger:
        copy = folder / "committee.zbtz"
        copy.write_bytes(self.committee.read_bytes())
        return Ledger.open(copy)


@pytest.fixture(scope="module")
def row(pair_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Row]:
    yield Row(pair_template, tmp_path_factory.mktemp("row"))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(order=st.lists(st.sampled_from([1, 2, 3, 4]), min_size=1, max_size=8))
def test_any_order_and_repetition_ends_with_the_highest(row: Row, order: list[int]) -> None:
    highest = row.sent[max(order) - 1]
    with tempfile.TemporaryDirectory() as folder, row.fresh(Path(folder)) as ledger:
        results = receive.receive(ledger, [row.sent[number - 1].path for number in order])
        standing = received_package.current(ledger, 2)
        assert standing is not None
        assert (standing.number, standing.digest) == (highest.number, highest.digest)
        assert snapshot.digest_of(snapshot.collect(ledger, 2)) == highest.content_digest
    seen: list[int] = []
    for number, result in zip(order, results, strict=True):
        expected = "duplicate" if number in seen else "" if number > max(seen, default=0) else "stale"
        assert result.code == expected
        assert result.accepted == (expected == "")
        if result.accepted:
            seen.append(number)


def test_three_one_two_four_four_three(row: Row, tmp_path: Path) -> None:
    with row.fresh(tmp_path) as ledger:
        results = receive.receive(ledger, [row.sent[n - 1].path for n in (3, 1, 2, 4, 4, 3)])
    assert [result.code for result in results] == ["", "stale", "stale", "", "duplicate", "duplicate"]


def test_a_folder_good_ones_in_bad_ones_named(row: Row, tmp_path: Path) -> None:
    stick = tmp_path / "U盘"
    stick.mkdir()
    for sent in row.sent[:2]:
        (stick / sent.path.name).write_bytes(sent.path.read_bytes())
    (stick / "坏的.dyb").write_bytes(row.sent[2].path.read_bytes()[:-40])
    (stick / "说明.txt").write_text("不是包", encoding="utf-8")
    with row.fresh(tmp_path) as ledger:
        results = receive.receive(ledger, [stick])
        assert snapshot.digest_of(snapshot.collect(ledger, 2)) == row.sent[1].content_digest
    told = {result.path.name: (result.accepted, result.code) for result in results}
    assert told == {
        row.sent[0].path.name: (True, ""),
        row.sent[1].path.name: (True, ""),
        "坏的.dyb": (False, "signature"),
    }


def test_one_backup_for_the_run_before_the_first_write(row: Row, tmp_path: Path) -> None:
    backups: list[int] = []
    with row.fresh(tmp_path) as ledger:
        length = journal_length(ledger)
        bad = tmp_path / "bad.dyb"
        bad.write_bytes(b"x" * 500)
        paths = [bad, *(sent.path for sent in row.sent)]
        receive.receive(ledger, paths, backup=lambda it: backups.append(journal_length(it)))
        assert backups == [length]
        receive.receive(ledger, paths, backup=lambda it: backups.append(journal_length(it)))
        assert backups == [length], "a run that takes nothing in needs no backup"


def test_without_a_backup_nothing_is_received(row: Row, tmp_path: Path) -> None:
    def no_room(_: Ledger) -> None:
        raise WorldError("disk-full", path="备份")

    with (
        row.fresh(tmp_path) as ledger,
        nothing_changes(ledger, tmp_path),
        pytest.raises(WorldError) as caught,
    ):
        receive.receive(ledger, [row.sent[0].path], backup=no_room)
    assert caught.value.code == "disk-full"


def test_progress_and_cancel_between_packages(row: Row, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    with row.fresh(tmp_path) as ledger:
        results = receive.receive(
            ledger,
            [sent.path for sent in row.sent],
            progress=lambda *step: told.append(step),
            cancelled=lambda: len(told) == 2,
        )
        assert snapshot.digest_of(snapshot.collect(ledger, 2)) == row.sent[1].content_digest
    assert told == [(0, 4, row.sent[0].path.name), (1, 4, row.sent[1].path.name)]
    assert [result.code for result in results] == ["", "", "receive-cancelled", "receive-cancelled"]
    assert results[3].error is not None
    assert_good_sentence(results[3].error)


def test_our_own_package_is_not_taken_in(pair: Pair) -> None:
    sent = pair.pack()
    with pair.branch.operation("organization.edit") as op:
        op.update("organization", (1,), {"level": "general_branch"})
    with nothing_changes(pair.branch, pair.folder):
        (result,) = receive.receive(pair.branch, [sent.path])
    assert (result.accepted, result.code) == (False, "own-package")


def test_the_ledger_disk_full_while_receiving(pair: Pair) -> None:
    """The committee's own disk is full: the package is reported, nothing is half done, and later it works."""
    sent = pair.pack()
    pages = pair.committee.db.execute("PRAGMA page_count").fetchone()[0]
    for number in range(40):
        pair.add(f"张伟{number}", address="很长的地址" * 20)
    big = pair.pack()
    pair.committee.db.execute(f"PRAGMA max_page_count = {pages + 1}")
    with nothing_changes(pair.committee, pair.folder):
        (result,) = pair.receive(big.path)
    assert (result.accepted, result.code) == (False, "disk-full")
    pair.committee.db.execute("PRAGMA max_page_count = 100000")
    assert pair.receive(big.path)[0].accepted
    assert sent.number < big.number


# --- lineages -------------------------------------------------------------------------


def restored(pair: Pair) -> None:
    """The branch's ledger as after a restore from a backup: a new lineage and device, older content."""
    for column in ("lineage", "device"):
        pair.branch.db.execute(f"UPDATE ledger_info SET {column} = ?", [pair.branch.ids.new()])


def test_a_new_lineage_needs_a_persons_yes_once(pair: Pair) -> None:
    pair.receive(pair.pack().path)
    restored(pair)
    pair.add("犇镕")
    again = pair.pack()
    with nothing_changes(pair.committee, pair.folder):
        (asked,) = pair.receive(again.path)
    assert (asked.code, asked.sender) == ("lineage", BRANCH)
    assert asked.error is not None
    facts = asked.error.facts
    trust.accept_lineage(pair.committee, facts["sender_number"], facts["lineage"], why="已电话核实")
    assert pair.receive(again.path)[0].accepted
    pair.add("王喆")
    assert pair.receive(pair.pack().path)[0].accepted
    assert pair.received_digest() == pair.branch_digest()


def test_the_old_lineage_is_stale_afterwards_whatever_its_number(pair: Pair) -> None:
    old = [pair.pack() for _ in range(3)]
    pair.receive(old[0].path)
    restored(pair)
    fresh = pair.pack()
    trust.accept_lineage(pair.committee, pair.org, pair.branch.info()["lineage"])
    assert pair.receive(fresh.path)[0].accepted
    assert pair.receive(old[2].path)[0].code == "stale"


def test_numbers_go_on_after_a_restore_so_that_names_differ(pair: Pair) -> None:
    assert pair.pack().number == 1
    restored(pair)
    after = pair.pack()
    assert after.number == 2
    assert inspection.inspect(after.path).container.header.prev_sha256 == ""


def test_two_ledgers_of_one_origin_make_a_fork(pair: Pair, tmp_path: Path) -> None:
    """The branch's file was copied by hand and both copies send number 1."""
    twin_folder = tmp_path / "另一台"
    twin_folder.mkdir()
    pair.branch.close()
    (twin_folder / "branch.zbtz").write_bytes((pair.folder / "branch.zbtz").read_bytes())
    pair.branch = Ledger.open(pair.folder / "branch.zbtz")
    with Ledger.open(twin_folder / "branch.zbtz") as twin:
        with twin.operation("member.add") as op:
            member.add_member(op, member_id=twin.ids.new(), name="李堃")
        other = receive_pack(twin, twin_folder)
    assert pair.receive(pair.pack().path)[0].accepted
    with nothing_changes(pair.committee, pair.folder):
        (result,) = pair.receive(other)
    assert result.code == "fork"


def receive_pack(ledger: Ledger, folder: Path) -> Path:
    return pack.make_package(ledger, folder).path


def test_a_clock_gone_back_ten_years_changes_nothing(pair: Pair) -> None:
    pair.receive(pair.pack().path)
    pair.branch.clock = FixedClock(datetime(2016, 1, 1, tzinfo=UTC))
    pair.add("犇镕")
    sent = pair.pack()
    assert "20160101" in sent.path.name
    assert pair.receive(sent.path)[0].accepted
    assert pair.received_digest() == pair.branch_digest()


def test_an_unknown_organisation_is_nobodys_lineage(pair: Pair) -> None:
    for org in (1, 99):
        with nothing_changes(pair.committee, pair.folder), pytest.raises(UsageError) as caught:
            trust.accept_lineage(pair.committee, org, pair.branch.info()["lineage"])
        assert caught.value.code == "unknown-organization"


def test_two_branches_stay_apart(pair: Pair, tmp_path: Path) -> None:
    """What one branch sends never touches another's rows, be the records' ids the same."""
    second_folder = tmp_path / "二支部"
    second_folder.mkdir()
    first = pair.pack()
    pair.receive(first.path)
    before = pair.received_digest()
    with Ledger.create(second_folder / "b.zbtz", organization="柳河镇第二党支部", actor="李") as second:
        issued = registration.invite(pair.committee, second_folder, name="柳河镇第二党支部")
        joined = registration.join(second, issued.path, issued.code, second_folder)
        registration.accept(pair.committee, joined.path)
        same_id = member.list_members(pair.branch)[0].id
        with second.operation("member.add") as op:
            member.add_member(op, member_id=same_id, name="另一个人")
        assert pair.receive(receive_pack(second, second_folder))[0].accepted
        assert snapshot.digest_of(snapshot.collect(pair.committee, issued.org)) == snapshot.digest_of(
            snapshot.collect(second)
        )
    assert pair.received_digest() == before
