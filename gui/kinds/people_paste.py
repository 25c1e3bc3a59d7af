"""Reading lines pasted into a people grid: names with values, as columns or as plain lines; nothing is guessed."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from models import cell_text
from models.attendance import Attendee
from models.errors import RefusedError
from models.kinds.field import Choice, Field
from models.kinds.grid import Pasted as Column
from models.kinds.kind import Kind
from models.kinds.sheets import grid_of
from models.similar_names import NameIndex, name_key

MOST_LINES = 5_000
_NAME = "name"
_NAME_HEADS = ("姓名", "名字", "党员姓名", "参考人员")
_LONGEST_NAME = 40
_ODD = re.compile(r"[-+−]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?")
"""What looks like an amount and may be none: with a sign, with a power; figures alone may be a telephone number."""
_PARTS = re.compile(r"[\t,，;；:：|｜、\s]+")


@dataclass(frozen=True, slots=True)
class Result:
    """One person's line. values: by field, as typed; people: who has exactly that name; suggestions: who may be meant;
    reason: of `Reader.reasons`, empty where nothing is left to say.
    """

    number: int
    text: str
    name: str
    values: Mapping[str, str]
    people: tuple[Attendee, ...] = ()
    suggestions: tuple[Attendee, ...] = ()
    reason: str = ""


@dataclass(slots=True)
class Pasted:
    """What was read. matched: settled, nobody twice. open: for a person to settle. ignored: lines without a name."""

    matched: list[Result] = field(default_factory=list)
    open: list[Result] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


class Reader:
    """Reads for one kind: what its columns may be called, which words they know."""

    def __init__(self, kind: Kind) -> None:
        grid = grid_of(kind)
        self.word, self._needs = grid.word, grid.needs
        self.reasons = {
            "unknown": "名册里没有",
            "same_name": "有同名",
            "twice": "前面已有",
            "several": "有几个数，请在表里填",
            "empty": f"没有{grid.word}",
        }
        self._columns = [(kind.by_name[one.field], one) for one in grid.paste or _plain(kind)]
        self._heads = {_NAME: _NAME_HEADS} | {one.name: (one.word, *told.heads) for one, told in self._columns}
        self._words = {one.name: _words(one, told) for one, told in self._columns}
        self.example = _example([one for one, _told in self._columns])
        self._amount = next((one for one, _told in self._columns if one.parts), None)
        behind = re.escape(self._amount.behind) if self._amount is not None else ""
        most = getattr(self._amount, "most", 1)
        self._figures = rf"([0-9]{{1,{len(str(most - 1))}}}(?:\.[0-9]{{1,2}})?)(?:{behind})?"
        self._glued = re.compile(rf"([^\W\d]{{1,{_LONGEST_NAME}}}?){self._figures}")

    def read(self, text: str, people: Sequence[Attendee]) -> Pasted:
        """Read pasted lines against a register. Raises RefusedError("results-too-long")."""
        lines = text.splitlines()
        if len(lines) > MOST_LINES:
            raise RefusedError("results-too-long", word=self.word, lines=len(lines), most=MOST_LINES)
        index, found = NameIndex(people), Pasted()
        taken: set[str] = set()
        columns: dict[str, int] = {}
        for number, written in enumerate(lines, 1):
            in_columns = "\t" in written
            line = "\t".join(cell_text.pasted_cells(written)) if in_columns else cell_text.without_unseen(written)
            plain = unicodedata.normalize("NFKC", line).strip()
            heading = self._head(line)
            columns = heading or columns
            if not plain or heading:
                found.ignored += [plain] if plain else []
                continue
            result = self._by_columns(number, line, columns) if columns else self._by_words(number, line, index)
            if result is None:
                found.ignored.append(plain)
                continue
            settled = self._judged(result, index, taken)
            (found.open if settled.reason else found.matched).append(settled)
            if not settled.reason:
                taken.add(settled.people[0].member_id)
        return found

    def _head(self, line: str) -> dict[str, int]:
        """Return which column is what, where a line is the head of a table; else nothing."""
        cells = [name_key(cell) for cell in line.split("\t")]
        found = {key: cells.index(word) for key, words in self._heads.items() for word in words if word in cells}
        return found if _NAME in found and len(found) > 1 else {}

    def _by_columns(self, number: int, line: str, columns: dict[str, int]) -> Result | None:
        cells = [cell.strip() for cell in line.split("\t")]
        told = {key: cells[at] if at < len(cells) else "" for key, at in columns.items()}
        name = told.pop(_NAME)
        if not name:
            return None
        values: dict[str, str] = {}
        for one, _told in self._columns:
            said = told.get(one.name, "")
            if one.parts:
                values[one.name] = unicodedata.normalize("NFKC", said).removesuffix(one.behind)
            elif isinstance(one, Choice):
                # A word it does not know is shown where it stands, to be put right; a stroke says nothing.
                unknown = said if any(map(str.isalnum, said)) else ""
                values[one.name] = self._words[one.name].get(name_key(said), unknown)
            else:
                values[one.name] = said
        self._put_right(values)
        return Result(number, "　".join(filter(None, cells)), name, _filled(values))

    def _put_right(self, values: dict[str, str]) -> None:
        """A word of a choice that stands in a column of free text is that choice: 等次 合格."""
        chosen = [one.name for one, _told in self._columns if isinstance(one, Choice) and not values[one.name]]
        for one, told in self._columns:
            for name in chosen if told.values else ():
                if said := self._words[name].get(name_key(values[one.name])):
                    values[name], values[one.name] = said, ""

    def _by_words(self, number: int, line: str, index: NameIndex) -> Result | None:
        """Read a line without a head: a name, then what stands behind it; figures before the name are its number."""
        words = [word for word in _PARTS.split(self._parted(line)) if word]
        start = next((n for n, one in enumerate(words) if re.match(r"[^\W\d_]", one) and not self._says(one)), None)
        if start is None:
            return None
        end = next((at for at in range(start, len(words)) if at > start and self._says(words[at])), len(words))
        spoken, said = words[start:end], words[end:]
        whole = "".join(spoken)
        name = next((word for word in spoken if index.exact(name_key(word))), "")
        name = name or (whole if index.exact(name_key(whole)) or len(spoken[0]) == 1 else spoken[0])
        values = {
            key: next((known[word] for word in said if word in known), "") for key, known in self._words.items()
        }
        amounts = [found[1] for word in said if (found := re.fullmatch(self._figures, word))]
        odd = [word for word in said if not word.isdigit() and _ODD.fullmatch(word) and not self._says(word)]
        several = len({*amounts, *odd}) > 1
        if self._amount is not None:
            values[self._amount.name] = "" if several or not amounts else amounts[0]
        reason = "several" if several else ""
        return Result(number, " ".join(words), name, _filled(values), reason=reason)

    def _parted(self, line: str) -> str:
        """Put a blank between a name and an amount that were written without one: 王建国92分."""
        plain = unicodedata.normalize("NFKC", line)
        plain = re.sub(r"^\s*\(?[0-9]{1,3}[.、)]\s*(?=[^\W\d])", " ", plain)
        return self._glued.sub(lambda found: f"{found[1]} {found[2]}", plain)

    def _says(self, word: str) -> bool:
        """Tell whether a word is a value: an amount, or a word that a column knows."""
        amount = self._amount is not None and bool(re.fullmatch(self._figures, word))
        return amount or any(word in known for known in self._words.values())

    def _judged(self, result: Result, index: NameIndex, taken: set[str]) -> Result:
        key = name_key(result.name)
        people = index.exact(key)
        reason = result.reason
        if len(people) > 1:
            reason = "same_name"
        elif not people:
            reason = "unknown"
        elif people[0].member_id in taken:
            reason = "twice"
        elif not reason and not any(result.values.get(name) for name in self._needs or result.values):
            reason = "empty"
        near = () if people else index.similar(key)
        return replace(result, people=people, suggestions=near, reason=reason)


def _plain(kind: Kind) -> Iterator[Column]:
    """Yield what may be pasted where a declaration does not say: every field, by its word."""
    shared = grid_of(kind).shared
    yield from (Column(field=one.name) for one in kind.fields if one.name not in shared)


def _example(columns: Sequence[Field]) -> str:
    """Return lines as they may be pasted."""
    first = columns[0]
    said = ("92", "88.5", "76") if first.parts else (first.word,) * 3
    chosen = next((f" {word}" for one in columns if isinstance(one, Choice) for word in one.of.values()), "")
    return f"姓名\t{first.word}\n王建国\t{said[0]}\n李晓东\t{said[1]}\n或：1. 张雪梅 {said[2]}{chosen}"


def _words(one: Field, told: Column) -> dict[str, str]:
    """Return the words by which a value is known in a line, each with what is typed for it."""
    if not isinstance(one, Choice):
        return {word: word for word in told.values}
    own = {word: word for word in one.of.values()}
    return own | {word: one.of[key] for key, words in told.also.items() for word in words}


def _filled(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}
