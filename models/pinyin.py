"""Keys by which names are found and sorted: full pinyin and initials, surnames as they are really read.

pypinyin reads surnames as ordinary words (单 dan, 仇 chou, 曾 ceng); `resources/names/surnames.toml` puts
them right.
"""

import tomllib
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from itertools import islice, product

import resources
from models import names

MOST_READINGS = 8
"""At most so many readings of one name are kept."""


@dataclass(frozen=True, slots=True)
class NameKeys:
    """Search keys of a name: several readings separated by one blank, the likely one first.

    pinyin: `shanxiaoman`, `lvbu lubu`. initials: one letter for each character.
    """

    pinyin: str
    initials: str

    @property
    def readings(self) -> tuple[str, ...]:
        """The readings in full pinyin, the likely one first."""
        return tuple(self.pinyin.split())

    @property
    def sort_key(self) -> str:
        """The likely reading; names sort by it as a Chinese reader expects."""
        return self.pinyin.partition(" ")[0]


def name_keys(name: str) -> NameKeys:
    """Return the search keys of a kept name; characters without a known reading stand for themselves."""
    spoken = list(islice(product(*_syllables(name)), MOST_READINGS))
    full = dict.fromkeys("".join(reading) for reading in spoken)
    short = dict.fromkeys("".join(syllable[:1] for syllable in reading) for reading in spoken)
    return NameKeys(" ".join(full), " ".join(short))


@cache
def syllable(character: str) -> str:
    """Return the ordinary reading of one character, nothing for what is no letter; for comparing many words."""
    found = _given_syllables(character, {})
    return found[0][0] if found else ""


def _syllables(name: str) -> list[tuple[str, ...]]:
    """Return for each character of a name its possible syllables."""
    table = _surnames()
    surname: list[tuple[str, ...]] = []
    if names.MIDDLE_DOT not in name:
        if len(name) > 2 and name[:2] in table.double:
            surname = [(syllable,) for syllable in table.double[name[:2]].split()]
        elif name[:1] in table.single:
            # The ordinary reading too: not everybody knows how somebody else's name is read.
            ordinary = _given_syllables(name[0], {})[0]
            surname = [(*table.single[name[0]], *ordinary)]
    given = name[len(surname) :]
    return [_both_spellings(one) for one in (*surname, *_given_syllables(given, table.given))]


def _given_syllables(given: str, special: dict[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    from pypinyin import Style, lazy_pinyin

    found: list[tuple[str, ...]] = []
    for part in _parts(given, special):
        if len(part) == 1 and part in special:
            found.append(special[part])
        elif part.isascii():
            found.append((part.lower(),))
        else:
            found += [(syllable.lower(),) for syllable in lazy_pinyin(part, style=Style.NORMAL)]
    return found


def _parts(given: str, special: Container[str]) -> list[str]:
    """Split a given name into characters with readings of their own, Latin words, and runs of the rest."""
    parts: list[str] = []
    kind = ""
    for character in given:
        if not character.isalnum() and not names.is_chinese(character):
            kind = ""
            continue
        found = "special" if character in special else "latin" if character.isascii() else "run"
        if found == kind and kind != "special":
            parts[-1] += character
        else:
            parts.append(character)
        kind = found
    return parts


def _both_spellings(syllables: tuple[str, ...]) -> tuple[str, ...]:
    """Add to lü and nü the spelling without dots: people type both `lv` and `lu`."""
    more = [one[0] + "u" + one[2:] for one in syllables if one[:2] in ("lv", "nv")]
    return tuple(dict.fromkeys((*syllables, *more)))


@dataclass(frozen=True, slots=True)
class _Surnames:
    single: dict[str, tuple[str, ...]]
    double: dict[str, str]
    given: dict[str, tuple[str, ...]]


@cache
def _surnames() -> _Surnames:
    path = resources.ROOT / "names" / "surnames.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return _Surnames(
        {name: tuple(readings) for name, readings in table["single"].items()},
        dict(table["double"]),
        {name: tuple(readings) for name, readings in table["given"].items()},
    )
