"""What the study archive needs entered: texts, tests, talks, reading, evidence; by keyboard, on a real ledger."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui import file_choice
from gui.dialogs import study_fields
from gui.kinds.act_dialog import ActDialog
from gui.kinds.dialog import KindDialog
from gui.kinds.people_grid import PeopleGrid
from gui.kinds.people_tray import PeopleTray
from gui.kinds.sheet_list import SheetList
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.pages.study import facts
from gui.pages.study.list_view import RecordList
from gui.pages.study.reading_view import ReadingView
from gui.pages.study_page import StudyPage
from gui.widgets.evidence_list import EvidenceList
from models import evidence, journal, member, pledge, reading, study_archive
from models.kinds import records, sheets
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from tests.gui.builders import shown_dialog, write

CTRL = Qt.KeyboardModifier.ControlModifier
SCORE, PASSED = 1, 3
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def page(ledger: Ledger, members: list[str], window: MainWindow) -> StudyPage:
    shown = window.show_page("study")
    assert isinstance(shown, StudyPage)
    return shown


def view(page: StudyPage, key: str) -> RecordList:
    page.show_view(key)
    shown = page.views[key]
    assert isinstance(shown, RecordList)
    return shown


def focused(page: QWidget) -> QWidget:
    found = page.window().focusWidget() or QApplication.focusWidget()
    assert found is not None
    return found


def tab_to(qtbot: QtBot, dialog: QDialog, wanted: QWidget) -> None:
    for _ in range(30):
        if dialog.focusWidget() is wanted:
            return
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    raise AssertionError("the keyboard does not get there")


def line(dialog: study_fields.RecordDialog, name: str) -> QLineEdit:
    found = dialog.fields[name]
    assert isinstance(found, QLineEdit)
    return found


def save(qtbot: QtBot, dialog: QWidget) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)


def undo(qtbot: QtBot, page: StudyPage) -> None:
    page.window().activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.keyClick(page.window(), Qt.Key.Key_Z, CTRL)


def operations(ledger: Ledger) -> int:
    return len(journal.entries(ledger, limit=1000))


# --- reflections and notes ------------------------------------------------------------------


def test_a_reflection_by_keys_alone(qtbot: QtBot, page: StudyPage, ledger: Ledger, members: list[str]) -> None:
    view(page, "reflection")
    qtbot.keyClick(page, Qt.Key.Key_N, CTRL)
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog)
    assert dialog.member.hasFocus()
    qtbot.keyClicks(dialog.member, "zxm")
    qtbot.keyClick(dialog.member, Qt.Key.Key_Return)
    assert dialog.member.text() == "张雪梅"
    assert dialog.focusWidget() is dialog.fields["title"]
    write(dialog.focusWidget(), "重温入党志愿")
    tab_to(qtbot, dialog, dialog.texts["body"].edit)
    write(dialog.texts["body"].edit, "坚定理想信念。" * 10)
    assert dialog.texts["body"].counter.text() == "70 / 100,000 字"
    save(qtbot, dialog)
    made = records.listed(ledger, kind_of("reflection"), year=2026)
    assert [(one.name, one.title, one.text("kind"), one.day, len(one.text("body"))) for one in made] == [
        ("张雪梅", "重温入党志愿", "reflection", "2026-11-21", 70)
    ]
    undo(qtbot, page)
    assert records.listed(ledger, kind_of("reflection"), year=2026) == []


def test_the_next_text_keeps_kind_title_and_day(qtbot: QtBot, page: StudyPage, ledger: Ledger) -> None:
    shown = view(page, "reflection")
    shown.add()
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog)
    dialog.put("kind", "notes")
    dialog.put("title", "第三季度学习笔记")
    dialog.put("day", "2026-09-30")
    for initials, pages in (("zxm", "12"), ("sxy", "１５")):
        qtbot.keyClicks(dialog.member, initials)
        qtbot.keyClick(dialog.member, Qt.Key.Key_Return)
        dialog.put("pages", pages)
        dialog.again.click()
        assert dialog.member.hasFocus() and not dialog.member.text()
    dialog.done(0)
    made = records.listed(ledger, kind_of("reflection"), year=2026)
    assert {(one.name, one.text("kind"), one.title, one.day, one.number("pages")) for one in made} == {
        ("张雪梅", "notes", "第三季度学习笔记", "2026-09-30", 12),
        ("单秀英", "notes", "第三季度学习笔记", "2026-09-30", 15),
    }


def test_a_text_that_was_typed_is_not_lost_by_esc(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, messages: Recorder
) -> None:
    view(page, "reflection").add()
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog)
    write(dialog.texts["body"].edit, "写了一半")
    messages.answers[:] = [False, True]
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible() and dialog.texts["body"].text() == "写了一半"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert records.listed(ledger, kind_of("reflection"), year=2026) == []


def test_somebody_unknown_and_a_text_too_long_are_said(page: StudyPage, ledger: Ledger, members: list[str]) -> None:
    view(page, "reflection").add()
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog)
    dialog.put("title", "体会")
    dialog.submit()
    assert dialog.problem.text.startswith("没有认出是哪名党员。")
    dialog.member.choose(members[0])
    dialog.texts["body"].set_text("字" * 100_001)
    assert "请删减" in dialog.texts["body"].counter.text()
    dialog.submit()
    assert "100,001" in dialog.problem.text or "100001" in dialog.problem.text
    assert len(dialog.texts["body"].text()) == 100_001
    dialog.texts["body"].set_text("")
    dialog.put("pages", "十页")
    dialog.submit()
    assert dialog.problem.text.startswith("页数“十页”不对。")
    assert line(dialog, "pages").hasFocus()
    assert records.listed(ledger, kind_of("reflection"), year=2026) == []
    dialog.workspace.messages.answers[:] = [True]  # type: ignore[attr-defined]
    dialog.done(0)


@pytest.fixture
def texts(ledger: Ledger, members: list[str]) -> list[str]:
    made = []
    with ledger.operation("reflection.add") as op:
        for at in range(4):
            said = {"kind": "reflection", "title": f"体会之{at}", "day": f"2026-0{at + 1}-10", "body": "正文"}
            made += records.add(op, ledger.ids, kind_of("reflection"), [members[at]], **said)
    return made


def test_ticked_texts_are_reviewed_and_shown_at_once(
    qtbot: QtBot, texts: list[str], page: StudyPage, ledger: Ledger
) -> None:
    shown = view(page, "reflection")
    table = shown.table
    assert table.hasFocus()
    for _ in range(3):
        qtbot.keyClick(table, Qt.Key.Key_Space)
    assert [one.id for one in table.ticked] == [texts[3], texts[2], texts[1]]
    review, exhibit, _fill = (made for made, _word in shown.acts)
    assert review.text() == "审阅 3 份…"
    before = operations(ledger)
    qtbot.keyClick(review, Qt.Key.Key_Return)
    dialog = shown_dialog(page)
    assert isinstance(dialog, ActDialog) and dialog.act.name == "review"
    dialog.put("reviewer", "王建国")
    dialog.put("review", "有体会")
    save(qtbot, dialog)
    reviewed = {
        one.id for one in records.listed(
            ledger, kind_of("reflection"), year=2026
        ) if one.text("reviewed_on") == "2026-11-21"
    }
    assert reviewed == set(texts[1:]) and operations(ledger) == before + 1
    shown.parts._buttons["open"].click()
    assert [one.id for one in table.rows.listed] == [texts[0]]
    # What is no longer in sight is no longer meant.
    assert table.ticked == []
    exhibit.click()
    showing = shown_dialog(page)
    assert isinstance(showing, ActDialog) and showing.act.name == "exhibit"
    showing.put("exhibited_at", "学习园地")
    save(qtbot, showing)
    assert [
        one.id for one in records.listed(ledger, kind_of("reflection"), year=2026) if one.text("exhibited_at")
    ] == [texts[0]]


def test_all_are_ticked_by_one_key_and_taken_out_by_another(
    qtbot: QtBot, texts: list[str], page: StudyPage, ledger: Ledger, messages: Recorder
) -> None:
    table = view(page, "reflection").table
    qtbot.keyClick(table, Qt.Key.Key_A, CTRL)
    assert len(table.ticked) == 4
    qtbot.keyClick(table, Qt.Key.Key_A, CTRL)
    assert table.ticked == []
    box = table.visualRect(table.records.index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert [one.id for one in table.ticked] == [texts[2]]
    qtbot.keyClick(table, Qt.Key.Key_A, CTRL)
    messages.answers[:] = [True]
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert messages.said[-1].what == "删去勾选的 4 条记录？"
    assert records.listed(ledger, kind_of("reflection"), year=2026) == []
    undo(qtbot, page)
    assert len(records.listed(ledger, kind_of("reflection"), year=2026)) == 4


def test_the_review_can_be_changed_in_the_text_itself(
    qtbot: QtBot, texts: list[str], page: StudyPage, ledger: Ledger
) -> None:
    table = view(page, "reflection").table
    qtbot.keyClick(table, Qt.Key.Key_Return)
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog) and dialog.fields["reviewer"].isVisible()
    for name, text in (("reviewer", "王建国"), ("reviewed_on", "2026-11-20"), ("review", "好")):
        dialog.put(name, text)
    save(qtbot, dialog)
    changed = next(one for one in records.listed(ledger, kind_of("reflection"), year=2026) if one.id == texts[3])
    assert tuple(
        changed.values[name] for name in ("reviewer", "reviewed_on", "review")
    ) == ("王建国", "2026-11-20", "好")


# --- tests ------------------------------------------------------------------------------------


def test_scores_are_typed_down_the_side(qtbot: QtBot, page: StudyPage, ledger: Ledger, members: list[str]) -> None:
    view(page, "exam").add()
    dialog = shown_dialog(page)
    assert isinstance(dialog, PeopleGrid)
    write(dialog.focusWidget(), "2026年政治理论考核")
    cells = dialog.cells
    cells.setFocus()
    cells.go_to(members[0])
    first = cells.currentRow()
    for at, typed in enumerate(("92.5", "58"), 1):
        qtbot.keyClicks(cells, typed[0])
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit)
        qtbot.keyClicks(editor, typed[1:])
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda at=at: cells.currentRow() == first + at)
    assert (cells.currentRow(), cells.currentColumn()) == (first + 2, SCORE)
    # One who got a grade only, and passed.
    cells.setCurrentCell(first + 2, PASSED)
    qtbot.keyClick(cells, Qt.Key.Key_1)
    assert dialog.told.text().startswith("已填 3 人，合格 2 人，不合格 1 人")
    save(qtbot, dialog)
    made = records.listed(ledger, kind_of("exam"), year=2026)
    told = sorted((one.number("score") or 0, one.text("passed")) for one in made)
    assert told == [(0, "yes"), (5800, "no"), (9250, "yes")]
    assert {one.title for one in made} == {"2026年政治理论考核"}


def test_a_column_of_scores_is_pasted_and_the_rest_settled(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, members: list[str]
) -> None:
    before = operations(ledger)
    shown = view(page, "exam")
    shown.add()
    dialog = shown_dialog(page)
    assert isinstance(dialog, PeopleGrid)
    dialog.put("title", "党章知识测试")
    dialog.open_tray()
    tray = shown_dialog(dialog)
    assert isinstance(tray, PeopleTray)
    names = {one.id: one.name for one in member.list_members(ledger)}
    told = [f"{names[key]}\t{60 + at}" for at, key in enumerate(members) if names[key] != "王建国"]
    tray.text.setPlainText("\n".join(["姓名\t成绩", *told, "王建国\t55", "张雪媚\t91"]))
    tray.submit()
    # Two share the name, and one is written with another character; nobody is guessed.
    assert tray.problem.text.startswith("还有 2 行没有选定")
    namesake, slip = tray.rows
    assert [one.member_id for one in namesake.result.people] and not namesake.settled
    namesake.who.setCurrentIndex(namesake.who.findData(namesake.result.people[0].member_id))
    slip.who.setCurrentIndex(slip.who.findData("-"))
    tray.submit()
    assert len(dialog.cells.lines.filled) == len(told) + 1
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    save(qtbot, dialog)
    made = records.listed(ledger, kind_of("exam"), year=2026)
    assert len(made) == len(told) + 1
    assert operations(ledger) == before + 1
    assert [one.name for one in made if one.text("passed") == "no"] == ["王建国"]
    assert isinstance(shown, SheetList)
    assert [(one.amount("people"), one.amount("outcome")) for one in shown.table.rows.listed] == [(len(told) + 1, 1)]


def test_forty_results_are_pasted_with_five_keys(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, members: list[str]
) -> None:
    with ledger.operation("roster.import") as op:
        for at in range(28):
            name = "赵钱孙李周吴郑"[at % 7] + "一二三四"[at // 7] + "民"
            member.add_member(op, member_id=ledger.ids.new(), name=name, category="full", joined_date="2000-07")
    people = [one for one in member.list_members(ledger) if one.name != "王建国"]
    pressed = 0

    def press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
        nonlocal pressed
        pressed += 1
        qtbot.keyClick(widget, key, held)

    view(page, "exam")
    press(page, Qt.Key.Key_N, CTRL)
    dialog = shown_dialog(page)
    assert isinstance(dialog, PeopleGrid)
    write(dialog.focusWidget(), "年度政治理论考核")
    press(dialog, Qt.Key.Key_V, CTRL | Qt.KeyboardModifier.ShiftModifier)
    tray = shown_dialog(dialog)
    assert isinstance(tray, PeopleTray)
    QApplication.clipboard().setText("\r\n".join(f"{one.name}\t{80 + at % 20}" for at, one in enumerate(people)))
    press(tray.focusWidget(), Qt.Key.Key_V, CTRL)
    press(tray, Qt.Key.Key_Return, CTRL)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    press(dialog, Qt.Key.Key_Return, CTRL)
    made = records.listed(ledger, kind_of("exam"), year=2026)
    assert len(made) == len(people) == 38 and all(one.text("passed") == "yes" for one in made)
    assert pressed == 5


def test_a_kept_test_is_changed_as_a_whole(qtbot: QtBot, page: StudyPage, ledger: Ledger, members: list[str]) -> None:
    results = {members[at]: {"score": 7000 + at, "passed": "yes"} for at in range(3)}
    with ledger.operation("exam.add") as op:
        sheets.enter(op, ledger.ids, kind_of("exam"), results, title="测试", day="2026-05-04", method="closed")
    table = view(page, "exam").table
    qtbot.keyClick(table, Qt.Key.Key_Return)
    dialog = shown_dialog(page)
    assert isinstance(dialog, PeopleGrid)
    cells = dialog.cells
    cells.go_to(members[0])
    cells.setFocus()
    for column in (SCORE, PASSED):
        cells.setCurrentCell(cells.currentRow(), column)
        qtbot.keyClick(cells, Qt.Key.Key_Delete)
    cells.go_to(members[1])
    cells.cell(cells.currentRow(), SCORE).setText("59.5")
    cells.go_to(members[5])
    cells.cell(cells.currentRow(), SCORE).setText("88")
    before = operations(ledger)
    save(qtbot, dialog)
    made = {
        one.member_id: (one.number("score"), one.text("passed"))
        for one in records.listed(ledger, kind_of("exam"), year=2026)
    }
    assert made == {members[1]: (5950, "no"), members[2]: (7002, "yes"), members[5]: (8800, "yes")}
    assert operations(ledger) == before + 1


def test_a_score_that_is_none_is_gone_to(page: StudyPage, ledger: Ledger, members: list[str]) -> None:
    view(page, "exam").add()
    dialog = shown_dialog(page)
    assert isinstance(dialog, PeopleGrid)
    dialog.put("title", "测试")
    dialog.cells.go_to(members[4])
    row = dialog.cells.currentRow()
    dialog.cells.cell(row, SCORE).setText("九十")
    dialog.cells.setCurrentCell(0, SCORE)
    dialog.submit()
    assert "九十" in dialog.problem.text
    assert dialog.cells.currentRow() == row
    assert records.listed(ledger, kind_of("exam"), year=2026) == []
    dialog.done(0)


# --- talks ------------------------------------------------------------------------------------


def test_those_who_spoke_on_one_occasion_are_one_operation(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, messages: Recorder
) -> None:
    shown = view(page, "talk")
    assert shown.empty.action.text() == "登记发言"
    before = operations(ledger)
    qtbot.keyClick(shown.empty.action, Qt.Key.Key_Return)
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog)
    dialog.put("title", "从身边小事做起")
    dialog.put("occasion", "第三季度学习交流会")
    tab_to(qtbot, dialog, dialog.people.search)
    for initials in ("zxm", "sxy"):
        qtbot.keyClicks(dialog.people.search, initials)
        qtbot.keyClick(dialog.people.search, Qt.Key.Key_Return)
    save(qtbot, dialog)
    made = records.listed(ledger, kind_of("talk"), year=2026)
    assert {(one.name, one.title, one.text("occasion")) for one in made} == {
        ("张雪梅", "从身边小事做起", "第三季度学习交流会"),
        ("单秀英", "从身边小事做起", "第三季度学习交流会"),
    }
    assert operations(ledger) == before + 1
    qtbot.keyClick(shown.table, Qt.Key.Key_Return)
    changed = shown_dialog(page)
    assert isinstance(changed, KindDialog)
    changed.put("ranking", "二等奖")
    save(qtbot, changed)
    assert sorted(one.text("ranking") for one in records.listed(ledger, kind_of("talk"), year=2026)) == ["", "二等奖"]


# --- reading ----------------------------------------------------------------------------------


@pytest.fixture
def books(ledger: Ledger) -> list[str]:
    made: list[str] = []
    with ledger.operation("reading.add") as op:
        for title in ("《中国共产党章程》", "《习近平著作选读》第一卷"):
            made += records.add(op, ledger.ids, reading.ITEM, (), year=2026, title=title, need="required")
    return made


def matrix(page: StudyPage) -> ReadingView:
    page.show_view("reading_item")
    shown = page.views["reading_item"]
    assert isinstance(shown, ReadingView)
    return shown


def test_one_key_marks_and_goes_to_the_next(
    qtbot: QtBot, books: list[str], page: StudyPage, ledger: Ledger, members: list[str]
) -> None:
    shown = matrix(page)
    grid = shown.matrix
    assert grid.hasFocus()
    shown.day.setText("2026-10-01")
    grid.choose(0, 0)
    # The Enter right after the space bar only closes what is closed already: nobody is marked by it.
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Space):
        qtbot.keyClick(grid, key)
    done = reading.list_done(ledger, year=2026)
    assert len(done) == 3 and {one.day for one in done} == {"2026-10-01"}
    assert grid.currentIndex().row() == 3
    assert shown.remark() == "2026 年 · 2 本 · 读完 3 / 24"
    grid.choose(1, 0)
    assert "2026-10-01 读完" in shown.foot.text()
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert len(reading.list_done(ledger, year=2026)) == 2
    undo(qtbot, page)
    assert len(reading.list_done(ledger, year=2026)) == 3


def test_everybody_has_read_it_by_one_press(
    qtbot: QtBot, books: list[str], page: StudyPage, ledger: Ledger, messages: Recorder
) -> None:
    shown = matrix(page)
    shown.matrix.go_to(reading_id=books[1])
    before = operations(ledger)
    qtbot.keyClick(shown.all_button, Qt.Key.Key_Return)
    assert [one.text("reading_id") for one in reading.list_done(ledger)] == [books[1]] * 12
    assert operations(ledger) == before + 1
    # What somebody has read is not taken off the list.
    messages.answers[:] = [True]
    shown.remove()
    assert messages.said[-1].kind == "error"
    assert len(reading.list_items(ledger, year=2026)) == 2


def test_books_are_added_one_after_the_other(qtbot: QtBot, page: StudyPage, ledger: Ledger) -> None:
    matrix(page)
    qtbot.keyClick(page, Qt.Key.Key_N, CTRL)
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog)
    assert dialog.windowTitle() == "添加书目（2026 年）" and "year" not in dialog.fields
    for title in ("《之江新语》", "《摆脱贫困》"):
        write(dialog.focusWidget(), title)
        dialog.again.click()
    dialog.done(0)
    assert [one.title for one in reading.list_items(ledger, year=2026)] == ["《之江新语》", "《摆脱贫困》"]


# --- study and evidence -------------------------------------------------------------------------


def test_self_study_has_pages_of_notes_and_a_check(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, members: list[str]
) -> None:
    page.begin(kind_of("study_record"), members[2])
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog) and dialog.kind.name == "study_record"
    checks = [dialog.fields[name] for name in ("note_pages", "checker", "checked_on", "check_result")]
    assert not any(one.isVisible() for one in checks)
    dialog.put("kind", "self_study")
    assert all(one.isVisible() for one in checks)
    told = {"study_minutes": "2", "title": "自学党章", "note_pages": "6", "checker": "王建国", "check_result": "完整"}
    for name, text in (told | {"checked_on": "2026-11-20"}).items():
        dialog.put(name, text)
    save(qtbot, dialog)
    (made,) = records.listed(ledger, kind_of("study_record"), year=2026)
    said = [made.values[name] for name in ("note_pages", "checker", "checked_on", "check_result")]
    assert said == [6, "王建国", "2026-11-20", "完整"]
    # What is kept stays in sight, whatever is chosen.
    listed = view(page, "study_record")
    listed.edit(made)
    change = shown_dialog(page)
    assert isinstance(change, KindDialog)
    change.put("kind", "training")
    assert change.fields["checker"].isVisible()
    change.done(0)


def test_self_study_of_several_is_looked_at_at_once_and_courses_are_left_out(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, members: list[str]
) -> None:
    kind = kind_of("study_record")
    with ledger.operation("study.add") as op:
        said: dict[str, Any] = {"title": "自学党章", "from_day": "2026-03-01", "study_minutes": 60}
        records.add(op, ledger.ids, kind, members[:2], kind="self_study", **said)
        records.add(op, ledger.ids, kind, members[2:3], kind="training", **said)
    shown = view(page, "study_record")
    qtbot.keyClick(shown.table, Qt.Key.Key_A, CTRL)
    assert len(shown.table.ticked) == 3
    (check, _word), _fill = shown.acts
    assert check.text() == "检查 2 条…"
    qtbot.keyClick(check, Qt.Key.Key_Return)
    dialog = shown_dialog(page)
    assert isinstance(dialog, ActDialog) and dialog.windowTitle() == "检查 2 条学习记录"
    dialog.put("checker", "某人")
    dialog.put("check_result", "笔记完整")
    save(qtbot, dialog)
    looked_at = [
        (one.text("kind"), one.text("checked_on")) for one in records.listed(ledger, kind) if one.text("checker")
    ]
    assert looked_at == [("self_study", "2026-11-21")] * 2
    shown.table.tick([one.id for one in records.listed(ledger, kind) if one.text("kind") == "training"])
    assert not check.isVisible()


def test_files_come_and_go_with_the_record_they_prove(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, members: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = tmp_path / "结业证书.pdf"
    proof.write_bytes(PDF)
    page.begin(kind_of("study_record"), members[2])
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog) and dialog.kind.name == "study_record"
    monkeypatch.setattr(file_choice, "choose_many", lambda _parent, _title, _filters, then, **_: then([proof, proof]))
    dialog.evidence.add_button.click()
    assert dialog.evidence.lines == ["结业证书.pdf"] and dialog.evidence.touched
    for name, text in (("study_minutes", "8"), ("title", "县委党校培训")):
        dialog.put(name, text)
    before = operations(ledger)
    save(qtbot, dialog)
    record = records.listed(ledger, kind_of("study_record"), year=2026)[0]
    kept = evidence.list_evidence(ledger, owner_table="study_record", owner_id=record.id)
    assert [(one.file_name, one.media, one.size) for one in kept] == [("结业证书.pdf", "pdf", len(PDF))]
    assert operations(ledger) == before + 1
    shown = EvidenceList(page.workspace, "study_record", record.id)
    qtbot.addWidget(shown)
    shown.show()
    copy = tmp_path / "另存.pdf"
    monkeypatch.setattr(file_choice, "choose_save", lambda _parent, _title, _filters, _proposed, then: then(copy))
    qtbot.keyClick(shown.table, Qt.Key.Key_Return)
    assert copy.read_bytes() == PDF
    qtbot.keyClick(shown.table, Qt.Key.Key_Delete)
    assert shown.lines == [] and shown.told.text().endswith("保存后移除 1 个")
    with ledger.operation("study.edit") as op:
        shown.write(op, record.id)
    assert evidence.list_evidence(ledger, owner_table="study_record", owner_id=record.id) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [("病毒.exe", b"MZ\x90\x00" * 100), ("空.pdf", b""), ("没有了.pdf", None)],
)
def test_a_file_that_cannot_be_kept_is_refused_when_it_is_chosen(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, members: list[str], tmp_path: Path, name: str, content: bytes | None
) -> None:
    """The sentence stands below the list; what else was chosen or typed stays, and can be saved."""
    path, proof = tmp_path / name, tmp_path / "结业证书.pdf"
    proof.write_bytes(PDF)
    if content is not None:
        path.write_bytes(content)
    page.begin(kind_of("study_record"), members[2])
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog) and dialog.kind.name == "study_record"
    for field, text in (("study_minutes", "8"), ("title", "县委党校培训")):
        dialog.put(field, text)
    dialog.evidence.add_paths([path, proof])
    assert name in dialog.evidence.problem.text and dialog.evidence.problem.isVisible()
    assert dialog.evidence.lines == ["结业证书.pdf"]
    assert dialog.text("title") == "县委党校培训" and not dialog.problem.isVisible()
    save(qtbot, dialog)
    (record,) = records.listed(ledger, kind_of("study_record"), year=2026)
    assert [one.file_name for one in evidence.list_evidence(ledger, owner_id=record.id)] == ["结业证书.pdf"]


def test_a_file_that_goes_before_saving_is_said_and_the_record_is_not_written(
    page: StudyPage, ledger: Ledger, members: list[str], tmp_path: Path
) -> None:
    proof = tmp_path / "结业证书.pdf"
    proof.write_bytes(PDF)
    page.begin(kind_of("study_record"), members[2])
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog) and dialog.kind.name == "study_record"
    for field, text in (("study_minutes", "8"), ("title", "县委党校培训")):
        dialog.put(field, text)
    dialog.evidence.add_paths([proof])
    proof.unlink()
    dialog.submit()
    assert "结业证书.pdf" in dialog.problem.text
    assert dialog.isVisible() and records.listed(ledger, kind_of("study_record"), year=2026) == []
    proof.write_bytes(PDF)
    dialog.submit()
    assert len(records.listed(ledger, kind_of("study_record"), year=2026)) == 1


@pytest.mark.parametrize("what", ["text", "talk", "exam", "item", "read", "archive", "pledge"])
def test_a_year_that_holds_nothing_else_can_be_chosen(
    ledger: Ledger, members: list[str], what: str
) -> None:
    """Each kind of record alone makes its year one that can be looked at; another organisation's do not."""
    ids, who, day = ledger.ids, members[2], "2025-05-20"
    assert facts.years(ledger) == [2026]
    with ledger.operation("reflection.add") as op:
        if what == "text":
            records.add(op, ids, kind_of("reflection"), [who], kind="notes", title="笔记", day=day, pages=3)
        elif what == "talk":
            records.add(op, ids, kind_of("talk"), [who], kind="speech", day=day, title="发言")
        elif what == "exam":
            sheets.enter(op, ids, kind_of("exam"), {who: {"passed": "yes"}}, title="考核", day=day, method="open")
        elif what == "item":
            records.add(op, ids, reading.ITEM, (), year=2025, title="《党章》", need="required")
        elif what == "read":
            (item,) = records.add(op, ids, reading.ITEM, (), year=2026, title="《党章》", need="required")
            reading.mark_read(op, ids, item, {who: day})
        elif what == "archive":
            study_archive.write_summary(op, ids, who, 2025, summary="补写。")
        else:
            items = [{"kind": "common", "text": "按时交纳党费"}]
            pledge.draft_pledge(op, ids, pledge_id=ids.new(), owner="branch", year=2025, items=items)
    assert facts.years(ledger) == [2026, 2025]
    assert facts.years(ledger, 7) == [2026]


