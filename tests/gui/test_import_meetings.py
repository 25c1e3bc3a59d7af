"""Importing last year's meetings through the window: every row shown, answers by key, nothing written before, one undo
for all.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

import resources
from gui.dialogs.import_meetings import ImportMeetings, import_file
from gui.main_window import MainWindow
from gui.messages import Recorder
from models import attendance, backup, meeting, member
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from tests.gui.builders import write

KEY = Qt.Key
HEAD = "日期,类别,议题,党小组,缺席人员,参加人员"


def opened(qtbot: QtBot, window: MainWindow, path: Path) -> ImportMeetings:
    assert window.workspace is not None
    page = window.show_page("members")
    assert page is not None
    dialog = import_file(page, window.workspace, path)
    qtbot.waitUntil(lambda: not dialog.workspace.tasks.busy)
    return dialog


def confirmed(qtbot: QtBot, dialog: ImportMeetings) -> None:
    with qtbot.waitSignal(dialog.accepted, timeout=10000):
        qtbot.keyClick(dialog.confirm, KEY.Key_Return)


def csv(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "会议.csv"
    path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    return path


def counts(dialog: ImportMeetings) -> dict[str, int]:
    assert dialog.plan is not None
    return {state: count for state, count in dialog.plan.counts().items() if count}


def texts(dialog: ImportMeetings) -> list[str]:
    return [choice.words for choice in dialog.detail.choices]


def test_meetings_are_shown_imported_by_enter_and_undone_at_once(
    qtbot: QtBot, members: list[str], window: MainWindow, ledger: Ledger, tmp_path: Path
) -> None:
    before = ledger.content_digest()
    dialog = opened(qtbot, window, csv(tmp_path, "2025.3.5,党员大会,计划,,李晓东（事假）,", "2025.4.2,党课,讲课,,,"))
    assert counts(dialog) == {"new": 2}
    assert dialog.filters.current == "all"
    told = [str(dialog.table.records.index(0, column).data()) for column in range(6)]
    assert told[2:5] == ["2025.03.05", "党员大会", "计划"]
    assert told[5] == "应到 12 人，实到 11 人"
    QAbstractItemModelTester(dialog.table.records, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert ledger.content_digest() == before
    assert dialog.confirm.hasFocus()
    confirmed(qtbot, dialog)
    kept = meeting.list_meetings(ledger)
    assert [(one.day, one.kinds, one.present) for one in kept] == [
        ("2025-04-02", "lecture", 12),
        ("2025-03-05", "assembly", 11),
    ]
    assert "新增 2 次会议" in window.toast.text
    (made,) = backup.list_backups(backup.default_folder(ledger.path))
    assert made.reason == "import"
    assert window.workspace is not None
    window.workspace.bridge.undo(window)
    assert ledger.content_digest() == before


def test_namesakes_are_told_apart_and_a_digit_answers(
    qtbot: QtBot, members: list[str], window: MainWindow, ledger: Ledger, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, csv(tmp_path, "2025.3.5,党员大会,计划,,王建国（病假）,"))
    assert counts(dialog) == {"undecided": 1}
    assert dialog.table.hasFocus()
    assert [text.split("（")[0] for text in texts(dialog)[:2]] == ["是王建国", "是王建国"]
    assert texts(dialog)[0] != texts(dialog)[1]
    chosen = dialog.plan.rows[0].findings[0].choices[1]
    qtbot.keyClick(dialog.table, KEY.Key_2)
    assert counts(dialog) == {"new": 1}
    confirmed(qtbot, dialog)
    (kept,) = meeting.list_meetings(ledger)
    assert [line.member_id for line in attendance.sheet(ledger, kept.id) if line.mark == "sick"] == [chosen]


def test_a_wrong_name_is_typed_right(
    qtbot: QtBot, members: list[str], window: MainWindow, ledger: Ledger, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, csv(tmp_path, "2025.3.5,党员大会,计划,,李晓冬（病假）,"))
    (right,) = (one for one in member.list_members(ledger) if one.name_initials == "lxy")
    qtbot.keyClick(dialog.table, KEY.Key_1)
    field = dialog.focusWidget()
    assert isinstance(field, QLineEdit)
    write(field, "李某")
    qtbot.keyClick(field, KEY.Key_Return)
    assert counts(dialog) == {"undecided": 1}
    field.clear()
    qtbot.keyClicks(field, right.name_initials)
    qtbot.keyClick(field, KEY.Key_Return)
    assert counts(dialog) == {"new": 1}
    assert dict(dialog.plan.rows[0].marks) == {right.id: "sick"}
    dialog.reject()


def test_a_typed_name_of_two_people_is_not_taken_for_one(
    qtbot: QtBot, members: list[str], window: MainWindow, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, csv(tmp_path, "2025.3.5,党员大会,计划,,王健国（病假）,"))
    qtbot.keyClick(dialog.table, KEY.Key_1)
    field = dialog.focusWidget()
    assert isinstance(field, QLineEdit)
    write(field, "王建国")
    qtbot.keyClick(field, KEY.Key_Return)
    assert counts(dialog) == {"undecided": 1}
    qtbot.keyClick(field, KEY.Key_Down)
    qtbot.keyClick(field, KEY.Key_Return)
    assert counts(dialog) == {"new": 1}
    dialog.reject()


def test_a_group_a_kind_and_a_day_are_chosen(
    qtbot: QtBot, members: list[str], window: MainWindow, tmp_path: Path
) -> None:
    lines = ("2025.3.5,党小组会,学习,,,", "2025.3.6,支部会,讨论,,,", "2025.2.30,党课,讲课,,,")
    dialog = opened(qtbot, window, csv(tmp_path, *lines))
    assert counts(dialog) == {"undecided": 2, "refused": 1}
    assert texts(dialog)[0] == "第一党小组"
    qtbot.keyClick(dialog.table, KEY.Key_1)
    assert texts(dialog)[:2] == ["支部党员大会", "支部委员会会议"]
    qtbot.keyClick(dialog.table, KEY.Key_1)
    assert counts(dialog) == {"new": 2, "refused": 1}
    dialog.filters.choose("refused")
    dialog._show_rows()
    qtbot.keyClick(dialog.table, KEY.Key_1)
    field = dialog.focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "2025-02")
    qtbot.keyClick(field, KEY.Key_Return)
    assert counts(dialog) == {"new": 2, "refused": 1}
    qtbot.keyClicks(field, "-28")
    qtbot.keyClick(field, KEY.Key_Return)
    assert counts(dialog) == {"new": 3}
    dialog.reject()


def test_one_answer_gives_the_year_to_all_days_without_one(
    qtbot: QtBot, members: list[str], window: MainWindow, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, csv(tmp_path, "3月5日,党课,一,,,", "4月2日,党课,二,,,", "2024.5.6,党课,三,,,"))
    assert counts(dialog) == {"new": 1, "undecided": 2}
    assert texts(dialog)[:2] == ["2026年3月5日；没写年份的都按 2026 年", "2025年3月5日；没写年份的都按 2025 年"]
    qtbot.keyClick(dialog.table, KEY.Key_2)
    assert dialog.year.currentData() == 2025
    assert counts(dialog) == {"new": 3}
    assert [row.day for row in dialog.plan.rows] == ["2025-03-05", "2025-04-02", "2024-05-06"]
    dialog.year.setCurrentIndex(0)
    assert counts(dialog) == {"new": 1, "undecided": 2}
    dialog.reject()


def test_one_answer_settles_all_rows_that_wait_for_the_same(
    qtbot: QtBot, members: list[str], window: MainWindow, ledger: Ledger, tmp_path: Path
) -> None:
    names = [one.name for one in member.list_members(ledger) if one.name != "王建国"][:2]
    lines = [f"2025.{month}.5,党课,讲课,,,{'、'.join(names)}" for month in (3, 4, 5)]
    dialog = opened(qtbot, window, csv(tmp_path, *lines))
    assert counts(dialog) == {"undecided": 3}
    assert texts(dialog)[:4] == ["记为缺席", "记为到会", "记为缺席，其余各行也这样", "记为到会，其余各行也这样"]
    qtbot.keyClick(dialog.table, KEY.Key_3)
    assert counts(dialog) == {"new": 3}
    assert {len(row.marks) for row in dialog.plan.rows} == {10}
    dialog.reject()


def test_waiting_rows_are_named_before_the_others_go_in_and_the_same_file_adds_nothing(
    qtbot: QtBot, members: list[str], window: MainWindow, ledger: Ledger, messages: Recorder, tmp_path: Path
) -> None:
    path = csv(tmp_path, "2025.3.5,党课,讲课,,,", "2025.3.6,支部会,讨论,,,")
    dialog = opened(qtbot, window, path)
    messages.answers.append(False)
    dialog.submit()
    assert meeting.list_meetings(ledger) == [] and "还有 1 行" in messages.said[0].what
    messages.answers.append(True)
    confirmed(qtbot, dialog)
    assert len(meeting.list_meetings(ledger)) == 1
    again = opened(qtbot, window, path)
    assert counts(again) == {"same": 1, "undecided": 1}
    assert not again.confirm.isEnabled()
    again.reject()


def test_a_row_left_out_can_be_taken_back_in(
    qtbot: QtBot, members: list[str], window: MainWindow, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, csv(tmp_path, "2025.3.5,党课,讲课,,,"))
    dialog.table.setFocus()
    qtbot.keyClick(dialog.table, KEY.Key_1)
    assert counts(dialog) == {"skipped": 1}
    qtbot.keyClick(dialog.table, KEY.Key_1)
    assert counts(dialog) == {"new": 1}
    dialog.reject()


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "workbook-empty"), (b"%PDF-1.7\n%", "workbook-not-one"), ("甲,乙\n1,2\n".encode(), "meetings-no-header")],
)
def test_a_file_that_is_no_register_is_explained(
    qtbot: QtBot, window: MainWindow, ledger: Ledger, tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "会议.csv"
    path.write_bytes(content)
    before = ledger.content_digest()
    dialog = opened(qtbot, window, path)
    assert code in dialog.trouble.text
    assert not dialog.confirm.isEnabled()
    assert ledger.content_digest() == before
    dialog.reject()


def test_giving_up_while_it_is_written_leaves_nothing(
    qtbot: QtBot, members: list[str], window: MainWindow, ledger: Ledger, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, csv(tmp_path, *[f"2025.3.{1 + at % 28},党课,第 {at} 讲,,," for at in range(60)]))
    before = ledger.content_digest()
    with ledger.lock:
        # The worker waits for the lock until the wish to stop is there.
        dialog.submit()
        dialog.workspace.tasks.cancel()
    qtbot.waitUntil(lambda: not dialog.workspace.tasks.busy)
    assert "什么都没有写入" in dialog.trouble.text
    assert ledger.content_digest() == before
    dialog.reject()


def test_the_sample_register_names_what_waits(qtbot: QtBot, window: MainWindow, ledger: Ledger) -> None:
    dialog = opened(qtbot, window, resources.SAMPLE / "去年会议.xlsx")
    assert counts(dialog)["refused"] >= 1
    assert dialog.passed.toolTip() or "三会一课台账" in dialog.passed_over(dialog.plan)
    dialog.reject()


def test_a_column_of_names_is_asked_once_for_the_file(
    qtbot: QtBot, members: list[str], window: MainWindow, ledger: Ledger, tmp_path: Path
) -> None:
    lines = [f"2025.{month}.5,党课,讲课,李晓东,已发" for month in (3, 4, 5)]
    dialog = opened(qtbot, window, csv(tmp_path, *lines, head="日期,类别,议题,同志们,宣传"))
    assert counts(dialog) == {"undecided": 3}
    assert dialog.notice.isVisible() and "宣传" in dialog.notice.text() and "同志们" not in dialog.notice.text()
    assert texts(dialog)[:2] == ["是到会的人（3 行都照办）", "是缺席的人（3 行都照办）"]
    qtbot.keyClick(dialog.table, KEY.Key_2)
    assert counts(dialog) == {"new": 3}
    assert [list(row.marks.values()) for row in dialog.plan.rows] == [["absent"]] * 3
    dialog.reject()


def test_silence_is_asked_once_and_an_answer_can_be_taken_back(
    qtbot: QtBot, members: list[str], window: MainWindow, ledger: Ledger, tmp_path: Path
) -> None:
    lines = [f"2025.{month}.5,党课,讲课" for month in (3, 4)]
    dialog = opened(qtbot, window, csv(tmp_path, *lines, head="日期,类别,议题"))
    assert counts(dialog) == {"undecided": 2}
    assert texts(dialog)[:2] == ["都到了（2 行都照办）", "都不导入（2 行都照办）"]
    qtbot.keyClick(dialog.table, KEY.Key_1)
    assert counts(dialog) == {"new": 2}
    qtbot.keyClick(dialog.table, KEY.Key_1)
    assert counts(dialog) == {"new": 1, "undecided": 1}
    dialog.reject()


def test_who_is_missing_from_a_number_is_named(
    qtbot: QtBot, members: list[str], window: MainWindow, ledger: Ledger, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, csv(tmp_path, "2025.3.5,党课,讲课,12,11", head="日期,类别,议题,应到,实到"))
    missing = next(one for one in member.list_members(ledger) if one.name == "李晓东")
    assert counts(dialog) == {"undecided": 1}
    qtbot.keyClick(dialog.table, KEY.Key_1)
    field = dialog.focusWidget()
    assert isinstance(field, QLineEdit)
    write(field, missing.name)
    qtbot.keyClick(field, KEY.Key_Return)
    assert counts(dialog) == {"new": 1}
    assert dict(dialog.plan.rows[0].marks) == {missing.id: "absent"}
    dialog.reject()


def test_a_grid_shows_its_columns_and_a_sign_is_asked_once(
    qtbot: QtBot, members: list[str], window: MainWindow, ledger: Ledger, tmp_path: Path
) -> None:
    names = [one.name for one in member.list_members(ledger)]
    lines = [f"{name},☆,☆" for name in dict.fromkeys(names)]
    dialog = opened(qtbot, window, csv(tmp_path, *lines, head="党员大会考勤\n姓名,2025-03-05,2025-04-02"))
    assert counts(dialog) == {"undecided": 2}
    assert [str(dialog.table.records.index(at, 1).data()) for at in range(2)] == ["B 栏", "C 栏"]
    assert "☆" in dialog.plan.rows[0].deciding()[0].reason()
    assert texts(dialog)[0] == "是到会（2 行都照办）"
    dialog.reject()


def test_hours_of_single_people_are_shown_as_such(
    qtbot: QtBot, members: list[str], window: MainWindow, ledger: Ledger, tmp_path: Path
) -> None:
    lines = ("李晓东,轮训班,2025-05-12,8", "李晓东,廉政教育,2025-06-01,2")
    dialog = opened(qtbot, window, csv(tmp_path, *lines, head="姓名,课程,时间,学时"))
    assert counts(dialog) == {"new": 1, "undecided": 1}
    assert "2 条个人学时" in dialog.passed_over(dialog.plan)
    assert texts(dialog)[0] == "集中培训"
    qtbot.keyClick(dialog.table, KEY.Key_3)
    assert counts(dialog) == {"new": 2}
    assert dialog.written_words(dialog.plan.counts()) == "新增 2 条个人学时"
    told = str(dialog.table.records.index(1, 5).data())
    assert told == "2 学时 · 网络学习"
    confirmed(qtbot, dialog)
    assert [one.number("study_minutes") for one in records.listed(ledger, kind_of("study_record"))] == [480, 120]
    assert meeting.list_meetings(ledger) == []
