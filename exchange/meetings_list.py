"""Lists of one meeting's people: exports of meeting programs, punch sheets, sign-in sheets.

They do not tell a meeting as a register does; the paste box of a meeting reads them better than any import could.
"""

import re

from exchange import meetings_header
from exchange.roster_header import normalized_label
from exchange.sheets.grid import Cell, Sheet
from exchange.traditional import simplified

_SEARCHED_ROWS = 40


def is_list(sheet: Sheet) -> bool:
    """Tell whether one of the first rows is the header of such a list, by itself or below a title that says so."""
    titles = sheet.name
    for number in sorted(sheet.rows)[:_SEARCHED_ROWS]:
        if _is_header(sheet.rows[number], titles):
            return True
        titles += " " + " ".join(str(cell.value)[:60] for cell in sheet.rows[number].values())
    return False


def is_hours(sheet: Sheet) -> bool:
    """Tell whether a sheet counts the hours of persons: names in a column, and hours in the title or a header."""
    told = sheet.name
    for number in sorted(sheet.rows)[:_SEARCHED_ROWS]:
        labels = [_label(cell) for cell in sheet.rows[number].values() if not cell.filled]
        told += " " + " ".join(labels)
        if any(meetings_header.exact_field(label) == "person" for label in labels):
            return "学时" in told
    return False


def _label(cell: Cell) -> str:
    """Return a header without what a questionnaire puts around it: `1、您的姓名`."""
    label = normalized_label(simplified(str(cell.value)))[:40]
    return re.sub(r"^\d+[、.．:：]?|您的|请填写|请输入|\*", "", label)


def _is_header(cells: dict[int, Cell], titles: str) -> bool:
    words = meetings_header.table()["lists"]
    labels = [_label(cell) for cell in cells.values() if not cell.filled]
    people = [label for label in labels if re.fullmatch(words["people"], label)]
    others = [label for label in labels if label not in people]
    return bool(people) and any(re.search(words["signs"], text) for text in (*others, titles))
