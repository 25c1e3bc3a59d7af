"""Reading the blocks of a sheet from a form file: strips, grids, prose and tables."""

from models.toml_entry import Entry
from reports import fields
from reports.form import (
    EVERY,
    FIRST,
    LAST,
    Column,
    Grid,
    GridCell,
    GridRow,
    Prose,
    Strip,
    StripCell,
    Table,
)
from reports.form_values import ValueReader
from reports.typeset import SMALLEST, TextStyle

_HAIR = 0.01


class BlockReader(ValueReader):
    """Reads the blocks of a sheet."""

    def strip(self, entry: Entry) -> Strip:
        """Read a line of cells without rules."""
        base = TextStyle(sizes=((12.0, 1), (10.5, 1), (10.5, 2), (SMALLEST, 0)), fit="tighten")
        style = self.style(entry, base)
        cells = [self._strip_cell(cell, style) for cell in entry.entries("cells")]
        if not cells:
            entry.wrong("一个 cells 也没有")
        taken = sum(cell.width for cell in cells)
        open_cells = sum(cell.width == 0 for cell in cells)
        if open_cells > 1:
            entry.wrong("只能有一格不写宽度")
        left = self.page.inner_width - taken
        if left < -_HAIR or (open_cells and left < 10):
            entry.wrong(f"各格共宽 {taken:g} 毫米，版心只有 {self.page.inner_width:g} 毫米")
        widened = tuple(
            StripCell(cell.text, cell.width or left, cell.style, cell.continued) for cell in cells
        )
        return Strip(
            widened,
            entry.number("height", 8.0, least=4.0),
            entry.choice("pages", (EVERY, FIRST, LAST), FIRST),
            entry.number("before"),
            entry.number("after"),
            self.named_variants(entry),
            self.field(entry, "only_with"),
        )

    def _strip_cell(self, entry: Entry, style: TextStyle) -> StripCell:
        cell = StripCell(
            self.text(entry), entry.number("width"), self.style(entry, style), entry.text("continued")
        )
        entry.close()
        return cell

    def grid(self, entry: Entry) -> Grid:
        """Read ruled cells with labels."""
        widths = tuple(float(one) for one in entry.get("widths", list, [], needed=True) if isinstance(one, int | float))
        if abs(sum(widths) - self.page.inner_width) > _HAIR:
            entry.wrong(f"widths 共宽 {sum(widths):g} 毫米，应为 {self.page.inner_width:g} 毫米")
        styles = self.style(entry, TextStyle(align="left")), self.label_style(entry)
        padding = entry.number("padding", 1.5)
        rows = tuple(self._grid_row(row, len(widths), styles, padding) for row in entry.entries("rows"))
        if not rows:
            entry.wrong("一个 rows 也没有")
        return Grid(
            widths,
            rows,
            entry.number("before"),
            entry.number("frame", 1.0, least=0.1),
            entry.number("inner", 0.5, least=0.1),
            self.named_variants(entry),
            self.field(entry, "only_with"),
        )

    def _grid_row(self, entry: Entry, columns: int, styles: tuple[TextStyle, TextStyle], padding: float) -> GridRow:
        cells = tuple(self._grid_cell(cell, styles, padding) for cell in entry.entries("cells"))
        if sum(cell.span for cell in cells) != columns:
            entry.wrong(f"各格共占 {sum(cell.span for cell in cells)} 列，应为 {columns} 列")
        height = entry.number("height", 9.0, least=5.0)
        also, only = self.field(entry, "also_with"), self.field(entry, "only_with")
        row = GridRow(cells, height, entry.number("hand_height", height), self.named_variants(entry), also, only)
        entry.close()
        return row

    def _grid_cell(self, entry: Entry, styles: tuple[TextStyle, TextStyle], padding: float) -> GridCell:
        is_label = "label" in entry.raw
        text = self.text(entry, "label" if is_label else "text")
        span = int(entry.number("span", 1, least=1))
        cell = GridCell(text, span, self.style(entry, styles[is_label]), 0.5 if is_label else padding)
        entry.close()
        return cell

    def prose(self, entry: Entry) -> Prose:
        """Read a long text beside its label."""
        style = self.style(entry, TextStyle(sizes=((12.0, 0),), align="justify", indent=2.0))
        if len(style.sizes) > 1:
            entry.wrong("长文只能有一个字号")
        prose = Prose(
            self.text(entry, "label"),
            self.text(entry),
            style,
            self.label_style(entry),
            entry.number("label_width", 24.0),
            entry.number("line_height", 10.0, least=style.sizes[0][0] * style.leading * 25.4 / 72),
            bool(entry.get("ruled", bool, True)),
            int(entry.number("hand_lines")),
            bool(entry.get("fill", bool, False)),
            entry.text("continued", "（续）"),
            self.field(entry, "only_with"),
            entry.number("padding", 2.0),
            entry.number("before"),
            entry.number("frame", 1.0, least=0.1),
            entry.number("inner", 0.5, least=0.1),
            self.named_variants(entry),
            int(entry.number("empty_lines")),
            entry.text("closing", "以下空白"),
            self.field(entry, "open_without"),
        )
        if self.page.inner_width - prose.label_width - 2 * prose.padding < 30:
            entry.wrong("长文太窄：至少要 30 毫米")
        return prose

    def rows(self, entry: Entry) -> tuple[str, fields.RowSource | None]:
        """Read the name of a source of rows; those of a row can be had only where that row stands."""
        source = entry.text("rows", needed=True)
        known = fields.sources().get(source)
        of = source.partition(".")[0]
        if known is None:
            entry.wrong(f"没有 {source} 这样的行")
        elif of in {one.item for one in fields.sources().values()} - set(self.inside_of):
            entry.wrong(f"{source} 只能用在重复 {of} 的地方")
        return source, known

    def table(self, entry: Entry) -> Table:
        """Read a ruled table."""
        source, known = self.rows(entry)
        head = self.style(
            Entry(self.findings, f"{entry.place} head", entry.get("head", dict, {})),
            TextStyle("hei", ((10.5, 2), (SMALLEST, 0)), "center", fit="tighten"),
        )
        padding = entry.number("padding", 1.5)
        scope = known.item if known else "?"
        columns = tuple(self._column(one, scope, head, padding) for one in entry.entries("columns"))
        across = int(entry.number("across", 1, least=1))
        if not columns:
            entry.wrong("一个 columns 也没有")
        for variant in self.variants:
            total = sum(column.widths.get(variant, 0.0) for column in columns) * across
            if abs(total - self.page.inner_width) > _HAIR:
                entry.wrong(
                    f"“{self.variants[variant]}”各列共宽 {total:g} 毫米，应为 {self.page.inner_width:g} 毫米"
                )
        return Table(
            source,
            columns,
            entry.number("row_height", 8.0, least=5.0),
            entry.number("head_height", 9.0, least=5.0),
            across,
            entry.number("frame", 1.0, least=0.1),
            entry.number("inner", 0.5, least=0.1),
            entry.number("hand_height", 10.0, least=8.0),
            int(entry.number("spare")),
            bool(entry.get("fill", bool, False)),
            self.named_variants(entry),
            int(entry.number("empty")),
        )

    def _column(self, entry: Entry, scope: str, head: TextStyle, padding: float) -> Column:
        field = entry.text("field")
        if scope != "?":
            self.known_field(entry, field, scope)
        style = self.style(entry, TextStyle(align="center"))
        column = Column(
            entry.text("title", needed=True),
            field,
            self._widths(entry),
            style,
            head,
            entry.number("padding", padding),
            entry.text("over"),
            bool(entry.get("pen", bool, False)),
        )
        em = style.sizes[-1][0] * 25.4 / 72
        if any(width - 2 * column.padding < em for width in column.widths.values()):
            entry.wrong(f"“{column.title}”太窄，放不下一个字")
        entry.close()
        return column

    def _widths(self, entry: Entry) -> dict[str, float]:
        raw = entry.get("width", (int, float, dict), 0, needed=True)
        if not isinstance(raw, dict):
            return dict.fromkeys(self.variants, float(raw))
        for variant in raw.keys() - self.variants.keys():
            entry.wrong(f"width 里的 {variant} 没有在 variants 里说明")
        return {name: float(raw[name]) for name in self.variants if isinstance(raw.get(name), int | float)}
