"""The one worker thread for what can last: reading workbooks, packages, backups. Painting never waits for
it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QObject, QThread, Signal, Slot
from shiboken6 import isValid


class Cancelled(Exception):
    """Raised inside work when the user gave up; an operation rolls back then."""


class Progress(Protocol):
    """What work calls to tell how far it is; raises `Cancelled`."""

    def __call__(self, done: int, total: int, text: str = "") -> None:
        """Tell; total 0 means unknown."""


Work = Callable[[Progress], Any]


class _Job(QObject):
    """One piece of work on its way through the worker thread."""

    progressed = Signal(int, int, str)
    finished = Signal(object, object)

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self.cancelled = False

    @Slot()
    def do(self) -> None:
        """Run in the worker thread."""
        try:
            result = self._work(self._progress)
        except Cancelled:
            self.finished.emit(None, Cancelled())
        except BaseException as error:
            # Whatever it is goes to the window's thread: known errors to the page, others to the exception
            # hook.
            self.finished.emit(None, error)
        else:
            self.finished.emit(result, None)

    def _progress(self, done: int, total: int, text: str = "") -> None:
        if self.cancelled:
            raise Cancelled
        self.progressed.emit(done, total, text)


@dataclass(frozen=True)
class _Order:
    """One job as it was asked for."""

    title: str
    work: Work
    done: Callable[[Any], object]
    failed: Callable[[BaseException], object] | None
    quiet: bool


class Tasks(QObject):
    """Runs one job at a time in the worker thread; `started`, `progressed` and `ended` feed the progress
    panel.
    """

    started = Signal(str)
    progressed = Signal(int, int, str)
    ended = Signal()
    idle = Signal()
    """The worker thread is free again, after any job, also a quiet one."""

    _go = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._thread = QThread()
        self._thread.setObjectName("ledger-work")
        self._job: _Job | None = None
        self._order: _Order | None = None
        self._waiting: _Order | None = None
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether a job is running."""
        return self._job is not None

    @property
    def in_the_way(self) -> bool:
        """Whether a job is running for which one waits: its progress lies over the page."""
        return self._order is not None and not self._order.quiet

    def start(
        self,
        title: str,
        work: Work,
        *,
        done: Callable[[Any], object],
        failed: Callable[[BaseException], object] | None = None,
        quiet: bool = False,
    ) -> bool:
        """Start a job and return True, or return False while another is running.

        quiet: without the progress panel, for work that writes nothing and that nobody waits for; any
        other job
        stops it and takes its place. done gets the result, failed a KnownError or `Cancelled` (without it,
        cancelling is silent), both in the window's thread. An error that nobody foresaw goes to the exception
        hook.
        """
        order = _Order(title, work, done, failed, quiet)
        if self._closed:
            return False
        if self._order is None:
            self._begin(order)
            return True
        if quiet or not self._order.quiet or self._waiting is not None:
            return False
        self._waiting = order
        self.cancel()
        return True

    def cancel(self) -> None:
        """Ask the running job to stop at its next step."""
        if self._job is not None:
            self._job.cancelled = True

    def close(self) -> None:
        """Stop the job and wait for the thread's end; nothing starts and nothing is told any more."""
        self._closed = True
        self._waiting = None
        self.cancel()
        self._thread.quit()
        self._thread.wait()

    def _begin(self, order: _Order) -> None:
        self._order, self._job = order, _Job(order.work)
        self._job.moveToThread(self._thread)
        self._job.progressed.connect(self._pass_on)
        self._job.finished.connect(self._finish)
        self._go.connect(self._job.do)
        self._thread.start()
        if not order.quiet:
            self.started.emit(order.title)
        self._go.emit()

    @Slot(int, int, str)
    def _pass_on(self, done: int, total: int, text: str) -> None:
        if self._order is not None and not self._order.quiet:
            self.progressed.emit(done, total, text)

    @Slot(object, object)
    def _finish(self, result: Any, error: BaseException | None) -> None:
        if self._closed:
            return
        job, order = self._job, self._order
        assert job is not None and order is not None
        self._job = self._order = None
        self._go.disconnect(job.do)
        job.deleteLater()
        if not order.quiet:
            self.ended.emit()
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self._begin(waiting)
        else:
            self.idle.emit()
        _tell(order, result, error)


def _tell(order: _Order, result: Any, error: BaseException | None) -> None:
    from models.errors import KnownError

    if error is None:
        if _listens(order.done):
            order.done(result)
    elif isinstance(error, KnownError | Cancelled):
        if order.failed is not None and _listens(order.failed):
            order.failed(error)
    else:
        raise error


def _listens(callback: Callable[..., object]) -> bool:
    """Tell whether the widget that a method belongs to is still there: a page may be closed before its job ends."""
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
