"""Records that belong together, for every kind that says so: put together, counted, written and undone as a whole."""

import random
from typing import Any

import pytest

from models import journal, undo
from models.errors import RefusedError
from models.kinds import kind_file, records, sheets
from models.kinds.catalog import kind_of, kinds
from models.kinds.kind import Kind
from models.ledger import Ledger
from tests.models.conftest import add_members
from tests.models.kinds import values

SHEETS = [kind for kind in kinds().values() if kind.grid is not None]
by_kind = pytest.mark.parametrize("kind", SHEETS, ids=lambda kind: kind.name)
EXAM = kind_of("exam")
SAT: dict[str, Any] = {"title": "测试", "day": "2026-05-04", "method": "closed"}

Parts = tuple[dict[str, Any], dict[str, Any]]


def parts(kind: Kind, seed: int) -> Parts:
    """Return values for what a sheet shares, and for one line."""
    said = values.some(kind, random.Random(f"{kind.name}{seed}"))
    shared = sheets.grid_of(kind).shared
    return {name: said[name] for name in shared}, {name: said[name] for name in said if name not in shared}


def write(book: Ledger, kept: list[records.Record], lines: sheets.Lines, **shared: Any) -> list[str]:
    act, why = sheets.deed(kept, lines, shared)
    with book.operation(f"exam.{act}", why=why) as op:
        if kept:
            return sheets.change(op, book.ids, kept, lines, **shared)
        return sheets.enter(op, book.ids, EXAM, lines, **shared)


@by_kind
def test_a_sheet_is_entered_changed_and_undone_as_a_whole(book: Ledger, kind: Kind) -> None:
    one, two, three = add_members(book)
    shared, line = parts(kind, 1)
    with book.operation(kind.operation("add")) as op:
        made = sheets.enter(op, book.ids, kind, {one: line, two: line}, **shared)
    before = book.content_digest()
    (sheet,) = sheets.together(records.listed(book, kind))
    assert [each.id for each in sheet.records] == made
    assert sheets.of_record(book, sheet.records[1]) == sheet
    other, changed = parts(kind, 2)
    with book.operation(kind.operation("edit")) as op:
        assert sheets.change(op, book.ids, sheet.records, {two: changed, three: line}, **other)[0] == made[1]
    now = {each.member_id: dict(each.values) for each in records.listed(book, kind)}
    assert now == {two: other | changed, three: other | line}
    undo.undo(book)
    assert book.content_digest() == before


@by_kind
def test_records_that_differ_in_what_is_shared_are_two_sheets(book: Ledger, kind: Kind) -> None:
    one, two, _ = add_members(book)
    shared, line = parts(kind, 1)
    other = next(head for seed in range(2, 99) if (head := parts(kind, seed)[0]) != shared)
    for who, head in ((one, shared), (two, other)):
        with book.operation(kind.operation("add")) as op:
            sheets.enter(op, book.ids, kind, {who: line}, **head)
    found = sheets.together(records.listed(book, kind))
    assert [len(each.records) for each in found] == [1, 1] and found[0].day >= found[1].day
    for each in found:
        assert all(isinstance(each.said(name), str) for name in kind.listed)
        assert all(isinstance(each.amount(told.name), int) for told in sheets.grid_of(kind).told)


def test_what_a_list_tells_of_a_test(book: Ledger) -> None:
    one, two, three = add_members(book)
    write(book, [], {one: {"score": 9000, "passed": "yes"}, two: {"score": 8550, "passed": "yes"}}, **SAT)
    (sheet,) = sheets.together(records.listed(book, EXAM))
    told = [sheet.said(name) for name in ("people", "average", "outcome", "method")]
    assert told == ["2 人", "87.8", "✓ 都合格", "闭卷"]
    now: dict[str, dict[str, Any]] = {one: {"score": 9000, "passed": "yes"}, three: {"score": 5900, "passed": "no"}}
    now[two] = {"score": None, "grade": "良", "passed": ""}
    write(book, list(sheet.records), now, **SAT)
    (sheet,) = sheets.together(records.listed(book, EXAM))
    assert [sheet.said(name) for name in ("people", "average", "outcome")] == ["3 人", "74.5", "1 人不合格"]
    write(book, list(sheet.records), {two: {"grade": "良"}}, **SAT)
    (sheet,) = sheets.together(records.listed(book, EXAM))
    assert [sheet.said(name) for name in ("people", "average", "outcome")] == ["1 人", "", ""]


def test_the_journal_says_what_became_of_a_sheet(book: Ledger) -> None:
    """Rows that came and went under one change are told; what only came or only went is called that."""
    one, two, three = add_members(book)
    good, bad = {"score": 9000, "grade": "", "passed": "yes", "remark": ""}, {"score": 100, "passed": "no"}

    def kept() -> list[records.Record]:
        return records.listed(book, EXAM)

    told = []
    for lines in ({one: good}, {one: good, two: good}, {one: bad, three: good}, {one: bad}, {one: good}, {}):
        write(book, kept(), lines, **SAT)
        (entry,) = journal.entries(book, limit=1)
        told.append((entry.kind, entry.why))
    assert told == [
        ("exam.add", ""), ("exam.add", ""), ("exam.edit", "新增 1 人、修改 1 人、去掉 1 人"),
        ("exam.remove", ""), ("exam.edit", ""), ("exam.remove", ""),
    ]  # fmt: skip


