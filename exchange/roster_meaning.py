"""What a column means where its header alone does not say it: its values decide. And whether a cell is taken at all."""

from collections.abc import Mapping
from dataclasses import replace

from exchange import roster_coded, roster_header, roster_standing, roster_words
from exchange.roster_header import POST, Column, Header
from exchange.sheets.grid import Cell, Sheet
from models import codes

_BY_VALUES = ("category", "status")


def decided(header: Header, sheet: Sheet, choice: Mapping[tuple[str, str], int]) -> Header:
    """Return a header with the columns that a person chose, and 党籍状态, 类别 and their like as their values say."""
    chosen = {number: field for (name, field), number in choice.items() if name == sheet.name}
    columns = [
        replace(column, field=chosen[column.number], part="")
        if chosen.get(column.number, column.field) != column.field
        else column
        for column in header.columns
    ]
    known = {column.field for column in columns}
    return replace(header, columns=tuple(_by_values(column, header, sheet, known) for column in columns))


def has_others(header: Header, sheet: Sheet) -> bool:
    """Tell whether a column of categories names people who are no members."""
    return any(
        roster_coded.read("category", text).value == codes.NOT_MEMBER
        for column in header.of("category")
        for text in set(_values(column, header, sheet))
    )


def answered(header: Header, sheet: Sheet) -> bool:
    """Tell whether a column says of some people that they are members, where nothing else does."""
    dated = header.fields & {"joined_date", "regular_date"}
    asked = [column for column in header.of("status") if roster_standing.asks_for_members(column.label)]
    return any(_values(column, header, sheet) for column in (*asked, *(() if dated else header.of("category"))))


def _by_values(column: Column, header: Header, sheet: Sheet, known: set[str]) -> Column:
    if column.field not in ("", *_BY_VALUES) or column.part or roster_standing.is_question(column.label):
        return column
    values = _values(column, header, sheet)
    if not values:
        return column
    categories = [text for text in values if _is_category(text)]
    standing = [text for text in values if roster_standing.is_standing(text)]
    if column.field == "":
        sure = len(categories) == len(values) and "category" not in known and not any(t.isdigit() for t in values)
        return replace(column, field="category") if sure else column
    if len(categories) * 2 > len(values):
        return replace(column, field="category")
    outside = [text for text in standing if roster_standing.is_no_member(text)]
    if len(standing) * 2 > len(values) or any(roster_standing.is_gone(text) for text in values):
        stays = column.field == "category" and (categories or len(outside) == len(standing))
        return replace(column, field="category" if stays else "status")
    if column.field == "status":
        return replace(column, field="")
    staff = [text for text in values if any(word in text for word in roster_words.words("standing", "staff", "words"))]
    return replace(column, field="") if len(staff) * 2 > len(values) and not categories else column


def _values(column: Column, header: Header, sheet: Sheet) -> list[str]:
    cells = [cells.get(column.number) for number, cells in sheet.lines() if number > header.last_row]
    texts = [str(cell.value).strip() for cell in cells if cell is not None and not cell.flaw]
    return [text for text in texts if not roster_words.says_nothing(text) and text != column.label]


def _is_category(text: str) -> bool:
    reading = roster_coded.read("category", text)
    return reading.known and bool(reading.value)


def is_taken(column: Column, cell: Cell, chosen: int) -> bool:
    """Tell whether a cell's value goes into the ledger or into a question. chosen: the field's column that is read."""
    if not column.field or not roster_header.rule(column.field).taken:
        return False
    if column.part == POST:
        return tick(cell) is not None
    if column.field == "status" and column.label.startswith("是否"):
        return roster_standing.is_question(column.label)
    return bool(column.part) or column.number == chosen


def tick(cell: Cell) -> bool | None:
    """Tell whether a cell of a post's column is ticked; None when something else stands there."""
    said = roster_words.squeezed(str(cell.value))
    if said in roster_words.words("headers", "posts", "ticks"):
        return True
    if said in roster_words.words("headers", "posts", "crosses") or not said:
        return False
    return None
