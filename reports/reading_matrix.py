"""Who has read what of a year's list (M45): members down, books across, the day in each cell; twelve books a sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import reading, study_archive
from models.kinds.records import Record
from reports import unit
from reports.fields import BoundData, Field, RowSource
from reports.options import PrintOptions
from reports.roster import EMPTY, narrow_date

if TYPE_CHECKING:
    from models.ledger import Ledger

BOOKS = 12
"""Columns of the sheet."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One member. days: when she had read each book of the sheet, in their order; done: of the whole list, those
    required.
    """

    number: int
    name: str
    days: Sequence[str]
    done: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """One sheet. first: the place of its first book in the list; required: how many of the whole list are."""

    year: int
    books: Sequence[Record]
    first: int
    required: int
    readers: Sequence[Reader]


def pieces(ledger: "Ledger", options: PrintOptions) -> list[BoundData]:
    """Return a sheet for each twelve books of the year's list; one without books where there is no list."""
    own = unit.of(ledger, options)
    found: Sequence[Matrix | None] = [None] if options.blank_rows else _sheets(ledger, options, own.year)
    title = f"{own.year}年度必读书目完成情况"
    return [
        BoundData({"unit": own, "matrix": one}, EMPTY[options.empty], options.blank_rows, title, own.name, _name(one))
        for one in found
    ]


def _name(one: Matrix | None) -> str:
    return f"第{one.first}本起" if one else ""


def _sheets(ledger: "Ledger", options: PrintOptions, year: int) -> list[Matrix]:
    org = options.organisation
    books = reading.list_items(ledger, org=org, year=year)
    days = {(one.member_id, one.text("reading_id")): one.day for one in reading.list_done(ledger, org=org, year=year)}
    people = study_archive.list_archives(ledger, org=org, year=year)
    people = [one for one in people if not options.members or one.member_id in options.members]
    required = [one.id for one in books if one.text("need") == "required"]
    sheets = []
    for first in range(0, max(len(books), 1), BOOKS):
        part = books[first : first + BOOKS]
        readers = [
            Reader(
                number,
                one.name,
                [days.get((one.member_id, book.id), "") for book in part],
                sum((one.member_id, book) in days for book in required),
            )
            for number, one in enumerate(people, 1)
        ]
        sheets.append(Matrix(year, part, first + 1, len(required), readers))
    return sheets


# --- how values are written -----------------------------------------------------------


def _legend(one: Matrix) -> str:
    """Return the books of the sheet by the numbers of its columns; those recommended are told."""
    if not one.books:
        return "本年度没有登记书目"
    told = []
    for number, book in enumerate(one.books, 1):
        need = "" if book.text("need") == "required" else f"（{book.said('need')}）"
        told.append(f"{number}.《{book.title.strip('《》')}》{need}")
    return "　".join(told)


def _part(one: Matrix) -> str:
    """Return which part of the list the sheet is, nothing where it is the whole."""
    whole = one.first == 1 and len(one.books) < BOOKS
    return "" if whole or not one.books else f"（书目第{one.first}至{one.first + len(one.books) - 1}项）"


def _day(at: int) -> Callable[[Reader], str]:
    """Return the day in the sheet's year as month and day, one of another year in full."""

    def told(one: Reader) -> str:
        return narrow_date(one.days[at]) if at < len(one.days) else ""

    return told


def _hand_legend(first: int) -> str:
    return "　".join(f"{number}.《　　　　　　　》" for number in range(first, first + BOOKS // 2))


_HAND_LEGEND = f"{_hand_legend(1)}\n{_hand_legend(1 + BOOKS // 2)}"

FIELDS = {
    "matrix.legend": Field("书目", "1.《中国共产党章程》　2.《文件选编》（推荐）", _legend, _HAND_LEGEND),
    "matrix.part": Field("书目范围", "", _part),
    "matrix.required": Field("必读项数", "5", lambda one: str(one.required), "　　"),
    "reader.number": Field("序号", "1", lambda one: str(one.number), may_be_empty=False),
    "reader.name": Field("姓名", "张三", lambda one: one.name, may_be_empty=False),
    "reader.done": Field("必读已完成", "5", lambda one: str(one.done), may_be_empty=False),
}
FIELDS |= {f"reader.day{at + 1}": Field(f"第{at + 1}本", "2026.03.15", _day(at)) for at in range(BOOKS)}

SOURCES = {"matrix.readers": RowSource("读书人", "reader", lambda one: one.readers)}
