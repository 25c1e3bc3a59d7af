"""The printed register of a declared kind: its form, and what the form may print, follow from the declaration."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from models import study_archive
from models.kinds import records
from models.kinds.catalog import kinds, referring
from models.kinds.field import Choice, Date, Day, Line, Money, Month, Person, Points, Prose, characters
from models.kinds.kind import Joined, Kind, Register, RegisterColumn
from models.kinds.records import Record
from models.kinds.sheets import together
from reports import unit
from reports.fields import BoundData, Field, RowSource
from reports.options import PrintOptions
from reports.roster import EMPTY, narrow_date

if TYPE_CHECKING:
    from models.ledger import Ledger

Cell = dict[str, Any]

_LONG = 100
"""From so many characters on a text may need several lines."""
_SMALL: list[str | int] = ["五号", 2, "小五", 0]


@dataclass(frozen=True, slots=True)
class Numbered:
    """One row of a register. counts: by kind, how many of its records lead to this one."""

    number: int
    of: Record
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a register tells of a year. members: how many were; counts: by kind, id -> how many records lead to it."""

    records: Sequence[Record]
    members: int
    counts: Mapping[str, Mapping[str, int]]


def registers() -> dict[str, Kind]:
    """Return the kinds with a register, by what its form is printed of."""
    return {subject(kind): kind for kind in kinds().values() if kind.register is not None}


def subject(kind: Kind) -> str:
    """Return what the register of a kind is printed of: `talk_year`."""
    return f"{kind.name}_year"


def form_id(kind: Kind) -> str:
    """Return what the form of a kind's register is called."""
    return (kind.register.form if kind.register else "") or f"{kind.name}_register"


def pieces(kind: Kind, ledger: "Ledger", options: PrintOptions) -> list[BoundData]:
    """Return the year's records, of some members or of all, as the one piece that is printed."""
    own = unit.of(ledger, options)
    found = None
    if not options.blank_rows:
        dated = kind.register.day if kind.register else ""
        listed = records.listed(ledger, kind, org=options.organisation, year=own.year, dated=dated)
        all_of_them = kind.about == "branch" or not options.members
        listed = [one for one in listed if all_of_them or one.member_id in options.members]
        found = _kept(kind, ledger, options.organisation, own.year, _in_order(kind, listed))
    title = f"{own.year}年度{kind.register.title if kind.register else kind.word}"
    scopes = {"unit": own, subject(kind): found}
    return [BoundData(scopes, EMPTY[options.empty], options.blank_rows, title, own.name)]


def _in_order(kind: Kind, found: list[Record]) -> list[Record]:
    first = kind.register.first if kind.register else ""
    if first:
        places = list(kind.choices(first))
        return sorted(found, key=lambda one: places.index(one.text(first)))
    return found if kind.grid is None else sorted(found, key=lambda one: (one.day, one.title))


def _kept(kind: Kind, ledger: "Ledger", org: int, year: int, found: list[Record]) -> Kept:
    counts: dict[str, Mapping[str, int]] = {}
    for other, name in referring(kind):
        within = {name: [one.id for one in found]}
        led = records.listed(ledger, other, org=org, leading_to=within)
        counts[other.name] = Counter(one.text(name) for one in led)
    tells_members = kind.register is not None and "{members}" in kind.register.count
    members = len(study_archive.list_archives(ledger, org=org, year=year)) if tells_members else 0
    return Kept(found, members, counts)


# --- what a register may print -----------------------------------------------------------


def _number(row: Numbered) -> str:
    return str(row.number)


def _name(row: Numbered) -> str:
    return row.of.name


def _said(kind: Kind, column: RegisterColumn, row: Numbered) -> str:
    field = kind.by_name[column.field]
    if isinstance(field, Day | Date | Month):
        return narrow_date(row.of.text(column.field))
    said = row.of.said(column.field)
    if not column.cut:
        return said
    text = " ".join(said.split())
    return text if len(text) <= column.cut else f"{text[: column.cut]}……（下略）"


def _counted(column: RegisterColumn, row: Numbered) -> str:
    return str(row.counts[column.counts])


def _joined(joined: Joined, row: Numbered) -> str:
    """Return the first that there is: how long a text is, a number with its unit."""
    for name in joined.first:
        field, value = row.of.kind.by_name[name], row.of.values[name]
        if value:
            unit_word = getattr(field, "unit", "")
            return str(characters(value)) if isinstance(field, Prose) else f"{field.said(value)}{unit_word}"
    return ""


def _field(kind: Kind, column: RegisterColumn) -> Field:
    if column.field == "number":
        return Field("序号", "1", _number, may_be_empty=False)
    if column.field == "member":
        return Field(column.title or "姓名", "张三", _name, may_be_empty=False)
    if column.counts:
        return Field(column.title, column.sample, partial(_counted, column), may_be_empty=False)
    joined = kind.joined_of(column.field)
    if joined is not None:
        return Field(column.title or joined.word, column.sample, partial(_joined, joined))
    field = kind.by_name[column.field]
    sample = column.sample or (next(iter(field.of.values())) if isinstance(field, Choice) else "")
    return Field(column.title or field.word, sample, partial(_said, kind, column))


