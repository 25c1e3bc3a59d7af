"""How long the study archives of a year take, against the fastest bare drawing of the same pages.

The peer gets the laid-out pages as plain lists of lines and texts, builds one text object a page with operators kept,
and measures nothing: it does what is left when somebody else has done the layout. Ours starts from the ledger's rows.
Each round is a new process, timed from where the data are gathered. Run: python -m bench archive
"""

import json
import pickle
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.case import Case, in_turn, spent

YEAR = 2026
MEMBERS = (6, 60, 600)
ROUNDS = 3
OFFICE_ROUNDS = 1
OURS, BARE, RUN, FIRST, PAGES = "ours", "bare", "run", "first", "pages"


def make_ledger(path: Path, count: int) -> None:
    """Make the ledger of a branch of so many with a full invented year."""
    from commands import invented
    from commands.invented_roster import write_roster
    from commands.invented_year import Year
    from exchange import roster_plan, roster_sheet
    from models.ledger import Ledger

    with Ledger.create(path, organization=invented.BRANCH, actor=invented.SECRETARY) as ledger:
        workbook = path.with_suffix(".xlsx")
        write_roster(workbook, invented.people(count, year=YEAR))
        roster_plan.apply_plan(ledger, roster_plan.plan_import(ledger, roster_sheet.read_roster(workbook)))
        Year(ledger, YEAR).record()


def child(kind: str, source: Path, out: Path) -> None:
    """Print one way and tell the seconds, the pages and the peak memory."""
    told = {OURS: _ours, RUN: _run, FIRST: _first, PAGES: _pages, BARE: _bare}[kind](source, out)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": told[0], "pages": told[1], "peak": peak}))


def _ours(source: Path, out: Path) -> tuple[float, int]:
    """From the gathered rows to the file."""
    from models.ledger import Ledger
    from reports import binding, catalog, fonts, pdf_sink, printing
    from reports.layout import lay_out
    from reports.options import PrintOptions
    from reports.typeset import Typesetter

    options = PrintOptions(year=YEAR)
    with Ledger.open(source, actor="bench") as ledger:
        pieces = printing.pieces_of("study_archive", ledger, options)
    begun = time.process_time()
    book, form, binder = fonts.pinned_book(), catalog.form("study_archive"), binding.Binder(options)
    typesetter = Typesetter(book)
    document = pdf_sink.PdfDocument(book.main_file("song"), title=form.title)
    for data in pieces:
        typesetter.trim()
        for page, bookmarks in binder.add(lay_out(form, data, book, typesetter=typesetter), data.name):
            document.draw(page, bookmarks)
        document.trim()
    out.write_bytes(document.finished())
    return time.process_time() - begun, document.pages


def _run(source: Path, out: Path) -> tuple[float, int]:
    """The whole run as the window and the verb do it: read, lay out, keep each part in the ledger, draw, write."""
    from models.ledger import Ledger
    from reports import archive_run, fonts
    from reports.options import PrintOptions

    with Ledger.open(source, actor="bench") as ledger:
        begun = time.process_time()
        made = archive_run.print_archives(ledger, out, options=PrintOptions(year=YEAR), book=fonts.pinned_book())
        return time.process_time() - begun, made.pages


def _first(source: Path, out: Path) -> tuple[float, int]:
    """From the click to the first page of a preview: everything read, one member laid out."""
    from models import study_archive
    from models.ledger import Ledger
    from reports import fonts, printing
    from reports.options import PrintOptions

    with Ledger.open(source, actor="bench") as ledger:
        one = study_archive.list_archives(ledger, year=YEAR)[0].member_id
        begun = time.process_time()
        options = PrintOptions(year=YEAR, members=(one,))
        pages = printing.lay_out_form("study_archive", ledger, options=options, book=fonts.pinned_book())
        return time.process_time() - begun, len(pages)


def _pages(source: Path, out: Path) -> tuple[float, int]:
    """Write down what stands on the pages, for the bare drawing."""
    from models.ledger import Ledger
    from reports import fonts, printing
    from reports.options import PrintOptions

    with Ledger.open(source, actor="bench") as ledger:
        pages = printing.lay_out_form(
            "study_archive", ledger, options=PrintOptions(year=YEAR), book=fonts.pinned_book()
        )
    plain = [
        (
            [(x, y, p.text, p.font.path.stem, p.size, p.char_space, p.stretch) for x, y, p in page.runs()],
            [tuple(rule) for rule in page.rules],
            [tuple(box) for box in page.boxes],
        )
        for page in pages
    ]
    out.write_bytes(pickle.dumps(plain))
    return 0.0, len(pages)


