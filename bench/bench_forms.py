"""How long the roster takes to print, against the fastest bare drawing of the same texts and against an office program.

The bare drawing (`bare_pdf.py`) knows its columns by heart, breaks no line and looks for no font. Each round is a new
process, timed from where the data are there: starting reportlab and parsing the fonts count for both.
Run: python -m bench forms
"""

import json
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import fields
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.case import Case, in_turn, spent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.fields import BoundData
    from reports.form import Column
    from reports.roster import Roster

PAGES = (6, 60, 600)
ROWS_A_PAGE = 14
FOOT = 4
ROUNDS = 5
OFFICE_ROUNDS = 2
OURS, BARE = "ours", "bare"


def people(count: int) -> "Roster":
    """Return the roster of so many invented members, all but their everyday texts different."""
    from commands import invented
    from models.member import Member
    from reports.roster import Roster, RosterRow

    # Two hundred people over and over, under other numbers.
    known = invented.people(200, year=2026)
    empty: dict[str, Any] = dict.fromkeys((field.name for field in fields(Member)), "")
    rows = []
    for number in range(1, count + 1):
        one = known[number % len(known)]
        facts = empty | {
            "name": one.name,
            "sex": "female" if one.female else "male",
            "ethnicity": one.ethnicity,
            "id_number": f"{one.id_number[:6]}{number:011d}{one.id_number[-1]}",
            "birth_date": one.birth.isoformat(),
            "education": one.education,
            "category": "full" if one.regular else "probationary",
            "joined_date": one.joined.isoformat(),
            "regular_date": one.regular.isoformat() if one.regular else "",
            "work": one.work,
            "phone": f"120{number:08d}",
        }
        rows.append(RosterRow(number, Member(**{**facts, "org": 1}), masked=False))
    return Roster(invented.BRANCH, invented.SECRETARY, rows, date(2026, 11, 21))


def print_ours(people: "Roster", out: Path) -> int:
    """Lay out and draw the roster as the program does; return the pages."""
    from reports import catalog, fonts, pdf_sink, roster
    from reports.layout import lay_out

    book = fonts.pinned_book()
    pages = lay_out(catalog.form("member_roster"), roster.bind(people), book).pages
    out.write_bytes(pdf_sink.pdf_bytes(pages, book.main_file("song"), title="党员花名册"))
    return len(pages)


def print_bare(people: "Roster", out: Path) -> int:
    """Draw the same texts with nothing but reportlab; return the pages."""
    from bench import bare_pdf

    columns, rows = table_of(people)
    heads = [column.title for column, _ in columns]
    return bare_pdf.draw(heads, [width for _, width in columns], rows, out, rows_a_page=ROWS_A_PAGE)


def table_of(people: "Roster") -> "tuple[list[tuple[Column, float]], Sequence[Sequence[str]]]":
    """Return the columns of the roster's form with their widths, and its rows of texts."""
    from reports import catalog, roster
    from reports.form import Table

    table = next(block for block in catalog.form("member_roster").blocks if isinstance(block, Table))
    columns = table.columns_of("full")
    return columns, roster.bind(people).rows(table.rows, [column.field for column, _ in columns])


def child(kind: str, count: int, out: Path) -> None:
    """Print one way and tell the seconds, the pages and the peak memory."""
    register = people(count)
    begun = time.process_time()
    pages = (print_ours if kind == OURS else print_bare)(register, out)
    took = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": took, "pages": pages, "peak": peak}))


def told(kind: str, count: int, out: Path) -> dict[str, float]:
    """Return what a child process tells about its printing."""
    command = [sys.executable, "-m", "bench.bench_forms", kind, str(count), str(out)]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    result: dict[str, float] = json.loads(answer.stdout)
    return result


def against_bare(folder: Path) -> list[Case]:
    """Measure the roster over three sizes beside the bare drawing."""
    found = []
    for wanted in PAGES:
        # The last page carries the foot as well.
        count = wanted * ROWS_A_PAGE - FOOT
        ours, bare = [], []
        for _ in range(ROUNDS):
            ours.append(told(OURS, count, folder / "ours.pdf"))
            bare.append(told(BARE, count, folder / "bare.pdf"))
        seconds = [statistics.median(one["seconds"] for one in them) for them in (ours, bare)]
        pages = [them[0]["pages"] for them in (ours, bare)]
        # The two do not have the same number of rows on a page: compared by the page.
        reference = seconds[1] * pages[0] / pages[1]
        peak = int(max(one["peak"] for one in ours))
        found.append(Case("花名册 PDF", f"{pages[0]:.0f} 页", seconds[0], reference, "裸 reportlab 只画不排", peak))
    return found


