"""The page 学习与学分 on a real ledger, by keyboard: totals, search, records, study, credits, exemptions."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.dialogs import study_fields
from gui.kinds.dialog import KindDialog
from gui.kinds.list_dialog import KindListDialog
from gui.kinds.several_list import SeveralList
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.pages.study import branch_figures
from gui.pages.study.sorted_table import SortedTable
from gui.pages.study.totals_view import TotalsView
from gui.pages.study_page import StudyPage
from gui.widgets.inline_message import InlineMessage
from models import change_words, journal, member, rule_choice
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from tests.gui.builders import shown_dialog, write
from tests.gui.study_year import CHIEF, DONE, choose_points, study_year

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def year(ledger: Ledger, members: list[str]) -> dict[str, str]:
    return study_year(ledger, members)


@pytest.fixture
def page(year: dict[str, str], window: MainWindow) -> StudyPage:
    shown = window.show_page("study")
    assert isinstance(shown, StudyPage)
    return shown


def totals(page: StudyPage) -> TotalsView:
    view = page.views["totals"]
    assert isinstance(view, TotalsView)
    return view


def records_of(page: StudyPage) -> SeveralList:
    page.show_view("study_record")
    view = page.views["study_record"]
    assert isinstance(view, SeveralList)
    return view


def cells(table: SortedTable, row: int) -> dict[str, str]:
    model = table.records
    return {column.key: str(model.index(row, at).data()) for at, column in enumerate(model.columns)}


def rows(table: SortedTable) -> list[dict[str, str]]:
    return [cells(table, row) for row in range(table.records.rowCount())]


def row_of(page: StudyPage, member_id: str) -> dict[str, str]:
    table = totals(page).table
    return cells(table, table.records.row_of(member_id))


def line(dialog: KindDialog, name: str) -> QLineEdit:
    widget = dialog.fields[name]
    assert isinstance(widget, QLineEdit)
    return widget


def save(qtbot: QtBot, dialog: QWidget) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)


def undo(qtbot: QtBot, page: StudyPage) -> None:
    page.window().activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.keyClick(page.window(), Qt.Key.Key_Z, CTRL)


# --- the totals ---------------------------------------------------------------------------


def test_each_member_stands_against_the_target_of_her_role(page: StudyPage, members: list[str]) -> None:
    shown = {name: row_of(page, members[at]) for name, at in (("chief", 0), ("done", 1), ("freed", 2), ("away", 3))}
    assert {key: shown["chief"][key] for key in ("role", "hours", "target", "short", "state")} == {
        "role": "支部书记",
        "hours": "37",
        "target": "56",
        "short": "19",
        "state": "还差 19 学时",
    }
    assert (shown["done"]["hours"], shown["done"]["short"], shown["done"]["state"]) == ("35", "", "✓ 达标")
    assert (shown["freed"]["hours"], shown["freed"]["short"], shown["freed"]["state"]) == ("5", "", "免修")
    assert (shown["away"]["hours"], shown["away"]["state"]) == ("4.5", "还差 27.5 学时")


def test_the_figures_say_what_they_count(page: StudyPage) -> None:
    told = {name: figure.accessibleName() for name, figure in totals(page).figures.items()}
    # 37 + 35 + 4.5 of three, 5 of each of the other nine: 121.5 over 12.
    assert told == {
        "met": "学时达标 1 人 应修 11 人，还差 10 人",
        "average": "平均学时 10.13 学时 全体 12 人",
        "study": "支部集中学习累计 5 学时 2 次，每次只算一遍",
    }


def test_search_by_initials_and_the_filter_of_those_who_lack_hours(
    qtbot: QtBot, page: StudyPage, members: list[str]
) -> None:
    view = totals(page)
    qtbot.keyClick(page, Qt.Key.Key_F, CTRL)
    assert view.search.hasFocus()
    with qtbot.waitSignal(view.search.searched):
        qtbot.keyClicks(view.search, "wjg")
    assert [one["name"] for one in rows(view.table)] == ["王建国", "王建国"]
    qtbot.keyClick(view.search, Qt.Key.Key_Escape)
    view.parts._buttons["short"].click()
    assert len(rows(view.table)) == 10
    assert all(one["state"].startswith("还差") for one in rows(view.table))
    with qtbot.waitSignal(view.search.searched):
        qtbot.keyClicks(view.search, "zzz")
    assert view.lists.currentWidget() is view.empty
    qtbot.keyClick(view.empty.action, Qt.Key.Key_Return)
    assert len(rows(view.table)) == 12


def test_the_views_are_turned_over_by_keys(qtbot: QtBot, page: StudyPage) -> None:
    seen = [page.parts.current]
    for _ in page.views:
        qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_PageDown, CTRL)
        seen.append(page.parts.current)
    assert seen == [*page.views, "totals"]
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_PageUp, CTRL)
    assert page.parts.current == list(page.views)[-1]


def test_the_table_sorts_by_what_is_still_missing(page: StudyPage) -> None:
    table = totals(page).table
    keys = [column.key for column in table.records.columns]
    table.sortByColumn(keys.index("short"), Qt.SortOrder.DescendingOrder)
    assert [one["short"] for one in rows(table)][:2] == ["27.5", "27"]
    assert [one["short"] for one in rows(table)][-2:] == ["", ""]


def test_without_a_credit_scheme_the_way_to_choose_one_is_offered(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, members: list[str]
) -> None:
    view = totals(page)
    assert view.no_scheme.isVisible()
    assert "credits" not in cells(view.table, 0)
    with qtbot.waitSignal(page.workspace.went) as went:
        qtbot.keyClick(view.choose_scheme, Qt.Key.Key_Return)
    assert went.args == ["settings", {"section": "rules"}]
    page.window().show_page("study")  # type: ignore[attr-defined]
    choose_points(ledger, members)
    assert not view.no_scheme.isVisible()
    # 60, two of 党课 and 集中学习 (3 + 2), 1.5 deducted.
    assert row_of(page, members[CHIEF])["credits"] == "63.5"
    assert "百分制" in page.header.remark.text()


def test_another_year_is_another_reckoning(page: StudyPage, ledger: Ledger, members: list[str]) -> None:
    with ledger.operation("study.add") as op:
        records.add(
            op, ledger.ids, kind_of("study_record"), [members[DONE]], kind="online", title="网上党校",
            from_day="2025-06-01", study_minutes=90,
        )
    assert [page.years.itemText(at) for at in range(page.years.count())] == ["2026 年", "2025 年"]
    page.show_what(year=2025)
    assert row_of(page, members[DONE])["hours"] == "1.5"
    assert row_of(page, members[DONE])["state"] == "还差 30.5 学时"


def test_a_rule_set_this_program_lacks_is_said_and_the_page_lives_on(page: StudyPage, ledger: Ledger) -> None:
    """A newer program, or the committee's own file, may have chosen what is not here."""
    with ledger.operation("rules.choose") as op:
        rule_choice.choose(op, choice_id="c9", use="duties", rule_set="set_of_tomorrow")
    fault = page.findChild(InlineMessage)
    assert fault is not None and "set_of_tomorrow" in fault.text
    assert branch_figures.read_figures(ledger, 1, 2026).fault
    page.workspace.bridge.undo(page)
    page.stale()
    assert fault.isHidden() and rows(totals(page).table)


