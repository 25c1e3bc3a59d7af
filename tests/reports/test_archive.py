"""Sixty study archives of an invented year, read back by other programs and compared with the ledger."""

import random
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from models import (
    meeting,
    member,
    pledge,
    pledge_steps,
    print_run,
    reading,
    study_archive,
)
from models.amounts import hours_text
from models.errors import RefusedError, UsageError, WorldError
from models.kinds import records
from models.kinds.catalog import kind_of
from models.kinds.records import Record
from models.ledger import Ledger
from reports import archive_run, catalog, fonts, printing
from reports.layout import lay_out
from reports.options import PrintOptions
from tests.reports.archive_year import CLOCK, RARE_NAMES, YEAR, archive_ledger, essay
from tests.reports.builders import program
from tests.reports.test_golden import compare

OPTIONS = PrintOptions(year=YEAR)
SECTIONS = (
    "基本情况",
    "政治学习",
    "集中学习",
    "定期培训",
    "上党课",
    "党小组会",
    "组织生活会",
    "政治理论考核",
    "学习笔记",
    "心得体会",
    "交流发言",
    "学分（学时）汇总",
    "年度总结与审阅",
)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A branch of sixty with a full year; nothing of it is changed by the tests."""
    with archive_ledger(tmp_path_factory.mktemp("archive") / "台账.zbtz") as opened:
        yield opened


@pytest.fixture(scope="module")
def pdf(year: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All archives in one file."""
    out = tmp_path_factory.mktemp("print") / "学习档案.pdf"
    made = printing.print_form("study_archive", year, out, options=OPTIONS, book=fonts.pinned_book())
    assert made.missing_characters == []
    return out


@pytest.fixture(scope="module")
def kept_small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of a branch of six, closed."""
    path = tmp_path_factory.mktemp("small") / "台账.zbtz"
    archive_ledger(path, 6).close()
    return path


@pytest.fixture
def small(kept_small: Path, tmp_path: Path) -> Iterator[Ledger]:
    """A branch of six that a test may change."""
    path = tmp_path / "台账.zbtz"
    shutil.copy(kept_small, path)
    with Ledger.open(path, actor="王秀兰", clock=CLOCK) as opened:
        yield opened


def squeezed(text: str) -> str:
    """A text without blanks: the print breaks lines and spreads names."""
    return re.sub(r"\s", "", text)


def texts_by_person(pdf: Path) -> dict[str, str]:
    """What another program reads on the pages of each person, without blanks."""
    found: dict[str, str] = {}
    for page in program("pdftotext", "-raw", str(pdf), "-").split("\f"):
        if "建档日期：" in page:
            name = re.search(r"姓名：(.*?)党支部：", squeezed(page))
            assert name is not None
            current = name[1]
            found[current] = ""
        if page.strip():
            found[current] += squeezed(page)
    return found


def facts(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Whose archive has to show which word, by queries of its own."""
    for row in ledger.query(
        "SELECT m.name, e.topic, e.day FROM attendance a JOIN meeting e ON e.org = a.org AND e.id = a.meeting_id"
        " JOIN member m ON m.org = a.org AND m.id = a.member_id WHERE e.status = 'kept' AND e.day LIKE ?",
        (f"{YEAR}%",),
    ):
        yield row["name"], row["topic"]
        yield row["name"], row["day"].replace("-", ".")
    for one in member.list_members(ledger):
        yield one.name, one.phone
        yield one.name, one.native_place
        yield one.name, one.joined_date.replace("-", ".")
    for text in records.listed(ledger, kind_of("reflection"), year=YEAR):
        yield text.name, text.title
        yield text.name, text.text("body")[:40]
        yield text.name, text.text("body")[-30:]
    for said in records.listed(ledger, kind_of("talk"), year=YEAR):
        yield said.name, said.title
    for result in records.listed(ledger, kind_of("exam"), year=YEAR):
        yield result.name, result.title
        if (score := result.number("score")) is not None:
            yield result.name, f"{score / 100:g}"
    for record in records.listed(ledger, kind_of("study_record"), year=YEAR):
        yield record.name, record.title
        yield record.name, hours_text(record.number("study_minutes") or 0)
    titles = {one.id: one.title for one in reading.list_items(ledger, year=YEAR)}
    for read in reading.list_done(ledger, year=YEAR):
        yield read.name, titles[read.text("reading_id")]
    for kept in study_archive.list_archives(ledger, year=YEAR):
        yield kept.name, kept.summary[:30]
        yield kept.name, kept.file_number


