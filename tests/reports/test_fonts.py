"""Fonts: metrics against a second reader, candidates in their order, a fallback for each character, honest refusals."""

import shutil
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont
from reportlab.pdfbase.ttfonts import TTFontFace

import resources
from models.errors import WorldError
from reports import fonts
from reports.font_file import FontFile, UnusableFont

TABLE = resources.ROOT / "fonts.toml"
RARE = "䶮㛃𠅤喆堃玥镕珺彧昇淼犇骉"


def small_font(path: Path, drawn: str, empty: str = "", width: int = 700) -> Path:
    """Write a font with a square for each character of `drawn` and nothing for those of `empty`."""
    names = {ord(c): f"u{ord(c):05X}" for c in drawn + empty}
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 600), (600, 600), (600, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square, nothing = pen.glyph(), TTGlyphPen(None).glyph()
    glyphs = {".notdef": square} | {name: square if chr(code) in drawn else nothing for code, name in names.items()}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(names)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (width, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": path.stem, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
    return path


@pytest.mark.parametrize("name", ["song.ttf", "hei.ttf"])
def test_widths_and_characters_are_those_that_reportlab_reads(name: str) -> None:
    font = FontFile(resources.FONTS / name)
    face = TTFontFace(str(resources.FONTS / name))
    checked = "中国共产党·0123456789.-Xx“”—…（）　 " + RARE
    assert [c for c in checked if font.draws(c) != (ord(c) in face.charToGlyph)] == []
    for character in checked:
        assert font.width(character) == pytest.approx(face.charWidths[ord(character)] / 1000, abs=0.001)


def test_a_mapped_character_without_an_outline_is_not_drawn(tmp_path: Path) -> None:
    font = FontFile(small_font(tmp_path / "a.ttf", "中国", empty="共"))
    assert [font.draws(c) for c in "中国共 产"] == [True, True, False, False, False]
    assert font.width("中") == 0.7


def test_a_blank_needs_no_outline(tmp_path: Path) -> None:
    assert FontFile(small_font(tmp_path / "a.ttf", "中", empty="　")).draws("　")


def test_each_face_of_a_collection_is_read(tmp_path: Path) -> None:
    collection = TTCollection()
    collection.fonts = [
        TTFont(small_font(tmp_path / "a.ttf", "中", width=600)),
        TTFont(small_font(tmp_path / "b.ttf", "国", width=900)),
    ]
    collection.save(tmp_path / "c.ttc")
    second = FontFile(tmp_path / "c.ttc", 1)
    assert (second.draws("国"), second.draws("中"), second.width("国")) == (True, False, 0.9)
    with pytest.raises(UnusableFont, match="no face 2"):
        FontFile(tmp_path / "c.ttc", 2)


def test_what_cannot_be_embedded_is_refused(tmp_path: Path) -> None:
    whole = small_font(tmp_path / "a.ttf", "中").read_bytes()
    files = {"cff.ttf": b"OTTO" + whole[4:], "cut.ttf": whole[:40], "empty.ttf": b"", "text.ttf": b"hello, not a font"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UnusableFont, match=name):
            FontFile(tmp_path / name)
    with pytest.raises(UnusableFont):
        FontFile(tmp_path / "missing.ttf")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A stand-in for the program's own folder of fonts."""
    folder = tmp_path / "own"
    folder.mkdir()
    small_font(folder / "song.ttf", "中国·0？?〓" + RARE)
    small_font(folder / "hei.ttf", "中国")
    return folder


def test_the_fonts_of_the_machine_come_first_whatever_their_case(own: Path, tmp_path: Path) -> None:
    machine = tmp_path / "Fonts" / "deeper"
    machine.mkdir(parents=True)
    small_font(machine / "SIMFANG.TTF", "中")
    book = fonts.book_from(TABLE, own, [tmp_path / "Fonts"])
    assert book.main_file("fang").path.name == "SIMFANG.TTF"
    assert book.main_file("song").path == own / "song.ttf"
    assert fonts.substituted(book) == ["没有小标宋字体，改用黑体打印。", "没有楷体字体，改用宋体打印。"]


def test_a_broken_candidate_is_passed_over(own: Path, tmp_path: Path) -> None:
    machine = tmp_path / "Fonts"
    machine.mkdir()
    (machine / "simfang.ttf").write_bytes(b"OTTO, or whatever")
    assert fonts.book_from(TABLE, own, [machine]).main_file("fang").path == own / "song.ttf"


def test_a_character_is_taken_from_the_next_font_that_has_it(own: Path) -> None:
    small_font(own / "fang.ttf", "中0")
    book = fonts.book_from(TABLE, own, [])
    taken = {c: font.path.stem if (font := book.font("fang", c)) else None for c in "中0国䶮龘"}
    # Digits come from Song although 仿宋 has some.
    assert taken == {"中": "fang", "0": "song", "国": "song", "䶮": "song", "龘": None}
    assert book.missing("中国龘龘\n0") == ["龘"]


def test_without_the_programs_own_fonts_nothing_is_printed(tmp_path: Path) -> None:
    with pytest.raises(WorldError) as error:
        fonts.book_from(TABLE, tmp_path, [])
    assert error.value.code == "fonts-missing"
    assert "make fonts" in error.value.next_step()


def test_the_pinned_book_draws_every_rare_name() -> None:
    book = fonts.pinned_book()
    assert book.missing(RARE) == []
    assert {font.path.name for role in fonts.ROLES for font in book.files[role]} == {"song.ttf", "hei.ttf"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("张三", "张三"),
        ("a\u200bb\u202ec\ufeff", "abc"),
        ("a\tb\u00a0c", "a b c"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\x00\x07葛\U000e0100", "葛"),
        ("一　二", "一　二"),
    ],
)
def test_what_has_no_picture_is_left_out(text: str, shown: str) -> None:
    assert fonts.drawable(text) == shown


def test_the_folders_of_the_machine_are_searched_once_for_all_roles(own: Path, tmp_path: Path) -> None:
    shutil.copy(own / "hei.ttf", tmp_path / "simhei.ttf")
    book = fonts.book_from(TABLE, own, [tmp_path / "not there", tmp_path])
    assert book.main_file("hei") is book.main_file("title")
