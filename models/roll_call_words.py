"""The words of a roll-call: what says whether somebody came, what says nothing, what looks like a name."""

import re
import tomllib
from functools import cache

import resources


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    path = resources.ROOT / "names" / "roll_call.toml"
    table: dict[str, dict[str, list[str]]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return table


@cache
def vocabulary() -> dict[str, tuple[str, ...]]:
    """Return each word for attendance with its mark, as one tuple."""
    return {word: (mark,) for mark, known in _table()["marks"].items() for word in known}


@cache
def signs() -> dict[str, str]:
    """Return each sign that means one mark everywhere."""
    return {sign: mark for mark, known in _table()["signs"].items() for sign in known}


@cache
def answers(kind: str) -> frozenset[str]:
    """Return the words for `yes` or `no`, in capitals."""
    return frozenset(_table()["answers"][kind])


@cache
def _noise() -> frozenset[str]:
    return frozenset(_table()["noise"]["words"])


def is_noise(key: str) -> bool:
    """Tell whether a word says nothing about anybody."""
    return key in _noise() or (len(key) < 2 and key not in vocabulary())


def _alternatives() -> str:
    return "|".join(sorted((*vocabulary(), "同志"), key=len, reverse=True))


@cache
def _endings() -> re.Pattern[str]:
    return re.compile(f"(?:{_alternatives()})$")


@cache
def _beginnings() -> re.Pattern[str]:
    return re.compile(f"^(?:{_alternatives()})")


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    known = _table()["names"]
    return frozenset(str(known["single"])), frozenset(str(known["double"]).split())


def looks_like_name(key: str) -> bool:
    """Tell whether a word that nobody in the register resembles may still be somebody's name."""
    single, double = _surnames()
    if "·" in key:
        return len(key) > 3
    return (len(key) in (2, 3) and key[0] in single) or (len(key) in (3, 4) and key[:2] in double)


def stripped(key: str) -> tuple[str, set[str]]:
    """Take words for attendance off both ends of a word; return what is left, and the marks."""
    marks: set[str] = set()
    for pattern in (_endings(), _beginnings()):
        while found := pattern.search(key):
            marks |= set(vocabulary().get(found.group(), ()))
            key = key[: found.start()] + key[found.end() :]
    return key, marks
