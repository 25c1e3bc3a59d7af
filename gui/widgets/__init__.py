"""Widgets that the pages are put together from."""

from gui.widgets.buttons import Segments, button, link
from gui.widgets.card import Card, PageHeader, line
from gui.widgets.date_edit import DateEdit
from gui.widgets.empty_state import EmptyState
from gui.widgets.field_grid import FieldGrid
from gui.widgets.inline_message import InlineMessage
from gui.widgets.pill import Pill
from gui.widgets.progress import ProgressPanel
from gui.widgets.search_field import SearchField
from gui.widgets.texts import ElidedLabel, label

__all__ = [
    "Card",
    "DateEdit",
    "ElidedLabel",
    "EmptyState",
    "FieldGrid",
    "InlineMessage",
    "PageHeader",
    "Pill",
    "ProgressPanel",
    "SearchField",
    "Segments",
    "button",
    "label",
    "line",
    "link",
]
