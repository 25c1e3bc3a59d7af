"""Groups A to D of the matrix of bad packages: damage, wrong senders, versions, hostile zips; one row a
test.
"""

import io
import json
import struct
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from exchange import container, header, signing
from models import gate, schema
from tests.exchange.package_kit import Desk, members_of, with_manifest, with_rows, zipped

Made = Callable[[Desk], bytes | Path]
ZEROES_60_MB = bytes(60 * 1024 * 1024)


def _head(**changes: object) -> Made:
    return lambda desk: desk.forge.file(head=changes)


def _cut(desk: Desk, size: int) -> bytes:
    return desk.forge.good[:size]


def _zeroed(content: bytes, at: int) -> bytes:
    return content[:at] + bytes(512) + content[at + 512 :]


def _changed_unsigned(desk: Desk, **changes: object) -> bytes:
    """The good package with another header and the old signature."""
    head = gate.canonical(desk.forge.head | changes).encode()
    good = container.parse(desk.forge.good)
    tail = desk.forge.good[good.body_at :]
    return container.MAGIC + len(head).to_bytes(4) + head + tail


def _docx(_: Desk) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>" * 50, "word/document.xml": b"<w:document/>" * 50})


def _sparse(desk: Desk) -> Path:
    path = desk.put(desk.forge.good)
    with path.open("r+b") as file:
        file.truncate(5 * 1024**3)
    return path


def _empty_folder(desk: Desk) -> Path:
    path = desk.pair.folder / "文件夹.dyb"
    path.mkdir()
    return path


