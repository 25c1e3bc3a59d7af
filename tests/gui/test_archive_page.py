"""The page 学习档案 on a real ledger: who lacks what, the way of an archive, and printing all of them."""

from collections.abc import Callable
from pathlib import Path
from subprocess import run as run_program
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui import file_choice, printer
from gui.bridge import LedgerBridge
from gui.dialogs.archive_gaps import GapsDialog
from gui.dialogs.archive_print import ArchivePrintDialog
from gui.dialogs.archive_step import ReviewStep, StepDialog
from gui.dialogs.archive_summary import SummaryDialog
from gui.dialogs.preview import PreviewDialog
from gui.kinds.dialog import KindDialog
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.pages.archive.facts import ArchiveLine, counted
from gui.pages.archive_page import ArchivePage, CommitteeArchivePage, page_for
from gui.printer import Sent
from gui.settings_file import SettingsFile
from gui.tasks import Cancelled, Tasks
from gui.workspace import Workspace
from models import group, journal, member, print_run, reading, study_archive, vault
from models.gaps import SEVERITIES, Gap, list_gaps
from models.kinds import records, sheets
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from models.print_run import PrintRun
from reports import archive_run
from reports.options import PrintOptions
from reports.printing import lay_out_form
from tests.gui.builders import shown_dialog
from tests.gui.study_year import study_year

CTRL = Qt.KeyboardModifier.ControlModifier
YEAR = 2026


@pytest.fixture
def page(ledger: Ledger, members: list[str], window: MainWindow, qtbot: QtBot) -> ArchivePage:
    study_year(ledger, members)
    shown = window.show_page("archive")
    assert isinstance(shown, ArchivePage)
    reckoned(qtbot, shown)
    return shown


def reckoned(qtbot: QtBot, page: ArchivePage) -> None:
    """Wait until everything that is missing is known."""
    idle = page.workspace.tasks
    qtbot.waitUntil(lambda: not idle.busy and all(line.gaps is not None for line in page.lines), timeout=20_000)


def states(ledger: Ledger) -> dict[str, str]:
    return {one.member_id: one.state for one in study_archive.list_archives(ledger, year=YEAR)}


def fill(ledger: Ledger, members: list[str]) -> None:
    with ledger.operation("archive.fill") as op:
        for key in members:
            study_archive.fill(op, ledger.ids, key, YEAR, "2026-11-20")


def save(qtbot: QtBot, dialog: QWidget) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)


def undo(qtbot: QtBot, page: ArchivePage) -> None:
    page.window().activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.keyClick(page.window(), Qt.Key.Key_Z, CTRL)


def missing(page: ArchivePage, wanted: list[str], severities: tuple[str, ...] = ("must", "should")) -> list[Gap]:
    """The branch's gaps and those of some members."""
    found = [*page.branch_gaps, *(gap for line in page.lines if line.key in wanted for gap in line.gaps or ())]
    return [gap for gap in found if gap.severity in severities]


def words_of(path: Path) -> str:
    """What a second program reads in a PDF, without the breaks of its lines."""
    assert run_program(["qpdf", "--check", str(path)], capture_output=True, check=False).returncode == 0
    told = run_program(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True).stdout.decode()
    return "".join(told.split())


def print_dialog(qtbot: QtBot, page: ArchivePage) -> ArchivePrintDialog:
    page.window().activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.keyClick(page.window(), Qt.Key.Key_P, CTRL)
    dialog = shown_dialog(page)
    assert isinstance(dialog, ArchivePrintDialog)
    return dialog


