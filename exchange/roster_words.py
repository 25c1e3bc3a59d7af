"""The words of the roster's tables in `resources/roster`, read once; and how texts are compared with them."""

import re
import tomllib
import unicodedata
from functools import cache
from typing import Any

import resources
from models import cell_text


@cache
def table(name: str) -> dict[str, Any]:
    """Return one table of `resources/roster`."""
    return tomllib.loads((resources.ROOT / "roster" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str, *path: str) -> tuple[str, ...]:
    """Return a list of words in a table as texts are compared; empty where the table has none."""
    found: Any = table(name)
    for part in path:
        found = found.get(part, {})
    return tuple(squeezed(word) for word in found)


@cache
def pattern(name: str, *path: str) -> re.Pattern[str]:
    """Return a list of patterns in a table as one."""
    found: Any = table(name)
    for part in path:
        found = found[part]
    return re.compile(found if isinstance(found, str) else "|".join(found))


def simplified(text: str) -> str:
    """Return a text with the traditional characters of headers and coded words in simplified writing."""
    return text.translate(_simplified())


@cache
def _simplified() -> dict[int, str]:
    return {ord(pair[0]): pair[1] for pair in table("headers")["traditional"]["pairs"].split()}


def squeezed(text: str) -> str:
    """Return a text as words are compared: half-width, simplified, without blanks and capitals."""
    return simplified("".join(unicodedata.normalize("NFKC", text).split())).lower()


def says_nothing(value: object) -> bool:
    """Tell whether a cell's value stands for an empty one."""
    text = str(value)
    return cell_text.says_nothing(text) or text.strip() in cell_text.NOT_KNOWN
