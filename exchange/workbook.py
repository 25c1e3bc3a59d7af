"""Opens whatever people call a table, told apart by its content and never by the ending of its name.

.xlsx and .xlsm, .xls, .ods, text with separators, and the HTML and XML that web systems save as .xls. Every file
that is none of these, or is damaged, is refused with its own sentence.
"""

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from exchange.sheets import delimited, garbled, grid, html, ods, xls, xlsx, xml_2003
from exchange.sheets.compound import SIGNATURE, Compound, DamagedCompound
from exchange.sheets.grid import Reading, Sheet, Workbook
from exchange.sheets.zipped import Parts
from models import faults, words
from models.errors import RefusedError, WorldError

_OTHER_KINDS = (
    (b"%PDF", "pdf"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "document"),
    (b"SQLite format 3\0", "ledger"),
    (b"MIME-Version:", "web_archive"),
)
_FOREIGN_ZIPS = (("word/", "document"), ("ppt/", "slides"), ("xl/workbook.bin", "binary_workbook"))
_FOREIGN_STREAMS = {"WordDocument": "document", "PowerPoint Document": "slides"}
_HTML = re.compile(r"<\s*(html|table|!doctype html)", re.IGNORECASE)
_XML_2003 = "urn:schemas-microsoft-com:office:spreadsheet"


def read_workbook(
    path: Path | str, *, progress: grid.Progress | None = None, cancelled: Callable[[], bool] | None = None
) -> Workbook:
    """Read all sheets of a file; nothing in it is ever run or changed.

    progress: called every 500 rows. cancelled: asked then, and within long work. Raises WorldError (missing, no
    permission, folder, "workbook-damaged"), RefusedError ("workbook-not-one", "workbook-password", "workbook-empty",
    "workbook-garbled", "workbook-no-memory", bounds).
    """
    path = Path(path)
    try:
        with faults.named(path):
            content = _content(path)
            kind = _kind(path, content)
            sheets = _sheets(path, kind, content, Reading(str(path), progress, cancelled))
    except MemoryError:
        # Without its cause, which holds on to what filled the memory.
        raise RefusedError("workbook-no-memory", path=str(path)) from None
    if not any(sheet.rows for sheet in sheets):
        raise RefusedError("workbook-empty", path=str(path))
    if garbled.judged(sheets):
        raise RefusedError("workbook-garbled", path=str(path))
    return Workbook(path.name, kind, sha256(content).hexdigest(), sheets)


def pasted(text: str, name: str) -> Workbook:
    """Return lines that were copied out of an office program, their cells between tabs. name: what they are called.

    Raises RefusedError("workbook-empty", bounds), WorldError("workbook-damaged").
    """
    place = Path(name)
    separator = "\t" if "\t" in text else delimited.separator_of(text)
    sheets = delimited.cells_of(place, text, separator, Reading(str(place)))
    if not any(sheet.rows for sheet in sheets):
        raise RefusedError("workbook-empty", path=str(place))
    return Workbook(place.name, "text", sha256(text.encode("utf-8", "replace")).hexdigest(), sheets)


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise WorldError("is-a-folder", path=str(path))
    size = path.stat().st_size
    if size > grid.MOST_BYTES:
        raise RefusedError("workbook-too-big", path=str(path), size=size // (1024 * 1024))
    content = path.read_bytes()
    if not content.strip():
        raise RefusedError("workbook-empty", path=str(path))
    return content


def _kind(path: Path, content: bytes) -> str:
    """Return `xlsx`, `xls`, `ods`, `csv`, `html` or `xml`, or refuse the file by what it really is."""
    if content.startswith(b"PK"):
        return _zip_kind(path, content)
    if content.startswith(SIGNATURE):
        return _compound_kind(path, content)
    for mark, name in _OTHER_KINDS:
        if content.startswith(mark):
            raise _not_one(path, name)
    text = delimited.decoded(content)
    if text is None:
        if garbled.text_of_two_encodings(content):
            raise RefusedError("workbook-garbled", path=str(path))
        raise _not_one(path, "unknown")
    head = text[:4096]
    if _XML_2003 in head and "<html" not in head.lower():
        return "xml"
    return "html" if _HTML.search(head) else "csv"


def _zip_kind(path: Path, content: bytes) -> str:
    with Parts(path, content) as parts:
        if parts.has("xl/workbook.xml"):
            return "xlsx"
        if parts.has("content.xml") and parts.has("mimetype"):
            mime = parts.read_start("mimetype", 80)
            if b"spreadsheet" in mime:
                return "ods"
            raise _not_one(path, "slides" if b"presentation" in mime else "document")
        for folder, name in _FOREIGN_ZIPS:
            if parts.any_below(folder):
                raise _not_one(path, name)
    raise _not_one(path, "archive")


def _compound_kind(path: Path, content: bytes) -> str:
    names = _compound(path, content).names
    if "EncryptedPackage" in names:
        raise RefusedError("workbook-password", path=str(path))
    if names & {"Workbook", "Book"}:
        return "xls"
    foreign = next((kind for name, kind in _FOREIGN_STREAMS.items() if name in names), "unknown")
    raise _not_one(path, foreign)


def _compound(path: Path, content: bytes) -> Compound:
    try:
        return Compound(content)
    except DamagedCompound as error:
        raise WorldError("workbook-damaged", path=str(path), detail=str(error)) from error


def _sheets(path: Path, kind: str, content: bytes, reading: Reading) -> list[Sheet]:
    if kind == "xls":
        return xls.read(path, _compound(path, content), reading)
    readers = {"xlsx": xlsx.read, "ods": ods.read, "csv": delimited.read, "html": html.read, "xml": xml_2003.read}
    return readers[kind](path, content, reading)


def _not_one(path: Path, kind: str) -> RefusedError:
    return RefusedError("workbook-not-one", path=str(path), kind=words.label("file_kind", kind))
