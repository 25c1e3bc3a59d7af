"""What machines leave in files: moments before midnight, counts from 1904, `nan`, pictures, bombs; with answers."""

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from exchange import roster_row
from exchange.meetings_row import read_row as read_meeting
from exchange.meetings_sheet import read_meetings
from exchange.roster_sheet import read_roster
from exchange.workbook import read_workbook
from models.errors import KnownError, RefusedError
from tests.exchange import table_kit
from tests.exchange.roster_kit import number, workbook

TODAY = date(2026, 11, 21)
HEAD = ["姓名", "性别", "身份证号", "入党时间", "联系电话", "家庭住址", "备注"]
DAY, SHOWN = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
MOMENT = datetime(1995, 6, 30, 23, 59, 17)
EITHER = ("1995-06-30", "1995-07-01")


def text(**cells: Any) -> list[Any]:
    """A row of 张三 with some cells changed."""
    row = dict(zip(HEAD, ["张三", "男", number("19680314", 1), "1995-07-01", None, None, None], strict=True)) | cells
    return list(row.values())


def one(path: Path) -> roster_row.RowReading:
    return roster_row.read_row(read_roster(path).rows[0], today=TODAY)


def told(reading: Any) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """What a person sees of a row: level, field, code and choices."""
    return [(f.level, f.field, f.code, f.choices) for f in reading.findings]


def csv(path: Path, *rows: list[Any], head: list[str] | None = None) -> Path:
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in (head or HEAD, *rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


# --- B: a moment just before midnight ---------------------------------------------------

MOVED = ("warning", "joined_date", "row-date-before-midnight", ())
ASKED = ("undecided", "joined_date", "row-date-undecided", EITHER)


@pytest.mark.parametrize(
    ("value", "shown", "kept", "said"),
    [
        (MOMENT, DAY, "1995-07-01", [MOVED]),
        (datetime(1995, 6, 30, 23, 55, 0), DAY, "1995-07-01", [MOVED]),
        (datetime(1995, 6, 30, 23, 59, 59), 'yyyy"年"m"月"d"日"', "1995-07-01", [MOVED]),
        (MOMENT, 'yyyy"年"m"月"', "1995-07", [MOVED]),
        (MOMENT, SHOWN, "", [ASKED]),
        (datetime(1995, 6, 30, 23, 50), DAY, "", [ASKED]),
        (datetime(1995, 6, 30, 16, 0), DAY, "", [ASKED]),
        (datetime(1995, 7, 1, 0, 0, 2), DAY, "1995-07-01", []),
        (datetime(1995, 7, 1, 9, 30), DAY, "1995-07-01", []),
        (34880.99951, "General", "1995-07-01", [MOVED]),
        (34881.00002, "General", "1995-07-01", []),
        ("1995-06-30 23:59:17", "General", "", [ASKED]),
        ("1995年6月30日 23:59", "General", "", [ASKED]),
    ],
)
def test_a_moment_before_midnight_is_the_next_day_or_asked(
    tmp_path: Path, value: Any, shown: str, kept: str, said: list[Any]
) -> None:
    reading = one(workbook(tmp_path / "a.xlsx", text(入党时间=value), head=HEAD, formats={"D2": shown}))
    assert (reading.values.get("joined_date", ""), told(reading)) == (kept, said)


def test_the_same_moment_in_xls_and_ods(tmp_path: Path) -> None:
    rows: list[list[Any]] = [HEAD[:4], ["张三", "男", number("19680314", 1), 34880.99951]]
    for shown, kept in ((DAY, "1995-07-01"), (SHOWN, "")):
        reading = one(table_kit.xls(tmp_path / "a.xls", table_kit.xls_stream(rows, number_format=shown)))
        assert reading.values.get("joined_date", "") == kept
    cells = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in HEAD[:4])
    styles = (
        '<number:date-style style:name="N1"><number:year/><number:month/><number:day/></number:date-style>'
        '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    )
    person = "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in rows[1][:3])
    person += (
        '<table:table-cell table:style-name="ce1" office:value-type="date" office:date-value="1995-06-30T23:59:17"/>'
    )
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in (cells, person))
    path = table_kit.ods(tmp_path / "a.ods", f'<table:table table:name="名册">{table}</table:table>', styles=styles)
    assert one(path).values["joined_date"] == "1995-07-01"


