"""Marks on entry fields."""

from PySide6.QtWidgets import QWidget


def set_wrong(widget: QWidget, wrong: bool) -> None:
    """Mark an entry field as wrong (its border) or take the mark away."""
    value = "true" if wrong else ""
    if (widget.property("wrong") or "") != value:
        widget.setProperty("wrong", value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
