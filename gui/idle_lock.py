"""Locks the window after minutes without a key or a mouse, where the ledger has a password.

Unlike Ctrl+L it closes nothing: what was open, a dialog with half an entry too, waits hidden and comes back as it was.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from gui.closed_panel import ClosedPanel
from gui.tasks import Tasks
from models import ledger_keys
from models.errors import KnownError

if TYPE_CHECKING:
    from gui.main_window import MainWindow
    from gui.settings_file import SettingsFile
    from gui.workspace import Workspace

MINUTES = (0, 5, 10, 30)
"""What can be chosen; 0 never locks."""

_USUAL = 10
_SETTING = "lock_minutes"
_LOOK_EVERY_MS = 10_000
_INPUTS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
_PASSING = (Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.SplashScreen)


def minutes_of(settings: "SettingsFile") -> int:
    """Return after how many minutes the window of this user on this computer locks; 0 for never."""
    kept: int = settings.get(_SETTING, _USUAL)
    return kept if kept in MINUTES else _USUAL


def choose_minutes(settings: "SettingsFile", minutes: int) -> None:
    """Remember after how many minutes it locks."""
    settings.put(_SETTING, minutes)


def seconds() -> float:
    """Return a time that goes on while the computer sleeps and that nobody sets back."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class IdleLock(QObject):
    """Follows the open ledger. now: seconds, replaced in tests, which call `look` themselves."""

    def __init__(self, window: "MainWindow", now: Callable[[], float] = seconds) -> None:
        super().__init__(window)
        self._window, self._now = window, now
        self._workspace: Workspace | None = None
        self._last = now()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._tasks = Tasks()
        self._hidden: list[QWidget] = []
        self._focus: QWidget | None = None
        self.panel: ClosedPanel | None = None

    @property
    def locked(self) -> bool:
        """Whether the lock lies over the window."""
        return self.panel is not None

    def follow(self, workspace: "Workspace | None") -> None:
        """Watch over this ledger from now on; None: over none, and a lock goes with its ledger."""
        self._uncover()
        self._hidden.clear()
        self._workspace = workspace
        if workspace is not None:
            workspace.protection_changed.connect(self._arm)
        self._arm()

    def end(self) -> None:
        """The program ends."""
        self.follow(None)
        self._tasks.close()

    def _arm(self) -> None:
        """Listen only where there is something to lock: every event of the program passes a filter."""
        app, workspace = QApplication.instance(), self._workspace
        assert app is not None
        app.removeEventFilter(self)
        self._timer.stop()
        if workspace is not None and minutes_of(workspace.settings) and ledger_keys.has_password(workspace.ledger):
            self._last = self._now()
            app.installEventFilter(self)
            self._timer.start()

    def look(self) -> None:
        """Lock if nothing was touched for too long."""
        if not self.locked and self._is_late():
            self.lock()

    def _is_late(self) -> bool:
        workspace = self._workspace
        if workspace is None or not self._timer.isActive():
            return False
        return self._now() - self._last >= minutes_of(workspace.settings) * 60

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note keys and mouse; the first after too long (the computer slept) locks and does nothing else."""
        kind = event.type()
        if self.panel is not None:
            self._keep_covered(self.panel, watched, kind)
        elif kind in _INPUTS:
            if self._is_late():
                self.lock()
                return True
            self._last = self._now()
        return False

    def _keep_covered(self, panel: ClosedPanel, watched: QObject, kind: QEvent.Type) -> None:
        if kind == QEvent.Type.Resize and watched is self._window:
            panel.setGeometry(self._window.rect())
        elif kind == QEvent.Type.Show and isinstance(watched, QWidget) and self._is_open(watched):
            # Work that went on has something to say: it waits with the others.
            QTimer.singleShot(0, watched, lambda: self._hide(watched))

    def lock(self) -> None:
        """Cover the window and hide what is open before it."""
        workspace, window = self._workspace, self._window
        assert workspace is not None
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        active = QApplication.activeModalWidget() or window
        self._focus = active.focusWidget()
        self.panel = panel = ClosedPanel(window)
        panel.cover(workspace.ledger.path)
        panel.unlock_asked.connect(self._try)
        # Nobody has finished what stands in the field: it must not be judged because it is hidden.
        unfinished = None if self._focus is None else QSignalBlocker(self._focus)
        # Those before others first: what is modal gives its parent free.
        for widget in sorted(filter(self._is_open, QApplication.topLevelWidgets()), key=_depth, reverse=True):
            self._hide(widget)
        window.shell.setEnabled(False)
        if unfinished is not None:
            unfinished.unblock()
        window.toast.hide()
        panel.setGeometry(window.rect())
        panel.show()
        panel.raise_()
        panel.secret.setFocus()

    def _is_open(self, widget: QWidget) -> bool:
        return (
            widget.isWindow()
            and widget is not self._window
            and widget.isVisible()
            and widget.windowType() not in _PASSING
        )

    def _hide(self, widget: QWidget) -> None:
        if self.locked and widget.isVisible():
            self._hidden.append(widget)
            widget.hide()

    def _try(self, _path: object, password: str, code: str) -> None:
        workspace, panel = self._workspace, self.panel
        assert workspace is not None and panel is not None
        panel.problem.clear()
        panel.setEnabled(False)
        ledger = workspace.ledger
        # To try a password takes long on purpose.
        self._tasks.start(
            "正在核对密码…",
            lambda _progress: ledger_keys.confirm(ledger, password=password, recovery_code=code),
            done=lambda _none: self._open(),
            failed=self._refuse,
        )

    def _refuse(self, error: BaseException) -> None:
        if self.panel is not None and isinstance(error, KnownError):
            self.panel.setEnabled(True)
            self.panel.refuse(error)

    def _open(self) -> None:
        self._uncover()
        hidden, self._hidden = self._hidden, []
        for widget in sorted(filter(isValid, hidden), key=_depth):
            widget.show()
        if self._focus is not None and isValid(self._focus) and self._focus.isVisible():
            self._focus.window().activateWindow()
            self._focus.setFocus()
        self._last = self._now()

    def _uncover(self) -> None:
        if self.panel is not None:
            panel, self.panel = self.panel, None
            panel.hide()
            panel.deleteLater()
            self._window.shell.setEnabled(True)


def _depth(widget: QWidget) -> int:
    """Return how many windows a window lies before."""
    parent = widget.parentWidget()
    return 0 if parent is None else 1 + _depth(parent.window())
