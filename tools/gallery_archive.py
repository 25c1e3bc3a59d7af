"""The gallery's pictures of what the study archive needs entered, and of the page 学习档案."""

from gallery_screens import Photographer
from gui.kinds.people_grid import PeopleGrid
from gui.pages.archive_page import ArchivePage
from gui.pages.study.list_view import RecordList
from gui.pages.study_page import StudyPage
from models import member
from models.kinds.catalog import kind_of

VIEWS = ("reflection", "exam", "talk", "reading_item")


def views(taker: Photographer) -> None:
    """Take the further views of 学习与学分 and the dialogs used most; for every size."""
    study = _study(taker)
    for view in VIEWS:
        study.show_view(view)
        taker.take(f"study-{view}")
    for view in ("reflection", "exam", "talk"):
        study.show_view(view)
        taker.dialog(f"study-{view}-new", study.add)
    study.show_view("totals")
    archive = _archive(taker)
    taker.dialog("archive-print", archive.printing.ask)
    taker.dialog("archive-gaps", archive.deeds.show_gaps)
    taker.dialog("archive-summary", archive.deeds.summary)


def dialogs(taker: Photographer) -> None:
    """Take the other dialogs, once."""
    study = _study(taker)
    study.show_view("reading_item")
    taker.dialog("reading-new", study.add)
    study.show_view("reflection")
    texts = study.views["reflection"]
    assert isinstance(texts, RecordList)
    if texts.table.current is not None:
        taker.dialog("text-edit", lambda: texts.edit(texts.table.current))
        taker.dialog("texts-review", texts.acts[0][0].click)
    _tray(taker, study)
    archive = _archive(taker)
    archive.table.tick_all()
    taker.take("archive-ticked")
    for key, made in archive.deeds.buttons.items():
        if made.isVisible() and key not in ("summary", "fill"):
            taker.dialog(f"archive-{key}", made.click)
    archive.table.tick_all()
    if archive.branch_gaps:
        taker.dialog("archive-branch-gaps", archive.deeds.show_branch_gaps)


def _tray(taker: Photographer, study: StudyPage) -> None:
    from gui.kinds.people_tray import PeopleTray

    workspace = taker.session.workspace
    assert workspace is not None
    dialog = PeopleGrid(study, workspace, kind_of("exam"))
    dialog.open()
    dialog.open_tray()
    taker.settle()
    tray = next(one for one in dialog.findChildren(PeopleTray) if one.isVisible())
    people = member.list_members(workspace.ledger)
    pasted = [f"{one.name}\t{70 + at % 30}" for at, one in enumerate(people)]
    tray.text.setPlainText("\n".join(["姓名\t成绩", *pasted, "不在名册的人\t66"]))
    tray.read()
    taker.take("exam-tray", tray)
    tray.reject()
    dialog.reject()
    taker.settle()


def _study(taker: Photographer) -> StudyPage:
    page = taker.window.show_page("study")
    assert isinstance(page, StudyPage)
    taker.settle()
    return page


def _archive(taker: Photographer) -> ArchivePage:
    page = taker.window.show_page("archive")
    assert isinstance(page, ArchivePage)
    taker.settle()
    return page
