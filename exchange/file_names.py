"""Names of files we write: right for FAT, exFAT and Windows wherever the ledger itself is kept."""

import unicodedata
from datetime import date
from pathlib import Path

from models.files import remove_quietly

_FORBIDDEN = set('<>:"/\\|?*')
_RESERVED = {"CON", "PRN", "AUX", "NUL"} | {f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10)}
_MOST_CHARACTERS = 40


def safe_part(text: str, instead: str) -> str:
    """Return a text as part of a file name; `instead` where nothing of it is left."""
    plain = unicodedata.normalize("NFC", text)
    kept = "".join(c for c in plain if c not in _FORBIDDEN and c.isprintable()).replace(" ", "").strip(".")
    kept = kept[:_MOST_CHARACTERS]
    if not kept or kept.split(".")[0].upper() in _RESERVED:
        return instead
    return kept


def package_name(organization: str, number: int, day: date) -> str:
    """Return a package's name, e.g. `一支部_第0012号_20260301.dyb`."""
    return f"{safe_part(organization, '党支部')}_第{number:04d}号_{day:%Y%m%d}.dyb"


def paper_name(kind: str, organization: str, day: date) -> str:
    """Return the name of another exchanged file, e.g. `接入文件_一支部_20260301.dyb`."""
    return f"{kind}_{safe_part(organization, '党支部')}_{day:%Y%m%d}.dyb"


def free_path(folder: Path, name: str, organization: str) -> Path:
    """Return a path in the folder that nothing has yet: ` (2)`, ` (3)` … before the suffix when the name is
    taken.

    What a writing that was cut off (power, stick pulled) left there of this organisation's files is removed.
    """
    _remove_leftovers(folder, safe_part(organization, "党支部"))
    path, n = folder / name, 1
    while path.exists():
        n += 1
        path = folder / f"{Path(name).stem}({n}){Path(name).suffix}"
    return path


def _remove_leftovers(folder: Path, organization: str) -> None:
    for path in folder.glob("*.dyb.part"):
        if f"_{organization}_" in f"_{path.name}" and path.is_file() and not path.is_symlink():
            remove_quietly(path)
