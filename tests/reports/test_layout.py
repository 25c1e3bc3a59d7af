"""Laid-out rosters: no text leaves its cell, nothing is lost, heads and marks stand on every page."""

import re
from bisect import bisect_right
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import RefusedError
from models.member import Member
from reports import catalog, fonts, roster
from reports.drawing import Page, Placed
from reports.fields import SampleData
from reports.fonts import drawable
from reports.form import Form
from reports.form_file import read_form
from reports.layout import LaidOut, lay_out
from reports.typeset import ASCENT
from tests.reports.builders import BRANCH, RARE, invented, laid_out, people, roster_of

MM = 25.4 / 72
# Outlines may pass the line of a cell's padding by this much, in millimetres, never the rule.
HAIR = 0.02


def spelt(placed: Placed) -> str:
    return "".join(piece.text for _, _, piece in placed.setting.runs())


def extent(placed: Placed) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the em boxes of a text."""
    boxes = [
        (x, y - ASCENT * em, x + piece.width - piece.char_space, y + (1 - ASCENT) * em)
        for dx, dy, piece in placed.setting.runs()
        for x, y, em in [(placed.x + dx, placed.y + dy, piece.size * MM)]
    ]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def grid(page: Page) -> tuple[list[float], list[float]]:
    """The vertical and the horizontal rules of the table of a page, its frame among them."""
    (frame,) = page.boxes
    columns = {rule.x1 for rule in page.rules if rule.x1 == rule.x2} | {frame.x, frame.x + frame.width}
    rows = {rule.y1 for rule in page.rules if rule.y1 == rule.y2} | {frame.y, frame.y + frame.height}
    return sorted(columns), sorted(rows)


def cells(page: Page) -> dict[tuple[int, int], Placed]:
    """The text in each cell of a page's table by row and column; row 0 is the head."""
    columns, rows = grid(page)
    found = {}
    for placed in page.text:
        left, top, right, bottom = extent(placed)
        row, column = bisect_right(rows, (top + bottom) / 2) - 1, bisect_right(columns, (left + right) / 2) - 1
        if 0 <= row < len(rows) - 1:
            assert (row, column) not in found, "two texts in one cell"
            found[row, column] = placed
    return found


def assert_texts_stay_in_their_places(page: Page) -> None:
    columns, rows = grid(page)
    inside = cells(page)
    for (row, column), placed in inside.items():
        left, top, right, bottom = extent(placed)
        assert columns[column] - HAIR <= left, spelt(placed)
        assert right <= columns[column + 1] + HAIR, spelt(placed)
        assert rows[row] - HAIR <= top, spelt(placed)
        assert bottom <= rows[row + 1] + HAIR, spelt(placed)
    outside = [placed for placed in page.text if placed not in inside.values()]
    for placed in outside:
        left, top, right, bottom = extent(placed)
        assert left >= 20 - HAIR
        assert right <= page.width - 20 + HAIR
        assert top >= 5
        assert bottom <= page.height - 5
    boxes = [extent(placed) for placed in outside]
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] + 0.5 or other[3] <= one[1] + 0.5
            assert apart, (one, other)


def column_text(laid: LaidOut, column: int) -> list[str]:
    """The text of a column, heads left out, over all pages."""
    return [spelt(placed) for page in laid.pages for (row, at), placed in cells(page).items() if row and at == column]


@pytest.mark.parametrize("count", [0, 1, 2, 12, 13, 14, 15, 27, 28, 60, 500])
def test_any_number_of_members(count: int) -> None:
    laid = laid_out(people(count))
    for page in laid.pages:
        assert_texts_stay_in_their_places(page)
    assert column_text(laid, 0) == [str(number) for number in range(1, count + 1)]
    # A Latin name in two lines has no blank at the break; whoever copies it gets the name as it is.
    names = [name.replace(" ", "") for name in column_text(laid, 1)]
    assert names == [one.name.replace(" ", "") for one in people(count)]
    assert laid.missing == []


