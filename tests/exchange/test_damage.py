"""A real package with a byte changed, cut short, or zeroed in places: refused every time, with a sentence,
quickly.
"""

import random
from pathlib import Path

import pytest

from exchange import container, inspection
from models.errors import KnownError
from tests.exchange.package_kit import Desk, assert_good_sentence, nothing_changes

TIMES = 1000


def refusal(desk: Desk, content: bytes) -> KnownError:
    """Read bytes as a file's content up to the preview; the way `inspect` goes, without the disk."""
    with pytest.raises(KnownError) as caught:
        found = container.parse(content)
        inspection.read_for_us(Path("U盘/包.dyb"), found, desk.pair.committee, {})
    return caught.value


def places(length: int) -> list[int]:
    """A thousand places spread over the whole file, the first and last bytes among them."""
    chosen = random.Random(7).sample(range(16, length - 16), TIMES - 32)
    return [*range(16), *chosen, *range(length - 16, length)]


def test_a_thousand_changed_bytes(desk: Desk) -> None:
    good, bits, codes = desk.forge.good, random.Random(8), set()
    with nothing_changes(desk.pair.committee, desk.inbox):
        for at in places(len(good)):
            changed = good[:at] + bytes([good[at] ^ (1 << bits.randrange(8))]) + good[at + 1 :]
            error = refusal(desk, changed)
            codes.add(error.code)
    assert "signature" in codes
    assert codes <= {"signature", "magic", "format-new", "head-len", "json", "head", "unknown-sender", "kind"}


def test_a_thousand_cuts(desk: Desk) -> None:
    good, codes = desk.forge.good, set()
    with nothing_changes(desk.pair.committee, desk.inbox):
        for length in places(len(good)):
            codes.add(refusal(desk, good[:length]).code)
    assert codes <= {"short", "head-len", "signature"}


def test_zeroed_sectors(desk: Desk) -> None:
    good = desk.forge.good
    for at in range(0, len(good), 512):
        zeroed = good[:at] + bytes(len(good[at : at + 512])) + good[at + 512 :]
        assert refusal(desk, zeroed).code in ("magic", "signature", "json", "head-len")


@pytest.mark.parametrize("seed", range(30))
def test_the_same_through_files(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    good = bytearray(desk.forge.good)
    if seed % 2:
        del good[chance.randrange(len(good)) :]
    else:
        good[chance.randrange(len(good))] ^= 1 << chance.randrange(8)
    assert desk.refused_with(desk.put(bytes(good)))


def test_every_refusal_has_its_sentence(desk: Desk) -> None:
    for at in (0, 6, 9, 20, 300, 900, -1):
        good = desk.forge.good
        changed = bytearray(good)
        changed[at] ^= 4
        assert_good_sentence(refusal(desk, bytes(changed)))
