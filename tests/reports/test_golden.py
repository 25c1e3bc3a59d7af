"""The drawn items of every form and of rosters printed in several ways, against kept lists.

After a wanted change: make test ARGS="tests/reports --update-golden", look at the pages, commit the lists.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from models.kinds.catalog import kinds
from models.ledger import Ledger
from reports import catalog, fonts, kind_register
from reports.drawing import Page
from reports.fields import SampleData
from reports.form import Form
from reports.layout import lay_out
from reports.printing import PrintOptions, lay_out_form
from tests.reports.builders import laid_out, people
from tests.reports.pledges import add_pledges, add_study
from tests.reports.year import year_ledger

GOLDEN = Path(__file__).resolve().parents[1] / "golden"

ROSTERS: dict[str, dict[str, object]] = {
    "member_roster_full": {},
    "member_roster_masked": {"masked": True, "empty": "dash"},
    "member_roster_public": {"variant": "public", "empty": "none"},
    "member_roster_blank": {"blank_rows": 12},
}
YEAR: dict[str, tuple[str, PrintOptions]] = {
    "year_statistics": ("meeting_statistics", PrintOptions(empty="dash")),
    "year_statistics_blank": ("meeting_statistics", PrintOptions(blank_rows=9)),
    "year_make_ups": ("make_up_register", PrintOptions()),
    "year_make_ups_blank": ("make_up_register", PrintOptions(blank_rows=11)),
    "year_credits": ("credit_summary", PrintOptions()),
    "year_credits_blank": ("credit_summary", PrintOptions(blank_rows=10)),
    "year_record_blank": ("credit_record", PrintOptions(blank_rows=16)),
    "year_sign_in_to_come": ("sign_in_sheet", PrintOptions(variant="group", as_of=date(2026, 5, 31))),
    "year_sign_in_blank": ("sign_in_sheet", PrintOptions(blank_rows=40)),
    "year_minutes_blank": ("meeting_minutes", PrintOptions(variant="assembly", blank_rows=30)),
}
PLEDGES: dict[str, tuple[str, PrintOptions]] = {
    "pledges_notice": ("pledge_notice", PrintOptions(masked=True)),
    "pledges_notice_blank": ("pledge_notice", PrintOptions(blank_rows=8)),
    "pledges_summary": ("pledge_summary", PrintOptions(empty="dash")),
    "pledges_letter_blank": ("pledge_letter", PrintOptions(variant="member", blank_rows=12)),
    "pledges_verdict_blank": ("pledge_verdict", PrintOptions(blank_rows=6)),
    "pledges_course_blank": ("pledge_course", PrintOptions(blank_rows=6)),
    "pledges_deeds": ("pledge_deeds", PrintOptions()),
    "pledges_reading": ("reading_matrix", PrintOptions()),
    "pledges_reading_blank": ("reading_matrix", PrintOptions(blank_rows=14)),
    "pledges_gaps_blank": ("gap_list", PrintOptions(blank_rows=12)),
}
FORMS = catalog.form_ids()


def drawn_apart(form: Form) -> list[str]:
    """The variants that are drawn differently; the data of a sample are the same in all."""
    found: dict[str, str] = {}
    for variant in form.variants:
        pages = lay_out(form, SampleData(), fonts.pinned_book(), variant=variant).pages
        found.setdefault(str(described(pages)), variant)
    return list(found.values())


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


FOLLOWS = {kind_register.form_id(kind) for kind in kinds().values() if kind.register and kind.shelved}
"""Registers that follow from a declaration: one that was not kept is covered by what holds for all forms."""

SAMPLES = [
    (form, variant)
    for form in FORMS
    for variant in drawn_apart(catalog.form(form))
    if form not in FOLLOWS or (GOLDEN / f"sample_{form}_{variant}.json").exists()
]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A branch with a year of meetings, study and credits."""
    with year_ledger(tmp_path_factory.mktemp("year") / "台账.zbtz") as opened:
        yield opened


@pytest.fixture(scope="module")
def pledged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The same branch with pledges and a reading list."""
    with year_ledger(tmp_path_factory.mktemp("pledges") / "台账.zbtz") as opened:
        add_pledges(opened)
        add_study(opened)
        yield opened


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether the lists are to be written anew."""
    return bool(request.config.getoption("--update-golden"))


def compare(name: str, pages: list[Page], *, update: bool) -> None:
    path = GOLDEN / f"{name}.json"
    found = described(pages)
    if update:
        path.write_text(json.dumps(found, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    assert found == json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ROSTERS)
def test_rosters_are_drawn_as_they_were_looked_at(name: str, update: bool) -> None:
    options = ROSTERS[name]
    compare(name, laid_out(people(18), **options).pages, update=update)  # type: ignore[arg-type]  # options of laid_out


@pytest.mark.parametrize(("form", "variant"), SAMPLES, ids=[f"{form}-{variant}" for form, variant in SAMPLES])
def test_forms_are_drawn_with_their_samples_as_they_were_looked_at(form: str, variant: str, update: bool) -> None:
    result = lay_out(catalog.form(form), SampleData(), fonts.pinned_book(), variant=variant)
    compare(f"sample_{form}_{variant}", result.pages, update=update)


@pytest.mark.parametrize("name", YEAR)
def test_the_forms_of_a_year_are_drawn_as_they_were_looked_at(year: Ledger, name: str, update: bool) -> None:
    form, options = YEAR[name]
    compare(name, lay_out_form(form, year, options=options, book=fonts.pinned_book()), update=update)


@pytest.mark.parametrize("name", PLEDGES)
def test_the_forms_of_pledges_are_drawn_as_they_were_looked_at(pledged: Ledger, name: str, update: bool) -> None:
    form, options = PLEDGES[name]
    compare(name, lay_out_form(form, pledged, options=options, book=fonts.pinned_book()), update=update)


def test_every_kept_list_is_compared() -> None:
    # One archive is compared where its year is made (test_archive.py).
    names = {*ROSTERS, *YEAR, *PLEDGES, "archive_of_one", *(f"sample_{form}_{variant}" for form, variant in SAMPLES)}
    assert {path.stem for path in GOLDEN.iterdir()} == names
