"""What a form is printed of: year, meeting, day and members are asked for where the form needs them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.pages.reports_page import ReportsPage
from models import meeting, member
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from tests.reports.year import LEAVER, year_ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with year_ledger(tmp_path / "台账.zbtz") as opened:
        yield opened


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> ReportsPage:
    shown = window.show_page("reports")
    assert isinstance(shown, ReportsPage)
    settled(qtbot, shown)
    return shown


def settled(qtbot: QtBot, page: ReportsPage) -> None:
    qtbot.waitUntil(lambda: not page._timer.isActive() and not page.workspace.tasks.busy, timeout=20_000)


def go(qtbot: QtBot, page: ReportsPage, **what: object) -> str:
    """Open the page as another page does and return the text of its preview."""
    page.workspace.go("reports", **what)
    settled(qtbot, page)
    assert page.problem.isHidden()
    return "".join(run.piece.text for paper in page.pages for run in paper.runs())


def shown(page: ReportsPage) -> set[str]:
    targets = page.choices.targets
    named = {"year": targets.year, "meeting": targets.meeting, "day": targets.day, "members": targets.members}
    named |= {"pledges": targets.pledges, "variant": page.choices.variant, "order": page.choices.order}
    return {name for name, widget in named.items() if widget.isVisibleTo(page)}


def of_kind(ledger: Ledger, kind: str) -> meeting.Meeting:
    return next(one for one in meeting.list_meetings(ledger) if kind in one.kind_list)


def test_each_form_asks_for_what_it_needs(qtbot: QtBot, page: ReportsPage) -> None:
    asked = {}
    for row in range(page.forms.count()):
        page.forms.setCurrentRow(row)
        settled(qtbot, page)
        # What nothing was recorded for yet is said instead of an empty page.
        assert page.pages or not page.problem.isHidden(), page.entry.id
        asked[page.entry.id] = shown(page)
    expected = {
        "member_roster": {"variant", "order"},
        "sign_in_sheet": {"year", "meeting", "day", "variant"},
        "meeting_minutes": {"year", "meeting", "variant"},
        "meeting_statistics": {"year"},
        "make_up_register": {"year"},
        "credit_record": {"year", "members"},
        "credit_summary": {"year"},
        "pledge_letter": {"year", "pledges", "variant"},
        "pledge_notice": {"year"},
    }
    assert {form: asked[form] for form in expected} == expected


def test_another_page_presets_form_and_meeting(qtbot: QtBot, page: ReportsPage, ledger: Ledger) -> None:
    lecture, study = of_kind(ledger, "lecture"), of_kind(ledger, "study")
    assert "党课记录" in go(qtbot, page, form="meeting_minutes", meeting=lecture.id)
    assert page.choices.options().meetings == (lecture.id,)
    assert "集中学习签到表" in go(qtbot, page, form="sign_in_sheet", meeting=study.id)
    assert not page.choices.variant.isVisibleTo(page)


def test_a_workbook_only_where_there_is_a_table(qtbot: QtBot, page: ReportsPage) -> None:
    go(qtbot, page, form="meeting_minutes")
    assert not page.sheet_button.isEnabled()
    go(qtbot, page, form="meeting_statistics")
    assert page.sheet_button.isEnabled()


def test_a_sheet_for_a_meeting_to_come_follows_its_day_and_kind(qtbot: QtBot, page: ReportsPage) -> None:
    go(qtbot, page, form="sign_in_sheet")
    targets = page.choices.targets
    for day, wrong in (("2026.5", True), ("2026-5-31", False)):
        targets.day.selectAll()
        qtbot.keyClicks(targets.day, day)
        qtbot.keyClick(targets.day, Qt.Key.Key_Return)
        assert bool(targets.day.property("wrong")) is wrong
    settled(qtbot, page)
    assert LEAVER in "".join(run.piece.text for run in page.pages[0].runs())
    targets.day.selectAll()
    qtbot.keyClicks(targets.day, "2026-06-01")
    qtbot.keyClick(targets.day, Qt.Key.Key_Return)
    page.choices.variant.setCurrentIndex(page.choices.variant.findData("theme_day"))
    settled(qtbot, page)
    text = "".join(run.piece.text for run in page.pages[0].runs())
    assert LEAVER not in text and "主题党日活动签到表" in text


def test_all_meetings_of_the_year_and_another_year(qtbot: QtBot, page: ReportsPage, ledger: Ledger) -> None:
    go(qtbot, page, form="meeting_minutes")
    targets = page.choices.targets
    assert targets.meeting.count() == len(meeting.list_meetings(ledger)) + 1
    targets.meeting.setCurrentIndex(0)
    settled(qtbot, page)
    assert len(page.pages) >= len(meeting.list_meetings(ledger))
    page.workspace.go("reports", form="meeting_minutes", year=2025)
    settled(qtbot, page)
    assert "2025 年还没有会议记录" in page.problem.text
    assert page.pages == []


def test_a_year_with_nothing_but_a_talk_can_be_printed(
    qtbot: QtBot, ledger: Ledger, window: MainWindow
) -> None:
    who = next(one for one in member.list_members(ledger) if one.name == "王秀兰")
    with ledger.operation("talk.add") as op:
        records.add(op, ledger.ids, kind_of("talk"), [who.id], kind="speech", day="2024-05-20", title="早先的发言")
    page = window.show_page("reports")
    assert isinstance(page, ReportsPage)
    settled(qtbot, page)
    years = page.choices.targets.year
    assert years.findData(2024) >= 0
    page.workspace.go("reports", form="talk_register")
    years.setCurrentIndex(years.findData(2024))
    settled(qtbot, page)
    assert "早先的发言" in "".join(run.piece.text for paper in page.pages for run in paper.runs())


def test_the_members_ticked_are_printed(qtbot: QtBot, page: ReportsPage, ledger: Ledger) -> None:
    person = next(one for one in member.list_members(ledger) if one.name == "王秀兰")
    assert "王秀兰" in go(qtbot, page, form="credit_record", member=person.id)
    assert page.choices.options().members == (person.id,)
    assert len(page.pages) == 1
    item = page.choices.targets.members.item(0)
    item.setCheckState(Qt.CheckState.Checked)
    settled(qtbot, page)
    assert len(page.pages) == 2


def test_a_variant_without_records_is_greyed_with_the_reason(
    qtbot: QtBot, page: ReportsPage, ledger: Ledger
) -> None:
    lecture = of_kind(ledger, "lecture")
    go(qtbot, page, form="meeting_minutes", meeting=lecture.id)
    offered = page.choices.variant
    assert offered.currentText() == "按记录，全部" and page.choices.options().variant == ""
    model = offered.model()
    able = {
        key: bool(model.flags(model.index(offered.findData(key), 0)) & Qt.ItemFlag.ItemIsEnabled)
        for key in ("lecture", "org_life")
    }
    assert able == {"lecture": True, "org_life": False}
    told = offered.itemData(offered.findData("org_life"), Qt.ItemDataRole.ToolTipRole)
    assert told == "所选的记录里没有组织生活会"
    offered.setCurrentIndex(offered.findData("lecture"))
    settled(qtbot, page)
    assert page.choices.options().variant == "lecture" and page.pages


def test_the_basis_is_printed_where_it_is_wanted_and_remembered(qtbot: QtBot, page: ReportsPage) -> None:
    assert "依据" not in go(qtbot, page, form="meeting_statistics")
    page.choices.basis.setChecked(True)
    settled(qtbot, page)
    assert "依据：国家现行规定" in "".join(run.piece.text for run in page.pages[0].runs())
    assert page.workspace.settings.get("print_basis") == "1"
    go(qtbot, page, form="member_roster")
    assert not page.choices.basis.isVisibleTo(page)


def test_a_blank_form_of_each_kind(qtbot: QtBot, page: ReportsPage) -> None:
    go(qtbot, page, form="meeting_minutes")
    page.choices.blank.setChecked(True)
    page.choices.variant.setCurrentIndex(page.choices.variant.findData("org_life"))
    settled(qtbot, page)
    text = "".join(run.piece.text for paper in page.pages for run in paper.runs())
    assert "组织生活会记录" in text and "王秀兰" not in text
