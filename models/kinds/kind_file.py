"""Reading the declaration of a kind: everything wrong in it is told at once, each finding with its line."""

import dataclasses
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from models.kinds import grid, source
from models.kinds.field import TYPES, Choice, Field, Line, Person
from models.kinds.kind import ABOUT, Act, Asks, Earns, Joined, Kind, Part, Register, RegisterColumn
from models.kinds.offers import OFFERS
from models.toml_entry import Entry, Finding

_OWN_COLUMNS = {"org", "id", "member_id", "entered_on", "name", "name_pinyin"}
_MOST_BYTES = 400_000
"""A record is one line of a package, which holds 512 KB."""
_BYTES_A_CHARACTER = 3

T = TypeVar("T", RegisterColumn, Earns, Part, Act, Joined, Asks)


@dataclasses.dataclass(frozen=True, slots=True)
class KindFile:
    """What a declaration holds, nothing when it has findings, and every finding: `第 12 行 field[3]：…`."""

    kind: Kind | None
    findings: tuple[str, ...]


def read(path: Path) -> KindFile:
    """Return the kind in a file and everything that is wrong with it. Raises OSError only."""
    return read_text(path.stem, path.read_bytes())


def read_text(name: str, data: bytes) -> KindFile:
    """Return the kind in the bytes of a file; `read`."""
    try:
        text = data.decode("utf-8")
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return KindFile(None, (f"文件：读不出来（{str(error)[:100]}）",))
    findings: list[Finding] = []
    kind = read_document(raw, findings)
    if raw.get("kind") != name:
        findings.append(Finding("kind", f"应当与文件名 {name} 相同"))
    return KindFile(None if findings else kind, tuple(f"{_line(text, one)}{one}" for one in findings))


def read_document(raw: Mapping[str, Any], findings: list[Finding]) -> Kind:
    """Return the kind that a declaration describes; what is wrong in it is added to the findings."""
    entry = Entry(findings, "", dict(raw))
    fields = tuple(filter(None, map(_field, entry.entries("field"))))
    word = entry.text("word", needed=True)
    name = entry.text("kind", needed=True)
    call = entry.text("call", word)
    short = entry.text("short", call)
    entry.get("acts", dict, {})
    register = entry.get("register", dict, None)
    earns = entry.get("earns", dict, None)
    lines = entry.get("grid", dict, None)
    asks = entry.get("asks", dict, None)
    kind = Kind(
        name=name,
        call=call,
        short=short,
        enters=entry.text("call", short),
        adds=entry.text("adds", f"登记{entry.text('call', short)}"),
        acts_as=entry.text("acts_as", name),
        about=entry.choice("about", ABOUT, ABOUT[0]),
        day=entry.text("day", "day"),
        since=int(entry.number("since", needed=True)),
        listed=tuple(map(str, entry.get("list", list, []))),
        fields=fields,
        unique=tuple(tuple(map(str, one)) for one in entry.get("unique", list, [])),
        earns=_record(Entry(findings, "earns", earns), Earns) if earns is not None else None,
        register=_register(Entry(findings, "register", register)) if register is not None else None,
        parts=tuple(_record(one, Part) for one in entry.entries("part")),
        acts=tuple(_record(one, Act) for one in entry.entries("act")),
        joined=tuple(_record(one, Joined) for one in entry.entries("joined")),
        stands=tuple(map(str, entry.get("stands", list, []))),
        grid=_grid(Entry(findings, "grid", lines), fields) if lines is not None else None,
        asks=_record(Entry(findings, "asks", asks), Asks) if asks is not None else None,
        travels=tuple(map(str, entry.get("travels", list, []))),
        once=tuple(map(str, entry.get("once", list, []))),
        word=word,
        **_plain(entry, Kind, _PLAIN),
    )
    entry.close()
    _holds_together(kind, entry)
    return kind