@pytest.mark.parametrize("variant", ["full", "public"])
@pytest.mark.parametrize("masked", [False, True])
def test_every_page_has_head_title_and_mark(variant: str, masked: bool) -> None:
    laid = laid_out(people(60), variant=variant, masked=masked)
    total = len(laid.pages)
    heads = [[spelt(cell) for (row, _), cell in sorted(cells(page).items()) if row == 0] for page in laid.pages]
    assert total > 2
    assert [head for head in heads if head != heads[0]] == []
    for number, page in enumerate(laid.pages, 1):
        said = [spelt(placed) for placed in page.text]
        assert said[0] == f"{BRANCH}党员花名册" + ("（续）" if number > 1 else "")
        assert f"第 {number} 页　共 {total} 页" in said
        assert ("填表人：" in said) == (number == total)


def test_the_public_variant_has_neither_id_numbers_nor_telephones() -> None:
    said = "".join(spelt(placed) for page in laid_out(people(30), variant="public").pages for placed in page.text)
    assert "990101" not in said
    assert "138000" not in said


def test_masked_numbers_keep_their_ends_only() -> None:
    laid = laid_out([invented(7, phone="13812345678、0991-2345678")], masked=True)
    assert column_text(laid, 4) == [f"990101********{invented(7).id_number[-4:]}"]
    assert column_text(laid, 11) == ["138****5678、0991-*****78"]


def test_the_last_page_never_has_a_few_rows_only() -> None:
    for count in range(1, 45):
        pages = laid_out(people(count)).pages
        rows = [len(grid(page)[1]) - 2 for page in pages]
        assert sum(rows) == count
        assert rows[-1] >= min(4, count), count
        assert min(rows[:-1], default=4) >= 4, count


def test_rules_meet_and_the_frame_closes_every_page() -> None:
    for page in laid_out(people(30)).pages:
        (frame,) = page.boxes
        columns, rows = grid(page)
        assert (frame.weight, {rule.weight for rule in page.rules}) == (1.0, {0.5})
        assert (columns[0], columns[-1]) == pytest.approx((20, 277))
        for rule in page.rules:
            if rule.y1 == rule.y2:
                assert (rule.x1, rule.x2) == (columns[0], columns[-1])
            else:
                assert (rule.y1, rule.y2) == (rows[0], rows[-1])
        assert all(lower - upper >= 9.5 - 1e-9 for upper, lower in pairwise(rows[1:]))


def test_texts_stand_a_little_above_the_middle_of_their_cells() -> None:
    for page in laid_out(people(30)).pages:
        rows = grid(page)[1]
        for (row, _), placed in cells(page).items():
            _, top, _, bottom = extent(placed)
            assert 0.05 < (rows[row] + rows[row + 1]) / 2 - (top + bottom) / 2 < 0.15, spelt(placed)


def test_a_remark_longer_than_a_page_goes_on_over_pages_without_loss() -> None:
    remark = "".join(f"第{number}次谈话记录在案，情况属实。" for number in range(60))
    laid = laid_out([invented(1, "张三", remark=remark), *people(3)])
    for page in laid.pages:
        assert_texts_stay_in_their_places(page)
    assert len(laid.pages) > 1
    assert "".join(column_text(laid, 12)[:-3]).startswith(remark[:100])
    assert remark in "".join(column_text(laid, 12))


@pytest.mark.parametrize(("empty", "shown"), [("blank", None), ("none", "无"), ("dash", "—")])
def test_empty_values_are_printed_one_way_on_the_whole_form(empty: str, shown: str | None) -> None:
    blank = dict.fromkeys(("ethnicity", "phone", "remark", "work", "education", "regular_date", "id_number"), "")
    page = laid_out([invented(1, "张三", **blank)], empty=empty).pages[0]
    found = {column: spelt(cell) for (row, column), cell in cells(page).items() if row == 1}
    assert [found.get(column) for column in (3, 4, 6, 9, 10, 11, 12)] == [shown] * 7
    assert found[1] == "张三"


def test_a_blank_form_has_empty_rows_and_room_for_the_pen() -> None:
    laid = laid_out(people(5), blank_rows=12)
    assert len(laid.pages) == 1
    page = laid.pages[0]
    assert {row for row, _ in cells(page)} == {0}
    assert len(grid(page)[1]) - 2 == 12
    said = [spelt(placed) for placed in page.text]
    assert "截至　　年　　月　　日" in said
    counted = [re.sub("　+", "＿", text) for text in said]
    assert "共＿名，其中正式＿名、预备＿名、女＿名、少数民族＿名" in counted


