"""What a page gets to work with."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from gui.bridge import LedgerBridge
    from gui.messages import Messages
    from gui.settings_file import SettingsFile
    from gui.tasks import Tasks
    from models.ledger import Ledger


class Workspace(QObject):
    """The open ledger with everything around it; lives as long as the ledger is open."""

    went = Signal(str, object)
    backup_changed = Signal()
    """A backup was made: what shows its state reads again."""
    protection_changed = Signal(bool)
    """A password was set (True) or removed."""
    other_asked = Signal(object)
    """Another ledger shall be opened: its path."""

    def __init__(
        self, bridge: "LedgerBridge", tasks: "Tasks", messages: "Messages", settings: "SettingsFile"
    ) -> None:
        super().__init__()
        self.bridge = bridge
        self.tasks = tasks
        self.messages = messages
        self.settings = settings

    @property
    def ledger(self) -> "Ledger":
        """The open ledger."""
        return self.bridge.ledger

    def go(self, page: str, **what: Any) -> None:
        """Show a page by its key; `what` goes to its `show_what`."""
        self.went.emit(page, what)

    def say(self, sentence: str, action: str = "") -> None:
        """Show a short sentence at the foot of the window for a while; action is "撤销" or nothing."""
        self.bridge.said.emit(sentence, action)

    def error(self, parent: QWidget | None, error: BaseException) -> None:
        """Show the error of a job; giving up is said quietly."""
        from models import damage
        from models.errors import KnownError

        if isinstance(error, KnownError):
            self.messages.error(parent, damage.explained(self.ledger, error) or error)
        else:
            self.say("已停下，没有改动")