def into(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    def choose(_parent: object, _title: str, _filters: str, _proposed: Path, then: Callable[[Path], object]) -> None:
        then(path)

    monkeypatch.setattr(file_choice, "choose_save", choose)


# --- what is missing --------------------------------------------------------------------------


def test_everybody_stands_with_all_that_is_missing(page: ArchivePage, ledger: Ledger, members: list[str]) -> None:
    gaps = list_gaps(ledger, year=YEAR)
    assert {line.key for line in page.lines} == set(members)
    for line in page.lines:
        assert list(line.gaps or ()) == [gap for gap in gaps if gap.member_id == line.key]
    assert page.branch_gaps == [gap for gap in gaps if not gap.member_id] != []
    assert page.branch_button.isVisible()
    counts = {key: sum(gap.severity == key for gap in gaps) for key in ("must", "should", "note")}
    told = f"必须补 {counts['must']}，应当补 {counts['should']}；另有提示 {counts['note']} 处"
    assert told in page.header.remark.text()


def test_every_kind_of_gap_leads_to_a_dialog_or_a_page(
    qtbot: QtBot, page: ArchivePage, ledger: Ledger, members: list[str], messages: Recorder
) -> None:
    """Study, texts, books, tests and the archive's own way, so that every kind of place is among the gaps."""
    fill(ledger, members[:1])
    with ledger.operation("reading.add") as op:
        listed = {"title": "《党章》", "need": "required", "due_date": "2026-06-30"}
        records.add(op, ledger.ids, reading.ITEM, (), year=YEAR, **listed)
    with ledger.operation("exam.add") as op:
        results = {members[0]: {"score": 5000, "passed": "no"}, members[1]: {"score": 9000, "passed": "yes"}}
        sheets.enter(op, ledger.ids, kind_of("exam"), results, title="考核", day="2026-10-10", method="closed")
    reckoned(qtbot, page)
    gaps = [*page.branch_gaps, *(gap for line in page.lines for gap in line.gaps or ())]
    kinds = {(gap.code, gap.facts.get("section"), bool(gap.place.id)): gap for gap in gaps}
    assert {gap.place.kind for gap in kinds.values()} >= {
        *("member", "meeting", "study_record", "reflection", "talk", "exam", "reading_item", "archive", "pledge"),
    }
    for key, gap in kinds.items():
        went: list[str] = []
        page.workspace.went.connect(lambda target, _what, went=went: went.append(target))
        word, act = page.way(gap)
        act()
        shown = [one for one in page.window().findChildren(QDialog) if one.isVisible()]
        assert word and (shown or went), key
        for dialog in shown:
            messages.answers[:] = [True]
            dialog.reject()
        page.window().show_page("archive")  # type: ignore[attr-defined]


def test_a_line_of_the_panel_opens_what_mends_it_and_is_gone_then(
    qtbot: QtBot, page: ArchivePage, ledger: Ledger, members: list[str]
) -> None:
    page.table.choose_key(members[1])
    lines = page.panel.list.lines
    before = len(lines)
    line = next(one for one in lines if one.gap.facts.get("section") == "training")
    assert line.action.accessibleName().startswith("登记学习：")
    qtbot.keyClick(line.action, Qt.Key.Key_Return)
    dialog = shown_dialog(page)
    assert isinstance(dialog, KindDialog) and dialog.kind.name == "study_record"
    assert dialog.people.chosen == [members[1]]
    for name, text in (("kind", "training"), ("title", "街道轮训"), ("study_minutes", "8")):
        dialog.put(name, text)
    save(qtbot, dialog)
    reckoned(qtbot, page)
    assert page.table.current_key == members[1]
    assert len(page.panel.list.lines) == before - 1
    # Remarks are told apart from what is missing, as in the list and above it.
    line = page.table.current
    assert line is not None and page.panel.list.count.text() == counted(line.gaps)
    assert "training" not in [one.gap.facts.get("section") for one in page.panel.list.lines]


def test_a_narrow_screen_shows_the_gaps_in_a_window(
    qtbot: QtBot, page: ArchivePage, window: MainWindow, members: list[str]
) -> None:
    window.resize(900, 560)
    QApplication.processEvents()
    assert not page.panel.isVisible() and page.deeds.gaps_button.isVisible()
    page.table.choose_key(members[0])
    qtbot.keyClick(page.deeds.gaps_button, Qt.Key.Key_Return)
    dialog = shown_dialog(page)
    assert isinstance(dialog, GapsDialog)
    assert len(dialog.list.lines) == len(page.table.current.gaps or ())  # type: ignore[union-attr]
    action = next(one.action for one in dialog.list.lines if one.gap.place.kind == "study_record")
    qtbot.keyClick(action, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(shown_dialog(page), KindDialog))
    shown_dialog(page).reject()


# --- the way ----------------------------------------------------------------------------------


def test_summaries_are_written_one_after_the_other(
    qtbot: QtBot, page: ArchivePage, ledger: Ledger, members: list[str]
) -> None:
    order = [line.key for line in page.lines]
    page.table.setFocus()
    page.table.choose_key(order[0])
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    dialog = shown_dialog(page)
    assert isinstance(dialog, SummaryDialog)
    for count, text in enumerate(("第一份总结。", "第二份总结。"), 1):
        dialog.texts["summary"].set_text(text)
        qtbot.keyClick(dialog, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda at=count: page.lines[at].archive.name in dialog.windowTitle())
        assert dialog.texts["summary"].text() == ""
    dialog.reject()
    assert not dialog.isVisible()
    assert [study_archive.get(ledger, key, YEAR).summary for key in order[:3]] == ["第一份总结。", "第二份总结。", ""]


def test_a_summary_is_written_and_read_only_once_reviewed(
    qtbot: QtBot, page: ArchivePage, ledger: Ledger, members: list[str]
) -> None:
    page.table.setFocus()
    page.table.choose_key(members[3])
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    dialog = shown_dialog(page)
    assert isinstance(dialog, SummaryDialog)
    dialog.texts["summary"].set_text("一年来认真学习。" * 30)
    save(qtbot, dialog)
    assert study_archive.get(ledger, members[3], YEAR).summary.startswith("一年来认真学习。")
    fill(ledger, [members[3]])
    with ledger.operation("archive.review") as op:
        study_archive.review(op, members[3], YEAR, reviewer="王建国", day="2026-11-20", review="好")
    reckoned(qtbot, page)
    page.table.choose_key(members[3])
    assert not page.deeds.buttons["summary"].isVisible()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    closed = shown_dialog(page)
    assert isinstance(closed, SummaryDialog) and closed.texts["summary"].edit.isReadOnly()
    closed.reject()


def test_many_go_the_whole_way_together(qtbot: QtBot, page: ArchivePage, ledger: Ledger, members: list[str]) -> None:
    table, buttons = page.table, page.deeds.buttons
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_A, CTRL)
    before, held = len(journal.entries(ledger, limit=1000)), {}
    assert buttons["fill"].text() == "填写完成 12 份" and not buttons["review"].isVisible()
    qtbot.keyClick(buttons["fill"], Qt.Key.Key_Return)
    for key, told, result in (
        ("review", {"reviewer": "王建国", "review": "材料齐全"}, "reviewed"),
        ("file", {"filed_by": "尉迟文静", "file_number": "2026-01"}, "filed"),
        ("reopen", {"returned": "漏登集中学习"}, "open"),
    ):
        assert len(table.ticked) == 12
        qtbot.keyClick(buttons[key], Qt.Key.Key_Return)
        dialog = shown_dialog(page)
        assert isinstance(dialog, StepDialog)
        for name, text in told.items():
            dialog.put(name, text)
        if isinstance(dialog, ReviewStep):
            # 王建国's own is among them: nobody reads her own.
            assert dialog.other.isVisibleTo(dialog)
            dialog.other.setText("尉迟文静")
        held[key] = archive_run.held(ledger, year=YEAR)
        save(qtbot, dialog)
        assert set(states(ledger).values()) == {result}
    assert len(journal.entries(ledger, limit=1000)) == before + 4
    undo(qtbot, page)
    filed = study_archive.get(ledger, members[0], YEAR)
    assert (filed.state, filed.file_number) == ("filed", "2026-01")
    assert filed.filed_digest == held["file"][members[0]]