def _count(kind: Kind, register: Register, kept: Kept) -> str:
    found = kept.records
    sheets = len(together(found)) if kind.grid is not None else 0
    said = register.count.format(n=len(found), sheets=sheets, members=kept.members)
    chosen = kind.by_name.get(register.counted)
    if not isinstance(chosen, Choice) or not any(one.values[chosen.name] for one in found):
        return said
    counts = {word: sum(one.values[chosen.name] == key for one in found) for key, word in chosen.of.items()}
    return f"{said}，{'、'.join(f'{word}{count}人次' for word, count in counts.items())}"


def _rows(kept: Kept) -> list[Numbered]:
    return [
        Numbered(number, one, {name: count.get(one.id, 0) for name, count in kept.counts.items()})
        for number, one in enumerate(kept.records, 1)
    ]


def _key(kind: Kind, column: RegisterColumn) -> str:
    """Return what the form calls a column; nothing for one for the pen."""
    name = column.field or column.counts
    return f"{kind.name}_line.{name}" if name else ""


def fields() -> dict[str, Field]:
    """Return every field of every register by its name."""
    found: dict[str, Field] = {}
    for name, kind in registers().items():
        assert kind.register is not None
        register = kind.register
        sample = register.count.format(n=register.sample, sheets=2, members=20)
        blank = register.count.format(n="　　　", sheets="　　　", members="　　　")
        found[f"{name}.count"] = Field("条数", sample, partial(_count, kind, register), blank)
        found |= {key: _field(kind, one) for one in register.columns if (key := _key(kind, one))}
    return found


def sources() -> dict[str, RowSource]:
    """Return the rows of every register."""
    return {
        f"{name}.rows": RowSource(kind.word, f"{kind.name}_line", _rows) for name, kind in registers().items()
    }


# --- the form ----------------------------------------------------------------------------


def document(kind: Kind) -> dict[str, Any]:
    """Return the register's form as its file would hold it. The kind has a register."""
    register = kind.register
    assert register is not None
    title: Cell = {"text": f"{{unit.year}}年度{register.heading or register.title}", "continued": "（续）"}
    head: list[Cell] = [
        {"text": "党支部（盖章）：{unit.name}", "width": 150},
        {"text": f"{{{subject(kind)}.count}}", "align": "right"},
    ]
    return {
        "form": form_id(kind), "title": register.title, "edition": register.edition, "order": register.order,
        "valid_from": date(register.edition, 1, 1), "sheet_name": register.sheet, "of": subject(kind),
        "page": {"size": "A4", "orientation": "landscape", "margins": [28, 20, 20, 20], "binding": "top"},
        "block": [
            _strip([title], pages="every", height=10, after=1.5, font="title", align="center", sizes=_TITLE),
            _strip(head, pages="every", height=7, after=0.5),
            {
                "kind": "table",
                "rows": f"{subject(kind)}.rows",
                "row_height": register.row_height, "head_height": 10, "hand_height": register.hand_height,
                "columns": [_column(kind, one) for one in register.columns],
            },
            _strip(_FOOT, before=1.5, height=8, sizes=["小四", 1, "五号", 2, "小五", 0]),
            _strip(_SIGNER, only_with="unit.signer", height=4.5, sizes=["小五", 0]),
        ],
        "page_number": {"text": "第 {page} 页　共 {pages} 页", "edge": 10, "font": "song"},
    }


_TITLE: list[str | int] = ["二号", 1, "小二", 1, "小二", 2, "四号", 0]
_FOOT: list[Cell] = [
    {"text": "填表人：{unit.filled_by}", "width": 90},
    {"text": "审核人（党支部书记）：", "width": 90},
    {"text": "填报日期：{unit.filled_on}", "align": "right"},
]
_SIGNER: list[Cell] = [{"text": "", "width": 136}, {"text": "{unit.signer}"}]


def _strip(cells: list[Cell], **settings: Any) -> dict[str, Any]:
    return {"kind": "strip", "cells": cells, **settings}


def _column(kind: Kind, column: RegisterColumn) -> dict[str, Any]:
    if not _key(kind, column):
        return {"title": column.title, "width": column.width}
    if column.counts:
        look: dict[str, Any] = {"font": "song", "padding": 0.5}
    elif column.field == "number":
        look = {"title": "序号", "font": "song", "padding": 0.5}
    elif column.field == "member":
        look = {"title": "姓名", "fit": "name", "padding": 0.8}
    elif (joined := kind.joined_of(column.field)) is not None:
        look = {"title": joined.word, "font": "song", "padding": 0.5}
    else:
        look = {"title": kind.by_name[column.field].word, **_look(kind, column)}
    if column.title:
        look["title"] = column.title
    return {"field": _key(kind, column), "width": column.width, **look}


def _look(kind: Kind, column: RegisterColumn) -> dict[str, Any]:
    field = kind.by_name[column.field]
    if isinstance(field, Day | Date | Month):
        return {"font": "song", "fit": "tighten", "padding": 1}
    if isinstance(field, Points | Money):
        return {"font": "song", "padding": 0.5}
    if isinstance(field, Choice) or (isinstance(field, Line) and field.most < _LONG):
        return {"fit": "tighten", "padding": 0.8}
    if isinstance(field, Person):
        return {"fit": "name", "padding": 0.8}
    return {"align": "justify"} | ({"sizes": _SMALL} if column.small else {})


FIELDS, SOURCES = fields(), sources()
