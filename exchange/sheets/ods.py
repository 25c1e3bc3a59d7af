"""Reads .ods: values, the number formats that tell a month from a day, merged and hidden parts.

python-calamine reads neither merged ranges nor formats of .ods, so this goes through the XML itself.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from exchange.sheets.grid import LONGEST_TEXT, MOST_COLUMNS, Cell, Reading, Sheet
from exchange.sheets.zipped import Parts, local
from models import cell_text
from models.errors import RefusedError

_FORMAT_SIGNS = {
    "year": "yyyy",
    "month": "m",
    "day": "d",
    "hours": "h",
    "minutes": "mm",
    "seconds": "ss",
    "quarter": "q",
    "era": "e",
}
_DATA_STYLES = frozenset(
    {"date-style", "time-style", "number-style", "percentage-style", "text-style", "currency-style"}
)
_NO_VALUE = frozenset(
    {"office:annotation", "draw:frame", "table:table-source", "table:shapes", "table:tracked-changes"}
)


def read(path: Path, content: bytes, reading: Reading) -> list[Sheet]:
    """Return all sheets of a document. Raises WorldError("workbook-damaged"), RefusedError for bounds."""
    with Parts(path, content, lambda: reading.step(2_000)) as parts:
        refuse_encrypted(parts, path)
        document = _Document(reading)
        if parts.has("styles.xml"):
            parts.parse("styles.xml", document.start, document.end, document.text)
        parts.parse("content.xml", document.start, document.end, document.text)
    for sheet in document.sheets:
        sheet.fill_merges()
    return document.sheets


def refuse_encrypted(parts: Parts, path: Path) -> None:
    """Refuse a document saved with a password. Raises RefusedError("workbook-password")."""
    if not parts.has("META-INF/manifest.xml"):
        return
    found: list[str] = []

    def start(name: str, _: dict[str, str]) -> None:
        if local(name) in ("encryption-data", "encrypted-key"):
            found.append(name)

    parts.parse("META-INF/manifest.xml", start, lambda _: None, lambda _: None)
    if found:
        raise RefusedError("workbook-password", path=str(path))


@dataclass(slots=True)
class _Open:
    """The cell that is being read."""

    attributes: dict[str, str]
    paragraphs: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Add to the last paragraph, as far as a cell's text is kept."""
        if len(self.paragraphs[-1]) <= LONGEST_TEXT:
            self.paragraphs[-1] += text


