"""Invented members and rosters, pages laid out with the pinned fonts, and what other programs read from a file."""

import re
import shutil
import subprocess
import zlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from models.id_number import check_digit
from models.member import Member
from reports import catalog, fonts, pdf_sink, roster
from reports.layout import LaidOut, lay_out
from reports.roster import Roster, RosterRow

BRANCH = "中共云栖市柳溪街道桐花巷社区支部委员会"
AS_OF = date(2026, 11, 21)
RARE = (
    "张三",
    "王䶮",
    "李㛃",
    "𠅤一鸣",
    "古力娜扎·阿布都热合曼",
    "买买提·艾山",
    "赵喆",
    "陈堃",
    "周玥",
    "马犇",
    "朱镕彬",
    "欧阳文静",
    "<b>张&</b>",
    "=1+1",
    "Anna Maria",
)


def invented(number: int, name: str | None = None, **other: str) -> Member:
    """Return an invented member; the region 99 of the ID number is assigned to nobody."""
    year, month, day = 1950 + number % 55, 1 + number % 12, 1 + number % 28
    digits = f"990101{year}{month:02d}{day:02d}{number % 1000:03d}"
    values: dict[str, str] = {
        "name": "赵钱孙李周吴郑王"[number % 8] + "建国文海玉兰"[number % 6] if name is None else name,
        "sex": "female" if number % 2 else "male",
        "ethnicity": ("汉族", "维吾尔族", "哈萨克族")[number % 3],
        "id_number": digits + check_digit(digits),
        "birth_date": f"{year}-{month:02d}-{day:02d}",
        "education": ("大学本科", "硕士研究生", "大专")[number % 3],
        "category": "probationary" if number % 10 == 9 else "full",
        "joined_date": f"{year + 25}-07-01" if number % 4 else f"{year + 25}-07",
        "regular_date": "" if number % 10 == 9 else f"{year + 26}-07-01",
        "work": ("退休", "社区卫生服务站护士长", "街道综合执法大队副大队长（主持工作）")[number % 3],
        "phone": f"138{number:08d}",
        "remark": ("", "", "", "流动党员，在外地务工")[number % 4],
        "status": "active",
    }
    blank = dict.fromkeys(Member.__dataclass_fields__, "")
    return Member(**{**blank, **values, **other, "org": 1, "id": f"{number:05d}"})  # type: ignore[arg-type]


def people(count: int) -> list[Member]:
    """Return so many members, those with rare and hostile names first."""
    return [invented(number, RARE[number] if number < len(RARE) else None) for number in range(count)]


def roster_of(members: Sequence[Member], *, masked: bool = False, unit: str = BRANCH) -> Roster:
    """Return the roster of these members."""
    rows = [RosterRow(number, one, masked) for number, one in enumerate(members, 1)]
    return Roster(unit, "", rows, AS_OF)


def laid_out(
    members: Sequence[Member],
    *,
    variant: str = "full",
    masked: bool = False,
    empty: str = "blank",
    blank_rows: int = 0,
    double_sided: bool = False,
    unit: str = BRANCH,
) -> LaidOut:
    """Lay out a roster with the fonts that every set-up makes: the same on every machine."""
    data = roster.bind(roster_of(members, masked=masked, unit=unit), empty=empty, blank_rows=blank_rows)
    form = catalog.form("member_roster")
    return lay_out(form, data, fonts.pinned_book(), variant=variant, double_sided=double_sided)


def pdf_of(members: Sequence[Member]) -> bytes:
    """Return the PDF file of a roster."""
    book = fonts.pinned_book()
    return pdf_sink.pdf_bytes(laid_out(members).pages, book.main_file("song"), title="党员花名册")


def program(name: str, *arguments: str) -> str:
    """Return what another program says about a file; the test is skipped on a machine without it."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed here (poppler-utils, qpdf): the file is only read by our own reader")
    run = subprocess.run([found, *arguments], capture_output=True, check=True)
    return run.stdout.decode("utf-8")


# --- an own small reader of PDF files, for machines without any other ------------------------


def objects(pdf: bytes) -> dict[int, bytes]:
    """Return the objects of a file by number, streams unpacked."""
    found = {}
    for match in re.finditer(rb"(\d+) 0 obj\s(.*?)endobj", pdf, re.DOTALL):
        body = match[2]
        if b"stream" in body:
            head, _, rest = body.partition(b"stream")
            packed = rest.lstrip(b"\r\n").rpartition(b"endstream")[0]
            data = zlib.decompressobj().decompress(packed) if b"FlateDecode" in head else packed
            body = head + b"stream\n" + data
        found[int(match[1])] = body
    return found


def font_tables(parts: dict[int, bytes]) -> dict[str, dict[int, str]]:
    """Return font resource name -> character code -> text, by the ToUnicode tables."""
    tables = {}
    for body in parts.values():
        if b"/ToUnicode" not in body or b"/BaseFont" not in body:
            continue
        name = re.search(rb"/Name /(\S+)", body)
        reference = re.search(rb"/ToUnicode (\d+) 0 R", body)
        assert name and reference
        table = parts[int(reference[1])].decode("latin-1")
        entries = re.findall(r"<([0-9A-F]{2})> <((?:[0-9A-F]{4})+)>", table)
        tables[name[1].decode()] = {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in entries}
    return tables


def shown_texts(pdf: bytes) -> list[list[str]]:
    """Return for each page what its text operators show, one text for each; a marked word as its ActualText says."""
    parts = objects(pdf)
    tables = font_tables(parts)
    pages = []
    for body in parts.values():
        if b"\nBT\n" not in body:
            continue
        shown, font, actual = [], "", False
        operators = r"ActualText <FEFF(\w*)>|(EMC)|/(F\S+) \S+ Tf|<(\w*)> Tj"
        for spelt, end, name, codes in re.findall(operators, body.decode("latin-1")):
            if spelt:
                shown.append(bytes.fromhex(spelt).decode("utf-16-be"))
                actual = True
            elif end:
                actual = False
            elif name:
                font = name
            elif not actual:
                shown.append("".join(tables[font][code] for code in bytes.fromhex(codes)))
        pages.append(shown)
    return pages


def written(pdf: bytes, folder: Path) -> str:
    """Write a file for another program and return its path."""
    path = folder / "花名册.pdf"
    path.write_bytes(pdf)
    return str(path)