def test_an_empty_ledger_says_what_to_do_first(window: MainWindow) -> None:
    page = window.show_page("study")
    assert isinstance(page, StudyPage)
    assert totals(page).empty.action.text() == "去登记党员"
    view = records_of(page)
    assert view.lists.currentWidget() is view.empty
    assert view.empty.action.text() == "登记学习"
    assert not view.remove_button.isVisible()


# --- study --------------------------------------------------------------------------------


def test_study_of_two_people_by_keys_alone_is_one_operation(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, members: list[str]
) -> None:
    before = len(journal.entries(ledger, limit=500))
    qtbot.keyClick(page, Qt.Key.Key_N, CTRL)
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog) and dialog.kind.name == "study_record"
    assert dialog.fields["kind"].hasFocus()
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClicks(dialog.focusWidget(), "1.5")
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    write(dialog.focusWidget(), "街道党课轮训")
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.fields["from_day"]
    qtbot.keyClicks(dialog.focusWidget(), "2026.9.7")
    while dialog.focusWidget() is not dialog.people.search:
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    for initials in ("zxm", "sxy"):
        qtbot.keyClicks(dialog.people.search, initials)
        qtbot.keyClick(dialog.people.search, Qt.Key.Key_Return)
        assert dialog.people.search.text() == ""
    assert dialog.people.told.text() == "已选 2 人：单秀英、张雪梅"
    qtbot.keyClicks(dialog.people.search, "qqq")
    qtbot.keyClick(dialog.people.search, Qt.Key.Key_Return)
    assert dialog.people.told.text().startswith("没有找到“qqq”")
    assert len(dialog.people.chosen) == 2
    save(qtbot, dialog)
    made = [one for one in records.listed(ledger, kind_of("study_record"), year=2026) if one.title == "街道党课轮训"]
    assert len(made) == 2
    assert {
        (one.day, one.text("to_day"), one.number("study_minutes")) for one in made
    } == {("2026-09-07", "2026-09-07", 90)}
    assert len(journal.entries(ledger, limit=500)) == before + 1
    undo(qtbot, page)
    assert not [
        one for one in records.listed(ledger, kind_of("study_record"), year=2026) if one.title == "街道党课轮训"
    ]


