"""The settings, each section on a real ledger: written through the gate, undone, backed up, restored,
checked, encrypted.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui import file_choice
from gui.dialogs.encrypt_dialog import EncryptDialog, RewriteDialog, SheetDialog
from gui.dialogs.group_dialog import DissolveDialog, GroupDialog
from gui.dialogs.recovery_sheet import RecoverySheet
from gui.dialogs.restore_dialog import RestoreDialog
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.pages.settings.backup_section import BackupSection
from gui.pages.settings.branch_section import BranchSection
from gui.pages.settings.check_section import CheckSection
from gui.pages.settings.log_section import LogSection
from gui.pages.settings.organization_section import OrganizationSection
from gui.pages.settings.protection_section import (
    ChangePasswordDialog,
    ConfirmDialog,
    ProtectionSection,
    RemovePasswordDialog,
    SetPasswordDialog,
)
from gui.pages.settings.section import Section
from gui.pages.settings.user_section import UserSection
from gui.pages.settings_page import SECTIONS, SettingsPage
from models import backup, conversion, group, journal, ledger_keys, member, organization, rescue, vault
from models.ledger import Ledger
from tests.gui.builders import shown_dialog

PASSWORD = "长江黄河长城2026"


@pytest.fixture
def page(members: list[str], window: MainWindow) -> SettingsPage:
    shown = window.show_page("settings")
    assert isinstance(shown, SettingsPage)
    return shown


def section(page: SettingsPage, key: str) -> Section:
    page.show_what(section=key)
    return page.section(key)


def idle(qtbot: QtBot, page: SettingsPage) -> None:
    qtbot.waitUntil(lambda: not page.workspace.tasks.busy, timeout=20000)


def last_kind(ledger: Ledger) -> str:
    return journal.entries(ledger, limit=1)[0].kind


def test_arrows_go_through_the_sections(qtbot: QtBot, page: SettingsPage) -> None:
    assert page.list.hasFocus()
    for one in SECTIONS[1:]:
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
        assert isinstance(page.shown, one)


def test_organisation_facts_are_one_undoable_operation(qtbot: QtBot, page: SettingsPage, ledger: Ledger) -> None:
    shown = section(page, "organization")
    assert isinstance(shown, OrganizationSection)
    shown.fields["secretary"].selectAll()
    qtbot.keyClicks(shown.fields["secretary"], "Wang Xiulan")
    qtbot.keyClick(shown.fields["secretary"], Qt.Key.Key_Return)
    assert organization.own(ledger).secretary == "Wang Xiulan"
    assert last_kind(ledger) == "organization.edit"
    page.workspace.bridge.undo(page)
    assert organization.own(ledger).secretary == ""
    assert shown.fields["secretary"].text() == ""


def test_an_empty_organisation_name_is_refused(page: SettingsPage, ledger: Ledger) -> None:
    shown = section(page, "organization")
    assert isinstance(shown, OrganizationSection)
    before = ledger.content_digest()
    shown.fields["name"].setText("")
    shown.save()
    assert "value-empty" in shown.problem.text
    assert ledger.content_digest() == before


def test_groups_are_added_renamed_and_dissolved(page: SettingsPage, ledger: Ledger, messages: Recorder) -> None:
    shown = section(page, "branch")
    assert isinstance(shown, BranchSection)
    add = GroupDialog(shown, page.workspace)
    add.open()
    add.name.setText("第一党小组")
    add.submit()
    assert "group-exists" in add.problem.text
    add.name.setText("第二党小组")
    add.submit()
    assert [one.name for one, _ in shown.groups.groups.listed] == ["第一党小组", "第二党小组"]
    shown.groups.groups.choose_row(1)
    shown.groups.rename()
    rename = shown_dialog(shown)
    assert isinstance(rename, GroupDialog)
    rename.name.setText("第三党小组")
    rename.submit()
    shown.groups.dissolve()
    dissolve = shown_dialog(shown)
    assert isinstance(dissolve, DissolveDialog)
    dissolve.submit()
    assert group.list_groups(ledger)[1].dissolved_date == "2026-11-21"
    shown.groups.groups.choose_row(0)
    shown.groups.dissolve()
    assert "还有 6 名党员" in messages.said[-1].what
    assert group.list_groups(ledger)[0].dissolved_date == ""


def test_the_next_record_carries_the_new_name(page: SettingsPage, window: MainWindow, ledger: Ledger) -> None:
    shown = section(page, "user")
    assert isinstance(shown, UserSection)
    shown.name.setText("仇建国")
    shown.save()
    assert journal.entries(ledger, limit=1)[0].actor == "尉迟文静"
    assert "仇建国" in window.header.user.text()
    with ledger.operation("member.edit") as op:
        member.edit_member(op, member.list_members(ledger)[0].id, phone="1")
    assert journal.entries(ledger, limit=1)[0].actor == "仇建国"


def test_a_refused_name_leaves_the_old_one(page: SettingsPage, ledger: Ledger) -> None:
    shown = section(page, "user")
    assert isinstance(shown, UserSection)
    shown.name.setText("  ")
    shown.save()
    assert "value-empty" in shown.problem.text
    assert ledger.actor == "尉迟文静"


def test_the_display_size_is_remembered(qtbot: QtBot, page: SettingsPage) -> None:
    shown = section(page, "user")
    assert isinstance(shown, UserSection)
    qtbot.mouseClick(shown.sizes._buttons["150"], Qt.MouseButton.LeftButton)
    assert page.workspace.settings.get("text_percent", 100) == 150


def type_groups(sheet: RecoverySheet) -> None:
    for place, field in zip(sheet.asked, sheet.fields, strict=True):
        field.setText(sheet.groups[place - 1])


def encrypted(qtbot: QtBot, shown: ProtectionSection) -> str:
    """Go the whole way by its dialog; return the code."""
    (shown.new_button if shown.encrypt_button.isHidden() else shown.encrypt_button).click()
    dialog = shown_dialog(shown)
    assert isinstance(dialog, EncryptDialog)
    dialog.submit()
    assert dialog.sheet.asking
    type_groups(dialog.sheet)
    with qtbot.waitSignal(dialog.accepted, timeout=20000):
        dialog.submit()
    return "-".join(dialog.sheet.groups)


def test_a_plain_ledger_is_encrypted_once_the_groups_are_right(
    qtbot: QtBot, page: SettingsPage, ledger: Ledger
) -> None:
    shown = section(page, "protection")
    assert isinstance(shown, ProtectionSection)
    content = ledger.content_digest()
    assert (shown.state.word, shown.password_card.isHidden()) == ("没有加密", True)
    shown.encrypt_button.click()
    dialog = shown_dialog(shown)
    assert isinstance(dialog, EncryptDialog)
    dialog.submit()
    type_groups(dialog.sheet)
    dialog.sheet.fields[1].setText("000001")
    dialog.submit()
    assert f"第 {dialog.sheet.asked[1]} 组" in dialog.problem.text
    assert [field.property("wrong") == "true" for field in dialog.sheet.fields] == [False, True, False]
    dialog.reject()
    assert not vault.is_encrypted(ledger.path)
    code = encrypted(qtbot, shown)
    assert vault.is_encrypted(ledger.path)
    assert ledger.content_digest() == content
    assert (shown.state.word, shown.encrypt_button.isHidden()) == ("已加密", True)
    (made,) = backup.list_backups(backup.default_folder(ledger.path))
    backup.verify_backup(made.path, recovery_code=code)


def test_password_set_changed_and_removed(qtbot: QtBot, page: SettingsPage, ledger: Ledger) -> None:
    shown = section(page, "protection")
    assert isinstance(shown, ProtectionSection)
    code = encrypted(qtbot, shown)
    shown.set_button.click()
    first = shown_dialog(shown)
    assert isinstance(first, SetPasswordDialog)
    for easy in ("12345678", "桐花巷社区2026"):
        first.fields.password.setText(easy)
        first.fields.again.setText(easy)
        first.submit()
        idle(qtbot, page)
        assert "password-easy" in first.problem.text
    first.fields.password.setText(PASSWORD)
    first.fields.again.setText(PASSWORD)
    with qtbot.waitSignal(first.accepted, timeout=20000):
        first.submit()
    assert ledger_keys.has_password(ledger)
    assert shown.users_card.isHidden()

    change = ChangePasswordDialog(shown, page.workspace)
    change.open()
    change.old.secret.setText("不是这个密码")
    change.fields.password.setText(PASSWORD + "新")
    change.fields.again.setText(PASSWORD + "新")
    change.submit()
    idle(qtbot, page)
    assert "password-wrong" in change.problem.text
    change.old.secret.setText(PASSWORD)
    with qtbot.waitSignal(change.accepted, timeout=20000):
        change.submit()

    remove = RemovePasswordDialog(shown, page.workspace)
    remove.open()
    remove.old.by_code.setChecked(True)
    remove.old.secret.setText(code)
    with qtbot.waitSignal(remove.accepted, timeout=20000):
        remove.submit()
    assert vault.is_encrypted(ledger.path)
    assert not ledger_keys.has_password(ledger)


def test_backups_of_before_are_named_and_written_anew(qtbot: QtBot, page: SettingsPage, ledger: Ledger) -> None:
    old = backup.make_backup(ledger, backup.default_folder(ledger.path))
    shown = section(page, "protection")
    assert isinstance(shown, ProtectionSection)
    assert shown.rewrite_button.isHidden()
    code = encrypted(qtbot, shown)
    shown.rewrite_button.click()
    dialog = shown_dialog(shown)
    assert isinstance(dialog, RewriteDialog)
    assert old.path.name in " ".join(one.text() for one in dialog.findChildren(QLabel))
    with qtbot.waitSignal(dialog.accepted, timeout=20000):
        dialog.submit()
    assert shown.rewrite_button.isHidden()
    backup.verify_backup(old.path, recovery_code=code)


def test_a_new_sheet_takes_a_new_key(qtbot: QtBot, page: SettingsPage, ledger: Ledger) -> None:
    shown = section(page, "protection")
    assert isinstance(shown, ProtectionSection)
    old, key = encrypted(qtbot, shown), ledger.key
    new = encrypted(qtbot, shown)
    assert (old != new, key != ledger.key) == (True, True)
    made = backup.make_backup(ledger, backup.default_folder(ledger.path))
    backup.verify_backup(made.path, recovery_code=new)


def test_the_sheet_is_printed_again_after_the_password(
    qtbot: QtBot, page: SettingsPage, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversion.encrypt(ledger, ledger_keys.new_key(ledger.clock), password=PASSWORD)
    sheet = ledger_keys.sheet(ledger)
    assert sheet is not None
    shown = section(page, "protection")
    assert isinstance(shown, ProtectionSection)
    shown.print_button.click()
    asking = shown_dialog(shown)
    assert isinstance(asking, ConfirmDialog)
    asking.old.secret.setText("不是这个密码")
    asking.submit()
    idle(qtbot, page)
    assert "password-wrong" in asking.problem.text
    asking.old.secret.setText(PASSWORD)
    with qtbot.waitSignal(asking.accepted, timeout=20000):
        asking.submit()
    dialog = shown_dialog(shown)
    assert isinstance(dialog, SheetDialog)
    assert "-".join(dialog.sheet.groups) == sheet.code
    out = tmp_path / "恢复码.pdf"
    monkeypatch.setattr(file_choice, "choose_save", lambda *how: how[4](out))
    dialog.sheet.save.click()
    assert out.read_bytes().startswith(b"%PDF")
    assert out.stat().st_mode & 0o077 == 0
    assert "已保存" in dialog.sheet.said.text
    dialog.reject()


def test_the_sheet_is_asked_for(qtbot: QtBot, page: SettingsPage, ledger: Ledger) -> None:
    conversion.encrypt(ledger, ledger_keys.new_key(ledger.clock))
    shown = section(page, "protection")
    assert isinstance(shown, ProtectionSection)
    assert "待核对" in shown.sheet_state.word
    shown.check_button.click()
    dialog = shown_dialog(shown)
    assert isinstance(dialog, SheetDialog)
    assert dialog.sheet.asking
    assert dialog.sheet.back.isHidden()
    dialog.submit()
    assert "recovery-groups-differ" in dialog.problem.text
    type_groups(dialog.sheet)
    with qtbot.waitSignal(dialog.accepted):
        dialog.submit()
    assert not rescue.due(ledger)
    assert "待核对" not in shown.sheet_state.word


def test_a_backup_is_made_listed_and_restored_into_a_new_file(
    qtbot: QtBot, page: SettingsPage, window: MainWindow, ledger: Ledger, messages: Recorder
) -> None:
    shown = section(page, "backup")
    assert isinstance(shown, BackupSection)
    assert shown.state.word == "还没有备份"
    shown.now.click()
    idle(qtbot, page)
    assert shown.state.word == "已校验"
    (listed,) = shown.table.listed
    with ledger.operation("member.edit") as op:
        member.edit_member(op, member.list_members(ledger)[0].id, phone="13911112222")
    shown.restore_button.click()
    dialog = shown_dialog(shown)
    assert isinstance(dialog, RestoreDialog)
    told = " ".join(value.text() for value in dialog.findChildren(QLabel))
    assert "12 条（现在的台账 12 条）" in told
    messages.answers.append(True)
    with qtbot.waitSignal(page.workspace.other_asked, timeout=20000) as opened:
        dialog.submit()
    path = opened.args[0]
    assert path != ledger.path
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=20000)
    assert window.workspace is not None
    assert window.workspace.ledger.path == path
    assert "13911112222" not in {one.phone for one in member.list_members(window.workspace.ledger)}
    assert listed.path.exists()


def test_a_damaged_backup_is_named_and_not_restored(
    qtbot: QtBot, page: SettingsPage, ledger: Ledger, messages: Recorder
) -> None:
    made = backup.make_backup(ledger, backup.default_folder(ledger.path))
    made.path.write_bytes(made.path.read_bytes()[:200])
    shown = section(page, "backup")
    assert isinstance(shown, BackupSection)
    (listed,) = shown.table.listed
    assert listed.problem
    shown.restore(listed)
    assert messages.said[-1].kind == "error"


def test_the_check_lists_what_another_program_changed(qtbot: QtBot, page: SettingsPage, ledger: Ledger) -> None:
    shown = section(page, "check")
    assert isinstance(shown, CheckSection)
    shown.check()
    idle(qtbot, page)
    before = {finding.code for finding in shown.table.listed}
    one = member.list_members(ledger)[0]
    ledger.db.execute("UPDATE member SET phone = 'x' WHERE id = ?", [one.id])
    shown.check()
    idle(qtbot, page)
    (found,) = [finding for finding in shown.table.listed if finding.code not in before]
    assert found.code == "row-altered"
    assert one.name in found.place()
    assert "错误" in shown.state.word


def test_the_log_tells_fields_before_and_after(page: SettingsPage, ledger: Ledger) -> None:
    one = next(one for one in member.list_members(ledger) if one.category == "full" and not one.group)
    with ledger.operation("member.edit", why="本人更正") as op:
        member.edit_member(op, one.id, category="probationary", group="第一党小组")
    shown = section(page, "log")
    assert isinstance(shown, LogSection)
    assert shown.table.current is not None
    assert shown.table.current.sentence == f"修改党员 {one.name}"
    assert shown.why.text() == "原因：本人更正"
    told = {(line.field, line.before, line.after) for line in shown.rows.listed}
    assert ("人员类别", "正式党员", "预备党员") in told
    QAbstractItemModelTester(shown.rows.records, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_an_operation_in_the_log_is_undone_after_asking(
    qtbot: QtBot, page: SettingsPage, ledger: Ledger, messages: Recorder
) -> None:
    one = member.list_members(ledger)[0]
    with ledger.operation("member.edit") as op:
        member.edit_member(op, one.id, phone="13911112222")
    shown = section(page, "log")
    assert isinstance(shown, LogSection)
    messages.answers.append(True)
    shown.table.setFocus()
    qtbot.keyClick(shown.table, Qt.Key.Key_Return)
    assert member.get(ledger, one.id).phone == one.phone
    assert [line.entry.undone for line in shown.table.listed[:2]] == [False, True]


def test_what_stands_in_the_way_of_undo_is_named_and_asked(
    qtbot: QtBot, page: SettingsPage, ledger: Ledger, messages: Recorder
) -> None:
    one = member.list_members(ledger)[0]
    for phone in ("13911112222", "13933334444"):
        with ledger.operation("member.edit") as op:
            member.edit_member(op, one.id, phone=phone)
    shown = section(page, "log")
    assert isinstance(shown, LogSection)
    shown.table.choose_row(1)
    messages.answers += [True, True]
    shown.undo_button.click()
    assert "会影响后来改过的内容" in messages.said[-1].what
    assert member.get(ledger, one.id).phone == one.phone


def test_founding_the_ledger_cannot_be_undone(page: SettingsPage, messages: Recorder) -> None:
    shown = section(page, "log")
    assert isinstance(shown, LogSection)
    shown.table.choose_row(len(shown.table.listed) - 1)
    assert not shown.undo_button.isEnabled()
    shown._undo(shown.table.current)
    assert messages.said == []


def test_a_wrong_password_does_not_open_the_restored_one(
    qtbot: QtBot, page: SettingsPage, ledger: Ledger, tmp_path: Path
) -> None:
    conversion.encrypt(ledger, ledger_keys.new_key(ledger.clock), password=PASSWORD)
    made = backup.make_backup(ledger, tmp_path / "U盘")
    shown = section(page, "backup")
    assert isinstance(shown, BackupSection)
    shown.restore(made)
    dialog = shown_dialog(shown)
    assert isinstance(dialog, RestoreDialog)
    dialog.set_target(tmp_path / "恢复.zbtz")
    dialog.secret.setText("不是这个密码")
    dialog.submit()
    idle(qtbot, page)
    assert "password-wrong" in dialog.problem.text
    assert not (tmp_path / "恢复.zbtz").exists()
    dialog.reject()
