"""Putting a set text into its box on a page."""

from reports.drawing import MM_PER_POINT, Page, Placed, Setting
from reports.typeset import ASCENT

# Text looks centred when it stands a little above the middle, by this part of its size.
_RAISED = 0.03
_BASELINE = (ASCENT - _RAISED) * MM_PER_POINT


def place(page: Page, setting: Setting, x: float, top: float, height: float) -> None:
    """Put a set text into a box of the given height, optically centred."""
    if setting.lines:
        page.text.append(Placed(x, top + (height - setting.height) / 2 + _BASELINE * setting.size, setting))
