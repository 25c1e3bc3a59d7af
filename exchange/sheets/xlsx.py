"""Reads .xlsx and .xlsm (the macros are never looked at): values, number formats, merged and hidden parts.

Sparse and streaming, so a stray cell in the last row of a million costs one cell; python-calamine would make
room for the whole rectangle.
"""

import posixpath
import re
from pathlib import Path

from exchange.sheets import formats
from exchange.sheets.grid import MOST, Cell, CellValue, Reading, Sheet
from exchange.sheets.zipped import Parts, local
from models import cell_text
from models.errors import WorldError

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CHUNK_WORK = 2_000
_SHORT, _MOST_MADE = 40, 20_000
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")

Attributes = dict[str, str]


def read(path: Path, content: bytes, reading: Reading) -> list[Sheet]:
    """Return all sheets of a workbook. Raises WorldError("workbook-damaged"), RefusedError for bounds."""
    with Parts(path, content, lambda: reading.step(_CHUNK_WORK)) as parts:
        book = _Book(parts, str(path), reading)
        values = sum(parts.count(target, b"</v>") for _, _, target in book.sheets)
        if values > MOST["cells"]:
            reading.take("cells", values)
        return [_SheetReader(book, *entry, reading).sheet() for entry in book.sheets]


def place(text: str) -> tuple[int, int] | None:
    """Return row and column (from 1) of a cell's name such as `C4`."""
    if not (found := _PLACE.fullmatch(text)):
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _no_text(_: str) -> None:
    return


def _no_end(_: str) -> None:
    return