def test_everybody_means_those_on_the_register_and_one_who_left_is_found_by_name(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, members: list[str]
) -> None:
    with ledger.operation("member.remove") as op:
        member.remove_member(op, members[4], kind="transfer", date="2026-10-01")
    page.add()
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog) and dialog.kind.name == "study_record"
    qtbot.keyClick(dialog.people.everybody, Qt.Key.Key_Return)
    assert len(dialog.people.chosen) == 11
    assert dialog.people.told.text().startswith("已选 11 人：")
    assert members[4] not in dialog.people.chosen
    qtbot.keyClick(dialog.people.nobody, Qt.Key.Key_Return)
    gone = member.get(ledger, members[4])
    qtbot.keyClicks(dialog.people.search, gone.name_initials.split()[0])
    names = [one.text() for one in dialog.people._items() if not one.isHidden()]
    assert any("已离开" in name for name in names)
    dialog.done(0)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("study_minutes", "", "“学时”还没有填写。"),
        ("study_minutes", "-1", "学时“-1”不对。"),
        ("study_minutes", "0.1", "学时“0.1”不对。"),
        ("study_minutes", "1e308", "学时“1e308”不对。"),
        ("study_minutes", "1000.5", "学时“1000.5”不对。"),
        ("title", "", "“学习内容（班次名称）”还没有填写。"),
        ("from_day", "2026-12-24", "日期2026年12月24日还没有到（今天是2026年11月21日）。"),
        ("from_day", "2026-02-29", "“开始日期”的日期不对：2026-02-29"),
        ("to_day", "2026-01-01", "起止日期颠倒了：从2026-11-20到2026-01-01。"),
        ("remark", "写" * 301, "“备注”太长（301 个字，最多 300 个）。"),
    ],
)
def test_study_that_cannot_stand_is_said_and_nothing_is_written(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, members: list[str], field: str, typed: str, said: str
) -> None:
    digest = ledger.content_digest()
    page.add()
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog) and dialog.kind.name == "study_record"
    good = {"title": "网上党校", "study_minutes": "2", "from_day": "2026-11-20"}
    for name, text in (good | {field: typed}).items():
        line(dialog, name).setText(text)
    dialog.people.choose(members[:1])
    save(qtbot, dialog)
    assert dialog.isVisible()
    assert dialog.problem.text.splitlines()[0] == said
    assert ledger.content_digest() == digest
    dialog.done(0)


def test_study_of_nobody_sends_one_to_the_people(qtbot: QtBot, page: StudyPage) -> None:
    page.add()
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog) and dialog.kind.name == "study_record"
    line(dialog, "title").setText("网上党校")
    line(dialog, "study_minutes").setText("2")
    save(qtbot, dialog)
    assert "没有选参加学习的人" in dialog.problem.text
    assert dialog.people.search.hasFocus()
    dialog.done(0)


# --- the records --------------------------------------------------------------------------


def test_records_stand_newest_first_and_enter_changes_one(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, members: list[str], year: dict[str, str]
) -> None:
    choose_points(ledger, members)
    view = records_of(page)
    assert [(one["day"], one["kind"], one["amount"]) for one in rows(view.table)] == [
        ("2026-08-01", "学分登记", "−1.5 分"),
        ("2026-06-01", "网络学习", "30 学时"),
        ("2026-05-11 至 05-15", "集中培训", "32 学时"),
    ]
    view.table.choose_key(year["online"])
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog) and dialog.kind.name == "study_record"
    assert (line(dialog, "study_minutes").text(), line(dialog, "to_day").text()) == ("30", "")
    line(dialog, "study_minutes").setText("26.5")
    save(qtbot, dialog)
    changed = next(one for one in records.listed(ledger, kind_of("study_record")) if one.id == year["online"])
    assert (changed.number("study_minutes"), changed.title, changed.text("to_day")) == (1590, "网上党校", "2026-06-01")
    assert view.table.current_key == year["online"]


