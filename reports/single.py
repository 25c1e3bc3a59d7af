"""Forms that are printed with something that is no ledger content: the recovery sheet, a package's cover."""

from hashlib import sha256
from pathlib import Path

from reports import catalog, fonts, pdf_sink, target
from reports.drawing import Page
from reports.fields import FormData
from reports.layout import LaidOut, lay_out


def lay_out_single(form_id: str, data: FormData, book: fonts.FontBook | None = None) -> LaidOut:
    """Return the pages of a form with this data. Raises WorldError for fonts, UsageError("form-unknown")."""
    return lay_out(catalog.form(form_id), data, book or fonts.machine_book(), variant="full")


def single_pages(form_id: str, data: FormData, book: fonts.FontBook | None = None) -> list[Page]:
    """Return the pages for a preview or a printer."""
    return lay_out_single(form_id, data, book).pages


def write_single(form_id: str, data: FormData, out: Path | str, *, author: str, private: bool = False) -> str:
    """Write a form as PDF, whole or not at all, and return the file's SHA-256.

    private: only this user may read the file. Raises UsageError("print-target-taken"), WorldError (disk, fonts).
    """
    book = fonts.machine_book()
    form = catalog.form(form_id)
    pages = lay_out_single(form_id, data, book).pages
    content = pdf_sink.pdf_bytes(
        pages,
        book.main_file("song"),
        title=form.title,
        author=author,
        subject=f"{form.title}（{form.edition} 年版）",
    )
    target.write_print(Path(out), content, private=private)
    return sha256(content).hexdigest()
