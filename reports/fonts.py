"""Fonts by role (仿宋, 小标宋, 宋, 黑, 楷): the machine's own first, then the program's, and for each single
character a fallback.

Which files may serve a role is data: `resources/fonts.toml`. A character that no font draws is printed as 〓 and
reported.
"""

import os
import sys
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import resources
from models.errors import WorldError
from reports.font_file import FontFile, UnusableFont

ROLES = ("fang", "title", "song", "hei", "kai")
NOT_DRAWN = "〓"
_LAST_LATIN = 0x24F


class FontBook:
    """The fonts a document is set in: for each role its files in order, and the files for characters those lack."""

    def __init__(
        self, files: dict[str, list[FontFile]], fallback: list[FontFile], latin: dict[str, str] | None = None
    ) -> None:
        self.files = files
        self._fallback = fallback
        self._latin = latin or {}
        self._found: dict[tuple[str, str], FontFile | None] = {}

    def font(self, role: str, character: str) -> FontFile | None:
        """Return the font that draws a character in a role; None when no font has it."""
        key = (role, character)
        if key not in self._found:
            self._found[key] = next((f for f in self._order(role, character) if f.draws(character)), None)
        return self._found[key]

    def missing(self, text: str) -> list[str]:
        """Return the characters of a text that no font draws, each once, in their order."""
        return [c for c in dict.fromkeys(drawable(text)) if c != "\n" and self.font("song", c) is None]

    def fonts(self) -> list[FontFile]:
        """Return every font of the book."""
        return list(dict.fromkeys([*(font for fonts in self.files.values() for font in fonts), *self._fallback]))

    def main_file(self, role: str) -> FontFile:
        """Return the font that draws Chinese in a role where it can."""
        return self.files[role][0]

    def _order(self, role: str, character: str) -> Iterable[FontFile]:
        # Digits and Latin come from Song where the role's own are unlike it.
        if ord(character) <= _LAST_LATIN and role in self._latin:
            yield from self.files[self._latin[role]]
        yield from self.files[role]
        yield from self._fallback


def drawable(text: str) -> str:
    """Return a text without what has no picture: control, zero-width and direction marks, variation selectors.

    Line breaks stay as "\\n", other blanks become a space. Only the print is cleaned; what is stored never changes.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(kept for character in text if (kept := _drawable(character)))


@cache
def _drawable(character: str) -> str:
    if character in "\n\u2028\u2029\x0b\x0c":
        return "\n"
    if character.isspace():
        return character if character in " \u3000" else " "
    code = ord(character)
    if 0xFE00 <= code <= 0xFE0F or 0xE0000 <= code <= 0xE01EF:
        return ""
    return "" if unicodedata.category(character) in ("Cc", "Cf") else character


@cache
def pinned_book() -> FontBook:
    """Return the book of the two files every set-up makes (song.ttf, hei.ttf): the same on every machine."""
    song, hei = _required("song.ttf"), _required("hei.ttf")
    files = {"fang": [song], "title": [hei], "song": [song], "hei": [hei], "kai": [song]}
    return FontBook(files, [song, hei], {"fang": "song", "kai": "song"})


@cache
def machine_book() -> FontBook:
    """Return the book by the table in resources/fonts.toml and the fonts found on this machine.

    Raises WorldError("fonts-missing") when not even the program's own two fonts are there.
    """
    return book_from(resources.ROOT / "fonts.toml", resources.FONTS, font_folders())


def book_from(table: Path, own: Path, folders: Iterable[Path]) -> FontBook:
    """Return a book by a table of candidates; `own` holds the program's files, `folders` the machine's."""
    there = _files_by_name(folders)
    rows = tomllib.loads(table.read_text(encoding="utf-8"))
    opened: dict[str, FontFile | None] = {}

    def usable(name: str) -> FontFile | None:
        if name not in opened:
            opened[name] = _opened(name, own, there)
        return opened[name]

    files = {role: [font for name in row["files"] if (font := usable(name))] for role, row in rows.items()}
    if not files["song"]:
        raise WorldError("fonts-missing", path=str(own))
    for role in ROLES:
        files[role] = files[role] or files["song"]
    latin = {role: row["latin"] for role, row in rows.items() if "latin" in row}
    return FontBook({role: files[role][:1] for role in ROLES}, files["fallback"] + files["song"], latin)


def substituted(book: FontBook) -> list[str]:
    """Return a Chinese sentence for each role that has to be printed in another role's font."""
    labels = tomllib.loads((resources.ROOT / "fonts.toml").read_text(encoding="utf-8"))
    said = []
    for role in ("fang", "title", "kai"):
        used = book.main_file(role)
        other = next((name for name in ("song", "hei") if book.main_file(name) is used), None)
        if other is not None:
            said.append(f"没有{labels[role]['label']}字体，改用{labels[other]['label']}打印。")
    return said


def font_folders() -> list[Path]:
    """Return where this machine keeps fonts: the system's folders and the user's."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        local = os.environ.get("LOCALAPPDATA")
        return [windows, *([Path(local) / "Microsoft" / "Windows" / "Fonts"] if local else [])]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"]


def _files_by_name(folders: Iterable[Path]) -> dict[str, Path]:
    """Font file name in lower case -> path; the first folder wins, and a folder that cannot be read has none."""
    found: dict[str, Path] = {}
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for name in sorted(names):
                if name.lower().endswith((".ttf", ".ttc")):
                    found.setdefault(name.lower(), Path(parent, name))
    return found


def _opened(name: str, own: Path, there: dict[str, Path]) -> FontFile | None:
    """Open a candidate; one that is not there or cannot be embedded is passed over."""
    bare, _, face = name.partition("#")
    path = own / bare.removeprefix("own/") if bare.startswith("own/") else there.get(bare.lower())
    if path is None or not path.is_file():
        return None
    try:
        font = FontFile(path, int(face or 0))
        return font if font.draws("中") else None
    except UnusableFont:
        return None


def _required(name: str) -> FontFile:
    try:
        return FontFile(resources.FONTS / name)
    except UnusableFont as error:
        raise WorldError("fonts-missing", path=str(resources.FONTS / name)) from error