_PLAIN = (
    *("title", "several", "evidence", "entered", "nobody", "apart", "place", "section_of", "inside"),
    *("empty", "heading", "section", "section_by", "source", "room", "part_of"),
    *("until", "line", "listed_with", "measure", "note", "sums", "letter", "letter_when", "version"),
)
_READ: dict[Any, tuple[type, ...]] = {
    str: (str,), bool: (bool,), int: (int,), float: (int, float), tuple[str, ...]: (list,),
}


def _plain(entry: Entry, made: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Return those settings of an entry that are plain values of a dataclass, with its defaults."""
    values: dict[str, Any] = {}
    for one in dataclasses.fields(made):
        if one.name not in names:
            continue
        needed = one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
        kind = _READ.get(one.type, (dict,))
        default = kind[-1]() if needed or kind == (dict,) else one.default
        value = entry.get(one.name, kind[-1] if kind[-1] is bool else kind, default, needed)
        values[one.name] = tuple(map(str, value)) if kind == (list,) else value
    return values


def _field(entry: Entry) -> Field | None:
    kind = entry.choice("type", tuple(TYPES), "line")
    if kind != entry.raw.get("type", kind):
        return None
    made = TYPES[kind]
    names = tuple(one.name for one in dataclasses.fields(made) if one.init)
    values = _plain(entry, made, names)
    entry.close()
    if not source.NAME.fullmatch(str(values["name"])):
        entry.wrong("name 只能是小写字母、数字和下划线")
    return made(**values)


def _grid(entry: Entry, fields: tuple[Field, ...]) -> grid.Grid:
    return grid.read(entry, {one.name: one for one in fields})


def _register(entry: Entry) -> Register:
    columns = tuple(_record(one, RegisterColumn) for one in entry.entries("columns"))
    names = tuple(one.name for one in dataclasses.fields(Register) if one.name != "columns")
    values = _plain(entry, Register, names)
    entry.close()
    return Register(columns=columns, **values)


def _record(entry: Entry, made: type[T]) -> T:
    """Return a dataclass of plain values."""
    values = _plain(entry, made, tuple(one.name for one in dataclasses.fields(made)))
    entry.close()
    return made(**values)


# --- what must agree -------------------------------------------------------------------


def _holds_together(kind: Kind, entry: Entry) -> None:
    _names_stand(kind, entry)
    _fields_stand(kind, entry)
    if kind.stands and (len(kind.stands) != len(("yes", "no")) or not kind.until):
        entry.findings.append(Finding("stands", "要写两个词（正在、不在），并用 until 指明截止日期"))
    if kind.asks is not None and kind.asks.how not in Asks.HOW:
        entry.findings.append(Finding("asks", f"how 只能是 {'、'.join(Asks.HOW)}，现为 {kind.asks.how!r}"))
    chosen = kind.by_name.get(kind.section_by)
    for name in kind.section_of:
        if not isinstance(chosen, Choice) or name not in chosen.of:
            entry.findings.append(Finding("section_of", f"section_by 没有这个选项：{name}"))
    for act in kind.acts:
        if act.name not in entry.raw.get("acts", {}):
            entry.findings.append(Finding("act", f"acts 里没有它的名称：{act.name}"))
    width = sum(one.width for one in kind.register.columns) if kind.register is not None else Register.WIDTH
    if width != Register.WIDTH:
        entry.findings.append(Finding("register", f"各列共宽 {width:g} 毫米，应为 {Register.WIDTH:g} 毫米"))


def _names_stand(kind: Kind, entry: Entry) -> None:
    """Tell which fields are named that are not there, and which are there twice."""
    names = [str(one.get("name")) for one in entry.raw.get("field", []) if isinstance(one, dict)]
    own = {"member", "member_id", "number", *names, *(["entered_on"] if kind.entered else [])}
    for name in sorted(_OWN_COLUMNS & {*names}):
        entry.findings.append(Finding(f"field {name}", f"{name} 是每条记录都有的，不能另作字段"))
    for name in sorted({one for one in names if names.count(one) > 1}):
        entry.findings.append(Finding(f"field {name}", "有两个同名的字段"))
    for said, used in _used(kind, own):
        for name in used:
            if name not in own:
                entry.findings.append(Finding(said, f"没有这个字段：{name}"))


def _used(kind: Kind, own: set[str]) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield each setting with the fields that it names."""
    shown = own | {one.name for one in kind.joined} | ({"stands"} if kind.stands else set())
    told = {one.name for one in kind.grid.told} if kind.grid is not None else set()
    yield "title", [kind.title]
    yield "day", [kind.day]
    for said in ("until", "section_by", "sums"):
        yield said, filter(None, [getattr(kind, said)])
    yield "list", [one for one in kind.listed if one not in shown | told]
    yield "part", [name for one in kind.parts for name in (one.empty, one.filled, *one.values) if name]
    yield "act", [name for one in kind.acts for name in (*one.fields, *one.needed)]
    yield "joined", [name for one in kind.joined for name in one.first]
    yield "travels", kind.travels
    yield "once", kind.once
    yield "letter_when", kind.letter_when
    yield "asks", filter(None, (getattr(kind.asks, one, "") for one in ("less", "than", "open", "past")))
    if kind.earns:
        yield "earns", filter(None, [kind.earns.by, *kind.earns.unless])
    if kind.register:
        yield "register", _of_register(kind.register, shown)
    yield "field", [each for one in kind.fields for each in _named(one)]


def _fields_stand(kind: Kind, entry: Entry) -> None:
    """Tell what a field cannot be in this kind."""
    for one in kind.fields if kind.about == "branch" else ():
        if getattr(one, "approves", {}) or getattr(one, "done", "") == "member":
            entry.findings.append(Finding(f"field {one.name}", "支部的台账没有本人，不能写 approves、done = member"))
    for one in kind.fields:
        if isinstance(one, Line) and one.offers and one.offers not in OFFERS:
            entry.findings.append(Finding(f"field {one.name}", f"没有这样的选项来源：{one.offers}"))
    if (kind.sums or kind.inside or any(isinstance(one, Person) for one in kind.fields)) and not kind.shelved:
        entry.findings.append(Finding("since", "sums、inside 和 person 字段只有放在共用记录表里的种类才有"))
    size = sum(one.most * _BYTES_A_CHARACTER for one in kind.fields if isinstance(one, Line))
    if size > _MOST_BYTES:
        entry.findings.append(Finding("field", f"一条记录最多可有 {size} 字节，上报包里放不下（{_MOST_BYTES}）"))


def _of_register(register: Register, shown: set[str]) -> Iterator[str]:
    """Yield the fields that a register names."""
    yield from (one.field for one in register.columns if one.field and one.field not in shown)
    yield from filter(None, (register.day, register.counted, register.first))


def _named(one: Field) -> list[str]:
    """Return the other fields that a field names."""
    found = [str(getattr(one, name, "")) for name in ("after", "same", "default")]
    approves = getattr(one, "approves", {})
    named = (*found, *one.shown_when, *(approves.get(key, "") for key in ("on", "else", "note")))
    return [name for name in named if name]


def _line(text: str, finding: Finding) -> str:
    """Return the number of the line that a finding is about, as well as it can be told from the text."""
    lines = text.splitlines()
    if found := re.fullmatch(r"field\[(\d+)\]", finding.place):
        starts = [n for n, line in enumerate(lines, 1) if re.match(r"\s*\{\s*name\s*=", line)]
        at = starts[int(found[1]) - 1 : int(found[1])]
    else:
        wanted = finding.place.removeprefix("field ") or "|".join(re.findall(r"[a-z_]+", finding.problem))
        at = [n for n, line in enumerate(lines, 1) if wanted and re.match(rf"\W*(name = \")?({wanted})\b", line)]
    return f"第 {at[-1]} 行 " if at else ""
