"""The exchange through the windows of both sides: invitation, registration, package, receiving, receipt."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from exchange import receipt, registration
from gui import file_choice
from gui.bridge import LedgerBridge
from gui.dialogs.branch_members import BranchMembersDialog
from gui.dialogs.hand_back import HandBackDialog, HandedSheetDialog
from gui.dialogs.pack import PackDialog
from gui.dialogs.receipt_code import ReceiptCodeDialog
from gui.dialogs.receive import ReceiveDialog, receive_paths
from gui.dialogs.registration import CodeDialog, InviteDialog, JoinDialog
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.pages.exchange.branch_view import BranchView
from gui.pages.exchange.committee_view import CommitteeView
from gui.pages.exchange_page import ExchangePage
from gui.pages.settings.protection_section import ProtectionSection
from gui.pages.settings_page import SettingsPage
from gui.settings_file import SettingsFile
from gui.tasks import Tasks
from gui.workspace import Workspace
from models import journal, ledger_keys, member, received_package, rescue, restore, sent_package, snapshot, vault
from models.clock import FixedClock
from models.ids import CountingIds
from tests.gui.builders import shown_dialog, write
from tests.gui.conftest import ORGANIZATION

COMMITTEE = "中共云栖市柳溪街道工作委员会"


@pytest.fixture
def committee(qtbot: QtBot, tmp_path: Path, clock: FixedClock) -> Iterator[ExchangePage]:
    """The page of a committee's own ledger, beside the branch's window."""
    created = vault.create_ledger(
        tmp_path / "党委.zbtz", organization=COMMITTEE, level="committee", actor="赵国强", clock=clock
    )
    messages = Recorder()
    bridge, tasks = LedgerBridge(created.ledger, messages), Tasks()
    workspace = Workspace(bridge, tasks, messages, SettingsFile(tmp_path / "committee.json"))
    page = ExchangePage(workspace)
    qtbot.addWidget(page)
    page.resize(1100, 640)
    with qtbot.waitExposed(page):
        page.show()
    yield page
    tasks.close()
    created.ledger.close()


@pytest.fixture
def branch(members: list[str], window: MainWindow) -> BranchView:
    page = window.show_page("exchange")
    assert isinstance(page, ExchangePage)
    assert isinstance(page.view, BranchView)
    return page.view


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "U盘"
    made.mkdir()
    return made


def said(page: ExchangePage) -> Recorder:
    messages = page.workspace.messages
    assert isinstance(messages, Recorder)
    return messages


def view_of(page: ExchangePage) -> CommitteeView:
    assert isinstance(page.view, CommitteeView)
    return page.view


def joined(committee: ExchangePage, branch: BranchView, stick: Path) -> None:
    """Register the two sides with each other as the files travel."""
    issued = registration.invite(committee.workspace.ledger, stick, name=ORGANIZATION)
    answer = registration.join(branch.workspace.ledger, issued.path, issued.shown_code, stick)
    registration.accept(committee.workspace.ledger, answer.path)


def packed(qtbot: QtBot, branch: BranchView, stick: Path, *, id_numbers: bool = True) -> PackDialog:
    branch.pack()
    dialog = shown_dialog(branch)
    assert isinstance(dialog, PackDialog)
    dialog.set_folder(stick)
    dialog.id_numbers.setChecked(id_numbers)
    dialog.submit()
    qtbot.waitUntil(lambda: dialog.made is not None, timeout=20000)
    return dialog


def looked(qtbot: QtBot, committee: ExchangePage, paths: list[Path]) -> ReceiveDialog:
    dialog = receive_paths(committee.view, committee.workspace, paths)
    qtbot.waitUntil(lambda: bool(dialog.lines) or bool(dialog.trouble.text), timeout=10000)
    return dialog


def taken(qtbot: QtBot, dialog: ReceiveDialog) -> None:
    dialog.submit()
    qtbot.waitUntil(lambda: dialog._received, timeout=10000)


def test_before_registration_only_the_first_step_can_be_taken(branch: BranchView) -> None:
    assert branch.join_button.isVisible()
    assert not branch.pack_button.isVisible()
    assert [mark.accessibleName() for mark, _ in branch._marks] == ["现在做这一步", "还没到", "还没到"]


def test_inviting_and_joining_through_the_dialogs(
    qtbot: QtBot, branch: BranchView, committee: ExchangePage, stick: Path, messages: Recorder
) -> None:
    view_of(committee).invite()
    invite = shown_dialog(committee)
    assert isinstance(invite, InviteDialog)
    invite.name.setText(ORGANIZATION)
    invite.set_folder(stick)
    invite.submit()
    code_dialog = shown_dialog(committee)
    assert isinstance(code_dialog, CodeDialog)
    (invitation,) = stick.glob("接入文件*.dyb")
    code = next(
        one.accessibleName().removeprefix("接入码 ")
        for one in code_dialog.findChildren(QLabel)
        if one.accessibleName().startswith("接入码 ")
    )
    code_dialog.accept()
    branch.join()
    join = shown_dialog(branch)
    assert isinstance(join, JoinDialog)
    join.set_file(invitation)
    join.code.setText("1234 5678 9012 3456" if code != "1234 5678 9012 3456" else "0" * 16)
    join.submit()
    assert "code-wrong" in join.problem.text
    join.code.setText(code)
    join.submit()
    assert COMMITTEE in messages.said[-1].what
    assert branch.pack_button.isVisible()
    (answer,) = stick.glob("登记文件*.dyb")
    view_of(committee).accept_registration(answer)
    (listed,) = view_of(committee).table.listed
    assert (listed.organization.name, listed.connection, listed.standing) == (ORGANIZATION, "已登记", "未报")


def test_a_package_goes_up_and_its_receipt_comes_back(
    qtbot: QtBot, branch: BranchView, committee: ExchangePage, stick: Path
) -> None:
    joined(committee, branch, stick)
    dialog = packed(qtbot, branch, stick)
    assert dialog.made is not None
    assert dialog.cover_path is not None
    assert dialog.cover_path.read_bytes().startswith(b"%PDF")
    dialog.accept()
    assert [one.standing for one in branch.table.listed] == ["等回执"]

    shown = looked(qtbot, committee, [dialog.made.path])
    assert [(one.word, one.verdict.sender) for one in shown.lines] == [("可以接收", ORGANIZATION)]
    assert received_package.list_received(committee.workspace.ledger) == []
    taken(qtbot, shown)
    shown.accept()
    assert len(member.list_members(committee.workspace.ledger, org=2)) == 12
    (listed,) = view_of(committee).table.listed
    assert (listed.number, listed.members) == ("第 1 号", "12 人")

    made = receipt.make_receipt(committee.workspace.ledger, dialog.made.digest, stick)
    branch.accept_receipt(made.path)
    assert [one.acknowledged for one in branch.table.listed] == [True]
    assert "没有新的改动" in branch.since.text()
    assert [mark.accessibleName() for mark, _ in branch._marks] == ["已完成"] * 3


def test_what_changed_since_the_receipt_is_told(
    qtbot: QtBot, branch: BranchView, committee: ExchangePage, stick: Path, messages: Recorder
) -> None:
    joined(committee, branch, stick)
    dialog = packed(qtbot, branch, stick)
    dialog.accept()
    ledger = branch.workspace.ledger
    branch.type_code()
    typed = shown_dialog(branch)
    assert isinstance(typed, ReceiptCodeDialog)
    typed.code.setText("AAAAA-AAAAA")
    typed.submit()
    assert "receipt-code-unknown" in typed.problem.text
    code = sent_package.list_sent(ledger)[0].receipt_code
    typed.code.setText(f"{code[:5].lower()} {code[5:]}")
    typed.submit()
    assert not typed.isVisible()
    one = member.list_members(ledger)[0]
    with ledger.operation("member.edit") as op:
        member.edit_member(op, one.id, phone="13900000000")
    qtbot.waitUntil(lambda: "有 1 笔改动" in branch.since.text())
    assert one.name in branch.changed.text()


def test_the_committee_can_look_at_a_branchs_members(
    qtbot: QtBot, branch: BranchView, committee: ExchangePage, stick: Path
) -> None:
    joined(committee, branch, stick)
    dialog = packed(qtbot, branch, stick)
    assert dialog.made is not None
    dialog.accept()
    view = view_of(committee)
    view.show_people(view.table.current)
    assert committee.findChildren(BranchMembersDialog) == []
    shown = looked(qtbot, committee, [dialog.made.path])
    taken(qtbot, shown)
    shown.accept()
    view.show_people(view.table.current)
    people = committee.findChild(BranchMembersDialog)
    assert isinstance(people, BranchMembersDialog)
    assert people.count.text() == "12 人"
    write(people.search, "wjg")
    qtbot.waitUntil(lambda: people.count.text() == "2 人")
    assert {one.name for one in people.table.listed} == {"王建国"}
    people.reject()


def test_id_numbers_can_stay_at_home(qtbot: QtBot, branch: BranchView, committee: ExchangePage, stick: Path) -> None:
    joined(committee, branch, stick)
    dialog = packed(qtbot, branch, stick, id_numbers=False)
    assert dialog.made is not None
    shown = looked(qtbot, committee, [dialog.made.path])
    taken(qtbot, shown)
    received = member.list_members(committee.workspace.ledger, org=2)
    assert len(received) == 12
    assert {one.id_number for one in received} == {""}
    shown.accept()
    dialog.accept()


def test_a_damaged_file_is_refused_by_name_and_the_good_one_goes_in(
    qtbot: QtBot, branch: BranchView, committee: ExchangePage, stick: Path
) -> None:
    joined(committee, branch, stick)
    dialog = packed(qtbot, branch, stick)
    assert dialog.made is not None
    content = bytearray(dialog.made.path.read_bytes())
    content[len(content) // 2] ^= 1
    damaged = stick / "坏了.dyb"
    damaged.write_bytes(bytes(content))
    shown = looked(qtbot, committee, [damaged, dialog.made.path])
    assert [(one.word, one.verdict.code) for one in shown.lines] == [
        ("不接收", "signature"),
        ("可以接收", ""),
    ]
    assert shown.primary is not None
    assert shown.primary.text() == "接收 1 个包"
    taken(qtbot, shown)
    assert [one.word for one in shown.lines] == ["不接收", "已接收"]
    shown.accept()
    again = looked(qtbot, committee, [dialog.made.path])
    assert [one.verdict.code for one in again.lines] == ["duplicate"]
    assert again.primary is not None
    assert not again.primary.isEnabled()
    again.reject()
    dialog.accept()


def test_receiving_can_be_undone(qtbot: QtBot, branch: BranchView, committee: ExchangePage, stick: Path) -> None:
    joined(committee, branch, stick)
    dialog = packed(qtbot, branch, stick)
    assert dialog.made is not None
    ledger = committee.workspace.ledger
    before = snapshot.digest_of(snapshot.collect(ledger, 2))
    shown = looked(qtbot, committee, [dialog.made.path])
    taken(qtbot, shown)
    shown.accept()
    assert snapshot.digest_of(snapshot.collect(ledger, 2)) != before
    received = journal.last_seq(ledger)
    # Not by the key, which somebody may press for something else; only where it is picked from the log.
    committee.workspace.bridge.undo(committee)
    assert snapshot.digest_of(snapshot.collect(ledger, 2)) != before
    committee.workspace.bridge.undo(committee, received)
    assert snapshot.digest_of(snapshot.collect(ledger, 2)) == before
    assert [one.standing for one in view_of(committee).table.listed] == ["未报"]
    dialog.accept()


def test_a_restored_branch_is_believed_only_after_asking(
    qtbot: QtBot, branch: BranchView, committee: ExchangePage, stick: Path, tmp_path: Path
) -> None:
    from exchange import pack
    from models import backup

    joined(committee, branch, stick)
    ledger = branch.workspace.ledger
    kept = backup.make_backup(ledger, tmp_path / "备份")
    restored = restore.restore_backup(kept.path, tmp_path / "恢复.zbtz", ids_=CountingIds(7))
    with vault.open_ledger(restored.path) as again:
        made = pack.make_package(again, stick)
    shown = looked(qtbot, committee, [made.path])
    assert [one.verdict.code for one in shown.lines] == ["lineage"]
    assert shown.detail.confirm.isVisible()
    messages = said(committee)
    messages.answers.append(True)
    shown.lines = []
    shown._confirm_lineage()
    qtbot.waitUntil(lambda: bool(shown.lines))
    assert [one.word for one in shown.lines] == ["可以接收"]
    shown.reject()


def test_verifying_writes_nothing(
    qtbot: QtBot,
    branch: BranchView,
    committee: ExchangePage,
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    joined(committee, branch, stick)
    dialog = packed(qtbot, branch, stick)
    assert dialog.made is not None
    path = dialog.made.path
    monkeypatch.setattr(file_choice, "choose_many", lambda *how, **_: how[3]([path]))
    before = committee.workspace.ledger.content_digest()
    view_of(committee).verify()
    shown = shown_dialog(committee)
    assert isinstance(shown, ReceiveDialog)
    qtbot.waitUntil(lambda: bool(shown.lines))
    assert [one.word for one in shown.lines] == ["可以接收"]
    shown.submit()
    assert committee.workspace.ledger.content_digest() == before
    dialog.accept()


def test_what_would_vanish_is_listed_and_goes_in_only_after_a_yes(
    qtbot: QtBot, branch: BranchView, committee: ExchangePage, stick: Path
) -> None:
    from exchange import pack

    joined(committee, branch, stick)
    ledger = branch.workspace.ledger
    shown = looked(qtbot, committee, [pack.make_package(ledger, stick).path])
    taken(qtbot, shown)
    shown.accept()
    gone = member.list_members(ledger)[:3]
    with ledger.operation("member.remove") as op:
        for one in gone:
            op.delete("member", (1, one.id))
    made = pack.make_package(ledger, stick)
    shown = looked(qtbot, committee, [made.path])
    assert [(one.word, one.verdict.code) for one in shown.lines] == [("要您定", "shrinks")]
    assert shown.primary is not None
    assert not shown.primary.isEnabled()
    told = " ".join(one.text() for one in shown.detail.findChildren(QLabel))
    assert all(one.name in told for one in gone)
    messages = said(committee)
    messages.answers += [False, True]
    shown.detail.decide.click()
    assert not shown.primary.isEnabled(), "no is no"
    shown.detail.decide.click()
    assert "去掉党员 3 条" in messages.said[-1].detail
    assert all(one.name in messages.said[-1].detail for one in gone)
    assert [one.word for one in shown.lines] == ["可以接收"]
    taken(qtbot, shown)
    assert [one.word for one in shown.lines] == ["已接收"]
    shown.accept()
    assert len(member.list_members(committee.workspace.ledger, org=2)) == 9


def test_a_lost_computer_is_shut_out_by_a_button(
    qtbot: QtBot, branch: BranchView, committee: ExchangePage, stick: Path
) -> None:
    from exchange import pack

    joined(committee, branch, stick)
    view, messages = view_of(committee), said(committee)
    view.refresh()
    messages.answers += [False, True]
    view.revoke_button.click()
    assert view.table.listed[0].connection == "已登记", "no is no"
    view.revoke_button.click()
    assert view.table.listed[0].connection == "已停用"
    assert not view.revoke_button.isVisible()
    shown = looked(qtbot, committee, [pack.make_package(branch.workspace.ledger, stick).path])
    assert [(one.word, one.verdict.code) for one in shown.lines] == [("不接收", "revoked")]
    assert "电脑丢失或被盗" in shown.lines[0].verdict.reason
    shown.reject()


def test_an_undone_receive_is_told_to_the_branch_by_a_paper(
    qtbot: QtBot, branch: BranchView, committee: ExchangePage, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from exchange import pack
    from models import journal, undo

    joined(committee, branch, stick)
    shown = looked(qtbot, committee, [pack.make_package(branch.workspace.ledger, stick).path])
    taken(qtbot, shown)
    shown.accept()
    view, ledger = view_of(committee), committee.workspace.ledger
    assert not view.withdraw_button.isVisible()
    branch.accept_receipt(receipt.make_receipt(ledger, shown.lines[0].verdict.digest, stick).path)
    assert [one.acknowledged for one in branch.table.listed] == [True]
    undo.undo(ledger, journal.last_seq(ledger))
    qtbot.waitUntil(view.withdraw_button.isVisible)
    monkeypatch.setattr(file_choice, "choose_folder", lambda *how, **_: how[2](stick))
    view.withdraw_button.click()
    (paper,) = stick.glob("撤回回执*.dyb")
    branch.accept_receipt(paper)
    assert [one.standing for one in branch.table.listed] == ["上级撤销了接收，请重新上报"]


def test_the_code_travels_with_the_joining_and_comes_back_on_a_sheet(
    qtbot: QtBot, committee: ExchangePage, branch: BranchView, stick: Path
) -> None:
    """By the windows of both sides: default no, one tick, one more file, one confirmation that is written down."""
    assert branch.workspace.ledger.key is None
    branch.join()
    assert not shown_dialog(branch).deposit.isVisible()
    shown_dialog(branch).reject()
    new = ledger_keys.new_key(branch.workspace.ledger.clock)
    rescue.encrypt(branch.workspace.ledger, new)
    issued = registration.invite(committee.workspace.ledger, stick, name=ORGANIZATION)
    branch.join()
    dialog = shown_dialog(branch)
    assert isinstance(dialog, JoinDialog)
    assert (dialog.deposit.isVisible(), dialog.deposit.isChecked()) == (True, False)
    dialog.set_file(issued.path)
    dialog.code.setText(issued.shown_code)
    dialog.deposit.setChecked(True)
    dialog.submit()
    view = view_of(committee)
    for path in sorted(stick.glob("登记文件*")) + sorted(stick.glob("存放的恢复码*")):
        view.accept_registration(path)
    assert [one for one in said(committee).said if one.kind == "error"] == []
    assert f"存有恢复码：{new.sheet.number} 号（{new.made}）" in view.said.text()
    view.hand_back()
    asking = shown_dialog(view)
    assert isinstance(asking, HandBackDialog) and asking.primary is not None
    assert not asking.primary.isEnabled()
    asking.to.setText("尉迟文静")
    asking.sure.setChecked(True)
    asking.primary.click()
    assert "原因" in asking.problem.text
    asking.why.setText("电脑进水")
    asking.primary.click()
    sheet = next(one for one in view.findChildren(HandedSheetDialog) if one.isVisible())
    assert "-".join(sheet.sheet.groups) == new.sheet.code
    assert sheet.sheet._write(stick / "交还.pdf")
    assert journal.entries(committee.workspace.ledger, limit=1)[0].why == "电脑进水"
    sheet.accept()


def test_the_branch_deposits_renews_and_withdraws_in_the_settings(
    committee: ExchangePage,
    branch: BranchView,
    window: MainWindow,
    stick: Path,
    messages: Recorder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ledger = branch.workspace.ledger
    page = window.show_page("settings")
    assert isinstance(page, SettingsPage)
    page.show_what(section="protection")
    section = page.findChild(ProtectionSection)
    assert section is not None
    card = section.deposit_card
    assert not card.isVisible()
    joined(committee, branch, stick)
    rescue.encrypt(ledger, ledger_keys.new_key(ledger.clock))
    section.refresh()
    assert (card.isVisible(), card.state.word, card.withdraw_button.isVisible()) == (True, "没有存", False)
    monkeypatch.setattr(file_choice, "choose_folder", lambda _parent, _title, then, folder=None: then(stick))
    card.give_button.click()
    assert card.state.word.startswith(ledger_keys.unlocked(ledger).entry.number)
    assert messages.said[-1].what == "请把文件送给上级"
    rescue.encrypt(ledger, ledger_keys.new_key(ledger.clock))
    section.refresh()
    assert "旧单子" in card.state.word
    messages.answers.append(True)
    card.withdraw_button.click()
    assert card.state.word == "没有存"
    assert len(list(stick.glob("*存放的恢复码*"))) == 2
