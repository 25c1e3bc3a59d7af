"""Small workbooks written byte by byte, for what office programs' own libraries do not write."""

import io
import struct
import zipfile
from pathlib import Path

_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Value = str | float
SHEET_XML = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def record(kind: int, data: bytes) -> bytes:
    """One record of an .xls workbook."""
    return struct.pack("<2H", kind, len(data)) + data


def _wide(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def xls_stream(
    rows: list[list[Value | None]], *, number_format: str = "", from_1904: bool = False, more: bytes = b""
) -> bytes:
    """The `Workbook` stream of one sheet; numbers get the format. more: records after the cells."""
    bof = record(0x809, struct.pack("<4HII", 0x600, 5, 0, 0, 0, 0))
    head = bof + (record(0x22, b"\1\0") if from_1904 else b"")
    head += record(0x41E, struct.pack("<H", 164) + _wide(number_format or "General"))
    head += record(0xE0, struct.pack("<2H", 0, 164) + bytes(16))
    name = "名册".encode("utf-16-le")
    place = len(head) + 4 + 8 + len(name) + 4
    head += record(0x85, struct.pack("<IBBBB", place, 0, 0, 2, 1) + name) + record(0x0A, b"")
    cells = b""
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, str):
                cells += record(0x204, struct.pack("<3H", row, column, 0) + _wide(value))
            elif value is not None:
                cells += record(0x203, struct.pack("<3Hd", row, column, 0, value))
    return head + bof + cells + more + record(0x0A, b"")


def xls(path: Path, stream: bytes) -> Path:
    """Save a `Workbook` stream as a compound file."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    tables = 1
    while tables * 128 < sectors + tables + 1:
        tables += 1
    assert tables <= 109
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H", 62, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, tables, tables, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", *[*range(tables), *[_FREE] * (109 - tables)])
    chain = [*[_TABLE] * tables, _END, *range(tables + 2, tables + 1 + sectors), _END]
    table = struct.pack(f"<{tables * 128}I", *chain, *[_FREE] * (tables * 128 - len(chain)))

    def entry(text: str, kind: int, first: int, size: int) -> bytes:
        raw = text.encode("utf-16-le") + b"\0\0"
        head = raw.ljust(64, b"\0") + struct.pack("<HB", len(raw), kind)
        return head + bytes(49) + struct.pack("<III", first, size, 0)

    folder = (entry("Root Entry", 5, _END, 0) + entry("Workbook", 2, tables + 1, len(stream))).ljust(512, b"\0")
    path.write_bytes(header + table + folder + stream.ljust(sectors * 512, b"\0"))
    return path


def xlsx(path: Path, sheets: list[str], *, strings: str = "", styles: str = "", book: str = "") -> Path:
    """Save an .xlsx of these sheets' inner XML (`<sheetData>` and what follows it)."""
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, len(sheets) + 1))
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    related = "".join(
        f'<Relationship Id="r{n}" Type="{kinds}/worksheet" Target="worksheets/s{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    extra = {"sharedStrings": strings, "styles": styles}
    extra = {name: text for name, text in extra.items() if text}
    related += "".join(f'<Relationship Id="x{name}" Type="{kinds}/{name}" Target="{name}.xml"/>' for name in extra)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        listing = f"{book}<sheets>{listed}</sheets>"
        packed.writestr("xl/workbook.xml", f'<workbook xmlns="{SHEET_XML}" xmlns:r="{kinds}">{listing}</workbook>')
        packed.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{related}</Relationships>")
        for name, text in extra.items():
            packed.writestr(f"xl/{name}.xml", text)
        for number, text in enumerate(sheets, 1):
            packed.writestr(f"xl/worksheets/s{number}.xml", f'<worksheet xmlns="{SHEET_XML}">{text}</worksheet>')
    return path


def ods(path: Path, tables: str, *, styles: str = "", settings: str = "") -> Path:
    """Save an .ods of these `<table:table>` elements."""
    spaces = "".join(
        f' xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
        for one, full in (
            ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle"),
        )
    )  # fmt: skip
    content = (
        f"<office:document-content{spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{settings}{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
    path.write_bytes(held.getvalue())
    return path


def xml_2003(path: Path, rows: str, *, styles: str = "", book: str = "") -> Path:
    """Save a SpreadsheetML workbook of these `<Row>` elements."""
    space = "urn:schemas-microsoft-com:office"
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{space}:spreadsheet" xmlns:ss="{space}:spreadsheet" xmlns:x="{space}:excel">{book}'
        f'<Styles>{styles}</Styles><Worksheet ss:Name="名册"><Table>{rows}</Table></Worksheet></Workbook>',
        encoding="utf-8",
    )
    return path
