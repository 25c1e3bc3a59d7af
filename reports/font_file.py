"""One TrueType font file: which characters it really draws, and how wide they are. Needs no PDF library."""

import sys
from array import array
from functools import cached_property
from pathlib import Path
from struct import error as StructError
from struct import unpack_from


class UnusableFont(Exception):
    """The file is no TrueType font with outlines that can be embedded; the message says why."""


class FontFile:
    """A font that can be measured and embedded: a .ttf, or one face of a .ttc.

    Compared by identity: one object for each file and face (`FontBook` sees to it). Opening reads the directory
    only; the tables follow when a character is first asked for. Raises UnusableFont.
    """

    def __init__(self, path: Path, face: int = 0) -> None:
        self.path = path
        self.face = face
        try:
            with path.open("rb") as file:
                start = _face_offset(file.read(12 + 4 * (face + 1)), face)
                file.seek(start)
                head = file.read(12)
                count = unpack_from(">H", head, 4)[0]
                directory = file.read(16 * count)
                size = file.seek(0, 2)
            self._tables = {
                directory[at : at + 4].decode("latin-1"): unpack_from(">II", directory, at + 8)
                for at in range(0, 16 * count, 16)
            }
        except (OSError, StructError) as error:
            raise UnusableFont(f"{path.name}: {error}") from error
        if missing := {"glyf", "loca", "cmap", "head", "hhea", "hmtx"} - self._tables.keys():
            raise UnusableFont(f"{path.name}: no {', '.join(sorted(missing))} table")
        if any(offset + length > size for offset, length in self._tables.values()):
            raise UnusableFont(f"{path.name}: cut off")

    def __repr__(self) -> str:
        return f"FontFile({self.path.name!r}, {self.face})"

    def draws(self, character: str) -> bool:
        """Tell whether the font has a glyph with an outline for a character; blanks need no outline."""
        glyph = self._glyphs.get(ord(character), 0)
        return glyph != 0 and (character.isspace() or self._outline_length(glyph) > 0)

    def width(self, character: str) -> float:
        """Return the advance of a character in em, that of the missing-glyph mark if the font lacks it."""
        glyph = self._glyphs.get(ord(character), 0)
        return self._advances[min(glyph, len(self._advances) - 1)] / self._units_per_em

    def _outline_length(self, glyph: int) -> int:
        offsets = self._outline_offsets
        return offsets[glyph + 1] - offsets[glyph] if glyph + 1 < len(offsets) else 0

    def _table(self, name: str) -> bytes:
        offset, length = self._tables[name]
        with self.path.open("rb") as file:
            file.seek(offset)
            return file.read(length)

    @cached_property
    def _units_per_em(self) -> int:
        return int(unpack_from(">H", self._table("head"), 18)[0])

    @cached_property
    def _advances(self) -> "array[int]":
        count = unpack_from(">H", self._table("hhea"), 34)[0]
        return _big_endian("H", self._table("hmtx")[: 4 * count])[::2]

    @cached_property
    def _outline_offsets(self) -> "array[int]":
        # Short offsets count words; only their differences matter here.
        long = unpack_from(">h", self._table("head"), 50)[0]
        return _big_endian("I" if long else "H", self._table("loca"))

    @cached_property
    def _glyphs(self) -> dict[int, int]:
        """Code point -> glyph, from the widest Unicode table there is."""
        data = self._table("cmap")
        ranked: list[tuple[int, int]] = []
        for at in range(4, 4 + 8 * unpack_from(">H", data, 2)[0], 8):
            platform, encoding, offset = unpack_from(">HHI", data, at)
            form = unpack_from(">H", data, offset)[0]
            if (platform == 0 or (platform, encoding) in ((3, 1), (3, 10))) and form in (4, 12):
                ranked.append((form, offset))
        if not ranked:
            raise UnusableFont(f"{self.path.name}: no Unicode table")
        form, offset = max(ranked)
        return _format_12(data, offset) if form == 12 else _format_4(data, offset)


def _face_offset(head: bytes, face: int) -> int:
    mark = head[:4]
    if mark == b"ttcf":
        if face >= unpack_from(">I", head, 8)[0]:
            raise StructError(f"no face {face}")
        return int(unpack_from(">I", head, 12 + 4 * face)[0])
    if mark not in (b"\0\1\0\0", b"true"):
        raise StructError("no TrueType outlines")
    return 0


def _big_endian(code: str, data: bytes) -> "array[int]":
    numbers = array(code)
    if code == "I" and numbers.itemsize != 4:
        numbers = array("L")
    numbers.frombytes(data[: len(data) // numbers.itemsize * numbers.itemsize])
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _format_12(data: bytes, offset: int) -> dict[int, int]:
    glyphs: dict[int, int] = {}
    for group in range(unpack_from(">I", data, offset + 12)[0]):
        first, last, glyph = unpack_from(">III", data, offset + 16 + 12 * group)
        glyphs.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
    return glyphs


def _format_4(data: bytes, offset: int) -> dict[int, int]:
    length, _, double_count = unpack_from(">HHH", data, offset + 2)
    words = _big_endian("H", data[offset : offset + length])
    count = double_count // 2
    ends, starts, deltas, ranges = 7, 8 + count, 8 + 2 * count, 8 + 3 * count
    glyphs: dict[int, int] = {}
    for segment in range(count):
        first, last = words[starts + segment], min(words[ends + segment], 0xFFFE)
        delta, shift = words[deltas + segment], words[ranges + segment]
        for code in range(first, last + 1):
            glyph = code
            if shift:
                # The offset is counted in bytes from its own place in the table.
                glyph = words[ranges + segment + shift // 2 + code - first]
            if glyph or not shift:
                glyphs[code] = (glyph + delta) & 0xFFFF
    return glyphs
