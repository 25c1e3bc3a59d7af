"""What one person's own line or cell says: her mark, her reason, or what has to be asked about it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from exchange.meetings_findings import MeetingFinding, refused, undecided, warning
from exchange.meetings_sheet import Line, MeetingRow
from exchange.meetings_signs import read_sign
from models import words
from models.attendance import EXPECTED_MARKS, LEAVE_MARKS
from models.similar_names import name_key


@dataclass(frozen=True, slots=True)
class LineMark:
    """A line understood. mark: of `attendance.MARKS`, empty when it is asked or says nothing; finding: about it."""

    mark: str = ""
    reason: str = ""
    finding: MeetingFinding | None = None


def role_of(row: MeetingRow, values: Mapping[str, str]) -> str:
    """Return the mark of whoever stands in a list without a word: told by its title or header, or decided."""
    return (row.listed or values.get(f"column:{row.person}", "")) if row.person else ""


def read_line(name: str, line: Line, row: MeetingRow, values: Mapping[str, str]) -> LineMark:
    """Read a person's own cells. values: `sign:△` -> a mark, `column:姓名` -> what the people of the list are."""
    found: dict[str, str] = {}
    for label, text in line.said:
        if name_key(text) == name_key(name):
            # Her signature.
            found["present"] = text
            continue
        mark = read_sign(text, label, row.legend) or values.get(f"sign:{text}", "")
        if not mark:
            return LineMark(finding=_ask(text))
        found[mark] = text
    marks = set(found) - {"none"}
    if marks & set(LEAVE_MARKS):
        marks -= {"leave", "absent"}
    if len(marks) > 1:
        told = [words.label("mark", one) if one != "leave" else "请假" for one in sorted(marks)]
        return LineMark(finding=refused("away", "meetings-row-two-marks", name=name, first=told[0], second=told[1]))
    nothing = next(iter(found.values()), "")
    mark = next(iter(marks), "") or role_of(row, values) or row.legend.get(nothing, "")
    mark = mark or values.get(f"sign:{nothing}", "")
    if not mark:
        return LineMark(finding=_ask(nothing))
    if mark == "other":
        return LineMark()
    reason = _reason(found.get(mark, ""))
    if mark == "leave":
        return LineMark("personal", reason, warning("away", "meetings-row-leave-kind", name=name))
    return LineMark(mark, reason)


def _reason(text: str) -> str:
    """Return what stands behind the mark: 请假：出差."""
    return re.split("[:：]", text, maxsplit=1)[1].strip() if re.search("[:：]", text) else ""


def _ask(text: str) -> MeetingFinding:
    shown = f"“{text[:20]}”" if text else "空着的格子"
    return undecided("attendees", "meetings-sign", EXPECTED_MARKS, sign=text, value=shown)
