"""Keeps what is typed in a dialog while it is typed, and offers it when the dialog comes up again."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout

from gui import labels, style
from gui.dialogs.typed import put_back, written_in
from gui.widgets.buttons import button
from gui.widgets.texts import label
from models import draft
from models.changes import RowKey
from models.draft import Draft
from models.errors import KnownError

if TYPE_CHECKING:
    from gui.dialogs.base import FormDialog
    from gui.workspace import Workspace

EVERY_MS = 5_000
"""What was changed is on disk after so long at most."""

Record = tuple[str, RowKey]
"""Table and key of the record that a dialog is about."""


class Kept(Protocol):
    """A record as its module hands it out."""

    @property
    def org(self) -> int: ...

    @property
    def id(self) -> str: ...


class DraftBar(QFrame):
    """Offers what was not finished the last time; a quiet line, no question that is in the way."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("DraftBar")
        text, ground = style.STATES["progress"]
        self.setStyleSheet(f"#DraftBar {{ background: {ground}; border-radius: 6px; }}")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        self.told = label(wrap=True)
        self.told.setStyleSheet(f"color: {text};")
        self.go_on = button("接着写")
        self.drop = button("不要了", kind="quiet")
        row.addWidget(self.told, 1)
        row.addWidget(self.go_on)
        row.addWidget(self.drop)


class Drafting(QObject):
    """What a dialog does about drafts. place: the kind of dialog; subject: the record, empty for a new one."""

    def __init__(
        self, dialog: "FormDialog", workspace: "Workspace", place: str, subject: str, record: Record | None
    ) -> None:
        super().__init__(dialog)
        self._dialog, self._ledger, self._record = dialog, workspace.ledger, record
        self._place, self._subject = place, subject
        self._id = ""
        self._kept: object = None
        self.bar: DraftBar | None = None
        self.offered: Draft | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        dialog.installEventFilter(self)

    def begin(self) -> None:
        """The dialog has come up: what stands in it now is nothing that was typed; offer what was not finished.

        One that was only hidden for a while (the window was locked) goes on with its own draft.
        """
        if self._timer.isActive():
            return
        self._kept = self._dialog.entered()
        self._timer.start()
        found = draft.listed(self._ledger, self._place, self._subject)
        if found:
            self._offer(found[0])

    def look(self) -> None:
        """Keep what stands in the fields, where it is not what was kept last."""
        now = self._dialog.entered()
        if now == self._kept or not self._ledger.lock.acquire(blocking=False):
            # A long job has the ledger: the next look is five seconds away.
            return
        try:
            if self._dialog.unchanged:
                # What was typed is taken out again: nothing is left to be offered.
                self.finish()
                return
            self._id = self._id or self._ledger.ids.new()
            told = {"place": self._place, "subject": self._subject, "title": self._dialog.windowTitle()}
            draft.keep(self._ledger, self._id, typed=written_in(self._dialog), **told)
            self._kept = now
        except KnownError as error:
            self._dialog.problem.show_error(error)
        finally:
            self._ledger.lock.release()

    def finish(self) -> None:
        """What was typed is saved, or shall not be: its draft goes."""
        if self._id:
            draft.drop(self._ledger, self._id)
            self._id = ""
        self._kept = self._dialog.entered()

    def end(self) -> None:
        """The dialog has closed."""
        self._timer.stop()
        self._dialog.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look as well when somebody goes elsewhere, or the dialog is hidden."""
        if event.type() in (QEvent.Type.WindowDeactivate, QEvent.Type.Hide) and self._timer.isActive():
            self.look()
        return False

    def _offer(self, found: Draft) -> None:
        self.offered, self.bar = found, DraftBar()
        told = f"上次没有写完（{labels.when(found.at)}）"
        if self._record is not None and draft.changed_since(self._ledger, found, *self._record):
            told += "，这条记录后来改过，接着写会盖掉后来改的"
        self.bar.told.setText(f"{told}。{self._dialog.not_kept}要重新添加。")
        self.bar.go_on.clicked.connect(self.go_on)
        self.bar.drop.clicked.connect(self.throw_away)
        self._dialog.body.insertWidget(0, self.bar)

    def go_on(self) -> None:
        """Put what was not finished back into the fields; from now on it is this dialog's draft."""
        assert self.offered is not None and self.bar is not None
        left = put_back(self._dialog, self.offered.typed)
        if left:
            self.bar.told.setText(f"这里放不回去的：{'；'.join(left)}")
            self.bar.go_on.hide()
            return
        self._id = self.offered.id
        self._close_bar()

    def throw_away(self) -> None:
        """Let go what was not finished."""
        assert self.offered is not None
        draft.drop(self._ledger, self.offered.id)
        self._close_bar()

    def _close_bar(self) -> None:
        assert self.bar is not None
        self.bar.hide()
        self.bar.deleteLater()
        self.bar, self.offered = None, None
        self._dialog.setFocus()
        self._dialog.focusNextChild()
