"""Binding what was laid out into one document: blank backs, wanted pages, bookmarks person by person."""

from collections.abc import Iterator
from typing import NamedTuple

from models.errors import UsageError
from reports import page_range
from reports.drawing import Page
from reports.layout import LaidOut
from reports.options import PrintOptions
from reports.pdf_sink import Bookmark


class Bound(NamedTuple):
    """A page of the document with the bookmarks of what stands on it."""

    page: Page
    bookmarks: tuple[Bookmark, ...]


class Binder:
    """Puts pieces behind each other; on both sides each begins on a front side."""

    def __init__(self, options: PrintOptions) -> None:
        self._double_sided = options.double_sided
        self._text = options.pages
        self._spans = page_range.parse(options.pages)
        self._pages = 0
        self._last_level = -1
        self.taken = 0

    def add(self, laid_out: LaidOut, name: str) -> Iterator[Bound]:
        """Give out the wanted pages of a piece. name: of its bookmark; a heading of the same words gets none."""
        if self._double_sided and self._pages % 2 and laid_out.pages:
            setup = laid_out.pages[0]
            yield from self._wanted(Page(setup.width, setup.height), [])
        entries: dict[int, list[tuple[str, int, float]]] = {}
        for mark in (one for one in laid_out.marks if one.title != name):
            entries.setdefault(mark.page, []).append((mark.title, mark.level, mark.y))
        if name:
            entries.setdefault(0, []).insert(0, (name, 0, 0.0))
        for number, page in enumerate(laid_out.pages):
            yield from self._wanted(page, entries.get(number, []))

    def finish(self) -> None:
        """Raise UsageError("print-pages-none") when no page at all was wanted."""
        if not self.taken:
            raise UsageError("print-pages-none", pages=self._text, count=self._pages)

    def _wanted(self, page: Page, entries: list[tuple[str, int, float]]) -> Iterator[Bound]:
        self._pages += 1
        if not page_range.wanted(self._spans, self._pages):
            return
        self.taken += 1
        bookmarks = []
        for title, level, y in entries:
            # Where pages are left out an entry may lack the one above it.
            self._last_level = min(level, self._last_level + 1)
            bookmarks.append(Bookmark(title, self._last_level, y))
        yield Bound(page, tuple(bookmarks))