MEETINGS = ["日期", "类别", "议题", "地点"]


@pytest.mark.parametrize(
    ("value", "shown", "day", "start", "said"),
    [
        (datetime(2026, 3, 19, 23, 59, 17), DAY, "2026-03-20", "", ["row-date-before-midnight"]),
        (datetime(2025, 12, 31, 23, 59, 17), DAY, "2026-01-01", "", ["row-date-before-midnight"]),
        (datetime(2026, 3, 19, 23, 59, 17), SHOWN, "", "", ["row-date-undecided"]),
        ("2026-03-19 23:59:17", "General", "", "", ["row-date-undecided"]),
        ("2026-03-19T16:00:00.000Z", "General", "", "", ["row-date-undecided"]),
        ("2026-03-20T00:00:00+08:00", "General", "2026-03-20", "", []),
        ("2026-03-20 00:00:00", "General", "2026-03-20", "", []),
        ("2026-03-20T14:30:00", "General", "2026-03-20", "14:30", []),
        ("Fri Mar 20 14:30:00 CST 2026", "General", "2026-03-20", "14:30", []),
        (datetime(2026, 3, 19, 16, 0), SHOWN, "2026-03-19", "16:00", []),
        ("2026-03-19 16:00", "General", "2026-03-19", "16:00", []),
        ("2026-03-19 23:50", "General", "2026-03-19", "23:50", []),
        (46100.99951, "General", "2026-03-20", "", ["row-date-before-midnight"]),
        ("NaT", "General", "", "", ["meetings-row-day-missing"]),
    ],
)
def test_a_meeting_s_day_and_no_start_just_before_midnight(
    tmp_path: Path, value: Any, shown: str, day: str, start: str, said: list[str]
) -> None:
    row = [value, "党员大会", "讨论计划", "nan"]
    register = read_meetings(workbook(tmp_path / "a.xlsx", row, head=MEETINGS, formats={"A2": shown}))
    reading = read_meeting(register.rows[0], today=TODAY)
    assert (reading.day, reading.values.get("start_time", "")) == (day, start)
    assert [finding.code for finding in reading.findings] == said
    assert "place" not in reading.values


# --- C: dates and blanks as machines write them -----------------------------------------

NOTHING = [
    "nan", "NaN", "NaT", "<NA>", "None", "null", "NULL", "undefined", r"\N", "#N/A", "N/A", "*", "**", "-", "——", "/",
    "(null)", "<nil>", "nil", "NaN-NaN-NaN", "&nbsp;",
]  # fmt: skip


@pytest.mark.parametrize("blank", [*NOTHING, '"nan"', "'null'", " \u200b", "\ufeff", "Invalid Date", "无"])
def test_what_machines_write_for_nothing_is_nothing(tmp_path: Path, blank: str) -> None:
    cells = dict.fromkeys(("入党时间", "联系电话", "家庭住址", "备注", "身份证号"), blank)
    reading = one(workbook(tmp_path / "a.xlsx", text(**cells), head=HEAD))
    assert (reading.values, reading.notes, told(reading)) == ({"name": "张三", "sex": "male"}, [], [])


def test_what_nobody_knows_stays_what_it_was(tmp_path: Path) -> None:
    reading = one(workbook(tmp_path / "a.xlsx", text(入党时间="不详", 家庭住址="不详"), head=HEAD))
    assert "address" not in reading.values
    assert reading.notes == ["加入党组织日期：不详"]


