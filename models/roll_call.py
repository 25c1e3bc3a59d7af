"""Reading a pasted roll-call: a chat's 接龙, a list of names, columns of a sheet, a meeting program's export.

Only a name written exactly as in the register counts; one that is nearly right, and one that two people have, is left
for a person to decide. Nothing is dropped: every part of every line is in exactly one of the four lists.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from models.attendance import LEAVE_MARKS, Attendee
from models.errors import RefusedError
from models.roll_call_cells import Beside
from models.roll_call_words import is_noise, looks_like_name, stripped, vocabulary
from models.similar_names import NameIndex, name_key

MOST_LINES = 20_000
MOST_CHARACTERS = 1_000_000

REASONS = ("unknown", "same_name", "unclear_mark", "twice", "repeated", "no_name")
"""Why something was not simply taken over."""


@dataclass(frozen=True, slots=True)
class Line:
    """One person's part of a pasted line, or a whole line without any name.

    number: of the line, from 1. mark: of `attendance.MARKS` as far as it was said, else `present`. suggestions: who
    may have been meant. candidates: everybody of exactly that name. reason: of `REASONS`, empty when matched.
    """

    number: int
    text: str
    mark: str
    suggestions: tuple[Attendee, ...] = ()
    candidates: tuple[Attendee, ...] = ()
    reason: str = ""


class Match(NamedTuple):
    """One person found, with her mark."""

    member_id: str
    mark: str
    line: Line


@dataclass(frozen=True, slots=True)
class RollCall:
    """A roll-call as read. matched: nobody twice. ignored: lines without a name, and people said again."""

    matched: list[Match]
    unmatched: list[Line]
    ambiguous: list[Line]
    ignored: list[Line]


@dataclass(slots=True)
class _Word:
    """A word of a line: what was typed at `start` to `end`, and what it turned out to be."""

    start: int
    end: int
    key: str
    marks: set[str] = field(default_factory=set)
    people: tuple[Attendee, ...] = ()
    suggestions: tuple[Attendee, ...] = ()
    named: bool = False
    segment: int = 0
    bracketed: bool = False
    header: bool = False
    glued: bool = False


def match(text: str, people: Sequence[Attendee]) -> RollCall:
    """Read a pasted roll-call against a register. Raises RefusedError("roll-call-too-long")."""
    lines = text.splitlines()
    if len(lines) > MOST_LINES or len(text) > MOST_CHARACTERS:
        raise RefusedError("roll-call-too-long", lines=len(lines), most=MOST_LINES)
    reader = _Reader(NameIndex(people))
    for number, line in enumerate(lines, 1):
        reader.read(number, _visible(line))
    return reader.found


class _Reader:
    """Reads line after line; a heading such as `请假：` holds for the names below it until a line that is none."""

    def __init__(self, index: NameIndex) -> None:
        self.found = RollCall([], [], [], [])
        self._index = index
        self._beside = Beside()
        self._heading: set[str] = set()
        self._taken: dict[str, str] = {}
        # Whoever stood alone on the line before, with nothing said of her: the next line may say it.
        self._speaker: Attendee | None = None

    def read(self, number: int, line: str) -> None:
        speaker, self._speaker = self._speaker, None
        if not line.strip():
            self._heading = set()
            return
        words = _classified(line, self._index)
        named = [word for word in words if word.named]
        if not any(word.people for word in words) and self._beside.learn(line):
            self.found.ignored.append(Line(number, line.strip(_TRIMMED), "present", reason="no_name"))
            return
        if not named:
            self._without_name(number, line, words, speaker)
            return
        marks = _marks_of(words, named, self._heading)
        before = len(self.found.matched)
        begins = [0, *(_beginning(line, words, one, other) for one, other in pairwise(named)), len(line)]
        parts = list(zip(named, begins, begins[1:], strict=False))
        signs = [self._signs(line, start, end, word, alone=len(named) == 1) for word, start, end in parts]
        spoken = any(word.marks and not word.header for word in words)
        for (word, start, end), sign in zip(parts, signs, strict=True):
            # Beside others with a sign, no sign is not presence.
            sign = sign or ({"unclear"} if any(signs) else set())
            said = marks[id(word)] | sign
            if sign == {"unclear"} and (spoken or marks[id(word)] - {"present"}):
                said = marks[id(word)]
            marks[id(word)] = said
            self._take(number, line[start:end].strip(_TRIMMED), word, _resolved(said))
        if len(named) == 1 and len(self.found.matched) > before and not any(marks.values()):
            self._speaker = named[0].people[0]

    def _signs(self, line: str, start: int, end: int, word: _Word, *, alone: bool) -> set[str]:
        if alone and "\t" in line:
            return self._beside.row(line, word.start)
        return self._beside.around(line[start:end], word.end - start)

    def _without_name(self, number: int, line: str, words: list[_Word], speaker: Attendee | None) -> None:
        text = line.strip(_TRIMMED)
        headed = {mark for word in words if word.header for mark in word.marks}
        others = [word for word in words if not word.header and not word.marks and not is_noise(word.key)]
        if headed or others:
            self._heading = headed
        plain = all(word.key in vocabulary() or is_noise(word.key) for word in words)
        told = {mark for word in words if not word.header and not _counts(line, word) for mark in word.marks}
        mark = _resolved(told) or "present"
        if speaker is not None and told - {"present"} and not headed:
            # A chat as copied: the name on one line, what she said on the next; or a heading. A person says which.
            del self._taken[speaker.member_id]
            before = self.found.matched.pop().line
            self.found.unmatched.append(replace(before, mark=mark, suggestions=(speaker,), reason="unclear_mark"))
            self._heading = set() if _TIME.search(before.text) else {"unclear"}
        elif told - {"present"} and not headed and not plain:
            self.found.unmatched.append(Line(number, text, mark, reason="unclear_mark"))
            return
        elif told and plain and speaker is None:
            self._heading = told
        self.found.ignored.append(Line(number, text, "present", reason="no_name"))

    def _take(self, number: int, text: str, word: _Word, mark: str) -> None:
        said = mark or "present"
        if len(word.people) > 1:
            line = Line(number, text, said, candidates=word.people, reason="same_name")
            self.found.ambiguous.append(line)
        elif not word.people:
            self.found.unmatched.append(Line(number, text, said, word.suggestions, reason="unknown"))
        elif not mark:
            self.found.unmatched.append(Line(number, text, said, word.people, reason="unclear_mark"))
        elif (before := self._taken.get(word.people[0].member_id)) is None:
            self._taken[word.people[0].member_id] = mark
            self.found.matched.append(Match(word.people[0].member_id, mark, Line(number, text, mark)))
        elif before == mark:
            self.found.ignored.append(Line(number, text, mark, word.people, reason="repeated"))
        else:
            self.found.unmatched.append(Line(number, text, mark, word.people, reason="twice"))


# --- words of a line --------------------------------------------------------------------

_LETTER = r"[^\W\d_]"
_DOT = r"(?:\s?[\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65\uff0e\u0387]\s?|(?<=[^\x00-\x7f])\s?\.\s?(?=[^\x00-\x7f\s]))"
_WORD = re.compile(f"{_LETTER}+(?:{_DOT}{_LETTER}+)*")
_SEPARATOR = re.compile(r"[,，、;；|｜。\t]")
_HEADER_END = re.compile(r"\s*(?:人员|名单|的|同志)?\s*[（(]?\s*[0-9０-９]*\s*[人名位]?\s*[)）]?\s*[:：]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_TRIMMED = " \u3000\t,，、;；|｜。"
_MOST_JOINED = 6
_TIME = re.compile(r"[0-9]:[0-9]{2}")
_COUNT = re.compile(r"\s*[:：]?\s*[0-9]")
_COUNTED = re.compile("[一二三四五六七八九十两零]+[人名位]$")


def _counts(line: str, word: _Word) -> bool:
    """Tell whether a word for attendance only says how many: 请假2人."""
    return bool(_COUNT.match(line, word.end) or _COUNTED.search(word.key))


def _visible(line: str) -> str:
    return _INVISIBLE.sub("", line)


def _classified(line: str, index: NameIndex) -> list[_Word]:
    """Return the words of a line with what they are: a name, somebody's mark, a heading, or nothing."""
    words = [_Word(one.start(), one.end(), name_key(one.group()).lstrip("0123456789")) for one in _WORD.finditer(line)]
    for word, before in zip(words, [None, *words], strict=False):
        gap = line[before.end if before else 0 : word.start]
        word.glued = bool(gap) and gap[-1] in "-_—－@#＃("
        word.bracketed = bool(gap) and gap.rstrip()[-1:] in ("(", "（", "[", "【", "〔")
        word.segment = (before.segment if before else 0) + bool(_SEPARATOR.search(gap.replace("\t", "")))
    words = _joined(line, words, index)
    for word in words:
        _judge(word, line, index)
    if "\t" in line:
        _as_columns(line, words)
    return words


