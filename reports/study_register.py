"""The year's register of checked notes, out of two kinds of records (M43, M44)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.kinds import records
from models.kinds.catalog import kind_of
from models.kinds.records import Record
from reports import unit
from reports.fields import BoundData, Field, RowSource
from reports.options import PrintOptions
from reports.roster import EMPTY, narrow_date

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Numbered:
    """One row of a register."""

    number: int
    of: Any


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes somebody has looked at: a notebook's stretch, or self-study with its pages."""

    name: str
    day: str
    title: str
    pages: str
    checker: str
    checked_on: str
    said: str


@dataclass(frozen=True, slots=True)
class StudyYear:
    """What a branch has of a year's study."""

    notes: Sequence[Notes]


def pieces(ledger: "Ledger", options: PrintOptions) -> list[BoundData]:
    """Return the year's study, of some members or of all, as the one piece that is printed."""
    own = unit.of(ledger, options)
    study = None if options.blank_rows else gather(ledger, options, own.year)
    title = f"{own.year}年度学习登记"
    scopes = {"unit": own, "study": study}
    return [BoundData(scopes, EMPTY[options.empty], options.blank_rows, title, own.name)]


def gather(ledger: "Ledger", options: PrintOptions, year: int) -> StudyYear:
    """Return the study of a year."""
    org = options.organisation

    def wanted(one: Any) -> bool:
        return not options.members or one.member_id in options.members

    studied = records.listed(ledger, kind_of("study_record"), org=org, year=year)
    written = records.listed(ledger, kind_of("reflection"), org=org, year=year)
    return StudyYear(_notes(list(filter(wanted, studied)), list(filter(wanted, written))))


def _notes(studied: Sequence[Record], texts: Sequence[Record]) -> list[Notes]:
    told = ("note_pages", "checker", "checked_on", "check_result")
    found = [
        Notes(one.name, one.day, one.title, *map(one.said, told))
        for one in studied
        if one.values["note_pages"] or one.values["checker"]
    ]
    found += [
        Notes(one.name, one.day, one.title, *map(one.said, ("pages", "reviewer", "reviewed_on", "review")))
        for one in texts
        if one.text("kind") == "notes"
    ]
    return sorted(found, key=lambda one: one.day)


# --- how values are written -----------------------------------------------------------


def _note_counts(study: StudyYear) -> str:
    checked = sum(bool(one.checked_on or one.checker) for one in study.notes)
    return f"共{len(study.notes)}条，已检查{checked}条"


def _value(name: str) -> Callable[[Numbered], str]:
    return lambda row: str(getattr(row.of, name))


def _day(name: str) -> Callable[[Numbered], str]:
    return lambda row: narrow_date(getattr(row.of, name))


def _number(row: Numbered) -> str:
    return str(row.number)


_ROWS = {
    "note": {
        "name": Field("姓名", "张三", _value("name"), may_be_empty=False),
        "day": Field("日期", "2026.03.31", _day("day")),
        "title": Field("学习内容", "学习党章", _value("title")),
        "pages": Field("笔记页数", "12", _value("pages")),
        "checker": Field("检查人", "王秀兰", _value("checker")),
        "checked_on": Field("检查日期", "2026.04.02", _day("checked_on")),
        "said": Field("检查结论", "记录认真", _value("said")),
    },
}

FIELDS = {
    "study.note_counts": Field("条数", "共20条，已检查18条", _note_counts, "共　　　条，已检查　　　条"),
}
for _scope, _fields in _ROWS.items():
    FIELDS[f"{_scope}.number"] = Field("序号", "1", _number, may_be_empty=False)
    FIELDS |= {f"{_scope}.{name}": field for name, field in _fields.items()}


def _rows(name: str) -> Callable[[StudyYear], list[Numbered]]:
    return lambda study: [Numbered(number, one) for number, one in enumerate(getattr(study, name), 1)]


SOURCES = {
    "study.notes": RowSource("笔记检查", "note", _rows("notes")),
}
