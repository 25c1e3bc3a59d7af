"""What goes through the bridge: one notice for each operation, in the window's thread; undo that names and
asks.
"""

import threading
from typing import Any

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from gui.messages import Recorder
from gui.workspace import Workspace
from models import member
from models.errors import RefusedError


def add(workspace: Workspace, name: str) -> str:
    new_id = workspace.ledger.ids.new()
    workspace.bridge.run("member.add", lambda op: member.add_member(op, member_id=new_id, name=name))
    return new_id


def rename(workspace: Workspace, member_id: str, name: str) -> None:
    workspace.bridge.run("member.edit", lambda op: member.edit_member(op, member_id, name=name))


def heard(workspace: Workspace) -> list[tuple[str, str]]:
    said: list[tuple[str, str]] = []
    workspace.bridge.said.connect(lambda sentence, action: said.append((sentence, action)))
    return said


def test_one_operation_is_announced_once_with_what_it_touched(workspace: Workspace) -> None:
    changes: list[Any] = []
    workspace.bridge.changed.connect(changes.append)
    add(workspace, "单田芳")
    assert [(one.kind, one.tables) for one in changes] == [("member.add", {"member"})]


def test_what_is_refused_changes_nothing_and_announces_nothing(workspace: Workspace) -> None:
    digest = workspace.ledger.content_digest()
    changes: list[Any] = []
    workspace.bridge.changed.connect(changes.append)
    with pytest.raises(RefusedError) as refused:
        add(workspace, "")
    assert refused.value.code == "value-empty"
    assert changes == []
    assert workspace.ledger.content_digest() == digest


def test_attempt_shows_what_is_refused(workspace: Workspace, messages: Recorder) -> None:
    done = workspace.bridge.attempt(
        None, "member.add", lambda op: member.add_member(op, member_id="x", name="王" * 500)
    )
    assert not done
    assert [one.kind for one in messages.said] == ["error"]


def test_an_operation_of_the_worker_thread_is_heard_in_the_windows_thread(
    workspace: Workspace, qtbot: QtBot
) -> None:
    threads: list[QThread] = []
    workspace.bridge.changed.connect(lambda _changes: threads.append(QThread.currentThread()))
    with qtbot.waitSignal(workspace.bridge.changed):
        worker = threading.Thread(target=add, args=(workspace, "曾国祥"))
        worker.start()
    worker.join()
    assert threads == [workspace.bridge.thread()]


def test_undo_and_redo_name_what_they_did(workspace: Workspace) -> None:
    said = heard(workspace)
    member_id = add(workspace, "王雪梅")
    rename(workspace, member_id, "王雪莲")
    workspace.bridge.undo(None)
    assert member.get(workspace.ledger, member_id).name == "王雪梅"
    workspace.bridge.redo(None)
    assert member.get(workspace.ledger, member_id).name == "王雪莲"
    assert said == [("已撤销：修改党员 王雪莲", "重做"), ("已重做：修改党员 王雪莲", "撤销")]


def test_nothing_to_undo_is_said_quietly(workspace: Workspace, messages: Recorder) -> None:
    said = heard(workspace)
    workspace.bridge.undo(None)
    workspace.bridge.redo(None)
    assert said == [("没有可以撤销的操作", ""), ("没有可以重做的操作", "")]
    assert messages.said == []


@pytest.mark.parametrize(("answer", "name"), [(True, "甲某"), (False, "丙某")])
def test_later_changes_are_named_and_asked(
    workspace: Workspace, messages: Recorder, answer: bool, name: str
) -> None:
    member_id = add(workspace, "甲某")
    rename(workspace, member_id, "乙某")
    first = workspace.ledger.query("SELECT max(seq) AS seq FROM journal_operation")[0]["seq"]
    rename(workspace, member_id, "丙某")
    messages.answers.append(answer)
    workspace.bridge.undo(None, first)
    assert [one.kind for one in messages.said] == ["ask"]
    assert f"第 {first + 1} 号 修改党员" in messages.said[0].what
    assert member.get(workspace.ledger, member_id).name == name
