"""承诺 on a real ledger: where each stands, what is due, every step by keys, those who left, nothing yet."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui import labels
from gui.dialogs.pledge_conclude import PledgeConcludeDialog
from gui.dialogs.pledge_deed import PledgeDeedDialog
from gui.dialogs.pledge_draft import PledgeDraftDialog
from gui.dialogs.pledge_opinion import PledgeOpinionDialog
from gui.dialogs.pledge_step import PledgeStepDialog
from gui.dialogs.pledge_view import PledgeView
from gui.dialogs.pledge_votes import PledgeVotesDialog
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.pages.pledges_page import PledgesPage
from gui.pages.reports_page import ReportsPage
from models import evidence, journal, member, pledge, pledge_deeds, pledge_steps
from models.ledger import Ledger
from tests.gui import pledges_year
from tests.gui.builders import shown_dialog, write

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def made(ledger: Ledger, members: list[str]) -> dict[str, str]:
    return pledges_year.pledges_year(ledger, members)


@pytest.fixture
def page(made: dict[str, str], window: MainWindow) -> PledgesPage:
    shown = window.show_page("pledges")
    assert isinstance(shown, PledgesPage)
    return shown


def lines(page: PledgesPage) -> list[tuple[str, str, str]]:
    """Owner, state and what is due of each line shown."""
    found = []
    for one in page.table.rows.listed:
        due = one.due(page.today)
        found.append((one.owner, one.word, due.text if due is not None else ""))
    return found


def state(ledger: Ledger, pledge_id: str) -> str:
    return pledge.get(ledger, pledge_id).state


def told(page: PledgesPage) -> str:
    QApplication.processEvents()
    return "\n".join(one.text() for one in page.card.findChildren(QLabel) if one.isVisible())


def back(qtbot: QtBot, window: MainWindow) -> None:
    """The window has the keyboard again, as a window manager sees to."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def linked(page: PledgesPage, name: str) -> QPushButton:
    """Return the button or link of the card that readers know by this name."""
    # Lines put into a layout come up a moment later.
    QApplication.processEvents()
    shown = [one for one in page.card.findChildren(QPushButton) if one.isVisible()]
    return next(one for one in shown if name in (one.accessibleName(), one.text()))


def test_the_branch_first_then_leaders_then_members_then_who_has_none(page: PledgesPage) -> None:
    shown = lines(page)
    assert [owner for owner, _word, _due in shown[:3]] == ["branch", "leader", "member"]
    assert [word for _owner, word, _due in shown[11:]] == ["还没有"] * 3
    assert page.header.remark.text().startswith("2026 年 11 份")


def test_the_strip_counts_where_they_stand_and_filters(page: PledgesPage) -> None:
    texts = [made.text() for made in page.strip.chips.values() if not made.isHidden()]
    assert texts == ["全部 14", "要办的 5", "还没有 3", "起草 1", "审核 1", "公示 2", "践诺 5", "评诺 1", "结果 1"]
    page.strip.chips["posted"].click()
    assert {word for _owner, word, _due in lines(page)} == {"公示中", "已审定"}
    page.strip.chips["due"].click()
    assert {due for _owner, _word, due in lines(page)} == {"第 3 项到期没有践诺记录", "1 条公示意见没有处理"}


@pytest.mark.parametrize(("typed", "found"), [("wjg", 3), ("独居老人", 11), ("没有这句", 0)])
def test_search_finds_people_and_what_they_promised(qtbot: QtBot, page: PledgesPage, typed: str, found: int) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F, CTRL)
    with qtbot.waitSignal(page.search.searched):
        write(page.search, typed)
    assert page.table.records.rowCount() == found
    assert (page.stack.currentWidget() is page.empty) == (found == 0)