A: dict[str, tuple[str, Made]] = {
    "A01 empty": ("short", lambda desk: b""),
    "A02 one byte": ("short", lambda desk: b"D"),
    "A03 another file": ("magic", _docx),
    "A04 half": ("signature", lambda desk: _cut(desk, len(desk.forge.good) * 2 // 3)),
    "A05 a byte less": ("signature", lambda desk: _cut(desk, -1)),
    "A06 a byte more": ("signature", lambda desk: desk.forge.good + b"\0"),
    "A07 first sector zeroed": ("magic", lambda desk: _zeroed(desk.forge.good, 0)),
    "A08 sector zeroed": ("signature", lambda desk: _zeroed(desk.forge.good, len(desk.forge.good) - 600)),
    "A09 huge header": ("head-len", lambda desk: container.MAGIC + b"\xff" * 4 + desk.forge.good[12:]),
    "A10 header no JSON": ("json", lambda desk: desk.forge.file(head=b"{format: 1}")),
    "A11 header a list": ("head", lambda desk: desk.forge.file(head=b"[1, 2]")),
    "A12 number a truth value": ("head", _head(number=True)),
    "A13 too big": ("big", _sparse),
    "A14 a folder": ("open", _empty_folder),
    "A15 gone": ("open", lambda desk: desk.inbox / "拔走了.dyb"),
    "A16 two in one": ("signature", lambda desk: desk.forge.good * 2),
    "A17 a field twice": (
        "json",
        lambda desk: desk.forge.file(head=json.dumps(desk.forge.head)[:-1].encode() + b',"number":9}'),
    ),
}


def _sealed_to_another(desk: Desk) -> bytes:
    return desk.forge.file(seal_public=desk.other_keys.seal_public)


def _bit_flipped(body: bytes) -> bytes:
    return body[:100] + bytes([body[100] ^ 1]) + body[101:]


def _signed_by_other(desk: Desk) -> bytes:
    return desk.forge.file(sign_private=desk.other_keys.sign_private)


def _attacker(desk: Desk) -> bytes:
    keys = signing.new_keys()
    head = {"key_id": keys.key_id, "sign_public": keys.sign_public}
    return desk.forge.file(head=head, sign_private=keys.sign_private)


def _revoked(desk: Desk) -> bytes:
    keys = desk.revoked_keys
    head = {"org": desk.revoked_id, "key_id": keys.key_id, "sign_public": keys.sign_public}
    return desk.forge.file(head=head, sign_private=keys.sign_private)


STRANGER = "01a1fcb2-a1fc-728c-8d44-385b711c0be8"

B: dict[str, tuple[str, Made]] = {
    "B01 not registered": ("unknown-sender", _head(org=STRANGER)),
    "B02 another branch's key": ("signature", _signed_by_other),
    "B03 number altered": ("signature", lambda desk: _changed_unsigned(desk, number=99)),
    "B04 an attacker's own key": ("signature", _attacker),
    "B05 revoked key": ("revoked", _revoked),
    "B06 for another committee": ("not-for-me", _head(to=STRANGER)),
    "B07 a receipt": ("kind", _head(kind="receipt")),
    "B08 again": ("duplicate", lambda desk: desk.sent[4].path),
    "B09 older": ("stale", lambda desk: desk.sent[3].path),
    "B10 same number, other content": ("fork", _head(number=5)),
    "B11 another lineage": ("lineage", _head(lineage=STRANGER)),
    "B12 sealed to another": ("decrypt", _sealed_to_another),
    "B13 unknown suite": ("enc", _head(enc="sm4-gcm")),
    "B14 a bit of the sealed body": ("decrypt", lambda desk: desk.forge.file(after_sealing=_bit_flipped)),
    "B15 plain, said to be sealed": (
        "decrypt",
        lambda desk: desk.forge.file(after_sealing=lambda _: desk.forge.plain),
    ),
}

C: dict[str, tuple[str, Made]] = {
    "C01 newer format": ("format-new", _head(format=header.FORMAT + 1)),
    "C02 newer schema": ("schema-new", _head(schema=99, min_schema=99)),
    "C03 schema too old": ("schema-old", _head(schema=0, min_schema=0)),
    "C04 version a text": ("schema-new", _head(schema="1")),
    "C05 newer format with another header": ("format-new", _head(format=header.FORMAT + 1, seal_list=["x"])),
    "C06 newer shell": ("format-new", lambda desk: b"DYBPKG2\n" + desk.forge.good[8:]),
}


def _renamed(old: str, new: str) -> Made:
    def make(desk: Desk) -> bytes:
        members = members_of(desk.forge.plain)
        items = [(new if name == old else name, content) for name, content in members.items()]
        return desk.forge.file(plain=zipped(items))

    return make


def _added(name: str, content: bytes) -> Made:
    def make(desk: Desk) -> bytes:
        members = with_manifest(members_of(desk.forge.plain) | {name: content})
        return desk.forge.file(plain=zipped(members))

    return make


def _without(name: str) -> Made:
    def make(desk: Desk) -> bytes:
        members = members_of(desk.forge.plain)
        del members[name]
        return desk.forge.file(plain=zipped(with_manifest(members)))

    return make


def _twice(desk: Desk) -> bytes:
    items = list(members_of(desk.forge.plain).items())
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        for name, content in [*items, items[-1]]:
            archive.writestr(name, content)
    return desk.forge.file(plain=target.getvalue())


def _bomb(desk: Desk) -> bytes:
    members = members_of(desk.forge.plain) | {"member.ndjson": ZEROES_60_MB}
    return desk.forge.file(plain=zipped(with_manifest(members)))


def _directory_at(plain: bytes) -> int:
    return int(struct.unpack_from("<L", plain, len(plain) - 6)[0])


def _patched(plain: bytes, name: str, offset: int, value: bytes) -> bytes:
    """A zip with bytes of one member's directory entry replaced; offsets as in the zip specification."""
    at = _directory_at(plain)
    while plain[at + 28 : at + 30] != struct.pack("<H", len(name)) or not plain.startswith(name.encode(), at + 46):
        at = plain.index(b"PK\1\2", at + 4)
    at += offset
    return plain[:at] + value + plain[at + len(value) :]


def _entry(offset: int, value: bytes) -> Made:
    return lambda desk: desk.forge.file(plain=_patched(desk.forge.plain, "member.ndjson", offset, value))


def _all_at_first(plain: bytes) -> bytes:
    for name in members_of(plain):
        plain = _patched(plain, name, 42, bytes(4))
    return plain


def _overlap(desk: Desk) -> bytes:
    return desk.forge.file(plain=_all_at_first(desk.forge.plain))


def _overlap_bomb(desk: Desk) -> bytes:
    zeroes = bytes(20 * 1024 * 1024)
    members = dict.fromkeys(members_of(desk.forge.plain), zeroes)
    return desk.forge.file(plain=_all_at_first(zipped(members)))


def _size_lies_everywhere(desk: Desk) -> bytes:
    """Both the directory and the member's own head say one byte less than there is."""
    plain = desk.forge.plain
    at = plain.index(b"member.ndjson")
    size = struct.unpack_from("<L", plain, at - 30 + 22)[0] - 1
    plain = plain[: at - 30 + 22] + struct.pack("<L", size) + plain[at - 30 + 26 :]
    return desk.forge.file(plain=_patched(plain, "member.ndjson", 24, struct.pack("<L", size)))


def _lzma(desk: Desk) -> bytes:
    return desk.forge.file(plain=zipped(members_of(desk.forge.plain), zipfile.ZIP_LZMA))


def _directory_damaged(desk: Desk) -> bytes:
    plain = desk.forge.plain
    at = _directory_at(plain)
    return desk.forge.file(plain=plain[:at] + b"XX" + plain[at + 2 :])


def _nested_zip(desk: Desk) -> bytes:
    members = members_of(desk.forge.plain) | {"member.ndjson": zipped({"x": b"y"})}
    return desk.forge.file(plain=zipped(with_manifest(members)))


def _gap(desk: Desk) -> bytes:
    """Bytes between the members and the directory, where something could ride along."""
    plain = desk.forge.plain
    at = _directory_at(plain)
    moved = plain[:at] + b"passenger" + plain[at:]
    return desk.forge.file(plain=moved[:-6] + struct.pack("<L", at + 9) + moved[-2:])


def _other_order(desk: Desk) -> bytes:
    return desk.forge.file(plain=zipped(dict(reversed(members_of(desk.forge.plain).items()))))


D: dict[str, tuple[str, Made]] = {
    "D01 zip slip": ("members", _renamed("member.ndjson", "../member.ndjson")),
    "D02 absolute path": ("members", _renamed("member.ndjson", "C:\\member.ndjson")),
    "D03 one more": ("members", _added("note.ndjson", b"{}\n")),
    "D04 one missing": ("members", _without("member.ndjson")),
    "D05 a name twice": ("members", _twice),
    "D06 another case": ("members", _added("MEMBER.ndjson", b"{}\n")),
    "D07 bomb": ("bomb", _bomb),
    "D08 all at the first": ("overlap", _overlap),
    "D09 overlapping bomb": ("bomb", _overlap_bomb),
    "D10 size lies": ("size", _entry(24, struct.pack("<L", 77))),
    "D11 encrypted flag": ("bomb", _entry(8, struct.pack("<H", 1))),
    "D12 unknown method": ("bomb", _entry(10, struct.pack("<H", 99))),
    "D13 LZMA": ("bomb", _lzma),
    "D14 directory damaged": ("zip", _directory_damaged),
    "D15 no zip": ("zip", lambda desk: desk.forge.file(plain=b"{}" * 200)),
    "D16 NUL in a name": ("members", _renamed("member.ndjson", "member.ndjson\0")),
    "D17 a zip as a table": ("rows", _nested_zip),
    "D18 a gap with a passenger": ("overlap", _gap),
    "D19 another order": ("members", _other_order),
    "D20 size lies everywhere": ("size", _size_lies_everywhere),
    "D21 a comment": ("zip", lambda desk: desk.forge.file(plain=desk.forge.plain[:-2] + b"\1\0!")),
    "D22 nothing inside": ("zip", lambda desk: desk.forge.file(plain=b"")),
    "D23 an empty zip": ("members", lambda desk: desk.forge.file(plain=zipped({}))),
}

ROWS = A | B | C | D


@pytest.mark.parametrize("row", ROWS)
def test_is_refused(row: str, desk: Desk) -> None:
    code, make = ROWS[row]
    made = make(desk)
    path = desk.put(made) if isinstance(made, bytes) else made
    assert desk.refused_with(path) == code


def test_the_forge_itself_makes_good_packages(desk: Desk) -> None:
    rest = schema.TRAVELLING[1:]
    none = {"counts": dict.fromkeys(rest, 0) | {"party_group": 1}}
    for content in (
        desk.forge.file(),
        desk.forge.file(plain=with_rows(desk.forge.plain, {name: [] for name in rest}), head=none),
    ):
        agreed = [sha256(content).hexdigest()]
        (result,) = desk.pair.receive(desk.put(content), dry_run=True, accept_loss=agreed)
        assert result.accepted, result.reason
