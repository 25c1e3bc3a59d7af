"""The values of a form file that every block is made of: styles, texts with fields, named variants."""

from string import Formatter
from typing import Any

from models.toml_entry import Entry, Finding
from reports import fields
from reports.fonts import ROLES
from reports.form import PageSetup, Text
from reports.typeset import SMALLEST, TextStyle

SIZES = {"小初": 36.0, "一号": 26.0, "小一": 24.0, "二号": 22.0, "小二": 18.0, "三号": 16.0, "小三": 15.0} | {
    "四号": 14.0,
    "小四": 12.0,
    "五号": 10.5,
    "小五": 9.0,
}
ALIGNMENTS = ("left", "center", "right", "justify")
FITS = ("wrap", "tighten", "name")


class ValueReader:
    """Reads the values of one form file; whatever is wrong is added to `findings` and read on with a stand-in."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.page = PageSetup(210, 297, 25, 20, 20, 28, "left")
        self.variants: dict[str, str] = {}
        # What the rows around a block are, innermost last: their fields may stand outside of tables there.
        self.inside_of: list[str] = []

    def style(self, entry: Entry, default: TextStyle) -> TextStyle:
        """Read how a text is set; what is not said is as in `default`."""
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

    def text(self, entry: Entry, name: str = "text") -> Text:
        """Read a text with places for fields."""
        raw = entry.text(name, needed=True)
        try:
            parts = [(literal, field or "") for literal, field, _, _ in Formatter().parse(raw)]
        except ValueError:
            entry.wrong(f"{name} 里的花括号不成对：{raw}")
            return ((raw, ""),)
        for _, field in parts:
            self.known_field(entry, field, "")
        return tuple(parts)

    def field(self, entry: Entry, name: str) -> str:
        """Read the name of a field outside of tables."""
        field = entry.text(name)
        self.known_field(entry, field, "")
        return field

    def known_field(self, entry: Entry, field: str, scope: str) -> None:
        """Check that a field exists and can be had here: `scope` is what the rows of a table are, empty outside."""
        if not field:
            return
        items = {source.item for source in fields.sources().values()} - set(self.inside_of)
        if field not in fields.known():
            entry.wrong(f"没有 {field} 这个字段")
        elif scope and not field.startswith(f"{scope}."):
            entry.wrong(f"{field} 不属于这张表的行")
        elif not scope and field.partition(".")[0] in items:
            entry.wrong(f"{field} 只能用在表格的列里")

    def named_variants(self, entry: Entry) -> tuple[str, ...]:
        """Read in which variants a block stands."""
        named = tuple(map(str, entry.get("variants", list, [])))
        for unknown in set(named) - self.variants.keys():
            entry.wrong(f"variants 里的 {unknown} 没有在 [variants] 里说明")
        return named

    def label_style(self, entry: Entry) -> TextStyle:
        """Read how labels are set."""
        return self.style(
            Entry(self.findings, f"{entry.place} label", entry.get("head", dict, {})),
            TextStyle("hei", ((10.5, 0),), "center"),
        )

    def inside(self, entry: Entry, box: tuple[float, float, float, float]) -> None:
        """Check that a box lies on the paper."""
        x, y, width, height = box
        if x < 0 or y < 0 or width < 0 or height < 0 or x + width > self.page.width or y + height > self.page.height:
            entry.wrong(f"位置 {box} 超出纸面（{self.page.width:g} × {self.page.height:g} 毫米）")
