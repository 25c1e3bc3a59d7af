"""What every dialog has: title, body that scrolls when the screen is small, an inline message, buttons at
the foot.
"""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gui import style
from gui.dialogs.typed import typed_in
from gui.widgets.buttons import button
from gui.widgets.inline_message import InlineMessage

if TYPE_CHECKING:
    from gui.dialogs.drafting import Drafting, Kept
    from gui.messages import Messages
    from gui.workspace import Workspace


_TITLE_BAR = 32


class FormDialog(QDialog):
    """Put widgets into `body`, call `set_buttons`, then `open()`. Ctrl+Enter presses the first button, Esc
    closes.
    """

    useful: ClassVar[tuple[int, int] | None] = None
    """Width and height for what shows lists: as much of the screen as is of use, whatever is in it just now."""

    not_kept: ClassVar[str] = "附件"
    """What no draft can hold: it has to be entered again."""

    def __init__(self, parent: QWidget | None, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        # Left to itself the layout makes room downwards, and moves the buttons.
        outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("ScrollBody")
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(22, 20, 22, 10)
        self.body.setSpacing(style.GAP)
        area.setWidget(inside)
        self._area, self._inside = area, inside
        inside.installEventFilter(self)
        outer.addWidget(area, 1)
        self.problem = InlineMessage()
        self.problem.installEventFilter(self)
        holder = QVBoxLayout()
        holder.setContentsMargins(22, 4, 22, 0)
        holder.addWidget(self.problem)
        outer.addLayout(holder)
        self._foot = QHBoxLayout()
        self._foot.setContentsMargins(22, 10, 22, 16)
        self._foot.setSpacing(8)
        self._foot.addStretch(1)
        outer.addLayout(self._foot)
        self.primary: QPushButton | None = None
        self._asks: Messages | None = None
        self._unsaved = ""
        self._at_first: tuple[object, ...] | None = None
        self.drafting: Drafting | None = None
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            # A shortcut, not a key press: a table or text below would keep the key for itself.
            QShortcut(QKeySequence(keys), self).activated.connect(self._press_primary)

    def set_buttons(self, yes: str, no: str = "") -> QPushButton:
        """Add the red button and, if named, the one that closes; return the red one."""
        if no:
            close = button(no)
            close.clicked.connect(self.reject)
            self._foot.addWidget(close)
        self.primary = button(yes, kind="primary")
        self.primary.setDefault(True)
        self.primary.clicked.connect(self._submit_once)
        self._foot.addWidget(self.primary)
        return self.primary

    def add_left(self, widget: QWidget) -> None:
        """Put something at the left end of the foot."""
        self._foot.insertWidget(self._foot.count() - self._buttons_at_end() - 1, widget)

    def add_end(self, widget: QWidget) -> None:
        """Put something at the right end of the foot, for a dialog without a red button."""
        self._foot.addWidget(widget)

    def submit(self) -> None:
        """What the red button does; a dialog with fields checks and saves first."""
        self.accept()

    def ask_before_losing(self, messages: "Messages", unsaved: str = "刚才填的还没有保存。") -> None:
        """From now on closing without saving asks first, where anything was entered since the dialog came up."""
        self._asks, self._unsaved = messages, unsaved

    def keep_drafts(
        self, workspace: "Workspace", table: str, shown: "Kept | None" = None, *, new: str = "", place: str = ""
    ) -> None:
        """From now on what is typed is kept until it is saved, and offered when the same dialog comes up again.

        table, shown: the record that is changed; new: what a new one belongs to; place: where one class stands for
        several dialogs.
        """
        from gui.dialogs.drafting import Drafting

        record = (table, (shown.org, shown.id)) if shown is not None and shown.id else None
        subject = new if new or shown is None else shown.id
        drafting = Drafting(self, workspace, place or type(self).__name__, subject, record)
        self.finished.connect(lambda _result: drafting.end())
        self.drafting = drafting

    def begin_anew(self) -> None:
        """What stands in the fields now is nothing that could be lost."""
        self._at_first = self.entered()
        if self.drafting is not None and self.isVisible():
            self.drafting.finish()

    def entered(self) -> tuple[object, ...]:
        """Return what stands in the fields; a dialog that keeps entries elsewhere adds them."""
        return typed_in(self._inside)

    @property
    def unchanged(self) -> bool:
        """Whether nothing stands in the fields that could be lost."""
        return self._at_first is None or self.entered() == self._at_first

    def reject(self) -> None:
        """Ask before what was entered is lost."""
        if self._asks is None or self.unchanged:
            self._throw_away()
            return
        self._asks.ask_to_leave(self, self._unsaved, then=self._throw_away, save=self._submit_once)

    def accept(self) -> None:
        """Close; what was typed is saved."""
        if self.drafting is not None:
            self.drafting.finish()
        super().accept()

    def _throw_away(self) -> None:
        if self.drafting is not None:
            self.drafting.finish()
        super().reject()

    def _submit_once(self) -> None:
        """Leave out the second of a double click: it may have been waiting while the first one was saved."""
        if self.isVisible():
            self.submit()

    def _press_primary(self) -> None:
        if self.primary is not None:
            self.primary.click()

    def sizeHint(self) -> QSize:
        """As large as its content, never larger than the screen; then there is room for the scroll bar."""
        if self.useful is not None:
            return QSize(*self.useful).boundedTo(self._room())
        width = max(self._inside.sizeHint().width() + 4, self._foot.sizeHint().width(), self.minimumWidth())
        wanted, room = self._height_at(width), self._room()
        if wanted > room.height():
            width += style.SCROLL_BAR_WIDTH
        return QSize(min(width, room.width()), min(wanted, room.height()))

    def _height_at(self, width: int) -> int:
        """Return how high the whole dialog wants to be at a width."""
        by_width = self.body.totalHeightForWidth(width - 4)
        needed = self._inside.sizeHint().height() if by_width < 0 else by_width
        foot = self._foot.sizeHint().height() + 6
        if not self.problem.isHidden():
            foot += max(self.problem.sizeHint().height(), self.problem.heightForWidth(width - 44)) + 4
        return max(needed, self._inside.minimumSizeHint().height()) + foot

    def _room(self) -> QSize:
        """Return how large a dialog may be: its frame and title bar need room too."""
        return self._usable() - QSize(24, _TITLE_BAR + 16)

    def _usable(self) -> QSize:
        return self.screen().availableGeometry().size()

    def setVisible(self, visible: bool) -> None:
        """Come up at the size of the content; Qt itself would stop at two thirds of the screen."""
        if visible and not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            for widget in [self, *self.findChildren(QWidget)]:
                # Until the style sheet is applied every size hint is that of plain Fusion.
                widget.ensurePolished()
            self.body.invalidate()
            smallest = self.minimumSize().expandedTo(self.minimumSizeHint())
            self.setMinimumSize(smallest.boundedTo(self._room()))
            self.resize(self.sizeHint())
        if visible and self._asks is not None and self._at_first is None:
            self.begin_anew()
        first = visible and self.drafting is not None and not self.isVisible()
        super().setVisible(visible)
        if first and self.drafting is not None:
            self.drafting.begin()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow when a finding appears, as far as the screen allows; never shrink under the user's hands."""
        told = event.type() == QEvent.Type.Show and watched is self.problem
        if told and self.isVisible():
            self._grow()
        if (told or event.type() == QEvent.Type.LayoutRequest) and self.isVisible():
            QTimer.singleShot(0, self, self._grow)
        return False

    def _grow(self) -> None:
        """Grow upwards: the buttons stay below the mouse that is about to press one."""
        more = min(self._height_at(self.width()), self._room().height()) - self.height()
        if more > 0:
            highest = self.screen().availableGeometry().top() + _TITLE_BAR
            area = self.geometry()
            # Only as far up as the screen reaches; what is left goes down.
            up = min(more, max(area.top() - highest, 0))
            self.setGeometry(area.adjusted(0, -up, 0, more - up))

    def _buttons_at_end(self) -> int:
        return sum(1 for at in range(self._foot.count()) if self._foot.itemAt(at).widget() is not None)
