"""A package's whole way: registered, packed, inspected, received, acknowledged; and back by undo."""

from pathlib import Path

import pytest

from exchange import inspection, pack, receipt
from models import member, organization, received_package, sent_package, snapshot, undo
from models.errors import RefusedError, UsageError
from tests.exchange.package_kit import BRANCH, COMMITTEE, Pair, assert_good_sentence, newest, nothing_changes


def test_what_is_sent_is_what_arrives(pair: Pair) -> None:
    sent = pair.pack()
    (result,) = pair.receive(sent.path)
    assert result.as_dict() | {"reason": "", "file": ""} == {
        "file": "",
        "accepted": True,
        "code": "",
        "reason": "",
        "next": "",
        "sender": BRANCH,
        "number": 1,
        "digest": sent.digest,
    }
    assert pair.received_digest() == pair.branch_digest() == sent.content_digest
    names = {found.name for found in member.list_members(pair.committee, org=pair.org)}
    assert names == {"单雨彤", "买买提·艾山", "𠅤喆"}


def test_the_organisations_facts_travel_sealed(pair: Pair) -> None:
    with pair.branch.operation("organization.edit") as op:
        organization.edit(op, 1, short_name="一支部", secretary="单雨彤", phone="0539-5550199")
    sent = pair.pack()
    content = sent.path.read_bytes()
    for text in (BRANCH, COMMITTEE, "单雨彤", "0539-5550199", "9901011985"):
        assert text.encode() not in content
    found = inspection.inspect(sent.path, pair.committee)
    assert ("书记", "", "单雨彤") in found.facts
    pair.receive(sent.path)
    kept = organization.by_number(pair.committee, pair.org)
    assert kept is not None
    assert (kept.short_name, kept.secretary, kept.phone) == ("一支部", "单雨彤", "0539-5550199")


def test_inspection_names_what_would_change(pair: Pair) -> None:
    pair.receive(pair.pack().path)
    gone = member.list_members(pair.branch)[0]
    with pair.branch.operation("member.edit") as op:
        member.edit_member(op, gone.id, phone="0539-5550102")
    pair.add("犇镕")
    (members,) = (
        change
        for change in inspection.inspect(pair.pack().path, pair.committee).changes
        if change.table == "member"
    )
    assert [row.name for row in members.new] == ["犇镕"]
    assert [(row.name, row.columns) for row in members.changed] == [
        (gone.name, (("联系电话", gone.phone, "0539-5550102"),))
    ]
    assert (members.gone, members.same) == ((), 2)


def test_a_row_that_is_gone_is_named(pair: Pair) -> None:
    pair.add("犇镕")
    added = newest(pair.branch)
    pair.receive(pair.pack().path)
    undo.undo(pair.branch, added)
    found = inspection.inspect(pair.pack().path, pair.committee)
    assert [row.name for change in found.changes for row in change.gone] == ["犇镕"]


def test_the_second_receive_is_a_duplicate_and_writes_nothing(pair: Pair) -> None:
    sent = pair.pack()
    pair.receive(sent.path)
    with nothing_changes(pair.committee, pair.folder):
        (again,) = pair.receive(sent.path)
    assert (again.accepted, again.code, again.number, again.sender) == (False, "duplicate", 1, BRANCH)


def test_undoing_a_receive_brings_the_package_before_back(pair: Pair) -> None:
    before_any = pair.committee.content_digest()
    pair.receive(pair.pack().path)
    first = pair.committee.content_digest()
    pair.add("犇镕")
    pair.receive(pair.pack().path)
    second = pair.committee.content_digest()
    undo.undo(pair.committee, newest(pair.committee))
    assert pair.committee.content_digest() == first
    undo.undo(pair.committee, newest(pair.committee))
    assert pair.committee.content_digest() == before_any
    undo.redo(pair.committee)
    undo.redo(pair.committee)
    assert pair.committee.content_digest() == second
    assert pair.received_digest() == pair.branch_digest()


