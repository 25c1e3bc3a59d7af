"""What kind of list a sheet is, by what stands over it and by its headers: members, people who are no members or have
left, or something else with names in it.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from exchange import roster_words
from exchange.roster_header import Header, normalized_label
from exchange.sheets.grid import Cell, Sheet

NOT_MEMBER, LEFT, LOST = "not_member", "left", "lost"

_IN_TITLE = re.compile(r"^(?:附件\d*[:：]?)?(?:\d{2,4}年度?)?((?!党支部)(?!支部).+?(?:党?支部委员会|党?支部))")
_NO_BRANCH = ("团支部", "团总支部", "各支部", "各党支部", "本支部", "本党支部", "我支部", "总支部")
_LONGEST_TITLE = 40
_LONGEST_HEADING = 24
_MOST_CELLS = 3


@dataclass(frozen=True, slots=True)
class ListKind:
    """What a title says of all people under it. kind: `NOT_MEMBER`, `LEFT`, `LOST`. mixed: members stand there too."""

    kind: str
    title: str
    mixed: bool = False


@dataclass(frozen=True, slots=True)
class SheetAbout:
    """What the rows of a sheet share. kinds: what its titles say; fields: those of its header. has_others: its column
    of categories names people who are no members. answered: it says of others that they are members, in a column that
    is left empty for those who are not (`是否党员`, `政治面貌` without dates of admission).
    """

    kinds: tuple[ListKind, ...] = ()
    fields: frozenset[str] = frozenset()
    has_others: bool = False
    answered: bool = False

    @property
    def tells_leaving(self) -> bool:
        """Tell whether the rows themselves say who has left."""
        return bool(self.fields & {"status", "left_date", "left_kind", "left_place"})


NOTHING_SHARED = SheetAbout()


def kinds_over(file: str, sheet: Sheet, header: Header) -> tuple[ListKind, ...]:
    """Return what the file's name, the sheet's name and the titles over the header say of the people in it."""
    stem = Path(file).stem
    found = [kind_of_title(stem), kind_of_title(sheet.name, short=True)]
    found += [kind_of_title(title) for title in titles(sheet, header)]
    return tuple(dict.fromkeys(kind for kind in found if kind is not None))


def titles(sheet: Sheet, header: Header) -> list[str]:
    """Return the titles over the header: rows of few cells; a row of headings over groups of columns is none."""
    found = []
    for number, cells in sheet.lines():
        if number >= header.first_row:
            break
        own = [str(cell.value).strip() for cell in cells.values() if not cell.filled]
        over_columns = number == header.first_row - 1 and len(own) > 1
        if len(own) <= _MOST_CELLS and not over_columns:
            found += [text for text in own if len(text) <= _LONGEST_TITLE]
    return found


@cache
def kind_of_title(text: str, *, short: bool = False) -> ListKind | None:
    """Return what a title says of the people under it; None when it says nothing. short: the name of a sheet."""
    plain = _plain(text)
    if not plain or roster_words.pattern("standing", "lists", "not_a_title").search(plain):
        return None
    if short and roster_words.pattern("standing", "lists", "short_left").fullmatch(plain):
        return ListKind(LEFT, text)
    for kind in (LEFT, NOT_MEMBER, LOST):
        rest, count = roster_words.pattern("standing", "lists", kind).subn("", plain)
        if count:
            return ListKind(kind, text, mixed="党员" in rest)
    return None


def heading(cells: dict[int, Cell]) -> tuple[str, ListKind | None] | None:
    """Return a heading within a list (`二、入党积极分子`) and what it says of the people under it."""
    own = [cell for cell in cells.values() if not cell.filled]
    if len(own) != 1 or not isinstance(own[0].value, str) or len(own[0].value) > _LONGEST_HEADING:
        return None
    text = own[0].value.strip()
    found = kind_of_title(text, short=True)
    if found is not None:
        return text, ListKind(found.kind, text)
    members = roster_words.pattern("standing", "lists", "heading_of_members")
    return (text, None) if members.search(_plain(text)) else None


@cache
def category_of_title(text: str) -> str:
    """Return the category of all people under a title or heading (`二、预备党员（2名）`), empty when it says none."""
    plain = _plain(text)
    for category in ("probationary", "full"):
        if roster_words.pattern("standing", "lists", category).fullmatch(plain):
            return category
    return ""


def branch_in_title(text: str) -> str:
    """Return the branch that a title or a sheet's name names, empty when it names none."""
    found = _IN_TITLE.match("".join(text.split()))
    return "" if found is None or found[1].endswith(_NO_BRANCH) else found[1]


def other_list(header: Header, over: Iterable[str]) -> tuple[str, str] | None:
    """Return (kind, what shows it) for a sheet that is no roster but another list of names, such as paid dues."""
    if header.fields & set(roster_words.words("standing", "roster", "fields")):
        return None
    labels = [column.label for column in header.columns if not column.field]
    for kind, entry in roster_words.table("standing")["other"].items():
        shown = [label for label in labels if any(word in normalized_label(label) for word in entry["words"])]
        titled = [title for title in over if any(word in title for word in entry["titles"])]
        if shown or titled:
            return kind, (shown or titled)[0]
    return None


def _plain(text: str) -> str:
    return roster_words.simplified("".join(unicodedata.normalize("NFKC", text).split()))


def other_word(kind: str) -> str:
    """Return the Chinese word for a list that is no roster."""
    return str(roster_words.table("standing")["other"][kind]["word"])
