"""The shell of every exchanged file: magic, header, body, and a signature over every byte before it."""

import errno
import stat
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from exchange import signing
from exchange.header import Header
from models.errors import RefusedError, WorldError

MAGIC = b"DYBPKG1\n"
SUFFIX = ".dyb"
MOST_BYTES = 64 * 1024 * 1024
MOST_HEADER_BYTES = 16 * 1024

_LENGTH_BYTES = 4
_HEADER_AT = len(MAGIC) + _LENGTH_BYTES
_FAMILY = MAGIC[:6]
_REASONS = {
    errno.ENOENT: "文件不在了，可能U盘已经拔出，或者文件被移走、改名",
    errno.EISDIR: "这是一个文件夹，里面没有可以接收的数据包",
    errno.EACCES: "没有读这个文件的权限",
    errno.EPERM: "没有读这个文件的权限",
    errno.ENODEV: "U盘已经拔出",
    errno.EIO: "U盘或磁盘读不出来",
}
_NOT_A_FILE = "这不是普通文件"


@dataclass(frozen=True)
class Container:
    """An exchanged file taken apart, nothing of it believed yet."""

    content: bytes
    header: Header
    body_at: int

    @property
    def body(self) -> bytes:
        """The bytes between header and signature."""
        return self.content[self.body_at : -signing.SIGNATURE_LENGTH]

    @property
    def context(self) -> bytes:
        """The bytes a sealed body is bound to: magic, length and header."""
        return self.content[: self.body_at]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the whole file: its name towards duplicates and receipts."""
        return sha256(self.content).hexdigest()

    def signed_by(self, public: str) -> bool:
        """Tell whether this key (hex) signed every byte before the signature."""
        end = -signing.SIGNATURE_LENGTH
        return signing.signature_fits(public, self.content[:end], self.content[end:])


def read_file(path: Path) -> bytes:
    """Return a file's bytes. Raises WorldError("open") or RefusedError("big"); the file is never changed."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            folder = stat.S_ISDIR(found.st_mode)
            raise WorldError("open", path=str(path), reason=_REASONS[errno.EISDIR] if folder else _NOT_A_FILE)
        if found.st_size > MOST_BYTES:
            raise RefusedError("big", path=str(path), limit=MOST_BYTES // 1024 // 1024)
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _cannot_open(path, error) from error


def read_header(path: Path) -> Header:
    """Return a file's header without reading the rest or believing it. Raises as `read_file` and `parse`
    do.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_HEADER_AT + MOST_HEADER_BYTES)
    except OSError as error:
        raise _cannot_open(path, error) from error
    if not start.startswith(MAGIC):
        raise RefusedError("magic")
    return Header.from_bytes(start[_HEADER_AT : _HEADER_AT + int.from_bytes(start[len(MAGIC) : _HEADER_AT])])


def _cannot_open(path: Path, error: OSError) -> WorldError:
    reason = _REASONS.get(error.errno or 0, "读不出来，文件或U盘可能坏了")
    return WorldError("open", path=str(path), reason=reason)


def parse(content: bytes) -> Container:
    """Take a file apart. Raises RefusedError: `short`, `magic`, `format-new`, `head-len`, `json`, `head`."""
    if len(content) < _HEADER_AT and MAGIC.startswith(content[: len(MAGIC)]):
        raise RefusedError("short")
    if not content.startswith(MAGIC):
        newer = content.startswith(_FAMILY) and content[6:7].isdigit() and content[7:8] == b"\n"
        raise RefusedError("format-new" if newer else "magic")
    length = int.from_bytes(content[len(MAGIC) : _HEADER_AT])
    body_at = _HEADER_AT + length
    if not 0 < length <= MOST_HEADER_BYTES or body_at + signing.SIGNATURE_LENGTH > len(content):
        raise RefusedError("head-len")
    return Container(content, Header.from_bytes(content[_HEADER_AT:body_at]), body_at)


def build(header: Header, plain: bytes, *, sign_private: str, seal_public: str = "") -> bytes:
    """Return the finished file; with `seal_public` the body is sealed to that key and bound to the header.

    Raises RefusedError("package-too-big").
    """
    head = header.to_bytes()
    start = MAGIC + len(head).to_bytes(_LENGTH_BYTES) + head
    body = signing.seal(seal_public, plain, start) if seal_public else plain
    content = start + body
    content += signing.sign(sign_private, content)
    if len(content) > MOST_BYTES:
        raise RefusedError("package-too-big", limit=MOST_BYTES // 1024 // 1024)
    return content
