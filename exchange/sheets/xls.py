"""Reads .xls (Excel 97, also WPS .et): values by python-calamine, formats and hidden parts beside it."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from exchange.sheets import biff
from exchange.sheets.compound import Compound, DamagedCompound
from exchange.sheets.grid import Cell, CellValue, Merge, Reading, Sheet
from models.errors import RefusedError, WorldError


def read(path: Path, compound: Compound, reading: Reading) -> list[Sheet]:
    """Return all worksheets. Raises RefusedError("workbook-password"), WorldError("workbook-damaged")."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    facts = _facts(path, compound)
    found = []
    try:
        with CalamineWorkbook.from_filelike(BytesIO(path.read_bytes())) as book:
            for number, listed in enumerate(book.sheets_metadata):
                if listed.typ is not SheetTypeEnum.WorkSheet:
                    continue
                sheet = Sheet(listed.name, listed.visible is not SheetVisibleEnum.Visible)
                own = facts.sheets[number] if number < len(facts.sheets) else biff.SheetFacts()
                source = book.get_sheet_by_index(number)
                _fill(sheet, source.to_python(skip_empty_area=False), own, reading)
                ranges = source.merged_cell_ranges or []
                sheet.merges = [Merge(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in ranges]
                sheet.fill_merges()
                found.append(sheet)
    except PasswordError as error:
        raise RefusedError("workbook-password", path=str(path)) from error
    except CalamineError as error:
        raise WorldError("workbook-damaged", path=str(path), detail=str(error)) from error
    return found


def _facts(path: Path, compound: Compound) -> biff.BookFacts:
    name = "Workbook" if "Workbook" in compound.names else "Book"
    try:
        facts = biff.facts(compound.stream(name))
    except DamagedCompound as error:
        raise WorldError("workbook-damaged", path=str(path), detail=str(error)) from error
    if facts.encrypted:
        raise RefusedError("workbook-password", path=str(path))
    return facts


def _fill(sheet: Sheet, rows: list[list[CellValue]], facts: biff.SheetFacts, reading: Reading) -> None:
    sheet.hidden_rows, sheet.hidden_columns = facts.hidden_rows, facts.hidden_columns
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            if isinstance(value, str):
                if value.strip(" \u3000\t\r\n\xa0"):
                    sheet.put(row, column, Cell(value, flaw="error-value" if _is_error(value) else ""))
                continue
            if type(value) is date:
                value = datetime(value.year, value.month, value.day)
            elif isinstance(value, float) and value.is_integer():
                value = int(value)
            sheet.put(row, column, Cell(value, facts.formats.get((row, column), "")))
        reading.row_done(sheet.name)


def _is_error(text: str) -> bool:
    return text in ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!")