def test_the_card_tells_the_whole_way(page: PledgesPage, made: dict[str, str]) -> None:
    page.table.choose_key(made["unkept"])
    said = told(page)
    for part in (
        "2026-02-15　审核通过　党支部委员会",
        "2026-02-20　公示　社区党务公开栏，到 2026-02-27",
        "3．结对帮扶楼上独居老人，每月上门两次",
        "原因：老人迁走，没有再安排",
        "党员互评（2026-11-15）：满意 2　基本满意 1　不满意 0",
        "个人自评（2026-11-15）：未兑现",
    ):
        assert part in said
    assert page.card.state.word == "未兑现"
    assert page.card.next.isHidden(), "nothing is left to do"


@pytest.mark.parametrize(
    ("stands", "offered"),
    [
        ("draft", ["submit", "edit", "remove"]),
        ("review", ["approve", "return", "end"]),
        ("approved", ["post", "end"]),
        ("posted", ["begin", "opinion", "end"]),
        ("keeping", ["deed", "appraise", "end"]),
        ("appraising", ["votes", "conclude", "deed", "end"]),
    ],
)
def test_only_what_is_possible_now_is_offered(
    page: PledgesPage, made: dict[str, str], stands: str, offered: list[str]
) -> None:
    page.table.choose_key(made[stands])
    assert list(page.card.buttons) == offered
    assert page.card.next.text() == page.card.buttons[offered[0]].text()
    red = [one for one in page.findChildren(QPushButton) if one.property("kind") == "primary" and one.isVisible()]
    assert red == [page.card.next]


def test_one_step_by_keys_and_its_undo(
    qtbot: QtBot, ledger: Ledger, window: MainWindow, page: PledgesPage, made: dict[str, str]
) -> None:
    page.table.choose_key(made["review"])
    qtbot.keyClick(page.table, Qt.Key.Key_F9)
    dialog = shown_dialog(page)
    assert isinstance(dialog, PledgeStepDialog)
    dialog.by_whom.setText("党支部委员会")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert state(ledger, made["review"]) == "approved"
    kept = pledge_steps.steps(ledger, made["review"])[-1]
    assert (kept.step, kept.day, kept.by_whom) == ("approve", "2026-11-21", "党支部委员会")
    back(qtbot, window)
    assert labels.operation_sentence(ledger, journal.last_seq(ledger)).endswith("尉雪梅")
    qtbot.keyClick(page.table, Qt.Key.Key_Z, CTRL)
    assert state(ledger, made["review"]) == "review"


def test_returned_with_a_remark_and_drafted_again(
    qtbot: QtBot, ledger: Ledger, page: PledgesPage, made: dict[str, str]
) -> None:
    page.table.choose_key(made["review"])
    linked(page, "退回修改…").click()
    dialog = shown_dialog(page)
    assert isinstance(dialog, PledgeStepDialog)
    dialog.submit()
    assert dialog.problem.text and state(ledger, made["review"]) == "review", "a return without a word is refused"
    dialog.remark.setText("第二条写具体些")
    dialog.submit()
    assert state(ledger, made["review"]) == "draft"
    assert page.card.due.text() == "已退回：第二条写具体些"
    linked(page, "修改…").click()
    editing = shown_dialog(page)
    assert isinstance(editing, PledgeDraftDialog)
    editing.items.rows[1].text.setPlainText("每季度首月十日前交纳党费")
    editing.submit()
    assert pledge.items(ledger, made["review"])[1].text == "每季度首月十日前交纳党费"


