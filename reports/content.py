"""What stands on a form as one digest: its words in their order, whatever fonts or paper it is printed with."""

from collections.abc import Iterator
from hashlib import sha256

from reports.fields import FormData
from reports.flow import Step, filled, of_cell, steps_of
from reports.form import FixedText, Form, Grid, Prose, Strip, Table
from reports.form_flow import Cover, Heading

_END = "\x1f"


def digest(form: Form, data: FormData, variant: str) -> str:
    """Return the SHA-256 of a form's edition and all its texts. Two archives of one digest read alike."""
    mass = sha256(f"{form.id} {form.edition} {variant}".encode())
    for step in steps_of(form, data, variant):
        for text in _texts(step, variant):
            mass.update(text.encode("utf-8", "surrogatepass"))
            mass.update(_END.encode())
    return mass.hexdigest()


def _texts(step: Step, variant: str) -> Iterator[str]:
    block, data = step
    if isinstance(block, Table):
        for column, _ in block.columns_of(variant):
            yield column.title
        for row in data.rows(block.rows, [column.field for column, _ in block.columns_of(variant)]):
            yield from row
    elif isinstance(block, Grid):
        for line in block.rows:
            if not line.only_with or data.text(line.only_with):
                yield from (of_cell(cell.text, data) for cell in line.cells)
    elif isinstance(block, Prose):
        yield filled(block.label, data)
        yield of_cell(block.text, data)
    elif isinstance(block, Strip):
        yield from (filled(cell.text, data) for cell in block.cells)
    elif isinstance(block, Heading):
        yield filled(block.text, data)
    elif isinstance(block, Cover):
        yield from (filled(one.text, data) for one in block.elements if isinstance(one, FixedText))
