"""What every page has."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from gui import style, table_file
from gui.widgets.inline_message import InlineMessage
from gui.workspace import Workspace
from models.errors import KnownError

if TYPE_CHECKING:
    from models.changes import Changes


class Page(QWidget):
    """Builds itself once in `build()` into `body`, reads in `refresh()`, and reads again when what it
    shows has changed.
    """

    depends_on: ClassVar[tuple[str, ...]] = ()
    """Tables (of `models.schema`) that the page shows."""

    hint: str = ""
    """The keys the page understands, shown at the foot of the window; one page may change them with its view."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setObjectName("Page")
        self.workspace = workspace
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*style.PAGE_MARGIN)
        self.body.setSpacing(style.GAP)
        self._stale = True
        self._fault: InlineMessage | None = None
        workspace.bridge.changed.connect(self._hear)
        self.build()
        table_file.offer(self, workspace)

    def build(self) -> None:
        """Make the widgets; called once."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Read the ledger and show it."""
        raise NotImplementedError

    def first_focus(self) -> QWidget:
        """Return the widget that has the focus when the page is opened."""
        return self

    def show_what(self, **what: Any) -> None:
        """Show something particular, as another page asked with `workspace.go(key, …)`."""

    def stale(self) -> None:
        """Read again: now if visible, else when next shown."""
        self._stale = True
        if self.isVisible():
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what has changed meanwhile."""
        super().showEvent(event)
        if self._stale:
            self._read()

    def on_key(self, keys: str, act: Callable[[], object]) -> None:
        """Let a key act while this page is shown, wherever in the window the focus is; not while work is under way."""
        shortcut = QShortcut(QKeySequence(keys), self)
        # A shortcut of the whole window sleeps by itself while the page it belongs to is hidden.
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(lambda: act() if not self.workspace.tasks.in_the_way else None)

    def focus_first(self) -> None:
        """Give the focus to where work begins."""
        self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """What had the focus was taken away by reading again: stay, neither jump to the head nor scroll."""
        at = QApplication.focusWidget()
        if at is None or (at.isVisible() and at.isEnabled()):
            return super().focusNextPrevChild(forward)
        self._focus_soon()
        return True

    def event(self, event: QEvent) -> bool:
        """A dialog has closed, and what opened it is gone: Qt would take the first button of the whole window."""
        if event.type() == QEvent.Type.WindowActivate and self.isVisible():
            at = self.window().focusWidget()
            if at is None or not at.isVisible():
                self._focus_soon()
        return super().event(event)

    def _focus_soon(self) -> None:
        """Keep the focus here; what is shown instead of what had it may still be in the making."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, lambda: self.focus_first() if self.window().focusWidget() is self else None)

    def _read(self) -> None:
        self._stale = False
        self.guarded(self.refresh)

    def guarded(self, read: Callable[[], object]) -> None:
        """Read something; a fault of the ledger (a rule set this program lacks) is said below the page's head."""
        if self._fault is not None:
            self._fault.clear()
        try:
            read()
        except KnownError as error:
            if self._fault is None:
                self._fault = InlineMessage()
                self.body.insertWidget(1, self._fault)
            self._fault.show_error(error)

    @Slot(object)
    def _hear(self, changes: "Changes") -> None:
        if changes.touches(*self.depends_on):
            self.stale()