def test_forty_drafted_submitted_approved_posted_in_a_few_keys(
    qtbot: QtBot, ledger: Ledger, members: list[str], window: MainWindow
) -> None:
    """Twelve here; the keys are the same for forty."""
    page = window.show_page("pledges")
    assert isinstance(page, PledgesPage)
    keys = 0

    def press(widget: QWidget | None, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        nonlocal keys
        qtbot.keyClick(widget, key, held)
        keys += 1

    assert page.table.hasFocus()
    press(page.table, Qt.Key.Key_A, CTRL)
    press(page.table, Qt.Key.Key_N, CTRL)
    drafting = shown_dialog(page)
    assert isinstance(drafting, PledgeDraftDialog)
    QApplication.clipboard().setText("一、带头学习\n二、按时交纳党费\n三、服务群众")
    press(drafting.focusWidget(), Qt.Key.Key_V, CTRL)
    press(drafting, Qt.Key.Key_Return, CTRL)
    assert [len(pledge.items(ledger, one.id)) for one in pledge.list_pledges(ledger, year=2026)] == [3] * 12
    for place in ("", "", "社区党务公开栏"):
        back(qtbot, window)
        press(page.table, Qt.Key.Key_F9)
        step = shown_dialog(page)
        assert isinstance(step, PledgeStepDialog)
        if place:
            write(step.focusWidget(), place)
        press(step, Qt.Key.Key_Return, CTRL)
    assert {one.state for one in pledge.list_pledges(ledger, year=2026)} == {"posted"}
    assert keys == 10


def test_votes_as_a_table_then_the_result_by_digits(
    qtbot: QtBot, ledger: Ledger, page: PledgesPage, made: dict[str, str]
) -> None:
    page.table.choose_key(made["appraising"])
    qtbot.keyClick(page.table, Qt.Key.Key_E, CTRL)
    votes = shown_dialog(page)
    assert isinstance(votes, PledgeVotesDialog)
    QApplication.clipboard().setText("2\t1\t0\n")
    qtbot.keyClick(votes.table, Qt.Key.Key_V, CTRL)
    votes.show_source("self")
    qtbot.keyClick(votes.table, Qt.Key.Key_1)
    votes.show_source("branch")
    qtbot.keyClick(votes.table, Qt.Key.Key_2)
    assert votes.sources.findChildren(QPushButton)[0].text() == "个人自评 1"
    votes.submit()
    said = {one.source: (one.grade, one.satisfied) for one in pledge_deeds.appraisals(ledger, made["appraising"])}
    assert said == {"self": ("kept", 0), "members": ("", 2), "branch": ("partly", 0)}
    assert page.card.next.text() == "评定结果…"
    page.card.next.click()
    result = shown_dialog(page)
    assert isinstance(result, PledgeConcludeDialog)
    for key in (Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_3):
        qtbot.keyClick(result.table, key)
    result.submit()
    assert "没有写原因" in result.problem.text, "what was not kept asks why"
    result.table.rows.setData(result.table.rows.index(2, 3), "老人住院")
    qtbot.keyClick(result.table, Qt.Key.Key_Return, CTRL)
    assert pledge.get(ledger, made["appraising"]).verdict == "partly"


def test_a_number_of_votes_that_is_none_is_named(page: PledgesPage, ledger: Ledger, made: dict[str, str]) -> None:
    page.table.choose_key(made["appraising"])
    page.card.next.click()
    votes = shown_dialog(page)
    assert isinstance(votes, PledgeVotesDialog)
    votes.table.rows.setData(votes.table.rows.index(0, 2), "三")
    votes.submit()
    assert "基本满意票“三”不对" in votes.problem.text
    assert pledge_deeds.appraisals(ledger, made["appraising"]) == []


def test_a_deed_of_several_at_once(qtbot: QtBot, ledger: Ledger, page: PledgesPage, made: dict[str, str]) -> None:
    page.table.tick([made["keeping"], made["leader"], made["review"]])
    qtbot.keyClick(page.table, Qt.Key.Key_D, CTRL)
    dialog = shown_dialog(page)
    assert isinstance(dialog, PledgeDeedDialog)
    assert dialog.item.itemText(1) == "按时足额交纳党费", "what all have alike can be chosen"
    dialog.item.setCurrentIndex(1)
    dialog.submit()
    assert "践诺情况" in dialog.problem.text, "nothing was written"
    write(dialog.text_field.edit, "一至十月党费按月交清")
    dialog.submit()
    for key in ("keeping", "leader"):
        newest = pledge_deeds.deeds(ledger, made[key])[-1]
        assert (newest.text, newest.item_id) == ("一至十月党费按月交清", pledge.items(ledger, made[key])[1].id)
    assert pledge_deeds.deeds(ledger, made["review"]) == []


def test_a_deed_with_its_file_and_both_taken_out(
    qtbot: QtBot, tmp_path: Path, ledger: Ledger, page: PledgesPage, made: dict[str, str], messages: Recorder
) -> None:
    photo = tmp_path / "走访.txt"
    photo.write_text("十一月十二日上门", encoding="utf-8")
    page.table.choose_key(made["keeping"])
    linked(page, "登记第 3 项的践诺情况").click()
    dialog = shown_dialog(page)
    assert isinstance(dialog, PledgeDeedDialog)
    write(dialog.text_field.edit, "上门走访独居老人")
    dialog.evidence.add_paths([photo])
    dialog.submit()
    assert dialog.problem.text == ""
    deed = pledge_deeds.deeds(ledger, made["keeping"])[-1]
    assert [one.file_name for one in evidence.list_evidence(ledger, owner_id=deed.id)] == ["走访.txt"]
    assert linked(page, f"打开 {deed.day} 的践诺情况").text() == "附件 1"
    linked(page, f"打开 {deed.day} 的践诺情况").click()
    opened = shown_dialog(page)
    assert isinstance(opened, PledgeDeedDialog)
    messages.answers = [True]
    opened.remove()
    assert pledge_deeds.deeds(ledger, made["keeping"]) == []
    assert evidence.list_evidence(ledger, owner_id=deed.id) == []


def test_an_opinion_is_heard_and_handled(page: PledgesPage, ledger: Ledger, made: dict[str, str]) -> None:
    page.table.choose_key(made["posted"])
    assert page.card.due.text() == "1 条公示意见没有处理"
    linked(page, "处理这条公示意见").click()
    dialog = shown_dialog(page)
    assert isinstance(dialog, PledgeOpinionDialog)
    write(dialog.texts["handling"].edit, "已报社区，楼道灯三月换好")
    dialog.submit()
    assert pledge_deeds.opinions(ledger, made["posted"])[0].handling == "已报社区，楼道灯三月换好"
    assert page.card.due.text() == "公示已满，转入践诺"


def test_of_those_ticked_whoever_cannot_is_named(
    qtbot: QtBot, ledger: Ledger, page: PledgesPage, made: dict[str, str]
) -> None:
    page.table.tick([made["draft"], made["keeping"]])
    assert page.bar.isVisible() and page.bar.told.text() == "勾选了 2 份"
    page.bar.buttons["submit"].click()
    dialog = shown_dialog(page)
    assert isinstance(dialog, PledgeStepDialog)
    told = [one.text() for one in dialog.findChildren(QLabel) if one.text().startswith("这次不动")]
    assert told == ["这次不动，不在这一步：践诺中 李晓东。"]
    dialog.submit()
    assert (state(ledger, made["draft"]), state(ledger, made["keeping"])) == ("review", "keeping")


def test_what_is_refused_stays_with_its_reason_and_the_rest_is_done(
    ledger: Ledger, page: PledgesPage, made: dict[str, str], members: list[str]
) -> None:
    late = pledges_year.draft(ledger, "member", members[10], pledges_year.COMMON)
    empty = pledges_year.draft(ledger, "member", members[11], [])
    page.table.tick([late, empty])
    page.acts.next_step(page.table.ticked)
    dialog = shown_dialog(page)
    assert isinstance(dialog, PledgeStepDialog)
    dialog.submit()
    assert "已办 1 份，还有 1 份没有办成" in dialog.problem.text
    assert "还没有一项承诺事项" in dialog.problem.text
    assert (state(ledger, late), state(ledger, empty)) == ("review", "draft")
    dialog.reject()


def test_whoever_has_left_is_marked_and_can_only_be_ended(
    ledger: Ledger, page: PledgesPage, made: dict[str, str], members: list[str]
) -> None:
    kept = pledge.get(ledger, made["keeping"])
    assert kept.member_id is not None
    gone = kept.member_id
    with ledger.operation("member.remove") as op:
        member.remove_member(op, gone, kind="transfer", date="2026-09-30")
    page.table.choose_key(made["keeping"])
    assert page.card.gone.word == "已离开 2026-09-30"
    assert list(page.card.buttons) == ["end"]
    page.card.next.click()
    dialog = shown_dialog(page)
    assert isinstance(dialog, PledgeStepDialog)
    dialog.remark.setText("组织关系已转出")
    dialog.submit()
    assert state(ledger, made["keeping"]) == "ended"
    assert page.card.state.word == "已终止"


def test_after_a_step_from_the_bar_the_list_has_the_focus(
    qtbot: QtBot, page: PledgesPage, made: dict[str, str]
) -> None:
    page.table.tick([made["draft"]])
    submit = page.bar.buttons["submit"]
    submit.setFocus()
    qtbot.keyClick(submit, Qt.Key.Key_Space)
    step = shown_dialog(page)
    assert isinstance(step, PledgeStepDialog)
    qtbot.keyClick(step, Qt.Key.Key_Return, CTRL)
    assert not submit.isVisible()
    assert page.window().focusWidget() is page.table


def test_last_years_pledges_are_the_start(
    ledger: Ledger, page: PledgesPage, made: dict[str, str], members: list[str]
) -> None:
    for member_id in members[:2]:
        own = [*pledges_year.COMMON, pledges_year.OWN | {"text": f"自己的事 {members.index(member_id)}"}]
        pledges_year.draft(ledger, "member", member_id, own, year=2025)
    page.refresh()
    with ledger.operation("pledge.end") as op:
        pledge_steps.take(op, ledger.ids, made["keeping"], "end", day="2026-11-21", remark="重新起草")
    page.acts.draft([one for one in page.lines if one.pledge is None])
    dialog = shown_dialog(page)
    assert isinstance(dialog, PledgeDraftDialog)
    dialog.people.choose(members[:2])
    dialog.take_last_year()
    assert [row.text.toPlainText() for row in dialog.items.rows] == [one["text"] for one in pledges_year.COMMON]
    assert {items[0]["text"] for items in dialog.own.items.items().values()} == {"自己的事 0", "自己的事 1"}
    assert dialog.parts.current == "common"


def test_what_only_some_promised_last_year_is_asked_of_nobody_else(
    ledger: Ledger, page: PledgesPage, messages: Recorder, members: list[str]
) -> None:
    promised = {members[0]: ("甲", "乙"), members[1]: ("甲", "乙"), members[2]: ("丙",)}
    for member_id, texts in promised.items():
        items = [{"kind": "service", "text": text, "measure": f"怎样做{text}"} for text in texts]
        pledges_year.draft(ledger, "member", member_id, items, year=2025)
    dialog = PledgeDraftDialog(page, page.workspace, year=2026, member_ids=[*promised, members[3]])
    dialog.open()
    dialog.take_last_year()
    assert dialog.items.items() == [] and dialog.parts.current == "own"
    kept = {key: tuple(item["text"] for item in items) for key, items in dialog.own.items.items().items()}
    assert kept == promised
    assert {item["measure"] for item in dialog.own.items.items()[members[2]]} == {"怎样做丙"}
    messages.answers[:] = [True]
    dialog.reject()


def test_a_draft_for_nobody_and_a_wrong_day_are_refused(page: PledgesPage, ledger: Ledger) -> None:
    before = len(pledge.list_pledges(ledger))
    page.draft()
    dialog = shown_dialog(page)
    assert isinstance(dialog, PledgeDraftDialog)
    dialog.submit()
    assert "没有选谁来承诺" in dialog.problem.text
    dialog.people.choose_everybody()
    dialog.items.rows[0].text.setPlainText("带头学习")
    dialog.items.rows[0].due.setText("十月底")
    dialog.submit()
    assert "完成时限" in dialog.problem.text
    dialog.items.rows[0].due.setText("")
    dialog.submit()
    assert "已经有一份党员承诺" in dialog.problem.text
    assert len(pledge.list_pledges(ledger)) == before


def test_on_a_narrow_screen_enter_shows_the_card_as_a_dialog(
    qtbot: QtBot, window: MainWindow, page: PledgesPage, made: dict[str, str]
) -> None:
    window.resize(640, 500)
    qtbot.waitUntil(lambda: page.card.isHidden())
    page.table.choose_key(made["review"])
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    dialog = shown_dialog(page)
    assert isinstance(dialog, PledgeView)
    dialog.card.next.click()
    assert isinstance(shown_dialog(page), PledgeStepDialog)


def test_del_takes_out_only_a_draft_nobody_has_seen(
    qtbot: QtBot, ledger: Ledger, page: PledgesPage, made: dict[str, str], messages: Recorder
) -> None:
    page.table.choose_key(made["review"])
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert messages.said == []
    page.table.choose_key(made["draft"])
    messages.answers = [True]
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert made["draft"] not in {one.id for one in pledge.list_pledges(ledger)}


def test_a_year_without_any_leads_to_the_first(qtbot: QtBot, members: list[str], window: MainWindow) -> None:
    page = window.show_page("pledges")
    assert isinstance(page, PledgesPage)
    assert {word for _owner, word, _due in lines(page)} == {"还没有"}
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    dialog = shown_dialog(page)
    assert isinstance(dialog, PledgeDraftDialog)
    assert dialog.owner.currentData() == "branch", "the branch's own comes first"


def test_printing_leads_to_the_form_with_those_ticked(
    qtbot: QtBot, window: MainWindow, page: PledgesPage, made: dict[str, str]
) -> None:
    page.table.tick([made["posted"], made["keeping"]])
    qtbot.keyClick(page.table, Qt.Key.Key_P, CTRL)
    (menu,) = page.print_button.findChildren(QMenu)
    offered = [act.text() for act in menu.actions()]
    assert {"承诺书（2 份）", "践诺登记表（2 份）", "评诺表（2 份）"} <= set(offered)
    menu.setActiveAction(menu.actions()[offered.index("承诺书（2 份）")])
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    reports = window.page("reports")
    assert isinstance(reports, ReportsPage)
    assert reports.entry.id == "pledge_letter"
    assert set(reports.choices.options().pledges) == {made["posted"], made["keeping"]}
    qtbot.waitUntil(lambda: not reports._timer.isActive() and not page.workspace.tasks.busy, timeout=20_000)
    assert len(reports.pages) == 2


def test_next_years_are_shown_once_they_are_drafted(
    ledger: Ledger, page: PledgesPage, made: dict[str, str], members: list[str]
) -> None:
    page.draft()
    dialog = shown_dialog(page)
    assert isinstance(dialog, PledgeDraftDialog)
    dialog.years.setCurrentIndex(dialog.years.findData(2027))
    dialog.people.choose(members[1:3])
    dialog.take_last_year()
    assert [row.due.text() for row in dialog.items.rows] == ["", "", "2027-10"]
    dialog.submit()
    assert page.chosen_year == 2027
    assert len(page.table.ticked) == 2


def test_a_posting_that_is_not_over_is_said_before_it_is_left(
    ledger: Ledger, page: PledgesPage, made: dict[str, str]
) -> None:
    page.acts.step("post", [one for one in page.lines if one.key == made["approved"]])
    posting = shown_dialog(page)
    assert isinstance(posting, PledgeStepDialog)
    assert posting.place.text() == "社区党务公开栏", "where one posted last"
    posting.until_day.setText("12-5")
    posting.submit()
    assert pledge_steps.steps(ledger, made["approved"])[-1].until_day == "2026-12-05"
    page.acts.step("begin", [one for one in page.lines if one.key == made["approved"]])
    dialog = shown_dialog(page)
    assert "公示还没有满：仇晓东。" in [one.text() for one in dialog.findChildren(QLabel)]


def test_what_the_card_tells_is_never_squeezed(page: PledgesPage, made: dict[str, str]) -> None:
    for key in ("unkept", "posted", "leader"):
        page.table.choose_key(made[key])
        shown = page.card.told
        QApplication.processEvents()
        assert shown.height() >= shown.heightForWidth(shown.width())
