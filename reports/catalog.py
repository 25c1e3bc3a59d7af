"""Which forms exist: one TOML file each in resources/forms, read and checked when first asked for."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import resources
from models.errors import UsageError
from reports.form import Form
from reports.form_file import load_form

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


def _ids() -> list[str]:
    return [path.stem for path in sorted(resources.FORMS.glob("*.toml")) if path.stem not in WITH_OTHER_DATA]
