"""Reading the blocks of a bound archive from a form file, and what stands at fixed places."""

from collections.abc import Callable

from models.toml_entry import Entry
from reports.form import EVERY, FIRST, LAST, Block, Fixed, FixedBox, FixedLine, FixedText, FixedTick, Strip
from reports.form_blocks import BlockReader
from reports.form_flow import Break, Contents, Cover, Heading, Repeat
from reports.typeset import SMALLEST, TextStyle


class SectionReader(BlockReader):
    """Reads any block."""

    def block(self, entry: Entry) -> Block:
        """Read a block of the kind it names."""
        readers: dict[str, Callable[[Entry], Block]] = {
            "strip": self.strip,
            "grid": self.grid,
            "prose": self.prose,
            "table": self.table,
            "heading": self._heading,
            "break": self._break,
            "contents": self._contents,
            "cover": self._cover,
            "repeat": self._repeat,
        }
        block = readers[entry.choice("kind", tuple(readers), "strip")](entry)
        entry.close()
        return block

    def _heading(self, entry: Entry) -> Heading:
        style = self.style(entry, TextStyle("hei", ((14.0, 1), (12.0, 0)), "left", fit="tighten"))
        return Heading(
            self.text(entry),
            style,
            entry.number("height", 10.0, least=5.0),
            entry.number("before", 4.0),
            entry.number("after", 1.0),
            bool(entry.get("listed", bool, True)),
            bool(entry.get("new_page", bool, False)),
            int(entry.number("level", 1, least=1)),
            bool(entry.get("shown", bool, True)),
            bool(entry.get("numbered", bool, False)),
            self.named_variants(entry),
        )

    def _break(self, entry: Entry) -> Break:
        return Break(self.named_variants(entry))

    def _contents(self, entry: Entry) -> Contents:
        style = self.style(entry, TextStyle(sizes=((14.0, 1), (12.0, 1), (SMALLEST, 0)), fit="tighten"))
        leader = entry.text("leader", "…")
        if len(leader) != 1:
            entry.wrong("leader 只能是一个字符")
        least = style.sizes[0][0] * style.leading * 25.4 / 72
        return Contents(style, entry.number("line_height", 10.0, least=least), leader[:1], self.named_variants(entry))

    def _cover(self, entry: Entry) -> Cover:
        elements = tuple(self.fixed(one) for one in entry.entries("elements"))
        if not elements:
            entry.wrong("一个 elements 也没有")
        return Cover(elements, self.named_variants(entry))

    def _repeat(self, entry: Entry) -> Repeat:
        source, known = self.rows(entry)
        self.inside_of.append(known.item if known else "?")
        blocks = tuple(self.block(one) for one in entry.entries("block"))
        self.inside_of.pop()
        if not blocks:
            entry.wrong("一个 block 也没有")
        if any(isinstance(one, Cover | Contents) for one in blocks):
            entry.wrong("封面和目录不能重复")
        if any(isinstance(one, Strip) and one.pages == EVERY for one in blocks):
            entry.wrong("重复的文字行不能每页都有")
        return Repeat(source, blocks, int(entry.number("empty")), self.named_variants(entry))

    def fixed(self, entry: Entry) -> Fixed:
        """Read what stands at a fixed place; a box outside the paper is a finding."""
        kind = entry.choice("kind", ("text", "line", "box", "tick"), "text")
        pages = entry.choice("pages", (EVERY, FIRST, LAST), EVERY)
        element: Fixed
        if kind == "line":
            x1, y1, x2, y2 = entry.numbers("line", 4)
            element = FixedLine((x1, y1), (x2, y2), entry.number("weight", 0.5), pages)
            self.inside(entry, (min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)))
        elif kind == "tick":
            x, y = entry.numbers("at", 2)
            field = entry.text("field")
            self.known_field(entry, field, "")
            element = FixedTick((x, y), entry.number("size", 3.0, least=2.0), field, pages)
            self.inside(entry, (x, y, element.size, element.size))
        else:
            x, y, width, height = box = entry.numbers("box", 4)
            self.inside(entry, (x, y, width, height))
            if kind == "box":
                element = FixedBox((x, y, width, height), entry.number("weight", 0.5), pages)
            else:
                element = FixedText((x, y, width, height), self.text(entry), self.style(entry, TextStyle()), pages)
            del box
        entry.close()
        return element
