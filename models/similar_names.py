"""Names that somebody may have meant: one character off, read the same, or part of what was typed."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

from models import names, pinyin
from models.attendance import Attendee

MOST_SUGGESTIONS = 5
_LONGEST = 30
"""Longer words are no names; comparing them would only cost time."""

_DOTS = re.compile(r"[\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65\uff0e\u0387.]")


def name_key(text: str) -> str:
    """Return what spellings of one name have in common: composed, of one width, without blanks, dots as `·`."""
    composed = unicodedata.normalize("NFC", text)
    dotted = _DOTS.sub(names.MIDDLE_DOT, composed)
    return "".join(unicodedata.normalize("NFKC", dotted).split()).casefold()


class NameIndex:
    """The people of a register, found by name: exactly, or nearly."""

    def __init__(self, people: Sequence[Attendee]) -> None:
        self._exact: dict[str, list[Attendee]] = defaultdict(list)
        self._near: dict[str, set[str]] = defaultdict(set)
        self._spoken: dict[str, set[str]] = defaultdict(set)
        for one in people:
            key = name_key(one.name)
            self._exact[key].append(one)
            for pattern in _patterns(key):
                self._near[pattern].add(key)
            for reading in one.name_pinyin.split():
                self._spoken[reading].add(key)
        self._longest = max(map(len, self._exact), default=0)
        alternatives = sorted((re.escape(key) for key in self._exact if len(key) > 1), key=len, reverse=True)
        self._contained = re.compile("|".join(alternatives)) if alternatives else None

    def exact(self, key: str) -> tuple[Attendee, ...]:
        """Return everybody whose name has this key."""
        return tuple(self._exact.get(key, ())) if len(key) <= self._longest else ()

    def similar(self, key: str) -> tuple[Attendee, ...]:
        """Return who may have been meant, the likeliest first; nobody for what is no name."""
        if not 2 <= len(key) <= _LONGEST:
            return ()
        found: dict[str, None] = {}
        if len(key) <= self._longest + 1 or key.isascii():
            # Names in the register keep every reading of a surname; what was typed needs only its ordinary one.
            spoken = key if key.isascii() else "".join(map(pinyin.syllable, key))
            alike = {near for pattern in _patterns(key) for near in self._near.get(pattern, ())}
            found |= dict.fromkeys(sorted(self._spoken.get(spoken, ())))
            found |= dict.fromkeys(sorted(alike, key=lambda near: (near[:1] != key[:1], near)))
        if self._contained:
            found |= dict.fromkeys(self._contained.findall(key))
        people = [one for name in found for one in self._exact[name]]
        return tuple(people[:MOST_SUGGESTIONS])


def _patterns(key: str) -> Iterator[str]:
    """Yield what a name shares with every name one character off: one changed, one missing, one too many.

    Two names of which one lacks a character share the shorter one; of two characters, one alone is no name.
    """
    yield key
    for place in range(len(key)):
        yield f"{key[:place]}?{key[place + 1 :]}"
        if len(key) > 2:
            yield key[:place] + key[place + 1 :]
