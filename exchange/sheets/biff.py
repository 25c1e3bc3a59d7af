"""Reads the records of an .xls workbook ([MS-XLS], Excel 97 and later): values, formats, merges, hidden parts.

Own code, because python-calamine 0.9.1 ends the whole process on some damaged files: it asks for any memory that
they name.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from exchange.sheets import formats
from exchange.sheets.grid import MOST, Cell, CellValue, Reading, Sheet

FORMULA, EOF, DATEMODE, FILEPASS, CONTINUE = 0x06, 0x0A, 0x22, 0x2F, 0x3C
BOUNDSHEET, MULRK, XF, MERGEDCELLS, SST = 0x85, 0xBD, 0xE0, 0xE5, 0xFC
LABELSST, NUMBER, LABEL, BOOLERR, STRING, ROW, RK = 0xFD, 0x203, 0x204, 0x205, 0x207, 0x208, 0x27E
FORMAT, BOF = 0x41E, 0x809
_BIFF8 = 0x600
_ROW_HIDDEN = 0x20
_NOT_AVAILABLE = 42
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", _NOT_AVAILABLE: "#N/A"}


class DamagedRecords(ValueError):
    """The records break off or contradict each other."""


class Encrypted(ValueError):
    """The workbook needs a password."""


class TooOld(ValueError):
    """The workbook is of a version before Excel 97."""


@dataclass(slots=True)
class _Book:
    """What all sheets share. listed: offset, hidden and name of each worksheet."""

    listed: list[tuple[int, bool, str]] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    from_1904: bool = False
    unread: int = 0


def read(stream: bytes, reading: Reading) -> list[Sheet]:
    """Return the worksheets of a `Workbook` stream. Raises Encrypted, TooOld, DamagedRecords."""
    try:
        book = _globals(stream)
        book.unread = len(stream)
        sheets = [(at, reading.sheet(name, hidden)) for at, hidden, name in book.listed]
        return [_SheetRecords(book, sheet, reading).read(stream, at) for at, sheet in sheets]
    except (struct.error, IndexError) as error:
        raise DamagedRecords(str(error)) from error


def _globals(stream: bytes) -> _Book:
    book, own = _Book(), dict(formats.BUILT_IN)
    for kind, data, after in _records(stream, 0):
        if kind == BOF and struct.unpack_from("<H", data)[0] != _BIFF8:
            raise TooOld
        if kind == FILEPASS:
            raise Encrypted
        if kind == BOUNDSHEET and data[5] == 0:
            book.listed.append((struct.unpack_from("<I", data)[0], bool(data[4] & 3), _short_text(data[6:])))
        elif kind == FORMAT:
            own[struct.unpack_from("<H", data)[0]] = _text(data[2:])
        elif kind == XF:
            book.formats.append(own.get(struct.unpack_from("<H", data, 2)[0], ""))
        elif kind == DATEMODE:
            book.from_1904 = data[:2] == b"\1\0"
        elif kind == SST:
            book.strings = _shared_strings(stream, data, after)
    return book


class _SheetRecords:
    """Follows the records of one sheet."""

    def __init__(self, book: _Book, sheet: Sheet, reading: Reading) -> None:
        self._book = book
        self._sheet = sheet
        self._sheet.shift = formats.SHIFT_1904 if book.from_1904 else 0
        self._reading = reading
        self._awaiting: tuple[int, int] | None = None
        self._readers = {
            NUMBER: self._number,
            RK: self._rk,
            MULRK: self._many_rk,
            LABELSST: self._shared,
            LABEL: self._label,
            BOOLERR: self._truth,
            FORMULA: self._formula,
            STRING: self._formula_text,
            ROW: self._row,
            MERGEDCELLS: self._merged,
        }

    def read(self, stream: bytes, offset: int) -> Sheet:
        for kind, data, _ in _records(stream, offset):
            self._reading.step()
            # Sheets that share their records could be read for ever.
            self._book.unread -= len(data) + 4
            if self._book.unread < 0:
                raise DamagedRecords("overlapping sheets")
            reader = self._readers.get(kind)
            if reader is not None:
                reader(data)
        self._sheet.fill_merges()
        return self._sheet

    def _put(self, row: int, column: int, cell: Cell) -> None:
        self._sheet.put(row + 1, column + 1, cell)

    def _put_number(self, row: int, column: int, style: int, value: float) -> None:
        shown = self._book.formats[style] if style < len(self._book.formats) else ""
        kept: CellValue = int(value) if value.is_integer() else value
        if shown and formats.is_date(shown):
            moment = formats.moment(value, from_1904=self._book.from_1904)
            kept = kept if moment is None else moment
        self._put(row, column, Cell(kept, shown))

    def _put_text(self, row: int, column: int, text: str) -> None:
        if text.strip(" \u3000\t\r\n\xa0"):
            self._put(row, column, Cell(text))

    def _number(self, data: bytes) -> None:
        self._put_number(*struct.unpack_from("<3Hd", data))

    def _rk(self, data: bytes) -> None:
        row, column, style, packed = struct.unpack_from("<3HI", data)
        self._put_number(row, column, style, _unpacked(packed))

    def _many_rk(self, data: bytes) -> None:
        row, first = struct.unpack_from("<2H", data)
        for index in range((len(data) - 6) // 6):
            style, packed = struct.unpack_from("<HI", data, 4 + index * 6)
            self._put_number(row, first + index, style, _unpacked(packed))

    def _shared(self, data: bytes) -> None:
        row, column, _, index = struct.unpack_from("<3HI", data)
        self._put_text(row, column, self._book.strings[index])

    def _label(self, data: bytes) -> None:
        row, column = struct.unpack_from("<2H", data)
        self._put_text(row, column, _text(data[6:]))

    def _truth(self, data: bytes) -> None:
        row, column, _, value, is_error = struct.unpack_from("<3H2B", data)
        if is_error and value == _NOT_AVAILABLE:
            # Without a formula it is what programs write for no value.
            return
        if is_error:
            self._put(row, column, Cell(_ERRORS.get(value, "#?"), flaw="error-value"))
        else:
            self._put(row, column, Cell(bool(value)))

    def _formula(self, data: bytes) -> None:
        row, column, style = struct.unpack_from("<3H", data)
        self._awaiting = None
        if data[12:14] != b"\xff\xff":
            self._put_number(row, column, style, struct.unpack_from("<d", data, 6)[0])
        elif data[6] == 0:
            self._awaiting = (row, column)
        elif data[6] == 1:
            self._put(row, column, Cell(bool(data[8])))
        elif data[6] == 2:
            self._put(row, column, Cell(_ERRORS.get(data[8], "#?"), flaw="error-value"))

    def _formula_text(self, data: bytes) -> None:
        if self._awaiting is not None:
            self._put_text(*self._awaiting, _text(data))

    def _row(self, data: bytes) -> None:
        if struct.unpack_from("<H", data, 12)[0] & _ROW_HIDDEN:
            self._sheet.hidden_rows.add(struct.unpack_from("<H", data)[0] + 1)
        self._reading.row_done(self._sheet.name)

    def _merged(self, data: bytes) -> None:
        for index in range(struct.unpack_from("<H", data)[0]):
            top, bottom, left, right = struct.unpack_from("<4H", data, 2 + index * 8)
            self._sheet.merge(top + 1, left + 1, bottom + 1, right + 1)


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes, int]]:
    """Yield kind, data and end of the records of one part of the stream; charts inside are passed over."""
    at, depth = start, 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        data = stream[at + 4 : at + 4 + length]
        at += 4 + length
        if kind == BOF:
            depth += 1
        elif depth == 0:
            raise DamagedRecords("no beginning")
        elif kind == EOF:
            depth -= 1
            if depth == 0:
                return
        if depth == 1:
            yield kind, data, at
    raise DamagedRecords("no end")


def _shared_strings(stream: bytes, first: bytes, at: int) -> list[str]:
    """Return the shared texts; their record goes on in the records that follow it in the stream."""
    chunks = [first]
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        if kind != CONTINUE:
            break
        chunks.append(stream[at + 4 : at + 4 + length])
        at += 4 + length
    texts = _ChunkedTexts(chunks)
    count = struct.unpack("<I", texts.take(8)[4:])[0]
    found: list[str] = []
    while len(found) < min(count, MOST["texts"]) and texts.left():
        found.append(texts.text())
    return found


class _ChunkedTexts:
    """Texts spread over continued records: a cut one goes on after a new flag for wide characters."""

    def __init__(self, chunks: list[bytes]) -> None:
        self._chunks = chunks
        self._chunk = 0
        self._at = 0

    def left(self) -> bool:
        self._advance()
        return self._chunk < len(self._chunks)

    def take(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            if not self.left():
                raise DamagedRecords("shared strings")
            part = self._chunks[self._chunk][self._at : self._at + size - len(found)]
            self._at += len(part)
            found += part
        return found

    def text(self) -> str:
        length, flags = struct.unpack("<HB", self.take(3))
        runs = struct.unpack("<H", self.take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", self.take(4))[0] if flags & 4 else 0
        pieces: list[str] = []
        wide = flags & 1
        while length:
            room = (len(self._chunks[self._chunk]) - self._at) // (2 if wide else 1)
            if room <= 0:
                self._chunk, self._at = self._chunk + 1, 0
                wide = self.take(1)[0] & 1
                continue
            size = min(room, length)
            pieces.append(_decoded(self.take(size * (2 if wide else 1)), wide))
            length -= size
        self.take(runs * 4 + extra)
        return "".join(pieces)

    def _advance(self) -> None:
        while self._chunk < len(self._chunks) and self._at >= len(self._chunks[self._chunk]):
            self._chunk, self._at = self._chunk + 1, 0


def _unpacked(packed: int) -> float:
    """Return the number of an RK value: 30 bits of a whole number or of a double, perhaps in hundredths."""
    if packed & 2:
        whole = packed >> 2
        value = float(whole - (1 << 30) if whole & (1 << 29) else whole)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return value / 100 if packed & 1 else value


def _text(data: bytes) -> str:
    length, wide = struct.unpack_from("<HB", data)
    return _decoded(data[3 : 3 + length * (2 if wide & 1 else 1)], wide & 1)


def _short_text(data: bytes) -> str:
    length, wide = data[0], data[1]
    return _decoded(data[2 : 2 + length * (2 if wide & 1 else 1)], wide & 1)


def _decoded(raw: bytes, wide: int) -> str:
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")
