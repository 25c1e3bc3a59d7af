"""What is typed in the people grid, by person, and what follows from it; knows no widget."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from models import pinyin
from models.errors import RefusedError
from models.kinds.field import Choice, Field, Value
from models.kinds.kind import Kind
from models.kinds.sheets import grid_of

Line = Mapping[str, str]
"""What stands in one person's line, by field, as typed."""


@dataclass(frozen=True, slots=True)
class _Follows:
    """A cell that follows another as long as nothing else was said in it."""

    source: str
    target: str
    made: Callable[[str], str]


class Lines:
    """Every person's line. mark: what an amount has to reach, as it is kept, None without a mark;
    stood: the lines that were kept before, as they were shown.
    """

    def __init__(self, kind: Kind) -> None:
        self.kind, self.grid = kind, grid_of(kind)
        self.fields = [one for one in kind.fields if one.name not in self.grid.shared]
        self.mark: int | None = None
        self._kept: dict[str, Line] = {}
        self.stood: dict[str, Line] = {}
        self._follows = [_Follows(one.default, one.name, str) for one in self.fields if one.default]
        if self.grid.mark is not None:
            self._follows.append(_Follows(self.grid.mark.of, self.grid.mark.sets, self.reached))

    def of(self, member_id: str) -> Line:
        """Return what stands in a line."""
        return self._kept.get(member_id, {})

    @property
    def filled(self) -> dict[str, Line]:
        """The lines by member, of those who have one."""
        return {key: line for key, line in self._kept.items() if self._is_filled(line)}

    def _is_filled(self, line: Line) -> bool:
        return any(line.get(name) for name in self.grid.needs or line)

    def put(self, lines: Mapping[str, Line]) -> None:
        """Say these cells as if they had been typed; what follows from them is added, never put in their place."""
        for key, line in lines.items():
            for name, text in line.items():
                self.say(key, name, text)
            said = {name: _in_words(self.kind.by_name[name], text.strip()) for name, text in line.items()}
            self._kept[key] = {**self.of(key), **said}

    def drop(self, member_ids: Iterable[str]) -> None:
        """Forget lines."""
        for key in member_ids:
            self._kept.pop(key, None)

    def say(self, member_id: str, name: str, text: str) -> None:
        """Put a text into a cell, and what follows from it into others of the line."""
        before = self.of(member_id)
        text = _in_words(self.kind.by_name[name], text.strip())
        now = {**before, name: text}
        for one in self._follows:
            stood = before.get(one.target, "")
            if one.source == name and (not stood or stood == one.made(before.get(name, ""))):
                now[one.target] = one.made(text)
        self._kept[member_id] = now

    def reached(self, text: str) -> str:
        """Return the word that the mark makes of an amount; nothing without a mark or an amount."""
        mark = self.grid.mark
        value = self.value(mark.of, text) if mark is not None else None
        if mark is None or self.mark is None or not isinstance(value, int):
            return ""
        return self.kind.by_name[mark.sets].said(mark.reached if value >= self.mark else mark.missed)

    def value(self, name: str, text: str) -> Value:
        """Return what a text is kept as, nothing where it cannot be read."""
        try:
            return self.kind.by_name[name].read(text, f"{self.kind.name}.{name}") if text else None
        except RefusedError:
            return None

    def keep(self) -> None:
        """Take what stands in the lines for what was kept."""
        self.stood = dict(self._kept)

    def stays(self, member_id: str, name: str) -> bool:
        """Tell whether a cell of a kept line was left as it stood."""
        return name in self.stood.get(member_id, {}) and self.stood[member_id][name] == self.of(member_id).get(name)

    def is_wrong(self, member_id: str, name: str) -> bool:
        """Tell whether what was typed into a cell can be read as no value of its field."""
        text = self.of(member_id).get(name, "")
        value = self.value(name, text)
        field = self.kind.by_name[name]
        unknown = value is None or (isinstance(field, Choice) and value not in field.keys)
        return bool(text) and unknown and not self.stays(member_id, name)

    def total(self, name: str) -> str:
        """Return the sum of an amount over all lines."""
        found = [self.value(name, line.get(name, "")) for line in self.filled.values()]
        return self.kind.by_name[name].said(sum(one for one in found if isinstance(one, int)))

    def counts(self) -> list[str]:
        """Return how many of the lines hold each word of each choice: `合格 3 人`."""
        lines, told = list(self.filled.values()), []
        for field in self.fields:
            for word in field.of.values() if isinstance(field, Choice) else ():
                if count := sum(line.get(field.name) == word for line in lines):
                    told.append(f"{word} {count} 人")
        return told


def _in_words(field: Field, text: str) -> str:
    """Return the word of a choice that was begun or is kept as a key; any other text as it is."""
    if not isinstance(field, Choice) or not text:
        return text
    begun = [word for word in field.of.values() if word.startswith(text)]
    return text if text in begun else begun[0] if len(begun) == 1 else field.of.get(text, text)


def by_letter(field: Choice, letter: str) -> list[str]:
    """Return the words of a choice that begin with a sound."""
    return [word for word in field.of.values() if pinyin.syllable(word[:1])[:1] == letter.lower()]


def next_word(words: list[str], now: str) -> str:
    """Return the word after the one that stands; the first behind the last."""
    return words[(words.index(now) + 1) % len(words)] if now in words else words[0]
