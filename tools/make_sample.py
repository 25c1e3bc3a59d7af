"""Makes the sample roster: 60 invented members in a workbook as offices really hand it in, and its truth.

    python tools/make_sample.py

builds the workbook with openpyxl and lets LibreOffice (`soffice`) open it and save it again, so that what is
committed was written by a real office program. Beside it a tidy workbook of the same people, and for tests
the values that a correct reader must arrive at. The seed is fixed: the same people every time.
"""

import json
import random
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from commands import invented  # noqa: E402  (the project's root must be on the path first)
from commands.invented import Person  # noqa: E402

YEAR = 2026
MESSY = ROOT / "resources" / "sample" / "花名册（杂乱）.xlsx"
TIDY = ROOT / "resources" / "sample" / "花名册（规范）.xlsx"
TRUTH = ROOT / "tests" / "commands" / "data" / "sample_truth.json"

# Names that trip programs: characters outside common fonts or the basic plane, a middle dot, surnames with a
# reading of their own, and one name twice.
NAMES = {
    2: ("赵䶮", False), 5: ("林喆", False), 9: ("周堃", False), 12: ("单玥", True),
    17: ("曾犇", False), 20: ("沈镕", False), 24: ("买买提·艾山", False), 29: ("梁𠅤", True),
    33: ("仇志远", False), 38: ("尉迟文静", True),
    14: ("王建国", False), 47: ("王建国", False), 52: ("曾雨桐", True), 56: ("单小满", True),
}  # fmt: skip
POSTS = {
    38: "书记", 2: "副书记", 12: "组织委员", 20: "宣传委员", 33: "纪检委员",
    0: "党小组组长", 45: "党小组组长",
}  # fmt: skip

HEAD = (
    ("序号", ""), ("党小组", ""), ("姓  名", ""), ("性 别", ""), ("民族", ""), ("籍 贯", ""),
    ("公民身份号码", ""), ("出生年月", ""), ("学历", ""), ("", ""), ("人员类别", ""),
    ("组织关系", "入党时间"), ("组织关系", "转正时间"),
    ("党内职务", ""), ("单位职务", ""), ("联系方式", "手机"), ("联系方式", "住址"), ("备注", ""),
)  # fmt: skip
WIDTHS = (5, 11, 12, 6, 8, 16, 21, 14, 8, 2, 11, 15, 15, 12, 18, 13, 28, 16)
GROUP_COLUMN, DITTO_COLUMNS = 2, (5, 6)


@dataclass
class Line:
    """One row of the sheet: its person, how its dates are written, and what is wrong with it on purpose."""

    person: Person
    cells: list[Any]
    formats: dict[int, str] = field(default_factory=dict)
    truth: dict[str, str] = field(default_factory=dict)


def sample_people() -> list[Person]:
    """Return the 60 members with their rare names and posts in place."""
    found = invented.people(60, year=YEAR)
    for index, (name, female) in NAMES.items():
        old = found[index]
        number = invented.identity_number(old.birth, 400 + index, female=female)
        found[index] = replace(old, name=name, female=female, id_number=number)
    found[24] = replace(found[24], ethnicity="维吾尔族")
    return [replace(person, party_post=POSTS.get(index, "")) for index, person in enumerate(found)]


# --- ways of writing a date: (cell value, number format, what it means) ----------------

Written = tuple[Any, str, str]


def dotted_month(day: date) -> Written:
    """`1985.07` as text."""
    return f"{day.year}.{day.month:02d}", "@", f"{day:%Y-%m}"


def chinese_day(day: date) -> Written:
    """`1985年7月1日`."""
    return f"{day.year}年{day.month}月{day.day}日", "@", day.isoformat()


def chinese_month(day: date) -> Written:
    """`1985年7月`."""
    return f"{day.year}年{day.month}月", "@", f"{day:%Y-%m}"


def six_digits(day: date) -> Written:
    """`198507` as a number."""
    return int(f"{day:%Y%m}"), "General", f"{day:%Y-%m}"


def short_year(day: date) -> Written:
    """`85.7` as text; before 2000 only, later years would be asked."""
    return f"{day.year - 1900}.{day.month}", "@", f"{day:%Y-%m}"


def real_date(day: date) -> Written:
    """A date cell, shown as the office program's default."""
    return day, "yyyy/m/d", day.isoformat()


def bare_serial(day: date) -> Written:
    """The serial number of a date cell whose format got lost."""
    return (day - date(1899, 12, 30)).days, "General", day.isoformat()


def with_remark(day: date) -> Written:
    """`1985.7（补）`."""
    return f"{day.year}.{day.month}（补）", "@", f"{day:%Y-%m}"


