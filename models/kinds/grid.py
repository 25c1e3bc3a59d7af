"""Records of several people that belong together, such as the results of one test: how they are declared."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.kinds.field import Choice, Field
from models.toml_entry import Entry

HOW = ("count", "sum", "mean", "are", "less")
"""What a list may tell of all lines: how many, the sum, the mean, how many of them are what, by how much one amount
falls short of another.
"""


@dataclass(frozen=True, kw_only=True)
class Pasted:
    """A column that may be pasted. heads: what it may be called besides its word; values: what it may say in a line
    without a head; also: key of a choice -> further words for it.
    """

    field: str
    heads: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    also: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A mark that an amount has to reach: the choice that follows, as long as nothing else was chosen.

    word: of the mark; of: the amount; least: as it is typed; sets: the choice; reached, missed: its keys; tip: more.
    """

    word: str
    of: str
    least: str
    sets: str
    reached: str
    missed: str
    tip: str = ""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a list tells of all lines. how: of `HOW`; of: the field; value: the one that is counted; every: what all
    of them may be instead; than: the amount that `of` may fall short of.
    """

    name: str
    word: str
    how: str
    of: str = ""
    value: str = ""
    every: str = ""
    than: str = ""
    width: int = 8


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Which records belong together, and how they are entered.

    shared: the fields that are the same in all of them and make them one. word: what the lines hold (成绩). needs: a
    line that has none of these is no record; nothing named, any field will do. total: what is summed below the grid.
    """

    shared: tuple[str, ...]
    word: str
    needs: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    mark: Mark | None = None
    paste: tuple[Pasted, ...] = ()
    told: tuple[Told, ...] = ()


def read(entry: Entry, fields: Mapping[str, Field]) -> Grid:
    """Return the grid that a declaration describes; what is wrong in it is added to the findings."""
    made = Grid(
        shared=_names(entry, "shared", needed=True),
        word=entry.text("word", needed=True),
        needs=_names(entry, "needs"),
        total=_names(entry, "total"),
        mark=_mark(entry),
        paste=tuple(map(_pasted, entry.entries("paste"))),
        told=tuple(map(_told, entry.entries("told"))),
    )
    entry.close()
    _holds_together(made, entry, fields)
    return made


def _names(entry: Entry, name: str, *, needed: bool = False) -> tuple[str, ...]:
    return tuple(map(str, entry.get(name, list, [], needed)))


def _mark(entry: Entry) -> Mark | None:
    raw = entry.get("mark", dict, None)
    if raw is None:
        return None
    one = Entry(entry.findings, f"{entry.place} mark", raw)
    needed = {name: one.text(name, needed=True) for name in ("word", "of", "least", "sets", "reached", "missed")}
    made = Mark(**needed, tip=one.text("tip"))
    one.close()
    return made


def _pasted(entry: Entry) -> Pasted:
    also: dict[str, Any] = entry.get("also", dict, {})
    if not all(isinstance(words, list) for words in also.values()):
        entry.wrong(f"also 的写法不对：{also!r}")
        also = {}
    made = Pasted(
        field=entry.text("field", needed=True),
        heads=_names(entry, "heads"),
        values=_names(entry, "values"),
        also={key: tuple(map(str, words)) for key, words in also.items()},
    )
    entry.close()
    return made


def _told(entry: Entry) -> Told:
    texts = {name: entry.text(name) for name in ("of", "value", "every", "than")}
    made = Told(
        name=entry.text("name", needed=True),
        word=entry.text("word", needed=True),
        how=entry.choice("how", HOW, HOW[0]),
        width=int(entry.number("width", 8)),
        **texts,
    )
    entry.close()
    return made


def _holds_together(made: Grid, entry: Entry, fields: Mapping[str, Field]) -> None:
    mark = made.mark
    reckoned = (one.of for one in made.told if one.how in ("sum", "mean", "less"))
    amounts = [*made.total, *reckoned]
    amounts += [one.than for one in made.told if one.how == "less"]
    amounts += [mark.of] if mark else []
    choices = [(one.of, key) for one in made.told if one.how == "are" for key in (one.value, one.every) if key]
    choices += [(mark.sets, key) for key in (mark.reached, mark.missed)] if mark else []
    choices += [(one.field, key) for one in made.paste for key in one.also]
    pasted = [one.field for one in made.paste]
    for name in dict.fromkeys((*made.shared, *made.needs, *amounts, *(name for name, _ in choices), *pasted)):
        if name not in fields:
            entry.wrong(f"没有这个字段：{name}")
    for name in amounts:
        if name in fields and not fields[name].parts:
            entry.wrong(f"{name} 不是数量，不能合计")
    for name, key in choices:
        one = fields.get(name)
        if one is not None and not (isinstance(one, Choice) and key in one.of):
            entry.wrong(f"{name} 没有这个选项：{key}")
    if len(made.shared) == len(fields):
        entry.wrong("每人一行的字段一个也没有")
