"""A kind of record: what it is called, whose it is, what it holds and what may be asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from models.errors import BugError
from models.kinds import shelf
from models.kinds.column import Column, Date, Id, Ref
from models.kinds.field import Choice, Field
from models.kinds.grid import Grid

ABOUT = ("member", "branch")
"""Whose a record is: one member's, or the branch's own."""


@dataclass(frozen=True, kw_only=True)
class RegisterColumn:
    """One column of the printed register, without a field one for the pen. counts: instead of a field, a kind whose
    records that lead to this one are counted.

    width: millimetres; title: instead of the field's word; small: smaller type for what needs more lines; cut:
    characters after which a long text is cut with a remark.
    """

    width: float
    field: str = ""
    counts: str = ""
    title: str = ""
    sample: str = ""
    small: bool = False
    cut: int = 0


@dataclass(frozen=True, kw_only=True)
class Register:
    """The printed register of a year. day: the field that dates its rows, where that is not the kind's; form: what the
    form is called, where that is not `<kind>_register`. order: its place among the forms; sheet: its name in a
    workbook; count: what stands at its head: how many there are, `{n}`, on how many sheets, `{sheets}`, how many were
    members, `{members}`; `sample` of them in a sample. heading: over it, where that is not its title. first: a choice
    whose options come in their order.

    row_height, hand_height: millimetres of a filled row, and of one for the pen. counted: a choice whose values are
    counted behind `count`.
    """

    WIDTH: ClassVar[float] = 257.0
    """Millimetres that the columns take together: a sheet lying across, less its margins."""

    title: str
    order: int
    sheet: str
    columns: tuple[RegisterColumn, ...]
    edition: int = 2026
    count: str = "共{n}条"
    day: str = ""
    form: str = ""
    heading: str = ""
    first: str = ""
    sample: int = 12
    row_height: float = 8.5
    hand_height: float = 10.0
    counted: str = ""


@dataclass(frozen=True, kw_only=True)
class Earns:
    """Records that an item of a credit scheme may name, each by itself. key: what the scheme calls them; by: instead,
    the field whose value it is. word: in the list of credits, where it is not the kind's. unless: a field -> the value
    with which a record earns nothing.
    """

    key: str = ""
    by: str = ""
    word: str = ""
    unless: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the list: the records with a field `empty`, or `filled`, and of `values`: field -> what it may hold."""

    name: str
    word: str
    empty: str = ""
    filled: str = ""
    values: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Act:
    """What is done to several records at once: the same is put into their `fields`, `needed` of which must be said.

    word: of its button, with `icon`; name: also that of its operation.
    """

    name: str
    word: str
    icon: str
    fields: tuple[str, ...]
    needed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Joined:
    """A column of lists that tells the `first` of several fields that holds anything."""

    name: str
    word: str
    first: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Asks:
    """What must be there of a kind. how: of `HOW`; severity: of a gap; every: a half-year or a year; less, than: two
    amounts of a line; months: after which it counts; open, past: nothing in the one while the day of the other is over.
    """

    HOW: ClassVar[tuple[str, ...]] = ("each-member", "short", "overdue")

    how: str
    severity: str = "should"
    every: str = "year"
    less: str = ""
    than: str = ""
    months: int = 0
    open: str = ""
    past: str = ""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One declared kind. name: also that of its table, where it has one. word: of the table; call: of what one
    enters, in the journal; enters: the same on buttons; short: of a record in lists.

    acts_as: what the names of its operations begin with. about: of `ABOUT`. title: the field a record is called by.
    day: the field that dates it. since: the schema its table came with. several: one entry may be made for several
    people at once. evidence: files may be kept with it. entered: the day of entry is kept. listed: the fields that a
    list shows. empty: what would be in an empty list. section: the section of the study archive it fills;
    section_by: the field that names it, section_of: its options -> their sections, where they are called otherwise.
    source: where it is asked for. part_of: the kind whose operations write it. until: the field with its last day,
    where it has a span; one with nothing there goes on. stands: what a list says while the span stands, and otherwise.
    line: what a line of hours or credits that stands on it is called. listed_with: the kind in whose list its records
    stand as well.
    measure: the word with which its records are counted. note: what is said over its list.
    place: its place on its page; those without come last, by name.
    adds: what one presses to enter a record.
    apart: whether its list, of all years, is a dialog of its own.
    grid: which records belong together as one sheet, and how their lines are entered.
    version: of the declaration, where it lies on the shelf; raised with every field and option that comes. sums: the
    field whose amount is summed. once: fields that no two of its records share, of one member where it is about
    members. inside: only what `travels` names leaves the branch, and of whom it is stays.
    letter: what is printed of one record, where a form `<kind>_letter` names its fields; letter_when: a
    field -> the values with which there is one. asks: what must be there.
    foreign: known only by the words that came with its records, which are shown, never changed.
    """

    name: str
    word: str
    call: str
    short: str
    acts_as: str
    about: str
    title: str
    day: str
    since: int
    fields: tuple[Field, ...]
    listed: tuple[str, ...] = ()
    several: bool = True
    evidence: bool = False
    entered: bool = True
    nobody: str = "study-nobody"
    empty: str = ""
    heading: str = ""
    section: str = ""
    section_by: str = ""
    section_of: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    room: str = "study"
    part_of: str = ""
    unique: tuple[tuple[str, ...], ...] = ()
    earns: Earns | None = None
    register: Register | None = None
    until: str = ""
    stands: tuple[str, ...] = ()
    line: str = ""
    listed_with: str = ""
    measure: str = "条"
    place: int = 99
    note: str = ""
    apart: bool = False
    enters: str = ""
    adds: str = ""
    parts: tuple[Part, ...] = ()
    acts: tuple[Act, ...] = ()
    joined: tuple[Joined, ...] = ()
    grid: Grid | None = None
    version: int = 1
    sums: str = ""
    once: tuple[str, ...] = ()
    letter: str = ""
    letter_when: Mapping[str, list[str]] = field(default_factory=dict)
    inside: bool = False
    travels: tuple[str, ...] = ()
    asks: Asks | None = None
    foreign: bool = False
    by_name: Mapping[str, Field] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {one.name: one for one in self.fields})

    @property
    def shelved(self) -> bool:
        """Whether its records lie on the shelf that all newer kinds share."""
        return self.since >= shelf.FIRST_SCHEMA

    @property
    def table(self) -> str:
        """Where its rows lie."""
        return shelf.TABLE if self.shelved else self.name

    @property
    def page(self) -> str:
        """The page of the window on which its list stands."""
        return "study" if self.room == "study" else "ledgers"

    @property
    def rows(self) -> str:
        """What SQL selects its records from, each field a column."""
        return shelf.rows_of(self)

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections of the study archive that its records fill."""
        if not self.section_by:
            return tuple(filter(None, (self.section,)))
        return tuple(dict.fromkeys(filter(None, map(self.filed_in, self.choices(self.section_by)))))

    def filed_in(self, value: str) -> str:
        """Return the section of the records with an option of `section_by`; nothing for an option it does not know."""
        if not self.section_by:
            return self.section
        known = self.section_of or {one: one for one in self.choices(self.section_by)}
        return known.get(value, "")

    def options_of(self, section: str) -> list[str]:
        """Return the options of `section_by` whose records a section holds."""
        options = self.choices(self.section_by) if self.section_by else ()
        return [one for one in options if self.filed_in(one) == section]

    @property
    def lines(self) -> tuple[str, ...]:
        """What the lines of hours and credits that stand on its records are called."""
        if self.earns is not None and self.earns.by:
            return tuple(self.choices(self.earns.by))
        return tuple(filter(None, (self.line, self.earns.key if self.earns is not None else "")))

    def choices(self, name: str) -> Mapping[str, str]:
        """Return what may be chosen in a field: key -> word. Raises BugError for a field that is no choice."""
        chosen = self.by_name.get(name)
        if not isinstance(chosen, Choice):
            raise BugError(f"{self.name}.{name} is no choice")
        return chosen.of

    def joined_of(self, name: str) -> Joined | None:
        """Return a column that joins several fields, None for any other name."""
        return next((one for one in self.joined if one.name == name), None)

    def act(self, name: str) -> Act:
        """Return what is done to several records at once. Raises BugError for what this kind does not know."""
        found = next((one for one in self.acts if one.name == name), None)
        if found is None:
            raise BugError(f"{self.name} has no act {name!r}")
        return found

    def operation(self, act: str) -> str:
        """Return the name of an operation: `talk.add`."""
        return f"{self.acts_as}.{act}"

    def columns(self) -> tuple[Column, ...]:
        """Return the rules of all columns that travel."""
        whose = (Ref(name="member_id", table="member"),) if self.about == "member" else ()
        entered = (Date(name="entered_on", required=True, full=True),) if self.entered else ()
        return (Id(name="id"), *whose, *(one.column() for one in self.fields), *entered)
