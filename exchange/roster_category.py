"""What the columns of a row say of the category: 正式, 预备, or not a member."""

from dataclasses import dataclass

from exchange import roster_coded, roster_standing, roster_words
from exchange.roster_sheet import RosterRow
from models import codes

_MERELY_MEMBER = frozenset({"中共党员", "党员", "中国共产党党员", "共产党员", "01"})
"""Columns headed 政治面貌 say so of probationary members too."""


@dataclass(frozen=True, slots=True)
class Category:
    """What one column says. value: `full`, `probationary`, `models.codes.NOT_MEMBER`, or empty when nobody knows it."""

    label: str
    text: str
    value: str


def read(row: RosterRow) -> list[Category]:
    """Return what is said of the category, once for each value; nothing where the columns are empty or tell of a
    standing.
    """
    found: dict[str, Category] = {}
    for label, text in _texts(row):
        value = _value(text)
        if value is not None:
            found.setdefault(value or text, Category(label, text, value))
    full = found.get("full")
    if full is not None and "probationary" in found and roster_words.squeezed(full.text) in _MERELY_MEMBER:
        del found["full"]
    return list(found.values())


def _texts(row: RosterRow) -> list[tuple[str, str]]:
    texts = []
    for name in ("category", "status"):
        for entry in row.entries.get(name, ()):
            if entry.cell.flaw or roster_words.says_nothing(entry.cell.value):
                continue
            text = " ".join(str(entry.cell.value).split())
            said = roster_standing.answer(entry.column.label, text)
            if name == "category" or (said != text and said.endswith("党员")):
                texts.append((entry.column.label, said))
    return texts


def _value(text: str) -> str | None:
    """Return a category's value, "" for a word that nobody knows, None for one that is about standing."""
    reading = roster_coded.read("category", text)
    if reading.known:
        return reading.value or None
    said = roster_standing.said_by(text)
    if said is None:
        return ""
    return codes.NOT_MEMBER if said.kind == roster_standing.NOT_MEMBER else None