class _Book:
    """What all sheets share: their list, styles, shared strings and the day that counts as first."""

    def __init__(self, parts: Parts, path: str, reading: Reading) -> None:
        self.parts = parts
        self.path = path
        self.from_1904 = False
        self.sheets: list[tuple[str, bool, str]] = []
        self._listed: list[tuple[str, bool, str]] = []
        parts.parse("xl/workbook.xml", self._workbook_element, _no_end, _no_text)
        self._targets: dict[str, tuple[str, str]] = {}
        parts.parse("xl/_rels/workbook.xml.rels", self._relation, _no_end, _no_text)
        for name, hidden, relation in self._listed:
            kind, target = self._targets.get(relation, ("", ""))
            if kind.endswith("/worksheet") and parts.has(target):
                self.sheets.append((name, hidden, target))
        if not self.sheets:
            raise WorldError("workbook-damaged", path=path, detail="no worksheet")
        self.formats = _Styles(parts, self._target("/styles")).formats
        self.strings = _Strings(parts, self._target("/sharedStrings"), reading).strings

    def _target(self, kind: str) -> str:
        return next((target for found, target in self._targets.values() if found.endswith(kind)), "")

    def _workbook_element(self, name: str, attributes: Attributes) -> None:
        name = local(name)
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "") in ("1", "true")
        elif name == "sheet":
            relation = next((value for key, value in attributes.items() if local(key) == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            self._listed.append((attributes.get("name", ""), hidden, relation))

    def _relation(self, name: str, attributes: Attributes) -> None:
        target = attributes.get("Target", "")
        full = target if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        self._targets[attributes.get("Id", "")] = (attributes.get("Type", ""), full)


class _Styles:
    """The number format of each cell style, in the order in which cells name them."""

    def __init__(self, parts: Parts, target: str) -> None:
        self.formats: list[str] = []
        self._own: dict[int, str] = {}
        self._inside = False
        if target and parts.has(target):
            parts.parse(target, self._start, self._end, _no_text)

    def _start(self, name: str, attributes: Attributes) -> None:
        name = local(name)
        if name == "numFmt":
            self._own[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            number = int(attributes.get("numFmtId", "0"))
            self.formats.append(self._own.get(number) or formats.BUILT_IN.get(number, ""))

    def _end(self, name: str) -> None:
        if local(name) == "cellXfs":
            self._inside = False


class _Strings:
    """The shared texts; reading aids above characters (phonetic runs) are no part of them."""

    def __init__(self, parts: Parts, target: str, reading: Reading) -> None:
        self.strings: list[str] = []
        self._reading = reading
        self._pieces: list[str] = []
        self._taking = False
        self._phonetic = False
        if target and parts.has(target):
            parts.parse(target, self._start, self._end, self._text)

    def _start(self, name: str, attributes: Attributes) -> None:
        name = local(name)
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._phonetic = True
        elif name == "t":
            self._taking = not self._phonetic

    def _end(self, name: str) -> None:
        name = local(name)
        if name == "si":
            self._reading.take("texts", 1)
            self.strings.append(_unescaped("".join(self._pieces)))
        elif name == "rPh":
            self._phonetic = False
        elif name == "t":
            self._taking = False

    def _text(self, text: str) -> None:
        if self._taking:
            self._pieces.append(text)


class _SheetReader:
    """Follows one sheet's elements; written for sheets with a million empty, but formatted cells."""

    def __init__(self, book: _Book, name: str, hidden: bool, target: str, reading: Reading) -> None:
        self._book = book
        self._target = target
        self._reading = reading
        self._sheet = reading.sheet(name, hidden)
        self._sheet.shift = formats.SHIFT_1904 if book.from_1904 else 0
        self._plain: dict[str, str] = {}
        self._row = 0
        # Where the cell before stands: its name as written, or row and column when it has none.
        self._place: str | tuple[int, int] = (0, 0)
        self._cell: Attributes | None = None
        self._pieces: list[str] = []
        self._made: dict[tuple[str, str, str, bool], Cell | None] = {}
        self._formula: list[str] | None = None
        self._in_formula = False
        self._taking = False
        self._phonetic = False

    def sheet(self) -> Sheet:
        self._book.parts.parse(self._target, self._start, self._end, self._text)
        self._sheet.fill_merges()
        return self._sheet

    def _start(self, name: str, attributes: Attributes) -> None:
        name = self._plain.get(name) or self._plain.setdefault(name, local(name))
        if name == "c":
            self._cell = attributes
            self._place = attributes.get("r") or self._next_place()
        elif name in ("v", "t"):
            self._taking = self._cell is not None and not self._phonetic
        elif name == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._place = (self._row, 0)
            if attributes.get("hidden") in ("1", "true"):
                self._sheet.hidden_rows.add(self._row)
        elif name == "f":
            self._formula, self._in_formula = [], True
        elif name == "rPh":
            self._phonetic = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _next_place(self) -> tuple[int, int]:
        row, column = self._where()
        return row, column + 1

    def _where(self) -> tuple[int, int]:
        return (place(self._place) or (self._row, 0)) if isinstance(self._place, str) else self._place

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, end = place(first), place(last or first)
        if start and end:
            self._sheet.merge(*start, *end)

    def _text(self, text: str) -> None:
        if self._taking:
            self._pieces.append(text)
        elif self._in_formula and self._formula is not None:
            self._formula.append(text)

    def _end(self, name: str) -> None:
        name = self._plain.get(name, name)
        if name == "c":
            self._end_cell()
        elif name == "f":
            self._in_formula = False
        elif name in ("v", "t"):
            self._taking = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "row":
            self._reading.row_done(self._sheet.name)

    def _end_cell(self) -> None:
        if self._cell is not None and (self._pieces or self._formula is not None):
            cell = self._known(self._cell, self._pieces[0] if len(self._pieces) == 1 else "".join(self._pieces))
            if cell is not None:
                self._sheet.put(*self._where(), cell)
            self._pieces, self._formula = [], None
        self._cell = None

    def _known(self, attributes: Attributes, text: str) -> Cell | None:
        """Return the cell for a text; equal ones, as most of a table are, are made once."""
        if self._formula is not None or len(text) > _SHORT:
            return self._finished(attributes, text)
        key = (text, attributes.get("t", ""), attributes.get("s", ""), "vm" in attributes)
        try:
            return self._made[key]
        except KeyError:
            if len(self._made) >= _MOST_MADE:
                self._made.clear()
            cell = self._made[key] = self._finished(attributes, text)
            return cell

    def _finished(self, attributes: Attributes, text: str) -> Cell | None:
        kind = attributes.get("t", "n")
        if cell_text.picture("".join(self._formula or ())) or (
            kind == "e" and "vm" in attributes and text == "#VALUE!"
        ):
            # A picture in a cell has no other value for programs that do not know it.
            return Cell("", flaw="picture")
        if self._formula is not None and not text and kind != "str":
            return Cell("", flaw="formula-without-value")
        if kind == "e":
            if "vm" in attributes and text == "#VALUE!":
                # A picture in a cell has no other value for programs that do not know it.
                return Cell("", flaw="picture")
            # Without a formula it is what programs write for no value.
            return Cell(text, flaw="error-value") if self._formula is not None or text != "#N/A" else None
        if kind == "s":
            return _text_cell(self._shared(text))
        if kind in ("str", "inlineStr", "d"):
            return _text_cell(_unescaped(text))
        if kind == "b":
            return Cell(text in ("1", "true")) if text else None
        if not text.strip():
            return None
        style = int(attributes.get("s") or 0)
        formatted = self._book.formats[style] if style < len(self._book.formats) else ""
        return Cell(_number(text, formatted, self._book.from_1904), formatted)

    def _shared(self, text: str) -> str:
        try:
            return self._book.strings[int(text)]
        except (ValueError, IndexError) as error:
            raise WorldError("workbook-damaged", path=self._book.path, detail="shared string") from error


def _text_cell(text: str) -> Cell | None:
    return Cell(text) if text.strip(" \u3000\t\r\n\xa0") else None


def _number(text: str, number_format: str, from_1904: bool) -> CellValue:
    try:
        value = float(text)
    except ValueError:
        return text
    if number_format and formats.is_date(number_format):
        moment = formats.moment(value, from_1904=from_1904)
        if moment is not None:
            return moment
    return int(value) if value.is_integer() else value


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
