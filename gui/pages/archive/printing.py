"""Printing the archives: ask, set them in the worker thread, then preview, file or printer; a stopped run goes on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gui import file_choice
from gui.dialogs.archive_print import PrintOrder
from gui.labels import when
from gui.tasks import Cancelled, Progress
from models import organization, print_run
from models.errors import KnownError
from reports import archive_run, catalog, fonts, printing
from reports.binding import Binder
from reports.drawing import Page
from reports.layout import lay_out
from reports.options import PrintOptions
from reports.printing import PrintResult
from reports.typeset import Typesetter

if TYPE_CHECKING:
    from gui.pages.archive_page import ArchivePage
    from gui.printer import Sent
    from models.ledger import Ledger

_FILTER = "PDF 文件 (*.pdf)"
_GAP_LIST = "gap_list"
"""The severities listed, among what a run keeps of what is made beside it."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Archives set for screen and printer. prints: member -> digest and number of pages, for the record."""

    pages: list[Page]
    prints: Mapping[str, tuple[str, int]]


class ArchivePrinting:
    """Belongs to one `ArchivePage`."""

    def __init__(self, page: "ArchivePage") -> None:
        self._page = page
        self._workspace = page.workspace

    @property
    def _ledger(self) -> "Ledger":
        return self._workspace.ledger

    # --- asking -------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask which archives, and say what they lack."""
        from gui.dialogs.archive_print import ArchivePrintDialog

        page = self._page
        if not page.lines:
            return
        dialog = ArchivePrintDialog(page, page.year, page.lines, page.table.ticked, page.branch_gaps)
        dialog.preview_asked.connect(lambda order: self._set(order, self._preview))
        dialog.printer_asked.connect(lambda order: self._set(order, lambda bound: self._to_printer(order, bound)))
        dialog.file_asked.connect(self._ask_file)
        dialog.mend_asked.connect(page.mend)
        dialog.open()

    def show_open_run(self) -> None:
        """Show how far a run that was stopped came."""
        run = print_run.open_run(self._ledger)
        if run is None:
            self._page.run_card.show_run(0, 0, 0, "")
        else:
            self._page.run_card.show_run(len(run.done), len(run.wanted), run.year, when(run.started_at))

    # --- screen and printer ---------------------------------------------------------------------

    def _set(self, order: PrintOrder, then: Callable[[Bound], object]) -> None:
        ledger, options, severities = self._ledger, options_of(order), order.severities
        self._workspace.tasks.start(
            f"正在排版 {len(order.members)} 份学习档案",
            lambda progress: bound(ledger, options, severities, progress),
            done=then,
            failed=self._fail,
        )

    def _preview(self, made: Bound) -> None:
        from gui.dialogs.preview import PreviewDialog

        dialog = PreviewDialog(self._page, "学习档案", made.pages)
        dialog.print_asked.connect(self.ask)
        dialog.open()

    def _to_printer(self, order: PrintOrder, made: Bound) -> None:
        from gui.printer import ask_and_print

        title = f"{order.year} 年学习档案"
        ask_and_print(self._page, title, made.pages, lambda sent: self._note_printed(order, made, sent))

    def _note_printed(self, order: PrintOrder, made: Bound, sent: "Sent") -> None:
        if not sent.pages:
            self._workspace.messages.tell(self._page, *sent.nothing)
            return
        told = sent.told(len(made.pages))
        if sent.pages < len(made.pages):
            told += "，不算打印过"
        else:
            self._workspace.bridge.attempt(
                self._page, "archive.print", lambda op: print_run.record_prints(op, order.year, made.prints)
            )
        if sent.file is not None:
            self._workspace.say_saved(told, sent.file)
        else:
            self._workspace.say(told)

    # --- a file ---------------------------------------------------------------------------------

    def _ask_file(self, order: PrintOrder) -> None:
        own = organization.own(self._ledger)
        one = self._page.name_of(order.members[0]) if len(order.members) == 1 else ""
        name = f"{own.short_name or own.name}{order.year}年学习档案{one}.pdf"
        place = Path(self._workspace.settings.get("print_folder", "") or file_choice.documents())
        folder = place if place.is_dir() else file_choice.documents()
        then = self._begin_file
        file_choice.choose_save(
            self._page, "存为 PDF", _FILTER, folder / name, lambda path: then(order, path)
        )

    def _begin_file(self, order: PrintOrder, path: Path) -> None:
        """Begin a run; one that is open is gone on with or given up first."""
        if print_run.open_run(self._ledger) is not None:
            self._workspace.messages.ask(
                self._page,
                "上次的学习档案还没有打完。",
                "要打新的，上次排好的就不要了；也可以取消，先接着打完。",
                yes="不要上次的，打新的",
                then=lambda: self._give_up_then(order, path),
            )
            return
        self._write(order, path)

    def _give_up_then(self, order: PrintOrder, path: Path) -> None:
        print_run.forget(self._ledger)
        self._write(order, path)

    def _write(self, order: PrintOrder, path: Path) -> None:
        ledger, options = self._ledger, options_of(order)
        self._workspace.settings.put("print_folder", str(path.parent))
        beside = {_GAP_LIST: list(order.severities)}
        self._run(
            path,
            gaps_of(options, order.severities),
            lambda progress: archive_run.print_archives(
                ledger, path, options=options, beside=beside, progress=progress
            ),
        )

    def go_on(self) -> None:
        """Go on with the run that was stopped, into the file it was begun for."""
        self._take_up(archive_run.go_on)

    def begin_again(self) -> None:
        """Print the archives of the run that was stopped from the first, into the same file."""
        self._take_up(archive_run.begin_again)

    def _take_up(self, work: Callable[..., PrintResult]) -> None:
        run = print_run.open_run(self._ledger)
        if run is None:
            self.show_open_run()
            return
        path, ledger = Path(run.target), self._ledger
        severities = tuple(run.options.get("beside", {}).get(_GAP_LIST, ()))
        double_sided = bool(run.options.get("double_sided"))
        listed = gaps_of(PrintOptions(year=run.year, members=run.wanted, double_sided=double_sided), severities)

        def into(place: Path) -> None:
            self._run(place, listed, lambda progress: work(ledger, place, progress=progress))

        if path.parent.is_dir():
            into(path)
        else:
            place = file_choice.documents() / path.name
            file_choice.choose_save(self._page, "原来的文件夹不在了，存到哪里", _FILTER, place, into)

    def forget_run(self) -> None:
        """Ask, then give the run that was stopped up."""
        self._workspace.messages.ask(
            self._page,
            "不接着打了？",
            "已经排好的不留，以后打印从头开始；已存的文件不受影响。",
            yes="不接了",
            then=self._forget,
        )

    def _forget(self) -> None:
        print_run.forget(self._ledger)
        self.show_open_run()

    def _run(
        self, path: Path, gaps: PrintOptions | None, work: Callable[[Callable[[int, int], None]], PrintResult]
    ) -> None:
        """Write the list of gaps and then the archives: what stands in the list's way is said before the long run."""
        ledger = self._ledger

        def whole(progress: Progress) -> PrintResult:
            if gaps is not None:
                printing.print_form("gap_list", ledger, gaps_beside(path), options=gaps)
            return work(lambda done, total: progress(done, total, f"第 {min(done + 1, total)} 份，共 {total} 份"))

        self._workspace.tasks.start(
            f"正在打印学习档案：{path.name}",
            whole,
            done=lambda made: self._written(made, gaps is not None),
            failed=self._fail,
        )

    def _written(self, made: PrintResult, with_gaps: bool) -> None:
        self._page.stale()
        beside = f"；旁边是{gaps_beside(made.path).name}" if with_gaps else ""
        self._workspace.say_saved(f"已存为 {made.path}：{made.pages} 页{beside}", made.path)
        if made.missing_characters:
            shown = " ".join(made.missing_characters)
            self._page.problem.say(
                f"这些字没有字体可用，纸上显示为〓：{shown}",
                str(made.path),
                "请安装带这些字的字体后再打印一次。",
                state="soon",
            )

    def _fail(self, error: BaseException) -> None:
        self._page.stale()
        if isinstance(error, Cancelled) or (isinstance(error, KnownError) and error.code == "print-cancelled"):
            run = print_run.open_run(self._ledger)
            done = f"排好 {len(run.done)} 份，共 {len(run.wanted)} 份，可以接着打" if run is not None else "没有打印"
            self._workspace.say(f"已停下：{done}")
        else:
            self._workspace.error(self._page, error)


