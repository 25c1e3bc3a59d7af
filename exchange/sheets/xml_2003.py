"""Reads the XML tables of Excel 2003 (SpreadsheetML), which web systems write from templates and save as .xls."""

from datetime import date, datetime
from pathlib import Path

from exchange.sheets import delimited, formats
from exchange.sheets.grid import LONGEST_TEXT, Cell, Reading, Sheet
from exchange.sheets.zipped import local, sound_parser
from models import cell_text
from models.errors import WorldError

_NAMED_FORMATS = {
    "Short Date": "yyyy/m/d",
    "Medium Date": "d-mmm-yy",
    "Long Date": 'yyyy"年"m"月"d"日"',
    "General Date": "yyyy/m/d h:mm",
    "Short Time": "h:mm",
    "Medium Time": "h:mm",
    "Long Time": "h:mm:ss",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
}
_NO_DAY = date(1899, 12, 31)
_CHUNK = 1 << 16


def read(path: Path, content: bytes, reading: Reading) -> list[Sheet]:
    """Return all sheets. Raises WorldError("workbook-damaged"), RefusedError for bounds."""
    from xml.parsers import expat

    def damaged(error: Exception) -> WorldError:
        return WorldError("workbook-damaged", path=str(path), detail=str(error))

    text = delimited.whole(path, content)
    document = _Document(reading)
    parser = sound_parser(document.start, document.end, document.text, damaged, "utf-8")
    try:
        for at in range(0, len(text), _CHUNK):
            reading.step(1_000)
            parser.Parse(text[at : at + _CHUNK].encode("utf-8", "replace"), False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise damaged(error) from error
    for sheet in document.sheets:
        sheet.fill_merges()
    return document.sheets


class _Document:
    """Follows the elements, by names without prefix."""

    def __init__(self, reading: Reading) -> None:
        self.sheets: list[Sheet] = []
        self._reading = reading
        self._formats: dict[str, str] = {}
        self._style = ""
        self._from_1904 = False
        self._row = self._column = self._more_rows = 0
        self._cell: dict[str, str] = {}
        self._kind: str | None = None
        self._skip = False
        self._pieces: list[str] = []
        self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        name = local(name)
        said = {local(key): value for key, value in attributes.items()}
        if name in ("Comment", "PhoneticText"):
            self._skip = True
        elif name == "Style":
            self._style = said.get("ID", "")
        elif name == "NumberFormat":
            written = said.get("Format", "")
            self._formats[self._style] = _NAMED_FORMATS.get(written, written)
        elif name == "Date1904":
            self._from_1904 = True
        elif name == "Worksheet":
            self.sheets.append(self._reading.sheet(said.get("Name", "")))
            self.sheets[-1].shift = formats.SHIFT_1904 if self._from_1904 else 0
            self._row = 0
        elif name == "Row" and self.sheets:
            self._row, self._column, self._more_rows = _place(said, self._row), 0, _number(said.get("Span"))
            if said.get("Hidden") == "1":
                self.sheets[-1].hidden_rows.add(self._row)
        elif name == "Cell" and self.sheets:
            self._start_cell(said)
        elif name in ("Data", "Visible") and not self._skip:
            self._kind, self._pieces, self._length = said.get("Type", "String"), [], 0

    def _start_cell(self, said: dict[str, str]) -> None:
        self._column, self._cell = _place(said, self._column), said
        right, down = _number(said.get("MergeAcross")), _number(said.get("MergeDown"))
        if right or down:
            self.sheets[-1].merge(self._row, self._column, self._row + down, self._column + right)
        if cell_text.picture(said.get("Formula", "")):
            self.sheets[-1].put(self._row, self._column, Cell("", flaw="picture"))

    def end(self, name: str) -> None:
        """End an element."""
        name = local(name)
        if name in ("Comment", "PhoneticText"):
            self._skip = False
        elif name == "Data" and self._kind is not None:
            if self.sheets and (cell := self._finished("".join(self._pieces))) is not None:
                self.sheets[-1].put(self._row, self._column, cell)
            self._kind = None
        elif name == "Cell":
            self._column += _number(self._cell.get("MergeAcross"))
        elif name == "Row" and self.sheets:
            self._row += self._more_rows
            self._reading.row_done(self.sheets[-1].name)
        elif name == "Visible" and self.sheets:
            self.sheets[-1].hidden, self._kind = "".join(self._pieces).strip() != "SheetVisible", None

    def text(self, text: str) -> None:
        """Take text of a cell, as far as it is kept."""
        if self._kind is not None and not self._skip and self._length <= LONGEST_TEXT:
            self._pieces.append(text)
            self._length += len(text)

    def _finished(self, text: str) -> Cell | None:
        if cell_text.picture(self._cell.get("Formula", "")) or not text.strip(" \u3000\t\r\n\xa0"):
            return None
        written = self._formats.get(self._cell.get("StyleID", ""), "")
        if self._kind == "Error":
            return Cell(text, flaw="error-value") if "Formula" in self._cell or text != "#N/A" else None
        if self._kind == "Boolean":
            return Cell(text == "1")
        try:
            if self._kind == "DateTime":
                moment = datetime.fromisoformat(text)
                # A time of day stands on the day before day one.
                return Cell(moment.time() if moment.date() == _NO_DAY else moment, written)
            return self._counted(float(text), written) if self._kind == "Number" else Cell(text)
        except ValueError:
            return Cell(text)

    def _counted(self, value: float, written: str) -> Cell:
        found = formats.moment(value, from_1904=self._from_1904) if formats.is_date(written) else None
        if found is not None:
            return Cell(found, written)
        return Cell(int(value) if value.is_integer() else value, written)


def _place(said: dict[str, str], before: int) -> int:
    return _number(said.get("Index")) or before + 1


def _number(text: str | None) -> int:
    return int(text[:9]) if text and text.isascii() and text.isdigit() else 0
