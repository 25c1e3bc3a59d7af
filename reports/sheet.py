"""The same form as a workbook to go on working with: every cell is text, never a number and never a formula.

An ID number kept as a number loses its last digits, and a name that begins with "=" would be run by the office program.
"""

from datetime import datetime
from io import BytesIO

from models.texts import without_invisible
from reports.fields import FormData
from reports.form import EVERY, FIRST, Form, Strip, Table, Text
from reports.target import PRODUCER

_MM_PER_CHARACTER = 1.9
"""Width of one column unit of a workbook, in millimetres of paper."""

_POINTS_PER_MM = 72 / 25.4


def sheet_bytes(form: Form, data: FormData, *, variant: str) -> bytes:
    """Return a form with its data as an .xlsx file; the same data give the same bytes."""
    import xlsxwriter

    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # Without a fixed moment two files of the same content would differ.
    book.set_properties({"title": form.title, "author": PRODUCER, "created": datetime(form.edition, 1, 1)})
    paper = _Paper(book, form, data, variant)
    paper.fill()
    book.close()
    return target.getvalue()


class _Paper:
    """One worksheet being written from the top down."""

    def __init__(self, book, form: Form, data: FormData, variant: str) -> None:  # type: ignore[no-untyped-def]
        self.form, self.data, self.variant = form, data, variant
        self.table = next(block for block in form.blocks if isinstance(block, Table))
        self.columns = self.table.columns_of(variant)
        self.sheet = book.add_worksheet(form.sheet_name or form.title)
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
        at = self.form.blocks.index(self.table)
        for number, block in enumerate(self.form.blocks[:at]):
            if isinstance(block, Strip) and block.pages in (EVERY, FIRST):
                self._strip(block, self.title if number == 0 else self.line)
        self._table()
        for block in self.form.blocks[at + 1 :]:
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
        last = len(self.columns) - 1
        if last > 0:
            self.sheet.merge_range(self.row, 0, self.row, last, "", style)
        self.sheet.write_string(self.row, 0, without_invisible(text), style)
        self.sheet.set_row(self.row, strip.height * _POINTS_PER_MM)
        self.row += 1

    def _table(self) -> None:
        head = self.row
        for number, (column, _) in enumerate(self.columns):
            self.sheet.write_string(head, number, column.title.replace("\n", ""), self.head)
        self.sheet.set_row(head, self.table.head_height * _POINTS_PER_MM)
        self.sheet.freeze_panes(head + 1, min(2, len(self.columns)))
        self.sheet.repeat_rows(head)
        styles = [self.running if column.style.align == "justify" else self.centred for column, _ in self.columns]
        rows = self.data.rows(self.table.rows, [column.field for column, _ in self.columns])
        for offset, row in enumerate(rows, 1):
            for number, text in enumerate(row):
                self.sheet.write_string(head + offset, number, without_invisible(text), styles[number])
        self.row = head + len(rows) + 1

    def _filled(self, text: Text) -> str:
        return "".join(literal + (self.data.text(field) if field else "") for literal, field in text)
