"""Keeps the program as it stands, for the test that an older one keeps what a newer one sends.

Run once when a schema is released: `python -m tools.keep_program`. Fonts, the window and samples are left out; an
archive that is there is never written again.
"""

import subprocess
import sys
import tarfile
from pathlib import Path

from models import schema

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "data" / "programs"
PARTS = ("main.py", "setup.cfg", "models", "exchange", "commands", "reports", "resources")
LEFT_OUT = ("resources/fonts/", "resources/icons/", "resources/sample/")


def name_of(version: int) -> str:
    """Return what the kept program of a schema is called."""
    return f"schema_{version}.tar.xz"


def keep(path: Path) -> None:
    """Write the program's files as they are committed."""
    listed = subprocess.run(["git", "ls-files", "-z", *PARTS], cwd=ROOT, capture_output=True, text=True, check=True)
    names = [name for name in listed.stdout.split("\0") if name and not name.startswith(LEFT_OUT)]
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:xz") as archive:
        for name in sorted(names):
            archive.add(ROOT / name, name, filter=_bare)


def _bare(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = entry.mtime = 0
    entry.uname = entry.gname = ""
    return entry


if __name__ == "__main__":
    target = FOLDER / name_of(schema.VERSION)
    if target.exists():
        sys.exit(f"{target.name} is kept already")
    keep(target)
    print(f"wrote {target.name}, {target.stat().st_size // 1024} KB")
