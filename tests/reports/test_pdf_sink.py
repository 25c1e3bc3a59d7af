"""The PDF file: read back by an own small reader everywhere, and by poppler and qpdf where they are installed."""

import inspect
import re
from pathlib import Path

import pytest
from reportlab import rl_config
from reportlab.pdfbase import ttfonts
from reportlab.pdfgen.canvas import Canvas

from reports import fonts, pdf_sink
from reports.drawing import Box, Page, Rule, Tick
from reports.fonts import pinned_book
from reports.place import place
from reports.typeset import TextStyle, Typesetter
from tests.reports.builders import (
    AS_OF,
    BRANCH,
    RARE,
    font_tables,
    invented,
    objects,
    pdf_of,
    people,
    program,
    shown_texts,
    written,
)


def one_page(*texts: str, style: TextStyle | None = None) -> bytes:
    """A page of 200 x 100 mm with each text on a line of its own."""
    typesetter, page = Typesetter(pinned_book()), Page(200, 100)
    for number, text in enumerate(texts):
        place(page, typesetter.set(text, style or TextStyle(), 180), 10, 10 * number, 10)
    return pdf_sink.pdf_bytes([page], pinned_book().main_file("song"), title="试印（一）")


def test_every_name_comes_back_from_the_file() -> None:
    shown = {text for page in shown_texts(pdf_of(people(60))) for text in page}
    assert {one.name for one in people(60)} - shown == set()
    assert {one.id_number for one in people(60)} - shown == set()


def test_every_name_is_found_by_another_program(tmp_path: Path) -> None:
    text = program("pdftotext", "-layout", written(pdf_of(people(60)), tmp_path), "-")
    assert [one.name for one in people(60) if one.name not in text] == []
    assert [one.id_number for one in people(60) if one.id_number not in text] == []


def test_every_font_is_embedded() -> None:
    parts = objects(pdf_of(people(20)))
    used = [body for body in parts.values() if b"/BaseFont" in body]
    assert used
    for body in used:
        reference = re.search(rb"/FontDescriptor (\d+) 0 R", body)
        assert reference is not None, body[:200]
        assert b"/FontFile2" in parts[int(reference[1])]
    assert b"Helvetica" not in b"".join(parts.values())


def test_every_font_is_embedded_says_another_program(tmp_path: Path) -> None:
    lines = program("pdffonts", written(pdf_of(people(20)), tmp_path)).splitlines()[2:]
    assert len(lines) >= 2
    assert [line for line in lines if line.split()[-5:-2] != ["yes", "yes", "yes"]] == []


def test_the_file_is_sound_says_another_program(tmp_path: Path) -> None:
    path = written(pdf_of(people(60)), tmp_path)
    assert "No syntax or stream encoding errors" in program("qpdf", "--check", path)
    pages = len(shown_texts(Path(path).read_bytes()))
    assert program("qpdf", "--show-npages", path).strip() == str(pages)


def test_the_same_form_gives_the_same_bytes() -> None:
    assert pdf_of(people(30)) == pdf_of(people(30))
    assert pdf_of(people(30)) != pdf_of(people(31))


def test_more_than_256_characters_of_one_font_come_back() -> None:
    many = [chr(code) for code in range(0x4E00, 0x5200) if pinned_book().font("song", chr(code))]
    texts = ["".join(many[start : start + 40]) for start in range(0, 600, 40)]
    shown = "".join(shown_texts(one_page(*texts))[0])
    assert shown == "".join(texts)


def test_tables_of_characters_have_utf_16_and_short_blocks() -> None:
    points = [0, 0x20164, *range(0x4E00, 0x4E00 + 250)]
    table = pdf_sink.unicode_table("AAAAAA+Song", points)
    assert "<01> <D840DD64>" in table
    sizes = [int(size) for size in re.findall(r"(\d+) beginbfchar", table)]
    assert sizes == [100, 100, 51]
    assert "<00> <FB>" in table


