"""The reader of workbooks: files of real programs, ugly ones, hostile ones, and files that are none."""

import io
import struct
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook as Made

from exchange.sheets import formats, grid
from exchange.sheets.delimited import decoded
from exchange.workbook import read_workbook
from models.errors import KnownError, RefusedError, WorldError

ROSTERS = Path(__file__).resolve().parent.parent / "data" / "rosters"
LIST = "姓名,性别,民族\n张三,男,汉族\n李四,女,回族\n"


def saved(path: Path, rows: list[list[Any]]) -> Path:
    book = Made()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def values(path: Path) -> dict[int, dict[int, Any]]:
    sheet = read_workbook(path).sheets[0]
    return {row: {column: cell.value for column, cell in cells.items()} for row, cells in sheet.lines()}


def repacked(source: Path, target: Path, changes: dict[str, bytes]) -> Path:
    """Copy a zipped document with some parts replaced."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *changes]):
            new.writestr(name, changes[name] if name in changes else old.read(name))
    return target


# --- the same list in every format that LibreOffice writes ------------------------------


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_what_libreoffice_saves_reads_alike(ending: str) -> None:
    book = read_workbook(ROSTERS / f"village.{ending}")
    assert (book.kind, [(sheet.name, sheet.hidden) for sheet in book.sheets]) == (
        ending,
        [("党员名册", False), ("字典", True)],
    )
    sheet = book.sheets[0]
    assert sheet.hidden_rows == {8}
    row = {column: cell.value for column, cell in sheet.rows[6].items()}
    assert row[2] == "买买提.艾山"
    assert row[6] == datetime(1985, 7, 1)
    assert (row[8], row[9], row[11]) == (39629, "2009.6", 12099900002)
    assert sheet.rows[6][12] == grid.Cell("一组", sheet.rows[5][12].number_format, filled=True)
    assert sheet.rows[4][2].value == "姓　名"
    assert formats.is_date(sheet.rows[6][6].number_format)
    assert "d" not in sheet.rows[6][6].number_format
    assert sheet.rows[7][6].number_format.startswith("0.00")


def test_our_values_are_those_of_calamine() -> None:
    from python_calamine import CalamineWorkbook

    for ending in ("xlsx", "ods"):
        path = ROSTERS / f"village.{ending}"
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
        for number, cells in read_workbook(path).sheets[0].lines():
            for column, cell in cells.items():
                if not cell.filled:
                    theirs = rows[number - 1][column - 1]
                    ours = cell.value.date() if isinstance(cell.value, datetime) else cell.value
                    assert ours == theirs, (ending, number, column)


def test_text_and_html_say_that_their_numbers_are_texts() -> None:
    for ending in ("csv", "html"):
        sheet = read_workbook(ROSTERS / f"village.{ending}").sheets[0]
        assert not sheet.exact
        assert sheet.rows[5][5].value == "990101195204071235"
    assert sheet.rows[6][12].filled


# --- encodings, separators, endings -----------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_texts_of_every_office_encoding(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "名单.txt"
    path.write_bytes(LIST.replace(",", separator).encode(encoding))
    assert values(path) == {
        1: {1: "姓名", 2: "性别", 3: "民族"},
        2: {1: "张三", 2: "男", 3: "汉族"},
        3: {1: "李四", 2: "女", 3: "回族"},
    }


def test_rare_characters_survive_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("姓名,备注\n赵䶮,𠅤\n".encode("gb18030"))
    assert values(path)[2] == {1: "赵䶮", 2: "𠅤"}


def test_excel_keeps_text_in_csv_by_an_equals_sign(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('姓名,号码\n张三,="0123"\n"李,四","=1+1"\n', encoding="utf-8")
    assert values(path)[2] == {1: "张三", 2: "0123"}
    assert values(path)[3] == {1: "李,四", 2: "=1+1"}


@pytest.mark.parametrize("name", ["名单.doc", "名单.csv", "名单.xls", "名单", "名单.JPG"])
def test_the_ending_of_the_name_does_not_matter(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes((ROSTERS / "village.xlsx").read_bytes())
    assert read_workbook(path).kind == "xlsx"


def test_macro_workbooks_read_and_the_macro_is_never_looked_at(tmp_path: Path) -> None:
    source = ROSTERS / "village.xlsx"
    path = repacked(source, tmp_path / "a.xlsm", {"xl/vbaProject.bin": b"\xff" * 99})
    assert values(path) == values(source)


def test_html_of_web_systems(tmp_path: Path) -> None:
    page = (
        "<html><head><meta charset=gb2312></head><body><table><tr><td colspan=2>名册</td></tr>"
        "<tr><th>姓名<th>民族</tr><tr><td>张&nbsp;三</td><td rowspan=2>汉<br>族</td></tr>"
        "<tr><td>李<b>四</b></td></tr></table></body></html>"
    )
    path = tmp_path / "export.xls"
    path.write_bytes(page.encode("gb18030"))
    assert read_workbook(path).kind == "html"
    assert values(path) == {
        1: {1: "名册", 2: "名册"},
        2: {1: "姓名", 2: "民族"},
        3: {1: "张 三", 2: "汉\n族"},
        4: {1: "李四", 2: "汉\n族"},
    }


# --- ugly workbooks ---------------------------------------------------------------------


def test_merged_cells_are_filled_down_and_right(tmp_path: Path) -> None:
    book = Made()
    book.active["A1"] = "标题"
    book.active.merge_cells("A1:C1")
    book.active["A2"] = "一组"
    book.active.merge_cells("A2:A4")
    for row in (2, 3, 4):
        book.active.cell(row, 2, f"第{row}行")
    book.save(tmp_path / "a.xlsx")
    assert values(tmp_path / "a.xlsx") == {
        1: {1: "标题", 2: "标题", 3: "标题"},
        2: {1: "一组", 2: "第2行"},
        3: {1: "一组", 2: "第3行"},
        4: {1: "一组", 2: "第4行"},
    }


def test_formulas_without_value_and_errors_are_named(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", [["姓名"], ["=A1"]])
    assert read_workbook(path).sheets[0].rows[2][1].flaw == "formula-without-value"
    book = Made()
    book.active["A1"], book.active["A2"] = "#REF!", "x"
    book.active["A1"].data_type = "e"
    book.save(path)
    assert read_workbook(path).sheets[0].rows[1][1] == grid.Cell("#REF!", flaw="error-value")


def test_dates_counted_from_1904(tmp_path: Path) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = Made()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"] = datetime(1985, 7, 1)
    book.save(tmp_path / "a.xlsx")
    assert values(tmp_path / "a.xlsx") == {1: {1: datetime(1985, 7, 1)}}


def test_built_in_chinese_date_formats() -> None:
    assert formats.is_date(formats.BUILT_IN[57])
    assert "d" not in formats.BUILT_IN[57]
    assert formats.is_date('[$-804]yyyy"年"m"月"d"日";@')
    assert not any(map(formats.is_date, ["General", "0.00", "@", "#,##0", '0"d"', "[Red]0", ""]))
    assert [formats.moment(n) for n in (59, 61)] == [datetime(1900, 2, 28), datetime(1900, 3, 1)]
    assert formats.moment(31229) == datetime(1985, 7, 1)
    assert formats.moment(-1) is None


def test_phonetic_runs_and_rich_text_give_the_plain_text(tmp_path: Path) -> None:
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>张</t></r><r><t>三</t></r>'
        "<rPh sb='0' eb='1'><t>zhang</t></rPh></si></sst>"
    )
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>'
    )
    parts = dict.fromkeys(("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"), sheet.encode())
    parts["xl/sharedStrings.xml"] = strings.encode()
    path = repacked(ROSTERS / "village.xlsx", tmp_path / "b.xlsx", parts)
    assert values(path) == {1: {1: "张三"}}


def test_cells_and_rows_without_their_place_and_prefixed_elements(tmp_path: Path) -> None:
    source = saved(tmp_path / "a.xlsx", [["x"]])
    sheet = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row><x:c t="inlineStr"><x:is><x:t>姓名</x:t></x:is></x:c><x:c><x:v>5</x:v></x:c></x:row>'
        '<x:row><x:c t="str"><x:v>张三</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    path = repacked(source, tmp_path / "b.xlsx", {"xl/worksheets/sheet1.xml": sheet.encode()})
    assert values(path) == {1: {1: "姓名", 2: 5}, 2: {1: "张三"}}


def test_a_million_empty_rows_cost_nothing(tmp_path: Path) -> None:
    source = saved(tmp_path / "a.xlsx", [["姓名"]])
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(2, 1_000_001))
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="str"><v>x</v></c></row>' + rows + b'<row r="1048576">'
        b'<c r="B1048576"><v>7</v></c><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    path = repacked(source, tmp_path / "b.xlsx", {"xl/worksheets/sheet1.xml": sheet})
    found = read_workbook(path).sheets[0]
    assert {row: len(cells) for row, cells in found.lines()} == {1: 1, 1_048_576: 1}
    assert found.cut


def test_a_million_repeated_rows_of_ods_cost_nothing(tmp_path: Path) -> None:
    with zipfile.ZipFile(ROSTERS / "village.ods") as packed:
        content = packed.read("content.xml").decode()
    many = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    content = content.replace("</table:table>", many + "</table:table>", 1)
    path = repacked(ROSTERS / "village.ods", tmp_path / "a.ods", {"content.xml": content.encode()})
    assert len(read_workbook(path).sheets[0].rows) == len(read_workbook(ROSTERS / "village.ods").sheets[0].rows)


def test_too_many_used_rows_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名\n" + "张三\n" * grid.MOST_ROWS, encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        read_workbook(path)
    assert refused.value.code == "workbook-too-many-rows"


# --- files that are none ----------------------------------------------------------------


def zip_of(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return held.getvalue()


def compound_with(name: str) -> bytes:
    """A compound file of four sectors: header, allocation table, directory, one empty stream of this name."""
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header += struct.pack("<108I", *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)

    def entry(text: str, kind: int) -> bytes:
        raw = text.encode("utf-16-le") + b"\0\0"
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<HB", len(raw), kind)
            + bytes(49)
            + struct.pack("<III", 0xFFFFFFFE, 0, 0)
        )

    return header + table + (entry("Root Entry", 5) + entry(name, 2)).ljust(512, b"\0")


NO_WORKBOOKS = {
    "docx": (zip_of("[Content_Types].xml", "word/document.xml"), "workbook-not-one", "文字文档"),
    "pptx": (zip_of("ppt/presentation.xml"), "workbook-not-one", "演示文稿"),
    "xlsb": (zip_of("xl/workbook.bin"), "workbook-not-one", "xlsb"),
    "zip": (zip_of("a.txt"), "workbook-not-one", "压缩包"),
    "pdf": (b"%PDF-1.7\n", "workbook-not-one", "PDF"),
    "jpg": (b"\xff\xd8\xff\xe0" + bytes(99), "workbook-not-one", "图片"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(99), "workbook-not-one", "图片"),
    "exe": (b"MZ" + bytes(99), "workbook-not-one", "程序"),
    "rtf": (b"{\\rtf1 x}", "workbook-not-one", "文字文档"),
    "doc": (compound_with("WordDocument"), "workbook-not-one", "文字文档"),
    "noise": (bytes(range(128, 256)) * 9, "workbook-not-one", "认不出"),
    "empty": (b"", "workbook-empty", "没有内容"),
    "blank": (b" \r\n\t", "workbook-empty", "没有内容"),
    "commas": (b",,,\n,,,\n", "workbook-empty", "没有内容"),
    "protected xlsx": (compound_with("EncryptedPackage"), "workbook-password", "密码"),
}


@pytest.mark.parametrize("name", NO_WORKBOOKS)
def test_each_file_that_is_none_has_its_own_sentence(tmp_path: Path, name: str) -> None:
    content, code, said = NO_WORKBOOKS[name]
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(content)
    with pytest.raises(KnownError) as refused:
        read_workbook(path)
    assert refused.value.code == code
    assert said in refused.value.what()
    assert refused.value.where() and refused.value.next_step()
    assert path.read_bytes() == content


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_password_is_named(ending: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_workbook(ROSTERS / f"protected.{ending}")
    assert refused.value.code == "workbook-password"


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.xlsx", "file-missing"), (tmp_path, "is-a-folder")):
        with pytest.raises(WorldError) as failed:
            read_workbook(path)
        assert failed.value.code == code


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize("tenths", range(1, 10))
def test_a_truncated_file_is_damaged(tmp_path: Path, ending: str, tenths: int) -> None:
    whole = (ROSTERS / f"village.{ending}").read_bytes()
    path = tmp_path / f"a.{ending}"
    path.write_bytes(whole[: len(whole) * tenths // 10])
    with pytest.raises(WorldError) as failed:
        read_workbook(path)
    assert failed.value.code == "workbook-damaged"


def test_bombs_and_entities_are_refused(tmp_path: Path) -> None:
    source = ROSTERS / "village.xlsx"
    bomb = repacked(source, tmp_path / "b.xlsx", {"xl/sharedStrings.xml": b" " * (40 * 1024 * 1024)})
    with pytest.raises(RefusedError) as refused:
        read_workbook(bomb)
    assert refused.value.code == "workbook-too-big"
    laugh = b'<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;">]><sst><si><t>&m;</t></si></sst>'
    with pytest.raises(WorldError) as failed:
        read_workbook(repacked(source, tmp_path / "c.xlsx", {"xl/sharedStrings.xml": laugh}))
    assert failed.value.code == "workbook-damaged"


def test_reading_tells_its_progress_and_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名\n" + "张三\n" * 1200, encoding="utf-8")
    seen: list[int] = []
    read_workbook(path, progress=lambda rows, _: seen.append(rows))
    assert seen == [500, 1000]
    with pytest.raises(RefusedError) as refused:
        read_workbook(path, cancelled=lambda: True)
    assert refused.value.code == "import-cancelled"


@given(st.data())
def test_flipped_bytes_give_a_sheet_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    ending = data.draw(st.sampled_from(["xlsx", "xls", "ods"]))
    content = bytearray((ROSTERS / f"village.{ending}").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("flipped") / f"a.{ending}"
    path.write_bytes(bytes(content))
    try:
        assert read_workbook(path).sheets
    except KnownError as error:
        assert error.what()


@given(st.binary(max_size=200))
def test_any_bytes_decode_or_do_not(content: bytes) -> None:
    text = decoded(content)
    assert text is None or len(text) <= len(content)


def test_a_stray_control_character_does_not_change_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(LIST.replace("李四", "李\0四"), encoding="utf-8")
    assert values(path)[3][1] == "李\0四"
