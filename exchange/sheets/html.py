"""Reads the HTML that web systems save as .xls: every table is a sheet."""

from pathlib import Path
from typing import Any

from exchange.sheets import delimited
from exchange.sheets.grid import MOST, MOST_COLUMNS, Cell, Reading, Sheet
from models.errors import RefusedError


def read(path: Path, content: bytes, reading: Reading) -> list[Sheet]:
    """Return the tables of a page that hold no other table. Raises WorldError, RefusedError."""
    from lxml import etree, html

    text = delimited.whole(path, content)
    if text.count("<") > MOST["cells"]:
        # Each piece of a page costs as much memory as a cell.
        reading.take("cells", text.count("<"))
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise RefusedError("workbook-empty", path=str(path)) from error
    tables = list(page.iter("table"))
    around = {next(table.iterancestors("table"), None) for table in tables}
    return [_sheet(table, n, reading) for n, table in enumerate((one for one in tables if one not in around), 1)]


def _sheet(table: Any, number: int, reading: Reading) -> Sheet:
    sheet = reading.sheet(f"表{number}", exact=False)
    lines = list(table.iter("tr"))
    # Column -> the last row that a cell above reaches down to.
    taken: dict[int, int] = {}
    for row, line in enumerate(lines, 1):
        column = 1
        for cell in line.iterchildren("td", "th"):
            reading.step()
            while taken.get(column, 0) >= row:
                column += 1
            column = _place(sheet, taken, cell, row, column, len(lines))
        if "display:none" in line.get("style", "").replace(" ", "").lower():
            sheet.hidden_rows.add(row)
        reading.row_done(sheet.name)
    sheet.fill_merges()
    return sheet


def _place(sheet: Sheet, taken: dict[int, int], cell: Any, row: int, column: int, last_row: int) -> int:
    """Put a cell where it stands and return the column after it."""
    if column > MOST_COLUMNS:
        sheet.cut = sheet.cut or bool(cell.text_content().strip())
        return column
    right = min(_span(cell, "colspan", MOST_COLUMNS), MOST_COLUMNS + 1 - column)
    bottom = min(row - 1 + _span(cell, "rowspan", last_row), last_row)
    if bottom > row or right > 1:
        sheet.merge(row, column, bottom, column + right - 1)
        taken.update(dict.fromkeys(range(column, column + right), bottom))
    text = _text_of(cell)
    if text.strip("\u3000"):
        sheet.put(row, column, Cell(text))
    elif len(cell) and cell.find(".//img") is not None:
        sheet.put(row, column, Cell("", flaw="picture"))
    return column + right


def _text_of(cell: Any) -> str:
    for line_break in cell.iter("br") if len(cell) else ():
        line_break.tail = "\n" + (line_break.tail or "")
    # Browsers show any run of blanks and line ends of the source as one blank.
    text = cell.text_content() if len(cell) else cell.text or ""
    return "\n".join(" ".join(part.split()) for part in text.split("\n")).strip("\n ")


def _span(cell: Any, name: str, most: int) -> int:
    text = cell.get(name, "1")
    if text == "1":
        return 1
    text = text.strip()
    return min(max(int(text[:9]), 1), most) if text.isascii() and text.isdigit() else 1
