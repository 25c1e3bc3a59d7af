"""The worker thread: results, progress and errors come back into the window's thread; the user can stop
it.
"""

import threading
from typing import Any

from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from gui.tasks import Cancelled, Progress, Tasks
from gui.workspace import Workspace
from models import member
from models.errors import KnownError, WorldError


def test_work_runs_elsewhere_and_its_result_arrives_here(workspace: Workspace, qtbot: QtBot) -> None:
    here, seen = QThread.currentThread(), []

    def work(progress: Progress) -> int:
        progress(1, 2, "一半")
        seen.append(QThread.currentThread() is here)
        return 42

    steps: list[tuple[int, int, str]] = []
    results: list[tuple[int, bool]] = []
    workspace.tasks.progressed.connect(lambda *step: steps.append(step))
    with qtbot.waitSignal(workspace.tasks.ended):
        workspace.tasks.start(
            "读文件", work, done=lambda n: results.append((n, QThread.currentThread() is here))
        )
    assert (seen, results, steps) == ([False], [(42, True)], [(1, 2, "一半")])


def test_only_one_at_a_time(workspace: Workspace, qtbot: QtBot) -> None:
    go_on = threading.Event()
    with qtbot.waitSignal(workspace.tasks.ended):
        assert workspace.tasks.start("一", lambda _progress: go_on.wait(10), done=lambda _result: None)
        assert not workspace.tasks.start("二", lambda _progress: None, done=lambda _result: None)
        go_on.set()
    assert not workspace.tasks.busy


def test_stopping_rolls_the_operation_back(workspace: Workspace, qtbot: QtBot) -> None:
    digest = workspace.ledger.content_digest()
    begun, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        with workspace.ledger.operation("roster.import") as op:
            member.add_member(op, member_id="a", name="王建国")
            begun.set()
            go_on.wait(10)
            progress(1, 2)
            member.add_member(op, member_id="b", name="李晓东")

    failed: list[BaseException] = []
    with qtbot.waitSignal(workspace.tasks.ended):
        workspace.tasks.start("导入", work, done=lambda _result: None, failed=failed.append)
        assert begun.wait(10)
        workspace.tasks.cancel()
        go_on.set()
    assert [type(one) for one in failed] == [Cancelled]
    assert workspace.ledger.content_digest() == digest


def test_an_error_of_the_world_reaches_the_page(workspace: Workspace, qtbot: QtBot) -> None:
    def work(_progress: Progress) -> None:
        raise WorldError("disk-full", path="/media/U盘")

    failed: list[Any] = []
    with qtbot.waitSignal(workspace.tasks.ended):
        workspace.tasks.start("备份", work, done=lambda _result: None, failed=failed.append)
    assert [one.code for one in failed if isinstance(one, KnownError)] == ["disk-full"]


def test_a_mistake_of_ours_reaches_the_exception_hook(workspace: Workspace, qtbot: QtBot) -> None:
    def work(_progress: Progress) -> None:
        raise ZeroDivisionError("ours")

    with qtbot.captureExceptions() as caught, qtbot.waitSignal(workspace.tasks.ended):
        workspace.tasks.start("算", work, done=lambda _result: None)
    assert [kind for kind, _error, _trace in caught] == [ZeroDivisionError]
    assert not workspace.tasks.busy


def test_closing_waits_for_the_end_of_the_work(qtbot: QtBot) -> None:
    tasks, begun, ended = Tasks(), threading.Event(), []

    def work(progress: Progress) -> None:
        begun.set()
        try:
            while True:
                progress(0, 0)
        finally:
            ended.append(True)

    tasks.start("没完没了", work, done=lambda _result: None)
    assert begun.wait(10)
    tasks.close()
    assert ended == [True]


class _Listener(QObject):
    """Stands for a page that waits for a job."""

    def __init__(self, told: list[int]) -> None:
        super().__init__()
        self.told = told

    def take(self, result: int) -> None:
        self.told.append(result)


def test_a_page_that_is_gone_is_told_nothing(workspace: Workspace, qtbot: QtBot) -> None:
    go_on = threading.Event()
    told: list[int] = []
    listener = _Listener(told)

    def work(_progress: Progress) -> int:
        go_on.wait(10)
        return 1

    with qtbot.waitSignal(workspace.tasks.ended):
        workspace.tasks.start("读文件", work, done=listener.take)
        delete(listener)
        go_on.set()
    qtbot.waitUntil(lambda: not workspace.tasks.busy)
    assert told == []
