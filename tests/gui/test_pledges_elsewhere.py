"""Pledges where they are not at home: this month's work on the start page, a branch's year at the committee."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.bridge import LedgerBridge
from gui.dialogs.branch_year import BranchYearDialog
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.pages.pledges.branch_part import PledgesPart
from gui.pages.pledges.branches_page import BranchPledgesPage
from gui.pages.pledges_page import PledgesPage, page_for
from gui.pages.start_page import StartPage
from gui.settings_file import SettingsFile
from gui.tasks import Tasks
from gui.widgets.task_line import TaskLine
from gui.workspace import Workspace
from models import member, organization, pledge, vault
from models.clock import FixedClock
from models.ids import CountingIds
from models.ledger import Ledger
from tests.gui import pledges_year
from tests.gui.study_year import branch


def test_what_is_due_stands_among_this_months_work(
    qtbot: QtBot, ledger: Ledger, members: list[str], window: MainWindow
) -> None:
    pledges_year.pledges_year(ledger, members)
    page = window.show_page("start")
    assert isinstance(page, StartPage)
    qtbot.waitUntil(lambda: page.duties_card.was_read)
    found = [one for one in page.duties_card.findChildren(TaskLine) if one.sentence.startswith("承诺有要办的")]
    assert found and "等 5 份" in found[-1].sentence
    action = found[-1].action
    assert action is not None
    action.click()
    shown = window.page("pledges")
    assert isinstance(shown, PledgesPage)
    assert shown.strip.current == "due" and shown.table.records.rowCount() == 5


def test_a_branchs_year_names_who_did_not_keep_theirs(
    qtbot: QtBot, ledger: Ledger, members: list[str], workspace: Workspace
) -> None:
    made = pledges_year.pledges_year(ledger, members)
    over = QWidget()
    qtbot.addWidget(over)
    dialog = BranchYearDialog(over, workspace, organization.own(ledger), 2026)
    dialog.show_part("pledges")
    part = dialog.parts["pledges"]
    assert isinstance(part, PledgesPart)
    assert "还没有 3、起草 1、审核 1、公示 2、践诺 5、评诺 1、结果 1" in part.figures.text()
    assert "未兑现 1" in part.figures.text() and "未兑现：李秀英" in part.figures.text()
    part.table.choose_key(made["unkept"])
    QApplication.processEvents()
    assert "未兑现（老人迁走，没有再安排）" in part.told.text()


def test_a_branch_that_reported_none_says_so(
    qtbot: QtBot, ledger: Ledger, members: list[str], workspace: Workspace
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    dialog = BranchYearDialog(over, workspace, organization.own(ledger), 2026)
    dialog.show_part("pledges")
    assert dialog.parts["pledges"].lists.currentWidget() is dialog.parts["pledges"].empty


@pytest.fixture
def committee(tmp_path: Path, clock: FixedClock) -> Iterator[Ledger]:
    made = vault.create_ledger(
        tmp_path / "党工委.zbtz",
        organization="中共云栖市柳溪街道工作委员会",
        level="committee",
        actor="尉迟文静",
        clock=clock,
        ids_=CountingIds(),
    )
    yield made.ledger
    made.ledger.close()


def test_a_committee_sees_how_far_each_branch_is(
    qtbot: QtBot, committee: Ledger, messages: Recorder, tmp_path: Path
) -> None:
    diligent = branch(committee, "甲支部", people=3, months=1, digest="a" * 64)
    branch(committee, "乙支部", people=2, months=1, digest="b" * 64)
    branch(committee, "丙支部", people=0, months=0, digest="")
    first = member.list_members(committee, org=diligent)[0]
    with committee.operation("pledge.draft") as op:
        pledge.draft_pledge(
            op,
            committee.ids,
            pledge_id=committee.ids.new(),
            owner="member",
            member_id=first.id,
            year=2026,
            items=pledges_year.COMMON,
            org=diligent,
        )
    tasks = Tasks()
    workspace = Workspace(LedgerBridge(committee, messages), tasks, messages, SettingsFile(tmp_path / "w.json"))
    page = page_for(workspace)
    assert isinstance(page, BranchPledgesPage)
    qtbot.addWidget(page)
    page.refresh()
    table = page.table.records
    at = {column.key: place for place, column in enumerate(table.columns)}
    shown = {
        str(table.index(row, 0).data()): [str(table.index(row, at[key]).data()) for key in ("missing", "before")]
        for row in range(table.rowCount())
    }
    assert shown == {"甲支部": ["2", "1"], "乙支部": ["2", ""], "丙支部": ["未报", ""]}
    page.table.choose_key(diligent)
    page.open(page.table.current)
    (dialog,) = page.findChildren(BranchYearDialog)
    assert dialog.choice.current == "pledges"
    assert dialog.parts["pledges"].table.records.rowCount() == 4
    tasks.close()
