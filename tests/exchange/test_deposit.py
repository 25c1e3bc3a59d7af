"""A branch's recovery code in its committee's keeping: given, withdrawn, handed back, and the last rescue of all."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from exchange import container, deposit, header, receipt, registration, signing, trust
from models import backup, gate, journal, key_store, ledger_keys, rescue, vault
from models import deposit as noted
from models.clock import FixedClock
from models.errors import RefusedError, UsageError
from models.ledger import Ledger
from models.ledger_keys import Sheet
from tests.exchange.package_kit import BRANCH, Pair, assert_good_sentence, copy_pair, nothing_changes

HOME = "这台电脑"


@pytest.fixture(scope="module")
def template(pair_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Sheet]:
    """The two ledgers, the branch's encrypted, closed, its user's key store beside them; and the branch's sheet."""
    folder = tmp_path_factory.mktemp("encrypted")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(key_store.HOME_VARIABLE, str(folder / HOME))
        pair = copy_pair(pair_template, folder)
        sheet = _encrypt(pair)
        pair.close()
    return folder, sheet


@pytest.fixture
def pair(template: tuple[Path, Sheet], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    """A copy of the template, open."""
    monkeypatch.setenv(key_store.HOME_VARIABLE, str(tmp_path / HOME))
    shutil.copytree(template[0], tmp_path, dirs_exist_ok=True)
    found = Pair(tmp_path, vault.open_ledger(tmp_path / "branch.zbtz"), Ledger.open(tmp_path / "committee.zbtz"))
    yield found
    found.close()


@pytest.fixture
def sheet(template: tuple[Path, Sheet]) -> Sheet:
    """The sheet of the branch's ledger."""
    return template[1]


def _encrypt(pair: Pair) -> Sheet:
    new = ledger_keys.new_key(pair.branch.clock)
    rescue.encrypt(pair.branch, new)
    return new.sheet


def hand_back(pair: Pair, why: str = "电脑进水，书记持介绍信来") -> Sheet:
    return deposit.hand_back(pair.committee, pair.org, to="王秀兰", why=why)


def refused(pair: Pair, code: str, act: object) -> RefusedError:
    with nothing_changes(pair.committee, pair.folder), pytest.raises(RefusedError) as caught:
        act()  # type: ignore[operator]
    assert caught.value.code == code
    assert_good_sentence(caught.value)
    return caught.value


def test_the_branch_file_alone_and_the_code_handed_back(
    pair: Pair, sheet: Sheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last line of the rescue table: computer, paper, password and backups are gone."""
    members = pair.branch_digest()
    deposit.keep(pair.committee, deposit.give(pair.branch, pair.folder))
    # A copy of the file taken after the letter was written: the note of it is in it.
    digest = pair.branch.content_digest()
    alone = tmp_path / "新电脑" / "台账.zbtz"
    alone.parent.mkdir()
    pair.branch.close()
    shutil.copy(pair.branch.path, alone)
    for path in (pair.branch.path, *pair.folder.glob("*.keys*"), *pair.folder.glob("*.dyb")):
        path.unlink()
    shutil.rmtree(backup.default_folder(pair.branch.path))
    monkeypatch.setenv(key_store.HOME_VARIABLE, str(tmp_path / "新家"))
    handed = hand_back(pair)
    assert (handed.code, handed.number, handed.made, handed.unit) == (sheet.code, sheet.number, sheet.made, BRANCH)
    with pytest.raises(RefusedError) as caught:
        vault.open_ledger(alone)
    assert (caught.value.code, handed.number in caught.value.next_step()) == ("no-key-here", True)
    with vault.open_ledger(alone, recovery_code=handed.code) as book:
        assert book.content_digest() == digest
    pair.branch = vault.open_ledger(alone)
    assert pair.branch_digest() == members


def test_only_the_committee_reads_the_letter_and_no_row_holds_the_code(pair: Pair, sheet: Sheet) -> None:
    path = deposit.give(pair.branch, pair.folder)
    raw = container.parse(path.read_bytes())
    assert (raw.header.kind, raw.header.enc, raw.header.format) == (header.DEPOSIT, signing.SEAL_SUITE, header.FORMAT)
    kept = deposit.keep(pair.committee, path)
    assert (kept.name, kept.number, kept.made, kept.withdrawn) == (BRANCH, sheet.number, sheet.made, False)
    secret = bytes.fromhex(trust.opened(pair.committee, raw).decode().split('"code":"')[1][:32])
    for ledger in (pair.branch, pair.committee):
        rows = [gate.canonical(row) for row in ledger.query("SELECT before, after FROM journal_change")]
        rows += [gate.canonical(row) for row in ledger.query("SELECT * FROM setting")]
        for form in (secret.hex(), sheet.code, sheet.code.replace("-", "")):
            assert not [row for row in rows if form in row]
            assert form.encode() not in path.read_bytes()


def test_who_got_it_and_why_is_in_the_journal_and_in_the_next_receipt_only(pair: Pair, sheet: Sheet) -> None:
    deposit.keep(pair.committee, deposit.give(pair.branch, pair.folder))
    first = pair.pack()
    pair.receive(first.path)
    told = receipt.accept_receipt(pair.branch, receipt.make_receipt(pair.committee, first.digest, pair.folder).path)
    assert told.remark == ""
    hand_back(pair)
    hand_back(pair, "第二次来要")
    entry = journal.entries(pair.committee, limit=1)[0]
    assert (entry.kind, entry.actor) == (noted.HANDED_BACK, "赵国强")
    assert (entry.why, entry.note["to"]) == ("第二次来要", "王秀兰")
    second = pair.pack()
    pair.receive(second.path)
    made = receipt.make_receipt(pair.committee, second.digest, pair.folder, remark="补报 5 月的会。")
    told = receipt.accept_receipt(pair.branch, made.path)
    for wanted in ("赵国强", sheet.number, "王秀兰", "电脑进水，书记持介绍信来", "第二次来要", "补报 5 月的会。"):
        assert wanted in told.remark
    third = pair.pack()
    pair.receive(third.path)
    made = receipt.make_receipt(pair.committee, third.digest, pair.folder)
    assert receipt.accept_receipt(pair.branch, made.path).remark == ""


def test_a_reason_and_a_person_are_needed_and_nobody_else_is_asked_for(pair: Pair, sheet: Sheet) -> None:
    refused(pair, "deposit-none", lambda: hand_back(pair))
    deposit.keep(pair.committee, deposit.give(pair.branch, pair.folder))
    refused(pair, "value-empty", lambda: hand_back(pair, " "))
    refused(pair, "value-empty", lambda: deposit.hand_back(pair.committee, pair.org, to="", why="核实过"))
    with pytest.raises(UsageError):
        deposit.hand_back(pair.committee, 1, to="甲", why="自己的")


def test_a_stolen_branch_does_not_get_it_until_it_has_new_keys(pair: Pair, sheet: Sheet) -> None:
    path = deposit.give(pair.branch, pair.folder)
    deposit.keep(pair.committee, path)
    trust.shut_out(pair.committee, pair.org, why="电脑被盗")
    error = refused(pair, "deposit-shut-out", lambda: hand_back(pair))
    assert "电脑被盗" in error.what()
    # Nor does the thief put a letter of his own in its place.
    later = deposit.withdraw(pair.branch, pair.folder)
    refused(pair, "revoked", lambda: deposit.keep(pair.committee, later))
    issued = registration.invite(pair.committee, pair.folder, org=pair.org)
    joined = registration.join(pair.branch, issued.path, issued.code, pair.folder, new_keys=True)
    registration.accept(pair.committee, joined.path)
    assert hand_back(pair).code == sheet.code


def test_a_withdrawn_code_is_not_handed_back_and_old_letters_do_not_bring_it_again(pair: Pair, sheet: Sheet) -> None:
    given = deposit.give(pair.branch, pair.folder)
    deposit.keep(pair.committee, given)
    refused(pair, "deposit-again", lambda: deposit.keep(pair.committee, given))
    withdrawn = deposit.withdraw(pair.branch, pair.folder)
    assert noted.given(pair.branch) is None
    with pytest.raises(RefusedError):
        deposit.withdraw(pair.branch, pair.folder)
    assert deposit.keep(pair.committee, withdrawn).withdrawn
    refused(pair, "deposit-none", lambda: hand_back(pair))
    refused(pair, "deposit-again", lambda: deposit.keep(pair.committee, given))


def test_a_renewed_code_needs_a_new_deposit(pair: Pair, sheet: Sheet) -> None:
    deposit.keep(pair.committee, deposit.give(pair.branch, pair.folder))
    assert deposit.outdated(pair.branch) is None
    new = _encrypt(pair)
    stale = deposit.outdated(pair.branch)
    assert stale is not None and stale.number == sheet.number
    assert hand_back(pair).code == sheet.code
    deposit.keep(pair.committee, deposit.give(pair.branch, pair.folder))
    assert (deposit.outdated(pair.branch), hand_back(pair).code) == (None, new.code)


def test_a_plain_ledger_or_one_without_a_committee_has_nothing_to_deposit(pair: Pair, tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        deposit.give(pair.committee, pair.folder)
    assert caught.value.code == "not-encrypted"
    alone = vault.create_ledger(tmp_path / "独.zbtz", organization="独支部", actor="甲", encrypted=True).ledger
    with alone, pytest.raises(RefusedError) as caught:
        deposit.give(alone, tmp_path)
    assert caught.value.code == "no-committee"
    assert (deposit.may_give(pair.committee), deposit.may_give(pair.branch)) == (False, True)


def test_other_files_in_its_place_are_named(pair: Pair, sheet: Sheet) -> None:
    sent = pair.pack()
    refused(pair, "kind", lambda: deposit.keep(pair.committee, sent.path))
    path = deposit.give(pair.branch, pair.folder)
    error = refused(pair, "kind", lambda: registration.accept(pair.committee, path))
    assert "存放的恢复码" in error.what()
    assert (deposit.is_deposit(path), deposit.is_deposit(sent.path), deposit.is_deposit(pair.folder)) == (
        True,
        False,
        False,
    )
    damaged = bytearray(path.read_bytes())
    damaged[-100] ^= 1
    path.write_bytes(damaged)
    refused(pair, "signature", lambda: deposit.keep(pair.committee, path))


@pytest.mark.parametrize("years", [-46, 44], ids=["1980", "2070"])
@pytest.mark.parametrize("side", ["branch", "committee"])
def test_the_clock_of_either_side_does_not_count(pair: Pair, sheet: Sheet, side: str, years: int) -> None:
    ledger = getattr(pair, side)
    right, wrong = ledger.clock, FixedClock(ledger.clock.now() + timedelta(days=365.25 * years))
    deposit.keep(pair.committee, deposit.give(pair.branch, pair.folder))
    ledger.clock = wrong
    withdrawn = deposit.withdraw(pair.branch, pair.folder)
    assert deposit.keep(pair.committee, withdrawn).withdrawn
    ledger.clock = right
    deposit.keep(pair.committee, deposit.give(pair.branch, pair.folder))
    ledger.clock = wrong
    assert hand_back(pair).code == sheet.code
    ledger.clock = right
    sent = pair.pack()
    pair.receive(sent.path)
    made = receipt.make_receipt(pair.committee, sent.digest, pair.folder)
    assert sheet.number in receipt.accept_receipt(pair.branch, made.path).remark
