"""A zip in memory, read by our own strict rules: members one after another, filling the whole file, nothing
else in it.

The standard reader is not used: before Python 3.11.8 it accepts overlapping members (CVE-2024-0450), and it
always accepts bytes that no member owns.
"""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from models.errors import RefusedError

MOST_MEMBER_BYTES = 64 * 1024 * 1024
MOST_TOTAL_BYTES = 128 * 1024 * 1024
RATIO_FREE_BYTES = 8 * 1024 * 1024
MOST_RATIO = 200
MOST_MEMBERS = 200

_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    extra: int
    at: int


def write(members: dict[str, bytes]) -> bytes:
    """Return a zip of these members in this order; the same members give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, _FIXED_DATE), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def names(content: bytes) -> list[str]:
    """Return the member names in order. Raises RefusedError: `zip`."""
    return [member.name for member in _directory(content)[0]]


def read(content: bytes) -> dict[str, bytes]:
    """Return every member's bytes.

    Raises RefusedError: `zip` (no zip or a damaged one), `bomb` (sizes, ratio, method, encryption),
    `overlap`, `size`.
    """
    members, directory_at = _directory(content)
    _check_sizes(members)
    _check_places(content, members, directory_at)
    return {member.name: _unpacked(content, member) for member in members}


def _directory(content: bytes) -> tuple[list[_Member], int]:
    end_at = len(content) - _END.size
    if end_at < 0:
        raise RefusedError("zip")
    mark, disk, first_disk, here, total, length, at, comment = _END.unpack_from(content, end_at)
    sound = mark == b"PK\5\6" and disk == first_disk == comment == 0 and here == total <= MOST_MEMBERS
    if not sound or at + length != end_at:
        raise RefusedError("zip")
    members, position = [], at
    for _ in range(total):
        if position + _ENTRY.size > end_at:
            raise RefusedError("zip")
        fields = _ENTRY.unpack_from(content, position)
        _, _, _, flags, method, _, _, crc, packed, size, name_length, extra, note, disk, _, _, start = fields
        raw = content[position + _ENTRY.size : position + _ENTRY.size + name_length]
        if fields[0] != b"PK\1\2" or note or disk or len(raw) != name_length:
            raise RefusedError("zip")
        members.append(_Member(raw.decode("latin-1"), flags, method, crc, packed, size, extra, start))
        position += _ENTRY.size + name_length + extra
    if position != end_at:
        raise RefusedError("zip")
    return members, at


def _check_sizes(members: list[_Member]) -> None:
    for member in members:
        big = member.size > RATIO_FREE_BYTES and member.size > MOST_RATIO * member.packed
        odd = member.flags or member.extra or member.method not in (_STORED, _DEFLATED)
        if big or odd or member.size > MOST_MEMBER_BYTES:
            raise RefusedError("bomb", place=member.name)
    if sum(member.size for member in members) > MOST_TOTAL_BYTES:
        raise RefusedError("bomb", place="")


def _check_places(content: bytes, members: list[_Member], directory_at: int) -> None:
    """Each member must begin where the one before it ends, and the directory where the last one ends."""
    position = 0
    for member in members:
        if member.at != position:
            raise RefusedError("overlap", place=member.name)
        position += _LOCAL.size + len(member.name) + member.packed
        if position > directory_at:
            raise RefusedError("overlap", place=member.name)
        mark, _, flags, method, _, _, crc, packed, size, name_length, extra = _LOCAL.unpack_from(
            content, member.at
        )
        name_at = member.at + _LOCAL.size
        name = content[name_at : name_at + name_length]
        if (
            mark != b"PK\3\4"
            or (flags, method, extra) != (0, member.method, 0)
            or name != member.name.encode("latin-1")
        ):
            raise RefusedError("zip")
        if (crc, packed, size) != (member.crc, member.packed, member.size):
            raise RefusedError("size", place=member.name)
    if position != directory_at:
        raise RefusedError("overlap", place="")


def _unpacked(content: bytes, member: _Member) -> bytes:
    start = member.at + _LOCAL.size + len(member.name)
    packed = content[start : start + member.packed]
    unpacked = packed if member.method == _STORED else _inflated(packed, member)
    if len(unpacked) != member.size:
        raise RefusedError("size", place=member.name)
    if zlib.crc32(unpacked) != member.crc:
        raise RefusedError("hash", place=member.name)
    return unpacked


def _inflated(packed: bytes, member: _Member) -> bytes:
    """Unpack to at most one byte more than declared, so that a lie about the size costs no memory."""
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        unpacked = machine.decompress(packed, member.size + 1)
    except zlib.error as error:
        raise RefusedError("zip") from error
    if len(unpacked) == member.size and (not machine.eof or machine.unused_data):
        raise RefusedError("size", place=member.name)
    return unpacked
