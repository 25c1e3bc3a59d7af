"""Finds the header of a roster among title rows, and what each column means.

The synonyms stand in `resources/roster/synonyms.toml` (product notes, section F).
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

import resources
from exchange.sheets.grid import Cell

LOOKED_FOR = ("姓名", "公民身份号码", "性别", "民族", "出生年月", "入党时间", "人员类别", "联系电话")
"""Headers named to the user when none was found."""

_SEARCHED_ROWS = 40
_FEWEST_FIELDS = 3
_DATE_PARTS = {"年": "year", "月": "month", "日": "day", "年份": "year", "月份": "month"}
_DATE_FIELDS = frozenset({"birth_date", "joined_date", "regular_date"})
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】|〔[^〕]*〕|《[^》]*》")
_DROPPED = re.compile(r"[\s:;*·、,.\"'“”_\-—]+")
_SOMEBODY_ELSE = re.compile("配偶|父亲|母亲|子女|家属|介绍人|联系人|紧急|户主|单位地址|书记|填表|审核")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column means.

    field: a name of the synonym table, empty when not understood. label: the header as written. part:
    `year`, `month` or `day` when a date is spread over columns.
    """

    number: int
    field: str
    label: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: its last row and its columns from left to right."""

    last_row: int
    columns: tuple[Column, ...]

    @property
    def fields(self) -> frozenset[str]:
        """The fields that are there."""
        return frozenset(column.field for column in self.columns if column.field)

    def of(self, field: str) -> tuple[Column, ...]:
        """The columns of one field."""
        return tuple(column for column in self.columns if column.field == field)


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How a field of a roster is treated (see the synonym table)."""

    kept: bool
    joins: bool


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


def header_at(number: int, row: dict[int, Cell], below: dict[int, Cell]) -> Header | None:
    """Return the header that begins in this row, with the row below where it has two, or None."""
    single = Header(number, _columns(row, {}))
    if below and _continues(single, below):
        double = Header(number + 1, _columns(row, below))
        if len(double.fields) >= len(single.fields):
            return _sound(double)
    return _sound(single)


def normalized_label(text: str) -> str:
    """Return a header as headers are compared: half-width, without blanks, signs, brackets and their
    contents.
    """
    plain = unicodedata.normalize("NFKC", text)
    return _DROPPED.sub("", _BRACKETS.sub("", re.sub(r"\s+", "", plain))).lower()


def field_of(text: str) -> str:
    """Return the field that a header means, empty when none.

    A header that only contains a known one of four characters or more counts too (`本人身份证号码`), unless
    it names somebody else (`配偶身份证号码`).
    """
    label = normalized_label(text)
    known = _synonyms()
    if label in known:
        return known[label]
    if _SOMEBODY_ELSE.search(label):
        return ""
    inside = [word for word in known if len(word) >= 4 and word in label and len(label) <= len(word) + 4]
    return known[max(inside, key=len)] if inside else ""


def rule(field: str) -> FieldRule:
    """Return how a field of the synonym table is treated."""
    entry = _table()[field]
    return FieldRule(kept=entry.get("kept", True), joins=entry.get("joins", False))


def _sound(header: Header) -> Header | None:
    enough = "name" in header.fields and len(header.fields) >= _FEWEST_FIELDS
    return header if enough else None


def _continues(single: Header, below: dict[int, Cell]) -> bool:
    """Tell whether the row below belongs to the header: nobody's name stands there, but more headers do.

    A row without the header for names is a title or a heading of groups; the row below is then the header itself.
    """
    if not single.of("name"):
        return False
    own = {number: cell for number, cell in below.items() if not cell.filled}
    if any(column.number in own for column in single.of("name")):
        return False
    labels = [str(cell.value) for cell in own.values()]
    return any(field_of(label) or normalized_label(label) in _DATE_PARTS for label in labels)


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
    part = _DATE_PARTS.get(normalized_label(lower), "")
    if part and field_of(above) in _DATE_FIELDS:
        return Column(number, field_of(above), f"{above}（{lower}）", part)
    if not lower or lower == top:
        return Column(number, field_of(top), top)
    label = f"{top}：{lower}" if top else lower
    if _SOMEBODY_ELSE.search(normalized_label(top)):
        return Column(number, "", label)
    return Column(number, _exact(top + lower) or field_of(lower) or field_of(top), label)


def _exact(text: str) -> str:
    return _synonyms().get(normalized_label(text), "")


def _label(cell: Cell | None) -> str:
    return "" if cell is None else " ".join(str(cell.value).split())


@cache
def _table() -> dict[str, dict[str, Any]]:
    path = resources.ROOT / "roster" / "synonyms.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _synonyms() -> dict[str, str]:
    known: dict[str, str] = {}
    for field, entry in _table().items():
        for word in entry["words"]:
            label = normalized_label(word)
            if known.setdefault(label, field) != field:
                raise ValueError(f"synonyms.toml: '{word}' stands under two fields")
    return known
