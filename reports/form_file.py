"""Reading a form's TOML file: every finding is reported at once, when the file is loaded, not when somebody prints."""

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

from models.errors import WorldError
from reports import fields
from reports.fonts import ROLES
from reports.form import (
    EVERY,
    FIRST,
    LAST,
    SUBJECTS,
    Block,
    Column,
    Fixed,
    FixedBox,
    FixedLine,
    FixedText,
    FixedTick,
    Form,
    Grid,
    GridCell,
    GridRow,
    PageNumber,
    PageSetup,
    Prose,
    Strip,
    StripCell,
    Table,
    Text,
)
from reports.form_entry import Entry, Finding
from reports.typeset import SMALLEST, TextStyle

PAPERS = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
SIZES = {"小初": 36.0, "一号": 26.0, "小一": 24.0, "二号": 22.0, "小二": 18.0, "三号": 16.0, "小三": 15.0} | {
    "四号": 14.0,
    "小四": 12.0,
    "五号": 10.5,
    "小五": 9.0,
}
ALIGNMENTS = ("left", "center", "right", "justify")
FITS = ("wrap", "tighten", "name")
_HAIR = 0.01


def load_form(path: Path) -> Form:
    """Return the form in a file. Raises WorldError("form-faulty") with every finding."""
    form, findings = read_form(path)
    if form is None or findings:
        said = "；".join(map(str, findings[:20]))
        raise WorldError("form-faulty", path=str(path), count=len(findings), findings=said)
    return form