def eight_digits(day: date) -> Written:
    """`19850701` as text."""
    return f"{day:%Y%m%d}", "@", day.isoformat()


def spelt_out(day: date) -> Written:
    """`一九八五年七月`."""
    digits = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    months = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
    return f"{digits}年{months[day.month]}月", "@", f"{day:%Y-%m}"


COMMON = (dotted_month, chinese_day, six_digits, real_date, chinese_month, dotted_month, chinese_day)
RARE = (short_year, bare_serial, with_remark, eight_digits, spelt_out)


def written(dice: random.Random, day: date) -> Written:
    """Write a date in one of the styles found in real rosters."""
    styles = COMMON if dice.random() < 0.75 else RARE
    style = dice.choice(styles)
    return dotted_month(day) if style is short_year and day.year >= 2000 else style(day)


def spaced(name: str) -> str:
    """Write a name of two characters as forms do, with a full-width space: `张　三`."""
    return f"{name[0]}\u3000{name[1]}" if len(name) == 2 else name


def line_of(dice: random.Random, person: Person) -> Line:
    """Return a row as somebody typed it."""
    birth, birth_format, birth_truth = written(dice, person.birth)
    joined, joined_format, joined_truth = written(dice, person.joined)
    cells: list[Any] = [
        None, person.group, spaced(person.name), "女" if person.female else "男",
        person.ethnicity, person.native_place, person.id_number, birth, person.education, None,
        "正式党员", joined, None, person.party_post or None, person.work,
        int(person.phone) if dice.random() < 0.3 else person.phone, person.address, None,
    ]  # fmt: skip
    line = Line(person, cells, {8: birth_format, 12: joined_format, 7: "@"})
    regular_truth = ""
    if person.regular is None:
        cells[10] = "预备党员"
    else:
        cells[12], line.formats[13], regular_truth = written(dice, person.regular)
    if isinstance(cells[15], str):
        line.formats[16] = "@"
    line.truth = {
        "name": person.name, "id_number": person.id_number, "sex": "female" if person.female else "male",
        "ethnicity": person.ethnicity, "native_place": person.native_place, "birth_date": birth_truth,
        "education": person.education, "category": "probationary" if person.regular is None else "full",
        "joined_date": joined_truth, "regular_date": regular_truth, "group": person.group,
        "party_post": person.party_post, "work": person.work, "phone": person.phone,
        "address": person.address,
    }  # fmt: skip
    return line


def faulty_lines(dice: random.Random) -> dict[int, Line]:
    """Return three more rows with faults of real life, by the row of the list before which they stand."""
    first, second, third = (
        replace(person, name=name, group=group, phone="1209" + person.phone[4:])
        for person, name, group in zip(
            invented.people(3, year=YEAR, seed=invented.SEED + 1, probationary=0),
            ("陆怀瑾", "卞秋实", "阮知夏"),
            ("第一党小组", "第二党小组", "第三党小组"),
            strict=True,
        )
    )
    damaged = line_of(dice, first)
    damaged.cells[6], damaged.formats[7] = float(first.id_number[:15] + "000"), "0"
    joined = date(1985, 10, 1) if second.birth.year < 1966 else date(2010, 10, 1)
    ambiguous = line_of(dice, replace(second, joined=joined, regular=joined.replace(year=joined.year + 1)))
    ambiguous.cells[11], ambiguous.formats[12] = float(f"{joined.year}.1"), "General"
    wrong = line_of(dice, third)
    last = third.id_number[-1]
    wrong.cells[6] = third.id_number[:-1] + ("1" if last != "1" else "2")
    return {6: damaged, 22: ambiguous, 41: wrong}


# --- the messy sheet ------------------------------------------------------------------


def messy_lines() -> list[Line]:
    """Return the rows of the messy sheet in order: 60 sound ones and the three faulty ones between them."""
    dice = random.Random(invented.SEED)
    lines = [line_of(dice, person) for person in sample_people()]
    for position, line in sorted(faulty_lines(dice).items(), reverse=True):
        lines.insert(position, line)
    for number, line in enumerate(lines, 1):
        line.cells[0] = number
    return lines


