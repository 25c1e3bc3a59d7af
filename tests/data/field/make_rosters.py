"""Makes the field rosters again: `python tests/data/field/make_rosters.py` (needs soffice).

Each case is a folder with one file, as offices and their programs really write it, and `expected.json`: what an
honest import yields. The answers were written before the importer could give them; the meaning of the keys stands
in `tests/field/roster_score.py`. Folders `case-…` and `Z…` hold files of other origin and are not made
here.
"""

import csv
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))
from models.id_number import check_digit  # noqa: E402

OUT = Path(__file__).resolve().parent / "rosters"
OWN = "中共云栖市桐花巷支部"
CASES: list[tuple[str, dict[str, Any], Callable[[Path], None]]] = []


# --- people and their rows ------------------------------------------------------------


@dataclass(frozen=True)
class Person:
    """An invented member."""

    name: str
    sex: str
    born: date
    joined: date
    regular: date | None
    phone: str
    order: int

    @property
    def id_number(self) -> str:
        """A number of the unassigned region with a valid check digit."""
        digits = f"990101{self.born:%Y%m%d}{self.order:03d}"
        return digits + check_digit(digits)

    @property
    def word(self) -> str:
        """Category as a roster writes it."""
        return "正式党员" if self.regular else "预备党员"


def _person(order: int, name: str, sex: str, born: str, joined: str, regular: str) -> Person:
    day = date.fromisoformat
    phone = f"1209990{order:04d}"
    return Person(name, sex, day(born), day(joined), day(regular) if regular else None, phone, order)


QI = _person(11, "戚明远", "男", "1968-03-14", "1995-07-01", "1996-07-01")
YUE = _person(22, "乐知秋", "女", "1979-11-02", "2003-06-30", "2004-06-30")
ZHUO = _person(33, "卓远航", "男", "1985-01-20", "2010-12-31", "2011-12-31")
JI = _person(44, "计晓岚", "女", "1992-06-09", "2016-07-01", "2017-07-01")
BIAN = _person(66, "边若水", "女", "1999-12-25", "2025-07-01", "")
GENG = _person(77, "耿长河", "男", "1950-02-03", "1975-01-01", "1976-01-01")
FIVE = (QI, YUE, ZHUO, JI, BIAN)
ALL = (*FIVE, GENG)

KNOWN: dict[str, tuple[str, Callable[[Person], Any]]] = {
    "姓名": ("name", lambda p: p.name),
    "性别": ("", lambda p: p.sex),
    "身份证号": ("id_number", lambda p: p.id_number),
    "公民身份号码": ("id_number", lambda p: p.id_number),
    "出生日期": ("birth_date", lambda p: p.born.isoformat()),
    "人员类别": ("category", lambda p: p.word),
    "入党时间": ("joined_date", lambda p: p.joined.isoformat()),
    "转正时间": ("regular_date", lambda p: p.regular.isoformat() if p.regular else None),
    "联系电话": ("phone", lambda p: p.phone),
}
HEAD = ("姓名", "性别", "身份证号", "人员类别", "入党时间", "转正时间")
BARE = ("姓名", "性别", "身份证号", "联系电话")
"""A head without anything that tells a member from others."""

Extra = dict[str, Any]


def rows(head: Sequence[str], people: Iterable[Person], **more: Any) -> list[list[Any]]:
    """A header and a row for each; `more`: header -> one value for all, a list, or a function of the person."""
    found: list[list[Any]] = [list(head)]
    for index, one in enumerate(people):
        line = []
        for header in head:
            value = more.get(header, KNOWN[header][1] if header in KNOWN else None)
            value = value[index] if isinstance(value, list) else value(one) if callable(value) else value
            line.append(value)
        found.append(line)
    return found


def member(one: Person, head: Sequence[str] = HEAD, **other: Any) -> dict[str, Any]:
    """The right answer for a person of whom these columns tell; `other` replaces or adds fields."""
    found: dict[str, Any] = {}
    for header in head:
        field, read = KNOWN.get(header, ("", None))
        if field and read:
            value = read(one)
            found[field] = {"正式党员": "full", "预备党员": "probationary"}.get(value, value)
    return found | {"name": one.name} | other


def members(people: Iterable[Person], head: Sequence[str] = HEAD, **other: Any) -> list[dict[str, Any]]:
    """The right answers for several."""
    return [member(one, head, **other) for one in people]


def names(people: Iterable[Person]) -> list[str]:
    """Their names."""
    return [one.name for one in people]


# --- writing files --------------------------------------------------------------------


@dataclass(frozen=True)
class Moment:
    """A cell that holds a day number, shown with a format ("" for General)."""

    day: datetime | date
    shown: str = "yyyy-mm-dd"


@dataclass(frozen=True)
class Formula:
    """A cell that holds a formula and the result that the office program kept."""

    text: str
    result: str


@dataclass(frozen=True)
class Merged:
    """A cell merged with those below it."""

    value: Any
    down: int


Sheets = dict[str, list[list[Any]]]
_SERIAL_ZERO = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}


def xlsx(sheets: Sheets, *, mac: bool = False, title: str = "") -> Callable[[Path], None]:
    """A writer of a workbook; mac: days count from 1904; title: a merged line above each sheet."""

    def write(path: Path) -> None:
        book = xlsxwriter.Workbook(path, {"date_1904": mac, "strings_to_formulas": False, "strings_to_urls": False})
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            if title:
                sheet.merge_range(0, 0, 0, max(map(len, lines)) - 1, title)
            for number, line in enumerate(lines, 1 if title else 0):
                for column, value in enumerate(line):
                    _cell(book, sheet, number, column, value, mac)
        book.close()

    return write


def _cell(book: Any, sheet: Any, row: int, column: int, value: Any, mac: bool) -> None:
    if isinstance(value, Merged):
        sheet.merge_range(row, column, row + value.down - 1, column, value.value)
    elif isinstance(value, Formula):
        sheet.write_formula(row, column, value.text, None, value.result)
    elif isinstance(value, Moment):
        since = datetime(*value.day.timetuple()[:6]) - _SERIAL_ZERO[mac]
        serial = since / timedelta(days=1)
        sheet.write_number(row, column, serial, book.add_format({"num_format": value.shown}) if value.shown else None)
    elif value is not None:
        sheet.write(row, column, value)


def csv_text(lines: list[list[Any]], encoding: str = "utf-8-sig") -> Callable[[Path], None]:
    """A writer of comma separated text."""

    def write(path: Path) -> None:
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(["" if v is None else v for v in line] for line in lines)

    return write


def plain(text: str, encoding: str = "utf-8-sig") -> Callable[[Path], None]:
    """A writer of text as it is."""
    return lambda path: path.write_text(text, encoding=encoding) and None


