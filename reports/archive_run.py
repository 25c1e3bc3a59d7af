"""Printing the study archives of many in one go: a run that can be stopped and goes on, and only what has changed.

Each member's laid-out pages are kept in the ledger as soon as they are made. A run that goes on sets only what is
still missing, and anew what has changed in between.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models import print_run
from models.errors import RefusedError
from models.print_run import PrintRun
from reports import catalog, content, fonts, page_store, pdf_sink, printing, unit
from reports.binding import Binder
from reports.fields import BoundData
from reports.layout import LaidOut, lay_out
from reports.options import PrintOptions
from reports.printing import PrintResult
from reports.target import require_place
from reports.typeset import Typesetter

if TYPE_CHECKING:
    from models.ledger import Ledger

FORM = "study_archive"
_KEPT_OPTIONS = ("masked", "empty", "double_sided", "pages", "organisation", "year")

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Archive:
    """One member's archive, ready to be laid out. digest: of everything that stands on it."""

    member_id: str
    name: str
    data: BoundData
    digest: str


def archives(ledger: "Ledger", options: PrintOptions) -> dict[str, Archive]:
    """Return the archives of the members asked for, else of everybody, by member id.

    Raises UsageError("print-no-member") for somebody who has no archive in the year.
    """
    form = catalog.form(FORM)
    found = {}
    for data in printing.pieces_of(FORM, ledger, options):
        one = data.scopes["archive"]
        member_id = one.person.member.id
        found[member_id] = Archive(member_id, one.name, data, content.digest(form, data, "full"))
    return found


def digests(ledger: "Ledger", *, year: int, organisation: int = 1, members: tuple[str, ...] = ()) -> dict[str, str]:
    """Return member id -> digest of what stands on the archive of the year now; for "only the changed"."""
    options = PrintOptions(year=year, organisation=organisation, members=members)
    return {one.member_id: one.digest for one in archives(ledger, options).values()}


def held(ledger: "Ledger", *, year: int, organisation: int = 1, members: tuple[str, ...] = ()) -> dict[str, str]:
    """Return member id -> digest of what the archive holds apart from its filing: the same before and after that."""
    options = PrintOptions(year=year, organisation=organisation, members=members)
    return {key: held_digest(one) for key, one in archives(ledger, options).items()}


def held_digest(one: Archive) -> str:
    """Return the digest of what one archive holds apart from its filing."""
    made = one.data.scopes["archive"]
    kept = replace(made.kept, filed_by="", filed_on="", file_number="")
    data = replace(one.data, scopes={**one.data.scopes, "archive": replace(made, kept=kept)})
    return content.digest(catalog.form(FORM), data, "full")


def changed(ledger: "Ledger", *, year: int, organisation: int = 1) -> Mapping[str, str]:
    """Return member id -> "never" (printed) or "differs" (from the last print), in the order of printing."""
    found = digests(ledger, year=year, organisation=organisation)
    return print_run.changed(ledger, year, found, org=organisation)


def print_archives(
    ledger: "Ledger",
    out: Path | str,
    *,
    options: PrintOptions | None = None,
    only_changed: bool = False,
    beside: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    book: fonts.FontBook | None = None,
) -> PrintResult:
    """Begin a run and print it.

    only_changed: leave out who has had the same archive printed before. beside: what the caller makes beside the file,
    to be found again in the open run's options (JSON). progress: gets the archives done and all.
    Raises RefusedError("print-run-open") while another run is open, "print-nothing-changed", "print-cancelled" (the
    run can go on later), UsageError, WorldError; whatever is raised while pages are made leaves the run open.
    """
    wanted = _of_year(ledger, options or PrintOptions())
    found = archives(ledger, wanted)
    chosen = list(found)
    if only_changed:
        differing = print_run.changed(
            ledger, _year(wanted), {key: one.digest for key, one in found.items()}, org=wanted.organisation
        )
        chosen = list(differing)
        if not chosen:
            raise RefusedError("print-nothing-changed", year=wanted.year, count=len(found))
    Binder(wanted)
    kept = {name: asdict(wanted)[name] for name in _KEPT_OPTIONS} | {"beside": dict(beside or {})}
    require_place(Path(out))
    run = print_run.start(ledger, _year(wanted), chosen, str(out), kept)
    return _Run(ledger, run, wanted, found, book or fonts.machine_book()).print(Path(out), progress, cancelled)


