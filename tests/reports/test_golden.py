"""The drawn items of the roster against kept lists, so that nothing moves unnoticed.

After a wanted change: UPDATE_GOLDEN=1 python -m pytest tests/reports/test_golden.py, look at the pages, commit the lists.
"""

import json
import os
from pathlib import Path

import pytest

from reports.drawing import Page
from tests.reports.builders import laid_out, people

GOLDEN = Path(__file__).resolve().parents[1] / "golden"

CASES: dict[str, dict[str, object]] = {
    "member_roster_full": {},
    "member_roster_masked": {"masked": True, "empty": "dash"},
    "member_roster_public": {"variant": "public", "empty": "none"},
    "member_roster_blank": {"blank_rows": 12},
}


def described(pages: list[Page]) -> list[str]:
    """Every drawn item as one line, millimetres to two places."""
    lines = []
    for number, page in enumerate(pages, 1):
        lines.append(f"page {number} {page.width:g} x {page.height:g}")
        for x, y, piece in page.runs():
            more = f" space {piece.char_space:.2f}" * bool(piece.char_space)
            more += f" stretch {piece.stretch:.3f}" * (piece.stretch != 1)
            font = f"{piece.role} {piece.font.path.stem} {piece.size:g}{more}"
            lines.append(f"text {x:.2f} {y:.2f} {font} {piece.text}")
        lines += [f"rule {r.x1:.2f} {r.y1:.2f} {r.x2:.2f} {r.y2:.2f} {r.weight:g}" for r in page.rules]
        lines += [f"box {b.x:.2f} {b.y:.2f} {b.width:.2f} {b.height:.2f} {b.weight:g}" for b in page.boxes]
        lines += [f"tick {t.x:.2f} {t.y:.2f} {t.size:g} {t.ticked}" for t in page.ticks]
    return lines


@pytest.mark.parametrize("name", CASES)
def test_the_drawn_items_are_those_that_were_looked_at(name: str) -> None:
    found = described(laid_out(people(18), **CASES[name]).pages)  # type: ignore[arg-type]  # options of laid_out
    path = GOLDEN / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(json.dumps(found, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    assert found == json.loads(path.read_text(encoding="utf-8"))