def build_messy(path: Path) -> list[Line]:
    """Write the messy workbook and return its rows."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "党员花名册"
    write_head(sheet)
    lines = messy_lines()
    first = 5
    for offset, line in enumerate(lines):
        write_line(sheet, first + offset, line)
    merge_groups(sheet, first, lines)
    write_dittos(sheet, first, lines)
    foot = first + len(lines)
    sheet.cell(foot, 1, f"填表人：{invented.CLERK}　　　　审核人：　　　　　　{YEAR}.7.1")
    sheet.merge_cells(start_row=foot, end_row=foot, start_column=1, end_column=len(HEAD))
    write_helper_sheet(book)
    book.save(path)
    return lines


def write_head(sheet: Worksheet) -> None:
    """Write title, 填报单位 line and the two header rows with their merged cells."""
    width = len(HEAD)
    sheet.cell(1, 1, f"{invented.BRANCH}党员花名册（{YEAR}年）").font = Font(name="方正小标宋简体", size=18)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    sheet.cell(2, 1, f"填报单位：{invented.BRANCH}（盖章）　　　　联系电话：12009990001")
    sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=width)
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
    for column, ((top, below), size) in enumerate(zip(HEAD, WIDTHS, strict=True), 1):
        sheet.column_dimensions[get_column_letter(column)].width = size
        for row, text in ((3, top), (4, below)):
            cell = sheet.cell(row, column, text or None)
            cell.font = Font(name="黑体", size=11)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for column, (top, below) in enumerate(HEAD, 1):
        if top and not below:
            sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    for start, end in ((12, 13), (16, 17)):
        sheet.merge_cells(start_row=3, end_row=3, start_column=start, end_column=end)
    sheet.freeze_panes = "D5"


def write_line(sheet: Worksheet, row: int, line: Line) -> None:
    """Write one row with its number formats and thin borders."""
    thin = Side(style="thin")
    for column, value in enumerate(line.cells, 1):
        cell = sheet.cell(row, column, value)
        cell.font = Font(name="仿宋", size=11)
        cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
        cell.number_format = line.formats.get(column, "General")


def merge_groups(sheet: Worksheet, first: int, lines: list[Line]) -> None:
    """Merge the party group's cell over the rows of the group, as offices do."""
    start = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or lines[index].person.group != lines[start].person.group:
            for row in range(first + start + 1, first + index):
                sheet.cell(row, GROUP_COLUMN).value = None
            top, bottom = first + start, first + index - 1
            sheet.merge_cells(None, top, GROUP_COLUMN, bottom, GROUP_COLUMN)
            start = index


def write_dittos(sheet: Worksheet, first: int, lines: list[Line]) -> None:
    """Write 〃 (and now and then 同上) where a value repeats the one above."""
    for column in DITTO_COLUMNS:
        for index in range(1, len(lines)):
            if lines[index].cells[column - 1] == lines[index - 1].cells[column - 1]:
                sheet.cell(first + index, column, "同上" if index % 11 == 0 else "〃")


def write_helper_sheet(book: Workbook) -> None:
    """Add the hidden sheet with pick lists that web systems leave behind, and an empty one."""
    helper = book.create_sheet("hidden_dict")
    helper.sheet_state = "hidden"
    for row, word in enumerate(("223_正式党员", "224_预备党员", "01_汉族", "03_回族"), 1):
        helper.cell(row, 1, word)
    book.create_sheet("Sheet2")


def build_tidy(path: Path) -> None:
    """Write the same 60 people the way the manual asks for: one header row, text cells, ISO dates."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "党员花名册"
    sheet.append(
        ["姓名", "性别", "民族", "籍贯", "公民身份号码", "出生日期", "学历", "人员类别", "入党日期",
         "转正日期", "党小组", "党内职务", "工作岗位", "联系电话", "家庭住址"]
    )  # fmt: skip
    for person in sample_people():
        regular = "" if person.regular is None else person.regular.isoformat()
        category = "预备党员" if person.regular is None else "正式党员"
        sheet.append(
            [person.name, "女" if person.female else "男", person.ethnicity, person.native_place,
             person.id_number, person.birth.isoformat(), person.education, category,
             person.joined.isoformat(), regular,
             person.group, person.party_post, person.work, person.phone, person.address]
        )  # fmt: skip
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.number_format = "@"
    book.save(path)


def saved_by_office(made: Path, target: Path) -> None:
    """Let LibreOffice open a workbook and save it under the target's name."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        raise SystemExit("soffice (LibreOffice Calc) is needed to save the sample")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless",
             "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", f"{folder}/out", str(made)],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        shutil.copyfile(Path(folder) / "out" / made.name, target)


def main() -> None:
    """Write the messy and the tidy workbook and the truth about them."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "roster.xlsx"
        lines = build_messy(made)
        saved_by_office(made, MESSY)
        build_tidy(made)
        saved_by_office(made, TIDY)
    sound = {person.id_number for person in sample_people()}
    truth = [line.truth for line in lines if line.cells[6] in sound]
    faulty = [line for line in lines if line.cells[6] not in sound]
    rest = [{"name": line.person.name, "row": 4 + line.cells[0]} for line in faulty]
    told = json.dumps({"members": truth, "faulty": rest}, ensure_ascii=False, indent=1)
    TRUTH.parent.mkdir(parents=True, exist_ok=True)
    TRUTH.write_text(told + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
