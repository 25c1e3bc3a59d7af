"""Reads the HTML that web systems save as .xls: every table is a sheet."""

from pathlib import Path
from typing import Any

from exchange.sheets import delimited
from exchange.sheets.grid import MOST_COLUMNS, Cell, Merge, Reading, Sheet
from models.errors import RefusedError, WorldError

_MOST_SPAN = 20_000


def read(path: Path, content: bytes, reading: Reading) -> list[Sheet]:
    """Return the tables of a page that hold no other table. Raises WorldError, RefusedError."""
    from lxml import etree, html

    text = delimited.decoded(content)
    if text is None:
        raise WorldError("workbook-damaged", path=str(path), detail="encoding")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise RefusedError("workbook-empty", path=str(path)) from error
    tables = [table for table in page.iter("table") if table.find(".//table") is None]
    return [_sheet(table, number, reading) for number, table in enumerate(tables, 1)]


def _sheet(table: Any, number: int, reading: Reading) -> Sheet:
    sheet = Sheet(f"表{number}", exact=False)
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(table.iter("tr"), 1):
        column = 1
        for cell in line.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            column = _place(sheet, taken, cell, row, column)
        if "display:none" in line.get("style", "").replace(" ", "").lower():
            sheet.hidden_rows.add(row)
        reading.row_done(sheet.name)
    sheet.fill_merges()
    return sheet


def _place(sheet: Sheet, taken: set[tuple[int, int]], cell: Any, row: int, column: int) -> int:
    """Put a cell where it stands and return the column after it."""
    down, right = _span(cell, "rowspan"), min(_span(cell, "colspan"), MOST_COLUMNS)
    if down > 1 or right > 1:
        sheet.merges.append(Merge(row, column, row + down - 1, column + right - 1))
    if down > 1:
        taken.update((row + y, column + x) for y in range(1, down) for x in range(right))
    for line_break in cell.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    # Browsers show any run of blanks and line ends of the source as one blank.
    text = "\n".join(" ".join(part.split()) for part in cell.text_content().split("\n")).strip("\n ")
    if text.strip("\u3000"):
        sheet.put(row, column, Cell(text))
    return column + right


def _span(cell: Any, name: str) -> int:
    text = cell.get(name, "1").strip()
    return min(max(int(text), 1), _MOST_SPAN) if text.isascii() and text.isdigit() else 1
