"""The list of gaps as a small table beside the printed file, for any table program."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from gui.pages.archive.facts import severity_word
from models import files
from models.gaps import Gap

_HEAD = ("姓名", "程度", "缺什么")
_WHOLE = "全支部"
_MARK = "\ufeff"
"""Table programs take a file for UTF-8 only when it begins with this."""


def path_beside(path: Path) -> Path:
    """Return where the list of a printed file lies."""
    return path.with_name(f"{path.stem}-缺项清单.csv")


def write(path: Path, gaps: Sequence[Gap]) -> Path:
    """Write the list beside a printed file and return its place. Raises WorldError."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(_HEAD)
    table.writerows((gap.name or _WHOLE, severity_word(gap.severity), gap.text) for gap in gaps)
    target = path_beside(path)
    files.write_file(target, (_MARK + text.getvalue()).encode("utf-8"))
    return target
