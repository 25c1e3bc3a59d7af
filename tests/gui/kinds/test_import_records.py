"""Lines copied out of a workbook, or a file, into the list of any kind: shown first, then one operation, one undo."""

import random
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exchange import kind_sheet
from gui.kinds.import_records import ImportRecords
from gui.kinds.list_view import KindList
from gui.main_window import MainWindow
from gui.pages.study_page import StudyPage
from gui.workspace import Workspace
from models import journal, member, undo
from models.kinds import records
from models.kinds.catalog import kind_of, kinds
from models.kinds.field import Person
from models.kinds.kind import Kind
from models.ledger import Ledger
from tests.models.kinds import values

KINDS = [kind for kind in kinds().values() if not kind.part_of]
TALK = kind_of("talk")


def copied(kind: Kind, said: dict[str, object], whose: str, people: dict[str, str]) -> str:
    """Return a header and a line as an office program puts them on the clipboard."""
    words = {one.name: one.said(said[one.name]) for one in kind.fields}  # type: ignore[arg-type]
    for one in (one for one in kind.fields if isinstance(one, Person)):
        words[one.name] = "、".join(people[each] for each in str(said[one.name]).split("+"))
    cells = [f'"{text}"' if "\n" in text else text for text in words.values()]
    whose_cell = [whose] if kind.about == "member" else []
    return "\t".join(kind_sheet.headings(kind)) + "\n" + "\t".join([*whose_cell, *cells]) + "\n"


def shown(qtbot: QtBot, dialog: ImportRecords) -> ImportRecords:
    qtbot.waitUntil(lambda: not dialog.workspace.tasks.busy, timeout=20_000)
    return dialog


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_line_of_every_kind_comes_in_once_and_goes_with_one_undo(
    qtbot: QtBot, ledger: Ledger, members: list[str], window: MainWindow, workspace: Workspace, kind: Kind
) -> None:
    people = {one.id: one.name for one in member.list_members(ledger)}
    who = next(one for one in members if list(people.values()).count(people[one]) == 1)
    others = [one for one in people if one != who and list(people.values()).count(people[one]) == 1]
    said = values.some(kind, random.Random(kind.name), others)
    page = window.show_page("study")
    assert page is not None
    dialog = ImportRecords(page, workspace, kind, copied(kind, said, people[who], people))
    dialog.open()
    shown(qtbot, dialog)
    assert dialog.plan.counts() == {"new": 1, "same": 0, "undecided": 0, "refused": 0}, dialog.plan.rows
    before = journal.last_seq(ledger)
    dialog.confirm.click()
    qtbot.waitUntil(lambda: journal.last_seq(ledger) == before + 1 and not workspace.tasks.busy, timeout=20_000)
    (made,) = records.listed(ledger, kind)
    assert (made.member_id, dict(made.values)) == (who if kind.about == "member" else "", said)
    again = ImportRecords(page, workspace, kind, copied(kind, said, people[who], people))
    assert shown(qtbot, again).plan.counts()["same"] == 1 and not again.confirm.isEnabled()
    undo.undo(ledger)
    assert records.listed(ledger, kind) == []


@pytest.fixture
def listed(window: MainWindow, members: list[str]) -> KindList:
    page = window.show_page("study")
    assert isinstance(page, StudyPage)
    page.show_view("talk")
    view = page.view
    assert isinstance(view, KindList)
    return view


def test_ctrl_v_on_the_list_shows_what_was_copied(
    qtbot: QtBot, ledger: Ledger, members: list[str], listed: KindList
) -> None:
    name = next(one.name for one in member.list_members(ledger))
    QApplication.clipboard().setText(f"姓名\t形式\t日期\t发言题目\n{name}\t学习交流\t2026-05-04\t题\n没有人\t学习交流\t2026-05-04\t题\n")
    listed.empty.action.setFocus()
    qtbot.keyClick(listed.empty.action, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = listed.findChildren(ImportRecords)
    shown(qtbot, dialog)
    assert [row.state for row in dialog.plan.rows][1] == "refused"
    dialog.done(0)


def test_a_namesake_is_asked_once_and_the_answer_counts(
    qtbot: QtBot, ledger: Ledger, members: list[str], listed: KindList, workspace: Workspace
) -> None:
    one, other = members[:2]
    with ledger.operation("member.edit") as op:
        op.update("member", (1, other), {"name": member.get(ledger, one).name})
    name = member.get(ledger, one).name
    dialog = ImportRecords(listed, workspace, TALK, f"姓名\t形式\t日期\t发言题目\n{name}\t学习交流\t2026-05-04\t题\n")
    dialog.open()
    shown(qtbot, dialog)
    assert dialog.plan.counts()["undecided"] == 1 and not dialog.confirm.isEnabled()
    answers = dialog.choices(dialog.plan.rows[0])
    assert {each.member_id for each in answers} >= {one, other}
    dialog.decide(next(each for each in answers if each.member_id == other), "")
    assert dialog.plan.counts()["new"] == 1
    dialog.confirm.click()
    qtbot.waitUntil(lambda: not workspace.tasks.busy, timeout=20_000)
    assert [each.member_id for each in records.listed(ledger, TALK)] == [other]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "没有"),
        ("随便几个字", "没有找到表头"),
        ("姓名\t爱好\n甲\t钓鱼", "没有找到表头"),
        ("\t\t\n\t\n", "没有"),
        ("姓名\t日期\n" + "甲\t2026-01-01\n" * 21_000, "行"),
        ("\x00\x01\t\x02\n", ""),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_written(
    qtbot: QtBot, ledger: Ledger, members: list[str], listed: KindList, workspace: Workspace, text: str, told: str
) -> None:
    dialog = ImportRecords(listed, workspace, TALK)
    before = ledger.content_digest()
    dialog.read_text(text)
    shown(qtbot, dialog)
    assert told in dialog.trouble.text and dialog.trouble.text
    assert not dialog.confirm.isEnabled() and ledger.content_digest() == before


def test_the_header_that_is_copied_is_the_header_that_is_read(
    qtbot: QtBot, members: list[str], listed: KindList, workspace: Workspace, tmp_path: Path
) -> None:
    for kind in KINDS:
        dialog = ImportRecords(listed, workspace, kind)
        dialog.copy_header()
        dialog.read_text(QApplication.clipboard().text() + "甲\t乙\n")
        assert shown(qtbot, dialog).plan is not None and dialog.plan.unread == ()
