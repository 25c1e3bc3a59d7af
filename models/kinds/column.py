"""What a column of a record may hold, as declarations that check themselves: in a package, at rest, at the door.

Codes: `type`, `char`, `nfc`, `length`, `pattern`, `date`, `id`, `choice`, `range`.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models import id_number, texts
from models.ids import UUID7

_DATE_SHAPE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1850, 2200


def shown(written: str) -> str:
    """Return what others wrote in a form that a sentence can quote: short, nothing invisible."""
    return "".join(character for character in written[:40] if character.isprintable())


def whole_number(value: Any, low: int, high: int) -> bool:
    """Tell whether a JSON value is an integer in a range; truth values are not integers."""
    return type(value) is int and low <= value <= high


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a value cannot stand: a code and facts for the sentence."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. since: schema it came with; rows of an older schema get `default` instead."""

    name: str
    since: int = 1
    default: Any = ""

    def wrong(self, value: Any) -> Wrong | None:
        """Return what is wrong with a value, or None."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Text(Column):
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
class Id(Column):
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
class People(Column):
    """Ids of people, `+` between them, or nobody."""

    required: bool = False
    many: bool = False

    def wrong(self, value: Any) -> Wrong | None:
        if not isinstance(value, str):
            return Wrong("type", {"wanted": "文字"})
        parts = value.split("+") if value else []
        if (len(parts) > 1 and not self.many) or (self.required and not parts):
            return Wrong("length", {"length": len(parts), "low": int(self.required), "limit": 1})
        return None if all(map(UUID7.fullmatch, parts)) else Wrong("id")


@dataclass(frozen=True, kw_only=True)
class Date(Column):
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
class Month(Column):
    """A month of a year (`2026-01`), or nothing."""

    required: bool = False

    def wrong(self, value: Any) -> Wrong | None:
        if not isinstance(value, str):
            return Wrong("type", {"wanted": "文字"})
        shape = _DATE_SHAPE.fullmatch(value)
        if not value and not self.required:
            return None
        real = shape is not None and shape[2] and not shape[3] and _exists(int(shape[1]), int(shape[2]), 1)
        return None if real else Wrong("date", {"value": shown(value)})


@dataclass(frozen=True, kw_only=True)
class Choice(Column):
    """One of a few keys."""

    values: tuple[str, ...]

    def wrong(self, value: Any) -> Wrong | None:
        if not isinstance(value, str):
            return Wrong("type", {"wanted": "文字"})
        return None if value in self.values else Wrong("choice", {"value": shown(value)})


@dataclass(frozen=True, kw_only=True)
class Choices(Column):
    """One or several of a few keys, `+` between them, each once and in the order of `values`."""

    values: tuple[str, ...]

    def wrong(self, value: Any) -> Wrong | None:
        if not isinstance(value, str):
            return Wrong("type", {"wanted": "文字"})
        parts = value.split("+")
        canonical = "+".join(key for key in self.values if key in parts)
        return None if value and value == canonical else Wrong("choice", {"value": shown(value)})


@dataclass(frozen=True, kw_only=True)
class Integer(Column):
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
class Pattern(Column):
    """A text of an ASCII pattern, such as a digest."""

    pattern: re.Pattern[str]

    def wrong(self, value: Any) -> Wrong | None:
        if not isinstance(value, str):
            return Wrong("type", {"wanted": "文字"})
        return None if self.pattern.fullmatch(value) else Wrong("pattern")


@dataclass(frozen=True, kw_only=True)
class IdNumber(Column):
    """A citizen identity number (GB 11643) as the ledger keeps it, or nothing."""

    def wrong(self, value: Any) -> Wrong | None:
        if not isinstance(value, str):
            return Wrong("type", {"wanted": "文字"})
        sound = not value or (id_number.normalized(value) == value and id_number.is_valid(value))
        return None if sound else Wrong("pattern")
