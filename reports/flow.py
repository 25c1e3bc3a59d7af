"""What stands in a form, one block after the other, each with its data: groups repeated, variants chosen."""

from collections.abc import Iterable
from typing import NamedTuple

from reports.fields import FormData
from reports.form import Block, Form, Prose, Text
from reports.form_flow import Repeat


class Step(NamedTuple):
    """One block and where its texts come from."""

    block: Block
    data: FormData


def steps_of(form: Form, data: FormData, variant: str) -> list[Step]:
    """Return the steps of a form: groups stand once for each row, texts that are left out do not stand at all."""
    return list(_steps(form.blocks_of(variant), data, variant))


def _steps(blocks: Iterable[Block], data: FormData, variant: str) -> Iterable[Step]:
    for block in blocks:
        if block.variants and variant not in block.variants:
            continue
        if isinstance(block, Repeat):
            for inner in data.items(block.rows, block.empty):
                yield from _steps(block.blocks, inner, variant)
        elif not isinstance(block, Prose) or not block.only_with or data.text(block.only_with):
            yield Step(block, data)


def filled(text: Text, data: FormData) -> str:
    """Return a text with its fields filled in."""
    return "".join([literal + data.text(name) if name else literal for literal, name in text])