def test_markup_in_names_is_plain_text() -> None:
    shown = shown_texts(pdf_of([invented(1, "<b>张&</b>"), invented(2, "(李\\四)"), invented(3, "<para>%s {0}")]))
    for name in ("<b>张&</b>", "(李\\四)", "<para>%s {0}"):
        assert name in shown[0]


def test_spacing_and_scale_do_not_leak_into_the_next_text() -> None:
    stream = next(body for body in objects(pdf_of(people(15))).values() if b"\nBT\n" in body)
    scale, space = "100", "0"
    for operand, operator in re.findall(r"([-\d.]+) (Tz|Tc)", stream.decode("latin-1")):
        if operator == "Tz":
            assert (scale == "100") != (operand == "100")
            scale = operand
        else:
            assert (space == "0") != (operand == "0")
            space = operand
    assert (scale, space) == ("100", "0")


def test_rules_boxes_and_ticks_are_where_they_should_be() -> None:
    page = Page(200, 100)
    page.rules.append(Rule(10, 20, 60, 20, 0.5))
    page.boxes.append(Box(10, 10, 50, 30, 1.0))
    page.ticks += [Tick(100, 50, 3, True), Tick(110, 50, 3, False)]
    parts = objects(pdf_sink.pdf_bytes([page], pinned_book().main_file("song"), title="线"))
    stream = next(body for body in parts.values() if b"\nBT\n" in body).decode("latin-1")
    assert "0.5 w 28.35 226.77 m 170.08 226.77 l S" in stream
    assert "1 w 28.35 170.08 141.73 85.04 re S" in stream
    assert stream.count(" re") == 3
    assert len(re.findall(r" l [\d.]+ [\d.]+ l", stream)) == 1


def test_title_and_language_stand_in_the_file() -> None:
    pdf = one_page("正文")
    assert b"zh-CN" in pdf
    packed = "试印（一）".encode("utf-16-be")
    assert packed in re.sub(rb"\\(\d{3})", lambda found: bytes([int(found[1], 8)]), pdf)


def test_drawing_can_be_stopped() -> None:
    class Stop(Exception):
        pass

    def stop(done: int) -> None:
        raise Stop(done)

    with pytest.raises(Stop):
        pdf_sink.pdf_bytes([Page(200, 100)], pinned_book().main_file("song"), title="停", each=stop)


def test_what_we_use_of_reportlab_is_as_we_know_it() -> None:
    """Private calls and replaced functions of reportlab 5.1: a newer one that differs has to be looked at first."""
    canvas = Canvas("never-saved.pdf", initialFontName="Helvetica")
    assert isinstance(canvas._code, list)
    assert hasattr(canvas._doc, "fontMapping")
    font = pdf_sink.registered(pinned_book().main_file("song"))
    assert font.splitString("一ab", canvas._doc) == [(0, b"\x01\x02\x03")]
    assert font.getSubsetInternalName(0, canvas._doc) == "/F2+0"
    assert list(inspect.signature(ttfonts.makeToUnicodeCMap).parameters) in (
        ["fontname", "subset"],
        ["font_name", "subset"],
    )
    assert "makeToUnicodeCMap(baseFontName, subset)" in inspect.getsource(ttfonts.TTFont.addObjects)
    pdf_sink.prepare_reportlab()
    assert rl_config.useA85 == 0
    assert ttfonts.makeToUnicodeCMap is pdf_sink.unicode_table


def test_fonts_are_read_only_when_they_are_needed() -> None:
    parts = objects(one_page("只用宋体"))
    assert len(font_tables(parts)) == 1


def test_the_constants_of_these_tests_are_in_the_file() -> None:
    shown = shown_texts(pdf_of(people(len(RARE))))[0]
    assert "".join(shown).startswith(f"{BRANCH}党员花名册")
    assert f"截至{AS_OF.year}年" in "".join(shown)
    assert set(fonts.ROLES) == {"fang", "title", "song", "hei", "kai"}
