"""Which pages of a document are wanted: "1-20,35" as people write it."""

import re
import unicodedata

from models.errors import UsageError

_PART = re.compile(r"([0-9]{1,6})(?:-([0-9]{1,6})?)?")
_SEPARATORS = str.maketrans("，、；;～~－—至到", ",,,,------")


def parse(text: str) -> list[tuple[int, int | None]] | None:
    """Return the spans of pages from 1 on, None for all; an open end is None.

    Raises UsageError("print-pages") for what is no range of pages.
    """
    kept = unicodedata.normalize("NFKC", text.translate(_SEPARATORS)).translate(_SEPARATORS).replace(" ", "")
    if not kept:
        return None
    spans = []
    for part in kept.strip(",").split(","):
        found = _PART.fullmatch(part)
        first = int(found[1]) if found else 0
        last = None if found is None or part.endswith("-") else int(found[2] or first)
        if first < 1 or (last is not None and last < first):
            raise UsageError("print-pages", pages=text[:40])
        spans.append((first, last))
    return spans


def wanted(spans: list[tuple[int, int | None]] | None, number: int) -> bool:
    """Tell whether a page is wanted."""
    return spans is None or any(first <= number and (last is None or number <= last) for first, last in spans)
