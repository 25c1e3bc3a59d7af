"""“为什么是这个数”: the lines add up to the figure, the source is said plainly, every line leads to its record."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from gui.dialogs import study_opening
from gui.dialogs.why_dialog import AverageWhyDialog, MemberWhyDialog, StudyWhyDialog
from gui.kinds.dialog import KindDialog
from gui.kinds.people_grid import PeopleGrid
from gui.main_window import MainWindow
from gui.pages.study.totals_view import TotalsView
from gui.pages.study.why_panel import WhyLine, WhyPanel
from gui.pages.study_page import StudyPage
from gui.widgets import Pill
from models import meeting, reading
from models.kinds import records, sheets
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from models.rules import works
from models.schema import SELF
from tests.gui.builders import shown_dialog
from tests.gui.study_year import AWAY, CHIEF, DONE, choose_points, study_year


@pytest.fixture
def year(ledger: Ledger, members: list[str]) -> dict[str, str]:
    made = study_year(ledger, members)
    return made | {"entry": choose_points(ledger, members)}


@pytest.fixture
def view(year: dict[str, str], window: MainWindow) -> TotalsView:
    page = window.show_page("study")
    assert isinstance(page, StudyPage)
    shown = page.views["totals"]
    assert isinstance(shown, TotalsView)
    return shown


def explain(qtbot: QtBot, view: TotalsView, member_id: str) -> MemberWhyDialog:
    view.table.choose_key(member_id)
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    dialog = shown_dialog(view)
    assert isinstance(dialog, MemberWhyDialog)
    return dialog


def back(qtbot: QtBot, view: TotalsView) -> None:
    view.window().activateWindow()
    qtbot.waitUntil(view.isActiveWindow)


def lines(panel: WhyPanel) -> list[WhyLine]:
    return list(panel.table.listed)


def pills(panel: WhyPanel) -> list[str]:
    return [one.accessibleName() for one in panel.source.findChildren(Pill) if not one.isHidden()]


def test_the_lines_of_every_member_add_up_to_her_figures(
    qtbot: QtBot, view: TotalsView, members: list[str]
) -> None:
    for member_id in members:
        dialog = explain(qtbot, view, member_id)
        hours, credits = dialog.hours, dialog.credits
        assert sum(float(one.counted) for one in lines(hours)) == float(hours.figure.text().removesuffix(" 学时"))
        assert sum(float(one.counted) for one in lines(credits)) == float(credits.figure.text().removesuffix(" 分"))
        assert hours.sum.text() == f"合计 {hours.figure.text()}（{len(lines(hours))} 条相加）"
        dialog.reject()
        back(qtbot, view)


def test_a_click_on_the_credits_asks_about_credits(qtbot: QtBot, view: TotalsView, members: list[str]) -> None:
    keys = [column.key for column in view.table.records.columns]
    row = view.table.records.row_of(members[DONE])
    for key, panel in (("credits", "credits"), ("short", "hours")):
        area = view.table.visualRect(view.table.records.index(row, keys.index(key)))
        qtbot.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
        dialog = shown_dialog(view)
        assert isinstance(dialog, MemberWhyDialog)
        assert dialog.windowTitle() == "为什么是这个数：李晓东，2026 年"
        assert dialog.stack.currentWidget() is getattr(dialog, panel)
        dialog.reject()
        back(qtbot, view)


def test_a_make_up_is_a_line_of_its_own_and_the_missed_session_is_none(
    qtbot: QtBot, view: TotalsView, members: list[str]
) -> None:
    dialog = explain(qtbot, view, members[AWAY])
    assert [(one.day, one.kind, one.counted) for one in lines(dialog.hours)] == [
        ("2026-02-20", "补课", "2"),
        ("2026-11-18", "会议", "2.5"),
    ]
    dialog.reject()


def test_the_rule_stands_with_its_place_and_what_is_not_verified(
    qtbot: QtBot, view: TotalsView, members: list[str]
) -> None:
    dialog = explain(qtbot, view, members[CHIEF])
    assert "未核实" in pills(dialog.hours)
    assert "未与官方原件核对" in pills(dialog.hours)[0]
    said = " ".join(one.text() for one in dialog.hours.source.findChildren(QLabel))
    assert "国家现行规定" in said and "全国党员教育培训工作规划" in said
    assert "还差19学时" in dialog.hours.why.text()
    dialog.show_part("credits")
    assert pills(dialog.credits) == ["本地设定，非文件规定"]
    dialog.reject()


def test_a_cap_is_told_in_the_line_that_it_cut(
    qtbot: QtBot, view: TotalsView, ledger: Ledger, members: list[str]
) -> None:
    for month in range(1, 11):
        with ledger.operation("meeting.record") as op:
            meeting.record_meeting(
                op, meeting_id=ledger.ids.new(), kinds=["study"], day=f"2026-{month:02d}-03", topic="集中学习"
            )
    dialog = explain(qtbot, view, members[CHIEF])
    dialog.show_part("credits")
    study = [one for one in lines(dialog.credits) if one.item == "集中学习"]
    # Eleven sessions of two credits, of which the year counts twelve.
    assert sum(float(one.earned) for one in study) == 22
    assert sum(float(one.counted) for one in study) == 12
    cut = next(one for one in study if one.counted == "0")
    assert "封顶 12 分" in cut.why
    dialog.credits.table.choose_row(lines(dialog.credits).index(cut))
    assert dialog.credits.line_why.text() == cut.why
    dialog.reject()


@pytest.mark.parametrize(("at", "kind", "record"), [(CHIEF, "meeting", "february"), (AWAY, "make_up", "february")])
def test_a_line_leads_to_its_meeting(
    qtbot: QtBot, view: TotalsView, members: list[str], year: dict[str, str], at: int, kind: str, record: str
) -> None:
    dialog = explain(qtbot, view, members[at])
    place = next(place for place, one in enumerate(lines(dialog.hours)) if one.source_kind == kind)
    dialog.hours.table.choose_row(place)
    with qtbot.waitSignal(view.workspace.went) as went:
        qtbot.keyClick(dialog.hours.table, Qt.Key.Key_Return)
    assert went.args == ["meetings", {"meeting_id": year[record]}]
    assert not [one for one in view.window().findChildren(QDialog) if one.isVisible()]


def test_lines_of_study_and_of_credits_open_their_records(
    qtbot: QtBot, view: TotalsView, members: list[str], year: dict[str, str]
) -> None:
    dialog = explain(qtbot, view, members[DONE])
    place = next(place for place, one in enumerate(lines(dialog.hours)) if one.source_id == year["online"])
    dialog.hours.table.choose_row(place)
    qtbot.keyClick(dialog.hours.table, Qt.Key.Key_Return)
    record = shown_dialog(view)
    assert isinstance(record, KindDialog) and record.kind.name == "study_record"
    assert record.windowTitle() == "学习记录：李晓东"
    record.reject()
    back(qtbot, view)
    dialog = explain(qtbot, view, members[CHIEF])
    dialog.show_part("credits")
    place = next(place for place, one in enumerate(lines(dialog.credits)) if one.source_id == year["entry"])
    dialog.credits.table.choose_row(place)
    qtbot.keyClick(dialog.credits.table, Qt.Key.Key_Return)
    entry = shown_dialog(view)
    assert isinstance(entry, KindDialog) and entry.kind.name == "credit_entry"
    entry.reject()


def test_a_base_that_no_record_stands_behind_leads_nowhere(
    qtbot: QtBot, view: TotalsView, members: list[str]
) -> None:
    dialog = explain(qtbot, view, members[CHIEF])
    dialog.show_part("credits")
    assert lines(dialog.credits)[0].kind == "基础分"
    dialog.credits.table.choose_row(0)
    assert not dialog.credits.open_button.isVisible()
    qtbot.keyClick(dialog.credits.table, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.reject()


def test_the_figures_at_the_head_explain_themselves(qtbot: QtBot, view: TotalsView, year: dict[str, str]) -> None:
    qtbot.keyClick(view.figures["study"], Qt.Key.Key_Space)
    study = shown_dialog(view)
    assert isinstance(study, StudyWhyDialog)
    assert [one.source_id for one in lines(study.panel)] == [year["february"], year["november"]]
    assert study.panel.figure.text() == "5 学时"
    study.reject()
    back(qtbot, view)
    qtbot.keyClick(view.figures["average"], Qt.Key.Key_Space)
    average = shown_dialog(view)
    assert isinstance(average, AverageWhyDialog)
    assert average.panel.why.text() == "12 人合计 121.5 学时，除以 12 人，平均 10.13 学时。"
    assert sum(float(one.counted) for one in lines(average.panel)) == 121.5
    qtbot.keyClick(average.panel.table, Qt.Key.Key_Return)
    assert isinstance(shown_dialog(view), MemberWhyDialog)
    shown_dialog(view).reject()
    back(qtbot, view)
    qtbot.keyClick(view.figures["met"], Qt.Key.Key_Space)
    assert view.parts.current == "short"


def test_without_a_scheme_credits_say_where_to_choose_one(
    qtbot: QtBot, ledger: Ledger, members: list[str], window: MainWindow
) -> None:
    study_year(ledger, members)
    page = window.show_page("study")
    assert isinstance(page, StudyPage)
    shown = page.views["totals"]
    assert isinstance(shown, TotalsView)
    page.refresh()
    dialog = explain(qtbot, shown, members[CHIEF])
    dialog.show_part("credits")
    assert dialog.stack.currentWidget() is dialog.no_scheme
    with qtbot.waitSignal(shown.workspace.went) as went:
        qtbot.keyClick(dialog.no_scheme.action, Qt.Key.Key_Return)
    assert went.args == ["settings", {"section": "rules"}]


@pytest.mark.parametrize("size", [QSize(960, 640), QSize(1050, 510), QSize(870, 420)])
def test_no_text_of_the_explanation_is_cut(
    qtbot: QtBot, view: TotalsView, members: list[str], size: QSize
) -> None:
    dialog = explain(qtbot, view, members[CHIEF])
    for part in ("hours", "credits"):
        dialog.show_part(part)
        dialog.resize(size)
        for _ in range(3):
            QApplication.processEvents()
        cut = [
            one.text()
            for one in dialog.findChildren(QLabel)
            if one.isVisible() and one.text() and one.height() < one.heightForWidth(one.width()) - 1
        ]
        assert cut == []
    dialog.reject()


@pytest.mark.parametrize(
    ("kind", "word", "opens"),
    [
        ("reflection", "打开这条记录", KindDialog),
        ("notes", "打开这条记录", KindDialog),
        ("talk", "打开这条记录", KindDialog),
        ("exam", "打开这次考核", PeopleGrid),
        ("reading", "看这本书目", None),
    ],
)
def test_credits_for_a_text_or_a_book_lead_to_their_record(
    ledger: Ledger, view: TotalsView, members: list[str], kind: str, word: str, opens: type[QDialog] | None
) -> None:
    ids, who = ledger.ids, members[CHIEF]
    with ledger.operation("reflection.add") as op:
        for one in ("reflection", "notes"):
            records.add(op, ids, kind_of("reflection"), [who], kind=one, title=one, day="2026-05-20", pages=3)
        records.add(op, ids, kind_of("talk"), [who], kind="speech", day="2026-06-01", title="发言")
        results = {one: {"passed": "yes"} for one in members[:3]}
        sheets.enter(op, ids, kind_of("exam"), results, title="考核", day="2026-09-01", method="open")
        (item,) = records.add(op, ids, reading.ITEM, (), year=2026, title="《党章》", need="required")
        reading.mark_read(op, ids, item, {who: "2026-06-20"})
    listed = works.load(ledger, SELF, "2026-01-01", "2026-12-31")
    fact = next(one for one in listed if (one.kind, one.member_id) == (kind, who))
    found = study_opening.way(view, view.workspace, kind, fact.id)
    assert found is not None and found[0] == word
    found[1]()
    if opens is None:
        page = view.window().findChild(StudyPage)
        assert page is not None and page.views["reading_item"].isVisible()
    else:
        dialog = shown_dialog(view)
        assert isinstance(dialog, opens)
        if isinstance(dialog, PeopleGrid):
            assert set(dialog._shown) == set(members[:3])
        dialog.reject()
    assert study_opening.way(view, view.workspace, kind, "gone") is None
