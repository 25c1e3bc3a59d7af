"""Where a print may go: a new name, or over a file that this program printed and nobody has edited since.

A slip of the hand in `--out` or in a file dialog must not cost a ledger, a keyring or somebody's own workbook.
"""

from pathlib import Path
from zipfile import BadZipFile, ZipFile

from models import faults, files
from models.errors import UsageError

PRODUCER = "支部台账"
"""Stands in the properties of every file printed: PDF producer, workbook author and last editor."""

_PDF_MARK = b"/Producer (" + b"\\376\\377e/\\220\\350S\\360\\215&"
"""`PRODUCER` as reportlab writes it: UTF-16, other than printable bytes as octal numbers."""
_SHEET_MARK = f"<cp:lastModifiedBy>{PRODUCER}</cp:lastModifiedBy>".encode()
_PROPERTIES = "docProps/core.xml"
_MOST_PROPERTIES = 100_000


def require_place(path: Path) -> None:
    """Refuse a place that takes no print, before long work is done for it. Raises as `write_print`."""
    files.require_place(path)
    with faults.named(path):
        taken = path.is_file() and not printed_here(path)
    if taken:
        raise UsageError("print-target-taken", path=str(path))


def write_print(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a printed file, whole or not at all.

    private: only this user may read it. Raises UsageError("print-target-taken") where a file stands that this
    program did not print, WorldError (disk).
    """
    require_place(path)
    files.write_file(path, content, private=private)


def printed_here(path: Path) -> bool:
    """Tell whether this program printed a file and was the last to write it; an empty file counts as such."""
    with path.open("rb") as file:
        head = file.read(5)
    if head == b"%PDF-":
        return _PDF_MARK in path.read_bytes()
    return not head or (head.startswith(b"PK") and _is_own_workbook(path))


def _is_own_workbook(path: Path) -> bool:
    try:
        with ZipFile(path) as parts, parts.open(_PROPERTIES) as properties:
            return _SHEET_MARK in properties.read(_MOST_PROPERTIES)
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError):
        # No workbook, or one that is encrypted: not ours.
        return False
