"""Keeps a copy of every declaration as it is released: what was declared once may be added to, never taken back.

Run when a kind came or got a higher version: `python -m tools.keep_kinds`. A file that is there is never written again.
"""

from pathlib import Path

from models.kinds import shelf
from models.kinds.catalog import kinds

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "data" / "kinds"


def name_of(kind: str, version: int) -> str:
    """Return what the kept copy of a declaration is called."""
    return f"{kind}_{version}.json"


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for kind in kinds().values():
        path = FOLDER / name_of(kind.name, kind.version)
        if not path.exists():
            path.write_text(shelf.definition(kind.name) + "\n", encoding="utf-8")
            print(f"kept {path.name}")
