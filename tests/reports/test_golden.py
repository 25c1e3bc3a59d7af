"""What each form draws, item by item, against the kept lists in tests/golden.

A change of a form or of the layout shows here as a difference of text. When it is meant: pytest tests/reports --update-golden,
look at the difference, commit it with the change.
"""

import json
from pathlib import Path

import pytest

import resources
from reports import catalog, fonts
from reports.drawing import Page
from reports.fields import SampleData
from reports.layout import lay_out

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
FORMS = sorted(path.stem for path in resources.FORMS.glob("*.toml"))
CASES = [(form, variant) for form in FORMS for variant in catalog.form(form).variants]


def items(page: Page) -> list[str]:
    """Return everything a page draws, one line for each item, in a hundredth of a millimetre."""
    text = [
        f"text {x:.2f} {y:.2f} {piece.role} {piece.font.path.stem} {piece.size:g}"
        f" {piece.char_space:.3f} {piece.stretch:.3f} {piece.text}"
        for x, y, piece in page.runs()
    ]
    rules = [f"rule {one.x1:.2f} {one.y1:.2f} {one.x2:.2f} {one.y2:.2f} {one.weight:g}" for one in page.rules]
    boxes = [f"box {one.x:.2f} {one.y:.2f} {one.width:.2f} {one.height:.2f} {one.weight:g}" for one in page.boxes]
    ticks = [f"tick {one.x:.2f} {one.y:.2f} {one.size:.2f} {one.ticked}" for one in page.ticks]
    return [f"page {page.width:g} {page.height:g}", *text, *rules, *boxes, *ticks]


@pytest.mark.parametrize(("form", "variant"), CASES, ids=[f"{form}-{variant}" for form, variant in CASES])
def test_each_form_draws_what_it_drew(form: str, variant: str, request: pytest.FixtureRequest) -> None:
    result = lay_out(catalog.form(form), SampleData(), fonts.pinned_book(), variant=variant)
    drawn = [items(page) for page in result.pages]
    kept = GOLDEN / f"{form}.{variant}.json"
    if request.config.getoption("--update-golden"):
        kept.write_text(json.dumps(drawn, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert drawn == json.loads(kept.read_text(encoding="utf-8"))


def test_every_kept_list_belongs_to_a_form() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{form}.{variant}.json" for form, variant in CASES}