def test_after_a_step_by_keyboard_the_list_has_the_focus(qtbot: QtBot, page: ArchivePage) -> None:
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_A, CTRL)
    page.deeds.buttons["fill"].setFocus()
    qtbot.keyClick(page.deeds.buttons["fill"], Qt.Key.Key_Space)
    reckoned(qtbot, page)
    assert not page.deeds.buttons["fill"].isVisible()
    assert page.window().focusWidget() is page.table
    page.deeds.buttons["review"].setFocus()
    qtbot.keyClick(page.deeds.buttons["review"], Qt.Key.Key_Space)
    dialog = shown_dialog(page)
    assert isinstance(dialog, StepDialog)
    dialog.put("reviewer", "街道组织员")
    dialog.put("review", "材料齐全")
    save(qtbot, dialog)
    reckoned(qtbot, page)
    assert page.window().focusWidget() is page.table


def test_a_step_without_its_words_is_refused_for_all(
    qtbot: QtBot, page: ArchivePage, ledger: Ledger, members: list[str]
) -> None:
    fill(ledger, members[:3])
    reckoned(qtbot, page)
    page.parts._buttons["filled"].click()
    page.table.tick_all()
    page.deeds.buttons["send_back"].click()
    dialog = shown_dialog(page)
    assert isinstance(dialog, StepDialog)
    dialog.submit()
    assert "还没有填写" in dialog.problem.text
    assert [states(ledger)[key] for key in members[:3]] == ["filled"] * 3
    dialog.put("returned", "总结太短")
    save(qtbot, dialog)
    assert [states(ledger)[key] for key in members[:3]] == ["open"] * 3
    assert page.lists.currentWidget() is page.empty
    qtbot.keyClick(page.empty.action, Qt.Key.Key_Return)
    page.table.choose_key(members[0])
    assert page.panel.name.text() == page.name_of(members[0])


