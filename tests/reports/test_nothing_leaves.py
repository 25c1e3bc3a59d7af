"""No text leaves its cell or the page or touches another, whatever it is: measured anew from the fonts."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import catalog, fonts, roster
from reports.drawing import MM_PER_POINT, Page, Piece
from reports.fields import SampleData
from reports.layout import lay_out
from tests.reports.builders import RARE, invented, laid_out, people, roster_of

HOSTILE = [
    "",
    "=1+1",
    "@SUM(A1)",
    "+86",
    "-",
    "<b>粗</b>&amp;<para>",
    "%s %d {roster.total} \\n",
    "(()) \\ ) Tj ET",
    "买买提·艾山",
    "阿卜杜热合曼·阿卜杜热西提·买买提明",
    "W" * 80,
    "文" * 300,
    "1234567890" * 12,
    "，。、；：？！" * 9,
    "（（（（“““‘‘‘《《《《",
    "a\u202eb\u200bc\x07d",
    "一\n二\r\n三\u2028四",
    "　 　",
    "ﷺ👨‍👩‍👧é",
    "·" * 30,
]


Lines = list[tuple[float, float, float]]
"""Rules of one direction: where they lie, and from where to where they go."""

Area = tuple[float, float, float, float, str]
"""What a piece covers: left, top, right, bottom, and its text."""


def assert_nothing_leaves(pages: list[Page]) -> None:
    """Every piece stays on the page, crosses no rule and touches no other piece."""
    for page in pages:
        drawn = areas(page)
        upright, level = rules(page)
        for left, top, right, bottom, text in drawn:
            assert left >= 5 and top >= 5 and right <= page.width - 5 and bottom <= page.height - 5, text
            assert not crossed((left, right), (top, bottom), upright), f"{text!r} over a rule"
            assert not crossed((top, bottom), (left, right), level), f"{text!r} over a rule"
        assert_apart(drawn)


def crossed(across: tuple[float, float], along: tuple[float, float], lines: Lines) -> bool:
    return any(
        across[0] < at - 0.01 and at + 0.01 < across[1] and along[0] < end and start < along[1]
        for at, start, end in lines
    )


def rules(page: Page) -> tuple[Lines, Lines]:
    """Return the upright and the level rules of a page, those of frames among them."""
    upright = [(rule.x1, *sorted((rule.y1, rule.y2))) for rule in page.rules if rule.x1 == rule.x2]
    level = [(rule.y1, *sorted((rule.x1, rule.x2))) for rule in page.rules if rule.y1 == rule.y2]
    for box in page.boxes:
        upright += [(x, box.y, box.y + box.height) for x in (box.x, box.x + box.width)]
        level += [(y, box.x, box.x + box.width) for y in (box.y, box.y + box.height)]
    return upright, level


def occupied(x: float, piece: Piece) -> tuple[float, float]:
    """Return from where to where a piece at x is drawn, by the widths in its font; a middle dot has half an em."""
    em = piece.size * MM_PER_POINT * piece.stretch
    if piece.text == "·":
        centre = x + piece.font.width("·") * em / 2
        # Justified lines may be drawn together a little; a dot has room for that in its half em.
        return centre - em / 4 - min(0.0, piece.char_space), centre + em / 4 + min(0.0, piece.char_space)
    natural = sum(map(piece.font.width, piece.text)) * em
    return x, x + natural + piece.char_space * (len(piece.text) - 1)


def areas(page: Page) -> list[Area]:
    """Return what each piece of a page covers."""
    found = []
    for x, y, piece in page.runs():
        left, right = occupied(x, piece)
        em = piece.size * MM_PER_POINT
        found.append((left, y - 0.85 * em, right, y + 0.12 * em, piece.text))
    return found


def assert_apart(drawn: list[Area]) -> None:
    drawn = sorted(drawn, key=lambda one: one[1])
    for at, (left, _, right, bottom, text) in enumerate(drawn):
        for other in drawn[at + 1 :]:
            if other[1] >= bottom - 0.01:
                break
            assert other[2] <= left + 0.02 or other[0] >= right - 0.02, f"{text!r} and {other[4]!r} overlap"


@pytest.mark.parametrize("variant", ["full", "public"])
def test_hostile_values_stay_in_their_cells(variant: str) -> None:
    fields = ["name", "ethnicity", "education", "work", "phone", "remark", "joined_date", "id_number"]
    members = [invented(at, **{field: value}) for at, field in enumerate(fields) for value in HOSTILE]
    assert_nothing_leaves(laid_out(members, variant=variant).pages)


@settings(max_examples=40)
@given(values=st.lists(st.text(max_size=60), min_size=8, max_size=8), unit=st.text(max_size=120))
def test_any_values_stay_in_their_cells(values: list[str], unit: str) -> None:
    fields = ["name", "ethnicity", "id_number", "education", "work", "phone", "remark", "regular_date"]
    assert_nothing_leaves(laid_out([invented(1, **dict(zip(fields, values, strict=True)))], unit=unit).pages)


@pytest.mark.parametrize("length", [20, 40, 60, 90])
def test_a_long_unit_stays_in_the_head(length: int) -> None:
    unit = ("中共云栖市柳溪街道桐花巷社区" * 9)[:length]
    assert_nothing_leaves(laid_out(people(40), unit=unit).pages)


@pytest.mark.parametrize("empty", ["blank", "none", "dash"])
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("double_sided", [False, True])
def test_ordinary_rosters_in_every_way_of_printing(empty: str, masked: bool, double_sided: bool) -> None:
    result = laid_out(people(60), empty=empty, masked=masked, double_sided=double_sided)
    assert len(result.pages) > 3
    assert not result.missing
    assert_nothing_leaves(result.pages)


@pytest.mark.parametrize("rows", [1, 28])
def test_blank_forms(rows: int) -> None:
    assert_nothing_leaves(laid_out([], blank_rows=rows).pages)


def test_a_row_taller_than_a_page() -> None:
    result = laid_out([invented(1, remark="甲" * 900)])
    assert len(result.pages) > 1
    assert sum(run.piece.text.count("甲") for page in result.pages for run in page.runs()) == 900
    assert_nothing_leaves(result.pages)


ALL = catalog.form_ids()


@pytest.mark.parametrize("form", ALL)
def test_every_form_with_its_samples(form: str) -> None:
    for variant in catalog.form(form).variants:
        assert_nothing_leaves(lay_out(catalog.form(form), SampleData(8), fonts.pinned_book(), variant=variant).pages)


@dataclass(frozen=True, slots=True)
class SameEverywhere:
    """The same text in every field and cell."""

    value: str
    blank_rows: int = 0
    by_hand: bool = False

    def text(self, name: str) -> str:
        return self.value

    def rows(self, source: str, names: Sequence[str]) -> Sequence[Sequence[str]]:
        return [[self.value if name else "" for name in names]] * 2

    def stand_in(self, name: str) -> str:
        return self.value

    def items(self, source: str, empty: int) -> "Sequence[SameEverywhere]":
        return [self, self]


@pytest.mark.parametrize("form", sorted({*ALL} - catalog.WITH_OTHER_DATA - {"member_roster"}))
def test_hostile_values_in_every_field_of_every_form(form: str) -> None:
    made = catalog.form(form)
    # A form of meetings with a table has the same cells for every kind.
    variants = list(made.variants)[: 1 if made.has_table and made.variant_field else None]
    for value in HOSTILE:
        for variant in variants:
            pages = lay_out(made, SameEverywhere(value), fonts.pinned_book(), variant=variant).pages
            assert_nothing_leaves(pages)


def test_rare_names_are_among_them() -> None:
    drawn = "".join(run.piece.text for page in laid_out(people(len(RARE))).pages for run in page.runs())
    assert {"䶮", "㛃", "𠅤", "喆", "堃", "玥", "犇", "镕"} <= set(drawn)
    data = roster.bind(roster_of(people(3)))
    assert not lay_out(catalog.form("member_roster"), data, fonts.pinned_book()).missing
