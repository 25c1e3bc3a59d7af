"""Records of every declared kind out of a workbook: what comes in, what is asked, what is refused, what is not read."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from exchange import kind_sheet
from models import id_number, journal, member, undo
from models.errors import RefusedError
from models.kinds import records
from models.kinds.catalog import kind_of, kinds
from models.kinds.field import Person
from models.kinds.kind import Kind
from models.ledger import Ledger
from tests.models.conftest import add_members
from tests.models.kinds import values

KINDS = [kind for kind in kinds().values() if kind.about == "member" and not kind.part_of]
TALK = kind_of("talk")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "支部.zbtz", organization="中共云栖市委", actor="尉迟文静") as ledger:
        add_members(ledger)
        yield ledger


def workbook(path: Path, rows: list[list[Any]], name: str = "记录") -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet(name)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(at, column, value, day)
            else:
                sheet.write(at, column, value)
    book.close()
    return path


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_is_said_in_a_workbook_comes_in_once(book: Ledger, tmp_path: Path, kind: Kind) -> None:
    people = {one.id: one.name for one in member.list_members(book)}
    said = values.some(kind, random.Random(kind.name), list(people))
    words = {one.name: one.said(said[one.name]) for one in kind.fields}
    for one in (one for one in kind.fields if isinstance(one, Person)):
        words[one.name] = "、".join(people[each] for each in str(said[one.name]).split("+"))
    head = ["序号", "姓名", *(one.word for one in kind.fields)]
    line = [1, "单田芳", *words.values()]
    path = workbook(tmp_path / "导入.xlsx", [["某支部的登记"], head, line])
    plan = kind_sheet.plan_import(book, kind, path)
    assert plan.summary() | {"unread": []} == {
        "read": 1, "new": 1, "changed": 0, "same": 0,
        "undecided": [], "refused": [], "unread": [],
    }
    before = journal.last_seq(book)
    kind_sheet.apply_plan(book, plan)
    assert journal.last_seq(book) == before + 1
    (made,) = records.listed(book, kind)
    assert (made.name, dict(made.values)) == ("单田芳", said)
    again = kind_sheet.plan_import(book, kind, path)
    assert again.counts() == {"new": 0, "same": 1, "undecided": 0, "refused": 0}
    undo.undo(book)
    assert records.listed(book, kind) == []


HEAD = ["姓名", "形式", "日期", "发言题目"]


@pytest.mark.parametrize(
    ("line", "state", "told"),
    [
        (["没有人", "学习交流", "2026-05-04", "题"], "refused", "花名册里没有叫“没有人”的党员"),
        (["", "学习交流", "2026-05-04", "题"], "refused", "这一行没有姓名"),
        (["单田芳", "唱歌", "2026-05-04", "题"], "refused", "形式"),
        (["单田芳", "学习交流", "2026-13-04", "题"], "refused", "日期"),
        (["单田芳", "学习交流", "2099-05-04", "题"], "refused", "2099年5月4日"),
        (["单田芳", "学习交流", "1950-05-04", "题"], "refused", "不是党员"),
        (["单田芳", "学习交流", "2026-05-04", ""], "refused", "发言题目"),
        (["单田芳", "学习交流", "2026-05-04", "题" * 201], "refused", "发言题目"),
        (["单田芳", "学习交流", "2026年5月4日", "题"], "new", ""),
        (["单田芳", "exchange", date(2026, 5, 4), "题"], "new", ""),
    ],
)
def test_each_line_is_accounted_for(book: Ledger, tmp_path: Path, line: list[Any], state: str, told: str) -> None:
    before = (book.content_digest(), journal.last_seq(book))
    plan = kind_sheet.plan_import(book, TALK, workbook(tmp_path / "表.xlsx", [HEAD, line]))
    (row,) = plan.rows
    assert row.state == state, row
    assert told in "".join(one.reason() for one in row.findings)
    assert (book.content_digest(), journal.last_seq(book)) == before


def test_namesakes_are_asked_and_told_apart_by_their_number(book: Ledger, tmp_path: Path) -> None:
    number = "99010119850701003"
    number += id_number.check_digit(number)
    with book.operation("member.add") as op:
        member.add_member(op, member_id=book.ids.new(), name="单田芳", joined_date="2000-07-01", id_number=number)
    line = ["单田芳", "学习交流", "2026-05-04", "题"]
    (row,) = kind_sheet.plan_import(book, TALK, workbook(tmp_path / "一.xlsx", [HEAD, line])).rows
    assert row.state == "undecided" and "2 名叫“单田芳”" in row.findings[0].reason()
    told = workbook(tmp_path / "二.xlsx", [[*HEAD, "身份证号"], [*line, number]])
    (row,) = kind_sheet.plan_import(book, TALK, told).rows
    assert row.state == "new" and member.get(book, row.member_id).id_number == number


def test_columns_and_sheets_that_mean_nothing_are_named(book: Ledger, tmp_path: Path) -> None:
    rows = [[*HEAD, "天气"], ["单田芳", "学习交流", "2026-05-04", "题", "晴"]]
    plan = kind_sheet.plan_import(book, TALK, workbook(tmp_path / "表.xlsx", rows))
    assert plan.summary()["unread"] == [{"sheet": "记录", "header": "天气"}] and plan.counts()["new"] == 1


def test_a_file_without_a_header_is_refused(book: Ledger, tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        kind_sheet.plan_import(book, TALK, workbook(tmp_path / "表.xlsx", [["名单"], ["单田芳", "题"]]))
    assert caught.value.code == "records-no-header" and "发言题目" in caught.value.what()


def test_the_same_line_twice_in_a_file_comes_in_once(book: Ledger, tmp_path: Path) -> None:
    line = ["单田芳", "学习交流", "2026-05-04", "题"]
    plan = kind_sheet.plan_import(book, TALK, workbook(tmp_path / "表.xlsx", [HEAD, line, line]))
    assert plan.counts() == {"new": 1, "same": 1, "undecided": 0, "refused": 0}
