"""The way out of a fork in the window: choose the other copy, choose where both differ, one operation, one undo."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from gui.dialogs.take_over_dialog import TakeOverDialog
from gui.main_window import MainWindow
from gui.pages.settings_page import SettingsPage
from models import journal, member
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from tests.gui.builders import shown_dialog

TALK = kind_of("talk")


@pytest.fixture
def other(ledger: Ledger, members: list[str], tmp_path: Path) -> Path:
    """The copy of another PC: one who is only there, and a phone that was changed on both."""
    path = tmp_path / "带过来.zbtz"
    with ledger.operation("talk.add") as op:
        records.add(op, ledger.ids, TALK, [members[4]], kind="speech", day="2026-05-04", title="讲错了的")
    ledger.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(ledger.path, path)
    with Ledger.open(path, actor="乙", key=ledger.key) as there:
        with there.operation("member.add") as op:
            member.add_member(op, member_id=there.ids.new(), name="那边新来的")
        with there.operation("member.edit") as op:
            member.edit_member(op, members[0], phone="222")
    with ledger.operation("member.edit") as op:
        member.edit_member(op, members[0], phone="111")
    return path


@pytest.fixture
def dialog(window: MainWindow, other: Path) -> TakeOverDialog:
    page = window.show_page("settings")
    assert isinstance(page, SettingsPage)
    page.show_what(section="backup")
    page.section("backup").open_take_over()  # type: ignore[attr-defined]
    made = shown_dialog(page)
    assert isinstance(made, TakeOverDialog)
    return made


def compared(qtbot: QtBot, dialog: TakeOverDialog, path: Path) -> None:
    dialog.show_file(path)
    qtbot.waitUntil(lambda: not dialog._workspace.tasks.busy, timeout=20_000)


def test_what_both_changed_is_chosen_then_it_is_taken_over(
    qtbot: QtBot, dialog: TakeOverDialog, other: Path, ledger: Ledger, members: list[str], window: MainWindow
) -> None:
    assert dialog.primary is not None and not dialog.primary.isEnabled()
    compared(qtbot, dialog, other)
    assert "党员 1 条" in dialog.told.text() and "两边都改过的 1 处" in dialog.asked.text()
    assert not dialog.primary.isEnabled()
    (_own, theirs) = dialog.findChildren(QRadioButton)
    theirs.click()
    before = journal.last_seq(ledger)
    dialog.primary.click()
    assert journal.last_seq(ledger) == before + 1
    assert member.get(ledger, members[0]).phone == "222"
    assert "那边新来的" in {one.name for one in member.list_members(ledger)}
    assert window.workspace is not None
    window.workspace.bridge.undo(window)
    assert "那边新来的" not in {one.name for one in member.list_members(ledger)}


def test_what_the_other_took_back_is_named_and_goes_only_where_it_is_ticked(
    qtbot: QtBot, dialog: TakeOverDialog, other: Path, ledger: Ledger, members: list[str]
) -> None:
    assert not dialog.let_go.isVisible()
    with Ledger.open(other, actor="乙", key=ledger.key) as there, there.operation("talk.remove") as op:
        records.remove(op, TALK, records.listed(there, TALK)[0].id)
    compared(qtbot, dialog, other)
    assert dialog.let_go.isVisible() and not dialog.let_go.isChecked() and "讲错了的" in dialog.gone.text()
    dialog.findChildren(QRadioButton)[0].click()
    dialog.let_go.click()
    assert dialog.primary is not None
    dialog.primary.click()
    assert records.listed(ledger, TALK) == []


def test_what_is_no_copy_is_said_and_can_be_tried_again(
    qtbot: QtBot, dialog: TakeOverDialog, other: Path, tmp_path: Path, ledger: Ledger
) -> None:
    stranger = tmp_path / "别的.zbtz"
    Ledger.create(stranger, organization="中共别的支部委员会", actor="丙").close()
    before = journal.last_seq(ledger)
    compared(qtbot, dialog, stranger)
    assert "别的支部" in dialog.problem.text and dialog.primary is not None and not dialog.primary.isEnabled()
    compared(qtbot, dialog, other)
    assert not dialog.problem.isVisible() and journal.last_seq(ledger) == before
