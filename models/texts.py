"""What every text that is kept must satisfy: composed form, no invisible characters, a length that forms can hold."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from models import words
from models.errors import RefusedError

_DATE_SEPARATORS = re.compile(r"[.．/／年月\-－—\s]+")
_FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def invisible_characters(text: str, *, multiline: bool = False) -> list[str]:
    """Return the control, zero-width, direction and unassigned characters of a text as `U+200B` names, each once."""
    found: dict[str, None] = {}
    for character in text:
        if multiline and character in "\n\t":
            continue
        if unicodedata.category(character) in _FORBIDDEN:
            found[f"U+{ord(character):04X}"] = None
    return list(found)


def line(field: str, text: str, limit: int, *, required: bool = False, where: str = "", multiline: bool = False) -> str:
    """Return a text as it is kept: NFC, without blanks at its ends.

    field: `table.column`, its word is in `labels.field`. Raises RefusedError for invisible characters, for more
    than `limit`
    characters, and for nothing where something is required.
    """
    if multiline:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = unicodedata.normalize("NFC", text).strip(" \u3000\r\n\t")
    word = words.label("field", field)
    hidden = invisible_characters(kept, multiline=multiline)
    if hidden:
        raise RefusedError("value-bad-characters", field=word, characters="、".join(hidden), where=where)
    if len(kept) > limit:
        raise RefusedError("value-too-long", field=word, length=len(kept), limit=limit, where=where)
    if required and not kept:
        raise RefusedError("value-empty", field=word, where=where)
    return kept


def iso_date(field: str, text: str, *, where: str = "") -> str:
    """Return a date as it is kept: `1985`, `1985-07` or `1985-07-01`, or nothing; its precision is part of it.

    Raises RefusedError("value-bad-date") for anything else and for days that do not exist.
    """
    if not text:
        return ""
    parts = text.split("-")
    widths = [len(part) for part in parts]
    if widths in ([4], [4, 2], [4, 2, 2]) and all(part.isascii() and part.isdigit() for part in parts):
        numbers = [*map(int, parts), 1, 1][:3]
        try:
            if 1850 <= date(*numbers).year <= 2200:
                return text
        except ValueError:
            pass
    raise RefusedError("value-bad-date", field=words.label("field", field), value=text, where=where)


def typed_date(text: str) -> str:
    """Return what was typed as a date with dashes and two figures; what is no date comes back as typed."""
    typed = text.strip().rstrip("日月年号.")
    if re.fullmatch(r"\d{8}", typed):
        return f"{typed[:4]}-{typed[4:6]}-{typed[6:]}"
    parts = _DATE_SEPARATORS.split(typed)
    if len(parts) <= 3 and all(part.isascii() and part.isdigit() for part in parts):
        return "-".join([parts[0], *(part.zfill(2) for part in parts[1:])])
    return typed


def full_date(field: str, text: str, *, where: str = "") -> str:
    """Return a date known to the day. Raises RefusedError("value-bad-date")."""
    kept = iso_date(field, text, where=where)
    if len(kept) != len("2026-01-01"):
        raise RefusedError("value-bad-date", field=words.label("field", field), value=text, where=where)
    return kept


def choice(field: str, value: str, allowed: Iterable[str], *, where: str = "") -> str:
    """Return a key that is one of the allowed ones. Raises RefusedError("value-not-allowed")."""
    if value not in allowed:
        raise RefusedError("value-not-allowed", field=words.label("field", field), value=value, where=where)
    return value


def pasted(text: str) -> str:
    """Return a text that comes from another program as it may be kept: lines and tabs stay, what nobody sees goes.

    Web pages and phones put zero-width characters into their texts, which nobody could find to take them out.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(one for one in lines if one in "\n\t" or unicodedata.category(one) not in _FORBIDDEN)


def without_invisible(text: str) -> str:
    """Return a text without its control, zero-width and direction characters; for files of other programs."""
    return "".join(character for character in text if unicodedata.category(character) not in _FORBIDDEN)
