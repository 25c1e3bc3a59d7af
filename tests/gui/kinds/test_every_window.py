"""What holds for the list and the dialog of every declared kind, on one window."""

import random
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from gui.kinds.act_dialog import ActDialog
from gui.kinds.dialog import KindDialog
from gui.kinds.list_view import KindList
from gui.kinds.several_list import SeveralList
from gui.main_window import MainWindow
from gui.pages.study_page import StudyPage
from models import journal
from models.kinds import records
from models.kinds.catalog import kinds
from models.kinds.field import Day, Line
from models.kinds.kind import Kind
from models.ledger import Ledger
from tests.models.kinds import values

LISTED = [kind for kind in kinds().values() if kind.listed]
ONE_BY_ONE = [kind for kind in LISTED if kind.grid is None]
"""Kinds whose list has a line for each record; those with a line for each sheet have their own tests."""


@pytest.fixture
def made(ledger: Ledger, members: list[str]) -> dict[str, list[str]]:
    """Two records of each kind with something in every field."""
    found: dict[str, list[str]] = {}
    for kind in LISTED:
        with ledger.operation(kind.operation("add")) as op:
            said = values.some(kind, random.Random(kind.name), members[2:4])
            found[kind.name] = records.add(op, ledger.ids, kind, members[:2], **said)
            if kind.about == "branch":
                found[kind.name] += records.add(op, ledger.ids, kind, (), **said)
    return found


@pytest.fixture
def page(made: dict[str, list[str]], window: MainWindow) -> StudyPage:
    shown = window.show_page("study")
    assert isinstance(shown, StudyPage)
    return shown


def list_of(page: StudyPage, kind: Kind) -> KindList:
    others = [one for one in LISTED if one.listed_with == kind.name]
    shown = SeveralList(page.workspace, kind, *others) if others else KindList(page.workspace, kind)
    shown.setParent(page)
    shown.show_year(0 if kind.apart else 2026)
    return shown


def test_acts_go_to_those_ticked_and_one_alone_can_be_changed(page: StudyPage, made: dict[str, list[str]]) -> None:
    for kind in ONE_BY_ONE:
        shown = list_of(page, kind)
        table = shown.table
        assert {one.id for one in table.rows.listed} >= {*made[kind.name]}, kind.name
        for column in table.records.columns[1:]:
            assert all(isinstance(column.text(one), str) for one in table.rows.listed), column.key
        for at in range(1, len(table.records.columns)):
            for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
                table.records.sort(at, order)
        table.tick(made[kind.name][:1])
        assert shown.edit_button.isEnabled() and shown.remove_button.text() == "删去 1 条", kind.name
        table.tick(made[kind.name])
        assert not shown.edit_button.isEnabled() and shown.remove_button.text() == "删去 2 条", kind.name
        table.tick([])
        assert shown.edit_button.isEnabled() and shown.remove_button.text() == "删去", kind.name
        shown.deleteLater()


def test_parts_share_out_the_list(page: StudyPage, made: dict[str, list[str]]) -> None:
    for kind in ONE_BY_ONE:
        shown = list_of(page, kind)
        every = [one.id for one in shown.table.rows.listed]
        for part in kind.parts:
            shown.show_part(part.name)
            wanted = [
                one.id
                for one in records.listed(page.workspace.ledger, kind)
                if (not part.filled or one.values[part.filled]) and (not part.empty or not one.values[part.empty])
            ]
            assert {one.id for one in shown.table.rows.listed} == {*wanted}
        shown.show_part("all")
        assert [one.id for one in shown.table.rows.listed] == every
        shown.deleteLater()


@pytest.mark.parametrize("kind", LISTED, ids=lambda kind: kind.name)
def test_what_the_dialog_shows_is_what_it_would_keep(
    page: StudyPage, made: dict[str, list[str]], kind: Kind
) -> None:
    """Opened and saved at once it writes nothing; each field that is typed anew is written, and no other."""
    ledger, workspace = page.workspace.ledger, page.workspace
    record = records.one(ledger, kind, made[kind.name][0])
    assert record is not None
    before = journal.last_seq(ledger)
    dialog = KindDialog(page, workspace, kind, record)
    dialog.open()
    assert {name: _kept(record, name, value) for name, value in dialog.values().items()} == dict(record.values)
    dialog.submit()
    assert not dialog.isVisible() and journal.last_seq(ledger) == before
    again = KindDialog(page, workspace, kind, record)
    again.open()
    lines = [name for name, field in kind.by_name.items() if isinstance(field, Line)]
    line = kind.title if kind.title in lines else lines[0]
    again.put(line, "另一题")
    again.submit()
    changed = records.one(ledger, kind, record.id)
    assert changed is not None and dict(changed.values) == dict(record.values) | {line: "另一题"}
    assert journal.entries(ledger, limit=1)[0].kind == kind.operation("edit")


def _kept(record: records.Record, name: str, value: Any) -> Any:
    same = getattr(record.kind.by_name[name], "same", "")
    return value or (record.values[same] if same else value)


@pytest.mark.parametrize("kind", LISTED, ids=lambda kind: kind.name)
def test_the_next_record_is_entered_at_once(page: StudyPage, members: list[str], kind: Kind) -> None:
    ledger = page.workspace.ledger
    there = {one.id for one in records.listed(ledger, kind)}
    dialog = KindDialog(page, page.workspace, kind)
    dialog.open()
    said = values.some(kind, random.Random(kind.name), members[5:7])
    for member_id in members[3:5]:
        _choose(dialog, member_id)
        for name in dialog.fields:
            value = said[name]
            if not dialog.text(name) or isinstance(kind.by_name[name], Day):
                dialog.put(name, kind.by_name[name].said(value) if isinstance(value, int) else value)
        dialog.again.click()
        assert dialog.problem.isHidden(), dialog.problem.text
        assert dialog.chosen in ([], [""])
        for name, field in kind.by_name.items():
            if name in dialog.fields and not field.stays and isinstance(dialog.fields[name], QLineEdit):
                assert dialog.text(name) == "", name
    dialog.done(0)
    new = [one for one in records.listed(ledger, kind) if one.id not in there]
    assert sorted(one.member_id for one in new) == (sorted(members[3:5]) if kind.about == "member" else ["", ""])


def _choose(dialog: KindDialog, member_id: str) -> None:
    if dialog.kind.about == "branch":
        return
    if dialog.kind.several:
        dialog.people.choose([member_id])
    else:
        dialog.member.choose(member_id)


def test_a_refusal_goes_to_its_field(page: StudyPage, members: list[str], made: dict[str, list[str]]) -> None:
    for kind in LISTED:
        for field in kind.fields:
            if not isinstance(field, Day) or field.done == "later":
                continue
            shown = records.one(page.workspace.ledger, kind, made[kind.name][0])
            dialog = KindDialog(page, page.workspace, kind, shown)
            dialog.open()
            dialog.put(field.name, "2199-01-01")
            dialog.submit()
            assert dialog.isVisible() and dialog.fields[field.name].property("wrong") == "true", field.name
            dialog.done(0)


def test_the_acts_of_a_list_open_with_their_fields(page: StudyPage, made: dict[str, list[str]]) -> None:
    for kind in LISTED:
        found = [records.one(page.workspace.ledger, kind, one) for one in made[kind.name]]
        for act in kind.acts:
            dialog = ActDialog(page, page.workspace, kind, act, [one for one in found if one is not None])
            dialog.open()
            assert list(dialog.fields) == [*act.fields] and dialog.windowTitle().startswith(f"{act.word} 2 ")
            dialog.done(0)
