"""Putting a set text into its box on a page."""

from reports.drawing import MM_PER_POINT, Page, Span, TextRun
from reports.typeset import ASCENT, Setting

# Text looks centred when it stands a little above the middle, by this part of its size.
_RAISED = 0.03


def place(page: Page, setting: Setting, x: float, top: float, height: float) -> None:
    """Put a set text into a box of the given height, optically centred."""
    if not setting.lines:
        return
    em = setting.size * MM_PER_POINT
    y = top + (height - setting.height) / 2 + (ASCENT - _RAISED) * em
    step = setting.leading * em
    if setting.actual:
        runs = [
            TextRun(x + dx, y + number * step, piece)
            for number, line in enumerate(setting.lines)
            for dx, piece in line
        ]
        page.text.append(Span(setting.actual, tuple(runs)))
        return
    for line in setting.lines:
        for dx, piece in line:
            page.text.append(TextRun(x + dx, y, piece))
        y += step
