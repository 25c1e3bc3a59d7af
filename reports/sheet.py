"""The same form as a workbook to go on working with: every cell is text, never a number and never a formula.

An ID number kept as a number loses its last digits, and a name that begins with "=" would be run by the office program.
"""

import re
from datetime import datetime
from io import BytesIO

from models.texts import without_invisible
from reports.fields import Piece
from reports.flow import steps_of
from reports.form import EVERY, FIRST, Form, Grid, Strip, Table, Text
from reports.target import PRODUCER

_MM_PER_CHARACTER = 1.9
"""Width of one column unit of a workbook, in millimetres of paper."""

_MM_PER_BLANK = 4.2

_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_POINTS_PER_MM = 72 / 25.4


def sheet_bytes(form: Form, *pieces: Piece) -> bytes:
    """Return a form with a table as an .xlsx file, a sheet for each piece; the same data give the same bytes."""
    import xlsxwriter

    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # Without a fixed moment two files of the same content would differ.
    book.set_properties({"title": form.title, "author": PRODUCER, "created": datetime(form.edition, 1, 1)})
    for number, piece in enumerate(pieces, 1):
        name = form.sheet_name if len(pieces) == 1 else _sheet_name(number, piece.data.name)
        _Paper(book, form, piece, name).fill()
    book.close()
    return target.getvalue()


def _sheet_name(number: int, name: str) -> str:
    """Return a name that no other sheet has and every office program takes: they count a rare character as two."""
    wanted = f"{number} {_NOT_IN_NAMES.sub('', without_invisible(name))}"
    return wanted.encode("utf-16-le")[: 2 * _LONGEST_NAME].decode("utf-16-le", "ignore").rstrip("' ")


def _by_lines(text: str) -> str:
    """Return the text of a cell with its line breaks, without which a count and a day would read as one number."""
    return "\n".join(map(without_invisible, text.splitlines()))


class _Paper:
    """One worksheet being written from the top down."""

    def __init__(self, book, form: Form, piece: Piece, name: str) -> None:  # type: ignore[no-untyped-def]
        self.form, self.data = form, piece.data
        self.blocks = [step.block for step in steps_of(form, piece.data, piece.variant)]
        self.table = next(block for block in self.blocks if isinstance(block, Table))
        self.columns = self.table.columns_of(piece.variant)
        self.sheet = book.add_worksheet(name)
        self.row = 0
        cell = {"num_format": "@", "text_wrap": True, "valign": "vcenter"}
        self.title = book.add_format({"font_size": 18, "bold": True, "align": "center", "valign": "vcenter"})
        self.line = book.add_format({"font_size": 12, "valign": "vcenter", "num_format": "@"})
        self.head = book.add_format({**cell, "bold": True, "align": "center", "border": 1})
        self.centred = book.add_format({**cell, "align": "center", "border": 1})
        self.running = book.add_format({**cell, "align": "left", "border": 1})

    def fill(self) -> None:
        """Write the strips above the table, the table, and the strips beneath it."""
        self._set_up_page()
        at = self.blocks.index(self.table)
        for number, block in enumerate(self.blocks[:at]):
            if isinstance(block, Strip) and block.pages in (EVERY, FIRST):
                self._strip(block, self.title if number == 0 else self.line)
            elif isinstance(block, Grid):
                self._grid(block)
        self._table()
        for block in self.blocks[at + 1 :]:
            if isinstance(block, Strip):
                self._strip(block, self.line)

    def _set_up_page(self) -> None:
        page = self.form.page
        if page.width > page.height:
            self.sheet.set_landscape()
        self.sheet.set_paper(9)
        inch = 25.4
        self.sheet.set_margins(page.left / inch, page.right / inch, page.top / inch, page.bottom / inch)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C第 &P 页　共 &N 页")
        for number, (_, width) in enumerate(self.columns):
            self.sheet.set_column(number, number, max(4.0, width / _MM_PER_CHARACTER))

    def _strip(self, strip: Strip, style: object) -> None:
        text = "　　".join(filled for cell in strip.cells if (filled := self._filled(cell.text).strip()))
        # What stands beneath the middle of a line on paper does so here, a character for so many millimetres.
        if not strip.cells[0].text:
            text = "　" * round(strip.cells[0].width / _MM_PER_BLANK) + text
        self._line(text, strip.height, style)

    def _grid(self, grid: Grid) -> None:
        """Write each row of a grid as one line: label and value, label and value."""
        for row in grid.rows:
            texts = [self._filled(cell.text).strip() for cell in row.cells]
            pairs = zip(texts[::2], texts[1::2], strict=False)
            self._line("　　".join(f"{label}：{value}" for label, value in pairs), row.height, self.line)

    def _line(self, text: str, height: float, style: object) -> None:
        last = len(self.columns) - 1
        if last > 0:
            self.sheet.merge_range(self.row, 0, self.row, last, "", style)
        self.sheet.write_string(self.row, 0, without_invisible(text), style)
        self.sheet.set_row(self.row, height * _POINTS_PER_MM)
        self.row += 1

    def _table(self) -> None:
        head = self.row
        for number, (column, _) in enumerate(self.columns):
            self.sheet.write_string(head, number, column.over + column.title.replace("\n", ""), self.head)
        self.sheet.set_row(head, self.table.head_height * _POINTS_PER_MM)
        self.sheet.freeze_panes(head + 1, min(2, len(self.columns)))
        self.sheet.repeat_rows(head)
        styles = [self.running if column.style.align == "justify" else self.centred for column, _ in self.columns]
        rows = self.data.rows(self.table.rows, [column.field for column, _ in self.columns])
        for offset, row in enumerate(rows, 1):
            for number, text in enumerate(row):
                self.sheet.write_string(head + offset, number, _by_lines(text), styles[number])
        self.row = head + len(rows) + 1

    def _filled(self, text: Text) -> str:
        return "".join(literal + (self.data.text(field) if field else "") for literal, field in text)