def test_another_organisations_files_can_only_be_looked_at(qtbot: QtBot, page: StudyPage) -> None:
    shown = EvidenceList(page.workspace, "meeting", "x", org=7)
    qtbot.addWidget(shown)
    shown.show()
    assert not shown.add_button.isVisible() and not shown.remove_button.isVisible()


# --- the page -----------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["reflection", "exam", "talk"])
def test_an_empty_list_says_what_would_be_there(page: StudyPage, key: str) -> None:
    shown = view(page, key)
    assert shown.lists.currentWidget() is shown.empty
    assert shown.empty.action.text() == page.add_button.text() == shown.add_word
    assert not shown.edit_button.isVisible() and not page.beside["credit_entry"].isVisible()
    assert shown.empty.action.hasFocus()


def test_the_foot_tells_the_keys_of_the_view(page: StudyPage, window: MainWindow) -> None:
    page.show_view("reading_item")
    assert "空格或回车记为读完" in window.shell.hint.text()
    page.show_view("totals")
    assert "回车看来历" in window.shell.hint.text()


def test_others_jump_to_where_something_is_missing(
    texts: list[str], books: list[str], page: StudyPage, members: list[str]
) -> None:
    page.show_what(view="reflection", record_id=texts[1])
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog) and line(dialog, "title").text() == "体会之1"
    dialog.done(0)
    page.show_what(do="reflection", member_id=members[6])
    begun = shown_dialog(page)
    assert isinstance(begun, KindDialog) and begun.member.member_id == members[6]
    begun.reject()
    page.show_what(view="reading_item", member_id=members[3], record_id=books[1])
    shown = matrix(page)
    assert shown.matrix.current_item is not None and shown.matrix.current_item.id == books[1]
    assert shown.matrix.current_person is not None and shown.matrix.current_person.member_id == members[3]


SIZES = (QSize(890, 480), QSize(660, 330))
"""What is left for a dialog on 1366 x 768 at 150 %, and on 1280 x 720 at 200 %."""


@pytest.mark.parametrize("size", SIZES, ids=["150 %", "200 %"])
@pytest.mark.parametrize("which", ["reflection", "exam", "talk", "reading_item", "study"])
def test_no_dialog_cuts_its_words_or_moves_sideways(
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
    if which == "study":
        page.add()
    else:
        page.show_view(which)
        page.add()
    dialog = shown_dialog(page)
    assert isinstance(dialog, study_fields.RecordDialog)
    if isinstance(dialog, KindDialog) and dialog.kind.name == "study_record":
        dialog.put("kind", "self_study")
    dialog.resize(size)
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
