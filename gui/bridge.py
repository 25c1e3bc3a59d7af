"""Between the window and the open ledger: runs operations, tells what changed, undoes and redoes."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from gui import labels
from gui.messages import Messages
from models.errors import KnownError, RefusedError

if TYPE_CHECKING:
    from models.changes import Changes
    from models.gate import Operation
    from models.ledger import Ledger

Result = TypeVar("Result")


class LedgerBridge(QObject):
    """The open ledger as the pages see it. `changed` carries each operation's `Changes`, always in the
    window's thread.
    """

    changed = Signal(object)
    said = Signal(str, str)
    """A short sentence for the toast, and the word of the button beside it: "撤销", "重做" or nothing."""

    _heard = Signal(object)

    def __init__(self, ledger: "Ledger", messages: Messages) -> None:
        super().__init__()
        self.ledger = ledger
        self._messages = messages
        self.done_on: dict[int, str] = {}
        """Page on which each operation since the start was done, by its number; the window tells it."""
        # From the worker thread this arrives later, in the window's thread.
        self._heard.connect(self._announce)
        self._listener = self._heard.emit
        ledger.changed.append(self._listener)

    def run(
        self,
        kind: str,
        work: "Callable[[Operation], Result]",
        *,
        why: str = "",
        initiator: object | None = None,
    ) -> Result:
        """Do one piece of work as one operation and return what it returned. Raises KnownError; then
        nothing has changed.
        """
        with self.ledger.operation(kind, why=why, initiator=initiator) as op:
            return work(op)

    def attempt(
        self, parent: QWidget | None, kind: str, work: "Callable[[Operation], Any]", *, why: str = ""
    ) -> bool:
        """Do the work and show the error, should there be one; tell whether it was done."""
        try:
            self.run(kind, work, why=why)
        except KnownError as error:
            self._messages.error(parent, error)
            return False
        return True

    def undo_newest(self, parent: QWidget | None, *, page: str) -> None:
        """Undo the newest operation; asked for with its sentence where it may not be the one that is meant.

        page: key of the page that is shown.
        """
        from gui import undo_doubts
        from models import undo

        found = undo.next_undo(self.ledger)
        now = self.ledger.clock.now()
        doubts = undo_doubts.doubts(found, page=page, done_on=self.done_on, now=now) if not found.stop else []
        if found.entry is None or not doubts:
            self.undo(parent)
            return
        entry = found.entry
        said = labels.operation_sentence(self.ledger, entry.seq)
        self._messages.ask_before(
            parent,
            f"撤销“{said}”？",
            f"{entry.actor} {labels.when(entry.at)} 办的第 {entry.seq} 笔。\n" + "\n".join(doubts),
            yes="撤销这一笔",
            no="不撤销",
            then=lambda: self.undo(parent, entry.seq),
        )

    def undo(self, parent: QWidget | None, seq: int | None = None) -> None:
        """Undo an operation (the newest when `seq` is None); what stands in the way is named and asked."""
        from models import undo

        try:
            self._tell_undone(undo.undo(self.ledger, seq))
        except RefusedError as error:
            if error.code == "undo-later-changes":
                self._messages.ask(
                    parent,
                    error.what(),
                    error.next_step(),
                    yes="仍要撤销",
                    then=lambda: self._undo_anyway(parent, seq),
                )
            elif error.code == "undo-nothing":
                self.said.emit("没有可以撤销的操作", "")
            else:
                self._messages.error(parent, error)
        except KnownError as error:
            self._messages.error(parent, error)

    def redo(self, parent: QWidget | None) -> None:
        """Bring back what was undone last."""
        from models import undo

        try:
            changes = undo.redo(self.ledger)
        except KnownError as error:
            if error.code == "undo-nothing":
                self.said.emit("没有可以重做的操作", "")
            else:
                self._messages.error(parent, error)
            return
        self.said.emit(f"已重做：{labels.operation_sentence(self.ledger, changes.seq)}", "撤销")

    def close(self) -> None:
        """Close the ledger; nothing is announced any more."""
        self.ledger.changed.remove(self._listener)
        self.ledger.close()

    def _undo_anyway(self, parent: QWidget | None, seq: int | None) -> None:
        from models import undo

        try:
            self._tell_undone(undo.undo(self.ledger, seq, force=True))
        except KnownError as error:
            self._messages.error(parent, error)

    def _tell_undone(self, changes: "Changes") -> None:
        self.said.emit(f"已撤销：{labels.operation_sentence(self.ledger, changes.seq)}", "重做")

    @Slot(object)
    def _announce(self, changes: "Changes") -> None:
        self.changed.emit(changes)