def go_on(
    ledger: "Ledger",
    out: Path | str = "",
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    book: fonts.FontBook | None = None,
) -> PrintResult:
    """Go on with the open run, with the options it was begun with. out: another file than it was begun for.

    Raises RefusedError("print-run-none") when there is none, else as `print_archives`.
    """
    run = print_run.open_run(ledger)
    if run is None:
        raise RefusedError("print-run-none")
    known: dict[str, Any] = {name: run.options[name] for name in _KEPT_OPTIONS if name in run.options}
    options = PrintOptions(**known)
    found = archives(ledger, options)
    target = Path(out or run.target)
    return _Run(ledger, run, options, found, book or fonts.machine_book()).print(target, progress, cancelled)


def begin_again(ledger: "Ledger", out: Path | str = "", *, progress: Progress | None = None) -> PrintResult:
    """Give up what is kept of the open run, and print the same archives in the same way from the first.

    Raises as `go_on`.
    """
    run = print_run.open_run(ledger)
    if run is None:
        raise RefusedError("print-run-none")
    known: dict[str, Any] = {name: run.options[name] for name in _KEPT_OPTIONS if name in run.options}
    there = archives(ledger, PrintOptions(**known))
    options = PrintOptions(**known, members=tuple(one for one in run.wanted if one in there))
    require_place(Path(out or run.target))
    print_run.forget(ledger)
    beside = run.options.get("beside")
    return print_archives(ledger, out or run.target, options=options, beside=beside, progress=progress)


def _of_year(ledger: "Ledger", options: PrintOptions) -> PrintOptions:
    today: date = options.as_of or ledger.clock.today()
    return replace(options, year=options.year or today.year, blank_rows=0)


def _year(options: PrintOptions) -> int:
    assert options.year is not None
    return options.year


class _Run:
    """One run while its pages are made and drawn."""

    def __init__(
        self,
        ledger: "Ledger",
        run: PrintRun,
        options: PrintOptions,
        found: Mapping[str, Archive],
        book: fonts.FontBook,
    ) -> None:
        self.ledger = ledger
        self.run = run
        self.options = options
        self.found = found
        self.book = book
        self.form = catalog.form(FORM)
        self.typesetter = Typesetter(book)
        self.kept = {part.position: part for part in print_run.parts(ledger, run)}

    def print(self, out: Path, progress: Progress | None, cancelled: Cancelled | None) -> PrintResult:
        """Lay out what is missing, draw everything, write the file, keep what was printed."""
        own = unit.of(self.ledger, self.options)
        binder = Binder(self.options)
        document = pdf_sink.PdfDocument(
            self.book.main_file("song"),
            title=f"{own.year}年度党员学习档案",
            author=own.name,
            subject=f"{self.form.title}（{self.form.edition} 年版）",
        )
        missing: dict[str, None] = {}
        # Somebody who was taken out of the ledger since the run began has no archive any more.
        members = [(at, one) for at, one in enumerate(self.run.wanted, 1) if one in self.found]
        for done, (position, member_id) in enumerate(members):
            if cancelled is not None and cancelled():
                raise RefusedError("print-cancelled", title=self.form.title)
            if progress is not None:
                progress(done, len(members))
            one = self.found[member_id]
            laid_out = self._part(position, one)
            missing |= dict.fromkeys(laid_out.missing)
            for page, bookmarks in binder.add(laid_out, one.name):
                document.draw(page, bookmarks)
            document.trim()
        if not binder.taken:
            # It would end like this as often as it went on.
            print_run.forget(self.ledger)
        binder.finish()
        made = printing.written(
            out, document.finished(), document.pages, list(missing), fonts.substituted(self.book)
        )
        self._finish()
        if progress is not None:
            progress(len(members), len(members))
        return made

    def _part(self, position: int, one: Archive) -> LaidOut:
        """Return one member's pages: those kept, should nothing have changed, else laid out and kept."""
        part = self.kept.get(position)
        if part is not None and part.digest == one.digest:
            stored = page_store.unpacked(print_run.part_content(self.ledger, self.run, position), self.book)
            if stored is not None:
                return stored
        self.typesetter.trim()
        made = lay_out(
            self.form,
            one.data,
            self.book,
            double_sided=self.options.double_sided,
            typesetter=self.typesetter,
        )
        print_run.add_part(
            self.ledger,
            self.run,
            position,
            digest=one.digest,
            pages=len(made.pages),
            content=page_store.packed(made),
        )
        return made

    def _finish(self) -> None:
        """Close the run. Some pages only, or masked ones, are no print of the archives: they are offered as before."""
        if self.options.pages or self.options.masked:
            print_run.forget(self.ledger)
            return
        with self.ledger.operation("archive.print") as op:
            print_run.finish(op, self.run, org=self.options.organisation)
