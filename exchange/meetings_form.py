"""Sheets whose headers do not stand in a row: fields down and meetings across, or a form of labels with values beside.

Both are turned into an ordinary table, so that one reader reads all of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from exchange import meetings_header
from exchange.sheets.grid import Cell, Sheet

_WITHIN = re.compile(r"^\s*([^:：]{2,12})[:：]\s*(\S.*)$", re.DOTALL)
_FEWEST = 4
_TELLS_DAY = {"day", "start_time"}
_TELLS_TOPIC = {"kinds", *meetings_header.TOPIC_FIELDS}

Rows = dict[int, dict[int, Cell]]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A label and its value."""

    row: int
    label: str
    field: str
    value: Cell


def turned(sheet: Sheet) -> Sheet | None:
    """Return a sheet of fields down and meetings across with rows and columns exchanged; its rows are then numbered as
    the columns were. None for any other sheet.
    """
    columns = sorted({number for cells in sheet.rows.values() for number in cells})
    for at in columns[:3]:
        labels = {row: cells[at] for row, cells in sheet.rows.items() if at in cells and _field(cells[at])}
        fields = [_field(cell) for cell in labels.values()]
        if not _enough(set(fields)) or fields.count("day") > 1:
            continue
        if any(_field(cell) for row in labels for number, cell in sheet.rows[row].items() if number > at):
            return None
        first = min(labels)
        over = [cell for row in sorted(sheet.rows) if row < first for cell in sheet.rows[row].values()]
        rows: Rows = {0: dict(enumerate((one for one in over if not one.filled), 1))} if over else {}
        rows[at] = labels
        for number in (one for one in columns if one > at):
            cells = {row: sheet.rows[row][number] for row in labels if number in sheet.rows[row]}
            if any(not cell.filled for cell in cells.values()):
                rows[number] = cells
        return replace(sheet, rows=rows, merges=[], hidden_rows=set()) if len(rows) > 1 else None
    return None


def table(sheet: Sheet) -> Sheet | None:
    """Return a sheet of forms (label, value, label, value) as a table with a row for each form; None for others."""
    forms: list[dict[str, _Pair]] = [{}]
    for pair in _pairs(sheet):
        again = pair.field in _TELLS_DAY and pair.field in {one.field for one in forms[-1].values()}
        if again or pair.label == next(iter(forms[-1]), ""):
            forms.append({})
        forms[-1].setdefault(pair.label, pair)
    found = [form for form in forms if _enough({one.field for one in form.values()})]
    if not found or len({one.row for one in found[0].values()}) < 2:
        return None
    labels = list(dict.fromkeys(label for form in found for label in form))
    first = min(one.row for one in found[0].values())
    rows = {row: cells for row, cells in sheet.rows.items() if row < first}
    rows[first] = {at: Cell(label) for at, label in enumerate(labels, 1)}
    for form in found:
        last = max(one.row for one in form.values())
        rows[last] = {at: form[label].value for at, label in enumerate(labels, 1) if label in form}
    return replace(sheet, rows=rows, merges=[])


def _pairs(sheet: Sheet) -> Iterator[_Pair]:
    lines = list(sheet.lines())
    for at, (row, cells) in enumerate(lines):
        own = [(number, cell) for number, cell in sorted(cells.items()) if not cell.filled]
        for place, (_, cell) in enumerate(own):
            within = _WITHIN.match(str(cell.value)) if isinstance(cell.value, str) else None
            if within and meetings_header.exact_field(within[1]):
                yield _Pair(row, within[1].strip(), meetings_header.exact_field(within[1]), Cell(within[2].strip()))
            elif field := _field(cell):
                value = own[place + 1][1] if place + 1 < len(own) else _below(own, lines[at + 1 : at + 2])
                if value is not None and not _field(value) and not _is_pair(value):
                    yield _Pair(row, str(cell.value).strip(" :：\n"), field, value)


def _below(own: list[tuple[int, Cell]], following: list[tuple[int, dict[int, Cell]]]) -> Cell | None:
    """Return the only cell of the row below a label that stands alone in its row: a text under its heading."""
    if len(own) != 1 or not following:
        return None
    below = [cell for cell in following[0][1].values() if not cell.filled]
    return below[0] if len(below) == 1 else None


def _field(cell: Cell) -> str:
    """Return the field that a cell is the label of, empty when it is none."""
    text = str(cell.value)
    if cell.filled or not isinstance(cell.value, str) or len(text) > 16:
        return ""
    return meetings_header.exact_field(text)


def _is_pair(cell: Cell) -> bool:
    within = _WITHIN.match(str(cell.value)) if isinstance(cell.value, str) else None
    return within is not None and bool(meetings_header.exact_field(within[1]))


def _enough(fields: set[str]) -> bool:
    return len(fields) >= _FEWEST and bool(fields & _TELLS_DAY) and bool(fields & _TELLS_TOPIC)