def test_a_package_whose_receive_was_undone_can_come_again(pair: Pair) -> None:
    sent = pair.pack()
    pair.receive(sent.path)
    undo.undo(pair.committee, newest(pair.committee))
    assert pair.receive(sent.path)[0].accepted
    assert pair.received_digest() == sent.content_digest


def test_a_dry_run_writes_nothing(pair: Pair) -> None:
    sent = pair.pack()
    with nothing_changes(pair.committee, pair.folder):
        (result,) = pair.receive(sent.path, dry_run=True, backup=_no_backup)
    assert result.accepted
    assert result.inspection is not None


def _no_backup(_: object) -> None:
    raise AssertionError("a dry run makes no backup")


def test_id_numbers_can_stay_at_home(pair: Pair) -> None:
    sent = pair.pack(id_numbers=False)
    assert not sent.cover.id_numbers
    pair.receive(sent.path)
    rows = snapshot.collect(pair.committee, pair.org)["member"]
    assert {row["id_number"] for row in rows} == {""}
    assert {row["name"] for row in rows} == {"单雨彤", "买买提·艾山", "𠅤喆"}


def test_verify_without_a_ledger_says_what_it_did_not_check(pair: Pair) -> None:
    verdict = inspection.verify(pair.pack().path)
    assert verdict.accepted
    assert "没有核对是谁发的" in verdict.reason
    assert verdict.inspection is not None
    assert verdict.inspection.integrity_only


def test_the_sender_can_verify_its_own_package(pair: Pair) -> None:
    sent = pair.pack()
    verdict = inspection.verify(sent.path, pair.branch)
    assert (verdict.accepted, verdict.sender, verdict.digest) == (True, BRANCH, sent.digest)


def test_a_branch_receives_nothing(pair: Pair) -> None:
    from exchange import receive

    sent = pair.pack()
    with nothing_changes(pair.branch, pair.folder), pytest.raises(UsageError) as caught:
        receive.receive(pair.branch, [sent.path])
    assert caught.value.code == "not-a-receiver"
    assert_good_sentence(caught.value)


def test_a_row_the_committee_would_refuse_is_named_before_it_leaves(pair: Pair) -> None:
    # What a ledger of an earlier slip, or another program, may hold.
    pair.branch.db.execute("UPDATE member SET phone = char(0x202e) || '1' WHERE name = '单雨彤'")
    with nothing_changes(pair.branch, pair.folder), pytest.raises(RefusedError) as caught:
        pair.pack()
    assert caught.value.code == "pack-row"
    assert "单雨彤" in caught.value.what()
    assert "联系电话" in caught.value.what()


def test_a_ledger_without_a_committee_packs_nothing(tmp_path: Path) -> None:
    from models.ledger import Ledger

    with Ledger.create(tmp_path / "b.zbtz", organization=BRANCH, actor="王秀兰") as ledger:
        with nothing_changes(ledger, tmp_path), pytest.raises(RefusedError) as caught:
            pack.make_package(ledger, tmp_path)
        assert caught.value.code == "no-committee"
        assert_good_sentence(caught.value)


# --- receipts -------------------------------------------------------------------------


def test_a_receipt_tells_the_branch(pair: Pair) -> None:
    sent = pair.pack()
    pair.receive(sent.path)
    before = pair.committee.content_digest()
    made = receipt.make_receipt(pair.committee, sent.digest, pair.folder, remark="已收，请补齐籍贯。")
    assert pair.committee.content_digest() == before
    told = receipt.accept_receipt(pair.branch, made.path)
    assert (told.number, told.digest, told.remark) == (1, sent.digest, "已收，请补齐籍贯。")
    row = sent_package.last(pair.branch)
    assert row is not None
    assert row.acknowledged_at is not None


