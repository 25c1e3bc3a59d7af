"""The one entry for everything printed: a form with the data of a ledger, as pages for the preview or as a file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import RefusedError, UsageError
from models.schema import SELF
from reports import catalog, fonts, pdf_sink, roster, target
from reports.drawing import Page
from reports.fields import BoundData
from reports.form import Form
from reports.layout import LaidOut, lay_out

if TYPE_CHECKING:
    from models.ledger import Ledger

_MOST_BLANK_ROWS = 10_000

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How a form is printed.

    format: "pdf", "xlsx" or "" for what the file's name says. variant: one of the form's. masked: numbers fit for
    posting. blank_rows: more than 0 for a form to be filled by hand. empty: what stands for an empty value, a key
    of `roster.EMPTY`. order: a key of `roster.ORDERS`. as_of: today when not given. double_sided: binding margins
    change sides.
    """

    format: str = ""
    variant: str = "full"
    masked: bool = False
    blank_rows: int = 0
    empty: str = "blank"
    order: str = "pinyin"
    as_of: date | None = None
    filled_by: str = ""
    double_sided: bool = False
    organisation: int = SELF


@dataclass(frozen=True, slots=True)
class PrintResult:
    """A file that was written. missing_characters: those no font could draw. substituted: sentences on fonts that
    stand in.
    """

    path: Path
    pages: int
    missing_characters: list[str]
    sha256: str
    substituted: list[str]


def print_form(
    form_id: str,
    ledger: "Ledger",
    out: Path | str,
    *,
    options: PrintOptions | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    book: fonts.FontBook | None = None,
) -> PrintResult:
    """Write a form with the data of a ledger to a file, whole or not at all.

    progress: called with (done, all) from the calling thread. cancelled: asked now and then. book: the fonts,
    those of the machine by default. Raises RefusedError("print-cancelled"), UsageError for options that do not
    exist and "print-target-taken" (a file not printed here stands there), WorldError for disk and fonts.
    """
    path = Path(out)
    options = options or PrintOptions()
    form, data = _prepared(form_id, ledger, options)
    book = book or fonts.machine_book()
    kind = options.format or path.suffix.lower().removeprefix(".") or "pdf"
    if kind not in catalog.FORMATS:
        raise UsageError("format-unknown", format=kind, known="、".join(catalog.FORMATS))
    if kind == "xlsx":
        from reports.sheet import sheet_bytes

        return _written(path, sheet_bytes(form, data, variant=options.variant), 0, [], [])
    laid_out = _laid_out(form, data, book, options, progress, cancelled)
    content = _pdf(form, data, laid_out, book, cancelled)
    return _written(path, content, len(laid_out.pages), laid_out.missing, fonts.substituted(book))


def lay_out_form(
    form_id: str,
    ledger: "Ledger",
    *,
    options: PrintOptions | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    book: fonts.FontBook | None = None,
) -> list[Page]:
    """Return the pages of a form with the data of a ledger, exactly as the file has them, for preview and printer."""
    options = options or PrintOptions()
    form, data = _prepared(form_id, ledger, options)
    return _laid_out(form, data, book or fonts.machine_book(), options, progress, cancelled).pages


def _prepared(form_id: str, ledger: "Ledger", options: PrintOptions) -> tuple[Form, BoundData]:
    form = catalog.form_of_ledger(form_id)
    if options.variant not in form.variants:
        raise UsageError("variant-unknown", variant=options.variant, known="、".join(form.variants))
    if options.order not in roster.ORDERS or options.empty not in roster.EMPTY:
        raise UsageError("print-option-unknown", option=f"{options.order} {options.empty}")
    if not 0 <= options.blank_rows <= _MOST_BLANK_ROWS:
        raise UsageError("print-option-unknown", option=str(options.blank_rows))
    choice = roster.RosterChoice(
        options.order, options.masked, options.as_of, options.filled_by, options.organisation
    )
    return form, roster.bind(roster.gather(ledger, choice), empty=options.empty, blank_rows=options.blank_rows)


def _laid_out(
    form: Form,
    data: BoundData,
    book: fonts.FontBook,
    options: PrintOptions,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> LaidOut:
    return lay_out(
        form,
        data,
        book,
        variant=options.variant,
        double_sided=options.double_sided,
        progress=progress,
        cancelled=cancelled,
    )


def _pdf(
    form: Form, data: BoundData, laid_out: LaidOut, book: fonts.FontBook, cancelled: Cancelled | None
) -> bytes:
    def stop_if_asked(_: int) -> None:
        if cancelled is not None and cancelled():
            raise RefusedError("print-cancelled", title=form.title)

    return pdf_sink.pdf_bytes(
        laid_out.pages,
        book.main_file("song"),
        title=data.text("roster.title"),
        author=data.text("roster.unit"),
        subject=f"{form.title}（{form.edition} 年版）",
        each=stop_if_asked,
    )


def _written(path: Path, content: bytes, pages: int, missing: list[str], substituted: list[str]) -> PrintResult:
    target.write_print(path, content)
    return PrintResult(path, pages, missing, sha256(content).hexdigest(), substituted)
