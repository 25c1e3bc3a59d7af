"""Opens the zipped XML that .xlsx and .ods are, with bounds: no bomb, no entity, no endless part."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self
from xml.parsers import expat

from models.errors import RefusedError, WorldError

MOST_PART_BYTES = 256 * 1024 * 1024
"""Unpacked size of all parts that are read, each as often as it is."""

_MOST_PARTS = 20_000
_RATIO_FROM = 32 * 1024 * 1024
_MOST_RATIO = 400
_CHUNK = 1 << 18

# What the standard library raises for bytes that are no sound archive or no sound XML.
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    expat.ExpatError,
    struct.error,
    EOFError,
    KeyError,
    OverflowError,
    RuntimeError,
    ValueError,
)

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class Parts:
    """The named parts of a zipped document. Every fault of the file becomes a `KnownError`."""

    def __init__(self, path: Path, content: bytes, tick: Callable[[], None] = lambda: None) -> None:
        """tick: called between pieces; what it raises ends the reading."""
        self._path = str(path)
        self._tick = tick
        self._unpacked = 0
        if content.count(b"PK\1\2") > _MOST_PARTS:
            raise RefusedError("workbook-too-big", path=self._path, size=len(content) // (1024 * 1024))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _FAULTS as error:
            raise self._damaged(error) from error
        self._infos = {_plain(info.filename): info for info in self._zip.infolist()}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def has(self, name: str) -> bool:
        """Tell whether a part is there; case and a leading slash do not matter."""
        return _plain(name) in self._infos

    def any_below(self, folder: str) -> bool:
        """Tell whether any part lies in a folder."""
        return any(name.startswith(folder) for name in self._infos)

    def read_start(self, name: str, size: int) -> bytes:
        """Return the first bytes of a part."""
        try:
            with self._zip.open(self._sound(name)) as file:
                return file.read(size)
        except _FAULTS as error:
            raise self._damaged(error) from error

    def count(self, name: str, mark: bytes) -> int:
        """Return how often some bytes stand in a part; far cheaper than to parse it."""
        try:
            with self._zip.open(self._sound(name)) as file:
                return sum(chunk.count(mark) for chunk in iter(lambda: file.read(_CHUNK), b""))
        except _FAULTS as error:
            raise self._damaged(error) from error
        finally:
            self._unpacked -= self._infos[_plain(name)].file_size

    def parse(self, name: str, start: Start, end: End, text: Text) -> None:
        """Run a part through a parser that calls these for each element, by names without prefix."""
        parser = sound_parser(start, end, text, self._damaged)
        try:
            with self._zip.open(self._sound(name)) as file:
                while chunk := file.read(_CHUNK):
                    self._tick()
                    parser.Parse(chunk, False)
                parser.Parse(b"", True)
        except _FAULTS as error:
            raise self._damaged(error) from error

    def _sound(self, name: str) -> zipfile.ZipInfo:
        info = self._infos.get(_plain(name))
        if info is None:
            raise WorldError("workbook-damaged", path=self._path, detail=name)
        if info.flag_bits & 1:
            raise RefusedError("workbook-password", path=self._path)
        packed = max(info.compress_size, 1)
        bomb = info.file_size > _RATIO_FROM and info.file_size / packed > _MOST_RATIO
        self._unpacked += info.file_size
        if self._unpacked > MOST_PART_BYTES or bomb:
            raise RefusedError("workbook-too-big", path=self._path, size=self._unpacked // (1024 * 1024))
        return info

    def _damaged(self, error: Exception) -> WorldError:
        return WorldError("workbook-damaged", path=self._path, detail=str(error))


def sound_parser(
    start: Start, end: End, text: Text, damaged: Callable[[Exception], WorldError], encoding: str | None = None
) -> expat.XMLParserType:
    """Return a parser that calls these for each element and refuses a DOCTYPE."""
    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text

    def refuse(*_: object) -> None:
        # No office program writes one; entities could swell to any size.
        raise damaged(ValueError("DOCTYPE"))

    parser.StartDoctypeDeclHandler = refuse
    return parser


def local(name: str) -> str:
    """Return an element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