def _joined(line: str, words: list[_Word], index: NameIndex) -> list[_Word]:
    """Join words that only blanks part and that together are a name: 张　三; the longest such name first.

    Single characters that make no name and no mark are joined as well: they may be one with a slip.
    """
    made: list[_Word] = []
    place = 0
    while place < len(words):
        last = place
        for end in range(min(len(words), place + _MOST_JOINED), place + 1, -1):
            run = words[place:end]
            if _only_blanks_between(line, run) and index.exact("".join(word.key for word in run)):
                last = end - 1
                break
        else:
            while last - place < 2 and _lone(line, words[last : last + 2]):
                last += 1
        first = words[place]
        if last > place:
            first.key, first.end = "".join(word.key for word in words[place : last + 1]), words[last].end
        made.append(first)
        place = last + 1
    return made


def _lone(line: str, pair: list[_Word]) -> bool:
    """Tell whether these are two single characters that only blanks part, and no marks."""
    if len(pair) < 2 or not _only_blanks_between(line, pair):
        return False
    return all(len(one.key) == 1 and not one.key.isascii() and one.key not in vocabulary() for one in pair)


def _only_blanks_between(line: str, run: list[_Word]) -> bool:
    """Tell whether only blanks, of a line without columns, stand between words."""
    gaps = (line[one.end : other.start] for one, other in pairwise(run))
    return all(gap and not gap.strip(" \u3000\u00a0") for gap in gaps)


