"""Setting texts: sizes one after the other, names by their own rules, nothing cut and nothing below nine points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.drawing import Setting
from reports.fonts import drawable, pinned_book
from reports.typeset import TIGHTEST, TextStyle, Typesetter

CELL = TextStyle()
NAME = TextStyle(align="center", fit="name")
EM = 10.5 * 25.4 / 72


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter(pinned_book())


def lines_of(setting: Setting) -> list[str]:
    return ["".join(piece.text for _, piece in line) for line in setting.lines]


def reach(setting: Setting) -> tuple[float, float]:
    """Left and right edge of everything that is drawn, without the space behind a line's last character."""
    runs = setting.runs()
    return min(dx for dx, _, _ in runs), max(dx + piece.width - piece.char_space for dx, _, piece in runs)


@pytest.mark.parametrize(
    ("text", "size", "lines"),
    [
        ("退休", 10.5, ["退休"]),
        ("社区卫生服务站护士长", 10.5, ["社区卫生服务", "站护士长"]),
        ("街道综合执法大队副大队长兼", 9, ["街道综合执法大", "队副大队长兼"]),
        ("街道综合执法大队副大队长主持日常工作", 9, ["街道综合执法大", "队副大队长主持", "日常工作"]),
    ],
)
def test_two_lines_then_smaller_then_more_lines(
    typesetter: Typesetter, text: str, size: float, lines: list[str]
) -> None:
    setting = typesetter.set(text, CELL, 6.2 * EM)
    assert (setting.size, lines_of(setting)) == (size, lines)


def test_a_number_is_rather_set_smaller_than_torn(typesetter: Typesetter) -> None:
    setting = typesetter.set("13800000000", CELL, 21)
    assert (setting.size, lines_of(setting)) == (9, ["13800000000"])


def test_tightening_comes_before_a_second_line(typesetter: Typesetter) -> None:
    style = TextStyle(fit="tighten")
    inside, outside = (typesetter.set("硕士研究生", style, 5 * EM * part) for part in (0.86, 0.84))
    assert lines_of(inside) == ["硕士研究生"]
    assert inside.lines[0][0][1].stretch == pytest.approx(0.86)
    assert len(outside.lines) == 2


def test_two_characters_are_spaced_to_three_and_read_as_two(typesetter: Typesetter) -> None:
    setting = typesetter.set("张三", NAME, 5 * EM)
    (_, piece) = setting.lines[0][0]
    assert (piece.text, piece.char_space, setting.actual) == ("张三", pytest.approx(EM), "张三")
    assert reach(setting) == (pytest.approx(EM), pytest.approx(4 * EM))


@pytest.mark.parametrize(
    ("name", "width", "size", "lines", "tightest"),
    [
        ("欧阳文静", 4.1, 10.5, ["欧阳文静"], 1.0),
        ("欧阳文静", 3.6, 10.5, ["欧阳文静"], 0.9),
        ("买买提·艾山", 4.1, 10.5, ["买买提·", "艾山"], 1.0),
        ("阿依古丽·买买提江", 4.1, 10.5, ["阿依古丽·", "买买提江"], 0.911),
        ("古力娜扎·阿布都热合曼", 4.43, 9, ["古力娜扎·", "阿布都热合曼"], 0.861),
        ("司马相如之之", 3.6, 10.5, ["司马相", "如之之"], 1.0),
    ],
)
def test_long_names(
    typesetter: Typesetter, name: str, width: float, size: float, lines: list[str], tightest: float
) -> None:
    setting = typesetter.set(name, NAME, width * EM)
    assert (setting.size, lines_of(setting)) == (size, lines)
    assert min(piece.stretch for _, _, piece in setting.runs()) == pytest.approx(tightest, abs=0.001)
    assert setting.actual == (name if len(lines) > 1 or "·" in name else "")


def test_a_middle_dot_takes_half_a_character(typesetter: Typesetter) -> None:
    (first, (dot_x, dot), (last_x, _)) = typesetter.set("艾山·买买", NAME, 9 * EM).lines[0]
    assert dot.text == "·"
    assert last_x - first[0] == pytest.approx(2.5 * EM)
    assert first[0] + 2 * EM <= dot_x <= last_x - dot.width / 2


def test_latin_and_digits_are_from_song_in_every_running_text(typesetter: Typesetter) -> None:
    pieces = typesetter.set("第3党小组A组", TextStyle(role="kai"), 100).lines[0]
    assert "".join(piece.text for _, piece in pieces) == "第3党小组A组"
    assert {piece.font.path.name for _, piece in pieces} == {"song.ttf"}


def test_a_character_that_no_font_has_is_drawn_as_a_mark_and_named() -> None:
    own = Typesetter(pinned_book())
    setting = own.set("王\U0002a6a5\ue000", CELL, 50)
    assert lines_of(setting) == ["王〓〓"]
    assert list(own.missing) == ["\U0002a6a5", "\ue000"]


def test_wide_running_text_fills_its_lines_evenly_and_narrow_columns_stay_ragged(typesetter: Typesetter) -> None:
    style = TextStyle(sizes=((10.5, 0),), align="justify", indent=2)
    text = "会议由支部书记主持，应到32人，实到29人。" * 6
    wide = typesetter.set(text, style, 28 * EM)
    edges = [line[-1][0] + line[-1][1].width - line[-1][1].char_space for line in wide.lines]
    assert edges[:-1] == [pytest.approx(28 * EM)] * (len(edges) - 1)
    assert wide.lines[0][0][0] == pytest.approx(2 * EM)
    narrow = typesetter.set(text, style, 7.5 * EM)
    assert {piece.char_space for _, _, piece in narrow.runs()} == {0.0}


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
STYLES = st.builds(
    TextStyle,
    role=st.sampled_from(["fang", "title", "song", "hei", "kai"]),
    align=st.sampled_from(["left", "center", "right", "justify"]),
    fit=st.sampled_from(["wrap", "tighten", "name"]),
)


@given(TEXT | st.text("张三欧阳·阿布都<b>&=0123456789.,（）《》 \n", max_size=60), STYLES, st.floats(7, 80))
def test_whatever_is_set_stays_in_its_width_and_loses_nothing(text: str, style: TextStyle, width: float) -> None:
    own = Typesetter(pinned_book())
    setting = own.set(text, style, width)
    shown = drawable(text)
    marked = "".join("〓" if c in own.missing else c for c in shown)
    assert "".join(lines_of(setting)).replace(" ", "") == marked.replace(" ", "").replace("\n", "")
    for dx, _, piece in setting.runs():
        assert piece.size >= 9
        assert piece.stretch >= TIGHTEST - 1e-9
        # Half the width of a dot stands over its place in fonts where it is a whole character.
        spare = piece.width / 2 if piece.text == "·" else 1e-6
        assert dx >= -spare
        assert dx + piece.width - piece.char_space <= width + spare
