"""A list of the window as a workbook to go on working with: the head fixed, every cell text."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO

from models.texts import without_invisible
from reports.target import PRODUCER

_WIDEST, _NARROWEST = 60, 6


def list_bytes(title: str, lines: Sequence[Sequence[str]], day: date) -> bytes:
    """Return an .xlsx file of lines, the first of which is the head; the same lines of a day give the same bytes."""
    import xlsxwriter

    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "author": PRODUCER, "created": datetime(day.year, day.month, day.day)})
    sheet = book.add_worksheet(title[:31])
    plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    head = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
    for row, line in enumerate(lines):
        for column, text in enumerate(line):
            sheet.write_string(row, column, without_invisible(text), plain if row else head)
    for column, texts in enumerate(zip(*lines, strict=True)):
        widest = max(sum(1 if one.isascii() else 2 for one in text) for text in texts)
        sheet.set_column(column, column, max(_NARROWEST, min(widest + 2, _WIDEST)))
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()