def against_office(folder: Path) -> list[Case]:
    """Measure the largest roster beside an office program that turns the same table into as many pages."""
    office = shutil.which("soffice")
    if office is None:
        print("这台机器没有 LibreOffice（soffice），没有与它比较。")
        return []
    print("LibreOffice 只与 .xlsx 比较：.docx 和 .odt 要另装 libreoffice-writer。")
    count = PAGES[-1] * ROWS_A_PAGE - FOOT
    sheet = folder / "花名册.xlsx"
    write_office_table(people(count), sheet)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(sheet)]

    def convert() -> float:
        return spent(lambda: subprocess.run(command, check=True, capture_output=True))

    # The first start makes the profile: no part of the comparison.
    subprocess.run([office, profile, "--headless", "--terminate_after_init"], check=True, capture_output=True)
    first = told(OURS, count, folder / "ours.pdf")
    ours, theirs = in_turn(lambda: told(OURS, count, folder / "ours.pdf")["seconds"], convert, OFFICE_ROUNDS)
    amount = f"{count} 名党员，{first['pages']:.0f} 页"
    said = f"LibreOffice 由 .xlsx 转 PDF（{page_count(folder / '花名册.pdf')} 页）"
    return [Case("花名册 PDF，与办公软件比", amount, ours, theirs, said, int(first["peak"]))]


def page_count(pdf: Path) -> int:
    """Return the number of pages an office program made."""
    return max(int(found) for found in re.findall(rb"/Count (\d+)", pdf.read_bytes()))


def write_office_table(people: "Roster", out: Path) -> None:
    """Write the table as a secretary would have it: ruled, rows as high as ours, the head on every page."""
    import xlsxwriter

    columns, rows = table_of(people)
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(0.79, 0.79, 1.1, 0.79)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        ruled = book.add_format({"border": 1, "align": "center", "valign": "vcenter", "font_size": 10.5})
        for at, (column, width) in enumerate(columns):
            sheet.set_column(at, at, width / 1.9)
            sheet.write_string(0, at, column.title.replace("\n", ""), ruled)
        for number, row in enumerate(rows, 1):
            sheet.set_row(number, 27)
            for at, text in enumerate(row):
                sheet.write_string(number, at, text, ruled)
        sheet.set_h_pagebreaks(range(ROWS_A_PAGE + 1, len(rows), ROWS_A_PAGE))


def workbook(folder: Path) -> list[Case]:
    """Measure the roster as a workbook beside the same cells written without format."""
    import xlsxwriter

    from reports import catalog, roster
    from reports.fields import Piece
    from reports.sheet import sheet_bytes

    form = catalog.form("member_roster")
    found = []
    for count in (60, 600, 6000):
        register = people(count)
        data = roster.bind(register)
        _, rows = table_of(register)

        def bare(rows: "Sequence[Sequence[str]]" = rows) -> None:
            with xlsxwriter.Workbook(folder / "bare.xlsx", {"in_memory": True}) as book:
                sheet = book.add_worksheet()
                for at, row in enumerate(rows):
                    for column, text in enumerate(row):
                        sheet.write_string(at, column, text)

        def ours(data: "BoundData" = data) -> None:
            (folder / "ours.xlsx").write_bytes(sheet_bytes(form, Piece("full", data)))

        seconds = in_turn(partial(spent, ours), partial(spent, bare), 3)
        found.append(Case("花名册 .xlsx", f"{count} 名党员", *seconds, "裸 XlsxWriter"))
    return found


def cases() -> list[Case]:
    """Measure everything."""
    with tempfile.TemporaryDirectory(prefix="bench-forms-") as name:
        folder = Path(name)
        return [*against_bare(folder), *against_office(folder), *workbook(folder)]


if __name__ == "__main__":
    child(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
