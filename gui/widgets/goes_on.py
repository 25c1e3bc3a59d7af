"""Where an entry goes on by itself, hands press Enter or Tab after it all the same: that one key does nothing."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _Base
else:
    _Base = object


class GoesOn(_Base):
    """Stands before a widget's class. It calls `gone_on` after it has gone on by itself, and asks `is_spare` of each
    key; without that, the next person would be skipped, opened or marked as well.
    """

    _gone = False

    def gone_on(self) -> None:
        """The entry is complete and one stands at the next."""
        self._gone = True

    def is_spare(self, event: QKeyEvent) -> bool:
        """Tell whether this key only closes what is closed already; any other key ends the waiting."""
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return self._spare() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the Tab that only closes what is closed already."""
        return (self._spare() and forward) or super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Who comes back later presses no key too many."""
        self._gone = False
        super().focusOutEvent(event)

    def _spare(self) -> bool:
        gone, self._gone = self._gone, False
        return gone
