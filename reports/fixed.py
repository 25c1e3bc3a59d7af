"""What stands at fixed places of a page: texts, rules, boxes, ticks, the page mark."""

from dataclasses import replace

from models.errors import RefusedError
from reports.drawing import MM_PER_POINT, Box, Page, Rule, Tick
from reports.fields import FormData
from reports.flow import filled
from reports.form import EVERY, FIRST, Fixed, FixedBox, FixedLine, FixedText, Form, PageNumber
from reports.place import place
from reports.typeset import SMALLEST, Typesetter

# Half of the page mark in the middle with the free width beside it.
_MARK_HALF = 25.0


def finish(
    page: Page, number: int, total: int, form: Form, data: FormData, typesetter: Typesetter, double_sided: bool
) -> None:
    """Put on a page what needs the number of pages. number: from 1."""
    for element in form.fixed:
        if element.pages == EVERY or number == (1 if element.pages == FIRST else total):
            put(page, element, form, data, typesetter)
    mark = form.page_number
    if mark is None:
        return
    setup = form.page
    setting = typesetter.set(mark.text.format(page=number, pages=total), mark.style, setup.inner_width)
    place(page, setting, setup.left, setup.height - mark.edge - setting.height, setting.height)
    if mark.left:
        even = double_sided and number % 2 == 0 and setup.binding == "left"
        _put_left(page, setup.right if even else setup.left, mark, form, data, typesetter)


def _put_left(page: Page, x: float, mark: PageNumber, form: Form, data: FormData, typesetter: Typesetter) -> None:
    """Put what stands at the left of the page mark on its line: one line, as much of it as the mark leaves room for."""
    sizes = ((mark.style.sizes[0][0], 1), (SMALLEST, 0))
    style = replace(mark.style, align="left", fit="tighten", sizes=sizes)
    setting = typesetter.set(filled(mark.left, data), style, form.page.inner_width / 2 - _MARK_HALF)
    if len(setting.lines) > 1:
        setting = setting.part(0, 1)
    place(page, setting, x, form.page.height - mark.edge - setting.height, setting.height)


def put(
    page: Page, element: Fixed, form: Form, data: FormData, typesetter: Typesetter, *, on_cover: bool = False
) -> None:
    """Put one element at its place. Raises RefusedError("form-text-too-long") for what its box cannot hold.

    on_cover: leave out the lines that the box cannot hold; the whole text stands inside.
    """
    if isinstance(element, FixedLine):
        page.rules.append(Rule(*element.start, *element.end, element.weight))
    elif isinstance(element, FixedBox):
        page.boxes.append(Box(*element.box, element.weight))
    elif isinstance(element, FixedText):
        x, y, width, height = element.box
        text = filled(element.text, data)
        setting = typesetter.set(text, element.style, width, height)
        if setting.height > height and on_cover:
            em = setting.size * MM_PER_POINT
            setting = setting.part(0, max(1, int((height / em - 1) / setting.leading) + 1))
        elif setting.height > height:
            raise RefusedError("form-text-too-long", title=form.title, text=text)
        place(page, setting, x, y, height)
    else:
        page.ticks.append(Tick(*element.place, element.size, bool(data.text(element.field))))
