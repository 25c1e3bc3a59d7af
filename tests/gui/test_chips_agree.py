"""The number on the lit chip is that of the rows below it, whatever the filter and however the data has changed."""

from itertools import product

import pytest
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.pages.members_page import MembersPage
from models import member, member_list
from models.ledger import Ledger
from models.member_list import NO_GROUP, ONLY, PARTS


@pytest.fixture
def page(members: list[str], window: MainWindow) -> MembersPage:
    shown = window.show_page("members")
    assert isinstance(shown, MembersPage)
    return shown


def lit(page: MembersPage) -> int:
    return int(page.parts._buttons[page.parts.current].text().split()[-1])


def category_of_nobody_is_missing(ledger: Ledger) -> None:
    with ledger.operation("roster.import") as op:
        for one in member.list_members(ledger):
            if not one.category:
                member.edit_member(op, one.id, category="full")


def test_the_lit_number_is_that_of_the_rows(page: MembersPage) -> None:
    wrong = []
    for only, part, group_id, text in product(["", *ONLY], PARTS, ["", NO_GROUP], ["", "王"]):
        page.show_what(only=only, part=part, group_id=group_id)
        page.search.setText(text)
        page.reload()
        if lit(page) != page.model.rowCount():
            wrong.append((only, part, group_id, text, lit(page), page.model.rowCount()))
    assert wrong == []


def test_when_nothing_is_missing_any_more_the_page_contradicts_itself_nowhere(
    qtbot: QtBot, ledger: Ledger, members: list[str], window: MainWindow
) -> None:
    with ledger.operation("member.edit") as op:
        for key in members:
            member.edit_member(op, key, category="")
    page = window.show_page("members")
    assert isinstance(page, MembersPage)
    page.show_what(only="lacks:category")
    assert lit(page) == page.model.rowCount() == len(members)
    category_of_nobody_is_missing(ledger)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert lit(page) == 0
    assert page.empty_filter._what.text() == "没有人缺人员类别"
    # One of them still lacks other facts, and that is not denied.
    rest = member_list.part_counts(ledger)["missing"]
    assert rest == 1 and "还有 1 人缺别的项" in page.empty_filter._detail.text()
    page.empty_filter.action.click()
    assert (lit(page), page.model.rowCount(), page.chip.isVisible()) == (len(members), len(members), False)


def test_a_group_without_gaps_does_not_speak_for_the_branch(page: MembersPage, ledger: Ledger) -> None:
    page.show_what(part="missing", group_id=NO_GROUP)
    if page.model.rowCount() == 0:
        assert "资料是齐的" not in page.empty_filter._detail.text()
    page.show_what(part="probationary", only="lacks:joined_date")
    assert page.model.rowCount() == 0
    assert page.empty_filter._what.text() == "这里没有人"
