"""Putting a set text into its box on a page, and a frame around ruled blocks."""

from reports.drawing import MM_PER_POINT, Box, Page, Placed, Rule, Setting
from reports.typeset import ASCENT

# Text looks centred when it stands a little above the middle, by this part of its size.
_RAISED = 0.03
_TOUCHING = 1e-6
_BASELINE = (ASCENT - _RAISED) * MM_PER_POINT


def place(page: Page, setting: Setting, x: float, top: float, height: float) -> None:
    """Put a set text into a box of the given height, optically centred."""
    if setting.lines:
        page.text.append(Placed(x, top + (height - setting.height) / 2 + _BASELINE * setting.size, setting))


def frame(page: Page, x: float, top: float, width: float, bottom: float, weights: tuple[float, float]) -> None:
    """Draw the frame of a ruled block; one that follows another of the same width without a gap goes on in its frame.

    weights: of the frame, and of the rule where the two meet, in points.
    """
    last = page.boxes[-1] if page.boxes else None
    if last and abs(last.x - x) + abs(last.width - width) + abs(last.y + last.height - top) < _TOUCHING:
        page.boxes[-1] = last._replace(height=bottom - last.y)
        page.rules.append(Rule(x, top, x + width, top, weights[1]))
    else:
        page.boxes.append(Box(x, top, width, bottom - top, weights[0]))
