"""The same put into several records of any kind: told before, one operation, one undo; what is left empty stays."""

import random

import pytest

from gui.kinds.fill_records import FillRecords, fillable
from gui.kinds.list_view import KindList
from gui.main_window import MainWindow
from gui.pages.study_page import StudyPage
from gui.workspace import Workspace
from models import journal, undo
from models.kinds import records
from models.kinds.catalog import kind_of, kinds
from models.kinds.field import Choice, Line, Prose
from models.kinds.kind import Kind
from models.ledger import Ledger
from tests.models.kinds import values


def typed_of(kind: Kind) -> str:
    """Return a field of one line that is not what a record is called by."""
    return next((one.name for one in reversed(fillable(kind)) if type(one) is Line and one.name != kind.title), "")


KINDS = [kind for kind in kinds().values() if kind.grid is None and not kind.part_of and typed_of(kind)]
TALK = kind_of("talk")


def entered(ledger: Ledger, kind: Kind, members: list[str], count: int = 3) -> list[records.Record]:
    made = []
    for at in range(count):
        said = values.some(kind, random.Random(f"{kind.name}{at}"), members[8:10])
        said |= {kind.title: f"第{at}份"} if isinstance(kind.by_name[kind.title], Line) else {}
        with ledger.operation(kind.operation("add")) as op:
            made += records.add(op, ledger.ids, kind, [members[at]], **said)
    return [one for one in records.listed(ledger, kind) if one.id in made]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_one_field_of_several_records_and_nothing_else(
    ledger: Ledger, members: list[str], window: MainWindow, workspace: Workspace, kind: Kind
) -> None:
    shown = entered(ledger, kind, members)
    page = window.show_page("study")
    assert page is not None
    dialog = FillRecords(page, workspace, kind, shown)
    typed = kind.by_name[typed_of(kind)]
    dialog.put(typed.name, "都一样的话")
    asked = [one for one in shown if one.asked(typed.name)]
    assert f"{typed.word}：" in dialog.told.toPlainText()
    before, digest = journal.last_seq(ledger), ledger.content_digest()
    dialog.submit()
    assert dialog.problem.text == "" and journal.last_seq(ledger) == before + 1
    for one in shown:
        now = records.one(ledger, kind, one.id)
        assert now is not None
        assert dict(now.values) == dict(one.values) | ({typed.name: "都一样的话"} if one in asked else {})
    undo.undo(ledger)
    assert ledger.content_digest() == digest


@pytest.fixture
def view(window: MainWindow, members: list[str]) -> KindList:
    page = window.show_page("study")
    assert isinstance(page, StudyPage)
    page.show_view("talk")
    assert isinstance(page.view, KindList)
    return page.view


def test_it_is_offered_for_what_is_ticked(ledger: Ledger, members: list[str], view: KindList) -> None:
    entered(ledger, TALK, members)
    fill = view.acts[-1][0]
    assert not fill.isVisible()
    view.table.tick_all()
    assert fill.isVisible() and fill.text() == "批量填写 3 条…"
    fill.click()
    (dialog,) = view.findChildren(FillRecords)
    chosen = next(one for one in TALK.fields if isinstance(one, Choice))
    assert dialog.fields[chosen.name].currentText() == "不改"  # type: ignore[union-attr]
    dialog.submit()
    assert "还没有写要填什么" in dialog.problem.text
    dialog.put(chosen.name, next(reversed(chosen.of)))
    dialog.put("day", "2026-13-01")
    dialog.submit()
    assert "日期" in dialog.problem.text and dialog.isVisible()
    dialog.put("day", "")
    dialog.submit()
    assert {one.values[chosen.name] for one in records.listed(ledger, TALK)} == {next(reversed(chosen.of))}


def test_records_that_went_meanwhile_are_passed_over(
    ledger: Ledger, members: list[str], view: KindList, workspace: Workspace
) -> None:
    shown = entered(ledger, TALK, members)
    dialog = FillRecords(view, workspace, TALK, shown)
    with ledger.operation("talk.remove") as op:
        records.remove(op, TALK, shown[0].id)
    dialog.put("remark", "一样")
    dialog.submit()
    assert dialog.problem.text == ""
    assert {one.text("remark") for one in records.listed(ledger, TALK)} == {"一样"}


def test_no_long_text_and_nothing_approved_is_filled_in_for_many() -> None:
    for kind in KINDS:
        for one in fillable(kind):
            assert not getattr(one, "approves", {}) and not (isinstance(one, Prose) and one.lines > 1)
