"""The secretary stands in two places: the post, and the line that forms print; they are kept from drifting apart."""

import pytest
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.pages.settings.organization_section import OrganizationSection
from gui.pages.settings_page import SettingsPage
from models import member, organization, post
from models.ledger import Ledger
from models.schema import SELF


@pytest.fixture
def chief(ledger: Ledger, members: list[str]) -> str:
    with ledger.operation("post.add") as op:
        post.add_post(op, post_id=ledger.ids.new(), member_id=members[0], post="secretary", from_date="2024-01")
    return member.get(ledger, members[0]).name


def section(window: MainWindow) -> OrganizationSection:
    page = window.show_page("settings")
    assert isinstance(page, SettingsPage)
    shown = page.section("organization")
    assert isinstance(shown, OrganizationSection)
    return shown


def test_an_empty_line_takes_the_name_from_the_post_and_writes_nothing_by_itself(
    chief: str, ledger: Ledger, window: MainWindow
) -> None:
    shown = section(window)
    assert shown.fields["secretary"].text() == chief and chief in shown.told.text
    assert organization.own(ledger).secretary == ""
    shown.save()
    assert organization.own(ledger).secretary == chief and not shown.told.text and shown.take_button.isHidden()


def test_two_names_are_told_and_one_press_makes_them_one(
    qtbot: QtBot, chief: str, ledger: Ledger, window: MainWindow
) -> None:
    with ledger.operation("organization.edit") as op:
        organization.edit(op, SELF, secretary="单晓曼")
    shown = section(window)
    assert shown.fields["secretary"].text() == "单晓曼"
    assert chief in shown.told.text and "单晓曼" in shown.told.text
    shown.take_button.click()
    assert organization.own(ledger).secretary == chief and not shown.told.text


def test_who_held_the_post_before_is_not_offered(ledger: Ledger, members: list[str], window: MainWindow) -> None:
    with ledger.operation("post.add") as op:
        post.add_post(
            op,
            post_id=ledger.ids.new(),
            member_id=members[0],
            post="secretary",
            from_date="2020-01-01",
            to_date="2024-12-31",
        )
    shown = section(window)
    assert shown.fields["secretary"].text() == "" and not shown.told.text
