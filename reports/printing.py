"""The one entry for everything printed: a form with the data of a ledger, as pages for the preview or as a file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from models import dates, organization
from models.errors import RefusedError, UsageError
from reports import catalog, fonts, pdf_sink, roster, subjects, target
from reports.binding import Binder
from reports.drawing import Page
from reports.fields import BoundData, Piece
from reports.form import Form
from reports.layout import LaidOut, lay_out
from reports.options import PrintOptions as PrintOptions
from reports.typeset import Typesetter

if TYPE_CHECKING:
    from models.ledger import Ledger

_MOST_BLANK_ROWS = 10_000
_EVERY = 20

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


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
    kind = options.format or path.suffix.lower().removeprefix(".") or "pdf"
    form = catalog.form_of_ledger(form_id)
    if kind not in (formats := catalog.formats_of(form)):
        raise UsageError("format-unknown", format=kind, known="、".join(formats))
    pieces = _pieces(form, ledger, options)
    book = book or fonts.machine_book()
    if kind == "xlsx":
        from reports.sheet import sheet_bytes

        return written(path, sheet_bytes(form, *pieces), 0, [], [])
    binder = Binder(options)
    document = pdf_sink.PdfDocument(
        book.main_file("song"),
        title=pieces[0].data.title if len(pieces) == 1 else form.title,
        author=pieces[0].data.author,
        subject=f"{form.title}（{form.edition} 年版）",
    )
    missing: dict[str, None] = {}
    for laid_out, name in _laid_out(form, pieces, book, options, progress, cancelled):
        missing |= dict.fromkeys(laid_out.missing)
        for page, bookmarks in binder.add(laid_out, name):
            if document.pages % _EVERY == 0 and cancelled is not None and cancelled():
                raise RefusedError("print-cancelled", title=form.title)
            document.draw(page, bookmarks)
        document.trim()
    binder.finish()
    return written(path, document.finished(), document.pages, list(missing), fonts.substituted(book))


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
    form = catalog.form_of_ledger(form_id)
    pieces = _pieces(form, ledger, options)
    binder = Binder(options)
    made = _laid_out(form, pieces, book or fonts.machine_book(), options, progress, cancelled)
    pages = [page for laid_out, name in made for page, _ in binder.add(laid_out, name)]
    binder.finish()
    return pages


def pieces_of(form_id: str, ledger: "Ledger", options: PrintOptions) -> list[BoundData]:
    """Return the data of everything that is printed, one after the other. Raises UsageError as `print_form`."""
    return [piece.data for piece in _pieces(catalog.form_of_ledger(form_id), ledger, options)]


def _pieces(form: Form, ledger: "Ledger", options: PrintOptions) -> list[Piece]:
    """Return what is printed one after the other, each with the variant it has."""
    if options.variant and options.variant not in form.variants:
        raise UsageError("variant-unknown", variant=options.variant, known="、".join(form.variants))
    if options.order not in roster.ORDERS or options.empty not in roster.EMPTY:
        raise UsageError("print-option-unknown", option=f"{options.order} {options.empty}")
    if not 0 <= options.blank_rows <= _MOST_BLANK_ROWS:
        raise UsageError("print-option-unknown", option=str(options.blank_rows))
    if options.year is not None and not dates.KEPT_FROM <= options.year <= dates.KEPT_TO:
        raise UsageError("print-option-unknown", option=str(options.year))
    _refuse_without_members(ledger, options.organisation)
    chosen = replace(options, variant=options.variant or next(iter(form.variants)))
    found = []
    for data in subjects.gather(form.of, ledger, chosen):
        of_data = [] if data.by_hand or not form.variant_field else data.text(form.variant_field).split()
        if not options.variant or not of_data or options.variant in of_data:
            found.append(Piece(options.variant or next(iter(of_data), chosen.variant), data))
    if not found:
        word = form.variants[chosen.variant]
        raise RefusedError("print-variant-none", title=form.title, variant=word, year=_year_of(ledger, options))
    return found


def _year_of(ledger: "Ledger", options: PrintOptions) -> int:
    return options.year or (options.as_of or ledger.clock.today()).year


def _refuse_without_members(ledger: "Ledger", number: int) -> None:
    """Refuse a form of an organisation that keeps nobody itself. Raises UsageError("print-needs-branch")."""
    one = organization.by_number(ledger, number)
    if one is not None and organization.has_all_below(ledger, one):
        known = "、".join(branch.name for branch in organization.below(ledger)) or "还没有所属支部"
        raise UsageError("print-needs-branch", name=one.name, known=known)


def _laid_out(
    form: Form,
    pieces: Sequence[Piece],
    book: fonts.FontBook,
    options: PrintOptions,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Iterator[tuple[LaidOut, str]]:
    """Lay out one piece after the other, each with page numbers of its own, and give it out with its name.

    Several pieces tell their progress by the piece, one by its rows.
    """
    typesetter = Typesetter(book)
    several = len(pieces) > 1
    for number, piece in enumerate(pieces):
        if number and cancelled is not None and cancelled():
            raise RefusedError("print-cancelled", title=form.title)
        if several and progress is not None:
            progress(number, len(pieces))
        typesetter.trim()
        yield (
            lay_out(
                form,
                piece.data,
                book,
                variant=piece.variant,
                double_sided=options.double_sided,
                progress=None if several else progress,
                cancelled=cancelled,
                typesetter=typesetter,
            ),
            piece.data.name,
        )
    if several and progress is not None:
        progress(len(pieces), len(pieces))


def written(path: Path, content: bytes, pages: int, missing: list[str], substituted: list[str]) -> PrintResult:
    """Write a printed file, whole or not at all, and tell of it."""
    target.write_print(path, content)
    return PrintResult(path, pages, missing, sha256(content).hexdigest(), substituted)
