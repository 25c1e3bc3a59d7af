"""Lists of one meeting's people: exports of meeting programs, punch sheets, sign-in sheets.

They do not tell a meeting as a register does; the paste box of a meeting reads them better than any import could.
"""

import re

from exchange import meetings_header
from exchange.roster_header import normalized_label
from exchange.sheets.grid import Cell
from exchange.traditional import simplified

_SEARCHED_ROWS = 40


def is_list(rows: dict[int, dict[int, Cell]]) -> bool:
    """Tell whether one of the first rows is the header of such a list."""
    return any(_is_header(rows[number]) for number in sorted(rows)[:_SEARCHED_ROWS])


def _is_header(cells: dict[int, Cell]) -> bool:
    words = meetings_header.table()["lists"]
    labels = [normalized_label(simplified(str(cell.value)))[:40] for cell in cells.values() if not cell.filled]
    people = [label for label in labels if re.fullmatch(words["people"], label)]
    others = [label for label in labels if label not in people]
    return bool(people) and any(re.search(words["signs"], label) for label in others)
