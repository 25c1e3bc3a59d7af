"""The printed register of a declared kind: its form, and what the form may print, follow from the declaration."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from models.kinds import records
from models.kinds.catalog import kinds
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
    """One row of a register."""

    number: int
    of: Record


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
        found = [one for one in listed if not options.members or one.member_id in options.members]
        if kind.grid is not None:
            found.sort(key=lambda one: (one.day, one.title))
    title = f"{own.year}年度{kind.register.title if kind.register else kind.word}"
    scopes = {"unit": own, subject(kind): found}
    return [BoundData(scopes, EMPTY[options.empty], options.blank_rows, title, own.name)]


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
    joined = kind.joined_of(column.field)
    if joined is not None:
        return Field(column.title or joined.word, column.sample, partial(_joined, joined))
    field = kind.by_name[column.field]
    sample = column.sample or (next(iter(field.of.values())) if isinstance(field, Choice) else "")
    return Field(column.title or field.word, sample, partial(_said, kind, column))


def _count(kind: Kind, register: Register, found: Sequence[Record]) -> str:
    sheets = len(together(found)) if kind.grid is not None else 0
    said = register.count.format(n=len(found), sheets=sheets)
    chosen = kind.by_name.get(register.counted)
    if not isinstance(chosen, Choice) or not any(one.values[chosen.name] for one in found):
        return said
    counts = {word: sum(one.values[chosen.name] == key for one in found) for key, word in chosen.of.items()}
    return f"{said}，{'、'.join(f'{word}{count}人次' for word, count in counts.items())}"


def _rows(found: Sequence[Record]) -> list[Numbered]:
    return [Numbered(number, one) for number, one in enumerate(found, 1)]


def fields() -> dict[str, Field]:
    """Return every field of every register by its name."""
    found: dict[str, Field] = {}
    for name, kind in registers().items():
        assert kind.register is not None
        register = kind.register
        sample = register.count.format(n=register.sample, sheets=2)
        blank = register.count.format(n="　　　", sheets="　　　")
        found[f"{name}.count"] = Field("条数", sample, partial(_count, kind, register), blank)
        found |= {f"{kind.name}_line.{one.field}": _field(kind, one) for one in kind.register.columns if one.field}
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
    title: Cell = {"text": f"{{unit.year}}年度{register.title}", "continued": "（续）"}
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
    if not column.field:
        return {"title": column.title, "width": column.width}
    if column.field == "number":
        look: dict[str, Any] = {"title": "序号", "font": "song", "padding": 0.5}
    elif column.field == "member":
        look = {"title": "姓名", "fit": "name", "padding": 0.8}
    elif (joined := kind.joined_of(column.field)) is not None:
        look = {"title": joined.word, "font": "song", "padding": 0.5}
    else:
        look = {"title": kind.by_name[column.field].word, **_look(kind, column)}
    if column.title:
        look["title"] = column.title
    return {"field": f"{kind.name}_line.{column.field}", "width": column.width, **look}


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
