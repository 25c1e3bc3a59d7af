"""What a field of a travelling row may hold, as declarations that check themselves.

Codes: `type`, `char`, `nfc`, `length`, `pattern`, `date`, `id`, `choice`, `range`; rows add `row`,
`column`, `missing`, tables `dup-id`, `ref` and `unfit` (`references`).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from exchange import strict_json
from exchange.between import Fills, Link, Needs, Owned, Path
from exchange.header import UUID7, whole_number
from models import id_number, texts, words
from models.errors import RefusedError

_DATE_SHAPE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1850, 2200


def shown(written: str) -> str:
    """Return what others wrote in a form that a sentence can quote: short, nothing invisible."""
    return "".join(character for character in written[:40] if character.isprintable())


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a value cannot stand: a code and facts for the sentence."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column. since: schema it came with; rows of an older schema get `default` instead."""

    name: str
    since: int = 1
    default: Any = ""

    def wrong(self, value: Any) -> Wrong | None:
        """Return what is wrong with a value, or None."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """A text as the ledger keeps it: composed, without invisible characters, no longer than `limit`."""

    limit: int
    required: bool = False
    multiline: bool = False
    foreign_digits: bool = True

    def wrong(self, value: Any) -> Wrong | None:
        if not isinstance(value, str):
            return Wrong("type", {"wanted": "文字"})
        low = 1 if self.required else 0
        if not low <= len(value) <= self.limit:
            return Wrong("length", {"length": len(value), "low": low, "limit": self.limit})
        if not value.isprintable():
            hidden = texts.invisible_characters(value, multiline=self.multiline)
            if hidden:
                return Wrong("char", {"characters": "、".join(hidden)})
        if not unicodedata.is_normalized("NFC", value):
            return Wrong("nfc")
        if not self.foreign_digits and any(_foreign_digit(character) for character in value):
            return Wrong("pattern")
        return None


def _foreign_digit(character: str) -> bool:
    """Tell whether this is a digit of another script; full-width ones are everyday typing."""
    return character.isdigit() and not character.isascii() and not "０" <= character <= "９"


@dataclass(frozen=True, kw_only=True)
class Id(Field):
    """A record's own id, a UUIDv7."""

    def wrong(self, value: Any) -> Wrong | None:
        if not isinstance(value, str):
            return Wrong("type", {"wanted": "文字"})
        return None if UUID7.fullmatch(value) else Wrong("id")


@dataclass(frozen=True, kw_only=True)
class Ref(Id):
    """The id of a row of another table of the same package; None where `nullable`."""

    table: str
    nullable: bool = False

    def wrong(self, value: Any) -> Wrong | None:
        return None if value is None and self.nullable else super().wrong(value)


@dataclass(frozen=True, kw_only=True)
class Date(Field):
    """A real date with its precision (`1985`, `1985-07`, `1985-07-01`), or nothing."""

    required: bool = False
    full: bool = False
    """Known to the day: a month or a year alone will not do."""

    def wrong(self, value: Any) -> Wrong | None:
        if not isinstance(value, str):
            return Wrong("type", {"wanted": "文字"})
        if not value and not self.required:
            return None
        shape = _DATE_SHAPE.fullmatch(value)
        if shape is None or not _exists(*(int(part or 1) for part in shape.groups())):
            return Wrong("date", {"value": shown(value)})
        return Wrong("date", {"value": shown(value)}) if self.full and shape[3] is None else None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        return _FIRST_YEAR <= date(year, month, day).year <= _LAST_YEAR
    except ValueError:
        return False


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of a few keys."""

    values: tuple[str, ...]

    def wrong(self, value: Any) -> Wrong | None:
        if not isinstance(value, str):
            return Wrong("type", {"wanted": "文字"})
        return None if value in self.values else Wrong("choice", {"value": shown(value)})


@dataclass(frozen=True, kw_only=True)
class Choices(Field):
    """One or several of a few keys, `+` between them, each once and in the order of `values`."""

    values: tuple[str, ...]

    def wrong(self, value: Any) -> Wrong | None:
        if not isinstance(value, str):
            return Wrong("type", {"wanted": "文字"})
        parts = value.split("+")
        canonical = "+".join(key for key in self.values if key in parts)
        return None if value and value == canonical else Wrong("choice", {"value": shown(value)})


@dataclass(frozen=True, kw_only=True)
class Integer(Field):
    """A whole number in a range; amounts are kept in minutes, hundredths or 分."""

    low: int
    high: int
    nullable: bool = False

    def wrong(self, value: Any) -> Wrong | None:
        if value is None and self.nullable:
            return None
        return (
            None
            if whole_number(value, self.low, self.high)
            else Wrong("range", {"low": self.low, "high": self.high})
        )


@dataclass(frozen=True, kw_only=True)
class Pattern(Field):
    """A text of an ASCII pattern, such as a digest."""

    pattern: re.Pattern[str]

    def wrong(self, value: Any) -> Wrong | None:
        if not isinstance(value, str):
            return Wrong("type", {"wanted": "文字"})
        return None if self.pattern.fullmatch(value) else Wrong("pattern")


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


@dataclass(frozen=True, kw_only=True)
class IdNumber(Field):
    """A citizen identity number (GB 11643) as the ledger keeps it, or nothing."""

    def wrong(self, value: Any) -> Wrong | None:
        if not isinstance(value, str):
            return Wrong("type", {"wanted": "文字"})
        sound = not value or (id_number.normalized(value) == value and id_number.is_valid(value))
        return None if sound else Wrong("pattern")


@dataclass(frozen=True, kw_only=True)
class WireTable:
    """One table of a package. Adding a table to the format is adding one of these.

    title: the column that names a row to people; a reference stands for the row it leads to. words: its
    group in `labels.field` (the table's name when empty). grouped_by: rows that share this column travel as
    one line, so that a sheet is a line; since: the schema it came with. unique: columns that no two rows
    share. links, owned, fills, needs, path: what else holds between rows (`between`).
    """

    name: str
    fields: tuple[Field, ...]
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

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.fields})

    by_name: Mapping[str, Field] = field(init=False, repr=False, default_factory=dict)

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
    return row


def wrong_rows(table: WireTable, rows: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], str, Wrong]]:
    """Yield the rows of our own ledger that a receiver would refuse: row, column, why."""
    for row in rows:
        for column in table.fields:
            wrong = column.wrong(row[column.name])
            if wrong is not None:
                yield row, column.name, wrong
