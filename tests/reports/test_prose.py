"""A long text over pages: nothing is lost, nothing leaves its lines, and it ends."""

import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import meeting
from reports import catalog, fonts
from reports.drawing import Page
from reports.fields import BoundData
from reports.fonts import NOT_DRAWN, drawable
from reports.layout import LaidOut, lay_out
from reports.line_break import NOT_FIRST, NOT_LAST
from reports.typeset import MM_PER_POINT
from tests.reports.test_nothing_leaves import HOSTILE, assert_nothing_leaves
from tests.reports.year import MINUTES, record_of

LEFT, RIGHT = 28 + 24 + 2, 190 - 2
SIZE = 12.0
MARK = "以下空白"


def minutes(text: str, *, kind: str = "assembly", **others: str) -> LaidOut:
    """Lay out the minutes of a meeting with this content."""
    data = record_of(kind, minutes=text, **others)
    return lay_out(catalog.form("meeting_minutes"), data, fonts.pinned_book(), variant=kind)


def lines_of(pages: list[Page]) -> list[str]:
    """Return the lines of the long text: what stands in its column at its size."""
    found: dict[tuple[int, float], str] = {}
    for number, page in enumerate(pages):
        for x, y, piece in page.runs():
            if piece.size == SIZE and x >= LEFT - 0.01 and y > 45 and piece.role == "fang" and piece.text != MARK:
                found[number, y] = found.get((number, y), "") + piece.text
    return [found[key] for key in sorted(found)]


def plain(text: str) -> str:
    return "".join(drawable(text).split())


@pytest.mark.parametrize(
    "text",
    [
        MINUTES,
        "字" * 50_000,
        "W" * 50_000,
        "一，" * 9_000,
        "（" * 400 + "字",
        "\n" * 200 + "末",
        "第一段\n\n\n第二段",
        "<b>粗</b>&amp;\t制表符\t{meeting.minutes} %s \\n",
        "　　手工缩进的段落。\n　　第二段。",
    ],
    ids=["usual", "50,000", "one word", "marks", "opening", "empty lines", "paragraphs", "markup", "typed indent"],
)
def test_every_character_is_printed_in_order_and_in_its_place(text: str) -> None:
    started = time.process_time()
    result = minutes(text)
    assert time.process_time() - started < 20
    assert plain("".join(lines_of(result.pages))) == plain(text)
    assert_nothing_leaves(result.pages)


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_texts_in_every_field_of_the_record(value: str) -> None:
    for kind in ("assembly", "lecture", "org_life"):
        result = lay_out(
            catalog.form("meeting_minutes"),
            record_of(kind, **dict.fromkeys(meeting.TEXT_LIMITS, value)),
            fonts.pinned_book(),
            variant=kind,
        )
        assert_nothing_leaves(result.pages)


@settings(max_examples=40)
@given(text=st.text(max_size=400), other=st.text(max_size=200))
def test_any_text_stays_in_its_place(text: str, other: str) -> None:
    result = minutes(text, decisions=other, guests=other, place=other)
    assert_nothing_leaves(result.pages)


def test_an_emoji_is_shown_as_missing_and_told() -> None:
    result = minutes("大家很高兴😀散会")
    assert "大家很高兴" + NOT_DRAWN + "散会" in "".join(lines_of(result.pages))
    assert result.missing == ["😀"]


def test_paragraphs_are_indented_justified_and_broken_by_the_rules() -> None:
    result = minutes(MINUTES * 6)
    lines = lines_of(result.pages)
    em = SIZE * MM_PER_POINT
    starts = {line[:6] for line in MINUTES.split("\n")}
    for page in result.pages:
        for x, _, piece in page.runs():
            if piece.size == SIZE and x >= LEFT - 0.01 and piece.role == "fang" and piece.text[:6] in starts:
                assert x == pytest.approx(LEFT + 2 * em)
    for line in lines:
        assert line[0] not in NOT_FIRST and line[-1] not in NOT_LAST
    assert all(len(line.strip("，。；！？）”")) > 1 for line in lines)


def test_a_long_text_goes_on_with_a_heading_and_its_lines_end_the_page() -> None:
    result = minutes("会议讨论了社区网格治理。" * 150)
    assert len(result.pages) > 2
    for page in result.pages[1:]:
        texts = [run.piece.text for run in page.runs()]
        assert "支部党员大会记录（续页）" in texts
        assert "（续）" in texts
    # What is signed stands once, on the last page, with lines of the text or to write on above it.
    signed = [any("签字" in run.piece.text for run in page.runs()) for page in result.pages]
    assert signed == [False] * (len(result.pages) - 1) + [True]


def _ruled(page: Page) -> list[float]:
    return sorted({rule.y1 for rule in page.rules if rule.x1 == 52 and rule.y1 == rule.y2 and rule.x2 == 190})


def test_lines_to_write_on_are_ten_millimetres_apart_and_fill_the_page() -> None:
    for page in minutes("").pages:
        heights = _ruled(page)
        steps = {round(below - above, 6) for above, below in pairwise(heights)}
        assert 10.0 in steps and min(steps) == 10.0
        frame = page.boxes[0]
        assert 297 - 20 - 10 < frame.y + frame.height <= 297 - 20 + 1e-6


def open_lines(pages: list[Page]) -> int:
    """Return how many lines stand ruled beneath and empty: where somebody could write after all is said."""
    found = 0
    for page in pages:
        written = sorted(y for x, y, _ in page.runs() if x >= LEFT - 0.01)
        for rule in _ruled(page):
            found += not any(rule - 10 < y < rule for y in written)
    return found


@pytest.mark.parametrize("kind", ["assembly", "committee", "group", "lecture", "study", "theme_day", "org_life"])
def test_no_line_is_left_open_behind_the_last_and_the_end_is_marked(kind: str) -> None:
    """As many paragraphs as a page holds, one less, one more: the mark never falls away."""
    for count in (1, 2, 5, *range(8, 26), 30, 40):
        for decisions in ("", "同意。", "同意。\n" * 3):
            pages = minutes("一段话。\n" * count, kind=kind, decisions=decisions).pages
            assert open_lines(pages) == 0, (count, decisions)
            assert sum(run.piece.text == MARK for page in pages for run in page.runs()) >= 1


def test_minutes_that_are_not_typed_stay_open_for_the_pen() -> None:
    pages = minutes("").pages
    assert open_lines(pages) > 5
    assert MARK not in [run.piece.text for page in pages for run in page.runs()]


@pytest.mark.parametrize("rows", [1, 20, 60])
def test_a_blank_record_has_as_many_lines_as_asked_for(rows: int) -> None:
    scopes = {**record_of("assembly").scopes, "meeting": None}
    blank = BoundData(scopes, "", rows)
    result = lay_out(catalog.form("meeting_minutes"), blank, fonts.pinned_book(), variant="assembly")
    assert sum(len(_ruled(page)) for page in result.pages) >= rows
    assert_nothing_leaves(result.pages)


@pytest.mark.parametrize("make", [lambda count: "一" * count, lambda count: "一\n" * count], ids=["one line", "lines"])
def test_no_page_is_left_with_one_line_of_the_text(make: Callable[[int], str]) -> None:
    for count in range(1, 60):
        result = minutes(make(count * (31 if "\n" not in make(2) else 1)))
        assert_nothing_leaves(result.pages)
        assert sum(any("签字" in run.piece.text for run in page.runs()) for page in result.pages) == 1
