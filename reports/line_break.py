"""Breaking text into lines by Chinese rules; widths are whatever unit the caller measures in.

Rules: no line begins with a closing mark or ends with an opening one (GB/T 15834-2011, 标点符号用法, 5.1.11 and
following); words and numbers stay whole where they fit; ——and …… are not torn; a last line of one character gets
company; no line is too long.
"""

from collections.abc import Callable
from typing import NamedTuple

NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕〗］｝”’—…·％‰℃,.;:?!)]}%~～／/")
NOT_LAST = frozenset("（《〈「『【〔〖［｛“‘([{")
_INSIDE_WORD = frozenset("'’.-_@#&+,:/*%")
# How much each gap of a line may be narrowed to draw one more character in, in em.
_SQUEEZE = 0.06


class Line(NamedTuple):
    """One line of a text: its characters, their natural width, and whether the text goes on behind it."""

    text: str
    width: float
    goes_on: bool


Measure = Callable[[str], float]


def break_lines(text: str, width: float, measure: Measure, *, indent: float = 0.0, em: float = 0.0) -> list[Line]:
    """Return the lines of a text, at least one.

    measure: the width of one character. indent: taken from the first line of every paragraph ("\\n" ends one). em:
    size of a character for text that is justified: then a last single character may be drawn into the line before,
    which is up to `_SQUEEZE` em in every gap too long naturally and narrowed when drawn. A line holds at least one
    character.
    """
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        lines += _paragraph(paragraph, width, measure, indent, em)
    return lines


def balanced(text: str, width: float, measure: Measure) -> list[Line]:
    """Return as few lines as `break_lines` needs, as equal in length as they can be (for centred short texts)."""
    lines = break_lines(text, width, measure)
    if len(lines) < 2 or "\n" in text:
        return lines
    low, high = 0.0, width
    for _ in range(12):
        middle = (low + high) / 2
        tried = break_lines(text, middle, measure)
        if len(tried) > len(lines) or any(line.width > middle for line in tried):
            low = middle
        else:
            lines, high = tried, middle
    return lines


def _paragraph(text: str, width: float, measure: Measure, indent: float, em: float) -> list[Line]:
    widths = [measure(character) for character in text]
    ends: list[int] = []
    start, room = 0, width - indent
    while (end := _line_end(text, widths, start, room)) < len(text):
        ends.append(end)
        start, room = end, width
    if ends:
        _accompany_last(text, widths, ends, width, indent, em)
    lines = []
    for begin, end in zip([0, *ends], [*ends, len(text)], strict=True):
        shown = text[begin:end].rstrip(" ")
        lines.append(Line(shown, sum(widths[begin : begin + len(shown)]), end < len(text)))
    return lines


def _line_end(text: str, widths: list[float], start: int, room: float) -> int:
    """Return where the line that starts at `start` ends: the last allowed place that fits."""
    used = 0.0
    full = start
    while full < len(text):
        used += widths[full]
        # Blanks at the end of a line take no room.
        if used > room + 1e-6 and text[full] != " ":
            break
        full += 1
    full = max(full, start + 1)
    if full >= len(text):
        return len(text)
    for end in range(full, start, -1):
        if _may_break(text, end):
            return end
    return _forced_end(text, start, full)


def _forced_end(text: str, start: int, full: int) -> int:
    """Return the best end where no allowed one fits: inside a long word, only then before or behind a mark."""
    for end in range(full, start, -1):
        if text[end] not in NOT_FIRST and text[end - 1] not in NOT_LAST:
            return end
    return full


def _may_break(text: str, at: int) -> bool:
    """Tell whether a line may end before the character at `at`."""
    before, after = text[at - 1], text[at]
    if after == " ":
        return False
    if after in NOT_FIRST or before in NOT_LAST:
        return False
    if before in "—…" and before == after:
        return False
    return not (_in_word(before) and _in_word(after))


def _in_word(character: str) -> bool:
    return character in _INSIDE_WORD or (ord(character) < 0x250 and character.isalnum())


def _accompany_last(
    text: str, widths: list[float], ends: list[int], width: float, indent: float, em: float
) -> None:
    """Draw a last line of a single character back into the line before, or give it another one from there."""
    last = text[ends[-1] :].rstrip(" ")
    if not last or len(last.strip("".join(NOT_FIRST))) > 1 or len(last) > 2 or last.isascii():
        return
    start = ends[-2] if len(ends) > 1 else 0
    room = width if len(ends) > 1 else width - indent
    if em and sum(widths[start:]) <= room + _SQUEEZE * em * (len(text) - start - 1):
        del ends[-1]
        return
    for end in range(ends[-1] - 1, start + 1, -1):
        if _may_break(text, end):
            if sum(widths[end:]) <= width:
                ends[-1] = end
            return