def saved_as(ending: str, write: Callable[[Path], None]) -> Callable[[Path], None]:
    """A writer that lets LibreOffice save a workbook as .xls or .ods."""
    filters = {"xls": "xls:MS Excel 97", "ods": "ods:calc8"}

    def convert(path: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / f"{path.stem}.xlsx"
            write(made)
            subprocess.run(
                [
                    "soffice",
                    f"-env:UserInstallation=file://{tempfile.gettempdir()}/lo-rosters",
                    "--headless",
                    "--convert-to",
                    filters[ending],
                    "--outdir",
                    f"{folder}/out",
                    str(made),
                ],
                check=True,
                stdout=subprocess.DEVNULL,
            )
            shutil.copyfile(Path(folder) / "out" / path.name, path)

    return convert


def case(folder: str, why: str, file: str, write: Callable[[Path], None], **expected: Any) -> None:
    """Note a case; what is not said is: nobody comes in, nobody is asked, nothing else is demanded."""
    kind = folder.split("-")[0].rstrip("0123456789")
    CASES.append((f"{folder}/{file}", {"kind": kind, "why": why, **expected}, write))


def simple(folder: str, why: str, lines: list[list[Any]], **expected: Any) -> None:
    """Note a case of one plain sheet in an .xlsx."""
    sheet = expected.pop("sheet", "Sheet1")
    case(folder, why, "花名册.xlsx", xlsx({sheet: lines}, title=expected.pop("title", "")), **expected)


# --- B: a moment just before midnight -------------------------------------------------


def shifted(seconds: float, shown: str = "yyyy-mm-dd") -> list[list[Any]]:
    """Admission and regular dates moved by some seconds."""

    def moved(day: date | None) -> Moment | None:
        return Moment(datetime(*day.timetuple()[:3]) + timedelta(seconds=seconds), shown) if day else None

    return rows(HEAD, FIVE, 入党时间=lambda p: moved(p.joined), 转正时间=lambda p: moved(p.regular))


def kind_b() -> None:
    right = {"members": members(FIVE)}
    either = {**right, "asked_or_in": names(FIVE)}
    early = "SheetJS 在东八区写日期会少 43 秒：表上看见的是前一天，写的人填的是后一天"
    case("B1-43秒-xlsx", early, "网页导出.xlsx", xlsx({"Sheet1": shifted(-43)}), **right)
    case("B2-43秒-xls", early, "网页导出.xls", saved_as("xls", xlsx({"Sheet1": shifted(-43)})), **right)
    case("B3-43秒-ods", early, "网页导出.ods", saved_as("ods", xlsx({"Sheet1": shifted(-43)})), **right)
    why = "同样的时刻，单元格没有日期格式，只剩 34880.9995 这样的数"
    case("B4-43秒无格式-xlsx", why, "导出.xlsx", xlsx({"Sheet1": shifted(-43, "")}), **either)
    case("B5-43秒无格式-xls", why, "导出.xls", saved_as("xls", xlsx({"Sheet1": shifted(-43, "")})), **either)
    why = "格式连时分秒一起显示，23:59:17：多半还是次日零点；可以收作次日，也可以问，不可以悄悄收作前一天"
    case("B6-43秒显示时间", why, "导出.xlsx", xlsx({"Sheet1": shifted(-43, "yyyy-mm-dd hh:mm:ss")}), **either)
    why = "差三分钟（23:57，旧时区的偏差 5 分 43 秒以内）：收作次日或问"
    case("B7-23点57分", why, "导出.xlsx", xlsx({"Sheet1": shifted(-180)}), **either)
    why = "零点过 30 秒：就是这一天"
    case("B8-零点30秒", why, "导出.xlsx", xlsx({"Sheet1": shifted(30)}), **right)
    why = "真有时间的日期：支部大会 14:30 通过，日期就是当天"
    case("B9-真的时间", why, "导出.xlsx", xlsx({"Sheet1": shifted(14.5 * 3600, "yyyy-mm-dd hh:mm")}), **right)
    why = "CSV 里的文字 1995-06-30 23:59:17"
    text = rows(
        HEAD,
        FIVE,
        入党时间=lambda p: f"{p.joined - timedelta(days=1)} 23:59:17",
        转正时间=lambda p: p.regular and f"{p.regular - timedelta(days=1)} 23:59:17",
    )
    case("B10-43秒-csv", why, "导出.csv", csv_text(text), **either)
    why = "全部是 16:00:00，只显示日期：程序按协调世界时写的，写的人填的是次日。看见的是前一天；要问，或收下并提醒"
    eight = [
        member(
            p,
            joined_date=[str(p.joined), str(p.joined - timedelta(days=1))],
            regular_date=[str(p.regular), str(p.regular - timedelta(days=1))] if p.regular else None,
        )
        for p in FIVE
    ]
    case(
        "B11-差8小时",
        why,
        "导出.xlsx",
        xlsx({"Sheet1": shifted(-8 * 3600)}),
        members=eight,
        asked_or_in=names(FIVE),
        mentioned=names(FIVE),
    )
    born = rows(
        ("姓名", "性别", "出生日期", "联系电话", "入党时间"),
        FIVE,
        出生日期=lambda p: Moment(datetime(*p.born.timetuple()[:3]) - timedelta(seconds=43)),
    )
    simple(
        "B12-生日差43秒",
        "出生日期少 43 秒，没有身份证号可对",
        born,
        members=members(FIVE, ("姓名", "出生日期", "联系电话", "入党时间")),
    )


# --- C: dates and blanks that machines write ------------------------------------------


def written(joined: Callable[[Person], Any], regular: Callable[[date], Any] | None = None) -> list[list[Any]]:
    """Both dates written in a way."""
    other = regular or (lambda day: day)
    return rows(HEAD, FIVE, 入党时间=joined, 转正时间=lambda p: other(p.regular) if p.regular else "")


def in_way(way: Callable[[date], str]) -> list[list[Any]]:
    """Both dates written in the same way."""
    return written(lambda p: way(p.joined), way)


def kind_c() -> None:
    right = {"members": members(FIVE)}
    either = {**right, "asked_or_in": names(FIVE)}
    zulu = in_way(lambda d: f"{d - timedelta(days=1)}T16:00:00.000Z")
    case(
        "C1-T16点Z",
        "JSON.stringify 写的协调世界时：1995-06-30T16:00:00.000Z 在国内是 7 月 1 日零点；收作次日或问",
        "导出.csv",
        csv_text(zulu),
        **either,
    )
    case(
        "C2-零点Z",
        "1995-07-01T00:00:00Z：就是这一天（或问）",
        "导出.csv",
        csv_text(in_way(lambda d: f"{d}T00:00:00Z")),
        **either,
    )
    case(
        "C3-东八区",
        "1995-07-01T00:00:00.000+08:00：没有歧义",
        "导出.csv",
        csv_text(in_way(lambda d: f"{d}T00:00:00.000+08:00")),
        **right,
    )
    case(
        "C4-pandas时刻",
        "pandas 的 1995-07-01 00:00:00 和 NaT",
        "党员.csv",
        csv_text(written(lambda p: f"{p.joined} 00:00:00", lambda d: f"{d} 00:00:00")),
        **right,
    )
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    def java(d: date) -> str:
        return f"{days[d.weekday()]} {months[d.month - 1]} {d.day:02d} 00:00:00 CST {d.year}"

    def script(d: date) -> str:
        return f"{days[d.weekday()]} {months[d.month - 1]} {d.day:02d} {d.year} 00:00:00 GMT+0800 (中国标准时间)"

    simple("C5-Java日期串", "Date.toString：Sat Jul 01 00:00:00 CST 1995；读出或指名说不认识", in_way(java), **either)
    simple(
        "C6-JS日期串", "网页 Date 的文字：Sat Jul 01 1995 00:00:00 GMT+0800 (中国标准时间)", in_way(script), **either
    )
    epoch = datetime(1970, 1, 1, 8)

    def millis(d: date) -> int:
        return int((datetime(*d.timetuple()[:3]) - epoch).total_seconds() * 1000)

    simple(
        "C7-毫秒",
        "接口导出的毫秒数 804528000000：读出或问，不可当成别的日子",
        in_way(lambda d: str(millis(d))),
        **either,
    )
    simple("C8-Date括号", "/Date(804528000000+0800)/", in_way(lambda d: f"/Date({millis(d)}+0800)/"), **either)
    summer = rows(HEAD, [QI], 入党时间="1988-06-30T15:00:00.000Z", 转正时间="1989-06-30T15:00:00.000Z")
    case(
        "C9-夏令时",
        "1986 至 1991 年有夏令时：1988-06-30T15:00:00Z 是 7 月 1 日零点",
        "导出.csv",
        csv_text(summer),
        members=[member(QI, joined_date="1988-07-01", regular_date="1989-07-01")],
        asked_or_in=[QI.name],
    )
    kind_c_blanks()


def kind_c_blanks() -> None:
    head = ("姓名", "身份证号", "入党时间", "转正时间", "联系电话", "家庭住址", "工作单位", "备注")
    empty = {"phone": None, "address": None, "work": None, "remark": None}
    people = (QI, YUE, ZHUO, JI)
    right = members(people, head, **empty)

    def blanks(*words: str) -> list[list[Any]]:
        found = list(words)
        return rows(head, people, 联系电话=found, 家庭住址=found, 工作单位=found, 备注=found)

    why = "机器写的空：没有一个该存进台账"
    case("C10-nan等", why, "党员.csv", csv_text(blanks("nan", "NaN", "<NA>", "NaT")), members=right)
    case("C11-None等", why, "党员.csv", csv_text(blanks("None", "undefined", "NULL", "null")), members=right)
    case("C12-数据库的空", why, "党员.csv", csv_text(blanks("\\N", "(null)", "*", "N/A")), members=right)
    case(
        "C13-错误值文字",
        why,
        "党员.csv",
        csv_text(blanks("#N/A", "#VALUE!", "#REF!", "#NAME?")),
        members=right,
        asked_or_in=names(people),
    )
    quoted = rows(head, people, 联系电话=lambda p: f'"{p.phone}"', 家庭住址="'江北新村3号'", 工作单位="", 备注="''")
    case(
        "C14-引号",
        "电话带着引号，备注只有一对引号",
        "党员.csv",
        csv_text(quoted),
        members=members(people, head, address={"has": "江北新村3号"}, work=None, remark=None),
    )
    floats = rows(head, people, 联系电话=lambda p: f"{p.phone}.0", 家庭住址="nan", 转正时间=["NaT"] * 4)
    case(
        "C15-电话点零",
        "浮点数写成文字：12099900011.0；转正时间 NaT",
        "党员.csv",
        csv_text(floats),
        members=members(people, head, address=None, regular_date=None),
    )
    equals = rows(head, people, 身份证号=lambda p: f'="{p.id_number}"', 联系电话=lambda p: f'="{p.phone}"')
    case(
        "C16-等号引号",
        '网页为防止变成数字写成 ="9901…"',
        "党员.csv",
        csv_text(equals),
        members=members(people, head),
        asked_or_in=names(people),
    )
    nothing = rows(HEAD, people, 转正时间=["0000-00-00", "0001-01-01 00:00:00", "0000-00-00 00:00:00", "1900-01-00"])
    case(
        "C17-零日期",
        "数据库和 .NET 的“没有日期”：空，或者指名问；不可存成日子",
        "党员.csv",
        csv_text(nothing),
        members=members(people, regular_date=None),
        asked_or_in=names(people),
    )


# --- D: days counted from 1904 --------------------------------------------------------


def kind_d() -> None:
    def book(shown: str, head: Sequence[str] = HEAD) -> Callable[[Path], None]:
        lines = rows(
            head,
            FIVE,
            入党时间=lambda p: Moment(p.joined, shown),
            转正时间=lambda p: p.regular and Moment(p.regular, shown),
            出生日期=lambda p: Moment(p.born, shown),
        )
        return xlsx({"Sheet1": lines}, mac=True)

    right = {"members": members(FIVE)}
    either = {**right, "asked_or_in": names(FIVE)}
    case("D1-有格式-xlsx", "1904 工作簿，日期有格式", "苹果.xlsx", book("yyyy-mm-dd"), **right)
    case(
        "D2-无格式-xlsx",
        "1904 工作簿里光秃的 33419 是 1995-07-01，不是 1991-06-30：读对或问",
        "苹果.xlsx",
        book(""),
        **either,
    )
    case("D3-有格式-xls", "1904 的 .xls", "苹果.xls", saved_as("xls", book("yyyy-mm-dd")), **right)
    case("D4-无格式-xls", "1904 的 .xls，没有格式", "苹果.xls", saved_as("xls", book("")), **either)
    head = ("姓名", "性别", "出生日期", "入党时间")
    case(
        "D5-生日无格式",
        "1904 工作簿，没有身份证号可对照",
        "苹果.xlsx",
        book("", head),
        members=members(FIVE, head),
        asked_or_in=names(FIVE),
    )
    case("D6-有格式-ods", "零点在 1904 的 .ods", "苹果.ods", saved_as("ods", book("yyyy-mm-dd")), **right)
    mixed = rows(HEAD, FIVE, 入党时间=lambda p: Moment(p.joined, "yyyy-mm-dd" if p is QI else ""))
    case("D7-有的有格式", "1904 工作簿里只有第一行还有格式", "苹果.xlsx", xlsx({"Sheet1": mixed}, mac=True), **either)
    text = rows(HEAD, FIVE, 入党时间=lambda p: str((p.joined - date(1904, 1, 1)).days))
    case(
        "D8-文字天数",
        "1904 工作簿里文字的 33419：从哪一年数起说不准，读对或问",
        "苹果.xlsx",
        xlsx({"Sheet1": text}, mac=True),
        **either,
    )
    bare = rows(HEAD, FIVE, 入党时间=lambda p: Moment(p.joined, ""))
    case("D9-普通工作簿", "普通工作簿里没有格式的天数照旧读", "导出.xlsx", xlsx({"Sheet1": bare}), **right)


# --- E: who is no member, or no longer ------------------------------------------------


def kind_e() -> None:
    out = {"members": [], "asked": names(FIVE), "whole": True}
    league = ("姓名", "性别", "民族", "出生日期", "入团时间", "联系电话")
    simple(
        "E1-团支部-表名",
        "工作表叫“团支部名单”，有入团时间，没有入党时间",
        rows(league, FIVE, 入团时间="2012-05"),
        sheet="团支部名单",
        **out,
    )
    simple(
        "E2-团员-标题",
        "标题是共青团员花名册，栏目像党员名册",
        rows(BARE, FIVE),
        title="桐花巷共青团员花名册（2026年）",
        **out,
    )
    active = ("姓名", "性别", "身份证号", "申请入党时间", "确定积极分子时间", "联系电话")
    simple(
        "E3-积极分子",
        "入党积极分子名册：只有申请和积极分子的日期",
        rows(active, FIVE, 申请入党时间="2025-01-10", 确定积极分子时间="2025-09-01"),
        title="入党积极分子花名册",
        **out,
    )
    simple(
        "E4-申请人-无标题",
        "没有标题；只有申请入党时间，没有入党时间和类别",
        rows(("姓名", "性别", "身份证号", "申请入党时间"), FIVE, 申请入党时间="2025-01-10"),
        **out,
    )
    simple("E5-发展对象-表名", "工作表叫“发展对象”，栏目普通", rows(BARE, FIVE), sheet="发展对象", **out)
    simple(
        "E6-可接收预备党员",
        "可接收预备党员名单：还没有接收",
        rows(BARE, FIVE),
        title="2026年第四季度可接收预备党员名单",
        **out,
    )
    book = {
        "正式党员": rows(HEAD, (QI, YUE)),
        "预备党员": rows(HEAD, (BIAN,)),
        "入党积极分子": rows(BARE, (ZHUO, JI)),
    }
    case(
        "E7-三张表",
        "正式、预备、积极分子各一张表",
        "花名册.xlsx",
        xlsx(book),
        members=members((QI, YUE, BIAN)),
        asked=names((ZHUO, JI)),
    )
    kind_e_dues()
    kind_e_gone()
    kind_e_marked()


def kind_e_dues() -> None:
    lines = [["序号", "姓名", "联系电话", "党小组", "党费基数", "缴费月份", "应缴金额", "缴费时间"]]
    for month in (1, 2, 3):
        lines += [
            [len(lines), p.name, p.phone, "一组", 5000, f"2026-{month:02d}", 50, f"2026-{month:02d}-10"] for p in FIVE
        ]
    simple(
        "E8-党费明细",
        "缴费明细，每人每月一行：不是名册",
        lines,
        title="2026年党费收缴明细",
        members=[],
        asked=names(FIVE),
        whole=True,
    )
    year = [["姓名", "身份证号", "党小组", "月缴标准", "1月", "2月", "3月", "合计"]]
    year += [[p.name, p.id_number, "一组", 10, 10, 10, 10, 30] for p in FIVE]
    simple(
        "E9-党费年表",
        "一人一行的党费年表：缴党费的是党员，收或问；金额不进台账",
        year,
        title="2026年党费登记表",
        members=members(FIVE, ("姓名", "身份证号")),
        asked_or_in=names(FIVE),
        whole=True,
    )


def left(one: Person, day: str | None, kind: str, **other: Any) -> dict[str, Any]:
    """Somebody who may come in as gone."""
    return member(one, status="left", left_date=day, left_kind=kind, **other)


def kind_e_gone() -> None:
    head = (*HEAD, "转出时间", "转出类型", "转出单位")
    moved = rows(
        head,
        FIVE,
        转出时间=[None, "2025-06-30", None, "2026-03", None],
        转出类型=[None, "毕业转出", None, "调动", None],
        转出单位=[None, "外地某支部", None, "柳溪支部", None],
    )
    simple(
        "E10-转出栏",
        "填了转出时间和去向的两人已经走了：问，或作为已离开收下",
        moved,
        members=[
            *members((QI, ZHUO, BIAN), status="active"),
            left(YUE, "2025-06-30", "transfer"),
            left(JI, "2026-03", "transfer"),
        ],
        asked_or_in=names((YUE, JI)),
    )
    only = rows((*HEAD, "关系转出时间"), FIVE, 关系转出时间=[None, None, None, None, "2026.9.1"])
    simple(
        "E11-关系转出时间",
        "只有一栏“关系转出时间”",
        only,
        members=[*members((QI, YUE, ZHUO, JI), status="active"), left(BIAN, "2026-09-01", "transfer")],
        asked_or_in=[BIAN.name],
    )
    less = rows(
        (*HEAD, "减少时间", "减少原因"),
        FIVE,
        减少时间="2026-05-01",
        减少原因=["死亡", "转出", "出党", "转出", "停止党籍"],
    )
    simple(
        "E12-减少名单",
        "党员减少名单：全部已不在",
        less,
        title="党员减少信息表",
        members=[
            left(QI, "2026-05-01", ["deceased", "other"]),
            *(left(p, "2026-05-01", ["transfer"]) for p in (YUE, JI)),
            left(ZHUO, "2026-05-01", ["expelled"]),
            left(BIAN, "2026-05-01", ["other", "expelled"]),
        ],
        asked_or_in=names(FIVE),
        whole=True,
    )
    card = rows(
        ("姓名", "性别", "身份证号", "转往何处", "开出日期", "介绍信编号"),
        FIVE,
        转往何处="柳溪支部",
        开出日期="2026-04-02",
    )
    simple(
        "E13-转出登记-标题",
        "党员组织关系转出登记表",
        card,
        title="党员组织关系转出登记表",
        members=[],
        asked=names(FIVE),
        whole=True,
    )
    simple(
        "E14-转出-表名",
        "工作表叫“已转出党员”",
        rows(HEAD, FIVE),
        sheet="已转出党员",
        members=[],
        asked=names(FIVE),
        whole=True,
    )
    case(
        "E15-已在台账又转出",
        "台账里的人，表上填了转出：不可悄悄当没看见，也不可悄悄改",
        "花名册.xlsx",
        xlsx({"Sheet1": moved}),
        already=members(FIVE),
        members=[*members((QI, ZHUO, BIAN), status="active"), *members((YUE, JI))],
        mentioned=names((YUE, JI)),
    )


def kind_e_marked() -> None:
    head = (*HEAD, "备注")
    words = ["停止党籍", "已出党", "自行脱党", "取消预备党员资格", "2026年3月去世", "转出至柳溪支部"]
    simple(
        "E16-备注里的离开",
        "备注写明离开的六种说法，都要问",
        rows(head, ALL, 备注=words),
        members=[],
        asked=names(ALL),
        asked_or_in=[],
    )
    harmless = ["2019年由柳溪支部转入", "父亲2020年去世", "曾任转出单位联络员", "转正材料已归档", "出党课三次", None]
    simple(
        "E17-备注不是离开",
        "备注里有“转入”“父亲去世”“出党课”：人都在",
        rows(head, ALL, 备注=harmless),
        members=members(ALL, status="active"),
        asked_or_in=names((YUE, ZHUO)),
    )
    states = ["正常", "已停止党籍", "已出党", "2_已死亡", "失去联系", "开除"]
    simple(
        "E18-党籍状态代码",
        "国家系统的党籍状态；失联的仍是党员，至少要提醒",
        rows((*HEAD, "党籍状态"), ALL, 党籍状态=states),
        members=members((QI, BIAN)),
        asked=names((YUE, ZHUO, JI, GENG)),
        asked_or_in=[BIAN.name],
        mentioned=[BIAN.name],
    )
    kinds = ["正式党员", "出党", "停止党籍", "预备党员（已取消资格）", "预备党员", "已转出"]
    simple(
        "E19-类别栏写离开",
        "人员类别栏里写着离开",
        rows(HEAD, ALL, 人员类别=kinds),
        members=members((QI, BIAN)),
        asked=names((YUE, ZHUO, JI, GENG)),
    )
    lost = rows((*HEAD, "是否失联党员"), FIVE, 是否失联党员=["否", "是", "否", "否", "否"])
    simple(
        "E20-是否失联",
        "是否失联党员=是：收下并提醒，或问",
        lost,
        members=members(FIVE),
        asked_or_in=[YUE.name],
        mentioned=[YUE.name],
    )
    divided = [*rows(HEAD, (QI, YUE)), ["以下为已转出党员"], *rows(HEAD, (ZHUO, JI))[1:]]
    simple(
        "E21-以下为转出",
        "同一张表，中间一行写着以下为已转出党员",
        divided,
        members=members((QI, YUE)),
        asked=names((ZHUO, JI)),
    )
    sections = [
        list(BARE),
        ["一、正式党员"],
        *rows(BARE, (QI, YUE))[1:],
        ["二、预备党员"],
        *rows(BARE, (BIAN,))[1:],
        ["三、入党积极分子"],
        *rows(BARE, (ZHUO, JI))[1:],
    ]
    simple(
        "E22-分段标题",
        "按一、二、三分段，第三段是积极分子",
        sections,
        members=[
            *members((QI, YUE), BARE, category=["full", None]),
            member(BIAN, BARE, category=["probationary", None]),
        ],
        asked=names((ZHUO, JI)),
        asked_or_in=names((QI, YUE, BIAN)),
    )
    stage = (
        "姓名",
        "身份证号",
        "递交入党申请书日期",
        "确定为积极分子日期",
        "确定为发展对象日期",
        "接收预备党员日期",
        "转正日期",
    )
    staged = rows(
        stage,
        FIVE,
        递交入党申请书日期="2018-09-10",
        确定为积极分子日期=["2019-03-01"] * 4 + [None],
        确定为发展对象日期=["2020-03-01"] * 3 + [None, None],
        接收预备党员日期=["2021-06-30", "2025-07-01", None, None, None],
        转正日期=["2022-06-30", None, None, None, None],
    )
    idle = ("姓名", "身份证号")
    simple(
        "E23-分阶段",
        "一张表从申请到转正：到了预备的两人是党员，其余三人不是",
        staged,
        members=[
            member(QI, idle, joined_date="2021-06-30", regular_date="2022-06-30"),
            member(YUE, idle, joined_date="2025-07-01", regular_date=None),
        ],
        asked=names((ZHUO, JI, BIAN)),
    )
    mixed = rows(
        ("姓名", "性别", "身份证号", "政治面貌", "联系电话"),
        ALL,
        政治面貌=["中共党员", "中共党员", "群众", "共青团员", "中共预备党员", "民主党派"],
    )
    simple(
        "E24-全体职工",
        "单位全体职工名单：群众、团员、民主党派不是党员",
        mixed,
        members=[*members((QI, YUE), BARE, category="full"), member(BIAN, BARE, category="probationary")],
        asked=names((ZHUO, JI, GENG)),
    )


# --- F: several branches in one file --------------------------------------------------


def kind_f() -> None:
    head = ("所在党支部", *HEAD)
    mine, other = "桐花巷支部", "柳溪支部"
    split = [mine, mine, other, "退休干部支部", other]
    simple(
        "F1-三个支部",
        "全镇名单，其中有自己的支部：别的支部的人不可进来",
        rows(head, FIVE, 所在党支部=split),
        members=members((QI, YUE)),
        asked_or_in=names((QI, YUE)),
        asked=names((ZHUO, JI, BIAN)),
        one_question=3,
    )
    simple(
        "F2-没有一个是自己的",
        "两个支部，名字都对不上：全都要问",
        rows(head, FIVE, 所在党支部=[other, other, other, "荷塘支部", "荷塘支部"]),
        members=[],
        asked=names(FIVE),
        whole=True,
        one_question=3,
    )
    same = [
        "中共云栖市桐花巷支部委员会",
        "中共云栖市桐花巷支部",
        "云栖市桐花巷党支部",
        " 中共云栖市桐花巷党支部委员会",
        "中共云栖市桐花巷党支部",
    ]
    simple(
        "F3-后缀不同", "同一个支部的五种写法，不是五个支部", rows(head, FIVE, 所在党支部=same), members=members(FIVE)
    )
    number = ["第一支部", "第1党支部", "中共云栖市第Ⅰ支部", "第二支部", "第二支部"]
    simple(
        "F4-数字写法",
        "第一、第1、第Ⅰ是一个支部，第二是另一个",
        rows(head, FIVE, 所在党支部=number),
        organisation="中共云栖市第一支部",
        members=members((QI, YUE, ZHUO)),
        asked_or_in=names((QI, YUE, ZHUO)),
        asked=names((JI, BIAN)),
    )
    book = {"桐花巷支部": rows(HEAD, (QI, YUE)), "柳溪支部": rows(HEAD, (ZHUO, JI)), "退休支部": rows(HEAD, (BIAN,))}
    case(
        "F5-一支部一表",
        "每个支部一张工作表，没有支部一栏",
        "全镇.xlsx",
        xlsx(book),
        members=members((QI, YUE)),
        asked_or_in=names((QI, YUE)),
        asked=names((ZHUO, JI, BIAN)),
    )
    merged = rows(head, FIVE, 所在党支部=[Merged(mine, 2), None, Merged(other, 3), None, None])
    simple(
        "F6-合并的支部栏",
        "支部名写在合并单元格里",
        merged,
        members=members((QI, YUE)),
        asked_or_in=names((QI, YUE)),
        asked=names((ZHUO, JI, BIAN)),
    )
    first = rows(head, FIVE, 所在党支部=[mine, None, other, None, None])
    case(
        "F7-只写第一行-csv",
        "没有合并信息的 CSV，支部只写在每段第一行：空着的不知是谁的",
        "全镇.csv",
        csv_text(first),
        members=members((QI, YUE)),
        asked_or_in=names((QI, YUE)),
        asked=names((ZHUO, JI, BIAN)),
    )
    stacked = [
        ["中共云栖市桐花巷支部党员名册"],
        *rows(HEAD, (QI, YUE)),
        [],
        ["中共云栖市柳溪支部党员名册"],
        *rows(HEAD, (ZHUO, JI)),
    ]
    simple(
        "F8-上下两张名册",
        "一张工作表上下两个支部的名册，标题写明",
        stacked,
        members=members((QI, YUE)),
        asked_or_in=names((QI, YUE)),
        asked=names((ZHUO, JI)),
    )
    simple(
        "F9-只有一个简称",
        "全表只有一个支部名，是内部简称：不妨碍导入",
        rows(head, FIVE, 所在党支部="第一党支部"),
        members=members(FIVE),
        asked_or_in=names(FIVE),
        one_question=1,
    )
    title = rows(HEAD, FIVE)
    simple(
        "F10-标题是别的支部",
        "标题写明是柳溪支部的名册",
        title,
        title="中共云栖市柳溪支部党员花名册",
        members=[],
        asked=names(FIVE),
        whole=True,
    )


# --- G: headers nobody knows ----------------------------------------------------------


def kind_g() -> None:
    head = ("姓名", "身份证号", "预/正", "成为预备党员日期", "转正时间", "党内岗位", "岗位职务", "常住地")
    known = rows(
        head,
        FIVE,
        **{
            "预/正": lambda p: p.word[:2],
            "成为预备党员日期": lambda p: p.joined.isoformat(),
            "党内岗位": "组织委员",
            "岗位职务": "工程师",
            "常住地": "江北新村1号",
        },
    )
    simple(
        "G1-各处的叫法",
        "真实导出里的表头都该认识",
        known,
        members=members(FIVE, party_post="组织委员", work="工程师", address="江北新村1号"),
    )
    other = ("姓名", "身份证号", "政治身份", "接收预备党员日期", "转正时间", "单位名称", "职务职称")
    simple(
        "G2-各处的叫法之二",
        "政治身份、接收预备党员日期、单位名称、职务职称",
        rows(
            other,
            FIVE,
            政治身份=lambda p: p.word,
            接收预备党员日期=lambda p: p.joined.isoformat(),
            单位名称="甲公司",
            职务职称="工程师",
        ),
        members=members(FIVE, work={"has": "甲公司"}),
    )
    unknown = (*HEAD, "学号", "党费基数", "流入地", "困难党员", "预留")
    simple(
        "G3-没有位置的栏",
        "有值而没有收的栏要说出来；空栏不必说",
        rows(unknown, FIVE, 学号="2021001", 党费基数=5000, 流入地="江北", 困难党员="否"),
        members=members(FIVE),
        unread=["学号", "党费基数", "流入地", "困难党员"],
        not_unread=["预留", "姓名", "入党时间"],
    )
    key = ("姓名", "性别", "身份证号", "人员类别", "进组织的日子", "转正时间")
    simple(
        "G4-入党日期没读到",
        "入党时间一栏叫法生僻：人可以收，但要说没有读到入党时间，是不是“进组织的日子”",
        rows(key, FIVE, 进组织的日子=lambda p: p.joined.isoformat()),
        any_of=[
            {"members": members(FIVE, joined_date=None), "unread": ["进组织的日子"], "says": ["进组织的日子"]},
            {"members": members(FIVE), "asked_or_in": names(FIVE)},
        ],
    )
    sort = ("姓名", "性别", "身份证号", "入党时间", "转正时间", "身份性质")
    simple(
        "G5-类别没读到",
        "类别一栏叫法生僻而值是正式、预备：读出来，或者说出来",
        rows(sort, FIVE, 身份性质=lambda p: p.word),
        any_of=[
            {"members": members(FIVE)},
            {"members": members(FIVE, category=None), "unread": ["身份性质"], "says": ["身份性质"]},
        ],
    )
    posts = ("姓名", "支部信息", "政治面貌", "支部书记", "组织委员", "宣传委员", "生产委员")
    ticks = rows(
        posts,
        FIVE,
        支部信息="第一党支部",
        政治面貌=lambda p: p.word,
        支部书记=["是"] + [None] * 4,
        组织委员=[None, "√", None, None, None],
    )
    plain_five = members(FIVE, ("姓名", "人员类别"))
    simple(
        "G6-职务打勾",
        "一个职务一栏，打勾：职务读出，或者说没有读；或者拒绝时说找到了姓名",
        ticks,
        any_of=[
            {"members": plain_five, "asked_or_in": names(FIVE), "unread": ["支部书记", "组织委员"]},
            {
                "members": [
                    member(p, ("姓名", "人员类别"), party_post={"has": word} if word else None)
                    for p, word in zip(FIVE, ("书记", "组织委员", "", "", ""), strict=True)
                ],
                "asked_or_in": names(FIVE),
            },
            {"members": [], "whole": True, "must_refuse": True, "says": ["支部信息"]},
        ],
    )
    low = rows((*HEAD, "党员标签", "Unnamed: 7", ""), FIVE, 党员标签="在职", **{"Unnamed: 7": "x"})
    for line in low[1:]:
        line[-1] = "老党员"
    simple(
        "G7-没有表头的栏",
        "最后一栏没有表头但有值：也要说",
        low,
        members=members(FIVE),
        unread=["党员标签"],
        not_unread=["入党时间"],
    )


# --- H: one header, two meanings ------------------------------------------------------


def kind_h() -> None:
    base = ("姓名", "性别", "身份证号", "入党时间", "转正时间")

    def by(header: str, values: Any, *more: str, **extra: Any) -> list[list[Any]]:
        return rows((*base, header, *more), FIVE, **{header: values}, **extra)

    word = lambda p: p.word  # noqa: E731
    right = {"members": members(FIVE)}
    simple("H1-党籍状态是类别", "党籍状态栏里写的是正式党员、预备党员", by("党籍状态", word), **right)
    simple("H2-党员阶段", "党员阶段栏里写的是正式、预备", by("党员阶段", lambda p: p.word[:2]), **right)
    simple("H3-状态是类别", "状态栏里写的是类别", by("状态", word), **right)
    simple(
        "H4-党籍状态与类别", "两栏都有：类别看人员类别，党籍状态都是正常", by("党籍状态", "正常", "人员类别"), **right
    )
    staff = ["在职", "离退休", "在职", "学生", "流动"]
    simple(
        "H5-类别是身份",
        "类别栏写在职、离退休；真正的类别在党员类别栏",
        by("类别", staff, "党员类别", 党员类别=word),
        **right,
    )
    without = members(FIVE, base, category=None)
    simple(
        "H6-只有身份",
        "人员类别栏写的是在职、离退休、学生，没有别的类别栏：不能每行问一遍",
        by("人员类别", staff),
        members=without,
        asked_or_in=names(FIVE),
        one_question=1,
    )
    simple(
        "H7-政治面貌与类别",
        "政治面貌都写中共党员，人员类别分正式和预备：预备的那位可以问",
        by("政治面貌", "中共党员", "人员类别"),
        **right,
        asked_or_in=[BIAN.name],
    )
    simple("H8-人员类型是类别", "人员类型栏里写的是正式、预备", by("人员类型", word), **right)


# --- I: former things and other people's things ---------------------------------------


def kind_i() -> None:
    def also(*more: str, **values: Any) -> list[list[Any]]:
        return rows((*HEAD, *more), FIVE, **values)

    simple(
        "I1-原工作单位",
        "原工作单位不是工作单位",
        also("原工作单位", 原工作单位="旧厂"),
        members=members(FIVE, work=None),
        unread=["原工作单位"],
        never=["旧厂"],
    )
    simple(
        "I2-现在与原来",
        "两栏并存：只收现在的",
        also("原工作单位", "工作单位", "曾任职务", 原工作单位="旧厂", 工作单位="新公司", 曾任职务="车间主任"),
        members=members(FIVE, work="新公司"),
        never=["旧厂", "车间主任"],
        unread=["原工作单位", "曾任职务"],
    )
    home = "05129990000"
    simple(
        "I3-家庭联系电话",
        "家里人的电话不是本人的",
        also("家庭联系电话", 家庭联系电话=home),
        members=members(FIVE, phone=None),
        never=[home],
        unread=["家庭联系电话"],
    )
    simple(
        "I4-监护人与父母",
        "监护人电话、父母姓名、父亲联系电话、母亲工作单位",
        also(
            "监护人电话",
            "父母姓名",
            "父亲联系电话",
            "母亲工作单位",
            监护人电话=home,
            父母姓名="某甲",
            父亲联系电话=home,
            母亲工作单位="旧厂",
        ),
        members=members(FIVE, phone=None, work=None),
        never=[home, "某甲", "旧厂"],
        unread=["监护人电话", "父亲联系电话", "母亲工作单位"],
    )
    former = ["柳溪支部", "柳溪支部", "荷塘支部", None, "荷塘支部"]
    simple(
        "I5-原所属党支部",
        "原来的支部有几个，不等于现在是几个支部的人",
        also("原所属党支部", "原党内职务", 原所属党支部=former, 原党内职务="支部书记"),
        members=members(FIVE, party_post=None),
        unread=["原所属党支部", "原党内职务"],
    )
    simple(
        "I6-介绍人",
        "介绍人的电话、单位、支部",
        also(
            "入党介绍人姓名",
            "介绍人联系电话",
            "介绍人工作单位",
            入党介绍人姓名="某甲",
            介绍人联系电话=home,
            介绍人工作单位="旧厂",
        ),
        members=members(FIVE, phone=None, work=None),
        never=[home, "旧厂", "某甲"],
    )
    simple(
        "I7-曾用名与原住址",
        "曾用姓名、原家庭住址、老家地址",
        also("曾用姓名", "原家庭住址", 曾用姓名="某甲", 原家庭住址="老街1号"),
        members=members(FIVE, address=None),
        never=["某甲", "老街1号"],
        unread=["原家庭住址"],
    )


# --- J: signs on names ----------------------------------------------------------------


def kind_j() -> None:
    def called(*written: str) -> list[list[Any]]:
        return rows(HEAD, FIVE, 姓名=list(written))

    either = {"members": members(FIVE), "asked_or_in": names(FIVE)}
    simple(
        "J1-星号",
        "姓名前后的标记不是姓名",
        called("*戚明远", "★乐知秋", "卓远航#", "△计晓岚", "边若水▲"),
        never=["*戚明远", "★乐知秋", "卓远航#", "△计晓岚", "边若水▲"],
        **either,
    )
    simple(
        "J2-方括号",
        "姓名后各种括号里的说明",
        called("戚明远[流动]", "乐知秋【书记】", "卓远航〔组长〕", "计晓岚(女)", "边若水（预备）"),
        never=["戚明远[", "乐知秋【", "卓远航〔", "计晓岚(", "边若水（"],
        **either,
    )
    simple(
        "J3-空格后的词",
        "姓名后隔着空格的词",
        called("戚明远 男", "乐知秋 女", "卓远航 组长", "计晓岚　流动", "边若水 预备"),
        never=["戚明远男", "乐知秋女", "卓远航组长", "计晓岚流动", "边若水预备", "戚明远 ", "乐知秋 "],
        **either,
    )
    simple(
        "J4-编号",
        "姓名带着编号",
        called("1.戚明远", "2、乐知秋", "③卓远航", "(4)计晓岚", "5 边若水"),
        never=["1.", "1·", "2、", "③", "(4)", "5 边"],
        **either,
    )
    true = ["买买提·艾山", "欧阳 修文", "Anna Smith", "扎西次仁", "𠮷野平"]
    kept = ["买买提·艾山", "欧阳修文", "Anna Smith", "扎西次仁", "𠮷野平"]
    simple(
        "J5-本来如此的姓名",
        "不寻常但就是姓名：照收",
        called(*true),
        members=[member(p, name=n) for p, n in zip(FIVE, kept, strict=True)],
    )
    simple(
        "J6-姓名后写离开",
        "姓名后写着已故、已转出、退党",
        called("戚明远（已故）", "乐知秋（已转出）", "卓远航[去世]", "计晓岚 已转出", "边若水（取消资格）"),
        members=[],
        asked=names(FIVE),
    )
    pair = (
        Person("王芳", "女", QI.born, QI.joined, QI.regular, QI.phone, 122),
        Person("王芳", "女", YUE.born, YUE.joined, YUE.regular, YUE.phone, 144),
    )
    simple(
        "J7-大小王芳",
        "同名两人写成王芳（大）王芳（小），身份证号不同：两个人，都叫王芳",
        rows(HEAD, pair, 姓名=["王芳（大）", "王芳（小）"]),
        members=members(pair),
        asked_or_in=["王芳"],
    )
    split = rows(HEAD, FIVE, 姓名=["戚明远/乐知秋", "卓远航、计晓岚", "ZHUO YUANHANG", "？？？", "边若水"])
    simple(
        "J8-不是一个姓名",
        "两个人的名字、问号：问；拼音的姓名收或问",
        split,
        members=[member(ZHUO, name="ZHUO YUANHANG"), member(BIAN)],
        asked=["戚明远/乐知秋", "卓远航、计晓岚", "？？？"],
        asked_or_in=["ZHUO YUANHANG"],
    )


# --- K: rows that explain -------------------------------------------------------------


def kind_k() -> None:
    sample = Person("张三", "男", date(1985, 7, 1), date(2008, 6, 30), date(2009, 6, 30), "12099900000", 901)
    told = [["示例", "样例", "举例", "填写"]]
    head = (*HEAD, "备注")

    def with_row(line: list[Any], at: int = 1) -> list[list[Any]]:
        found = rows(head, FIVE)
        found.insert(at, line)
        return found

    example = rows(head, [sample], 备注="示例，填写时请删除")[1]
    simple(
        "K1-备注写示例", "模板自带的示例行没有删", with_row(example), members=members(FIVE), never=["张三"], says=told
    )
    named = rows(head, [sample], 姓名="张三（示例）")[1]
    simple("K2-姓名写示例", "张三（示例）", with_row(named), members=members(FIVE), never=["张三"], says=told)
    simple(
        "K3-必填选填",
        "表头下一行是必填、选填",
        with_row(["必填", "必填", "必填", "必填", "必填", "选填", "选填"]),
        members=members(FIVE),
        never=["必填", "选填"],
    )
    simple(
        "K4-填写要求",
        "表头下一行是每栏的填写要求",
        with_row(["填写全名", "男/女", "18位", "正式党员/预备党员", "YYYY-MM-DD", "YYYY-MM-DD", "没有可不填"]),
        members=members(FIVE),
        never=["填写全名", "没有可不填"],
    )
    serial = [["序号", *HEAD], ["例", *rows(HEAD, [sample])[1]]] + [
        [i, *line] for i, line in enumerate(rows(HEAD, FIVE)[1:], 1)
    ]
    simple("K5-序号写例", "序号栏写“例”的是示例", serial, members=members(FIVE), never=["张三"], says=told)
    simple("K6-栏次行", "表头下一行是栏次 1 2 3 …", with_row([1, 2, 3, 4, 5, 6, 7]), members=members(FIVE))
    simple(
        "K7-甲乙栏次",
        "表头下一行是甲、乙、(1)、(2)",
        with_row(["甲", "乙", "(1)", "(2)", "(3)", "(4)", "(5)"]),
        members=members(FIVE),
        never=["甲"],
    )
    brave = rows(head, FIVE, 备注=["党员示范岗", "先锋模范样例已报", "示例党课主讲", None, None])
    simple(
        "K8-示范岗不是示例",
        "备注里有“示范”“示例党课”的是真人：收（有“示例”二字的可以问）",
        brave,
        members=members(FIVE),
        asked_or_in=names((YUE, ZHUO)),
    )
    simple(
        "K9-填表说明",
        "名单上方和下方有填表说明",
        [
            ["填表说明：1.姓名填写全名；2.入党时间填写支部大会通过之日。"],
            *rows(HEAD, FIVE),
            ["说明：", "以上信息截至2026年10月"],
            ["注：人员类别填写正式党员、预备党员"],
        ],
        members=members(FIVE),
        never=["说明", "截至"],
    )


# --- L: one person over several lines -------------------------------------------------


def kind_l() -> None:
    head = ("姓名", "身份证号", "人员类别", "入党时间", "转正时间", "联系电话", "工作单位", "备注")

    def two_lines(second: dict[str, Any], *, merge: bool = True) -> list[list[Any]]:
        found = rows(head, FIVE, 工作单位="甲公司")
        if merge:
            found[1][0] = Merged(QI.name, 2)
        found.insert(2, [second.get(header) for header in head])
        return found

    base = members(FIVE, head)
    phones = [{**base[0], "phone": {"has": QI.phone}}, *base[1:]]
    simple(
        "L1-第二个电话",
        "姓名合并成两行，第二行是另一个电话：收下一个并说明，或两个都收",
        two_lines({"联系电话": "05129990001"}),
        members=phones,
        any_of=[
            {"mentioned": [QI.name]},
            {"says": ["05129990001"]},
            {"members": [{**base[0], "phone": {"has": "05129990001"}}, *base[1:]]},
        ],
    )
    simple(
        "L2-第二行的备注",
        "第二行写着“2026年3月转出”：不可当没看见",
        two_lines({"备注": "2026年3月转出"}),
        members=base,
        asked_or_in=[QI.name],
        mentioned=[QI.name],
    )
    case(
        "L3-续行-csv",
        "CSV 里续行没有姓名：上一人照收，这一行要说",
        "花名册.csv",
        csv_text(two_lines({"联系电话": "05129990001"}, merge=False)),
        members=phones,
        asked_or_in=[QI.name],
        any_of=[{"accounted": 6}, {"mentioned": [QI.name]}, {"says": ["05129990001"]}],
    )
    shared = rows(
        (*HEAD, "家庭住址"),
        FIVE,
        家庭住址=[Merged("江北新村1号", 2), None, "江北新村3号", "江北新村4号", "江北新村5号"],
    )
    simple(
        "L4-合并的住址",
        "夫妻两人的住址合并：两人都有这个住址",
        shared,
        members=[*members((QI, YUE), address="江北新村1号"), *members((ZHUO, JI, BIAN))],
    )
    family = rows(
        ("姓名", "身份证号", "入党时间", "联系电话", "家庭成员姓名", "家庭成员电话"),
        FIVE,
        家庭成员姓名="某甲",
        家庭成员电话="05129990002",
    )
    family[1][0] = Merged(QI.name, 2)
    family.insert(2, [None, None, None, None, "某乙", "05129990003"])
    simple(
        "L5-家庭成员续行",
        "续行是家庭成员：不进台账",
        family,
        members=members(FIVE, ("姓名", "身份证号", "入党时间", "联系电话")),
        never=["某甲", "某乙", "05129990002", "05129990003"],
    )


# --- N: pictures that are formulas ----------------------------------------------------


def kind_n() -> None:
    picture = '_xlfn.DISPIMG("ID_5C7D",1)'
    shown = f"={picture}"
    formula = Formula(f"={picture}", shown)
    for order, (header, field) in enumerate(
        (("照片", ""), ("备注", "remark"), ("家庭住址", "address"), ("工作单位", "work")), 1
    ):
        empty = {field: None} if field else {}
        simple(
            f"N{order}-图片在{header}",
            "WPS 嵌入单元格的图片，存成公式和它的文字：不是内容",
            rows((*HEAD, header), FIVE, **{header: formula}),
            members=members(FIVE, **empty),
            asked_or_in=[],
            never=["DISPIMG"],
        )
    text = rows((*HEAD, "备注"), FIVE, 备注='=DISPIMG("ID_5C7D",1)')
    case(
        "N5-csv里的图片",
        "另存成 CSV 只剩公式的文字",
        "花名册.csv",
        csv_text(text),
        members=members(FIVE, remark=None),
        never=["DISPIMG"],
    )
    name = rows(HEAD, FIVE, 姓名=["戚明远", "乐知秋", "卓远航", formula, "边若水"])
    simple(
        "N6-姓名是图片",
        "姓名一格是图片：这一行要问，不能叫 =DISPIMG",
        name,
        members=members((QI, YUE, ZHUO, BIAN)),
        never=["DISPIMG"],
        accounted=5,
    )
    number = rows((*HEAD, "联系电话"), FIVE, 联系电话=Formula('=DISPIMG("ID_1",1)', "#NAME?"))
    simple(
        "N7-名称错误",
        "旧版打开后图片公式成了 #NAME?：空，或指名问",
        number,
        members=members(FIVE, phone=None),
        asked_or_in=names(FIVE),
        never=["#NAME"],
    )


# --- O: sentences ---------------------------------------------------------------------


def kind_o() -> None:
    odd = rows(("姓名", "支部信息", "认领岗位", "积分"), FIVE, 支部信息="第一", 认领岗位="宣传岗", 积分=10)
    simple(
        "O1-只认得姓名",
        "只认得姓名：拒绝时要说找到了姓名、其他栏不认识；不能说找不到姓名",
        odd,
        members=members(FIVE, ("姓名",)),
        asked_or_in=names(FIVE),
        any_of=[
            {"whole": True, "must_refuse": True, "says": ["认领岗位"], "says_not": ["认不出哪一列是姓名"]},
            {"unread": ["认领岗位", "积分"]},
        ],
    )
    text = "姓名,性别,身份证号,入党时间\n" + "".join(f"{p.name},{p.sex},{p.id_number},{p.joined}\n" for p in FIVE)
    garbled = text.encode().decode("gb18030", errors="replace")
    case(
        "O2-乱码",
        "UTF-8 的文字被当成 GBK 又存了一次：要说是乱码",
        "花名册.csv",
        plain(garbled),
        members=[],
        whole=True,
        must_refuse=True,
        says=[["乱码", "编码"]],
    )
    invisible = rows(
        HEAD,
        FIVE,
        姓名=lambda p: f"\u202d{p.name}\u202c",
        身份证号=lambda p: f"\u200b{p.id_number}\ufeff",
        入党时间=lambda p: f"\u2066{p.joined}\u2069",
    )
    simple(
        "O3-看不见的字符",
        "身份证号、日期、姓名里夹着看不见的字符：去掉，或清楚地说；不能说号码是 20 位",
        invisible,
        members=members(FIVE),
        asked_or_in=names(FIVE),
        says_not=["20 位", "（备注）", "“备注”"],
        any_of=[{"asked_or_in": []}, {"says": ["看不见"]}],
    )
    papers = rows(
        ("姓名", "性别", "证件类型", "证件号码", "出生日期", "入党时间", "转正时间"),
        FIVE,
        证件类型=["军官证", "港澳居民来往内地通行证", "护照", "居民身份证", "居民身份证"],
        证件号码=["军字第1234567号", "H0123456700", "G99000001", JI.id_number, BIAN.id_number],
    )
    head = ("姓名", "出生日期", "入党时间", "转正时间")
    simple(
        "O4-军官证通行证",
        "别的证件不是身份证号：收下人而不当身份证号，或说清怎么办",
        papers,
        members=[*members((QI, YUE, ZHUO), head, id_number=None), *members((JI, BIAN), head)],
        asked_or_in=names((QI, YUE, ZHUO)),
        says_not=["请对照身份证改正"],
    )
    officer = rows(HEAD, FIVE, 身份证号=lambda p: "军字第1234567号" if p is QI else p.id_number)
    simple(
        "O5-身份证栏写军官证",
        "身份证号栏里写军官证号",
        officer,
        members=[member(QI, id_number=None), *members(FIVE[1:])],
        asked_or_in=[QI.name],
        says_not=["请对照身份证改正"],
    )
    broken = rows(HEAD, FIVE, 姓名=["戚明远", "锟斤拷", "???", "�若水", "边若水"])
    simple(
        "O6-姓名成乱码",
        "个别姓名成了乱码：要问",
        broken,
        members=members((QI, BIAN)),
        asked=["锟斤拷", "???"],
        accounted=5,
        never=["锟斤拷", "???", "�"],
    )
    wide = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
    full = rows(
        HEAD,
        FIVE,
        身份证号=lambda p: (
            p.id_number.translate(wide) if p is QI else f"{p.id_number[:6]} {p.id_number[6:14]} {p.id_number[14:]}"
        ),
        入党时间=lambda p: p.joined.isoformat().translate(wide),
    )
    simple("O7-全角与空格", "全角数字、分段空格的身份证号", full, members=members(FIVE))


# --- X: whole sheets of a strange shape, and the same thing twice ----------------------


def kind_x() -> None:
    twice = [*rows(HEAD, FIVE), rows(HEAD, [QI])[1]]
    simple(
        "X1-两行一样", "完全相同的两行是一个人：收一次，并说有两行", twice, members=members(FIVE), mentioned=[QI.name]
    )
    short = ("姓名", "性别", "出生日期", "联系电话")
    simple(
        "X2-两行一样无身份证",
        "没有身份证号的两行完全相同",
        [*rows(short, FIVE), rows(short, [QI])[1]],
        members=members(FIVE, short),
        asked_or_in=[QI.name],
        mentioned=[QI.name],
    )
    double = Person(QI.name, QI.sex, QI.born, QI.joined, QI.regular, QI.phone, 13)
    lines = rows((*HEAD, "联系电话"), (QI, double, YUE))
    simple(
        "X3-一人两个号码",
        "姓名、生日、电话、日期都一样而身份证号不同：要问，不可成两个人",
        lines,
        members=members([YUE]),
        asked=[QI.name],
    )
    many = [
        _person(100 + i, n, "男", f"19{60 + i}-05-06", "1999-07-01", "2000-07-01")
        for i, n in enumerate(
            [
                "甘一鸣",
                "车二川",
                "祁三省",
                "左四维",
                "巫五湖",
                "尤六合",
                "卞七星",
                "乌八方",
                "厉九州",
                "单十里",
                "柏一舟",
                "岑二月",
                "易三思",
                "庞四海",
                "宁五谷",
            ]
        )
    ]
    simple(
        "X4-一个问题十五行",
        "十五行的类别都写“1号类别”：一个问题，不是十五个",
        rows(HEAD, many, 人员类别="1号类别"),
        members=members(many, category=None),
        asked_or_in=names(many),
        one_question=1,
    )
    old = ("姓名", "性別", "身份證號碼", "人員類別", "入黨時間", "轉正時間", "聯繫電話")
    lines = rows(
        old,
        FIVE,
        性別=lambda p: p.sex,
        身份證號碼=lambda p: p.id_number,
        人員類別=lambda p: p.word.replace("党员", "黨員").replace("预备", "預備"),
        入黨時間=lambda p: str(p.joined),
        轉正時間=lambda p: p.regular and str(p.regular),
        聯繫電話=lambda p: p.phone,
    )
    simple(
        "X5-繁体表头",
        "繁体表头：读出，或者说没有读",
        lines,
        any_of=[
            {"members": members(FIVE)},
            {"members": members(FIVE, ("姓名",)), "unread": ["身份證號碼", "入黨時間"]},
            {"members": [], "whole": True, "must_refuse": True, "says": ["入黨時間"]},
        ],
    )
    upper = ["姓名", "身份证号", "入党时间", None, None, "转正时间", None, None, "联系方式"]
    lower = [None, None, "年", "月", "日", "年", "月", "日", "手机"]
    split = [upper, lower]
    for p in FIVE:
        day = [p.regular.year, p.regular.month, p.regular.day] if p.regular else [None] * 3
        split.append([p.name, p.id_number, p.joined.year, p.joined.month, p.joined.day, *day, p.phone])
    simple(
        "X6-两行表头",
        "入党时间下分年、月、日三栏",
        split,
        members=members(FIVE, ("姓名", "身份证号", "入党时间", "转正时间", "联系电话")),
    )
    turned = [list(column) for column in zip(*rows(HEAD, FIVE), strict=True)]
    simple(
        "X7-横着的表",
        "姓名在第一列竖排，人在各列：读出，或拒绝；不可读成别的",
        turned,
        any_of=[{"members": [], "whole": True, "must_refuse": True}, {"members": members(FIVE)}],
    )
    book = {
        "党员花名册": rows(HEAD, (QI, YUE, BIAN)),
        "签到表": [
            ["姓名", "工作单位", "联系电话", "签到"],
            *([p.name, "甲公司", p.phone, "√"] for p in (QI, YUE)),
            ["荀时雨", "街道", "12099900999", "√"],
        ],
    }
    case(
        "X8-名册和签到",
        "一个文件里有名册又有会议签到表：签到的来宾不是党员，党员不收两次",
        "桐花巷.xlsx",
        xlsx(book),
        members=members((QI, YUE, BIAN)),
        asked_or_in=names((QI, YUE)),
        never=["荀时雨"],
    )
    roll = (*HEAD, "3月20日党员大会", "4月15日主题党日")
    simple(
        "X9-名册带考勤",
        "名册后面带着会议考勤栏：人照收，考勤栏说没有读",
        rows(roll, FIVE, **{"3月20日党员大会": "√", "4月15日主题党日": ["√", "×", "√", "请假", "√"]}),
        members=members(FIVE),
        unread=["3月20日党员大会", "4月15日主题党日"],
    )
    case(
        "X10-再导一次",
        "台账里已有的人再来一次，只多了电话：不增人",
        "花名册.xlsx",
        xlsx({"Sheet1": rows((*HEAD, "联系电话"), FIVE)}),
        already=members(FIVE),
        members=members(FIVE, (*HEAD, "联系电话")),
    )
    meeting = [
        ["会议名称", "会议时间", "姓名", "签到时间", "参会时长"],
        *(["支部党员大会", "2026-03-20 14:00", p.name, "13:55", "60"] for p in FIVE),
    ]
    simple("X11-只是会议名单", "会议软件的参会名单不是名册", meeting, members=[], whole=True, asked=names(FIVE))


# --- traps: what looks like one of the kinds and is not, and the rarer of each kind ----


def kind_e_traps() -> None:
    dated = (*HEAD, "申请入党时间", "确定为积极分子时间", "确定为发展对象时间")
    lines = rows(
        dated, FIVE, 申请入党时间="1990-01-10", 确定为积极分子时间="1991-09-01", 确定为发展对象时间="1992-03-01"
    )
    simple(
        "E25-党员也有申请日期", "正式党员的表里也有申请、积极分子、发展对象的日期：照收", lines, members=members(FIVE)
    )
    both = rows(HEAD, ALL, 人员类别=["正式党员", "正式党员", "入党积极分子", "发展对象", "预备党员", "正式党员"])
    simple(
        "E26-党员和积极分子",
        "标题是党员和入党积极分子花名册，有人员类别栏：党员照收，积极分子不收",
        both,
        title="党员和入党积极分子花名册",
        members=members((QI, YUE, BIAN, GENG)),
        asked=names((ZHUO, JI)),
    )
    came = rows(HEAD, FIVE)
    simple(
        "E27-转入名单",
        "转入的是来的，不是走的",
        came,
        title="2026年转入党员花名册",
        members=members(FIVE, status="active"),
    )
    died = rows((*HEAD, "备注"), FIVE, 备注=["2026年3月病故", None, None, None, None])
    case(
        "E28-台账里的人去世",
        "台账里有的人，表上写病故：要问，不可悄悄照旧，也不可悄悄移走",
        "花名册.xlsx",
        xlsx({"Sheet1": died}),
        already=members(FIVE),
        members=members(FIVE, status="active"),
        asked=[QI.name],
    )


def other_traps() -> None:
    upper = rows(("所在党支部", *HEAD), FIVE, 所在党支部="桐花巷支部")
    simple(
        "F11-上级的标题",
        "标题是上级党工委的，支部栏都是自己的支部",
        upper,
        title="柳溪街道党工委党员花名册",
        members=members(FIVE),
    )
    known = rows(
        ("序号", *HEAD, "参加工作时间", "毕业院校"),
        FIVE,
        序号=[1, 2, 3, 4, 5],
        参加工作时间="1990-07",
        毕业院校="江北大学",
    )
    simple(
        "G8-认识而不收的栏",
        "认识但台账没有位置的栏也要列出；序号只列在数据里，不必对人说",
        known,
        members=members(FIVE),
        unread=["序号", "参加工作时间", "毕业院校"],
        says=["参加工作时间"],
        says_not=["序号"],
    )
    urgent = rows(
        (*HEAD, "紧急联系人", "紧急联系电话", "户主姓名", "书记联系电话"),
        FIVE,
        紧急联系人="某甲",
        紧急联系电话="05129990000",
        户主姓名="某乙",
        书记联系电话="05129990001",
    )
    simple(
        "I8-紧急联系人",
        "紧急联系人、户主、书记的电话和姓名不是本人的",
        urgent,
        members=members(FIVE, phone=None),
        never=["某甲", "某乙", "05129990000", "05129990001"],
    )
    sample = Person("李四", "女", date(1985, 7, 1), date(2008, 6, 30), date(2009, 6, 30), "12099900000", 902)
    shown = rows(
        HEAD, [sample, sample], 姓名=["示例：李四", "例：王五"], 身份证号=[sample.id_number, "XXXXXXXXXXXXXXXXXX"]
    )
    simple(
        "K10-示例写在前面",
        "两行示例，写作“示例：李四”“例：王五”",
        [*shown, *rows(HEAD, FIVE)[1:]],
        members=members(FIVE),
        never=["李四", "王五"],
        says=[["示例", "样例", "李四"]],
    )
    broken = [
        [str(v).encode().decode("gb18030", errors="replace") if v else v for v in line] for line in rows(HEAD, FIVE)
    ]
    simple(
        "O8-表格里全是乱码",
        "整张表的文字是乱码：要说是乱码",
        broken,
        members=[],
        whole=True,
        must_refuse=True,
        says=[["乱码", "编码"]],
    )
    head = (*HEAD, "联系电话")
    twice = [*rows(head, FIVE), rows(head, [QI], 联系电话="05129990001")[1]]
    simple(
        "X12-同号两行不一样",
        "同一个身份证号的两行，电话不同：要问，不可收两次",
        twice,
        members=members(FIVE[1:], head),
        asked=[QI.name],
    )


def main() -> None:
    """Make every case again, or those whose folder begins with an argument."""
    for kind in (
        kind_b,
        kind_c,
        kind_d,
        kind_e,
        kind_f,
        kind_g,
        kind_h,
        kind_i,
        kind_j,
        kind_k,
        kind_l,
        kind_n,
        kind_o,
        kind_x,
        kind_e_traps,
        other_traps,
    ):
        kind()
    for place, expected, write in CASES:
        path = OUT / place
        if sys.argv[1:] and not path.parent.name.startswith(tuple(sys.argv[1:])):
            continue
        shutil.rmtree(path.parent, ignore_errors=True)
        path.parent.mkdir(parents=True)
        write(path)
        text = json.dumps(expected, ensure_ascii=False, indent=1)
        (path.parent / "expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
