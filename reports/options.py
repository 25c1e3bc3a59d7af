"""How a form is to be printed, and of what."""

from dataclasses import dataclass
from datetime import date

from models.schema import SELF


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How a form is printed.

    format: "pdf", "xlsx" or "" for what the file's name says. variant: one of the form's, "" for the first or what the
    data say. masked: numbers fit for posting. blank_rows: more than 0 for a form to be filled by hand. empty: what
    stands for an empty value, a key of `roster.EMPTY`. order: a key of `roster.ORDERS`. as_of: the day it shows, today
    when not given. double_sided: binding margins change sides. year: that of `as_of` when not given. meetings, members,
    pledges: ids; without any, all of the year; of gaps, the member "" is the branch itself. severities: of gaps, of
    `gaps.SEVERITIES`; all when empty. pages: which of the pages, such as "1-20,35"; all when empty. basis: name the
    documents that a form goes by.
    """

    format: str = ""
    variant: str = ""
    masked: bool = False
    blank_rows: int = 0
    empty: str = "blank"
    order: str = "pinyin"
    as_of: date | None = None
    filled_by: str = ""
    double_sided: bool = False
    organisation: int = SELF
    year: int | None = None
    meetings: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    pledges: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    pages: str = ""
    basis: bool = False
