"""The roster as a workbook, read back by two programs: every cell is text, nothing is a formula."""

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from reports import catalog, roster, sheet
from reports.fields import Piece
from reports.sheet import sheet_bytes
from tests.reports.builders import BRANCH, RARE, invented, people, roster_of

HOSTILE = ("=1+1", "+1", "@SUM(A1)", "-2", "{=1}", '=HYPERLINK("x")', "http://example.invalid", "<b>&", "'王", "007")


def book_of(names: list[str], variant: str = "full", *, blank_rows: int = 0, masked: bool = False) -> bytes:
    members = [invented(number, name) for number, name in enumerate(names)]
    data = roster.bind(roster_of(members, masked=masked), blank_rows=blank_rows)
    return sheet_bytes(catalog.form("member_roster"), Piece(variant, data))


def by_openpyxl(content: bytes) -> list[list[openpyxl.cell.Cell]]:
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows()]


def by_calamine(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def table(rows: list[list[object]]) -> list[dict[str, object]]:
    """Return the lines under the head row by the heads."""
    at = next(number for number, row in enumerate(rows) if row[0] == "序号")
    heads = [str(head) for head in rows[at]]
    lines = [dict(zip(heads, row, strict=True)) for row in rows[at + 1 :]]
    return [line for line in lines if str(line["序号"] or "").isdigit()]


def test_both_programs_read_what_was_written() -> None:
    names = [*RARE, *HOSTILE]
    content = book_of(names)
    first = table([[cell.value for cell in row] for row in by_openpyxl(content)])
    second = table(by_calamine(content))
    assert [line["姓名"] for line in first] == names
    assert [line["姓名"] for line in second] == names
    assert [line["公民身份号码"] for line in first] == [invented(number).id_number for number in range(len(names))]
    assert [line["联系电话"] for line in second] == [invented(number).phone for number in range(len(names))]


def test_every_cell_is_text_and_none_a_formula() -> None:
    content = book_of(list(HOSTILE))
    filled = [cell for row in by_openpyxl(content) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in filled} == {"s"}
    assert all(cell.hyperlink is None for cell in filled)
    assert {type(value) for row in by_calamine(content) for value in row} == {str}
    with zipfile.ZipFile(BytesIO(content)) as packed:
        assert "<f" not in packed.read("xl/worksheets/sheet1.xml").decode("utf-8")
        assert not [name for name in packed.namelist() if "external" in name.lower() or "vba" in name.lower()]


def test_an_id_number_stays_text_when_somebody_edits_it() -> None:
    rows = by_openpyxl(book_of(["王"]))
    at = next(number for number, row in enumerate(rows) if row[0].value == "序号")
    column = [cell.value for cell in rows[at]].index("公民身份号码")
    assert rows[at + 1][column].number_format == "@"


@pytest.mark.parametrize("damage", ["\x00", "\x07", "\x1b", "\ufffe", "\u202e", "\u200b"])
def test_characters_that_would_break_the_file_are_left_out(damage: str) -> None:
    content = book_of([f"王{damage}明"])
    assert table(by_calamine(content))[0]["姓名"] == "王明"
    assert table([[cell.value for cell in row] for row in by_openpyxl(content)])[0]["姓名"] == "王明"


def test_the_head_says_whose_roster_it_is_and_how_many() -> None:
    rows = by_calamine(book_of(["甲", "乙"]))
    assert rows[0][0] == f"{BRANCH}党员花名册"
    assert "共2名" in str(rows[1][0])


def test_the_public_variant_and_a_masked_list_keep_numbers_back() -> None:
    number = invented(0).id_number
    public, masked = by_calamine(book_of(["甲"], "public")), by_calamine(book_of(["甲"], masked=True))
    assert "公民身份号码" not in str(public) and "联系电话" not in str(public)
    assert number not in str(public) and number not in str(masked)


@pytest.mark.parametrize("count", [0, 1, 500])
def test_any_number_of_members(count: int) -> None:
    data = roster.bind(roster_of(people(count)))
    content = sheet_bytes(catalog.form("member_roster"), Piece("full", data))
    assert [line["序号"] for line in table(by_calamine(content))] == [str(number) for number in range(1, count + 1)]


def test_a_blank_sheet_has_room_for_so_many() -> None:
    rows = by_openpyxl(book_of(["甲"], blank_rows=12))
    at = next(number for number, row in enumerate(rows) if row[0].value == "序号")
    assert all(cell.value in (None, "") for row in rows[at + 1 : at + 13] for cell in row)
    assert rows[at + 12][0].border.bottom.style == "thin"


def test_the_same_list_twice_is_the_same_file() -> None:
    assert book_of(["甲"]) == book_of(["甲"])


def test_a_long_sheet_repeats_its_head_and_fits_the_paper(tmp_path: Path) -> None:
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(book_of(["甲"] * 60))
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
    # One page wide (the format's own default) and as many high as it takes.
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    assert sheet.freeze_panes == "C4"


@pytest.mark.parametrize("name", ["䶮" * 60, "𠀀" * 60, "欧阳" * 13 + "𠅤" * 3, "阿卜杜拉·买买提江·" * 6])
def test_a_sheet_s_name_is_no_longer_than_office_programs_take(name: str) -> None:
    made = sheet._sheet_name(12, name)
    assert made.startswith("12 " + name[:10])
    assert 2 * 29 <= len(made.encode("utf-16-le")) <= 2 * 31
    with xlsxwriter.Workbook(BytesIO(), {"in_memory": True}) as book:
        book.add_worksheet(made)
