"""Nothing typed is lost: every dialog with a long text keeps what was typed, and offers it again."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from gui.dialogs.base import FormDialog
from gui.dialogs.drafts_dialog import DraftsDialog
from gui.kinds.dialog import KindDialog
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.pages.start_page import StartPage
from gui.widgets.long_text import LongText
from models import draft, journal, member
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from tests.gui.builders import shown_dialog
from tests.gui.doors import Door, doors
from tests.gui.eyes import settle
from tests.gui.kill_typing import offered_after
from tests.gui.long_ledger import Long, fill_long

TALK = kind_of("talk")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def long(ledger: Ledger) -> Long:
    return fill_long(ledger)


def editor(dialog: QDialog) -> QPlainTextEdit | None:
    """The first long text of a dialog in which one can write."""
    found = (one.edit for one in dialog.findChildren(LongText))
    return next((one for one in found if one.isVisible() and one.isEnabled() and not one.isReadOnly()), None)


def opened(door: Door) -> QDialog:
    dialog = door()
    if not dialog.isVisible():
        dialog.open()
    settle()
    return dialog


def test_every_long_text_is_offered_again(qtbot: QtBot, long: Long, window: MainWindow, tmp_path: Path) -> None:
    assert window.workspace is not None
    heard, ledger = window.workspace.messages, window.workspace.ledger
    assert isinstance(heard, Recorder)
    tried = []
    found = doors(window, long, tmp_path)
    before = (journal.last_seq(ledger), ledger.content_digest())
    for name, door in found.items():
        dialog = opened(door)
        field = editor(dialog)
        if field is None or not isinstance(dialog, FormDialog):
            dialog.done(0)
            continue
        assert dialog.drafting is not None, f"{name} has a long text and keeps no draft"
        field.setPlainText(f"{name}：写到一半")
        dialog.drafting.look()
        # As a crash leaves it: neither saved nor thrown away.
        dialog.done(0)
        again = opened(door)
        assert isinstance(again, FormDialog) and again.drafting is not None and again.drafting.bar is not None, name
        assert "上次没有写完" in again.drafting.bar.told.text()
        again.drafting.bar.go_on.click()
        written = editor(again)
        assert written is not None and written.toPlainText() == f"{name}：写到一半", name
        heard.answers[:] = [True]
        again.reject()
        left = [one.title for one in draft.listed(ledger) if one.place != "DialogOfLongAgo"]
        assert left == [], f"{name}: what was not to be saved is still kept"
        tried.append(name)
    assert len(tried) >= 8, tried
    assert (journal.last_seq(ledger), ledger.content_digest()) == before


@pytest.fixture
def dialog(window: MainWindow, members: list[str]) -> KindDialog:
    page = window.show_page("study")
    assert page is not None and window.workspace is not None
    made = KindDialog(page, window.workspace, TALK, member_id=members[0])
    made.open()
    settle()
    return made


def typed(dialog: KindDialog, text: str) -> None:
    dialog.texts["points"].set_text(text)
    assert dialog.drafting is not None
    dialog.drafting.look()


def again(window: MainWindow, member_id: str = "") -> KindDialog:
    page = window.show_page("study")
    assert page is not None and window.workspace is not None
    made = KindDialog(page, window.workspace, TALK, member_id=member_id)
    made.open()
    settle()
    return made


def test_what_is_saved_or_untouched_leaves_no_draft(dialog: KindDialog, ledger: Ledger) -> None:
    assert dialog.drafting is not None and dialog.drafting.bar is None
    dialog.drafting.look()
    assert draft.listed(ledger) == []
    typed(dialog, "一句")
    assert len(draft.listed(ledger)) == 1
    dialog.put("title", "题")
    dialog.submit()
    assert draft.listed(ledger) == [] and len(records.listed(ledger, TALK)) == 1


def test_everything_comes_back_people_and_choices_too(
    dialog: KindDialog, window: MainWindow, ledger: Ledger, members: list[str]
) -> None:
    dialog.put("title", "谈网格")
    dialog.put("kind", "contest")
    dialog.people.choose(members[2:4])
    typed(dialog, "一、\n二、")
    dialog.done(0)
    other = again(window)
    assert other.drafting is not None and other.drafting.bar is not None
    other.drafting.bar.go_on.click()
    assert (other.text("title"), other.text("kind")) == ("谈网格", "contest")
    assert other.people.chosen == [one for one in other.people.chosen if one in members[2:4]] != []
    assert other.texts["points"].text() == "一、\n二、"
    other.submit()
    assert draft.listed(ledger) == [] and len(records.listed(ledger, TALK)) == 2


def test_what_was_taken_out_again_leaves_no_draft(
    dialog: KindDialog, ledger: Ledger, messages: Recorder
) -> None:
    typed(dialog, "一句")
    typed(dialog, "")
    assert draft.listed(ledger) == []
    typed(dialog, "一句")
    dialog.texts["points"].set_text("")
    dialog.reject()
    assert not dialog.isVisible() and messages.said == [] and draft.listed(ledger) == []


def test_one_that_was_hidden_goes_on_with_its_own_draft(dialog: KindDialog, ledger: Ledger) -> None:
    typed(dialog, "一句")
    dialog.texts["points"].set_text("一句，又一句")
    dialog.hide()
    assert "一句，又一句" in draft.listed(ledger)[0].texts
    dialog.show()
    assert dialog.drafting is not None and dialog.drafting.bar is None
    typed(dialog, "三句")
    (kept,) = draft.listed(ledger)
    assert "三句" in kept.texts
    dialog.done(0)


def test_nobody_is_chosen_but_those_of_the_draft(
    window: MainWindow, ledger: Ledger, members: list[str]
) -> None:
    """Nor her namesake, nor whoever the dialog was opened for this time."""
    with ledger.operation("member.add") as op:
        namesakes = [
            member.add_member(op, member_id=ledger.ids.new(), name="尉迟重名", category="full") for _ in range(2)
        ]
    first = again(window, namesakes[1])
    typed(first, "一句")
    first.done(0)
    other = again(window, members[0])
    assert other.drafting is not None and other.drafting.bar is not None
    other.drafting.bar.go_on.click()
    assert other.people.chosen == [namesakes[1]]
    assert other.people.told.text() == "已选 1 人：尉迟重名"
    other.done(0)


def test_an_offer_that_was_passed_over_is_not_written_over(
    dialog: KindDialog, window: MainWindow, ledger: Ledger
) -> None:
    typed(dialog, "早先的")
    dialog.done(0)
    other = again(window)
    typed(other, "现在的")
    assert {one.texts[-1] for one in draft.listed(ledger)} == {"早先的", "现在的"}
    other.put("title", "题")
    other.people.choose_everybody()
    other.submit()
    assert [one.texts[-1] for one in draft.listed(ledger)] == ["早先的"]
    third = again(window)
    assert third.drafting is not None and third.drafting.bar is not None
    third.drafting.bar.drop.click()
    assert draft.listed(ledger) == [] and third.drafting.bar is None
    third.done(0)


@pytest.mark.parametrize(
    ("answer", "closed", "kept", "made"), [(True, True, 0, 0), (False, False, 1, 0), ("save", True, 0, 1)]
)
def test_closing_asks_for_one_of_three(
    dialog: KindDialog, ledger: Ledger, messages: Recorder, answer: bool | str, closed: bool, kept: int, made: int
) -> None:
    dialog.put("title", "题")
    typed(dialog, "一句")
    messages.answers[:] = [answer]
    dialog.reject()
    assert dialog.isVisible() is not closed
    assert len(draft.listed(ledger)) == kept and len(records.listed(ledger, TALK)) == made
    if not closed:
        dialog.done(0)


def test_a_save_that_is_refused_leaves_the_dialog_and_its_draft(
    dialog: KindDialog, ledger: Ledger, messages: Recorder
) -> None:
    typed(dialog, "一句")
    messages.answers[:] = ["save"]
    dialog.reject()
    assert dialog.isVisible() and "发言题目" in dialog.problem.text and len(draft.listed(ledger)) == 1
    dialog.done(0)


def test_the_start_page_says_so_and_shows_them_all(
    qtbot: QtBot, dialog: KindDialog, ledger: Ledger, window: MainWindow, messages: Recorder
) -> None:
    typed(dialog, "一句没写完的")
    dialog.done(0)
    old = [("QPlainTextEdit 1", "旧稿")]
    draft.keep(ledger, "x", place="DialogOfLongAgo", subject="", title="早先的窗口", typed=old)
    page = window.show_page("start")
    assert isinstance(page, StartPage)
    page.stale()
    assert "有 2 处打了字没有保存" in " ".join(one.text() for one in page.findChildren(type(dialog.problem._what)))
    page.show_drafts()
    shown = shown_dialog(page)
    assert isinstance(shown, DraftsDialog)
    told = [one.title for one in shown.table.listed]
    assert set(told) == {"登记发言", "早先的窗口"}
    shown.table.choose_key(next(one.id for one in shown.table.listed if one.id == "x"))
    assert shown.text.toPlainText() == "旧稿"
    messages.answers[:] = [True]
    qtbot.keyClick(shown.table, Qt.Key.Key_Delete)
    assert [one.title for one in draft.listed(ledger)] == ["登记发言"]
    shown.reject()


def test_a_killed_program_loses_five_seconds_at_most(tmp_path: Path) -> None:
    """The same in every dialog with a long text: `python -m tests.gui.kill_typing`."""
    assert offered_after(tmp_path, "new talk")
