"""The blocks of a bound archive beside those of a sheet: cover, headings, contents, page breaks, repeated groups."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.typeset import TextStyle

if TYPE_CHECKING:
    from reports.form import Block, Fixed, Text


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section: never the last thing on a page, a bookmark of the file and, where `listed`, an entry of
    the contents.

    new_page: it begins a page. level: of the bookmark, from 1. numbered: 一、二、… is put before it. shown: it is
    drawn, not only a bookmark.
    """

    text: "Text"
    style: TextStyle
    height: float
    before: float
    after: float
    listed: bool
    new_page: bool
    level: int
    shown: bool = True
    numbered: bool = False
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Break:
    """What follows begins on a new page."""

    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of the headings with the pages they stand on, computed when all is laid out."""

    style: TextStyle
    line_height: float
    leader: str
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """A page of its own with elements at fixed places; it carries no page mark."""

    elements: tuple["Fixed", ...]
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """Blocks repeated for each row of a source. empty: how often, with blanks for the pen, where there are no rows."""

    rows: str
    blocks: tuple["Block", ...]
    empty: int
    variants: tuple[str, ...] = ()
