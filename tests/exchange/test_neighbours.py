"""What the committee sees beside one package: order of rows, names and people twice, a lost computer."""

import shutil
from pathlib import Path

import pytest

from exchange import body, pack, registration, trust
from models import check, journal, member, organization, organization_key, own_key, undo
from models.errors import KnownError, RefusedError, UsageError
from models.finding import Finding
from models.ledger import Ledger
from tests.exchange.package_kit import (
    BRANCH,
    Desk,
    Pair,
    assert_good_sentence,
    id_number,
    nothing_changes,
    with_rows,
)

SECOND = "柳河镇第二党支部"


# --- rows in the order of their keys ----------------------------------------------------------


@pytest.mark.parametrize("table", ["member", "post_term", "attendance", "study_record", "pledge_step", "pledge_item"])
def test_rows_out_of_order_are_refused(table: str, desk: Desk) -> None:
    """They would be received, and the committee's check would say for good that another program changed them."""
    rows = list(reversed(body.read(desk.forge.plain).tables[table]))
    assert len(rows) > 1
    assert desk.refused_with(desk.put(desk.forge.file(plain=with_rows(desk.forge.plain, {table: rows})))) == "order"


def test_what_is_received_is_never_told_to_be_altered(desk: Desk) -> None:
    found = desk.pair.committee
    assert [one.code for one in check.check_ledger(found) if "snapshot" in one.code or "received" in one.code] == []


def across(ledger: Ledger) -> list[Finding]:
    """What the check finds between branches."""
    codes = ("organization-doubled", "person-in-two-branches")
    return [one for one in check.check_ledger(ledger) if one.code in codes]


# --- two branches -----------------------------------------------------------------------------


@pytest.fixture
def second(pair: Pair, tmp_path: Path) -> Ledger:
    """Another branch of the same committee, registered, nothing sent yet."""
    folder = tmp_path / "二支部"
    folder.mkdir()
    made = Ledger.create(folder / "b.zbtz", organization=SECOND, actor="李")
    issued = registration.invite(pair.committee, folder, name=SECOND)
    registration.accept(pair.committee, registration.join(made, issued.path, issued.code, folder).path)
    return made


def test_a_branch_that_takes_another_ones_name_is_told(pair: Pair, second: Ledger) -> None:
    pair.receive(pair.pack().path)
    with second.operation("organization.edit") as op:
        organization.edit(op, 1, name=BRANCH)
    sent = pack.make_package(second, second.path.parent)
    (looked,) = pair.receive(sent.path, dry_run=True)
    assert looked.accepted
    assert looked.inspection is not None
    (notice,) = looked.inspection.notices
    assert BRANCH in notice
    assert across(pair.committee) == []
    pair.receive(sent.path)
    (finding,) = across(pair.committee)
    assert (finding.code, finding.level) == ("organization-doubled", "warning")
    assert BRANCH in finding.sentence()
    second.close()


def test_one_person_active_in_two_branches_is_told(pair: Pair, second: Ledger) -> None:
    number = member.list_members(pair.branch)[0].id_number or id_number("99010119850701001")
    pair.receive(pair.pack().path)
    with second.operation("member.add") as op:
        member.add_member(op, member_id=second.ids.new(), name="单雨彤", id_number=number)
        member.add_member(op, member_id=second.ids.new(), name="李堃")
    sent = pack.make_package(second, second.path.parent)
    (looked,) = pair.receive(sent.path)
    assert looked.inspection is not None
    (notice,) = looked.inspection.notices
    assert "单雨彤" in notice
    assert BRANCH in notice
    assert number not in notice
    (finding,) = across(pair.committee)
    assert finding.code == "person-in-two-branches"
    assert BRANCH in finding.sentence()
    assert SECOND in finding.sentence()
    # Who left the one is no finding any more, and no notice.
    with pair.branch.operation("member.edit") as op:
        leaver = next(one for one in member.list_members(pair.branch) if one.id_number == number)
        member.remove_member(op, leaver.id, kind="transfer", date="2026-02")
    assert pair.receive(pair.pack().path)[0].accepted
    assert across(pair.committee) == []
    second.close()