@pytest.mark.parametrize(
    ("phone", "kept"),
    [("13900000001.0", "13900000001"), ("1.3900000001E10", "13900000001"), ('"13900000001"', "13900000001"),
     ("'13900000001", "13900000001"), ("\u202d13900000001\u202c", "13900000001"), ("0571-88886666", "0571-88886666")],
)  # fmt: skip
def test_phones_that_went_through_a_machine(tmp_path: Path, phone: str, kept: str) -> None:
    reading = one(workbook(tmp_path / "a.xlsx", text(联系电话=phone), head=HEAD))
    assert (reading.values.get("phone"), told(reading)) == (kept, [])


def test_invisible_characters_around_a_value_go_and_inside_a_number_are_told(tmp_path: Path) -> None:
    own = number("19680314", 1)
    around = {"姓名": "\u2066张三\u2069", "身份证号": f"\u202d{own}\u202c", "入党时间": "\u202d1995-07-01\u202c"}
    reading = one(workbook(tmp_path / "a.xlsx", text(**around), head=HEAD))
    assert (reading.values["name"], reading.values["id_number"], told(reading)) == ("张三", own, [])
    assert (reading.values["joined_date"], reading.notes) == ("1995-07-01", [])
    reading = one(workbook(tmp_path / "b.xlsx", text(身份证号=f"{own[:6]}\u200b{own[6:]}"), head=HEAD))
    assert told(reading) == [("warning", "id_number", "row-number-invisible", ())]
    assert reading.values["id_number"] == own
    reading = one(workbook(tmp_path / "c.xlsx", text(身份证号=f"{own[:6]}\u200b{own[6:-1]}"), head=HEAD))
    assert told(reading) == [("refused", "id_number", "row-number-invisible-wrong", ())]
    assert "17" in reading.findings[0].reason()


@pytest.mark.parametrize(
    ("written", "wanted"),
    [(own := number("19680314", 1), own), (f"{own}.0", own), ("990101196803140096.0", "row-id-as-number"),
     ("9.90101196803140E+17", "row-id-as-number")],
)  # fmt: skip
def test_an_id_number_with_a_point_is_whole_or_lost(tmp_path: Path, written: str, wanted: str) -> None:
    reading = one(csv(tmp_path / "a.csv", text(身份证号=written)))
    codes = [finding.code for finding in reading.findings]
    assert reading.values.get("id_number", "".join(codes)) == wanted


# --- D: counts from 1904 ----------------------------------------------------------------


