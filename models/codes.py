"""Coded facts of a member in everyday writing: sex, ethnicity, education, category.

The lists stand in `resources/codes/*.toml`, so the importer, the forms and the window share them.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache

import resources

NOT_MEMBER = "not_member"
"""Reading of a category that says: this person is no member of the Party yet."""

_KEPT_AS_KEY = frozenset({"sex", "category"})
_BLANKS = re.compile(r"[\s\u3000]+")


@dataclass(frozen=True, slots=True)
class CodeReading:
    """What a written fact means.

    value: as the ledger keeps it, a key (`male`, `full`) or a word (`汉族`, `大学`). known: False when the
    list does not have it; `value` is then what was written, or empty where only keys can be kept.
    """

    value: str
    known: bool


@dataclass(frozen=True, slots=True)
class _List:
    spellings: dict[str, str]
    words: tuple[str, ...]


def read(kind: str, text: str) -> CodeReading:
    """Read a fact of kind `sex`, `ethnicity`, `education` or `category` in any of its spellings.

    An empty text is known and empty.
    """
    written = _BLANKS.sub("", text)
    if not written:
        return CodeReading("", True)
    found = _list(kind).spellings.get(_spelling(kind, written))
    if found is not None:
        return CodeReading(found, True)
    return CodeReading("" if kind in _KEPT_AS_KEY else unicodedata.normalize("NFC", text).strip(), False)


def choices(kind: str) -> tuple[str, ...]:
    """Return the words of a list in its official order, for forms and for the window to choose from."""
    return _list(kind).words


def _spelling(kind: str, text: str) -> str:
    key = unicodedata.normalize("NFKC", text).lower()
    return key.removesuffix("族") if kind == "ethnicity" else key


@cache
def _list(kind: str) -> _List:
    path = resources.ROOT / "codes" / f"{kind}.toml"
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    spellings: dict[str, str] = {}
    for code, entry in entries.items():
        value = code if kind in _KEPT_AS_KEY else entry["word"]
        for spelling in (entry["word"], *entry.get("also", ())):
            key = _spelling(kind, _BLANKS.sub("", spelling))
            if spellings.setdefault(key, value) != value:
                raise ValueError(f"{path.name}: '{spelling}' stands under two codes")
    official = (e["word"] for code, e in entries.items() if not e.get("everyday") and code != NOT_MEMBER)
    return _List(spellings, tuple(official))
