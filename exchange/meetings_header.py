"""Finds the header of a meeting register among title rows, and what each column means.

The synonyms stand in `resources/meetings/synonyms.toml`; columns and headers are those of `roster_header`.
"""

import re
import tomllib
from dataclasses import replace
from functools import cache
from typing import Any

import resources
from exchange.roster_header import Column, FieldRule, Header, normalized_label
from exchange.sheets.grid import Cell
from exchange.traditional import simplified

LOOKED_FOR = ("日期", "会议类别", "议题", "地点", "主持人", "缺席人员", "应到", "实到")
"""Headers named to the user when none was found."""

TOPIC_FIELDS = ("topic", "name", "content")
"""Columns that can tell what a meeting was about, the plainest first."""

_SEARCHED_ROWS = 40
_LONGEST = 14
_FEWEST_FIELDS = 3
_DATE_PARTS = {
    "年": "year", "年份": "year", "年度": "year", "月": "month", "月份": "month", "日": "day", "几号": "day",
}  # fmt: skip


def find_header(rows: dict[int, dict[int, Cell]]) -> Header | None:
    """Return the header of a sheet: of its first rows the one in which most fields are understood."""
    best: Header | None = None
    numbers = sorted(rows)[:_SEARCHED_ROWS]
    for index, number in enumerate(numbers):
        below = rows[numbers[index + 1]] if numbers[index + 1 : index + 2] == [number + 1] else {}
        header = header_at(number, rows[number], below)
        if header is not None and (best is None or len(header.fields) > len(best.fields)):
            best = header
    return best


def has_day(rows: dict[int, dict[int, Cell]]) -> bool:
    """Tell whether a row looks like a header with a day, though nothing in it tells what was held."""
    for number in sorted(rows)[:_SEARCHED_ROWS]:
        fields = {column.field for column in _columns(rows[number], {}) if column.field}
        if "day" in fields and len(fields) >= _FEWEST_FIELDS:
            return True
    return False


def header_at(number: int, row: dict[int, Cell], below: dict[int, Cell]) -> Header | None:
    """Return the header that begins in this row, with the row below where it has two, or None."""
    single = Header(number, _columns(row, {}))
    if below and _continues(single, below):
        double = Header(number + 1, _columns(row, below))
        if len(double.fields) >= len(single.fields):
            return _sound(double)
    return _sound(single)


def field_of(text: str) -> str:
    """Return the field that a header means, empty when none.

    A header about people is told by the patterns of the table; one that only contains a known one of four characters
    or more counts too (`本次会议主持人`).
    """
    label = normalized_label(simplified(text))
    known = _synonyms()
    if label in known:
        return known[label]
    if len(label) <= _LONGEST:
        about = next((field for field, pattern in table()["patterns"].items() if re.search(pattern, label)), "")
        if about:
            return about
    inside = [word for word in known if len(word) >= 4 and word in label and len(label) <= len(word) + 4]
    return known[max(inside, key=len)] if inside else ""


def exact_field(text: str) -> str:
    """Return the field of which a text is a known header as it stands, empty when it is none."""
    return _synonyms().get(normalized_label(simplified(text)), "")


def rule(field: str) -> FieldRule:
    """Return how a field of the synonym table is treated; a column that is not understood is not kept."""
    if not field:
        return FieldRule(kept=False, joins=False)
    entry = table()["columns"][field]
    return FieldRule(kept=entry.get("kept", True), joins=entry.get("joins", False))


@cache
def table() -> dict[str, dict[str, Any]]:
    """Return the synonym file: `columns` by field and `kinds` by kind."""
    path = resources.ROOT / "meetings" / "synonyms.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _sound(header: Header) -> Header | None:
    """Return a header that tells what was held and when; a beginning stands for the day where there is no other."""
    if not header.fields & {"kinds", *TOPIC_FIELDS}:
        return None
    of_person = {"person", "study_minutes"} <= header.fields and "start_time" not in header.fields
    if "day" in header.fields or of_person:
        return header
    if "start_time" not in header.fields:
        return None
    moved = (replace(one, field="day") if one.field == "start_time" else one for one in header.columns)
    return replace(header, columns=tuple(moved))


def _continues(single: Header, below: dict[int, Cell]) -> bool:
    """Tell whether the row below belongs to the header: most of its own cells are headers too."""
    own = [str(cell.value) for cell in below.values() if not cell.filled]
    told = [text for text in own if field_of(text) or normalized_label(text) in _DATE_PARTS]
    return bool(told) and len(told) * 2 > len(own) and _sound(single) is not None


def _columns(row: dict[int, Cell], below: dict[int, Cell]) -> tuple[Column, ...]:
    found = []
    above = ""
    for number in sorted({*row, *below}):
        top, lower = _label(row.get(number)), _label(below.get(number))
        # Without merged cells (in .csv) the upper header stands only over the first of its columns.
        above = top or above
        found.append(_column(number, top, lower, above))
    return tuple(column for column in found if column.label)


def _column(number: int, top: str, lower: str, above: str) -> Column:
    part = _DATE_PARTS.get(normalized_label(lower or top), "")
    if part and (not lower or lower == top or field_of(above) == "day"):
        return Column(number, "day", lower or top, part)
    if not lower or lower == top:
        return Column(number, field_of(top), top)
    label = f"{top}：{lower}" if top else lower
    return Column(number, field_of(lower) or field_of(top), label)


def _label(cell: Cell | None) -> str:
    return "" if cell is None else " ".join(str(cell.value).split())


@cache
def _synonyms() -> dict[str, str]:
    known: dict[str, str] = {}
    for field, entry in table()["columns"].items():
        for word in entry["words"]:
            label = normalized_label(word)
            if known.setdefault(label, field) != field:
                raise ValueError(f"synonyms.toml: '{word}' stands under two fields")
    return known
