"""How many guesses a password takes for somebody who knows the branch: its cheapest reading as parts that are tried.

Ten thousand guesses a second, which a stolen ring allows on a rack of machines, make 2^34 half a month.
"""

import math
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import resources
from models import pinyin
from models.errors import RefusedError

if TYPE_CHECKING:
    from models.ledger import Ledger

ENOUGH = 34.0
"""Bits: the power of two of the guesses that a password must take."""

_OWN_NAME = 6.0
_YEAR, _DAY, _TELEPHONE = 7.0, 15.0, 30.0
_ROW = 6.0
_BY_KIND = (("[0-9]", 3.3), ("[a-z]", 4.7), ("[A-Z]", 5.7), ("[\u4e00-\u9fff]", 9.0), (".", 6.0))
_DATES = (
    (re.compile(r"(19|20)\d\d"), _YEAR),
    (re.compile(r"(19|20)?\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"), _DAY),
    (re.compile(r"1[3-9]\d{9}"), _TELEPHONE),
)


def refuse_easy(password: str, names: Iterable[str]) -> None:
    """Raise RefusedError("password-easy") for one that is soon guessed. names: what stands for this branch."""
    typed = unicodedata.normalize("NFKC", password)
    if bits(typed, names) < ENOUGH:
        raise RefusedError("password-easy")


def names_of(ledger: "Ledger") -> list[str]:
    """Return what somebody who knows a branch tries first: its names and those of its members."""
    rows = ledger.query("SELECT name, short_name FROM organization") + ledger.query("SELECT name FROM member")
    return [ledger.actor, *(str(value) for row in rows for value in row.values() if value)]


def bits(password: str, names: Iterable[str]) -> float:
    """Return the bits of the cheapest way to put a password together."""
    text, known = password.lower(), _pieces(names)
    cheapest = [0.0] + [math.inf] * len(text)
    for start in range(len(text)):
        for length, cost in _parts(password, text, start, known):
            cheapest[start + length] = min(cheapest[start + length], cheapest[start] + cost)
    whole = cheapest[-1]
    for length in range(1, len(text) // 2 + 1):
        if text[:length] * (len(text) // length) == text:
            whole = min(whole, cheapest[length] + math.log2(len(text) // length))
    return whole


def _parts(password: str, text: str, start: int, known: frozenset[str]) -> Iterator[tuple[int, float]]:
    """Yield length and cost of every part that may begin at a place."""
    yield 1, next(cost for kind, cost in _BY_KIND if re.match(kind, password[start], re.DOTALL))
    for pattern, cost in _DATES:
        found = pattern.match(text, start)
        if found:
            yield len(found.group()), cost
    ranks = _common()
    for end in range(start + 2, len(text) + 1):
        piece = text[start:end]
        if piece in ranks:
            yield len(piece), math.log2(ranks[piece] + 2)
        if piece in known:
            yield len(piece), _OWN_NAME
        if len(piece) > 2 and (_in_a_row(piece) or len(set(piece)) == 1):
            yield len(piece), _ROW


def _in_a_row(piece: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(piece)}
    return steps in ({1}, {-1}) or any(piece in row or piece[::-1] in row for row in _words()["rows"])


def _pieces(names: Iterable[str]) -> frozenset[str]:
    """Return every run of two or more characters of the names, as written and in pinyin, and the initials."""
    found: set[str] = set()
    for name in {name.strip().lower() for name in names}:
        syllables = [pinyin.syllable(one) or one for one in name]
        for start in range(len(name)):
            for end in range(start + 2, len(name) + 1):
                spoken = syllables[start:end]
                found |= {name[start:end], "".join(spoken), "".join(one[:1] for one in spoken)}
    return frozenset(found)


@cache
def _common() -> dict[str, int]:
    return {word.lower(): rank for rank, word in enumerate(_words()["words"])}


@cache
def _words() -> dict[str, list[str]]:
    return tomllib.loads((resources.ROOT / "common_passwords.toml").read_text(encoding="utf-8"))
