"""Laid-out pages as bytes and back, for a run that can be stopped: what comes back draws the same bytes.

JSON, because it is read again from a file; a setting that stands in many places is written once.
"""

import json
import zlib
from typing import Any

from reports.drawing import Box, Page, Piece, Placed, Rule, Setting, Tick
from reports.font_file import FontFile
from reports.fonts import FontBook
from reports.layout import LaidOut, Mark

_LEVEL = 1


def packed(laid_out: LaidOut) -> bytes:
    """Return what was laid out, compressed."""
    settings: dict[Setting, int] = {}
    fonts: dict[FontFile, int] = {}
    pages = [
        [
            page.width,
            page.height,
            [(x, y, settings.setdefault(setting, len(settings))) for x, y, setting in page.text],
            page.rules,
            page.boxes,
            page.ticks,
        ]
        for page in laid_out.pages
    ]
    kept = {
        "pages": pages,
        "settings": [_setting(one, fonts) for one in settings],
        "fonts": [_named(font) for font in fonts],
        "missing": laid_out.missing,
        "marks": [(mark.title, mark.level, mark.page, mark.y) for mark in laid_out.marks],
    }
    return zlib.compress(json.dumps(kept, ensure_ascii=True, separators=(",", ":")).encode(), _LEVEL)


def _setting(one: Setting, fonts: dict[FontFile, int]) -> list[Any]:
    lines = [
        [
            (
                dx,
                piece.text,
                fonts.setdefault(piece.font, len(fonts)),
                piece.role,
                piece.size,
                piece.char_space,
                piece.stretch,
                piece.width,
            )
            for dx, piece in line
        ]
        for line in one.lines
    ]
    return [one.size, one.leading, one.actual, lines]


def unpacked(content: bytes, book: FontBook) -> LaidOut | None:
    """Return what was laid out; None where a font it was set with is not in the book any more."""
    kept = json.loads(zlib.decompress(content))
    by_name = {_named(font): font for font in book.fonts()}
    if not all(name in by_name for name in kept["fonts"]):
        return None
    fonts = [by_name[name] for name in kept["fonts"]]
    settings = [_restored(one, fonts) for one in kept["settings"]]
    pages = [
        Page(
            width,
            height,
            [Placed(x, y, settings[at]) for x, y, at in text],
            [Rule(*rule) for rule in rules],
            [Box(*box) for box in boxes],
            [Tick(*tick) for tick in ticks],
        )
        for width, height, text, rules, boxes, ticks in kept["pages"]
    ]
    return LaidOut(pages, kept["missing"], [Mark(*mark) for mark in kept["marks"]])


def _restored(one: list[Any], fonts: list[FontFile]) -> Setting:
    size, leading, actual, lines = one
    made = tuple(
        tuple((dx, Piece(text, fonts[font], *rest)) for dx, text, font, *rest in line) for line in lines
    )
    return Setting(made, size, leading, actual)


def _named(font: FontFile) -> str:
    return f"{font.path}#{font.face}"
