"""What stands in a form, one block after the other, each with its data: groups repeated, variants chosen."""

from collections.abc import Iterable
from typing import NamedTuple

from reports.fields import FormData
from reports.form import Block, Form, Grid, Prose, Strip, Table, Text
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
        elif isinstance(block, Table):
            yield Step(block if data.by_hand else block.filled(), data)
        elif stands(block, data):
            yield Step(block, data)


def stands(block: Block, data: FormData) -> bool:
    """Tell whether a block is not left out for want of the field it stands with."""
    return not isinstance(block, Strip | Grid | Prose) or not block.only_with or bool(data.text(block.only_with))


def filled(text: Text, data: FormData) -> str:
    """Return a text with its fields filled in."""
    return "".join([literal + data.text(name) if name else literal for literal, name in text])


def of_cell(text: Text, data: FormData) -> str:
    """Return the text of a ruled cell: what is nothing but one empty field shows what stands for empty values."""
    found = filled(text, data)
    return found or (data.stand_in(text[0][1]) if len(text) == 1 and text[0][1] else "")