def read_form(path: Path) -> tuple[Form | None, list[Finding]]:
    """Return the form in a file, None if it cannot be made out at all, and everything that is wrong with the file."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return None, [Finding(path.name, f"读不出来（{error}）")]
    reader = _Reader()
    form = reader.form(raw)
    return form, reader.findings


class _Reader:
    """Makes out one form; whatever is wrong is added to `findings` and read on with a stand-in."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.page = PageSetup(210, 297, 25, 20, 20, 28, "left")
        self.variants: dict[str, str] = {}

    def form(self, raw: dict[str, Any]) -> Form:
        entry = Entry(self.findings, "", raw)
        head = {name: entry.text(name, needed=True) for name in ("form", "title")}
        edition = int(entry.number("edition", 0, needed=True))
        self.page = self._page(Entry(self.findings, "page", entry.get("page", dict, {}, needed=True)))
        variants = entry.get("variants", dict, {"full": "完整"})
        self.variants = {str(name): str(label) for name, label in variants.items()}
        blocks = tuple(self._block(one) for one in entry.entries("block"))
        if not blocks:
            entry.wrong("一个 block 也没有")
        fixed = tuple(self._fixed(one) for one in entry.entries("fixed"))
        number = entry.get("page_number", dict, None)
        form = Form(
            head["form"],
            head["title"],
            edition,
            entry.get("valid_from", date, date(1900, 1, 1), needed=True),
            entry.get("valid_to", date, None),
            self.page,
            self.variants,
            blocks,
            fixed,
            self._page_number(Entry(self.findings, "page_number", number)) if number is not None else None,
            entry.text("sheet_name", head["title"]),
            entry.choice("of", tuple(SUBJECTS), "roster"),
            int(entry.number("order")),
            entry.text("variant_field"),
        )
        self._known_field(entry, form.variant_field, "")
        entry.close()
        return form

    def _page(self, entry: Entry) -> PageSetup:
        size = PAPERS[entry.choice("size", tuple(PAPERS), "A4")]
        if entry.choice("orientation", ("portrait", "landscape"), "portrait") == "landscape":
            size = size[1], size[0]
        top, right, bottom, left = entry.numbers("margins", 4)
        binding = entry.choice("binding", ("left", "top"), "left")
        entry.close()
        page = PageSetup(*size, top, right, bottom, left, binding)
        if min(top, right, bottom, left) < 5 or page.inner_width < 30 or page.inner_height < 30:
            entry.wrong("页边距不合适：每边至少 5 毫米，中间至少留 30 毫米")
        return page

    def _style(self, entry: Entry, default: TextStyle) -> TextStyle:
        sizes = entry.get("sizes", list, None)
        return TextStyle(
            entry.choice("font", ROLES, default.role),
            self._sizes(entry, sizes) if sizes else default.sizes,
            entry.choice("align", ALIGNMENTS, default.align),
            entry.number("leading", default.leading, least=1.0),
            entry.choice("fit", FITS, default.fit),
            entry.number("stretch", default.stretch, least=0.7),
            entry.number("indent", default.indent),
        )

    def _sizes(self, entry: Entry, raw: list[Any]) -> tuple[tuple[float, int], ...]:
        """Read `["五号", 2, "小五", 0]`: sizes by their Chinese name or in points, each with its most lines."""
        sizes = []
        for size, lines in zip(raw[::2], raw[1::2], strict=False):
            points = SIZES.get(size) if isinstance(size, str) else size
            if not isinstance(points, int | float) or not isinstance(lines, int):
                entry.wrong(f"sizes 里不认识 {size!r}, {lines!r}")
                continue
            if points < SMALLEST:
                entry.wrong(f"字号不能小于小五（{SMALLEST:g} 磅）")
            sizes.append((float(points), lines))
        if not sizes or len(raw) % 2 or sizes[-1][1] != 0:
            entry.wrong("sizes 应当是“字号, 行数”成对，最后一个行数为 0（不限）")
            return ((10.5, 2), (SMALLEST, 0))
        return tuple(sizes)

    def _text(self, entry: Entry, name: str = "text") -> Text:
        raw = entry.text(name, needed=True)
        try:
            parts = [(literal, field or "") for literal, field, _, _ in Formatter().parse(raw)]
        except ValueError:
            entry.wrong(f"{name} 里的花括号不成对：{raw}")
            return ((raw, ""),)
        for _, field in parts:
            self._known_field(entry, field, "")
        return tuple(parts)

    def _field(self, entry: Entry, name: str) -> str:
        field = entry.text(name)
        self._known_field(entry, field, "")
        return field

    def _known_field(self, entry: Entry, field: str, scope: str) -> None:
        """Check that a field exists and can be had here: `scope` is what the rows of a table are, empty outside."""
        if not field:
            return
        items = {source.item for source in fields.sources().values()}
        if field not in fields.known():
            entry.wrong(f"没有 {field} 这个字段")
        elif scope and not field.startswith(f"{scope}."):
            entry.wrong(f"{field} 不属于这张表的行")
        elif not scope and field.partition(".")[0] in items:
            entry.wrong(f"{field} 只能用在表格的列里")

    def _block(self, entry: Entry) -> Block:
        readers: dict[str, Callable[[Entry], Block]] = {
            "strip": self._strip,
            "grid": self._grid,
            "prose": self._prose,
            "table": self._table,
        }
        block = readers[entry.choice("kind", tuple(readers), "strip")](entry)
        entry.close()
        return block

    def _named_variants(self, entry: Entry) -> tuple[str, ...]:
        named = tuple(map(str, entry.get("variants", list, [])))
        for unknown in set(named) - self.variants.keys():
            entry.wrong(f"variants 里的 {unknown} 没有在 [variants] 里说明")
        return named

    def _strip(self, entry: Entry) -> Strip:
        base = TextStyle(sizes=((12.0, 1), (10.5, 1), (10.5, 2), (SMALLEST, 0)), fit="tighten")
        style = self._style(entry, base)
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
            self._named_variants(entry),
        )

    def _strip_cell(self, entry: Entry, style: TextStyle) -> StripCell:
        cell = StripCell(
            self._text(entry), entry.number("width"), self._style(entry, style), entry.text("continued")
        )
        entry.close()
        return cell

    def _grid(self, entry: Entry) -> Grid:
        widths = tuple(float(one) for one in entry.get("widths", list, [], needed=True) if isinstance(one, int | float))
        if abs(sum(widths) - self.page.inner_width) > _HAIR:
            entry.wrong(f"widths 共宽 {sum(widths):g} 毫米，应为 {self.page.inner_width:g} 毫米")
        styles = self._style(entry, TextStyle(align="left")), self._label_style(entry)
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
            self._named_variants(entry),
        )

    def _label_style(self, entry: Entry) -> TextStyle:
        return self._style(
            Entry(self.findings, f"{entry.place} label", entry.get("head", dict, {})),
            TextStyle("hei", ((10.5, 0),), "center"),
        )

    def _grid_row(self, entry: Entry, columns: int, styles: tuple[TextStyle, TextStyle], padding: float) -> GridRow:
        cells = tuple(self._grid_cell(cell, styles, padding) for cell in entry.entries("cells"))
        if sum(cell.span for cell in cells) != columns:
            entry.wrong(f"各格共占 {sum(cell.span for cell in cells)} 列，应为 {columns} 列")
        height = entry.number("height", 9.0, least=5.0)
        also, only = self._field(entry, "also_with"), self._field(entry, "only_with")
        row = GridRow(cells, height, entry.number("hand_height", height), self._named_variants(entry), also, only)
        entry.close()
        return row

    def _grid_cell(self, entry: Entry, styles: tuple[TextStyle, TextStyle], padding: float) -> GridCell:
        is_label = "label" in entry.raw
        text = self._text(entry, "label" if is_label else "text")
        span = int(entry.number("span", 1, least=1))
        cell = GridCell(text, span, self._style(entry, styles[is_label]), 0.5 if is_label else padding)
        entry.close()
        return cell

    def _prose(self, entry: Entry) -> Prose:
        style = self._style(entry, TextStyle(sizes=((12.0, 0),), align="justify", indent=2.0))
        if len(style.sizes) > 1:
            entry.wrong("长文只能有一个字号")
        prose = Prose(
            self._text(entry, "label"),
            self._text(entry),
            style,
            self._label_style(entry),
            entry.number("label_width", 24.0),
            entry.number("line_height", 10.0, least=style.sizes[0][0] * style.leading * 25.4 / 72),
            bool(entry.get("ruled", bool, True)),
            int(entry.number("lines", 1, least=1)),
            int(entry.number("hand_lines")),
            bool(entry.get("fill", bool, False)),
            entry.text("continued", "（续）"),
            self._field(entry, "only_with"),
            entry.number("padding", 2.0),
            entry.number("before"),
            entry.number("frame", 1.0, least=0.1),
            entry.number("inner", 0.5, least=0.1),
            self._named_variants(entry),
        )
        if self.page.inner_width - prose.label_width - 2 * prose.padding < 30:
            entry.wrong("长文太窄：至少要 30 毫米")
        return prose

    def _table(self, entry: Entry) -> Table:
        source = entry.text("rows", needed=True)
        known = fields.sources().get(source)
        if known is None:
            entry.wrong(f"没有 {source} 这样的行")
        head = self._style(
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
            self._named_variants(entry),
        )

    def _column(self, entry: Entry, scope: str, head: TextStyle, padding: float) -> Column:
        field = entry.text("field")
        if scope != "?":
            self._known_field(entry, field, scope)
        style = self._style(entry, TextStyle(align="center"))
        column = Column(
            entry.text("title", needed=True),
            field,
            self._widths(entry),
            style,
            head,
            entry.number("padding", padding),
            entry.text("over"),
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

    def _fixed(self, entry: Entry) -> Fixed:
        kind = entry.choice("kind", ("text", "line", "box", "tick"), "text")
        pages = entry.choice("pages", (EVERY, FIRST, LAST), EVERY)
        element: Fixed
        if kind == "line":
            x1, y1, x2, y2 = entry.numbers("line", 4)
            element = FixedLine((x1, y1), (x2, y2), entry.number("weight", 0.5), pages)
            self._inside(entry, (min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)))
        elif kind == "tick":
            x, y = entry.numbers("at", 2)
            field = entry.text("field")
            self._known_field(entry, field, "")
            element = FixedTick((x, y), entry.number("size", 3.0, least=2.0), field, pages)
            self._inside(entry, (x, y, element.size, element.size))
        else:
            x, y, width, height = box = entry.numbers("box", 4)
            self._inside(entry, (x, y, width, height))
            if kind == "box":
                element = FixedBox((x, y, width, height), entry.number("weight", 0.5), pages)
            else:
                element = FixedText((x, y, width, height), self._text(entry), self._style(entry, TextStyle()), pages)
            del box
        entry.close()
        return element

    def _inside(self, entry: Entry, box: tuple[float, float, float, float]) -> None:
        x, y, width, height = box
        if x < 0 or y < 0 or width < 0 or height < 0 or x + width > self.page.width or y + height > self.page.height:
            entry.wrong(f"位置 {box} 超出纸面（{self.page.width:g} × {self.page.height:g} 毫米）")

    def _page_number(self, entry: Entry) -> PageNumber:
        text = entry.text("text", needed=True)
        names = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
        if not names <= {"page", "pages"}:
            entry.wrong("页码里只能用 {page} 和 {pages}")
        style = self._style(entry, TextStyle(sizes=((10.5, 0),), align="center"))
        number = PageNumber(text, entry.number("edge", 10.0, least=5.0), style)
        entry.close()
        return number
