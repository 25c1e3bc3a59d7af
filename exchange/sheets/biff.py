"""What python-calamine does not tell about an .xls: number formats, hidden parts, a password ([MS-XLS])."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from exchange.sheets import formats

BOUNDSHEET, FORMAT, XF, FILEPASS, BOF, EOF = 0x85, 0x41E, 0xE0, 0x2F, 0x809, 0x0A
ROW, COLINFO, NUMBER, RK, MULRK, FORMULA = 0x208, 0x7D, 0x203, 0x27E, 0xBD, 0x06
_BIFF8 = 0x600
_ROW_HIDDEN = 0x20


@dataclass(slots=True)
class SheetFacts:
    """Facts of one sheet; rows and columns from 1."""

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass(slots=True)
class BookFacts:
    """Facts of a workbook; `sheets` in the order of their list. encrypted: it needs a password to be read."""

    encrypted: bool = False
    sheets: list[SheetFacts] = field(default_factory=list)


def facts(stream: bytes) -> BookFacts:
    """Return the facts of a `Workbook` stream; of a version before Excel 97 only whether it is encrypted."""
    book = BookFacts()
    offsets: list[int] = []
    own: dict[int, str] = {}
    styles: list[str] = []
    version = 0
    for kind, data in _records(stream, 0):
        if kind == BOF:
            version = struct.unpack_from("<H", data)[0] if len(data) >= 2 else 0
        elif kind == FILEPASS:
            book.encrypted = True
            return book
        elif kind == BOUNDSHEET and len(data) >= 4:
            offsets.append(struct.unpack_from("<I", data)[0])
        elif kind == FORMAT and version == _BIFF8 and len(data) >= 5:
            own[struct.unpack_from("<H", data)[0]] = _text(data[2:])
        elif kind == XF and len(data) >= 4:
            number = struct.unpack_from("<H", data, 2)[0]
            styles.append(own.get(number) or formats.BUILT_IN.get(number, ""))
    if version == _BIFF8:
        book.sheets = [_sheet(stream, offset, styles) for offset in offsets]
    return book


def _sheet(stream: bytes, offset: int, styles: list[str]) -> SheetFacts:
    found = SheetFacts()
    for kind, data in _records(stream, offset):
        if kind in (NUMBER, RK, FORMULA) and len(data) >= 6:
            row, column, style = struct.unpack_from("<3H", data)
            _note(found, styles, row, column, style)
        elif kind == MULRK and len(data) >= 6:
            row, first = struct.unpack_from("<2H", data)
            for index in range((len(data) - 6) // 6):
                _note(found, styles, row, first + index, struct.unpack_from("<H", data, 4 + index * 6)[0])
        elif kind == ROW and len(data) >= 16:
            if struct.unpack_from("<H", data, 12)[0] & _ROW_HIDDEN:
                found.hidden_rows.add(struct.unpack_from("<H", data)[0] + 1)
        elif kind == COLINFO and len(data) >= 10:
            first, last, _, _, options = struct.unpack_from("<5H", data)
            if options & 1:
                found.hidden_columns.update(range(first + 1, min(last, 255) + 2))
    return found


def _note(found: SheetFacts, styles: list[str], row: int, column: int, style: int) -> None:
    if style < len(styles) and styles[style]:
        found.formats[row + 1, column + 1] = styles[style]


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one part of the stream up to its end mark; charts inside are passed over."""
    at, depth = start, 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        data = stream[at + 4 : at + 4 + length]
        at += 4 + length
        if kind == BOF:
            depth += 1
        elif kind == EOF:
            depth -= 1
            if depth <= 0:
                return
        if depth == 1:
            yield kind, data


def _text(data: bytes) -> str:
    """Read a text with its length in two bytes and a flag for wide characters."""
    length, wide = struct.unpack_from("<HB", data)
    raw = data[3 : 3 + length * (2 if wide & 1 else 1)]
    return raw.decode("utf-16-le" if wide & 1 else "latin-1", "replace")