class _Document:
    """Follows the elements of styles.xml and content.xml, by the prefixes every writer uses."""

    def __init__(self, reading: Reading) -> None:
        self.sheets: list[Sheet] = []
        self._reading = reading
        self._hidden_tables: set[str] = set()
        self._data_styles: dict[str, str] = {}
        self._cell_styles: dict[str, str] = {}
        self._style = ("", "")
        self._data_style: list[str] | None = None
        self._data_style_name = ""
        self._row = self._column = 0
        self._row_repeat = 1
        self._row_hidden = False
        self._shift = 0
        self._row_cells: list[tuple[int, int, Cell, dict[str, str]]] = []
        self._column_styles: list[tuple[int, str]] = []
        self._columns = 0
        self._open: _Open | None = None
        self._depth = 0
        self._skip = ""
        self._in_paragraph = False

    # --- elements ---------------------------------------------------------------------

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._skip:
            return
        if name in _NO_VALUE:
            self._skip = name
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._open = _Open(attributes)
        elif self._open is not None:
            self._start_text(name, attributes)
        elif name == "table:table-row":
            self._start_row(attributes)
        elif name == "table:table-column":
            self._start_column(attributes)
        elif name == "table:table":
            self._start_table(attributes)
        elif name == "table:null-date":
            self._shift = _days_after_1899(attributes.get("table:date-value", ""))
        else:
            self._start_style(name, attributes)

    def end(self, name: str) -> None:
        if self._skip:
            if name == self._skip:
                self._skip = ""
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._end_cell()
        elif name == "text:p":
            self._in_paragraph = False
        elif name == "table:table-row":
            self._end_row()
        elif self._data_style is not None and local(name) in _DATA_STYLES:
            self._data_styles[self._data_style_name] = "-".join(self._data_style)
            self._data_style = None

    def text(self, text: str) -> None:
        if self._in_paragraph and self._open is not None and not self._skip:
            self._open.add(text)

    # --- styles -----------------------------------------------------------------------

    def _start_style(self, name: str, attributes: dict[str, str]) -> None:
        plain = local(name)
        if self._data_style is not None:
            if plain == "number":
                places = int(attributes.get("number:decimal-places", "0") or 0)
                self._data_style.append("0." + "0" * places if places else "0")
            elif plain in _FORMAT_SIGNS:
                self._data_style.append(_FORMAT_SIGNS[plain])
        elif plain in _DATA_STYLES:
            self._data_style, self._data_style_name = [], attributes.get("style:name", "")
        elif name == "style:style":
            self._style = (attributes.get("style:family", ""), attributes.get("style:name", ""))
            if self._style[0] == "table-cell":
                data = attributes.get("style:data-style-name", "")
                self._cell_styles[self._style[1]] = self._data_styles.get(data, "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_tables.add(self._style[1])

    # --- tables -----------------------------------------------------------------------

    def _start_table(self, attributes: dict[str, str]) -> None:
        hidden = attributes.get("table:style-name", "") in self._hidden_tables
        self.sheets.append(self._reading.sheet(attributes.get("table:name", ""), hidden))
        self.sheets[-1].shift = self._shift
        self._row = 0
        self._columns, self._column_styles = 0, []

    def _start_column(self, attributes: dict[str, str]) -> None:
        if self._columns >= MOST_COLUMNS:
            return
        self._columns += _count(attributes, "table:number-columns-repeated")
        self._column_styles.append((self._columns, attributes.get("table:default-cell-style-name", "")))

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row_repeat = _count(attributes, "table:number-rows-repeated")
        self._column = 0
        self._row_cells = []
        self._row_hidden = attributes.get("table:visibility") in ("collapse", "filter")

    def _end_row(self) -> None:
        sheet = self.sheets[-1]
        if self._row_cells and self._row_repeat > 1:
            cells = sum(width for _, width, _, _ in self._row_cells)
            # Counted before they are made.
            self._reading.take("cells", cells * self._row_repeat)
            self._reading.take("cells", -cells * self._row_repeat)
        for row in range(self._row + 1, self._row + 1 + (self._row_repeat if self._row_cells else 0)):
            self._reading.step(len(self._row_cells))
            if self._row_hidden:
                sheet.hidden_rows.add(row)
            for column, width, cell, attributes in self._row_cells:
                for extra in range(width):
                    sheet.put(row, column + extra, cell)
                self._merge(row, column, attributes)
        self._row += self._row_repeat
        self._reading.row_done(sheet.name)

    def _merge(self, row: int, column: int, attributes: dict[str, str]) -> None:
        down = _count(attributes, "table:number-rows-spanned")
        right = _count(attributes, "table:number-columns-spanned")
        if down > 1 or right > 1:
            self.sheets[-1].merge(row, column, row + down - 1, column + right - 1)

    # --- cells ------------------------------------------------------------------------

    def _start_text(self, name: str, attributes: dict[str, str]) -> None:
        assert self._open is not None
        if name == "text:p":
            self._open.paragraphs.append("")
            self._in_paragraph = True
        elif self._in_paragraph and name == "text:s":
            self._open.add(" " * min(_count(attributes, "text:c"), 200))
        elif self._in_paragraph and name == "text:tab":
            self._open.add("\t")
        elif self._in_paragraph and name == "text:line-break":
            self._open.add("\n")

    def _end_cell(self) -> None:
        assert self._open is not None
        opened, self._open = self._open, None
        self._in_paragraph = False
        first = self._column + 1
        repeat = _count(opened.attributes, "table:number-columns-repeated")
        self._column += repeat
        cell = self._cell(opened, first)
        if cell is not None:
            if first + repeat - 1 > MOST_COLUMNS:
                self.sheets[-1].cut = True
            if first <= MOST_COLUMNS:
                self._row_cells.append((first, min(repeat, MOST_COLUMNS + 1 - first), cell, opened.attributes))

    def _cell(self, opened: _Open, column: int) -> Cell | None:
        attributes = opened.attributes
        kind = attributes.get("office:value-type", "")
        shown = "\n".join(opened.paragraphs)
        if cell_text.picture(attributes.get("table:formula", "")):
            return Cell("", flaw="picture")
        if attributes.get("calcext:value-type") == "error" or (attributes.get("table:formula") and shown[:1] == "#"):
            return Cell(shown, flaw="error-value")
        if attributes.get("table:formula") and not kind:
            return Cell("", flaw="formula-without-value")
        written = self._format(attributes, column)
        if kind in ("float", "percentage", "currency"):
            number = float(attributes.get("office:value", "nan"))
            return Cell(int(number) if number.is_integer() else number, written)
        if kind == "date":
            return _date_cell(attributes.get("office:date-value", ""), written, shown)
        if kind == "boolean":
            return Cell(attributes.get("office:boolean-value") == "true")
        text = attributes.get("office:string-value", shown)
        return Cell(text) if text.strip(" \u3000\t\r\n\xa0") else None

    def _format(self, attributes: dict[str, str], column: int) -> str:
        style = attributes.get("table:style-name")
        if style is None:
            style = next((name for last, name in self._column_styles if column <= last), "")
        return self._cell_styles.get(style, "")


def _date_cell(text: str, number_format: str, shown: str) -> Cell:
    try:
        return Cell(datetime.fromisoformat(text), number_format)
    except ValueError:
        return Cell(shown or text)


def _days_after_1899(text: str) -> int:
    """Return by how many days a document's day nought lies after the usual one."""
    try:
        return (date.fromisoformat(text[:10]) - date(1899, 12, 30)).days
    except ValueError:
        return 0


def _count(attributes: dict[str, str], name: str) -> int:
    """Return a count that the format leaves out where it is one."""
    text = attributes.get(name, "1")
    return max(int(text[:9]), 1) if text.isascii() and text.isdigit() else 1
