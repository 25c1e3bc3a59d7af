"""What a newer program put into a record of a known kind: said in its words, and not changed by who opens and saves."""

import json
import random
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from gui.dialogs.member_field import PeopleField
from gui.kinds.dialog import KindDialog
from gui.kinds.list_view import KindList
from gui.kinds.people_grid import PeopleGrid
from gui.main_window import MainWindow
from gui.workspace import Workspace
from models import change_words, journal
from models.gate import canonical
from models.kinds import of_member, records, sheets, shelf
from models.kinds.catalog import kinds
from models.kinds.field import Choice, Line, Prose
from models.kinds.kind import Kind
from models.kinds.records import Record
from models.ledger import Ledger
from tests.models.kinds import values

SHELVED = [kind for kind in kinds().values() if kind.shelved]
OPTION, WORD = "of_tomorrow", "将来的选项"
by_kind = pytest.mark.parametrize("kind", SHELVED, ids=lambda kind: kind.name)


def entered(ledger: Ledger, kind: Kind, members: list[str]) -> Record:
    said = values.some(kind, random.Random(kind.name), members[1:3])
    with ledger.operation(kind.operation("add")) as op:
        (made,) = records.add(op, ledger.ids, kind, members[:1], **said)
    found = records.one(ledger, kind, made)
    assert found is not None
    return found


def make_newer(ledger: Ledger, record: Record) -> Record:
    """Give a record options, a field and longer texts that only the next version of its kind knows."""
    kind = record.kind
    declared = json.loads(shelf.definition(kind.name))
    declared["version"] = kind.version + 1
    declared["field"].append({"name": "mood", "word": "心情", "most": 20})
    held: dict[str, Any] = {"mood": "舒畅"}
    for one, said in zip(kind.fields, declared["field"], strict=False):
        if shelf.place_of(kind, one):
            continue
        if isinstance(one, Choice):
            said["of"][OPTION] = WORD
            held[one.name] = OPTION
        elif isinstance(one, Line):
            said["most"] = one.most + 5
            held[one.name] = "长" * said["most"]
    text = canonical(declared)
    row = {"org": 1, "id": ledger.ids.new(), "key": kind.name, "version": declared["version"], "text": text}
    with ledger.operation(kind.operation("edit")) as op:
        op.insert(shelf.DEFINITIONS, row | {"digest": shelf.digest_of(text)})
        there = op.row(shelf.TABLE, (1, record.id)) or {}
        now = json.loads(there["body"]) | held
        op.update(shelf.TABLE, (1, record.id), {"body": canonical(now), "kind_version": declared["version"]})
    found = records.one(ledger, kind, record.id)
    assert found is not None and found.more == {"mood": "舒畅"}
    return found


def row_of(ledger: Ledger, record: Record) -> dict[str, Any]:
    (row,) = ledger.query(f"SELECT * FROM {shelf.TABLE} WHERE id = ?", (record.id,))
    return row | {"body": json.loads(row["body"])}


def opened(window: MainWindow, workspace: Workspace, record: Record) -> KindDialog | PeopleGrid:
    page = window.show_page("ledgers")
    assert page is not None
    if record.kind.grid is None:
        return KindDialog(page, workspace, record.kind, record)
    return PeopleGrid(page, workspace, record.kind, sheets.of_record(workspace.ledger, record).records)


@by_kind
def test_saving_a_record_as_it_stands_changes_nothing(
    ledger: Ledger, members: list[str], window: MainWindow, workspace: Workspace, kind: Kind
) -> None:
    newer = make_newer(ledger, entered(ledger, kind, members))
    before = row_of(ledger, newer), ledger.query(f"SELECT * FROM {shelf.PEOPLE}")
    dialog = opened(window, workspace, newer)
    dialog.submit()
    assert dialog.problem.text == ""
    assert (row_of(ledger, newer), ledger.query(f"SELECT * FROM {shelf.PEOPLE}")) == before