def options_of(order: PrintOrder) -> PrintOptions:
    """Return what the reports are asked for."""
    return PrintOptions(
        year=order.year, members=order.members, double_sided=order.double_sided, pages=order.pages
    )


def gaps_of(options: PrintOptions, severities: tuple[str, ...]) -> PrintOptions | None:
    """Return what the list of gaps of these archives is asked for, the branch's own gaps with it; None for no list."""
    if not severities:
        return None
    return replace(options, members=("", *options.members), severities=severities, pages="")


def gaps_beside(path: Path) -> Path:
    """Return where the list of gaps of a printed file lies."""
    return path.with_name(f"{path.stem}-缺项清单.pdf")


def bound(ledger: "Ledger", options: PrintOptions, severities: tuple[str, ...], progress: Progress) -> Bound:
    """Set the list of gaps, then the archives asked for, one after the other, as the file has them."""
    book = fonts.machine_book()
    found = archive_run.archives(ledger, options)
    form, typesetter, binder = catalog.form(archive_run.FORM), Typesetter(book), Binder(options)
    pages = _gap_pages(ledger, gaps_of(options, severities))
    prints: dict[str, tuple[str, int]] = {}
    for done, (member_id, one) in enumerate(found.items()):
        progress(done, len(found), f"第 {done + 1} 份，共 {len(found)} 份：{one.name}")
        typesetter.trim()
        made = lay_out(form, one.data, book, double_sided=options.double_sided, typesetter=typesetter)
        pages += [each.page for each in binder.add(made, one.name)]
        prints[member_id] = (one.digest, len(made.pages))
    binder.finish()
    return Bound(pages, {} if options.pages else prints)


def _gap_pages(ledger: "Ledger", options: PrintOptions | None) -> list[Page]:
    """Return the pages of the list of gaps; on both sides the first archive begins on a new sheet."""
    if options is None:
        return []
    pages = printing.lay_out_form("gap_list", ledger, options=options)
    if options.double_sided and len(pages) % 2:
        pages.append(Page(pages[0].width, pages[0].height))
    return pages
