"""Rows under a header that are nobody's: sums, foot lines, examples, instructions, names of fields."""

import re
import unicodedata
from itertools import pairwise

from exchange import roster_header, roster_words
from exchange.roster_header import Header
from exchange.sheets.grid import Cell
from models import id_number

DITTO = frozenset(
    {"同上", "同左", "〃", "″", "''", '"', '""', "“", "”", "““", "””", "々", "ditto", "-do-", "、、", "…"}
)
_TOTAL = re.compile(r"(合计|小计|总计|共计|总人数|合共)[\d人名:]*")
_FOOT = re.compile(
    r"(填表人|制表人?|审核人?|填报人?|填报单位|填报日期|填表日期|填表时间|负责人|单位负责人|支部书记|书记签|说明|备注|注|附注|"
    r"联系电话|联系人|经办人|统计|党支部盖章|盖章)(\(?(签[字名章]|盖章|公章)\)?)?[:\d]"
)
_SENTENCE = re.compile(r"[。；;：:！!？?]|.{20,}")
_FIELD_CODE = re.compile(r"[a-z_][a-z0-9_.]{1,30}|\$?\{[^}]*\}", re.IGNORECASE)
_PREFILLED = frozenset({"sex", "ethnicity", "category", "group"})
"""What templates fill in beforehand, in rows where nobody stands yet."""
_FEWEST_CODES = 3
_MOST_GOING_ON = 2


def is_ditto(cell: Cell) -> bool:
    """Tell whether a cell says 同上 in one of its ways."""
    return isinstance(cell.value, str) and "".join(cell.value.split()).lower() in DITTO


def passed_over(header: Header, cells: dict[int, Cell]) -> str | None:
    """Return why a row is nobody's: a word for the report, "" for a blank one, None when it is somebody's."""
    own = {number: cell for number, cell in cells.items() if not cell.filled}
    text = "".join(str(own[min(own)].value).split()) if own else ""
    plain = unicodedata.normalize("NFKC", text)
    if _FOOT.match(plain) or (len(own) == 1 and _SENTENCE.search(plain)):
        return "foot"
    names = [cells[column.number] for column in header.of("name") if column.number in cells]
    sums = any(_TOTAL.fullmatch(_squeezed(name)) for name in names) or _TOTAL.match(plain)
    if sums or _is_figure(header, own, names):
        return "total"
    if names and all(name.filled for name in names):
        # The name's cell reaches here from above, or a title's from the left.
        return "continued"
    kept = [c.number for c in header.columns if c.field and roster_header.rule(c.field).kept]
    there = {c.field for c in header.columns if c.number in kept and c.number in own and not is_ditto(own[c.number])}
    if there <= _PREFILLED:
        return ""
    return "example" if _is_example(header, own, names) else None


def goes_on(header: Header, cells: dict[int, Cell]) -> bool:
    """Tell whether a row without name and number says no more than what found no room in the row above it."""
    own = [c for c in header.columns if c.number in cells and not is_ditto(cells[c.number])]
    if any(column.field in ("name", "serial") for column in own):
        return False
    taken = {column.field for column in own if column.field and roster_header.rule(column.field).taken}
    return bool(taken) and len(taken) <= _MOST_GOING_ON and not taken & {"id_number", "joined_date", "birth_date"}


def _is_example(header: Header, own: dict[int, Cell], names: list[Cell]) -> bool:
    """Tell whether a row shows how to fill in the list, or names its fields for a program."""
    examples = roster_words.table("rows")["examples"]
    for name in names:
        said = _squeezed(name)
        if said in examples["names"] or any(part in said for part in examples["parts"]):
            return True
        if isinstance(name.value, str) and roster_header.is_known(name.value):
            return True
    remarks = [_squeezed(own[c.number]) for c in header.of("remark") if c.number in own]
    first = [_squeezed(own[c.number]) for c in header.of("serial") if c.number in own]
    telling = roster_words.pattern("rows", "examples", "remarks")
    if any(telling.fullmatch(said) for said in (*remarks, *first)):
        return True
    if any(said in examples["names"] for said in first):
        return True
    parts = roster_words.table("rows")["statistics"]["parts_of_headers"]
    if all(_squeezed(cell) in parts for cell in own.values()):
        return True
    return _is_instruction(header, own) or _is_of_codes(header, own) or _is_of_numbers(own)


def _is_figure(header: Header, own: dict[int, Cell], names: list[Cell]) -> bool:
    """Tell whether a row counts people (`其中：预备党员 1`): such a word stands first, and nobody's number with it."""
    if any(c.field in ("id_number", "birth_date", "joined_date") and c.number in own for c in header.columns):
        return False
    named = [name for name in names if not any(map(str.isdigit, _squeezed(name)))]
    first = named or [own[number] for number in sorted(own)[:1]]
    telling = roster_words.pattern("rows", "statistics", "names")
    return any(telling.fullmatch(_squeezed(cell).replace(":", "")) for cell in first)


def _is_instruction(header: Header, own: dict[int, Cell]) -> bool:
    """Tell whether most cells say how they are filled in, and none is somebody's own number."""
    said = {c.field: _squeezed(own[c.number]) for c in header.columns if c.number in own and c.field != "remark"}
    if id_number.is_valid(said.get("id_number", "")):
        return False
    hints = roster_words.table("rows")["examples"]["hints"]
    hinting = [text for text in said.values() if any(hint in text for hint in hints)]
    return len(hinting) >= 2 and len(hinting) * 2 >= len(said)


def _is_of_codes(header: Header, own: dict[int, Cell]) -> bool:
    said = [_squeezed(own[c.number]) for c in header.columns if c.number in own]
    return len(said) >= _FEWEST_CODES and all(_FIELD_CODE.fullmatch(text) for text in said)


def _is_of_numbers(own: dict[int, Cell]) -> bool:
    """Tell whether a row numbers the columns: 1, 2, 3 and so on from left to right."""
    said = [_squeezed(own[number]).strip("()") for number in sorted(own)]
    if len(said) < _FEWEST_CODES or not all(text.isascii() and text.isdigit() and len(text) < 4 for text in said):
        return False
    return all(int(after) == int(before) + 1 for before, after in pairwise(said))


def _squeezed(cell: Cell) -> str:
    return roster_words.squeezed(str(cell.value))