def test_every_name_and_a_thousand_facts_are_found_again(year: Ledger, pdf: Path) -> None:
    texts = texts_by_person(pdf)
    assert set(texts) == {squeezed(one.name) for one in member.list_members(year)}
    assert set(map(squeezed, RARE_NAMES)) <= set(texts)
    every = sorted({(squeezed(name), squeezed(fact)) for name, fact in facts(year) if fact})
    chosen = random.Random(20261220).sample(every, 1000)
    assert [(name, fact) for name, fact in chosen if fact not in texts[name]] == []


def test_the_file_is_whole_and_its_fonts_are_in_it(pdf: Path) -> None:
    assert "No syntax or stream encoding errors" in program("qpdf", "--check", str(pdf))
    listed = program("pdffonts", str(pdf)).splitlines()[2:]
    assert listed
    # emb, sub, uni stand before the object's number and generation.
    assert {tuple(line.split()[-5:-2]) for line in listed} == {("yes", "yes", "yes")}


def test_contents_and_bookmarks_name_the_pages_the_sections_stand_on(year: Ledger) -> None:
    form, book = catalog.form("study_archive"), fonts.pinned_book()
    for data in printing.pieces_of("study_archive", year, OPTIONS)[:12]:
        laid_out = lay_out(form, data, book)
        pages = [[piece.text for _, _, piece in page.runs()] for page in laid_out.pages]
        listed = [mark for mark in laid_out.marks if "、" in mark.title[:4]]
        assert [name for name in SECTIONS if not any(name in mark.title for mark in listed)] == []
        assert all(mark.title in pages[mark.page] for mark in listed)
        assert [text for text in pages[1] if "、" in text] == [mark.title for mark in listed]
        numbers = [text for text in pages[1] if text.isdigit()]
        assert numbers == [str(mark.page + 1) for mark in listed]


def test_credits_follow_the_talks_and_their_heading_has_its_table(year: Ledger) -> None:
    form, book = catalog.form("study_archive"), fonts.pinned_book()
    together = 0
    for data in printing.pieces_of("study_archive", year, OPTIONS)[:12]:
        laid_out = lay_out(form, data, book)
        talks, credits = (
            next(mark for mark in laid_out.marks if mark.title.partition("、")[2].startswith(title))
            for title in ("交流发言", "学分（学时）汇总")
        )
        together += talks.page == credits.page
        below = [piece.text for _, y, piece in laid_out.pages[credits.page].runs() if y > credits.y]
        assert {"目标学时", "内容摘要", "1", "2"} <= set(below)
    assert together == 12


def test_the_outline_has_everybody_and_below_each_the_sections(year: Ledger, pdf: Path) -> None:
    names = [one.name for one in study_archive.list_archives(year, year=YEAR)]
    document = program("qpdf", "--json", "--json-key=outlines", str(pdf))
    titles = re.findall(r'"title": "(.*?)"', document)
    assert [title for title in titles if title in names] == [one.replace("𠅤", "\U00020164") for one in names]
    assert sum(title.endswith("、年度总结与审阅") for title in titles) == len(names)