@by_kind
def test_changing_one_field_leaves_all_others(
    ledger: Ledger, members: list[str], window: MainWindow, workspace: Workspace, kind: Kind
) -> None:
    newer = make_newer(ledger, entered(ledger, kind, members))
    before = row_of(ledger, newer)
    dialog = opened(window, workspace, newer)
    lined = {one.name for one in kind.fields if kind.grid is not None and one.name not in kind.grid.shared}
    typed = next(
        one for one in reversed(kind.fields) if isinstance(one, Line) and not one.offers
        and shelf.place_of(kind, one) == "" and (one.name in dialog.texts or one.name in (*dialog.fields, *lined))
    )
    if typed.name in dialog.texts:
        dialog.texts[typed.name].set_text("改过的话")
    elif isinstance(dialog, PeopleGrid) and typed.name in lined:
        dialog.cells.put({newer.member_id: {typed.name: "改过的话"}})
    else:
        dialog.put(typed.name, "改过的话")
    dialog.submit()
    assert dialog.problem.text == ""
    assert row_of(ledger, newer) == before | {"body": before["body"] | {typed.name: "改过的话"}}
    changes = journal.changes_of(ledger, journal.last_seq(ledger))
    told = [each for one in changes for each in change_words.changed_fields(ledger, one)]
    assert told == [(typed.word, "长" * (typed.most + 5), "改过的话")]


@by_kind
def test_its_words_stand_wherever_the_record_is_shown(
    ledger: Ledger, members: list[str], window: MainWindow, workspace: Workspace, kind: Kind
) -> None:
    newer = make_newer(ledger, entered(ledger, kind, members))
    chosen = [one.name for one in kind.fields if isinstance(one, Choice)]
    assert {newer.said(name) for name in chosen} | {newer.told(name) for name in chosen} <= {WORD}
    if kind.about == "member":
        (named,) = [one for one in of_member.records_of(ledger, newer.member_id) if one.record.id == newer.id]
        assert [named.record.said(name) for name in chosen] == [WORD] * len(chosen)
    changes = journal.changes_of(ledger, journal.last_seq(ledger))
    told = [each for one in changes for each in change_words.changed_fields(ledger, one)]
    assert ("心情", "", "舒畅") in told
    assert [now for word, _, now in told if word in {kind.by_name[one].word for one in chosen}] == [WORD] * len(chosen)
    dialog = opened(window, workspace, newer)
    shown = [one.text() for one in dialog.findChildren(QLabel)]
    assert any("心情 舒畅" in one for one in shown), shown
    if isinstance(dialog, PeopleGrid):
        assert "读不出" not in dialog.told.text()
    else:
        assert [dialog.fields[name].currentText() for name in chosen] == [WORD] * len(chosen)  # type: ignore[union-attr]
        columns = {one.key: one for one in KindList(workspace, kind).columns()}
        assert {columns[name].text(newer) for name in chosen if name in columns} <= {WORD, f"✓ {WORD}"}
    dialog.done(0)


def test_the_kinds_tried_here_hold_what_the_tests_are_about() -> None:
    fields = [one for kind in SHELVED for one in kind.fields if not shelf.place_of(kind, one)]
    assert any(isinstance(one, Choice) for one in fields) and any(isinstance(one, Prose) for one in fields)
    assert any(kind.grid is not None for kind in SHELVED)


def test_namesakes_named_in_one_record_stay_two_people(
    ledger: Ledger, members: list[str], window: MainWindow, workspace: Workspace
) -> None:
    one, other = (row["id"] for row in ledger.query("SELECT id FROM member ORDER BY id LIMIT 2"))
    with ledger.operation("member.edit") as op:
        op.update("member", (1, other), {"name": (op.row("member", (1, one)) or {})["name"]})
    field = PeopleField(workspace)
    (name,) = {row["name"] for row in ledger.query("SELECT name FROM member WHERE id IN (?, ?)", (one, other))}
    field.choose(f"{one}+{other}", f"{name}、{name}")
    assert field.ids() == f"{one}+{other}"
    # Whom one picks instead of the second is meant there, and nowhere else.
    third = next(person for person in field.people if person.key not in (one, other))
    field.setText(f"{name}、")
    field._take(third)
    assert field.ids() == f"{one}+{third.key}"
    field.setText("")
    field._take(next(person for person in field.people if person.key == other))
    assert field.ids() == other