def _judge(word: _Word, line: str, index: NameIndex) -> None:
    word.people = index.exact(word.key)
    if not word.people and word.key not in vocabulary() and not is_noise(word.key):
        rest, word.marks = stripped(word.key)
        word.people = index.exact(rest)
        if rest and not word.people:
            word.suggestions = index.similar(rest)
            word.named = bool(word.suggestions) or (not word.glued and looks_like_name(rest))
    elif not word.people:
        word.marks = set(vocabulary().get(word.key, ()))
    word.named = word.named or bool(word.people)
    headed = word.key.endswith(("人员", "名单")) or bool(_HEADER_END.match(line, word.end))
    word.header = not word.named and bool(word.marks) and headed


def _as_columns(line: str, words: list[_Word]) -> None:
    """Take a row of a sheet with one name for what it is: its other cells name nobody.

    With several names it is a grid of names, and each cell stands for itself.
    """
    sure = [word for word in words if word.people or word.suggestions]
    if len(sure) > 1:
        for word in words:
            word.segment = line.count("\t", 0, word.start)
        return
    keep = sure[0] if sure else next((word for word in words if word.named), None)
    for word in words:
        word.segment = 0
        word.named = word is keep


# --- marks ------------------------------------------------------------------------------


def _marks_of(words: list[_Word], named: list[_Word], heading: set[str]) -> dict[int, set[str]]:
    """Return for each name of a line (by identity) the marks said of it."""
    own: dict[int, set[str]] = {id(word): set(word.marks) for word in named}
    above: dict[int, set[str]] = {}
    loose = {id(word) for word in named if word.marks - {"present"}}
    over, leading, last = set(heading), False, None
    for word in words:
        if word.named:
            last, above[id(word)] = word, over
        elif word.header:
            over, leading = set(word.marks), False
        elif word.marks and last is None:
            over, leading = set(word.marks), True
        elif word.marks and last is not None:
            own[id(last)] |= word.marks
            if not word.bracketed and word.marks - {"present"}:
                loose.add(id(last))
    if leading and len(named) > 1 and any(own.values()):
        # 病假 张三 事假 李四: which belongs to whom is not for a program to guess.
        return {key: {"unclear"} for key in own}
    for before, word in reversed(list(pairwise(named))):
        # 张三、李四请假: both, or one?
        if id(word) in loose and not own[id(before)] and not above[id(before)]:
            own[id(before)] = {"unclear"}
            loose.add(id(before))
    return {key: marks or above[key] for key, marks in own.items()}


def _resolved(marks: set[str]) -> str:
    """Return the mark that these words amount to; nothing where they contradict each other."""
    left = set(marks) or {"present"}
    if left & set(LEAVE_MARKS):
        left -= {"leave", "absent"}
    elif "leave" in left:
        left = left - {"leave", "absent"} | {"personal"}
    if left & {"late", "observer"}:
        left -= {"present"}
    return next(iter(left)) if len(left) == 1 and "unclear" not in left else ""


def _beginning(line: str, words: list[_Word], before: _Word, word: _Word) -> int:
    """Return where a name's part of its line begins: after the separator before it, if there is one."""
    last = max((one.end for one in words if before.end <= one.end <= word.start), default=before.end)
    found = [one.end() for one in _SEPARATOR.finditer(line, last, word.start)]
    return found[-1] if found else word.start
