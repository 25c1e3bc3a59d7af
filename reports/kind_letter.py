"""A sheet for one record of a declared kind, such as the letter of a transfer: a form file names what it prints."""

from functools import partial
from typing import TYPE_CHECKING

from models.dates import display_date
from models.errors import UsageError
from models.kinds import records
from models.kinds.catalog import kinds
from models.kinds.field import Choice, Date, Day, Field, Month
from models.kinds.kind import Kind
from models.kinds.records import Record
from reports import fields as form_fields
from reports import unit
from reports.fields import BoundData
from reports.options import PrintOptions
from reports.roster import EMPTY

if TYPE_CHECKING:
    from models.ledger import Ledger

_BLANK = "　　　　　　"
_SAMPLES = {Day: "2026年4月10日", Date: "2026年4月", Month: "2026年4月"}


def letters() -> dict[str, Kind]:
    """Return the kinds whose records are printed one by one, by what the form is printed of: `transfer_letter`."""
    return {f"{kind.name}_letter": kind for kind in kinds().values() if kind.letter}


def pieces(kind: Kind, ledger: "Ledger", options: PrintOptions) -> list[BoundData]:
    """Return a piece for each record of the year, of some members or of all; one blank one for the pen.

    Raises UsageError("print-no-letter").
    """
    own = unit.of(ledger, options)
    if options.blank_rows:
        return [BoundData({"unit": own, kind.name: None}, "", options.blank_rows, kind.letter, own.name)]
    listed = records.listed(ledger, kind, org=options.organisation, year=own.year)
    found = [one for one in listed if not options.members or one.member_id in options.members]
    found = [one for one in found if all(one.text(name) in allowed for name, allowed in kind.letter_when.items())]
    if not found:
        raise UsageError("print-no-letter", year=own.year, letter=kind.letter)
    said = EMPTY[options.empty]
    return [
        BoundData({"unit": own, kind.name: one}, said, 0, f"{kind.letter} {one.name}", own.name) for one in found
    ]


def _said(name: str, one: Record) -> str:
    field = one.kind.by_name[name]
    said = display_date(one.text(name), "chinese") if isinstance(field, Day | Date | Month) else one.said(name)
    # In a letter what is missing is a gap in a sentence: room for the pen.
    return said or _BLANK


def _printed(field: Field) -> form_fields.Field:
    sample = next(iter(field.of.values())) if isinstance(field, Choice) else _SAMPLES.get(type(field), field.word)
    return form_fields.Field(field.word, sample, partial(_said, field.name), _BLANK)


def _name(one: Record) -> str:
    return one.name


FIELDS = {
    f"{kind.name}.{name}": made
    for kind in letters().values()
    for name, made in {
        "name": form_fields.Field("姓名", "张三", _name, _BLANK),
        **{field.name: _printed(field) for field in kind.fields},
    }.items()
}
SOURCES: dict[str, form_fields.RowSource] = {}
