"""Which forms exist: one TOML file each in resources/forms, read and checked when first asked for."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import resources
from models.errors import BugError, UsageError
from models.kinds.kind import Kind
from reports import kind_register
from reports.form import Form
from reports.form_file import load_form, read_document

FORMATS = ("pdf", "xlsx")

WITH_OTHER_DATA = frozenset({"recovery_sheet", "package_cover"})
"""Forms that are printed with something that is no ledger content (`single.py`); they are not in the list."""


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One form that can be printed. variants: name -> Chinese label. valid_to: None while it holds. of: what it is
    printed of (`form.SUBJECTS`). by_data: whether the data choose the variant of a filled form.
    """

    id: str
    title: str
    edition: int
    valid_from: date
    valid_to: date | None
    variants: dict[str, str]
    formats: tuple[str, ...]
    of: str
    by_data: bool


@cache
def form(form_id: str) -> Form:
    """Return a form. Raises UsageError("form-unknown"), WorldError("form-faulty")."""
    path = resources.FORMS / f"{form_id}.toml"
    if form_id in _registers() and not path.is_file():
        return _declared(form_id)
    if path.stem != form_id or not path.is_file():
        raise UsageError("form-unknown", form=form_id, known="、".join(sorted(_ids())))
    return load_form(path)


def form_of_ledger(form_id: str) -> Form:
    """Return a form that is printed from a ledger alone. Raises as `form`."""
    if form_id in WITH_OTHER_DATA:
        raise UsageError("form-unknown", form=form_id, known="、".join(sorted(_ids())))
    return form(form_id)


@cache
def list_forms() -> tuple[CatalogEntry, ...]:
    """Return every form in the order of the work with it."""
    found = [form(one) for one in _ids()]
    return tuple(
        CatalogEntry(
            one.id,
            one.title,
            one.edition,
            one.valid_from,
            one.valid_to,
            one.variants,
            formats_of(one),
            one.of,
            bool(one.variant_field),
        )
        for one in sorted(found, key=lambda one: (one.order, one.title))
    )


def formats_of(form: Form) -> tuple[str, ...]:
    """Return what a form can become: a workbook only where it has a table."""
    return FORMATS if form.has_table else FORMATS[:1]


def _declared(form_id: str) -> Form:
    """Return the register that follows from the declaration of its kind."""
    made, findings = read_document(kind_register.document(_registers()[form_id]))
    if findings:
        raise BugError(f"{form_id}: {'; '.join(map(str, findings))}")
    return made


def _registers() -> dict[str, Kind]:
    return {kind_register.form_id(kind): kind for kind in kind_register.registers().values()}


def form_ids() -> list[str]:
    """Return the name of every form: those of the files, and the registers of the kinds."""
    return sorted({path.stem for path in resources.FORMS.glob("*.toml")} | _registers().keys())


def _ids() -> list[str]:
    return [one for one in form_ids() if one not in WITH_OTHER_DATA]