def test_del_asks_and_takes_out_what_can_be_undone(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, messages: Recorder, year: dict[str, str]
) -> None:
    view = records_of(page)
    view.table.choose_key(year["course"])
    messages.answers += [False, True]
    qtbot.keyClick(view.table, Qt.Key.Key_Delete)
    assert len(rows(view.table)) == 2
    qtbot.keyClick(view.table, Qt.Key.Key_Delete)
    assert [one["title"] for one in rows(view.table)] == ["网上党校"]
    assert messages.said[-1].what == "删去王建国的这条记录？"
    undo(qtbot, page)
    assert len(rows(view.table)) == 2


def test_study_and_credits_that_are_ticked_go_and_come_back_together(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, members: list[str], messages: Recorder, year: dict[str, str]
) -> None:
    choose_points(ledger, members)
    view = records_of(page)
    digest, before = ledger.content_digest(), journal.last_seq(ledger)
    view.parts._buttons["credit_entry"].click()
    assert [one["kind"] for one in rows(view.table)] == ["学分登记"]
    view.parts._buttons["all"].click()
    view.table.tick_all()
    messages.answers.append(True)
    qtbot.keyClick(view.table, Qt.Key.Key_Delete)
    assert messages.said[-1].what == "删去勾选的 3 条记录？"
    assert rows(view.table) == [] and journal.last_seq(ledger) == before + 1
    undo(qtbot, page)
    assert len(rows(view.table)) == 3 and ledger.content_digest() == digest


# --- credits ------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "kept"), [("1.5", 150), ("-1", -100), ("−1", -100), ("－0.25", -25)])
def test_credits_are_entered_with_a_minus_of_any_kind(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, members: list[str], typed: str, kept: int
) -> None:
    page.begin(kind_of("credit_entry"))
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog)
    line(dialog, "hundredths").setText(typed)
    line(dialog, "reason").setText("学习笔记展评")
    dialog.people.choose(members[:2])
    save(qtbot, dialog)
    made = records.listed(ledger, kind_of("credit_entry"), year=2026)
    assert [(one.number("hundredths"), one.title) for one in made] == [(kept, "学习笔记展评")] * 2


@pytest.mark.parametrize("typed", ["", "0", "1e308", "1.234", "分"])
def test_credits_that_cannot_stand_are_said_at_their_field(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, members: list[str], typed: str
) -> None:
    digest = ledger.content_digest()
    page.begin(kind_of("credit_entry"))
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog)
    line(dialog, "hundredths").setText(typed)
    line(dialog, "reason").setText("学习笔记展评")
    dialog.people.choose(members[:1])
    save(qtbot, dialog)
    assert dialog.problem.text.startswith(f"学分“{typed}”不对。") or (not typed and "学分" in dialog.problem.text)
    assert line(dialog, "hundredths").hasFocus()
    assert ledger.content_digest() == digest
    dialog.done(0)


def test_an_item_of_the_scheme_offers_its_credits_and_a_change_keeps_the_entry(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, members: list[str]
) -> None:
    entry = choose_points(ledger, members)
    view = records_of(page)
    view.table.choose_key(entry)
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog)
    assert line(dialog, "hundredths").text() == "-1.5"
    line(dialog, "hundredths").clear()
    dialog.put("item", "notes")
    assert line(dialog, "hundredths").text() == "1"
    save(qtbot, dialog)
    made = records.listed(ledger, kind_of("credit_entry"), year=2026)
    assert [(one.id, one.number("hundredths"), one.text("item"), one.day) for one in made] == [
        (entry, 100, "notes", "2026-08-01")
    ]
    (told,) = journal.entries(ledger, limit=1)
    assert told.kind == "credit.edit"
    (changed,) = journal.changes_of(ledger, told.seq)
    fields = change_words.changed_fields(ledger, changed)
    assert fields == [("学分项目", "", "学习笔记"), ("学分", "-1.5", "1")]
    undo(qtbot, page)
    assert [(one.id, one.number("hundredths")) for one in records.listed(ledger, kind_of("credit_entry"))] == [
        (entry, -150)
    ]
    assert [one.id for one in records.listed(ledger, kind_of("credit_entry"), year=2026)] == [entry]