def test_a_bare_number_of_a_1904_book_is_asked_with_both(tmp_path: Path) -> None:
    person = ["张三", "男", number("19680314", 1), 33419]
    rows: list[list[Any]] = [HEAD[:4], person]
    both = [("undecided", "joined_date", "row-date-undecided", ("1991-06-30", "1995-07-01"))]
    path = table_kit.xls(tmp_path / "a.xls", table_kit.xls_stream(rows, from_1904=True))
    assert told(one(path)) == both
    cells = "".join(
        f'<c t="str"><v>{cell}</v></c>' if isinstance(cell, str) else f"<c><v>{cell}</v></c>" for cell in person
    )
    head = "".join(f'<c t="str"><v>{cell}</v></c>' for cell in HEAD[:4])
    data = f"<sheetData><row>{head}</row><row>{cells}</row></sheetData>"
    assert told(one(table_kit.xlsx(tmp_path / "a.xlsx", [data], book='<workbookPr date1904="1"/>'))) == both
    assert one(table_kit.xlsx(tmp_path / "b.xlsx", [data])).values["joined_date"] == "1991-06-30"
    table = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
            if isinstance(cell, int)
            else f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    settings = (
        '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    )
    path = table_kit.ods(tmp_path / "a.ods", f'<table:table table:name="名册">{table}</table:table>', settings=settings)
    assert told(one(path)) == both


def test_the_birthday_in_the_id_number_decides_the_count(tmp_path: Path) -> None:
    # 1968-03-14 is day 23449 from 1904 and day 24911 from 1900.
    rows: list[list[Any]] = [["姓名", "身份证号", "出生日期"], ["张三", number("19680314", 1), 23449]]
    path = table_kit.xls(tmp_path / "a.xls", table_kit.xls_stream(rows, from_1904=True))
    assert (one(path).values["birth_date"], told(one(path))) == ("1968-03-14", [])


def test_a_count_that_only_1904_explains_and_a_time_of_day(tmp_path: Path) -> None:
    # Day 72000 from 1904 would be 2101; from 1900 it is 2097: neither has been; a year stays a year.
    rows: list[list[Any]] = [HEAD[:4], ["张三", "男", number("19680314", 1), 1995]]
    path = table_kit.xls(tmp_path / "a.xls", table_kit.xls_stream(rows, from_1904=True))
    assert one(path).values["joined_date"] == "1995"
    rows = [["日期", "类别", "议题", "开始时间"], ["2026.3.20", "党员大会", "计划", 0.604166667]]
    path = table_kit.xls(tmp_path / "b.xls", table_kit.xls_stream(rows, number_format="h:mm", from_1904=True))
    assert read_meeting(read_meetings(path).rows[0], today=TODAY).values["start_time"] == "14:30"


# --- N: pictures in cells ---------------------------------------------------------------

PICTURES = (
    '=DISPIMG("ID_0F2C",1)', '=_xlfn.DISPIMG("ID_0F2C",1)', '_xlfn.IMAGE("https://x/1.png")', '=dispimg("ID_0F2C";1)',
    '=HYPERLINK("https://x/1.jpg","照片")', "data:image/png;base64,iVBORw0KGgo",
)  # fmt: skip


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_is_an_empty_cell_and_told(tmp_path: Path, picture: str) -> None:
    book = workbook(tmp_path / "a.xlsx", text(家庭住址="x", 备注="y"), head=HEAD)
    inner = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in HEAD)
    escaped = picture.replace("&", "&amp;").replace('"', "&quot;")
    cells = ["张三", "男", number("19680314", 1), "1995-07-01", "", escaped, escaped]
    person = "".join(f'<c t="str"><f>{cell.lstrip("=")}</f><v>{cell}</v></c>' for cell in cells)
    book = table_kit.xlsx(tmp_path / "a.xlsx", [f"<sheetData><row>{inner}</row><row>{person}</row></sheetData>"])
    quoted = '"' + picture.replace('"', '""') + '"'
    for path in (book, csv(tmp_path / "a.csv", text(家庭住址=quoted, 备注=quoted))):
        reading = one(path)
        assert not {"address", "remark"} & set(reading.values)
        assert reading.notes == []
        assert told(reading) == [("warning", name, "row-picture", ()) for name in ("address", "remark")]


def test_a_picture_in_a_register_of_meetings(tmp_path: Path) -> None:
    row = ["2026.3.20", "党员大会", "讨论计划", PICTURES[0]]
    reading = read_meeting(read_meetings(csv(tmp_path / "a.csv", _quoted(row), head=MEETINGS)).rows[0], today=TODAY)
    assert [finding.code for finding in reading.findings] == ["row-picture"]
    row = ["2026.3.20", "党员大会", PICTURES[0], "会议室"]
    reading = read_meeting(read_meetings(csv(tmp_path / "b.csv", _quoted(row), head=MEETINGS)).rows[0], today=TODAY)
    assert [finding.code for finding in reading.findings] == ["row-picture", "meetings-row-no-topic"]


def _quoted(row: list[str]) -> list[str]:
    return ['"' + cell.replace('"', '""') + '"' for cell in row]


# --- limits -----------------------------------------------------------------------------


def _many_merges(path: Path, merge: str, times: int) -> Path:
    data = '<sheetData><row r="1"><c r="A1" t="str"><v>姓名</v></c></row></sheetData>'
    merges = f'<mergeCell ref="{merge}"/>' * times
    return table_kit.xlsx(path, [f"{data}<mergeCells>{merges}</mergeCells>"])