# --- printing ---------------------------------------------------------------------------------


def test_before_printing_it_says_what_is_missing_and_leads_there(
    qtbot: QtBot, page: ArchivePage, members: list[str]
) -> None:
    page.table.tick(members[:2])
    dialog = print_dialog(qtbot, page)
    assert dialog.radios["ticked"].isChecked() and dialog.radios["ticked"].text() == "勾选的（2 份）"
    assert len(dialog.gaps.listed) == len(missing(page, members[:2]))
    dialog.severities.setCurrentIndex(1)
    assert len(dialog.gaps.listed) == len(missing(page, members[:2], SEVERITIES)) > len(missing(page, members[:2]))
    assert dialog.primary is not None and dialog.primary.text() == "仍然打印…"
    at = next(row for row, gap in enumerate(dialog.gaps.listed) if gap.code == "hours_short")
    dialog.gaps.choose_row(at)
    qtbot.keyClick(dialog.mend_button, Qt.Key.Key_Return)
    mending = shown_dialog(page)
    assert isinstance(mending, KindDialog) and mending.kind.name == "study_record"
    assert mending.people.chosen == [dialog.gaps.listed[at].member_id]
    mending.reject()


def test_a_file_of_those_ticked_and_afterwards_only_what_has_changed(
    qtbot: QtBot,
    page: ArchivePage,
    ledger: Ledger,
    members: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "档案.pdf"
    into(monkeypatch, target)
    page.table.tick(members[:3])
    dialog = print_dialog(qtbot, page)
    dialog.file_button.click()
    qtbot.waitUntil(lambda: len(print_run.prints(ledger, YEAR)) == 3, timeout=30_000)
    reckoned(qtbot, page)
    assert run_program(["qpdf", "--check", str(target)], capture_output=True, check=False).returncode == 0
    text = run_program(["pdftotext", str(target), "-"], capture_output=True, check=True).stdout.decode()
    assert all(page.name_of(key) in text for key in members[:3])
    listed = words_of(tmp_path / "档案-缺项清单.pdf")
    assert f"共{len(missing(page, members[:3]))}项" in listed and "提示" not in listed
    assert "".join(page.branch_gaps[0].text.split()) in listed
    # The secretary's name stands beneath her line; nobody else who was not ticked is named.
    assert page.name_of(members[6]) not in listed
    assert {line.print_text for line in page.lines if line.key in members[:3]} == {"11-21 打印或存PDF"}
    with ledger.operation("archive.write") as op:
        study_archive.write_summary(op, ledger.ids, members[1], YEAR, summary="补写的总结。")
    reckoned(qtbot, page)
    assert [line.key for line in page.lines if line.changed] == [members[1]]
    again = print_dialog(qtbot, page)
    assert again.radios["changed"].text() == "只打没打过和有变化的（10 份）"
    again.reject()


def test_a_run_that_was_stopped_is_offered_again_and_goes_on(
    qtbot: QtBot,
    page: ArchivePage,
    ledger: Ledger,
    members: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    messages: Recorder,
) -> None:
    target = tmp_path / "全部.pdf"

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        beside = {"gap_list": ["must"]}
        archive_run.print_archives(ledger, target, options=PrintOptions(year=YEAR), beside=beside, progress=stop)
    assert not target.exists()
    page.stale()
    assert page.run_card.isVisible()
    assert page.run_card.told.text().startswith("上次打到第 2 份（共 12 份，2026 年，")
    qtbot.keyClick(page.run_card.go_on_button, Qt.Key.Key_Return)
    qtbot.waitUntil(target.exists, timeout=30_000)
    reckoned(qtbot, page)
    assert not page.run_card.isVisible()
    assert len(print_run.prints(ledger, YEAR)) == 12
    listed = words_of(tmp_path / "全部-缺项清单.pdf")
    assert f"共{len(missing(page, members, ('must',)))}项" in listed and "应当补" not in listed


@pytest.fixture
def left_open(ledger: Ledger, members: list[str], tmp_path: Path) -> PrintRun:
    """A run as a program that was killed leaves it behind: three parts kept, no file, no word."""
    study_year(ledger, members)

    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        archive_run.print_archives(ledger, tmp_path / "全部.pdf", options=PrintOptions(year=YEAR), progress=stop)
    run = print_run.open_run(ledger)
    assert run is not None
    return run


@pytest.mark.parametrize(("button", "kept"), [("go_on_button", True), ("again_button", False)])
def test_a_window_opened_on_a_run_left_open_offers_it(
    qtbot: QtBot,
    left_open: PrintRun,
    window: MainWindow,
    ledger: Ledger,
    monkeypatch: pytest.MonkeyPatch,
    button: str,
    kept: bool,
) -> None:
    """Going on sets nothing twice that is kept; beginning again sets everybody."""
    page = window.show_page("archive")
    assert isinstance(page, ArchivePage)
    reckoned(qtbot, page)
    assert page.run_card.isVisible() and not Path(left_open.target).exists()
    assert page.run_card.told.text().startswith("上次打到第 3 份（共 12 份，2026 年，")
    positions: list[int] = []
    add_part = print_run.add_part

    def noted(of: Ledger, run: PrintRun, position: int, **more: Any) -> None:
        positions.append(position)
        add_part(of, run, position, **more)

    monkeypatch.setattr(print_run, "add_part", noted)
    qtbot.keyClick(getattr(page.run_card, button), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(print_run.prints(ledger, YEAR)) == 12, timeout=30_000)
    reckoned(qtbot, page)
    assert positions == list(range(4 if kept else 1, 13))
    assert not page.run_card.isVisible()
    assert all(page.name_of(key) in words_of(Path(left_open.target)) for key in left_open.wanted)


def test_a_filed_archive_says_when_it_holds_something_else_since(
    qtbot: QtBot, page: ArchivePage, ledger: Ledger, members: list[str]
) -> None:
    one = members[0]
    fill(ledger, [one])
    with ledger.operation("archive.review") as op:
        study_archive.review(op, one, YEAR, reviewer="尉迟文静", day="2026-11-20", review="好")
    reckoned(qtbot, page)
    page.table.choose_key(one)
    page.deeds.buttons["file"].click()
    dialog = shown_dialog(page)
    assert isinstance(dialog, StepDialog)
    dialog.put("file_number", "2026-07")
    save(qtbot, dialog)
    reckoned(qtbot, page)

    def shown() -> ArchiveLine:
        return next(line for line in page.lines if line.key == one)

    assert (shown().moved, shown().state_word) == (False, "✓ 已归档")
    with ledger.operation("study.add") as op:
        records.add(
            op, ledger.ids, kind_of("study_record"), [one], kind="training", title="补登的培训", from_day="2026-05-20",
            study_minutes=480,
        )
    reckoned(qtbot, page)
    assert (shown().moved, shown().state_word, shown().state_look) == (True, "归档后有变动", "soon")
    assert "归档以后内容有变动" in page.panel._way_so_far.text()
    undo(qtbot, page)
    reckoned(qtbot, page)
    assert shown().state_word == "✓ 已归档"


def test_a_stopped_run_can_be_given_up(
    qtbot: QtBot, page: ArchivePage, ledger: Ledger, members: list[str], messages: Recorder
) -> None:
    print_run.start(ledger, YEAR, members, "/nowhere/档案.pdf", {"year": YEAR})
    page.stale()
    messages.answers[:] = [False, True]
    page.run_card.forget_button.click()
    assert page.run_card.isVisible()
    page.run_card.forget_button.click()
    assert not page.run_card.isVisible() and print_run.open_run(ledger) is None


def test_the_printer_gets_the_pages_and_they_count_as_printed(
    qtbot: QtBot, page: ArchivePage, ledger: Ledger, members: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []

    def ask(_parent: QWidget, _title: str, pages: list[object], then: Callable[[Sent], object]) -> None:
        sent.append(len(pages))
        then(Sent(len(pages)))

    monkeypatch.setattr(printer, "ask_and_print", ask)
    page.table.tick(members[:2])
    dialog = print_dialog(qtbot, page)
    dialog.double_sided.setChecked(False)
    severities = dialog.severities.currentData()
    save(qtbot, dialog)
    qtbot.waitUntil(lambda: bool(print_run.prints(ledger, YEAR)), timeout=30_000)
    printed = print_run.prints(ledger, YEAR)
    assert set(printed) == set(members[:2])
    wanted = PrintOptions(year=YEAR, members=("", *members[:2]), severities=severities)
    in_front = lay_out_form("gap_list", ledger, options=wanted)
    assert in_front and sent == [len(in_front) + sum(one.pages for one in printed.values())]
    reckoned(qtbot, page)
    assert [line.key for line in page.lines if line.changed] == []


def test_a_range_of_pages_in_the_preview_and_one_that_is_none(
    qtbot: QtBot, page: ArchivePage, ledger: Ledger, members: list[str]
) -> None:
    page.table.tick(members[:1])
    dialog = print_dialog(qtbot, page)
    dialog.pages.setText("第一页")
    dialog.preview_button.click()
    assert dialog.isVisible() and "第一页" in dialog.problem.text
    dialog.pages.setText("1-2")
    dialog.with_gaps.setChecked(False)
    dialog.preview_button.click()
    qtbot.waitUntil(lambda: isinstance(shown_dialog(page), PreviewDialog), timeout=30_000)
    shown = shown_dialog(page)
    assert isinstance(shown, PreviewDialog) and len(shown.view.pages) == 2
    shown.reject()
    assert print_run.prints(ledger, YEAR) == {}


# --- other states -----------------------------------------------------------------------------


def test_without_members_it_says_where_to_begin(window: MainWindow, qtbot: QtBot) -> None:
    shown = window.show_page("archive")
    assert isinstance(shown, ArchivePage)
    assert shown.empty.action.text() == "去登记党员" and not shown.print_button.isEnabled()


def test_a_committee_is_led_to_its_branches(qtbot: QtBot, tmp_path: Path, messages: Recorder) -> None:
    path = tmp_path / "党委.zbtz"
    created = vault.create_ledger(path, organization="柳溪街道党工委", level="committee", actor="赵国强")
    bridge, tasks = LedgerBridge(created.ledger, messages), Tasks()
    workspace = Workspace(bridge, tasks, messages, SettingsFile(tmp_path / "committee.json"))
    shown = page_for(workspace)
    assert isinstance(shown, CommitteeArchivePage)
    qtbot.addWidget(shown)
    shown.show()
    with qtbot.waitSignal(workspace.went) as went:
        qtbot.keyClick(shown.first_focus(), Qt.Key.Key_Return)
    assert went.args == ["study", {"view": "branches"}]
    tasks.close()
    bridge.close()


@pytest.mark.parametrize("size", [QSize(1090, 580), QSize(900, 480)], ids=["125 %", "150 %"])
def test_nothing_is_cut_on_a_small_screen(
    qtbot: QtBot, page: ArchivePage, ledger: Ledger, members: list[str], window: MainWindow, size: QSize
) -> None:
    with ledger.operation("member.edit") as op:
        member.edit_member(op, members[0], name="阿卜杜热合曼·买买提艾力江·吐尔逊·阿不都克里木")
    with ledger.operation("group.add") as op:
        group.add_group(op, group_id=ledger.ids.new(), name="桐花巷社区老党员关心下一代第二党小组")
    print_run.start(ledger, YEAR, members, "/nowhere/档案.pdf", {"year": YEAR})
    window.resize(size)
    reckoned(qtbot, page)
    page.table.tick_all()
    for _ in range(3):
        QApplication.processEvents()
    cut = [
        one.text()
        for one in page.findChildren(QLabel)
        if one.isVisible()
        and one.text()
        and not one.wordWrap()
        and type(one) is QLabel
        and one.width() < one.sizeHint().width()
    ]
    cut += [
        one.text()
        for one in page.findChildren(QAbstractButton)
        if one.isVisible() and one.text() and one.width() < one.fontMetrics().horizontalAdvance(one.text()) + 8
    ]
    assert cut == []
    assert page.table.horizontalScrollBar().maximum() == 0
