"""A form as data: what it consists of. Reading and checking the TOML file is `form_file.py`.

A page has elements at fixed places and a flow of blocks, one beneath the other: strips (a line of cells without
rules: title, header line, foot) and tables, which go on over pages. Millimetres throughout; sizes in points.
"""

from dataclasses import dataclass
from datetime import date

from reports.typeset import TextStyle

Text = tuple[tuple[str, str], ...]
"""A text with places for fields: (literal, field name or "") pairs."""

EVERY, FIRST, LAST = "every", "first", "last"


@dataclass(frozen=True, slots=True)
class PageSetup:
    """Paper and margins. binding: the edge ("left" or "top") whose margin changes sides on even pages when printed
    on both sides.
    """

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    binding: str

    @property
    def inner_width(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right

    @property
    def inner_height(self) -> float:
        """Height between the margins."""
        return self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class StripCell:
    """One text of a strip; `width` 0 means what the others leave. `continued` is put behind it from the second
    page on.
    """

    text: Text
    width: float
    style: TextStyle
    continued: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """Texts side by side without rules. pages: "every", "first" or "last"; `height` grows when a text needs more
    lines.
    """

    cells: tuple[StripCell, ...]
    height: float
    pages: str
    before: float = 0.0
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. widths: variant -> width, the column is left out of variants it does not name.

    over: a head standing above this column and its neighbours with the same words.
    """

    title: str
    field: str
    widths: dict[str, float]
    style: TextStyle
    head_style: TextStyle
    padding: float
    over: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; the head row stands on every page. across: how many rows stand side by side.

    hand_height: least height of a row on forms to be filled by hand.
    """

    rows: str
    columns: tuple[Column, ...]
    row_height: float
    head_height: float
    across: int = 1
    frame: float = 1.0
    inner: float = 0.5
    hand_height: float = 10.0

    def columns_of(self, variant: str) -> list[tuple[Column, float]]:
        """Return the columns of a variant with their widths."""
        return [(column, column.widths[variant]) for column in self.columns if variant in column.widths]


@dataclass(frozen=True, slots=True)
class FixedText:
    """A text in a box at a fixed place; it may not need more room than the box has."""

    box: tuple[float, float, float, float]
    text: Text
    style: TextStyle
    pages: str


@dataclass(frozen=True, slots=True)
class FixedLine:
    """A rule from one point to another."""

    start: tuple[float, float]
    end: tuple[float, float]
    weight: float
    pages: str


@dataclass(frozen=True, slots=True)
class FixedBox:
    """A rectangle."""

    box: tuple[float, float, float, float]
    weight: float
    pages: str


@dataclass(frozen=True, slots=True)
class FixedTick:
    """A tick box, ticked when the field's text is not empty."""

    place: tuple[float, float]
    size: float
    field: str
    pages: str


Fixed = FixedText | FixedLine | FixedBox | FixedTick
Block = Strip | Table


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The page mark: {page} and {pages} in the text; `edge` is the distance of its foot from the paper's lower edge."""

    text: str
    edge: float
    style: TextStyle


@dataclass(frozen=True, slots=True)
class Form:
    """One form and edition, checked."""

    id: str
    title: str
    edition: int
    valid_from: date
    valid_to: date | None
    page: PageSetup
    variants: dict[str, str]
    blocks: tuple[Block, ...]
    fixed: tuple[Fixed, ...]
    page_number: PageNumber | None
    sheet_name: str
