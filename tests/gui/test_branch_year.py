"""The committee's side: all branches at a glance, and one branch's year; everything only to look at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from gui.dialogs.branch_members import BranchMembersDialog
from gui.dialogs.branch_year import BranchYearDialog
from gui.dialogs.why_dialog import MemberWhyDialog
from gui.main_window import MainWindow
from gui.pages.exchange_page import ExchangePage
from gui.pages.study.branch_parts import DutiesPart, HoursPart
from gui.pages.study.branches_view import BranchesView
from gui.pages.study.sorted_table import SortedTable
from gui.pages.study_page import StudyPage
from gui.widgets.list_table import ListTable
from gui.widgets.paged_table import PagedTable
from models import duty_note, meeting, received_package, vault
from models.clock import FixedClock
from models.ids import CountingIds
from models.ledger import Ledger
from models.schema import SELF
from tests.gui.builders import fill, shown_dialog
from tests.gui.study_year import branch, study_year


@pytest.fixture
def ledger(tmp_path: Path, clock: FixedClock) -> Iterator[Ledger]:
    created = vault.create_ledger(
        tmp_path / "柳溪街道党工委.zbtz",
        organization="中共云栖市柳溪街道工作委员会",
        level="committee",
        actor="尉迟文静",
        clock=clock,
        ids_=CountingIds(),
    )
    yield created.ledger
    created.ledger.close()


@pytest.fixture
def numbers(ledger: Ledger) -> dict[str, int]:
    return {
        "diligent": branch(ledger, "甲支部", people=4, months=8, digest="a" * 64),
        "idle": branch(ledger, "乙支部", people=3, months=2, digest="b" * 64),
        "silent": branch(ledger, "丙支部", people=0, months=0, digest=""),
    }


@pytest.fixture
def view(qtbot: QtBot, numbers: dict[str, int], window: MainWindow) -> BranchesView:
    page = window.show_page("study")
    assert isinstance(page, StudyPage)
    shown = page.views["branches"]
    assert isinstance(shown, BranchesView)
    qtbot.waitUntil(lambda: all(one.figures is not None for one in shown._lines if one.reported))
    return shown


def rows(table: PagedTable) -> list[dict[str, str]]:
    model = table.records
    return [
        {column.key: str(model.index(row, at).data()) for at, column in enumerate(model.columns)}
        for row in range(model.rowCount())
    ]


def open_year(qtbot: QtBot, view: BranchesView, number: int) -> BranchYearDialog:
    view.table.choose_key(number)
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    dialog = shown_dialog(view)
    assert isinstance(dialog, BranchYearDialog)
    return dialog


# --- all branches -------------------------------------------------------------------------


def test_each_branch_stands_in_one_row_and_the_sums_over_them(view: BranchesView) -> None:
    shown = {one["name"]: one for one in rows(view.table)}
    assert (shown["甲支部"]["members"], shown["甲支部"]["meetings"], shown["甲支部"]["rate"]) == ("4", "8", "75%")
    # Eight sessions of four hours are 32: three of four have been to all of them.
    assert shown["甲支部"]["hours"] == "75%"
    assert (shown["乙支部"]["rate"], shown["乙支部"]["hours"]) == ("66.7%", "0%")
    assert shown["丙支部"] == {
        "name": "丙支部",
        "members": "—",
        "meetings": "—",
        "rate": "—",
        "hours": "—",
        "archives": "—",
        "duties": "未报",
    }
    told = {name: figure.accessibleName() for name, figure in view.figures.items()}
    # 24 of 32 and 4 of 6 came; 3 of 4 and none of 3 have their hours.
    assert told["reported"] == "已报支部 2 个 未报 1 个"
    assert told["rate"].startswith("到会率 73.7%")
    assert told["hours"].startswith("学时达标率 42.9%")
    assert view.remark() == "2026 年 · 3 个支部"


def test_a_figure_brings_those_to_the_top_who_need_looking_after(qtbot: QtBot, view: BranchesView) -> None:
    qtbot.keyClick(view.figures["duties"], Qt.Key.Key_Space)
    missed = [one["duties"] for one in rows(view.table)]
    assert missed[-1] == "未报"
    counts = [int(one.split()[0]) for one in missed[:-1]]
    assert counts == sorted(counts, reverse=True) and counts[-1] > 0
    assert view.table.hasFocus()


def test_what_a_branch_reports_anew_is_reckoned_anew_and_the_rest_is_kept(
    qtbot: QtBot, view: BranchesView, ledger: Ledger, numbers: dict[str, int]
) -> None:
    kept = view._known[numbers["diligent"], 2026]
    with ledger.operation("package.receive") as op:
        old = received_package.current(ledger, numbers["idle"])
        assert old is not None
        received_package.put_current(
            op, received_package.ReceivedPackageRow(**(_fields(old) | {"digest": "c" * 64, "number": 2}))
        )
        people = op.rows("SELECT id FROM member WHERE org = ?", (numbers["idle"],))
        for month in range(3, 10):
            meeting.record_meeting(
                op,
                meeting_id=ledger.ids.new(),
                kinds=["study"],
                day=f"2026-{month:02d}-12",
                topic="集中学习",
                roster=[row["id"] for row in people],
                org=numbers["idle"],
            )
    qtbot.waitUntil(lambda: {one["name"]: one["meetings"] for one in rows(view.table)}["乙支部"] == "9")
    assert view._known[numbers["diligent"], 2026] is kept


def test_a_search_and_a_branch_that_has_not_reported(
    qtbot: QtBot, view: BranchesView, numbers: dict[str, int]
) -> None:
    with qtbot.waitSignal(view.search.searched):
        view.search.setText("丙")
    assert [one["name"] for one in rows(view.table)] == ["丙支部"]
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    assert not view.window().findChildren(BranchYearDialog)
    with qtbot.waitSignal(view.search.searched):
        view.search.setText("没有这个")
    assert view.lists.currentWidget() is view.empty


def test_a_committee_without_branches_is_told_what_comes(window: MainWindow) -> None:
    page = window.show_page("study")
    assert isinstance(page, StudyPage)
    assert list(page.views) == ["branches"]
    assert not page.add_button.isVisible()
    view = page.views["branches"]
    assert isinstance(view, BranchesView)
    assert view.empty.action.text() == "去接收"


def test_a_general_branch_has_its_own_members_and_its_branches(
    qtbot: QtBot, ledger: Ledger, numbers: dict[str, int], clock: FixedClock, request: pytest.FixtureRequest
) -> None:
    with ledger.operation("organization.edit") as op:
        op.update("organization", (SELF,), {"level": "general_branch"})
    own = fill(ledger, 6)
    study_year(ledger, own)
    window = request.getfixturevalue("window")
    page = window.show_page("study")
    assert isinstance(page, StudyPage)
    assert list(page.views) == ["totals", "study_record", "reflection", "exam", "talk", "reading_item", "branches"]
    qtbot.keyClick(page.parts._buttons["branches"], Qt.Key.Key_Space)
    shown = page.view
    assert isinstance(shown, BranchesView)
    qtbot.waitUntil(lambda: all(one.figures is not None for one in shown._lines if one.reported))
    assert {one["name"]: one["members"] for one in rows(shown.table)} == {
        "中共云栖市柳溪街道工作委员会": "6",
        "甲支部": "4",
        "乙支部": "3",
        "丙支部": "—",
    }
    dialog = open_year(qtbot, shown, SELF)
    dialog.show_part("hours")
    dialog.parts["hours"].table.setFocus()
    qtbot.keyClick(dialog.parts["hours"].table, Qt.Key.Key_Return)
    why = shown_dialog(shown)
    assert isinstance(why, MemberWhyDialog)
    assert why.hours.table.listed and not why.hours.open_button.isVisible()
    why.reject()
    dialog.reject()


# --- one branch ---------------------------------------------------------------------------


def test_the_meetings_with_who_came_and_what_was_entered_late(
    qtbot: QtBot, view: BranchesView, numbers: dict[str, int]
) -> None:
    dialog = open_year(qtbot, view, numbers["diligent"])
    shown = rows(dialog.parts["meetings"].table)
    assert len(shown) == 8
    assert (shown[0]["day"], shown[0]["expected"], shown[0]["present"]) == ("2026-08-12", "4", "3")
    assert shown[0]["mark"] == "补录 101 天"
    assert dialog.parts["meetings"].told.text().startswith("没到会：王一（病假）")
    assert dialog.remark.text() == "8 次会议，其中补录 8 次"
    dialog.reject()


def test_the_matrix_shows_each_kind_in_each_month(
    qtbot: QtBot, view: BranchesView, numbers: dict[str, int]
) -> None:
    dialog = open_year(qtbot, view, numbers["diligent"])
    qtbot.keyClick(dialog.choice._buttons["matrix"], Qt.Key.Key_Space)
    table = dialog.parts["matrix"].table
    shown = {one["kind"]: one for one in rows(table)}
    study, day = shown["集中学习"], shown["主题党日"]
    assert [study[f"month{month}"] for month in (1, 8, 9)] == ["✓", "✓", ""]
    assert (study["held"], study["rate"]) == ("8", "75%")
    assert (day["month1"], day["month10"], day["month11"], day["required"]) == ("缺", "缺", "待办", "12")
    table.choose_row(next(at for at, one in enumerate(rows(table)) if one["kind"] == "主题党日"))
    assert "缺 1月、2月、3月" in dialog.parts["matrix"].told.text()
    dialog.reject()


def test_hours_and_why_without_a_way_to_change_anything(
    qtbot: QtBot, view: BranchesView, ledger: Ledger, numbers: dict[str, int]
) -> None:
    digest = ledger.content_digest()
    dialog = open_year(qtbot, view, numbers["diligent"])
    dialog.show_part("hours")
    part = dialog.parts["hours"]
    assert isinstance(part, HoursPart) and isinstance(part.table, SortedTable)
    assert sorted(one["hours"] for one in rows(part.table)) == ["0", "32", "32", "32"]
    assert part.remark.startswith("达标 3 人，应修 4 人")
    part.table.setFocus()
    qtbot.keyClick(part.table, Qt.Key.Key_Return)
    why = shown_dialog(view)
    assert isinstance(why, MemberWhyDialog)
    assert not why.hours.open_button.isVisible()
    why.show_part("credits")
    assert not why.no_scheme.action.isVisible()
    why.reject()
    for kind in (QLineEdit, QPlainTextEdit):
        assert not [one for one in dialog.findChildren(kind) if one.isEnabled()]
    dialog.reject()
    assert ledger.content_digest() == digest


def test_duties_by_rule_with_the_explanation_of_the_branch(
    qtbot: QtBot, view: BranchesView, ledger: Ledger, numbers: dict[str, int]
) -> None:
    with ledger.operation("duty.explain") as op:
        duty_note.explain(
            op,
            note_id=ledger.ids.new(),
            rule="national/theme_day",
            subject_id="",
            period="2026-02",
            text="因疫情没有集中活动",
            org=numbers["diligent"],
        )
    dialog = open_year(qtbot, view, numbers["diligent"])
    dialog.show_part("duties")
    part = dialog.parts["duties"]
    assert isinstance(part, DutiesPart) and isinstance(part.table, ListTable)
    shown = rows(part.table)
    begins = [at for at, one in enumerate(shown) if one["rule"] == "主题党日"]
    assert len(begins) == 1
    months = shown[begins[0] : begins[0] + 11]
    assert [one["period"] for one in months] == [f"{month}月" for month in range(1, 12)]
    assert (months[0]["state"], months[0]["done"]) == ("未落实", "0 / 1 次")
    assert (months[1]["state"], months[1]["note"]) == ("未落实（已说明）", "因疫情没有集中活动")
    assert months[10]["state"] == "待落实"
    part.states._buttons["explained"].click()
    assert [one["note"] for one in rows(part.table)] == ["因疫情没有集中活动"]
    assert "主题党日" in part.told.text()
    dialog.reject()


@pytest.mark.parametrize("size", [QSize(1120, 680), QSize(1052, 510)])
def test_no_part_of_a_year_cuts_its_words(
    qtbot: QtBot, view: BranchesView, numbers: dict[str, int], size: QSize
) -> None:
    dialog = open_year(qtbot, view, numbers["diligent"])
    dialog.resize(size)
    for key, part in dialog.parts.items():
        dialog.show_part(key)
        for _ in range(3):
            QApplication.processEvents()
        assert part.table.horizontalScrollBar().maximum() == 0, key
        assert dialog._area.verticalScrollBar().maximum() == 0, key
        cut = [
            one.text()
            for one in dialog.findChildren(QLabel)
            if one.isVisible() and one.text() and one.height() < one.heightForWidth(one.width()) - 1
        ]
        assert cut == [], key
    dialog.reject()


def test_the_list_of_members_on_the_exchange_page_leads_to_the_year(
    qtbot: QtBot, window: MainWindow, view: BranchesView, numbers: dict[str, int]
) -> None:
    page = window.show_page("exchange")
    assert isinstance(page, ExchangePage)
    table = page.view.table  # type: ignore[attr-defined]
    table.choose_row(next(at for at, one in enumerate(table.listed) if one.organization.name == "甲支部"))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    people = shown_dialog(page)
    assert isinstance(people, BranchMembersDialog)
    qtbot.keyClick(people.year_button, Qt.Key.Key_Return)
    dialog = shown_dialog(page)
    assert isinstance(dialog, BranchYearDialog)
    assert dialog.windowTitle() == "年度情况：甲支部"
    dialog.reject()
    people.reject()


def _fields(row: received_package.ReceivedPackageRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}
