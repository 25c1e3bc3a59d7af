"""Finds the header of a roster among title rows, and what each column means.

The synonyms stand in `resources/roster/synonyms.toml` (product notes, section F), what else a header tells in
`headers.toml`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from exchange import roster_words
from exchange.sheets.grid import Cell

LOOKED_FOR = ("姓名", "公民身份号码", "性别", "民族", "出生年月", "入党时间", "人员类别", "联系电话")
"""Headers named to the user when none was found."""

_SEARCHED_ROWS = 40
_FEWEST_FIELDS = 3
_DATE_PARTS = {"年": "year", "月": "month", "日": "day", "年份": "year", "月份": "month"}
_DATE_FIELDS = frozenset({"birth_date", "joined_date", "regular_date"})
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】|〔[^〕]*〕|《[^》]*》")
_DROPPED = re.compile(r"[\s:;*·、,.\"'“”_\-—※★☆●○◎◆◇■□▲△▼▽#@!?？]+")
_NUMBERED = re.compile(
    r"^[※★*#]*(?:[Qq第]?\d{1,2}题?[.、:)](?!\d)|[一二三四五六七八九十]{1,3}[、.]|[(【][\d一二三四五六七八九十]{1,2}[)】])"
)
_GROUP_WORDS = re.compile("(情况|信息|资料|内容|登记)$")
POST = "post"
"""`Column.part` of a column that stands for one post and is ticked."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column means.

    field: a name of the synonym table, empty when not understood. label: the header as written. part:
    `year`, `month` or `day` when a date is spread over columns, `post` when the column is ticked for one post.
    """

    number: int
    field: str
    label: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: its last and first row, and its columns from left to right."""

    last_row: int
    columns: tuple[Column, ...]
    first_row: int = 0

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
    used: bool = False

    @property
    def taken(self) -> bool:
        """Tell whether the values go anywhere."""
        return self.kept or self.used


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
    single = Header(number, _columns(row, {}), number)
    if below and _continues(single, below):
        double = Header(number + 1, _columns(row, below), number)
        if len(double.fields) >= len(single.fields):
            return _sound(double)
    return _sound(single)


def normalized_label(text: str) -> str:
    """Return a header as headers are compared: half-width, without blanks, signs, brackets and their
    contents, without the number and the politeness of a form's question (`3. 请填写您的身份证号（必填）`).
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    plain = roster_words.pattern("headers", "asked", "before").sub("", _NUMBERED.sub("", plain, count=1), count=1)
    bare = roster_words.simplified(_DROPPED.sub("", _BRACKETS.sub("", plain)).lower())
    return roster_words.pattern("headers", "asked", "behind").sub("", bare)


def field_of(text: str) -> str:
    """Return the field that a header means, empty when none.

    A header that only contains a known one of four characters or more counts too (`本人身份证号码`), unless
    it names somebody else (`配偶身份证号码`) or an earlier time (`原工作单位`).
    """
    label = normalized_label(text)
    known = _synonyms()
    if label in known:
        return known[label]
    if _elsewhere(label):
        return ""
    inside = [word for word in known if len(word) >= 4 and word in label and len(label) <= len(word) + 4]
    return known[max(inside, key=len)] if inside else ""


@cache
def rule(field: str) -> FieldRule:
    """Return how a field of the synonym table is treated; "" is that of headers nobody knows."""
    entry = roster_words.table("synonyms").get(field, {"kept": False})
    return FieldRule(entry.get("kept", True), entry.get("joins", False), entry.get("used", False))


def has_name(rows: dict[int, dict[int, Cell]]) -> tuple[str, ...]:
    """Return the labels of the first row in which 姓名 stands, whether or not it is a header."""
    for number in sorted(rows)[:_SEARCHED_ROWS]:
        labels = [_label(cell) for cell in rows[number].values() if not cell.filled]
        if len(labels) > 1 and any(_exact(label) == "name" for label in labels):
            return tuple(labels)
    return ()


def is_known(text: str) -> bool:
    """Tell whether a text is a known header, word for word."""
    return bool(_exact(text))


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
    if _is_post(lower or top):
        return Column(number, "party_post", lower or top, POST)
    if not lower or lower == top:
        return Column(number, field_of(top), top)
    label = f"{top}：{lower}" if top else lower
    if _elsewhere(normalized_label(top)):
        return Column(number, "", label)
    group = _GROUP_WORDS.sub("", normalized_label(top))
    return Column(number, _exact(top + lower) or _exact(group + lower) or field_of(lower) or field_of(top), label)


def _exact(text: str) -> str:
    return _synonyms().get(normalized_label(text), "")


def _label(cell: Cell | None) -> str:
    return "" if cell is None else " ".join(str(cell.value).split())


def _is_post(text: str) -> bool:
    return normalized_label(text) in roster_words.words("headers", "posts", "words")


def elsewhere(text: str) -> bool:
    """Tell whether a header speaks of somebody else or of an earlier time."""
    return _elsewhere(normalized_label(text))


def _elsewhere(label: str) -> bool:
    former = roster_words.words("headers", "former", "words")
    return label.startswith(former) or any(
        word in label for word in roster_words.words("headers", "somebody_else", "words")
    )


@cache
def _synonyms() -> dict[str, str]:
    known: dict[str, str] = {}
    for field, entry in roster_words.table("synonyms").items():
        for word in entry["words"]:
            label = normalized_label(word)
            if known.setdefault(label, field) != field:
                raise ValueError(f"synonyms.toml: '{word}' stands under two fields")
    return known