def test_both_sides_bind_at_the_same_edge_of_the_sheet() -> None:
    laid = laid_out(people(40), double_sided=True)
    tops = [min(extent(placed)[1] for placed in page.text) for page in laid.pages]
    assert [round(tops[0] - top, 3) for top in tops] == [0, 8, 0, 8][: len(tops)]
    for page in laid.pages:
        assert_texts_stay_in_their_places(page)


@pytest.mark.parametrize(
    "unit",
    ["甲", "中共" + "某某街道社区" * 5 + "支部委员会", "中共" + "柳溪街道桐花巷社区与驻地单位联合" * 6 + "支部委员会"],
)
def test_short_and_long_names_of_organisations(unit: str) -> None:
    for page in laid_out(people(20), unit=unit).pages:
        assert_texts_stay_in_their_places(page)
        assert spelt(page.text[0]).startswith(unit)


HOSTILE = st.text(st.characters(exclude_categories=("Cs",)), max_size=120) | st.sampled_from(
    [*RARE, "古力娜扎·阿布都热合曼·买买提·艾山江", "<para>&amp;</para>", "=HYPERLINK(1)", "A" * 200, "（" * 50]
)
FIELDS = ("name", "ethnicity", "education", "work", "phone", "remark", "id_number", "joined_date")


@settings(max_examples=40)
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(FIELDS, HOSTILE)), min_size=1, max_size=5))
def test_no_hostile_value_leaves_its_cell_or_loses_a_character(rows: list[dict[str, str]]) -> None:
    members: list[Member] = [invented(number, **row) for number, row in enumerate(rows)]
    laid = laid_out(members)
    for page in laid.pages:
        assert_texts_stay_in_their_places(page)
    for column, field in ((1, "name"), (10, "work"), (12, "remark")):
        meant = "".join("〓" if c in laid.missing else c for row in rows for c in drawable(row[field]))
        assert "".join(column_text(laid, column)).replace(" ", "") == "".join(meant.split("\n")).replace(" ", "")


def test_stopping_half_way_is_said() -> None:
    data = roster.bind(roster_of(people(450)))
    form, seen = catalog.form("member_roster"), []

    def enough() -> bool:
        return len(seen) >= 2

    with pytest.raises(RefusedError) as error:
        lay_out(form, data, fonts.pinned_book(), progress=lambda *step: seen.append(step), cancelled=enough)
    assert error.value.code == "print-cancelled"
    assert seen == [(0, 450), (200, 450)]


def test_a_form_can_be_shown_with_its_samples() -> None:
    laid = lay_out(catalog.form("member_roster"), SampleData(), fonts.pinned_book())
    assert column_text(laid, 1) == ["张三"] * 3
    assert_texts_stay_in_their_places(laid.pages[0])


# --- what later forms need ---------------------------------------------------------------

SIGN_IN = """
form = "sign_in"
title = "签到表"
edition = 2026
valid_from = 2026-01-01

[page]
margins = [25, 20, 20, 28]

[[fixed]]
kind = "text"
box = [28, 10, 60, 8]
text = "{roster.unit}"
sizes = ["小四", 1, "小五", 0]

[[fixed]]
kind = "line"
line = [28, 20, 190, 20]
pages = "first"

[[fixed]]
kind = "tick"
at = [150, 12]
field = "roster.unit"

[[block]]
kind = "table"
rows = "roster.members"
row_height = 10
across = 2
columns = [
  { title = "序号", field = "member.number", width = 10, padding = 0.5 },
  { title = "姓名", field = "member.name", width = 24, fit = "name", padding = 1, over = "应到" },
  { title = "性别", field = "member.sex", width = 30, over = "应到" },
  { title = "备注", width = 17 },
]
"""


def form_of(folder: Path, text: str) -> Form:
    """The form in a text, without a finding."""
    path = folder / "form.toml"
    path.write_text(text, encoding="utf-8")
    form, findings = read_form(path)
    assert findings == []
    assert form is not None
    return form


def test_a_table_of_two_blocks_side_by_side_with_spanning_heads(tmp_path: Path) -> None:
    laid = lay_out(form_of(tmp_path, SIGN_IN), roster.bind(roster_of(people(60))), fonts.pinned_book())
    assert len(laid.pages) == 2
    said = [[spelt(placed) for placed in page.text] for page in laid.pages]
    assert said[0].count("应到") == 2
    assert [str(number) for number in range(1, 61)] == [text for page in said for text in page if text.isdigit()]
    # The line of the first page only.
    assert [sum(rule.y1 == rule.y2 == 20 for rule in page.rules) for page in laid.pages] == [1, 0]
    assert [(tick.size, tick.ticked) for tick in laid.pages[0].ticks] == [(3.0, True)]