def _bare(source: Path, out: Path) -> tuple[float, int]:
    from bench import bare_pdf

    plain = pickle.loads(source.read_bytes())  # written by this program a moment ago
    begun = time.process_time()
    bare_pdf.draw_pages(plain, out)
    return time.process_time() - begun, len(plain)


def told(kind: str, source: Path, out: Path) -> dict[str, float]:
    """Return what a child process tells about its printing."""
    command = [sys.executable, "-m", "bench.bench_archive", kind, str(source), str(out)]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    result: dict[str, float] = json.loads(answer.stdout)
    return result


def against_bare(folder: Path, count: int) -> list[Case]:
    """Measure one size beside the bare drawing of the very same pages, and the whole run beside it."""
    ledger, pages = folder / f"{count}.zbtz", folder / f"{count}.pages"
    make_ledger(ledger, count)
    made = told(PAGES, ledger, pages)["pages"]
    kinds: dict[str, list[dict[str, float]]] = {OURS: [], BARE: [], RUN: [], FIRST: []}
    for _ in range(ROUNDS):
        for kind, results in kinds.items():
            results.append(told(kind, pages if kind == BARE else ledger, folder / f"{kind}.pdf"))
    seconds = {kind: statistics.median(one["seconds"] for one in results) for kind, results in kinds.items()}
    peak = {kind: int(max(one["peak"] for one in results)) for kind, results in kinds.items()}
    amount = f"{count} 名党员，{made:.0f} 页"
    bare = "裸 reportlab 只画同样的页"
    return [
        Case("学习档案 PDF", amount, seconds[OURS], seconds[BARE], bare, peak[OURS]),
        Case("学习档案，能接着打的一批", amount, seconds[RUN], seconds[BARE], bare, peak[RUN]),
        Case("学习档案，第一页预览", amount, seconds[FIRST], seconds[OURS], "整批", peak[FIRST]),
    ]


def against_office(folder: Path) -> list[Case]:
    """Measure sixty beside an office program that turns a table of the same texts into as many pages."""
    office = shutil.which("soffice")
    if office is None:
        print("这台机器没有 LibreOffice（soffice），没有与它比较。")
        return []
    ledger = folder / "60.zbtz"
    plain = pickle.loads((folder / "60.pages").read_bytes())  # written by this program a moment ago
    sheet = folder / "档案.xlsx"
    _write_office(plain, sheet)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(sheet)]

    def convert() -> float:
        return spent(lambda: subprocess.run(command, check=True, capture_output=True))

    subprocess.run([office, profile, "--headless", "--terminate_after_init"], check=True, capture_output=True)
    ours, theirs = in_turn(lambda: told(OURS, ledger, folder / "ours.pdf")["seconds"], convert, OFFICE_ROUNDS)
    amount = f"60 名党员，{len(plain)} 页"
    return [Case("学习档案 PDF，与办公软件比", amount, ours, theirs, "LibreOffice 由 .xlsx 转 PDF")]


def _write_office(plain: list[tuple[list[tuple[object, ...]], list[object], list[object]]], out: Path) -> None:
    """Write the texts of each page as ruled rows, a page break behind each."""
    import xlsxwriter

    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        ruled = book.add_format({"border": 1, "text_wrap": True, "font_size": 10.5})
        row, breaks = 0, []
        for runs, _, _ in plain:
            by_line: dict[float, list[str]] = {}
            for _, y, text, *_ in runs:
                by_line.setdefault(float(str(y)), []).append(str(text))
            for texts in by_line.values():
                for at, text in enumerate(texts):
                    sheet.write_string(row, at, text, ruled)
                row += 1
            breaks.append(row)
        sheet.set_h_pagebreaks(breaks[:1000])


def cases() -> list[Case]:
    """Measure everything."""
    with tempfile.TemporaryDirectory(prefix="bench-archive-") as name:
        folder = Path(name)
        found = [case for count in MEMBERS for case in against_bare(folder, count)]
        return [*found, *against_office(folder)]


if __name__ == "__main__":
    child(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
