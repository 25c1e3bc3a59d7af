"""The compound file that old .xls, .doc and password-protected .xlsx are: its streams by name ([MS-CFB])."""

import struct

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_END = 0xFFFFFFFA
_ENTRY = 128


class DamagedCompound(ValueError):
    """The file breaks off or its chains lead nowhere."""


class Compound:
    """Streams of a compound file held in memory."""

    def __init__(self, content: bytes) -> None:
        if len(content) < 512 or not content.startswith(SIGNATURE):
            raise DamagedCompound("header")
        self._content = content
        self._size = 1 << _u16(content, 30)
        self._mini_size = 1 << _u16(content, 32)
        if self._size not in (512, 4096) or self._mini_size != 64:
            raise DamagedCompound("sector size")
        self._cutoff = _u32(content, 56)
        self._table = self._allocation_table()
        self._entries = self._directory(_u32(content, 48))
        self._mini_table = _numbers(self._chain(_u32(content, 60))) if _u32(content, 64) else ()
        root = next((entry for entry in self._entries.values() if entry[0] == 5), None)
        self._mini = self._chain(root[1]) if root and root[2] else b""

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams and storages."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """Return a stream's bytes. Raises DamagedCompound for a broken chain, KeyError when there is none."""
        _, first, size = self._entries[name]
        whole = self._mini_chain(first) if size < self._cutoff else self._chain(first)
        if len(whole) < size:
            raise DamagedCompound(name)
        return whole[:size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self._content[start : start + self._size]
        if not sector:
            raise DamagedCompound("sector")
        return sector

    def _allocation_table(self) -> tuple[int, ...]:
        listed = list(struct.unpack_from("<109I", self._content, 76))
        more, left = _u32(self._content, 68), _u32(self._content, 72)
        while more < _END and left:
            block = _numbers(self._sector(more))
            listed += block[:-1]
            more, left = block[-1], left - 1
        return _numbers(b"".join(self._sector(number) for number in listed if number < _END))

    def _chain(self, first: int) -> bytes:
        found: list[bytes] = []
        number = first
        while number < _END:
            if number >= len(self._table) or len(found) > len(self._table):
                raise DamagedCompound("chain")
            found.append(self._sector(number))
            number = self._table[number]
        return b"".join(found)

    def _mini_chain(self, first: int) -> bytes:
        found: list[bytes] = []
        number = first
        while number < _END:
            if number >= len(self._mini_table) or len(found) > len(self._mini_table):
                raise DamagedCompound("chain")
            found.append(self._mini[number * 64 : number * 64 + 64])
            number = self._mini_table[number]
        return b"".join(found)

    def _directory(self, first: int) -> dict[str, tuple[int, int, int]]:
        listing = self._chain(first)
        entries = {}
        for start in range(0, len(listing) - _ENTRY + 1, _ENTRY):
            length, kind = _u16(listing, start + 64), listing[start + 66]
            if kind in (1, 2, 5) and 2 <= length <= 64:
                name = listing[start : start + length - 2].decode("utf-16-le", "replace")
                entries[name] = (kind, _u32(listing, start + 116), _u32(listing, start + 120))
        return entries


def _u16(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 2], "little")


def _u32(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 4], "little")


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])