def test_a_text_too_long_for_its_fixed_box_is_refused_not_cut(tmp_path: Path) -> None:
    form = form_of(tmp_path, SIGN_IN)
    data = roster.bind(roster_of(people(1), unit="某某街道社区" * 12))
    with pytest.raises(RefusedError) as error:
        lay_out(form, data, fonts.pinned_book())
    assert error.value.code == "form-text-too-long"


def test_rows_that_are_written_by_hand_are_ten_millimetres_high() -> None:
    blank, filled = (laid_out(people(5), blank_rows=rows).pages[0] for rows in (12, 0))
    assert {round(lower - upper, 2) for upper, lower in pairwise(grid(blank)[1][1:])} == {10.0}
    assert round(min(lower - upper for upper, lower in pairwise(grid(filled)[1][1:])), 2) < 10.0


@pytest.mark.parametrize("blank_rows", [0, 12])
def test_the_texts_of_the_header_line_have_one_size_and_stand_apart(blank_rows: int) -> None:
    page = laid_out(people(5), blank_rows=blank_rows).pages[0]
    line = [run for run in page.runs() if run.y < grid(page)[1][0]][1:]
    assert len({run.piece.size for run in line}) == 1
    for left, right in pairwise(line):
        assert right.x - (left.x + left.piece.width) >= 1.0


# --- strips, headings ----------------------------------------------------------------------

LETTERS = """
form = "letters"
title = "通知"
edition = 2026
valid_from = 2026-01-01

[page]
margins = [25, 20, 20, 28]

[[block]]
kind = "strip"
pages = "every"
height = 10
cells = [{ text = "{roster.unit}", continued = "（续）" }]

[[block]]
kind = "strip"
height = 130
cells = [{ text = "开头" }]

[[block]]
kind = "heading"
text = "名单"
before = 3

[[block]]
kind = "repeat"
rows = "roster.members"

[[block.block]]
kind = "strip"
height = 8
cells = [{ text = "第{member.number}名" }]
"""


def laid_out_letters(folder: Path, text: str) -> LaidOut:
    return lay_out(form_of(folder, text), roster.bind(roster_of(people(60))), fonts.pinned_book())


def test_strips_repeated_for_each_row_flow_below_those_that_every_page_has(tmp_path: Path) -> None:
    heading = LETTERS[LETTERS.index('[[block]]\nkind = "heading"') : LETTERS.index('[[block]]\nkind = "repeat"')]
    laid = laid_out_letters(tmp_path, LETTERS.replace(heading, ""))
    said = [[spelt(placed) for placed in page.text] for page in laid.pages]
    assert len(said) == 3
    assert [page[0].endswith("（续）") for page in said] == [False, True, True]
    assert [text for page in said for text in page[1:]] == ["开头", *(f"第{number}名" for number in range(1, 61))]
    for page in laid.pages:
        assert max(extent(placed)[3] for placed in page.text) < 277


def test_a_heading_stays_with_the_first_of_many_strips_not_with_all_of_them(tmp_path: Path) -> None:
    laid = laid_out_letters(tmp_path, LETTERS)
    assert [(mark.title, mark.page) for mark in laid.marks] == [("名单", 0)]
    assert "第1名" in [spelt(placed) for placed in laid.pages[0].text]
    low = laid_out_letters(tmp_path, LETTERS.replace("height = 130", "height = 225"))
    assert [mark.page for mark in low.marks] == [1]
    assert [spelt(placed) for placed in low.pages[1].text][1:3] == ["名单", "第1名"]


def test_lines_of_a_cell_keep_off_the_rules() -> None:
    remark = "谈话记录在案，情况属实。" * 4
    page = laid_out([invented(1, "张三", remark=remark), *people(3)]).pages[0]
    rows = grid(page)[1]
    checked = 0
    for (row, _), placed in cells(page).items():
        _, top, _, bottom = extent(placed)
        if row and len(placed.setting.lines) > 2:
            checked += 1
            assert top - rows[row] > 0.9 and rows[row + 1] - bottom > 0.9
    assert checked