def test_a_paper_code_tells_the_branch_as_well(pair: Pair) -> None:
    sent = pair.pack()
    pair.receive(sent.path)
    made = receipt.make_receipt(pair.committee, sent.digest, pair.folder)
    typed = made.paper_code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert receipt.accept_paper_code(pair.branch, typed).number == 1
    assert made.paper_code.replace("-", "") not in str(sent.cover)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "receipt-code-shape"), ("12345", "receipt-code-shape"), ("00000-00000", "receipt-code-unknown")],
)
def test_a_wrong_paper_code_is_refused(pair: Pair, typed: str, code: str) -> None:
    pair.pack()
    with nothing_changes(pair.branch, pair.folder), pytest.raises(RefusedError) as caught:
        receipt.accept_paper_code(pair.branch, typed)
    assert caught.value.code == code
    assert_good_sentence(caught.value)


def test_a_receipt_again_changes_nothing(pair: Pair) -> None:
    sent = pair.pack()
    pair.receive(sent.path)
    made = receipt.make_receipt(pair.committee, sent.digest, pair.folder)
    receipt.accept_receipt(pair.branch, made.path)
    with nothing_changes(pair.branch, pair.folder), pytest.raises(RefusedError) as caught:
        receipt.accept_receipt(pair.branch, made.path)
    assert caught.value.code == "receipt-again"


def test_a_receipt_for_a_package_never_sent_is_refused(pair: Pair) -> None:
    sent = pair.pack()
    pair.receive(sent.path)
    made = receipt.make_receipt(pair.committee, sent.digest, pair.folder)
    pair.branch.db.execute("DELETE FROM sent_package")  # As in a ledger restored from before.
    with nothing_changes(pair.branch, pair.folder), pytest.raises(RefusedError) as caught:
        receipt.accept_receipt(pair.branch, made.path)
    assert caught.value.code == "receipt-unknown"
    assert_good_sentence(caught.value)


def test_a_receipt_of_a_changed_content_is_refused(pair: Pair) -> None:
    sent = pair.pack()
    pair.receive(sent.path)
    pair.committee.db.execute("UPDATE received_package SET content_digest = ?", ["0" * 64])
    made = receipt.make_receipt(pair.committee, sent.digest, pair.folder)
    with nothing_changes(pair.branch, pair.folder), pytest.raises(RefusedError) as caught:
        receipt.accept_receipt(pair.branch, made.path)
    assert caught.value.code == "receipt-unknown"


def test_a_damaged_receipt_is_refused(pair: Pair) -> None:
    sent = pair.pack()
    pair.receive(sent.path)
    made = receipt.make_receipt(pair.committee, sent.digest, pair.folder)
    content = bytearray(made.path.read_bytes())
    content[-100] ^= 1
    made.path.write_bytes(content)
    with nothing_changes(pair.branch, pair.folder), pytest.raises(RefusedError) as caught:
        receipt.accept_receipt(pair.branch, made.path)
    assert caught.value.code == "signature"


def test_a_package_is_no_receipt(pair: Pair) -> None:
    sent = pair.pack()
    with nothing_changes(pair.branch, pair.folder), pytest.raises(RefusedError) as caught:
        receipt.accept_receipt(pair.branch, sent.path)
    assert caught.value.code == "kind"
    assert "上报包" in caught.value.what()


def test_no_receipt_for_what_was_not_received(pair: Pair) -> None:
    sent = pair.pack()
    with nothing_changes(pair.committee, pair.folder), pytest.raises(RefusedError) as caught:
        receipt.make_receipt(pair.committee, sent.digest, pair.folder)
    assert caught.value.code == "receipt-no-package"


def test_the_committees_list_shows_which_package_stands(pair: Pair) -> None:
    pair.receive(pair.pack().path)
    pair.add("犇镕")
    pair.receive(pair.pack().path)
    states = [(row.number, row.state) for row in received_package.list_received(pair.committee)]
    assert states == [(2, "current"), (1, "replaced")]
