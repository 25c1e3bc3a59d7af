"""The tables of a package and how their rows are read; what a column may hold is `models.kinds.column`.

Codes beside those of the columns: `row`, `column`, `missing`; tables add `dup-id`, `ref` and `unfit` (`references`).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from exchange import strict_json
from exchange.between import Fills, Link, Needs, Owned, Path
from models import words
from models.errors import RefusedError
from models.kinds.column import Column, Text, Wrong, shown


@dataclass(frozen=True, kw_only=True)
class JsonObject(Text):
    """A text that is itself a JSON object, such as the options of a rule set."""

    def wrong(self, value: Any) -> Wrong | None:
        found = super().wrong(value)
        if found is not None:
            return found
        try:
            held = strict_json.loads(value.encode("utf-8"), self.name)
        except RefusedError:
            return Wrong("pattern")
        return None if isinstance(held, dict) else Wrong("pattern")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row as a whole. column: in which it lies; word: what people call the place."""

    column: str
    word: str
    wrong: Wrong


@dataclass(frozen=True, kw_only=True)
class WireTable:
    """One table of a package. Adding a table to the format is adding one of these.

    title: the column that names a row to people; a reference stands for the row it leads to. words: its
    group in `labels.field` (the table's name when empty). grouped_by: rows that share this column travel as
    one line, so that a sheet is a line; since: the schema it came with. unique: columns that no two rows
    share. links, owned, fills, needs, path: what else holds between rows (`between`). whole: finds what is wrong with a
    row whose columns are each as they should be.
    """

    name: str
    fields: tuple[Column, ...]
    title: str = "name"
    words: str = ""
    grouped_by: str = ""
    since: int = 1
    unique: tuple[tuple[str, ...], ...] = ()
    links: tuple[Link, ...] = ()
    owned: tuple[Owned, ...] = ()
    fills: tuple[Fills, ...] = ()
    needs: tuple[Needs, ...] = ()
    path: Path | None = None
    whole: Callable[[Mapping[str, Any]], "Fault | None"] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.fields})

    by_name: Mapping[str, Column] = field(init=False, repr=False, default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns in their declared order."""
        return tuple(column.name for column in self.fields)

    @property
    def packed_columns(self) -> tuple[str, ...]:
        """The columns of one entry in a grouped line."""
        return tuple(name for name in self.columns if name != self.grouped_by)

    def field_word(self, column: str) -> str:
        """Return a column's Chinese name."""
        known = words.labels()
        return known["field"].get(f"{self.words or self.name}.{column}") or known["wire_field"].get(
            column, column
        )

    @property
    def word(self) -> str:
        """The table's Chinese name."""
        return words.labels()["table"].get(self.name, self.name)


def complete_row(table: WireTable, found: Any, *, schema: int, known: int, place: str) -> dict[str, Any]:
    """Return a checked row with exactly the declared columns, in their order.

    schema: the writer's, known: ours. Columns of a newer schema are left out, those an older one lacked get
    their default. Raises RefusedError naming place and column: `row`, `column`, `missing`, or what the
    field finds.
    """
    if not isinstance(found, dict):
        raise RefusedError("row", place=place)
    if schema <= known:
        for name in found:
            if name not in table.by_name:
                raise RefusedError("column", place=place, column=shown(name))
    row: dict[str, Any] = {}
    for column in table.fields:
        if column.name in found:
            value = found[column.name]
        elif column.since > schema:
            value = column.default
        else:
            raise RefusedError("missing", place=place, column=table.field_word(column.name))
        wrong = column.wrong(value)
        if wrong is not None:
            raise RefusedError(wrong.code, place=f"{place} {table.field_word(column.name)}", **wrong.facts)
        row[column.name] = value
    fault = table.whole(row) if table.whole is not None else None
    if fault is not None:
        raise RefusedError(fault.wrong.code, place=f"{place} {fault.word}", **fault.wrong.facts)
    return row


def wrong_rows(table: WireTable, rows: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], str, Wrong]]:
    """Yield the rows of our own ledger that a receiver would refuse: row, column, why."""
    for row in rows:
        for column in table.fields:
            wrong = column.wrong(row[column.name])
            if wrong is not None:
                yield row, column.name, wrong
        fault = table.whole(row) if table.whole is not None else None
        if fault is not None:
            yield row, fault.column, fault.wrong
