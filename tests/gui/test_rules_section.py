"""支部情况 and 制度 in the settings: posts, groups, founding day, and the rules a branch goes by."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gui.bridge import LedgerBridge
from gui.dialogs.post_dialog import PostDialog
from gui.dialogs.rule_choice_dialog import RuleChoiceDialog
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.pages.settings.branch_section import BranchSection
from gui.pages.settings.rules_section import RulesSection
from gui.pages.settings_page import SettingsPage
from gui.settings_file import SettingsFile
from gui.tasks import Tasks
from gui.workspace import Workspace
from models import journal, member, organization, post, rule_choice, vault
from models.clock import FixedClock
from models.ledger import Ledger
from models.rules import catalog
from tests.gui.builders import shown_dialog
from tests.gui.eyes import SIZES, cut, sideways


@pytest.fixture
def page(members: list[str], window: MainWindow) -> SettingsPage:
    shown = window.show_page("settings")
    assert isinstance(shown, SettingsPage)
    return shown


@pytest.fixture
def branch(page: SettingsPage) -> BranchSection:
    page.workspace.go("settings", section="branch")
    shown = page.shown
    assert isinstance(shown, BranchSection)
    return shown


@pytest.fixture
def rules(page: SettingsPage) -> RulesSection:
    page.workspace.go("settings", section="rules")
    shown = page.shown
    assert isinstance(shown, RulesSection)
    assert shown.sets.hasFocus()
    return shown


def last_kind(ledger: Ledger) -> str:
    return journal.entries(ledger, limit=1)[0].kind


def posts(ledger: Ledger) -> list[tuple[str, str, str, str]]:
    return [(one.name, one.post, one.from_date, one.to_date) for one in post.list_posts(ledger.query)]


# --- 支部情况 ----------------------------------------------------------------------------------


def test_founding_day_and_kind_are_one_operation(branch: BranchSection, ledger: Ledger) -> None:
    branch.founded.setText("1998.6")
    branch.kind.setCurrentIndex(branch.kind.findData("village"))
    branch.save()
    own = organization.own(ledger)
    assert (own.founded_date, own.kind) == ("1998-06", "village")
    assert last_kind(ledger) == "organization.edit"
    branch.workspace.bridge.undo(branch)
    assert (organization.own(ledger).founded_date, branch.founded.text()) == ("", "")


def test_a_day_that_is_none_is_said_here(branch: BranchSection, ledger: Ledger) -> None:
    before = ledger.content_digest()
    branch.founded.setText("1998-02-30")
    branch.save()
    assert "value-bad-date" in branch.problem.text
    assert ledger.content_digest() == before


def test_a_post_is_entered_by_keyboard(qtbot: QtBot, branch: BranchSection, ledger: Ledger) -> None:
    assert branch.posts.add_button.hasFocus()
    QTest.keyClick(branch.posts.add_button, Qt.Key.Key_Return)
    dialog = shown_dialog(branch)
    assert isinstance(dialog, PostDialog)
    qtbot.waitUntil(dialog.member.hasFocus)
    QTest.keyClicks(dialog.member, "yxm")
    QTest.keyClick(dialog.member, Qt.Key.Key_Return)
    assert dialog.member.text() == "尉雪梅"
    assert dialog.post.hasFocus()
    dialog.first.setText("2025-06-01")
    QTest.keyClick(dialog.first, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert posts(ledger) == [("尉雪梅", "secretary", "2025-06-01", "")]
    assert branch.secretary.text() == "支部书记：尉雪梅"
    assert [one.post for one in branch.posts.table.listed] == ["secretary"]


@pytest.mark.parametrize("typed", ["查无此人", "王建国", ""])
def test_nobody_and_one_of_two_namesakes_hold_no_post(branch: BranchSection, ledger: Ledger, typed: str) -> None:
    dialog = PostDialog(branch, branch.workspace)
    dialog.open()
    dialog.member.setText(typed)
    dialog.submit()
    assert "没有认出是哪名党员" in dialog.problem.text
    assert posts(ledger) == []
    dialog.done(0)


def test_a_leader_of_a_group_has_her_group(branch: BranchSection, ledger: Ledger) -> None:
    dialog = PostDialog(branch, branch.workspace)
    dialog.open()
    assert dialog.group.isHidden()
    dialog.member.setText("李晓东")
    dialog.post.setCurrentIndex(dialog.post.findData("group_leader"))
    assert not dialog.group.isHidden()
    dialog.submit()
    (term,) = post.list_posts(ledger.query)
    assert (term.post, term.group_id) == ("group_leader", dialog.group.itemData(0))
    branch.posts.read()
    assert branch.posts.table.records.index(0, 1).data() == "党小组组长（第一党小组）"


def test_a_term_ends_and_a_wrong_one_goes(
    branch: BranchSection, members: list[str], ledger: Ledger, messages: Recorder
) -> None:
    for who, held in ((0, "secretary"), (1, "organization")):
        with ledger.operation("post.add") as op:
            post.add_post(op, post_id=ledger.ids.new(), member_id=members[who], post=held, from_date="2025-06-01")
    QAbstractItemModelTester(branch.posts.table.records, QAbstractItemModelTester.FailureReportingMode.Fatal)
    branch.posts.table.choose_row(0)
    branch.posts.end_button.click()
    dialog = shown_dialog(branch)
    assert isinstance(dialog, PostDialog)
    assert dialog.last.text() == "2026-11-21"
    dialog.last.setText("2024-01-01")
    dialog.submit()
    assert "dates-reversed" in dialog.problem.text
    dialog.last.setText("2026-11-20")
    dialog.submit()
    assert posts(ledger)[0] == ("王建国", "secretary", "2025-06-01", "2026-11-20")
    # Those who hold a post come first.
    assert [one.post for one in branch.posts.table.listed] == ["organization", "secretary"]
    branch.posts.table.choose_row(0)
    messages.answers.append(True)
    QTest.keyClick(branch.posts.table, Qt.Key.Key_Delete)
    assert "组织委员" in messages.said[-1].what
    assert [held for _, held, _, _ in posts(ledger)] == ["secretary"]
    branch.workspace.bridge.undo(branch)
    assert len(posts(ledger)) == 2


def test_the_register_fills_the_posts_in_one_step(branch: BranchSection, members: list[str], ledger: Ledger) -> None:
    assert branch.posts.suggestion.isHidden()
    for at, written in ((0, "支部书记"), (1, "组织委员、党小组长")):
        with ledger.operation("member.edit") as op:
            member.edit_member(op, members[at], party_post=written)
    assert not branch.posts.suggestion.isHidden()
    branch.posts.take_button.click()
    held = {(one.name, one.post, one.group_id is not None) for one in post.list_posts(ledger.query)}
    assert held == {
        ("王建国", "secretary", False),
        ("李晓东", "organization", False),
        ("李晓东", "group_leader", True),
    }
    assert branch.posts.suggestion.isHidden()
    branch.workspace.bridge.undo(branch)
    assert posts(ledger) == []


# --- 制度 --------------------------------------------------------------------------------------


def standings(shown: RulesSection) -> dict[str, str]:
    return {one.content.key: one.word for one in shown.sets.listed}


def choose_set(shown: RulesSection, key: str) -> RuleChoiceDialog:
    shown.sets.choose_row([one.content.key for one in shown.sets.listed].index(key))
    QTest.keyClick(shown.sets, Qt.Key.Key_Return)
    dialog = shown_dialog(shown)
    assert isinstance(dialog, RuleChoiceDialog)
    return dialog


def test_every_set_and_every_rule_is_shown_with_its_words(rules: RulesSection) -> None:
    assert standings(rules) == {
        "national": "默认使用",
        "jiangsu_organs_2010": "未选用",
        "licheng_2010": "未选用",
        "hour_credit": "未选用",
        "points_100": "未选用",
    }
    for model in (rules.sets.records, rules.entries.records):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for key, rule_set in catalog.rule_sets().items():
        rules.sets.choose_row([one.content.key for one in rules.sets.listed].index(key))
        assert [one.title for one in rules.entries.listed] == [one.title for one in rule_set.rules]
        for row, rule in enumerate(rule_set.rules):
            rules.entries.choose_row(row)
            told = "\n".join(one.text() for one in rules.findChildren(QLabel) if not one.isHidden())
            assert rule.quote in told and rule.clause in told
            assert ("未核实" in rules.entries.listed[row].marks) == rule.unverified
            assert ("一般" in rules.entries.listed[row].marks) == rule.soft


def test_choosing_a_second_set_keeps_the_default_one(rules: RulesSection, ledger: Ledger) -> None:
    dialog = choose_set(rules, "licheng_2010")
    assert dialog.keep.isChecked()
    dialog.choices["Q10"].setCurrentIndex(dialog.choices["Q10"].findData("half_year"))
    dialog.prorate.setChecked(True)
    dialog.first.setText("2026-01-01")
    dialog.submit()
    chosen = {one.rule_set: (one.from_date, dict(one.options)) for one in rule_choice.list_choices(ledger)}
    assert chosen == {"national": ("", {}), "licheng_2010": ("2026-01-01", {"Q10": "half_year", "prorate": True})}
    assert last_kind(ledger) == "rules.choose"
    told = standings(rules)
    assert (told["national"], told["licheng_2010"]) == ("使用中", "使用中")
    rules.workspace.bridge.undo(rules)
    assert standings(rules)["national"] == "默认使用"


def test_options_of_a_chosen_set_are_changed(rules: RulesSection, ledger: Ledger) -> None:
    with ledger.operation("rules.choose") as op:
        options = {"Q10": "half_year", "prorate": True}
        rule_choice.choose(op, choice_id="c", use="duties", rule_set="licheng_2010", options=options)
    dialog = choose_set(rules, "licheng_2010")
    assert dialog.choices["Q10"].currentData() == "half_year"
    dialog.choices["Q10"].setCurrentIndex(dialog.choices["Q10"].findData("quarter"))
    dialog.prorate.setChecked(False)
    dialog.submit()
    assert dict(rule_choice.list_choices(ledger)[0].options) == {"Q10": "quarter"}


def test_two_credit_schemes_clash_in_one_sentence(rules: RulesSection, ledger: Ledger) -> None:
    choose_set(rules, "points_100").submit()
    before = ledger.content_digest()
    dialog = choose_set(rules, "hour_credit")
    dialog.submit()
    assert "credit-schemes-clash" in dialog.problem.text
    assert ledger.content_digest() == before
    dialog.done(0)
    rules.sets.choose_row([one.content.key for one in rules.sets.listed].index("points_100"))
    rules.end_button.click()
    ending = shown_dialog(rules)
    assert isinstance(ending, RuleChoiceDialog)
    ending.last.setText("2026-11-20")
    ending.submit()
    assert standings(rules)["points_100"] == "已停用"
    dialog = choose_set(rules, "hour_credit")
    dialog.first.setText("2026-11-21")
    dialog.submit()
    assert standings(rules)["hour_credit"] == "使用中"


def test_a_choice_taken_back_leaves_no_trace(rules: RulesSection, ledger: Ledger, messages: Recorder) -> None:
    choose_set(rules, "points_100").submit()
    messages.answers.append(True)
    rules.drop_button.click()
    assert rule_choice.list_choices(ledger) == []
    assert standings(rules)["points_100"] == "未选用"


def test_a_month_is_no_first_day(rules: RulesSection, ledger: Ledger) -> None:
    dialog = choose_set(rules, "points_100")
    dialog.first.setText("2026-01")
    dialog.submit()
    assert "value-bad-date" in dialog.problem.text
    assert rule_choice.list_choices(ledger) == []
    dialog.done(0)


def test_a_committee_has_neither_section(
    qtbot: QtBot, tmp_path: Path, clock: FixedClock, messages: Recorder, look: object
) -> None:
    made = vault.create_ledger(
        tmp_path / "党工委.zbtz", organization="柳溪街道党工委", actor="尉迟文静", level="committee", clock=clock
    )
    tasks = Tasks()
    with made.ledger as ledger:
        bridge = LedgerBridge(ledger, messages)
        shown = SettingsPage(Workspace(bridge, tasks, messages, SettingsFile(tmp_path / "window.json")))
        qtbot.addWidget(shown)
        hidden = [shown.list.item(row).text() for row in range(shown.list.count()) if shown.list.item(row).isHidden()]
        assert hidden == ["支部情况", "制度"]
        shown.show_what(section="rules")
        assert not isinstance(shown.shown, RulesSection)
        tasks.close()


@pytest.mark.parametrize("key", ["branch", "rules"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_in_either_section(
    qtbot: QtBot, page: SettingsPage, window: MainWindow, size: str, key: str
) -> None:
    window.resize(SIZES[size])
    qtbot.waitUntil(lambda: window.size() == SIZES[size])
    page.workspace.go("settings", section=key)
    for _ in range(3):
        QApplication.processEvents()
    assert (cut(window), sideways(window)) == ([], [])