def test_a_refusal_says_whose_line_it_is_about(book: Ledger) -> None:
    one, two, _ = add_members(book)
    before = book.content_digest()
    with pytest.raises(RefusedError) as caught:
        write(book, [], {one: {"score": 9000}, two: {"score": 100_001}}, **SAT)
    assert (caught.value.facts["member"], caught.value.facts["column"]) == (two, "score")
    with pytest.raises(RefusedError) as caught:
        write(book, [], {}, **SAT)
    assert caught.value.code == EXAM.nobody
    assert book.content_digest() == before


def test_the_last_line_before_a_day_is_carried(book: Ledger) -> None:
    one, two, _ = add_members(book)
    write(book, [], {one: {"grade": "良"}, two: {"grade": "中"}}, **SAT | {"day": "2026-03-05"})
    write(book, [], {one: {"grade": "优"}}, **SAT | {"day": "2026-04-01"})
    last = sheets.last_lines(book, EXAM, "2026-05-01")
    assert {key: each.text("grade") for key, each in last.items()} == {one: "优", two: "中"}
    assert {key: each.text("grade") for key, each in sheets.last_lines(book, EXAM, "2026-04-01").items()} == {
        one: "良", two: "中",
    }  # fmt: skip


GOOD = """kind = "dues"
word = "党费"
since = 3
about = "member"
title = "title"
list = ["title", "people", "sum"]
field = [
  { name = "title", word = "月份", most = 40, needed = true },
  { name = "day", word = "日期", type = "day" },
  { name = "class", word = "类别", type = "choice", of = { wage = "工薪", retired = "离退休" }, carry = true },
  { name = "due", word = "应交", type = "money", most = 1000, carry = true },
  { name = "paid", word = "实交", type = "money", most = 1000, default = "due" },
]
[grid]
word = "党费"
shared = ["title", "day"]
total = ["due", "paid"]
told = [{ name = "people", word = "人数", how = "count" }, { name = "sum", word = "实交", how = "sum", of = "paid" }]
paste = [{ field = "paid", heads = ["金额"] }, { field = "class", also = { wage = ["在职"] } }]
mark = { word = "够", of = "paid", least = "1", sets = "class", reached = "wage", missed = "retired" }
"""


def test_a_good_grid_is_read() -> None:
    read = kind_file.read_text("dues", GOOD.encode())
    assert read.findings == () and read.kind is not None and read.kind.grid is not None
    assert read.kind.by_name["due"].carry and read.kind.by_name["paid"].default == "due"


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ('total = ["due", "paid"]', 'total = ["due", "class"]', "class 不是数量，不能合计"),
        ('total = ["due", "paid"]', 'total = ["sum"]', "没有这个字段：sum"),
        ('shared = ["title", "day"]', 'shared = ["title", "date"]', "没有这个字段：date"),
        ('shared = ["title", "day"]\n', "", "缺少 shared"),
        ('shared = ["title", "day"]', 'shared = ["title", "day", "class", "due", "paid"]', "每人一行的字段一个也没有"),
        ('how = "sum"', 'how = "most"', "how 只能是 count、sum、mean、are、less，现为 'most'"),
        ("wage = [", "wages = [", "class 没有这个选项：wages"),
        ('wage = ["在职"]', 'wage = "在职"', "also 的写法不对"),
        ('missed = "retired"', 'missed = "old"', "class 没有这个选项：old"),
        ('word = "够", ', "", "缺少 word"),
        ('heads = ["金额"]', 'head = ["金额"]', "不认识的设置 head"),
        ('default = "due"', 'default = "dew"', "没有这个字段：dew"),
        ('word = "党费"\nshared', 'words = "党费"\nshared', "不认识的设置 words"),
        ('"people", "sum"]', '"people", "total"]', "没有这个字段：total"),
    ],
)
def test_what_is_wrong_in_a_grid_is_told(written: str, instead: str, told: str) -> None:
    assert written in GOOD
    findings = kind_file.read_text("dues", GOOD.replace(written, instead).encode()).findings
    assert any(told in one for one in findings), findings


@pytest.mark.parametrize("kind", [one for one in SHEETS if not one.once], ids=lambda kind: kind.name)
def test_nobody_stands_twice_on_a_sheet(book: Ledger, kind: Kind) -> None:
    """What was entered twice is two sheets: on one, the second line could be neither seen nor changed."""
    one, two, _ = add_members(book)
    shared, line = parts(kind, 1)
    for people in ((one, two), (one,)):
        with book.operation(kind.operation("add")) as op:
            sheets.enter(op, book.ids, kind, dict.fromkeys(people, line), **shared)
    found = sheets.together(records.listed(book, kind))
    assert sorted(len(each.records) for each in found) == [1, 2]
    assert all(len({record.member_id for record in each.records}) == len(each.records) for each in found)
    for each in found:
        assert all(sheets.of_record(book, record) == each for record in each.records)
