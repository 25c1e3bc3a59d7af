"""Importing a roster through the window: every row shown, answers by key, nothing written before, one undo
for all.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

import resources
from gui.dialogs import import_preview
from gui.dialogs.import_columns import ImportColumnsDialog
from gui.dialogs.import_roster import ImportRosterDialog, import_file
from gui.main_window import MainWindow
from gui.messages import Recorder
from models import member
from models.ledger import Ledger
from tests.gui.builders import invented_number, shown_dialog

MESSY = resources.ROOT / "sample" / "花名册（杂乱）.xlsx"
KEY = Qt.Key


def opened(qtbot: QtBot, window: MainWindow, path: Path) -> ImportRosterDialog:
    assert window.workspace is not None
    page = window.show_page("members")
    assert page is not None
    dialog = import_file(page, window.workspace, path)
    qtbot.waitUntil(lambda: not dialog.workspace.tasks.busy)
    return dialog


def confirmed(qtbot: QtBot, dialog: ImportRosterDialog) -> None:
    with qtbot.waitSignal(dialog.accepted, timeout=10000):
        qtbot.keyClick(dialog, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)


def csv(folder: Path, *lines: str, name: str = "名单.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def counts(dialog: ImportRosterDialog) -> dict[str, int]:
    assert dialog.plan is not None
    return {state: count for state, count in dialog.plan.counts().items() if count}


def test_every_row_of_the_messy_sample_has_its_state(qtbot: QtBot, window: MainWindow, ledger: Ledger) -> None:
    before = ledger.content_digest()
    dialog = opened(qtbot, window, MESSY)
    assert counts(dialog) == {"new": 60, "undecided": 1, "refused": 2}
    assert dialog.filters.current == "undecided"
    assert [row.name for row in dialog.table.listed] == ["卞秋实"]
    assert "1985.1" in str(dialog.table.records.index(0, 3).data())
    QAbstractItemModelTester(dialog.table.records, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert ledger.content_digest() == before
    dialog.reject()


def test_a_digit_answers_and_ctrl_enter_imports_all_as_one(qtbot: QtBot, window: MainWindow, ledger: Ledger) -> None:
    before = ledger.content_digest()
    dialog = opened(qtbot, window, MESSY)
    assert dialog.table.hasFocus()
    qtbot.keyClick(dialog.table, KEY.Key_1)
    assert counts(dialog) == {"new": 61, "refused": 2}
    assert ledger.content_digest() == before
    confirmed(qtbot, dialog)
    assert len(member.list_members(ledger)) == 61
    assert member.list_members(ledger, search="卞秋实")[0].joined_date == "1985-01"
    assert "新增 61 人" in window.toast.text
    assert window.workspace is not None
    window.workspace.bridge.undo(window)
    assert member.list_members(ledger, status="") == []


def test_waiting_rows_are_named_before_the_others_go_in(
    qtbot: QtBot, window: MainWindow, ledger: Ledger, messages: Recorder
) -> None:
    dialog = opened(qtbot, window, MESSY)
    messages.answers.append(False)
    dialog.submit()
    assert member.list_members(ledger) == []
    assert "还有 1 行" in messages.said[0].what
    messages.answers.append(True)
    confirmed(qtbot, dialog)
    assert len(member.list_members(ledger)) == 60


def test_the_same_file_again_has_nothing_to_write(
    qtbot: QtBot, window: MainWindow, ledger: Ledger, tmp_path: Path
) -> None:
    path = csv(tmp_path, "姓名,性别,民族,出生年月", "单雅琴,女,汉族,1985-07", "仇建国,男,汉族,1960-01")
    confirmed(qtbot, opened(qtbot, window, path))
    last = ledger.query("SELECT max(seq) AS seq FROM journal_operation")
    again = opened(qtbot, window, path)
    assert counts(again) == {"same": 2}
    assert not again.confirm.isEnabled()
    again.submit()
    assert ledger.query("SELECT max(seq) AS seq FROM journal_operation") == last
    again.reject()


def test_a_refused_number_can_be_typed_from_the_card(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    right = invented_number(1985, 7, 1, 101)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    path = csv(tmp_path, "姓名,性别,公民身份号码", f"单雅琴,男,{wrong}")
    dialog = opened(qtbot, window, path)
    assert counts(dialog) == {"refused": 1}
    dialog.filters.choose("refused")
    dialog._show_rows()
    qtbot.keyClick(dialog.table, KEY.Key_1)
    field = dialog.focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, right)
    qtbot.keyClick(field, KEY.Key_Return)
    assert counts(dialog) == {"new": 1}
    dialog.reject()


def test_a_second_wrong_number_stays_to_be_mended(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    """Eighteen digits are not typed three times."""
    right = invented_number(1985, 7, 1, 101)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    path = csv(tmp_path, "姓名,性别,公民身份号码", f"单雅琴,男,{wrong}", f"单雅芳,女,{wrong[:-2]}")
    dialog = opened(qtbot, window, path)
    dialog.filters.choose("refused")
    dialog._show_rows()
    qtbot.keyClick(dialog.table, KEY.Key_1)
    field = dialog.focusWidget()
    assert isinstance(field, QLineEdit) and field.text() == ""
    qtbot.keyClicks(field, wrong)
    qtbot.keyClick(field, KEY.Key_Return)
    dialog.detail.answer(1)
    again = dialog.focusWidget()
    assert isinstance(again, QLineEdit) and again.text() == wrong
    qtbot.keyClick(again, KEY.Key_Backspace)
    qtbot.keyClicks(again, right[-1])
    qtbot.keyClick(again, KEY.Key_Return)
    assert counts(dialog).get("new") == 1
    # Another row begins with nothing.
    qtbot.keyClick(dialog.table, KEY.Key_1)
    other = dialog.focusWidget()
    assert isinstance(other, QLineEdit) and other.text() == ""
    dialog.reject()


def test_a_row_left_out_can_be_taken_back_in(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    dialog = opened(qtbot, window, csv(tmp_path, "姓名,性别,民族", "单雅琴,女,汉族", "仇建国,男,汉族"))
    dialog.table.setFocus()
    qtbot.keyClick(dialog.table, KEY.Key_1)
    assert counts(dialog) == {"new": 1, "skipped": 1}
    assert dialog.table.current is not None
    assert dialog.table.current.state == "skipped"
    qtbot.keyClick(dialog.table, KEY.Key_1)
    assert counts(dialog) == {"new": 2}
    dialog.reject()


def test_a_namesake_in_the_ledger_is_asked(qtbot: QtBot, window: MainWindow, ledger: Ledger, tmp_path: Path) -> None:
    with ledger.operation("member.add") as op:
        member.add_member(op, member_id=ledger.ids.new(), name="单雅琴", birth_date="1985-07")
    path = csv(tmp_path, "姓名,性别,联系电话", "单雅琴,女,13800000000")
    dialog = opened(qtbot, window, path)
    said = [choice.words for choice in dialog.detail.choices]
    assert said[0].startswith("就是台账里的 单雅琴（1985年7月")
    qtbot.keyClick(dialog.table, KEY.Key_1)
    assert counts(dialog) == {"changed": 1}
    confirmed(qtbot, dialog)
    (one,) = member.list_members(ledger)
    assert (one.phone, one.sex, one.birth_date) == ("13800000000", "female", "1985-07")


def test_a_namesake_can_be_somebody_else(qtbot: QtBot, window: MainWindow, ledger: Ledger, tmp_path: Path) -> None:
    with ledger.operation("member.add") as op:
        member.add_member(op, member_id=ledger.ids.new(), name="单雅琴", birth_date="1985-07")
    dialog = opened(qtbot, window, csv(tmp_path, "姓名,性别,联系电话", "单雅琴,女,13800000000"))
    qtbot.keyClick(dialog.table, KEY.Key_2)
    assert counts(dialog) == {"new": 1}
    confirmed(qtbot, dialog)
    assert len(member.list_members(ledger)) == 2


def test_two_columns_for_one_field_are_chosen(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = csv(tmp_path, "姓名,性别,学历,学历", "单雅琴,女,大学,大专")
    dialog = opened(qtbot, window, path)
    assert counts(dialog) == {"undecided": 1}
    qtbot.mouseClick(dialog.mapping, Qt.MouseButton.LeftButton)
    columns = shown_dialog(dialog)
    assert isinstance(columns, ImportColumnsDialog)
    (box,) = columns.boxes.values()
    box.setCurrentIndex(2)
    columns.submit()
    qtbot.waitUntil(lambda: not dialog.workspace.tasks.busy and counts(dialog) == {"new": 1})
    assert dialog.plan is not None
    assert dialog.plan.rows[0].values["education"] == "大专"
    dialog.reject()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "workbook-empty"),
        (b"%PDF-1.7\n%", "workbook-not-one"),
        ("甲,乙\n1,2\n".encode(), "roster-no-header"),
    ],
)
def test_a_file_that_is_no_roster_is_explained(
    qtbot: QtBot, window: MainWindow, ledger: Ledger, tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(content)
    before = ledger.content_digest()
    dialog = opened(qtbot, window, path)
    assert code in dialog.trouble.text
    assert not dialog.confirm.isEnabled()
    assert ledger.content_digest() == before
    dialog.reject()


def test_giving_up_while_it_is_written_leaves_nothing(qtbot: QtBot, window: MainWindow, ledger: Ledger) -> None:
    dialog = opened(qtbot, window, MESSY)
    qtbot.keyClick(dialog.table, KEY.Key_1)
    before = ledger.content_digest()
    with ledger.lock:
        # The worker waits for the lock until the wish to stop is there.
        dialog.submit()
        dialog.workspace.tasks.cancel()
    qtbot.waitUntil(lambda: not dialog.workspace.tasks.busy)
    assert "什么都没有写入" in dialog.trouble.text
    assert ledger.content_digest() == before
    dialog.reject()


def test_a_backup_is_made_before_members_that_are_there_change(
    qtbot: QtBot, members: list[str], window: MainWindow, ledger: Ledger, tmp_path: Path
) -> None:
    from models import backup

    assert len(members) == 12
    confirmed(qtbot, opened(qtbot, window, csv(tmp_path, "姓名,性别,民族", "仇海洋,男,汉族")))
    (made,) = backup.list_backups(backup.default_folder(ledger.path))
    assert made.reason == "import"
    assert made.counts is not None
    assert made.counts["member"] == 12


def test_a_dropped_file_is_read_instead(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    dialog = opened(qtbot, window, csv(tmp_path, "姓名,性别,民族", "单雅琴,女,汉族"))
    other = csv(tmp_path, "姓名,性别,民族", "仇建国,男,汉族", "尉迟文静,女,汉族", name="另一份.csv")
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(other))])
    none = Qt.KeyboardModifier.NoModifier
    dialog.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, carried, Qt.MouseButton.LeftButton, none))
    qtbot.waitUntil(lambda: not dialog.workspace.tasks.busy)
    assert counts(dialog) == {"new": 2}
    dialog.reject()


def test_what_was_not_read_is_said_at_first_sight(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = csv(tmp_path, "序号,姓名,性别,民族,学号,接收那天", "1,单雅琴,女,汉族,2021001,2008-06-30")
    dialog = opened(qtbot, window, path)
    assert dialog.notice.isVisible()
    assert "没有读的栏：学号、接收那天" in dialog.notice.text()
    assert "没有认出“加入党组织日期”栏，“接收那天”可能是它" in dialog.notice.text()
    dialog.show_mapping()
    columns = dialog.findChild(ImportColumnsDialog)
    assert columns is not None
    box = columns.boxes["名单", "joined_date"]
    assert box.itemText(1) == "第 6 栏“接收那天”"
    box.setCurrentIndex(1)
    columns.submit()
    qtbot.waitUntil(lambda: not dialog.workspace.tasks.busy)
    assert dialog.plan.rows[0].values["joined_date"] == "2008-06-30"
    assert "接收那天" not in dialog.notice.text()
    dialog.reject()


def test_an_ordinary_list_needs_no_notice(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    dialog = opened(qtbot, window, csv(tmp_path, "序号,姓名,性别,民族", "1,单雅琴,女,汉族"))
    assert not dialog.notice.isVisible()
    dialog.reject()


def test_one_answer_settles_all_rows_that_wait_for_the_same(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    names = ["单雅琴", "仇建国", "尉迟文静", "卞秋实", "苗青禾"]
    lines = [f"{name},{'正副' if order < 3 else '副职'}" for order, name in enumerate(names)]
    dialog = opened(qtbot, window, csv(tmp_path, "姓名,人员类别,民族", *(f"{line},汉族" for line in lines)))
    assert [choice.words for choice in dialog.detail.choices] == [
        "正式党员（3 行）",
        "预备党员（3 行）",
        "这 3 行都不导入",
        "这一类问题的 5 行都不导入",
        "这一行不导入",
    ]
    qtbot.keyClick(dialog.table, KEY.Key_1)
    assert counts(dialog) == {"new": 3, "undecided": 2}
    qtbot.keyClick(dialog.table, KEY.Key_4)
    assert counts(dialog) == {"new": 3, "undecided": 1, "skipped": 1}, "the last answer is about this row alone"
    dialog.reject()


def test_one_branch_of_several_is_chosen_with_one_key(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    people = ["甲支部,单雅琴,女", "乙支部,仇建国,男", "乙支部,尉迟文静,女"]
    dialog = opened(qtbot, window, csv(tmp_path, "所在党支部,姓名,性别", *people))
    assert [choice.words for choice in dialog.detail.choices[:2]] == ["只收“甲支部”的人", "只收“乙支部”的人"]
    qtbot.keyClick(dialog.table, KEY.Key_2)
    assert counts(dialog) == {"new": 2, "skipped": 1}
    dialog.reject()


def test_who_left_is_registered_as_having_left(
    qtbot: QtBot, window: MainWindow, ledger: Ledger, tmp_path: Path
) -> None:
    path = csv(tmp_path, "姓名,性别,民族,转出时间,转出单位", "单雅琴,女,汉族,2024-03-01,外地某支部", "仇建国,男,汉族,,")
    dialog = opened(qtbot, window, path)
    assert counts(dialog) == {"new": 1, "undecided": 1}
    assert [choice.words for choice in dialog.detail.choices[:2]] == ["作为已离开登记", "仍是本支部党员，照常导入"]
    qtbot.keyClick(dialog.table, KEY.Key_1)
    assert "作为已离开登记：2024年3月1日 组织关系转出，去向：外地某支部" in str(dialog.table.records.index(0, 3).data())
    confirmed(qtbot, dialog)
    (gone,) = member.list_members(ledger, status="left")
    assert (gone.name, gone.left_date, gone.left_reason) == ("单雅琴", "2024-03-01", "去向：外地某支部")
    assert window.workspace is not None
    window.workspace.bridge.undo(window)
    assert member.list_members(ledger, status="") == []


def test_many_rows_are_compared_again_without_holding_up_the_window(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_preview, "_MOST_AT_ONCE", 3)
    lines = ["单雅琴,正副,汉族", "仇建国,正副,汉族", "尉迟文静,正式,汉族", "卞秋实,正式,汉族"]
    dialog = opened(qtbot, window, csv(tmp_path, "姓名,人员类别,民族", *lines))
    qtbot.keyClick(dialog.table, KEY.Key_1)
    assert dialog.workspace.tasks.busy, "the worker thread does it"
    qtbot.waitUntil(lambda: not dialog.workspace.tasks.busy)
    assert counts(dialog) == {"new": 4}
    dialog.reject()
