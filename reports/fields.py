"""The registry of what a form may print: every name with its label, a sample and a function of the data.

A form file only names fields; what needs conditions or arithmetic is computed by the binding (`roster.py`) and
offered here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Field:
    """One value a form may print. `value` takes the object its scope stands for; `blank` is printed on forms to be
    filled by hand.

    may_be_empty: the print option for empty values ("无", "—") applies to it.
    """

    label: str
    sample: str
    value: Callable[[Any], str]
    blank: str = ""
    may_be_empty: bool = True


@dataclass(frozen=True, slots=True)
class RowSource:
    """Rows for a table: each is one object of the scope `item`; `rows` takes the object of the source's own scope.

    by_hand: rows that stand already on a form to be filled by hand, where there are such.
    """

    label: str
    item: str
    rows: Callable[[Any], Sequence[Any]]
    by_hand: Callable[[], Sequence[Any]] | None = None


class FormData(Protocol):
    """Where a layout gets its texts from."""

    @property
    def by_hand(self) -> bool:
        """Whether the form is printed empty, to be filled by hand."""
        ...

    @property
    def blank_rows(self) -> int:
        """How many rows or lines a form has that is filled by hand; 0 for a filled one."""
        ...

    def text(self, name: str) -> str:
        """Return the text of a field outside of tables."""
        ...

    def stand_in(self, name: str) -> str:
        """Return what stands for the field in a ruled cell of a filled form where it has no text."""
        ...

    def rows(self, source: str, names: Sequence[str]) -> Sequence[Sequence[str]]:
        """Return the rows of a table, each with the texts of the named fields; an empty name is an empty text."""
        ...

    def items(self, source: str, empty: int) -> "Sequence[FormData]":
        """Return the data of each row of a source, for blocks that are repeated; `empty` blank ones where it has
        none.
        """
        ...


@cache
def known() -> dict[str, Field]:
    """Return every field by its name, `scope.field`."""
    return {name: field for module in _bindings() for name, field in module.FIELDS.items()}


@cache
def sources() -> dict[str, RowSource]:
    """Return every row source by its name, `scope.rows`."""
    return {name: source for module in _bindings() for name, source in module.SOURCES.items()}


def _bindings() -> tuple[Any, ...]:
    from reports import (
        archive_fields,
        attendance_sheet,
        cover,
        credit_sheet,
        gap_list,
        kind_letter,
        kind_register,
        make_up_register,
        meeting_record,
        pledge_fields,
        pledge_year,
        reading_matrix,
        recovery,
        roster,
        statistics_sheet,
        study_register,
        unit,
    )

    meetings = meeting_record, attendance_sheet, statistics_sheet, make_up_register
    year = pledge_fields, pledge_year, study_register, kind_register, kind_letter, reading_matrix, gap_list
    return roster, recovery, cover, unit, *meetings, credit_sheet, archive_fields, *year


@dataclass(frozen=True, slots=True)
class BoundData:
    """Fields of real objects: `scopes` has one for each first word of a field's name.

    A scope that is None is unknown, and its fields print their blanks. empty: what stands
    for an empty value of a filled form ("", "无" or "—"). blank_rows: more than none for a form to be filled by hand:
    that many empty rows, and blanks in place of values that are counted. title, author: for the file's properties.
    name: of this piece among several.
    """

    scopes: Mapping[str, Any]
    empty: str = ""
    blank_rows: int = 0
    title: str = ""
    author: str = ""
    name: str = ""

    @property
    def by_hand(self) -> bool:
        """Whether the form is printed empty, to be filled by hand."""
        return self.blank_rows > 0

    def text(self, name: str) -> str:
        """Return the text of a field outside of tables."""
        field = known()[name]
        scope = self.scopes[name.partition(".")[0]]
        if scope is None or (self.blank_rows and field.blank):
            return field.blank
        return field.value(scope)

    def stand_in(self, name: str) -> str:
        """Return what stands for an empty field."""
        return self.empty if known()[name].may_be_empty and not self.blank_rows else ""

    def rows(self, source: str, names: Sequence[str]) -> Sequence[Sequence[str]]:
        """Return the rows of a table; those of a blank form carry nothing but fields that are not empty by nature."""
        made = sources()[source]
        if self.blank_rows and made.by_hand is None:
            return [[""] * len(names)] * self.blank_rows
        fields = [known()[name] if name else None for name in names]
        empty = "" if self.blank_rows else self.empty
        getters = [(field.value, empty if field.may_be_empty else "") if field else None for field in fields]
        by_hand = made.by_hand if self.blank_rows else None
        scope = self.scopes[source.partition(".")[0]]
        objects = by_hand() if by_hand else () if scope is None else made.rows(scope)
        return [[(g[0](one) or g[1]) if g else "" for g in getters] for one in objects]

    def items(self, source: str, empty: int) -> "Sequence[BoundData]":
        """Return the data of each row, or blank ones."""
        made = sources()[source]
        scope = self.scopes[source.partition(".")[0]]
        found = [] if self.blank_rows or scope is None else list(made.rows(scope))
        rows = found or [None] * empty
        return [replace(self, scopes={**self.scopes, made.item: one}) for one in rows]


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that is printed: in which variant, with which data."""

    variant: str
    data: BoundData


@dataclass(frozen=True, slots=True)
class SampleData:
    """The samples of the registry, for previews of a form without a ledger."""

    row_count: int = 3
    blank_rows: int = 0

    @property
    def by_hand(self) -> bool:
        """Tell that samples fill the form."""
        return False

    def text(self, name: str) -> str:
        """Return the sample of a field."""
        return known()[name].sample

    def stand_in(self, name: str) -> str:
        """Return nothing: samples leave empty what is."""
        return ""

    def rows(self, source: str, names: Sequence[str]) -> Sequence[Sequence[str]]:
        """Return equal rows of samples."""
        return [[known()[name].sample if name else "" for name in names]] * self.row_count

    def items(self, source: str, empty: int) -> "Sequence[SampleData]":
        """Return equal samples."""
        return [self] * max(1, min(self.row_count, empty))