# --- exemptions ---------------------------------------------------------------------------


def test_exempt_change_and_take_back(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, members: list[str], messages: Recorder
) -> None:
    qtbot.keyClick(page.beside["study_exemption"], Qt.Key.Key_Return)
    listed = shown_dialog(page)
    assert isinstance(listed, KindListDialog)
    assert [one.name for one in listed.listed.table.rows.listed] == ["张雪梅"]
    qtbot.keyClick(listed.add_button, Qt.Key.Key_Return)
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog)
    save(qtbot, dialog)
    assert dialog.problem.text.startswith("没有认出是哪名党员。") and dialog.member.hasFocus()
    qtbot.keyClicks(dialog.member, "wjg")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(dialog.member, key)
    assert line(dialog, "from_date").hasFocus()
    line(dialog, "from_date").setText("2026-01")
    line(dialog, "reason").setText("长期患病")
    save(qtbot, dialog)
    table = listed.listed.table
    told = [[one[key] for key in ("member", "to_date", "stands")] for one in rows(table)]
    assert sorted(told) == [["张雪梅", "未定", "免修中"], ["王建国", "未定", "免修中"]]
    table.choose_row(1 if table.rows.listed[0].name == "张雪梅" else 0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    change = shown_dialog(page)
    assert isinstance(change, KindDialog)
    line(change, "to_date").setText("2025-01")
    save(qtbot, change)
    assert "起止日期颠倒" in change.problem.text
    line(change, "to_date").setText("2026-06-30")
    save(qtbot, change)
    kept = next(one for one in records.listed(ledger, kind_of("study_exemption")) if one.name == "王建国")
    assert [one["stands"] for one in rows(table)] == ["不在免修", "免修中"]
    assert (kept.text("from_date"), kept.text("to_date")) == ("2026-01", "2026-06-30")
    messages.answers.append(True)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert [one.name for one in records.listed(ledger, kind_of("study_exemption"))] == ["张雪梅"]
    listed.reject()


# --- every dialog on small screens --------------------------------------------------------

SIZES = [QSize(870, 520), QSize(643, 324)]
"""What 1366 x 768 leaves for a dialog at 150 % and at 200 %."""


@pytest.mark.parametrize("size", SIZES, ids=["150 %", "200 %"])
@pytest.mark.parametrize("which", ["study_record", "credit_entry", "study_exemption"])
def test_no_dialog_cuts_its_words_or_moves_sideways(
    qtbot: QtBot,
    page: StudyPage,
    ledger: Ledger,
    members: list[str],
    monkeypatch: pytest.MonkeyPatch,
    which: str,
    size: QSize,
) -> None:
    monkeypatch.setattr(study_fields, "_BESIDE_FROM", 0 if size.width() > 800 else 9999)
    with ledger.operation("member.edit") as op:
        member.edit_member(op, members[0], name="阿卜杜热合曼·买买提艾力江·吐尔逊·阿不都克里木")
    page.show_what(do=which)
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog | KindListDialog)
    dialog.resize(size)
    if not isinstance(dialog, KindListDialog):
        qtbot.keyClick(dialog.people.everybody, Qt.Key.Key_Return)
        assert dialog.people.people.horizontalScrollBar().maximum() == 0
    for _ in range(3):
        QApplication.processEvents()
    assert dialog._area.horizontalScrollBar().maximum() == 0
    cut = [
        one.text()
        for one in dialog.findChildren(QLabel)
        if one.isVisible() and one.text() and not one.wordWrap() and one.width() < one.sizeHint().width()
    ]
    cut += [
        one.text()
        for one in dialog.findChildren(QAbstractButton)
        if one.isVisible() and one.width() < one.fontMetrics().horizontalAdvance(one.text()) + 8
    ]
    cut += [
        one.placeholderText()
        for one in dialog.findChildren(QLineEdit)
        if one.isVisible() and one.width() < one.fontMetrics().horizontalAdvance(one.placeholderText()) + 20
    ]
    assert cut == []
    nameless = [one for one in dialog.findChildren(QLineEdit) if one.isVisible() and not one.accessibleName()]
    assert nameless == []
    dialog.done(0)
