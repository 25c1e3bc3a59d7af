"""Laying out a form once, into pages of positioned items; whoever draws them adds nothing of its own."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from models.errors import RefusedError
from reports.drawing import Box, Page, Rule, Setting, Tick
from reports.fields import FormData
from reports.fonts import FontBook
from reports.form import EVERY, FIRST, Fixed, FixedBox, FixedLine, FixedText, Form, Strip, Table, Text
from reports.place import place
from reports.table import TableLayout
from reports.typeset import Typesetter

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

# Free width between the cells of a strip, which have no rule between them.
_GAP = 2.0


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The pages of a form and the characters that no font could draw."""

    pages: list[Page]
    missing: list[str]


def lay_out(
    form: Form,
    data: FormData,
    book: FontBook,
    *,
    variant: str = "full",
    double_sided: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> LaidOut:
    """Lay out a form with its data.

    variant: one of the form's. double_sided: the binding margin changes sides on even pages. Raises
    RefusedError("print-cancelled") when `cancelled` says so; `progress` gets rows done and rows to do.
    """
    sheet = _Sheet(form, data, Typesetter(book), variant, double_sided)
    sheet.compose(progress or (lambda done, total: None), cancelled or (lambda: False))
    return LaidOut(sheet.pages, list(sheet.typesetter.missing))


class _Sheet:
    """The pages of one form while they are being made."""

    def __init__(
        self, form: Form, data: FormData, typesetter: Typesetter, variant: str, double_sided: bool
    ) -> None:
        self.form = form
        self.data = data
        self.typesetter = typesetter
        self.variant = variant
        self.double_sided = double_sided
        self.pages: list[Page] = []
        self._texts: dict[Text, str] = {}
        self._y = 0.0

    def compose(self, progress: Progress, cancelled: Cancelled) -> None:
        self._start_page()
        blocks = self.form.blocks
        for at, block in enumerate(blocks):
            if isinstance(block, Table):
                self._table(block, blocks[at + 1 :], progress, cancelled)
            elif not self._is_head(block):
                self._strip_in_flow(block)
        total = len(self.pages)
        for number, page in enumerate(self.pages, 1):
            self._finish(page, number, total)

    # --- pages ----------------------------------------------------------------------------

    @property
    def _shift(self) -> tuple[float, float]:
        """By how much the page being made is moved: even pages bind at the other edge."""
        setup = self.form.page
        if not self.double_sided or len(self.pages) % 2:
            return 0.0, 0.0
        return (setup.right - setup.left, 0.0) if setup.binding == "left" else (0.0, setup.bottom - setup.top)

    @property
    def _left(self) -> float:
        return self.form.page.left + self._shift[0]

    @property
    def _bottom(self) -> float:
        setup = self.form.page
        return setup.height - setup.bottom + self._shift[1]

    def _start_page(self) -> None:
        setup = self.form.page
        self.pages.append(Page(setup.width, setup.height))
        self._y = setup.top + self._shift[1]
        for block in self.form.blocks:
            if isinstance(block, Strip) and self._is_head(block) and (block.pages == EVERY or len(self.pages) == 1):
                self._put_strip(block)

    def _is_head(self, block: Strip | Table) -> bool:
        """Tell whether a block stands before the first table, so that it begins every page it belongs to."""
        blocks = self.form.blocks
        first_table = next((at for at, one in enumerate(blocks) if isinstance(one, Table)), len(blocks))
        return block in blocks[:first_table]

    # --- strips ---------------------------------------------------------------------------

    def _text(self, text: Text) -> str:
        if text not in self._texts:
            self._texts[text] = "".join(literal + (self.data.text(name) if name else "") for literal, name in text)
        return self._texts[text]

    def _set_strip(self, strip: Strip) -> tuple[list[tuple[Setting, float]], float]:
        """Return the cells of a strip as set texts with their widths, and the height of the strip.

        Cells of the same style get the same size, that of the longest text: one line is to look like one line.
        """
        texts = [self._text(cell.text) + (cell.continued if len(self.pages) > 1 else "") for cell in strip.cells]
        rooms = [cell.width - _GAP for cell in strip.cells[:-1]] + [strip.cells[-1].width]
        styles = [cell.style for cell in strip.cells]
        settings = [self.typesetter.set(*cell) for cell in zip(texts, styles, rooms, strict=True)]
        smallest = min((setting.size for setting in settings if setting.lines), default=0.0)
        for at, (setting, style) in enumerate(zip(settings, styles, strict=True)):
            if setting.size > smallest and style.sizes == styles[0].sizes and setting.lines:
                sizes = tuple(pair for pair in style.sizes if pair[0] <= smallest)
                settings[at] = self.typesetter.set(texts[at], replace(style, sizes=sizes), rooms[at])
        widths = [cell.width for cell in strip.cells]
        height = max(strip.height, *(setting.height for setting in settings))
        return list(zip(settings, widths, strict=True)), height

    def _put_strip(self, strip: Strip) -> None:
        settings, height = self._set_strip(strip)
        x = self._left
        self._y += strip.before
        for setting, width in settings:
            place(self.pages[-1], setting, x, self._y, height)
            x += width
        self._y += height + strip.after

    def _strip_in_flow(self, strip: Strip) -> None:
        if self._y + strip.before + self._set_strip(strip)[1] > self._bottom:
            self._start_page()
        self._put_strip(strip)

    # --- tables ---------------------------------------------------------------------------

    def _table(self, table: Table, behind: tuple[Strip | Table, ...], progress: Progress, cancelled: Cancelled) -> None:
        """Put a table on as many pages as it takes, with room behind its last row for the strips that follow."""
        tail = 0.0
        for block in behind:
            if not isinstance(block, Strip):
                break
            tail += block.before + self._set_strip(block)[1] + block.after
        if self.data.by_hand:
            table = replace(table, row_height=max(table.row_height, table.hand_height))
        layout = TableLayout(table, self.variant, self.typesetter)
        names = [column.field for column in layout.columns]
        rows = self.data.rows(table.rows, names)
        if not rows:
            rows = [[""] * len(names)]
        measured = layout.measure(rows, progress, cancelled)
        parts = layout.distribute(measured, self._bottom - self._y, self._body_height(), tail)
        for number, part in enumerate(parts):
            if cancelled():
                raise RefusedError("print-cancelled", title=self.form.title)
            if number:
                self._start_page()
            self._y = layout.draw(self.pages[-1], self._left, self._y, part)

    def _body_height(self) -> float:
        """Room for a table on a page that begins with the strips every page has."""
        setup = self.form.page
        used = 0.0
        for block in self.form.blocks:
            if isinstance(block, Strip) and self._is_head(block) and block.pages == EVERY:
                used += block.before + self._set_strip(block)[1] + block.after
        return setup.inner_height - used

    # --- what stands at fixed places ------------------------------------------------------

    def _finish(self, page: Page, number: int, total: int) -> None:
        for element in self.form.fixed:
            if element.pages == EVERY or number == (1 if element.pages == FIRST else total):
                self._put_fixed(page, element)
        mark = self.form.page_number
        if mark is not None:
            text = mark.text.format(page=number, pages=total)
            setup = self.form.page
            setting = self.typesetter.set(text, mark.style, setup.inner_width)
            place(page, setting, setup.left, setup.height - mark.edge - setting.height, setting.height)

    def _put_fixed(self, page: Page, element: Fixed) -> None:
        if isinstance(element, FixedLine):
            page.rules.append(Rule(*element.start, *element.end, element.weight))
        elif isinstance(element, FixedBox):
            page.boxes.append(Box(*element.box, element.weight))
        elif isinstance(element, FixedText):
            x, y, width, height = element.box
            setting = self.typesetter.set(self._text(element.text), element.style, width, height)
            if setting.height > height:
                raise RefusedError("form-text-too-long", title=self.form.title, text=self._text(element.text))
            place(page, setting, x, y, height)
        else:
            page.ticks.append(Tick(*element.place, element.size, bool(self.data.text(element.field))))