def test_nobody_is_read_one_by_one(year: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    query = Ledger.query
    monkeypatch.setattr(Ledger, "query", lambda self, sql, *more: asked.append(sql) or query(self, sql, *more))
    archive_run.archives(year, OPTIONS)
    assert len(asked) < 70


def test_one_read_alone_holds_what_she_holds_among_all(year: Ledger) -> None:
    whole = archive_run.digests(year, year=YEAR)
    people = list(whole)
    for wanted in (people[:1], people[7:8], people[20:23]):
        found = archive_run.digests(year, year=YEAR, members=tuple(wanted))
        assert found == {one: whole[one] for one in wanted}


def test_nothing_is_drawn_outside_its_page(year: Ledger) -> None:
    form, book = catalog.form("study_archive"), fonts.pinned_book()
    setup = form.page
    for data in printing.pieces_of("study_archive", year, OPTIONS)[:15]:
        for page in lay_out(form, data, book).pages:
            for x, y, piece in page.runs():
                assert x >= setup.left - 0.01, piece.text
                assert x + piece.width <= setup.width - setup.right + abs(piece.char_space) + 0.05, piece.text
                assert setup.top - 1 <= y <= setup.height - 9, piece.text
            for box in page.boxes:
                assert box.y + box.height <= setup.height - setup.bottom + 0.01


def test_on_both_sides_each_person_begins_on_a_front_side(year: Ledger) -> None:
    people = tuple(one.member_id for one in study_archive.list_archives(year, year=YEAR)[:6])
    options = PrintOptions(year=YEAR, members=people, double_sided=True)
    pages = printing.lay_out_form("study_archive", year, options=options, book=fonts.pinned_book())
    covers = [at for at, page in enumerate(pages) if any(p.text == "姓　　名：" for _, _, p in page.runs())]
    assert len(covers) == 6
    assert all(at % 2 == 0 for at in covers)


def test_one_credit_changed_is_one_archive_changed(small: Ledger) -> None:
    before = archive_run.digests(small, year=YEAR)
    someone = list(before)[2]
    with small.operation("credit.add") as op:
        values = {"day": f"{YEAR}-09-01", "hundredths": 150, "reason": "在支部大会上作交流发言"}
        records.add(op, small.ids, kind_of("credit_entry"), [someone], **values)
    after = archive_run.digests(small, year=YEAR)
    assert [one for one in before if before[one] != after[one]] == [someone]


def test_only_the_changed_are_printed_again(small: Ledger, tmp_path: Path) -> None:
    book = fonts.pinned_book()
    assert set(archive_run.changed(small, year=YEAR).values()) == {"never"}
    archive_run.print_archives(small, tmp_path / "a.pdf", options=OPTIONS, book=book)
    assert archive_run.changed(small, year=YEAR) == {}
    with pytest.raises(RefusedError) as refused:
        archive_run.print_archives(small, tmp_path / "b.pdf", options=OPTIONS, only_changed=True, book=book)
    assert refused.value.code == "print-nothing-changed"
    held = meeting.list_meetings(small, meeting.of_year(YEAR, kind="study"))[0]
    someone = small.query("SELECT member_id FROM attendance WHERE meeting_id = ?", (held.id,))[0]["member_id"]
    with small.operation("member.edit") as op:
        member.edit_member(op, someone, phone="12000009999")
    assert archive_run.changed(small, year=YEAR) == {someone: "differs"}


def test_a_masked_print_is_no_print_of_the_archives(small: Ledger, tmp_path: Path) -> None:
    """Else all of them would be offered again because of one that was made to be posted."""
    book = fonts.pinned_book()
    archive_run.print_archives(small, tmp_path / "a.pdf", options=OPTIONS, book=book)
    archive_run.print_archives(small, tmp_path / "b.pdf", options=replace(OPTIONS, masked=True), book=book)
    assert archive_run.changed(small, year=YEAR) == {}
    assert print_run.open_run(small) is None


def test_a_meeting_of_two_kinds_stands_in_both_sections_and_its_hours_in_one(small: Ledger) -> None:
    someone = _first(small)
    with small.operation("meeting.record") as op:
        values = {"topic": "重温入党誓词并讲党课", "day": f"{YEAR}-06-29", "study_minutes": 90, "marks": {}}
        meeting.record_meeting(op, meeting_id=small.ids.new(), kinds=["lecture", "theme_day"], **values)
    [one] = archive_run.archives(small, PrintOptions(year=YEAR, members=(someone,))).values()
    names = ("topic", "hours", "note")
    told = {
        source: [
            list(row[1:])
            for row in one.data.rows(f"archive.{source}", [f"{item}.{name}" for name in names])
            if row[0] == "重温入党誓词并讲党课"
        ]
        for source, item in (("lectures", "archive_lecture"), ("political", "archive_meeting"))
    }
    assert told == {"lectures": [["1.5", ""]], "political": [["", "学时见“党课”"]]}


def test_a_pledge_for_a_term_stands_in_each_year_with_all_its_parts(small: Ledger) -> None:
    someone = _first(small)
    with small.operation("pledge.draft") as op:
        values = {"owner": "leader", "year": YEAR - 1, "until_date": f"{YEAR}-12", "member_id": someone}
        items = [{"text": "每季度讲一次党课", "kind": "post"}]
        made = pledge.draft_pledge(op, small.ids, pledge_id=small.ids.new(), items=items, **values)
    with small.operation("pledge.submit") as op:
        pledge_steps.take(op, small.ids, made, "submit", day=f"{YEAR - 1}-12-01", by_whom="李建国")
    [one] = archive_run.archives(small, PrintOptions(year=YEAR, members=(someone,))).values()
    [term] = [found for found in one.data.scopes["archive"].pledges if found.pledge.id == made]
    assert [item.text for item in term.items] == ["每季度讲一次党课"]
    assert [step.by_whom for step in term.steps] == ["李建国"]


def test_filing_does_not_change_what_was_held(small: Ledger) -> None:
    before = archive_run.held(small, year=YEAR)
    reviewed = [one for one in study_archive.list_archives(small, year=YEAR) if one.state == "reviewed"]
    with small.operation("archive.file") as op:
        study_archive.file(op, reviewed[0].member_id, YEAR, by="李建国", day=f"{YEAR}-12-20", number="2026-99")
    assert archive_run.held(small, year=YEAR) == before


@pytest.mark.parametrize("stop_after", [1, 3])
def test_a_cancelled_run_goes_on_and_gives_the_same_file(small: Ledger, tmp_path: Path, stop_after: int) -> None:
    book = fonts.pinned_book()
    archive_run.print_archives(small, tmp_path / "whole.pdf", options=OPTIONS, book=book)
    asked = iter([False] * stop_after + [True])
    with pytest.raises(RefusedError) as stopped:
        archive_run.print_archives(
            small, tmp_path / "later.pdf", options=OPTIONS, cancelled=lambda: next(asked), book=book
        )
    assert stopped.value.code == "print-cancelled"
    assert not (tmp_path / "later.pdf").exists()
    made = archive_run.go_on(small, book=book)
    assert made.path.read_bytes() == (tmp_path / "whole.pdf").read_bytes()


KILLED = """
import sys
from reports import archive_run, fonts
from reports.options import PrintOptions
from models.ledger import Ledger
from tests.reports.archive_year import CLOCK, YEAR

def told(done, total):
    print(done, flush=True)
    if done == 3:
        sys.stdin.readline()

with Ledger.open(sys.argv[1], actor="王秀兰", clock=CLOCK) as ledger:
    archive_run.print_archives(
        ledger, sys.argv[2], options=PrintOptions(year=YEAR), progress=told, book=fonts.pinned_book()
    )
"""


def test_a_run_that_was_killed_goes_on_and_gives_the_same_file(
    kept_small: Path, small: Ledger, tmp_path: Path
) -> None:
    book = fonts.pinned_book()
    archive_run.print_archives(small, tmp_path / "whole.pdf", options=OPTIONS, book=book)
    path, out = tmp_path / "杀.zbtz", tmp_path / "later.pdf"
    shutil.copy(kept_small, path)
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path), str(out)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert [running.stdout.readline().strip() for _ in range(4)] == ["0", "1", "2", "3"]
        running.kill()
    assert running.returncode == -signal.SIGKILL
    assert not out.exists()
    with Ledger.open(path, actor="王秀兰", clock=CLOCK) as ledger:
        run = print_run.open_run(ledger)
        assert run is not None
        assert len(run.done) == 3
        with pytest.raises(RefusedError) as refused:
            archive_run.print_archives(ledger, out, options=OPTIONS, book=book)
        assert refused.value.code == "print-run-open"
        archive_run.go_on(ledger, book=book)
        assert print_run.open_run(ledger) is None
    assert out.read_bytes() == (tmp_path / "whole.pdf").read_bytes()


