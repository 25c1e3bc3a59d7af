"""A form as data: what it consists of. Reading and checking the TOML file is `form_file.py`; the blocks of bound
archives are in `form_flow.py`.

A page has elements at fixed places and a flow of blocks, one beneath the other: strips (a line of cells without
rules: title, header line, foot), grids (ruled cells with labels), prose (a long text beside its label) and tables. All
but strips go on over pages; ruled blocks that follow without a gap share one frame. A block that names variants stands
in those only. Millimetres throughout; sizes in points.
"""

from dataclasses import dataclass, replace
from datetime import date

from models.kinds.catalog import kinds
from reports.form_flow import Break, Contents, Cover, Heading, Repeat
from reports.typeset import TextStyle

Text = tuple[tuple[str, str], ...]
"""A text with places for fields: (literal, field name or "") pairs."""

EVERY, FIRST, LAST = "every", "first", "last"

SUBJECTS = {
    "roster": (),
    "meeting": ("year", "meetings"),
    "sign_in": ("year", "meetings", "day"),
    "statistics": ("year",),
    "make_ups": ("year",),
    "year_credits": ("year",),
    "member_credits": ("year", "members"),
    "archive": ("year", "members"),
    "pledges": ("year", "pledges", "members"),
    "pledge_notice": ("year",),
    "pledge_year": ("year",),
    "study_year": ("year",),
    "reading_matrix": ("year",),
    "gaps": ("year",),
    **{f"{kind.name}_year": ("year",) for kind in kinds().values() if kind.register},
    **{f"{kind.name}_letter": ("year", "members") for kind in kinds().values() if kind.letter},
}
"""What a form is printed of, and what has to be chosen for it: the members of today; meetings; meetings held or, with a
day, to be held; a year; the year of members; pledges, those of a posting, those of a year; a year's study;
what a year still lacks."""

WITH_BASIS = frozenset({"statistics", "year_credits", "member_credits", "archive"})
"""Subjects that go by documents, which a form may name."""

MASKED = frozenset({"roster", "archive", "pledges", "pledge_notice"})
"""Subjects with numbers that can be masked for posting."""


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
    lines. only_with: a field that has to have a text.
    """

    cells: tuple[StripCell, ...]
    height: float
    pages: str
    before: float = 0.0
    after: float = 0.0
    variants: tuple[str, ...] = ()
    only_with: str = ""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One ruled cell. text: a label or a value; span: how many columns it takes; padding: free at either side."""

    text: Text
    span: int
    style: TextStyle
    padding: float


@dataclass(frozen=True, slots=True)
class GridRow:
    """Cells side by side. It stands in the variants named (none: in all), and wherever the field `also_with` has a
    text; but only where `only_with` has one.
    """

    cells: tuple[GridCell, ...]
    height: float
    hand_height: float
    variants: tuple[str, ...] = ()
    also_with: str = ""
    only_with: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of ruled cells over common columns. before: free height above, which also ends a shared frame. only_with: a
    field that has to have a text.
    """

    widths: tuple[float, ...]
    rows: tuple[GridRow, ...]
    before: float = 0.0
    frame: float = 1.0
    inner: float = 0.5
    variants: tuple[str, ...] = ()
    only_with: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """A long text beside its label, or below it where `label_width` is 0; flows over pages.

    line_height: from one line to the next. ruled: each line has a rule to write on; behind the last line of a text
    there is none, so that nothing can be added. hand_lines: so many on forms to be filled by hand, or as many as blank
    rows are asked for when 0. fill: go on to the foot of the page; a filled text is closed with `closing`, by hand
    there are lines to the foot. continued: put behind the label on further pages. only_with: a field that has to have
    a text. empty_lines: so many lines for the pen where a filled form has no text; with none it is closed, but for a
    text that stays open while the field `open_without` has none.
    """

    label: Text
    text: Text
    style: TextStyle
    label_style: TextStyle
    label_width: float
    line_height: float
    ruled: bool
    hand_lines: int
    fill: bool
    continued: str
    only_with: str = ""
    padding: float = 2.0
    before: float = 0.0
    frame: float = 1.0
    inner: float = 0.5
    variants: tuple[str, ...] = ()
    empty_lines: int = 0
    closing: str = "以下空白"
    open_without: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. widths: variant -> width, the column is left out of variants it does not name.

    over: a head standing above this column and its neighbours with the same words. pen: only on forms to be filled by
    hand, because nothing that is kept fills it.
    """

    title: str
    field: str
    widths: dict[str, float]
    style: TextStyle
    head_style: TextStyle
    padding: float
    over: str = ""
    pen: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; the head row stands on every page. across: how many rows stand side by side.

    hand_height: least height of a row on forms to be filled by hand. spare: at least so many empty rows behind those of
    a filled form. fill: go on with empty rows to the foot of the page. empty: so many rows for the pen where a filled
    form has none.
    """

    rows: str
    columns: tuple[Column, ...]
    row_height: float
    head_height: float
    across: int = 1
    frame: float = 1.0
    inner: float = 0.5
    hand_height: float = 10.0
    spare: int = 0
    fill: bool = False
    variants: tuple[str, ...] = ()
    empty: int = 0

    def filled(self) -> "Table":
        """Return the table of a filled form: without columns for the pen, their room given to the widest text."""
        kept = [column for column in self.columns if not column.pen]
        if len(kept) == len(self.columns):
            return self
        for variant in {name for column in self.columns for name in column.widths}:
            room = sum(column.widths.get(variant, 0.0) for column in self.columns if column.pen)
            wide = [one for one in kept if variant in one.widths]
            widest = max(wide, key=lambda one: (one.style.align == "justify", one.widths[variant]))
            at = kept.index(widest)
            kept[at] = replace(widest, widths=widest.widths | {variant: widest.widths[variant] + room})
        return replace(self, columns=tuple(kept))

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
Block = Strip | Grid | Prose | Table | Heading | Break | Contents | Cover | Repeat


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The page mark: {page} and {pages} in the text; `edge` is the distance of its foot from the paper's lower edge.

    left: a text on the same line at the left margin, such as the person's name.
    """

    text: str
    edge: float
    style: TextStyle
    left: Text = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One form and edition, checked.

    order: its place among the others where they are listed. of: what it is printed of, one of `SUBJECTS`.
    variant_field: the field that tells the variant of a filled form, nothing where the user chooses.
    """

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
    of: str = "roster"
    order: int = 0
    variant_field: str = ""

    @property
    def has_table(self) -> bool:
        """Whether it can become a workbook: one table, not a bound volume of many."""
        bound = any(isinstance(block, Heading) for block in self.blocks)
        return not bound and any(isinstance(block, Table) for block in self.blocks)

    def blocks_of(self, variant: str) -> list[Block]:
        """Return the blocks that stand in a variant."""
        return [block for block in self.blocks if not block.variants or variant in block.variants]