def test_branches_without_id_numbers_are_not_compared(pair: Pair, second: Ledger) -> None:
    pair.receive(pair.pack(id_numbers=False).path)
    with second.operation("member.add") as op:
        member.add_member(op, member_id=second.ids.new(), name="单雨彤")
    (looked,) = pair.receive(pack.make_package(second, second.path.parent).path)
    assert looked.inspection is not None
    assert looked.inspection.notices == ()
    second.close()


# --- a lost computer --------------------------------------------------------------------------


def test_a_lost_computer_is_shut_out_with_the_reason(pair: Pair) -> None:
    first = pair.pack()
    pair.receive(first.path)
    before = pair.received_digest()
    pair.add("犇镕")
    trust.shut_out(pair.committee, pair.org, why="电脑被盗")
    with nothing_changes(pair.committee, pair.folder):
        pass
    (refused,) = pair.receive(pair.pack().path)
    assert refused.code == "revoked"
    assert "电脑被盗" in refused.reason
    assert refused.error is not None
    assert_good_sentence(refused.error)
    assert pair.received_digest() == before, "what was received stays"


def test_shutting_out_can_be_undone(pair: Pair) -> None:
    trust.shut_out(pair.committee, pair.org)
    undo.undo(pair.committee, journal.last_seq(pair.committee))
    assert pair.receive(pair.pack().path)[0].accepted


def test_the_stolen_key_does_not_come_back_by_a_registration(pair: Pair, tmp_path: Path) -> None:
    """The restored ledger on the new computer has the stolen key as well; new ones are made and registered."""
    pair.receive(pair.pack().path)
    stolen = tmp_path / "被盗的"
    stolen.mkdir()
    pair.branch.close()
    shutil.copyfile(pair.folder / "branch.zbtz", stolen / "branch.zbtz")
    pair.branch = Ledger.open(pair.folder / "branch.zbtz")
    trust.shut_out(pair.committee, pair.org, why="电脑被盗")
    issued = registration.invite(pair.committee, pair.folder, org=pair.org)
    same = registration.join(pair.branch, issued.path, issued.code, pair.folder)
    with nothing_changes(pair.committee, pair.folder), pytest.raises(RefusedError) as caught:
        registration.accept(pair.committee, same.path)
    assert caught.value.code == "key-shut-out"
    assert_good_sentence(caught.value)
    fresh = registration.join(pair.branch, issued.path, issued.code, pair.folder, new_keys=True)
    assert registration.accept(pair.committee, fresh.path).name == BRANCH
    pair.add("犇镕")
    assert pair.receive(pair.pack().path)[0].accepted
    with Ledger.open(stolen / "branch.zbtz") as thief:
        assert pair.receive(pack.make_package(thief, stolen).path)[0].code == "revoked"


def test_a_join_that_fails_keeps_the_keys(pair: Pair, tmp_path: Path) -> None:
    issued = registration.invite(pair.committee, pair.folder, org=pair.org)
    before = own_key.current(pair.branch)
    with pytest.raises(KnownError):
        registration.join(pair.branch, issued.path, issued.code, tmp_path / "没有" / "这里", new_keys=True)
    assert own_key.current(pair.branch) == before


def test_a_key_that_only_made_way_may_come_back(pair: Pair) -> None:
    old = own_key.current(pair.branch)
    assert old is not None
    issued = registration.invite(pair.committee, pair.folder, org=pair.org)
    joined = registration.join(pair.branch, issued.path, issued.code, pair.folder, new_keys=True)
    registration.accept(pair.committee, joined.path)
    keys = {key.key_id: key for key in organization_key.of(pair.committee, pair.org)}
    assert keys[old.key_id].revoked_at is not None
    assert organization_key.shut_out(pair.committee, keys[old.key_id]) is None


def test_nobody_to_shut_out(pair: Pair) -> None:
    trust.shut_out(pair.committee, pair.org)
    with nothing_changes(pair.committee, pair.folder), pytest.raises(RefusedError) as caught:
        trust.shut_out(pair.committee, pair.org)
    assert caught.value.code == "nothing-to-shut-out"
    assert_good_sentence(caught.value)
    for org in (1, 99):
        with nothing_changes(pair.committee, pair.folder), pytest.raises(UsageError):
            trust.shut_out(pair.committee, org)