def test_what_changed_before_a_run_goes_on_is_set_anew(small: Ledger, tmp_path: Path) -> None:
    book, asked = fonts.pinned_book(), iter([False, False, False, True])
    with pytest.raises(RefusedError):
        archive_run.print_archives(
            small, tmp_path / "a.pdf", options=OPTIONS, cancelled=lambda: next(asked), book=book
        )
    with small.operation("member.edit") as op:
        member.edit_member(op, _first(small), phone="12000009999")
    archive_run.go_on(small, book=book)
    assert "12000009999" in program("pdftotext", str(tmp_path / "a.pdf"), "-")


def test_a_full_disk_is_told_and_the_run_goes_on(small: Ledger, tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    out = tmp_path / "档案.pdf"
    # The file is written beside its target first; there every write finds the disk full.
    (tmp_path / "档案.pdf.part").symlink_to(full)
    with pytest.raises(WorldError) as told:
        archive_run.print_archives(small, out, options=OPTIONS, book=fonts.pinned_book())
    assert told.value.code == "disk-full"
    assert not out.exists()
    archive_run.go_on(small, book=fonts.pinned_book())
    assert program("qpdf", "--check", str(out))


@pytest.mark.parametrize(
    "body",
    [
        "字" * 100_000,
        "w" * 100_000,
        "一\t二\n" * 3000,
        "😀<b>标记</b>&amp;\x07\ud7ff\uffff" * 50,
        essay(1, 20_000),
    ],
    ids=["one-line", "one-word", "tabs", "hostile", "long"],
)
def test_hostile_texts_flow_over_pages(small: Ledger, body: str) -> None:
    [one] = archive_run.archives(small, PrintOptions(year=YEAR, members=(_first(small),))).values()
    made = one.data.scopes["archive"]
    kind = kind_of("reflection")
    said = {field.name: field.blank for field in kind.fields}
    said |= {"kind": "reflection", "title": "长文", "day": f"{YEAR}-05-05", "body": body}
    text = records.Record(kind, 1, "x", one.member_id, "", "", f"{YEAR}-05-05", said)
    data = replace(one.data, scopes={**one.data.scopes, "archive": replace(made, texts=[text])})
    laid_out = lay_out(catalog.form("study_archive"), data, fonts.pinned_book())
    drawn = "".join(piece.text for page in laid_out.pages for _, _, piece in page.runs())
    wanted = squeezed("".join(c for c in body if c in "字w一二标记b"))
    assert drawn.count(wanted[0]) >= body.count(wanted[0])
    assert ("😀" in laid_out.missing) == ("😀" in body)
    limit = laid_out.pages[0].height - 9
    assert all(y < limit for page in laid_out.pages for _, y, _ in page.runs())


def test_a_cell_longer_than_a_page_goes_on_over_pages_without_loss(small: Ledger) -> None:
    [one] = archive_run.archives(small, PrintOptions(year=YEAR, members=(_first(small),))).values()
    made = one.data.scopes["archive"]
    points = "".join(f"第{number}点要联系实际。" for number in range(1, 400))
    values = {field.name: field.blank for field in kind_of("talk").fields} | {"kind": "exchange", "points": points}
    values |= {"day": f"{YEAR}-05-05", "title": "长篇发言"}
    said = Record(kind_of("talk"), 1, "x", one.member_id, "", "", "", values)
    data = replace(one.data, scopes={**one.data.scopes, "archive": replace(made, talks=[said])})
    laid_out = lay_out(catalog.form("study_archive"), data, fonts.pinned_book())
    begins, ends = (
        next(mark for mark in laid_out.marks if title in mark.title) for title in ("交流发言", "学分（学时）汇总")
    )
    assert ends.page > begins.page + 1
    talks = laid_out.pages[begins.page : ends.page + 1]
    column = (piece.text for page in talks for x, _, piece in page.runs() if x > 134 and piece.text != "要点")
    assert points in "".join(column)
    for page in talks:
        lowest = max(box.y + box.height for box in page.boxes)
        assert lowest <= page.height - catalog.form("study_archive").page.bottom + 0.01
        # Each column's head stands above what goes on.
        assert "日期" in [piece.text for _, _, piece in page.runs()]


def _first(ledger: Ledger) -> str:
    return study_archive.list_archives(ledger, year=YEAR)[0].member_id


def test_a_range_of_pages(small: Ledger, tmp_path: Path) -> None:
    out = tmp_path / "part.pdf"
    made = printing.print_form("study_archive", small, out, options=PrintOptions(year=YEAR, pages="2-4，7"))
    assert made.pages == 4
    said = squeezed(program("pdftotext", str(out), "-"))
    assert [mark in said for mark in ("第2页", "第7页", "第5页")] == [True, True, False]
    with pytest.raises(UsageError) as wrong:
        printing.print_form("study_archive", small, out, options=PrintOptions(year=YEAR, pages="9-2"))
    assert wrong.value.code == "print-pages"
    with pytest.raises(UsageError) as none:
        printing.print_form("study_archive", small, out, options=PrintOptions(year=YEAR, pages="5000-"))
    assert none.value.code == "print-pages-none"


def test_a_blank_archive_is_ruled_for_the_pen(small: Ledger) -> None:
    options = PrintOptions(year=YEAR, blank_rows=6)
    pages = printing.lay_out_form("study_archive", small, options=options, book=fonts.pinned_book())
    assert len(pages) > 5
    assert not any("（手填）" in p.text and "、" in p.text for page in pages for _, _, p in page.runs())


def test_an_archive_is_drawn_as_it_was_looked_at(year: Ledger, request: pytest.FixtureRequest) -> None:
    people = study_archive.list_archives(year, year=YEAR)
    options = PrintOptions(year=YEAR, members=(people[2].member_id,))
    pages = printing.lay_out_form("study_archive", year, options=options, book=fonts.pinned_book())
    compare("archive_of_one", pages, update=bool(request.config.getoption("--update-golden")))
