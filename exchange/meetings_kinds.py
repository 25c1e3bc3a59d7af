"""Kinds of meetings in the words that people write: 党员大会、党课, 支部委员会（扩大）, 3月主题党日."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from exchange import meetings_header
from exchange.traditional import simplified
from models import words
from models.meeting import MEETING_KINDS

_HARMLESS = re.compile(
    r"[\s、,;/+&和与及暨兼()\[\]【】《》“”\"'·:—\-]|支部|党支部|党小组|小组|召开|专题|扩大|会议|活动|组织|开展|党员|全体|委员|年|月|日|季度|第|次|定期|"
    r"[0-9一二三四五六七八九十]"
)


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds found, in the order of `MEETING_KINDS`; unknown: what else stands there."""

    kinds: tuple[str, ...] = ()
    unknown: str = ""

    @property
    def words(self) -> str:
        """The kinds as people say them."""
        return "、".join(words.label("meeting_kind_short", kind) for kind in self.kinds)


def read(text: str) -> Kinds:
    """Return all kinds that a text names."""
    plain = "".join(simplified(unicodedata.normalize("NFKC", text)).split())
    found: set[str] = set()

    def take(one: re.Match[str]) -> str:
        found.add(_by_word()[one[0]])
        return "|"

    rest = _pattern().sub(take, plain)
    if not found and plain in ("学习", "支部集中学习会"):
        found.add("study")
        rest = ""
    unknown = "".join(part for part in rest.split("|") if part)
    kinds = tuple(kind for kind in MEETING_KINDS if kind in found)
    return Kinds(kinds, "" if not kinds else _HARMLESS.sub("", unknown))


def at_end(text: str) -> Kinds:
    """Return the kind that a meeting's name ends with: `第一季度支部党员大会`; a topic only mentioning one has none."""
    squeezed = "".join(simplified(unicodedata.normalize("NFKC", text)).split())
    plain = re.sub(r"\([^()]*\)$", "", squeezed).removesuffix("活动")
    ending = max((word for word in _by_word() if plain.endswith(word)), key=len, default="")
    return Kinds((_by_word()[ending],)) if ending else Kinds()


def at_start(text: str) -> Kinds:
    """Return the kind that a meeting's name begins with, before a colon or dash: `党员大会：学习章程`."""
    plain = "".join(simplified(unicodedata.normalize("NFKC", text)).split())
    told = read(re.split("[:—–-]", plain, maxsplit=1)[0]) if re.search("[:—–-]", plain) else Kinds()
    return told if told.kinds and not told.unknown else Kinds()


@cache
def _by_word() -> dict[str, str]:
    return {word: kind for kind, known in meetings_header.table()["kinds"].items() for word in known}


@cache
def _pattern() -> re.Pattern[str]:
    """Longer words first: 支部委员会会议 is not 支部委员会 and something else."""
    return re.compile("|".join(sorted(map(re.escape, _by_word()), key=len, reverse=True)))