def _repeated_ods(path: Path) -> Path:
    row = (
        '<table:table-row table:number-rows-repeated="19999">'
        '<table:table-cell table:number-columns-repeated="200"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    return table_kit.ods(path, "".join(f'<table:table table:name="t{n}">{row}</table:table>' for n in range(100)))


def _spanning_html(path: Path) -> Path:
    cells = '<td rowspan="20000" colspan="200">x</td>' * 5_000
    path.write_text(f"<html><table><tr>{cells}</tr></table></html>", encoding="utf-8")
    return path


def _merged_xls(path: Path) -> Path:
    import struct

    merges = struct.pack("<H", 1000) + struct.pack("<4H", 0, 65535, 0, 255) * 1000
    stream = table_kit.xls_stream([["姓名"]], more=table_kit.record(0xE5, merges) * 30)
    return table_kit.xls(path, stream)


def _wide_csv(path: Path) -> Path:
    path.write_text("姓名" + "," * 1_000_000 + "\n" + ("张三" + "," * 1_000_000 + "\n") * 25, encoding="utf-8")
    return path


def _string_bomb(path: Path) -> Path:
    strings = f'<sst xmlns="{table_kit.SHEET_XML}">' + "<si><t>ab</t></si>" * 1_700_000 + "</sst>"
    return table_kit.xlsx(path, ['<sheetData><row><c t="s"><v>1699999</v></c></row></sheetData>'], strings=strings)


def _many_sheets(path: Path) -> Path:
    return table_kit.xlsx(path, ['<sheetData><row><c t="str"><v>x</v></c></row></sheetData>'] * 5000)


def _tall_strings(path: Path) -> Path:
    """One text of five million characters under a hundred thousand cells."""
    strings = f'<sst xmlns="{table_kit.SHEET_XML}"><si><t>{"长" * 5_000_000}</t></si></sst>'
    row = "<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"
    return table_kit.xlsx(path, [f"<sheetData>{row * 1000}</sheetData>"], strings=strings)


HOSTILE = {
    "repeated cells of .ods": (_repeated_ods, "workbook-too-much"),
    "spans of .html": (_spanning_html, ""),
    "wide merges of .xlsx": (lambda path: _many_merges(path, "A1:XFD1048576", 20_000), "workbook-too-much"),
    "overlapping merges of .xlsx": (lambda path: _many_merges(path, "A1:B2", 200_000), "workbook-too-much"),
    "merges of .xls": (_merged_xls, "workbook-too-much"),
    "separators of .csv": (_wide_csv, "workbook-too-much"),
    "shared strings": (_string_bomb, "workbook-too-much"),
    "five thousand sheets": (_many_sheets, "workbook-too-much"),
    "one long text everywhere": (_tall_strings, "workbook-too-much"),
}
_READ = """
import json, sys
from pathlib import Path
from exchange.workbook import read_workbook
from models.errors import KnownError
try:
    read_workbook(sys.argv[1])
    code = ""
except KnownError as error:
    code = error.code
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(json.dumps([code, int(peak.split()[1]) // 1024]))
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_or_read_in_little_memory(tmp_path: Path, name: str) -> None:
    make, code = HOSTILE[name]
    path = make(tmp_path / "a.bin")
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], cwd=root, capture_output=True, text=True, check=True, timeout=120
    )
    found, megabytes = json.loads(done.stdout)
    assert found == code
    assert megabytes < 500


def test_too_little_memory_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from exchange.sheets import delimited

    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(delimited, "read", exhausted)
    with pytest.raises(RefusedError) as refused:
        read_workbook(csv(tmp_path / "a.csv", text()))
    assert refused.value.code == "workbook-no-memory"


def test_every_loop_asks_whether_to_stop(tmp_path: Path) -> None:
    for name in ("repeated cells of .ods", "spans of .html", "merges of .xls", "separators of .csv", "shared strings"):
        path = HOSTILE[name][0](tmp_path / "a.bin")
        with pytest.raises(KnownError) as refused:
            read_workbook(path, cancelled=lambda: True)
        assert refused.value.code in ("import-cancelled", "workbook-too-much")


# --- O: garbled text; tables of 2003 ----------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        lambda text: text.encode("utf-8").decode("latin-1").encode("utf-8"),
        lambda text: text.encode("utf-8").decode("latin-1").encode("utf-8").decode("latin-1").encode("utf-8"),
        lambda text: text.encode("utf-8").decode("gb18030", "replace").encode("utf-8"),
        lambda text: text.encode("gb18030").decode("utf-8", "replace").encode("utf-8"),
        lambda text: (
            text.encode("gb18030").decode("utf-8", "replace").encode("utf-8").decode("gb18030", "replace").encode()
        ),
        lambda text: text.encode("gb18030").decode("latin-1").encode("utf-8"),
    ],
)
def test_garbled_text_is_named(tmp_path: Path, wrong: Any) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        wrong("姓名,性别,出生日期,入党时间\n张三,男,1968-03-14,1995-07-01\n李四,女,1970-01-02,1996-07-01\n")
    )
    with pytest.raises(KnownError) as refused:
        read_workbook(path)
    assert refused.value.code == "workbook-garbled"
    assert "乱码" in refused.value.what() and "UTF-8" in refused.value.next_step()


def test_one_garbled_cell_refuses_its_row_only(tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", text(家庭住址="江北\ufffd新村"), text(姓名="李四", 家庭住址="江北新村"))
    rows = [roster_row.read_row(row, today=TODAY) for row in read_roster(path).rows]
    assert [finding.code for finding in rows[0].findings] == ["row-garbled"]
    assert rows[1].values["address"] == "江北新村"


def test_a_table_of_2003_reads_like_any_other(tmp_path: Path) -> None:
    def row(*cells: str, more: str = "") -> str:
        return f"<Row{more}>{''.join(cells)}</Row>"

    def cell(text: str, kind: str = "String", more: str = "") -> str:
        return f'<Cell{more}><Data ss:Type="{kind}">{text}</Data></Cell>'

    rows = row(cell("名册", more=' ss:MergeAcross="3"')) + row(*map(cell, ("姓名", "身份证号", "入党时间", "联系电话")))
    rows += row(
        cell("张三"), cell(number("19680314", 1)), cell("1995-06-30T23:59:17.000", "DateTime", ' ss:StyleID="d"'),
        cell("13900000001", "Number"), more=' ss:Index="5" ss:Hidden="1"',
    )  # fmt: skip
    rows += row(cell("李四"), cell("33419", "Number", ' ss:Index="3"'))
    styles = '<Style ss:ID="d"><NumberFormat ss:Format="yyyy\\-mm\\-dd"/></Style>'
    book = "<x:ExcelWorkbook><x:Date1904/></x:ExcelWorkbook>"
    path = table_kit.xml_2003(tmp_path / "a.xls", rows, styles=styles, book=book)
    found = read_workbook(path)
    assert (found.kind, found.sheets[0].name, found.sheets[0].hidden_rows) == ("xml", "名册", {5})
    first, second = (roster_row.read_row(one, today=TODAY) for one in read_roster(path).rows)
    assert (first.values["joined_date"], first.values["phone"]) == ("1995-07-01", "13900000001")
    assert [(f.code, f.choices) for f in second.findings] == [("row-date-undecided", ("1991-06-30", "1995-07-01"))]


def test_a_table_of_2003_with_entities_is_refused(tmp_path: Path) -> None:
    path = table_kit.xml_2003(tmp_path / "a.xls", "<Row><Cell><Data>&b;</Data></Cell></Row>")
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace("?><Workbook", '?><!DOCTYPE a [<!ENTITY b "lol">]><Workbook'), encoding="utf-8")
    with pytest.raises(KnownError) as refused:
        read_workbook(path)
    assert refused.value.code == "workbook-damaged"
