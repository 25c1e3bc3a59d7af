"""Reads texts with separators (.csv, .txt): UTF-8 with and without BOM, GB18030, UTF-16."""

import csv
import io
from pathlib import Path

from exchange.sheets.grid import MOST_COLUMNS, Cell, Reading, Sheet
from models.errors import RefusedError, WorldError

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = ",\t;|，"
_FEW = 8
_FIELD_LIMIT = 1_000_000
MOST_BYTES = 32 * 1024 * 1024
"""Size of a text that is still read: it stands in memory several times."""

_MOST_SEPARATORS = 20_000_000


def read(path: Path, content: bytes, reading: Reading) -> list[Sheet]:
    """Return the one sheet of a text. Raises WorldError("workbook-damaged") when it cannot be decoded."""
    text = whole(path, content)
    return cells_of(path, text, separator_of(text), reading)


def cells_of(path: Path, text: str, separator: str, reading: Reading) -> list[Sheet]:
    """Return the one sheet of a text whose separator is known. Raises WorldError("workbook-damaged")."""
    sheet = reading.sheet(path.stem, exact=False)
    if text.count(separator) > _MOST_SEPARATORS:
        reading.take("cells", _MOST_SEPARATORS)
    csv.field_size_limit(_FIELD_LIMIT)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row, values in enumerate(lines, 1):
            reading.step(len(values) // 100)
            for column, value in enumerate(values[:MOST_COLUMNS], 1):
                if value.strip(" \u3000\t\r\n\xa0"):
                    sheet.put(row, column, Cell(_unwrapped(value)))
            sheet.cut = sheet.cut or bool("".join(values[MOST_COLUMNS:]).strip())
            reading.row_done(sheet.name)
    except csv.Error as error:
        raise WorldError("workbook-damaged", path=str(path), detail=str(error)) from error
    return [sheet]


def whole(path: Path, content: bytes) -> str:
    """Return a text in its own encoding. Raises WorldError("workbook-damaged"), RefusedError("workbook-too-big")."""
    if len(content) > MOST_BYTES:
        raise RefusedError("workbook-too-big", path=str(path), size=len(content) // (1024 * 1024))
    text = decoded(content)
    if text is None:
        raise WorldError("workbook-damaged", path=str(path), detail="encoding")
    # A mark of the encoding that was set before a text that had one already.
    return text.removeprefix("\ufeff").removeprefix("ï»¿").removeprefix("\ufeff")


def decoded(content: bytes) -> str | None:
    """Return a text in its own encoding, None when it is none of the encodings that offices write."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _try(content, encoding)
    text = _try(content, "utf-8")
    noughts = content.count(0)
    if text is not None and noughts <= len(content) // _FEW:
        # A stray control character does not make it another encoding; it is refused where it stands.
        return text
    if not noughts:
        return _try(content, "gb18030")
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _try(content, encoding)
        if text is not None and "\0" not in text and any(sign in text for sign in "\n\r,\t"):
            return text
    return None


def separator_of(text: str) -> str:
    """Return the separator that stands most often in the first lines that have one."""
    sample = text[:20_000].splitlines()[:50]
    return max(_SEPARATORS, key=lambda sign: sum(line.count(sign) for line in sample))


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unwrapped(value: str) -> str:
    """Undo `="0123"`, which programs write so that Excel keeps leading noughts."""
    if value.startswith('="') and value.endswith('"') and value.count('"') == 2:
        return value[2:-1]
    return value
